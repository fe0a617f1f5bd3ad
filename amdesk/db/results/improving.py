"""Workshops, actions with their steps, recommendations with what answers them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from amdesk.db.port import Bank, Row, hold, insert, rows, update, value
from amdesk.db.sql import LIVE
from amdesk.domain.record import made
from amdesk.domain.results.improving import ActionStep, ImprovementAction, Workshop
from amdesk.domain.results.reviewing import Recommendation, ReviewEvidence

Values = Mapping[str, Any]  # type: ignore[explicit-any]  # what a row holds


def next_ref(bank: Bank, table: str, letter: str) -> str:
    """A-007: the next of its kind; of one that was undone it is not used again. Inside a write()."""
    bank.one_at_a_time()
    said = value(bank, f"select ref from {table} order by id desc limit 1")
    return f"{letter}-{int(said.split('-')[1]) + 1 if said else 1:03}"


def workshops(bank: Bank) -> list[Workshop]:
    """The newest first."""
    return [
        made(Workshop, r) for r in rows(bank, f"select * from workshop where {LIVE} order by on_date desc, id desc")
    ]


def actions(bank: Bank) -> list[ImprovementAction]:
    """Those that are open first, by the day they are due; then the others, the latest first."""
    steps = _steps(bank)
    found = rows(bank, f"select * from improvement where {LIVE} order by due, id")
    every = [made(ImprovementAction, {**r, "steps": tuple(steps[r["id"]])}) for r in found]
    return [a for a in every if a.open] + sorted((a for a in every if not a.open), key=_done, reverse=True)


def _done(a: ImprovementAction) -> tuple[date, int]:
    return a.done_on or a.due, a.id


def _steps(bank: Bank) -> dict[int, list[ActionStep]]:
    out: dict[int, list[ActionStep]] = defaultdict(list)
    for r in rows(bank, f"select * from improvement_step where {LIVE} order by id"):
        out[r["improvement_id"]].append(made(ActionStep, r))
    return out


def add(bank: Bank, table: str, values: Values) -> int:
    """Inside the caller's write()."""
    return insert(bank, table, **values)


def change(bank: Bank, table: str, key: int, values: Values) -> None:
    """Inside the caller's write()."""
    update(bank, table, key, **values)


def held(bank: Bank, table: str, key: int) -> Row | None:
    """A row kept from others until the transaction ends; None where it was taken away. Inside a write()."""
    found = hold(bank, table, key)
    return None if found is None or found["void"] else found


def untie(bank: Bank, recommendation: int, action: int) -> bool:
    """Whether there was such a tie to take away. Inside the caller's write()."""
    found = value(
        bank,
        f"select id from recommendation_action where recommendation_id = :r and improvement_id = :a and {LIVE}",
        r=recommendation,
        a=action,
    )
    if found is not None:
        update(bank, "recommendation_action", found, void=1)
    return found is not None


def recommendations(bank: Bank) -> list[Recommendation]:
    """Review by review, those received last first, each in the review's own order."""
    links, shown = _links(bank), _evidence(bank)
    found = rows(
        bank, f"select * from recommendation where {LIVE} order by received desc, reviewer, review, position, id"
    )
    return [
        made(Recommendation, {**r, "actions": tuple(links[r["id"]]), "evidence": tuple(shown[r["id"]])}) for r in found
    ]


def _links(bank: Bank) -> dict[int, list[int]]:
    out: dict[int, list[int]] = defaultdict(list)
    for r in rows(
        bank,
        "select l.recommendation_id, l.improvement_id from recommendation_action l join improvement i on i.id = l.improvement_id "
        f"where l.{LIVE} and i.{LIVE} order by l.id",
    ):
        out[r["recommendation_id"]].append(r["improvement_id"])
    return out


def _evidence(bank: Bank) -> dict[int, list[ReviewEvidence]]:
    out: dict[int, list[ReviewEvidence]] = defaultdict(list)
    for r in rows(bank, f"select * from evidence where {LIVE} order by id"):
        out[r["recommendation_id"]].append(made(ReviewEvidence, r))
    return out
