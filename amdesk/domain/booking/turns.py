"""Turns of queues in a round: what a queue gives stands before the policy, as a lock does.

A free place of a placement with a queue goes to the first there who fits. Whoever has a turn at several gets the one that is best for
her (under turns by wish the one that she wants most), and the others go to those after her: nobody who stands earlier in a queue, and fits, has a worse place by her turns than one that
went to somebody later or to somebody who does not stand there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from amdesk.domain.booking.rounds import Edge, RoundQuestion
from amdesk.domain.booking.wishes import wanted_order


@dataclass(frozen=True, slots=True)
class RoundTurns:
    """The queues that a round respects. People and placements by key."""

    queues: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """By placement who stands there, by turn: of those whom the round is about and who may be asked."""
    noes: frozenset[tuple[int, int]] = frozenset()
    """(person, placement) where she has said no to what is free there now."""
    others: Sequence[tuple[int, date]] = ()
    """(placement, first day) of places whose turn is somebody's whom the round is not about."""


def with_turns(question: RoundQuestion, turns: RoundTurns) -> RoundQuestion:
    """The question without places that are kept for somebody else's turn, and without what somebody has said no to."""
    gone = _kept_for_others(question, turns.others)
    people, slots = question.people, question.slots
    left = [
        e
        for e in question.edges
        if e.slot not in gone and (people[e.person].id, slots[e.slot].placement.id) not in turns.noes
    ]
    return question if len(left) == len(question.edges) else replace(question, edges=left)


def _kept_for_others(question: RoundQuestion, others: Sequence[tuple[int, date]]) -> set[int]:
    """For each turn the latest slot of the placement that is free on its first day; the earliest where none is."""
    gone: set[int] = set()
    for place, first in others:
        mine = [k for k, s in enumerate(question.slots) if s.placement.id == place and k not in gone]
        in_time = [k for k in mine if question.slots[k].free_from <= first]
        gone.update(in_time[-1:] or mine[:1])
    return gone


def by_queue(question: RoundQuestion, queues: Mapping[int, Sequence[int]]) -> list[Edge]:
    """The edges that the queues give: each asks for the best place of her queues that is left, and one that two ask for is the
    earlier one's. Under turns by wish each asks for all that fits her in the order of her wishes, and what a queue does not give goes
    by the wait: so nobody is given by her queue what she wants less than a place that goes to somebody later. The same each time."""
    turn = {(person, place): n for place, mine in queues.items() for n, person in enumerate(mine)}
    rank = {e: n for e in question.edges if (n := turn.get(_pair(question, e))) is not None}
    if not question.policy.by_wishes:
        return sorted(_given(_asked(rank, question.order), rank.__getitem__))

    def priority(edge: Edge) -> tuple[int, object, str]:
        person = question.people[edge.person]
        return (0, rank[edge], "") if edge in rank else (1, person.registered_on, person.number)

    asked = _asked(question.edges, partial(wanted_order, question))
    return sorted(e for e in _given(asked, priority) if e in rank)


def _pair(question: RoundQuestion, edge: Edge) -> tuple[int, int]:
    return question.people[edge.person].id, question.slots[edge.slot].placement.id


def _asked(edges: Iterable[Edge], order: Callable[[Edge], Any]) -> dict[int, list[Edge]]:  # type: ignore[explicit-any]  # whatever sorts
    """By person what she asks for, what she asks for first last in the list."""
    asks: dict[int, list[Edge]] = {}
    for edge in edges:
        asks.setdefault(edge.person, []).append(edge)
    for mine in asks.values():
        mine.sort(key=order, reverse=True)
    return asks


def _given(asks: Mapping[int, list[Edge]], priority: Callable[[Edge], Any]) -> Iterable[Edge]:  # type: ignore[explicit-any]  # whatever compares
    """Each asks for the best that has not refused her; a place keeps the first of those who ask (deferred acceptance)."""
    held: dict[int, Edge] = {}
    free = list(asks)
    while free:
        mine = asks[free.pop()]
        while mine:
            edge = mine.pop()
            now = held.get(edge.slot)
            if now is None or priority(edge) < priority(now):
                held[edge.slot] = edge
                if now is not None:
                    free.append(now.person)
                break
    return held.values()


def without_taken(question: RoundQuestion, fixed: Sequence[Edge]) -> RoundQuestion:
    """What is left for the others."""
    slots, people = {e.slot for e in fixed}, {e.person for e in fixed}
    rest = [e for e in question.edges if e.slot not in slots and e.person not in people]
    return question if len(rest) == len(question.edges) else replace(question, edges=rest)
