"""Improvement: what workshops named, what is done about it, and the figure that it is meant to move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, NamedTuple

from amdesk.domain.errors import Refused
from amdesk.domain.record import Coded, Day, Declared, KeyOf, Line, Named, Note, typed_of
from amdesk.domain.results.frozen import FrozenReport
from amdesk.domain.texts import N_, Text, text

PLANNED, RUNNING, DONE, STOPPED = "planned", "running", "done", "stopped"
ACTION_STATES = {
    PLANNED: N_("Not begun"),
    RUNNING: N_("In progress"),
    DONE: N_("Done"),
    STOPPED: N_("Stopped"),
}
OPEN = (PLANNED, RUNNING)
NO_FIGURE = ""
"""The figure of an action that is not measured."""
ACTION_WORDS = 2000
"""Characters of a text about an action or a workshop."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workshop with supervisors: when, what it was about, who took part by role and number, and what was said. Nobody of the
    participants is named in it. Each field is declared once (see domain/record.py)."""

    id: int
    ref: str
    on_date: Annotated[date, Declared(N_("Day"), Day())]
    title: Annotated[str, Declared(N_("What it was about"), Line())]
    roles: Annotated[str, Declared(N_("Who took part"), Line())]
    words: Annotated[str, Declared(N_("What was said"), Note())]


@dataclass(frozen=True, slots=True)
class ActionStep:
    """One step of an action: who does it by when, and when it was done. Each field is declared once."""

    id: int
    title: Annotated[str, Declared(N_("What is done"), Line())]
    who: Annotated[str, Declared(N_("Who"), Line())]
    due: Annotated[date | None, Declared(N_("Due"), Day())]
    done_on: Annotated[date | None, Declared(N_("Done on"), Day(), typed=False)]


@dataclass(frozen=True, slots=True)
class ImprovementAction:
    """What is done, who owns it, by when, which figure of which report it is meant to move, and what may not be concluded from it.
    Each field is declared once; `report` is the kind of report in which its figure stands, "" where it is not measured."""

    id: int
    ref: str
    title: Annotated[str, Declared(N_("What it is called"), Line())]
    what: Annotated[str, Declared(N_("What is done"), Note())]
    owner: Annotated[str, Declared(N_("Owner"), Line())]
    begins: Annotated[date, Declared(N_("Begins"), Day())]
    due: Annotated[date, Declared(N_("Due"), Day())]
    state: Annotated[str, Declared(N_("State"), Named(tuple(ACTION_STATES.items())), typed=False)]
    report: Annotated[str, Declared(N_("Report with the figure"), Coded(), typed=False)]
    figure: Annotated[str, Declared(N_("The figure it is to move"), Coded())]
    caution: Annotated[str, Declared(N_("What may not be concluded from it"), Note())]
    workshop_id: Annotated[int | None, Declared(N_("Workshop"), KeyOf("workshop"))] = None
    done_on: Annotated[date | None, Declared(N_("Done on"), Day(), typed=False)] = None
    steps: tuple[ActionStep, ...] = ()

    @property
    def open(self) -> bool:
        return self.state in OPEN

    def late(self, today: date) -> bool:
        return self.open and self.due < today

    @property
    def steps_done(self) -> int:
        return sum(s.done_on is not None for s in self.steps)


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """A figure as one frozen report had it, of the period that ended on a day."""

    on: date
    count: int
    base: int | None
    percent: int | None
    number: str

    @property
    def height(self) -> int:
        """Percent, or the count where it is no share."""
        return self.count if self.percent is None else self.percent

    @property
    def said(self) -> str:
        return str(self.count) if self.percent is None else f"{self.percent} %"


class FigureCourse(NamedTuple):
    """A figure over time, from frozen reports alone: periods of the same length, the oldest first."""

    label: str
    points: tuple[CoursePoint, ...]

    def before(self, begins: date) -> CoursePoint | None:
        """The last point of a period that was over when the action began."""
        return next((p for p in reversed(self.points) if p.on < begins), None)

    def now(self, begins: date) -> CoursePoint | None:
        """The newest point of a period that was not."""
        return next((p for p in reversed(self.points) if p.on >= begins), None)


def course(reports: Sequence[FrozenReport], kind: str, figure: str, lang: str) -> FigureCourse:
    """The figure in every frozen report of a kind and of the whole unit, one for each period. Periods of other lengths than most have
    are left out: a figure of ten months is no point among those of one. Of a period frozen twice the latest stands."""
    wanted = [r for r in reports if r.kind == kind and r.whole]
    lengths = [_months(r) for r in wanted]
    usual = max(sorted(set(lengths)), key=lengths.count, default=0)
    label, points = "", {}
    for r in sorted(wanted, key=lambda one: (one.last, one.on, one.number)):
        found = r.figure(figure, lang)
        if _months(r) != usual or found is None or found.count is None:
            continue
        label = found.label
        points[r.last] = CoursePoint(r.last, found.count, found.base, found.percent, r.number)
    return FigureCourse(label, tuple(points.values()))


def _months(r: FrozenReport) -> int:
    """About how many months a period has."""
    return round(((r.last - r.first).days + 1) / 30.44)


def facts_of(a: ImprovementAction) -> dict[str, object]:
    """What a form or a command changes of an action; its figure is one thing, in whichever report it stands."""
    return {**typed_of(a), "figure": (a.report, a.figure) if a.figure else NO_FIGURE}


def checked_action(a: ImprovementAction) -> None:
    """Raises Refused for an action that cannot be kept: without title, owner or an order of its days, or with a figure of which nothing is
    said that may not be concluded."""
    for said, what in ((a.title, N_("what it is called")), (a.owner, N_("who owns it"))):
        if not said.strip():
            raise Refused(text(N_("The action does not say {what}. Write it."), what=Text(what)), "EMPTY")
    if a.due < a.begins:
        said = N_("The action is due {due}, before it begins {begins}. Change one of the days.")
        raise Refused(text(said, due=a.due, begins=a.begins), "ORDER")
    if a.figure and not a.caution.strip():
        said = N_("An action with a figure says what may not be concluded from the figure. Write it.")
        raise Refused(text(said), "CAUTION")
    too_long((a.title, 120), (a.what, ACTION_WORDS), (a.owner, 120), (a.caution, ACTION_WORDS))


def too_long(*said: tuple[str, int]) -> None:
    """Raises Refused for the first text that is longer than its limit in characters."""
    for words, most in said:
        if len(words) > most:
            told = N_("“{words} …” is longer than {most} characters. Shorten it.")
            raise Refused(text(told, words=words[:30], most=most), "LONG")
