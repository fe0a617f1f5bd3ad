"""The hand-over page on paper: one sheet for each person, read in a minute by whoever takes over."""

from __future__ import annotations

from collections.abc import Sequence

from amdesk.domain.overview.handover import HandoverLine, HandoverPage, HandoverPart
from amdesk.domain.texts import N_
from amdesk.export.pdf import (
    GREY,
    HEIGHT,
    INK,
    MARGIN,
    MM,
    PETROL,
    WIDTH,
    draw,
    draw_lines,
    draw_right,
    finished,
    fitted,
    new_canvas,
    rule,
    turn,
    turn_on,
    wrap,
)
from amdesk.i18n import Words

BOTTOM, RIGHT, DAY = 20 * MM, WIDTH - MARGIN, 62.0
"""Points: where the sheet ends, and how wide the days' column is to the right."""
SIZES = ((9.4, 12.2), (8.4, 10.8), (7.4, 9.5))
"""Size and leading: the first at which all of it stands on one sheet, else the smallest, which goes on to another one."""
TITLE = N_("Hand-over page")


def handover_pdf(pages: Sequence[HandoverPage], unit: str, words: Words) -> bytes:
    """Each person on a sheet of her own; `unit` says whose paper it is."""
    paper = _HandoverSheet(unit, words)
    for i, page in enumerate(pages):
        if i:
            turn(paper.canvas)
        paper.made(page)
    return finished(paper.canvas, paper.out)


class _HandoverSheet:
    def __init__(self, unit: str, words: Words) -> None:
        self.unit, self.words = unit, words
        self.canvas, self.out = new_canvas(words(TITLE), unit, words.lang)
        self.y, self.size, self.leading = 0.0, *SIZES[0]
        self.whose = ""

    def made(self, page: HandoverPage) -> None:
        tall = HEIGHT - 24 * MM - 74 - BOTTOM
        self.size, self.leading = next((one for one in SIZES if self._tall(page, *one) <= tall), SIZES[-1])
        # the number first: of a name that is too long the end is left out
        self.whose = " · ".join(x for x in (page.person.number, page.person.name, self.words(TITLE)) if x)
        self._head(page)
        for part in page.parts:
            self._part(part)
        if not page.parts:
            said = self.words(N_("Nothing is promised or under way."))
            draw(self.canvas, MARGIN, self.y, said, "Inter", self.size)
        self._foot(page)

    def _head(self, page: HandoverPage) -> None:
        t, canvas, wide = self.words, self.canvas, RIGHT - MARGIN
        person = page.person
        name = " · ".join(x for x in (person.name, person.number) if x)
        y = HEIGHT - 24 * MM
        with canvas.tags.element("H1"):
            said = t(N_("{title}: {name}"), title=t(TITLE), name=name)
            size = fitted(said, "Newsreader-SemiBold", 20, wide, 12)
            y = draw_lines(
                canvas, MARGIN, y, wrap(said, "Newsreader-SemiBold", size, wide), "Newsreader-SemiBold", size
            )
        worker = t(N_("Case worker {name} since {day}"), name=person.case_worker or "–", day=page.since)
        met = t.plural(
            "{count} case worker so far", "{count} case workers so far", max(page.met, 1), count=max(page.met, 1)
        )
        reached = [x for x in (person.phone, person.email) if x]
        said = " · ".join([worker, met, *reached])
        y = draw_lines(canvas, MARGIN, y + 4, wrap(said, "Inter", 9, wide), "Inter", 9, GREY, 11.5)
        rule(canvas, MARGIN, RIGHT, y + 4, 1.5, PETROL)
        self.y = y - 12

    def _part(self, part: HandoverPart) -> None:
        self._room(2 * self.leading + 8)
        with self.canvas.tags.element("H2"):
            draw(self.canvas, MARGIN, self.y, self.words.say(part.title), "Inter-SemiBold", self.size + 0.8, PETROL)
        self.y -= self.leading + 1
        for line in part.lines:
            self._line(line)
        self.y -= 5

    def _line(self, line: HandoverLine) -> None:
        lines = self._wrapped(line, self.size)
        self._room(self.leading * len(lines))
        with self.canvas.tags.element("P"):
            y = draw_lines(self.canvas, MARGIN + 8, self.y, lines, "Inter", self.size, INK, self.leading)
            if line.due:
                draw_right(self.canvas, RIGHT, self.y, self.words.day(line.due), "Inter-Medium", self.size)
        self.y = y

    def _wrapped(self, line: HandoverLine, size: float) -> list[str]:
        return wrap(self.words.say(line.sentence), "Inter", size, RIGHT - MARGIN - 8 - DAY)

    def _tall(self, page: HandoverPage, size: float, leading: float) -> float:
        lines = sum(len(self._wrapped(line, size)) for part in page.parts for line in part.lines)
        return lines * leading + len(page.parts) * (leading + 6)

    def _room(self, tall: float) -> None:
        if self.y - tall < BOTTOM:
            self.y = turn_on(self.canvas, self.whose)

    def _foot(self, page: HandoverPage) -> None:
        said = f"{self.unit} · {self.words.long_day(page.today)}"
        with self.canvas.tags.artifact():
            draw(self.canvas, MARGIN, 11 * MM, wrap(said, "Inter", 7.6, RIGHT - MARGIN)[0], "Inter", 7.6, GREY)
