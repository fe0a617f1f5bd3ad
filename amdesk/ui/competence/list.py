"""Whom to assess or certify, as a list."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from amdesk.domain.competence.assessments import occasion_text
from amdesk.ui.kit import paint
from amdesk.ui.kit.rows import Row
from amdesk.ui.kit.shell import Shell


class DueDelegate(QStyledItemDelegate):
    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self.shell.theme.px(44))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Row)
        _key, name, what, occupation, due, e = row
        painter.save()
        theme, t = self.shell.theme, self.shell.words
        paint.row_background(painter, option, index, theme)
        rect: QRect = option.rect.adjusted(16, 3, -14, -3)
        half = rect.height() // 2
        late = (self.shell.today - due).days
        said = t("Certificate") if what == "certificate" else t.say(occasion_text(what, e.from_date, due))
        when = t("{days} d late", days=late) if late > 0 else t("Today") if late == 0 else t.day(due)
        wide = theme.px(124)
        paint.say(
            painter,
            QRect(rect.left(), rect.top(), rect.width() - wide, half),
            self.shell.name(name),
            theme.font("body_strong"),
            theme.color("text"),
        )
        paint.say(
            painter,
            QRect(rect.left(), rect.top() + half, rect.width() - wide, half),
            occupation,
            theme.font("caption"),
            theme.color("text2"),
        )
        paint.say(
            painter,
            QRect(rect.right() - wide, rect.top(), wide, half),
            said,
            theme.font("label"),
            theme.color("text2"),
            paint.RIGHT,
        )
        paint.say(
            painter,
            QRect(rect.right() - wide, rect.top() + half, wide, half),
            when,
            theme.font("caption"),
            theme.color("bad" if late > 0 else "warn" if late == 0 else "text2"),
            paint.RIGHT,
        )
        painter.restore()
