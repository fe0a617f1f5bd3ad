"""Bookings and employments: reading and writing. The rules are the bank's own (rules.py)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from amdesk.db.engine.keys import ALPHABET
from amdesk.db.port import Bank, Row, day_of, hold, insert, one, rows, tuples, update, value
from amdesk.db.sql import BEGUN, LIVE, RUNS, TAKING, last_day
from amdesk.domain.booking.bookings import Booking, Employment
from amdesk.domain.booking.statuses import TAKES
from amdesk.domain.people.masked import Masked
from amdesk.domain.people.masks import HIDDEN
from amdesk.domain.record import made, stored

SELECT = """
select b.*, p.name as participant, p.number as participant_number, p.protection > 0 as protected, p.protection, q.name as placement, q.number as placement_number,
  q.supervisor, coalesce(w.name, '') as case_worker
from booking b join participant p on p.id = b.participant_id join placement q on q.id = b.placement_id
left join case_worker w on w.id = p.case_worker_id
"""
EMPLOYMENT = """
select e.*, coalesce(o.sv, '') as occupation, coalesce(q.name, e.placement_text) as placement, p.protection
from employment e join participant p on p.id = e.participant_id left join occupation o on o.id = e.occupation_id left join placement q on q.id = e.placement_id
"""


def booking_of(r: Row) -> Booking:
    """A booking of a row that is read for it alone."""
    who, level = r["participant_id"], r["protection"]
    for name in ("placement", "placement_number", "supervisor"):
        r[name] = Masked(r[name], who, level, HIDDEN)
    r["participant"] = Masked(r["participant"] or r["participant_number"], who, level)
    return made(Booking, r)


def employment_of(r: Row) -> Employment:
    """An employment of a row that is read for it alone."""
    r["placement"] = Masked(r["placement"], r["participant_id"], r["protection"], HIDDEN)
    return made(Employment, r)


def new_ref(letter: str = "B") -> str:
    """A short reference the client makes, so that trying again after a lost answer books nothing twice."""
    return f"{letter}-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


def by_ref(bank: Bank, ref: str) -> Booking | None:
    found = one(bank, f"{SELECT} where b.ref = :ref and b.{LIVE}", ref=ref)
    return booking_of(found) if found else None


def by_key(bank: Bank, booking_id: int) -> Booking | None:
    found = one(bank, f"{SELECT} where b.id = :id and b.{LIVE}", id=booking_id)
    return booking_of(found) if found else None


def noticed(bank: Bank, booking_id: int) -> date | None:
    """When the booking's notice was made last."""
    return day_of(value(bank, "select notice_on from booking where id = :id", id=booking_id))


def of_participant(bank: Bank, participant_id: int) -> list[Booking]:
    return [
        booking_of(r)
        for r in rows(
            bank, f"{SELECT} where b.participant_id = :id and b.{LIVE} order by b.from_date", id=participant_id
        )
    ]


def taking(bank: Bank, participant_id: int) -> list[Booking]:
    """The person's bookings that take a place."""
    return [b for b in of_participant(bank, participant_id) if b.status in TAKES]


def current(bank: Bank, today: date) -> list[Booking]:
    """Bookings that take a place today or later, by supervisor, placement and first day."""
    found = rows(
        bank,
        f"{SELECT} where b.{LIVE} and b.status in {TAKING} and b.to_date >= :day "
        "order by q.supervisor, q.sort_name, b.from_date, b.id",
        day=today.isoformat(),
    )
    return sorted((booking_of(r) for r in found), key=lambda b: b.supervisor.order)


def every(bank: Bank) -> list[Booking]:
    return [booking_of(r) for r in rows(bank, f"{SELECT} where b.{LIVE} order by b.from_date, b.id")]


def add(bank: Bank, values: Mapping[str, object]) -> int:
    return insert(bank, "booking", **values)


