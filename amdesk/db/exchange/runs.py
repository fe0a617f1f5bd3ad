"""Imports as they were run, and the columns that somebody has pointed out."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from amdesk.db.bank.settings import set_setting
from amdesk.db.engine.lost import PROFILE
from amdesk.db.port import Bank, insert, tuples, update, value
from amdesk.db.sql import LIVE


class ImportRun(NamedTuple):
    """One import: its file, and how many of its rows were read, accepted, rejected and stored as new."""

    on_date: date
    file: str
    kind: str
    read_rows: int
    accepted: int
    rejected: int
    stored: int


def runs(bank: Bank) -> list[ImportRun]:
    """The latest hundred imports, newest first."""
    found = tuples(
        bank,
        f"select on_date, file, kind, read_rows, accepted, rejected, stored from import_run where {LIVE} order by id desc limit 100",
    )
    return [ImportRun(date.fromisoformat(on), *rest) for on, *rest in found]


def add_run(bank: Bank, run: ImportRun, sha256: str) -> None:
    """Inside the caller's write()."""
    values: dict[str, object] = run._asdict()
    insert(bank, "import_run", **values, sha256=sha256)


def has_run(bank: Bank, kind: str) -> bool:
    """Whether a list of the kind was imported before."""
    return bool(value(bank, f"select count(*) as n from import_run where kind = :k and {LIVE}", k=kind))


def columns(bank: Bank, kind: str) -> dict[str, str]:
    """The field of each heading that somebody has pointed out for a kind of list."""
    return dict(tuples(bank, f"select header, field from column_map where kind = :k and {LIVE}", k=kind))


def remember_column(bank: Bank, kind: str, header: str, field: str) -> None:
    """Inside the caller's write()."""
    kept = value(bank, "select id from column_map where kind = :k and header = :h", k=kind, h=header)
    if kept is None:
        insert(bank, "column_map", kind=kind, header=header, field=field)
    else:
        update(bank, "column_map", kept, field=field, void=0)


def kept_answers(bank: Bank, kind: str) -> dict[str, str]:
    """What is kept of each sender of a kind of list, by its name, as it was written."""
    before = f"{PROFILE}:{kind}:"
    found = tuples(
        bank, f"select name, value from setting where name like :like and {LIVE} order by name", like=f"{before}%"
    )
    return {name.removeprefix(before): said for name, said in found if name.startswith(before)}


def keep_answers(bank: Bank, kind: str, sender: str, said: str) -> None:
    """Inside the caller's write()."""
    set_setting(bank, f"{PROFILE}:{kind}:{sender}", said)
