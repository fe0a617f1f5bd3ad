"""A log as a table: what the history and the access log look like."""

from __future__ import annotations

from PySide6.QtWidgets import QHeaderView, QTableView

from amdesk.ui.kit.rows import R, TableModel
from amdesk.ui.kit.shell import Shell


def log_table(shell: Shell, model: TableModel[R], name: str, stretch: int) -> QTableView:
    """`name` is what it is called to assistive technology, `stretch` the column that takes what room is left."""
    view = QTableView()
    view.setModel(model)
    view.setShowGrid(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(shell.theme.px(30))
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setTabKeyNavigation(False)
    view.setAccessibleName(name)
    for i in range(model.columnCount()):
        view.horizontalHeader().setSectionResizeMode(
            i, QHeaderView.ResizeMode.Stretch if i == stretch else QHeaderView.ResizeMode.Interactive
        )
        if i != stretch:
            view.setColumnWidth(i, shell.theme.px(140))
    return view
