"""Workshops, actions with their steps, recommendations with what answers them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from amdesk.db.port import Bank, Row, day_of, hold, insert, iso_day, rows, update, value
from amdesk.db.sql import LIVE
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
    found = rows(
        bank, f"select id, ref, on_date, title, roles, words from workshop where {LIVE} order by on_date desc, id desc"
    )
    return [Workshop(r["id"], r["ref"], iso_day(r["on_date"]), r["title"], r["roles"], r["words"]) for r in found]


def actions(bank: Bank) -> list[ImprovementAction]:
    """Those that are open first, by the day they are due; then the others, the latest first."""
    steps = _steps(bank)
    found = rows(bank, f"select * from improvement where {LIVE} order by due, id")
    made = [_action(r, tuple(steps[r["id"]])) for r in found]
    return [a for a in made if a.open] + sorted((a for a in made if not a.open), key=_done, reverse=True)


def _done(a: ImprovementAction) -> tuple[date, int]:
    return a.done_on or a.due, a.id


def _steps(bank: Bank) -> dict[int, list[ActionStep]]:
    out: dict[int, list[ActionStep]] = defaultdict(list)
    for r in rows(
        bank, f"select id, improvement_id, title, who, due, done_on from improvement_step where {LIVE} order by id"
    ):
        out[r["improvement_id"]].append(
            ActionStep(r["id"], r["title"], r["who"], day_of(r["due"]), day_of(r["done_on"]))
        )
    return out


def _action(r: Row, steps: tuple[ActionStep, ...]) -> ImprovementAction:
    return ImprovementAction(
        r["id"],
        r["ref"],
        r["title"],
        r["what"],
        r["owner"],
        iso_day(r["begins"]),
        iso_day(r["due"]),
        r["state"],
        r["report"],
        r["figure"],
        r["caution"],
        r["workshop_id"],
        day_of(r["done_on"]),
        steps,
    )


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
    return [_recommendation(r, links[r["id"]], shown[r["id"]]) for r in found]


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
    for r in rows(
        bank, f"select id, recommendation_id, kind, reference, said, added_on from evidence where {LIVE} order by id"
    ):
        out[r["recommendation_id"]].append(
            ReviewEvidence(r["id"], r["kind"], r["reference"], r["said"], iso_day(r["added_on"]))
        )
    return out


def _recommendation(r: Row, actions: Sequence[int], shown: Sequence[ReviewEvidence]) -> Recommendation:
    return Recommendation(
        r["id"],
        r["ref"],
        r["reviewer"],
        r["review"],
        r["position"],
        r["title"],
        r["words"],
        r["record"],
        iso_day(r["received"]),
        iso_day(r["due"]),
        r["answer"],
        r["not_shown"],
        day_of(r["answered_on"]),
        day_of(r["followed_on"]),
        tuple(actions),
        tuple(shown),
    )
