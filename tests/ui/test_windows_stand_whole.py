"""What comes into a window after it was opened takes no room from what stands there: fields are whole, headings are read whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMargins, QRect, Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QSpinBox,
    QTableView,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from amdesk.services.desk import Desk
from amdesk.ui.kit.within import Within
from amdesk.ui.people.whose import of_person
from tests.ui.conftest import Hands, other
from tests.ui.screens import DIALOGS

__all__ = ["other"]

KINDS = ("SubsidiesDialog", "SubsidyDialog", "ClaimDialog", "ActivityDialog", "DemandDialog", "HandoverDialog", "DeputyDialog", "FairnessDialog")  # fmt: skip
"""What is filled in late, or has more to tell than room."""
FOCUS = 2
"""Pixels that the frame of the field with the keys is thicker by, which are taken from the room inside it."""
HALF = 300
"""Pixels of a text that is read: more of it than of what stands beside it."""


def _low(field: QWidget) -> bool:
    """Lower than it asks to be: its frame is cut."""
    return field.isVisible() and field.height() < field.minimumSizeHint().height() - FOCUS


def _cut(table: QTableView) -> list[str]:
    """Headings wider than their columns."""
    head, model = table.horizontalHeader(), table.model()
    names = [(i, str(model.headerData(i, Qt.Orientation.Horizontal))) for i in range(model.columnCount())]
    return [name for i, name in names if head.sectionSize(i) < head.sectionSizeFromContents(i).width()]


@pytest.mark.thorough(10)
@pytest.mark.parametrize("kind", KINDS)
def test_fields_and_headings_are_whole_when_all_has_come(hands: Hands, other: Desk, tmp_path: Path, kind: str) -> None:
    kept = DIALOGS[kind](hands, other, tmp_path)
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == kind)
    hands.rest()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    fields = [w for sort in (QLineEdit, QComboBox, QSpinBox) for w in dialog.findChildren(sort)]
    assert [f.accessibleName() for f in fields if _low(f)] == []
    assert [_cut(t) for t in dialog.findChildren(QTableView) if t.isVisible()] in ([], [[]])
    for text in dialog.findChildren(QTextEdit):
        assert text.height() >= HALF
        assert text.horizontalScrollBar().maximum() == 0
    dialog.close()
    del kept


def test_a_number_is_said_once_of_somebody_without_a_name(hands: Hands, other: Desk) -> None:
    somebody = next(p for r in other.participants.listing() if not (p := other.work.participant(r.id)).protection)
    assert of_person(hands.shell, somebody) == f"{somebody.name} · {somebody.number}"
    assert of_person(hands.shell, replace(somebody, name="")) == somebody.number


class Framed:
    """What the system says of a window's frame."""

    def __init__(self, top: int) -> None:
        self.top = top

    def frameMargins(self) -> QMargins:
        return QMargins(1, self.top, 1, 1)


@pytest.mark.parametrize(("own", "others", "top"), [(24, 24, 24), (0, 24, 24), (24, 0, 24), (0, 0, 0)])
def test_a_title_stands_on_the_screen_also_when_the_system_has_not_told_of_it_yet(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, own: int, others: int, top: int
) -> None:
    first = QDialog()
    qtbot.addWidget(first)
    dialog = Within(first)
    screen = QRect(0, 0, 1280, 720)
    monkeypatch.setattr(dialog, "room", lambda: screen)
    monkeypatch.setattr(dialog, "under", lambda: None)
    monkeypatch.setattr(dialog, "windowHandle", lambda: Framed(own))
    monkeypatch.setattr(first, "windowHandle", lambda: Framed(others))
    dialog.resize(812, 715)  # all but the whole screen
    assert dialog._inner().y() == top


@pytest.mark.parametrize(("grown", "moves"), [(520, False), (650, True)])
def test_what_grows_past_the_lower_edge_of_its_screen_goes_to_the_middle(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, grown: int, moves: bool
) -> None:
    """Its buttons would be under the edge; where there is room below, nothing moves."""
    monkeypatch.setattr(Within, "screen_room", lambda _self: QRect(0, 0, 1366, 768))
    hands.window.window.move(0, 0)
    dialog = Within(hands.window.window)
    dialog.outer, dialog.form = QVBoxLayout(dialog), QWidget()
    dialog.outer.addWidget(dialog.form)
    dialog.resize(400, 400)
    dialog.show()
    hands.rest()
    begun = dialog.geometry().top()
    dialog.windowHandle().setPosition(100, 200)
    hands.rest()
    dialog.resize(400, grown)
    hands.rest()
    assert begun > 0
    assert (dialog.geometry().top() != 200) is moves
    assert dialog.geometry().bottom() < 768
    dialog.close()
