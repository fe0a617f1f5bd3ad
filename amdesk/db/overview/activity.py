"""Demands of activity, and the days of modules that somebody is enrolled in."""

from __future__ import annotations

from datetime import date

from amdesk.db.port import Bank, day_of, insert, iso_day, rows, tuples, update
from amdesk.db.sql import LIVE
from amdesk.domain.overview.activity import ActivityDemand


def demands(bank: Bank, participant: int) -> list[ActivityDemand]:
    """By their first day."""
    found = rows(
        bank,
        "select id, participant_id, from_date, to_date, minutes, decided_on, decided_by, decision from activity_demand "
        f"where {LIVE} and participant_id = :p order by from_date, id",
        p=participant,
    )
    return [
        ActivityDemand(
            id=r["id"],
            participant_id=r["participant_id"],
            from_date=iso_day(r["from_date"]),
            to_date=day_of(r["to_date"]),
            minutes=r["minutes"],
            decided_on=iso_day(r["decided_on"]),
            decided_by=r["decided_by"],
            decision=r["decision"],
        )
        for r in found
    ]


def add_demand(bank: Bank, values: dict[str, object]) -> int:
    """Inside the caller's write()."""
    return insert(bank, "activity_demand", **values)


def change_demand(bank: Bank, demand: int, **values: object) -> None:
    """Inside the caller's write()."""
    update(bank, "activity_demand", demand, **values)


def module_days(bank: Bank, participant: int, first: date, last: date) -> list[tuple[date, str, str, str]]:
    """(day, from, to, what was noted or nothing) of each occasion of modules while somebody is, or was, enrolled: from the day that
    she was enrolled on, until the day that she interrupted it on, and whatever was noted of her."""
    found = tuples(
        bank,
        "select o.on_date, o.from_time, o.to_time, coalesce(a.state, '') as state from enrolment e "
        f"join module_occasion o on o.module_id = e.module_id and o.{LIVE} "
        f"left join attendance a on a.enrolment_id = e.id and a.occasion_id = o.id and a.{LIVE} "
        f"where e.{LIVE} and e.participant_id = :p and (e.status = 'completed' or a.id is not null "
        "or (e.status = 'enrolled' and o.on_date >= e.on_date) or (e.status = 'interrupted' and o.on_date <= e.on_date)) "
        "and o.on_date between :first and :last order by o.on_date, o.from_time",
        p=participant,
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return [(iso_day(day), begin, end, state) for day, begin, end, state in found]
