"""How the board looks: cells, bars, labels and header, with everything costly made once and kept.

Opaque colours and whole pixels: half the time of a wide board went into blending and fractions of pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from amdesk.domain.booking.board import BoardBar
from amdesk.ui.booking.board.axis import Axis
from amdesk.ui.kit import paint
from amdesk.ui.kit.shell import Shell

LOOKS = {
    "running": ("run_fill", "run_edge", "run_text", ""),
    "upcoming": ("next_fill", "next_edge", "next_text", ""),
    "tentative": ("next_fill", "next_edge", "next_text", "clock"),
    "ending": ("end_fill", "end_edge", "end_text", "clock_alarm"),
    "conflict": ("prob_fill", "prob_edge", "prob_text", "warning"),
    "ended": ("done_fill", "done_edge", "done_text", "checkmark"),
    "closed": ("done_fill", "done_edge", "done_text", "lock_closed"),
}
"""Fill, edge, text and icon of each state: never colour alone."""
LINE_LEFT, LINE_RIGHT, LINE_CENTER = (
    a.value | Qt.TextFlag.TextSingleLine.value for a in (paint.LEFT, paint.RIGHT, paint.CENTER)
)
"""Put together once: joining two flags costs as much as drawing a word."""
STICKY = 280
"""How far right of the visible edge a label that sticks to it can reach: repainted when the board moves sideways."""
HELD_ICON = "clock"
NARROW = 24
"""Bars narrower than this carry no text."""
AWAY_STEP = 4
"""Pixels from one line to the next of the hatch over days away: closer than that of any whole bar."""


class Brush:
    """Draws the parts of a board in one theme at one text size."""

    def __init__(self, shell: Shell) -> None:
        self.shell, self.theme = shell, shell.theme
        self.colours = {role: QColor(value) for role, value in self.theme.roles.items()}
        self.fonts: dict[str, QFont] = {
            k: self.theme.font(k) for k in ("caption", "label", "body", "body_strong", "section")
        }
        self.digits = self.theme.digits("label")
        self.metrics = {k: QFontMetrics(f) for k, f in self.fonts.items()}
        self.row, self.bar = self.theme.px(30), self.theme.px(22)
        self._elided: dict[tuple[str, int, str], str] = {}
        self._cells: dict[tuple[int, int, int, float], QPixmap] = {}
        self._hatches: dict[tuple[str, str, int], QBrush] = {}

    def elided(self, said: str, width: int, kind: str = "caption") -> str:
        key = (said, width, kind)
        found = self._elided.get(key)
        if found is None:
            if len(self._elided) > 20_000:
                self._elided.clear()
            found = self._elided[key] = self.metrics[kind].elidedText(said, Qt.TextElideMode.ElideRight, width)
        return found

    def text(self, painter: QPainter, rect: QRect, said: str, kind: str, role: str, align: int = LINE_LEFT) -> None:
        painter.setFont(self.fonts[kind])
        painter.setPen(self.colours[role])
        painter.drawText(rect, align, self.elided(said, rect.width(), kind))

    # cells of a week

    def cell(self, painter: QPainter, x: int, y: int, width: int, count: int) -> None:
        """How many places are free in a week: green with a number, grey and empty at none, red below."""
        wide = max(4, width - 3)
        dpr = self._dpr(painter)
        key = (count, wide, self.row, dpr)
        found = self._cells.get(key)
        if found is None:
            found = self._cells[key] = self._cell(wide, count, dpr)
        painter.drawPixmap(x + 2, y + (self.row - self.bar + 2) // 2, found)

    def _cell(self, wide: int, count: int, dpr: float) -> QPixmap:
        tall = self.bar - 2
        out = QPixmap(round(wide * dpr), round(tall * dpr))
        out.setDevicePixelRatio(dpr)
        out.fill(Qt.GlobalColor.transparent)
        painter = QPainter(out)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, ink = (
            ("free_fill", "free_text")
            if count > 0
            else ("prob_fill", "prob_text")
            if count < 0
            else ("full_fill", "full_text")
        )
        painter.setBrush(self.colours[fill])
        painter.setPen(QPen(self.colours["prob_edge"], 1.5) if count < 0 else Qt.PenStyle.NoPen)
        inset = 1 if count < 0 else 0
        painter.drawRoundedRect(QRect(inset, inset, wide - 2 * inset, tall - 2 * inset), 4, 4)
        if count and wide >= 14:
            painter.setFont(self.digits)
            painter.setPen(self.colours[ink])
            painter.drawText(QRect(0, 0, wide, tall), paint.CENTER, str(count).replace("-", "\N{MINUS SIGN}"))
        painter.end()
        return out

    # bars

    def bar_at(
        self,
        painter: QPainter,
        rect: QRect,
        bar: BoardBar,
        name: str,
        left_edge: int,
        today: date,
        away: Sequence[QRect] = (),
    ) -> None:
        """One booking, hatched where somebody is `away`. Its text stays at the left edge of what is visible."""
        fill, edge, ink, _ = LOOKS[bar.state]
        painter.setBrushOrigin(rect.topLeft())  # a hatch moves with its bar
        if bar.state == "closed":
            painter.fillRect(rect, self.hatch("surface2", "done_edge", 7))
        elif bar.state in {"running", "ending", "ended"}:
            self._body(painter, rect, fill)
            self._hatched(painter, rect, away, fill, ink)
            if bar.state != "ended" and rect.left() >= left_edge:
                painter.fillRect(rect.left(), rect.top(), 3, rect.height(), self.colours[edge])
        else:
            self._framed(painter, rect, bar.state, fill, edge)
            self._hatched(painter, rect.adjusted(2, 2, -2, -2), away, fill, ink)
        self._inside(painter, rect, bar, name, left_edge, today, away)

    def _hatched(self, painter: QPainter, rect: QRect, away: Sequence[QRect], fill: str, ink: str) -> None:
        """In the colour of the bar's words, which is told from its fill in every look."""
        for days in away:
            painter.fillRect(days.intersected(rect), self.hatch(fill, ink, AWAY_STEP))

    def _plain(self, painter: QPainter, rect: QRect, away: Sequence[QRect], fill: str) -> None:
        """What is read on a bar stands on no lines."""
        if any(days.intersects(rect) for days in away):
            painter.fillRect(rect, self.colours[fill])

    def _body(self, painter: QPainter, rect: QRect, fill: str) -> None:
        x, y, w, h = rect.left(), rect.top(), rect.width(), rect.height()
        colour = self.colours[fill]
        painter.fillRect(x + 1, y, w - 2, h, colour)
        painter.fillRect(x, y + 1, 1, h - 2, colour)
        painter.fillRect(x + w - 1, y + 1, 1, h - 2, colour)

    def _framed(self, painter: QPainter, rect: QRect, state: str, fill: str, edge: str) -> None:
        wide = 2 if state == "conflict" else 1
        inner = rect.adjusted(wide, wide, -wide, -wide)
        if state == "tentative":
            painter.fillRect(rect, self.hatch(fill, "line", 5))
            painter.setPen(QPen(self.colours[edge], 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            return
        self._body(painter, rect, edge)
        painter.fillRect(inner, self.colours[fill])

    def _inside(
        self,
        painter: QPainter,
        rect: QRect,
        bar: BoardBar,
        name: str,
        left_edge: int,
        today: date,
        away: Sequence[QRect],
    ) -> None:
        fill, _, ink, icon = LOOKS[bar.state]
        begin = max(rect.left(), left_edge) + 6
        room = rect.right() - begin - 3
        if room < NARROW - 9:
            return
        if icon:
            size = self.theme.mark(14)
            middle = rect.top() + (rect.height() - size) // 2
            self._plain(painter, QRect(begin - 1, middle, size + 2, size), away, fill)
            painter.drawPixmap(
                QPoint(begin, middle),
                self.theme.pixmap(icon, ink, size, filled=bar.state in {"ending", "conflict"}, dpr=self._dpr(painter)),
            )
            begin, room = begin + size + 4, room - size - 4
        if bar.state == "ending":
            left = f"{(bar.last - today).days} d"
            wide = self.metrics["label"].horizontalAdvance(left) + 6
            if room > wide + 20 or room > wide > room - 20:
                where = QRect(rect.right() - wide, rect.top(), wide, rect.height())
                self._plain(painter, where.adjusted(-2, 3, -2, -3), away, fill)
                self.text(painter, where, left, "label", ink)
                room -= wide + 4
        if room > 14 and bar.state not in {"ended", "closed"}:
            room = min(room, self.sticky(begin, rect, left_edge))
            if away:
                wide = self.metrics["caption"].horizontalAdvance(self.elided(name, room))
                self._plain(painter, QRect(begin - 2, rect.top() + 3, wide + 4, rect.height() - 6), away, fill)
            self.text(painter, QRect(begin, rect.top(), room, rect.height()), name, "caption", ink)

    def sticky(self, begin: int, rect: QRect, left_edge: int) -> int:
        """The room of a label at the edge of what is seen or of its bar, which it never leaves further behind."""
        return self.theme.px(STICKY) - (begin - max(rect.left(), left_edge))

    def gap(self, painter: QPainter, rect: QRect, said: str, left_edge: int, *, focus: bool, bad: bool = False) -> None:
        """A free period that is chosen, or one that is being made."""
        edge, fill, ink = ("prob_edge", "prob_fill", "prob_text") if bad else ("ok", "free_fill", "free_text")
        painter.fillRect(rect, self.colours[fill])
        painter.setPen(QPen(self.colours["focus" if focus and not bad else edge], 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(1, 1, -1, -1))
        begin = max(rect.left(), left_edge) + 6
        room = rect.right() - begin - 4
        if room > 40:
            icon = "warning" if bad else "add"
            painter.drawPixmap(
                QPoint(begin, rect.top() + (rect.height() - 14) // 2),
                self.theme.pixmap(icon, ink, 14, dpr=self._dpr(painter)),
            )
            room = min(room - 18, self.sticky(begin + 18, rect, left_edge))
            self.text(painter, QRect(begin + 18, rect.top(), room, rect.height()), said, "label", ink)

    def held(self, painter: QPainter, rect: QRect, room: QRect, said: str, left_edge: int) -> None:
        """The days for which a free place is held, in a dashed frame, and after it the words, as far as the place is free."""
        painter.setBrushOrigin(rect.topLeft())
        painter.fillRect(rect, self.hatch("surface", "line", 5))
        painter.setPen(QPen(self.colours["next_edge"], 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        size, begin = self.theme.mark(14), max(rect.left(), left_edge) + 4
        if rect.right() - begin < size:
            return
        middle = rect.top() + (rect.height() - size) // 2
        painter.fillRect(QRect(begin - 1, middle, size + 2, size), self.colours["surface"])
        painter.drawPixmap(
            QPoint(begin, middle), self.theme.pixmap(HELD_ICON, "next_text", size, dpr=self._dpr(painter))
        )
        left = max(rect.right() + 5, left_edge + 6)
        wide = min(room.right() - left - 3, self.sticky(left, room, left_edge))
        if wide > NARROW:
            self.text(painter, QRect(left, rect.top(), wide, rect.height()), said, "caption", "text2")

    def hatch(self, fill: str, stroke: str, step: int) -> QBrush:
        """Diagonal lines as a texture: a brush made once, not lines drawn each time."""
        key = (fill, stroke, step)
        found = self._hatches.get(key)
        if found is None:
            tile = QPixmap(step, step)
            tile.fill(self.colours[fill])
            painter = QPainter(tile)
            painter.setPen(self.colours[stroke])
            for i in range(step):
                painter.drawPoint(i, step - 1 - i)
            painter.end()
            found = self._hatches[key] = QBrush(tile)
        return found

    # the header

    def header(
        self,
        painter: QPainter,
        axis: Axis,
        every: int,
        rect: QRect,
        offset: int,
        today: date,
        say_month: Callable[[date], str],
    ) -> None:
        """Months over ISO weeks; this week in an inverted pill. `rect` is the header right of the labels, `every` how many
        weeks have one number between them."""
        painter.fillRect(rect, self.colours["surface"])
        half, px = rect.height() // 2, self.theme.px
        months = list(axis.months(offset, offset + rect.width()))
        for i, (month, x) in enumerate(months):
            left = max(rect.left(), rect.left() + x - offset)
            end = rect.left() + months[i + 1][1] - offset if i + 1 < len(months) else rect.right()
            if x >= offset:
                painter.fillRect(left, rect.top() + 6, 1, half - 8, self.colours["line_strong"])
            self.text(painter, QRect(left + 6, rect.top() + 2, end - left - 8, half), say_month(month), "label", "text")
        for i, monday, x, wide in axis.weeks(offset, offset + rect.width()):
            week = monday.isocalendar().week
            here = monday <= today < monday + timedelta(7)
            box = QRect(rect.left() + x - offset, rect.top() + half, wide, half - 4)
            if here:
                mark = QRect(0, 0, px(27), px(18))
                mark.moveCenter(box.center())
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.colours["text"])
                painter.drawRoundedRect(mark, px(9), px(9))
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
                self.text(painter, mark, str(week), "label", "surface", LINE_CENTER)
            elif i % every == 0:
                self.text(painter, box.adjusted(-6, 0, 6, 0), str(week), "caption", "text2", LINE_CENTER)

    def _dpr(self, painter: QPainter) -> float:
        device = painter.device()
        return device.devicePixelRatioF() if device is not None else 1.0
