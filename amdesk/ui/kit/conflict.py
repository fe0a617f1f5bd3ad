"""Two writers: a band over a form, and per field that both have changed a choice of mine, theirs or what was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QShortcut,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from amdesk.domain.change import Change, Clash
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import button, divider, label
from amdesk.ui.kit.shell import Shell

LONGEST = 300
"""Letters of one value that are shown; the tooltip has the rest."""
WRAPPED = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignVCenter.value
MINE, THEIRS = 0, 1


class Pick(QRadioButton):
    """One value of a field, as a card; its words break into lines. `heading` stands in it where no column has it above."""

    lit = Signal(bool)

    def __init__(self, shell: Shell, said: str, name: str, heading: str = "") -> None:
        super().__init__()
        self.shell, self.heading = shell, heading
        self.said = said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"
        self.setToolTip(said if self.said != said else "")
        self.setAccessibleName(f"{name}: {said}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.toggled.connect(lambda _on: self.updateGeometry())

    def _words(self) -> QFont:
        return self.shell.theme.font("body_strong")

    def _left(self) -> int:
        return 16 + self.shell.theme.px(16) + 10

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(40, width - self._left() - 12), 10_000)
        tall = QFontMetrics(self._words()).boundingRect(room, WRAPPED, self.said).height()
        above = QFontMetrics(self.shell.theme.font("label")).height() + 2 if self.heading else 0
        return max(self.shell.theme.px(40), tall + above + 20)

    def sizeHint(self) -> QSize:
        wide = self.shell.theme.px(150)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.shell.theme.px(110), self.shell.theme.px(40))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.lit.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.lit.emit(False)

    def hitButton(self, _pos: object) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, on = self.shell.theme, QPainter(self), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        strong = on or self.hasFocus()
        edge = "focus" if self.hasFocus() else "accent" if on else "line_btn"
        painter.setPen(QPen(theme.color(edge), 2 if strong else 1))
        painter.setBrush(theme.color("selected" if on else "hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        self._ring(painter, on=on)
        left = self._left()
        words = self.rect().adjusted(left, 8, -12, -8)
        if self.heading:
            font = theme.font("label")
            above = QFontMetrics(font).height() + 2
            paint.say(painter, QRect(left, 8, words.width(), above), self.heading, font, theme.color("text2"))
            words.adjust(0, above, 0, 0)
        painter.setFont(self._words() if on else theme.font("body"))
        painter.setPen(theme.color("text"))
        painter.drawText(words, WRAPPED, self.said)
        painter.end()

    def _ring(self, painter: QPainter, *, on: bool) -> None:
        theme = self.shell.theme
        size = theme.px(16)
        ring = QRectF(16, (self.height() - size) / 2, size, size)
        painter.setPen(QPen(theme.color("accent" if on else "line_strong"), 1.5))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(ring)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(ring.adjusted(size / 4, size / 4, -size / 4, -size / 4))


class ClashRow(QFrame):
    """One field that both have changed: 1 mine, 2 theirs, 3 before."""

    chosen = Signal()
    reached = Signal()

    def __init__(self, shell: Shell, clash: Clash, at: int | None, *, stacked: bool) -> None:
        super().__init__()
        self.shell, self.t, self.clash = shell, shell.words, clash
        self.setObjectName("clash")
        self.name = label(self.t.say(clash.label), "strong", wrap=True)
        self.state, self.mark = label("", "small", wrap=True), QLabel()
        self.group = QButtonGroup(self)
        box = QGridLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setHorizontalSpacing(10)
        box.setVerticalSpacing(6)
        box.addLayout(self._head(), 0, 0, Qt.AlignmentFlag.AlignVCenter)
        for i, (name, said) in enumerate(zip(names(shell), clash.said, strict=True)):
            pick = Pick(
                shell, self.t.show(said), f"{self.t.say(clash.label)}. {name}", f"{i + 1}   {name}" if stacked else ""
            )
            pick.lit.connect(self._light)
            self.group.addButton(pick, i)
            box.addWidget(pick, *((1 + i, 0) if stacked else (0, 1 + i)))
        for i, share in enumerate((1,) if stacked else (7, 10, 10, 10)):
            box.setColumnStretch(i, share)
        if at is not None:
            self.group.button(at).setChecked(True)
        self.group.idToggled.connect(lambda _i, on: self._said() if on else None)
        self._said()

    def _head(self) -> QVBoxLayout:
        column, line = QVBoxLayout(), QHBoxLayout()
        column.setSpacing(2)
        line.setSpacing(6)
        self.name.setMinimumWidth(self.shell.theme.px(96))
        column.addWidget(self.name)
        line.addWidget(self.mark)
        line.addWidget(self.state, 1)
        column.addLayout(line)
        return column

    def choice(self) -> int | None:
        """Which of the three; None until one is chosen."""
        at = self.group.checkedId()
        return at if at >= 0 else None

    def choose(self, at: int) -> None:
        self.group.button(at).setChecked(True)

    def take_focus(self) -> None:
        self.group.button(self.choice() or 0).setFocus(Qt.FocusReason.TabFocusReason)

    def _said(self) -> None:
        done, theme = self.choice() is not None, self.shell.theme
        self.state.setText(self.t("Chosen") if done else self.t("Choose 1, 2 or 3"))
        icon, role = ("checkmark_circle", "ok") if done else ("error_circle", "warn")
        dpr = self.devicePixelRatioF()
        self.mark.setPixmap(theme.pixmap(icon, role, theme.px(14), filled=True, dpr=dpr))
        self.state.setStyleSheet("" if done else f"QLabel {{ color: {theme.roles['warn']}; font-weight: 600; }}")
        self.chosen.emit()

    def _light(self, on: bool) -> None:
        self.setProperty("lit", "true" if on else "false")
        self.style().unpolish(self)
        self.style().polish(self)
        if on:
            self.reached.emit()


class ConflictBand(QFrame):
    """What another has changed meanwhile, over a form. `changed` says that a choice was made."""

    changed = Signal()
    reached = Signal(QWidget)
    """The row that has the focus now."""

    def __init__(
        self,
        shell: Shell,
        clashes: Sequence[Clash],
        beside: Sequence[Clash],
        before: ConflictBand | None,
        *,
        stacked: bool,
    ) -> None:
        """`before` is the band that was answered when something moved once more: what was mine and how it was found are told
        as they were in it, and what did not move stays as it was chosen."""
        super().__init__()
        self.shell, self.t, self.stacked = shell, shell.words, stacked
        old = {row.clash.name: row for row in before.rows} if before else {}
        fresh = {c.name: _as_first(c, old[c.name].clash) if c.name in old else c for c in clashes}
        kept = {name: (row.clash, row.choice()) for name, row in old.items() if name not in fresh}
        told = {**kept, **{name: (clash, None) for name, clash in fresh.items()}}
        self.rows: list[ClashRow] = [ClashRow(shell, clash, at, stacked=stacked) for clash, at in told.values()]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if not stacked:
            column.addLayout(self._heads())
        for row in self.rows:
            row.chosen.connect(self.changed)
            row.reached.connect(partial(self.reached.emit, row))
            column.addWidget(divider())
            column.addWidget(row)
        self._beside(column, [c for c in beside if c.name not in told])
        column.addStretch(1)

    def head(self) -> QFrame:
        """The band itself, to stand above where the rows scroll."""
        t, out = self.t, QFrame()
        out.setObjectName("clashband")
        box = QHBoxLayout(out) if not self.stacked else QVBoxLayout(out)
        box.setContentsMargins(14, 10, 12, 10)
        box.setSpacing(10)
        mark = QLabel()
        pixmap = self.shell.theme.pixmap("people_swap", "warn", self.shell.theme.px(20), dpr=self.devicePixelRatioF())
        mark.setPixmap(pixmap)
        words, count = QVBoxLayout(), len(self.rows)
        words.setSpacing(2)
        title = t("Somebody else has changed the same meanwhile")
        differs = t.plural(
            "One field differs. Choose what is to stand.", "{count} fields differ. Choose for each.", count, count=count
        )
        sentence = f"{differs} {t('Nothing is stored yet.')}"
        words.addWidget(label(title, "strong", wrap=True))
        words.addWidget(label(sentence, wrap=True))
        said, acts = QHBoxLayout(), QHBoxLayout()
        said.setSpacing(10)
        said.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        said.addLayout(words, 1)
        box.addLayout(said, 1)
        for at, what in ((MINE, t("Take all mine")), (THEIRS, t("Take all theirs"))):
            acts.addWidget(button(self.shell, what, partial(self.choose_all, at), key=f"Ctrl {at + 1}"))
            shortcut = QShortcut(QKeySequence(f"Ctrl+{at + 1}"), out)
            shortcut.activated.connect(partial(self.choose_all, at))
        acts.addStretch(1 if self.stacked else 0)
        box.addLayout(acts)
        out.setAccessibleName(f"{title}. {sentence}")
        return out

    def _heads(self) -> QGridLayout:
        """What the three columns are."""
        t, box = self.t, QGridLayout()
        box.setContentsMargins(8, 4, 8, 0)
        box.setHorizontalSpacing(10)
        box.addWidget(label(t("Field"), "small"), 0, 0)
        notes = (t("what you wrote"), t("stored now"), t("when you began"))
        for i, (name, note) in enumerate(zip(names(self.shell), notes, strict=True)):
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(label(str(i + 1), "key"))
            line.addWidget(label(name, "strong"))
            line.addWidget(label(note, "small", wrap=True), 1)
            box.addLayout(line, 0, 1 + i)
        for i, share in enumerate((7, 10, 10, 10)):
            box.setColumnStretch(i, share)
        return box

    def _beside(self, column: QVBoxLayout, found: Sequence[Clash]) -> None:
        """What only one of the two has changed: who, what, how it was and how it becomes."""
        if not found:
            return
        t = self.t
        column.addSpacing(6)
        column.addWidget(label(t("Changed without a clash: both are kept"), "label", wrap=True))
        box = QGridLayout()
        box.setContentsMargins(8, 2, 8, 2)
        box.setHorizontalSpacing(10)
        for at, clash in enumerate(found):
            own = clash.mine != clash.before
            was, becomes = (
                label(short(t.show(clash.said[2])), "muted", wrap=True),
                t.show(clash.said[MINE if own else THEIRS]),
            )
            font = was.font()
            font.setStrikeOut(True)
            was.setFont(font)
            after = label(short(becomes), "strong", wrap=True)
            after.setToolTip(becomes if len(becomes) > LONGEST else "")
            cells = (
                label(t("You") if own else t("Another"), "key"),
                label(t.say(clash.label), wrap=True),
                was,
                label("→"),
                after,
            )
            for column_at, cell in enumerate(cells):
                box.addWidget(
                    cell, at, column_at, Qt.AlignmentFlag.AlignTop if column_at in {0, 3} else Qt.AlignmentFlag(0)
                )
        for column_at, share in enumerate((0, 5, 7, 0, 9)):
            box.setColumnStretch(column_at, share)
        column.addLayout(box)

    @property
    def left(self) -> int:
        """How many fields are still to be chosen for."""
        return sum(row.choice() is None for row in self.rows)

    def decided(self) -> dict[str, Change]:
        """What was chosen, each as a change of what the other has stored."""
        out = {}
        for row in self.rows:
            at = row.choice()
            if at is not None:
                out[row.clash.name] = Change(row.clash.theirs, row.clash.values[at], decided=True)
        return out

    def choose_all(self, at: int) -> None:
        for row in self.rows:
            row.choose(at)

    def take_focus(self) -> None:
        """To the first field that is still open."""
        next((row for row in self.rows if row.choice() is None), self.rows[0]).take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2, 3 in the focused row; then the next row that is still open."""
        at, focus = event.key() - Qt.Key.Key_1, self.window().focusWidget()
        row = next((r for r in self.rows if focus is not None and r.isAncestorOf(focus)), None)
        if row is None or not 0 <= at < 3 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        row.choose(at)
        if self.left:
            self.take_focus()
        else:
            row.take_focus()


def names(shell: Shell) -> tuple[str, str, str]:
    """What the three values are called, in the order of their keys."""
    t = shell.words
    return t("My own"), t("The other's"), t("Before")


def short(said: str) -> str:
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def _as_first(clash: Clash, first: Clash) -> Clash:
    """A field that moved once more, with what was mine and before as they were the first time."""
    mine, _, before = first.said
    return replace(clash, mine=first.mine, before=first.before, said=(mine, clash.said[1], before))
