"""The list of what is to be done, made from the bank's real state each time it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.domain.people.masked import Masked
from amdesk.domain.texts import N_, Text, plural

TASK_KINDS = {
    "find_place": (N_("Find a place"), "target", N_("Match")),
    "queue": (N_("Free place for the first in the queue"), "people", N_("Open")),
    "hold": (N_("A held place is to be given again"), "calendar", N_("Open")),
    "tentative": (N_("Tentative booking runs out"), "handshake", N_("Confirm")),
    "start": (N_("Start – confirm that the person came"), "calendar", N_("Open")),
    "notice": (N_("Start without a booking notice"), "mail", N_("Open")),
    "ask_participant": (N_("Ask about a new start"), "phone", N_("Open")),
    "ask_host": (N_("Ask the host when it can receive again"), "phone", N_("Open")),
    "assess": (N_("Assessment"), "clipboard_task", N_("Assess")),
    "final": (N_("Final assessment"), "clipboard_task", N_("Assess")),
    "certificate": (N_("Certificate – print and sign"), "certificate", N_("Open certificate")),
    "ending": (N_("Employment ends – what comes next?"), "clock_alarm", N_("Open")),
    "decision": (N_("Decision on subsidy ends"), "document", N_("Open")),
    "claim": (N_("Subsidy to claim"), "document", N_("Open")),
    "day90": (N_("Day 90 – follow up"), "history", N_("Follow up")),
    "stayed": (N_("Day 90 after an introduction – still there?"), "handshake", N_("Open")),
    "absent": (N_("Absence – what about this day?"), "clock_alarm", N_("Note")),
    "call": (N_("First day of absence – call"), "phone", N_("Call")),
    "day8": (N_("Day 8 of illness – ask for the certificate"), "document", N_("Open")),
    "talk": (N_("Contact by the rhythm"), "phone", N_("Talk")),
    "supervisors": (N_("Weekly list to supervisors"), "document_table", N_("Export")),
    "improve": (N_("Action of improvement is due"), "lightbulb", N_("Open")),
    "answer": (N_("Recommendation to answer"), "shield", N_("Open")),
    "rehearse": (N_("Rehearse a restore: fetch the printed recovery code"), "shield", N_("Rehearse")),
}
MARKS = {
    "find_place": N_("Find a place"), "queue": N_("Turn in a queue"), "hold": N_("Held place"), "tentative": N_("Tentative runs out"), "start": N_("Confirm the start"), "notice": N_("Booking notice"),
    "ask_participant": N_("Ask about a new start"), "ask_host": N_("Ask the host"), "assess": N_("Assessment"), "final": N_("Final assessment"),
    "certificate": N_("Certify"), "ending": N_("What comes next?"), "decision": N_("Decision ends"), "claim": N_("Subsidy to claim"), "day90": N_("Day 90"), "stayed": N_("Still at the employer?"),
    "absent": N_("Absence"), "call": N_("Call, first day"), "day8": N_("Certificate, day 8"), "talk": N_("Contact"),
    "supervisors": N_("Weekly list to supervisors"), "rehearse": N_("Rehearse a restore"),
    "improve": N_("Improvement"), "answer": N_("Answer"),
}  # fmt: skip
"""What stands in a mark beside a person's name."""
TASK_GROUPS = {"late": N_("Overdue"), "today": N_("Today"), "week": N_("This week"), "next": N_("Next week"),
               "later": N_("Later"), "nobody": N_("Nobody is responsible")}  # fmt: skip


class Task(NamedTuple):
    """One thing to do. `key` is stable so that done and postponed can be kept; `target` is what Enter opens."""

    key: str
    kind: str
    person: Masked
    """Nothing where it concerns nobody."""
    where: Masked
    due: date
    participant_id: int | None
    case_worker_id: int | None
    last: date | None = None
    """The last day of the employment it is about."""
    since: date | None = None
    """The day from which the person waits."""
    stands_for: str = ""
    """The case worker who is away, where it is in the list of whoever stands in."""

    @property
    def title(self) -> Text:
        return Text(TASK_KINDS[self.kind][0])

    @property
    def mark(self) -> Text:
        return Text(MARKS[self.kind])

    @property
    def icon(self) -> str:
        return TASK_KINDS[self.kind][1]

    @property
    def action(self) -> Text:
        return Text(TASK_KINDS[self.kind][2])


def group_of(due: date, today: date) -> str:
    """late, today, week, next or later."""
    sunday = today + timedelta(6 - today.weekday())
    if due < today:
        return "late"
    if due == today:
        return "today"
    if due <= sunday:
        return "week"
    return "next" if due <= sunday + timedelta(7) else "later"


