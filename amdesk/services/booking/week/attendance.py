"""The week of a placed person: hours agreed, attendance and absence of each day, and when she was talked with last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from amdesk.db.bank import settings
from amdesk.db.booking import bookings, placed
from amdesk.db.booking import week as db
from amdesk.db.people.names import restricted_ones
from amdesk.domain.booking.week.hours import (
    DAY_KINDS,
    DayWish,
    NotedDay,
    Terms,
    WeekLine,
    WeekMinutes,
    agreed_week,
    hours_said,
    joined,
    minutes_present,
    monday_of,
    read_week,
    week_of,
    week_said,
    written_week,
)
from amdesk.domain.booking.week.patterns import WEEKS, Warned, warnings
from amdesk.domain.booking.week.rhythm import Beat, Rhythm, beats, next_talk, read_rhythm, talk_to_come
from amdesk.domain.booking.week.sheet import day_noted
from amdesk.domain.booking.week.subsidy import month_end
from amdesk.domain.booking.week.told import ListedDay, PlacedJob, Talk
from amdesk.domain.change import Change, asked, settle
from amdesk.domain.errors import Refused
from amdesk.domain.people.masked import Masked
from amdesk.domain.people.participant import Participant
from amdesk.domain.texts import N_, Text, text
from amdesk.services.bank.work import Work
from amdesk.services.booking.week.due import RHYTHM_SETTING
from amdesk.services.booking.week.forms import WeekForms
from amdesk.services.booking.week.gone_out import GoneOut
from amdesk.services.booking.week.sheet import WeekLists
from amdesk.services.booking.week.talks import Talks
from amdesk.services.booking.week.terms import many_terms, terms_of
from amdesk.services.people.gate import held, opened

LONGEST = 366
"""Days that can be noted at once."""


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """What the week's panel shows of one person."""

    person: Participant
    job: PlacedJob
    placement: Masked
    week: WeekLine
    back: Sequence[WeekLine]
    """The weeks before it, the latest first."""
    warned: Sequence[Warned]
    talks: Sequence[Talk]
    beats: Sequence[Beat]
    every: int
    """Days between talks now."""
    next_talk: date | None
    """None where no more is to come before the employment's last day."""
    today: date
    agreed: WeekMinutes
    """Minutes by weekday that are in force on the week's last day, holidays or not."""
    terms: Terms
    """What says which hours are agreed in the employment."""

    @property
    def last_talk(self) -> date | None:
        return self.talks[0].day if self.talks else None


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """Somebody who is placed: today's hours and what was noted of them, the latest talk and the next."""

    participant_id: int
    participant: Masked
    number: str
    placement: Masked
    agreed: int
    code: str
    last_talk: date | None
    next_talk: date | None
    """None where no more is to come before the employment's last day; of somebody protected that would tell it."""


