"""The activity plan on one page for the social committee: hours asked for, planned, attended, excused and missed by week."""

from __future__ import annotations

from collections.abc import Sequence

from amdesk.domain.overview.activity import RULE_STATES, ActivityPage, ActivityWeek, hours_told, two_sided
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
    turn_on,
    wrap,
)
from amdesk.i18n import Words

RIGHT, BOTTOM, ROW = WIDTH - MARGIN, 24 * MM, 14.0
TITLE = N_("Activity plan")
HEADS = (N_("Asked for"), N_("Planned"), N_("Attended"), N_("Valid reason"), N_("Other absence"), N_("Not known"))


def activity_pdf(page: ActivityPage, unit: str, words: Words) -> bytes:
    """One person's page; `unit` says whose paper it is."""
    paper = _ActivitySheet(page, unit, words)
    paper.made()
    return finished(paper.canvas, paper.out)


class _ActivitySheet:
    def __init__(self, page: ActivityPage, unit: str, words: Words) -> None:
        self.page, self.unit, self.words = page, unit, words
        self.canvas, self.out = new_canvas(words(TITLE), unit, words.lang)
        self.y = 0.0

    def made(self) -> None:
        t, page = self.words, self.page
        self._head()
        self._paragraph(t.say(two_sided(page)), "Inter-SemiBold", 10.5)
        self._paragraph(t.say(hours_told(page)))
        for d in page.demands:
            hours = t.hours(d.minutes)
            until = t.day(d.to_date) if d.to_date else t(N_("until further notice"))
            said = N_("{hours} hours a week from {first} to {last}. Decided on {day} by {who}. {number}")
            self._paragraph(
                t(
                    said,
                    hours=hours,
                    first=d.from_date,
                    last=until,
                    day=d.decided_on,
                    who=d.decided_by,
                    number=d.decision,
                )
            )
        self._table()
        self._paragraph(
            t(N_("Hours, never why somebody was away beyond the kind of absence. The board judges what is acceptable."))
        )
        self._rules()
        self._foot()

    def _head(self) -> None:
        t, person, wide = self.words, self.page.person, RIGHT - MARGIN
        name = " · ".join(x for x in (person.name, person.number) if x)
        with self.canvas.tags.element("H1"):
            said = t(N_("{title}: {name}"), title=t(TITLE), name=name)
            size = fitted(said, "Newsreader-SemiBold", 20, wide, 12)
            lines = wrap(said, "Newsreader-SemiBold", size, wide)
            y = draw_lines(self.canvas, MARGIN, HEIGHT - 24 * MM, lines, "Newsreader-SemiBold", size)
        rule(self.canvas, MARGIN, RIGHT, y + 4, 1.5, PETROL)
        self.y = y - 12

    def _paragraph(self, said: str, font: str = "Inter", size: float = 9.0) -> None:
        lines = wrap(said, font, size, RIGHT - MARGIN)
        self._room(len(lines) * (size + 3) + 4)
        with self.canvas.tags.element("P"):
            self.y = draw_lines(self.canvas, MARGIN, self.y, lines, font, size, INK, size + 3) - 4

    def _table(self) -> None:
        t = self.words
        self.y -= 6
        with self.canvas.tags.element("Table"):
            self._row([t(N_("Week")), *(t(h) for h in HEADS)], head=True)
            for week in self.page.weeks:
                number = week.monday.isocalendar().week
                self._row([t(N_("{week}, {day}"), week=number, day=week.monday), *_hours(t, week)])
            self._row([t(N_("Together")), *_hours(t, self.page.sums)], font="Inter-SemiBold")
        self.y -= 8

    def _row(self, cells: Sequence[str], *, head: bool = False, font: str = "Inter") -> None:
        self._room(ROW)
        wide = (RIGHT - MARGIN - 90) / (len(cells) - 1)
        font = "Inter-SemiBold" if head else font
        rule(self.canvas, MARGIN, RIGHT, self.y - 4, 0.4)
        with self.canvas.tags.element("TR"):
            for i, said in enumerate(cells):
                kind, scope = ("TH", "Column" if head else "Row") if head or not i else ("TD", "")
                with self.canvas.tags.element(kind, scope=scope):
                    if not i:
                        draw(self.canvas, MARGIN, self.y, said, font, 8.5)
                    else:
                        size = fitted(said, font, 8.5, wide - 4, 5.5)
                        draw_right(self.canvas, MARGIN + 90 + wide * i, self.y, said, font, size)
        self.y -= ROW

    def _rules(self) -> None:
        """What is said of law, proposal and routine, each with its day and source."""
        t = self.words
        self._room(30)
        with self.canvas.tags.element("H2"):
            draw(self.canvas, MARGIN, self.y, t(N_("What this rests on")), "Inter-SemiBold", 9.5, PETROL)
        self.y -= 13
        general = [r for r in self.page.rules if r.rule != "valid"]
        for r in general:
            said = N_("{words} ({state} since {day}; {source})")
            if r.state == "proposed":
                said = N_("{words} (proposed from {day}; {source})")
            self._paragraph(
                t(said, words=r.said(t.lang), state=t(RULE_STATES[r.state]), day=t.long_day(r.since), source=r.source),
                size=8.0,
            )
        valid = [r for r in self.page.rules if r.rule == "valid"]
        if valid:
            listed = ", ".join(r.said(t.lang) for r in valid)
            said = N_("Counted here as a valid reason: {reasons} ({source}).")
            self._paragraph(t(said, reasons=listed, source="; ".join(dict.fromkeys(r.source for r in valid))), size=8.0)

    def _room(self, tall: float) -> None:
        if self.y - tall < BOTTOM:
            person = self.page.person  # the number first: of a name that is too long the end is left out
            whose = " · ".join(x for x in (person.number, person.name, self.words(TITLE)) if x)
            self.y = turn_on(self.canvas, whose)

    def _foot(self) -> None:
        said = f"{self.unit} · {self.words.long_day(self.page.today)}"
        with self.canvas.tags.artifact():
            draw(self.canvas, MARGIN, 11 * MM, wrap(said, "Inter", 7.6, RIGHT - MARGIN)[0], "Inter", 7.6, GREY)


def _hours(t: Words, week: ActivityWeek) -> list[str]:
    return [t.hours(m) for m in (week.asked, week.planned, week.attended, week.valid, week.other, week.unknown)]
