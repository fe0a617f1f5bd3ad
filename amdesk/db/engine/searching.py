"""The search of a bank of one's own: an index beside the rows, which says what they say or is made anew from them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from amdesk.db import driver
from amdesk.db.catalogue import SEARCHED
from amdesk.db.engine.errors import CORRUPT
from amdesk.db.engine.sqlite import SqliteBank

MALFORMED = re.compile(r"(?:fts5: .*|.*inverted index for FTS5 table .*)[.\"](?P<table>\w+)_fts\b.*", re.DOTALL)
"""How SQLite's own check names an index that does not agree with itself."""


class SearchFault(str):
    """A fault of the search alone: nothing is lost, and an index that is made anew has it no more."""

    __slots__ = ()


def faults(bank: SqliteBank) -> list[str]:
    """A fault for each table whose search says something else than its rows: it lacks some, or finds some by what they said once."""
    found: list[str] = []
    for table in SEARCHED:
        if lacking := _lacking(bank, table):
            found.append(SearchFault(f"search of {table} lacks {lacking} rows"))
        elif not agrees(bank, table) or _unlisted(bank, table):
            found.append(SearchFault(f"search of {table} is not what its rows say"))
    return found


def told_apart(found: Sequence[str]) -> list[str]:
    """What SQLite finds wrong with a file, with faults of the search called so."""
    return [SearchFault(f"search of {m['table']} is malformed") if (m := MALFORMED.fullmatch(f)) else f for f in found]


def alone(found: Sequence[str]) -> bool:
    """Whether something is wrong, and nothing but the search."""
    return bool(found) and all(isinstance(f, SearchFault) for f in found)


def agrees(bank: SqliteBank, table: str) -> bool:
    """Whether the index is the one that would be made of the rows now. A bank that can only be read is not asked: SQLite has no way to
    ask but one that could write. Raises BankBusy."""
    if bank.only_read:
        return True
    try:
        bank.conn.execute(f"insert into {table}_fts ({table}_fts, rank) values ('integrity-check', 1)")
    except driver.Error as error:
        if _of_index(error):
            return False
        raise bank.told(error) from error
    return True


def _unlisted(bank: SqliteBank, table: str) -> bool:
    """Whether a page with words is missing in the list by which they are found: FTS5 does not notice where it has none of a segment.

    An id of `_data` is the segment times 2^37, a bit for another kind of page, and the number of the page below it; a page says in its
    third and fourth byte where its words' places begin, which it ends with (fts5_index.c).
    """
    sql = f"select id >> 37 as segment, id & 0x7fffffff as page, substr(block, 3, 2) as ends, length(block) as size from {table}_fts_data where id >> 37 > 0 and (id >> 36) & 1 = 0"
    worded = {(r["segment"], r["page"]) for r in bank.query(sql) if r["size"] > int.from_bytes(r["ends"], "big")}
    listed = {(r["segid"], r["page"]) for r in bank.query(f"select segid, pgno >> 1 as page from {table}_fts_idx")}
    return not worded <= listed


def _of_index(error: driver.Error) -> bool:
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF == CORRUPT


def _lacking(bank: SqliteBank, table: str) -> int:
    """How many rows the search does not find by any word; 0 where the index is so odd that it cannot be asked."""
    try:
        bank.conn.execute("drop table if exists temp.searched")
        bank.conn.execute(f"create virtual table temp.searched using fts5vocab(main, {table}_fts, instance)")
        sql = f"select count(*) from {table} where trim(search) <> '' and id not in (select doc from temp.searched)"
        return int(bank.conn.execute(sql).fetchone()[0])
    except driver.Error as error:
        if _of_index(error):
            return 0
        raise bank.told(error) from error
    finally:
        bank.conn.execute("drop table if exists temp.searched")


def anew(bank: SqliteBank) -> None:
    """Make the index of each table that is searched from its rows. Raises BankUnusable."""
    with bank.unlogged():
        for table in SEARCHED:
            bank.execute(f"insert into {table}_fts ({table}_fts) values ('rebuild')")
