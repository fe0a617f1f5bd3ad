"""Holding places for those who are expected: until a day, released by hand or by a booking, and what a hold closes meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from amdesk.db.booking import holds as db
from amdesk.db.places import placements as places
from amdesk.domain.booking.bookings import Check, Wanted
from amdesk.domain.booking.holds import (
    MOST_HELD_DAYS,
    PlaceHold,
    beside_holds,
    held_periods,
    hold_check,
    usual_until,
)
from amdesk.domain.booking.matching import Opening, opening_of, wanted_from
from amdesk.domain.errors import Refused
from amdesk.domain.people.participant import Person
from amdesk.domain.places.placement import Availability
from amdesk.domain.texts import N_, text
from amdesk.services.bank.work import Work


class PlaceHolds:
    """Which places are held until when. A hold names nobody."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def listing(self) -> list[PlaceHold]:
        """Every hold that stands, also those whose day has come, the one that ends first first."""
        return db.standing(self.work.bank)

    def of_placement(self, placement: int | str) -> list[PlaceHold]:
        """Those of one placement."""
        return db.standing(self.work.bank, self.work.placement(placement).id)

    def hold(self, placement: int | str, until: date | None = None) -> PlaceHold:
        """Hold one place of a placement until a day, until the next week's round where none is given. A hold whose day has come is
        held on in place of a new one.

        Raises Refused: PAST or FAR_AHEAD for the day, NO_FREE where no place is free that is not held already.
        """
        bank, today = self.work.bank, self.work.today
        place, day = self.work.placement(placement), until or usual_until(today)
        if day <= today:
            said = N_("A place is held until a day to come. Choose {day} or later.")
            raise Refused(text(said, day=today + timedelta(1)), "PAST")
        if day > (last := today + timedelta(MOST_HELD_DAYS)):
            raise Refused(
                text(N_("A place is held for half a year at most. Choose {day} at the latest."), day=last), "FAR_AHEAD"
            )
        with bank.write(text(N_("Held a place at {place} until {day}"), place=place.name, day=day)):
            places.hold_placement(bank, place.id)
            found = db.standing(bank, place.id)
            over = [h for h in found if h.due(today)]
            count = len(found) - len(over) + 1
            free = places.availabilities(bank, today, place.id)[place.id]
            if place.status != "open" or len(held_periods(free, count, today)) < count:
                said = N_("{place} has no free place that could be held.")
                raise Refused(text(said, place=place.name), "NO_FREE")
            if over:
                db.prolong(bank, key := over[0].id, day)
            else:
                key = db.add(bank, place.id, today, day)
        return next(h for h in db.standing(bank, place.id) if h.id == key)

    def release(self, placement: int | str, key: int | None = None) -> PlaceHold:
        """Hold a place no more: the one that ends first, or the one of this key; it is returned as it was. Raises Refused (NOT_HELD) where none is held."""
        place, bank = self.work.placement(placement), self.work.bank
        with bank.write(text(N_("Released a held place at {place}"), place=place.name)):
            places.hold_placement(bank, place.id)
            found = next((h for h in db.standing(bank, place.id) if key in {None, h.id}), None)
            if found is None:
                raise Refused(text(N_("No place is held at {place}."), place=place.name), "NOT_HELD")
            db.release(bank, found.id, self.work.today)
        return found


def unheld(work: Work, free: Mapping[int, Availability]) -> Mapping[int, Availability]:
    """What is free beside the places that are held today."""
    found = db.in_force(work.bank, work.today)
    if not found:
        return free
    return {k: beside_holds(a, len(found[k]), work.today) if k in found else a for k, a in free.items()}


def past_holds(work: Work, person: Person, openings: Sequence[Opening | None]) -> list[Opening | None]:
    """What somebody finds beside the places that are held: the next that is not, and what is held where there is no other."""
    out, found = list(openings), db.in_force(work.bank, work.today)
    mine = [i for i, o in enumerate(out) if o is not None and o.placement.id in found] if found else []
    free = _free_of(work, [o for i in mine if (o := out[i])])
    start = wanted_from(person, work.today)
    for i in mine:
        if was := out[i]:
            place, load = was.placement, person.extent if was.placement.shared else 100
            beside = beside_holds(free[place.id], len(found[place.id]), work.today)
            out[i] = opening_of(place, beside, start, was.trip, load) or was
    return out


def fully_held(work: Work, person: Person, openings: Sequence[Opening]) -> dict[int, list[PlaceHold]]:
    """By placement the holds that hold what these openings are about."""
    found = db.in_force(work.bank, work.today)
    mine = [o for o in openings if o.placement.id in found] if found else []
    free, start, out = _free_of(work, mine), wanted_from(person, work.today), {}
    for place, free_from, _, _ in mine:
        first, load = max(start, free_from), person.extent if place.shared else 100
        beside = beside_holds(free[place.id], len(found[place.id]), work.today)
        if not beside.room(first, first, load):
            out[place.id] = found[place.id]
    return out


def _free_of(work: Work, openings: Sequence[Opening]) -> dict[int, Availability]:
    known = {o.placement.id: o.placement for o in openings}
    return places.availabilities(work.bank, work.today, known=known.values()) if known else {}


def held_in_way(work: Work, wanted: Wanted, whole: Availability, without: Availability) -> Check | None:
    """What a booking would take of what is held. `whole` is what is free now, `without` where the booking itself is left out that is
    moved: nobody's own days are what is held beside them."""
    key, today = wanted.placement.id, work.today
    found = db.in_force(work.bank, today, key).get(key)
    load = wanted.extent if wanted.placement.shared else 100
    first, last = wanted.from_date, wanted.to_date
    if not found or not without.room(first, last, load):
        return None
    beside = without._replace(loads=[*without.loads, *held_periods(whole, len(found), today)])
    return None if beside.room(first, last, load) else hold_check(found)


def overtaken(work: Work, placement: int, *, held: bool) -> None:
    """A booking has taken a place: a hold of it is released, one whose day has come first; where the place was `held`, the one that
    ends first. Inside the caller's write()."""
    found = db.standing(work.bank, placement)
    over = [h for h in found if h.due(work.today)]
    for one in over[:1] or (found[:1] if held else []):
        db.release(work.bank, one.id, work.today)
