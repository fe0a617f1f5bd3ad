"""The pictures of a report's first pages, drawn in patterns that any printer can tell apart: shares on an axis to a hundred, and
what lies between a least and a most. Each says itself in words for who does not see it; a document of Word gets the same as an image."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from amdesk.domain.results import words as shown
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.report import Between, Section
from amdesk.domain.texts import N_
from amdesk.export.pdf import GREY, INK, MM, draw, draw_lines, draw_right, fitted, new_canvas, turn, width_of, wrap
from amdesk.export.report_bars import fill
from amdesk.export.tagging import Canvas
from amdesk.i18n import Words

LEFT, RIGHT = 42 * MM, 26 * MM
ROW, BAR = 28.0, 19.0
PATTERNS = ("full", "lines")
TOGETHER = "dots"


class Picture(NamedTuple):
    """What is drawn with its upper left corner at (x, y), how high it is, and the same in words."""

    height: float
    said: str
    drawn: Callable[[Canvas, float, float, float], None]


class ShareRow(NamedTuple):
    """The share of one group, and its parts where all of them are told."""

    name: str
    whole: Figure | None
    parts: Sequence[Figure]


def shares(section: Section, words: Words) -> Iterator[Picture]:
    """The shares of a section's groups, where it has any to draw."""
    if section.shares and (rows := _rows(section, words)):
        yield _shares(rows, [words.say(r.label) for r in _labels(section)], words)


def spans(section: Section, words: Words) -> Iterator[Picture]:
    """What lies between a least and a most."""
    for span in section.spans:
        yield _line(span, words)


def image(picture: Picture, width: float, scale: float = 3.0) -> bytes:
    """The picture as a PNG, `width` points wide."""
    import pypdfium2

    canvas, out = new_canvas("", "", size=(width, picture.height))
    with canvas.tags.artifact():
        picture.drawn(canvas, 0, picture.height, width)
    turn(canvas)
    canvas.save()
    document = pypdfium2.PdfDocument(out.getvalue())
    found = io.BytesIO()
    document[0].render(scale=scale).to_pil().save(found, "PNG")
    document.close()
    return found.getvalue()


def _labels(section: Section) -> list[Figure]:
    """A figure of each part, for its words, and one of the whole."""
    return [next(f for f in section.figures if f.what == what) for what in (*section.shares[1:], section.shares[0])]


def _rows(section: Section, words: Words) -> list[ShareRow]:
    known = {f.id: f for f in section.figures}
    if section.rows:
        named = [(words.say(name), known.get(one)) for name, one in section.rows]
        return [ShareRow(name, f if f and _told(f) else None, []) for name, f in named if f is None or f.base != 0]
    out = []
    for group in section.groups:
        whole = known.get(f"{section.shares[0]}.{group}")
        if whole is None or whole.base == 0:
            continue
        parts = [f for what in section.shares[1:] if (f := known.get(f"{what}.{group}")) and _told(f)]
        kept = parts if len(parts) == len(section.shares) - 1 else []
        out.append(ShareRow(words.say(whole.whom), whole if _told(whole) else None, kept))
    return out


def _told(figure: Figure) -> bool:
    return figure.count is not None and bool(figure.base)


def _shares(rows: Sequence[ShareRow], labels: Sequence[str], words: Words) -> Picture:
    legend = list(zip(labels[:-1], PATTERNS, strict=False))
    if any(r.whole and not r.parts for r in rows):
        whole = words(N_("{what} (parts not shown)"), what=labels[-1]) if legend else labels[-1]
        legend.append((whole, TOGETHER))
    said = "; ".join(_row_said(r, labels, words) for r in rows)

    def drawn(canvas: Canvas, x: float, y: float, width: float) -> None:
        at = x + LEFT
        for name, pattern in legend:
            fill(canvas, at, y - 10, 9, 9, pattern)
            draw(canvas, at + 13, y - 9, f"{name} ", "Inter", 8.4)
            at += 25 + width_of(name, "Inter", 8.4)
        for i, row in enumerate(rows):
            _share(canvas, x, y - 20 - i * ROW, width, row, words)
        low = y - 24 - len(rows) * ROW
        for part in (0, 25, 50, 75, 100):
            at = x + LEFT + (width - LEFT - RIGHT) * part / 100
            mark = words.percent(part)
            draw(canvas, at - width_of(mark, "Inter", 7.4) / 2, low, mark, "Inter", 7.4, GREY)

    return Picture(34 + len(rows) * ROW, said, drawn)


