"""Matching rounds as they were run: who, when, policy, input and result, for later questions."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from amdesk.db.port import Bank, Row, insert, one, rows, update
from amdesk.db.sql import LIVE


def add(bank: Bank, ref: str, on: date, period: tuple[date, date], policy: Any, asked: Any, result: Any) -> int:
    """Keep a round. Inside the caller's write()."""
    return insert(
        bank,
        "round",
        ref=ref,
        on_date=on,
        from_date=period[0],
        to_date=period[1],
        policy=_json(policy),
        asked=_json(asked),
        result=_json(result),
    )


def accepted(bank: Bank, ref: str, count: int) -> None:
    """Note that proposals of a round became bookings. Inside the caller's write()."""
    kept = one(bank, f"select id, accepted from round where ref = :ref and {LIVE}", ref=ref)
    if kept:
        update(bank, "round", kept["id"], accepted=kept["accepted"] + count)


def latest(bank: Bank, limit: int = 50) -> list[Row]:
    """Rounds, newest first, with who ran each: ref, on_date, actor, from_date, to_date, policy, result, accepted."""
    found = rows(
        bank,
        "select r.*, (select s.actor from audit a join step s on s.id = a.step_id where a.tbl = 'round' and a.row_id = r.id "
        f"order by a.id limit 1) as actor from round r where r.{LIVE} order by r.id desc limit :limit",
        limit=limit,
    )
    documents, days = ("policy", "asked", "result"), ("on_date", "from_date", "to_date")
    return [
        r | {name: json.loads(r[name]) for name in documents} | {name: date.fromisoformat(r[name]) for name in days}
        for r in found
    ]


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, default=str)


def key(bank: Bank, ref: str) -> int | None:
    """The row of a round by its reference; None for no reference."""
    found = one(bank, f"select id from round where ref = :ref and {LIVE}", ref=ref) if ref else None
    return found["id"] if found else None
