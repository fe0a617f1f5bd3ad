"""What every change of a booking shares: nobody else has changed it meanwhile, and its employment follows."""

from __future__ import annotations

from datetime import date

from amdesk.db.booking import bookings as db
from amdesk.domain.booking.bookings import Booking, Employment
from amdesk.domain.booking.statuses import BOOKING_STATUSES, BOOKING_STEPS
from amdesk.domain.errors import Refused
from amdesk.domain.people.masks import UNTOLD
from amdesk.domain.record import declared
from amdesk.domain.texts import N_, Text, text
from amdesk.services.booking.board import Boards
from amdesk.services.booking.checking import BookingChecks


class BookingSteps(BookingChecks):
    """One step of a booking within a write(), its employment with it."""

    def _name(self, booking: Booking) -> Text:
        return self.work.participant(booking.participant_id).shown_name

    def _said(self, msgid: str, booking: Booking) -> Text:
        return text(msgid, name=self._name(booking), place=booking.placement)

    def _field(self, name: str, now: object) -> tuple[Text, object]:
        """A field of a booking by its label, and its value, for a refusal: a placement by its name."""
        place = name == "placement_id" and isinstance(now, int)
        return field(name, self.work.placement(now).name if place and isinstance(now, int) else now)

    def _unmoved(self, booking: Booking) -> db.HeldBooking:
        """The booking within a write(). Raises Refused where it is no longer what the act was decided on."""
        now = db.held(self.work.bank, booking.id)
        if now.status != booking.status:
            raise wrong_step(self.get(booking.ref))
        if now[1:4] != (booking.placement_id, booking.from_date, booking.to_date):
            raise Refused(
                text(
                    N_(
                        "The booking {ref} was changed by somebody else meanwhile. Nothing is stored; open it again to change it."
                    ),
                    ref=booking.ref,
                ),
                "MOVED",
            )
        return now

    def _step(self, ref: str, status: str, msgid: str, **values: date | str | None) -> Booking:
        booking = self.get(ref)
        allowed(booking, status)
        with self.work.bank.write(self._said(msgid, booking)):
            self._unmoved(booking)
            db.change(self.work.bank, booking.id, status=status, **values)
            Boards(self.work).settle()
        return self.get(ref)

    def _stretch(self, employment_id: int, last: date) -> None:
        """An employment lasts at least as long as its bookings."""
        running = db.employment(self.work.bank, employment_id)
        if running and running.to_date and running.to_date < last:
            db.change_employment(self.work.bank, employment_id, to_date=last)

    def _begin_with(self, employment_id: int, participant_id: int) -> None:
        """An employment that nobody has begun yet begins with its first booking, also when that is moved."""
        mine = [
            b
            for b in db.of_participant(self.work.bank, participant_id)
            if b.employment_id == employment_id and b.status != "cancelled"
        ]
        running = db.employment(self.work.bank, employment_id)
        if running is None or not mine or any(b.status in {"started", "ended"} for b in mine):
            return
        first, last = min(b.from_date for b in mine), max(b.to_date for b in mine)
        if first != running.from_date:
            ends = {} if running.to_date is None else {"to_date": max(running.to_date, last)}
            db.change_employment(self.work.bank, employment_id, from_date=first, **ends)


def field(name: str, now: object) -> tuple[Text, object]:
    """A field of a booking or employment by its label, and its value, for a refusal."""
    of = declared(Employment).get(name) or declared(Booking)[name]
    return Text(of.label), now


def allowed(booking: Booking, status: str) -> None:
    """Raises Refused where a booking cannot come to that status from its own."""
    if status not in BOOKING_STEPS[booking.status]:
        raise wrong_step(booking)


def wrong_step(booking: Booking) -> Refused:
    """To be raised."""
    return Refused(
        text(
            N_("The booking {ref} is {status}, so that step cannot be taken."),
            ref=booking.ref,
            status=Text(BOOKING_STATUSES[booking.status]),
        ),
        "AM003",
    )


def inside(booking: Booking, day: date) -> None:
    """Raises Refused for a day outside the booking."""
    if not booking.from_date <= day <= booking.to_date:
        said = text(
            N_("The day must lie within the booking, {first} to {last}."), first=booking.from_date, last=booking.to_date
        )
        raise untold(booking, Refused(said, "OUTSIDE"))


def untold(booking: Booking, refused: Refused) -> Refused:
    """To be raised: as it is, and of a protected person without the days and the demands of her place, by which the board and the
    list of placements would tell which it is."""
    return Refused(text(UNTOLD), refused.code) if booking.placement.hidden else refused
