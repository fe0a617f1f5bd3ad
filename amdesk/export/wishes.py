"""The form on which a person ranks the work she wants: one page in easy language, written by hand and typed in afterwards."""

from __future__ import annotations

from amdesk.domain.people.wishform import WishForm
from amdesk.domain.texts import N_
from amdesk.export.pdf import (
    GREY,
    HEIGHT,
    INK,
    MARGIN,
    MM,
    PETROL,
    WIDTH,
    cut_within,
    draw,
    draw_lines,
    draw_right,
    finished,
    fitted,
    letterhead,
    new_canvas,
    rule,
    width_of,
    wrap,
)
from amdesk.i18n import Words

RIGHT, WIDE = WIDTH - MARGIN, WIDTH - 2 * MARGIN
TITLE = N_("The work I would like")
COLUMNS, GAP = 3, 12.0
"""In how many columns the occupations stand, and the points between two."""
LINE = 26.0
"""Points of a line to write on by hand."""
NOTED = "Inter", 8.8
RANKS = (N_("1. Most of all"), N_("2."), N_("3."), N_("4."), N_("5."))


def wish_form_pdf(form: WishForm, words: Words) -> bytes:
    """Always one page: what is longer is written smaller."""
    paper = _WishSheet(form, words)
    paper.made()
    return finished(paper.canvas, paper.out)


class _WishSheet:
    def __init__(self, form: WishForm, words: Words) -> None:
        self.form, self.words = form, words
        self.canvas, self.out = new_canvas(words(TITLE), form.unit, words.lang)
        self.y = 0.0

    def made(self) -> None:
        t = self.words
        self._head()
        self._paragraph(
            t(N_("Write the work you want. Write the best first. You can write up to five. You can change your mind."))
        )
        self._ranks()
        self._heading(t(N_("You can choose from these")))
        self._occupations()
        self._heading(t(N_("What must the work be like?")))
        self._paragraph(
            t(N_("Write nothing about illness or diagnoses. Write only how the work has to be.")), 9.5, GREY
        )
        self._conditions()
        self._foot()

    def _head(self) -> None:
        t, form = self.words, self.form
        left = [(form.unit, "Inter-SemiBold", 10.5, INK)]
        if form.case_worker:
            said = t(N_("Your case worker: {name}"), name=form.case_worker)
            left.append((" · ".join(x for x in (said, form.phone) if x), "Inter", 8.8, GREY))
        right = [(t.long_day(form.today), "Inter", 8.8, GREY)]
        y = letterhead(self.canvas, HEIGHT - 20 * MM, left, right, RIGHT) - 7
        rule(self.canvas, MARGIN, RIGHT, y, 2, PETROL)
        y -= 30
        title = t(TITLE)
        size = fitted(title, "Newsreader-Medium", 26, WIDE, 16)
        with self.canvas.tags.element("H1"):
            draw(self.canvas, MARGIN, y, title, "Newsreader-Medium", size, PETROL)
        y -= 24
        label = t(N_("My name"))
        draw(self.canvas, MARGIN, y, label, "Inter-SemiBold", 10.5, GREY)
        x = MARGIN + width_of(label, "Inter-SemiBold", 10.5) + 12
        if form.name:
            size = fitted(form.name, "Inter-SemiBold", 12, RIGHT - x, 5)
            draw(self.canvas, x, y, cut_within(form.name, "Inter-SemiBold", size, RIGHT - x), "Inter-SemiBold", size)
        rule(self.canvas, x, RIGHT, y - 4, 0.8, INK)
        self.y = y - 26

    def _paragraph(self, said: str, size: float = 10.5, colour: str = INK) -> None:
        lines = wrap(said, "Inter", size, WIDE)
        with self.canvas.tags.element("P"):
            self.y = draw_lines(self.canvas, MARGIN, self.y, lines, "Inter", size, colour, size + 4) - 4

    def _heading(self, said: str) -> None:
        self.y -= 8
        with self.canvas.tags.element("H2"):
            draw(self.canvas, MARGIN, self.y, said, "Inter-SemiBold", 12, PETROL)
        self.y -= 18

    def _ranks(self) -> None:
        """A line to write on for each; at its end what is noted already, so that she sees what she changes."""
        x = MARGIN + max(width_of(self.words(said), "Inter-SemiBold", 11) for said in RANKS) + 12
        self.y -= 12
        for i, said in enumerate(RANKS):
            with self.canvas.tags.element("P"):
                draw(self.canvas, MARGIN, self.y, self.words(said), "Inter-SemiBold", 11)
                if i < len(self.form.wishes):
                    noted = self.words(N_("noted: {wish}"), wish=self.form.wishes[i])
                    noted = cut_within(noted, *NOTED, (RIGHT - x) / 2)
                    draw_right(self.canvas, RIGHT, self.y, noted, *NOTED, GREY)
            rule(self.canvas, x, RIGHT, self.y - 4, 0.8, INK)
            self.y -= LINE
        self.y += 6

    def _occupations(self) -> None:
        """All there are, down the columns one after the other."""
        names = self.form.occupations
        tall = -(-len(names) // COLUMNS)
        wide = (WIDE - (COLUMNS - 1) * GAP) / COLUMNS
        leading = min(15.0, 132 / max(tall, 1))
        top = self.y
        with self.canvas.tags.element("P"):
            for i, said in enumerate(names):
                column, row = divmod(i, tall)
                size = fitted(said, "Inter", min(9.8, leading * 0.72), wide, 5)
                x = MARGIN + column * (wide + GAP)
                draw(self.canvas, x, top - row * leading, f"{cut_within(said, 'Inter', size, wide)} ", "Inter", size)
        self.y = top - tall * leading - 2

    def _conditions(self) -> None:
        """Two to a line: a question, and a line to answer on."""
        t = self.words
        asked = (
            (N_("I can start at (clock)"), N_("I must stop at (clock)")),
            (N_("Days a week"), N_("I can travel (minutes)")),
            (N_("How much I can lift (kg)"), N_("I have a driving licence")),
        )
        half = (WIDE - GAP) / 2
        self.y -= 8
        for pair in asked:
            for i, said in enumerate(pair):
                self._asked(MARGIN + i * (half + GAP), half, t(said))
            self.y -= LINE
        self._asked(MARGIN, WIDE, t(N_("More that the work must be, or must not be")))
        self.y -= LINE
        rule(self.canvas, MARGIN, RIGHT, self.y - 3, 0.8, INK)

    def _asked(self, x: float, wide: float, said: str) -> None:
        size = fitted(said, "Inter", 10, wide - 50, 6)
        with self.canvas.tags.element("P"):
            draw(self.canvas, x, self.y, said, "Inter", size)
        rule(self.canvas, x + width_of(said, "Inter", size) + 6, x + wide, self.y - 3, 0.8, INK)

    def _foot(self) -> None:
        t, half = self.words, (WIDE - GAP) / 2
        y = 24 * MM
        for i, said in enumerate((N_("Date"), N_("Signature"))):
            x = MARGIN + i * (half + GAP)
            rule(self.canvas, x, x + half, y, 0.8, INK)
            draw(self.canvas, x, y - 11, t(said), "Inter", 8, GREY)
        said = t.plural(
            "Your wishes are kept as long as you take part and for {count} year after that. You can ask to see what we have noted.",
            "Your wishes are kept as long as you take part and for {count} years after that. You can ask to see what we have noted.",
            self.form.years,
            count=self.form.years,
        )
        draw_lines(self.canvas, MARGIN, 11 * MM, wrap(said, "Inter", 7.6, WIDE)[:1], "Inter", 7.6, GREY)
