"""Whether the log is as it was sealed: what was changed, taken away, put in or reordered, said row by row."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping

from amdesk.db.catalogue import LOGGED
from amdesk.db.engine import lost
from amdesk.db.engine.chain import (
    CHAINED,
    RESTORED,
    Chained,
    LogHead,
    LogRow,
    digest,
    head,
    last,
    left,
    read,
    row_hash,
)
from amdesk.db.port import Bank, rows, value
from amdesk.db.schema import UNDETAILED_REASONS
from amdesk.domain.texts import N_, Text, text

AT_ONCE = 2000
"""Rows that are read at a time."""
NAMED = 20
"""Faults that are said one by one."""


def faults(bank: Bank) -> list[Text]:
    """Everything in the log that is not as it was sealed; empty where all holds. Rows that nobody has sealed yet prove nothing."""
    if not bank.columns("seal"):
        return []
    with bank.read():  # whoever works meanwhile is no forger
        found = [
            *_links(bank),
            *_between(bank),
            *_rows(bank),
            *_put_in(bank),
            *_ends(bank),
            *_undone(bank),
            *_papers(bank),
            *_contents(bank),
        ]
    if len(found) > NAMED:
        more = text(N_("and {count} more faults of the log"), count=len(found) - NAMED)
        return [*found[:NAMED], more]
    return found


def follows(bank: Bank, seen: LogHead) -> bool:
    """Whether the log still holds what it held when this head was noted, in a copy or on paper."""
    if not seen.seal:
        return True
    return bool(value(bank, "select head from seal where id = :id", id=seen.seal) == seen.head)


def parted(bank: Bank, copy: Bank) -> int | None:
    """The last seal of a copy of the bank, where the bank does not have it and no restore since what both have says why."""
    if not copy.columns("seal") or follows(bank, seen := last(copy)):
        return None
    own = {r["id"]: r["head"] for r in rows(bank, "select id, head from seal")}
    both = max((r["id"] for r in rows(copy, "select id, head from seal") if own.get(r["id"]) == r["head"]), default=0)
    said = value(
        bank,
        "select count(*) as n from access_log l left join seal_row s on s.tbl = 'access_log' and s.row_id = l.id "
        f"where l.what = '{RESTORED}' and coalesce(s.seal_id, :both + 1) > :both",
        both=both,
    )
    return None if said else seen.seal


def _links(bank: Bank) -> Iterator[Text]:
    """Each seal follows the one before and stands over its rows in their order."""
    before, hashes = "", _hashes(bank)
    for seal in rows(bank, "select * from seal order by id"):
        if seal["prev"] != before:
            yield text(
                N_(
                    "Log, seal {number} ({at}): it does not follow the seal before it. Seals were removed, put in or reordered."
                ),
                number=seal["id"],
                at=seal["at"][:16],
            )
        mine = hashes.pop(seal["id"], [])
        if seal["count"] != len(mine) or head(seal, mine) != seal["head"]:
            yield text(
                N_(
                    "Log, seal {number} ({at}): it does not hold. The seal or its rows were changed, removed or reordered."
                ),
                number=seal["id"],
                at=seal["at"][:16],
            )
        before = seal["head"]
    if hashes:
        yield text(N_("Log: {count} seals are gone, and what they stood over is not."), count=len(hashes))


def _between(bank: Bank) -> Iterator[Text]:
    """A file gives each seal the next number. One that is left out was taken away, though all it stood over was sealed anew
    since; of a shared bank's seals, which know a horizon, some numbers are never used."""
    number, own = 0, True
    for seal in rows(bank, "select id, horizon from seal order by id"):
        if seal["id"] != number + 1 and own and not seal["horizon"]:
            yield text(
                N_("Log: seals {first} to {last} are gone, and what they stood over may have been changed."),
                first=number + 1,
                last=seal["id"] - 1,
            )
        number, own = seal["id"], not seal["horizon"]


