"""The placement bank as a table; the focus ring goes round the whole row."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from amdesk.domain.places.placement import PlacementRow
from amdesk.ui.kit import paint
from amdesk.ui.kit.rows import Row
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import feed

SORTS = ("name", "kind", "occupation", "district", "free", "next_free", "supervisor")


class PlacementDelegate(QStyledItemDelegate):
    """Cells of the list; the focus ring goes round the whole row."""

    def __init__(self, shell: Shell, parent: QTableView) -> None:
        super().__init__(parent)
        self.shell, self.view = shell, parent

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Row)
        if not isinstance(row, PlacementRow):
            return
        painter.save()
        theme = self.shell.theme
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, theme.color("selected"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line"))
        self._cell(painter, rect, index.column(), row, str(index.data()), selected)
        if self.view.currentIndex().row() == index.row() and self.view.hasFocus():
            self._ring(painter, rect, index.column())
        painter.restore()

    def _cell(self, painter: QPainter, rect: QRect, column: int, row: PlacementRow, said: str, selected: bool) -> None:
        theme = self.shell.theme
        inner = rect.adjusted(8, 0, -8, 0)
        middle = rect.center().y()
        if column == 0:
            self._check(painter, QRect(inner.left() + 8, middle - 8, 17, 17), selected)
            left = inner.left() + 44
            wide = paint.say(
                painter,
                QRect(left, rect.top(), inner.right() - left, rect.height()),
                said,
                theme.font("body_strong"),
                theme.color("text"),
            )
            if row.flagged:
                paint.icon(
                    painter,
                    theme,
                    min(left + wide + 6, inner.right() - theme.mark(14)),
                    middle - theme.mark(14) // 2,
                    "warning",
                    "warn",
                    theme.mark(14),
                    filled=True,
                )
        elif column == 1:
            own, size = row.kind == "in_house", theme.mark(16)
            paint.icon(
                painter,
                theme,
                inner.left(),
                middle - size // 2,
                "people_team" if own else "building",
                "c_own" if own else "c_ext",
                size,
                filled=True,
            )
            paint.say(painter, inner.adjusted(size + 6, 0, 0, 0), said, theme.font(), theme.color("text"))
        elif column == 4:
            role = "ok" if row.free else "text2"
            paint.say(
                painter,
                inner,
                said,
                theme.digits("body_strong" if row.free else "body"),
                theme.color(role),
                paint.RIGHT,
            )
        else:
            align = paint.RIGHT if column == 5 else paint.LEFT
            paint.say(painter, inner, said, theme.font(), theme.color("text"), align)

    def _check(self, painter: QPainter, box: QRect, checked: bool) -> None:
        theme = self.shell.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(theme.color("accent" if checked else "line_strong"), 1))
        painter.setBrush(theme.color("accent" if checked else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        if checked:
            paint.icon(painter, theme, box.left() + 2, box.top() + 2, "checkmark", "on_accent", 14)

    def _ring(self, painter: QPainter, rect: QRect, column: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(self.shell.theme.color("focus"), 2))
        top, bottom = rect.top() + 1, rect.bottom() - 1
        painter.drawLine(rect.left(), top, rect.right(), top)
        painter.drawLine(rect.left(), bottom, rect.right(), bottom)
        if column == 0:
            painter.drawLine(rect.left() + 1, top, rect.left() + 1, bottom)
        if column == len(SORTS) - 1:
            painter.drawLine(rect.right(), top, rect.right(), bottom)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, self.shell.theme.px(36))


class PlacementTable(QTableView):
    """The list itself; Enter opens, Space marks."""

    def __init__(self, open_current: Callable[[], object]) -> None:
        super().__init__()
        self.open_current, self.least, self.starved = open_current, 0, False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.starved = feed(self, self.least, starved=self.starved)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.open_current()
            return
        if event.key() == Qt.Key.Key_Space:
            flags = QItemSelectionModel.SelectionFlag.Toggle | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().select(self.currentIndex(), flags)
            return
        super().keyPressEvent(event)
