"""The board for screen readers: a table of rows and weeks, each cell a sentence."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import isValid

from amdesk.ui.booking.board.view import BoardView
from amdesk.ui.kit.access import Factory, Painted


class Cell(Painted):
    """One row in one week."""

    def __init__(self, board: Board, row: int, week: int) -> None:
        super().__init__()
        self.board, self.row, self.week = board, row, week

    def parent(self) -> QAccessibleInterface:
        return self.board

    def isValid(self) -> bool:
        return self.board.there and self.row < len(self.board.view.lines)

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Cell

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        view = self.board.view
        rect = view.cell_rect(self.row, view.data.window.first + timedelta(7 * self.week))
        return QRect(view.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def state(self) -> QAccessible.State:
        out = QAccessible.State()
        seen = self.isValid() and self.board.view.isVisible()
        out.invisible = not seen
        out.focusable = seen
        out.focused = seen and self.board.view.hasFocus() and (self.row, self.week) == self.board.at
        return out

    def text(self, kind: QAccessible.Text) -> str:
        named = kind == QAccessible.Text.Name and self.isValid()
        return self.board.view.spoken(self.row, self.week) if named else ""


class Board(QAccessibleWidget):
    """The table: as many children as rows times weeks, row by row."""

    def __init__(self, view: BoardView) -> None:
        super().__init__(view, QAccessible.Role.Table, view.accessibleName())
        self.view = view
        self.cells: dict[tuple[int, int], Cell] = {}

    @property
    def there(self) -> bool:
        """Whether the widget still is: who listens may ask for a cell of one that is gone."""
        return isValid(self.view)

    def childCount(self) -> int:
        return 0 if not self.there else len(self.view.lines) * self.view.data.window.weeks

    def child(self, index: int) -> QAccessibleInterface:
        weeks = self.view.data.window.weeks
        if not 0 <= index < self.childCount():
            return None  # type: ignore[return-value]  # the same
        key = divmod(index, weeks)
        if key not in self.cells:
            self.cells[key] = Cell(self, *key)
        return self.cells[key]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.row * self.view.data.window.weeks + child.week if isinstance(child, Cell) else -1

    @property
    def at(self) -> tuple[int, int]:
        """The row and the week where the keys are."""
        return self.view.row, (self.view.day - self.view.data.window.first).days // 7

    def focusChild(self) -> QAccessibleInterface:
        if not self.there or not self.view.hasFocus():
            return None  # type: ignore[return-value]  # the same
        row, week = self.at
        return self.child(row * self.view.data.window.weeks + week)


@cache
def install() -> None:
    """Once for the program, before the first board."""
    QAccessible.installFactory(Factory(BoardView, Board))


def focus_moved(view: BoardView) -> None:
    """Tell a screen reader that the cursor is elsewhere."""
    event = QAccessibleEvent(view, QAccessible.Event.Focus)
    week = (view.day - view.data.window.first).days // 7
    event.setChild(view.row * view.data.window.weeks + week)
    QAccessible.updateAccessibility(event)


def announce(view: BoardView, said: str) -> None:
    """Have something read aloud once, politely."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, said))
