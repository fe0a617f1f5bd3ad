"""Places that are held for those who are expected."""

from __future__ import annotations

from datetime import date

from amdesk.db.port import Bank, insert, iso_day, rows, update
from amdesk.db.sql import LIVE
from amdesk.domain.booking.holds import PlaceHold

SELECT = f"""
select h.id, h.placement_id, q.name, q.number, h.held_on, h.until from place_hold h join placement q on q.id = h.placement_id
where h.{LIVE} and h.released_on is null and q.{LIVE}
"""
IN_ORDER = "order by h.until, h.id"


def standing(bank: Bank, placement: int | None = None) -> list[PlaceHold]:
    """Holds that nobody has released, of one placement or of all, those that end first first; also those whose day has come."""
    at = "" if placement is None else f" and h.placement_id = {int(placement)}"
    return [
        PlaceHold(r["id"], r["placement_id"], r["name"], r["number"], iso_day(r["held_on"]), iso_day(r["until"]))
        for r in rows(bank, f"{SELECT}{at} {IN_ORDER}")
    ]


def in_force(bank: Bank, today: date, placement: int | None = None) -> dict[int, list[PlaceHold]]:
    """By placement the holds that hold a place today."""
    out: dict[int, list[PlaceHold]] = {}
    for one in standing(bank, placement):
        if not one.due(today):
            out.setdefault(one.placement_id, []).append(one)
    return out


def add(bank: Bank, placement: int, on: date, until: date) -> int:
    """Inside the caller's write()."""
    return insert(bank, "place_hold", placement_id=placement, held_on=on.isoformat(), until=until.isoformat())


def prolong(bank: Bank, key: int, until: date) -> None:
    """Inside the caller's write()."""
    update(bank, "place_hold", key, until=until.isoformat())


def release(bank: Bank, key: int, on: date) -> None:
    """Inside the caller's write()."""
    update(bank, "place_hold", key, released_on=on.isoformat())
