"""The user's own bank: one SQLCipher file. Its tables are made and searched through sqlite-utils."""

from __future__ import annotations

import marshal
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from amdesk.db import catalogue, driver, port, schema, triggers
from amdesk.db.engine import locks, lying, ruleset
from amdesk.db.engine.errors import BankDamaged, busy, damaged, full, log_damaged, refuse_odd, translated, unkept
from amdesk.db.port import EXPIRED, Params, Row
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BankBusy, BankUnusable
from amdesk.domain.texts import Text

if TYPE_CHECKING:
    import sqlite_utils

STATEMENTS = 1024
"""Statements that the driver keeps prepared. It lets go of the one asked for least, so that where there are more of them than this
each new one is prepared again every time: an insert with its triggers then takes three times as long."""
READINGS = 4
"""How many times more a page that does not verify is read before it is called damaged."""


ZEROS = bytes(9)
"""What no row has as marshal writes it, but for NULs in a text: a number zero is eight of them at most."""


def blanked(rows: list[tuple[object, ...]]) -> bool:
    """Whether a text has NULs in a row. Of a page that does not verify, and in which a long row goes on, SQLCipher gives zeros and
    says nothing; and nobody writes a NUL. Asked in one go: 15 ms of 600,000 cells, a tenth of what reading them takes."""
    return ZEROS in marshal.dumps(rows, 4)


class _Cursor(driver.Cursor):  # type: ignore[misc,unused-ignore]  # the driver has no types
    """Rows that are fetched later than they were asked for: what is met then is told in the same words."""

    told: Callable[[Exception], Exception]
    suspect: Callable[[], None]

    def fetchall(self) -> list[Any]:  # type: ignore[explicit-any]  # what a column holds the engine alone knows
        try:
            found: list[tuple[object, ...]] = super().fetchall()
        except driver.Error as error:
            raise self.told(error) from error
        if blanked(found):
            self.suspect()
        return found

    def fetchone(self) -> Any:  # type: ignore[explicit-any]  # the same
        try:
            found: tuple[object, ...] | None = super().fetchone()
        except driver.Error as error:
            raise self.told(error) from error
        if found and blanked([found]):
            self.suspect()
        return found


