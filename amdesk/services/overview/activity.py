"""The activity plan of a person for the social committee: what a decision asks for, what was planned, attended and excused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from amdesk import resources
from amdesk.db.bank import settings
from amdesk.db.booking import week as week_db
from amdesk.db.overview import activity as db
from amdesk.domain.booking.week.hours import hours_said, monday_of
from amdesk.domain.change import moved
from amdesk.domain.errors import Refused
from amdesk.domain.overview.activity import (
    SHOWN_WEEKS,
    ActivityDay,
    ActivityDemand,
    ActivityPage,
    ActivityRule,
    activity_rules,
    checked_demand,
    mondays_between,
    rules_begun,
    week_of_activity,
)
from amdesk.domain.people.masks import HIDDEN
from amdesk.domain.places.schedule import clock_minutes
from amdesk.domain.sane import near
from amdesk.domain.texts import N_, Text, text
from amdesk.i18n import Words
from amdesk.services.bank.work import Work
from amdesk.services.booking.week.terms import many_terms
from amdesk.services.people.gate import held, opened


@cache
def _rules() -> list[ActivityRule]:
    found: list[dict[str, object]] = resources.read_json("reference/activity_rules.json", list)
    return activity_rules(found)


def _asked_for(one: ActivityDemand) -> Text:
    return text(N_("{hours} hours a week from {day}"), hours=hours_said(one.minutes), day=one.from_date)


class ActivityPlans:
    def __init__(self, work: Work) -> None:
        self.work = work

    def of(
        self, participant: int | str, why: str = "", first: date | None = None, last: date | None = None
    ) -> ActivityPage:
        """A person's weeks, the twelve until the one that goes on where no days are named; logged. Raises Refused where she is
        protected or her processing restricted and `why` is empty; ORDER, LONG."""
        person, today = self.work.participant(participant), self.work.today
        opened(self.work, person, "activity", why)
        end = last or today
        mondays = mondays_between(first or monday_of(end) - timedelta(7 * (SHOWN_WEEKS - 1)), end)
        rules = rules_begun(_rules(), end)
        valid = [r.code for r in rules if r.rule == "valid"]
        with self.work.bank.read():
            demands = db.demands(self.work.bank, person.id)
            days = self._days(person.id, mondays[0], mondays[-1] + timedelta(6))
        weeks = [week_of_activity(m, demands, days, valid, today) for m in mondays]
        return ActivityPage(person, demands, weeks, rules, today)

    def _days(self, person: int, first: date, last: date) -> list[ActivityDay]:
        """Of employments by the hours agreed and what was noted, and of modules by their occasions; a module on a day with agreed
        hours is within them and counted once."""
        bank = self.work.bank
        jobs = {j.id: j for j in week_db.jobs_between(bank, first, last, person)}
        terms, noted = many_terms(self.work, jobs.values()), week_db.noted_of(bank, jobs, first, last)
        out = []
        for key in jobs:
            for i in range((last - first).days + 1):
                day = first + timedelta(i)
                one, planned = noted.get(key, {}).get(day), terms[key].agreed(day)
                if planned or one:
                    present = one.present if one else 0
                    out.append(ActivityDay(day, max(planned, present), present, one.code if one else ""))
        worked = {one.day for one in out if one.planned}
        for day, begin, end, state in db.module_days(bank, person, first, last):
            planned = (clock_minutes(end) or 0) - (clock_minutes(begin) or 0)
            if day not in worked:
                out.append(ActivityDay(day, planned, planned if state == "present" else 0, state))
        return out

    def paper(
        self,
        participant: int | str,
        lang: str = "sv",
        why: str = "",
        first: date | None = None,
        last: date | None = None,
    ) -> bytes:
        """The page as PDF; logged as it is opened."""
        from amdesk.export.activity import activity_pdf  # nothing is printed before the first paint

        page = self.of(participant, why, first, last)
        city, unit = (settings.setting(self.work.bank, name) for name in ("city", "department"))
        return activity_pdf(page, " · ".join(x for x in (city, unit) if x), Words(lang, self.work.today))

    def ask(
        self,
        participant: int | str,
        minutes: int,
        first: date,
        last: date | None,
        decided: tuple[date, str, str],
        seen: Collection[ActivityDemand] | None = None,
    ) -> ActivityDemand:
        """Note that a decision asks for so many minutes a week; `decided` is on which day, by whom and its number. One that was open
        ends the day before. Raises Refused: ORDER, HOURS, WHO, AHEAD, and where it would end or replace one that is not among those
        that were `seen` as they stand (MOVED)."""
        on, by, number = decided
        checked_demand(first, last, minutes, by)
        for day in (first, last, on):
            near(day, self.work.today)
        if on > self.work.today:
            raise Refused(text(N_("{day} has not been yet."), day=on), "AHEAD")
        person, bank = self.work.participant(participant), self.work.bank
        said = N_("Activity asked for noted: {name}, {hours} hours a week from {day}")
        with bank.write(text(said, name=person.shown_name, hours=hours_said(minutes), day=first)):
            held(self.work, person.id)
            for one in db.demands(bank, person.id):
                if seen is not None and one.covers(first) and one not in seen:
                    raise moved(text(N_("What a decision asks for")), _asked_for(one))
                if one.from_date < first and one.covers(first):
                    db.change_demand(bank, one.id, to_date=first - timedelta(1))
                elif one.from_date == first:
                    db.change_demand(bank, one.id, void=1)
            values: dict[str, object] = {
                "participant_id": person.id,
                "from_date": first,
                "to_date": last,
                "minutes": minutes,
            }
            key = db.add_demand(
                bank,
                {**values, "decided_on": on, "decided_by": " ".join(by.split()), "decision": " ".join(number.split())},
            )
        return next(d for d in db.demands(bank, person.id) if d.id == key)

    def demands_of(self, participant: int) -> Sequence[ActivityDemand]:
        """What is and was asked of somebody; by whom, and under which number, is left out of whoever is protected."""
        found = db.demands(self.work.bank, participant)
        if not found or not self.work.participant(participant).protection:
            return found
        hidden = Words(self.work.lang, self.work.today)(HIDDEN)
        return [replace(d, decided_by=hidden, decision="") for d in found]

    def end(self, participant: int | str, last: date) -> ActivityDemand:
        """What is asked for on a day ends with it, also by an older demand that would count again after the latest. Raises Refused (NO_DEMAND)."""
        near(last, self.work.today)
        person, bank = self.work.participant(participant), self.work.bank
        open_ = [d for d in db.demands(bank, person.id) if d.covers(last)]
        if not open_:
            said = N_("No decision asks {name} for hours on {day}.")
            raise Refused(text(said, name=person.shown_name, day=last), "NO_DEMAND")
        with bank.write(text(N_("Activity asked for ends: {name}, {day}"), name=person.shown_name, day=last)):
            held(self.work, person.id)
            for one in open_:
                db.change_demand(bank, one.id, to_date=last)
        return next(d for d in self.demands_of(person.id) if d.id == open_[-1].id)
