"""Which hours are agreed of an employment, and what was noted of its days: what every question about a week begins from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from amdesk.db.bank import settings
from amdesk.db.booking import week as db
from amdesk.domain.booking.week.hours import FULL_TIME_WEEK, AgreedHours, Terms, usual_week
from amdesk.domain.booking.week.told import PlacedJob
from amdesk.services.bank.work import Work

FULL_TIME_SETTING = "full_time_minutes"
"""Minutes of the unit's full-time week, where it is not the usual one."""


@cache
def red_days(year: int) -> frozenset[date]:
    """Public holidays of a year, and the eves that nobody works; Sundays are days like others where they are agreed on."""
    import holidays

    return frozenset(
        holidays.country_holidays("SE", years=[year], include_sundays=False, categories=("public", "de_facto"))
    )


class RedDays(frozenset[date]):
    """Public holidays, looked up by the year of the day that is asked about."""

    __slots__ = ()

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in red_days(day.year)


RED = RedDays()


def full_time(work: Work) -> int:
    """Minutes of the unit's full-time week."""
    said = settings.setting(work.bank, FULL_TIME_SETTING)
    return int(said) if said.isdecimal() else FULL_TIME_WEEK


def terms_of(work: Work, job: PlacedJob, agreed: Iterable[AgreedHours] | None = None) -> Terms:
    """What says which hours are agreed; `agreed` where the agreements were read already."""
    found = db.agreements(work.bank, [job.id]).get(job.id, []) if agreed is None else list(agreed)
    return Terms(job.first, job.last, usual_week(job.extent, full_time(work)), found, RED)


def many_terms(work: Work, jobs: Iterable[PlacedJob]) -> dict[int, Terms]:
    """The same of several employments, by key, from one question."""
    every = list(jobs)
    found, whole = db.agreements(work.bank, [j.id for j in every]), full_time(work)
    return {j.id: Terms(j.first, j.last, usual_week(j.extent, whole), found.get(j.id, []), RED) for j in every}
