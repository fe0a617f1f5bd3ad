"""Turns by wish: whoever has waited longest chooses first, by her own order of wishes, then by fit.

So nobody who waited longer envies: a place that she wanted more than her own, and could have had, went to nobody who came after her,
but by the turns of the queue to that place (turns.py).
It is a policy of its own beside the optimum, which places as many but may pass over one who waited longer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from amdesk.domain.booking.rounds import Edge, RoundQuestion
from amdesk.domain.people.participant import Person
from amdesk.domain.places.placement import Placement

MOST_WISHES = 5
FIRST_WISHES = 3


def wish_rank(person: Person, place: Placement) -> int:
    """At which place of her wishes the work stands, 0 for the first; MOST_WISHES where it is none of them."""
    mine = person.wishes[:MOST_WISHES]
    return mine.index(place.occupation) if place.occupation in mine else MOST_WISHES


def wanted_order(question: RoundQuestion, edge: Edge) -> tuple[int, object]:
    """What somebody asks for first: by her own wishes, then by fit."""
    rank = wish_rank(question.people[edge.person], question.slots[edge.slot].placement)
    return rank, question.order(edge)


def by_turn(question: RoundQuestion) -> list[Edge]:
    """Edges that give each, the longest wait first, the place she wants most of those that are left; the same each time."""
    mine: dict[int, list[Edge]] = {}
    for edge in question.edges:
        mine.setdefault(edge.person, []).append(edge)
    taken: set[int] = set()
    out = []
    for i in sorted(mine, key=lambda i: (question.people[i].registered_on, question.people[i].number)):
        left = [e for e in mine[i] if e.slot not in taken]
        if left:
            best = min(left, key=lambda e: wanted_order(question, e))
            taken.add(best.slot)
            out.append(best)
    return out


class WishMonth(NamedTuple):
    """A month's bookings of people with wishes: how many there are, and how many are one of the first three."""

    month: str
    got: int
    of: int


def wish_months(bookings: Iterable[tuple[str, tuple[str, ...], str]]) -> list[WishMonth]:
    """Of bookings as (day made in ISO, wishes, occupation), month by month; whoever has no wish is left out."""
    found: dict[str, list[bool]] = {}
    for day, wishes, occupation in bookings:
        if wishes:
            found.setdefault(day[:7], []).append(occupation in wishes[:FIRST_WISHES])
    return [WishMonth(month, sum(got), len(got)) for month, got in sorted(found.items())]
