"""Översikt: key figures, what is to be done, and who ends soon. Everything is counted from the bank when asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from amdesk.db import participants as people
from amdesk.db.port import Row, insert, rows, update, value
from amdesk.domain.booking import CONSEQUENCES, assessment_days
from amdesk.domain.errors import Refused
from amdesk.domain.participant import MASK
from amdesk.domain.tasks import Task
from amdesk.domain.texts import N_, text
from amdesk.services.work import Work

AHEAD = timedelta(days=14)
ASKED_WITHIN = timedelta(days=60)
CONTACTS = ("contacted", "not_contacted", "not_due")
Assessed = dict[int, set[str]]
Due = list[tuple[int, int, date]]
SITUATIONS = ("work", "studies", "unemployment_fund", "other", "not_known")


@dataclass(frozen=True, slots=True)
class Figures:
    """The five figures of the band and what is said under them."""

    free: int
    free_own: int
    free_external: int
    waiting: int
    longest_wait: int
    running: int
    running_own: int
    running_external: int
    ending: int
    ending_unassessed: int
    day90: int
    day90_late: int


@dataclass(frozen=True, slots=True)
class Ending:
    """One person whose employment ends soon."""

    participant_id: int
    name: str
    place: str
    day: date
    assessed: int
    final: bool


@dataclass(frozen=True, slots=True)
class Overview:
    figures: Figures
    tasks: Sequence[Task]
    ending: Sequence[Ending]


class Overviews:
    def __init__(self, work: Work) -> None:
        self.work = work

    def overview(self, free_own: int, free_external: int) -> Overview:
        """The page but for the free places, which the placement bank counts."""
        today = self.work.today
        waiting = people.waiting(self.work.bank, today)
        running, assessed = self._running(), self._assessed()
        late, due = self._day90()
        tasks = self._tasks(waiting, running, assessed, due)
        soon = [e for e in running if e["last"] and (date.fromisoformat(e["last"]) - today).days <= 30]
        names = self._names([t.participant_id for t in tasks] + [e["participant_id"] for e in soon])
        waits = [(today - date.fromisoformat(r["registered_on"])).days for r in waiting]
        ending = [
            Ending(
                e["participant_id"], names[e["participant_id"]][0], e["place"], date.fromisoformat(e["last"]),
                len(assessed.get(e["id"], ())), "final" in assessed.get(e["id"], ()),
            )
            for e in soon if e["participant_id"] in names
        ]  # fmt: skip
        figures = Figures(
            free_own + free_external, free_own, free_external, len(waits), max(waits, default=0), len(running),
            sum(e["kind"] == "in_house" for e in running), sum(e["kind"] == "external" for e in running), len(ending),
            sum(not e.final for e in ending), len(due), len(late),
        )  # fmt: skip
        ending.sort(key=lambda e: (e.day, e.name))
        shown = [
            replace(t, person=names[t.participant_id][0], case_worker_id=names[t.participant_id][1])
            if t.participant_id
            else t
            for t in tasks
            if t.participant_id is None or t.participant_id in names
        ]
        return Overview(figures, shown, ending)

    def _names(self, ids: list[int | None]) -> dict[int, tuple[str, int | None]]:
        """Name (or mask, or number) and case worker of each person."""
        found = people.named(self.work.bank, (i for i in ids if i))
        return {
            i: (MASK if r["protection"] else r["name"] or r["number"], r["case_worker_id"]) for i, r in found.items()
        }

    def _running(self) -> list[Row]:
        return rows(
            self.work.bank,
            "select e.id, e.participant_id, e.from_date, coalesce(e.ended_on, e.to_date) as last, e.kind, e.decision_to, "
            "coalesce(q.name, e.placement_text) as place from employment e "
            "left join placement q on q.id = e.placement_id where e.void = 0 and e.cancelled = 0 and e.ended_on is null and e.from_date <= :day "
            "and (e.to_date is null or e.to_date >= :day) and (not exists (select 1 from booking b where b.employment_id = e.id and b.void = 0) "
            "or exists (select 1 from booking b where b.employment_id = e.id and b.void = 0 and b.status in ('started', 'ended')))",
            day=self.work.today.isoformat(),
        )

    def _assessed(self) -> dict[int, set[str]]:
        out: dict[int, set[str]] = {}
        for r in self.work.bank.query(
            "select a.employment_id, a.occasion from assessment a join employment e on e.id = a.employment_id "
            "where a.void = 0 and a.finished = 1 and (e.to_date is null or e.to_date >= :day)",
            {"day": self.work.today.isoformat()},
        ):
            out.setdefault(r["employment_id"], set()).add(r["occasion"])
        return out

    def _day90(self) -> tuple[list[tuple[int, int, date]], list[tuple[int, int, date]]]:
        """(late, due until the end of next week): (employment, participant, day 90), not followed up."""
        today = self.work.today
        found = rows(
            self.work.bank,
            "select e.id, e.participant_id, coalesce(e.ended_on, e.to_date) as last from employment e where e.void = 0 and e.cancelled = 0 "
            "and coalesce(e.ended_on, e.to_date) between :first and :last and not exists "
            "(select 1 from followup f where f.employment_id = e.id and f.void = 0 and f.contact <> 'not_due')",
            first=(today - timedelta(90 + 275)).isoformat(), last=(today - timedelta(90) + AHEAD).isoformat(),
        )  # fmt: skip
        due = [(r["id"], r["participant_id"], date.fromisoformat(r["last"]) + timedelta(90)) for r in found]
        return [d for d in due if d[2] < today], due

    def _tasks(self, waiting: list[Row], running: list[Row], assessed: Assessed, due: Due) -> list[Task]:
        """Everything to do, by person's key; names are filled in afterwards, for these alone."""
        today = self.work.today
        out = [t for r in waiting if (t := _find_task(r, today))]
        out += self._booking_tasks() + self._notice_tasks() + self._reason_tasks() + self._certificate_tasks()
        for e in running:
            out += _running_tasks(e, assessed.get(e["id"], set()), today)
        out += [_task(f"day90:{employment}", "day90", person, "", day) for employment, person, day in due]
        monday = today - timedelta(today.weekday())
        out.append(_task(f"supervisors:{monday.isoformat()}", "supervisors", None, "", monday))
        marks = self._marks()
        return [t for t in out if _wanted(marks.get(t.key, ""), today)]

    def _booking_tasks(self) -> list[Task]:
        """Reservations that run out, and starts to confirm."""
        found = rows(
            self.work.bank,
            "select b.id, b.participant_id as p, b.status, coalesce(b.expires_on, b.from_date) as due, q.name from booking b "
            "join placement q on q.id = b.placement_id where b.void = 0 and b.status in ('reserved', 'booked', 'started') "
            "and b.status <> 'started' and (b.status = 'reserved' or b.from_date <= :day)",
            day=self.work.today.isoformat(),
        )
        kinds = {"reserved": "tentative", "booked": "start"}
        return [
            _task(
                f"{kinds[b['status']]}:{b['id']}", kinds[b["status"]], b["p"], b["name"], date.fromisoformat(b["due"])
            )
            for b in found
        ]

    def _notice_tasks(self) -> list[Task]:
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

    def _reason_tasks(self) -> list[Task]:
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

    def _certificate_tasks(self) -> list[Task]:
        """Ended with a final assessment, but no certificate yet."""
        today = self.work.today
        found = rows(
            self.work.bank,
            "select e.id, e.participant_id as p, coalesce(e.ended_on, e.to_date) as last, coalesce(q.name, e.placement_text) as place "
            "from employment e left join placement q on q.id = e.placement_id where e.void = 0 and e.cancelled = 0 "
            "and e.to_date between :first and :far and coalesce(e.ended_on, e.to_date) between :first and :last and exists "
            "(select 1 from assessment a where a.employment_id = e.id and a.void = 0 and a.occasion = 'final' and a.finished = 1) "
            "and not exists (select 1 from certificate c where c.employment_id = e.id and c.void = 0)",
            first=(today - timedelta(60)).isoformat(), last=(today + timedelta(3)).isoformat(), far=(today + timedelta(800)).isoformat(),
        )  # fmt: skip
        return [
            _task(f"certificate:{e['id']}", "certificate", e["p"], e["place"], date.fromisoformat(e["last"]))
            for e in found
        ]

    def _marks(self) -> dict[str, str | None]:
        return {r["task"]: r["until"] for r in rows(self.work.bank, "select task, until from task_mark where void = 0")}

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

    def follow_up(
        self, employment_id: int, contact: str, situation: str, plan_city: str, plan_pes: str, source: str, note: str
    ) -> None:
        """Where the person was on day 90. Raises Refused for a word that is none, or before the employment has ended."""
        if contact not in CONTACTS or situation not in SITUATIONS:
            raise Refused(text(N_("Choose how contact was made and what the situation was.")), "MISSING")
        found = rows(
            self.work.bank,
            "select participant_id, coalesce(ended_on, to_date) as last from employment where id = :id and void = 0",
            id=employment_id,
        )
        if not found or found[0]["last"] is None or found[0]["last"] > self.work.today.isoformat():
            raise Refused(text(N_("The employment has not ended, so there is nothing to follow up yet.")), "NOT_ENDED")
        person = self.work.participant(int(found[0]["participant_id"]))
        values = {
            "contact": contact,
            "situation": situation,
            "plan_city": plan_city,
            "plan_pes": plan_pes,
            "source": source,
            "note": note.strip(),
            "on_date": self.work.today.isoformat(),
        }
        with self.work.bank.write(text(N_("Day 90 followed up: {name}"), name=person.shown_name)):
            kept = value(
                self.work.bank, "select id from followup where employment_id = :e and void = 0", e=employment_id
            )
            if kept is None:
                insert(self.work.bank, "followup", employment_id=employment_id, participant_id=person.id, **values)
            else:
                update(self.work.bank, "followup", kept, **values)

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


