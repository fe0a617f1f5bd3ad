"""Improvement in the bank: workshops, actions with their steps, and the course of the figure that each is meant to move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from amdesk.db.bank import access_log
from amdesk.db.results import frozen as reports
from amdesk.db.results import improving as db
from amdesk.domain.change import moved, settle, touched
from amdesk.domain.errors import Refused
from amdesk.domain.record import columns, declared
from amdesk.domain.results.frozen import REPORT_KINDS
from amdesk.domain.results.improving import (
    ACTION_STATES,
    ACTION_WORDS,
    DONE,
    NO_FIGURE,
    PLANNED,
    RUNNING,
    ActionStep,
    FigureCourse,
    ImprovementAction,
    Workshop,
    checked_action,
    course,
    facts_of,
    too_long,
)
from amdesk.domain.texts import N_, Text, text
from amdesk.i18n import Words
from amdesk.services.bank.files import ended
from amdesk.services.bank.words import in_words
from amdesk.services.bank.work import Work
from amdesk.services.results.told import ToldFigures


@dataclass(frozen=True, slots=True)
class ImprovementList:
    """All actions, each with the course of its figure, and the workshops."""

    actions: tuple[ImprovementAction, ...]
    courses: tuple[FigureCourse, ...]
    workshops: tuple[Workshop, ...]

    def course(self, action: ImprovementAction) -> FigureCourse:
        return self.courses[self.actions.index(action)]

    def workshop(self, action: ImprovementAction) -> Workshop | None:
        return next((w for w in self.workshops if w.id == action.workshop_id), None)


class Improvements:
    def __init__(self, work: Work) -> None:
        self.work = work

    # reading

    def listed(self, *, outside: bool = False) -> ImprovementList:
        """Open actions by due day, then the others; each with its course. For others than the unit of those reports alone that told
        the figure when they were given out."""
        bank, lang = self.work.bank, self.work.lang
        with bank.read():
            actions, frozen = tuple(db.actions(bank)), reports.listed(bank)
            told = ToldFigures(bank) if outside else None
            courses = tuple(
                course([r for r in frozen if told is None or told.tells(r, a.figure)], a.report, a.figure, lang)
                for a in actions
            )
            return ImprovementList(actions, courses, tuple(db.workshops(bank)))

    def action(self, ref: str) -> ImprovementAction:
        """Raises Refused for one that there is not."""
        every = db.actions(self.work.bank)
        found = next((a for a in every if a.ref == ref.strip().upper()), None)
        if found is None:
            known = ", ".join(a.ref for a in every[:5]) or "–"
            raise Refused(text(N_("There is no action {ref}. There are: {known}."), ref=ref, known=known), "NO_ACTION")
        return found

    def measurable(self) -> list[tuple[str, str, str]]:
        """(kind of report, id, label) of every figure that an action can be meant to move: those of the frozen reports."""
        out: dict[tuple[str, str], str] = {}
        for r in reports.listed(self.work.bank):
            if r.whole:
                for f in r.figures(self.work.lang):
                    out.setdefault((r.kind, f.id), f.label)
        return [(kind, ident, label) for (kind, ident), label in out.items()]

    # files

    def save(self, path: Path, lang: str = "sv", *, every: bool = False, outside: bool = False) -> None:
        """The list as .xlsx: of units and their work, and it says for whom it is. Raises WrongUse, BadFile."""
        from amdesk.export.improving import actions_table
        from amdesk.export.xlsx import write_book

        ended(path, ".xlsx")
        found, words = self.listed(outside=outside), Words(lang, self.work.today)
        audience = "outside" if outside else "inside"
        shown = [(a, found.course(a)) for a in found.actions if every or a.open]
        for _ in write_book(path, [actions_table(shown, words, audience)]):
            pass
        access_log.log_read(self.work.bank, "export_improvement", None)

    # writing

    def add_workshop(self, on: date, title: str, roles: str, words: str = "") -> Workshop:
        """A workshop that was held. Raises Refused for a day to come, or without title."""
        if on > self.work.today:
            raise Refused(
                text(N_("The workshop is on a day that has not come. Write it down when it was held.")), "FUTURE"
            )
        if not title.strip():
            raise Refused(text(N_("Write what the workshop was about.")), "EMPTY")
        too_long((title, 120), (roles, 120), (words, ACTION_WORDS))
        bank = self.work.bank
        with bank.write(text(N_("Workshop added: {title}"), title=title.strip())):
            ref = db.next_ref(bank, "workshop", "W")
            key = db.add(bank, "workshop", {"ref": ref, **kept_words(Workshop(0, ref, on, title, roles, words))})
        return next(w for w in db.workshops(bank) if w.id == key)

    def add(self, action: ImprovementAction) -> ImprovementAction:
        """A new action; its key, reference and steps are given here. Raises Refused for what no action can be."""
        self._checked(action)
        bank = self.work.bank
        with bank.write(text(N_("Action added: {title}"), title=action.title)):
            ref = db.next_ref(bank, "improvement", "A")
            key = db.add(bank, "improvement", {"ref": ref, **_values(action)})
            for s in action.steps:
                db.add(bank, "improvement_step", {"improvement_id": key, **kept_words(s)})
        return self.action(ref)

    def change(self, action: ImprovementAction, given: Mapping[str, object]) -> ImprovementAction:
        """Facts of an action, each a Change as a form sends it, or what is to stand there; the `figure` is (kind of report, id).
        Raises Refused, also where somebody else has changed one of them."""
        if touched(given):
            with self._held(action, text(N_("Action changed: {title}"), title=action.title)):
                now = self.action(action.ref)
                left = settle(given, {n: facts_of(now)[n] for n in given}, self._say)
                if left:
                    db.change(self.work.bank, "improvement", action.id, self._differing(now, left))
        return self.action(action.ref)

    def _differing(self, now: ImprovementAction, left: Mapping[str, object]) -> dict[str, object]:
        """The columns of what is left to store. Raises Refused for what no action can be."""
        columns = dict(left)
        if "figure" in columns:
            figure = columns["figure"]
            columns["report"], columns["figure"] = figure if isinstance(figure, tuple) else ("", NO_FIGURE)
        after = replace(now, **columns)  # type: ignore[arg-type]  # of its own fields
        checked_action(after)
        if after.figure != now.figure or after.report != now.report:
            self._measured(after)
        was, wanted = _values(now), _values(after)
        return {column: value for column, value in wanted.items() if value != was[column]}

    def _say(self, name: str, now: object) -> tuple[Text, object]:
        field = declared(ImprovementAction)[name]
        if name == "figure":
            labels = {m[:2]: m[2] for m in self.measurable()}
            return Text(field.label), labels.get(now, now[1]) if isinstance(now, tuple) else now
        if name == "workshop_id":
            return Text(field.label), next((w.title for w in db.workshops(self.work.bank) if w.id == now), now)
        return Text(field.label), in_words(self.work, field.kind, now)

    def set_state(self, action: ImprovementAction, state: str) -> ImprovementAction:
        """Begun, done, stopped or not begun. Raises Refused where somebody changed it meanwhile."""
        said = text(N_("Action {title}: {state}"), title=action.title, state=Text(ACTION_STATES[state]))
        with self._held(action, said) as row:
            if row["state"] != action.state:
                raise moved(Text(N_("Action")), Text(ACTION_STATES[row["state"]]))
            done = self.work.today if state == DONE else None
            db.change(self.work.bank, "improvement", action.id, {"state": state, "done_on": done})
        return self.action(action.ref)

    def add_step(
        self, action: ImprovementAction, title: str, who: str = "", due: date | None = None
    ) -> ImprovementAction:
        """One more step. Raises Refused without words."""
        if not title.strip():
            raise Refused(text(N_("Write what the step is.")), "EMPTY")
        too_long((title, 120), (who, 120))
        with self._held(action, text(N_("Step added: {title}"), title=title.strip())):
            step = {"improvement_id": action.id, **kept_words(ActionStep(0, title, who, due, None))}
            db.add(self.work.bank, "improvement_step", step)
        return self.action(action.ref)

    def tick(self, action: ImprovementAction, step: ActionStep, *, done: bool) -> ImprovementAction:
        """A step is done, or not done after all; the first that is done begins the action."""
        said = N_("Step done: {title}") if done else N_("Step not done: {title}")
        with self._held(action, text(said, title=step.title)) as row:
            if db.held(self.work.bank, "improvement_step", step.id) is None:
                raise gone()
            day = self.work.today if done else None
            db.change(self.work.bank, "improvement_step", step.id, {"done_on": day})
            if done and row["state"] == PLANNED:
                db.change(self.work.bank, "improvement", action.id, {"state": RUNNING})
        return self.action(action.ref)

    @contextmanager
    def _held(self, action: ImprovementAction, said: Text) -> Iterator[db.Values]:
        bank = self.work.bank
        with bank.write(said):
            row = db.held(bank, "improvement", action.id)
            if row is None:
                raise gone()
            yield row

    def _checked(self, action: ImprovementAction) -> None:
        checked_action(action)
        self._measured(action)

    def _measured(self, action: ImprovementAction) -> None:
        if action.report and action.report not in REPORT_KINDS:
            raise Refused(text(N_("There is no report {kind}."), kind=action.report), "KIND")
        if action.figure and (action.report, action.figure) not in {m[:2] for m in self.measurable()}:
            said = N_("No frozen report has the figure {figure}. Freeze a report that has it, then choose it.")
            raise Refused(text(said, figure=action.figure), "FIGURE")


def gone() -> Refused:
    return Refused(text(N_("It is no longer in the bank: somebody took it away.")), "GONE")


def kept_words(one: object) -> dict[str, object]:
    """What the columns of a record hold; its words without blanks around them."""
    kind: type = type(one)
    values = {f.name: getattr(one, f.name) for f in columns(kind)}
    return {name: v.strip() if isinstance(v, str) else v for name, v in values.items()}


def _values(a: ImprovementAction) -> dict[str, object]:
    return kept_words(a if a.figure else replace(a, report=""))
