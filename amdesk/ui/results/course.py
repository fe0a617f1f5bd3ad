"""A figure by period from frozen reports: hollow before the action, filled from its day on; Enter on a point opens its report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF

from amdesk.domain.results.improving import CoursePoint, FigureCourse
from amdesk.ui.kit import paint
from amdesk.ui.kit.chart import Chart, ChartPart
from amdesk.ui.kit.shell import Shell

STEPS = (5, 10, 20, 25, 50, 100, 200, 500, 1000, 5000)
"""What one line of the grid stands for; the axis begins at 0."""


class CourseChart(Chart):
    opened = Signal(str)
    """The number of the frozen report of a point."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("The figure over time"))
        self.course = FigureCourse("", ())
        self.begins = shell.today
        self.setMinimumHeight(shell.theme.px(150))

    def show_course(self, found: FigureCourse, begins: date) -> None:
        self.course, self.begins, self.on = found, begins, max(0, len(found.points) - 1)
        spoken = ", ".join(self._said(p) for p in found.points)
        self.setAccessibleName(f"{self.name}. {found.label}. {spoken}")
        self.update()

    @property
    def points(self) -> Sequence[CoursePoint]:
        return self.course.points

    def _said(self, p: CoursePoint) -> str:
        t = self.shell.words
        of = t("{count} of {base}", count=p.count, base=p.base) if p.base is not None else str(p.count)
        return f"{t.month(p.on.month)} {p.on.year}: {p.said}, {of} ({p.number})"

    def open_part(self, at: int) -> None:
        self.opened.emit(self.points[at].number)

    def _most(self) -> tuple[int, int]:
        """(the top of the axis, one step of the grid)."""
        high = max((p.height for p in self.points), default=1) or 1
        share = any(p.percent is not None for p in self.points)
        if share:
            return (100, 20) if high > 50 else (50, 10)
        step = next((s for s in STEPS if high <= 5 * s), STEPS[-1])
        return step * -(-high // step), step

    def _area(self) -> QRect:
        px = self.shell.theme.px
        return QRect(px(56), px(34), self.width() - px(56) - px(96), self.height() - px(34) - px(26))

    def _at(self, area: QRect, i: int) -> QPointF:
        most, _ = self._most()
        across = area.width() * (i + 0.5) / max(1, len(self.points))
        return QPointF(area.left() + across, area.bottom() - area.height() * min(self.points[i].height, most) / most)

    def parts(self) -> Sequence[ChartPart]:
        area, out = self._area(), []
        for i, p in enumerate(self.points):
            at = self._at(area, i).toPoint()
            out.append(ChartPart(self._said(p), QRect(at.x() - 8, at.y() - 8, 16, 16)))
        return out

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = QPainter(self), self._area()
        if self.points and area.width() > 60 and area.height() > 30:
            self._grid(painter, area)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            self._begun(painter, area)
            self._line(painter, area)
            self._last(painter, area)
            self.paint_focus(painter)
        painter.end()

    def _grid(self, painter: QPainter, area: QRect) -> None:
        theme, (most, step) = self.shell.theme, self._most()
        share = any(p.percent is not None for p in self.points)
        for value in range(0, most + 1, step):
            y = area.bottom() - area.height() * value // most
            painter.fillRect(area.left(), y, area.width(), 1, theme.color("line_strong" if value == 0 else "line"))
            said = self.shell.words.percent(value) if share and value == most else str(value)
            place = QRect(0, y - 9, area.left() - 8, 18)
            paint.say(painter, place, said, theme.digits("caption"), theme.color("text2"), paint.RIGHT)
        wide, room = theme.px(44), area.width() // max(1, len(self.points))
        every = max(1, -(-wide // max(1, room)))
        for i, p in enumerate(self.points):
            if (len(self.points) - 1 - i) % every == 0:
                place = QRect(int(self._at(area, i).x()) - 40, area.bottom() + 6, 80, 18)
                said = self.shell.words.month(p.on.month)[:3].lower()
                paint.say(painter, place, said, theme.font("caption"), theme.color("text2"), paint.CENTER)

    def _begun(self, painter: QPainter, area: QRect) -> None:
        """A line at the day on which the action begins, with its day above; nothing where no point lies after it."""
        after = next((i for i, p in enumerate(self.points) if p.on >= self.begins), None)
        if after is None:
            return
        t, theme = self.shell.words, self.shell.theme
        x = self._at(area, after).x() - area.width() / len(self.points) / 2
        said = t("{day}: the action begins", day=t.day(self.begins))
        wide = paint.width(said, theme.font("caption")) + theme.px(20)
        left = int(min(max(0.0, x - wide / 2), self.width() - wide))
        painter.fillRect(int(x), area.top() - theme.px(8), 2, area.height() + theme.px(8), theme.color("text"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("text"))
        pill = QRect(left, area.top() - theme.px(32), wide, theme.px(24))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        paint.say(painter, pill, said, theme.font("caption"), theme.color("surface"), paint.CENTER)

    def _line(self, painter: QPainter, area: QRect) -> None:
        theme = self.shell.theme
        line = [self._at(area, i) for i in range(len(self.points))]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.drawPolyline(QPolygonF(line))
        for at, p in zip(line, self.points, strict=True):
            painter.setBrush(theme.color("accent" if p.on >= self.begins else "surface"))
            painter.drawEllipse(at, 4, 4)

    def _last(self, painter: QPainter, area: QRect) -> None:
        """The newest value, with its count and base, at the line's end."""
        t, theme, last = self.shell.words, self.shell.theme, self.points[-1]
        at = self._at(area, len(self.points) - 1)
        x, high = area.right() + theme.px(8), theme.px(18)
        room = self.width() - x
        paint.say(
            painter, QRect(x, int(at.y()) - high, room, high), last.said, theme.font("body_strong"), theme.color("text")
        )
        if last.base is not None:
            said = t("{count} of {base}", count=last.count, base=last.base)
            paint.say(painter, QRect(x, int(at.y()), room, high), said, theme.font("caption"), theme.color("text2"))
