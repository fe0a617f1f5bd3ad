"""The hand-over page of a person, and of a whole caseload: every open promise, read from the bank when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from amdesk.db.bank import reference, settings
from amdesk.db.booking import bookings, placed, queue, subsidies
from amdesk.db.booking import week as week_db
from amdesk.db.competence import assessments, modules
from amdesk.db.employers import introductions
from amdesk.db.overview import activity
from amdesk.db.overview import tasks as marks_db
from amdesk.db.people import caseworkers
from amdesk.db.people import participants as people
from amdesk.domain.booking.bookings import Booking, Employment
from amdesk.domain.booking.queue import QUEUE_REASONS, QueuePlace
from amdesk.domain.booking.statuses import BOOKING_STATUSES, TAKES
from amdesk.domain.booking.week.hours import kept_week, week_said
from amdesk.domain.booking.week.rhythm import read_rhythm, talk_to_come
from amdesk.domain.booking.week.told import PlacedJob
from amdesk.domain.clock import FAR
from amdesk.domain.competence.modules import ENROLMENT_STATUSES
from amdesk.domain.employers.introduction import INTRODUCTION_STATUSES, Introduction
from amdesk.domain.errors import Refused
from amdesk.domain.overview.handover import (
    HANDED_BACK,
    NOTES,
    Ahead,
    AwayDay,
    HandoverLine,
    HandoverPage,
    HandoverPart,
    UnderWay,
    absence_lines,
    ahead,
    ahead_line,
    shortened,
)
from amdesk.domain.overview.tasks import Task
from amdesk.domain.people.contact import CONTACT_KINDS
from amdesk.domain.people.masked import Token
from amdesk.domain.people.participant import Participant
from amdesk.domain.texts import N_, AsHours, Text, text
from amdesk.i18n import Words
from amdesk.services.bank.files import ended
from amdesk.services.bank.words import occupations_said
from amdesk.services.bank.work import Work
from amdesk.services.booking.week.claims_due import CLAIMED_WITHIN, claims_due
from amdesk.services.booking.week.due import RHYTHM_SETTING
from amdesk.services.booking.week.terms import terms_of
from amdesk.services.overview.day import promised_to
from amdesk.services.people.gate import opened

Progress = Iterator[tuple[int, int, str]]
OPEN_MODULES = ("need", "offered", "enrolled")
PROMISED_BY = {
    "employment": "employment",
    "booking": "bookings",
    "queue_place": "queue",
    "agreed_hours": "employment",
    "workday": "absence",
    "subsidy": "subsidy",
    "subsidy_claim": "now",
    "activity_demand": "subsidy",
    "introduction": "introductions",
    "enrolment": "modules",
    "note": "talks",
    "assessment": "later",
    "certificate": "later",
    "followup": "later",
}
"""By table that keeps something promised to a person: the part of the page that says it. What the others keep is no promise."""


class CaseloadPages(NamedTuple):
    """Everybody a case worker has whose page is made, by number, and how many are left out: of whoever is protected or restricted a
    page is made by itself, for a reason."""

    people: Sequence[int]
    left_out: int


class Handovers:
    def __init__(self, work: Work) -> None:
        self.work = work

    def of(self, participant: int | str, why: str = "") -> HandoverPage:
        """Every open promise to one person; logged. Raises Refused where she is protected, or her processing restricted, and
        `why` is empty."""
        person = self.work.participant(participant)
        token = opened(self.work, person, "handover", why)
        with self.work.bank.read():
            tasks = promised_to(self.work, {person.id})
            return self._page(person, token, tasks.get(person.id, []))

    def paper(self, participant: int | str, lang: str = "sv", why: str = "") -> bytes:
        """The same as PDF. Raises as `of` does."""
        from amdesk.export.handover import handover_pdf

        return handover_pdf([self.of(participant, why)], self._unit(), Words(lang, self.work.today))

    def of_caseload(self, case_worker: int | str) -> CaseloadPages:
        """Whose pages a hand-over of everybody somebody has would make. Raises Refused (NO_WORKER)."""
        bank = self.work.bank
        key = case_worker if isinstance(case_worker, int) else caseworkers.case_worker_named(bank, case_worker)
        if key is None:
            raise Refused(text(N_("There is no case worker {name}. Check the name."), name=case_worker), "NO_WORKER")
        every = [p for who in caseworkers.caseload(bank, key) if (p := people.get(bank, who)) is not None]
        mine = [p for p in every if not p.protection and p.restricted_on is None]
        return CaseloadPages([p.id for p in sorted(mine, key=lambda p: p.number)], len(every) - len(mine))

    def save(self, participants: Sequence[int], path: Path, lang: str = "sv") -> Progress:
        """Write a page for each as one PDF, with progress (done, total, number); each is logged, and closing it writes nothing. Raises
        Refused for whoever is protected or restricted, or where there is nobody, BadFile."""
        from amdesk.export.handover import handover_pdf
        from amdesk.export.xlsx import save_bytes, writable

        if not participants:
            raise Refused(text(N_("There is nobody to make a page of.")), "EMPTY")
        ended(path, ".pdf")
        writable(path)
        with self.work.bank.read():
            tasks = promised_to(self.work, set(participants))
        pages = []
        for i, key in enumerate(participants):
            person = self.work.participant(key)
            yield i, len(participants), person.number
            token = opened(self.work, person, "handover", "")
            with self.work.bank.read():
                pages.append(self._page(person, token, tasks.get(key, [])))
        save_bytes(path, handover_pdf(pages, self._unit(), Words(lang, self.work.today)))

    def _unit(self) -> str:
        return settings.setting(self.work.bank, "unit") or settings.setting(self.work.bank, "city")

    def _page(self, person: Participant, token: Token, tasks: Sequence[Task]) -> HandoverPage:
        bank, today = self.work.bank, self.work.today
        jobs = [e.opened(token) for e in occupations_said(self.work, bookings.employments(bank, person.id))]
        booked = [b.opened(token) for b in bookings.of_participant(bank, person.id) if b.status in TAKES]
        introduced = [i.opened(token) for i in introductions.introductions(bank, participant=person.id)]
        now = [_task_line(one, token) for one in tasks]
        parts = {
            "now": now,
            "bookings": [_booking_line(b) for b in booked],
            "queue": [_queue_line(w.opened(token)) for w in queue.waiting(bank) if w.participant_id == person.id],
            "employment": list(self._employment(jobs)),
            "subsidy": list(self._asked(person.id)),
            "absence": self._absence(person.id, jobs),
            "introductions": [_introduction_line(i) for i in introduced if i.goes_on],
            "modules": list(self._modules(person.id)),
            "talks": self._talks(person.id),
            "later": self._later(person.id, jobs, booked, introduced, {line.key for line in now}),
        }
        changes = caseworkers.changes(bank, person.id)
        had = {one for c in changes for one in (c.before, c.after)} | {person.case_worker}
        since = changes[-1].on_date if changes else person.registered_on
        said = [HandoverPart(code, lines) for code, lines in parts.items() if lines]
        return HandoverPage(person, since, len(had - {""}), said, today)

    def _employment(self, jobs: Sequence[Employment]) -> Iterator[HandoverLine]:
        """Those that have not ended, each with the hours agreed and whom to call."""
        bank, today = self.work.bank, self.work.today
        for e in jobs:
            if e.cancelled or e.status(today) == "ended":
                continue
            said = text("{what}, {where}", what=e.occupation, where=e.placement)
            if not (e.occupation and e.placement):
                said = text("{what}", what=e.occupation or e.placement)
            period = _period(e.from_date, e.end)
            yield HandoverLine(e.ref, said, text(N_("{extent} %, {period}"), extent=e.extent, period=period), e.end)
            if e.decision_from or e.decision_to:
                period = _period(e.decision_from or e.from_date, e.decision_to)
                said = text(N_("Decision on subsidy {period}"), period=period)
                yield HandoverLine(f"decision {e.ref}", said)
            whom = week_db.supervisors_of(bank, [e.id]).get(e.id, "")
            more = text(N_("supervisor {name}"), name=whom) if whom else None
            yield from self._hours(e, more)

    def _hours(self, e: Employment, more: Text | None) -> Iterator[HandoverLine]:
        """What is agreed now, and each agreement that begins later."""
        terms = terms_of(self.work, PlacedJob(e.id, e.participant_id, e.from_date, e.end, e.extent))
        now = max(self.work.today, e.from_date)
        begun = [a for a in terms.agreements if a.from_date <= now]
        latest = max(begun, key=lambda a: (a.from_date, a.id), default=None)
        said = week_said(kept_week(latest.week) if latest else terms.usual)
        yield HandoverLine(f"hours:{latest.id if latest else e.ref}", text(N_("Hours agreed: {week}"), week=said), more)
        for a in sorted((a for a in terms.agreements if a.from_date > now), key=lambda a: a.from_date):
            said = text(N_("Hours agreed from {day}: {week}"), day=a.from_date, week=week_said(kept_week(a.week)))
            yield HandoverLine(f"hours:{a.id}", said, None, a.from_date)

    def _asked(self, participant: int) -> Iterator[HandoverLine]:
        """Decisions on subsidy and on activity that go on; months to claim are among what is to be done, or comes later."""
        bank, today = self.work.bank, self.work.today
        for s in subsidies.of_participant(bank, participant):
            if s.to_date >= today:
                said = text(
                    N_("{ref}: {rate} %, {first} to {last}"), ref=s.ref, rate=s.rate, first=s.from_date, last=s.to_date
                )
                yield HandoverLine(f"subsidy:{s.ref}", said, None, s.to_date)
        for d in activity.demands(bank, participant):
            if d.to_date is None or d.to_date >= today:
                period = _period(d.from_date, d.to_date)
                said = text(N_("Activity {hours} h a week, {period}"), hours=AsHours(d.minutes), period=period)
                yield HandoverLine(f"demand:{d.id}", said, None, d.to_date)

    def _absence(self, participant: int, jobs: Sequence[Employment]) -> list[HandoverLine]:
        """Of days of her employments; what still stands noted after one was ended or shortened is an absence from nothing."""
        last = {e.id: e.end or date.max for e in jobs if not e.cancelled}
        found = week_db.listed(self.work.bank, self.work.today - HANDED_BACK, date.max, participant)
        return absence_lines(
            AwayDay(d.day, d.code, d.present) for d in found if d.day <= last.get(d.employment, date.min)
        )

    def _modules(self, participant: int) -> Iterator[HandoverLine]:
        kinds = {c.code: c.name(self.work.lang) for c in reference.codes(self.work.bank, "teaching_modules")}
        coming = {
            name: meeting.on_date
            for name, meeting in reversed(modules.coming(self.work.bank, participant, self.work.today))
        }
        for one in modules.enrolments(self.work.bank, participant=participant):
            if one.status in OPEN_MODULES:
                name = one.module or kinds.get(one.kind, one.kind)
                said = text(N_("{what}: {status}"), what=name, status=Text(ENROLMENT_STATUSES[one.status]))
                yield HandoverLine(f"module:{one.id}", said, None, coming.get(one.module))

    def _talks(self, participant: int) -> list[HandoverLine]:
        found = people.notes(self.work.bank, participant)[:NOTES]
        return [
            HandoverLine(
                f"note:{n.on_date}",
                text(N_("{day}, {kind}, {author}"), day=n.on_date, kind=Text(CONTACT_KINDS[n.kind]), author=n.author),
                _words_of(n.body) if n.body.strip() else None,
            )
            for n in found
        ]

    def _later(
        self,
        participant: int,
        jobs: Sequence[Employment],
        booked: Sequence[Booking],
        introduced: Sequence[Introduction],
        listed: set[str],
    ) -> list[HandoverLine]:
        """What is promised for a day to come and is not among what the day lists, less what is marked done."""
        bank, today = self.work.bank, self.work.today
        assessed: dict[int, set[str]] = {}
        for a in assessments.of_participant(bank, participant):
            if a.finished:
                assessed.setdefault(a.employment_id, set()).add(a.occasion)
        found = UnderWay(
            jobs,
            booked,
            assessed,
            {e.id for e in jobs if any(not c.revoked_on for c in assessments.certificates(bank, e.id))},
            {e.id for e in jobs if assessments.followed_up_on(bank, e.id)},
            introduced,
            self._talk(participant),
            {b.id for b in booked if b.status == "booked" and bookings.noticed(bank, b.id) is None},
            [
                Ahead("claim", f"claim:{c.ref}:{c.month}", c.claim_by)
                for c in claims_due(self.work, participant, CLAIMED_WITHIN)
            ],
        )
        done = {key for key, until in marks_db.marks(bank).items() if until is None}
        kept = [one for one in ahead(found, today, self.work.plan) if one.key not in listed | done]
        return [ahead_line(one) for one in kept]

    def _talk(self, participant: int) -> tuple[int, date] | None:
        """The employment of today, and the day of its next talk, where one is to come before its last day."""
        job = week_db.job_on(self.work.bank, participant, self.work.today)
        if job is None:
            return None
        last = placed.last_talks(self.work.bank, self.work.today).get(job.id)
        rhythm = read_rhythm(settings.setting(self.work.bank, RHYTHM_SETTING))
        day = talk_to_come(job.first, job.last, last, self.work.today, rhythm)
        return (job.id, day) if day is not None else None


def _period(first: date, last: date | None) -> Text:
    if last is None or last >= FAR:
        return text("{first}, {until}", first=first, until=Text(N_("until further notice")))
    return text(N_("{first} to {last}"), first=first, last=last)


def _task_line(one: Task, token: Token) -> HandoverLine:
    where = one.where.opened(token) if one.where.person == token.person else one.where
    return HandoverLine(one.key, one.title, text("{where}", where=where) if where else None, one.due)


def _booking_line(b: Booking) -> HandoverLine:
    said = text(N_("{ref}, {place}: {status}"), ref=b.ref, place=b.placement, status=Text(BOOKING_STATUSES[b.status]))
    return HandoverLine(b.ref, said, text(N_("{first} to {last}"), first=b.from_date, last=b.to_date), b.expires_on)


def _queue_line(w: QueuePlace) -> HandoverLine:
    said = text(
        N_("{place}, turn {turn}: {reason}"), place=w.placement, turn=w.turn, reason=Text(QUEUE_REASONS[w.reason])
    )
    return HandoverLine(f"turn:{w.id}", said, text(N_("since {day}"), day=w.since))


def _introduction_line(i: Introduction) -> HandoverLine:
    said = text(
        N_("{title}, {employer}: {status}"),
        title=i.vacancy,
        employer=i.employer,
        status=Text(INTRODUCTION_STATUSES[i.status]),
    )
    day = i.offered_on or i.interview_on or i.introduced_on
    return HandoverLine(f"introduction:{i.id}", said, text(N_("since {day}"), day=day) if day else None)


def _words_of(body: str) -> Text:
    """A note's words; of a long one the beginning, and that there is more: an agreement may stand last."""
    said = shortened(body)
    whole = said == " ".join(body.split())
    return text("{words}", words=said) if whole else text(N_("{words} (more in the record)"), words=said)
