"""Who is placed, when she was talked with last and whether she was away: what the day asks of everybody's weeks."""

from __future__ import annotations

from datetime import date

from amdesk.db.port import Bank, iso_day, tuples
from amdesk.db.sql import LIVE, RUNS, last_day
from amdesk.domain.booking.week.told import PlacedJob

TALK = f"n.{LIVE} and n.kind <> 'note'"
"""A note `n` of a talk. Written as the index note_talk has it."""

JOB = f"select e.id, e.participant_id, e.from_date, {last_day('e')} as last, e.extent from employment e"


def job_of(found: tuple[int, int, str, str | None, int]) -> PlacedJob:
    key, who, first, last, extent = found
    return PlacedJob(key, who, iso_day(first), iso_day(last) if last else None, extent)


def running_jobs(bank: Bank, day: date) -> list[PlacedJob]:
    """Employments under way on a day, begun and started."""
    return [job_of(r) for r in tuples(bank, f"{JOB} where {RUNS} order by e.id", day=day.isoformat())]


def last_talks(bank: Bank, day: date) -> dict[int, date]:
    """The latest talk since the start of each employment under way, by employment."""
    found = tuples(
        bank,
        "select e.id, max(n.on_date) as latest from employment e join note n on n.participant_id = e.participant_id "
        f"and {TALK} and n.on_date >= e.from_date and n.on_date <= :day where {RUNS} group by e.id",
        day=day.isoformat(),
    )
    return {key: iso_day(latest) for key, latest in found}


def away_since(bank: Bank, since: date) -> list[int]:
    """Employments with an absence of a kind that nobody had granted, noted of a day since then."""
    found = tuples(
        bank,
        f"select distinct w.employment_id from workday w where w.{LIVE} and w.code in ('sick', 'child', 'unexcused') "
        "and w.on_date >= :since order by w.employment_id",
        since=since.isoformat(),
    )
    return [key for (key,) in found]