class SqliteBank:
    """One SQLCipher connection with steps, audit and translated errors. One thread, one bank.

    `kept` is the copy that was made of it before it was brought up to date, where it was while this connection opened it.
    `copies_seen` is what was read of its copies, by path and what tells that a file is the same one still (backup.look).
    `only_read` says that it lies where nothing can be written: it is read as it lies there; `no_room` that the disk is full.
    """

    engine = "sqlite"
    is_copy = False
    words: ClassVar[dict[str, str]] = {"pk": "integer primary key autoincrement", "strict": " strict"}

    def __init__(
        self, path: str, key: str | None, *, actor: str, account: str, clock: Clock, timeout: float = 10.0
    ) -> None:
        self.address = path
        self.key = key or ""
        self.new_uid = port.fresh_uid
        self.judge: Callable[[int], None] | None = None
        self.actor, self.account, self.clock = actor, account, clock
        self._step: int | None = None
        self._undoing = self._erasing = 0
        self.kept: Path | None = None
        self.copies_seen: dict[tuple[str, int, int, int], tuple[int, Row] | None] = {}
        self.only_read = self.no_room = False
        self._lies: tuple[int, int] | None = None
        self._damage: BankUnusable | None = None
        self._timeout = timeout
        if path != ":memory:":
            refuse_odd(path)
        left = _left_log(path, self.key)
        with locks.coming(Path(path)):
            self._connect(path, key)
        if left:
            self._begin_log_anew()
        self._version = self._data_version()

    def _connect(self, path: str, key: str | None) -> None:
        file = _identity(path)
        self.conn = self._file()
        try:
            self._set_up(key)
        except driver.Error as error:
            self.conn.close()
            if not lying.only_readable(path, error):
                raise translated(error, path) from error
            self.no_room = lying.no_room(error)
            self._connect_to_read(key)
        if _identity(path) != file:  # a backup was put in its place in between: this is the bank that was there before
            self.conn.close()
            raise busy()
        locks.is_open(self)

    def _file(self) -> driver.Connection:
        name = lying.as_it_lies(self.address) if self.only_read else self.address
        try:
            return driver.connect(
                name, timeout=self._timeout, isolation_level=None, cached_statements=STATEMENTS, uri=self.only_read
            )
        except driver.Error as error:  # a file that may not be read is refused here already
            raise translated(error, self.address) from error

    def _connect_to_read(self, key: str | None) -> None:
        """Where SQLite cannot note beside the bank who reads, and nothing stands in a log that it would have to read."""
        self.only_read, self._lies = True, lying.mark(self.address)
        self.conn = self._file()
        try:
            self._set_up(key)
        except driver.Error as error:
            self.conn.close()
            raise translated(error, self.address) from error

    def _begin_log_anew(self) -> None:
        """What a power cut tore would stand behind the next work in the log, as if it were of one time with it."""
        with suppress(driver.Error):
            self.conn.execute("pragma wal_checkpoint(truncate)").fetchall()

    def _connect_again(self) -> None:
        """Once a page has failed SQLCipher reads nothing more on that connection, also what is whole. What was being written
        is rolled back."""
        self.conn.close()
        vars(self).pop("tools", None)
        self.conn = self._file()
        with suppress(driver.Error):  # what is wrong is being told already
            self._set_up(self.key or None)

    @cached_property
    def tools(self) -> sqlite_utils.Database:
        """sqlite-utils over this connection: migrations, search tables, transform. The first paint does without."""
        return driver.tools(self.conn)

    def _set_up(self, key: str | None) -> None:
        connection = self.conn
        if key is not None:
            connection.execute("pragma cipher_log_level = none")
            connection.execute(f"pragma key = \"x'{key}'\"")
        connection.execute("select count(*) from sqlite_master").fetchone()
        for name, setting in (
            ("foreign_keys", "on"),
            ("synchronous", "full"),
            ("secure_delete", "on"),
            ("temp_store", "memory"),
            ("cache_size", "-32000"),
        ):
            connection.execute(f"pragma {name} = {setting}")
        connection.create_function("actor", 0, lambda: self.actor)
        connection.create_function("step_no", 0, lambda: self._step)
        connection.create_function("undoing", 0, lambda: self._undoing)
        connection.create_function("erasing", 0, lambda: self._erasing)

    def day(self) -> date:
        """The day on which the bank does what it does by itself: a bank of one's own has this computer's clock."""
        return self.clock.today()

    def stamp(self) -> datetime:
        """When a step or a reading is noted, UTC."""
        return self.clock.now()

    def one_at_a_time(self) -> None:
        """BEGIN IMMEDIATE lets one in at a time already; PostgreSQL has to be asked."""

    def execute(self, sql: str, params: Params | None = None) -> _Cursor:
        cursor: _Cursor = self.conn.cursor(_Cursor)
        cursor.told, cursor.suspect = self.told, self._suspect
        try:
            if params:
                cursor.execute(sql, params)
            else:
                cursor.execute(sql)
        except driver.Error as error:
            raise self.told(error) from error
        except (UnicodeError, OverflowError) as error:
            raise unkept() from error
        return cursor

    def told(self, error: Exception) -> Exception:
        """The driver's error in our words; of damage what it hits, which is looked for once."""
        found = translated(error, self.address)
        if self.no_room and getattr(found, "code", "") == "READONLY":
            return full()
        if not isinstance(found, BankDamaged) or self.address == ":memory:":
            return found
        return self._hit()

    def _suspect(self) -> None:
        """Raises BankDamaged where a page does not verify."""
        if self.address != ":memory:" and self.key and self.broken_pages():
            raise self._hit()

    def _hit(self) -> BankUnusable:
        if self.only_read and self._lies != lying.mark(self.address):  # what it reads is of two times
            return lying.changed_meanwhile(self.address)
        if self.is_copy:
            self._connect_again()
            return damaged(self.address)
        if self._damage is None:
            from amdesk.db.engine import damage  # a whole bank does without

            self._damage = damage.told(self.address, self.key)
        self._connect_again()
        return type(self._damage)(self._damage.text, self._damage.code)

    def query(self, sql: str, params: Params | None = None) -> list[Row]:
        """All rows as dictionaries; a statement without rows gives none."""
        cursor = self.execute(sql, params)
        found = cursor.fetchall()
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found]

    @contextmanager
    def write(
        self, what: Text, *, undoable: bool = True, kind: str = "do", of_step: int | None = None
    ) -> Iterator[int]:
        """One transaction, one step. BEGIN IMMEDIATE waits for its turn; a deferred one that upgrades is refused at once."""
        if self._step is not None:  # a write inside a write is part of the same step
            yield self._step
            return
        with self._transaction():
            if late := port.expired(self, day := self.day()):
                self._step = port.begin_step(self, EXPIRED, "system", None, undoable=False)
                port.cancel_expired(self, late, day)
            self._step = port.begin_step(self, what, kind, of_step, undoable)
            self._undoing = int(kind in {"undo", "redo"})
            yield self._step
            port.judged(self, self._step)
            port.drop_empty_step(self, self._step)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.execute("begin immediate")
        try:
            yield
            self.execute("commit")
        except BaseException:
            if self.conn.in_transaction:
                self.conn.execute("rollback")
            raise
        finally:
            self._step, self._undoing = None, 0

    @contextmanager
    def erasing(self) -> Iterator[None]:
        """Within a write(): rows of an approved erasure are cleared without a copy of them going to the log."""
        self._erasing = 1
        try:
            yield
        finally:
            self._erasing = 0

    @contextmanager
    def unlogged(self) -> Iterator[None]:
        """A transaction without a step, for what is no change of the bank's content: logs and migrations."""
        if self.conn.in_transaction:
            yield
            return
        with self._transaction():
            yield

    @contextmanager
    def read(self) -> Iterator[None]:
        """One snapshot for several queries, so that figures of one report agree."""
        if self.conn.in_transaction:
            yield
            return
        self.execute("begin")
        try:
            yield
        finally:
            if self.conn.in_transaction:  # a disk that fails ends it by itself
                self.execute("rollback")

    def search(self, table: str, words: str, limit: int) -> list[int]:
        """Keys of rows whose search text holds every word as a prefix, oldest first (rank costs 40 times more)."""
        match = " ".join(f'"{w}"*' for w in port.search_words(words))
        if not match:
            return []
        found = self.query(
            f"select rowid from {table}_fts where {table}_fts match :match order by rowid limit :limit",
            {"match": match, "limit": limit},
        )
        return [r["rowid"] for r in found]

    def _data_version(self) -> int:
        return int(self.execute("pragma data_version").fetchone()[0])

    def changed(self) -> bool:
        """True once after somebody else has committed."""
        if self.only_read:
            return self._lies_anew()
        before, self._version = self._version, self._data_version()
        return before != self._version

    def _lies_anew(self) -> bool:
        before, self._lies = self._lies, lying.mark(self.address)
        if before != self._lies:
            self._connect_again()
        return before != self._lies

    def migrate(self) -> None:
        """Apply pending migrations, make all rules anew and judge the rows by them, in one transaction.

        Only where tables or rules are older than this program's. Raises BankUnusable where they are newer.
        """
        if self.is_ready():
            return
        try:
            with self.unlogged():  # twenty may have seen that; the first one does it
                if not self.is_ready():
                    schema.migrations(self).apply(self.tools)
                    self.make_rules()
                    ruleset.judge(self)
                    self.execute("analyze")  # without figures for its new indexes the planner keeps to the old ones
        except driver.Error as error:  # from sqlite-utils, which asks the connection itself
            raise translated(error, self.address) from error

    def is_ready(self) -> bool:
        return ruleset.is_ready(self, self.applied(), self.address)

    def applied(self) -> set[str]:
        """Names of the migrations that the bank has been through; none of a file without tables."""
        there = "select name from sqlite_master where name = '_sqlite_migrations'"
        if not self.query(there):
            return set()
        return {r["name"] for r in self.query("select name from _sqlite_migrations where migration_set = 'amdesk'")}

    def make_rules(self) -> None:
        ruleset.make(self, self.rule_script())
        for table in catalogue.SEARCHED:
            self.tools.table(table).enable_fts(
                ["search"], tokenize=triggers.TOKENIZE, create_triggers=True, replace=True
            )

    def rule_script(self) -> list[str]:
        """What makes this program's rules in this bank."""
        return triggers.sqlite_script({t: self.columns(t) for t in catalogue.LOGGED})

    def columns(self, table: str) -> list[str]:
        return [r["name"] for r in self.query(f"pragma table_info({table})")]

    def rule_names(self) -> set[str]:
        """Names of all triggers and views in the bank."""
        return {r["name"] for r in self.query("select name from sqlite_master where type in ('trigger', 'view')")}

    def changed_rules(self) -> list[str]:
        """Names of the triggers and views whose text is not this program's; those that are missing are none of them."""
        said = self.query("select name, sql from sqlite_master where type in ('trigger', 'view')")
        own = triggers.texts([*self.rule_script(), *triggers.search_script()])
        return sorted(r["name"] for r in said if r["name"] in own and triggers.plain(r["sql"]) != own[r["name"]])

    def write_back(self) -> None:
        """What stands in the log comes into the file, as far as nobody reads it. Raises BankBusy."""
        self.execute("pragma wal_checkpoint(passive)").fetchall()

    def integrity(self) -> list[str]:
        """What SQLite and SQLCipher find wrong with the file; empty when whole. Raises BankBusy where nothing can be read now."""
        try:
            with suppress(
                BankBusy
            ):  # as much as goes beside others and on a full disk; waiting for them proves nothing
                self.write_back()
            found = [str(r[0]) for r in self.execute("pragma integrity_check").fetchall()]
            broken = self.broken_pages()
            keys = [f"foreign key {r[0]} {r[1]}" for r in self.execute("pragma foreign_key_check").fetchall()]
        except BankBusy:
            raise
        except BankUnusable as error:
            return [str(error)]
        return [f for f in found if f != "ok"] + broken + keys

    def broken_pages(self) -> list[str]:
        """Pages that do not verify however often they are read, and that do not stand anew in the log.

        SQLCipher reads the file past the log: what somebody is writing back just now, or will, fails though it is whole.
        """
        broken = self._unverified()
        for _ in range(READINGS):
            if not broken:
                break
            logged = pages_in_log(Path(self.address + "-wal"))
            still = self._unverified()
            broken = {page: said for page, said in broken.items() if page in still and page not in logged}
        return list(broken.values())

    def _unverified(self) -> dict[int, str]:
        """Pages of the file that do not verify: number and what SQLCipher says."""
        said = [str(r[0]) for r in self.execute("pragma cipher_integrity_check").fetchall()]
        return {int(digits[-1]) if (digits := re.findall(r"\d+", s)) else -i: s for i, s in enumerate(said)}

    def close(self) -> None:
        self.conn.close()
        locks.is_closed(self)


