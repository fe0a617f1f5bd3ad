"""A booking that a page leads to: whose it is and where stand in one form, so that a protected person's is opened first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from amdesk.domain.booking.bookings import Booking, Employment
    from amdesk.services.desk import Desk


def opened_booking(desk: Desk, ref: str, why: str = "") -> tuple[Booking, Employment | None]:
    """A booking and its employment. Raises Refused (PROTECTED) where the person is protected and `why` is empty."""
    booking = desk.booking.get(ref)
    if booking.protected:
        record = desk.participants.record(booking.participant_id, why)
        booking = next((b for b in record.bookings if b.id == booking.id), booking)
    return with_employment(desk, booking)


def with_employment(desk: Desk, booking: Booking) -> tuple[Booking, Employment | None]:
    """A booking that has been opened, and its employment."""
    token = booking.placement.token
    found = next((e for e in desk.booking.employments(token) if e.id == booking.employment_id), None)
    return booking, found.opened(token) if found and token else found
