"""A log as a table: what the history and the access log look like."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from amdesk.ui.kit.rows import R, TableModel
from amdesk.ui.kit.shell import Shell

MOST, LEAST = 230, 200
"""Pixels at a text size of 100 percent: a column has at most the first, and what takes the room that is left at least the
second, or all that stands in it; then the table scrolls to the side."""
MEASURED = 60
"""Rows beyond those in sight that say how wide a column is to be."""


class LogTable(QTableView):
    """Each column is as wide as what stands in it, and one has what room is left, until somebody makes one wider."""

    def __init__(self, shell: Shell, model: TableModel[R], name: str, stretch: int) -> None:
        super().__init__()
        self.shell, self.stretch, self.own, self.laying = shell, stretch, False, False
        self.setModel(model)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(shell.theme.px(30))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(name)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setResizeContentsPrecision(MEASURED)
        head.sectionResized.connect(self._resized)
        model.modelReset.connect(self.lay)
        self.lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay()

    def _resized(self) -> None:
        self.own = self.own or not self.laying

    def lay(self) -> None:
        """Widths for what stands there now."""
        if self.own:
            return
        px, head, self.laying = self.shell.theme.px, self.horizontalHeader(), True
        others = [i for i in range(head.count()) if i != self.stretch]
        for i in others:
            self.setColumnWidth(i, min(px(MOST), self._whole(i)))
        left = self.viewport().width() - sum(head.sectionSize(i) for i in others)
        self.setColumnWidth(self.stretch, max(left, min(px(LEAST), self._whole(self.stretch))))
        self.laying = False

    def _whole(self, column: int) -> int:
        """The width in which its title and what stands in it are whole."""
        said = max(self.sizeHintForColumn(column), self.horizontalHeader().sectionSizeHint(column))
        return said + self.shell.theme.px(12)


def log_table(shell: Shell, model: TableModel[R], name: str, stretch: int) -> QTableView:
    """`name` is what it is called to assistive technology, `stretch` the column that takes what room is left."""
    return LogTable(shell, model, name, stretch)
