"""The log as a chain: seals over its rows, each with the head of the one before.

Whoever writes waits for nobody: rows are sealed afterwards, a batch at a time, by whichever program comes first. A seal stands
over what stays of each row (who, when, which act, whose) and over a salted digest of what it said. The salt goes with an
erasure, and with it the only way to tell which words the digest was of; the chain holds without it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

from amdesk.db.port import Bank, Row, one, rows, value
from amdesk.domain.errors import AmdeskError

BATCH = 2000
"""Rows of a table that are sealed in one transaction: it keeps no writer waiting longer than a booking does."""
SEALING = 4713
"""The advisory lock of whoever seals a shared bank."""
LOOKED_BACK = 1000
"""Seals of a shared bank among which the newest is sought that nobody can come before any more."""
ERASED = "erased_values"
"""The act by which an erasure says in the log which rows lost their words."""
ERASED_KIND = "erased_kind"
"""The act by which the log says that a kind of data was erased: its table, how many rows, and why."""
RESTORED = "restored"
"""The act of putting a copy in the bank's place."""


class Chained(NamedTuple):
    """A table of the log: what of a row stays, and what it says, which an erasure may take."""

    table: str
    stays: tuple[str, ...]
    says: tuple[str, ...]
    source: str

    @property
    def columns(self) -> str:
        return ", ".join([*(f"t.{c}" for c in self.stays), *self.says])


CHAINED = (
    Chained(
        "step",
        ("id", "uid", "at", "actor", "account", "what", "kind", "of_step"),
        ("t.params", "t.undoable"),
        "step t",
    ),
    Chained(
        "audit",
        ("id", "step_id", "tbl", "row_id", "participant_id", "action"),
        ("v.before", "v.after"),
        "audit t left join audit_value v on v.audit_id = t.id",
    ),
    Chained(
        "access_log",
        ("id", "uid", "at", "actor", "account", "what", "participant_id"),
        ("t.why", "t.words"),
        "access_log t",
    ),
    Chained("document", ("id", "uid", "sha256"), ("t.name",), "document t"),
)
"""Of a document its own digest is sealed, by which its content is held to."""


class LogRow(NamedTuple):
    """A row of the log: what stays of it, and what it says; None where nothing is left of that."""

    id: int
    stays: tuple[object, ...]
    says: tuple[object, ...] | None


def read(bank: Bank, chained: Chained, where: str) -> Iterator[LogRow]:
    """Rows of a table of the log, `t` in the condition, by their keys."""
    found = bank.query(f"select {chained.columns} from {chained.source} where {where} order by t.id")
    for row in found:
        values = tuple(row.values())
        stays, says = values[: len(chained.stays)], values[len(chained.stays) :]
        gone = chained.table == "audit" and all(v is None for v in says)
        yield LogRow(row["id"], stays, None if gone else says)


def digest(salt: str, says: tuple[object, ...] | None) -> str:
    """What stands for the words of a row; "" where there were none when it was sealed."""
    return "" if says is None else _hash([salt, *says])


def row_hash(table: str, stays: Sequence[object], said: str) -> str:
    """What a seal holds of one row."""
    return _hash([table, *stays, said])


def head(seal: Row, hashes: Sequence[str]) -> str:
    """The head of a seal: over the one before, who sealed when, and its rows in order."""
    return _hash([seal["prev"], seal["uid"], seal["at"], seal["actor"], seal["account"], seal["count"], *hashes])


def _hash(parts: Sequence[object]) -> str:
    import hashlib  # with OpenSSL behind it: opening a bank does without

    said = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


class LogHead(NamedTuple):
    """How far the log is sealed: the last seal, and what to write down elsewhere to hold it against later."""

    seal: int
    head: str
    at: str


def last(bank: Bank) -> LogHead:
    """The last seal; number 0 where there is none yet."""
    found = one(bank, "select id, head, at from seal order by id desc limit 1") if bank.columns("seal") else None
    return LogHead(found["id"], found["head"], found["at"]) if found else LogHead(0, "", "")


