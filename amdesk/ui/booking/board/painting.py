"""How a board is drawn, part by part: lanes with their bars, names at the left, days above."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen

from amdesk.domain.booking.board import ONE_DAY, BoardBar, BoardSection, HeldPlace, Lane, Team
from amdesk.ui.booking.board.draw import LINE_CENTER, LINE_RIGHT
from amdesk.ui.booking.board.lines import BoardLine
from amdesk.ui.booking.board.surface import BoardSurface
from amdesk.ui.kit import paint


class BoardPainting:
    """Of one board; it keeps nothing that the board does not know."""

    def __init__(self, board: BoardSurface) -> None:
        self.board, self.brush = board, board.brush
        self.shell, self.t = board.shell, board.t

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """Draw what lies in a part of the viewport, and nothing outside it."""
        board = self.board
        area = board.viewport().size()
        below = QRect(board.label_width, board.head, area.width(), area.height())
        self._paint_lanes(painter, clip.intersected(below))
        if clip.left() < board.label_width:
            self._paint_labels(painter, clip)
        if clip.top() < board.head:
            self._paint_head(painter, clip)

    def _rows(self, clip: QRect) -> range:
        board = self.board
        top = board.verticalScrollBar().value()
        first = (clip.top() - board.head + top) // self.brush.row
        last = (clip.bottom() - board.head + top) // self.brush.row
        return range(max(0, first), min(len(board.lines), last + 1))

    def _paint_lanes(self, painter: QPainter, clip: QRect) -> None:
        board = self.board
        if clip.isEmpty():
            return
        painter.setClipRect(clip)
        colours, rows = self.brush.colours, self._rows(clip)
        painter.fillRect(clip, colours["surface"])
        base = board.label_width - board.offset
        past = base + board.axis.x(board.data.today)
        if past > clip.left():
            painter.fillRect(QRect(clip.left(), clip.top(), past - clip.left(), clip.height()), colours["surface2"])
        for row in rows:
            if board.lines[row].team is None:
                painter.fillRect(clip.left(), board.top_of(row), clip.width(), self.brush.row, colours["surface3"])
        if board.row in rows and (line := board.line()) and line.lane:
            painter.fillRect(clip.left(), board.top_of(board.row), clip.width(), self.brush.row, colours["selected"])
        self._paint_grid(painter, clip, rows, base)
        first, last = board.axis.day(clip.left() - base), board.axis.day(clip.right() - base)
        for row in rows:
            line = board.lines[row]
            if line.lane is None:
                self._paint_counts(painter, row, line, clip, base)
            else:
                for bar in line.lane.bars:
                    if bar.last >= first and bar.first <= last:
                        rect, name = board.rect_of(row, bar.first, bar.last), self.shell.name(bar.name)
                        away = [board.rect_of(row, *days) for days in bar.away_between(first, last)]
                        self.brush.bar_at(painter, rect, bar, name, board.label_width, board.data.today, away)
                if line.lane.held is not None:
                    self._paint_held(painter, row, line.lane, line.lane.held)
        self._paint_cursor(painter, rows)
        painter.setClipping(False)

    def _paint_grid(self, painter: QPainter, clip: QRect, rows: range, base: int) -> None:
        board = self.board
        colours = self.brush.colours
        for row in rows:
            painter.fillRect(clip.left(), board.top_of(row) + self.brush.row - 1, clip.width(), 1, colours["line_soft"])
        for _i, _monday, x, _w in board.axis.weeks(clip.left() - base, clip.right() - base):
            painter.fillRect(base + x, clip.top(), 1, clip.height(), colours["line_soft"])
        for _month, x in board.axis.months(clip.left() - base, clip.right() - base):
            painter.fillRect(base + x, clip.top(), 1, clip.height(), colours["line_btn"])
        today = base + board.axis.x(board.data.today)
        if clip.left() - 2 <= today <= clip.right():
            painter.fillRect(today, clip.top(), 2, clip.height(), colours["text"])

    def _paint_counts(self, painter: QPainter, row: int, line: BoardLine, clip: QRect, base: int) -> None:
        board = self.board
        weeks = line.team.weeks if line.team else line.section.weeks
        every = board.every
        beside = round(14 * board.axis.per_day)  # a figure of the weeks beside reaches into what is drawn
        for i, _monday, x, wide in board.axis.weeks(clip.left() - base - beside, clip.right() - base + beside):
            if i % every:
                continue
            if line.team is None:
                rect = QRect(base + x - 8, board.top_of(row), wide * every + 16, self.brush.row)
                self.brush.text(painter, rect, str(weeks[i]), "label", "text2", LINE_CENTER)
            else:
                self.brush.cell(painter, base + x, board.top_of(row), wide * every, min(weeks[i : i + every]))

    def _paint_held(self, painter: QPainter, row: int, lane: Lane, held: HeldPlace) -> None:
        """A held place is free still: what is said of it may reach into the days after."""
        board, window = self.board, self.board.data.window
        gap = lane.gap(held.first, window.first, window.last) or (held.first, held.until)
        last = min(gap[1], max(held.until, held.first + 7 * ONE_DAY) - ONE_DAY)
        if held.first <= last:
            rect, room = board.rect_of(row, held.first, last), board.rect_of(row, held.first, gap[1])
            self.brush.held(painter, rect, room, board.held_said(held.until), board.label_width)

    def _paint_cursor(self, painter: QPainter, rows: range) -> None:
        board = self.board
        now, line = board.current(), board.line()
        if board.row in rows and line is not None:
            if isinstance(now, BoardBar):
                painter.setPen(QPen(self.brush.colours["focus" if board.hasFocus() else "line_strong"], 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(board.rect_of(board.row, now.first, now.last).adjusted(-1, -1, 1, 1))
            elif now is not None:
                rect = board.rect_of(board.row, *now)
                self.brush.gap(painter, rect, board.gap_said(line, *now), board.label_width, focus=board.hasFocus())
            elif board.hasFocus() and line.team is not None:
                painter.setPen(QPen(self.brush.colours["focus"], 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(board.cell_rect(board.row, board.day).adjusted(1, 1, -1, -2))
        drag = board.drag
        if drag and drag.moving and drag.target and drag.first and drag.last and drag.target in board.lines:
            said = board.drag_text(drag)
            rect = board.rect_of(board.lines.index(drag.target), drag.first, drag.last)
            self.brush.gap(painter, rect, said, board.label_width, focus=False, bad=drag.bad)

    def _paint_labels(self, painter: QPainter, clip: QRect) -> None:
        board = self.board
        area = QRect(0, board.head, board.label_width, board.viewport().height() - board.head)
        painter.setClipRect(area.intersected(clip))
        painter.fillRect(area, self.brush.colours["surface"])
        for row in self._rows(area.intersected(clip)):
            self._paint_label(painter, row, board.lines[row])
        painter.fillRect(board.label_width - 1, board.head, 1, area.height(), self.brush.colours["line_btn"])
        painter.setClipping(False)

    def _paint_label(self, painter: QPainter, row: int, line: BoardLine) -> None:
        board = self.board
        t, brush, y = self.t, self.brush, board.top_of(row)
        here = row == board.row
        role = "surface3" if line.team is None else "selected" if here else "surface"
        painter.fillRect(0, y, board.label_width, brush.row, brush.colours[role])
        painter.fillRect(0, y + brush.row - 1, board.label_width, 1, brush.colours["line_soft"])
        if here:
            painter.fillRect(0, y, 3, brush.row, brush.colours["accent"])
        if line.team is None:
            self._section_label(painter, y, line.section)
        elif line.lane is not None and not line.team.single:
            name, wide = t("Place {number}", number=line.lane.number), board.label_width - 76
            role = "text" if here else "text2"
            brush.text(painter, QRect(board.indents[1], y, wide, brush.row), name, "body", role)
        else:
            self._team_label(painter, y, line.team)

    def _section_label(self, painter: QPainter, y: int, section: BoardSection) -> None:
        board, brush = self.board, self.brush
        right, mark = board.label_width - 12, self.shell.theme.mark(16)
        said = board.counted_beside(section)
        self._chevron(painter, 12, y, section.key not in board.folded)
        wide = brush.metrics["label"].horizontalAdvance(said) + 4
        brush.text(painter, QRect(right - wide, y, wide, brush.row), said, "label", "text2", LINE_RIGHT)
        room = QRect(16 + mark, y, right - wide - 24 - mark, brush.row)
        brush.text(painter, room, board.section_name(section.key), "body_strong", "text")

    def _team_label(self, painter: QPainter, y: int, team: Team) -> None:
        """Its name, when it is free next where there is room for that, and how many of its places are free."""
        board, brush = self.board, self.brush
        right, mark = board.label_width - 12, self.shell.theme.mark(16)
        if not team.single:
            self._chevron(painter, 26, y, team.id in (board.unfolded or set()))
        free = self.t("{free} of {capacity}", free=team.free, capacity=team.capacity)
        style, role = ("label", "ok") if team.free else ("caption", "text2")
        rect = QRect(right - board.indents[0], y, board.indents[0], brush.row)
        brush.text(painter, rect, free, style, role, LINE_RIGHT)
        edge = right - board.indents[1]
        if board.wide:
            rect = QRect(edge - board.indents[3], y, board.indents[2], brush.row)
            brush.text(painter, rect, self._next_free(team), "caption", "text2", LINE_RIGHT)
            edge -= board.indents[4]
        brush.text(painter, QRect(30 + mark, y, edge - 34 - mark, brush.row), team.name, "body_strong", "text")

    def _next_free(self, team: Team) -> str:
        if team.next_free is None:
            return "–"
        return self.t("now") if team.next_free <= self.board.data.today else self.t.day(team.next_free)

    def _chevron(self, painter: QPainter, x: int, y: int, is_open: bool) -> None:
        size = self.shell.theme.mark(16)
        icon = "chevron_down" if is_open else "chevron_right"
        paint.icon(painter, self.shell.theme, x, y + (self.brush.row - size) // 2, icon, "text2", size)

    def _paint_head(self, painter: QPainter, clip: QRect) -> None:
        board = self.board
        brush, t = self.brush, self.t
        lanes = QRect(board.label_width, 0, board.viewport().width() - board.label_width, board.head)
        painter.setClipRect(clip.intersected(lanes))
        brush.header(
            painter,
            board.axis,
            board.every,
            lanes,
            board.offset,
            board.data.today,
            lambda d: (
                f"{t.month(d.month)} {d.year}" if d.month == 1 or board.axis.x(d) <= board.offset else t.month(d.month)
            ),
        )
        painter.setClipRect(clip.intersected(QRect(0, 0, board.viewport().width(), board.head)))
        painter.fillRect(0, 0, board.label_width, board.head, brush.colours["surface"])
        right, wide = board.label_width - 12, self.shell.theme.px(100)
        brush.text(painter, QRect(14, 0, wide, board.head), t("Placement"), "label", "text2")
        brush.text(painter, QRect(right - wide, 0, wide, board.head), t("Free now"), "label", "text2", LINE_RIGHT)
        if board.wide:
            brush.text(
                painter,
                QRect(right - board.indents[5], 0, board.indents[3], board.head),
                t("Next free"),
                "label",
                "text2",
                LINE_RIGHT,
            )
        painter.fillRect(0, board.head - 1, board.viewport().width(), 1, brush.colours["line_btn"])
        painter.fillRect(board.label_width - 1, 0, 1, board.head, brush.colours["line_btn"])
        painter.setClipping(False)
