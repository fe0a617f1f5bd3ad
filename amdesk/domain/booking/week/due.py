"""What a placed person's week asks somebody to do: the next talk, a day that is not noted, the first day of an absence, day 8."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.domain.booking.week.hours import DayCell, NotedDay, Terms
from amdesk.domain.booking.week.patterns import periods
from amdesk.domain.booking.week.rhythm import Rhythm, next_talk

LOOKED_BACK = timedelta(60)
"""Absence before that asks for nothing any more."""
AHEAD_OF_TALKS = timedelta(7)
"""A talk is listed a week before it is due."""
ASKED_OF = timedelta(14)
"""A day that nobody noted after an absence is asked for so long; the weekly list to supervisors brings it else."""
CALLED = timedelta(7)
"""A first day that nobody has called about is called about within a week; after that the rhythm of talks takes over."""
NOT_GRANTED = ("sick", "child", "unexcused")
UNTOLD = ("sick", "unexcused")
"""Absence on whose first day the workplace or the case worker calls."""


class WeekTask(NamedTuple):
    """`kind` is one of the day's: talk, absent, call, day8. `key` is stable: the same thing to do has the same key tomorrow."""

    kind: str
    key: str
    due: date


def talk_due(job: int, first: date, last_talk: date | None, rhythm: Rhythm, today: date) -> WeekTask | None:
    """The next talk, where it is due within a week or was due before."""
    day = next_talk(first, last_talk, rhythm)
    return WeekTask("talk", f"talk:{job}:{day}", day) if day <= today + AHEAD_OF_TALKS else None


class AbsenceSeen(NamedTuple):
    """One employment whose days are looked at."""

    job: int
    terms: Terms
    noted: Mapping[date, NotedDay]
    last_talk: date | None


def absence_due(seen: AbsenceSeen, today: date, certificate_day: int) -> list[WeekTask]:
    """What follows from the absences of the last two months; granted leave asks for nothing. `seen.noted` reaches further back
    where `goes_back`, so that a period is known by its own first day."""
    days = list(_days(seen, today))
    found = [
        _asked_of(seen.job, days, today),
        _called(seen, days, today),
        *_certificates(seen.job, days, certificate_day, today),
    ]
    return [one for one in found if one is not None]


def goes_back(seen: AbsenceSeen, today: date) -> bool:
    """Whether the illness with which the two months begin may have begun before them."""
    known = (d for d in _days(seen, today) if d.agreed or d.code)
    return next((d.code for d in known), "") == "sick"


def _days(seen: AbsenceSeen, today: date) -> Iterator[DayCell]:
    """Every day that is looked at, until the last that was noted or today."""
    last = max([today, *seen.noted])
    first = min([today - LOOKED_BACK, *seen.noted])
    for i in range((last - first).days + 1):
        day = first + timedelta(i)
        one = seen.noted.get(day)
        yield DayCell(day, seen.terms.agreed(day), one.code if one else "", one.present if one else None)


def _asked_of(job: int, days: Sequence[DayCell], today: date) -> WeekTask | None:
    """The first day with hours of which nothing is known, after an absence that nobody had granted."""
    past = [d for d in days if d.day <= today and (d.agreed or d.code)]
    noted = [i for i, d in enumerate(past) if d.code]
    if not noted or past[noted[-1]].code not in NOT_GRANTED or past[noted[-1]].day < today - ASKED_OF:
        return None
    after = past[noted[-1] + 1 :]
    return WeekTask("absent", f"absent:{job}:{after[0].day}", after[0].day) if after else None


def _called(seen: AbsenceSeen, days: Sequence[DayCell], today: date) -> WeekTask | None:
    """The first day of the latest absence, where nobody has talked with her since."""
    runs = periods([d for d in days if d.day <= today], UNTOLD)
    if not runs or runs[-1].first < today - CALLED or (seen.last_talk and seen.last_talk >= runs[-1].first):
        return None
    return WeekTask("call", f"call:{seen.job}:{runs[-1].first}", runs[-1].first)


def _certificates(job: int, days: Sequence[DayCell], certificate_day: int, today: date) -> list[WeekTask]:
    """Illness that has come to the day from which a certificate is asked for; what has been seen is marked done."""
    wait = timedelta(certificate_day - 1)
    runs = [p for p in periods(days, ["sick"]) if p.days >= certificate_day and p.first + wait <= today]
    recent = [p for p in runs if p.last >= today - LOOKED_BACK]
    return [WeekTask("day8", f"day8:{job}:{p.first}", p.first + wait) for p in recent]
