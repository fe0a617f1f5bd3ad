"""The board itself: a scroll area that paints only what is seen, with a cursor that keys and mouse share."""

from __future__ import annotations

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
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from amdesk.domain.booking.board import BAR_STATES, ONE_DAY, BoardBar, BoardSection, Weeks, weeks_around
from amdesk.services.booking.board import BoardData
from amdesk.ui.booking.board.axis import ZOOMS, Axis
from amdesk.ui.booking.board.drag import FROM_PIXELS, Drag, starts_as, week_after
from amdesk.ui.booking.board.draw import LINE_CENTER, LINE_RIGHT, STICKY, Brush
from amdesk.ui.booking.board.lines import BoardLine, first_unfolded, lines_of
from amdesk.ui.kit import paint
from amdesk.ui.kit.shell import Shell

MONTH = 140
"""How wide the name of a month is at most: the last one is cut by the right edge."""


class BoardView(QAbstractScrollArea):
    """Signals carry what the cursor is on, and what a person wants done; the page does it."""

    chosen = Signal(object, object)
    """(Line, Bar or (first, last) of a gap or None)."""
    wanted = Signal(str, object, object)
    """(act, Line, Bar or period): book, open, move, extend, end, confirm, cancel, menu."""
    dropped = Signal(object)
    carried = Signal(str)
    """What is to be read aloud of a bar that the keys carry: where it would lie, or why it cannot."""
    zoomed = Signal(str)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell, self.t, self.brush = shell, shell.words, Brush(shell)
        self.data = BoardData(weeks_around(shell.today), [], shell.today)
        self.zoom = "half"
        self.axis = self._axis()
        self.lines: list[BoardLine] = []
        self.names: dict[str, str] = {}
        self.folded: set[str] = set()
        self.unfolded: set[int] | None = None
        self.row, self.day = 0, shell.today
        self.period: tuple[date, date] | None = None
        self.anchor: date | None = None
        self.drag: Drag | None = None
        self.wide, self.label_width, self.head = False, 0, 0
        self._spans: dict[tuple[date, date], tuple[int, int]] = {}
        self.set_wide(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setCornerWidget(QWidget())
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.t("Board"))
        self.horizontalScrollBar().setSingleStep(round(7 * self.axis.per_day))
        self.verticalScrollBar().setSingleStep(self.brush.row)

    # what is shown

    def _axis(self) -> Axis:
        """As wide as its text is large: a week has room for its figures."""
        return Axis(self.data.window, ZOOMS[self.zoom] * max(1.0, self.shell.theme.scale / 100))

    @property
    def every(self) -> int:
        """How many weeks have one figure between them."""
        return 2 if self.zoom == "year" else 1

    def set_wide(self, wide: bool) -> None:
        """A column more where there is room for it."""
        px = self.shell.theme.px
        self.wide, self.label_width, self.head = wide, px(372 if wide else 292), px(50)
        self.indents = px(60), px(64), px(76), px(80), px(84), px(148)
        self._bars()

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

    def _relayout(self, key: str = "") -> None:
        self._spans.clear()
        self.lines = lines_of(self.data.sections, self.folded, self.unfolded or set())
        found = next((i for i, line in enumerate(self.lines) if line.key == key), None)
        self.row = found if found is not None else max(0, min(self.row, len(self.lines) - 1))
        self._bars()
        self.viewport().update()

    def _bars(self) -> None:
        area = self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        room = area.width() - self.label_width
        across.setRange(0, max(0, self.axis.width - room))
        across.setPageStep(max(1, room))
        below = area.height() - self.head
        down.setRange(0, max(0, len(self.lines) * self.brush.row - below))
        down.setPageStep(max(1, below))

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

    def to_today(self) -> None:
        """Today two weeks in from the left, and the cursor on it."""
        today = self.data.today
        self.day = today
        self.horizontalScrollBar().setValue(self.axis.x(today - timedelta(today.weekday() + 14)))
        self.viewport().update()

    def step(self, weeks: int) -> None:
        """Move the view sideways by weeks."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() + round(7 * weeks * self.axis.per_day))

    @property
    def offset(self) -> int:
        return self.horizontalScrollBar().value()

    def line(self) -> BoardLine | None:
        return self.lines[self.row] if 0 <= self.row < len(self.lines) else None

    def current(self) -> BoardBar | tuple[date, date] | None:
        """What the cursor is on: a bar, a free period, or nothing."""
        line = self.line()
        if line is None or line.lane is None:
            return None
        if self.period is not None:
            return self.period
        if bar := line.lane.at(self.day):
            return bar
        window: Weeks = self.data.window
        gap = line.lane.gap(self.day, window.first, window.last)
        if gap is None or gap[1] < self.data.today:
            return None
        return max(gap[0], self.data.today), gap[1]

    def tell(self) -> None:
        self.chosen.emit(self.line(), self.current())

    # geometry

    def top_of(self, row: int) -> int:
        return self.head + row * self.brush.row - self.verticalScrollBar().value()

    def row_at(self, y: int) -> int | None:
        if y < self.head:
            return None
        row = (y - self.head + self.verticalScrollBar().value()) // self.brush.row
        return row if 0 <= row < len(self.lines) else None

    def rect_of(self, row: int, first: date, last: date) -> QRect:
        """Where a period of a row is drawn, in the viewport."""
        key = (first, last)
        if (found := self._spans.get(key)) is None:
            found = self._spans[key] = self.axis.span(first, last)
        left, wide = found
        top = self.top_of(row) + (self.brush.row - self.brush.bar) // 2
        return QRect(self.label_width + left - self.offset, top, wide - 1, self.brush.bar)

    def cell_rect(self, row: int, day: date) -> QRect:
        """The week of a day in a row, in the viewport."""
        monday = day - timedelta(day.weekday())
        rect = self.rect_of(row, monday, monday + timedelta(6))
        return QRect(rect.left(), self.top_of(row), rect.width(), self.brush.row)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        for part in event.region():  # type: ignore[attr-defined]  # which its stub does not say; the new strip and the sticky labels lie apart
            self.paint(painter, part)
        painter.end()

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """Draw what lies in a part of the viewport, and nothing outside it."""
        area = self.viewport().size()
        below = QRect(self.label_width, self.head, area.width(), area.height())
        self._paint_lanes(painter, clip.intersected(below))
        if clip.left() < self.label_width:
            self._paint_labels(painter, clip)
        if clip.top() < self.head:
            self._paint_head(painter, clip)

    def _rows(self, clip: QRect) -> range:
        top = self.verticalScrollBar().value()
        first = (clip.top() - self.head + top) // self.brush.row
        last = (clip.bottom() - self.head + top) // self.brush.row
        return range(max(0, first), min(len(self.lines), last + 1))

    def _paint_lanes(self, painter: QPainter, clip: QRect) -> None:
        if clip.isEmpty():
            return
        painter.setClipRect(clip)
        colours, rows = self.brush.colours, self._rows(clip)
        painter.fillRect(clip, colours["surface"])
        base = self.label_width - self.offset
        past = base + self.axis.x(self.data.today)
        if past > clip.left():
            painter.fillRect(QRect(clip.left(), clip.top(), past - clip.left(), clip.height()), colours["surface2"])
        for row in rows:
            if self.lines[row].team is None:
                painter.fillRect(clip.left(), self.top_of(row), clip.width(), self.brush.row, colours["surface3"])
        if self.row in rows and (line := self.line()) and line.lane:
            painter.fillRect(clip.left(), self.top_of(self.row), clip.width(), self.brush.row, colours["selected"])
        self._paint_grid(painter, clip, rows, base)
        first, last = self.axis.day(clip.left() - base), self.axis.day(clip.right() - base)
        for row in rows:
            line = self.lines[row]
            if line.lane is None:
                self._paint_counts(painter, row, line, clip, base)
            else:
                for bar in line.lane.bars:
                    if bar.last >= first and bar.first <= last:
                        name = self.shell.name(bar.name)
                        self.brush.bar_at(
                            painter,
                            self.rect_of(row, bar.first, bar.last),
                            bar,
                            name,
                            self.label_width,
                            self.data.today,
                        )
        self._paint_cursor(painter, rows)
        painter.setClipping(False)

    def _paint_grid(self, painter: QPainter, clip: QRect, rows: range, base: int) -> None:
        colours = self.brush.colours
        for row in rows:
            painter.fillRect(clip.left(), self.top_of(row) + self.brush.row - 1, clip.width(), 1, colours["line_soft"])
        for _i, _monday, x, _w in self.axis.weeks(clip.left() - base, clip.right() - base):
            painter.fillRect(base + x, clip.top(), 1, clip.height(), colours["line_soft"])
        for _month, x in self.axis.months(clip.left() - base, clip.right() - base):
            painter.fillRect(base + x, clip.top(), 1, clip.height(), colours["line_btn"])
        today = base + self.axis.x(self.data.today)
        if clip.left() - 2 <= today <= clip.right():
            painter.fillRect(today, clip.top(), 2, clip.height(), colours["text"])

    def _paint_counts(self, painter: QPainter, row: int, line: BoardLine, clip: QRect, base: int) -> None:
        weeks = line.team.weeks if line.team else line.section.weeks
        every = self.every
        beside = round(14 * self.axis.per_day)  # a figure of the weeks beside reaches into what is drawn
        for i, _monday, x, wide in self.axis.weeks(clip.left() - base - beside, clip.right() - base + beside):
            if i % every:
                continue
            if line.team is None:
                rect = QRect(base + x - 8, self.top_of(row), wide * every + 16, self.brush.row)
                self.brush.text(painter, rect, str(weeks[i]), "label", "text2", LINE_CENTER)
            else:
                self.brush.cell(painter, base + x, self.top_of(row), wide * every, min(weeks[i : i + every]))

    def _paint_cursor(self, painter: QPainter, rows: range) -> None:
        now, line = self.current(), self.line()
        if self.row in rows and line is not None:
            if isinstance(now, BoardBar):
                painter.setPen(QPen(self.brush.colours["focus" if self.hasFocus() else "line_strong"], 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.rect_of(self.row, now.first, now.last).adjusted(-1, -1, 1, 1))
            elif now is not None:
                rect = self.rect_of(self.row, *now)
                self.brush.gap(painter, rect, self.gap_text(*now), self.label_width, focus=self.hasFocus())
            elif self.hasFocus() and line.team is not None:
                painter.setPen(QPen(self.brush.colours["focus"], 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.cell_rect(self.row, self.day).adjusted(1, 1, -1, -2))
        drag = self.drag
        if drag and drag.moving and drag.target and drag.first and drag.last and drag.target in self.lines:
            problem = drag.problem()
            said = self.t.say(problem) if problem else self.gap_text(drag.first, drag.last, free=False)
            rect = self.rect_of(self.lines.index(drag.target), drag.first, drag.last)
            self.brush.gap(painter, rect, said, self.label_width, focus=False, bad=problem is not None)

    def gap_text(self, first: date, last: date, *, free: bool = True) -> str:
        """ "Free 30 Nov – 9 May · 23 weeks"."""
        t, weeks = self.t, ((last - first).days + 1) // 7
        end = t("until further notice") if free and last >= self.data.window.last else t.day(last)
        if not free:
            return t.plural(
                "{first} – {last} · {weeks} week",
                "{first} – {last} · {weeks} weeks",
                weeks,
                first=first,
                last=last,
                weeks=weeks,
            )
        return t.plural(
            "Free {first} – {last} · {weeks} week",
            "Free {first} – {last} · {weeks} weeks",
            weeks,
            first=first,
            last=end,
            weeks=weeks,
        )

    def _paint_labels(self, painter: QPainter, clip: QRect) -> None:
        area = QRect(0, self.head, self.label_width, self.viewport().height() - self.head)
        painter.setClipRect(area.intersected(clip))
        painter.fillRect(area, self.brush.colours["surface"])
        for row in self._rows(area.intersected(clip)):
            self._paint_label(painter, row, self.lines[row])
        painter.fillRect(self.label_width - 1, self.head, 1, area.height(), self.brush.colours["line_btn"])
        painter.setClipping(False)

    def _paint_label(self, painter: QPainter, row: int, line: BoardLine) -> None:
        t, brush, y = self.t, self.brush, self.top_of(row)
        here = row == self.row
        role = "surface3" if line.team is None else "selected" if here else "surface"
        painter.fillRect(0, y, self.label_width, brush.row, brush.colours[role])
        painter.fillRect(0, y + brush.row - 1, self.label_width, 1, brush.colours["line_soft"])
        if here:
            painter.fillRect(0, y, 3, brush.row, brush.colours["accent"])
        right = self.label_width - 12
        if line.team is None:
            said, mark = self.counted_beside(line.section), self.shell.theme.mark(16)
            self._chevron(painter, 12, y, line.section.key not in self.folded)
            wide = brush.metrics["label"].horizontalAdvance(said) + 4
            brush.text(painter, QRect(right - wide, y, wide, brush.row), said, "label", "text2", LINE_RIGHT)
            brush.text(
                painter,
                QRect(16 + mark, y, right - wide - 24 - mark, brush.row),
                self.section_name(line.section.key),
                "body_strong",
                "text",
            )
            return
        single = line.team.single
        if line.lane is not None and not single:
            name = t("Place {number}", number=line.lane.number)
            brush.text(
                painter, QRect(self.indents[1], y, right - 64, brush.row), name, "body", "text" if here else "text2"
            )
            return
        if not single:
            self._chevron(painter, 26, y, line.team.id in (self.unfolded or set()))
        free = t("{free} of {capacity}", free=line.team.free, capacity=line.team.capacity)
        role = "ok" if line.team.free else "text2"
        brush.text(
            painter,
            QRect(right - self.indents[0], y, self.indents[0], brush.row),
            free,
            "label" if line.team.free else "caption",
            role,
            LINE_RIGHT,
        )
        edge, mark = right - self.indents[1], self.shell.theme.mark(16)
        if self.wide:
            when = (
                "–"
                if line.team.next_free is None
                else t("now")
                if line.team.next_free <= self.data.today
                else t.day(line.team.next_free)
            )
            brush.text(
                painter,
                QRect(edge - self.indents[3], y, self.indents[2], brush.row),
                when,
                "caption",
                "text2",
                LINE_RIGHT,
            )
            edge -= self.indents[4]
        brush.text(painter, QRect(30 + mark, y, edge - 34 - mark, brush.row), line.team.name, "body_strong", "text")

    def _chevron(self, painter: QPainter, x: int, y: int, is_open: bool) -> None:
        size = self.shell.theme.mark(16)
        icon = "chevron_down" if is_open else "chevron_right"
        paint.icon(painter, self.shell.theme, x, y + (self.brush.row - size) // 2, icon, "text2", size)

    def counted_beside(self, section: BoardSection) -> str:
        """What the heading of a section says beside its name, of which nothing is cut for it."""
        metrics, name = self.brush.metrics, self.section_name(section.key)
        room = self.label_width - 12 - 40 - metrics["body_strong"].horizontalAdvance(name)
        whole, free = self._counted(section)
        return whole if metrics["label"].horizontalAdvance(whole) + 4 <= room else free

    def _counted(self, section: BoardSection) -> tuple[str, str]:
        """How many a section has and how many are free, and the latter alone; only the in-house teams are all teams."""
        t, count = self.t, len(section.teams)
        if section.key == "in_house":
            lines = t.plural("{count} team", "{count} teams", count, count=count)
        else:
            lines = t.plural("{count} in the placement bank", "{count} in the placement bank", count, count=count)
        free = t.plural("{count} free place", "{count} free places", section.free, count=section.free)
        return f"{lines} · {free}", free

    def section_name(self, key: str) -> str:
        known = {"in_house": self.t("In-house teams"), "external": self.t("External places"), **self.names}
        return known.get(key, key)

    def _paint_head(self, painter: QPainter, clip: QRect) -> None:
        brush, t = self.brush, self.t
        lanes = QRect(self.label_width, 0, self.viewport().width() - self.label_width, self.head)
        painter.setClipRect(clip.intersected(lanes))
        brush.header(
            painter,
            self.axis,
            self.every,
            lanes,
            self.offset,
            self.data.today,
            lambda d: (
                f"{t.month(d.month)} {d.year}" if d.month == 1 or self.axis.x(d) <= self.offset else t.month(d.month)
            ),
        )
        painter.setClipRect(clip.intersected(QRect(0, 0, self.viewport().width(), self.head)))
        painter.fillRect(0, 0, self.label_width, self.head, brush.colours["surface"])
        right, wide = self.label_width - 12, self.shell.theme.px(100)
        brush.text(painter, QRect(14, 0, wide, self.head), t("Placement"), "label", "text2")
        brush.text(painter, QRect(right - wide, 0, wide, self.head), t("Free now"), "label", "text2", LINE_RIGHT)
        if self.wide:
            brush.text(
                painter,
                QRect(right - self.indents[5], 0, self.indents[3], self.head),
                t("Next free"),
                "label",
                "text2",
                LINE_RIGHT,
            )
        painter.fillRect(0, self.head - 1, self.viewport().width(), 1, brush.colours["line_btn"])
        painter.fillRect(self.label_width - 1, 0, 1, self.head, brush.colours["line_btn"])
        painter.setClipping(False)

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
        elif key in moves and not (key in {Qt.Key.Key_M, Qt.Key.Key_B} and not self.shell.settings.letters):
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
        self._into_view()
        self.viewport().update()
        self._say_carried(drag)

    def _say_carried(self, drag: Drag) -> None:
        if drag.first and drag.last and drag.target and drag.target.team:
            problem = drag.problem()
            where = self.t.say(problem) if problem else self.gap_text(drag.first, drag.last, free=False)
            self.carried.emit(f"{drag.target.team.name}: {where}")

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
        said = self.spoken_bar(bar) if bar else ""
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

    # what is said aloud

    def spoken_bar(self, bar: BoardBar) -> str:
        state = self.t(BAR_STATES[bar.state])
        said = f"{self.shell.name(bar.name)}, {state}" if bar.ref else state
        return f"{said}, {self.t.day(bar.first)} – {self.t.day(bar.last)}"

    def spoken(self, row: int, week: int) -> str:
        """What a screen reader says of a row in a week."""
        line, t = self.lines[row], self.t
        monday = self.data.window.first + timedelta(7 * week)
        where = t("w. {week}", week=monday.isocalendar().week)
        if line.team is None:
            return f"{self.section_name(line.section.key)}, {where}: " + t.plural(
                "{count} free", "{count} free", line.section.weeks[week], count=line.section.weeks[week]
            )
        name = line.team.name
        if line.lane is None:
            return f"{name}, {where}: " + t.plural(
                "{count} free", "{count} free", line.team.weeks[week], count=line.team.weeks[week]
            )
        place = name if line.team.single else f"{name}, " + t("Place {number}", number=line.lane.number)
        bars = [self.spoken_bar(b) for b in line.lane.bars if b.first <= monday + 6 * ONE_DAY and b.last >= monday]
        if bars:
            return f"{place}, {where}: " + "; ".join(bars)
        gap = line.lane.gap(monday, self.data.window.first, self.data.window.last)
        return f"{place}, {where}: " + (self.gap_text(*gap) if gap else "")
