"""The queues to placements: who stands where since when, and what is taken and free there."""

from __future__ import annotations

from datetime import date

from amdesk.db.port import Bank, Row, hold, insert, iso_day, rows, tuples, update
from amdesk.db.sql import LIVE, TAKING
from amdesk.domain.booking.queue import QueuePlace, state_key
from amdesk.domain.people.masked import Masked
from amdesk.domain.people.masks import HIDDEN

WAITING = f"w.{LIVE} and w.left_on is null and p.{LIVE} and p.merged_into is null"
SELECT = f"""
select w.*, p.name as participant, p.number, p.protection, p.restricted_on, q.name as placement, q.number as placement_number
from queue_place w join participant p on p.id = w.participant_id join placement q on q.id = w.placement_id
where {WAITING}
"""


def waiting(bank: Bank) -> list[QueuePlace]:
    """Everybody who stands in a queue, by placement and turn. Somebody whose records were merged stands once, by the day that
    gives her the earlier turn."""
    found = rows(bank, f"{SELECT} order by q.sort_name, q.id, w.since, w.id")
    out: list[QueuePlace] = []
    turns: dict[int, set[int]] = {}
    for r in found:
        before = turns.setdefault(r["placement_id"], set())
        if r["participant_id"] not in before:
            before.add(r["participant_id"])
            out.append(_place(r, len(before)))
    return out


def _place(r: Row, turn: int) -> QueuePlace:
    who, level = r["participant_id"], r["protection"]
    return QueuePlace(
        r["id"],
        who,
        Masked(r["participant"] or r["number"], who, level),
        r["number"],
        r["placement_id"],
        Masked(r["placement"], who, level, HIDDEN),
        Masked(r["placement_number"], who, level, HIDDEN),
        iso_day(r["since"]),
        r["reason"],
        turn,
        iso_day(r["no_on"]) if r["no_on"] else None,
        r["no_about"],
        r["restricted_on"] is not None,
    )


def places_of(bank: Bank, participant: int, placement: int) -> list[int]:
    """Keys of somebody's places in one queue: several where records were merged."""
    found = tuples(
        bank,
        f"select id from queue_place where participant_id = :p and placement_id = :q and {LIVE} and left_on is null order by id",
        p=participant,
        q=placement,
    )
    return [key for (key,) in found]


def add(bank: Bank, participant: int, placement: int, since: date, reason: str) -> int:
    """Inside the caller's write()."""
    return insert(
        bank, "queue_place", participant_id=participant, placement_id=placement, since=since.isoformat(), reason=reason
    )


def leave(bank: Bank, participant: int, placement: int, on: date, why: str) -> bool:
    """She stands in that queue no more; False where she did not. Inside the caller's write()."""
    found = places_of(bank, participant, placement)
    for key in found:
        update(bank, "queue_place", key, left_on=on.isoformat(), left_why=why)
    return bool(found)


def says_no(bank: Bank, key: int, on: date, about: str) -> None:
    """She said no to what is free now. Inside the caller's write()."""
    hold(bank, "queue_place", key)
    update(bank, "queue_place", key, no_on=on.isoformat(), no_about=about)


def state(bank: Bank, placement: int, today: date) -> str:
    """Stands for everything that decides what is free at a placement from today on."""
    day = today.isoformat()
    taken = tuples(
        bank,
        f"select id, from_date, to_date from booking where placement_id = :q and {LIVE} and status in {TAKING} and to_date >= :day",
        q=placement,
        day=day,
    )
    places = tuples(
        bank,
        f"select 'c', from_date, to_date, places from capacity where placement_id = :q and {LIVE} and to_date >= :day",
        q=placement,
        day=day,
    )
    itself = tuples(bank, "select 'p', status, open_from, open_to from placement where id = :q", q=placement)
    return state_key([*taken, *places, *itself])
