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
ASKING = {
    "move": N_("Move"),
    "last_day": N_("New last day"),
    "cancel": N_("Cancel booking"),
    "interrupt": N_("Interrupt"),
}
"""The steps that need an answer first, by what they are called on buttons and in menus."""


def asking(status: str) -> list[str]:
    """Those that a booking can take from where it is, in the order in which they are offered."""
    ends = {"reserved": "cancel", "booked": "cancel", "started": "interrupt"}
    return ["move", "last_day", ends[status]] if status in ends else []
