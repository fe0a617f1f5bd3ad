"""Chains: somebody no place is open to gets one where one or two others move, each to what is as good for her or better.

A move keeps its days. Whoever has begun goes on at the other placement from the day after, in the same employment and the same
occupation, where she has four weeks left or more. A move is as good where the score that matching gives the new place on those days is not lower than that of the
old one, every must is met and nothing forbids it. What is not known about a must is no reason to move anybody: it has to be met.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.domain.booking.bookings import Booking
from amdesk.domain.booking.matching import Facts, Opening, Weights, gate, score
from amdesk.domain.booking.needs import MET, Trip, answer, needs_of_person
from amdesk.domain.people.participant import Person
from amdesk.domain.places.placement import Availability, Placement, Span
from amdesk.domain.texts import N_, Text, text

MOST_CHAINS = 5
Trips = Mapping[tuple[str, str], Trip]


class Movable(NamedTuple):
    """A booking that may move, whose, and from which day: its first, or for whoever has begun the day after today."""

    booking: Booking
    person: Person
    place: Placement
    since: date

    @property
    def begun(self) -> bool:
        """Whether she is there already."""
        return self.since > self.booking.from_date

    @property
    def span(self) -> Span:
        """What it takes of its placement."""
        b = self.booking
        return Span(b.from_date, b.to_date, load_of(b.extent, self.place))

    @property
    def left(self) -> list[Span]:
        """What it takes still where it moves away: the days until then of whoever has begun."""
        return [self.span._replace(last=self.since - timedelta(1))] if self.begun else []


class ChainMove(NamedTuple):
    """One booking to another placement on the same days, with the score of both."""

    what: Movable
    to: Placement
    before: int
    after: int

    @property
    def text(self) -> Text:
        """The move as part of a sentence."""
        name = self.what.person.shown_name
        if self.what.begun:
            said = N_("{mover}, who has begun, goes on at {to} from {since}")
            return text(said, mover=name, to=self.to.name, since=self.what.since)
        return text(N_("{mover} moves from there to {to}"), mover=name, to=self.to.name)


@dataclass(frozen=True, slots=True)
class Chain:
    """The moves in the order in which they are made, and the booking that they open; both days included."""

    person: Person
    place: Placement
    first: date
    last: date
    score: int
    moves: tuple[ChainMove, ...]

    @property
    def key(self) -> str:
        """The same for the same moves to the same places, and another one where a booking has changed."""
        said = [
            (m.what.booking.ref, m.what.place.id, m.to.id, m.what.since, m.what.booking.to_date) for m in self.moves
        ]
        return hashlib.sha256(repr((self.person.id, self.place.id, self.first, self.last, said)).encode()).hexdigest()[
            :8
        ]

    @property
    def text(self) -> Text:
        """The chain as a sentence; who moves away from the place itself is named first."""
        near, *far = reversed(self.moves)
        given = {"name": self.person.shown_name, "place": self.place.name, "day": self.first, "move": near.text}
        if not far:
            return text(N_("{name} can begin at {place} on {day} if {move}, which is as good or better."), **given)
        said = N_("{name} can begin at {place} on {day} if {move} and {second}; both are as good or better.")
        return text(said, **given, second=far[0].text)


def load_of(extent: int, place: Placement) -> int:
    """Hundredths of a place that a booking takes."""
    return extent if place.shared else 100


def without(free: Availability, one: Movable) -> Availability:
    """A placement's availability as it is when one of its bookings has moved away."""
    loads = list(free.loads)
    loads.remove(one.span)
    return free._replace(loads=[*loads, *one.left])


class Better:
    """Where else a booking could be on its days, each as good or better for whoever has it."""

    def __init__(self, places: Sequence[Placement], trips: Trips, facts: Facts, weights: Weights) -> None:
        self.places, self.trips, self.facts, self.weights = places, trips, facts, weights
        self.known: dict[str, tuple[ChainMove, ...]] = {}

    def moves(self, one: Movable) -> tuple[ChainMove, ...]:
        """The best first, whether there is room or not."""
        ref = one.booking.ref
        if ref not in self.known:
            self.known[ref] = tuple(sorted(self._moves(one), key=lambda m: (-m.after, m.to.number)))
        return self.known[ref]

    def _moves(self, one: Movable) -> Iterator[ChainMove]:
        b, person, facts = one.booking, one.person, self.facts
        closed = gate(person, self.weights, one.since)
        before = score(person, self._opening(one, one.place), one.since, facts, self.weights).score
        for place in self.places:
            opening = self._opening(one, place)
            if place.id == one.place.id or not place.open_from <= one.since <= b.to_date <= place.open_to:
                continue
            if one.begun and place.occupation != one.place.occupation:
                continue
            if closed(opening) or not musts_met(person, place, opening.trip):
                continue
            after = score(person, opening, one.since, facts, self.weights).score
            if after >= before:
                yield ChainMove(one, place, before, after)

    def _opening(self, one: Movable, place: Placement) -> Opening:
        trip = self.trips.get((one.person.district, place.district))
        return Opening(place, one.since, one.booking.to_date, trip)


def musts_met(person: Person, place: Placement, trip: Trip | None) -> bool:
    """Whether every must is known to be met."""
    return all(answer(n, place, trip) == MET for n in needs_of_person(person) if n.weight == "must")
