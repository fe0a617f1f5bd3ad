"""What a must alone closes for a person, or for a place: what a case worker may book all the same, for a reason that is kept.

It stands below everything that fits, without a rank. What the law or the bank forbids is not among it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from amdesk.domain.booking.bookings import age_stop
from amdesk.domain.booking.findings import findings
from amdesk.domain.booking.matching import (
    Facts,
    Must,
    Opening,
    Scored,
    Stopped,
    Weights,
    barred_by,
    gate,
    order,
    scorer,
    wanted_from,
)
from amdesk.domain.people.participant import Person


class OnlyMusts(NamedTuple):
    """The best places that musts alone close, and for each must how many it closes that nothing else does."""

    best: tuple[Stopped, ...]
    alone: dict[str, int]


def only_musts(
    person: Person,
    openings: Iterable[Opening | None],
    facts: Facts,
    weights: Weights,
    plain: Sequence[Must],
    most: int,
    *,
    counted: bool,
) -> OnlyMusts:
    """The `most` best; where `counted`, every place is looked at and told by the must that stands alone before it."""
    start = wanted_from(person, facts.today)
    closed, scored = gate(person, weights, start), scorer(person, start, facts, weights)
    found: list[Stopped] = []
    for opening in openings:
        if opening is not None and (code := barred_by(opening.placement, plain) or closed(opening)):
            found.append(Stopped(code, scored(opening)))
    found.sort(key=lambda one: order(one.match))
    best: list[Stopped] = []
    alone: dict[str, int] = {}
    for one in found:
        if len(best) == most and not counted:
            break
        musts = musts_between(person, one.match, facts)
        if musts and len(best) < most:
            best.append(one)
        if len(musts) == 1:
            alone[musts[0]] = alone.get(musts[0], 0) + 1
    return OnlyMusts(tuple(best), dict(sorted(alone.items(), key=lambda kv: -kv[1])))


def musts_between(person: Person, match: Scored, facts: Facts) -> list[str]:
    """The musts that stand between the person and the place; none where a reason would not pass what does."""
    place, first, _, trip = match.opening
    first = max(first, wanted_from(person, facts.today))
    found = [*age_stop(person, place, first), *findings(person, place, trip, first, facts)]
    return [] if any(c.level == "stop" for c in found) else [c.code for c in found if c.must]