class PlacedWeeks(Talks, WeekLists, WeekForms, GoneOut):
    def __init__(self, work: Work) -> None:
        self.work = work

    # looking

    def of(self, participant: int | str, why: str = "", monday: date | None = None) -> PersonWeek:
        """A person's week, this one where none is named, with the four before it; logged. Raises Refused where she is
        protected and `why` is empty (code PROTECTED), and where she has had no employment (NO_JOB)."""
        person = self.work.participant(participant)
        token = opened(self.work, person, "week", why)
        bank, today = self.work.bank, self.work.today
        job = db.latest_job(bank, person.id, today)
        if job is None:
            raise Refused(
                text(N_("{name} has not begun any employment, so there is no week."), name=person.shown_name), "NO_JOB"
            )
        first = monday_of(monday or today)
        (week, *back), rhythm = self._weeks(job, first), self.rhythm()
        talks = db.talks(bank, person.id, job.first)
        last = max((t.day for t in talks if t.day <= today), default=None)
        had = [t.day for t in talks]
        terms = terms_of(self.work, job)
        place = bookings.some_employments(bank, [job.id])[0].placement.opened(token)
        return PersonWeek(
            person,
            job,
            place,
            week,
            back,
            warnings(back),
            talks,
            beats(job.first, had, today, rhythm, last=job.last),
            rhythm.every(((last or today) - job.first).days),
            talk_to_come(job.first, job.last, last, today, rhythm),
            today,
            agreed_week(first + timedelta(6), terms.usual, terms.agreements),
            terms,
        )

    def _weeks(self, latest: PlacedJob, monday: date) -> list[WeekLine]:
        """The week and those before it, each day by the employment that it belongs to: that which `note` takes."""
        bank, start, end = self.work.bank, monday - timedelta(7 * WEEKS), monday + timedelta(6)
        found = {j.id: j for j in (latest, *db.jobs_between(bank, start, end, latest.participant))}
        jobs = sorted(found.values(), key=lambda j: (j.first, j.id), reverse=True)
        terms, noted = many_terms(self.work, jobs), db.noted_of(bank, found, start, end)
        mondays = [monday - timedelta(7 * i) for i in range(WEEKS + 1)]
        return [
            joined([(terms[j.id], week_of(day, terms[j.id], noted.get(j.id, {}))) for j in jobs]) for day in mondays
        ]

    def listing(self, first: date, last: date) -> list[ListedDay]:
        """What was noted of the days of a period, of everybody. Nothing of a protected person, whose days alone would tell when
        she began and which bar of the board is hers; `days_of` tells them for a reason. Whoever is restricted is in no list."""
        ordered(first, last)
        with self.work.bank.read():
            found, restricted = db.listed(self.work.bank, first, last, None), restricted_ones(self.work.bank)
        return [r for r in found if not r.participant.hidden and r.participant.person not in restricted]

    def days_of(self, participant: int | str, first: date, last: date, why: str = "") -> list[ListedDay]:
        """What was noted of one person's days of a period; logged. Raises Refused where she is protected or her processing
        restricted and `why` is empty: by day it tells as much of her as her week does."""
        ordered(first, last)
        person = self.work.participant(participant)
        token = opened(self.work, person, "week", why)
        found = db.listed(self.work.bank, first, last, person.id)
        return [r._replace(participant=r.participant.opened(token), placement=r.placement.opened(token)) for r in found]

    def placed(self) -> list[PlacedRow]:
        """Everybody who works today and whose talks may be noted, with the next talk; those whose talk is due first stand first."""
        bank, today, rhythm = self.work.bank, self.work.today, self.rhythm()
        with bank.read():
            jobs = placed.running_jobs(bank, today)
            terms, talked = many_terms(self.work, jobs), placed.last_talks(bank, today)
            noted = db.noted_of(bank, terms, today, today)
            named = {e.id: e for e in bookings.some_employments(bank, terms)}
            people, restricted = db.people_of(bank, [j.participant for j in jobs]), restricted_ones(bank)
        rows = [
            _unopened(
                PlacedRow(
                    j.participant,
                    people[j.participant][0],
                    people[j.participant][1],
                    named[j.id].placement,
                    terms[j.id].agreed(today),
                    noted[j.id][today].code if today in noted.get(j.id, {}) else "",
                    talked.get(j.id),
                    _next_of(j, people[j.participant][0], talked.get(j.id), today, rhythm),
                ),
                today,
            )
            for j in jobs
            if j.participant in people and j.participant not in restricted
        ]
        return sorted(rows, key=lambda r: (r.next_talk or date.max, r.participant.order, r.participant_id))

    def rhythm(self) -> Rhythm:
        """How often this unit talks with those who are placed."""
        return read_rhythm(settings.setting(self.work.bank, RHYTHM_SETTING))

    # noting

    def note(
        self,
        participant: int | str,
        code: str,
        first: date,
        last: date | None = None,
        present: int | None = None,
        before: str | None = None,
    ) -> int:
        """Note attendance (`present`) or an absence of a day, or of every day with agreed hours from one to another; `present`
        in minutes where somebody was there for a part of it. What was noted before is replaced. Returns how many days.

        Raises Refused: NO_JOB outside of an employment, AHEAD for attendance that has not been, ORDER, CODE, HOURS, NO_HOURS,
        and MOVED where `before` (as `kept_as` says it) is no longer what is noted of the one day.
        """
        end = last or first
        ordered(first, end)
        person, bank = self.work.participant(participant), self.work.bank
        if code == "present" and end > self.work.today:
            raise Refused(text(N_("{day} has not been yet. Note attendance when it is over."), day=end), "AHEAD")
        job = self._job(person, first, end)
        terms = terms_of(self.work, job)
        days = _days(first, end)
        wanted = days if len(days) == 1 else [d for d in days if terms.agreed(d)]
        marks = {d: minutes_present(DayWish(code, present), terms.agreed(d)) for d in wanted}
        with bank.write(self._said(person, first, end)):
            held(self.work, person.id)
            db.hold_job(bank, job.id)
            now = db.noted(bank, job.id, first, end)
            if before is not None:
                _unmoved(now.get(first), first, before)
            return self._store(job, code, marks, now)

    def _store(self, job: PlacedJob, code: str, marks: dict[date, int], now: dict[date, NotedDay]) -> int:
        count, bank = 0, self.work.bank
        for day, present in marks.items():
            kept = now.get(day)
            if kept is None:
                db.note(bank, job, day, code, present, bank.actor)
            elif (kept.code, kept.present) != (code, present):
                db.renote(bank, kept.id, code, present, bank.actor)
            else:
                continue
            count += 1
        return count

    def clear(self, participant: int | str, first: date, last: date | None = None, before: str | None = None) -> int:
        """Nothing is known of these days any more. Returns how many there were. Raises Refused (NO_JOB, ORDER), and MOVED as
        `note` does."""
        end = last or first
        ordered(first, end)
        person, bank = self.work.participant(participant), self.work.bank
        jobs = self._jobs_noted(person, first, end)
        said = text(
            N_("Attendance taken away: {name}, {first} to {last}"), name=person.shown_name, first=first, last=end
        )
        with bank.write(said):
            held(self.work, person.id)
            for key in jobs:
                db.hold_job(bank, key)
            found = [one for key in jobs for one in db.noted(bank, key, first, end).values()]
            if before is not None:
                _unmoved(next((one for one in found if one.on_date == first), None), first, before)
            for one in found:
                db.unnote(bank, one.id)
        return len(found)

    def _jobs_noted(self, person: Participant, first: date, last: date) -> list[int]:
        """The employment that covers the days; else those that have something noted of them, as one that was ended or shortened
        since. Raises Refused (NO_JOB) where there is neither."""
        bank = self.work.bank
        job = db.job_on(bank, person.id, first)
        if job is not None and (job.last is None or last <= job.last):
            return [job.id]
        latest = [j for j in (job, db.latest_job(bank, person.id, last)) if j is not None]
        found = {j.id for j in (*db.jobs_between(bank, first, last, person.id), *latest)}
        return sorted(db.noted_of(bank, found, first, last)) or [self._job(person, first, last).id]

    def agree(self, participant: int | str, week: str | WeekMinutes | Change, first: date | None = None) -> Terms:
        """Hours by weekday from a day on ("6 6 6 6 4,5"), of the employment of that day; today where none is named. A form sends
        a Change of what was in force on that day. Raises Refused (WEEK, NO_JOB), Moved where that is no longer so."""
        wanted = cast("str | WeekMinutes", asked(week))
        minutes = read_week(wanted) if isinstance(wanted, str) else wanted
        day = first or self.work.today
        person, bank = self.work.participant(participant), self.work.bank
        job = self._job(person, day, day)
        total = hours_said(sum(minutes))
        said = N_("Hours agreed with {name}: {hours} a week from {day}")
        with bank.write(text(said, name=person.shown_name, hours=total, day=day)):
            held(self.work, person.id)
            db.hold_job(bank, job.id)
            terms = terms_of(self.work, job)
            now = agreed_week(day, terms.usual, terms.agreements)
            if not isinstance(week, Change) or settle({"week": week}, {"week": now}, _agreed):
                db.agree(bank, job, day, written_week(minutes))
        return terms_of(self.work, job)

    def _job(self, person: Participant, first: date, last: date) -> PlacedJob:
        """The employment that covers the days."""
        job = db.job_on(self.work.bank, person.id, first)
        if job is not None and (job.last is None or last <= job.last):
            return job
        if first == last:
            said = N_("{name} has no employment that is under way on {day}. Check the day.")
            raise Refused(text(said, name=person.shown_name, day=first), "NO_JOB")
        said = N_("{name} has no employment that is under way on all days from {first} to {last}. Check the days.")
        raise Refused(text(said, name=person.shown_name, first=first, last=last), "NO_JOB")

    def _said(self, person: Participant, first: date, last: date) -> Text:
        """What the history says: whose attendance, of which days; never which absence it was."""
        name = person.shown_name
        if first == last:
            return text(N_("Attendance noted: {name}, {first}"), name=name, first=first)
        return text(N_("Attendance noted: {name}, {first} to {last}"), name=name, first=first, last=last)


