"""A calm table without marks: for lists that are read, not worked in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from amdesk.ui.kit import paint
from amdesk.ui.kit.rows import R, TableModel
from amdesk.ui.kit.shell import Shell

LEAST = 150
"""Pixels at 100 percent that a name has at least."""


class PlainDelegate(QStyledItemDelegate):
    """Cells of one or several lines; the selected row is tinted, the first column stands out."""

    def __init__(self, shell: Shell, parent: QTableView) -> None:
        super().__init__(parent)
        self.shell = shell

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        theme, rect = self.shell.theme, QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selected"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line"))
        inner = rect.adjusted(8, 2, -8, -2)
        align = index.data(int(Qt.ItemDataRole.TextAlignmentRole)) or paint.LEFT
        first = index.column() == 0
        font = theme.font("body_strong" if first else "body")
        lines = str(index.data()).split("\n")
        if len(lines) > 1:
            head = QRect(inner.left(), inner.top() + 3, inner.width(), self.shell.theme.px(18))
            paint.say(painter, head, lines[0], font, theme.color("text"))
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text2"))
            wrapped = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignTop.value
            under, said = inner.adjusted(0, head.height() + 3, 0, 0), "\n".join(lines[1:])
            if painter.boundingRect(under, wrapped, said).height() <= under.height():
                painter.drawText(under, wrapped, said)
            else:  # one line that ends in an ellipsis, rather than half of a second one
                paint.say(painter, under, " ".join(lines[1:]), theme.font("caption"), theme.color("text2"))
        else:
            paint.say(painter, inner, lines[0], font, theme.color("text" if first else "text2"), align)
        painter.restore()


class PlainTable(QTableView):
    """`widths` are pixels at 100 percent; 0 takes what is left."""

    def __init__(self, shell: Shell, model: TableModel[R], name: str, widths: Sequence[int], *, tall: int = 36) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(PlainDelegate(shell, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(shell.theme.px(tall))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.shell, self.starved = shell, False
        self.horizontalHeader().setHighlightSections(False)
        self.set_widths(widths)

    def set_widths(self, widths: Sequence[int]) -> None:
        """The columns' widths, again where the model has got other columns."""
        head = self.horizontalHeader()
        for i, wide in enumerate(widths[: self.model().columnCount()]):
            head.setSectionResizeMode(i, QHeaderView.ResizeMode.Fixed if wide else QHeaderView.ResizeMode.Stretch)
            if wide:
                self.setColumnWidth(i, self.shell.theme.px(wide))
        self.starved = False
        whole = sum(self.shell.theme.px(wide or LEAST) for wide in widths[: self.model().columnCount()])
        self.setProperty("wanted", whole)  # panels beside each other make room for it
        self.feed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.feed()

    def feed(self) -> None:
        """What takes the room that is left is never left without: names stay names, and the table goes on at the right."""
        self.starved = feed(self, self.shell.theme.px(LEAST), starved=self.starved)


def feed(view: QTableView, least: int, *, starved: bool) -> bool:
    """Whether the columns that take what is left would get less than `least` pixels; they have these then, and the table
    scrolls to the side. `starved` says whether that was so before."""
    head, whole = view.horizontalHeader(), QHeaderView.ResizeMode.Stretch
    taking = [i for i in range(head.count()) if head.sectionResizeMode(i) == whole or (starved and i == 0)]
    if not taking:
        return False
    given = sum(head.sectionSize(i) for i in range(head.count()) if i not in taking and not head.isSectionHidden(i))
    now = view.viewport().width() - given < least * len(taking)
    if now != starved:
        for i in taking:
            head.setSectionResizeMode(i, QHeaderView.ResizeMode.Interactive if now else whole)
            if now:
                view.setColumnWidth(i, least)
        needed = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        view.setHorizontalScrollBarPolicy(needed if now else Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return now
