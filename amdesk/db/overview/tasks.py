"""What is to be done, as the bank has it: bookings to confirm, to announce or to ask about, what was marked, and follow-ups."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from amdesk.db.port import Bank, insert, iso_day, tuples, update, value
from amdesk.db.sql import LIVE


class BookingDay(NamedTuple):
    """A booking with the day on which something is due, and what its placement is called."""

    id: int
    participant: int
    status: str
    day: date
    place: str


class ClosedBooking(NamedTuple):
    """A booking that ended or was cancelled for a reason."""

    id: int
    participant: int
    reason: str
    closed_on: date
    place: str


def to_confirm(bank: Bank, day: date) -> list[BookingDay]:
    """Reservations with the day they run out, and booked starts that have come, with that day."""
    found = tuples(
        bank,
        "select b.id, b.participant_id as p, b.status, coalesce(b.expires_on, b.from_date) as due, q.name from booking b "
        f"join placement q on q.id = b.placement_id where b.{LIVE} and b.status in ('reserved', 'booked') "
        "and (b.status = 'reserved' or b.from_date <= :day)",
        day=day.isoformat(),
    )
    return [BookingDay(key, person, status, iso_day(due), place) for key, person, status, due, place in found]


def without_notice(bank: Bank, first: date, last: date) -> list[BookingDay]:
    """Booked starts between two days, both included, whose notice nobody has made."""
    found = tuples(
        bank,
        "select b.id, b.participant_id as p, b.status, b.from_date, q.name from booking b join placement q on q.id = b.placement_id "
        f"where b.{LIVE} and b.status = 'booked' and b.notice_on is null and b.from_date between :day and :last",
        day=first.isoformat(),
        last=last.isoformat(),
    )
    return [BookingDay(key, person, status, iso_day(begins), place) for key, person, status, begins, place in found]


def closed_for(bank: Bank, reasons: Iterable[str], since: date) -> list[ClosedBooking]:
    """Bookings closed for one of these reasons since a day, of people who have no later booking."""
    codes = ", ".join(f"'{code}'" for code in reasons)
    found = tuples(
        bank,
        "select b.id, b.participant_id as p, b.reason, b.closed_on, q.name from booking b join placement q on q.id = b.placement_id "
        f"where b.{LIVE} and b.status in ('ended', 'cancelled') and b.reason in ({codes}) and b.closed_on >= :since and not exists "
        f"(select 1 from booking n where n.participant_id = b.participant_id and n.{LIVE} and n.id > b.id)",
        since=since.isoformat(),
    )
    return [ClosedBooking(key, person, reason, iso_day(closed), place) for key, person, reason, closed, place in found]


def hired(bank: Bank, first: date, last: date) -> list[ClosedBooking]:
    """Introductions that ended with somebody hired between two days, both included, and of which nobody has asked about day 90; `place`
    is the employer."""
    found = tuples(
        bank,
        "select i.id, i.participant_id as p, i.status, i.closed_on, e.name from introduction i join vacancy v on v.id = i.vacancy_id "
        f"join employer e on e.id = v.employer_id where i.{LIVE} and i.status = 'hired' and i.stayed = '' and i.closed_on between :first and :last",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return [ClosedBooking(key, person, status, iso_day(closed), place) for key, person, status, closed, place in found]


def marks(bank: Bank) -> dict[str, date | None]:
    """Tasks that were done (no day) or postponed (until a day), by key."""
    found = tuples(bank, f"select task, until from task_mark where {LIVE}")
    return {task: iso_day(until) if until else None for task, until in found}


def mark(bank: Bank, task: str, until: date | None, on: date) -> None:
    """A task is done (no day) or postponed to a day, whatever it was before. Inside the caller's write()."""
    kept, day = value(bank, "select id from task_mark where task = :t", t=task), until.isoformat() if until else None
    if kept is None:
        insert(bank, "task_mark", task=task, until=day, on_date=on.isoformat())
    else:
        update(bank, "task_mark", kept, until=day, void=0)
