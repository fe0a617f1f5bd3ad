"""Looking ahead, counted: the prices of places and of waiting, and sampled futures. The formulas stand in domain/booking/ahead.py."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from amdesk.domain.booking.ahead import (
    AHEAD_DAYS,
    CHANCE,
    CHANCE_FIT,
    CLAIMED,
    CROWDED,
    FUTURES,
    MIDDLE,
    MOST_KINDS,
    ROUNDS,
    STEEP,
    JustPlaced,
    Prices,
    YearBehind,
)
from amdesk.domain.booking.matching import wanted_from
from amdesk.domain.booking.rounds import RoundQuestion, Slot, edges_of, one_more
from amdesk.domain.people.participant import Person
from amdesk.domain.places.placement import Placement
from amdesk.services.booking.solver import solve

Marks = NDArray[np.int64]
Counts = NDArray[np.float64]
NONE = -1
"""Stands in a table of fit where a hard rule closes the pair."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A round and what is expected beside it, as tables: of fit (a row for each person, a column for each placement, NONE where
    a rule closes the pair), of people expected of each kind, of places open now and expected of each placement."""

    keys: Sequence[int]
    """The placements' keys, in the order of the columns."""
    waiting: Marks
    coming: Marks
    expected: Counts
    open_now: Counts
    opening: Counts
    placed: Marks
    """Of those who were placed less than a week ago."""
    taken: Counts
    """Places that they have got."""

    def prices(self) -> Prices:
        others, claims = np.concatenate([self.coming, self.placed]), np.ones(len(self.placed))
        there = self.open_now + self.taken
        of_place, of_waiting = priced(
            self.waiting, others, np.concatenate([self.expected, claims]), there, self.opening
        )
        return Prices(dict(zip(self.keys, of_place.tolist(), strict=True)), of_waiting.tolist())


