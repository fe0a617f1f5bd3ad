"""What came of introductions in a period: how many were introduced, hired, and still there on day 90; and beside them people like
them who were not introduced.

Whoever is introduced was chosen for it, so nothing here is an effect. People are compared as external and in-house places are
(domain/results/casemix.py): with what was known of them before the employment, and with what may not be concluded. What others
than the unit are told goes as a report through the layer that withholds (domain rule 13).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from amdesk.domain.booking.plan import STILL_THERE_AFTER
from amdesk.domain.results.casemix import Case, alike, apart
from amdesk.domain.results.figures import Comparison, Figure, Rows, bounds, compare
from amdesk.domain.results.introduced import IntroducedFacts
from amdesk.domain.texts import N_, Text, plural, text

INTRODUCED_CASE, OTHER_CASE = "external", "in_house"
"""The two sides of a comparison of cases, as that module calls them."""
NOT_CAUSE = N_(
    "It cannot be concluded that the introduction is the cause: those who are introduced are chosen, and health, motive and network are not recorded."
)
QUESTIONS = {
    "introduced": (N_("Introduced"), N_("Introductions that were made in the period, each counted once.")),
    "interview": (N_("Interview"), N_("Of these, the introductions that led to an interview.")),
    "offered": (N_("Offered the work"), N_("Of these, the introductions that led to an offer.")),
    "hired": (N_("Hired"), N_("Of these, the introductions that ended with somebody hired.")),
    "stayed": (
        N_("Still there on day 90"),
        N_(
            "Of the hired whose day 90 has come, those who were reached and were still there. Whoever was not reached is counted as not reached."
        ),
    ),
}
"""By code the label and the definition of each figure."""


class IntroducedOne(NamedTuple):
    """One introduction as it is counted: whose, how far it came, and day 90; its key, and when it was made."""

    participant: int
    interview: bool
    offered: bool
    hired_on: date | None
    stayed: str
    key: int = 0
    on: date = date.min


@dataclass(frozen=True, slots=True)
class IntroductionResult:
    """The figures of a period. `missed` of those whose day 90 has come were not reached: between `low` and `high` per cent are still
    there, whatever became of them. `beside` compares the share to work or studies of introduced and others; `points` among
    those who are alike, None where too few are."""

    first: date
    last: date
    figures: tuple[Figure, ...]
    missed: int | None
    bounds: tuple[int, int] | None
    beside: Comparison | None
    points: tuple[float, float, float] | None
    overlap: int
    total: int

    def figure(self, code: str) -> Figure:
        return next(f for f in self.figures if f.id == f"{code}.all")

    def sentences(self) -> list[Text]:
        """What may and what may not be concluded."""
        return [*self.not_reached(), *self.compared(), Text(NOT_CAUSE)]

    def not_reached(self) -> list[Text]:
        """What those who were not reached on day 90 leave open."""
        if self.bounds is None or not self.missed:
            return []
        said = plural(
            "{missed} was not reached on day 90: between {low} and {high} % are still there.",
            "{missed} were not reached on day 90: between {low} and {high} % are still there.",
            self.missed,
            missed=self.missed,
            low=self.bounds[0],
            high=self.bounds[1],
        )
        return [said]

    def compared(self) -> list[Text]:
        """Introduced and others beside each other."""
        return [] if self.beside is None else [self.beside.sentence, self._alike()]

    def _alike(self) -> Text:
        if self.points is None:
            return text(
                N_("There are too few alike among introduced and others for a comparison between people who are alike.")
            )
        numbers = {**apart(*self.points), "overlap": self.overlap, "total": self.total}
        if self.points[0] < 0:
            return text(
                N_(
                    "Among people alike in Swedish level, time waited, extent and age the share to work or studies is {points} percentage points lower for the introduced (from {low} to {high}). {overlap} of {total} employments have somebody alike in the other group."
                ),
                **numbers,
            )
        return text(
            N_(
                "Among people alike in Swedish level, time waited, extent and age the share to work or studies is {points} percentage points higher for the introduced (from {low} to {high}). {overlap} of {total} employments have somebody alike in the other group."
            ),
            **numbers,
        )


def introduction_result(
    period: tuple[date, date], found: Sequence[IntroducedOne], cases: Sequence[Case], today: date
) -> IntroductionResult:
    """Count a period once. `cases` are the employments whose day 90 falls in it, kind by INTRODUCED_CASE and OTHER_CASE."""
    base = len(found)
    due = [o for o in found if o.hired_on is not None and o.hired_on + STILL_THERE_AFTER <= today]
    there, missed = sum(o.stayed == "yes" for o in due), sum(o.stayed not in {"yes", "no"} for o in due)
    counts = {
        "introduced": (base, base),
        "interview": (sum(o.interview for o in found), base),
        "offered": (sum(o.offered for o in found), base),
        "hired": (sum(o.hired_on is not None for o in found), base),
        "stayed": (there, len(due)),
    }
    figures = tuple(_figure(code, *counted) for code, counted in counts.items())
    least, most = bounds(there, missed, len(due))
    beside = compare(_led(cases, INTRODUCED_CASE), _led(cases, OTHER_CASE)) if cases else None
    points, low, high, overlap = alike(cases)
    told = None if points is None or low is None or high is None else (points, low, high)
    return IntroductionResult(
        *period,
        figures,
        missed,
        None if least is None or most is None else (least, most),
        beside,
        told,
        overlap,
        len(cases),
    )


def _figure(code: str, count: int, base: int) -> Figure:
    label, definition = QUESTIONS[code]
    return Figure(f"{code}.all", Text(label), text(N_("All")), count, base, Text(definition))


def _led(cases: Sequence[Case], kind: str) -> Figure:
    """The share to work or studies of one side."""
    mine = [c for c in cases if c.kind == kind]
    whom = text(N_("Those introduced")) if kind == INTRODUCED_CASE else text(N_("Those not introduced"))
    label = text(N_("To work or studies"))
    return Figure(f"led.{kind}", label, whom, sum(c.reached for c in mine), len(mine), label)


def facts_of(one: IntroducedOne, today: date) -> IntroducedFacts:
    """One introduction as the figures for others count it."""
    day90 = ""
    if one.hired_on is not None:
        come = one.hired_on + STILL_THERE_AFTER <= today
        day90 = "coming" if not come else one.stayed if one.stayed in {"yes", "no"} else "missed"
    interview, offered, hired = ("yes" if so else "" for so in (one.interview, one.offered, one.hired_on is not None))
    return IntroducedFacts(interview, offered, hired, day90)


def counted_introductions(found: Sequence[IntroducedOne], today: date) -> Rows[IntroducedFacts]:
    """The set that is counted for others than the unit."""
    return Rows.of([(o.key, o.participant, facts_of(o, today)) for o in found])