def seal(bank: Bank, *, thorough: bool = False) -> int:
    """Seal what was written since the last time, and return how many rows. Where somebody else is sealing, nothing is done.

    `thorough` looks through the whole log of a shared bank for rows that came late, not only as far back as they can have.
    """
    done = 0
    while count := _batch(bank, thorough=thorough):
        done += count
    return done


def seal_quietly(bank: Bank) -> int:
    """The same beside other work: a bank that is full, busy or only to be read is sealed another time, and nobody waits."""
    with suppress(AmdeskError), unwaiting(bank):
        return seal(bank) if _pending(bank) else 0
    return 0


@contextmanager
def unwaiting(bank: Bank) -> Iterator[None]:
    """While this lasts SQLite gives up at once where somebody else writes; on PostgreSQL whoever seals waits for nobody anyway."""
    if bank.engine != "sqlite":
        yield
        return
    before = int(value(bank, "pragma busy_timeout") or 0)
    bank.execute("pragma busy_timeout = 0").fetchall()
    try:
        yield
    finally:
        bank.execute(f"pragma busy_timeout = {before:d}").fetchall()


def _pending(bank: Bank) -> bool:
    """Whether a bank of one's own has rows that are not sealed; a shared one is asked in full."""
    if bank.engine != "sqlite":
        return True
    tops = _tops(bank, "")
    return any(int(value(bank, f"select max(id) as top from {c.table}") or 0) > tops[c.table] for c in CHAINED)


def _batch(bank: Bank, *, thorough: bool) -> int:
    with bank.unlogged():
        if bank.engine != "sqlite" and not value(bank, f"select pg_try_advisory_xact_lock({SEALING}) as mine"):
            return 0
        lows, horizon = _settled(bank, thorough=thorough)
        found: list[tuple[Chained, LogRow]] = []
        full = False
        for chained in CHAINED:
            some = list(read(bank, chained, _unsealed(chained.table, lows.get(chained.table, 0))))
            full = full or len(some) > BATCH
            found += [(chained, kept) for kept in some[:BATCH]]
        if found:
            _write(bank, found, f"0:{horizon.partition(':')[2]}" if full and horizon else horizon)
        return len(found)


def _unsealed(table: str, low: int) -> str:
    """Condition on `t`: not sealed, above `low`; one more than a batch, so that it is known whether that was all."""
    under_way = "and n.id is distinct from step_no() " if table == "step" else ""  # it may be dropped, or say more yet
    inner = (
        f"select n.id from {table} n where n.id > {low:d} {under_way}and not exists "
        f"(select 1 from seal_row s where s.tbl = '{table}' and s.row_id = n.id) order by n.id limit {BATCH + 1}"
    )
    return f"t.id in (select id from ({inner}) as next)"


def _settled(bank: Bank, *, thorough: bool) -> tuple[dict[str, int], str]:
    """Up to which key of each table all is sealed that ever will be, and what a seal made now notes for the next.

    SQLite has one writer at a time: nothing comes before what is sealed. On PostgreSQL a key is taken before it is committed:
    a seal notes the oldest transaction that was under way (floor) and the next one to come (horizon). Once a later pass has
    seen all of those end, it has sealed what they left too.
    """
    if bank.engine == "sqlite":
        return _tops(bank, ""), ""
    now = one(
        bank, "select pg_snapshot_xmin(s)::text as low, pg_snapshot_xmax(s)::text as high from pg_current_snapshot() s"
    )
    horizon = f"{now['low']}:{now['high']}" if now else ""
    seals = rows(bank, f"select id, horizon from seal order by id desc limit {LOOKED_BACK}")
    if thorough or not seals:
        return {}, horizon
    floor, _ = _span(seals[0]["horizon"])
    until = next((s["id"] for s in seals[1:] if 0 < _span(s["horizon"])[1] <= floor), None)
    return ({} if until is None else _tops(bank, f"and seal_id <= {until:d}")), horizon


