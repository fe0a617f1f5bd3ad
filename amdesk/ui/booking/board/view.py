"""The board itself: a scroll area that paints only what is seen, with a cursor that keys and mouse share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from amdesk.domain.booking.board import BoardBar
from amdesk.domain.booking.bookings import Check
from amdesk.services.booking.board import BoardData
from amdesk.ui.booking.board.drag import FROM_PIXELS, Drag, starts_as, week_after
from amdesk.ui.booking.board.draw import STICKY
from amdesk.ui.booking.board.lines import first_unfolded
from amdesk.ui.booking.board.painting import BoardPainting
from amdesk.ui.booking.board.surface import BoardSurface
from amdesk.ui.kit.shell import Shell

MONTH = 140
"""How wide the name of a month is at most: the last one is cut by the right edge."""


class BoardView(BoardSurface):
    """Signals carry what the cursor is on, and what a person wants done; the page does it."""

    chosen = Signal(object, object)
    """(Line, Bar or (first, last) of a gap or None)."""
    wanted = Signal(str, object, object)
    """(act, Line, Bar or period): book, open, move, extend, end, confirm, cancel, hold, menu."""
    dropped = Signal(object)
    carried = Signal(str)
    asked = Signal(object)
    """What is to be read aloud of a bar that the keys carry: where it would lie, or why it cannot."""
    zoomed = Signal(str)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.painting = BoardPainting(self)

    def set_zoom(self, zoom: str, at: int | None = None) -> None:
        """Another scale, with the day at pixel `at` (or in the middle) staying where it is."""
        where = at if at is not None else self.label_width + (self.viewport().width() - self.label_width) // 3
        day = self.axis.day(where - self.label_width + self.offset)
        self.zoom = zoom
        self._spans.clear()
        self.axis = self._axis()
        self.horizontalScrollBar().setSingleStep(round(7 * self.axis.per_day))
        self._bars()
        self.horizontalScrollBar().setValue(self.axis.x(day) - (where - self.label_width))
        self.viewport().update()
        self.zoomed.emit(zoom)

    def tell(self) -> None:
        self.chosen.emit(self.line(), self.current())

    def show_data(self, data: BoardData) -> None:
        """New data from the bank; the cursor and what is folded stay where they were."""
        first = not self.lines
        key = self.lines[self.row].key if self.lines and self.row < len(self.lines) else ""
        self.data = data
        self.axis = self._axis()
        if self.unfolded is None:
            self.unfolded = first_unfolded(data.sections)
        self._relayout(key)
        if first:
            self.to_today()
            self.row = next((i for i, line in enumerate(self.lines) if line.lane), 0)
        self._hold_on()
        if self.drag and self.drag.picked:
            self._carry_to(self.drag, self.row, self.day)
        else:
            self.tell()

    def _hold_on(self) -> None:
        """What is in hand stays there where it still is as it was, and is let go of where it is not: then that is said, since
        Enter would book somebody else there."""
        drag = self.drag
        if drag is None:
            return
        lanes = [one for one in self.lines if one.lane is not None]
        lies = [one for one in lanes if drag.bar is None or (one.lane and drag.bar in one.lane.bars)]
        same = [one for one in lies if one.key == drag.line.key] or (lies if drag.bar is not None else [])
        if same:
            drag.line, keys = same[0], {one.key: one for one in lanes}
            drag.target = keys.get(drag.target.key) if drag.target is not None else None
            return
        self.drag = None
        self.shell.toast(self.t("The booking was changed meanwhile and is no longer being moved."))

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        for part in event.region():  # type: ignore[attr-defined]  # which its stub does not say; the new strip and the sticky labels lie apart
            self.paint(painter, part)
        painter.end()

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """Draw what lies in a part of the viewport, and nothing outside it."""
        self.painting.paint(painter, clip)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted and paint only the new strip, and the labels that stick to the left edge."""
        area = self.viewport().rect()
        if dy:
            self.viewport().scroll(0, dy, QRect(0, self.head, area.width(), area.height() - self.head))
        if dx:
            self.viewport().scroll(dx, 0, QRect(self.label_width, 0, area.width() - self.label_width, area.height()))
            stuck = self.shell.theme.px(STICKY) + max(0, dx)  # where such labels are, and where they were moved to
            self.viewport().update(QRect(self.label_width, 0, stuck, area.height()))
            cut = self.shell.theme.px(MONTH) + abs(dx)
            self.viewport().update(QRect(area.width() - cut, 0, cut, self.head))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it gets lower, for the panel or a word under it, the row that the keys are on stays in sight."""
        super().resizeEvent(event)
        self._bars()
        if self.lines and event.size().height() < event.oldSize().height():
            self._row_into_view()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._repaint_row(self.row)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._repaint_row(self.row)

    def _repaint_row(self, row: int) -> None:
        self.viewport().update(QRect(0, self.top_of(row) - 2, self.viewport().width(), self.brush.row + 4))

    # the cursor

    def go(self, row: int, day: date, *, keep_period: bool = False) -> None:
        """Put the cursor on a row and a day, bring both into view, and tell what is there."""
        old = self.row
        self.row = max(0, min(len(self.lines) - 1, row))
        self.day = max(self.data.window.first, min(self.data.window.last, day))
        if not keep_period:
            self.period = self.anchor = None
        self._into_view()
        self._repaint_row(old)
        self._repaint_row(self.row)
        self.tell()

    def _into_view(self) -> None:
        self._row_into_view()
        across = self.horizontalScrollBar()
        x, wide = self.axis.x(self.day), self.viewport().width() - self.label_width
        if x < across.value():
            across.setValue(x - round(14 * self.axis.per_day))
        elif x + 20 > across.value() + wide:
            across.setValue(x - wide + round(21 * self.axis.per_day))

    def _row_into_view(self) -> None:
        down = self.verticalScrollBar()
        top, room = self.row * self.brush.row, self.viewport().height() - self.head
        if top < down.value():
            down.setValue(top)
        elif top + self.brush.row > down.value() + room:
            down.setValue(top + self.brush.row - room)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self.drag and self.drag.picked:
            self._carry(self.drag, key, shift=shift)
            return
        moves = {
            Qt.Key.Key_Up: lambda: self.go(self.row - 1, self.day),
            Qt.Key.Key_Down: lambda: self.go(self.row + 1, self.day),
            Qt.Key.Key_PageUp: lambda: self.go(self.row - 10, self.day),
            Qt.Key.Key_PageDown: lambda: self.go(self.row + 10, self.day),
            Qt.Key.Key_Home: lambda: self.go(self.row, self.data.window.first),
            Qt.Key.Key_End: lambda: self.go(self.row, self.data.window.last),
            Qt.Key.Key_Plus: lambda: self._zoom_by(1),
            Qt.Key.Key_Minus: lambda: self._zoom_by(-1),
            Qt.Key.Key_Space: self._mark,
            Qt.Key.Key_M: lambda: self._want("pick"),
            Qt.Key.Key_Delete: lambda: self._want("end"),
            Qt.Key.Key_B: lambda: self._want("book"),
            Qt.Key.Key_H: lambda: self._want("hold"),
            Qt.Key.Key_F2: lambda: self._want("extend"),
            Qt.Key.Key_Menu: lambda: self._want("menu"),
            Qt.Key.Key_Escape: self._escape,
        }
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_T:
            self.to_today()
            self.go(self.row, self.data.today)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self._sideways(1 if key == Qt.Key.Key_Right else -1, stretch=shift)
        elif (
            key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._enter()
        elif key in moves and not (
            key in {Qt.Key.Key_M, Qt.Key.Key_B, Qt.Key.Key_H} and not self.shell.settings.letters
        ):
            moves[Qt.Key(key)]()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks the bookings of the row, then leaves the board."""
        line = self.line()
        bars = [b for b in line.lane.bars if b.ref] if line and line.lane else []
        now = self.current()
        here = next((i for i, b in enumerate(bars) if b == now), -1)
        following = here + (1 if forward else -1)
        if bars and 0 <= following < len(bars):
            self.go(self.row, max(bars[following].first, self.data.window.first))
            return True
        return super().focusNextPrevChild(forward)

    def _sideways(self, weeks: int, *, stretch: bool) -> None:
        if stretch and self.line() and self.lines[self.row].lane:
            now = self.current()
            start = self.anchor or max(self.day, self.data.today)
            self.anchor = start
            last = (self.period[1] if self.period else start + timedelta(6)) + timedelta(7 * weeks)
            if isinstance(now, tuple) and last >= start:
                self.period = (start, last)
                self.go(self.row, self.day, keep_period=True)
            return
        self.go(self.row, week_after(self.day, weeks))

    def _mark(self) -> None:
        """Space begins a period at the cursor; Shift and the arrows stretch it."""
        if isinstance(self.current(), tuple):
            self.anchor = max(self.day, self.data.today)
            self.period = (self.anchor, self.anchor + timedelta(6))
            self.go(self.row, self.day, keep_period=True)

    def _escape(self) -> None:
        self.drag = None
        self.period = self.anchor = None
        self.viewport().update()
        self.tell()

    # a bar that the keys carry

    def pick_up(self) -> None:
        """Lift the bar under the cursor: arrows move it, Enter puts it down, Esc leaves it where it was."""
        line, bar = self.line(), self.current()
        if line is None or not isinstance(bar, BoardBar) or not bar.ref or bar.state == "ended":
            return
        self.drag = Drag("move", line, self.day, (0, 0), bar, moving=True, picked=True)
        self._carry_to(self.drag, self.row, self.day)

    def _carry(self, drag: Drag, key: int, *, shift: bool) -> None:
        days = 1 if shift else 7
        steps = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -days),
            Qt.Key.Key_Right: (0, days),
        }
        if key in steps:
            rows, ahead = steps[Qt.Key(key)]
            self._carry_to(drag, self._next_lane(rows), self.day + timedelta(ahead))
        elif key == Qt.Key.Key_Escape:
            self.drag = None
            self.go(self.lines.index(drag.line), drag.start)
            self.viewport().update()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._put_down(drag)

    def _next_lane(self, step: int) -> int:
        """The nearest row up or down that a bar can lie in; the one it is over where there is none."""
        row = self.row + step
        while step and 0 <= row < len(self.lines):
            if self.lines[row].lane is not None:
                return row
            row += step
        return self.row

    def _carry_to(self, drag: Drag, row: int, day: date) -> None:
        self.row, self.day = row, max(self.data.window.first, min(self.data.window.last, day))
        drag.to(self.lines[row], self.day, self.data.today)
        self._ask_there(drag)
        self._into_view()
        self.viewport().update()
        self._say_carried(drag)

    def _say_carried(self, drag: Drag) -> None:
        if drag.first and drag.last and drag.target and drag.target.team:
            self.carried.emit(f"{drag.target.team.name}: {self.drag_text(drag)}")

    def _ask_there(self, drag: Drag) -> None:
        """The same checks as of a booking, once for each placement that the bar is over."""
        if key := drag.asks:
            drag.told[key] = ()
            self.asked.emit(drag)

    def told_there(self, drag: Drag, key: int, found: Sequence[Check]) -> None:
        """The answer, where the bar is still in hand."""
        drag.told[key] = found
        if self.drag is drag and found:
            self.viewport().update()
            if drag.picked:
                self._say_carried(drag)

    def _put_down(self, drag: Drag) -> None:
        """What cannot lie here stays in hand, and says why once more."""
        if drag.changed and drag.problem() is not None:
            self._say_carried(drag)
            return
        self.drag = None
        self.go(self.row, self.day)
        self.viewport().update()
        if drag.changed:
            self.dropped.emit(drag)

    def _zoom_by(self, step: int) -> None:
        names = ["year", "half", "month"]
        self.set_zoom(names[max(0, min(2, names.index(self.zoom) + step))])

    def _enter(self) -> None:
        line = self.line()
        if line is None:
            return
        if line.lane is None:
            self.fold(self.row)
        elif isinstance(self.current(), BoardBar):
            self._want("open")
        else:
            self._want("book")

    def fold(self, row: int) -> None:
        """Open or shut the section or placement of a row."""
        line = self.lines[row]
        if line.team is None:
            self.folded ^= {line.section.key}
        elif not line.team.single:
            self.unfolded = (self.unfolded or set()) ^ {line.team.id}
        self._relayout(line.key)

    def _want(self, act: str) -> None:
        line = self.line()
        if line is not None:
            self.wanted.emit(act, line, self.current())

    # the mouse

    def _under(self, where: QPoint) -> tuple[int | None, date]:
        return self.row_at(where.y()), self.axis.day(where.x() - self.label_width + self.offset)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.drag and self.drag.picked:  # the mouse takes over: what the keys carried lies where it was
            self.drag = None
            self.viewport().update()
        where = event.position().toPoint()
        row, day = self._under(where)
        if row is None:
            return
        line = self.lines[row]
        if where.x() < self.label_width:
            if line.lane is None and event.button() == Qt.MouseButton.LeftButton:
                self.fold(row)
            self.go(row, self.day)
            return
        self.go(row, day)
        if event.button() == Qt.MouseButton.LeftButton and line.lane is not None:
            bar = line.lane.at(day)
            rect = self.rect_of(row, bar.first, bar.last) if bar else QRect()
            kind = starts_as(bar, where.x(), rect.left(), rect.right())
            if kind:
                self.drag = Drag(kind, line, day, (where.x(), where.y()), bar)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        row, day = self._under(where)
        drag = self.drag
        if drag is None or drag.picked:
            self._hint(where, row, day)
            return
        if not drag.moving and abs(where.x() - drag.press[0]) + abs(where.y() - drag.press[1]) < FROM_PIXELS:
            return
        drag.moving = True
        drag.to(self.lines[row] if row is not None else None, day, self.data.today)
        self._ask_there(drag)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.drag and self.drag.picked:
            return
        drag, self.drag = self.drag, None
        if drag is None or not drag.moving:
            return
        self.viewport().update()
        if drag.kind == "make" and drag.first and drag.last:
            if drag.problem() is None:
                self.period, self.anchor = (drag.first, drag.last), drag.first
                self.go(self.row, drag.first, keep_period=True)
            return
        if drag.changed:
            self.dropped.emit(drag)

    def hideEvent(self, event: QHideEvent) -> None:
        """Taken out of sight while the mouse holds a bar: it lies where it was."""
        if self.drag and not self.drag.picked:
            self.drag = None
        super().hideEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.position().x() >= self.label_width:
            self._enter()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            row, day = self._under(event.pos())
            if row is not None:
                self.go(row, day)
        self._want("menu")

    def _hint(self, where: QPoint, row: int | None, day: date) -> None:
        line = self.lines[row] if row is not None else None
        bar = line.lane.at(day) if line and line.lane and where.x() >= self.label_width else None
        shape = Qt.CursorShape.ArrowCursor
        if bar is not None and row is not None:
            rect = self.rect_of(row, bar.first, bar.last)
            kind = starts_as(bar, where.x(), rect.left(), rect.right())
            shape = Qt.CursorShape.SizeHorCursor if kind in {"first", "last"} else shape
        self.viewport().setCursor(shape)
        said = self.spoken_bar(bar, day) if bar else ""
        if said != self.viewport().toolTip():
            self.viewport().setToolTip(said)
            if not said:
                QToolTip.hideText()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            names = ["year", "half", "month"]
            now = names.index(self.zoom)
            self.set_zoom(names[max(0, min(2, now + (1 if turn > 0 else -1)))], round(event.position().x()))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or event.angleDelta().x():
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - turn)
        else:
            down = self.verticalScrollBar()
            down.setValue(down.value() - turn // 2)
        event.accept()
