"""Small widgets: labels, buttons, chips, segments, panels, fields, empty states, banners, toasts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QStyleOptionButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from amdesk.ui.kit import paint
from amdesk.ui.kit.endless import ONE_LINE, breakable, shortest, tip
from amdesk.ui.kit.layouts import parts
from amdesk.ui.kit.shell import BareShell, Shell


class Label(QLabel):
    """Words as they are. Where they wrap, long ones are broken; else a line without an end is shown as far as there is room."""

    def __init__(self, said: str, kind: str = "", *, wrap: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.said, self.cut = "", False
        super().setWordWrap(wrap)
        self.setText(said)

    def text(self) -> str:
        return self.said

    def setText(self, said: str) -> None:
        self.said = said
        self._show()

    def setWordWrap(self, on: bool) -> None:
        super().setWordWrap(on)
        self._show()

    def _show(self) -> None:
        said, was = self.said, self.cut
        self.cut = len(said) > ONE_LINE and not self.wordWrap()
        if self.cut:
            shown = self.fontMetrics().elidedText(
                said[: 4 * ONE_LINE], Qt.TextElideMode.ElideRight, max(40, self.width())
            )
        else:
            shown = breakable(said)
        if shown != super().text():
            super().setText(shown)
        if self.cut or was:
            self.setToolTip(tip(said) if self.cut else "")

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(40, whole.height()) if self.cut else whole

    def sizeHint(self) -> QSize:
        whole = super().sizeHint()
        return (
            QSize(self.fontMetrics().horizontalAdvance(self.said[: 4 * ONE_LINE]) + 2, whole.height())
            if self.cut
            else whole
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.cut:
            self._show()


def label(said: str, kind: str = "", *, wrap: bool = False) -> QLabel:
    return Label(said, kind, wrap=wrap)


class Elided(QLabel):
    """A label that shortens its text with an ellipsis; the whole text is its tooltip."""

    def __init__(self, said: str, kind: str = "") -> None:
        super().__init__(said)
        self.setProperty("kind", kind)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(tip(said))
        self.setMinimumWidth(40)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def setText(self, said: str) -> None:
        super().setText(said)
        self.setToolTip(tip(said))

    def sizeHint(self) -> QSize:
        whole = super().sizeHint()
        return QSize(min(whole.width(), shortest(self.fontMetrics(), self.text()) + 8), whole.height())

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


LEAST_WORDS = 120
"""Pixels at 100 percent that are left of a word without an end."""
LARGE = 150
"""Percent of text from which on words have the room that key caps had: keys stand in tooltips."""


class EnterButton(QPushButton):
    """Enter does what Space does: Qt wants a default button for it, which a page has none of."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)


CAPS = {
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Delete: "Del",
    Qt.Key.Key_F2: "F2",
    **{Qt.Key(key): chr(key) for key in range(Qt.Key.Key_A, Qt.Key.Key_Z + 1)},
}
"""What stands on the cap of a key that needs no other one held."""


def cap_of(event: QKeyEvent) -> str:
    """What stands on the key's cap; "" for a key that no button has."""
    return CAPS.get(Qt.Key(event.key()), "")


CHIP_EDGE = 12
"""Pixels between the edge of a chip and its words, as the style sheet has it."""
BOLDER = 4
"""Pixels by which the words of a chosen chip are wider."""
ROUNDED = 2
"""Pixels that are lost where widths of words become whole pixels: as wide as its words to the pixel, a chip would cut them."""


