"""Chains: which one or two moves would open a place for somebody no place is open to; accepted as one undo step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from amdesk.db.bank import reference
from amdesk.db.booking import bookings as db
from amdesk.db.people import participants as people
from amdesk.db.places import placements as places
from amdesk.domain.booking.bookings import Booking
from amdesk.domain.booking.chains import MOST_CHAINS, Better, Chain, ChainMove, Movable, load_of, without
from amdesk.domain.booking.matching import LEAST_DAYS, Opening, gate, opening_of, plain_musts, score, wanted_from
from amdesk.domain.booking.needs import Trip
from amdesk.domain.booking.queue import reason_of
from amdesk.domain.booking.rounds import USUAL_MONTHS
from amdesk.domain.change import Change
from amdesk.domain.errors import Refused
from amdesk.domain.people.participant import Participant
from amdesk.domain.places.placement import Availability, Placement
from amdesk.domain.texts import N_, text
from amdesk.domain.values import add_months
from amdesk.services.bank.work import Work
from amdesk.services.booking.bookings import Bookings, Receipt
from amdesk.services.booking.holding import unheld
from amdesk.services.booking.matching import Matching
from amdesk.services.booking.queueing import Queues, passed_over
from amdesk.services.people.gate import opened, usable


class FoundChains(NamedTuple):
    """How many placements are open to somebody as it is, and where none is, the chains that would open one, best first."""

    open: int
    chains: Sequence[Chain]


@dataclass(frozen=True, slots=True)
class ChainsLook:
    """What a search looks at, read once: placements with what is free, who could move from each, and where to."""

    places: Sequence[Placement]
    free: Mapping[int, Availability]
    trips: Mapping[tuple[str, str], Trip]
    movable: Mapping[int, Sequence[Movable]]
    better: Better


class Chains:
    """Finds chains, and makes the moves of one."""

    def __init__(self, work: Work) -> None:
        self.work, self.bookings = work, Bookings(work)

    def find(self, participant: int | str, why: str = "") -> FoundChains:
        """At most MOST_CHAINS chains, the fewest moves first, then the best fit. Only reads; logged.

        Raises Refused where she is protected, or her processing restricted, and `why` is empty.
        """
        person = self.work.participant(participant)
        opened(self.work, person, "chains", why)
        usable(person)
        with self.work.bank.read():
            ranked = Matching(self.work)._for_participant(person, why).ranked
            if ranked:
                return FoundChains(len(ranked), ())
            now = self._look()
            found = sorted(self._chains(person, now), key=_order)
            return FoundChains(0, tuple(islice(self._best(found, now), MOST_CHAINS)))

    def _best(self, found: Sequence[Chain], now: ChainsLook) -> Iterator[Chain]:
        """Those that are allowed; of several that move the same bookings away for the same place the best alone."""
        told: set[tuple[int, tuple[str, ...]]] = set()
        for chain in found:
            what = chain.place.id, tuple(m.what.booking.ref for m in chain.moves)
            if what not in told and self._allowed(chain) and not self._pass_over(chain, now):
                told.add(what)
                yield chain

    def accept(self, participant: int | str, key: str, why: str = "") -> Receipt:
        """Make the moves of a chain that was found, and the booking that they open: all of it or nothing, as one undo step.

        Raises Refused where it is found no more (GONE), and with the rule that stands in its way.
        """
        person = self.work.participant(participant)
        chain = next((c for c in self.find(person.id, why).chains if c.key == key), None)
        if chain is None:
            raise Refused(
                text(N_("These moves are no longer possible as they were shown. Look for them again.")), "GONE"
            )
        what = text(N_("Chain of moves: {name} at {place}"), name=person.shown_name, place=chain.place.name)
        with self.work.bank.write(what):
            try:
                for m in chain.moves:
                    since = m.what.since if m.what.begun else None
                    self.bookings.move(m.what.booking.ref, Change(m.what.place.id, m.to.id), since)
                return self.bookings.book(person.id, chain.place.id, chain.first, chain.last)
            except Refused as error:
                raise Refused(text(N_("Nothing was moved or booked. {why}"), why=error.text), error.code) from error

    def _look(self) -> ChainsLook:
        bank, today = self.work.bank, self.work.today
        matching = Matching(self.work)
        known = places.for_matching(bank, ())
        free = unheld(self.work, places.availabilities(bank, today, known=known))
        trips = reference.travel(bank)
        better = Better(known, trips, matching.facts(), matching.weights())
        return ChainsLook(known, free, trips, self._movable(known), better)

    def _movable(self, known: Sequence[Placement]) -> dict[int, list[Movable]]:
        """By placement the bookings that may move, since they have not begun or have long enough left: nobody protected or
        restricted, and none that was made for a reason of its own."""
        today, at = self.work.today, {p.id: p for p in known}
        found = [
            (b, since)
            for b in db.current(self.work.bank, today)
            if b.placement_id in at and not b.despite and (since := moves_from(b, today)) is not None
        ]
        whose = {p.id: p for p in people.many(self.work.bank, {b.participant_id for b, _ in found})}
        out: dict[int, list[Movable]] = {}
        for b, since in found:
            person = whose[b.participant_id]
            if not person.protection and not person.restricted_on and not (b.expires_on and b.expires_on < today):
                out.setdefault(b.placement_id, []).append(Movable(b, person, at[b.placement_id], since))
        return out

    def _pass_over(self, chain: Chain, now: ChainsLook) -> bool:
        """Whether a place would go past somebody whose turn it is in the queue there: where somebody moves to, and what is opened."""
        queues, left = Queues(self.work), dict(now.free)
        for m in chain.moves:
            to, mover = left[m.to.id], m.what.person.id
            if passed_over(queues, mover, m.to, to, freed=to is not now.free[m.to.id]):
                return True
            left[m.what.place.id] = without(left[m.what.place.id], m.what)
        return passed_over(queues, chain.person.id, chain.place, left[chain.place.id], freed=True)

    def _chains(self, person: Participant, now: ChainsLook) -> Iterator[Chain]:
        weights, start = now.better.weights, wanted_from(person, self.work.today)
        closed = gate(person, weights, start)
        for place in places.for_matching(self.work.bank, plain_musts(person, weights)):
            trip = now.trips.get((person.district, place.district))
            load = load_of(person.extent, place)
            for one in now.movable.get(place.id, ()):
                left = without(now.free[place.id], one)
                opening = opening_of(place, left, start, trip, load)
                if one.person.id == person.id or opening is None or closed(opening):
                    continue
                marks = score(person, opening, start, now.better.facts, weights).score
                first, last = _days(opening, start)
                for moves in _ways(now, one, person.id):
                    yield Chain(person, place, first, last, marks, moves)

    def _allowed(self, chain: Chain) -> bool:
        """Whether every rule of a booking allows each move and the booking, but for the room that the moves themselves make; and
        whether a move brings nothing new to think of (an extract to be shown, a level that is not known)."""
        mine = self.bookings.checks(chain.person.id, chain.place.id, chain.first, chain.last)
        if reason_of(c for c in mine if c.code != "FULL") or any(c.code == "HOLD" for c in mine):
            return False
        for m in chain.moves:
            b = m.what.booking
            known = {c.code for c in self.bookings.warnings(b.ref)}
            found = self.bookings.checks(b.participant_id, m.to.id, m.what.since, b.to_date, b.extent, without=b.ref)
            others = [c for c in found if c.code != "FULL"]
            if reason_of(others) or any(c.level == "warn" and c.code not in known for c in others):
                return False
        return True


def moves_from(booking: Booking, today: date) -> date | None:
    """The day from which a booking could be somewhere else: its first, tomorrow for whoever has begun and has four weeks left; None
    where it stays."""
    if booking.status in {"reserved", "booked"} and booking.from_date > today:
        return booking.from_date
    tomorrow = today + timedelta(1)
    lasts = booking.status == "started" and (booking.to_date - tomorrow).days + 1 >= LEAST_DAYS
    return tomorrow if lasts else None


def _days(opening: Opening, start: date) -> tuple[date, date]:
    """First and last day of the booking that an opening would take."""
    first = max(start, opening.free_from)
    return first, min(add_months(first, USUAL_MONTHS) - timedelta(1), opening.free_to)


def _ways(now: ChainsLook, one: Movable, person: int) -> Iterator[tuple[ChainMove, ...]]:
    """The moves that take a booking away from where it is, in the order in which they are made: to a place with room, else to one
    that somebody else leaves for a place with room."""
    full = []
    for move in now.better.moves(one):
        if _room(now.free[move.to.id], one, move.to):
            yield (move,)
        else:
            full.append(move)
    for move in full:
        for other in now.movable.get(move.to.id, ()):
            if other.person.id in {one.person.id, person} or not _room(
                without(now.free[move.to.id], other), one, move.to
            ):
                continue
            for second in now.better.moves(other):
                if second.to.id != one.place.id and _room(now.free[second.to.id], other, second.to):
                    yield (second, move)


def _room(free: Availability, one: Movable, place: Placement) -> bool:
    return free.room(one.since, one.booking.to_date, load_of(one.booking.extent, place))


def _order(chain: Chain) -> tuple[int, int, int, int, date, str, list[str]]:
    """Fewest moves, then fewest of those who have begun, then the best fit."""
    begun, gain = sum(m.what.begun for m in chain.moves), sum(m.after - m.before for m in chain.moves)
    refs = [f"{m.what.booking.ref} {m.to.number}" for m in chain.moves]
    return len(chain.moves), begun, -chain.score, -gain, chain.first, chain.place.number, refs
