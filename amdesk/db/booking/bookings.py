"""Bookings and employments: reading and writing. The rules are the bank's own (rules.py)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from amdesk.db.engine.keys import ALPHABET
from amdesk.db.port import Bank, Row, insert, one, rows, tuples
from amdesk.domain.booking.bookings import Booking, Employment

SELECT = """
select b.*, p.name as participant, p.number as participant_number, p.protection, q.name as placement, q.number as placement_number,
  q.supervisor, coalesce(w.name, '') as case_worker
from booking b join participant p on p.id = b.participant_id join placement q on q.id = b.placement_id
left join case_worker w on w.id = p.case_worker_id
"""
EMPLOYMENT = """
select e.*, coalesce(o.sv, '') as occupation, coalesce(q.name, e.placement_text) as placement
from employment e left join occupation o on o.id = e.occupation_id left join placement q on q.id = e.placement_id
"""


def _date(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def booking_of(r: Row) -> Booking:
    return Booking(
        r["id"], r["ref"], r["participant_id"], r["participant"], r["participant_number"], r["placement_id"], r["placement"],
        r["placement_number"], r["employment_id"], date.fromisoformat(r["from_date"]), date.fromisoformat(r["to_date"]),
        r["extent"], r["status"], _date(r["expires_on"]), _date(r["introduced_on"]), r["reason"], bool(r["protection"]),
        r["supervisor"], r["case_worker"],
    )  # fmt: skip


def employment_of(r: Row) -> Employment:
    return Employment(
        r["id"], r["ref"], r["participant_id"], r["form"], r["occupation"], r["placement_id"], r["placement"], r["kind"],
        date.fromisoformat(r["from_date"]), _date(r["to_date"]), r["extent"], _date(r["ended_on"]), r["end_reason"],
        _date(r["decision_from"]), _date(r["decision_to"]), bool(r["cancelled"]),
    )  # fmt: skip


def new_ref(letter: str = "B") -> str:
    """A short reference the client makes, so that trying again after a lost answer books nothing twice."""
    return f"{letter}-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


def by_ref(bank: Bank, ref: str) -> Booking | None:
    found = one(bank, f"{SELECT} where b.ref = :ref and b.void = 0", ref=ref)
    return booking_of(found) if found else None


def of_participant(bank: Bank, participant_id: int) -> list[Booking]:
    return [
        booking_of(r)
        for r in rows(
            bank, f"{SELECT} where b.participant_id = :id and b.void = 0 order by b.from_date", id=participant_id
        )
    ]


def taking(bank: Bank, participant_id: int) -> list[Booking]:
    """The person's bookings that take a place."""
    return [b for b in of_participant(bank, participant_id) if b.status in {"reserved", "booked", "started"}]


def current(bank: Bank, today: date) -> list[Booking]:
    """Bookings that take a place today or later, by supervisor, placement and first day."""
    found = rows(
        bank,
        f"{SELECT} where b.void = 0 and b.status in ('reserved', 'booked', 'started') and b.to_date >= :day "
        "order by q.supervisor, q.sort_name, b.from_date, b.id",
        day=today.isoformat(),
    )
    return [booking_of(r) for r in found]


def every(bank: Bank) -> list[Booking]:
    return [booking_of(r) for r in rows(bank, f"{SELECT} where b.void = 0 order by b.from_date, b.id")]


def add(bank: Bank, values: Mapping[str, Any]) -> int:
    filled = {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}
    return insert(bank, "booking", **filled)


def employments(bank: Bank, participant_id: int | None = None) -> list[Employment]:
    found = rows(
        bank,
        f"{EMPLOYMENT} where e.void = 0 and (:pid is null or e.participant_id = :pid) order by e.from_date, e.id",
        pid=participant_id,
    )
    return [employment_of(r) for r in found]


def recent_employments(bank: Bank, ending_after: date, begun_by: date) -> list[Employment]:
    """Employments with a planned end after one day and begun by another."""
    found = rows(
        bank,
        f"{EMPLOYMENT} where e.void = 0 and e.cancelled = 0 and e.to_date >= :first and e.from_date <= :last order by e.from_date, e.id",
        first=ending_after.isoformat(), last=begun_by.isoformat(),
    )  # fmt: skip
    return [employment_of(r) for r in found]


def recent_spans(bank: Bank, ending_after: date, begun_by: date) -> list[tuple[Any, ...]]:
    """(employment, first day, last day) of the same, where the person's record is neither void nor merged."""
    return tuples(
        bank,
        "select e.id, e.from_date, coalesce(e.ended_on, e.to_date) as last from employment e join participant p on p.id = e.participant_id "
        "where e.void = 0 and e.cancelled = 0 and e.to_date >= :first and e.from_date <= :last and p.void = 0 and p.merged_into is null "
        "order by e.from_date, e.id",
        first=ending_after.isoformat(), last=begun_by.isoformat(),
    )  # fmt: skip


def some_employments(bank: Bank, ids: Iterable[int]) -> list[Employment]:
    """The employments named, by first day."""
    wanted = ", ".join(str(int(i)) for i in ids) or "0"
    return [employment_of(r) for r in rows(bank, f"{EMPLOYMENT} where e.id in ({wanted}) order by e.from_date, e.id")]


def employment(bank: Bank, employment_id: int) -> Employment | None:
    found = one(bank, f"{EMPLOYMENT} where e.id = :id and e.void = 0", id=employment_id)
    return employment_of(found) if found else None


def employment_by_ref(bank: Bank, ref: str) -> Employment | None:
    found = one(bank, f"{EMPLOYMENT} where e.ref = :ref and e.void = 0", ref=ref)
    return employment_of(found) if found else None


def add_employment(bank: Bank, values: Mapping[str, Any]) -> int:
    filled = {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}
    return insert(bank, "employment", **filled)


def open_employment(bank: Bank, participant_id: int, day: date) -> Employment | None:
    """The person's employment that has neither ended nor been cancelled on that day."""
    found = one(
        bank,
        f"{EMPLOYMENT} where e.participant_id = :id and e.void = 0 and e.cancelled = 0 and e.ended_on is null "
        "and (e.to_date is null or e.to_date >= :day) order by e.from_date limit 1",
        id=participant_id, day=day.isoformat(),
    )  # fmt: skip
    return employment_of(found) if found else None


def jobs(bank: Bank, participant: int) -> list[Row]:
    """A person's employments that are not cancelled, with every name of their place, for telling which one a list means."""
    return rows(
        bank,
        "select e.id, e.from_date, e.to_date, e.extent, e.ended_on, e.end_reason, coalesce(e.ended_on, e.to_date) as last, e.placement_id, "
        "e.placement_text, h.name as place, o.code as occupation from employment e left join placement h on h.id = e.placement_id "
        "left join occupation o on o.id = e.occupation_id "
        "where e.participant_id = :p and e.void = 0 and e.cancelled = 0 order by e.id",
        p=participant,
    )
