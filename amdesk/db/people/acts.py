"""Which protected people a step touches that whoever takes it has not opened."""

from __future__ import annotations

import json

from amdesk.db.port import Bank, rows
from amdesk.domain.people.deputies import FOR

NO_OPENING = ("deputy", "protection", "restriction")
"""What the log says of a person beside that somebody opened her."""


def unopened(bank: Bank, step: int) -> list[tuple[int, str]]:
    """Key and number of everybody in a step that is not stored yet who was protected before it, and whom the one who takes it has
    not opened with a reason today, by the days of the log (UTC)."""
    marks = ", ".join(f"'{what}'" for what in NO_OPENING)
    found = rows(
        bank,
        "select distinct p.id, p.number from audit a join participant p on p.id = a.participant_id "
        "where a.step_id = :step and p.protection > 0 and not exists (select 1 from access_log l "
        "where l.participant_id = p.id and l.actor = :actor and l.account = :account and l.at >= :since "
        f"and l.why <> '' and l.why not like :stands_in and l.what not in ({marks})) order by p.id",
        step=step,
        actor=bank.actor,
        account=bank.account,
        since=bank.stamp().date().isoformat(),
        stands_in=f"[{FOR}%",
    )
    return [(r["id"], r["number"]) for r in found if not _new(bank, step, r["id"])]


def _new(bank: Bank, step: int, participant_id: int) -> bool:
    """Whether she came, or came to be protected, with this very step."""
    first = next(
        iter(
            rows(
                bank,
                "select a.action, v.before from audit a join audit_value v on v.audit_id = a.id "
                "where a.step_id = :step and a.tbl = 'participant' and a.row_id = :p order by a.id limit 1",
                step=step,
                p=participant_id,
            )
        ),
        None,
    )
    return first is not None and (first["action"] == "insert" or not json.loads(first["before"])["protection"])
