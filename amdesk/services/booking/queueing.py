"""Queues to placements: a refused booking becomes a turn, and a free place goes by the turns to the first who still fits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from amdesk.db.booking import queue as db
from amdesk.db.booking import there
from amdesk.db.people import participants as people
from amdesk.db.places import placements as places
from amdesk.domain.booking.bookings import Check, Wanted
from amdesk.domain.booking.matching import opening_of, wanted_from
from amdesk.domain.booking.queue import LEAVE_REASONS, QueuePlace, Turn, reason_of
from amdesk.domain.booking.rounds import USUAL_MONTHS
from amdesk.domain.errors import Refused
from amdesk.domain.people.participant import Participant
from amdesk.domain.places.placement import Availability, Placement
from amdesk.domain.texts import N_, text
from amdesk.domain.values import add_months
from amdesk.services.bank.work import Work
from amdesk.services.booking.checking import BookingChecks
from amdesk.services.booking.holding import unheld
from amdesk.services.people.gate import held, opened, usable


class Offered(NamedTuple):
    """What could be booked for somebody now: both days, what to think of, and what it takes of the place."""

    first: date
    last: date
    warnings: list[Check]
    load: int


class Offers(BookingChecks):
    """What a queue's placement could offer somebody, by the checks of a booking."""

    def offer(
        self, person: Participant, place: Placement, free: Availability, given: int, *, freed: bool = False
    ) -> Offered | None:
        """What could be booked for her there beside what is `given` (hundredths of a place) to those before her. `freed`: where it
        is as free as is told here, and not yet in the bank."""
        start = wanted_from(person, self.work.today)
        load = person.extent if place.shared else 100
        opening = opening_of(place, free, start, None, given + load)
        if opening is None:
            return None
        first = max(start, opening.free_from)
        last = min(add_months(first, USUAL_MONTHS) - timedelta(1), opening.free_to)
        wanted = Wanted(person, place, first, last, person.extent)
        found = self._checks(wanted) + self._form_checks(wanted)
        if reason_of(c for c in found if not (freed and c.code == "FULL")):
            return None
        return Offered(first, last, [c for c in found if c.level == "warn"], load)


