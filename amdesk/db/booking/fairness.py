"""How rounds fell out by group, and at which place of what was proposed bookings stood. No row says who booked."""

from __future__ import annotations

import json
from datetime import date

from amdesk.db.port import Bank, tuples
from amdesk.db.sql import LIVE
from amdesk.domain.booking.fairness import GroupShare


def rounds_of(bank: Bank, first: date, last: date) -> list[list[GroupShare]]:
    """The groups of each round run between two days, both included."""
    found = tuples(
        bank,
        f"select followed from round where {LIVE} and on_date between :first and :last order by id",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return [[GroupShare(*share) for share in json.loads(followed)] for (followed,) in found]


def ranks_of(bank: Bank, first: date, last: date) -> list[tuple[int | None, str, str]]:
    """(rank, reason, rules gone past) of each booking made between two days."""
    return [
        (rank, why, codes)
        for rank, why, codes in tuples(
            bank,
            f"select proposed_rank, passed_why, overruled from booking where {LIVE} and made_on between :first and :last order by id",
            first=first.isoformat(),
            last=last.isoformat(),
        )
    ]


def wished_of(bank: Bank, first: date, last: date) -> list[tuple[str, int, str]]:
    """(day made, participant, occupation of the place) of each booking made between two days that was not cancelled."""
    found = tuples(
        bank,
        "select b.made_on, b.participant_id, coalesce(o.code, '') from booking b join placement q on q.id = b.placement_id "
        f"left join occupation o on o.id = q.occupation_id where b.{LIVE} and b.status <> 'cancelled' "
        "and b.made_on between :first and :last order by b.id",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return [(str(day)[:10], person, code) for day, person, code in found]
