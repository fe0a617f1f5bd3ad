"""The checked rows of an import; a wrong cell is mended on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QCompleter, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from amdesk.i18n import Words
from amdesk.services.exchange.imports import RowOutcome
from amdesk.services.exchange.review import NOT_OURS
from amdesk.ui.kit import paint
from amdesk.ui.kit.rows import Index, Row, TableModel
from amdesk.ui.kit.shell import Shell


class CheckHost(Protocol):
    """The page that the rows stand on: it knows what each column holds, and mends a cell."""

    shell: Shell
    t: Words
    titles: Sequence[str]
    """What occupations are called, offered where one is mended."""

    def shown(self) -> Sequence[str]: ...

    def field_at(self, column: int) -> str: ...

    def raw(self, number: int, field: str) -> str: ...

    def mend(self, row: int, column: str, new: str) -> None: ...


class CheckModel(TableModel[RowOutcome]):
    """Checked rows; the cell that is wrong can be mended on the spot."""

    def __init__(self, page: CheckHost) -> None:
        super().__init__([])
        self.page = page

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = super().flags(index)
        row = self.rows[index.row()]
        if row.outcome == "rejected" and self.page.field_at(index.column()):
            return base | Qt.ItemFlag.ItemIsEditable
        return base

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        field = self.page.field_at(index.column())
        if role != int(Qt.ItemDataRole.EditRole) or not field:
            return False
        self.page.mend(self.rows[index.row()].row, field, str(value))
        return True

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if role == int(Qt.ItemDataRole.EditRole):
            return self.page.raw(self.rows[index.row()].row, self.page.field_at(index.column()))
        return super().data(index, role)


class CheckTable(QTableView):
    """Enter writes in a cell that can be mended, as F2 and a double click do; what says that a row is to be mended leads there."""

    def __init__(self, page: CheckHost) -> None:
        super().__init__()
        self.page = page
        self.clicked.connect(self._clicked)

    def mend_row(self, at: int) -> None:
        """Write in the cell of a row that is wrong."""
        row, fields = self.model().index(at, 0).data(Row), list(self.page.shown())
        index = self.model().index(at, 1 + fields.index(row.column) if row.column in fields else 1)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.setCurrentIndex(index)
            self.edit(index)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == len(self.page.shown()) + 1:
            self.mend_row(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.currentIndex()
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if enter and plain and self.state() != QTableView.State.EditingState and here.isValid():
            if here.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(here)
            else:
                self.mend_row(here.row())
            return
        super().keyPressEvent(event)


class CheckDelegate(QStyledItemDelegate):
    def __init__(self, page: CheckHost, table: CheckTable) -> None:
        super().__init__(table)
        self.page, self.table = page, table

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit) and self.page.field_at(index.column()) == "occupation":
            offered = QCompleter(list(self.page.titles), editor)
            offered.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            offered.setFilterMode(Qt.MatchFlag.MatchContains)
            editor.setCompleter(offered)
        return editor

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: RowOutcome = index.data(Row)
        theme, t = self.page.shell.theme, self.page.t
        painter.save()
        bad = row.outcome == "rejected" and row.reason != NOT_OURS
        dropped = row.reason == NOT_OURS
        if bad:
            painter.fillRect(option.rect, theme.color("bad_soft"))
        painter.fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1, theme.color("line"))
        rect = option.rect.adjusted(8, 0, -6, 0)
        said = str(index.data() or "")
        fields = len(self.page.shown())
        if index.column() == 0:
            icon, role = (
                ("error_circle", "bad")
                if bad
                else ("dismiss_circle", "text3")
                if dropped
                else ("arrow_sync", "warn")
                if row.action == "update"
                else ("checkmark_circle", "ok")
            )
            side = theme.mark(17)
            paint.icon(painter, theme, rect.left() + 8, rect.center().y() - side // 2, icon, role, side, filled=True)
            paint.say(painter, rect.adjusted(17 + side, 0, 0, 0), said, theme.digits("caption"), theme.color("text2"))
        elif index.column() == fields + 1:
            words, role = (
                (t("To mend"), "bad")
                if bad
                else (t("Dropped"), "info")
                if dropped
                else {"new": (t("New"), "ok"), "update": (t("Updated"), "warn")}.get(
                    row.action, (t("Already there"), "info")
                )
            )
            wide = paint.width(words, theme.font("label")) + 16
            paint.pill(painter, theme, rect.left() + wide, rect.center().y(), words, role)
        elif index.column() == fields + 2:
            paint.say(
                painter, rect, said, theme.font("label" if bad else "caption"), theme.color("bad" if bad else "text2")
            )
        else:
            field = self.page.field_at(index.column())
            here = bad and field == row.column
            paint.say(
                painter,
                rect,
                said,
                theme.font("body_strong" if index.column() == 1 else "body"),
                theme.color("bad" if here else "text"),
            )
            if here:
                painter.setPen(theme.color("bad"))
                painter.drawRect(option.rect.adjusted(2, 3, -3, -4))
        if index == self.table.currentIndex() and self.table.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(option.rect.adjusted(2, 3, -3, -4))
        painter.restore()
