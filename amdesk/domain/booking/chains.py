"""Chains: somebody no place is open to gets one where one or two who have not begun move, each to what is as good for her or better.

A move keeps its days. It is as good where the score that matching gives the new place on those days is not lower than that of the
old one, every must is met and nothing forbids it. What is not known about a must is no reason to move anybody: it has to be met.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
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
    """A booking that has not begun, and whose."""

    booking: Booking
    person: Person
    place: Placement

    @property
    def span(self) -> Span:
        """What it takes of its placement."""
        b = self.booking
        return Span(b.from_date, b.to_date, load_of(b.extent, self.place))


class ChainMove(NamedTuple):
    """One booking to another placement on the same days, with the score of both."""

    what: Movable
    to: Placement
    before: int
    after: int


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
            (m.what.booking.ref, m.what.place.id, m.to.id, m.what.booking.from_date, m.what.booking.to_date)
            for m in self.moves
        ]
        return hashlib.sha256(repr((self.person.id, self.place.id, self.first, self.last, said)).encode()).hexdigest()[
            :8
        ]

    @property
    def text(self) -> Text:
        """The chain as a sentence; who moves away from the place itself is named first."""
        near, *far = reversed(self.moves)
        given = {"name": self.person.shown_name, "place": self.place.name, "day": self.first}
        one = {"mover": near.what.person.shown_name, "to": near.to.name}
        if not far:
            said = N_(
                "{name} can begin at {place} on {day} if {mover} moves from there to {to}, which is as good or better."
            )
            return text(said, **given, **one)
        said = N_(
            "{name} can begin at {place} on {day} if {mover} moves from there to {to} and {second} from there to {last}; both are as good or better."
        )
        return text(said, **given, **one, second=far[0].what.person.shown_name, last=far[0].to.name)


def load_of(extent: int, place: Placement) -> int:
    """Hundredths of a place that a booking takes."""
    return extent if place.shared else 100


def without(free: Availability, span: Span) -> Availability:
    """A placement's availability as it is when one of its bookings has moved away."""
    loads = list(free.loads)
    loads.remove(span)
    return free._replace(loads=loads)


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
        closed = gate(person, self.weights, b.from_date)
        before = score(person, self._opening(one, one.place), b.from_date, facts, self.weights).score
        for place in self.places:
            opening = self._opening(one, place)
            if place.id == one.place.id or not place.open_from <= b.from_date <= b.to_date <= place.open_to:
                continue
            if closed(opening) or not musts_met(person, place, opening.trip):
                continue
            after = score(person, opening, b.from_date, facts, self.weights).score
            if after >= before:
                yield ChainMove(one, place, before, after)

    def _opening(self, one: Movable, place: Placement) -> Opening:
        trip = self.trips.get((one.person.district, place.district))
        return Opening(place, one.booking.from_date, one.booking.to_date, trip)


def musts_met(person: Person, place: Placement, trip: Trip | None) -> bool:
    """Whether every must is known to be met."""
    return all(answer(n, place, trip) == MET for n in needs_of_person(person) if n.weight == "must")