class Queues:
    """Who waits where, and whose turn it is."""

    def __init__(self, work: Work) -> None:
        self.work, self.offers = work, Offers(work)

    def listing(self) -> list[QueuePlace]:
        """Every queue, by placement and turn. Of a protected person neither name nor where she waits is shown."""
        return db.waiting(self.work.bank)

    def of_person(self, participant: int | str, why: str = "") -> list[QueuePlace]:
        """The queues somebody stands in, the earliest first; logged. Raises Refused where she is protected and `why` is empty."""
        person = self.work.participant(participant)
        token = opened(self.work, person, "queues", why)
        mine = [w for w in db.waiting(self.work.bank) if w.participant_id == person.id]
        return [w.opened(token) for w in sorted(mine, key=lambda w: (w.since, w.id))]

    def of_placement(self, placement: int | str) -> list[QueuePlace]:
        """Who stands in one queue, by turn. A protected person keeps her turn and is not among them: that she waits there
        would tell where she will be."""
        place = self.work.placement(placement)
        return [w for w in db.waiting(self.work.bank) if w.placement_id == place.id and not w.hidden]

    def add(
        self, participant: int | str, placement: int | str, first: date | None = None, last: date | None = None
    ) -> QueuePlace:
        """A booking that is refused on these days (as early as she can, half a year, where none are given) becomes a place in
        the placement's queue, with why it was refused and today's date.

        Raises Refused where the first day has passed (PAST), where it would not be refused (FREE), or she stands there
        already (AGAIN).
        """
        person, place, bank = self.work.participant(participant), self.work.placement(placement), self.work.bank
        usable(person)
        begin = first or wanted_from(person, self.work.today)
        if begin < self.work.today:
            said = N_("A place in the queue is for days to come. Choose {day} or later.")
            raise Refused(text(said, day=self.work.today), "PAST")
        end = last or add_months(begin, USUAL_MONTHS) - timedelta(1)
        found = self.offers.checks(person.id, place.id, begin, end)
        if any(c.code == "ORDER" for c in found):
            raise Refused(text(N_("The end is before the start. Choose a later end date.")), "ORDER")
        why = reason_of(found)
        if not why:
            said = N_("Nothing stops a booking of {name} there from {day}. Book it instead of waiting.")
            raise Refused(text(said, name=person.shown_name, day=begin), "FREE")
        with bank.write(text(N_("In the queue: {name}, {place}"), name=person.shown_name, place=place.name)):
            held(self.work, person.id)
            if db.places_of(bank, person.id, place.id):
                said = N_("{name} stands in that queue already.")
                raise Refused(text(said, name=person.shown_name), "AGAIN")
            key = db.add(bank, person.id, place.id, self.work.today, why)
        return next(w for w in db.waiting(bank) if w.id == key)

    def remove(self, participant: int | str, placement: int | str, reason: str = "OWN") -> None:
        """She waits there no longer. Raises Refused where she does not stand in that queue."""
        person, place = self.work.participant(participant), self.work.placement(placement)
        if reason not in LEAVE_REASONS:
            known = ", ".join(LEAVE_REASONS)
            raise Refused(
                text(N_("{code} is no reason here. Choose one of {known}."), code=reason, known=known), "REASON"
            )
        with self.work.bank.write(
            text(N_("Out of the queue: {name}, {place}"), name=person.shown_name, place=place.name)
        ):
            held(self.work, person.id, stored_alone=True)
            if not db.leave(self.work.bank, person.id, place.id, self.work.today, reason):
                raise self._not_there(person)

    def no(self, participant: int | str, placement: int | str) -> None:
        """She says no to what is free there now: it goes to the next, and she keeps her turn for whatever comes."""
        person, place, bank = self.work.participant(participant), self.work.placement(placement), self.work.bank
        with bank.write(text(N_("No this time: {name}, {place}"), name=person.shown_name, place=place.name)):
            held(self.work, person.id)
            mine = db.places_of(bank, person.id, place.id)
            if not mine:
                raise self._not_there(person)
            about = db.state(bank, place.id, self.work.today)
            for key in mine:
                db.says_no(bank, key, self.work.today, about)

    def _not_there(self, person: Participant) -> Refused:
        """Nor which queue: of a protected person that would be a workplace."""
        return Refused(text(N_("{name} does not stand in that queue."), name=person.shown_name), "NOT_THERE")

    def turns(self) -> list[Turn]:
        """For each free place of a placement with a queue the first who still fits, by the checks of a booking: nothing stops
        her, every must is met, and she has not said no to what is free. Nothing is booked."""
        bank = self.work.bank
        if not there.any_queue(bank):
            return []
        with bank.read():
            return list(self._turns())

    def _turns(self) -> Iterator[Turn]:
        bank, today = self.work.bank, self.work.today
        queue = [w for w in db.waiting(bank) if not w.restricted]
        known = {p.id: p for p in people.many(bank, {w.participant_id for w in queue})}
        wanted = {w.placement_id for w in queue}
        free = unheld(self.work, places.availabilities(bank, today, only=wanted))
        for key, mine in groupby(queue, key=lambda w: w.placement_id):
            place, now, given = self.work.placement(key), db.state(bank, key, today), 0
            for w in mine:
                if w.no_about == now:
                    continue
                found = self.offers.offer(known[w.participant_id], place, free[key], given)
                if found is not None:
                    given += found.load
                    yield Turn(w, found.first, found.last, found.warnings, now)


def passed_over(queues: Queues, participant: int, place: Placement, free: Availability, *, freed: bool) -> bool:
    """Whether somebody who stands before her in the placement's queue (or stands there where she does not) would have a place as
    free as this. `freed`: somebody's move makes it so, and a no to what was free there before is none to this."""
    bank = queues.work.bank
    if not there.any_queue(bank):
        return False
    queue = [w for w in db.waiting(bank) if w.placement_id == place.id]
    mine = min((w.turn for w in queue if w.participant_id == participant), default=len(queue) + 1)
    now = db.state(bank, place.id, queues.work.today)
    asked = [w for w in queue if w.turn < mine and not w.restricted and (freed or w.no_about != now)]
    known = people.many(bank, {w.participant_id for w in asked})
    return any(queues.offers.offer(p, place, free, 0, freed=freed) for p in known)
