"""Words of SQL that every room says: which rows count, which bookings take a place, when an employment ends."""

from __future__ import annotations

from amdesk.domain.booking.statuses import TAKES

LIVE = "void = 0"
"""A row that was not taken back; with an alias `b.{LIVE}`. Partial indexes stand on these very words."""
TAKING = "(" + ", ".join(f"'{status}'" for status in TAKES) + ")"
"""Statuses of bookings that take a place on their days."""

NEVER = "'9999-12-31'"
"""The last day of what has none, where days are compared."""


def last_day(alias: str = "", else_: str = "") -> str:
    """The last day of an employment: when it ended, else until when it is agreed, else `else_` or none."""
    at = f"{alias}." if alias else ""
    return f"coalesce({at}ended_on, {at}to_date{f', {else_}' if else_ else ''})"
