"""Placements: reading, writing, availability."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from amdesk.db.port import Bank, Row, insert, one, rows, update, value
from amdesk.domain.placement import Availability, Placement, Span, next_day
from amdesk.domain.values import FAR, sort_key, squash

SELECT = "select p.*, o.code as occupation from placement p join occupation o on o.id = p.occupation_id"


def _placement(r: Row) -> Placement:
    return Placement(
        r["id"], r["number"], r["source_id"], r["kind"], r["name"], r["department"], r["district"], r["address"],
        r["postcode"], r["occupation"], r["hours"], r["schedule"], r["pay"], r["language_min"], r["licence"],
        r["background_check"], r["min_age"], tuple(json.loads(r["demands"])), r["other"], r["supervisor"],
        r["supervisor_phone"], r["supervisor_email"], bool(r["shared"]), date.fromisoformat(r["open_from"]),
        date.fromisoformat(r["open_to"]), r["status"], r["comment"], r["flagged"],
    )  # fmt: skip


def get(bank: Bank, placement_id: int) -> Placement | None:
    found = one(bank, f"{SELECT} where p.id = :id", id=placement_id)
    return _placement(found) if found else None


def by_number(bank: Bank, number: str) -> Placement | None:
    """By the bank's own number or by the source system's id."""
    found = one(
        bank,
        f"{SELECT} where p.void = 0 and (p.number = :number or p.source_id = :number) order by p.id limit 1",
        number=number,
    )
    return _placement(found) if found else None


def every(bank: Bank) -> list[Placement]:
    return [_placement(r) for r in bank.query(f"{SELECT} where p.void = 0 order by p.id")]


def availabilities(bank: Bank, since: date, ids: Iterable[int] | None = None) -> dict[int, Availability]:
    """Availability of each placement (or the named ones) from `since` on; earlier loads are left out."""
    only = set(ids) if ids is not None else None
    one_id = next(iter(only)) if only is not None and len(only) == 1 else None
    where = " and placement_id = :pid" if one_id is not None else ""
    params: dict[str, Any] = {"day": since.isoformat()} | ({"pid": one_id} if one_id is not None else {})
    capacity: dict[int, list[Span]] = {}
    loads: dict[int, list[Span]] = {}
    for r in bank.query(
        f"select placement_id as p, from_date as a, to_date as b, places as n from capacity where void = 0 and to_date >= :day{where} order by id",
        params,
    ):
        capacity.setdefault(r["p"], []).append(Span(_day(r["a"]), _day(r["b"]), 100 * r["n"]))
    places = bank.query(
        "select id, open_from, open_to, shared from placement where void = 0" + (" and id = :pid" if where else ""),
        {"pid": one_id} if where else None,
    )
    shared = {
        r["id"]: (bool(r["shared"]), _day(r["open_from"]), _day(r["open_to"]))
        for r in places
        if only is None or r["id"] in only
    }
    for r in bank.query(
        "select placement_id as p, from_date as a, to_date as b, extent as n from booking where void = 0 "
        f"and status in ('reserved', 'booked', 'started') and to_date >= :day{where}", params,
    ):  # fmt: skip
        if r["p"] in shared:
            loads.setdefault(r["p"], []).append(Span(_day(r["a"]), _day(r["b"]), r["n"] if shared[r["p"]][0] else 100))
    return {i: Availability(a, b, capacity.get(i, ()), loads.get(i, ())) for i, (_, a, b) in shared.items()}


DAYS: dict[str, date] = {}


def _day(iso: str) -> date:
    found = DAYS.get(iso)
    if found is None:
        found = DAYS[iso] = date.fromisoformat(iso)
    return found


def next_number(bank: Bank, table: str, letter: str) -> str:
    """The next number people read: P-0001, D-0001. Numbers of void rows are not used again."""
    top = value(
        bank,
        f"select max(cast(substr(number, 3) as integer)) as n from {table} where number like :like",
        like=f"{letter}-%",
    )
    return f"{letter}-{(top or 0) + 1:04d}"


def add(bank: Bank, values: Mapping[str, Any], places: int) -> int:
    """A new placement with its capacity; `values` by column, occupation as `occupation_id`."""
    filled = _filled(bank, values)
    number = next_number(bank, "placement", "P")
    filled["search"] = search_text(number, filled)
    key = insert(bank, "placement", number=number, **filled)
    set_capacity(bank, key, date.fromisoformat(filled["open_from"]), FAR, places, "")
    return key


def change(bank: Bank, placement_id: int, values: Mapping[str, Any], places: int | None = None) -> None:
    """Change columns; `places` gives a new capacity from the placement's opening on, over all earlier rows."""
    kept = one(bank, "select * from placement where id = :id", id=placement_id) or {}
    filled = _filled(bank, values)
    whole = {**kept, **filled}
    filled["search"] = search_text(kept["number"], whole)
    update(bank, "placement", placement_id, **filled)
    if places is not None:
        set_capacity(bank, placement_id, date.fromisoformat(whole["open_from"]), FAR, places, "")


def set_capacity(bank: Bank, placement_id: int, first: date, last: date, places: int, reason: str) -> int:
    """A capacity row; it stands over all earlier rows on its days."""
    end = min(last, FAR - timedelta(1))
    return insert(
        bank, "capacity", placement_id=placement_id, from_date=first.isoformat(), to_date=end.isoformat(),
        next_date=next_day(end).isoformat(), places=places, reason=reason,
    )  # fmt: skip


def closed_periods(bank: Bank, placement_id: int) -> list[Row]:
    return rows(
        bank,
        "select from_date, to_date, reason from capacity where void = 0 and places = 0 and placement_id = :id order by from_date",
        id=placement_id,
    )


def _filled(bank: Bank, values: Mapping[str, Any]) -> dict[str, Any]:
    out = {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}
    if "occupation" in out:
        out["occupation_id"] = value(bank, "select id from occupation where code = :code", code=out.pop("occupation"))
    if "demands" in out:
        out["demands"] = json.dumps(list(out["demands"]))
    if "name" in out:
        out["sort_name"] = sort_key(out["name"])
    return out


def search_text(number: str, values: Mapping[str, Any]) -> str:
    parts = (
        number,
        values.get("source_id"),
        values.get("name"),
        values.get("department"),
        values.get("address"),
        values.get("supervisor"),
    )
    return squash(" ".join(str(p) for p in parts if p))
