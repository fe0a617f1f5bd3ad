"""A booking taken back: by undo, or by the step of its own that leads to the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from amdesk.db.booking import bookings as db
from amdesk.domain.booking.bookings import Booking
from amdesk.services.bank.history import History
from amdesk.services.booking.steps import BookingSteps


@dataclass(frozen=True, slots=True)
class WayBack:
    """What can be done with a booking that undo does not reach."""

    booking: Booking
    act: Literal["cancel", "interrupt", ""]
    """Its own step that can be taken now; none where it is over."""
    noticed: date | None
    """When its notice was made, which then no longer holds."""


class BookingsBack(BookingSteps):
    def way_back(self, booking_id: int) -> WayBack | None:
        """None where the booking was taken back meanwhile."""
        booking = db.by_key(self.work.bank, booking_id)
        if booking is None:
            return None
        acts: dict[str, Literal["cancel", "interrupt"]] = {
            "reserved": "cancel",
            "booked": "cancel",
            "started": "interrupt",
        }
        return WayBack(booking, acts.get(booking.status, ""), self.noticed(booking.ref))

    def noticed(self, ref: str) -> date | None:
        """When the booking's notice was made last."""
        return db.noticed(self.work.bank, self.get(ref).id)

    def take_back(self, ref: str) -> date | None:
        """Undo the making of this booking, whatever I did after it; returns when its notice was made. Raises Refused as undo
        does."""
        booking = self.get(ref)
        noticed = self.noticed(ref)
        History(self.work).undo_making("booking", booking.id)
        return noticed
