"""The form of attendance on paper: a page for a placement and a week, a row a person, a box a day, to write in by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from amdesk.domain.booking.week.hours import DAY_KINDS
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
    end_within,
    finished,
    fitted,
    letterhead,
    new_canvas,
    rule,
    wrap,
)
from amdesk.export.tagging import Canvas
from amdesk.i18n import Words

RIGHT, WIDE = WIDTH - MARGIN, WIDTH - 2 * MARGIN
TITLE = N_("Attendance of the week")
BOX, ROW = 47.0, 30.0
"""Points of a day's box: how wide, and how high."""
APART = 9.0
"""Points between the heading of a day and the next one's, at least."""
ON_A_PAGE = 15
"""Rows of people on a page; a placement with more goes on on the next."""
LEAST_LETTERS, BETWEEN_LINES = 6.0, 1.5
"""Points of a name's letters, at least, and between two lines of it."""


class FormPerson(NamedTuple):
    """A row: the name, and the minutes agreed on each of the seven days."""

    name: str
    agreed: Sequence[int]


class WeekForm(NamedTuple):
    """One placement's week: `monday` is its first day."""

    placement: str
    supervisor: str
    unit: str
    monday: date
    days: Sequence[date]
    people: Sequence[FormPerson]


def week_form_pdf(forms: Sequence[WeekForm], words: Words) -> bytes:
    """A page for each placement, more where it has more people than have room on one."""
    canvas, out = new_canvas(words(TITLE), forms[0].unit, words.lang)
    pages = [
        form._replace(people=form.people[i : i + ON_A_PAGE])
        for form in forms
        for i in range(0, len(form.people), ON_A_PAGE)
    ]
    for number, form in enumerate(pages):
        if number:
            canvas.showPage()
        _FormPage(form, words, canvas).made()
    return finished(canvas, out)


def _name_lines(name: str, room: float) -> tuple[list[str], float]:
    """A name in as many lines as a row has room for, and their size: two people are often told apart by how their names end, so that
    of one that is longer still the middle is left out."""
    size, high = 10.5, ROW - 4
    while size > LEAST_LETTERS and len(wrap(name, "Inter", size, room)) * (size + BETWEEN_LINES) > high:
        size -= 0.5
    lines, most = wrap(name, "Inter", size, room), int(high // (size + BETWEEN_LINES))
    if len(lines) > most:
        lines = [*lines[: most - 1], end_within(" ".join(lines[most - 1 :]), "Inter", size, room)]
    return lines, size


class _FormPage:
    def __init__(self, form: WeekForm, words: Words, canvas: Canvas) -> None:
        self.form, self.words, self.canvas = form, words, canvas
        self.left = RIGHT - BOX * len(form.days)

    def made(self) -> None:
        y = self._head()
        y = self._letters(y)
        y = self._days(y)
        for person in self.form.people:
            y = self._person(person, y)
        self._foot()

    def _head(self) -> float:
        t, form = self.words, self.form
        left = [(form.unit, "Inter-SemiBold", 10.5, INK)]
        right = [(t(N_("Week {week}"), week=form.monday.isocalendar().week), "Inter-SemiBold", 10.5, INK)]
        y = letterhead(self.canvas, HEIGHT - 20 * MM, left, right, RIGHT) - 7
        rule(self.canvas, MARGIN, RIGHT, y, 2, PETROL)
        y -= 28
        with self.canvas.tags.element("H1"):
            draw(self.canvas, MARGIN, y, t(TITLE), "Newsreader-Medium", 24, PETROL)
        y -= 22
        who = " · ".join(x for x in (form.placement, form.supervisor) if x)
        with self.canvas.tags.element("P"):
            size = fitted(who, "Inter-SemiBold", 12, WIDE, 9)
            lines = wrap(who, "Inter-SemiBold", size, WIDE)
            y = draw_lines(self.canvas, MARGIN, y, lines, "Inter-SemiBold", size, leading=size + 3)
        return y - 17 + size

    def _letters(self, y: float) -> float:
        t = self.words
        letters = ", ".join(f"{k.letter} {t(k.label)}" for k in DAY_KINDS.values())
        said = t(N_("Write a letter in each box: {letters}."), letters=letters)
        more = t(N_("A figure is hours present: 4, or S 2 for two hours and then sick. Write nothing about illness."))
        with self.canvas.tags.element("P"):
            for line in (said, more):
                lines = wrap(line, "Inter", 9.2, WIDE)
                y = draw_lines(self.canvas, MARGIN, y, lines, "Inter", 9.2, GREY, 13) - 1
        return y - 12

    def _days(self, y: float) -> float:
        said = [f"{self.words.weekday(day)[:3]} {day.day}/{day.month}" for day in self.form.days]
        size = min(fitted(one, "Inter-SemiBold", 8.8, BOX - APART, 6) for one in said)  # alike, and none near the next
        with self.canvas.tags.element("P"):
            for i, one in enumerate(said):
                draw(self.canvas, self.left + i * BOX + APART / 2, y, f"{one} ", "Inter-SemiBold", size, GREY)
        rule(self.canvas, MARGIN, RIGHT, y - 6, 0.8, INK)
        return y - 6

    def _person(self, person: FormPerson, y: float) -> float:
        """Her name, and by day an empty box with the hours agreed in its corner; a line through a day without any."""
        low = y - ROW
        lines, size = _name_lines(person.name, self.left - MARGIN - 8)
        first = low + ROW / 2 - size / 3 + (len(lines) - 1) * (size + BETWEEN_LINES) / 2
        with self.canvas.tags.element("P"):
            draw_lines(self.canvas, MARGIN, first, lines, "Inter", size, leading=size + BETWEEN_LINES)
            for i, minutes in enumerate(person.agreed):
                said = f"{self.words.hours(minutes)} " if minutes else "– "
                draw_right(self.canvas, self.left + (i + 1) * BOX - 3, low + 4, said, "Inter", 6.8, GREY)
        for i in range(len(person.agreed) + 1):
            x = self.left + i * BOX
            self.canvas.setLineWidth(0.5)
            self.canvas.line(x, low, x, y)
        rule(self.canvas, MARGIN, RIGHT, low, 0.5, INK)
        return low

    def _foot(self) -> None:
        t, half = self.words, (WIDE - 12) / 2
        y = 22 * MM
        for i, said in enumerate((N_("Date"), N_("Signature of the supervisor"))):
            x = MARGIN + i * (half + 12)
            rule(self.canvas, x, x + half, y, 0.8, INK)
            draw(self.canvas, x, y - 11, t(said), "Inter", 8, GREY)
