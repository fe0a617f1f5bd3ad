"""Översikt: key figures, what is to be done, and who ends soon. Everything is counted from the bank when asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple

from amdesk.db.bank import settings
from amdesk.db.booking import there
from amdesk.db.overview import counts
from amdesk.db.overview import tasks as db
from amdesk.db.overview.counts import DueEnd, Running, Waiting
from amdesk.db.people import caseworkers, deputies
from amdesk.db.people.names import named
from amdesk.db.results import promised
from amdesk.db.results.reached import reached
from amdesk.domain.bank.roles import may
from amdesk.domain.booking.plan import (
    CONSEQUENCES,
    ENDS_SOON,
    FOLLOWED_UP_AFTER,
    FORGOTTEN_AFTER,
    STILL_THERE_AFTER,
    Plan,
    day90,
)
from amdesk.domain.competence.due import AHEAD, LATE, Stepper
from amdesk.domain.errors import Refused
from amdesk.domain.overview.day import Ending, Figures, FirstHour, Overview
from amdesk.domain.overview.tasks import Task
from amdesk.domain.people.masked import NOBODY, Masked
from amdesk.domain.people.masks import HIDDEN
from amdesk.domain.texts import N_, text
from amdesk.services.bank import due, users
from amdesk.services.bank.work import Work
from amdesk.services.booking.week.due import week_tasks

if TYPE_CHECKING:
    from amdesk.db.overview.ended import EndedFollowup

WARNED = timedelta(days=60)
ASKED_WITHIN = timedelta(days=60)
SHOWN_ENDING = 100
EVERYTHING = 10**9
"""Rows at most, where nothing is to be left out."""
REHEARSE = "rehearse"
PROMISED = {"improve": "improving.change", "answer": "reviews.change"}
"""What the unit has promised, and the act of whoever is reminded of it."""
REMINDED, ANSWER_SOON = timedelta(14), timedelta(30)
"""How long before its day an action, and an answer, is among what is to be done."""
Assessed = dict[int, set[str]]
Names = dict[int, tuple[Masked, int | None]]


class Pending(NamedTuple):
    """A task before it has names. `place` is said where it is not the employment's, `last` is the employment's last day, `since`
    the day from which somebody waits."""

    kind: str
    key: str
    person: int | None
    due: date
    employment: int | None = None
    place: str = ""
    last: date | None = None
    since: date | None = None


class SeenTasks(NamedTuple):
    """What the tasks are made from, read once."""

    waiting: list[Waiting]
    running: list[Running]
    assessed: Assessed
    first_due: list[DueEnd]
    ended: list[DueEnd]

    def at(self) -> dict[int, int | None]:
        """The placement of each employment: thousands, to be asked for once."""
        return {r.id: r.placement for r in self.running} | {
            e.employment: e.placement for e in [*self.first_due, *self.ended]
        }


class Overviews:
    def __init__(self, work: Work) -> None:
        self.work = work

    def overview(self, free_own: int, free_external: int, mine: int | None = None, limit: int = 10_000) -> Overview:
        """The page but for the free places, which the placement bank counts.

        `mine` names a case worker whose tasks alone are listed (with those of nobody); `limit` cuts the list after the
        most urgent. Figures are always the whole unit's.
        """
        bank, today = self.work.bank, self.work.today
        seen = self._seen(mine, limit)
        running, assessed = seen.running, seen.assessed
        marks = db.marks(bank)
        day90_now = reached(bank, today - FOLLOWED_UP_AFTER - FORGOTTEN_AFTER, today)
        found = [
            *self._of_people(seen, mine, limit + len(marks) if mine is None else None),
            *_weekly(running, today),
            *self._rehearsal(),
            *self._promised(),
            *self._of_holds(),
        ]
        tasks = self._wanted(found, marks, mine, limit)
        soon = _ending_soon(running, today)
        shown = soon[:SHOWN_ENDING]
        names = self._names([t.person for t in tasks] + [r.participant for _, r in shown])
        placed = {*(t.employment for t in tasks if t.employment), *(r.id for _, r in shown)}
        at = seen.at()
        places = counts.place_names(bank, {key: at[key] for key in placed})
        finals = sum("final" in assessed.get(r.id, ()) for _, r in soon)
        waits = [(today - w.since).days for w in seen.waiting]
        figures = Figures(
            free_own + free_external,
            free_own,
            free_external,
            len(waits),
            max(waits, default=0),
            len(running),
            sum(r.kind == "in_house" for r in running),
            sum(r.kind == "external" for r in running),
            len(soon),
            len(soon) - finals,
            day90_now.due,
            day90_now.late,
        )
        ending = [_ending(r, last, names[r.participant][0], places, assessed) for last, r in shown]
        ending.sort(key=lambda e: (e.day, e.name.order))
        instead = self._stands_in(mine)
        named = [_named(t, names, places, instead) for t in tasks if t.person is None or t.person in names]
        return Overview(figures, named, ending, self._begun(running))

    def _seen(self, mine: int | None, limit: int, *, postponed: bool = False) -> SeenTasks:
        bank, today = self.work.bank, self.work.today
        return SeenTasks(
            counts.waiting(bank, today),
            counts.running(bank, today),
            counts.assessed(bank, today),
            counts.day90_due(bank, today, mine, limit, marked=postponed),
            counts.ends(bank, today, mine, limit, marked=postponed),
        )

    def _of_people(self, seen: SeenTasks, mine: int | None, most: int | None = None) -> list[Pending]:
        """Everything that is to be done about somebody, whatever was marked of it. `most` is how many of one kind can be listed
        at most: the talks of thousands are not written out for the first hundreds."""
        return [
            *self._waiting_tasks(seen.waiting, mine),
            *self._of_running(seen.running, seen.assessed, mine),
            *_day90_tasks(seen.first_due),
            *self._ended_tasks(seen.ended),
            *self._booking_tasks(),
            *self._notice_tasks(),
            *self._queue_tasks(),
            *self._reason_tasks(),
            *self._hired_tasks(),
            *self._of_weeks(seen.running, most),
            *self._of_subsidies(),
        ]

    def free_ahead(self, weeks: int = 8) -> list[tuple[date, int, int]]:
        """Free places week by week: (day, in-house, external); the first on today, the rest on Mondays."""
        today = self.work.today
        monday = today - timedelta(today.weekday())
        days = [today, *(monday + timedelta(7 * i) for i in range(1, weeks))]
        found = counts.free_on(self.work.bank, days)
        return [(day, own, external) for day, (own, external) in zip(days, found, strict=True)]

    def _begun(self, running: list[Running]) -> FirstHour | None:
        """How far a new bank has come; None, with nothing asked, where somebody works at a placement of the bank."""
        if any(r.placement for r in running):
            return None
        bank = self.work.bank
        city, unit = (settings.setting(bank, name) for name in ("city", "unit"))
        workers = [(w.id, w.name) for w in caseworkers.case_workers(bank)]
        found = FirstHour(city, unit, workers, *counts.held(bank))
        return None if found.going else found

    def _wanted(
        self, found: list[Pending], marks: Mapping[str, date | None], mine: int | None, limit: int
    ) -> list[Pending]:
        """Without what is done or postponed and what is somebody else's; the most urgent first."""
        today = self.work.today
        kept = [f for f in found if f.key not in marks or _is_back(marks[f.key], today)]
        if mine is None:
            return nsmallest(limit, kept, key=lambda f: (f.due, f.kind))
        kept.sort(key=lambda f: (f.due, f.kind))
        workers, looked = named(self.work.bank, [f.person for f in kept if f.person]), self._mine(mine)
        return [
            f for f in kept if f.person is None or (f.person in workers and workers[f.person].case_worker_id in looked)
        ][:limit]

    def _mine(self, mine: int | None) -> set[int | None]:
        """Whose people are in my list: mine, nobody's, and theirs for whom I stand in today."""
        return {None, mine, *self._stands_in(mine)}

    def _stands_in(self, mine: int | None) -> dict[int, str]:
        return {} if mine is None else deputies.stands_in_for(self.work.bank, mine, self.work.today)

    def _names(self, ids: list[int | None]) -> Names:
        """Name (or number) and case worker of each person."""
        found = named(self.work.bank, (i for i in ids if i))
        return {i: (Masked(r.name or r.number, i, r.protection), r.case_worker_id) for i, r in found.items()}

    def _waiting_tasks(self, waiting: list[Waiting], mine: int | None) -> list[Pending]:
        """Everybody who waits, from the first day, due the next week at the latest; at once after a month."""
        today = self.work.today
        looked = self._mine(mine)
        soon = today + timedelta(11 - today.weekday())  # Friday of the next week: what is due later is not listed
        return [
            Pending("find_place", f"find:{w.id}", w.id, max(today, min(w.since + timedelta(30), soon)), since=w.since)
            for w in waiting
            if mine is None or w.worker in looked
        ]

    def _of_running(self, running: list[Running], assessed: Assessed, mine: int | None) -> list[Pending]:
        out: list[Pending] = []
        plan, today = self.work.plan, self.work.today
        stepper, nothing = Stepper(today, plan), set[str]()
        workers, looked = (counts.workers(self.work.bank) if mine is not None else {}), self._mine(mine)
        may = _perhaps_due(today, plan)
        for r in running:
            if (
                r.last
                and may(r.first, r.last, r.decision_to)
                and (mine is None or workers.get(r.participant) in looked)
            ):
                done = assessed.get(r.id, nothing)
                out += _running_tasks(r.id, r.participant, r.first, r.last, r.decision_to, done, today, stepper)
        return out

    def _ended_tasks(self, found: list[DueEnd]) -> list[Pending]:
        """Certificates to issue, and final assessments that were missed."""
        stepper, out = Stepper(self.work.today, self.work.plan), []
        for e in found:
            key, done = e.employment, {"final"} if e.assessed else set[str]()
            step = stepper.step(e.first or e.ended, e.ended, done, certified=False)
            if step is not None:
                name = f"certificate:{key}" if e.assessed else f"assess:{key}:final"
                out.append(Pending(step[0], name, e.participant, step[1], key, "", e.ended))
        return out

    def _booking_tasks(self) -> list[Pending]:
        """Reservations that run out, and starts to confirm."""
        kinds = {"reserved": "tentative", "booked": "start"}
        return [
            Pending(kinds[b.status], f"{kinds[b.status]}:{b.id}", b.participant, b.day, None, b.place)
            for b in db.to_confirm(self.work.bank, self.work.today)
        ]

    def _notice_tasks(self) -> list[Pending]:
        """Booked starts within two weeks whose notice nobody has made; due five days before."""
        today = self.work.today
        return [
            Pending("notice", f"notice:{b.id}", b.participant, max(today, b.day - timedelta(5)), None, b.place)
            for b in db.without_notice(self.work.bank, today, today + AHEAD)
        ]

    def _queue_tasks(self) -> list[Pending]:
        """Free places with a queue: whose turn it is, for whoever may book."""
        bank, today = self.work.bank, self.work.today
        if not there.any_queue(bank) or not may(users.me(bank).roles, "booking"):
            return []
        from amdesk.services.booking.queueing import Queues  # the first screen of a bank without queues does without

        found = [(t.key, t.place) for t in Queues(self.work).turns()]
        where = {w.placement_id: self.work.placement(w.placement_id).name for _, w in found}
        return [
            Pending("queue", f"queue:{w.id}:{key}", w.participant_id, today, None, where[w.placement_id])
            for key, w in found
        ]

    def _reason_tasks(self) -> list[Pending]:
        """What follows from a reason: the participant or the host is asked, until she has a booking again."""
        out = []
        for b in db.closed_for(self.work.bank, CONSEQUENCES, self.work.today - ASKED_WITHIN):
            who, days = CONSEQUENCES[b.reason]
            due = b.closed_on + timedelta(days)
            out.append(Pending(f"ask_{who}", f"ask_{who}:{b.id}", b.participant, due, None, b.place))
        return out

    def _hired_tasks(self) -> list[Pending]:
        """Whoever was hired by an employer and whose day 90 there comes, or came a while ago: is she still there?"""
        today = self.work.today
        found = db.hired(self.work.bank, today - STILL_THERE_AFTER - ASKED_WITHIN, today - STILL_THERE_AFTER + AHEAD)
        return [
            Pending("stayed", f"stayed:{h.id}", h.participant, h.closed_on + STILL_THERE_AFTER, None, h.place)
            for h in found
        ]

    def _of_weeks(self, running: list[Running], most: int | None = None) -> list[Pending]:
        """Talks and absences of those who are placed, of whoever may see them."""
        if not may(users.me(self.work.bank).roles, "week.see"):
            return []
        return [
            Pending(one.task.kind, one.task.key, one.participant, one.task.due, one.employment, "", one.last)
            for one in week_tasks(self.work, running, most)
        ]

    def _of_subsidies(self) -> list[Pending]:
        """Months of subsidy to claim, of whoever may see them."""
        if not there.any_subsidy(self.work.bank) or not may(users.me(self.work.bank).roles, "subsidy"):
            return []
        from amdesk.services.booking.week.claims_due import claims_due  # the first screen of most banks does without

        return [
            Pending("claim", f"claim:{one.ref}:{one.month}", one.participant, one.claim_by)
            for one in claims_due(self.work)
        ]

    def _rehearsal(self) -> list[Pending]:
        """A restore to rehearse, of whoever may."""
        bank, today = self.work.bank, self.work.today
        day = due.due_on(bank, today)
        if day is None or not may(users.me(bank).roles, "backup"):
            return []
        return [Pending(REHEARSE, f"{REHEARSE}:{due.proved_on(bank) or ''}", None, day)]

    def _promised(self) -> list[Pending]:
        """Actions of improvement that are due soon, and recommendations to answer, of whoever may."""
        roles = users.me(self.work.bank).roles
        wanted = {kind for kind, act in PROMISED.items() if may(roles, act)}
        found = promised.due_soon(self.work.bank, self.work.today + REMINDED, self.work.today + ANSWER_SOON)
        return [Pending(k, f"{k}:{ref}:{day}", None, day, None, title) for k, ref, title, day in found if k in wanted]

    def _of_holds(self) -> list[Pending]:
        """Places whose day has come: nobody holds them any more, and whoever may book gives them to somebody or holds them on."""
        found = there.held_before(self.work.bank, self.work.today)
        if not found or not may(users.me(self.work.bank).roles, "booking"):
            return []
        return [Pending("hold", f"hold:{place}:{key}:{day}", None, day, None, name) for key, place, name, day in found]

    def mark(self, task: Task, until: date | None) -> None:
        """Done (None) or postponed to a day. Raises Refused for what is done by no mark."""
        if task.kind == REHEARSE and until is None:
            raise Refused(
                text(N_("A rehearsal is done when the printed code has opened a copy. Begin it, or postpone it."))
            )
        if task.kind in PROMISED and until is None:
            raise Refused(text(N_("It is done when it is marked so under Development. Open it, or postpone it.")))
        if task.kind == "talk" and until is None:
            raise Refused(text(N_("A contact is done when the talk is noted. Note it, or postpone it.")))
        if task.kind == "queue" and until is None:
            raise Refused(text(N_("It is done when she is booked there or has said no. Open it, or postpone it.")))
        if task.kind == "claim" and until is None:
            raise Refused(text(N_("A month is done when its claim is noted. Note it, or postpone it.")))
        label = N_("Done: {task}") if until is None else N_("Postponed: {task}")
        with self.work.bank.write(text(label, task=task.title)):
            db.mark(self.work.bank, task.key, until, self.work.today)

    def followups(self) -> list[EndedFollowup]:
        """Every employment that has ended, with what is known of day 90."""
        from amdesk.db.overview import ended  # the first screen does without the record of a follow-up

        return ended.followups(self.work.bank, self.work.today)


