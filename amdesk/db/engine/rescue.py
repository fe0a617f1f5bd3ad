"""What can be read of a damaged bank in a new one. The damaged bank stays as it is.

A page of which a single bit is another one is mended exactly. Rows that do not read even so are taken from the log of changes,
which holds each row as it was left; what stands in neither is missing, and named by number.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import NamedTuple

from amdesk.db import catalogue, driver
from amdesk.db.engine import damage, keys, leftovers, locks, lying, network, pages, ruleset, swap, tail
from amdesk.db.engine.backup import prove, reason
from amdesk.db.engine.errors import damaged, gone, refuse_odd
from amdesk.db.engine.opening import already, foreign_key
from amdesk.db.engine.sqlite import SqliteBank, create_file
from amdesk.db.port import Bank, one, rows, value
from amdesk.db.rules import VIEWS
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BankUnusable
from amdesk.domain.texts import N_, text

FARTHEST = 1 << 12
"""The highest key that is asked for in a table of which nothing says how many rows it had."""

KEY_OF = {"audit_value": "audit"}
"""A table whose keys are those of another one."""


class MissingRows(NamedTuple):
    """Of one table: keys of rows that are in neither the pages nor the log, and of those left out since they refer to such."""

    table: str
    lost: list[int]
    left_out: list[int]


class Rescued(NamedTuple):
    """`path` is the new bank. `mended` pages were made whole again, `broken` ones could not be; `read` rows came from the pages
    and `logged` from the log of changes."""

    path: Path
    mended: int
    broken: int
    read: int
    logged: int
    missing: list[MissingRows]
    after: int = 0
    """Pages at the end of the log that could not be read: what was done last is not there, and no number says what it was."""


def rescue(
    source: Path,
    target: Path,
    key: str,
    *,
    actor: str,
    account: str,
    clock: Clock,
    ready: Callable[[Bank], object],
    step: Callable[[str], object] = str,
) -> Rescued:
    """Make the new bank, which opens as the damaged one does. `ready` does what is left to do before it is in place; `step`
    hears the name of each table before it is read.

    Raises BankBusy while anybody has the bank open, BankUnusable where something lies at `target`, where not even the list of
    tables can be read, or where there is no room; nothing is left then.
    """
    network.refuse_network(target)
    network.refuse_long(target)
    if not source.is_file():
        raise gone(str(source))
    refuse_odd(str(source))
    if os.path.lexists(target) or os.path.lexists(keys.key_file(target)):
        raise already(target)
    sealed = keys.content(source)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with leftovers.part_of(target) as work, leftovers.part_of(target) as part:
            try:
                _take(source, work)
                if foreign := foreign_key(source, key, every=True):  # each page would be mended in vain
                    raise foreign
                after = tail.mend(work, key)
                mended, broken = pages.mend(work, key)
                part.unlink()
                create_file(part, key)
                bank = SqliteBank(str(part), key, actor=actor, account=account, clock=clock)
                with closing(bank):
                    found = _fill(bank, work, source, broken, step)
                    ready(bank)
                    _prove(bank, source)
                    bank.execute("pragma journal_mode = wal").fetchall()
            finally:
                for end in swap.SIDES:
                    for one_ in (work, part):
                        one_.with_name(one_.name + end).unlink(missing_ok=True)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            swap.put(keys.key_file(target), sealed)
            part.replace(target)
            swap.sync_folder(target.parent)
    except OSError as error:
        with suppress(OSError):
            if not target.exists():
                keys.key_file(target).unlink(missing_ok=True)
        why = reason(error, target.parent)
        raise BankUnusable(text(N_("Nothing could be rescued to {path}. {why}"), path=str(target), why=why)) from error
    return Rescued(target, mended, len(broken), *found, after.lost)


def _take(source: Path, work: Path) -> None:
    """The file and its log as they lie there, while nobody writes. Damaged disks are often only to be read: there nobody can."""
    swap.finish(source)
    with ExitStack() as stack:
        try:
            stack.enter_context(locks.alone(source))
        except OSError as error:
            if error.errno not in UNWRITABLE:
                raise
        log = source.with_name(source.name + "-wal")
        before = [lying.mark(str(one)) for one in (source, log)]
        shutil.copyfile(source, work)
        if log.exists():
            shutil.copyfile(log, work.with_name(work.name + "-wal"))
        if before != [lying.mark(str(one)) for one in (source, log)]:
            raise lying.changed_meanwhile(str(source))


UNWRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT}
"""What a folder says in which the lock cannot be put."""


def _fill(
    bank: SqliteBank, work: Path, source: Path, broken: Sequence[int], step: Callable[[str], object]
) -> tuple[int, int, list[MissingRows]]:
    bank.migrate()
    bank.execute("pragma foreign_keys = off")
    reader = _Reader(str(work), bank.key, broken)
    try:
        tables = reader.tables()
        if not tables:
            raise damaged(str(source))
        with bank.unlogged():
            for name in bank.rule_names() - set(VIEWS):
                ruleset.remove(bank, name)
            for table in catalogue.COPIED:
                bank.execute(f"delete from {table}")
            read, lost = 0, {}
            for table in (t for t in catalogue.COPIED if t in tables):
                step(table)
                came, lost[table] = _copied(bank, reader, table)
                read += came
            logged = sum(_from_log(bank, table, keys_) for table, keys_ in lost.items() if table in catalogue.LOGGED)
            _steps_again(bank)
            left_out = _without_what_they_refer_to(bank)
            missing = [
                MissingRows(t, really, left_out.get(t, []))
                for t in catalogue.COPIED
                if (really := _really(bank, t, lost.get(t, []))) or left_out.get(t)
            ]
            bank.make_rules()
            ruleset.judge(bank)
            bank.execute("analyze")
    finally:
        reader.close()
        bank.execute("pragma foreign_keys = on")
    return read, logged, missing


class _Reader:
    """The damaged bank, on a new connection after each page that does not read."""

    def __init__(self, path: str, key: str, broken: Sequence[int]) -> None:
        self.path, self.key, self.broken = path, key, set(broken)
        self.connection = damage.connected(path, key)

    def close(self) -> None:
        self.connection.close()

    def ask(self, sql: str, *given: object) -> list[tuple[object, ...]] | None:
        """All rows, or None where one of the pages does not read."""
        try:
            found: list[tuple[object, ...]] = self.connection.execute(sql, given).fetchall()
        except driver.Error:
            self.connection.close()
            self.connection = damage.connected(self.path, self.key)
            return None
        return found

    def tables(self) -> set[str]:
        return {str(r[0]) for r in self.ask("select name from sqlite_master where type = 'table'") or []}

    def columns(self, table: str) -> list[str]:
        return [str(r[1]) for r in self.ask(f"pragma table_info({table})") or []]

    def highest(self, table: str) -> int:
        """The highest key that the table has had."""
        told = self.ask("select seq from sqlite_sequence where name = ?", KEY_OF.get(table, table))
        if told is not None:  # it says nothing of a table that never had a row
            return int(str(told[0][0])) if told else 0
        for sql in (f"select max(row_id) from audit where tbl = '{table}'", f"select max(rowid) from {table}"):
            found = self.ask(sql)
            if found and found[0][0]:
                return int(str(found[0][0]))
        return FARTHEST

    def rows(self, table: str, columns: str) -> Iterator[list[tuple[object, ...]] | int]:
        """Rows of a table, and the keys that do not read. Of one whose first page is broken none does."""
        found = self.ask(f"select {columns} from {table} not indexed")
        if found is not None:
            yield found
            return
        roots = self.ask("select rootpage from sqlite_master where name = ?", table)
        highest = self.highest(table)
        if roots and roots[0][0] in self.broken:
            yield from range(1, highest + 1)
        else:
            yield from self.halves(table, columns, 1, highest)

    def halves(self, table: str, columns: str, low: int, high: int) -> Iterator[list[tuple[object, ...]] | int]:
        """Rows from one key to another, or a key that does not read."""
        found = self.ask(f"select {columns} from {table} not indexed where rowid between ? and ?", low, high)
        if found is not None:
            yield found
        elif low >= high:
            yield low
        else:
            middle = (low + high) // 2
            yield from self.halves(table, columns, low, middle)
            yield from self.halves(table, columns, middle + 1, high)


def _copied(bank: SqliteBank, reader: _Reader, table: str) -> tuple[int, list[int]]:
    """How many rows of a table were read, and the keys that do not."""
    has = reader.columns(table)
    columns = [c for c in bank.columns(table) if c in has]
    listed, marks = ", ".join(columns), ", ".join("?" for _ in columns)
    count, lost = 0, []
    for part in reader.rows(table, listed):
        if isinstance(part, int):
            lost.append(part)
        elif part:
            bank.conn.executemany(f"insert into {table} ({listed}) values ({marks})", part)
            count += len(part)
    return count, lost


def _from_log(bank: SqliteBank, table: str, lost: Sequence[int]) -> int:
    """Rows as the log of changes left them. What an erasure cleared is not in it."""
    has, count = set(bank.columns(table)), 0
    for key in lost:
        found = one(
            bank,
            "select v.after from audit a join audit_value v on v.audit_id = a.id where a.tbl = :t and a.row_id = :k and v.after is "
            "not null order by a.id desc limit 1",
            t=table,
            k=key,
        )
        row = {n: v for n, v in json.loads(found["after"]).items() if n in has} if found else {}
        if row.get("id") == key:
            marks = ", ".join(f":{n}" for n in row)
            bank.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", row)
            count += 1
    return count


def _steps_again(bank: SqliteBank) -> None:
    """What the log says was done stays, also where the step that it was done in is lost."""
    gone = rows(bank, "select distinct step_id as id from audit where step_id not in (select id from step) order by 1")
    for r in gone:
        at = value(bank, "select at from step where id < :id order by id desc limit 1", id=r["id"])
        bank.execute(
            "insert into step (id, uid, at, actor, account, what, params, kind, undoable) "
            "values (:id, :uid, :at, '', '', :what, '{}', 'do', 0)",
            {"id": r["id"], "uid": bank.new_uid(), "at": at or bank.stamp().isoformat(), "what": LOST_STEP},
        )


LOST_STEP = N_("What was done here was lost when the bank was rescued")


def _without_what_they_refer_to(bank: SqliteBank) -> dict[str, list[int]]:
    """Rows that refer to a missing one do so no more where they may, or go too; by table those that went."""
    out: dict[str, list[int]] = {}
    while found := bank.execute("pragma foreign_key_check").fetchall():
        for table, key, _parent, number in dict.fromkeys((r[0], r[1], r[2], r[3]) for r in found):
            column = _column(bank, table, number)
            if column is not None:
                bank.execute(f"update {table} set {column} = null where rowid = :k", {"k": key})
            elif value(bank, f"select 1 as one from {table} where rowid = :k", k=key):
                bank.execute(f"delete from {table} where rowid = :k", {"k": key})
                out.setdefault(table, []).append(int(key))
    return out


def _column(bank: SqliteBank, table: str, number: int) -> str | None:
    """The column of a reference, where it may be empty: one that is the row's own key may not."""
    name = next(r["from"] for r in rows(bank, f"pragma foreign_key_list({table})") if r["id"] == number)
    said = next(r for r in rows(bank, f"pragma table_info({table})") if r["name"] == name)
    return None if said["notnull"] or said["pk"] else str(name)


def _really(bank: SqliteBank, table: str, lost: Sequence[int]) -> list[int]:
    """Of the keys that do not read those of rows that were there: a key that the log does not know was never given."""
    missing = [k for k in lost if not value(bank, f"select 1 as one from {table} where rowid = :k", k=k)]
    if table not in catalogue.LOGGED:
        return missing
    known = {r["k"] for r in rows(bank, "select distinct row_id as k from audit where tbl = :t", t=table)}
    return [k for k in missing if k in known]


def _prove(bank: SqliteBank, source: Path) -> None:
    if faults := prove(bank, ruleset.noted(bank)):
        raise BankUnusable(
            text(N_("What was rescued of the bank {path} is not whole: {fault}"), path=str(source), fault=faults[0])
        )
