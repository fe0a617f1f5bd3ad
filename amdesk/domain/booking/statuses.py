"""The statuses of a booking, which of them take a place, and which step leads from one to another."""

from __future__ import annotations

from amdesk.domain.texts import N_

BOOKING_STATUSES = {
    "proposed": N_("Proposed"),
    "reserved": N_("Tentative"),
    "booked": N_("Booked"),
    "started": N_("Ongoing"),
    "ended": N_("Ended"),
    "cancelled": N_("Cancelled"),
}
TAKES = ("reserved", "booked", "started")
BOOKING_STEPS = {
    "proposed": ("reserved", "booked", "cancelled"),
    "reserved": ("booked", "cancelled"),
    "booked": ("started", "cancelled"),
    "started": ("ended",),
    "ended": (),
    "cancelled": (),
}