def promised_to(work: Work, people: Collection[int]) -> dict[int, list[Task]]:
    """By person everything that is to be done about these, as the day lists it; what was postponed too, on the day that it
    was postponed to, and without what is done. The most urgent first."""
    day, marks, today = Overviews(work), db.marks(work.bank), work.today
    seen = day._seen(None, EVERYTHING, postponed=True)
    found = [f for f in day._of_people(seen, None) if f.person in people]
    names = day._names([f.person for f in found])
    at = seen.at()
    places = counts.place_names(work.bank, {f.employment: at[f.employment] for f in found if f.employment})
    out: dict[int, list[Task]] = {}
    for one in sorted(found, key=lambda f: (f.due, f.kind)):
        until = marks.get(one.key, today)
        if one.person in names and until is not None:
            out.setdefault(one.person, []).append(_named(one, names, places)._replace(due=max(one.due, until)))
    return out


def _is_back(until: date | None, today: date) -> bool:
    """A task that was done has no day, one that was postponed comes back on its day."""
    return until is not None and until <= today


def _day90_tasks(found: list[DueEnd]) -> list[Pending]:
    return [
        Pending("day90", f"day90:{e.employment}", e.participant, day90(e.ended), e.employment, "", e.ended)
        for e in found
    ]


def _weekly(running: list[Running], today: date) -> list[Pending]:
    """The list to supervisors, on Mondays, from the day on which the first of those who work began; its key is the Monday's
    date. While nobody works there is nobody to list."""
    if not running:
        return []
    monday = today - timedelta(today.weekday())
    return [Pending("supervisors", f"supervisors:{monday}", None, max(monday, min(r.first for r in running)))]