def _task(key: str, kind: str, person: int | None, where: str, due: date) -> Task:
    return Task(key, kind, "", where, due, person, None)


def _find_task(r: Row, today: date) -> Task | None:
    """Somebody who has waited a week; due at once after a month."""
    since = date.fromisoformat(r["registered_on"])
    waited = (today - since).days
    if waited < 7:
        return None
    return _task(
        f"find:{r['id']}", "find_place", r["id"], "", max(today, since + timedelta(30)) if waited < 30 else today
    )


def _running_tasks(e: Row, done: set[str], today: date) -> list[Task]:
    """Assessments that are due, a decision or an employment that ends."""
    if not e["last"]:
        return []
    start, last, person, place = (
        date.fromisoformat(e["from_date"]),
        date.fromisoformat(e["last"]),
        e["participant_id"],
        e["place"],
    )
    out = []
    for occasion, day in assessment_days(start, last):
        if occasion not in done and today - timedelta(21) <= day <= today + AHEAD:
            out.append(
                _task(f"assess:{e['id']}:{occasion}", "final" if occasion == "final" else "assess", person, place, day)
            )
    if e["decision_to"] and 0 <= (date.fromisoformat(e["decision_to"]) - today).days <= 60:
        out.append(
            _task(
                f"decision:{e['id']}",
                "decision",
                person,
                place,
                max(today, date.fromisoformat(e["decision_to"]) - timedelta(30)),
            )
        )
    left = (last - today).days
    if 0 <= left <= 60:
        out.append(
            _task(f"ending:{e['id']}", "ending", person, place, max(today, last - timedelta(30)) if left > 30 else last)
        )
    return out
