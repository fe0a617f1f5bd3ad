"""Work or studies over time: rolling twelve months, external and in-house, each with its 95 % band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF

from amdesk.domain.results import words as shown
from amdesk.domain.results.figures import Figure
from amdesk.ui.kit import paint
from amdesk.ui.kit.chart import Chart, ChartPart
from amdesk.ui.kit.shell import Shell


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One line: what it is called, its colour, whether it is dashed with squares, and a figure for each quarter."""

    name: str
    role: str
    dashed: bool
    figures: Sequence[Figure]


class TrendChart(Chart):
    """Left and right go along a line, up and down to the other one."""

    def __init__(self, shell: Shell, name: str) -> None:
        super().__init__(shell, name)
        self.days: Sequence[date] = ()
        self.lines: Sequence[TrendLine] = ()
        self.setMinimumHeight(150)

    def show_lines(self, days: Sequence[date], lines: Sequence[TrendLine]) -> None:
        self.days, self.lines, self.on = days, lines, max(0, len(days) - 1)
        spoken = [
            f"{x.name}: "
            + ", ".join(
                f"{self.quarter(d)} {shown.percent(f, self.shell.words.lang) or '–'}"
                for d, f in zip(days, x.figures, strict=True)
            )
            for x in lines
        ]
        self.setAccessibleName(f"{self.name}. " + ". ".join(spoken))
        self.update()

    def quarter(self, day: date) -> str:
        """K3 26, as the axis writes it."""
        return self.shell.words("Q{quarter} {year}", quarter=(day.month - 1) // 3 + 1, year=f"{day:%y}")

    def _most(self) -> int:
        highest = max((f.interval[1] for x in self.lines for f in x.figures if f.interval and _enough(f)), default=40.0)
        step = 10 if highest < 50 else 20
        return max(20, min(100, -(-int(highest + 1) // step) * step))

    def _area(self) -> QRect:
        px = self.shell.theme.px
        return QRect(px(46), px(10), self.width() - px(46) - px(118), self.height() - px(10) - px(24))

    def parts(self) -> Sequence[ChartPart]:
        """A figure for each quarter of each line; one over too few people stands at the foot, where no point is painted."""
        if len(self.days) < 2:
            return ()
        area, most, t, out = self._area(), self._most(), self.shell.words, []
        for line in self.lines:
            for i, (day, figure) in enumerate(zip(self.days, line.figures, strict=True)):
                share = 100 * (figure.count or 0) / figure.base if figure.base and _enough(figure) else 0.0
                middle = QPointF(self._x(area, i), self._y(area, most, share)).toPoint()
                said = f"{line.name}, {self.quarter(day)}: {shown.cell(figure, t.lang)}"
                out.append(ChartPart(said, QRect(middle.x() - 6, middle.y() - 6, 12, 12)))
        return out

    def step(self, right: int, down: int) -> int:
        here, row = self.on % len(self.days), self.on // len(self.days)
        along = right if 0 <= here + right < len(self.days) else 0
        return along + (down * len(self.days) if 0 <= row + down < len(self.lines) else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = QPainter(self), self._area()
        if len(self.days) < 2 or area.width() < 40:
            painter.end()
            return
        most = self._most()
        self._grid(painter, area, most)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for line in self.lines:
            self._band(painter, area, most, line)
        for line in self.lines:
            self._line(painter, area, most, line)
        self._names(painter, area, most)
        self.paint_focus(painter)
        painter.end()

    def _x(self, area: QRect, i: int) -> float:
        return area.left() + area.width() * i / (len(self.days) - 1)

    @staticmethod
    def _y(area: QRect, most: int, value: float) -> float:
        return area.bottom() - area.height() * min(value, most) / most

    def _grid(self, painter: QPainter, area: QRect, most: int) -> None:
        theme = self.shell.theme
        step = 10 if most <= 50 else 20
        for value in range(0, most + 1, step):
            y = int(self._y(area, most, value))
            painter.fillRect(area.left(), y, area.width(), 1, theme.color("line"))
            said = self.shell.words.percent(value) if value == most else str(value)
            paint.say(
                painter,
                QRect(0, y - 9, area.left() - 8, 18),
                said,
                theme.digits("caption"),
                theme.color("text2"),
                paint.RIGHT,
            )
        for i, day in enumerate(self.days):
            rect = QRect(int(self._x(area, i)) - 30, area.bottom() + 4, 60, 18)
            if i % 2 == 0 or area.width() > 420:
                paint.say(painter, rect, self.quarter(day), theme.font("caption"), theme.color("text2"), paint.CENTER)

    def _known(self, line: TrendLine) -> list[tuple[int, Figure]]:
        return [(i, f) for i, f in enumerate(line.figures) if f.base]

    def _band(self, painter: QPainter, area: QRect, most: int, line: TrendLine) -> None:
        found = [(i, f.interval) for i, f in self._known(line) if f.interval and _enough(f)]
        if len(found) < 2:
            return
        top = [QPointF(self._x(area, i), self._y(area, most, b[1])) for i, b in found]
        low = [QPointF(self._x(area, i), self._y(area, most, b[0])) for i, b in reversed(found)]
        colour = QColor(self.shell.theme.color(line.role))
        colour.setAlpha(34)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([*top, *low]))

    def _line(self, painter: QPainter, area: QRect, most: int, line: TrendLine) -> None:
        theme = self.shell.theme
        points = [
            QPointF(self._x(area, i), self._y(area, most, 100 * (f.count or 0) / (f.base or 1)))
            for i, f in self._known(line)
            if _enough(f)
        ]
        pen = QPen(theme.color(line.role), 2)
        if line.dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(QPen(theme.color(line.role), 1.6))
        painter.setBrush(theme.color("surface" if line.dashed else line.role))
        for p in points:
            mark = QRectF(p.x() - 3, p.y() - 3, 6, 6)
            if line.dashed:
                painter.drawRect(mark)
            else:
                painter.drawEllipse(mark)

    def _names(self, painter: QPainter, area: QRect, most: int) -> None:
        """Names at the line's end, moved apart where they would touch."""
        theme, px = self.shell.theme, self.shell.theme.px
        ends = [(x, f) for x in self.lines for f in [x.figures[-1]] if f.base]
        places = sorted(
            (
                (
                    self._y(area, most, 100 * (f.count or 0) / (f.base or 1)) if _enough(f) else area.bottom() - px(30),
                    x,
                    f,
                )
                for x, f in ends
            ),
            key=lambda p: p[0],
        )
        tops = _apart([y - px(18) for y, _, _ in places], px(44), area.bottom() - px(32))
        for y, (_, line, figure) in zip(tops, places, strict=True):
            rect = QRect(area.right() + px(12), int(y), px(106), px(20))
            said = shown.percent(figure, self.shell.words.lang)
            paint.say(painter, rect, said, theme.digits("section"), theme.color("text"))
            paint.say(painter, rect.translated(0, px(18)), line.name, theme.font("label"), theme.color("text2"))


def _apart(tops: Sequence[float], step: float, lowest: float) -> list[float]:
    """Labels moved down until none touches the one above, then up until the last is inside."""
    out: list[float] = []
    for y in tops:
        out.append(max(y, out[-1] + step) if out else y)
    for i in range(len(out) - 1, -1, -1):
        out[i] = min(out[i], lowest - step * (len(out) - 1 - i))
    return out


def _enough(figure: Figure) -> bool:
    """A point needs ten people: with fewer the line jumps and tells nothing."""
    return (figure.base or 0) >= 10
