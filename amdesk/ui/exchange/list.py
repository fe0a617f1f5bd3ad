"""The checked rows of a list; a cell of a refused row is mended where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QCompleter,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from amdesk.i18n import Words
from amdesk.services.exchange.imports import RowOutcome
from amdesk.ui.exchange import cells
from amdesk.ui.exchange.cells import TALL, CellSaid, PartSaid
from amdesk.ui.exchange.inrow import SPACE, RowActs
from amdesk.ui.kit import paint
from amdesk.ui.kit.rows import Index, Row, TableModel
from amdesk.ui.kit.shell import Shell

HIGH, MORE = 56, 36
"""Pixels of a row in which a change stands on two lines, and of the line below one that says what is wrong with it."""


class RowWord(NamedTuple):
    """How a row stands: its word, the colour role of it, an icon, and the sentence below it where there is one."""

    word: str
    role: str
    icon: str
    sentence: str = ""


class CheckHost(Protocol):
    """What the rows stand on: it knows what each column holds, and mends a cell."""

    shell: Shell
    t: Words
    titles: Sequence[str]
    """What occupations are called, offered where one is mended."""

    def shown(self) -> Sequence[str]: ...

    def field_at(self, column: int) -> str: ...

    def writes_in(self, row: int, field: str) -> bool: ...

    def to_write(self, outcome: RowOutcome, field: str) -> str: ...

    def said(self, outcome: RowOutcome, field: str) -> CellSaid: ...

    def state(self, outcome: RowOutcome) -> RowWord: ...

    def high(self, outcome: RowOutcome) -> bool: ...

    def mend(self, row: int, column: str, new: str) -> None: ...

    def act(self, key: str) -> bool: ...

    def tick_here(self) -> bool: ...

    def tick(self, row: RowOutcome, part: PartSaid) -> None: ...

    def offered(self, row: RowOutcome) -> list[str]: ...

    def do(self, key: str, row: RowOutcome | None = None) -> bool: ...


class OpenCell(NamedTuple):
    """A cell that is being written in: number of the row, field, what it said when it was opened and says now, and where the cursor is."""

    row: int
    field: str
    begun: str
    said: str
    cursor: int


class CheckModel(TableModel[RowOutcome]):
    """Checked rows; every cell of one that is refused can be mended on the spot."""

    def __init__(self, page: CheckHost) -> None:
        super().__init__([])
        self.page = page

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = super().flags(index)
        row = self.rows[index.row()]
        field = self.page.field_at(index.column())
        if field and (row.outcome == "rejected" or self.page.writes_in(row.row, field)):
            return base | Qt.ItemFlag.ItemIsEditable
        return base

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """A cell that says what it said is not mended: of what is hidden nothing is shown, and nothing is no new value."""
        field, row = self.page.field_at(index.column()), self.rows[index.row()]
        if role != int(Qt.ItemDataRole.EditRole) or not field or str(value) == self.page.to_write(row, field):
            return False
        self.page.mend(row.row, field, str(value))
        return True

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        row = self.rows[index.row()] if index.isValid() else None
        if role == int(Qt.ItemDataRole.EditRole) and row is not None:
            return self.page.to_write(row, self.page.field_at(index.column()))
        if (
            role == int(Qt.ItemDataRole.ToolTipRole) and row is not None
        ):  # the sentence under a row may be longer than it
            said = (str(super().data(index, role) or ""), self.page.state(row).sentence)
            return "\n".join(one for one in said if one)
        return super().data(index, role)


class CheckTable(QTableView):
    """Enter writes in a cell that can be mended, as F2 and a double click do; what says that a row is to be mended leads there."""

    def __init__(self, page: CheckHost) -> None:
        super().__init__()
        self.page = page
        self.least = 0
        """Pixels that the last column has at least."""
        self.clicked.connect(self._clicked)
        self.acts: RowActs | None = None
        """The buttons in the rows, once there is a list."""
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QTableView.EditTrigger.DoubleClicked
            | QTableView.EditTrigger.EditKeyPressed
            | QTableView.EditTrigger.AnyKeyPressed
        )

    def lay(self, rows: Sequence[RowOutcome]) -> None:
        """Room for the sentences below the rows that have one."""
        theme = self.page.shell.theme
        head = self.verticalHeader()
        head.setDefaultSectionSize(theme.px(TALL))
        for i, row in enumerate(rows):
            tall = HIGH if self.page.high(row) else TALL
            wanted = theme.px(tall + MORE * bool(self.page.state(row).sentence))
            if self.rowHeight(i) != wanted:
                self.setRowHeight(i, wanted)
        if self.acts is not None:
            self.acts.place()

    def offer(self, said: Mapping[str, str]) -> None:
        """Buttons in the rows, by their keys: for what the page offers of each."""
        page = self.page
        self.acts = RowActs(page.shell, self, said, page.offered, self._behind, page.do)

    def _sentence(self, at: int, less: int = 0) -> tuple[QRect, str, str]:
        """Where the sentence of a row stands, with `less` pixels left at the right, what it is, and the role of its colour."""
        theme, state = self.page.shell.theme, self.page.state(self.model().index(at, 0).data(Row))
        top = self.rowViewportPosition(at) + self.rowHeight(at) - theme.px(MORE)
        left = max(12, self.columnWidth(0) + 8 - self.horizontalOffset())
        room = max(theme.px(60), self.viewport().width() - left - 12 - less)
        return QRect(left, top - 4, room, theme.px(MORE)), state.sentence, state.role

    def _behind(self, at: int, wide: int) -> tuple[int, int, int]:
        """Where the buttons of a row begin, its upper edge, and how tall it is."""
        rect, said, _ = self._sentence(at, wide)
        words = min(paint.width(said, self.page.shell.theme.font("label")), rect.width())
        return rect.left() + words + SPACE, rect.top(), rect.height()

    def fit(self) -> None:
        """The last column takes the room that is left, where that is enough for its words."""
        head, last = self.horizontalHeader(), self.model().columnCount() - 1
        if last < 0:
            return
        left = self.viewport().width() - sum(self.columnWidth(i) for i in range(last))
        enough = left >= self.least
        head.setSectionResizeMode(
            last, QHeaderView.ResizeMode.Stretch if enough else QHeaderView.ResizeMode.Interactive
        )
        if not enough:
            self.setColumnWidth(last, self.least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
        if self.acts is not None:
            self.acts.place()

    def mend_row(self, at: int) -> None:
        """Write in the cell of a row that is wrong."""
        row, fields = self.model().index(at, 0).data(Row), list(self.page.shown())
        index = self.model().index(at, 1 + fields.index(row.column) if row.column in fields else 1)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.setCurrentIndex(index)
            self.edit(index)

    def open_cell(self) -> OpenCell | None:
        """The cell that is being written in, if one is."""
        here = self.currentIndex()
        editor = self.indexWidget(here) if self.state() == QTableView.State.EditingState else None
        if not isinstance(editor, QLineEdit):
            return None
        row, field = here.data(Row), self.page.field_at(here.column())
        return OpenCell(row.row, field, self.page.to_write(row, field), editor.text(), editor.cursorPosition())

    def write_on(self, cell: OpenCell) -> None:
        """Open again what was being written in, where it stands now."""
        column = 1 + list(self.page.shown()).index(cell.field)
        at = next(i for i in range(self.model().rowCount()) if self.model().index(i, 0).data(Row).row == cell.row)
        index = self.model().index(at, column)
        self.setCurrentIndex(index)
        self.edit(index)
        editor = self.indexWidget(index)
        if isinstance(editor, QLineEdit):
            editor.setText(cell.said)
            editor.setCursorPosition(cell.cursor)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.mend_row(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.currentIndex()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not plain or self.state() == QTableView.State.EditingState or not here.isValid():
            super().keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if here.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(here)
            else:
                self.mend_row(here.row())
        elif event.key() != Qt.Key.Key_Space or not self.page.tick_here():
            acts = {Qt.Key.Key_L: "L", Qt.Key.Key_J: "J", Qt.Key.Key_N: "N", Qt.Key.Key_Delete: "Del"}
            if not self.page.act(acts.get(Qt.Key(event.key()), "")):
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sentences go over all columns, and stand still where these are scrolled."""
        super().paintEvent(event)
        theme, model = self.page.shell.theme, self.model()
        painter = QPainter(self.viewport())
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        for at in range(max(first, 0), (last if last >= 0 else model.rowCount() - 1) + 1):
            outcome = model.index(at, 0).data(Row)
            if self.page.state(outcome).sentence:
                rect, said, role = self._sentence(at, self.acts.wide(outcome) if self.acts else 0)
                paint.say(painter, rect, said, theme.font("label"), theme.color(role))
        painter.end()


