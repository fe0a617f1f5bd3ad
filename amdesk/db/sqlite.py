"""The user's own bank: one SQLCipher file. Its tables are made and searched through sqlite-utils."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from amdesk.db import driver, port, schema, triggers
from amdesk.db.errors import damaged, translated
from amdesk.db.port import EXPIRED, Row
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BankUnusable
from amdesk.domain.texts import Text

if TYPE_CHECKING:
    import sqlite_utils

SEARCHED = ("participant", "placement")


class SqliteBank:
    """One SQLCipher connection with steps, audit and translated errors. One thread, one bank."""

    engine = "sqlite"
    words: ClassVar[dict[str, str]] = {"pk": "integer primary key autoincrement", "strict": " strict"}

    def __init__(
        self, path: str, key: str | None, *, actor: str, account: str, clock: Clock, timeout: float = 10.0
    ) -> None:
        self.address = path
        self.key = key or ""
        self.new_uid = port.fresh_uid
        self.actor, self.account, self.clock = actor, account, clock
        self._step: int | None = None
        self._undoing = self._erasing = 0
        self.conn = driver.connect(path, timeout=timeout, isolation_level=None)
        try:
            self._set_up(self.conn, key)
        except driver.Error as error:
            self.conn.close()
            raise translated(error, path) from error
        self._version = self._data_version()

    @cached_property
    def tools(self) -> sqlite_utils.Database:
        """sqlite-utils over this connection: migrations, search tables, transform. The first paint does without."""
        return driver.tools(self.conn)

    def _set_up(self, connection: Any, key: str | None) -> None:
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

    def execute(self, sql: str, params: Any = None) -> Any:
        try:
            return self.conn.execute(sql, params) if params else self.conn.execute(sql)
        except driver.Error as error:
            raise translated(error, self.address) from error

    def query(self, sql: str, params: Any = None) -> list[Row]:
        """All rows as dictionaries; a statement without rows gives none."""
        cursor = self.execute(sql, params)
        try:
            found = cursor.fetchall()
        except driver.Error as error:
            raise translated(error, self.address) from error
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
            if late := port.expired(self):
                self._step = port.begin_step(self, EXPIRED, "system", None, undoable=False)
                port.cancel_expired(self, late)
            self._step = port.begin_step(self, what, kind, of_step, undoable)
            self._undoing = int(kind in {"undo", "redo"})
            yield self._step
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
        return int(self.conn.execute("pragma data_version").fetchone()[0])

    def changed(self) -> bool:
        """True once after somebody else has committed."""
        before, self._version = self._version, self._data_version()
        return before != self._version

    def migrate(self) -> None:
        """Apply pending migrations, then make all rules anew, in one transaction. Refuses a bank from a newer version."""
        if schema.up_to_date(self._applied(), self.address):
            return
        with self.unlogged():  # twenty may have seen that; the first one does it
            if not schema.up_to_date(self._applied(), self.address):
                schema.migrations(self).apply(self.tools)
                self.make_rules()
                self.execute("analyze")  # without figures for its new indexes the planner keeps to the old ones

    def _applied(self) -> set[str]:
        there = "select name from sqlite_master where name = '_sqlite_migrations'"
        if not self.query(there):
            return set()
        return {r["name"] for r in self.query("select name from _sqlite_migrations where migration_set = 'amdesk'")}

    def make_rules(self) -> None:
        for statement in triggers.sqlite_script({t: self.columns(t) for t in schema.UNDOABLE}):
            self.execute(statement)
        for table in SEARCHED:
            self.tools.table(table).enable_fts(
                ["search"], tokenize="unicode61 remove_diacritics 2", create_triggers=True, replace=True
            )

    def columns(self, table: str) -> list[str]:
        return [r["name"] for r in self.query(f"pragma table_info({table})")]

    def rule_names(self) -> set[str]:
        """Names of all triggers and views in the bank."""
        return {r["name"] for r in self.query("select name from sqlite_master where type in ('trigger', 'view')")}

    def integrity(self) -> list[str]:
        """What SQLite and SQLCipher find wrong with the file; empty when whole."""
        try:
            self.execute("pragma wal_checkpoint(truncate)").fetchall()
            found = [str(r[0]) for r in self.execute("pragma integrity_check").fetchall()]
            broken = [str(r[0]) for r in self.execute("pragma cipher_integrity_check").fetchall()]
            keys = [f"foreign key {r[0]} {r[1]}" for r in self.execute("pragma foreign_key_check").fetchall()]
        except (driver.Error, BankUnusable) as error:
            return [str(error)]
        return [f for f in found if f != "ok"] + broken + keys

    def close(self) -> None:
        self.conn.close()


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


def looks_plain(path: Path) -> bool:
    """True where the file is an unencrypted SQLite database."""
    with path.open("rb") as file:
        return file.read(16).startswith(b"SQLite format 3")


__all__ = ["SEARCHED", "Row", "SqliteBank", "create_file", "damaged", "looks_plain"]
