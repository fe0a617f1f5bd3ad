"""What a unit has seen, counted: how many were referred who asked for the same, how often a place was begun. Nobody is in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from amdesk.db.port import Bank, rows, value
from amdesk.db.sql import LIVE, TAKING
from amdesk.domain.booking.ahead import Asks, Referred
from amdesk.domain.people.participant import NeedList

COUNTED = f"p.{LIVE} and p.merged_into is null and p.restricted_on is null and p.registered_on between :first and :last"
"""Referrals of a period. Who may only be stored (GDPR art. 18) is not counted."""
HOME = "case when p.protection = 0 then p.district else '' end"
ASKED = f"p.wishes, p.needs, p.language, p.licence, p.extent, {HOME}, p.max_travel"


def referred(bank: Bank, first: date, last: date) -> list[Referred]:
    """How many were referred on these days, by what they asked for. Of protected people where they live is left out."""
    sql = (
        f"select p.wishes, p.needs, p.language, p.licence, p.extent, {HOME} as district, p.max_travel, count(*) as n "
        f"from participant p where {COUNTED} group by {ASKED} order by {ASKED}"
    )
    return [Referred(_asks(r), int(r["n"])) for r in rows(bank, sql, first=first.isoformat(), last=last.isoformat())]


def _asks(r: Mapping[str, object]) -> Asks:
    needs = NeedList().read(r["needs"])
    minutes, extent = r["max_travel"], r["extent"]
    return Asks(
        tuple(json.loads(str(r["wishes"]))),
        needs if isinstance(needs, tuple) else (),
        str(r["language"]),
        str(r["licence"]),
        extent if isinstance(extent, int) else 100,
        str(r["district"]),
        minutes if isinstance(minutes, int) else None,
    )


def count_referred(bank: Bank, first: date, last: date) -> int:
    """How many were referred on these days."""
    return int(
        value(
            bank,
            f"select count(*) as n from participant p where {COUNTED}",
            first=first.isoformat(),
            last=last.isoformat(),
        )
    )


def first_referral(bank: Bank, first: date, last: date) -> date | None:
    """The first day in a period on which anybody was referred."""
    sql = f"select min(p.registered_on) as day from participant p where {COUNTED}"
    found = value(bank, sql, first=first.isoformat(), last=last.isoformat())
    return date.fromisoformat(found) if found else None


def begun(bank: Bank, first: date, last: date) -> dict[int, int]:
    """How often a place was begun on these days, by the placement's key; bookings that were cancelled are no beginnings."""
    sql = (
        f"select b.placement_id, count(*) as n from booking b where b.{LIVE} and b.status in ('started', 'ended') "
        "and b.from_date between :first and :last group by b.placement_id order by b.placement_id"
    )
    return {
        int(r["placement_id"]): int(r["n"]) for r in rows(bank, sql, first=first.isoformat(), last=last.isoformat())
    }


def booked(bank: Bank, first: date, last: date) -> list[tuple[int, int, date]]:
    """(person, placement, first day) of the bookings that were made on these days, last till then and stand."""
    sql = (
        f"select b.participant_id, b.placement_id, b.from_date from booking b where b.{LIVE} "
        f"and b.status in {TAKING} and b.made_on between :first and :last and b.to_date >= :last order by b.id"
    )
    found = rows(bank, sql, first=first.isoformat(), last=last.isoformat())
    return [(int(r["participant_id"]), int(r["placement_id"]), date.fromisoformat(r["from_date"])) for r in found]
