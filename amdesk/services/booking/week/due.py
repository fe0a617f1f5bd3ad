"""What the weeks of all who are placed ask for today: read in a few questions, however many they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from heapq import nsmallest
from operator import itemgetter
from typing import NamedTuple

from amdesk.db.bank import settings
from amdesk.db.booking import placed
from amdesk.db.people.names import restricted_ones
from amdesk.domain.booking.week.rhythm import read_rhythm
from amdesk.domain.booking.week.talks import LOOKED_BACK, WeekTask, talk, talk_day
from amdesk.domain.booking.week.told import JobToday
from amdesk.services.bank.work import Work

RHYTHM_SETTING = "contact_rhythm"


class OfEmployment(NamedTuple):
    """A task with whose it is."""

    task: WeekTask
    participant: int
    employment: int
    last: date | None


def week_tasks(work: Work, running: Iterable[JobToday], most: int | None = None) -> Iterator[OfEmployment]:
    """Talks that are due, days to note, first days to call about and certificates to ask for, of whoever works today, `running`.
    Nothing of those whose processing is restricted: nobody may note it. Of talks the `most` urgent alone, where that is said."""
    bank, today = work.bank, work.today
    rhythm = read_rhythm(settings.setting(bank, RHYTHM_SETTING))
    restricted, talked = restricted_ones(bank), placed.last_talks(bank, today)
    jobs = sorted((j for j in running if j.participant not in restricted), key=lambda j: j.id)
    due = ((talk_day(j.first, j.last, talked.get(j.id), rhythm, today), j) for j in jobs)
    soon = [(day, j) for day, j in due if day is not None]
    for day, j in soon if most is None else nsmallest(most, soon, key=itemgetter(0)):
        yield OfEmployment(talk(j.id, day), j.participant, j.id, j.last)
    away = set(placed.away_since(bank, today - LOOKED_BACK)) & {j.id for j in jobs}
    if not away:
        return
    from amdesk.services.booking.week.absences import absence_tasks  # a week's hours: the first screen waits for this

    by_job = {j.id: j for j in jobs}
    for task, key in absence_tasks(work, away, talked):
        yield OfEmployment(task, by_job[key].participant, key, by_job[key].last)
