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
