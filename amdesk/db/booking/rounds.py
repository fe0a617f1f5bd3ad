"""Matching rounds as they were run: who, when, policy, input and result, for later questions."""

from __future__ import annotations

import json
from datetime import date
from typing import NamedTuple

from amdesk.db.port import Bank, insert, one, rows, update
from amdesk.db.sql import LIVE


def add(
    bank: Bank,
    ref: str,
    on: date,
    period: tuple[date, date],
    policy: object,
    asked: object,
    result: object,
    followed: object = (),
) -> None:
    """Keep a round. Inside the caller's write()."""
    insert(
        bank,
        "round",
        ref=ref,
        on_date=on,
        from_date=period[0],
        to_date=period[1],
        policy=_json(policy),
        asked=_json(asked),
        result=_json(result),
        followed=_json(followed),
    )


def accepted(bank: Bank, ref: str, count: int) -> None:
    """Note that proposals of a round became bookings. Inside the caller's write()."""
    kept = one(bank, f"select id, accepted from round where ref = :ref and {LIVE}", ref=ref)
    if kept:
        update(bank, "round", kept["id"], accepted=kept["accepted"] + count)


class PastRound(NamedTuple):
    """A round as it was kept; people and places stand in it by number."""

    ref: str
    on_date: date
    actor: str
    from_date: date
    to_date: date
    policy: dict[str, object]
    asked: dict[str, object]
    result: dict[str, list[dict[str, object]]]
    """The proposals of the best plan (optimal) and of booking in the order of waiting (first_come)."""
    accepted: int


def latest(bank: Bank, limit: int = 50) -> list[PastRound]:
    """Rounds, newest first, with who ran each."""
    found = rows(
        bank,
        "select r.*, (select s.actor from audit a join step s on s.id = a.step_id where a.tbl = 'round' and a.row_id = r.id "
        f"order by a.id limit 1) as actor from round r where r.{LIVE} order by r.id desc limit :limit",
        limit=limit,
    )
    return [
        PastRound(
            r["ref"],
            date.fromisoformat(r["on_date"]),
            str(r["actor"]),
            date.fromisoformat(r["from_date"]),
            date.fromisoformat(r["to_date"]),
            json.loads(r["policy"]),
            json.loads(r["asked"]),
            json.loads(r["result"]),
            r["accepted"],
        )
        for r in found
    ]


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, default=str)


def key(bank: Bank, ref: str) -> int | None:
    """The row of a round by its reference; None for no reference."""
    found = one(bank, f"select id from round where ref = :ref and {LIVE}", ref=ref) if ref else None
    return found["id"] if found else None
