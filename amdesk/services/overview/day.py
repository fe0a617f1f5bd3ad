"""Översikt: key figures, what is to be done, and who ends soon. Everything is counted from the bank when asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from amdesk.db.overview import counts as db
from amdesk.db.people import participants as people
from amdesk.db.port import Row, insert, rows, update, value
from amdesk.domain.booking.plan import CONSEQUENCES, FOLLOWED_UP_AFTER, Plan, assessment_days
from amdesk.domain.overview.day import Ending, Figures, Overview
from amdesk.domain.overview.tasks import Task
from amdesk.domain.people.participant import MASK
from amdesk.domain.texts import N_, text
from amdesk.services.work import Work

AHEAD = timedelta(days=14)
BEHIND = timedelta(days=21)
WARNED = timedelta(days=60)
ASKED_WITHIN = timedelta(days=60)
SHOWN_ENDING = 200
Assessed = dict[int, set[str]]
Found = tuple[str, str, int | None, date, int | None, str]
"""A task before it has names: kind, key, person, due, employment, placement."""


class Overviews:
    def __init__(self, work: Work) -> None:
        self.work = work

    def overview(self, free_own: int, free_external: int, mine: int | None = None, limit: int = 10_000) -> Overview:
        """The page but for the free places, which the placement bank counts.

        `mine` names a case worker whose tasks alone are listed (with those of nobody); `limit` cuts the list after the
        most urgent. Figures are always the whole unit's.
        """
        bank, today = self.work.bank, self.work.today
        waiting, running, assessed = db.waiting(bank, today), db.running(bank, today), db.assessed(bank, today)
        due, late, first_due = db.day90_due(bank, today, today + AHEAD, mine, limit)
        found = self._waiting_tasks(waiting, mine) + self._of_running(running, assessed, mine)
        found += [("day90", f"day90:{e}", p, date.fromisoformat(d) + FOLLOWED_UP_AFTER, e, "") for e, p, d in first_due]
        found += [
            ("certificate", f"certificate:{e}", p, date.fromisoformat(d), None, q)
            for e, p, d, q in db.certificates(bank, today, mine, limit)
        ]
        found += self._booking_tasks() + self._notice_tasks() + self._reason_tasks()
        monday = today - timedelta(today.weekday())
        found.append(("supervisors", f"supervisors:{monday.isoformat()}", None, monday, None, ""))
        month = (today + timedelta(30)).isoformat()
        soon = sorted((r for r in running if r[3] and r[3] <= month), key=lambda r: r[3])
        tasks = self._wanted(found, mine, limit)
        names = self._names([t[2] for t in tasks] + [r[1] for r in soon[:SHOWN_ENDING]])
        places = db.place_names(bank, [*(t[4] for t in tasks if t[4]), *(r[0] for r in soon[:SHOWN_ENDING])])
        waits = [(today - date.fromisoformat(r[1])).days for r in waiting]
        final = [("final" in assessed.get(r[0], ())) for r in soon]
        figures = Figures(
            free_own + free_external, free_own, free_external, len(waits), max(waits, default=0), len(running),
            sum(r[4] == "in_house" for r in running), sum(r[4] == "external" for r in running), len(soon),
            len(soon) - sum(final), due, late,
        )  # fmt: skip
        ending = [
            Ending(r[1], names[r[1]][0], places.get(r[0], ""), date.fromisoformat(r[3]), len(assessed.get(r[0], ())), done)
            for r, done in zip(soon, final[:SHOWN_ENDING], strict=False)
        ]  # fmt: skip
        ending.sort(key=lambda e: (e.day, e.name))
        shown = [
            Task(key, kind, *((names[p][0], place or places.get(e or 0, ""), day, p, names[p][1]) if p else ("", place, day, None, None)))
            for kind, key, p, day, e, place in tasks if p is None or p in names
        ]  # fmt: skip
        return Overview(figures, shown, ending)

    def _wanted(self, found: list[Found], mine: int | None, limit: int) -> list[Found]:
        """Without what is done or postponed and what is somebody else's; the most urgent first."""
        marks, today = db.marks(self.work.bank), self.work.today
        kept = [f for f in found if _wanted(marks.get(f[1], ""), today)]
        kept.sort(key=lambda f: (f[3], f[0]))
        if mine is None:
            return kept[:limit]
        workers = people.named(self.work.bank, [f[2] for f in kept if f[2]])
        return [
            f for f in kept if f[2] is None or (f[2] in workers and workers[f[2]]["case_worker_id"] in {None, mine})
        ][:limit]

    def _names(self, ids: list[int | None]) -> dict[int, tuple[str, int | None]]:
        """Name (or mask, or number) and case worker of each person."""
        found = people.named(self.work.bank, (i for i in ids if i))
        return {
            i: (MASK if r["protection"] else r["name"] or r["number"], r["case_worker_id"]) for i, r in found.items()
        }

    def _waiting_tasks(self, waiting: list[tuple[Any, ...]], mine: int | None) -> list[Found]:
        """Somebody who has waited a week; due at once after a month."""
        today = self.work.today
        out: list[Found] = []
        for key, since, worker in waiting:
            begun = date.fromisoformat(since)
            if (today - begun).days >= 7 and (mine is None or worker in {None, mine}):
                out.append(("find_place", f"find:{key}", key, max(today, begun + timedelta(30)), None, ""))
        return out

    def _of_running(self, running: list[tuple[Any, ...]], assessed: Assessed, mine: int | None) -> list[Found]:
        out: list[Found] = []
        plan = self.work.plan
        workers = db.workers(self.work.bank) if mine is not None else {}
        today, may = self.work.today, _perhaps_due(self.work.today, plan)
        for key, person, first, last, _kind, decision, _place in running:
            if last and may(first, last, decision) and (mine is None or workers.get(person) in {None, mine}):
                out += _running_tasks(key, person, first, last, decision, assessed.get(key, set()), today, plan)
        return out

    def _booking_tasks(self) -> list[Found]:
        """Reservations that run out, and starts to confirm."""
        found = rows(
            self.work.bank,
            "select b.id, b.participant_id as p, b.status, coalesce(b.expires_on, b.from_date) as due, q.name from booking b "
            "join placement q on q.id = b.placement_id where b.void = 0 and b.status in ('reserved', 'booked') "
            "and (b.status = 'reserved' or b.from_date <= :day)",
            day=self.work.today.isoformat(),
        )
        kinds = {"reserved": "tentative", "booked": "start"}
        return [
            _task(
                f"{kinds[b['status']]}:{b['id']}", kinds[b["status"]], b["p"], b["name"], date.fromisoformat(b["due"])
            )
            for b in found
        ]

    def _notice_tasks(self) -> list[Found]:
        """Booked starts within two weeks whose notice nobody has made; due five days before."""
        found = rows(
            self.work.bank,
            "select b.id, b.participant_id as p, b.from_date, q.name from booking b join placement q on q.id = b.placement_id "
            "where b.void = 0 and b.status = 'booked' and b.notice_on is null and b.from_date between :day and :last",
            day=self.work.today.isoformat(), last=(self.work.today + AHEAD).isoformat(),
        )  # fmt: skip
        return [
            _task(
                f"notice:{b['id']}",
                "notice",
                b["p"],
                b["name"],
                max(self.work.today, date.fromisoformat(b["from_date"]) - timedelta(5)),
            )
            for b in found
        ]

    def _reason_tasks(self) -> list[Found]:
        """What follows from a reason: the participant or the host is asked, until she has a booking again."""
        reasons = ", ".join(f"'{code}'" for code in CONSEQUENCES)
        found = rows(
            self.work.bank,
            "select b.id, b.participant_id as p, b.reason, b.closed_on, q.name from booking b join placement q on q.id = b.placement_id "
            f"where b.void = 0 and b.status in ('ended', 'cancelled') and b.reason in ({reasons}) and b.closed_on >= :since and not exists "
            "(select 1 from booking n where n.participant_id = b.participant_id and n.void = 0 and n.id > b.id)",
            since=(self.work.today - ASKED_WITHIN).isoformat(),
        )  # fmt: skip
        out = []
        for b in found:
            who, days = CONSEQUENCES[b["reason"]]
            due = date.fromisoformat(b["closed_on"]) + timedelta(days)
            out.append(_task(f"ask_{who}:{b['id']}", f"ask_{who}", b["p"], b["name"], due))
        return out

    def mark(self, task: Task, until: date | None) -> None:
        """Done (None) or postponed to a day."""
        label = N_("Done: {task}") if until is None else N_("Postponed: {task}")
        with self.work.bank.write(text(label, task=task.title)):
            kept = value(self.work.bank, "select id from task_mark where task = :t", t=task.key)
            day = until.isoformat() if until else None
            if kept is None:
                insert(self.work.bank, "task_mark", task=task.key, until=day, on_date=self.work.today.isoformat())
            else:
                update(self.work.bank, "task_mark", kept, until=day, void=0)

    def followups(self) -> list[Row]:
        """Every employment that has ended, with what is known of day 90."""
        return rows(
            self.work.bank,
            "select e.ref as employment, coalesce(e.ended_on, e.to_date) as last, coalesce(f.contact, 'not_due') as contact, "
            "coalesce(f.situation, 'not_known') as situation, e.end_reason, coalesce(f.plan_city, 'not_known') as plan_city, "
            "coalesce(f.plan_pes, 'not_known') as plan_pes from employment e left join followup f on f.employment_id = e.id and f.void = 0 "
            "where e.void = 0 and e.cancelled = 0 and coalesce(e.ended_on, e.to_date) < :day order by last, e.id",
            day=self.work.today.isoformat(),
        )