def _ending_soon(running: list[Running], today: date) -> list[tuple[date, Running]]:
    """Whoever ends within 30 days, by last day: of several employments of one person the first."""
    soon = sorted(((r.last, r) for r in running if r.last and r.last <= today + ENDS_SOON), key=lambda one: one[0])
    first: dict[int, tuple[date, Running]] = {}
    for one in soon:
        first.setdefault(one[1].participant, one)
    return list(first.values())


def _ending(r: Running, last: date, name: Masked, places: Mapping[int, str], assessed: Assessed) -> Ending:
    done = assessed.get(r.id, set())
    return Ending(r.participant, name, _where(name, places.get(r.id, "")), last, len(done), "final" in done)


def _named(t: Pending, names: Names, places: Mapping[int, str], instead: Mapping[int, str] | None = None) -> Task:
    """`instead` names, by key, the case workers for whom one stands in."""
    if t.person is None:
        about = Masked(t.place, 0, 0) if t.place else NOBODY
        return Task(t.key, t.kind, NOBODY, about, t.due, None, None, t.last, t.since)
    name, worker = names[t.person]
    where = _where(name, t.place or places.get(t.employment or 0, ""))
    stands_for = (instead or {}).get(worker or 0, "")
    return Task(t.key, t.kind, name, where, t.due, t.person, worker, t.last, t.since, stands_for)


