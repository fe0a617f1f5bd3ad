"""A list model that holds rows and no bank; the delegate paints what stands under Row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from amdesk.ui.kit.endless import tip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView

R = TypeVar("R")
K = TypeVar("K")
Row = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
Column = tuple[str, Callable[[R], str], Qt.AlignmentFlag]
"""(title, text of a row, alignment)"""


def after_act(before: Sequence[K], here: K | None, now: Sequence[K]) -> K | None:
    """Which row to stand on when rows come anew: the same where it is still there, else the one that came after it, else the
    one before it, else the first; None where there is none."""
    if here in now:
        return here
    at = before.index(here) if here is not None and here in before else 0
    left = [*before[at:], *reversed(before[:at])] if here is not None else []
    return next((one for one in left if one in now), now[0] if now else None)


def stand_on(view: QAbstractItemView, model: RowsModel[R], at: int) -> None:
    """Choose a row, -1 for none, so that the heading of its group is seen with it where there is room for both."""
    if at < 0:
        return
    view.selectionModel().setCurrentIndex(model.index(at), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    above = next((i for i in range(at, -1, -1) if model.heading(model.rows[i])), at)
    view.scrollTo(model.index(above))
    view.scrollTo(model.index(at))


class RowsModel(QAbstractListModel, Generic[R]):
    """Rows for a QListView. `spoken` gives the accessible text; headings are rows that cannot be chosen."""

    def __init__(self, spoken: Callable[[R], str], heading: Callable[[R], bool] = lambda _row: False) -> None:
        super().__init__()
        self.rows: list[R] = []
        self.spoken, self.heading = spoken, heading

    def set_rows(self, rows: Sequence[R]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Row:
            return row
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return tip(self.spoken(row))
        if role in {int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)}:
            return self.spoken(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = super().flags(index)
        if index.isValid() and index.row() < len(self.rows) and self.heading(self.rows[index.row()]):
            return Qt.ItemFlag.NoItemFlags
        return base


class TableModel(QAbstractTableModel, Generic[R]):
    """Rows for a QTableView: each column is (title, text of a row, alignment)."""

    def __init__(self, columns: Sequence[Column[R]]) -> None:
        super().__init__()
        self.columns = columns
        self.rows: list[R] = []

    def set_rows(self, rows: Sequence[R]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Row:
            return row
        if role in {int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)}:
            said = self.columns[index.column()][1](row)
            return tip(said) if role == int(Qt.ItemDataRole.ToolTipRole) else said
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return self.columns[index.column()][2]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if orientation == Qt.Orientation.Horizontal:
            if role in {int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)}:
                return self.columns[section][0]
            if role == int(Qt.ItemDataRole.TextAlignmentRole):
                return self.columns[section][2]
        return None
