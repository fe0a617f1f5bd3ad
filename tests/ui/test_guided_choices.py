"""Wherever somebody chooses what the unit's guidance can speak of, Shift+F1 opens it: found by what the control offers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QWidget

from amdesk.domain.people.wording import WORDS
from amdesk.services.desk import Desk
from amdesk.ui.guidance.beside import AskButton, GuidanceDialog
from amdesk.ui.kit.basic import Segments
from amdesk.ui.kit.fields import Field
from tests.ui.conftest import Hands
from tests.ui.screens import DIALOGS, PAGES

OTHERS = {
    "gen", "jan", "feb", "A1", "A2", "B1", "B2", "C1", "C2",  # levels of Swedish are levels of nothing else
}  # fmt: skip
NO_CHOICE_OF_ONE = {
    "Gruppera": "groups a list by kind of place; nothing is chosen for anybody",
    "Lägsta nivå som skrivs ut på intyg": "a setting of the unit; no level is chosen for anybody",
    "Version": "which version of a chapter is read",
    "Jämför med": "the same",
    "Verkstad": "the number of a workshop",
    "Jag är den här arbetsmarknadssekreteraren": "the number of a case worker",
    "Arbetsmarknadssekreterare": "the same",
    "Ny arbetsmarknadssekreterare": "the same",
}
"""Controls whose codes are those of a guided choice by chance, or that choose nothing, each with why."""


def kinds_of(desk: Desk) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for one in desk.guidance.every_choice():
        out.setdefault(one.kind, set()).add(one.code)
    return out


def offered(control: QWidget) -> set[str]:
    if isinstance(control, QComboBox):
        return {str(control.itemData(i) or "") for i in range(control.count())} - {"", WORDS}
    assert isinstance(control, Segments)
    return set(control._codes) - {""}


def guided(root: QWidget, kinds: dict[str, set[str]]) -> list[QWidget]:
    """The controls below `root` that offer what guidance can speak of, and nothing else."""
    found: list[QWidget] = [*root.findChildren(QComboBox), *root.findChildren(Segments)]
    return [
        one
        for one in found
        if one.accessibleName() not in NO_CHOICE_OF_ONE
        and len(codes := offered(one) - OTHERS) >= 2
        and any(codes <= known for known in kinds.values())
    ]


def unguided(root: QWidget, kinds: dict[str, set[str]]) -> list[str]:
    return [one.accessibleName() for one in guided(root, kinds) if not _asks(one, root)]


def _asks(control: QWidget, root: QWidget) -> bool:
    """Whether its own field has the "?"; where it stands in none, what is nearest above it and has one has one alone."""
    one: QWidget | None = control.parentWidget()
    while one is not None and one is not root:
        marks = one.findChildren(AskButton)
        if marks or isinstance(one, Field):
            return len(marks) == 1
        one = one.parentWidget()
    return False


@pytest.mark.thorough(36)
@pytest.mark.parametrize("name", list(PAGES))
def test_each_choice_of_a_page_has_its_guidance(hands: Hands, other: Desk, name: str) -> None:
    page, visit = PAGES[name]
    hands.window.window.go(page, **visit)
    hands.rest()
    assert unguided(hands.page(page), kinds_of(other)) == []


@pytest.mark.thorough(96)
@pytest.mark.parametrize("kind", list(DIALOGS))
def test_each_choice_of_a_dialog_has_its_guidance(hands: Hands, other: Desk, tmp_path: Path, kind: str) -> None:
    kept = DIALOGS[kind](hands, other, tmp_path)
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == kind)
    dialog: Any = QApplication.activeModalWidget()
    assert unguided(dialog, kinds_of(other)) == []
    dialog.reject()
    del kept


@pytest.mark.thorough(2)
@pytest.mark.parametrize(("kind", "code"), [("PlacementDialog", "lift_max"), ("VacancyDialog", "noise")])
def test_shift_f1_in_a_line_of_demands_speaks_of_that_demand(
    hands: Hands, other: Desk, tmp_path: Path, kind: str, code: str
) -> None:
    kept = DIALOGS[kind](hands, other, tmp_path)
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == kind)
    dialog: Any = QApplication.activeModalWidget()
    hands.until(dialog.isActiveWindow)
    lines = dialog.controls["demands"].widget
    line = lines.rows[0]
    line.about.choose(code)
    line.about.setFocus()
    QTest.keyClick(line.about, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), GuidanceDialog))
    over: Any = QApplication.activeModalWidget()
    assert over.view.found.section.anchor == f"demand.{code}"
    over.reject()
    hands.rest()
    assert line.about.code() == code
    assert isinstance(dialog, QDialog)
    dialog.reject()
    del kept


def test_a_choice_within_another_is_spoken_of_by_itself(hands: Hands, other: Desk, tmp_path: Path) -> None:
    """Day 90: Shift+F1 speaks of the outcome, and of the end reason where the keys are there."""
    kept = DIALOGS["FollowUpDialog"](hands, other, tmp_path)
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == "FollowUpDialog")
    dialog: Any = QApplication.activeModalWidget()
    for keys, kind in ((dialog, "outcome"), (dialog.controls["end_reason"].widget, "end_reason")) * 2:
        dialog.activateWindow()  # no window manager is here to do it
        hands.until(dialog.isActiveWindow)
        keys.setFocus()
        QTest.keyClick(keys, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
        hands.until(lambda: isinstance(QApplication.activeModalWidget(), GuidanceDialog))
        over: Any = QApplication.activeModalWidget()
        assert over.view.found.chapter == kind
        over.reject()
        hands.rest()
    dialog.reject()
    del kept
