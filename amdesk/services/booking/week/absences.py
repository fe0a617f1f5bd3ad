"""What follows from the absences of those who are placed and were away of late."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cache

from amdesk import resources
from amdesk.db.booking import placed
from amdesk.db.booking import week as db
from amdesk.domain.booking.week.due import AbsenceSeen, absence_due, goes_back
from amdesk.domain.booking.week.talks import LOOKED_BACK, WeekTask
from amdesk.services.bank.work import Work
from amdesk.services.booking.week.terms import many_terms

USUAL_DAY = 8


@cache
def _rules() -> list[dict[str, object]]:
    found: list[dict[str, object]] = resources.read_json("reference/absence_rules.json", list)
    return found


def certificate_day(today: date) -> int:
    """The calendar day of illness from which a certificate is asked for, by the rule in force (lag 1991:1047 8 §)."""
    begun = [r for r in _rules() if r["rule"] == "certificate_day" and str(r["from"]) <= f"{today:%Y-%m-%d}"]
    return int(str(max(begun, key=lambda r: str(r["from"]))["value"])) if begun else USUAL_DAY


def absence_tasks(work: Work, away: Collection[int], talked: Mapping[int, date]) -> Iterator[tuple[WeekTask, int]]:
    """Each task with its employment, of the employments `away` that run today; `talked` is the latest talk of each."""
    bank, today = work.bank, work.today
    some = [j for j in placed.running_jobs(bank, today) if j.id in away]
    terms = many_terms(work, some)
    noted = db.codes_of(bank, terms, today - LOOKED_BACK, date.max)
    every = {j.id: AbsenceSeen(j.id, terms[j.id], noted.get(j.id, {}), talked.get(j.id)) for j in some}
    before = [key for key, seen in every.items() if goes_back(seen, today)]
    for key, days in (db.codes_of(bank, before, date.min, today - LOOKED_BACK) if before else {}).items():
        every[key] = every[key]._replace(noted={**days, **every[key].noted})
    day = certificate_day(today)
    for j in some:
        for task in absence_due(every[j.id], today, day):
            yield task, j.id