def _hashes(bank: Bank) -> dict[int, list[str]]:
    """By seal what it holds of its rows; a row that stands among those of another seal is none of its own."""
    out: dict[int, list[str]] = {}
    top = 0
    for r in rows(bank, "select seal_id, hash from seal_row order by id"):
        out.setdefault(r["seal_id"], []).append(r["hash"] if r["seal_id"] >= top else "")
        top = max(top, r["seal_id"])
    return out


def _rows(bank: Bank) -> Iterator[Text]:
    """Each row is what its seal says of it."""
    erasures = lost.erasures(bank)
    for chained in CHAINED:
        low = 0
        while sealed := rows(
            bank,
            f"select row_id, salt, digest, hash from seal_row where tbl = '{chained.table}' and row_id > :low "
            f"order by row_id limit {AT_ONCE}",
            low=low,
        ):
            first, low = sealed[0]["row_id"], sealed[-1]["row_id"]
            found = {k.id: k for k in read(bank, chained, f"t.id between {first:d} and {low:d}")}
            for one in sealed:
                if (said := _fault(chained, one, found.get(one["row_id"]), erasures)) is not None:
                    yield text(said, table=chained.table, row=one["row_id"])


GONE = N_("Log, {table} row {row}: it is gone.")
CHANGED = N_("Log, {table} row {row}: who, when or what was changed.")
SAID = N_("Log, {table} row {row}: its words were changed or taken away.")
UNERASED = N_("Log, {table} row {row}: its words are gone, and no erasure says so.")


def _fault(chained: Chained, sealed: Mapping[str, str], found: LogRow | None, erasures: lost.Erasures) -> str | None:
    if found is None:
        return GONE
    if row_hash(chained.table, found.stays, sealed["digest"]) != sealed["hash"]:
        return CHANGED
    if sealed["salt"] or not sealed["digest"]:
        return None if digest(sealed["salt"], found.says) == sealed["digest"] else SAID
    if found.id not in erasures.words[chained.table]:
        return UNERASED
    if chained.table == "step":
        return None if left(found) == erasures.steps.get(found.id) else SAID
    return SAID if any(found.says or ()) else None


def _put_in(bank: Bank) -> Iterator[Text]:
    """Rows below what is sealed that no seal stands over. On a shared bank such ones come late and are sealed then."""
    known = ", ".join(f"'{c.table}'" for c in CHAINED)
    if strange := value(bank, f"select count(*) as n from seal_row where tbl not in ({known})"):
        yield text(N_("Log, {table}: {count} rows were put in afterwards."), table="seal_row", count=strange)
    if bank.engine != "sqlite":
        return
    for chained in CHAINED:
        count = value(
            bank,
            f"select count(*) as n from {chained.table} t where t.id < (select max(row_id) from seal_row where tbl = '{chained.table}') "
            f"and not exists (select 1 from seal_row s where s.tbl = '{chained.table}' and s.row_id = t.id)",
        )
        if count:
            yield text(N_("Log, {table}: {count} rows were put in afterwards."), table=chained.table, count=count)
    loose = value(bank, "select count(*) as n from audit_value where audit_id not in (select id from audit)")
    if loose:
        yield text(N_("Log, {table}: {count} rows were put in afterwards."), table="audit_value", count=loose)


def _ends(bank: Bank) -> Iterator[Text]:
    """The last key that was given out is that of the last row: none is ever taken back. (Of steps those that did nothing are.)"""
    if bank.engine != "sqlite":
        return
    for table in ("audit", "access_log", "document", "seal", "seal_row"):
        found = rows(
            bank,
            f"select coalesce((select max(id) from {table}), 0) as top, "
            "coalesce((select seq from sqlite_sequence where name = :t), 0) as given",
            t=table,
        )[0]
        if found["top"] != found["given"]:
            yield text(N_("Log, {table}: its last rows are gone."), table=table)


