"""Closing the window while an import runs: asked, and either done, or stopped with nothing half stored and no thread left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from amdesk.imports.model import RowOutcome
from amdesk.services.exchange.imports import Imports
from amdesk.services.exchange.participant_imports import ParticipantImports
from tests import make
from tests.ui.conftest import Hands, close, make_window

ROWS = 60


class Gate:
    """Lets an import go on by one step of its progress at a time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open, self.reached = threading.Event(), threading.Event()
        storing = Imports.storing

        def slowly(this: Imports, review: Any) -> Iterator[tuple[int, int, str]]:
            for step in storing(this, review):
                yield step
                self.reached.set()
                assert self.open.wait(20)

        monkeypatch.setattr(Imports, "storing", slowly)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(monkeypatch)


@pytest.fixture
def importing(hands: Hands, gate: Gate, tmp_path: Path) -> Any:
    """The page in the middle of an import of new people."""
    lines = [f"Prov {i};{make.fresh_number()};Målare" for i in range(ROWS)]
    path = tmp_path / "list.csv"
    path.write_text("Namn;Personnummer;Önskat yrke\n" + "\n".join(lines) + "\n", "utf-8")
    hands.window.window.go("exchange", file=str(path))
    page = hands.page("exchange")
    hands.until(lambda: page.review is not None)
    assert page.review.count("accepted") == ROWS
    page.confirm()
    hands.until(gate.reached.is_set)
    return page


def people(qtbot: QtBot, bank: Path) -> int:
    """How many of the file are in the bank, asked in a window of its own."""
    other = make_window(qtbot, str(bank))
    found = Hands(qtbot, other).ask(
        lambda desk: [p for p in desk.participants.listing() if str(p.name).startswith("Prov ")]
    )
    close(other)
    return len(found)


def asked(hands: Hands) -> Any:
    hands.window.window.close()
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    assert hands.window.window.isVisible(), "the window is there as long as something is under way"
    return QApplication.activeModalWidget()


def gone(hands: Hands) -> Callable[[], bool]:
    return lambda: not hands.window.window.isVisible()


@pytest.mark.thorough(long=True)
def test_stopped_while_closing_nothing_of_an_import_is_stored(
    qtbot: QtBot, hands: Hands, importing: Any, gate: Gate, demo_bank: Path
) -> None:
    dialog = asked(hands)
    dialog.stop.click()
    assert hands.window.window.isVisible()
    gate.open.set()
    hands.until(gone(hands))
    hands.window.tasks.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("write")]
    hands.window.lock.release()  # type: ignore[union-attr]  # a local bank has a lock
    assert people(qtbot, demo_bank) == 0


@pytest.mark.thorough(long=True)
def test_waited_for_while_closing_the_whole_import_is_stored(
    qtbot: QtBot, hands: Hands, importing: Any, gate: Gate, demo_bank: Path
) -> None:
    dialog = asked(hands)
    dialog.ok.click()
    assert hands.window.window.isVisible()
    gate.open.set()
    hands.until(gone(hands))
    hands.window.tasks.close()
    hands.window.lock.release()  # type: ignore[union-attr]  # a local bank has a lock
    assert people(qtbot, demo_bank) == ROWS


@pytest.mark.thorough(long=True)
def test_esc_goes_on_working_and_the_import_is_told_of_as_ever(hands: Hands, importing: Any, gate: Gate) -> None:
    dialog = asked(hands)
    dialog.reject()
    gate.open.set()
    hands.until(lambda: importing.review is None)
    hands.rest()
    assert hands.window.window.isVisible()
    assert f"{ROWS} rader" in hands.window.window.toast.text.text()


@pytest.mark.thorough(long=True)
def test_a_window_that_is_taken_away_stops_what_it_was_storing(
    qtbot: QtBot, hands: Hands, importing: Any, gate: Gate, demo_bank: Path
) -> None:
    gate.open.set()
    hands.window.tasks.close()  # another bank, another look, or the system going down
    hands.window.lock.release()  # type: ignore[union-attr]  # a local bank has a lock
    assert people(qtbot, demo_bank) in {0, ROWS}, "all or nothing"


@pytest.mark.thorough(long=True)
def test_cancel_in_the_middle_of_an_import_stops_it_and_says_so(hands: Hands, importing: Any, gate: Gate) -> None:
    importing.cancel_button.click()
    assert importing.review is not None, "the rows stay on the screen as long as they are being stored"
    gate.open.set()
    hands.until(lambda: "inget" in hands.window.window.toast.text.text().lower())
    assert importing.store_button.isEnabled()
    assert "Sparat" not in hands.window.window.rail.saved.text()
    found = hands.ask(lambda desk: [p for p in desk.participants.listing() if str(p.name).startswith("Prov ")])
    assert found == []


@pytest.mark.thorough(long=True)
def test_undo_in_the_middle_of_an_import_does_not_wait_and_take_the_import_back(
    hands: Hands, importing: Any, gate: Gate
) -> None:
    hands.window.window.undo()
    assert "importeras" in hands.window.window.toast.text.text() or "läses in" in hands.window.window.toast.text.text()
    gate.open.set()
    hands.rest()
    found = hands.ask(lambda desk: [p for p in desk.participants.listing() if str(p.name).startswith("Prov ")])
    assert len(found) == ROWS


def test_a_window_that_is_closed_while_a_list_is_read_leaves_the_rest_of_it(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it would be stored; until it was read the bank would be kept from the next window by one that nobody sees."""
    reached, read = threading.Event(), list[int]()

    def slowly(_this: ParticipantImports, outcome: RowOutcome) -> None:
        read.append(outcome.row)
        reached.set()
        hands.window.tasks._reader.over.wait(0.5)

    monkeypatch.setattr(ParticipantImports, "compare", slowly)
    path = tmp_path / "list.csv"
    path.write_text("Namn;Önskat yrke\n" + "".join(f"Prov {i};Målare\n" for i in range(ROWS)), "utf-8")
    hands.window.window.go("exchange", file=str(path))
    hands.until(reached.is_set)
    hands.window.tasks.close()
    assert len(read) < ROWS
