"""What the law forbids at work to somebody under 18: a stop that no reason passes.

Source: the Work Environment Authority's provisions on minors, AFS 2023:2 chapter 8 (before 2025: AFS 2012:3), with the
Work Environment Act (1977:1160) chapter 5. Only what is forbidden whatever else holds is a stop here; what asks for more than the
bank knows (whether compulsory school is done, breaks, rest, other employers' hours) is said as a warning.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from amdesk.domain.booking.bookings import ADULT, Check
from amdesk.domain.people.identity import age_on
from amdesk.domain.people.vocabulary import VOCABULARY
from amdesk.domain.people.wording import stated
from amdesk.domain.places.placement import Placement
from amdesk.domain.places.schedule import read_schedule
from amdesk.domain.texts import N_, Text, text

SCHOOL_AGE: Final = 16
LEAST_AGE: Final = 13


class MinorHours(NamedTuple):
    """The widest hours that are allowed: minutes after midnight, and hours a week."""

    first: int
    last: int
    week: int


HOURS: Final = {
    SCHOOL_AGE: MinorHours(6 * 60, 20 * 60, 35),
    ADULT: MinorHours(6 * 60, 23 * 60, 40),
}
"""By the age below which they hold. From 16 the day is 06-22 or 07-23; a week of school leaves the younger 12 hours, not 35."""


def minor_stops(born: date | None, placement: Placement, extent: int, first_day: date) -> tuple[Check, ...]:
    """What forbids somebody under 18 on the first day to work there; empty for anybody else, and where no birth date is known.

    `extent` is in percent of full time.
    """
    if born is None:
        return ()
    age = age_on(born, first_day)
    if age >= ADULT:
        return ()
    return _stops(age, placement.demands, placement.schedule, placement.hours * extent // 100)


@lru_cache(maxsize=4096)
def _stops(age: int, demands: tuple[str, ...], schedule: str, week: int) -> tuple[Check, ...]:
    if age < LEAST_AGE:
        return (_stop("MINOR_AGE", text(N_("Under {age}: such work is not allowed"), age=LEAST_AGE)),)
    young, known = age < SCHOOL_AGE, stated(demands)
    out = []
    for entry in VOCABULARY:
        limits = [n for n in (entry.minors, entry.children if young else None) if n is not None]
        if limits and entry.id in known and known[entry.id][0] >= min(limits):
            under = ADULT if entry.minors is not None and known[entry.id][0] >= entry.minors else SCHOOL_AGE
            out.append(
                _stop("MINOR_TASK", text(N_("Not allowed under {age}: {task}"), age=under, task=Text(entry.name)))
            )
    return (*out, *_hours(HOURS[SCHOOL_AGE if young else ADULT], SCHOOL_AGE if young else ADULT, schedule, week))


def _hours(allowed: MinorHours, under: int, schedule: str, week: int) -> list[Check]:
    hours, out = read_schedule(schedule), []
    early = hours.earliest_start is not None and hours.earliest_start < allowed.first
    late = hours.latest_end is not None and hours.latest_end > (
        allowed.last if under == SCHOOL_AGE or (hours.earliest_start or 0) >= 7 * 60 else 22 * 60
    )
    if early or late:
        out.append(
            _stop("MINOR_HOURS", text(N_("Not allowed under {age}: work at {hours}"), age=under, hours=schedule))
        )
    if week > 100 * allowed.week:
        said = N_("Not allowed under {age}: more than {hours} hours a week")
        out.append(_stop("MINOR_WEEK", text(said, age=under, hours=allowed.week)))
    return out


def _stop(code: str, said: Text) -> Check:
    return Check(code, "stop", text(N_("{sentence} (AFS 2023:2 chapter 8)"), sentence=said))


def allowed_from(born: date, placement: Placement, extent: int, since: date) -> date:
    """The first day from `since` on which nothing forbids the work: a birthday, or `since` itself."""
    days = (since, *(max(since, birthday(born, age)) for age in (LEAST_AGE, SCHOOL_AGE)))
    grown = max(since, birthday(born, ADULT))
    return next((day for day in days if not minor_stops(born, placement, extent, day)), grown)


def birthday(born: date, age: int) -> date:
    """The first day on which somebody is `age` years old; born on 29 February, that is 1 March in common years."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)
