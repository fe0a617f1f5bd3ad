"""People in lists: rows, events, pills, round marks."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from amdesk.domain.people.participant import ParticipantRow, urgency
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import LARGE
from amdesk.ui.kit.rows import Row
from amdesk.ui.kit.shell import Shell

NARROW = 320
"""Where the text is large: a list narrower than this, at a text size of 100 percent, has the status in the second line of a
person, and her name the first."""


class PersonDelegate(QStyledItemDelegate):
    """Name, goal, and the one most urgent status."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self.shell.theme.px(44))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Row)
        if not isinstance(row, ParticipantRow):
            return
        painter.save()
        theme, t = self.shell.theme, self.shell.words
        paint.row_background(painter, option, index, theme)
        rect: QRect = option.rect.adjusted(16, 3, -14, -3)
        half, narrow = rect.height() // 2, theme.scale >= LARGE and rect.width() < theme.px(NARROW)
        urgent = urgency(row, self.shell.today)
        said = t.say(urgent.text)
        font = theme.font("label")
        wide = paint.width(said, font)
        side = rect.adjusted(0, half, 0, 0) if narrow else rect
        paint.say(
            painter,
            QRect(rect.right() - wide, side.top(), wide + 2, side.height()),
            said,
            font,
            theme.color(urgent.look),
        )
        size = theme.mark(15)
        x = rect.right() - wide - size - 5
        paint.icon(
            painter,
            theme,
            x,
            side.center().y() - size // 2,
            urgent.icon,
            urgent.look,
            size,
            filled=urgent.look in {"bad", "warn"},
        )
        room = x - rect.left() - 8
        name = self.shell.name(row.name)
        if row.protected:
            paint.icon(painter, theme, rect.left(), rect.top() + 2, "shield_lock", "bad", size, filled=True)
        shift = size + 5 if row.protected else 0
        paint.say(
            painter,
            QRect(rect.left() + shift, rect.top(), (rect.width() if narrow else room) - shift, half),
            name,
            theme.font("body_strong"),
            theme.color("text"),
        )
        paint.say(
            painter,
            QRect(rect.left(), rect.top() + half, room, half),
            row.number if row.protected else row.wish,
            theme.font("caption"),
            theme.color("text2"),
        )
        painter.restore()


class StatusPill(QWidget):
    """Icon and word; not a button."""

    def __init__(self, shell: Shell, said: str, role: str) -> None:
        super().__init__()
        self.shell, self.said, self.role = shell, said, role
        self.setFixedSize(paint.width(said, shell.theme.font("label")) + 38, shell.theme.px(24))
        self.setAccessibleName(said)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.pill(painter, self.shell.theme, self.width() - 1, self.height() // 2, self.said, self.role, "person")
        painter.end()


class EventDelegate(QStyledItemDelegate):
    """An event: icon, title, more, day."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self.shell.theme.px(41))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        day, _kind, icon, said, more = index.data(Row)
        painter.save()
        theme, t = self.shell.theme, self.shell.words
        rect: QRect = option.rect.adjusted(0, 2, -4, -3)
        half = rect.height() // 2
        size = theme.mark(18)
        paint.icon(painter, theme, rect.left(), rect.top() + 4, icon, "text2", size)
        text_x = rect.left() + size + 14
        wide = paint.width(t.day(day), theme.font("caption")) + 10
        paint.say(
            painter,
            QRect(rect.right() - wide, rect.top(), wide, half),
            t.day(day),
            theme.font("caption"),
            theme.color("text2"),
            paint.RIGHT,
        )
        paint.say(
            painter,
            QRect(text_x, rect.top(), rect.right() - wide - text_x - 6, half),
            t.say(said),
            theme.font("body_strong"),
            theme.color("text"),
        )
        paint.say(
            painter,
            QRect(text_x, rect.top() + half, rect.right() - text_x, half),
            t.show(more),
            theme.font("caption"),
            theme.color("text2"),
        )
        painter.fillRect(text_x, option.rect.bottom(), rect.right() - text_x, 1, theme.color("line_soft"))
        painter.restore()