def change(bank: Bank, booking_id: int, **values: object) -> None:
    """Change columns of a booking. Inside the caller's write()."""
    update(bank, "booking", booking_id, **values)


def overruled(bank: Bank, booking_id: int) -> set[str]:
    """The codes of the musts that a booking went on past."""
    return set(str(value(bank, "select overruled from booking where id = :id", id=booking_id)).split())


class HeldBooking(NamedTuple):
    """What an act on a booking was decided on, as it is now."""

    status: str
    placement_id: int
    from_date: date
    to_date: date
    introduced_on: date | None


def held(bank: Bank, booking_id: int) -> HeldBooking:
    """The booking as it is now, kept from others until the transaction ends. Inside a write()."""
    r = hold(bank, "booking", booking_id) or {}
    first, last = date.fromisoformat(r["from_date"]), date.fromisoformat(r["to_date"])
    return HeldBooking(r["status"], r["placement_id"], first, last, day_of(r["introduced_on"]))


def started_people(bank: Bank, day: date) -> list[int]:
    """Who has a booking that has begun and lasts on that day; protected people are left out."""
    found = tuples(
        bank,
        "select distinct b.participant_id from booking b join participant p on p.id = b.participant_id "
        f"where b.{LIVE} and b.status = 'started' and p.protection = 0 and b.to_date >= :day order by b.participant_id",
        day=day.isoformat(),
    )
    return [key for (key,) in found]


def employments(bank: Bank, participant_id: int | None = None) -> list[Employment]:
    found = rows(
        bank,
        f"{EMPLOYMENT} where e.{LIVE} and (:pid is null or e.participant_id = :pid) order by e.from_date, e.id",
        pid=participant_id,
    )
    return [employment_of(r) for r in found]


def recent_employments(bank: Bank, ending_after: date, begun_by: date) -> list[Employment]:
    """Employments with a planned end after one day and begun by another."""
    found = rows(
        bank,
        f"{EMPLOYMENT} where e.{LIVE} and e.cancelled = 0 and e.to_date >= :first and e.from_date <= :last order by e.from_date, e.id",
        first=ending_after.isoformat(),
        last=begun_by.isoformat(),
    )
    return [employment_of(r) for r in found]


def recent_spans(bank: Bank, ending_after: date, begun_by: date) -> list[tuple[int, date, date]]:
    """(employment, first day, last day) of the same that were started where they were booked, and where the person's record is
    neither void nor merged."""
    found = tuples(
        bank,
        f"select e.id, e.from_date, {last_day('e')} as last from employment e join participant p on p.id = e.participant_id "
        f"where e.{LIVE} and e.cancelled = 0 and e.to_date >= :first and e.from_date <= :last and p.{LIVE} and p.merged_into is null "
        f"and {BEGUN} order by e.from_date, e.id",
        first=ending_after.isoformat(),
        last=begun_by.isoformat(),
    )
    return [(key, date.fromisoformat(first), date.fromisoformat(last)) for key, first, last in found]


def under_way(bank: Bank, day: date) -> list[int]:
    """Keys of the employments under way, of people whose record is neither void nor merged, by first day."""
    found = tuples(
        bank,
        "select e.id from employment e join participant p on p.id = e.participant_id "
        f"where {RUNS} and p.{LIVE} and p.merged_into is null order by e.from_date, e.id",
        day=day.isoformat(),
    )
    return [key for (key,) in found]


def some_employments(bank: Bank, ids: Iterable[int]) -> list[Employment]:
    """The employments named, by first day."""
    wanted = ", ".join(str(int(i)) for i in ids) or "0"
    return [employment_of(r) for r in rows(bank, f"{EMPLOYMENT} where e.id in ({wanted}) order by e.from_date, e.id")]


def employment(bank: Bank, employment_id: int) -> Employment | None:
    found = one(bank, f"{EMPLOYMENT} where e.id = :id and e.{LIVE}", id=employment_id)
    return employment_of(found) if found else None


