"""What of a damaged bank is hit, in the words of who works in it, asked on a connection of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from amdesk.db import catalogue, driver
from amdesk.db.engine import locks, tail
from amdesk.db.engine.errors import BankDamaged, damaged, log_damaged, search_odd
from amdesk.domain.errors import BankUnusable
from amdesk.domain.texts import N_, Text, text

SEARCH = re.compile(r"(?P<table>\w+?)_fts(_\w+)?")
NAMED = {
    "participant": N_("participants"), "placement": N_("placements"), "booking": N_("bookings"), "employment": N_("employments"),
    "assessment": N_("assessments"), "certificate": N_("certificates"), "followup": N_("follow-ups"), "setting": N_("settings"),
    "note": N_("notes"), "document": N_("documents"), "step": N_("the history"), "audit": N_("the log of changes"),
    "audit_value": N_("the log of changes"), "access_log": N_("the access log"),
}  # fmt: skip
OF_ROOM = {
    "bank": N_("codes and settings"), "people": N_("what is noted of participants"), "places": N_("what is noted of placements"),
    "booking": N_("what is noted of bookings"), "competence": N_("competence"), "results": N_("results"),
    "exchange": N_("lists that were read"), "overview": N_("marks of the day"), "guidance": N_("guidance of the unit"),
    "employers": N_("what is noted of employers"), "engine": N_("the rules of the bank"),
}  # fmt: skip
ROOMS = {t.name: t.room for t in catalogue.TABLES}


class TableHit(NamedTuple):
    """A table that does not read whole. `part` is rows, index (its rows all read) or search."""

    table: str
    part: str

    @property
    def said(self) -> Text:
        name = text(N_("{rows} (table {table})"), rows=named(self.table), table=self.table)
        if self.part == "index":
            return text(N_("the index of {name}"), name=name)
        return text(N_("the search among {name}"), name=name) if self.part == "search" else name


def named(table: str) -> Text:
    """A table by what is in it."""
    return Text(NAMED.get(table) or OF_ROOM[ROOMS.get(table, "engine")])


def hits(path: str, key: str) -> list[TableHit] | None:
    """Which tables of the bank do not read whole: none where what is broken is used by none. None where not even the list of its
    tables can be read."""
    with closing(connected(path, key)) as connection:
        try:
            kinds = dict(connection.execute("select name, sql from sqlite_master where type = 'table'").fetchall())
        except driver.Error:
            return None
    tables = [t for t, sql in kinds.items() if "virtual table" not in (sql or "").casefold()]
    broken = _broken(path, key, tables)
    return list(dict.fromkeys(_hit(path, key, table) for table in broken))


def connected(path: str, key: str) -> driver.Connection:
    connection = driver.connect(path, timeout=5.0, isolation_level=None)
    if key:
        connection.execute("pragma cipher_log_level = none")
        connection.execute(f"pragma key = \"x'{key}'\"")
    return connection


def _broken(path: str, key: str, tables: Sequence[str]) -> list[str]:
    """Tables of which something does not read. Once a page has failed SQLCipher reads nothing more on that connection."""
    found, left = [], list(tables)
    while left:
        with closing(connected(path, key)) as connection:
            while left and _reads(connection, f"pragma quick_check({left[0]})"):
                left.pop(0)
        if left:
            found.append(left.pop(0))
    return found


def _reads(connection: driver.Connection, sql: str) -> bool:
    try:
        found = connection.execute(sql)
        while some := found.fetchmany(500):
            if sql.startswith("pragma") and some != [("ok",)]:
                return False
    except driver.Error:
        return False
    return True


def _hit(path: str, key: str, table: str) -> TableHit:
    if of := SEARCH.fullmatch(table):
        return TableHit(of["table"], "search")
    with closing(connected(path, key)) as connection:
        return TableHit(table, "index" if _reads(connection, f"select * from {table} not indexed") else "rows")


def _search_odd(path: str, key: str) -> bool:
    """Whether it is an index of the search that does not agree with itself, in pages that all read."""
    with closing(connected(path, key)) as connection:
        return not all(_reads(connection, f"pragma integrity_check({t}_fts)") for t in catalogue.SEARCHED)


def _log_odd(path: str, key: str) -> bool:
    """Whether it is the log that nobody has closed. It is looked at first: a connection that closes would clear it away."""
    try:
        with locks.unopened(Path(path)) as alone:
            return alone and bool(key) and tail.look(Path(path), key).odd
    except OSError:
        return False


def listed(said: Sequence[Text]) -> Text:
    """Several as one text, with commas."""
    return Text(", ".join(f"{{n{i}}}" for i in range(len(said))), {f"n{i}": one for i, one in enumerate(said)})


def one_line(said: Sequence[Text]) -> Text:
    """Sentences after each other."""
    return Text(" ".join(f"{{n{i}}}" for i in range(len(said))), {f"n{i}": one for i, one in enumerate(said)})


def told(path: str, key: str) -> BankUnusable:
    """The bank's damage in one sentence: what it hits, what can be read, and what to do."""
    if _log_odd(path, key):
        return log_damaged(path)
    found = hits(path, key)
    if found is None:
        return damaged(path)
    if not found and _search_odd(path, key):
        return search_odd(path)
    if not found:
        return BankDamaged(
            text(
                N_(
                    "The bank {path} is damaged, in pages that nothing uses: all that is in it can still be read. Copy the bank now, then restore the latest backup."
                ),
                path=path,
            ),
            "DAMAGED",
        )
    return BankDamaged(
        text(
            N_(
                "The bank {path} is damaged: {what}. Everything else can still be read. It was left as it is; restore the latest backup, or rescue what can be read."
            ),
            path=path,
            what=listed([h.said for h in found]),
        ),
        "DAMAGED",
    )