def _agreed(_name: str, now: object) -> tuple[Text, object]:
    """Hours as they are told to whoever chooses between two."""
    return text(N_("Hours agreed")), week_said(now) if isinstance(now, tuple) else now


def kept_as(noted: NotedDay | None) -> str:
    """What is noted of a day, to be compared: "" of nothing, else the code and the minutes present."""
    return day_noted(noted.code, noted.present) if noted else ""


def _unmoved(now: NotedDay | None, day: date, before: str) -> None:
    if kept_as(now) != before:
        said = Text(DAY_KINDS[now.code].label) if now else text(N_("nothing noted"))
        raise Refused(
            text(
                N_("Somebody else has changed {day} meanwhile: {state}. Look at the week again."), day=day, state=said
            ),
            "MOVED",
        )


def ordered(first: date, last: date) -> None:
    """Raises Refused for days the wrong way round, or too many at once."""
    if last < first:
        raise Refused(text(N_("The end is before the start. Choose a later end date.")), "ORDER")
    if (last - first).days >= LONGEST:
        raise Refused(text(N_("At most a year at once. Choose a shorter period.")), "LONG")


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(i) for i in range((last - first).days + 1)]


def _next_of(job: PlacedJob, who: Masked, talked: date | None, today: date, rhythm: Rhythm) -> date | None:
    """The next talk; of whoever is hidden as the rhythm alone says it: that none is to come would tell her last day."""
    if who.hidden:
        return next_talk(job.first, talked, rhythm)
    return talk_to_come(job.first, job.last, talked, today, rhythm)


def _unopened(row: PlacedRow, today: date) -> PlacedRow:
    """Where she is protected and nobody has opened her: without her hours and what was noted of today, as in every list; and the
    first talk, which is counted from her first day, is due or stands for the whole of a month."""
    if not row.participant.hidden:
        return row
    due = row.next_talk
    if row.last_talk is None and due is not None and due > today:
        due = month_end(due)
    return replace(row, agreed=0, code="", next_talk=due)