def _undone(bank: Bank) -> Iterator[Text]:
    """A step is taken back by one that says so, and by nothing else."""
    by = {r["of_step"] for r in rows(bank, "select of_step from step where of_step is not null")}
    undone = {r["id"] for r in rows(bank, "select id from step where state = 'undone'")}
    for key in sorted(by - undone):
        yield _not_as(key)
    for key in sorted(undone - by):  # taking back what had changed nothing once left no step
        changed = value(
            bank,
            "select 1 as one from audit a join audit_value v on v.audit_id = a.id where a.step_id = :id "
            "and (v.before is null or v.before <> v.after) limit 1",
            id=key,
        )
        if changed:
            yield _not_as(key)


def _not_as(step: int) -> Text:
    said = N_("Log, {table} row {row}: whether it was taken back is not as the log has it.")
    return text(said, table="step", row=step)


ALTERED = N_("The bank, document {row}: its content is not what was kept.")
TAKEN_OUT = N_("The bank, document {row}: its content is gone, and no erasure says so.")


def _papers(bank: Bank) -> Iterator[Text]:
    """What each document holds is what its digest says; nothing is left of those of whoever was erased."""
    import hashlib  # as in the chain

    hers = lost.papers(bank, lost.emptied_people(bank))
    for row in rows(bank, "select id, sha256 from document order by id"):
        content = str(value(bank, "select content from document where id = :id", id=row["id"]) or "")
        if not content:
            if row["id"] not in hers:
                yield text(TAKEN_OUT, row=row["id"])
        elif hashlib.sha256(_plain(content)).hexdigest() != row["sha256"]:
            yield text(ALTERED, row=row["id"])


def _plain(content: str) -> bytes:
    """The bytes of a document; none where somebody has made it unreadable."""
    try:
        return base64.b64decode(content, validate=True)
    except ValueError:
        return b""


UNASKED = frozenset(("end_reasons", *reason) for reason in UNDETAILED_REASONS)
"""What migrations have added, which is no user's step: list, code, its names and its group."""


def _unasked(table: str, row: Mapping[str, object]) -> bool:
    """Whether a row that no step has put there is one that a migration did, as it did."""
    if table != "code":
        return False
    group = _parsed(str(row["extra"])).get("group")
    return (row["list"], row["code"], row["sv"], row["en"], group) in UNASKED and not row["void"]


def _contents(bank: Bank) -> Iterator[Text]:
    """What stands in the bank is what the log says was last put there, row by row; of what was erased the log says nothing."""
    for table in LOGGED:
        latest = "select max(id) as id from audit where tbl = :t group by row_id"
        logged = {
            r["row_id"]: r["after"]
            for r in rows(
                bank,
                "select a.row_id, v.after from audit a left join audit_value v on v.audit_id = a.id "
                f"where a.tbl = :t and a.id in ({latest})",
                t=table,
            )
        }
        for row in bank.query(f"select * from {table}"):
            if row["id"] not in logged:
                if not _unasked(table, row) and not _is_own(table, row):
                    yield text(PUT_IN, table=table, row=row["id"])
                continue
            after = logged.pop(row["id"])
            said = _parsed(after)
            if any(row[c] != was for c, was in said.items() if c in row) and not _is_own(table, row):
                yield text(MOVED, table=table, row=row["id"])
        for key, after in logged.items():
            if after and not _is_own(table, {"name": "", **_parsed(after)}):
                yield text(TAKEN, table=table, row=key)


PUT_IN = N_("The bank, {table} row {row}: it was put in past the log.")
MOVED = N_("The bank, {table} row {row}: it is not what the log says was last stored.")
TAKEN = N_("The bank, {table} row {row}: it was taken away past the log.")


def _parsed(after: str | None) -> dict[str, object]:
    """A row as the log has it; nothing of one that was erased, or that somebody made unreadable, which is said of the log."""
    try:
        found = json.loads(after or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _is_own(table: str, row: Mapping[str, object]) -> bool:
    """The name by which a bank's backups are known: a copy to another bank is given one of its own."""
    return table == "setting" and row["name"] == "bank_id"
