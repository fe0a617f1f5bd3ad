"""What files bring of what became of people: follow-ups, payments and measures as they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from amdesk.db.port import Bank, insert, one, tuples, update
from amdesk.db.sql import LIVE, last_day
from amdesk.domain.record import made, stored, values_of
from amdesk.domain.results.followup import FollowUp
from amdesk.domain.results.received import Measure, Payment
from amdesk.domain.values import sort_key


def kept_followup(bank: Bank, employment: int) -> FollowUp | None:
    """The follow-up of an employment as the bank has it."""
    found = one(
        bank,
        "select f.*, e.end_reason from followup f join employment e on e.id = f.employment_id "
        f"where f.employment_id = :e and f.{LIVE}",
        e=employment,
    )
    return made(FollowUp, found) if found else None


def payments(bank: Bank) -> list[Payment]:
    found = tuples(bank, f"select {', '.join(Payment._fields)} from payment where {LIVE}")
    return [Payment._make(values_of(Payment, r)) for r in found]


def add_payment(bank: Bank, payment: Payment, *, counted: bool = True) -> None:
    """`counted` is false where another participant's row is the same payment. Inside the caller's write()."""
    insert(bank, "payment", **stored(Payment, payment._asdict()), counted=int(counted))


def measure(bank: Bank, participant: int, name: str, first: date) -> Measure | None:
    """A person's measure by its name and first day."""
    found = one(
        bank,
        f"select * from measure where participant_id = :p and lower(name) = lower(:n) and from_date = :d and {LIVE}",
        p=participant,
        n=name,
        d=first.isoformat(),
    )
    return made(Measure, found) if found else None


def add_measure(bank: Bank, participant: int, values: Mapping[str, object]) -> int:
    """Inside the caller's write()."""
    return insert(bank, "measure", participant_id=participant, **stored(Measure, values))


def change_measure(bank: Bank, key: int, values: Mapping[str, object]) -> None:
    """Inside the caller's write()."""
    update(bank, "measure", key, **stored(Measure, values))


def add_attempt(bank: Bank, participant: int, employment: int, on: date, how: str) -> None:
    """An attempt to reach a person about day 90. Inside the caller's write()."""
    insert(bank, "contact_attempt", participant_id=participant, employment_id=employment, on_date=on, how=how)


class PastJob(NamedTuple):
    """An employment with what is known of it afterwards; `followup`, `situation` and `contact` are None where nobody asked."""

    employment: int
    participant: int
    first: date
    last: date
    reason: str
    followup: int | None
    situation: str | None
    contact: str | None
    worker: int | None


def spells(bank: Bank) -> list[PastJob]:
    """Every employment that has a last day and is not cancelled."""
    found = tuples(
        bank,
        f"select e.id as employment, e.participant_id, e.from_date, {last_day('e')} as last, e.end_reason, f.id as followup, "
        "f.situation, f.contact, q.case_worker_id from employment e join participant q on q.id = e.participant_id "
        f"left join followup f on f.employment_id = e.id and f.{LIVE} where e.{LIVE} and e.cancelled = 0 "
        f"and {last_day('e')} is not null order by e.id",
    )
    return [PastJob(r[0], r[1], date.fromisoformat(r[2]), date.fromisoformat(r[3]), *r[4:]) for r in found]


def measure_kinds(bank: Bank) -> list[str]:
    """What measures are called, each name once."""
    found = tuples(bank, f"select distinct name from measure where {LIVE} order by name")
    return sorted((r[0] for r in found), key=sort_key)
