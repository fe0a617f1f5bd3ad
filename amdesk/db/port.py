"""What a bank answers to, whichever engine it runs on: sqlite-utils' own vocabulary and five words more."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import groupby, islice
from typing import Any, ClassVar, Protocol

from amdesk.db.sql import LIVE
from amdesk.domain.clock import Clock
from amdesk.domain.texts import N_, Text, kept

Row = dict[str, Any]  # type: ignore[explicit-any]  # a column's type is the engine's
Params = Mapping[str, object]


class Fetched(Protocol):
    """What a statement brings, as either engine's cursor gives it."""

    def fetchall(self) -> list[Any]: ...  # type: ignore[explicit-any]  # tuples of one engine, dictionaries of the other
    def fetchone(self) -> Any: ...  # type: ignore[explicit-any]  # the same


def fresh_uid() -> str:
    import uuid  # reading does without

    return str(uuid.uuid4())


class Bank(Protocol):
    """One connection to one bank. It belongs to the thread that opened it."""

    engine: str
    words: ClassVar[dict[str, str]]
    actor: str
    account: str
    clock: Clock
    address: str
    new_uid: Callable[[], str]
    judge: Callable[[int], None] | None
    """Is told the step before it is committed, and may refuse it."""

    def query(self, sql: str, params: Params | None = None) -> Iterable[Row]: ...
    def execute(self, sql: str, params: Params | None = None) -> Fetched: ...
    def day(self) -> date: ...
    def stamp(self) -> datetime: ...
    def one_at_a_time(self) -> None: ...
    def write(
        self, what: Text, *, undoable: bool = True, kind: str = "do", of_step: int | None = None
    ) -> AbstractContextManager[int]: ...
    def read(self) -> AbstractContextManager[None]: ...
    def search(self, table: str, words: str, limit: int) -> list[int]: ...
    def changed(self) -> bool: ...
    def migrate(self) -> None: ...
    def columns(self, table: str) -> list[str]: ...
    def is_ready(self) -> bool: ...
    def applied(self) -> set[str]: ...
    def make_rules(self) -> None: ...
    def rule_script(self) -> list[str]: ...
    def rule_names(self) -> set[str]: ...
    def unlogged(self) -> AbstractContextManager[None]: ...
    def erasing(self) -> AbstractContextManager[None]: ...
    def integrity(self) -> list[str]: ...
    def close(self) -> None: ...


def rows(bank: Bank, sql: str, **params: object) -> list[Row]:
    """All rows of a query."""
    return list(bank.query(sql, params))


def tuples(bank: Bank, sql: str, **params: object) -> list[tuple[Any, ...]]:  # type: ignore[explicit-any]  # a column's type is the engine's
    """All rows as plain tuples: a third of the time where thousands are read. Each column needs a name of its own."""
    return _plain_rows(bank, bank.execute(sql, params or None).fetchall())


def _plain_rows(bank: Bank, found: list[Any]) -> list[tuple[Any, ...]]:  # type: ignore[explicit-any]  # the same
    return found if bank.engine == "sqlite" else [tuple(r.values()) for r in found]


def one(bank: Bank, sql: str, **params: object) -> Row | None:
    """The first row of a query, or None."""
    return next(iter(list(bank.query(sql, params))), None)


def value(bank: Bank, sql: str, **params: object) -> Any:  # type: ignore[explicit-any]  # a column's type is the engine's
    """The first column of the first row, or None."""
    row = one(bank, sql, **params)
    return next(iter(row.values())) if row else None


def stored(values: Mapping[str, object]) -> dict[str, object]:
    """Values as columns hold them: days as their ISO text, which sorts as they do."""
    return {n: v.isoformat() if isinstance(v, date) else v for n, v in values.items()}


def day_of(iso: str | None) -> date | None:
    """The day of a column that may hold none."""
    return date.fromisoformat(iso) if iso else None


@cache
def iso_day(iso: str) -> date:
    """Dates repeat: a bank of ten years has fewer than five thousand of them."""
    return date.fromisoformat(iso)


def insert(bank: Bank, table: str, **values: object) -> int:
    """Insert one row with a fresh uid and return its key; days are given as dates."""
    filled = {"uid": bank.new_uid(), **stored(values)}
    (row,) = bank.execute(_insertion(table, tuple(filled)), filled).fetchall()
    return int(row[0] if bank.engine == "sqlite" else row["id"])


