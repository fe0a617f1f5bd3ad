"""What is to be done in a placed person's week, and the next talk with her: the first screen asks it of everybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from amdesk.domain.booking.week.rhythm import Rhythm, talk_to_come

AHEAD_OF_TALKS = timedelta(7)
"""A talk is listed a week before it is due."""
LOOKED_BACK = timedelta(60)
"""Absence before that asks for nothing any more."""


class WeekTask(NamedTuple):
    """`kind` is one of the day's: talk, absent, call, day8. `key` is stable: the same thing to do has the same key tomorrow."""

    kind: str
    key: str
    due: date


def talk_day(first: date, last: date | None, last_talk: date | None, rhythm: Rhythm, today: date) -> date | None:
    """The day of the next talk of an employment until `last`, where it is due within a week or was due before."""
    day = talk_to_come(first, last, last_talk, today, rhythm)
    return day if day is not None and day <= today + AHEAD_OF_TALKS else None


def talk(job: int, day: date) -> WeekTask:
    """The talk that is due on a day, of an employment."""
    return WeekTask("talk", f"talk:{job}:{day}", day)
