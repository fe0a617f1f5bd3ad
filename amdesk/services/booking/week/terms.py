"""Which hours are agreed of an employment, and what was noted of its days: what every question about a week begins from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from amdesk.db.booking import week as db
from amdesk.domain.booking.week.hours import AgreedHours, Terms, usual_week
from amdesk.domain.booking.week.told import PlacedJob
from amdesk.services.bank.work import Work


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


def terms_of(work: Work, job: PlacedJob, agreed: Iterable[AgreedHours] | None = None) -> Terms:
    """What says which hours are agreed; `agreed` where the agreements were read already."""
    found = db.agreements(work.bank, [job.id]).get(job.id, []) if agreed is None else list(agreed)
    return Terms(job.first, job.last, usual_week(job.extent), found, RED)


def many_terms(work: Work, jobs: Iterable[PlacedJob]) -> dict[int, Terms]:
    """The same of several employments, by key, from one question."""
    every = list(jobs)
    found = db.agreements(work.bank, [j.id for j in every])
    return {j.id: Terms(j.first, j.last, usual_week(j.extent), found.get(j.id, []), RED) for j in every}