def employment_by_ref(bank: Bank, ref: str) -> Employment | None:
    found = one(bank, f"{EMPLOYMENT} where e.ref = :ref and e.{LIVE}", ref=ref)
    return employment_of(found) if found else None


def add_employment(bank: Bank, values: Mapping[str, object]) -> int:
    return insert(bank, "employment", **stored(Employment, values))


def change_employment(bank: Bank, employment_id: int, **values: object) -> None:
    """Change columns of an employment. Inside the caller's write()."""
    update(bank, "employment", employment_id, **stored(Employment, values))


class HeldEmployment(NamedTuple):
    """What of an employment two people may change at once, as it is now: its days, and why it ended."""

    ended_on: date | None
    decision_from: date | None
    decision_to: date | None
    end_reason: str


def held_employment(bank: Bank, employment_id: int) -> HeldEmployment:
    """What stands of the employment now, kept from others until the transaction ends. Inside a write()."""
    r = hold(bank, "employment", employment_id) or {}
    return HeldEmployment(
        day_of(r["ended_on"]), day_of(r["decision_from"]), day_of(r["decision_to"]), str(r["end_reason"])
    )


def occupation_of(bank: Bank, employment_id: int) -> str:
    """The code of an employment's occupation, or nothing."""
    found = value(
        bank,
        "select o.code from employment e join occupation o on o.id = e.occupation_id where e.id = :id",
        id=employment_id,
    )
    return str(found) if found is not None else ""


def end_reason(bank: Bank, employment_id: int) -> str | None:
    """Why an employment ended, or nothing; None where there is no such employment."""
    found: str | None = value(bank, "select end_reason from employment where id = :e", e=employment_id)
    return found


def spans_by_identity(bank: Bank) -> dict[str, list[tuple[date, date | None, int]]]:
    """(first day, last day, extent) of every employment that is not cancelled, by the person's identity number."""
    out: dict[str, list[tuple[date, date | None, int]]] = {}
    for identity, first, last, extent in tuples(
        bank,
        f"select p.identity, e.from_date, {last_day('e')} as last, e.extent from employment e "
        f"join participant p on p.id = e.participant_id where e.{LIVE} and e.cancelled = 0 and p.identity is not null",
    ):
        out.setdefault(identity, []).append((date.fromisoformat(first), day_of(last), extent))
    return out


def ends_by_identity(bank: Bank) -> dict[tuple[str, date], int]:
    """Employments by identity number and last day; of two that end on one day the later one."""
    found = tuples(
        bank,
        f"select p.identity, {last_day('e')} as last, e.id from employment e join participant p on p.id = e.participant_id "
        f"where e.{LIVE} and e.cancelled = 0 and p.identity is not null and {last_day('e')} is not null order by e.id",
    )
    return {(identity, date.fromisoformat(last)): key for identity, last, key in found}


class KnownJob(NamedTuple):
    """An employment with every name of its place, for telling which one a list means."""

    id: int
    from_date: date
    to_date: date | None
    last: date | None
    extent: int
    ended_on: date | None
    placement_id: int | None
    placement_text: str
    place: str
    occupation: str


def jobs(bank: Bank, participant: int) -> list[KnownJob]:
    """A person's employments that are not cancelled."""
    found = tuples(
        bank,
        f"select e.id, e.from_date, e.to_date, {last_day('e')} as last, e.extent, e.ended_on, e.placement_id, "
        "e.placement_text, coalesce(h.name, '') as place, "
        " coalesce(o.code, '') as occupation from employment e left join placement h on h.id = e.placement_id "
        "left join occupation o on o.id = e.occupation_id "
        f"where e.participant_id = :p and e.{LIVE} and e.cancelled = 0 order by e.id",
        p=participant,
    )
    return [
        KnownJob(key, date.fromisoformat(first), day_of(to), day_of(last), extent, day_of(ended), *rest)
        for key, first, to, last, extent, ended, *rest in found
    ]
