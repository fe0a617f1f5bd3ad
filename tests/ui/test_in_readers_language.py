"""Whoever reads English reads no Swedish name of an occupation, of a skill that the program brings or of a code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from amdesk import resources
from amdesk.db.engine.opening import open_bank
from amdesk.services.desk import Desk
from tests import make
from tests.stories.observer.painted import Painted
from tests.stories.observer.sight import path, sight, texts
from tests.ui.conftest import Hands, close, make_window
from tests.ui.screens import DIALOGS, PAGES
from tests.ui.test_every_form import NAMED


def both(given: Any) -> Iterator[tuple[str, str]]:
    """Every name that has both languages, however deep."""
    if isinstance(given, dict):
        if "sv" in given and "en" in given:
            yield given["sv"], given["en"]
        for one in given.values():
            yield from both(one)
    elif isinstance(given, list):
        for one in given:
            yield from both(one)


def swedish() -> re.Pattern[str]:
    read = (resources.folder() / "reference" / name for name in ("occupations.json", "codelists.json"))
    pairs = {pair for path in read for pair in both(json.loads(path.read_text("utf-8")))}
    english = {en for _, en in pairs}
    names = sorted({sv for sv, _ in pairs if sv not in english and len(sv) > 3}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")


NAMES = swedish()
FORMS = [
    *NAMED,
    "EndDialog",
    "IdentityDialog",
    "ModuleDialog",
    "NeedDialog",
    "ProtectDialog",
    "QueueDialog",
    "WhyDialog",
    "WorkerDialog",
]
"""Dialogs in which something is chosen that has a name in both languages, or may have."""


def held(widget: QWidget) -> Iterator[str]:
    """What stands in a list, and what is written."""
    if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
        for row in range(min(model.rowCount(QModelIndex()), 200)):
            for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())):
                for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                    yield str(model.index(row, column).data(role) or "")
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(i) for i in range(widget.count()))
    if isinstance(widget, QLineEdit):
        yield widget.text()
    if isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()


def in_tree(widget: QWidget) -> bool:
    """Where a profile is written, in both languages."""
    above = widget.parentWidget()
    return isinstance(widget, QTreeWidget) or (above is not None and in_tree(above))


def found(painted: Painted, own: list[str]) -> list[str]:
    """Where something is said in Swedish; `own` are names that somebody has given, in whatever language."""
    seen = [one for one in sight() if not in_tree(one.widget)]
    said = [(path(one.widget), text) for one in seen for text in (*texts(one), *held(one.widget))]
    said += [(path(one.widget), one.said) for one in painted.now({one.widget for one in seen})]
    given = re.compile("|".join(map(re.escape, own)))
    wrong = {text for text in {text for _, text in said} if NAMES.search(given.sub("", text))}
    return sorted({f"{where}: {text}" for where, text in said if text in wrong})


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> Painted:
    return Painted(monkeypatch)


@pytest.fixture
def other(demo_bank: Path) -> Iterator[Desk]:
    """A colleague who reads English too."""
    bank = open_bank(str(demo_bank), actor="Nils Modellberg", account="nils", clock=make.CLOCK)
    yield make.acting(Desk(bank, make.CLOCK, "en"))
    bank.close()


def own(desk: Desk) -> list[str]:
    names = [one.name for one in desk.modules.every()] + [one.name for one in desk.placements.listing()]
    return names + [one.title for one in desk.vacancies.listing()]


@pytest.fixture
def english(painted: Painted, qtbot: QtBot, demo_bank: Path) -> Iterator[Hands]:
    made = make_window(qtbot, str(demo_bank), lang="en")
    hands = Hands(qtbot, made)
    hands.rest()
    yield hands
    close(made)


@pytest.mark.thorough(long=True)
def test_no_page_in_english_names_an_occupation_a_skill_or_a_code_in_swedish(
    english: Hands, other: Desk, painted: Painted
) -> None:
    given, wrong = own(other), []
    for page, visit in PAGES.values():
        english.window.window.go(page, **visit)
        english.rest()
        wrong += found(painted, given)
    assert wrong == []


@pytest.mark.thorough(24)
@pytest.mark.parametrize("kind", FORMS)
def test_no_form_in_english_does(english: Hands, other: Desk, painted: Painted, tmp_path: Path, kind: str) -> None:
    kept = DIALOGS[kind](english, other, tmp_path)
    english.rest()
    assert found(painted, own(other)) == []
    del kept
