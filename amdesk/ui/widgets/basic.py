"""Small widgets: labels, buttons, chips, segments, panels, fields, empty states, banners, toasts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from amdesk.domain.values import parse_typed_date
from amdesk.ui import paint
from amdesk.ui.shell import Shell


def label(said: str, kind: str = "", *, wrap: bool = False) -> QLabel:
    out = QLabel(said)
    out.setProperty("kind", kind)
    out.setTextFormat(Qt.TextFormat.PlainText)
    out.setWordWrap(wrap)
    return out


class Elided(QLabel):
    """A label that shortens its text with an ellipsis; the whole text is its tooltip."""

    def __init__(self, said: str, kind: str = "") -> None:
        super().__init__(said)
        self.setProperty("kind", kind)
        self.setToolTip(said)
        self.setMinimumWidth(40)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(
            self.rect(),
            paint.LEFT,
            self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width()),
        )
        painter.end()


def divider(*, upright: bool = False) -> QFrame:
    out = QFrame()
    out.setProperty("kind", "vdivider" if upright else "divider")
    return out


class KeyButton(QPushButton):
    """A button that shows its shortcut as a key cap inside."""

    def __init__(self, shell: Shell, said: str, *, kind: str = "", icon: str = "", key: str = "") -> None:
        super().__init__(said)
        self.shell, self.cap, self.kind = shell, key, kind
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.icon_name = icon
        self.setAccessibleName(said)
        if key:
            self.setToolTip(f"{said} ({key})")

    def _content(self) -> int:
        """How wide icon, words and key cap are together."""
        fonts = self.shell.theme
        words = paint.width(self.text(), fonts.font("body_strong")) if self.text() else 0
        icon = 18 if self.icon_name else 0
        cap = paint.width(self.cap, fonts.font("label")) + 12 if self.cap else 0
        return words + icon + cap + 8 * (sum(bool(x) for x in (words, icon, cap)) - 1)

    def sizeHint(self) -> QSize:
        return QSize(self._content() + (14 if self.kind == "link" else 28), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.kind == "chip":
            super().paintEvent(event)
            return
        from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter

        theme = self.shell.theme
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.icon = QIcon()
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        role = (
            "text3"
            if not self.isEnabled()
            else {"primary": "on_accent", "soft": "accent_text", "link": "accent_text", "danger": "surface"}.get(
                self.kind, "text"
            )
        )
        x = 12 if self.objectName() == "search" else max(4, (self.width() - self._content()) // 2)
        if self.icon_name:
            paint.icon(
                painter,
                theme,
                x,
                (self.height() - 18) // 2,
                self.icon_name,
                role if self.objectName() != "search" else "text2",
                18,
            )
            x += 26
        plain = self.objectName() == "search"
        words = theme.font("body" if plain else "body_strong")
        wide = paint.say(
            painter,
            self.rect().adjusted(x, 0, -58 if plain else 0, 0),
            self.text(),
            words,
            theme.color("text2" if plain else role),
        )
        if self.cap:
            self._key_cap(
                painter, self.width() - paint.width(self.cap, theme.font("label")) - 20 if plain else x + wide + 8, role
            )
        painter.end()

    def _key_cap(self, painter: QPainter, x: int, role: str) -> None:
        theme = self.shell.theme
        font = theme.font("label")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(theme.color(role if role != "text" else "line_strong"))
        cap = QRect(x, (self.height() - 18) // 2, paint.width(self.cap, font) + 12, 18)
        painter.drawRoundedRect(cap.adjusted(0, 0, -1, -1), 4, 4)
        paint.say(painter, cap, self.cap, font, theme.color(role if role != "text" else "text2"), paint.CENTER)


def button(
    shell: Shell, said: str, then: Callable[[], Any], *, kind: str = "", icon: str = "", key: str = ""
) -> KeyButton:
    out = KeyButton(shell, said, kind=kind, icon=icon, key=key)
    out.clicked.connect(lambda: then())
    return out


class Segments(QFrame):
    """Two to four choices side by side; arrows move."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], current: str = "") -> None:
        super().__init__()
        self.setObjectName("segments")
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._codes: dict[str, QPushButton] = {}
        for code, said in choices:
            one = QPushButton(said)
            one.setProperty("kind", "segment")
            one.setCheckable(True)
            one.setAutoDefault(False)
            one.setChecked(code == (current or choices[0][0]))
            one.clicked.connect(lambda _=False, c=code: self.chosen.emit(c))
            self._group.addButton(one)
            self._codes[code] = one
            row.addWidget(one)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def current(self) -> str:
        return next((c for c, b in self._codes.items() if b.isChecked()), "")

    def set_current(self, code: str) -> None:
        if code in self._codes:
            self._codes[code].setChecked(True)

    def set_label(self, code: str, said: str) -> None:
        self._codes[code].setText(said)

    def button(self, code: str) -> QAbstractButton:
        return self._codes[code]


