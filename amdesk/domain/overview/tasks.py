"""The list of what is to be done, made from the bank's real state each time it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.domain.texts import N_, Text

TASK_KINDS = {
    "find_place": (N_("Find a place"), "target", N_("Match")),
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
    "day90": (N_("Day 90 – follow up"), "history", N_("Follow up")),
    "supervisors": (N_("Weekly list to supervisors"), "document_table", N_("Export")),
}
TASK_GROUPS = {"late": N_("Overdue"), "today": N_("Today"), "week": N_("This week"), "next": N_("Next week")}


class Task(NamedTuple):
    """One thing to do. `key` is stable so that done and postponed can be kept; `target` is what Enter opens."""

    key: str
    kind: str
    person: str
    where: str
    due: date
    participant_id: int | None
    case_worker_id: int | None
    last: date | None = None
    """The last day of the employment it is about."""
    since: date | None = None
    """The day from which the person waits."""

    @property
    def title(self) -> Text:
        return Text(TASK_KINDS[self.kind][0])

    @property
    def icon(self) -> str:
        return TASK_KINDS[self.kind][1]

    @property
    def action(self) -> Text:
        return Text(TASK_KINDS[self.kind][2])


def group_of(due: date, today: date) -> str:
    """late, today, week or next; things further away have no group."""
    sunday = today + timedelta(6 - today.weekday())
    if due < today:
        return "late"
    if due == today:
        return "today"
    if due <= sunday:
        return "week"
    return "next" if due <= sunday + timedelta(7) else ""


def grouped(tasks: Iterable[Task], today: date) -> list[tuple[str, list[Task]]]:
    """Tasks in groups, each by day and then by kind and name; groups without tasks are left out."""
    groups: dict[str, list[Task]] = {g: [] for g in TASK_GROUPS}
    for task in sorted(tasks, key=lambda t: (t.due, t.kind, t.person)):
        if group := group_of(task.due, today):
            groups[group].append(task)
    return [(g, found) for g, found in groups.items() if found]
