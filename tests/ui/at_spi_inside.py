"""The real window on a real bus, read from another process: run by test_at_spi.py under a screen and a session of their own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtWidgets import QApplication

from amdesk.services.desk import Desk
from amdesk.ui.frame import pages
from tests.ui.conftest import Hands
from tests.ui.screens import DIALOGS, PAGES

# Qt says at the first question of a reader that there is no bus address of the program's own; there need not be one
pytestmark = pytest.mark.qt_log_ignore("GetApplicationBusAddress", extend=True)

READER = Path(__file__).with_name("at_spi_reader.py")
EMPTY = {"filler", "panel", "unknown", "invalid", "frame", "scroll pane", "viewport", "layered pane"}
"""Roles that do not say what can be done with a thing."""
TEXTS = {"label", "table cell"}
"""What is read and may be empty; the mouse can mark it, so Qt says that it takes the focus."""
STANDS = {one.name: one.under or one.name for one in pages.PAGES}
"""The page in whose place in the rail each stands."""
Node = dict[str, Any]


class Reader:
    """The other process; the window goes on while it asks."""

    def __init__(self, hands: Hands) -> None:
        self.hands, self.process = hands, QProcess()
        self.process.start("/usr/bin/python3", [str(READER)])

    def windows(self, more: str = "") -> list[Node]:
        self.process.write(f"{os.getpid()} {more}\n".encode())
        self.hands.until(self.process.canReadLine)
        answer = json.loads(bytes(self.process.readLine().data()))
        assert "error" not in answer, answer
        found: list[Node] = answer["windows"]
        return found

    def close(self) -> None:
        self.process.closeWriteChannel()
        self.process.waitForFinished()


@pytest.fixture
def reader(hands: Hands) -> Iterator[Reader]:
    made = Reader(hands)
    hands.until(lambda: bool(made.windows()))
    yield made
    made.close()


def every(node: Node, above: str = "") -> Iterator[tuple[str, Node]]:
    where = f"{above} > {node['role']} “{node['name'][:60]}”"
    yield where, node
    for one in node["below"]:
        yield from every(one, where)


def faults(windows: list[Node]) -> list[str]:
    out = []
    for window in windows:
        for where, node in every(window):
            can = {"FOCUSABLE", "ENABLED"} <= set(node["states"]) and node["role"] not in TEXTS
            pressed = node["role"] in {"push button", "check box", "radio button", "toggle button"}
            if (can or pressed) and not node["name"] and not node["labels"]:
                out.append(f"{where}: has no name")
            if can and node["role"] in EMPTY and node is not window:
                out.append(f"{where}: its role says nothing")
            if can and node["role"] == "combo box" and not (node["labels"] or node["description"]):
                out.append(f"{where}: says its value and not what it is for")
    return out


def controls(windows: list[Node]) -> int:
    return sum("FOCUSABLE" in node["states"] for window in windows for _, node in every(window))


@pytest.mark.parametrize("part", range(4))
def test_every_page_as_it_is_heard(hands: Hands, reader: Reader, part: int) -> None:
    wrong: list[str] = []
    for name, (page, visit) in list(PAGES.items())[part::4]:
        hands.window.window.go(page, **visit)
        hands.rest()
        found = reader.windows()
        assert controls(found) > 5, name
        wrong += [f"{name}: {said}" for said in faults(found)]
        rail = [node for _, node in every(found[0]) if node["role"] == "radio button" and "CHECKED" in node["states"]]
        assert rail[0]["name"].startswith(hands.window.window.rail.buttons[STANDS[page]].said)
    assert wrong == [], "\n".join(wrong)


def test_what_stands_on_a_page_that_is_not_shown_says_neither_that_it_is_shown_nor_that_the_keys_are_on_it(
    hands: Hands, reader: Reader
) -> None:
    for name in ("placements", "list", "participants", "matching", "competence", "day90", "overview"):
        page, visit = PAGES[name]
        hands.window.window.go(page, **visit)
        hands.rest()
    assert [said for window in reader.windows("claims") for said in window["claims"]] == []


@pytest.mark.parametrize("part", range(6))
def test_every_dialog_as_it_is_heard(hands: Hands, reader: Reader, other: Desk, tmp_path: Path, part: int) -> None:
    wrong: list[str] = []
    # what two have changed is asked for again when its page is left: that dialog comes last
    for kind in sorted(list(DIALOGS)[part::6], key=lambda one: one == "ClashDialog"):
        kept = DIALOGS[kind](hands, other, tmp_path)
        hands.until(lambda kind=kind: type(QApplication.activeModalWidget()).__name__ == kind)  # type: ignore[misc]  # a lambda with a default
        dialog: Any = QApplication.activeModalWidget()
        found = [one for one in reader.windows() if one["role"] == "dialog"]
        assert controls(found) > 0, kind
        wrong += [f"{kind}: {said}" for said in faults(found)]
        dialog.reject()
        hands.rest()
        del kept
    assert wrong == [], "\n".join(wrong)


def test_each_stop_of_tab_is_heard_and_the_round_comes_back_to_where_it_began(hands: Hands, reader: Reader) -> None:
    hands.window.window.go("participants")
    hands.rest()
    hands.page("participants").list.setFocus()
    heard: list[str] = []
    while (here := QApplication.focusWidget()) is not None and here.accessibleName() not in heard:
        held = [node for window in reader.windows() for _, node in every(window) if "FOCUSED" in node["states"]]
        names = {node["name"] for node in held}
        assert {here.accessibleName(), getattr(here, "text", str)()} & names, (here, names)
        heard.append(here.accessibleName())
        hands.press(Qt.Key.Key_Tab)
    assert len(heard) > 10


def test_what_the_arrows_come_to_in_a_chart_has_the_focus(hands: Hands, reader: Reader) -> None:
    hands.window.window.go("followup", tab="result")
    hands.rest()
    bars = hands.page("followup").result.bars
    bars.setFocus()
    for at in (0, 1, 2):
        bars.stand_on(at)
        hands.rest()
        held = [node for window in reader.windows() for _, node in every(window) if "FOCUSED" in node["states"]]
        assert bars.parts()[at].said in [node["name"] for node in held if node["role"] == "list item"]
