"""Fields: drop-downs, labelled fields with their sentence, dates as people type them, search as you type."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QDate, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QSpinBox,
    QStyleOptionComboBox,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from amdesk.domain.values import parse_typed_date
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import LEAST_WORDS, label
from amdesk.ui.kit.endless import ONE_LINE, shortest, tip
from amdesk.ui.kit.fieldarea import into_sight
from amdesk.ui.kit.shell import Shell

EDGES = 48
"""Pixels of a drop-down that its words have not: its edges, and the arrow, as the style sheet has them."""


class Choice(QComboBox):
    """A drop-down of (code, text) with a drawn arrow."""

    def __init__(self, shell: Shell, choices: Sequence[tuple[str, str]], current: str = "", name: str = "") -> None:
        super().__init__()
        self.shell = shell
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # and not by the wheel
        self.setAccessibleName(name)
        if sys.platform.startswith(
            "linux"
        ):  # there Qt gives the value as the name of a box that no label stands beside
            self.setAccessibleDescription(name)
        self.fill(choices, current)

    def fill(self, choices: Sequence[tuple[str, str]], current: str = "") -> None:
        self.blockSignals(True)
        self.clear()
        for code, said in choices:
            self.addItem(said, code)
        self.choose(current)
        self.blockSignals(False)

    def choose(self, code: str) -> None:
        """What stands in the bank is shown, also where no list knows it."""
        if code and self.findData(code) < 0:
            self.addItem(code, code)
        self.setCurrentIndex(max(0, self.findData(code)))

    def code(self) -> str:
        return str(self.currentData() or "")

    def sizeHint(self) -> QSize:
        """Qt keeps what it reckoned before the box had its look, and lets it stand higher than its neighbours. Where there is
        room nothing of what is chosen is cut."""
        whole = shortest(self.fontMetrics(), self.currentText()) + EDGES + 1
        wide = max(super().sizeHint().width(), whole) if self._ordinary() else whole
        return QSize(wide, super().minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return whole if self._ordinary() else QSize(EDGES + self.shell.theme.px(LEAST_WORDS), whole.height())

    def _ordinary(self) -> bool:
        """Whether nothing in it is longer than a line."""
        return all(len(self.itemText(i)) < ONE_LINE for i in range(self.count()))

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Qt cuts what is too long without a sign; here it ends in an ellipsis, and the tooltip has all of it."""
        super().initStyleOption(option)
        whole = self.currentText()
        option.currentText = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, self.width() - EDGES)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and not self.toolTip():
            whole = self.currentText()
            if self.fontMetrics().horizontalAdvance(whole) > self.width() - EDGES:
                QToolTip.showText(event.globalPos(), tip(whole), self)
                return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """It rolls the page: what is chosen is not changed by somebody who looks for what stands further down."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        size = self.shell.theme.mark(16)
        y = (self.height() - size) // 2
        paint.icon(painter, self.shell.theme, self.width() - 10 - size, y, "chevron_down", "text2", size)
        painter.end()


class NumberBox(QSpinBox):
    """A box for whole numbers, without arrows; the wheel rolls the page that it stands on."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__()
        self.setRange(least, most)
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def number_box(low: int, high: int, value: int) -> NumberBox:
    """A box for whole numbers; it reaches as far as the value it is given, also where that is no usual one."""
    out = NumberBox(min(low, value), max(high, value))
    out.setValue(value)
    return out


class Field(QWidget):
    """A visible label above its control, and under it one sentence where something is wrong."""

    def __init__(self, said: str, control: QWidget, *, hint: str = "") -> None:
        super().__init__()
        self.control = control
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.label = label(said, "label")
        self.label.setBuddy(control)
        control.setAccessibleName(said)
        self.wrong = label("", "bad", wrap=True)
        self.wrong.hide()
        column.addWidget(self.label)
        column.addWidget(control)
        if hint:
            column.addWidget(label(hint, "small", wrap=True))
        column.addWidget(self.wrong)

    def complain(self, sentence: str) -> None:
        """Red edge and the sentence; an empty one clears."""
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))
        self.control.setProperty("bad", "true" if sentence else "false")
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)
        if sentence:
            self.control.setFocus()
            into_sight(self)


class DateEdit(QLineEdit):
    """Takes dates as a hurried person types them: 7/12, imorgon, v50, +6m. Shows ISO when left."""

    picked = Signal(object)

    def __init__(self, shell: Shell, value: date | None = None, base: Callable[[], date | None] | None = None) -> None:
        super().__init__()
        self.shell, self.base = shell, base
        self.given: date | None = None
        self.setMinimumWidth(70 if shell.theme.scale <= 100 else paint.width("2026-11-23", shell.theme.font()) + 22)
        self.set_value(value)
        self.editingFinished.connect(self._tidy)

    def set_value(self, value: date | None) -> None:
        self.given = value
        self.setText(str(value) if value and value.year < 9999 else "")

    def value(self) -> date | None:
        """The date typed, or None where it is empty or none. What a bank holds stays a date, also one that nobody may type."""
        said = self.text().strip()
        if not said:
            return None
        if said == str(self.given):
            return self.given
        try:
            return parse_typed_date(said, self.shell.today, self.base() if self.base else None)
        except (ValueError, OverflowError):
            return None

    def wrong(self) -> bool:
        return bool(self.text().strip()) and self.value() is None

    def _tidy(self) -> None:
        found = self.value()
        if found is not None:
            self.setText(str(found))
        self.picked.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4:
            self._calendar()
            return
        super().keyPressEvent(event)

    def _picked(self, day: QDate) -> None:
        self.set_value(date(day.year(), day.month(), day.day()))
        self.picked.emit(self.value())

    def _calendar(self) -> None:
        from PySide6.QtWidgets import QCalendarWidget

        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        now = self.value() or self.shell.today
        calendar.setSelectedDate(QDate(now.year, now.month, now.day))
        calendar.activated.connect(self._picked)
        calendar.activated.connect(calendar.close)
        calendar.move(self.mapToGlobal(self.rect().bottomLeft()))
        calendar.show()
        calendar.setFocus()


class SearchField(QLineEdit):
    """Type to search: asks 120 ms after the last key. Down or Enter goes to the list, of what was found for all that stands
    in the field."""

    asked = Signal(str)
    down = Signal()

    def __init__(self, shell: Shell, name: str) -> None:
        super().__init__()
        self.shell = shell
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        mark = self.addAction(
            shell.theme.icon("search", "text2", shell.theme.mark(18)), QLineEdit.ActionPosition.LeadingPosition
        )
        mark.setText(name)
        self.setClearButtonEnabled(True)
        for made in self.findChildren(QAction, "_q_qlineeditclearaction"):  # Qt gives its cross no name
            made.setText(shell.words("Clear"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(120)
        self._timer.timeout.connect(self._ask)
        self.textChanged.connect(self._typed)
        self._asking = 0
        """How many answers are still to come: until then the list is that of other words."""
        self._entered = False

    def _typed(self, _said: str) -> None:
        self._entered = False
        self._timer.start()

    def _ask(self) -> None:
        self._timer.stop()
        self._asking += 1
        self.asked.emit(self.text())
        after = self._answered  # after what was asked now is answered, or refused
        self.shell.tasks.run(lambda _desk: None, after, failed=after)

    def _answered(self, _what: object = None) -> None:
        if not isValid(self):
            return
        self._asking -= 1
        if self._entered and not self._asking and not self._timer.isActive():
            self._entered = False
            self.down.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._timer.isActive():
                self._ask()
            self._entered = bool(self._asking)
            if not self._entered:
                self.down.emit()
            return
        super().keyPressEvent(event)