def _where(name: Masked, place: str) -> Masked:
    """The workplace of somebody, as secret as her name."""
    return Masked(place, name.person, name.level, HIDDEN)


def _perhaps_due(today: date, plan: Plan) -> Callable[[date, date, date | None], bool]:
    """Whether an employment (first day, last day, decision until) can give a task at all: of thousands under way few can."""
    low, high = today - LATE, today + AHEAD
    weeks = [timedelta(7 * week - 1) for week in (plan.first, plan.second)]
    spans = [(low - w, high - w) for w in weeks]
    last_end = max(today + WARNED, high + timedelta(plan.before_end))
    decided = today + WARNED

    def may(first: date, last: date, decision: date | None) -> bool:
        if last <= last_end or first >= low or (decision and decision <= decided):
            return True
        return any(early <= first <= late for early, late in spans)

    return may


def _running_tasks(
    key: int, person: int, first: date, last: date, decision: date | None, done: set[str], today: date, stepper: Stepper
) -> list[Pending]:
    """Assessments that are due, a decision or an employment that ends."""
    out: list[Pending] = []
    step = stepper.step(first, last, done, certified=True)  # certificates are told by the bank
    if step is not None:
        kind = "final" if step[0] == "final" else "assess"
        out.append(Pending(kind, f"assess:{key}:{step[0]}", person, step[1], key, "", last))
    warned = today + WARNED
    if decision and today <= decision <= warned:
        out.append(Pending("decision", f"decision:{key}", person, max(today, decision - timedelta(30)), key, "", last))
    if today <= last <= warned:
        month = last - timedelta(30)
        due = month if month > today else last
        out.append(Pending("ending", f"ending:{key}", person, due, key, "", last))
    return out
