"""What the weeks of all who are placed ask for today: read in four questions, however many they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple, TypedDict

from amdesk import resources
from amdesk.db.bank import settings
from amdesk.db.booking import week as db
from amdesk.db.people.participants import restricted_ones
from amdesk.domain.booking.week.due import LOOKED_BACK, AbsenceSeen, WeekTask, absence_due, goes_back, talk_due
from amdesk.domain.booking.week.rhythm import read_rhythm
from amdesk.services.bank.work import Work
from amdesk.services.booking.week.terms import many_terms

RHYTHM_SETTING = "contact_rhythm"
USUAL_DAY = 8


class AbsenceRule(TypedDict):
    """A rule of law or agreement, dated, with its source (domain rule 21)."""

    rule: str
    sv: str
    value: int
    source: str


class OfEmployment(NamedTuple):
    """A task with whose it is."""

    task: WeekTask
    participant: int
    employment: int
    last: date | None


@cache
def _rules() -> list[dict[str, object]]:
    found: list[dict[str, object]] = resources.read_json("reference/absence_rules.json", list)
    return found


def certificate_day(today: date) -> int:
    """The calendar day of illness from which a certificate is asked for, by the rule in force (lag 1991:1047 8 §)."""
    begun = [r for r in _rules() if r["rule"] == "certificate_day" and str(r["from"]) <= f"{today:%Y-%m-%d}"]
    return int(str(max(begun, key=lambda r: str(r["from"]))["value"])) if begun else USUAL_DAY


def week_tasks(work: Work) -> Iterator[OfEmployment]:
    """Talks that are due, days to note, first days to call about and certificates to ask for, of whoever works today.
    Nothing of those whose processing is restricted: nobody may note it."""
    bank, today = work.bank, work.today
    rhythm = read_rhythm(settings.setting(bank, RHYTHM_SETTING))
    restricted, talked = restricted_ones(bank), db.last_talks(bank, today)
    jobs = [j for j in db.running_jobs(bank, today) if j.participant not in restricted]
    for j in jobs:
        talk = talk_due(j.id, j.first, talked.get(j.id), rhythm, today)
        if talk is not None:
            yield OfEmployment(talk, j.participant, j.id, j.last)
    away = set(db.away_since(bank, today - LOOKED_BACK))
    some = [j for j in jobs if j.id in away]
    if not some:
        return
    terms = many_terms(work, some)
    noted = db.codes_of(bank, terms, today - LOOKED_BACK, date.max)
    every = {j.id: AbsenceSeen(j.id, terms[j.id], noted.get(j.id, {}), talked.get(j.id)) for j in some}
    before = [key for key, seen in every.items() if goes_back(seen, today)]
    for key, days in (db.codes_of(bank, before, date.min, today - LOOKED_BACK) if before else {}).items():
        every[key] = every[key]._replace(noted={**days, **every[key].noted})
    day = certificate_day(today)
    for j in some:
        for task in absence_due(every[j.id], today, day):
            yield OfEmployment(task, j.participant, j.id, j.last)
