"""Whether there is anything of a kind at all: asked before what is about it is loaded and read."""

from __future__ import annotations

from datetime import date

from amdesk.db.port import Bank, iso_day, tuples
from amdesk.db.sql import LIVE


def any_queue(bank: Bank) -> bool:
    """Whether anybody stands in a queue: the first screen asks for nothing more where nobody does."""
    return bool(tuples(bank, f"select 1 from queue_place where {LIVE} and left_on is null limit 1"))


def any_subsidy(bank: Bank) -> bool:
    """Whether any employment has a decision on subsidy: the first screen asks for nothing more where none has."""
    return bool(tuples(bank, f"select 1 from subsidy where {LIVE} limit 1"))


def held_before(bank: Bank, today: date) -> list[tuple[int, int, str, date]]:
    """(key, placement, its name, day) of the places that were held until today or a day before, and that nobody has released."""
    sql = (
        "select h.id, h.placement_id, q.name, h.until from place_hold h join placement q on q.id = h.placement_id "
        f"where h.{LIVE} and h.released_on is null and q.{LIVE} and h.until <= :day order by h.until, h.id"
    )
    return [(key, place, name, iso_day(until)) for key, place, name, until in tuples(bank, sql, day=today.isoformat())]