KIND_LINES: Mapping[str, Callable[[int], Text]] = {
    "find_place": lambda n: plural("{count} person to find a place for", "{count} people to find a place for", n, count=n),
    "queue": lambda n: plural("{count} person whose turn it is in a queue", "{count} people whose turn it is in a queue", n, count=n),
    "tentative": lambda n: plural("{count} tentative booking runs out", "{count} tentative bookings run out", n, count=n),
    "start": lambda n: plural("{count} start to confirm", "{count} starts to confirm", n, count=n),
    "notice": lambda n: plural("{count} booking notice to make", "{count} booking notices to make", n, count=n),
    "ask_participant": lambda n: plural("{count} participant to ask about a new start", "{count} participants to ask about a new start", n, count=n),
    "ask_host": lambda n: plural("{count} host to ask", "{count} hosts to ask", n, count=n),
    "assess": lambda n: plural("{count} assessment", "{count} assessments", n, count=n),
    "certificate": lambda n: plural("{count} certificate to print", "{count} certificates to print", n, count=n),
    "ending": lambda n: plural("{count} employment that ends", "{count} employments that end", n, count=n),
    "decision": lambda n: plural("{count} decision on subsidy ends", "{count} decisions on subsidies end", n, count=n),
    "claim": lambda n: plural("{count} month of subsidy to claim", "{count} months of subsidy to claim", n, count=n),
    "stayed": lambda n: plural("{count} person who was hired to ask about", "{count} people who were hired to ask about", n, count=n),
    "absent": lambda n: plural("{count} absence to note", "{count} absences to note", n, count=n),
    "call": lambda n: plural("{count} first day of absence to call about", "{count} first days of absence to call about", n, count=n),
    "day8": lambda n: plural("{count} certificate of illness to ask for", "{count} certificates of illness to ask for", n, count=n),
    "talk": lambda n: plural("{count} contact by the rhythm", "{count} contacts by the rhythm", n, count=n),
    "day90": lambda n: plural("{count} follow-up on day 90", "{count} follow-ups on day 90", n, count=n),
}  # fmt: skip
"""What a line says that stands for several people."""
FAMILY = {"final": "assess"}
"""Kinds that stand in one line with another kind."""
MANY = 3
"""From so many people on who have one thing to do and no other, those of a kind stand in one line."""


class PersonDay:
    """One person and all that is to be done about her now, the most urgent first."""

    __slots__ = ("tasks",)

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.tasks = tasks

    @property
    def key(self) -> str:
        return f"person:{self.tasks[0].participant_id}"


class KindLine:
    """Several people with one thing of a kind each; of what concerns nobody, one task."""

    __slots__ = ("family", "group", "tasks")

    def __init__(self, group: str, family: str, tasks: Sequence[Task]) -> None:
        self.group, self.family, self.tasks = group, family, tasks

    @property
    def key(self) -> str:
        return f"kind:{self.group}:{self.family}"

    @property
    def said(self) -> Text:
        return KIND_LINES[self.family](len(self.tasks)) if self.family in KIND_LINES else self.tasks[0].title

    @property
    def opens(self) -> bool:
        """Whether it stands for people, who can be shown under it."""
        return self.tasks[0].participant_id is not None


class DayGroup:
    """What is due at one time. `size` counts things to do, not people; `later` those of them that stand here because they are
    about somebody who has something due at this time, and come later themselves."""

    __slots__ = ("code", "later", "rows", "size")

    def __init__(self, code: str, rows: Sequence[PersonDay | KindLine], size: int, later: int = 0) -> None:
        self.code, self.rows, self.size, self.later = code, rows, size, later


def orphaned(task: Task) -> bool:
    """Whether it is about somebody whom no case worker has: everybody's to take, and nobody's own."""
    return task.participant_id is not None and task.case_worker_id is None


def day_plan(tasks: Iterable[Task], today: date, me: int | None = None, *, mine: bool = False) -> list[DayGroup]:
    """The day by person: each stands once, where the most urgent that she has stands; mine before others'; then kinds that many
    have nothing but. Everything stands somewhere; groups without rows are left out. Where the day is somebody's own (`mine`)
    those whom nobody has stand apart, last."""
    people: dict[object, list[Task]] = {}
    for task in sorted(tasks, key=lambda t: (t.due, t.kind, t.person.order)):
        people.setdefault(task.participant_id or task.key, []).append(task)
    found: dict[str, tuple[list[PersonDay], dict[str, list[Task]]]] = {g: ([], {}) for g in TASK_GROUPS}
    for hers in people.values():
        rows, alone = found["nobody" if mine and orphaned(hers[0]) else group_of(hers[0].due, today)]
        if len(hers) > 1:
            rows.append(PersonDay(hers))
        else:
            alone.setdefault(FAMILY.get(hers[0].kind, hers[0].kind), []).append(hers[0])
    return [
        DayGroup(code, *_rows(code, rows, alone, me), _later(code, rows, today))
        for code, (rows, alone) in found.items()
        if rows or alone
    ]


def _later(code: str, rows: Sequence[PersonDay], today: date) -> int:
    """How many things come later than the group says, which one that names no time does of none."""
    return 0 if code == "nobody" else sum(group_of(t.due, today) != code for r in rows for t in r.tasks)


def _rows(
    code: str, people: list[PersonDay], alone: dict[str, list[Task]], me: int | None
) -> tuple[list[PersonDay | KindLine], int]:
    """The rows of a group, and how many things there are to do in them."""
    lines: list[KindLine] = []
    for family, some in alone.items():
        if len(some) >= MANY or some[0].participant_id is None:
            lines.append(KindLine(code, family, mine_first(some, me)))
        else:
            people += [PersonDay([one]) for one in some]
    people.sort(key=lambda r: (_others(r.tasks[0], me), r.tasks[0].due, r.tasks[0].kind, r.tasks[0].person.order))
    rows: list[PersonDay | KindLine] = [*people, *lines]
    return rows, sum(len(r.tasks) for r in rows)


def mine_first(tasks: Sequence[Task], me: int | None) -> list[Task]:
    return sorted(tasks, key=lambda t: (_others(t, me), t.due, t.person.order))


def _others(task: Task, me: int | None) -> bool:
    return me is not None and task.case_worker_id != me