def _row_said(row: ShareRow, labels: Sequence[str], words: Words) -> str:
    if row.whole is None:
        return f"{row.name}: {words(N_('not shown'))}"
    parts = "".join(f", {name} {shown.cell(f, words.lang)}" for name, f in zip(labels, row.parts, strict=False))
    return f"{row.name}: {labels[-1]} {shown.share(row.whole, words.lang)}{parts}"


def _share(canvas: Canvas, x: float, y: float, width: float, row: ShareRow, words: Words) -> None:
    size = fitted(row.name, "Inter-Medium", 9.6, LEFT - 6, 7)
    lines = wrap(row.name, "Inter-Medium", size, LEFT - 6)
    draw_lines(canvas, x, y - 12.5 + 4 * (len(lines) - 1), lines, "Inter-Medium", size, leading=8)
    whole = width - LEFT - RIGHT
    if row.whole is None:
        draw(canvas, x + LEFT, y - 12.5, words(N_("not shown: too few people")), "Inter", 8.4, GREY)
        return
    fill(canvas, x + LEFT, y - BAR, whole, BAR, "empty")
    at = x + LEFT
    for f, pattern in zip(row.parts, PATTERNS, strict=False) if row.parts else [(row.whole, TOGETHER)]:
        part = whole * (f.count or 0) / (f.base or 1)
        fill(canvas, at, y - BAR, part, BAR, pattern)
        at += part
    draw_right(canvas, x + width, y - 9.5, shown.percent(row.whole, words.lang), "Inter-SemiBold", 12)
    draw_right(canvas, x + width, y - 19, shown.of(row.whole, words.lang), "Inter", 8, GREY)


def _line(span: Between, words: Words) -> Picture:
    """A line from the least to the most, with a mark between and one at nought."""
    numbers = [_number(n, span.unit, words) for n in (span.low, span.middle, span.high)]
    said = words(
        N_("{what}: from {low} to {high}, in the middle {middle}"),
        what=span.label,
        low=numbers[0],
        middle=numbers[1],
        high=numbers[2],
    )

    def drawn(canvas: Canvas, x: float, y: float, width: float) -> None:
        draw(canvas, x, y - 8, words.say(span.label), "Inter-Medium", 8.6)
        ends = min(0, span.low), max(0, span.high)
        inner, room = 26 * MM, (ends[1] - ends[0]) or 1
        at = [x + inner + (width - 2 * inner) * (n - ends[0]) / room for n in (0, span.low, span.middle, span.high)]
        _axis(canvas, x + inner, x + width - inner, y - 33, at)
        draw_right(canvas, at[1] - 2, y - 25, numbers[0], "Inter", 8.2)
        draw(canvas, at[3] + 2, y - 25, numbers[2], "Inter", 8.2)
        middle = width_of(numbers[1], "Inter-SemiBold", 8.8) / 2
        draw(canvas, at[2] - middle, y - 49, numbers[1], "Inter-SemiBold", 8.8)
        draw(canvas, at[0] - width_of("0", "Inter", 7.6) / 2, y - 59, "0", "Inter", 7.6, GREY)

    return Picture(64, said, drawn)


def _axis(canvas: Canvas, left: float, right: float, y: float, at: Sequence[float]) -> None:
    from reportlab.lib.colors import HexColor

    nought, low, middle, high = at
    with canvas.tags.artifact():
        canvas.setStrokeColor(HexColor("#9AA5A8"))
        canvas.setLineWidth(0.6)
        canvas.line(left, y, right, y)
        canvas.line(nought, y - 6, nought, y + 6)
        canvas.setStrokeColor(HexColor(INK))
        canvas.setLineWidth(3.2)
        canvas.line(low, y, high, y)
        canvas.setFillColor(HexColor("#FFFFFF"))
        canvas.setLineWidth(1.6)
        canvas.circle(middle, y, 4, stroke=1, fill=1)


def _number(value: int, unit: str, words: Words) -> str:
    if unit == "öre":
        return shown.number(shown.kronor(value), words.lang)
    return words.decimal(value / 10)
