"""The columns of the file for payroll: which, in which order and under which headings, over the first rows as they would be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from amdesk.domain.booking.week.payroll import (
    PAYROLL_COLUMNS,
    USUAL_COLUMNS,
    PayrollColumn,
    PayrollLine,
    said_in_file,
    written_columns,
)
from amdesk.domain.change import Change
from amdesk.domain.errors import Refused
from amdesk.i18n import Words
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import button, clear, label
from amdesk.ui.kit.dialog import Dialog, LeaveDialog
from amdesk.ui.kit.fields import Choice, Field
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.rows import Column, TableModel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable

HEADING = 1
NAMED = int(Qt.ItemDataRole.UserRole)
EDITED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable


class PayrollColumnsDialog(Dialog):
    """Alt+Up and Alt+Down move the column that is chosen, Delete takes it away, F2 writes its heading. `then` is called when the
    columns are stored."""

    writes = True
    keeps = False  # its own question: a table is no field
    act = "settings"

    def __init__(
        self, parent: QWidget, shell: Shell, chosen: Sequence[PayrollColumn], month: str, then: Callable[[], None]
    ) -> None:
        t = shell.words
        said = t("The file has these columns, in this order. F2 or a double-click on a heading writes the unit's own.")
        super().__init__(parent, shell, t("Columns for payroll"), t("Save"), sentence=said, width=760)
        self.paper = Words(shell.papers)
        self.month, self.then, self.lines = month, then, list[PayrollLine]()
        self.filling = True
        self.tree = self._tree()
        self.body.addWidget(self.tree, 1)
        self.more = Choice(shell, [])
        self._add_row()
        self.told = label("", "section")
        self.body.addWidget(self.told)
        self.holder = QVBoxLayout()
        self.body.addLayout(self.holder)
        self._fill(chosen)
        self.found = tuple(chosen)
        self.opened = tuple(self.columns())  # a heading that is the usual one is none of the unit's own
        self.tree.setFocus()
        shell.tasks.run(lambda desk: desk.week.payroll_first(month), self._show, failed=shell.guarded(self._nobody))

    def _tree(self) -> QTreeWidget:
        t, tree = self.t, QTreeWidget()
        tree.setHeaderLabels([t("Column"), t("Heading in the file")])
        tree.setAccessibleName(t("Columns for payroll"))
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setMinimumHeight(self.shell.theme.px(200))
        tree.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        tree.itemChanged.connect(self._headed)
        for keys, act in (
            ("Alt+Up", partial(self.move_column, -1)),
            ("Alt+Down", partial(self.move_column, 1)),
            ("Delete", self.take_column),
        ):
            QShortcut(QKeySequence(keys), tree, act, context=Qt.ShortcutContext.WidgetShortcut)
        return tree

    def _add_row(self) -> None:
        t, made = self.t, partial(button, self.shell)
        above, under = QHBoxLayout(), Wrapping()
        above.addWidget(Field(t("A column that is not there yet"), self.more), 1)
        self.plus = made(t("Add"), self.add_column, icon="add")
        above.addWidget(self.plus, 0, Qt.AlignmentFlag.AlignBottom)
        under.setContentsMargins(0, 0, 0, 0)
        for one in (
            made(t("Move up"), partial(self.move_column, -1), key="Alt ↑"),
            made(t("Move down"), partial(self.move_column, 1), key="Alt ↓"),
            made(t("Take away"), self.take_column, icon="delete"),
            made(t("The usual columns"), lambda: self._fill(USUAL_COLUMNS)),
        ):
            under.addWidget(one)
        self.body.addLayout(under)
        self.body.addLayout(above)

    # the columns

    def columns(self) -> list[PayrollColumn]:
        """As they stand; a heading that is the usual one is not the unit's own, so that it is said in the file's language."""
        out = []
        for i in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(i)
            assert item is not None
            name, head = str(item.data(0, NAMED)), item.text(HEADING).strip()
            out.append(PayrollColumn(name, "" if head == self._usual(name) else head))
        return out

    def _usual(self, name: str) -> str:
        return self.paper.say(PAYROLL_COLUMNS[name])

    def _fill(self, columns: Sequence[PayrollColumn], at: int = 0) -> None:
        self.filling = True
        self.tree.clear()
        for one in columns:
            item = QTreeWidgetItem([self.t.say(PAYROLL_COLUMNS[one.name]), one.heading or self._usual(one.name)])
            item.setData(0, NAMED, one.name)
            item.setFlags(EDITED)
            self.tree.addTopLevelItem(item)
        here = self.tree.topLevelItem(min(at, len(columns) - 1)) if columns else None
        if here is not None:
            self.tree.setCurrentItem(here, HEADING)
        there = {c.name for c in columns}
        self.more.fill([(name, self.t.say(head)) for name, head in PAYROLL_COLUMNS.items() if name not in there])
        self.plus.setEnabled(self.more.count() > 0)
        self.filling = False
        self._preview()

    def _headed(self, item: QTreeWidgetItem, column: int) -> None:
        """What is rubbed out is the usual heading again; what a column is cannot be written over."""
        if self.filling:
            return
        name, self.filling = str(item.data(0, NAMED)), True
        if column == HEADING and not item.text(HEADING).strip():
            item.setText(HEADING, self._usual(name))
        item.setText(0, self.t.say(PAYROLL_COLUMNS[name]))
        self.filling = False
        self._preview()

    def _at(self) -> int:
        item = self.tree.currentItem()
        return self.tree.indexOfTopLevelItem(item) if item is not None else -1

    def move_column(self, steps: int) -> None:
        """The chosen column, up (-1) or down (1)."""
        found, at = self.columns(), self._at()
        to = at + steps
        if at >= 0 and 0 <= to < len(found):
            found.insert(to, found.pop(at))
            self._fill(found, to)

    def take_column(self) -> None:
        """The chosen column goes; it can be added again."""
        found, at = self.columns(), self._at()
        if at >= 0:
            found.pop(at)
            self._fill(found, at)

    def add_column(self) -> None:
        """The one that is chosen under the table, last."""
        name = self.more.code()
        if name:
            found = [*self.columns(), PayrollColumn(name, "")]
            self._fill(found, len(found) - 1)

    # the first rows

    def _nobody(self, said: str) -> None:
        clear(self.holder)
        self.told.hide()
        self.holder.addWidget(label(said, "muted", wrap=True))
        self.make_room()

    def _show(self, lines: Sequence[PayrollLine]) -> None:
        self.lines = list(lines)
        self.told.setText(self.t("The first rows of {month}", month=self.month))
        self._preview()
        self.make_room()

    def _preview(self) -> None:
        if not self.lines:
            return
        clear(self.holder)
        if self.shell.names_hidden:
            self.holder.addWidget(label(self.t("Names are hidden."), "muted"))
            return
        shown: list[Column[PayrollLine]] = [
            (
                c.heading or self._usual(c.name),
                partial(_cell, name=c.name),
                paint.LEFT,
            )
            for c in self.columns()
        ]
        rows: TableModel[PayrollLine] = TableModel(shown)
        rows.set_rows(self.lines)
        widths = [130] * (len(shown) - 1) + [0]
        table = PlainTable(self.shell, rows, self.told.text(), widths)
        table.setFixedHeight(self.shell.theme.px(50 + 36 * len(self.lines)))
        self.holder.addWidget(table)

    # storing

    def confirm(self) -> None:
        self.tree.setFocus()  # what stands in an open cell counts
        found = self.columns()
        if not self.ok.isEnabled():
            return
        if not found:
            self.complain(self.t("Choose one column at least."))
            return
        try:
            said, before = (_kept(one) for one in (found, self.found))
        except Refused as error:
            self.complain(self.t.say(error.text))
            return

        def stored(_columns: object) -> None:
            self.shell.toast(self.t("Saved."), undo=True)
            self.then()

        self.store(
            {COLUMNS: Change(before, said)}, lambda desk, given: desk.week.set_payroll_columns(given[COLUMNS]), stored
        )

    def reject(self) -> None:
        begun = self.more.currentIndex() > 0  # a column that is chosen and not added yet
        if not self.storing and (begun or tuple(self.columns()) != self.opened):
            LeaveDialog(self, self.shell, self.give_up).open()
        else:
            super().reject()


def _cell(line: PayrollLine, name: str) -> str:
    return str(said_in_file(line.value(name)))


COLUMNS = "payroll_columns"


def _kept(columns: Sequence[PayrollColumn]) -> str:
    """As the bank keeps them: nothing of the usual ones."""
    return "" if tuple(columns) == USUAL_COLUMNS else written_columns(columns)
