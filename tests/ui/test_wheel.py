"""The wheel rolls a page: over a drop-down or a number on the way it changes nothing."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

import amdesk.ui
from amdesk.ui.bank.unit import UnitPane
from tests.ui.conftest import Hands

ROLLS = re.compile(
    r"(?:= |return |class \w+\()(QComboBox|Q\w*SpinBox|QDateEdit|QTimeEdit|QDateTimeEdit|QSlider|QDial)\b"
)
KIT = {("fields.py", "QComboBox"), ("fields.py", "QSpinBox")}


def roll(over: QWidget) -> bool:
    """Whether the wheel did something there; else what the field stands on has it."""
    middle, down = over.rect().center(), QPoint(0, -120)
    nothing, none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    where = QPointF(middle), QPointF(over.mapToGlobal(middle))
    event = QWheelEvent(*where, QPoint(), down, nothing, none, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(over, event)
    return event.isAccepted()


def test_the_wheel_over_a_field_changes_nothing_and_goes_on_to_the_page(hands: Hands, qtbot: QtBot) -> None:
    pane = UnitPane(hands.window.shell)
    qtbot.addWidget(pane)
    boxes: list[QComboBox | QSpinBox] = [*pane.findChildren(QComboBox), *pane.findChildren(QSpinBox)]
    assert len(boxes) >= 5
    for box in boxes:
        before = said(box)
        assert not roll(box), box.accessibleName()
        assert said(box) == before
        assert box.focusPolicy() == Qt.FocusPolicy.StrongFocus, "nor does the wheel take the keys"


def said(box: QComboBox | QSpinBox) -> int:
    return box.currentIndex() if isinstance(box, QComboBox) else box.value()


def test_no_field_that_the_wheel_would_change_is_made_elsewhere() -> None:
    """Those of the kit let it through."""
    root = Path(amdesk.ui.__file__).parent
    made = {(p.relative_to(root).name, m[1]) for p in root.rglob("*.py") for m in ROLLS.finditer(p.read_text("utf-8"))}
    assert made == KIT
