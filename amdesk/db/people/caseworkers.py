"""Case workers: who they are, whom each has, and the record of every change."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from amdesk.db.port import Bank, insert, iso_day, rows, tuples, update, value
from amdesk.db.sql import LIVE
from amdesk.domain.values import sort_key, squash


class CaseWorker(NamedTuple):
    """`caseload` is how many people have this case worker."""

    id: int
    name: str
    phone: str
    email: str
    caseload: int


def case_workers(bank: Bank) -> list[CaseWorker]:
    found = tuples(
        bank,
        f"select w.id, w.name, w.phone, w.email, (select count(*) from participant p where p.case_worker_id = w.id and p.{LIVE} "
        f"and p.merged_into is null) as caseload from case_worker w where w.{LIVE} order by w.sort_name",
    )
    return [CaseWorker(*r) for r in found]


def case_worker_named(bank: Bank, name: str) -> int | None:
    found = value(bank, f"select id from case_worker where sort_name = :s and {LIVE}", s=sort_key(name))
    return int(found) if found is not None else None


def add_case_worker(bank: Bank, name: str, phone: str = "", email: str = "", source_id: str = "") -> int:
    return insert(
        bank, "case_worker", name=squash(name), sort_name=sort_key(name), phone=phone, email=email, source_id=source_id
    )


def change_worker(bank: Bank, participant_id: int, to_id: int, on: date, reason: str) -> None:
    """Record the change first: the bank refuses a new case worker without a reason (source document, item 12)."""
    before = value(bank, "select case_worker_id from participant where id = :id", id=participant_id)
    add_worker_change(bank, participant_id, before, to_id, on, reason)
    update(bank, "participant", participant_id, case_worker_id=to_id)


def add_worker_change(bank: Bank, participant_id: int, from_id: int | None, to_id: int, on: date, reason: str) -> None:
    """Inside the caller's write()."""
    insert(
        bank,
        "case_worker_change",
        participant_id=participant_id,
        from_id=from_id,
        to_id=to_id,
        on_date=on,
        reason=reason,
    )


def caseload(bank: Bank, case_worker: int) -> list[int]:
    """Keys of everyone who has this case worker."""
    sql = f"select id from participant where case_worker_id = :w and {LIVE} and merged_into is null order by sort_name, id"
    return [r["id"] for r in rows(bank, sql, w=case_worker)]


class WorkerChange(NamedTuple):
    """A change of somebody's case worker; `before` is "" where she had none."""

    on_date: date
    before: str
    after: str
    reason: str


def changes(bank: Bank, participant: int) -> list[WorkerChange]:
    """Every change of a person's case worker, the first first."""
    found = tuples(
        bank,
        "select c.on_date, coalesce(f.name, '') as before, coalesce(t.name, '') as after, c.reason from case_worker_change c "
        "left join case_worker f on f.id = c.from_id left join case_worker t on t.id = c.to_id "
        f"where c.participant_id = :p and c.{LIVE} order by c.on_date, c.id",
        p=participant,
    )
    return [WorkerChange(iso_day(day), before, after, reason) for day, before, after, reason in found]