class Panel(QFrame):
    """A white card with a thin line, optionally with a title row."""

    def __init__(self, title: str = "", *, padding: int = 16) -> None:
        super().__init__()
        self.setProperty("panel", "true")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding - 2 if title else padding, padding, padding)
        self.body.setSpacing(8)
        self.head = QHBoxLayout()
        self.title = label(title, "section")
        self.count = label("", "muted")
        if title:
            self.head.addWidget(self.title)
            self.head.addWidget(self.count)
            self.head.addStretch(1)
            self.body.addLayout(self.head)


class Choice(QComboBox):
    """A drop-down of (code, text) with a drawn arrow."""

    def __init__(self, shell: Shell, choices: Sequence[tuple[str, str]], current: str = "", name: str = "") -> None:
        super().__init__()
        self.shell = shell
        self.setAccessibleName(name)
        self.fill(choices, current)

    def fill(self, choices: Sequence[tuple[str, str]], current: str = "") -> None:
        self.blockSignals(True)
        self.clear()
        for code, said in choices:
            self.addItem(said, code)
        self.choose(current)
        self.blockSignals(False)

    def choose(self, code: str) -> None:
        index = self.findData(code)
        self.setCurrentIndex(max(0, index))

    def code(self) -> str:
        return str(self.currentData() or "")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        paint.icon(painter, self.shell.theme, self.width() - 26, (self.height() - 16) // 2, "chevron_down", "text2", 16)
        painter.end()


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


class DateEdit(QLineEdit):
    """Takes dates as a hurried person types them: 7/12, imorgon, v50, +6m. Shows ISO when left."""

    picked = Signal(object)

    def __init__(self, shell: Shell, value: date | None = None, base: Callable[[], date | None] | None = None) -> None:
        super().__init__()
        self.shell, self.base = shell, base
        self.setMinimumWidth(70)
        self.set_value(value)
        self.editingFinished.connect(self._tidy)

    def set_value(self, value: date | None) -> None:
        self.setText(value.isoformat() if value and value.year < 9999 else "")

    def value(self) -> date | None:
        """The date typed, or None where it is empty or none."""
        said = self.text().strip()
        if not said:
            return None
        try:
            return parse_typed_date(said, self.shell.today, self.base() if self.base else None)
        except (ValueError, OverflowError):
            return None

    def wrong(self) -> bool:
        return bool(self.text().strip()) and self.value() is None

    def _tidy(self) -> None:
        found = self.value()
        if found is not None:
            self.setText(found.isoformat())
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


class EmptyState(QWidget):
    """Icon, title, one sentence, one primary and at most one secondary button."""

    def __init__(
        self,
        shell: Shell,
        icon: str,
        title: str,
        sentence: str,
        actions: Sequence[tuple[str, Callable[[], Any]]] = (),
        *,
        role: str = "text2",
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.addStretch(1)
        mark = QLabel()
        mark.setPixmap(shell.theme.pixmap(icon, role, 28, dpr=self.devicePixelRatioF()))
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        heading = label(title, "section")
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body = label(sentence, "muted", wrap=True)
        body.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body.setMaximumWidth(420)
        column.addWidget(mark)
        column.addWidget(heading)
        column.addWidget(body, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        for i, (said, then) in enumerate(actions):
            row.addWidget(button(shell, said, then, kind="primary" if i == 0 else ""))
        row.addStretch(1)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(1)
        self.setAccessibleName(title)


class Skeleton(QWidget):
    """Grey rows for what takes longer than 300 ms to come."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self._shown = False
        QTimer.singleShot(300, self, self._appear)

    def _appear(self) -> None:
        self._shown = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._shown:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.shell.theme.color("surface3"))
        for i in range(max(1, self.height() // 40)):
            y = 16 + 40 * i
            painter.drawRoundedRect(16, y, 18, 18, 5, 5)
            painter.drawRoundedRect(46, y + 5, 90 + (i * 37) % 80, 8, 4, 4)
            painter.drawRoundedRect(max(0, self.width() - 100), y + 5, 70, 8, 4, 4)
        painter.end()


class Banner(QFrame):
    """A line above the content: icon, title, sentence, one action. `role` is info, warn or bad."""

    def __init__(
        self, shell: Shell, role: str, title: str, sentence: str, action: tuple[str, Callable[[], Any]] | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setStyleSheet(f"#banner {{ background: {shell.theme.roles[role + '_soft']}; border: none; }}")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        mark = QLabel()
        mark.setPixmap(
            shell.theme.pixmap(
                {"info": "lock_closed", "warn": "warning", "bad": "error_circle"}[role],
                role,
                20,
                filled=True,
                dpr=self.devicePixelRatioF(),
            )
        )
        row.addWidget(mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        heading = label(title, "strong")
        heading.setStyleSheet(f"QLabel {{ color: {shell.theme.roles[role]}; }}")
        words.addWidget(heading)
        words.addWidget(label(sentence, wrap=True))
        row.addLayout(words, 1)
        if action:
            row.addWidget(button(shell, action[0], action[1]))
        self.setAccessibleName(f"{title}. {sentence}")


class Toast(QFrame):
    """A word at the bottom of the page for ten seconds; pauses under the pointer or with focus."""

    undo = Signal()

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell
        self.setObjectName("toast")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        self.text = label("")
        self.act = QPushButton(shell.words("Undo"))
        self.act.clicked.connect(self._undo)
        row.addWidget(self.text)
        row.addWidget(self.act)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.hide)
        self.hide()

    def say(self, said: str, *, undo: bool) -> None:
        self.text.setText(said)
        self.act.setVisible(undo)
        self.setAccessibleName(said)
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self.timer.start(self.shell.theme.tokens["motion"]["toast_ms"])

    def place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.adjustSize()
            self.move(24, parent.height() - self.height() - 20)

    def _undo(self) -> None:
        self.hide()
        self.undo.emit()

    def enterEvent(self, event: Any) -> None:
        self.timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.timer.start(self.shell.theme.tokens["motion"]["toast_ms"])
        super().leaveEvent(event)


class SearchField(QLineEdit):
    """Type to search: asks 120 ms after the last key. Down goes to the list."""

    asked = Signal(str)
    down = Signal()

    def __init__(self, shell: Shell, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.addAction(shell.theme.icon("search", "text2", 18), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(120)
        self._timer.timeout.connect(lambda: self.asked.emit(self.text()))
        self.textChanged.connect(lambda _t: self._timer.start())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.down.emit()
            return
        super().keyPressEvent(event)


def clear(layout: Any) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        if item.widget() is not None:
            item.widget().hide()
            item.widget().deleteLater()
        elif item.layout() is not None:
            clear(item.layout())
