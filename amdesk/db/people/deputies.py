"""Who stands in for a case worker who is away, from when and until when; nobody's case worker is another for it."""

from __future__ import annotations

from datetime import date

from amdesk.db.port import Bank, insert, iso_day, tuples, update
from amdesk.db.sql import LIVE
from amdesk.domain.people.deputies import Deputyship

SELECT = (
    "select d.id, d.case_worker_id, w.name as worker, d.deputy_id, s.name as deputy, d.from_date, d.to_date from deputy d "
    f"join case_worker w on w.id = d.case_worker_id join case_worker s on s.id = d.deputy_id where d.{LIVE}"
)


def _made(found: tuple[int, int, str, int, str, str, str]) -> Deputyship:
    key, worker, name, deputy, called, first, last = found
    return Deputyship(key, worker, name, deputy, called, iso_day(first), iso_day(last))


def deputyships(bank: Bank, since: date) -> list[Deputyship]:
    """Those that have not ended before a day, the first first."""
    found = tuples(bank, f"{SELECT} and d.to_date >= :day order by d.from_date, d.id", day=since.isoformat())
    return [_made(r) for r in found]


def every_deputyship(bank: Bank) -> list[Deputyship]:
    """Those that have ended too."""
    return [_made(r) for r in tuples(bank, f"{SELECT} order by d.from_date, d.id")]


def stands_in_for(bank: Bank, deputy: int, day: date) -> dict[int, str]:
    """Name by key of the case workers for whom somebody stands in on a day."""
    found = tuples(
        bank,
        "select d.case_worker_id, w.name from deputy d join case_worker w on w.id = d.case_worker_id "
        f"where d.{LIVE} and d.deputy_id = :me and :day between d.from_date and d.to_date order by w.sort_name",
        me=deputy,
        day=day.isoformat(),
    )
    return dict(found)


def for_whom(bank: Bank, deputy: int, participant: int, day: date) -> str:
    """The person's case worker, where `deputy` stands in for that one on a day; "" else."""
    found = tuples(
        bank,
        "select w.name from participant p join deputy d on d.case_worker_id = p.case_worker_id join case_worker w on w.id = p.case_worker_id "
        f"where p.id = :p and d.{LIVE} and d.deputy_id = :me and :day between d.from_date and d.to_date limit 1",
        p=participant,
        me=deputy,
        day=day.isoformat(),
    )
    return str(found[0][0]) if found else ""


def add_deputyship(bank: Bank, worker: int, deputy: int, first: date, last: date) -> int:
    """Inside the caller's write()."""
    return insert(bank, "deputy", case_worker_id=worker, deputy_id=deputy, from_date=first, to_date=last)


def end_deputyship(bank: Bank, key: int, last: date | None) -> None:
    """It ends with that day, or never was where there is none. Inside the caller's write()."""
    if last is None:
        update(bank, "deputy", key, void=1)
    else:
        update(bank, "deputy", key, to_date=last)
