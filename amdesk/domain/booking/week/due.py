"""What a placed person's week asks somebody to do after an absence: a day that is not noted, the first day of an absence, day 8."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.domain.booking.week.hours import Terms
from amdesk.domain.booking.week.patterns import periods
from amdesk.domain.booking.week.talks import LOOKED_BACK, WeekTask

ASKED_OF = timedelta(14)
"""A day that nobody noted after an absence is asked for so long; the weekly list to supervisors brings it else."""
CALLED = timedelta(7)
"""A first day that nobody has called about is called about within a week; after that the rhythm of talks takes over."""
NOT_GRANTED = ("sick", "child", "unexcused")
UNTOLD = ("sick", "unexcused")
"""Absence on whose first day the workplace or the case worker calls."""


class AbsenceSeen(NamedTuple):
    """One employment whose days are looked at. `noted` is the code of each day of which something is noted."""

    job: int
    terms: Terms
    noted: Mapping[date, str]
    last_talk: date | None


def absence_due(seen: AbsenceSeen, today: date, certificate_day: int) -> list[WeekTask]:
    """What follows from the absences of the last two months; granted leave asks for nothing. `seen.noted` reaches further back
    where `goes_back`, so that a period is known by its own first day."""
    found = [_asked_of(seen, today), _called(seen, today), *_certificates(seen, certificate_day, today)]
    return [one for one in found if one is not None]


def goes_back(seen: AbsenceSeen, today: date) -> bool:
    """Whether the illness with which the two months begin may have begun before them."""
    first = min(seen.noted, default=today)
    return seen.noted.get(first) == "sick" and not any(seen.terms.between(today - LOOKED_BACK, first - timedelta(1)))


def _asked_of(seen: AbsenceSeen, today: date) -> WeekTask | None:
    """The first day with hours of which nothing is known, after an absence that nobody had granted."""
    last = max(seen.noted, default=None)
    if last is not None and last > today:
        last = max((d for d in seen.noted if d <= today), default=None)
    if last is None or seen.noted[last] not in NOT_GRANTED or last < today - ASKED_OF:
        return None
    hours = seen.terms.between(last + timedelta(1), today)
    day = next((last + timedelta(1 + i) for i, minutes in enumerate(hours) if minutes), None)
    return WeekTask("absent", f"absent:{seen.job}:{day}", day) if day is not None else None


def _called(seen: AbsenceSeen, today: date) -> WeekTask | None:
    """The first day of the latest absence, where nobody has talked with her since."""
    since = today - CALLED
    lately = {d: code for d, code in seen.noted.items() if d >= since}
    if not any(code in UNTOLD for d, code in lately.items() if d <= today):
        return None
    past = {d: code for d, code in seen.noted.items() if d <= today}
    first = periods(past, seen.terms, UNTOLD)[-1].first
    if first < since or (seen.last_talk and seen.last_talk >= first):
        return None
    return WeekTask("call", f"call:{seen.job}:{first}", first)


def _certificates(seen: AbsenceSeen, certificate_day: int, today: date) -> list[WeekTask]:
    """Illness that has come to the day from which a certificate is asked for; what has been seen is marked done."""
    wait, runs = timedelta(certificate_day - 1), periods(seen.noted, seen.terms, ("sick",))
    due = [p for p in runs if p.days >= certificate_day and p.first + wait <= today and p.last >= today - LOOKED_BACK]
    return [WeekTask("day8", f"day8:{seen.job}:{p.first}", p.first + wait) for p in due]
