"""Whom to assess or certify, as a list."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from amdesk.domain.competence.assessments import OCCASIONS
from amdesk.domain.competence.due import CERTIFICATE, DUE_GROUPS, ToAssess, due_group
from amdesk.i18n import Words
from amdesk.ui.kit import paint
from amdesk.ui.kit.rows import Index, Row, RowsModel
from amdesk.ui.kit.shell import Shell

TALL, HEADING = 44, 30
"""Heights of a row and of a heading."""


class DueHeading(NamedTuple):
    """The heading of a group, and how many rows it has."""

    code: str
    size: int


class State(NamedTuple):
    """What stands at the right of a row."""

    said: str
    role: str = "text2"
    icon: str = ""


def what_is_due(t: Words, row: ToAssess, today: date) -> State:
    """The one word that says what is due, and when where that is not at once clear."""
    if row.what == CERTIFICATE:
        return State(t("Certify"), "ok", "certificate")
    if not row.what:
        return State("")
    if row.name.hidden:  # by week and day the board would tell where she is
        look = "bad" if due_group(row.day, today) == "late" else "text2"
        return State(t(OCCASIONS["final"]) if row.what == "final" else t("Assess"), look)
    week = (row.day - row.employment.from_date).days // 7 + 1
    occasion = t(OCCASIONS["final"]) if row.what == "final" else t("w. {week}", week=week)
    group, late = due_group(row.day, today), (today - row.day).days
    if group == "late":
        return State(t("{occasion} · {days} d", occasion=occasion, days=late), "bad", "clock")
    if row.day == today:
        return State(t("{occasion} today", occasion=occasion), "warn")
    if group == "week":
        return State(t("{occasion} {weekday}", occasion=occasion, weekday=t.weekday(row.day)[:3]))
    return State(t("{occasion} · {day}", occasion=occasion, day=row.day))


class DueDelegate(QStyledItemDelegate):
    """A person's row: name, occupation, and what is due; of who is shown, how far her assessment has come."""

    def __init__(self, shell: Shell, parent: AssessList) -> None:
        super().__init__(parent)
        self.shell, self.view = shell, parent

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self.shell.theme.px(HEADING if isinstance(index.data(Row), DueHeading) else TALL))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Row)
        painter.save()
        if isinstance(row, DueHeading):
            self._heading(painter, option.rect, row)
        elif isinstance(row, ToAssess):
            self._row(painter, option, index, row)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, group: DueHeading) -> None:
        theme, inner = self.shell.theme, rect.adjusted(16, 8, -14, 0)
        role = "bad" if group.code == "late" else "text2"
        said = self.shell.words(DUE_GROUPS[group.code])
        used = paint.say(painter, inner, said, theme.font("label"), theme.color(role))
        count = inner.adjusted(used + 8, 0, 0, 0)
        paint.say(painter, count, str(group.size), theme.font("caption"), theme.color("text2"))

    def _row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, row: ToAssess) -> None:
        theme = self.shell.theme
        paint.row_background(painter, option, index, theme)
        rect: QRect = option.rect.adjusted(16, 3, -14, -3)
        half = rect.height() // 2
        room = self._state(painter, rect, self.view.said_of(row)) - rect.left()
        name = QRect(rect.left(), rect.top(), room, half)
        paint.say(painter, name, self.shell.name(row.name), theme.font("body_strong"), theme.color("text"))
        below = QRect(rect.left(), rect.top() + half, room, half)
        paint.say(painter, below, row.occupation, theme.font("caption"), theme.color("text2"))

    def _state(self, painter: QPainter, rect: QRect, state: State) -> int:
        """Returns where the name must end."""
        if not state.said:
            return rect.right()
        theme = self.shell.theme
        font = theme.font("caption" if state.role == "text2" else "label")
        wide = min(paint.width(state.said, font) + 1, rect.width() // 2)
        where = QRect(rect.right() - wide, rect.top(), wide + 1, rect.height())
        paint.say(painter, where, state.said, font, theme.color(state.role), paint.RIGHT)
        if not state.icon:
            return where.left() - 8
        size = theme.px(14)
        x, y = where.left() - size - 5, rect.center().y() - size // 2
        paint.icon(painter, theme, x, y, state.icon, state.role, size, filled=state.role == "bad")
        return x - 6


class AssessList(QListView):
    """Enter and a click open a person; letters and digits go to the search; arrows skip headings."""

    opened = Signal(object)
    typed = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.progress: tuple[tuple[int, int], str] = ((0, 0), "")
        """Of whom, by person and employment, what is said of how far her assessment has come."""
        self.rows: RowsModel[ToAssess | DueHeading] = RowsModel(self._spoken, lambda r: isinstance(r, DueHeading))
        self.setModel(self.rows)
        self.setItemDelegate(DueDelegate(shell, self))
        self.setSelectionMode(QListView.SelectionMode.NoSelection)  # chosen is who is shown, and not where the keys are
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(shell.words("To assess and certify"))
        self.clicked.connect(self._open)

    def said_of(self, row: ToAssess) -> State:
        whose, said = self.progress
        if said and whose == (row.participant, row.employment.id):
            return State(said, "accent_text")
        return what_is_due(self.shell.words, row, self.shell.today)

    def _spoken(self, row: ToAssess | DueHeading) -> str:
        if isinstance(row, DueHeading):
            return self.shell.words(DUE_GROUPS[row.code])
        return ", ".join(x for x in (self.shell.name(row.name), row.occupation, self.said_of(row).said) if x)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(Row)
        if isinstance(row, ToAssess):
            self.opened.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._open(self.currentIndex())
        elif plain and event.text().isalnum():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)
