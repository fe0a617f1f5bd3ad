"""Rows of lists that were refused and wait to be mended: the work list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from amdesk.db.bank import wordless
from amdesk.db.port import Bank, insert, tuples, update
from amdesk.db.sql import LIVE

WAITS = f"{LIVE} and left_on is null"
STORED, STRUCK = "stored", "struck"
"""How a row left the list."""


class KeptRow(NamedTuple):
    """A row as it is kept: its cells as imports.kept writes them; `protected` where the list itself said so."""

    id: int
    kind: str
    file: str
    place: str
    """The sheet, where several were read as one, and the row in it."""
    cells: str
    reason: str
    field: str
    identity: str
    """Twelve digits; empty where the row has no number that is one."""
    protected: bool
    came_on: date


def waiting(bank: Bank, kind: str = "", keys: Collection[int] = ()) -> list[KeptRow]:
    """The rows that wait, the oldest first."""
    wanted = f" and id in ({', '.join(str(int(k)) for k in keys)})" if keys else ""
    found = tuples(
        bank,
        "select id, kind, file, place, cells, reason, field, identity, protected, came_on from import_row "
        f"where {WAITS} and (kind = :kind or :kind = ''){wanted} order by id",
        kind=kind,
    )
    return [
        KeptRow(key, what, file, place, cells, why, field, number, bool(hidden), date.fromisoformat(came))
        for key, what, file, place, cells, why, field, number, hidden, came in found
    ]


def marks(bank: Bank, kind: str) -> set[str]:
    """What tells the rows of a kind apart that are or were on the list."""
    return {m for (m,) in tuples(bank, f"select mark from import_row where kind = :k and {LIVE}", k=kind)}


def counts(bank: Bank) -> dict[str, int]:
    """How many rows wait of each kind of list."""
    return dict(tuples(bank, f"select kind, count(*) as n from import_row where {WAITS} group by kind"))


def protected_names(bank: Bank) -> set[str]:
    """What everybody is called who is protected."""
    return {n for (n,) in tuples(bank, f"select name from participant where protection > 0 and {LIVE}")}


def keep(bank: Bank, row: KeptRow, mark: str) -> int:
    """Inside the caller's write()."""
    values: dict[str, object] = row._asdict()
    del values["id"]
    return insert(bank, "import_row", **values | {"protected": int(row.protected)}, mark=mark)


def change(bank: Bank, key: int, **values: object) -> None:
    """Inside the caller's write()."""
    update(bank, "import_row", key, **values)


def leave(bank: Bank, keys: Sequence[int], how: str, on: date) -> None:
    """Take rows from the list. Inside the caller's write()."""
    for key in keys:
        update(bank, "import_row", key, left_on=on, how=how)


def forget(bank: Bank, left_before: date, came_before: date) -> int:
    """Delete rows whose time has passed, and what the log kept of them; the steps that touched them cannot be undone any more.
    Inside the caller's write(). Returns how many."""
    found = [
        key
        for (key,) in tuples(
            bank,
            "select id from import_row where left_on < :left or came_on < :came or void = 1 and came_on < :left",
            left=left_before.isoformat(),
            came=came_before.isoformat(),
        )
    ]
    if not found:
        return 0
    those = f"({', '.join(map(str, found))})"
    with wordless.erasing(bank):
        wordless.forget(bank, f"select id from audit where tbl = 'import_row' and row_id in {those}")
        bank.execute(f"delete from import_row where id in {those}")
    return len(found)