def priced(
    waiting: Marks, coming: Marks, expected: Counts, open_now: Counts, opening: Counts
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(price of each placement, price of waiting of each person), in thousandths of a person placed."""
    fits = np.concatenate([waiting, coming]) > NONE
    claims = np.concatenate([np.ones(len(waiting)), expected])
    there = open_now + opening
    crowd = np.ones(len(there))
    for _ in range(ROUNDS):
        pull = there / np.maximum(crowd, 1)
        each = claims / np.maximum(fits @ pull, 0.5)
        crowd = (each @ fits) * pull / np.maximum(there, 1e-6)
    chance = np.minimum(1, opening / np.maximum(there, 1e-9)) / np.maximum(crowd, 1) ** STEEP
    hope = np.where(waiting > NONE, (CHANCE + CHANCE_FIT * (waiting - MIDDLE)) * chance, 0)
    best = hope.max(1, initial=0) if hope.size else np.zeros(len(waiting))
    return np.rint(CLAIMED * np.minimum(CROWDED, crowd)).astype(np.int64), np.rint(best).astype(np.int64)


def outlook(
    question: RoundQuestion,
    history: YearBehind,
    placements: Mapping[int, Placement],
    just_placed: Sequence[JustPlaced] = (),
    held: Mapping[int, int] | None = None,
) -> Outlook | None:
    """What a round is to look ahead to; None where history says too little. `placements` are all that the round knows, `held` how
    many places of each are held for those who are expected: they are among what is to come."""
    if not history.enough:
        return None
    slots = question.slots
    seen = {s.placement.id: s.placement for s in slots}
    held = held or {}
    coming_from = [*history.opened, *held]
    known = seen | {key: p for key in coming_from if (p := placements.get(key)) is not None and p.status == "open"}
    just = [p for p in just_placed if p.placement in placements]
    known |= {p.placement: placements[p.placement] for p in just}
    keys = sorted(known)
    column = {key: k for k, key in enumerate(keys)}
    waiting = np.full((len(question.people), len(keys)), NONE, np.int64)
    for e in question.edges:
        waiting[e.person, column[slots[e.slot].placement.id]] = e.score
    later = [known[key] for key in keys if key not in seen]
    waiting = np.maximum(waiting, _marks(question, question.people, later, column))
    people, expected = _expected(history)
    coming = _marks(question, people, [known[key] for key in keys], column)
    open_now, opening = np.zeros(len(keys)), np.zeros(len(keys))
    for s in slots:
        open_now[column[s.placement.id]] += 1
    for key, count in history.opened.items():
        if key in column:
            opening[column[key]] = count * AHEAD_DAYS / history.days
    for key, places in held.items():
        if key in column:
            opening[column[key]] += places
    ahead = [column[s.placement.id] for s in slots if s.free_from > question.facts.today]
    ahead += [column[p.placement] for p in just if p.from_date > wanted_from(p.person, question.facts.today)]
    np.subtract.at(opening, ahead, 1)  # those that are known to open are among those that are there
    placed, taken = _placed(question, just, [known[key] for key in keys], column)
    return Outlook(keys, waiting, coming, expected, open_now, np.maximum(opening, 0), placed, taken)


def _placed(
    question: RoundQuestion, just: Sequence[JustPlaced], places: Sequence[Placement], at: Mapping[int, int]
) -> tuple[Marks, Counts]:
    """The table of fit of those who have just been placed, and how many places of each placement they have got."""
    marks, taken = _marks(question, [p.person for p in just], places, at), np.zeros(len(at))
    for i, p in enumerate(just):
        marks[i, at[p.placement]] = max(0, marks[i, at[p.placement]])  # she fits where she is, for whatever reason
        taken[at[p.placement]] += 1
    return marks, taken


def _expected(history: YearBehind) -> tuple[list[Person], Counts]:
    """A stand-in for each kind of referral, and how many of it are expected."""
    kinds = history.referred
    if len(kinds) > MOST_KINDS:
        kinds = random.Random(1).sample(list(kinds), MOST_KINDS)  # noqa: S311  # the same sample each time, and no secret
    counts = np.array([k.times for k in kinds], np.float64)
    people = [k.asks.stand_in(-1 - i) for i, k in enumerate(kinds)]
    return people, counts * (history.coming / counts.sum())


def _marks(
    question: RoundQuestion, people: Sequence[Person], places: Sequence[Placement], at: Mapping[int, int]
) -> Marks:
    """The table of fit of these people and one place of each of these placements, free from the round's first day."""
    slots: list[Slot] = [one_more(p, question.period) for p in places]
    out = np.full((len(people), len(at)), NONE, np.int64)
    for e in edges_of(people, slots, question.trips, question.facts, question.policy, question.period):
        out[e.person, at[slots[e.slot].placement.id]] = e.score
    return out


def with_prices(question: RoundQuestion, found: Outlook | None) -> RoundQuestion:
    """The question as looking ahead asks it."""
    return question if found is None else replace(question, ahead=found.prices())


def futures(question: RoundQuestion, found: Outlook) -> list[int]:
    """For each slot of a round: in how many of FUTURES sampled futures it goes to somebody who is not here yet and for whom nothing
    else is left, however the others are moved. In each future everybody, here and to come, is placed as well as can be. The
    seeds are fixed."""
    column = {key: k for k, key in enumerate(found.keys)}
    mine = np.array([column[s.placement.id] for s in question.slots], np.int64)
    out = np.zeros(len(mine), np.int64)
    for seed in range(FUTURES if len(mine) else 0):
        out += _to_others(found, mine, np.random.default_rng(seed))
    return [int(n) for n in out]


def _to_others(found: Outlook, mine: Marks, dice: np.random.Generator) -> Marks:
    """One future: 1 for each slot that goes to a newcomer and that nobody could do without."""
    kinds = np.repeat(np.arange(len(found.expected)), dice.poisson(found.expected))
    columns = np.concatenate([mine, np.repeat(np.arange(len(found.keys)), dice.poisson(found.opening))])
    table = np.concatenate([found.waiting, found.coming[kinds]])[:, columns]
    out = np.zeros(len(mine), np.int64)
    who, where = np.nonzero(table > NONE)
    if not len(who):
        return out
    chosen = solve(len(table), len(columns), who.astype(np.int64), where.astype(np.int64), 100_000 + table[who, where])
    has = np.full(len(table), NONE, np.int64)
    has[who[chosen]] = where[chosen]
    spare = spared(table > NONE, has)
    new = has[len(found.waiting) :]
    new = new[(new > NONE) & (new < len(mine))]
    out[new[~spare[new]]] = 1
    return out


def spared(fits: NDArray[np.bool_], has: Marks) -> NDArray[np.bool_]:
    """Which places could be taken away with as many people placed as before: those that are free, and those whose person can move to
    one that can be spared. `has` is the place of each person in a largest assignment, NONE without."""
    spare = np.ones(fits.shape[1], bool)
    spare[has[has > NONE]] = False
    while True:
        movable = has[(has > NONE) & fits[:, spare].any(1)]
        new = movable[~spare[movable]]
        if not len(new):
            return spare
        spare[new] = True


__all__ = ["Outlook", "futures", "outlook", "priced", "spared", "with_prices"]
