"""Stacked bars in patterns that any printer can tell apart, each with its words for who does not see it."""

from __future__ import annotations

from collections.abc import Sequence

from amdesk.domain.results import words as shown
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.report import Section
from amdesk.domain.values import printable
from amdesk.export.pdf import (
    GREY,
    INK,
    MARGIN,
    MM,
    draw,
    draw_lines,
    fitted,
    width_of,
    wrap,
)
from amdesk.export.report_page import RIGHT_EDGE, ReportPaper
from amdesk.export.tagging import Canvas

PATTERNS = ("full", "lines", "dots", "light", "empty", "cross")
"""One per part of a bar, told apart without colour."""


def bars(page: ReportPaper, section: Section) -> None:
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


def _legend(page: ReportPaper, names: Sequence[str]) -> None:
    x = MARGIN
    for i, name in enumerate(names):
        width = 16 + width_of(name, "Inter", 8.4)
        if x + width > RIGHT_EDGE:
            x = MARGIN
            page.y -= 13
        with page.canvas.tags.artifact():
            fill(page.canvas, x, page.y - 1, 9, 9, PATTERNS[i % len(PATTERNS)])
        draw(page.canvas, x + 13, page.y, f"{name} ", "Inter", 8.4)
        x += width + 8
    page.y -= 16


def _bar(page: ReportPaper, name: str, parts: Sequence[Figure]) -> None:
    canvas, left = page.canvas, MARGIN + 44 * MM
    size = fitted(name, "Inter-Medium", 9, 42 * MM, 7)
    with canvas.tags.content():
        lines = wrap(name, "Inter-Medium", size, 42 * MM)
        top = page.y - 1 + 8 * (len(lines) - 1)
        under = draw_lines(canvas, MARGIN, top, lines, "Inter-Medium", size, leading=8)
        draw(canvas, MARGIN, under - 2, str(parts[0].base), "Inter", 8, GREY)
        x, width = left, RIGHT_EDGE - left
        for i, f in enumerate(parts):
            part = width * (f.count or 0) / (f.base or 1)
            fill(canvas, x, page.y - 10, part, 18, PATTERNS[i % len(PATTERNS)])
            if part > 24:
                _label(canvas, x + part / 2, page.y - 4, shown.percent(f, page.words.lang))
            x += part


def _label(canvas: Canvas, x: float, y: float, said: str) -> None:
    from reportlab.lib.colors import HexColor

    canvas.setFillColor(HexColor("#FFFFFF"))
    canvas.roundRect(x - 12, y - 3, 24, 11, 3, stroke=0, fill=1)
    canvas.setFillColor(HexColor(INK))
    canvas.setFont("Inter-SemiBold", 8)
    canvas.drawCentredString(x, y, printable(said))


def fill(canvas: Canvas, x: float, y: float, w: float, h: float, pattern: str) -> None:
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
