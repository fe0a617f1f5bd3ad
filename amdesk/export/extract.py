"""The extract that a person has a right to: what is kept about her, table by table, and who looked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from amdesk.domain.people.participant import Participant
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
    new_canvas,
    rule,
    turn,
    wrap,
)
from amdesk.i18n import Words

BOTTOM, RIGHT = 20 * MM, WIDTH - MARGIN
SIZE, LEADING, LABEL = 8.6, 11.0, 150.0
LONGEST = 1500
"""Letters of one value that are printed; a scanned paper is a million of them. The JSON has all."""
Line = tuple[str, str]


class ExtractPart(NamedTuple):
    """Rows of one kind, each as labels and values."""

    title: str
    rows: Sequence[Sequence[Line]]


def extract_pdf(
    person: Participant,
    about: Sequence[tuple[str, Sequence[str]]],
    parts: Sequence[ExtractPart],
    looked: Sequence[tuple[str, str, str, str]],
    unit: Sequence[str],
    words: Words,
    today: date,
) -> bytes:
    """`about` says how data is processed, heading by heading; `looked` are when, who, what and why; `unit` is city, department and telephone for questions."""
    paper = _Extract(person, words, today)
    paper.head([one for one in unit if one])
    for title, said in about:
        paper.about(title, said)
    for part in parts:
        paper.part(part)
    paper.rest()
    paper.looked(looked)
    return paper.made()


class _Extract:
    def __init__(self, person: Participant, words: Words, today: date) -> None:
        self.person, self.words, self.today, self.page = person, words, today, 0
        self.title = words(N_("Extract of what is kept about you"))
        self.canvas, self.out = new_canvas(self.title, "AMDesk", words.lang)
        self.y = 0.0
        self._top()

    def head(self, unit: Sequence[str]) -> None:
        said = (
            self.words(N_("{name}, {number}"), name=self.person.name, number=self.person.number),
            " · ".join(unit),
            self.words(
                N_(
                    "You have a right to know what is kept about you and who has looked at it (GDPR, article 15). What is wrong "
                    "you can have corrected. What names other people is left out."
                )
            ),
        )
        for one in filter(None, said):
            self._paragraph(one)

    def about(self, title: str, said: Sequence[str]) -> None:
        self._heading(title)
        for one in said:
            self._paragraph(one)

    def rest(self) -> None:
        """What is not printed, and where it is."""
        self._paragraph(
            self.words(
                N_(
                    "Keys and other marks by which rows of the bank hang together are in the extract as JSON, which you can have too."
                )
            )
        )

    def part(self, part: ExtractPart) -> None:
        self._heading(f"{part.title} ({len(part.rows)})")
        for row in part.rows:
            for label, value in row:
                self._line(label, value)
            self.y -= 5

    def looked(self, looked: Sequence[tuple[str, str, str, str]]) -> None:
        self._heading(f"{self.words(N_('Who has looked, and who has changed'))} ({len(looked)})")
        for when, who, what, why in looked:
            self._line(when, " · ".join(one for one in (who, what, why) if one))

    def made(self) -> bytes:
        self._foot()
        return finished(self.canvas, self.out)

    def _heading(self, said: str) -> None:
        lines = wrap(said, "Inter-SemiBold", 11, RIGHT - MARGIN)
        self._room((3 + len(lines)) * LEADING)
        self.y -= 8
        for i, line in enumerate(lines):
            self.y -= 14 if i else 0
            with self.canvas.tags.element("H2"):
                draw(self.canvas, MARGIN, self.y, line, "Inter-SemiBold", 11, PETROL)
        rule(self.canvas, MARGIN, RIGHT, self.y - 5, 0.8, PETROL)
        self.y -= 18

    def _paragraph(self, said: str) -> None:
        for line in wrap(said, "Inter", SIZE + 0.6, RIGHT - MARGIN):
            self._room(LEADING)
            with self.canvas.tags.element("P"):
                draw(self.canvas, MARGIN, self.y, f"{line} ", "Inter", SIZE + 0.6)
            self.y -= LEADING + 1
        self.y -= 3

    def _line(self, label: str, value: str) -> None:
        if len(value) > LONGEST:
            value = f"{value[:LONGEST]} … {self.words(N_('The whole of it is in the extract as JSON.'))}"
        left, right = wrap(label, "Inter", SIZE, LABEL - 8), wrap(value, "Inter", SIZE, RIGHT - MARGIN - LABEL)
        for i in range(max(len(left), len(right))):
            self._room(LEADING)
            with self.canvas.tags.element("P"):
                draw_lines(self.canvas, MARGIN, self.y, left[i : i + 1], "Inter", SIZE, GREY)
                draw_lines(self.canvas, MARGIN + LABEL, self.y, right[i : i + 1], "Inter", SIZE, INK)
            self.y -= LEADING

    def _room(self, tall: float) -> None:
        if self.y - tall < BOTTOM:
            self._foot()
            turn(self.canvas)
            self._top()

    def _top(self) -> None:
        self.page += 1
        with self.canvas.tags.element("H1") if self.page == 1 else self.canvas.tags.artifact():
            draw(self.canvas, MARGIN, HEIGHT - 24 * MM, self.title, "Newsreader-SemiBold", 18)
        self.y = HEIGHT - 24 * MM - 22

    def _foot(self) -> None:
        with self.canvas.tags.artifact():
            draw(
                self.canvas,
                MARGIN,
                11 * MM,
                f"{self.person.number} · {self.words.long_day(self.today)}",
                "Inter",
                7.6,
                GREY,
            )
            draw_right(self.canvas, RIGHT, 11 * MM, str(self.page), "Inter", 7.6, GREY)
