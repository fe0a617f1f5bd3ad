"""A spot check of the access log on one page: openings that chance chose, and room for what was answered of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from amdesk.domain.texts import N_
from amdesk.export.pdf import GREY, HEIGHT, INK, MARGIN, MM, WIDTH, draw, draw_lines, finished, new_canvas, rule, wrap
from amdesk.export.tagging import Canvas
from amdesk.i18n import Words

RIGHT = WIDTH - MARGIN
SIZE, LEADING = 8.2, 10.0
COLUMNS = 0.0, 84.0, 176.0, 222.0, 340.0
"""Points from the left margin."""
ROW = 36.0
"""Points that a row has: fifteen fit on the page with head and foot."""


def sample_pdf(
    rows: Sequence[tuple[str, str, str, str, str]],
    drawn: tuple[int, int],
    days: tuple[date, date],
    words: Words,
    today: date,
) -> bytes:
    """`rows` are when, who, whose, what and why; `drawn` is the seed and among how many."""
    canvas, out = new_canvas(words(N_("Spot check of the access log")), "AMDesk", words.lang)
    y = HEIGHT - 24 * MM
    with canvas.tags.element("H1"):
        draw(canvas, MARGIN, y, words(N_("Spot check of the access log")), "Newsreader-SemiBold", 18)
    said = words(
        N_(
            "{first} – {last}. {count} of {among} openings, drawn by chance with the seed {seed}. Ask each of those who opened why."
        ),
        first=words.long_day(days[0]),
        last=words.long_day(days[1]),
        count=len(rows),
        among=drawn[1],
        seed=str(drawn[0]),
    )
    with canvas.tags.element("P"):
        y = draw_lines(canvas, MARGIN, y - 18, wrap(said, "Inter", 9, RIGHT - MARGIN), "Inter", 9, GREY, 12) - 8
    heads = [words(t) for t in (N_("When"), N_("Who"), N_("Whose"), N_("What"), N_("Why"))]
    with canvas.tags.element("Table"):
        _row(canvas, y, heads, "TH")
        y -= 15
        for row in rows:
            rule(canvas, MARGIN, RIGHT, y + 10, 0.4)
            _row(canvas, y, row, "TD")
            y -= ROW
    rule(canvas, MARGIN, RIGHT, y + 10, 0.8, INK)
    with canvas.tags.element("P"):
        draw(
            canvas,
            MARGIN,
            y - 6,
            words(N_("Checked on {day} by: ______________________________"), day=words.long_day(today)),
            "Inter",
            9,
        )
    return finished(canvas, out)


def _row(paper: Canvas, y: float, cells: Sequence[str], kind: str) -> None:
    font = "Inter-SemiBold" if kind == "TH" else "Inter"
    ends = (*COLUMNS[1:], RIGHT - MARGIN)
    with paper.tags.element("TR"):
        for x, end, said in zip(COLUMNS, ends, cells, strict=True):
            with paper.tags.element(kind):
                lines = wrap(said or "–", font, SIZE, end - x - 6)[:3]
                draw_lines(paper, MARGIN + x, y, lines, font, SIZE, INK, LEADING)
