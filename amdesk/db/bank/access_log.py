"""Who has looked: a row for whoever opened a record, read together with what was changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from amdesk.db.bank.history import LoggedStep, said_again
from amdesk.db.engine.journal import Unlogged
from amdesk.db.port import Bank, insert, one, rows, tuples


class LoggedAccess(NamedTuple):
    """Somebody read (`what` is the code of it, `step` is None) or changed (`step` is what was done) something."""

    at: str
    actor: str
    account: str
    what: str
    number: str | None
    why: str
    step: LoggedStep | None
    name: str = ""
    """Whose it was; empty of whoever is protected."""
    words: str = ""
    """What was searched with."""


def log_read(bank: Bank, what: str, participant_id: int | None, why: str = "", words: str = "") -> None:
    """Note that somebody opened a person's record (GDPR art. 32; facts on protected identities). Log first, show after.

    `words` are what was asked with, in which a name may stand: they go when whoever they name is erased.
    """
    with bank.unlogged():
        bank.execute(
            "insert into access_log (uid, at, actor, account, what, participant_id, why, words) "
            "values (:uid, :at, :actor, :account, :what, :pid, :why, :words)",
            {
                "uid": bank.new_uid(),
                "at": bank.stamp().isoformat(),
                "actor": bank.actor,
                "account": bank.account,
                "what": what,
                "pid": participant_id,
                "why": why,
                "words": words,
            },
        )


def deliver(bank: Bank, found: Sequence[Unlogged], what: str) -> int:
    """Openings that were noted beside the bank come into the log with the moment and the user of then, each once, and a row under
    `what` that says how many did. Returns how many."""
    with bank.unlogged():
        new = [row for row in found if one(bank, "select id from access_log where uid = :uid", uid=row.uid) is None]
        for row in new:
            insert(bank, "access_log", **row._asdict(), words="")
        if new:
            log_read(bank, what, None, str(len(new)))
    return len(new)


NAME_SEEN = "case when p.protection = 0 and p.merged_into is null then p.name else '' end"
"""A participant's name, where it may be seen."""


def access_rows(bank: Bank, participant_id: int | None = None, limit: int = 1000) -> list[LoggedAccess]:
    """Reads and changes, newest first, of one person or of all.

    Those of records merged into hers are hers.
    """
    hers = rows(bank, "select id from participant where id = :pid or merged_into = :pid", pid=participant_id)
    whose = ", ".join(str(r["id"]) for r in hers) or "0"
    found = tuples(
        bank,
        "select l.at, l.actor, l.account, l.what, p.number, l.why, 0 as step, '{}' as params, '' as kind, '' as state, "
        f"{NAME_SEEN} as name, l.id as row_order, l.words from access_log l "
        f"left join participant p on p.id = l.participant_id where (:pid is null or l.participant_id in ({whose})) "
        "union all select s.at, s.actor, s.account, s.what, p.number, '' as why, s.id, s.params, s.kind, s.state, "
        f"{NAME_SEEN}, a.id, '' as words from audit a join step s on s.id = a.step_id left join participant p on p.id = a.participant_id "
        f"where a.participant_id is not null and (:pid is null or a.participant_id in ({whose})) order by at desc, row_order desc limit :limit",
        pid=participant_id,
        limit=limit,
    )
    return [_access(r) for r in found]


def _access(row: tuple[Any, ...]) -> LoggedAccess:  # type: ignore[explicit-any]  # a column's type is the engine's
    at, actor, account, what, number, why, step, params, kind, state, name = row[:11]
    taken = (
        LoggedStep(step, at, actor, account, said_again(what, json.loads(params)), kind, state == "undone", 0)
        if step
        else None
    )
    return LoggedAccess(at, actor, account, what, number, why, taken, name, row[12])
