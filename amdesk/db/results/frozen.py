"""Reports that were frozen: what they said on that day, of how many rows, and the salted hash that shows whether it still stands."""

from __future__ import annotations

from amdesk.db.port import Bank, Row, insert, iso_day, one, rows, value
from amdesk.db.sql import LIVE
from amdesk.domain.results.frozen import FrozenReport

COLUMNS = (
    "select number, kind, first, last, on_date, made_by, occupation, department, document, counted, salt, commitment "
    "from frozen_report"
)


def add(bank: Bank, found: FrozenReport) -> None:
    """Inside the caller's write()."""
    insert(
        bank,
        "frozen_report",
        number=found.number,
        kind=found.kind,
        first=found.first,
        last=found.last,
        on_date=found.on,
        made_by=found.by,
        occupation=found.occupation,
        department=found.department,
        document=found.document,
        counted=found.counted,
        salt=found.salt,
        commitment=found.commitment,
    )


def next_number(bank: Bank, year: int) -> str:
    """F-2026-001, the next of its year; of one that was undone the number is not used again. Inside a write()."""
    bank.one_at_a_time()
    newest = "select number from frozen_report where number like :year order by id desc limit 1"
    said = value(bank, newest, year=f"F-{year}-%")
    return f"F-{year}-{int(said.rsplit('-', 1)[1]) + 1 if said else 1:03}"


def listed(bank: Bank) -> list[FrozenReport]:
    """All of them, the newest first."""
    return [_report(r) for r in rows(bank, f"{COLUMNS} where {LIVE} order by id desc")]


def of(bank: Bank, number: str) -> FrozenReport | None:
    """One by its number."""
    found = one(bank, f"{COLUMNS} where number = :number and {LIVE}", number=number)
    return _report(found) if found else None


def _report(r: Row) -> FrozenReport:
    return FrozenReport(
        r["number"],
        r["kind"],
        iso_day(r["first"]),
        iso_day(r["last"]),
        iso_day(r["on_date"]),
        r["made_by"],
        r["occupation"],
        r["department"],
        r["document"],
        r["counted"],
        r["salt"],
        r["commitment"],
    )