def _wanted(until: str | None, today: date) -> bool:
    """A task that was done has no day, one that was postponed comes back on its day."""
    return until == "" or (until is not None and until <= today.isoformat())


def _task(key: str, kind: str, person: int | None, where: str, due: date) -> Found:
    return kind, key, person, due, None, where


def _perhaps_due(today: date, plan: Plan) -> Callable[[str, str, str | None], bool]:
    """Whether an employment (first day, last day, decision until) can give a task at all, told from its dates as text: of
    thousands under way few can."""
    low, high = today - BEHIND, today + AHEAD
    weeks = [timedelta(7 * week - 1) for week in (plan.first, plan.second)]
    spans = [((low - w).isoformat(), (high - w).isoformat()) for w in weeks]
    last_end = max(today + WARNED, high + timedelta(plan.before_end)).isoformat()
    new, decided = low.isoformat(), (today + WARNED).isoformat()

    def may(first: str, last: str, decision: str | None) -> bool:
        if last <= last_end or first >= new or (decision and decision <= decided):
            return True
        return any(early <= first <= late for early, late in spans)

    return may


def _running_tasks(
    key: int, person: int, first: str, last: str, decision: str | None, done: set[str], today: date, plan: Plan
) -> list[Found]:
    """Assessments that are due, a decision or an employment that ends."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    out: list[Found] = []
    for occasion, day in assessment_days(start, end, plan):
        if occasion not in done and today - BEHIND <= day <= today + AHEAD:
            out.append(("final" if occasion == "final" else "assess", f"assess:{key}:{occasion}", person, day, key, ""))
    if decision and 0 <= (until := date.fromisoformat(decision) - today).days <= WARNED.days:
        out.append(("decision", f"decision:{key}", person, max(today, today + until - timedelta(30)), key, ""))
    left = (end - today).days
    if 0 <= left <= WARNED.days:
        out.append(("ending", f"ending:{key}", person, max(today, end - timedelta(30)) if left > 30 else end, key, ""))
    return out