def _span(horizon: str) -> tuple[int, int]:
    """Both numbers of a horizon; 0 for what somebody else has written there, so that everything is looked at."""
    low, _, high = horizon.partition(":")
    return (int(low) if low.isdecimal() else 0, int(high) if high.isdecimal() else 0)


def _tops(bank: Bank, condition: str) -> dict[str, int]:
    asked = "select max(row_id) as top from seal_row where tbl = '{}' " + condition
    return {c.table: int(value(bank, asked.format(c.table)) or 0) for c in CHAINED}


def _write(bank: Bank, found: Sequence[tuple[Chained, LogRow]], horizon: str) -> None:
    import secrets  # the same

    made: Row = {
        "uid": bank.new_uid(),
        "at": bank.stamp().isoformat(),
        "actor": bank.actor,
        "account": bank.account,
        "count": len(found),
        "horizon": horizon,
        "prev": last(bank).head,
    }
    sealed = []
    for chained, kept in found:
        salt = secrets.token_hex(16)
        said = digest(salt, kept.says)
        sealed.append((chained.table, kept.id, salt, said, row_hash(chained.table, kept.stays, said)))
    made["head"] = head(made, [hashed for *_, hashed in sealed])
    names, marks = ", ".join(made), ", ".join(f":{n}" for n in made)
    key = int(value(bank, f"insert into seal ({names}) values ({marks}) returning id", **made))
    for start in range(0, len(sealed), 200):  # nothing a user wrote is in these values
        values = ", ".join(
            f"({key:d}, '{table}', {row:d}, '{salt}', '{said}', '{hashed}')"
            for table, row, salt, said, hashed in sealed[start : start + 200]
        )
        bank.execute(f"insert into seal_row (seal_id, tbl, row_id, salt, digest, hash) values {values}")


class Emptied(NamedTuple):
    """Rows without a salt, and what the steps among them say now."""

    rows: frozenset[tuple[str, int]]
    steps: dict[int, str]


def emptied(bank: Bank) -> Emptied:
    """Which sealed rows have lost their words."""
    found = frozenset((r["tbl"], r["row_id"]) for r in rows(bank, "select tbl, row_id from seal_row where salt = ''"))
    keys = ", ".join(str(i) for t, i in sorted(found) if t == "step") or "0"
    return Emptied(found, {k.id: left(k) for k in read(bank, CHAINED[0], f"t.id in ({keys})")})


def left(step: LogRow) -> str:
    """What stands for what an erasure left of a step's words."""
    return _hash(list(step.says or ()))[:32]


def witness(bank: Bank, before: Emptied) -> str:
    """What an erasure says in the log of the rows that lost their words by it: `audit 3,5; step 2=<what is left>`."""
    now = emptied(bank)
    tables = [c.table for c in CHAINED if c.table != "step"]
    lost = {table: sorted(i for t, i in now.rows - before.rows if t == table) for table in tables}
    parts = [f"{table} {','.join(map(str, ids))}" for table, ids in lost.items() if ids]
    steps = [f"{i}={said}" for i, said in sorted(now.steps.items()) if before.steps.get(i) != said]
    return "; ".join([*parts, *([f"step {','.join(steps)}"] if steps else [])])


def witnessed(said: str) -> Emptied:
    """What a witness says."""
    found: set[tuple[str, int]] = set()
    steps: dict[int, str] = {}
    for part in said.split("; "):
        table, _, ids = part.partition(" ")
        for one_of in filter(None, ids.split(",")):
            key, _, rest = one_of.partition("=")
            if key.isdigit():
                found.add((table, int(key)))
                if rest:
                    steps[int(key)] = rest
    return Emptied(frozenset(found), steps)
