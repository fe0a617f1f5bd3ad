"""What the board reads: every booking in a window in one statement, and capacities that are only wanted so far."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from amdesk.db.port import Bank, insert, iso_day, tuples, update
from amdesk.db.sql import LIVE, TAKING
from amdesk.domain.booking.board import Taken
from amdesk.domain.people.masked import Masked
from amdesk.domain.places.placement import Span

BARS = f"""
select b.placement_id, b.ref, b.participant_id, p.name, p.protection, p.number, b.from_date, b.to_date, b.extent, b.status
from booking b join participant p on p.id = b.participant_id
where b.{LIVE} and (b.status in {TAKING} or b.status = 'ended') and b.to_date >= :first and b.from_date <= :last
"""


def bars(bank: Bank, first: date, last: date) -> dict[int, list[Taken]]:
    """Bookings that touch the window, by placement."""
    out: dict[int, list[Taken]] = {}
    for place, ref, who, name, protection, number, begins, ends, extent, status in tuples(
        bank, BARS, first=first.isoformat(), last=last.isoformat()
    ):
        one = Taken(
            ref,
            who,
            Masked(name or number, who, protection),
            bool(protection),
            iso_day(begins),
            iso_day(ends),
            extent,
            status,
        )
        out.setdefault(place, []).append(one)
    return out


AWAY_DAYS = f"""
select b.ref, w.on_date from workday w join booking b on b.employment_id = w.employment_id and w.on_date between b.from_date and b.to_date
join participant p on p.id = b.participant_id
where w.{LIVE} and b.{LIVE} and w.on_date between :first and :last and w.code <> 'present' and p.protection = 0 and p.restricted_on is null
order by b.ref, w.on_date
"""


def away_days(bank: Bank, first: date, last: date) -> dict[str, list[date]]:
    """By booking the days of a period on which somebody was noted away, in their order. Whoever is protected or restricted is in no
    list of these."""
    out: dict[str, list[date]] = {}
    for ref, day in tuples(bank, AWAY_DAYS, first=first.isoformat(), last=last.isoformat()):
        out.setdefault(ref, []).append(iso_day(day))
    return out


def wanted(bank: Bank, since: date) -> dict[int, list[Span]]:
    """Capacities that hosts have asked for and that do not fit yet, by placement."""
    out: dict[int, list[Span]] = {}
    for w in wishes(bank):
        if w.last >= since:
            out.setdefault(w.placement_id, []).append(Span(w.first, w.last, 100 * w.places))
    return out


class Wish(NamedTuple):
    """A capacity that a host wants and that is not in force yet."""

    id: int
    placement_id: int
    placement: str
    first: date
    last: date
    places: int
    reason: str


def wishes(bank: Bank) -> list[Wish]:
    """Every capacity that is wanted and not yet in force, by first day."""
    found = tuples(
        bank,
        "select w.id, w.placement_id, q.name, w.from_date, w.to_date, w.places, w.reason from capacity_wish w "
        f"join placement q on q.id = w.placement_id where w.{LIVE} and w.done = 0 order by w.from_date, w.id",
    )
    return [
        Wish(key, place, name, iso_day(first), iso_day(last), places, reason)
        for key, place, name, first, last, places, reason in found
    ]


def add_wish(bank: Bank, placement_id: int, first: date, last: date, places: int, reason: str) -> int:
    """Inside the caller's write()."""
    return insert(
        bank, "capacity_wish", placement_id=placement_id, from_date=first, to_date=last, places=places, reason=reason
    )


def close_wish(bank: Bank, wish: int) -> None:
    """The wish is in force or withdrawn. Inside the caller's write()."""
    update(bank, "capacity_wish", wish, done=1)