class KeyButton(EnterButton):
    """A button that shows its shortcut as a key cap inside."""

    def __init__(
        self,
        shell: BareShell,
        said: str,
        *,
        kind: str = "",
        icon: str = "",
        key: str = "",
        writes: bool = False,
        act: str = "",
    ) -> None:
        """`writes` says that it changes the bank, `act` whose it is by the table of roles: it is off, with the reason as its
        tooltip and its description to a screen reader, where the bank cannot be changed or the act is not one's own."""
        super().__init__(said)
        if len(key) == 1 and not shell.settings.letters:
            key = ""  # single letters are turned off: a cap would promise what no key does
        key = shell.words.keys(key)
        self.shell, self.writes, self.act, self._wanted, self._tip = shell, writes, act, True, ""
        self.caps, self.icon_name = shell.theme.scale < LARGE, icon
        self.key, self.cap, self.kind = key, key if self.caps else "", kind
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(said)
        if key:
            self.setToolTip(f"{said} ({key})")
        if writes or act:
            if isinstance(shell, Shell):  # before there is a bank nothing is locked
                shell.locked.connect(self._lock)
            self._lock()

    @property
    def barred(self) -> str:
        """Why nothing can be done with it here; empty where it can."""
        if self.writes and self.shell.read_only:
            return self.shell.read_only
        return self.shell.barred(self.act) if self.act and isinstance(self.shell, Shell) else ""

    def setEnabled(self, on: bool) -> None:
        self._wanted = on
        super().setEnabled(on and not self.barred)

    def setToolTip(self, said: str) -> None:
        self._tip, barred = said, self.barred
        super().setToolTip(tip(barred or said))
        self.setAccessibleDescription(barred)

    def set_lit(self, on: bool) -> None:
        """Tint a chip that opens a menu, where something is chosen in it: it is no box to check."""
        said = "true" if on else "false"
        if self.property("lit") != said:
            self.setProperty("lit", said)
            self.style().unpolish(self)
            self.style().polish(self)

    def _lock(self) -> None:
        self.setToolTip(self._tip)
        self.setEnabled(self._wanted)

    def _content(self) -> int:
        """How wide icon, words and key cap are together."""
        fonts = self.shell.theme
        said = self.text() if len(self.text()) < ONE_LINE else self.text()[: ONE_LINE // 3]
        words = paint.width(said, fonts.font("body_strong")) if said else 0
        icon = fonts.mark(18) if self.icon_name else 0
        cap = paint.width(self.cap, fonts.font("label")) + 12 if self.cap else 0
        return words + icon + cap + 8 * (sum(bool(x) for x in (words, icon, cap)) - 1)

    def sizeHint(self) -> QSize:
        edges = {"link": 14, "chip": 2 * CHIP_EDGE + BOLDER + ROUNDED}.get(self.kind, 28)
        return QSize(self._content() + edges, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """The style draws the button, and `paintEvent` what stands in it."""
        super().initStyleOption(option)
        option.text = self._shown_text() if self.kind == "chip" else ""

    def _shown_text(self) -> str:
        """Of a chip that is narrower than its words the middle is left out: a number often stands last."""
        beside = self.shell.theme.mark(18) + 8 if self.icon_name else 0
        room = self.width() - 2 * CHIP_EDGE - BOLDER - beside
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)

    def event(self, event: QEvent) -> bool:
        """The tooltip has all of what is not shown whole."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._is_cut():
            QToolTip.showText(event.globalPos(), tip(self.text()), self)
            return True
        return super().event(event)

    def _is_cut(self) -> bool:
        return self.kind == "chip" and not self.toolTip() and self._shown_text() != self.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.kind == "chip":
            super().paintEvent(event)
            return
        super().paintEvent(event)
        theme, painter = self.shell.theme, QPainter(self)
        if self.hasFocus() and self.kind in {"primary", "danger"}:
            self._ring(painter)
        role = (
            "text3"
            if not self.isEnabled()
            else {"primary": "on_accent", "soft": "accent_text", "link": "accent_text", "danger": "surface"}.get(
                self.kind, "text"
            )
        )
        x = 10 if self.objectName() == "search" else max(4, (self.width() - self._content()) // 2)
        size = theme.mark(18)
        if self.icon_name:
            paint.icon(
                painter,
                theme,
                x,
                (self.height() - size) // 2,
                self.icon_name,
                role if self.objectName() != "search" else "text2",
                size,
            )
            x += size + 8
        plain = self.objectName() == "search"
        words = theme.font("body" if plain else "body_strong")
        wide = paint.say(
            painter,
            self.rect().adjusted(x, 0, -48 if plain else 0, 0),
            self.text(),
            words,
            theme.color("text2" if plain else role),
        )
        if self.cap:
            if plain:
                self._soft_cap(painter)
            else:
                self._key_cap(painter, x + wide + 8, role)
        painter.end()

    def _ring(self, painter: QPainter) -> None:
        """On a filled button: the ring at the edge, a gap, then the fill."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for inset, role in ((1, "focus"), (3, "surface")):
            painter.setPen(QPen(self.shell.theme.color(role), 2))
            painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), 6 - inset, 6 - inset)

    def _soft_cap(self, painter: QPainter) -> None:
        """At the right of a field, where it must not compete with what is written."""
        theme = self.shell.theme
        font = theme.font("caption")
        wide = paint.width(self.cap, font) + 10
        cap = QRect(self.width() - wide - 7, (self.height() - 18) // 2, wide, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface3"))
        painter.drawRoundedRect(cap, 4, 4)
        paint.say(painter, cap, self.cap, font, theme.color("text2"), paint.CENTER)

    def _key_cap(self, painter: QPainter, x: int, role: str) -> None:
        theme = self.shell.theme
        font = theme.font("label")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(theme.color(role if role != "text" else "line_strong"))
        cap = QRect(x, (self.height() - 18) // 2, paint.width(self.cap, font) + 12, 18)
        painter.drawRoundedRect(cap.adjusted(0, 0, -1, -1), 4, 4)
        paint.say(painter, cap, self.cap, font, theme.color(role if role != "text" else "text2"), paint.CENTER)


def button(
    shell: BareShell,
    said: str,
    then: Callable[[], object],
    *,
    kind: str = "",
    icon: str = "",
    key: str = "",
    writes: bool = False,
    act: str = "",
) -> KeyButton:
    """`act` is the one of the table of roles (domain/bank/roles.py) that the button is."""
    out = KeyButton(shell, said, kind=kind, icon=icon, key=key, writes=writes, act=act)
    out.clicked.connect(lambda: then())
    return out


class CheckBox(QCheckBox):
    """A check box whose edge and tick are seen in the dark theme too."""

    def __init__(self, shell: BareShell, said: str) -> None:
        super().__init__(said)
        self.shell = shell
        if len(said) >= ONE_LINE:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            self.setToolTip(tip(said))

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        beside = 12 + self.shell.theme.mark(16)
        if len(self.text()) >= ONE_LINE:
            return QSize(beside + self.shell.theme.px(LEAST_WORDS), whole.height())
        return QSize(max(whole.width(), beside + paint.width(self.text(), self.shell.theme.font())), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.shell.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        on = self.isChecked()
        edge = "focus" if self.hasFocus() else "accent" if on else "line_strong"
        painter.setPen(QPen(theme.color(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(theme.color("accent" if on and self.isEnabled() else "surface"))
        side = theme.mark(16)
        box = QRect(1, (self.height() - side) // 2, side, side)
        painter.drawRoundedRect(box, 4, 4)
        if on:
            paint.icon(
                painter,
                theme,
                box.left() + 1,
                box.top() + 1,
                "checkmark",
                "on_accent" if self.isEnabled() else "text3",
                side - 2,
            )
        words = theme.color("text" if self.isEnabled() else "text3")
        paint.say(painter, self.rect().adjusted(side + 10, 0, 0, 0), self.text(), theme.font(), words)
        painter.end()


class Segments(QFrame):
    """Two to five choices side by side; arrows move. Where they have no room, a drop-down."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], current: str = "", columns: int = 0) -> None:
        """`columns` breaks the choices into rows."""
        super().__init__()
        self.setObjectName("segments")
        box = QGridLayout(self)
        box.setContentsMargins(2, 2, 2, 2)
        box.setSpacing(2)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._codes: dict[str, QPushButton] = {}
        for i, (code, said) in enumerate(choices):
            one = QPushButton(said)
            one.setProperty("kind", "segment")
            one.setCheckable(True)
            one.setAutoExclusive(True)  # the group sees to it; this says radio button to a screen reader
            one.setAutoDefault(False)
            one.setChecked(code == (current or choices[0][0]))
            one.clicked.connect(lambda _=False, c=code: self.chosen.emit(c))
            self._group.addButton(one)
            self._codes[code] = one
            box.addWidget(one, i // (columns or len(choices)), i % (columns or len(choices)))
        self.folded: QPushButton | None = None
        self._stop()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _stop(self) -> None:
        """Tab stops at the choice that holds; arrows go to the others."""
        for one in self._codes.values():
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one.isChecked() else Qt.FocusPolicy.ClickFocus)

    def minimumSizeHint(self) -> QSize:
        """As a drop-down it wants no more than its longest choice."""
        whole = super().minimumSizeHint()
        wide = max(one.sizeHint().width() for one in self._codes.values()) + 24
        return QSize(min(self._whole(), wide), whole.height())

    def sizeHint(self) -> QSize:
        return QSize(self._whole(), super().sizeHint().height())

    def _whole(self) -> int:
        """How wide it is with all choices side by side."""
        box, columns = self.layout(), 1
        if isinstance(box, QGridLayout):
            columns = box.columnCount()
        wide = [one.sizeHint().width() for one in self._codes.values()]
        return sum(max(wide[i::columns], default=0) for i in range(columns)) + 2 * (columns + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (self.width() < self._whole()) != (self.folded is not None and not self.folded.isHidden()):
            self._fold(on=self.width() < self._whole())

    def _fold(self, *, on: bool) -> None:
        """Where not all choices have room, the one that holds, with the others behind it."""
        if self.folded is None:
            self.folded = QPushButton(self)
            self.folded.setProperty("kind", "segment")
            self.folded.setAutoDefault(False)
            self.folded.clicked.connect(self._menu)
            self.chosen.connect(lambda _code: self._say_folded())
        here = self.window().focusWidget()  # a part's own says where they were in it last, and may be no more
        had = here is not None and self.isAncestorOf(here)
        box = self.layout()
        if box is not None and on:
            box.addWidget(self.folded)
        elif box is not None:
            box.removeWidget(self.folded)
        for one in self._codes.values():
            one.setVisible(not on)
        self.folded.setVisible(on)
        self._say_folded()
        if had:
            self.button(self.current()).setFocus()

    def _say_folded(self) -> None:
        if self.folded is not None:
            said = self._codes[self.current()].text() if self.current() else ""
            self.folded.setText(f"{said}  ▾")
            self.folded.setAccessibleName(said)
            self.folded.setToolTip(said)

    def _menu(self) -> None:
        from PySide6.QtWidgets import QMenu  # the first paint has none

        menu = QMenu(self)
        for one in self._codes.values():
            act = menu.addAction(one.text()[:ONE_LINE], one.click)
            act.setCheckable(True)
            act.setChecked(one.isChecked())
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def current(self) -> str:
        return next((c for c, b in self._codes.items() if b.isChecked()), "")

    def set_current(self, code: str) -> None:
        if code in self._codes:
            self._codes[code].setChecked(True)
            self._stop()
            self._say_folded()

    def set_label(self, code: str, said: str) -> None:
        self._codes[code].setText(said)
        self._say_folded()

    def button(self, code: str) -> QAbstractButton:
        """What has the focus when this is chosen."""
        if self.folded is not None and not self.folded.isHidden():
            return self.folded
        return self._codes[code]


class Panel(QFrame):
    """A white card with a thin line, optionally with a title row."""

    def __init__(self, title: str = "", *, more: str = "", padding: int = 16, over: QWidget | None = None) -> None:
        """`more` stands after the title as far as there is room for it; `over` is where it stands from the first."""
        super().__init__(over)
        self.setProperty("panel", "true")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding - 2 if title else padding, padding, padding)
        self.body.setSpacing(8)
        self.head = QHBoxLayout()
        self.title = label(title, "section")
        self.count = Elided(more, "muted") if more else label("", "muted")
        if title:
            self.head.addWidget(self.title)
            self.head.addWidget(self.count, 1 if more else 0)
            self.head.addStretch(0 if more else 1)
            self.body.addLayout(self.head)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go. Keys that were on a part of it go to the one that is made in its place
    and says the same: Qt would send them to whatever comes next in the window."""
    around = layout.parentWidget()
    focus = around.window().focusWidget() if around is not None else None
    had = focus if focus is not None and _holds(layout, focus) else None
    if around is not None and had is not None:
        said = _said(had)
        around.setFocus(Qt.FocusReason.OtherFocusReason)
        once = QTimer.singleShot  # what is put in now is shown when the event loop comes to it, and reached after that
        once(0, around, lambda: once(0, around, lambda: _back_to(around, said)))
    _empty(layout)


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            _empty(inner)


def _holds(layout: QLayout, focus: QWidget) -> bool:
    return any(
        _holds(one, focus) if isinstance(one, QLayout) else one is focus or one.isAncestorOf(focus)
        for one in parts(layout)
    )


def _said(one: QWidget) -> str:
    return one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else "")


def _back_to(around: QWidget, said: str) -> None:
    """To the part that says the same, else to the first that takes keys; not where they were sent elsewhere meanwhile."""
    if around.window().focusWidget() is not around:
        return
    takes = [
        one
        for one in around.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled()
    ]
    found = next((one for one in takes if _said(one) == said), next(iter(takes), None))
    if found is not None:
        found.setFocus(Qt.FocusReason.OtherFocusReason)
