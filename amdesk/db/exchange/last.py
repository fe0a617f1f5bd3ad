"""What a sender's list said last of each person, employment, placement or measure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from amdesk.db.port import Bank, insert_many, tuples, update
from amdesk.db.sql import LIVE


class ListRow(NamedTuple):
    """A row of a list as its sender wrote it last: `said` holds its fields as columns hold them, those alone of which it said
    something. `record` is the key of what it is about, which for a list of people is the person herself."""

    id: int
    sender: str
    person: int | None
    record: int
    said: Mapping[str, object]
    gone_on: date | None
    """Since when the sender's list is without it."""


def list_rows(bank: Bank, kind: str) -> list[ListRow]:
    """Every row of the lists of a kind, the newest last."""
    found = tuples(
        bank,
        f"select id, sender, participant_id, record_id, said, gone_on from list_row where kind = :k and {LIVE} order by id",
        k=kind,
    )
    every = json.loads(
        f"[{','.join([row[4] for row in found])}]"
    )  # thousands at once: half the time of one after the other
    return [
        ListRow(key, sender, person, record, said, date.fromisoformat(gone) if gone else None)
        for (key, sender, person, record, _, gone), said in zip(found, every, strict=True)
    ]


def change_row(bank: Bank, key: int, said: Mapping[str, object]) -> None:
    """What a list says now where it said something before. Inside the caller's write()."""
    update(bank, "list_row", key, said=_written(said), gone_on=None)


def add_rows(
    bank: Bank, kind: str, sender: str, said: Iterable[tuple[tuple[int | None, int], Mapping[str, object]]]
) -> None:
    """What a list says of each person and record for the first time. Inside the caller's write()."""
    insert_many(
        bank,
        "list_row",
        (
            {"kind": kind, "sender": sender, "participant_id": person, "record_id": record, "said": _written(one)}
            for (person, record), one in said
        ),
    )


def _written(said: Mapping[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def missing_since(bank: Bank, keys: Iterable[int], day: date) -> None:
    """Rows that the newest list is without. Inside the caller's write()."""
    for key in keys:
        update(bank, "list_row", key, gone_on=day)


class Absent(NamedTuple):
    """Whom or what a list is without: the person's number, name and protection, and of an employment its reference, place and
    first day; empty where the list is one of people."""

    row: int
    number: str
    name: str
    protection: int
    employment: str
    place: str
    first: date | None


def absent(bank: Bank, rows: Iterable[int]) -> list[Absent]:
    """Of rows of lists, those whose person and employment are still in the bank, by the person's number."""
    wanted = ", ".join(str(int(r)) for r in rows) or "0"
    found = tuples(
        bank,
        "select r.id, p.number, p.name, p.protection, coalesce(e.ref, '') as ref, coalesce(q.name, e.placement_text, '') as place, "
        "e.from_date from list_row r join participant p on p.id = r.participant_id "
        "left join employment e on r.kind = 'employments' and e.id = r.record_id left join placement q on q.id = e.placement_id "
        f"where r.id in ({wanted}) and p.{LIVE} and p.merged_into is null "
        f"and (r.kind <> 'employments' or (e.{LIVE} and e.cancelled = 0)) order by length(p.number), p.number, e.from_date, r.id",
    )
    return [
        Absent(row, number, name, protection, ref, place, date.fromisoformat(first) if first else None)
        for row, number, name, protection, ref, place, first in found
    ]
