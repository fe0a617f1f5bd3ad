"""The pages of a report: head and foot on each, headings, paragraphs and tables that flow, all tagged."""

from __future__ import annotations

from collections.abc import Sequence

from amdesk.domain.results.report import AUDIENCES, Report
from amdesk.domain.texts import N_
from amdesk.export.pdf import (
    GREY,
    HEIGHT,
    INK,
    MARGIN,
    MM,
    WIDTH,
    draw,
    draw_right,
    fitted,
    letterhead,
    new_canvas,
    rule,
    turn,
    wrap,
)
from amdesk.i18n import Words

RIGHT_EDGE = WIDTH - MARGIN
BOTTOM = 22 * MM
SIZE, LEADING = 9.2, 12.5


class ReportPaper:
    """Flows text down pages, with head and foot on each."""

    def __init__(self, report: Report, words: Words, city: str, department: str) -> None:
        self.report, self.words, self.city, self.department = report, words, city, department
        self.title = words.say(report.title)
        self.canvas, self.out = new_canvas(self.title, city or "AMDesk", words.lang)
        self.number = 0
        self.y = 0.0
        self._begin()

    def _begin(self) -> None:
        self.number += 1
        c, w = self.canvas, self.words
        with c.tags.artifact():
            outside = w(AUDIENCES[self.report.audience])
            day = w(N_("Data of {day}"), day=w.long_day(self.report.data_date))
            left = (self.city, "Inter-SemiBold", 9.5, INK), (self.department, "Inter", 8.2, GREY)
            right = (day, "Inter", 8.2, GREY), (outside, "Inter", 8.2, GREY)
            low = letterhead(c, HEIGHT - 16 * MM, left, right, RIGHT_EDGE)
            size = fitted(self.title, "Inter", 7.6, RIGHT_EDGE - MARGIN - 30, 5)
            draw(c, MARGIN, 12 * MM, self.title, "Inter", size, GREY)
            draw_right(c, RIGHT_EDGE, 12 * MM, str(self.number), "Inter", 8.2, GREY)
        rule(c, MARGIN, RIGHT_EDGE, low - 6, 1.2, INK)
        self.y = low - 29

    def room(self, height: float) -> None:
        """A new page where less than this is left."""
        if self.y - height < BOTTOM:
            turn(self.canvas)
            self._begin()

    def heading(self, said: str, level: int) -> None:
        size = fitted(said, "Inter-SemiBold", {1: 20.0, 2: 12.5, 3: 10.0}[level], RIGHT_EDGE - MARGIN, 10)
        lines = wrap(said, "Inter-SemiBold", size, RIGHT_EDGE - MARGIN)
        self.room(len(lines) * size * 1.25 + 70)
        self.y -= {1: 0, 2: 12, 3: 6}[level]
        with self.canvas.tags.element(f"H{level}"):
            for line in lines:
                draw(self.canvas, MARGIN, self.y, f"{line} ", "Inter-SemiBold", size)
                self.y -= size * 1.25
        self.y -= 3

    def paragraph(self, said: str, colour: str = INK, size: float = SIZE) -> None:
        lines = wrap(said, "Inter", size, RIGHT_EDGE - MARGIN)
        self.room(min(len(lines), 4) * LEADING)
        with self.canvas.tags.element("P"):
            for line in lines:
                self.room(LEADING)
                draw(self.canvas, MARGIN, self.y, f"{line} ", "Inter", size, colour)
                self.y -= LEADING
        self.y -= 3

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """Columns after the first are right-aligned. The head is drawn anew on each page."""
        xs = [MARGIN + sum(widths[:i]) for i in range(len(widths))]
        with self.canvas.tags.element("Table"):
            self._head(heads, xs, widths)
            for row in rows:
                cells = [wrap(v, "Inter", SIZE - 0.4, w - 6) if v else [""] for v, w in zip(row, widths, strict=True)]
                height = max(len(c) for c in cells) * (LEADING - 1.5) + 6
                if self.y - height < BOTTOM:
                    turn(self.canvas)
                    self._begin()
                    self._head(heads, xs, widths)
                self._row(cells, xs, widths, "TD", height)
        self.y -= 8

    def _head(self, heads: Sequence[str], xs: Sequence[float], widths: Sequence[float]) -> None:
        cells = [wrap(h, "Inter-SemiBold", 8.2, w - 6) if h else [""] for h, w in zip(heads, widths, strict=True)]
        height = max(len(c) for c in cells) * 10.5 + 6
        self.room(height + 40)
        self._row(cells, xs, widths, "TH", height)

    def _row(
        self, cells: Sequence[Sequence[str]], xs: Sequence[float], widths: Sequence[float], kind: str, height: float
    ) -> None:
        font, size, step = ("Inter-SemiBold", 8.2, 10.5) if kind == "TH" else ("Inter", SIZE - 0.4, LEADING - 1.5)
        with self.canvas.tags.element("TR"):
            for i, (lines, x, width) in enumerate(zip(cells, xs, widths, strict=True)):
                with self.canvas.tags.element(kind):
                    for n, line in enumerate(lines):
                        at = self.y - n * step
                        if i == 0:
                            draw(self.canvas, x, at, f"{line} ", font, size)
                        else:
                            draw_right(self.canvas, x + width - 3, at, line or " ", font, size)
        self.y -= height
        rule(
            self.canvas,
            MARGIN,
            RIGHT_EDGE,
            self.y + 10.5,
            0.9 if kind == "TH" else 0.4,
            INK if kind == "TH" else "#B9C4C6",
        )
