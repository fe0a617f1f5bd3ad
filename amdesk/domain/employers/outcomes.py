"""What came of introductions in a period: how many were introduced, hired, and still there on day 90; and beside them people like
them who were not introduced.

Whoever is introduced was chosen for it, so nothing here is an effect. People are compared as external and in-house places are
(domain/results/casemix.py): with what was known of them before the employment, and with what may not be concluded. For others
than the unit small counts are withheld, and so is what their sums and differences would tell (domain rule 13).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from amdesk.domain.employers.introduction import STAYS
from amdesk.domain.results.casemix import Case, alike
from amdesk.domain.results.disclosure import SHARED_UNDER, SMALLEST_GROUP
from amdesk.domain.results.figures import Comparison, Figure, compare
from amdesk.domain.texts import N_, Text, text

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
    """One introduction as it is counted: whose, how far it came, and day 90."""

    participant: int
    interview: bool
    offered: bool
    hired_on: date | None
    stayed: str


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
        out = []
        if self.bounds is not None and self.missed:
            said = N_("{missed} were not reached on day 90: between {low} and {high} % are still there.")
            out.append(text(said, missed=self.missed, low=self.bounds[0], high=self.bounds[1]))
        if self.beside is not None:
            out.append(self.beside.sentence)
            out.append(self._alike())
        return [*out, Text(NOT_CAUSE)]

    def _alike(self) -> Text:
        if self.points is None:
            return text(
                N_("There are too few alike among introduced and others for a comparison between people who are alike.")
            )
        points, low, high = self.points
        said = N_(
            "Among people alike in Swedish level, time waited, extent and age the share to work or studies is {points} percentage points from that of others ({low} to {high}); plus is higher for the introduced. {overlap} of {total} employments have somebody alike in the other group."
        )
        return text(said, points=points, low=low, high=high, overlap=self.overlap, total=self.total)


def introduction_result(
    period: tuple[date, date], found: Sequence[IntroducedOne], cases: Sequence[Case], today: date
) -> IntroductionResult:
    """Count a period once. `cases` are the employments that ended in it, kind by INTRODUCED_CASE and OTHER_CASE."""
    base = len(found)
    due = [o for o in found if o.hired_on is not None and o.hired_on + STAYS <= today]
    there, missed = sum(o.stayed == "yes" for o in due), sum(o.stayed not in {"yes", "no"} for o in due)
    counts = {
        "introduced": (base, base),
        "interview": (sum(o.interview for o in found), base),
        "offered": (sum(o.offered for o in found), base),
        "hired": (sum(o.hired_on is not None for o in found), base),
        "stayed": (there, len(due)),
    }
    figures = tuple(_figure(code, *counted) for code, counted in counts.items())
    bounds = (100 * there // len(due), -(-100 * (there + missed) // len(due))) if due else None
    beside = compare(_led(cases, INTRODUCED_CASE), _led(cases, OTHER_CASE)) if cases else None
    points, low, high, overlap = alike(cases)
    told = None if points is None or low is None or high is None else (points, low, high)
    return IntroductionResult(*period, figures, missed, bounds, beside, told, overlap, len(cases))


def _figure(code: str, count: int, base: int) -> Figure:
    label, definition = QUESTIONS[code]
    return Figure(f"{code}.all", Text(label), text(N_("All")), count, base, Text(definition))


def _led(cases: Sequence[Case], kind: str) -> Figure:
    """The share to work or studies of one side."""
    mine = [c for c in cases if c.kind == kind]
    whom = text(N_("Those introduced")) if kind == INTRODUCED_CASE else text(N_("Those not introduced"))
    label = text(N_("To work or studies"))
    return Figure(f"led.{kind}", label, whom, sum(c.reached for c in mine), len(mine), label)


def outside(result: IntroductionResult, found: Sequence[IntroducedOne]) -> IntroductionResult:
    """The same for others than the unit. A count is withheld where fewer than five people, or introductions, stand behind it, its rest
    or its difference to another count that is shown; of a group of fewer than 20 it is not told that all or none of them have
    a thing in common. The comparison of people who are alike stays in the unit."""
    people = len({o.participant for o in found})
    shown: list[int] = []
    figures: list[Figure] = []
    for one in result.figures:
        count, base = one.count or 0, one.base or 0
        told = [*shown, 0, base]
        if one.id == "introduced.all":
            keep = not 0 < people < SMALLEST_GROUP
        else:
            near = any(0 < abs(count - other) < SMALLEST_GROUP for other in told)
            hired = next((f.count for f in figures if f.id == "hired.all"), None)
            # the base of day 90 is told beside its count, and what is left of the hired with it
            gap = one.id == "stayed.all" and (_few(base) or (hired is not None and _few(hired - base)))
            keep = not (near or gap or (base < SHARED_UNDER and count in {0, base})) and figures[0].count is not None
        figures.append(one if keep else replace(one, count=None, base=None))
        if keep:
            shown.append(count)
    day90 = figures[-1].count is not None
    told_missed = result.missed if day90 and not _few(result.missed or 0) else None
    bounds = result.bounds if told_missed is not None else None
    return replace(result, figures=tuple(figures), missed=told_missed, bounds=bounds, beside=None, points=None)


def _few(count: int) -> bool:
    return 0 < count < SMALLEST_GROUP
