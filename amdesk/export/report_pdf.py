"""A report as a tagged PDF in black, white and patterns: it says the same on any printer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from amdesk.domain import words as shown
from amdesk.domain.figures import Figure
from amdesk.domain.report import Fact, Listing, Report, Section
from amdesk.domain.texts import N_, Text
from amdesk.export.pdf import (
    GREY,
    HEIGHT,
    INK,
    MARGIN,
    MM,
    WIDTH,
    draw,
    draw_right,
    finished,
    fitted,
    new_canvas,
    rule,
    turn,
    wrap,
)
from amdesk.i18n import Words

RIGHT = WIDTH - MARGIN
BOTTOM = 22 * MM
SIZE, LEADING = 9.2, 12.5
PATTERNS = ("full", "lines", "dots", "light", "empty", "cross")
"""One per part of a bar, told apart without colour."""


class Page:
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
            draw(c, MARGIN, HEIGHT - 16 * MM, self.city, "Inter-SemiBold", 9.5)
            draw(c, MARGIN, HEIGHT - 16 * MM - 12, self.department, "Inter", 8.2, GREY)
            draw_right(
                c,
                RIGHT,
                HEIGHT - 16 * MM,
                w(N_("Data of {day}"), day=w.long_day(self.report.data_date)),
                "Inter",
                8.2,
                GREY,
            )
            outside = (
                w(N_("For publication: small groups withheld"))
                if self.report.audience == "outside"
                else w(N_("For the unit: not for publication"))
            )
            draw_right(c, RIGHT, HEIGHT - 16 * MM - 12, outside, "Inter", 8.2, GREY)
            draw(c, MARGIN, 12 * MM, self.title, "Inter", 7.6, GREY)
            draw_right(c, RIGHT, 12 * MM, str(self.number), "Inter", 8.2, GREY)
        rule(c, MARGIN, RIGHT, HEIGHT - 16 * MM - 19, 1.2, INK)
        self.y = HEIGHT - 16 * MM - 42

    def room(self, height: float) -> None:
        """A new page where less than this is left."""
        if self.y - height < BOTTOM:
            turn(self.canvas)
            self._begin()

    def heading(self, said: str, level: int) -> None:
        size = fitted(said, "Inter-SemiBold", {1: 20.0, 2: 12.5, 3: 10.0}[level], RIGHT - MARGIN, 10)
        lines = wrap(said, "Inter-SemiBold", size, RIGHT - MARGIN)
        self.room(len(lines) * size * 1.25 + 70)
        self.y -= {1: 0, 2: 12, 3: 6}[level]
        with self.canvas.tags.element(f"H{level}"):
            for line in lines:
                draw(self.canvas, MARGIN, self.y, f"{line} ", "Inter-SemiBold", size)
                self.y -= size * 1.25
        self.y -= 3

    def paragraph(self, said: str, colour: str = INK, size: float = SIZE) -> None:
        lines = wrap(said, "Inter", size, RIGHT - MARGIN)
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
            self.canvas, MARGIN, RIGHT, self.y + 10.5, 0.9 if kind == "TH" else 0.4, INK if kind == "TH" else "#B9C4C6"
        )


def pdf(report: Report, words: Words, city: str, department: str) -> bytes:
    """Draw the report."""
    page = Page(report, words, city, department)
    page.heading(page.title, 1)
    for note in report.notes:
        page.paragraph(words.say(note), GREY)
    for section in report.sections:
        _section(page, section)
    _definitions(page)
    canvas, out = page.canvas, page.out
    assert isinstance(out, io.BytesIO)
    return finished(canvas, out)


def _section(page: Page, section: Section) -> None:
    words = page.words
    page.heading(words.say(section.title), 2)
    for said in section.sentences:
        page.paragraph(words.say(said.text))
    if section.bars:
        _bars(page, section)
    if section.figures and section.groups:
        _figures(page, section)
    if section.facts:
        _facts(page, section.facts)
    for found in section.listings:
        _listing(page, found)


def _figures(page: Page, section: Section) -> None:
    words = page.words
    first = 58 * MM if len(section.groups) > 1 else 92 * MM
    width = min(38 * MM, (RIGHT - MARGIN - first) / len(section.groups))
    rows = [
        [words.say(label), *(_cell(f, words.lang) for f in cells)] for label, cells in section.grid()
    ]  # fmt: skip
    heads = ["", *(words.say(h) for h in section.heads())]
    page.table(heads, rows, [first, *([width] * len(section.groups))])


def _cell(figure: Figure | None, lang: str) -> str:
    """49 (23 %) and under it the interval."""
    said = shown.cell(figure, lang)
    if figure is None or figure.count is None or figure.count == figure.base or not figure.base:
        return said
    return f"{said}\n{shown.interval(figure, lang)}"


def _facts(page: Page, facts: Sequence[Fact]) -> None:
    words = page.words
    rows = [[words.say(f.label), _with_unit(f, words)] for f in facts]
    page.table([words(N_("Fact")), words(N_("Value"))], rows, [110 * MM, 40 * MM])


def _with_unit(fact: Fact, words: Words) -> str:
    said = shown.value(fact, words.lang)
    return f"{said} {words(N_('days'))}" if fact.unit == "days" and fact.value is not None else said


def _listing(page: Page, found: Listing) -> None:
    if not found.rows:
        return
    words = page.words
    rows = [[_said(v, words) for v in row] for row in found.rows]
    heads = [words.say(c) for c in found.columns]
    first = 62 * MM if len(heads) > 3 else 84 * MM
    if found.name == "assumptions":
        widths = [56 * MM, 18 * MM, 18 * MM, 18 * MM, 18 * MM, RIGHT - MARGIN - 128 * MM]
    else:
        widths = [first, *([(RIGHT - MARGIN - first) / (len(heads) - 1)] * (len(heads) - 1))]
    page.table(heads, rows, widths)


def _said(value: Text | str | int | None, words: Words) -> str:
    if isinstance(value, Text):
        return words.say(value)
    if isinstance(value, int):
        return shown.number(value, words.lang)
    return value or ""


def _definitions(page: Page) -> None:
    words = page.words
    page.heading(words(N_("Definitions")), 2)
    kept = {words.say(f.definition): "" for f in page.report.figures()}
    kept |= {words.say(f.definition): "" for f in page.report.facts()}
    for said in kept:
        page.paragraph(said, GREY, 8.4)


# bars


def _bars(page: Page, section: Section) -> None:
    """One stacked bar per group with figures; parts of a withheld group are not drawn."""
    words, canvas = page.words, page.canvas
    by_id = {f.id: f for f in section.figures}
    drawn = [g for g in section.groups if all(_known(by_id.get(f"{q}.{g}")) for q in section.bars)]
    if not drawn:
        return
    page.room(18 * MM + len(drawn) * 11 * MM)
    _legend(page, [words.say(by_id[f"{q}.{drawn[0]}"].label) for q in section.bars])
    for g in drawn:
        parts = [by_id[f"{q}.{g}"] for q in section.bars]
        said = ", ".join(f"{words.say(f.label)} {shown.cell(f, words.lang)}" for f in parts)
        with canvas.tags.element("Figure", f"{words.say(parts[0].whom)}: {said}"):
            _bar(page, words.say(parts[0].whom), parts)
        page.y -= 10 * MM
    page.y -= 2


def _known(figure: Figure | None) -> bool:
    return figure is not None and figure.count is not None and bool(figure.base)


def _legend(page: Page, names: Sequence[str]) -> None:
    x = MARGIN
    for i, name in enumerate(names):
        width = 14 + 4.6 * len(name)
        if x + width > RIGHT:
            x = MARGIN
            page.y -= 13
        with page.canvas.tags.artifact():
            _fill(page.canvas, x, page.y - 1, 9, 9, PATTERNS[i % len(PATTERNS)])
        draw(page.canvas, x + 13, page.y, f"{name} ", "Inter", 8.4)
        x += width + 8
    page.y -= 16


def _bar(page: Page, name: str, parts: Sequence[Figure]) -> None:
    canvas, left = page.canvas, MARGIN + 44 * MM
    size = fitted(name, "Inter-Medium", 9, 42 * MM, 7)
    with canvas.tags.content():
        draw(canvas, MARGIN, page.y - 1, name, "Inter-Medium", size)
        draw(canvas, MARGIN, page.y - 11, str(parts[0].base), "Inter", 8, GREY)
        x, width = left, RIGHT - left
        for i, f in enumerate(parts):
            part = width * (f.count or 0) / (f.base or 1)
            _fill(canvas, x, page.y - 10, part, 18, PATTERNS[i % len(PATTERNS)])
            if part > 24:
                _label(canvas, x + part / 2, page.y - 4, shown.percent(f, page.words.lang))
            x += part


def _label(canvas: Any, x: float, y: float, said: str) -> None:
    from reportlab.lib.colors import HexColor

    canvas.setFillColor(HexColor("#FFFFFF"))
    canvas.roundRect(x - 12, y - 3, 24, 11, 3, stroke=0, fill=1)
    canvas.setFillColor(HexColor(INK))
    canvas.setFont("Inter-SemiBold", 8)
    canvas.drawCentredString(x, y, said)


def _fill(canvas: Any, x: float, y: float, w: float, h: float, pattern: str) -> None:
    """A box with a pattern that any printer can tell from the others."""
    from reportlab.lib.colors import HexColor

    if w <= 0:
        return
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(x, y, w, h)
    grounds = {"full": "#3A3A3A", "light": "#D5D5D5"}
    canvas.setFillColor(HexColor(grounds.get(pattern, "#FFFFFF")))
    canvas.setStrokeColor(HexColor("#222222"))
    canvas.setLineWidth(0.6)
    canvas.rect(x, y, w, h, stroke=0, fill=1)
    canvas.clipPath(path, stroke=0, fill=0)
    if pattern in {"lines", "cross"}:
        for i in range(-int(h), int(w) + 1, 4):
            canvas.line(x + i, y, x + i + h, y + h)
    if pattern == "cross":
        for i in range(0, int(w + h) + 1, 4):
            canvas.line(x + i, y, x + i - h, y + h)
    if pattern == "dots":
        canvas.setFillColor(HexColor("#222222"))
        for i in range(0, int(w) + 4, 4):
            for j in range(0, int(h) + 4, 4):
                canvas.circle(x + i + 1.5, y + j + 1.5, 0.7, stroke=0, fill=1)
    canvas.restoreState()
    canvas.setStrokeColor(HexColor("#222222"))
    canvas.setLineWidth(0.6)
    canvas.rect(x, y, w, h, stroke=1, fill=0)
