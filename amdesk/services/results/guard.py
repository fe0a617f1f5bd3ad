"""What keeps a report from telling of few people: the sums its figures stand in, and what they do not say of who is behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypedDict

from amdesk.domain.results.cohort import COHORT
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.outcomes import FOLLOWUP, HIDDEN_SUMS, KOLADA, UNPRINTED, Result
from amdesk.domain.results.report import Report, for_outside
from amdesk.domain.results.withholding import SMALLEST_GROUP, Sums, Unsaid, withheld
from amdesk.domain.texts import Text, plural
from amdesk.services.results.sections import EARLIER, HOST_GROUPS

RULERS = (FOLLOWUP, KOLADA, COHORT)
RUNNING = ("running.all", ["running.external", "running.in_house", "running.host_unrecorded"])
"""The one sum that no ruler holds."""
BASES = {
    **{i: base for ruler in RULERS for i, base in ruler.bases().items()},
    **dict.fromkeys(RUNNING[1], RUNNING[0]),
}
"""Whose count each figure's base is."""


def as_it_may_leave(report: Report) -> Report:
    """The report for outside the unit: what is withheld holds over all its figures together."""
    from amdesk.services.booking.solver import ranges

    return for_outside(
        report, [*(r for ruler in RULERS for r in ruler.relations()), RUNNING], partial(ranges, known={})
    )


UNRECORDED = "host_unrecorded"


def few_running(who: Iterable[tuple[str, int]]) -> frozenset[str]:
    """Ids of running figures with fewer than five people behind the count or the rest, from (kind of place, participant)."""
    people: dict[str, set[int]] = {g: set() for g in HOST_GROUPS}
    for kind, person in who:
        people[kind if kind in people else UNRECORDED].add(person)
        people["all"].add(person)
    out = set()
    for g in HOST_GROUPS:
        rest = set().union(*(people[o] for o in HOST_GROUPS[1:] if g not in {"all", o}))
        if any(0 < len(side) < SMALLEST_GROUP for side in (people[g], rest, people["all"])):
            out.add(f"running.{g}")
    return frozenset(out)


def coming(now: Result) -> list[Text]:
    if not now.coming:
        return []
    return [
        plural(
            "{count} of the period has not reached day 90 yet and is in no figure.",
            "{count} of the period have not reached day 90 yet and are in no figure.",
            now.coming,
            count=now.coming,
        )
    ]


def few_coming(now: Result) -> bool:
    return 0 < now.coming_people < SMALLEST_GROUP


class Guarded(TypedDict):
    """What a report says of itself besides what it prints, by the fields of a Report."""

    hidden: list[Figure]
    sums: Sums
    behind: Callable[[], Unsaid]
    inside_notes: Sequence[Text]


def guarded(now: Result, earlier: Result, few: frozenset[str] = frozenset()) -> Guarded:
    """What the figures of a followup do not say of who is behind them."""

    def behind() -> Unsaid:
        found = {*now.few(SMALLEST_GROUP), *few}
        shared = now.first <= earlier.last and earlier.first <= now.last
        if shared or _hidden_then(
            earlier
        ):  # of two periods with days in common the one less the other tells of the rest
            found.add(EARLIER)
        return Unsaid(frozenset(found), UNPRINTED, BASES)

    then = replace(earlier.figure("work_or_studies.all"), id=EARLIER)
    return {
        "hidden": [*now.hidden(), then],
        "sums": HIDDEN_SUMS,
        "behind": behind,
        "inside_notes": coming(now) if few_coming(now) else (),
    }


def result_outside(found: Result) -> list[Figure]:
    """The figures of a day-90 result, withheld by themselves."""
    from amdesk.services.booking.solver import ranges

    behind = Unsaid(frozenset(found.few(SMALLEST_GROUP)), UNPRINTED, BASES)
    kept = withheld(
        [*found.figures, *found.hidden()], [*FOLLOWUP.relations(), *HIDDEN_SUMS], behind, partial(ranges, known={})
    )
    return kept[: len(found.figures)]


def _hidden_then(earlier: Result) -> bool:
    """Whether the other period's own report withholds its share: what it kept back is not told here."""
    share = next(f for f in result_outside(earlier) if f.id == "work_or_studies.all")
    return share.withheld or share.base is None