class CheckDelegate(QStyledItemDelegate):
    def __init__(self, page: CheckHost, table: CheckTable) -> None:
        super().__init__(table)
        self.page, self.table = page, table

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit):
            editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        if isinstance(editor, QLineEdit) and self.page.field_at(index.column()) == "occupation":
            offered = QCompleter(list(self.page.titles), editor)
            offered.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            offered.setFilterMode(Qt.MatchFlag.MatchContains)
            editor.setCompleter(offered)
        return editor

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """A click on a tick accepts or refuses its difference; a finger's breadth around it does too."""
        field = self.page.field_at(index.column())
        if isinstance(event, QMouseEvent) and field and event.button() == Qt.MouseButton.LeftButton:
            row: RowOutcome = index.data(Row)
            at = event.position().toPoint()
            hit = [one for one in self.parts(option.rect, row, field) if one.tick.adjusted(-6, -6, 6, 6).contains(at)]
            if hit and event.type() == QEvent.Type.MouseButtonRelease:
                self.page.tick(row, hit[0].part)
            if hit:
                return True
        return super().editorEvent(event, model, option, index)

    def parts(self, rect: QRect, row: RowOutcome, field: str) -> list[cells.Laid]:
        """Where the differences of a cell stand, and their ticks; none for one that nobody refuses."""
        said = self.page.said(row, field)
        inner = self._upper(rect, row).adjusted(8, 0, -6, 0)
        return [one for one in cells.laid(self.page.shell.theme, inner, said) if not one.tick.isEmpty()]

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        editor.setGeometry(self._upper(option.rect, index.data(Row)).adjusted(2, 2, -2, -2))

    def _upper(self, rect: QRect, row: RowOutcome) -> QRect:
        """The part of a cell above the sentence of its row."""
        below = self.page.shell.theme.px(MORE) if self.page.state(row).sentence else 0
        return QRect(rect.left(), rect.top(), rect.width(), max(0, rect.height() - below))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: RowOutcome = index.data(Row)
        theme, state = self.page.shell.theme, self.page.state(row)
        painter.save()
        if state.sentence:
            painter.fillRect(option.rect, theme.color(f"{state.role}_soft"))
        painter.fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1, theme.color("line"))
        rect, field = self._upper(option.rect, row), self.page.field_at(index.column())
        if index.column() == 0:
            self._head(painter, rect, state, str(index.data()))
        elif field:
            cells.draw(
                painter, theme, rect.adjusted(8, 0, -6, 0), self.page.said(row, field), strong=index.column() == 1
            )
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if row.outcome == "rejected" and field == row.column:
                painter.setPen(theme.color(state.role))
                painter.drawRoundedRect(rect.adjusted(2, 3, -3, -4), 5, 5)
        elif not state.sentence:
            said = str(index.data() or "")
            paint.say(painter, rect.adjusted(8, 0, -6, 0), said, theme.font("caption"), theme.color("text2"))
        if index == self.table.currentIndex() and self.table.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(rect.adjusted(2, 3, -3, -4), 5, 5)
        painter.restore()

    def _head(self, painter: QPainter, rect: QRect, state: RowWord, number: str) -> None:
        theme = self.page.shell.theme
        wide = paint.width(state.word, theme.font("label")) + 20 + theme.mark(14)
        white = "surface" if state.sentence else state.role
        cells.pill(painter, theme, rect.left() + 12, rect.center().y(), state.word, state.role, state.icon, white)
        room = rect.adjusted(12 + wide + 8, 0, -4, 0)
        paint.say(painter, room, number, theme.digits("caption"), theme.color("text2"))
