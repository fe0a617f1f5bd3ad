"""Which protected people a step touches that whoever takes it has not opened."""

from __future__ import annotations

import json
from collections.abc import Iterable

from amdesk.db.port import Bank, rows
from amdesk.domain.clock import began
from amdesk.domain.people.deputies import FOR

NO_OPENING = ("asked", "deputy", "despite", "export_access_log", "log_search", "protection", "refused", "restriction")
"""What the log says of a person beside that somebody opened her: what stands under Why is no reason for that."""

_MARKS = ", ".join(f"'{what}'" for what in NO_OPENING)
OPENED = (
    "exists (select 1 from access_log l where l.participant_id = p.id and l.actor = :actor and l.account = :account "
    f"and l.at >= :since and l.why <> '' and l.why not like :stands_in and l.what not in ({_MARKS}))"
)


def unopened(bank: Bank, step: int) -> list[tuple[int, str]]:
    """Key and number of everybody in a step that is not stored yet who was protected before it, and whom the one who takes it has
    not opened with a reason today, as the day is on the wall."""
    found = rows(
        bank,
        "select distinct p.id, p.number from audit a join participant p on p.id = a.participant_id "
        f"where a.step_id = :step and p.protection > 0 and not {OPENED} order by p.id",
        step=step,
        **_mine(bank),
    )
    return [(r["id"], r["number"]) for r in found if not _new(bank, step, r["id"])]


def not_opened(bank: Bank, keys: Iterable[int]) -> list[int]:
    """Those of these people who are protected, and whom the one who acts has not opened with a reason today."""
    listed = ", ".join(map(str, keys)) or "0"
    found = rows(
        bank,
        f"select p.id from participant p where p.id in ({listed}) and p.protection > 0 and not {OPENED} order by p.id",
        **_mine(bank),
    )
    return [r["id"] for r in found]


def _mine(bank: Bank) -> dict[str, object]:
    since = began(bank.stamp()).isoformat()
    return {"actor": bank.actor, "account": bank.account, "since": since, "stands_in": f"[{FOR}%"}


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
