"""Another last day, other dates, another placement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from amdesk.db.bank import reference
from amdesk.db.booking import bookings as db
from amdesk.db.booking import queue
from amdesk.domain.booking.bookings import Booking
from amdesk.domain.booking.statuses import TAKES
from amdesk.domain.change import Change, asked, asked_over, settle
from amdesk.domain.errors import Refused
from amdesk.domain.places.placement import Placement
from amdesk.domain.texts import N_, text
from amdesk.services.booking.board import Boards
from amdesk.services.booking.holding import overtaken
from amdesk.services.booking.steps import BookingSteps, untold, wrong_step


class BookingMoves(BookingSteps):
    def extend(self, ref: str, to: date | Change, despite: str = "") -> Booking:
        """A later (or earlier) last day, with the same checks as a new booking; the employment follows.

        Raises Refused where somebody else has given it another last day than a Change began with.
        """
        booking = self.get(ref)
        last: date = asked(to)
        settle({"to_date": to}, {"to_date": booking.to_date}, self._field)
        if booking.status not in TAKES:
            raise wrong_step(booking)
        wanted = self.wanted(booking.participant_id, booking.placement_id, booking.from_date, last, booking.extent)
        found = self._checks(wanted, booking.ref) + self._form_checks(wanted, booking.ref)
        try:
            why = self._allow(wanted, found, despite or self._still(booking, found))
        except Refused as refused:
            raise untold(booking, refused) from None
        with self.work.bank.write(self._said(N_("New last day for {name} at {place}"), booking)):
            self._unmoved(booking)
            db.change(self.work.bank, booking.id, to_date=last)
            if why or booking.despite:
                self._gone_on(booking.id, booking.participant_id, why, found, booking.despite)
            running = db.employment(self.work.bank, booking.employment_id) if booking.employment_id else None
            if running and running.to_date in {None, booking.to_date}:
                db.change_employment(self.work.bank, running.id, to_date=max(last, running.from_date))
            elif running:
                self._stretch(running.id, last)
            if any(c.code == "HOLD" for c in found):
                overtaken(self.work, booking.placement_id, held=True)
            Boards(self.work).settle()
        return self.get(ref)

    def move(
        self,
        ref: str,
        placement: int | str | Change | None = None,
        on: date | Change | None = None,
        to: date | Change | None = None,
        despite: str = "",
    ) -> Booking:
        """Another placement or other dates. A booking not yet started is changed; a started one ends and a new one
        goes on in the same employment from `on`. Raises Moved where somebody else has changed what a Change began with."""
        booking = self.get(ref)
        untouched = isinstance(placement, Change) and placement.untouched
        place: int | str | None = None if untouched else asked(placement)
        target = self.work.placement(booking.placement_id if place is None else place)
        self._settled(booking, target, placement, on, to)
        first = asked_over(on, booking.from_date) or max(self.work.today, booking.from_date)
        last = asked_over(to, booking.to_date) or booking.to_date
        if booking.status not in TAKES:
            raise wrong_step(booking)
        wanted = self.wanted(booking.participant_id, target.id, first, last, booking.extent)
        found = self._checks(wanted, booking.ref) + self._form_checks(wanted, booking.ref)
        elsewhere = target.id != booking.placement_id
        try:
            why = self._allow(wanted, found, despite or ("" if elsewhere else self._still(booking, found)))
        except Refused as refused:
            raise (refused if elsewhere else untold(booking, refused)) from None
        proposed: dict[str, object] = {"proposed_rank": self._rank_of(wanted), "passed_why": ""} if elsewhere else {}
        with self.work.bank.write(text(N_("Moved {name} to {place}"), name=self._name(booking), place=target.name)):
            self._unmoved(booking)
            if booking.status == "started" and first > booking.from_date:
                eve, today = first - timedelta(1), self.work.today
                db.change(self.work.bank, booking.id, status="ended", to_date=eve, reason="CHANGE", closed_on=today)
                new = db.new_ref()
                key = db.add(
                    self.work.bank,
                    {
                        "ref": new,
                        "participant_id": booking.participant_id,
                        "placement_id": target.id,
                        "employment_id": booking.employment_id,
                        "from_date": first,
                        "to_date": last,
                        "extent": booking.extent,
                        "status": "booked",
                        "made_on": self.work.today,
                        **proposed,
                    },
                )
            else:
                new, key = booking.ref, booking.id
                db.change(self.work.bank, booking.id, placement_id=target.id, from_date=first, to_date=last, **proposed)
            if why or booking.despite:
                self._gone_on(key, booking.participant_id, why, found)
            queue.leave(self.work.bank, booking.participant_id, target.id, self.work.today, "BOOKED")
            if elsewhere or any(c.code == "HOLD" for c in found):
                overtaken(self.work, target.id, held=any(c.code == "HOLD" for c in found))
            if booking.employment_id:
                self._begin_with(booking.employment_id, booking.participant_id)
                place_now: dict[str, object] = {
                    "placement_id": target.id,
                    "placement_text": target.name,
                    "kind": target.kind,
                }
                if booking.status != "started":  # whoever has begun is assessed in the occupation that she began with
                    place_now |= {"occupation_id": self._occupation(target)}
                db.change_employment(self.work.bank, booking.employment_id, **place_now)
                self._stretch(booking.employment_id, last)
            Boards(self.work).settle()
        return self.get(new)

    def _occupation(self, place: Placement) -> int | None:
        return next((o.id for o in reference.occupations(self.work.bank) if o.code == place.occupation), None)

    def _settled(self, booking: Booking, target: Placement, place: object, on: object, to: object) -> None:
        now = {"placement_id": booking.placement_id, "from_date": booking.from_date, "to_date": booking.to_date}
        if isinstance(place, Change) and not place.untouched:
            place = replace(place, after=target.id)
        settle({"placement_id": place, "from_date": on, "to_date": to}, now, self._field)
