"""Words of SQL that every room says: which rows count, which bookings take a place, when an employment ends."""

from __future__ import annotations

from amdesk.domain.booking.statuses import TAKES

LIVE = "void = 0"
"""A row that was not taken back; with an alias `b.{LIVE}`. Partial indexes stand on these very words."""
TAKING = "(" + ", ".join(f"'{status}'" for status in TAKES) + ")"
"""Statuses of bookings that take a place on their days."""

NEVER = "'9999-12-31'"
"""The last day of what has none, where days are compared."""
UNDER_WAY = f"e.{LIVE} and e.cancelled = 0 and e.ended_on is null and coalesce(e.to_date, {NEVER}) >= :day"
"""An employment `e` that has not ended on :day, begun or not. Written as the index employment_open has it."""
BEGUN = f"""(not exists (select 1 from booking b where b.employment_id = e.id and b.{LIVE})
  or exists (select 1 from booking b where b.employment_id = e.id and b.{LIVE} and b.status in ('started', 'ended')))"""
"""An employment `e` that was started where it was booked."""
RUNS = f"""{UNDER_WAY} and e.from_date <= :day
and {BEGUN}"""
"""An employment `e` under way on :day: begun, and started where it was booked."""


def last_day(alias: str = "", else_: str = "") -> str:
    """The last day of an employment: when it ended, else until when it is agreed, else `else_` or none."""
    at = f"{alias}." if alias else ""
    return f"coalesce({at}ended_on, {at}to_date{f', {else_}' if else_ else ''})"


WAITS = f"""
p.{LIVE} and p.merged_into is null and p.restricted_on is null
and not exists (select 1 from employment e where e.participant_id = p.id and e.{LIVE} and e.cancelled = 0
  and {last_day("e", NEVER)} >= case when p.registered_on < :today then p.registered_on else :today end)
and not exists (select 1 from booking b where b.participant_id = p.id and b.{LIVE}
  and b.status in {TAKING} and b.to_date >= :today)
"""
"""Somebody without a booking or an employment now or to come, and with none that ended since the referral, and whose processing
is not restricted: an employment is
looked for by its last day, as the index employment_until has it."""