@lru_cache(maxsize=256)
def _insertion(table: str, names: tuple[str, ...]) -> str:
    marks = ", ".join(f":{n}" for n in names)
    return f"insert into {table} ({', '.join(names)}) values ({marks}) returning id"


INSERTED_AT_ONCE = 10
"""Rows in one statement. Each has to be able to take back its own changes, and keeps the pages it changes for that: ten rows that
share them take half the time of ten statements, and of many more the pages are too many."""


def insert_many(bank: Bank, table: str, values: Iterable[Mapping[str, object]]) -> list[int]:
    """Insert rows with a fresh uid each, as many in one statement as have the same columns; their keys, in the same order."""
    filled = [{"uid": bank.new_uid(), **stored(v)} for v in values]
    keys: dict[object, int] = {}
    for names, alike in groupby(filled, key=tuple):
        while some := list(islice(alike, INSERTED_AT_ONCE)):
            params = {f"v{i}_{j}": v for i, row in enumerate(some) for j, v in enumerate(row.values())}
            found = bank.execute(_insertions(table, names, len(some)), params).fetchall()
            keys |= {uid: key for key, uid in _plain_rows(bank, found)}
    return [keys[row["uid"]] for row in filled]


@lru_cache(maxsize=256)
def _insertions(table: str, names: tuple[str, ...], count: int) -> str:
    marks = ", ".join(f"({', '.join(f':v{i}_{j}' for j in range(len(names)))})" for i in range(count))
    return f"insert into {table} ({', '.join(names)}) values {marks} returning id, uid"


def update(bank: Bank, table: str, row_id: int, **values: object) -> None:
    """Change the named columns of one row; days are given as dates."""
    sets = ", ".join(f"{n} = :{n}" for n in values)
    bank.execute(f"update {table} set {sets} where id = :row_id", {**stored(values), "row_id": row_id})


@contextmanager
def savepoint(bank: Bank) -> Iterator[None]:
    """Inside a write(): what is done in here is taken back alone where it fails, and the rest of the transaction lives on."""
    bank.execute("savepoint part")
    try:
        yield
    except BaseException:
        bank.execute("rollback to savepoint part")
        bank.execute("release savepoint part")
        raise
    bank.execute("release savepoint part")


def hold(bank: Bank, table: str, row_id: int) -> Row | None:
    """One row as it is now, kept from others until the transaction ends. Inside a write(), where SQLite has one writer."""
    lock = " for no key update" if bank.engine == "postgresql" else ""
    return one(bank, f"select * from {table} where id = :id{lock}", id=row_id)


def begin_step(bank: Bank, what: Text, kind: str, of_step: int | None, undoable: bool) -> int:
    """Write the step that the following changes belong to."""
    return insert(
        bank,
        "step",
        at=bank.stamp().isoformat(),
        actor=bank.actor,
        account=bank.account,
        what=what.msgid,
        params=json.dumps(kept(what), ensure_ascii=False),
        kind=kind,
        of_step=of_step,
        undoable=int(undoable),
    )


def judged(bank: Bank, step: int) -> None:
    """Let whoever watches the bank's steps refuse this one, by whatever it raises."""
    if bank.judge is not None:
        bank.judge(step)


def drop_empty_step(bank: Bank, step: int) -> None:
    """A step that changed nothing leaves no trace; one that takes another back says so."""
    bank.execute(
        "delete from step where id = :id and of_step is null and not exists (select 1 from audit where step_id = :id)",
        {"id": step},
    )


def expired(bank: Bank, day: date, lock: str = "") -> list[int]:
    """Reservations whose day has passed on `day`, the bank's own. Triggers know no day, so every write looks first."""
    found = rows(
        bank,
        f"select id from booking where {LIVE} and status = 'reserved' and expires_on < :day{lock}",
        day=day.isoformat(),
    )
    return [r["id"] for r in found]


def cancel_expired(bank: Bank, ids: Iterable[int], day: date) -> None:
    for booking in ids:
        closed = day.isoformat()
        update(bank, "booking", booking, status="cancelled", expires_on=None, reason="EXPIRED", closed_on=closed)


EXPIRED = Text(N_("Reservations that had run out were cancelled"))


def search_words(words: str) -> Iterator[str]:
    """The words a person typed, without what a query language would take for its own."""
    for word in words.replace('"', " ").replace("'", " ").replace("-", " ").split():
        kept = "".join(ch for ch in word if ch.isalnum())
        if kept:
            yield kept
