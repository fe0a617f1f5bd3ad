"""Profiles in use: who was assessed with which version, and how far an occupation has come."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from amdesk.db.port import Bank, tuples, update
from amdesk.db.sql import LIVE, last_day


def employments_assessed(bank: Bank) -> dict[tuple[str, int], int]:
    """How many employments were assessed with each version: by occupation and version."""
    found = tuples(
        bank,
        "select o.code, p.version, count(distinct a.employment_id) as employments from assessment a join profile p on p.id = a.profile_id "
        f"join occupation o on o.id = p.occupation_id where a.{LIVE} group by o.code, p.version",
    )
    return {(code, version): count for code, version, count in found}


class RunningJobs(NamedTuple):
    """Employments of an occupation that run, and how many of them were assessed."""

    running: int
    assessed: int


def running(bank: Bank, day: date) -> dict[str, RunningJobs]:
    """By occupation, those that run on a day."""
    found = tuples(
        bank,
        "select o.code, count(*) as employments, "
        f"sum(case when exists (select 1 from assessment a where a.employment_id = e.id and a.{LIVE}) then 1 else 0 end) as assessed "
        "from employment e join occupation o on o.id = e.occupation_id "
        f"where e.{LIVE} and e.from_date <= :day and {last_day('e')} >= :day group by o.code",
        day=day.isoformat(),
    )
    return {code: RunningJobs(jobs, int(assessed)) for code, jobs, assessed in found}


def put_in_use(bank: Bank, profile_id: int, since: date) -> None:
    """Inside the caller's write()."""
    update(bank, "profile", profile_id, state="in_use", in_use_from=since)


def retire(bank: Bank, profile_id: int) -> None:
    """Inside the caller's write()."""
    update(bank, "profile", profile_id, state="retired")
