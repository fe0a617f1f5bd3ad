"""The pages of a report: head and foot on each, headings, paragraphs and tables that flow, all tagged."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import NamedTuple

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
MOST_KEPT = 60 * MM
"""How much of a table is moved to the next page at most, so that its head and first rows stand together."""


class ReportPaper:
    """Flows text down pages, with head and foot on each. `pages` is how many there are, which whoever draws it twice knows."""

    def __init__(self, report: Report, words: Words, city: str, department: str, pages: int = 0) -> None:
        self.report, self.words, self.city, self.department, self.pages = report, words, city, department, pages
        self.title = words.say(report.title)
        self.fronted = any(s.front for s in report.sections)
        self.canvas, self.out = new_canvas(self.title, city or "AMDesk", words.lang, made=report.made)
        self.number = 0
        self.scale = 1.0
        """What letters and gaps are multiplied by where they have to be closer than usual."""
        self.left = False
        """Whether all columns of the table being drawn are words."""
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
            page = w(N_("Page {number} ({count})"), number=self.number, count=self.pages)
            said = " · ".join((self.title, *origin(self.report, w)))
            size = fitted(said, "Inter", 7.6, RIGHT_EDGE - MARGIN - 60, 5)
            draw(c, MARGIN, 12 * MM, said, "Inter", size, GREY)
            draw_right(c, RIGHT_EDGE, 12 * MM, page, "Inter", 8.2, GREY)
        rule(c, MARGIN, RIGHT_EDGE, low - 6, 1.2, INK)
        self.y = low - 29

    def turned(self) -> None:
        """What follows begins on a new page."""
        turn(self.canvas)
        self._begin()

    def room(self, height: float) -> None:
        """A new page where less than this is left."""
        if self.y - height < BOTTOM:
            turn(self.canvas)
            self._begin()

    def heading(self, said: str, level: int) -> None:
        size = fitted(said, "Inter-SemiBold", {1: 20.0, 2: 12.5, 3: 10.0}[level], RIGHT_EDGE - MARGIN, 10)
        lines = wrap(said, "Inter-SemiBold", size, RIGHT_EDGE - MARGIN)
        self.room(len(lines) * size * 1.25 + 90)
        self.y -= {1: 0, 2: 12, 3: 6}[level] * self.scale
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

    def bullet(self, said: str) -> None:
        """One item of a list, which the caller opened, in the larger letters of the first pages."""
        tags, size, leading = self.canvas.tags, 10.2 * self.scale, 13.6 * self.scale
        lines = wrap(said, "Inter", size, RIGHT_EDGE - MARGIN - 13)
        self.room(min(len(lines), 4) * leading)
        with tags.element("LI"):
            with tags.element("Lbl"):
                draw(self.canvas, MARGIN, self.y, "– ", "Inter", size)
            with tags.element("LBody"):
                for line in lines:
                    self.room(leading)
                    draw(self.canvas, MARGIN + 13, self.y, f"{line} ", "Inter", size)
                    self.y -= leading
        self.y -= 4 * self.scale

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *, words_only: bool = False
    ) -> None:
        """Columns after the first are right-aligned, unless they are words; the first says what its row is about. The head is
        drawn anew on each page, where it is no part of what is read aloud."""
        xs = [MARGIN + sum(widths[:i]) for i in range(len(widths))]
        self.left = words_only
        wrapped = [
            [wrap(v, "Inter", SIZE - 0.4, w - 6) if v else [""] for v, w in zip(row, widths, strict=True)]
            for row in rows
        ]
        heights = [max(len(c) for c in cells) * (LEADING - 1.5) + 6 for cells in wrapped]
        with self.canvas.tags.element("Table"):
            self._head(heads, xs, widths, first=sum(heights[: 3 if len(heights) == 3 else 2]))
            for at, (cells, height) in enumerate(zip(wrapped, heights, strict=True)):
                with_last = heights[-1] if at == len(rows) - 2 and at else 0  # no last row stands alone on a page
                if self.y - height - with_last < BOTTOM:
                    self.turned()
                    with self.canvas.tags.artifact():
                        self._head(heads, xs, widths, again=True)
                self._row(cells, xs, widths, height)
        self.y -= 8

    def _head(
        self,
        heads: Sequence[str],
        xs: Sequence[float],
        widths: Sequence[float],
        *,
        first: float = 0,
        again: bool = False,
    ) -> None:
        """`first`: how high the rows are that stand on the same page as the head."""
        cells = [wrap(h, "Inter-SemiBold", 8.2, w - 6) if h else [""] for h, w in zip(heads, widths, strict=True)]
        height = max(len(c) for c in cells) * 10.5 + 6
        if not again:
            self.room(height + min(max(first, 40), MOST_KEPT))
        if again:
            self._cells(cells, xs, widths, _Style("Inter-SemiBold", 8.2, 10.5))
        else:
            with self.canvas.tags.element("TR"):
                self._cells(cells, xs, widths, _Style("Inter-SemiBold", 8.2, 10.5), ("Column", "Column"))
        self._under(height, 0.9, INK)

    def _row(self, cells: Sequence[Sequence[str]], xs: Sequence[float], widths: Sequence[float], height: float) -> None:
        with self.canvas.tags.element("TR"):
            self._cells(cells, xs, widths, _Style("Inter", SIZE - 0.4, LEADING - 1.5), ("Row", ""))
        self._under(height, 0.4, "#B9C4C6")

    def _cells(
        self,
        cells: Sequence[Sequence[str]],
        xs: Sequence[float],
        widths: Sequence[float],
        style: _Style,
        scopes: tuple[str, str] | None = None,
    ) -> None:
        """`scopes`: of which the first cell, and the others, are heads; None where the row is drawn once more."""
        for i, (lines, x, width) in enumerate(zip(cells, xs, widths, strict=True)):
            scope = scopes[min(i, 1)] if scopes else ""
            kept = self.canvas.tags.element("TH" if scope else "TD", scope=scope) if scopes else nullcontext()
            with kept:
                for n, line in enumerate(lines):
                    at = self.y - n * style.step
                    if i == 0 or self.left:
                        draw(self.canvas, x, at, f"{line} ", style.font, style.size)
                    else:
                        draw_right(self.canvas, x + width - 3, at, line or " ", style.font, style.size)

    def _under(self, height: float, width: float, colour: str) -> None:
        self.y -= height
        rule(self.canvas, MARGIN, RIGHT_EDGE, self.y + 10.5, width, colour)


class _Style(NamedTuple):
    """How the words of a row are set: font, size, and from line to line."""

    font: str
    size: float
    step: float


def origin(report: Report, words: Words) -> list[str]:
    """The reference and the moment of making, as far as a report has them."""
    out = []
    if report.proof:
        out.append(words(N_("Reference {reference}"), reference=report.proof.reference))
    if report.made:
        out.append(words(N_("Made {moment}"), moment=words.moment(report.made)))
    return out