class CopyAlone(SqliteBank):
    """A copy of which is asked only what it holds or whether it is whole: which tables damage hits in it is not looked for, which
    takes as long as reading it several times."""

    is_copy = True


def _left_log(path: str, key: str) -> bool:
    """Whether a program left a log behind which did not close the bank. Raises BankDamaged where it is not as it was written: SQLite
    would forget in silence what stands in it."""
    if not key or path == ":memory:":
        return False
    try:
        if os.stat(path + "-wal").st_size == 0:
            return False
        with locks.unopened(Path(path)) as alone:
            if not alone:
                return False
            from amdesk.db.engine import tail  # a bank that was closed does without

            if tail.look(Path(path), key).odd:
                raise log_damaged(path)
    except OSError:
        return False
    return True


def _identity(path: str) -> tuple[int, int] | None:
    """Which file lies there. It is never opened for that: closing it would let go of the locks of our other connections."""
    with suppress(OSError):
        found = os.stat(path)
        return found.st_dev, found.st_ino
    return None


def pages_in_log(log: Path) -> set[int]:
    """Numbers of the pages that stand in a write-ahead log (sqlite.org/fileformat.html, 4); they count, not the file's."""
    found: set[int] = set()
    with suppress(OSError), log.open("rb") as file:
        head = file.read(32)
        if len(head) < 32:
            return found
        size, salts = int.from_bytes(head[8:12], "big"), head[16:24]
        while len(frame := file.read(24)) == 24:
            if frame[8:16] == salts:
                found.add(int.from_bytes(frame[:4], "big"))
            file.seek(size, os.SEEK_CUR)
    return found


def create_file(path: Path, key: str) -> None:
    """Make an empty encrypted bank, private to the user. Never touches a file that is there."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    connection = driver.connect(str(path), isolation_level=None)
    try:
        connection.execute(f"pragma key = \"x'{key}'\"")
        connection.execute("pragma journal_mode = wal")  # only here: this pragma does not wait for a lock
        connection.execute("create table made (by text)")
        connection.execute("drop table made")
    finally:
        connection.close()
