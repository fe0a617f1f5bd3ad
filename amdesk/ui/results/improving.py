"""Förbättring: actions with owner, day and state, and the course of the figure that each is meant to move."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Unpack

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from amdesk.domain.results.improving import (
    ACTION_STATES,
    DONE,
    PLANNED,
    RUNNING,
    STOPPED,
    ActionStep,
    FigureCourse,
    ImprovementAction,
)
from amdesk.ui.guidance.tabs import development_tabs
from amdesk.ui.kit.basic import CheckBox, Elided, Panel, Segments, button, clear, label
from amdesk.ui.kit.menu import MenuAct, offer_acts
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.relay import in_columns
from amdesk.ui.kit.rows import RowsModel, after_act
from amdesk.ui.kit.saving import ask_file
from amdesk.ui.kit.states import EmptyState
from amdesk.ui.results.course import CourseChart
from amdesk.ui.results.improve_form import ActionChoices, ActionDialog, ActionStepDialog, WorkshopDialog
from amdesk.ui.results.improve_list import ActionRow, ImproveDelegate, action_state, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amdesk.services.desk import Desk
    from amdesk.services.results.improving import ImprovementList
    from amdesk.ui.kit.shell import Shell, Visit

ACT = "improving.change"


class ImprovementRead(NamedTuple):
    """What the page shows, and what its form can choose from."""

    found: ImprovementList
    figures: Sequence[tuple[str, str, str]]


class ImprovementPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Development"))
        t = self.t
        self.read: ImprovementRead | None = None
        self.at: str | None = None
        """The reference of the action that is shown."""
        self.left.addWidget(development_tabs(shell, "improvement"))
        self.excel = button(shell, t("Excel"), self.to_excel, icon="document_table", act="improving.see")
        self.shop = button(shell, t("New workshop"), self.new_workshop, icon="people_team", writes=True, act=ACT)
        self.add = button(shell, t("New action"), self.new, kind="primary", icon="add", writes=True, act=ACT)
        for one in (self.excel, self.shop, self.add):
            self.actions_row.addWidget(one)
        self.nothing = EmptyState(
            shell,
            "lightbulb",
            t("Nothing is being improved yet"),
            t(
                "Write down a workshop and what came of it. An action has an owner, a day and a figure that it is meant to move."
            ),
            [(t("New action"), self.new)],
        )
        self.nothing.hide()  # until it is known that there is nothing
        self.column.addWidget(self.nothing, 1)
        self.body = QWidget()
        in_columns(self.body, (self._left(), 0), (self._right(), 1))
        self.body.hide()
        self.column.addWidget(self.body, 1)

    def _left(self) -> QWidget:
        panel = Panel(padding=10)
        panel.setFixedWidth(self.shell.theme.px(300))
        self.which = Segments([("open", self.t("In progress")), ("closed", self.t("Finished"))])
        self.which.chosen.connect(lambda _code: self._fill())
        panel.body.addWidget(self.which)
        self.model: RowsModel[ActionRow] = RowsModel(lambda row: spoken(self.shell, row))
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(ImproveDelegate(self.shell, self.list))
        self.list.setAccessibleName(self.t("Actions"))
        self.list.selectionModel().currentChanged.connect(self._moved)
        offer_acts(self.list, self._acts_here, self.shell)
        panel.body.addWidget(self.list, 1)
        return panel

    def _acts_here(self) -> Sequence[MenuAct]:
        t, row = self.t, self._here()
        acts = [(t("Change action"), self.change), (t("New step"), self.new_step)]
        if row is not None and row.action.state == PLANNED:
            acts.append((t("Begin the action"), partial(self._set_state, RUNNING)))
        acts.append((self.finish.text(), self.done))
        if row is not None and row.action.open:
            acts.append((t("Stop the action"), partial(self._set_state, STOPPED)))
        return [MenuAct(said, then, writes=True, act=ACT) for said, then in acts]

    def _right(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._head())
        column.addWidget(self._figure(), 1)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._steps(), 3)
        foot.addWidget(self._came_of(), 2)
        column.addLayout(foot)
        self.shown = holder
        return holder

    def _head(self) -> QWidget:
        t, panel = self.t, Panel(padding=16)
        row = QHBoxLayout()
        self.name = label("", "title", wrap=True)
        self.state = label("", "small")
        row.addWidget(self.name, 1)
        row.addWidget(self.state)
        row.addSpacing(8)
        self.edit = button(self.shell, t("Change"), self.change, icon="edit", writes=True, act=ACT)
        self.finish = button(
            self.shell, t("Mark as done"), self.done, icon="checkmark", key="Ctrl D", writes=True, act=ACT
        )
        row.addWidget(self.edit)
        row.addWidget(self.finish)
        panel.body.addLayout(row)
        self.what = label("", wrap=True)
        self.facts = label("", "small", wrap=True)
        panel.body.addWidget(self.what)
        panel.body.addWidget(self.facts)
        return panel

    def _figure(self) -> QWidget:
        panel = Panel(self.t("The figure it is to move"), more=" ")
        self.measured = panel.count
        self.chart = CourseChart(self.shell)
        self.chart.opened.connect(self._open_report)
        self.caution = label("", "muted", wrap=True)
        panel.body.addWidget(self.chart, 1)
        panel.body.addWidget(self.caution)
        panel.body.addStretch(0)
        self.figure_panel = panel
        return panel

    def _steps(self) -> QWidget:
        panel = Panel(self.t("Steps"), more=" ")
        self.counted = panel.count
        self.plus = button(self.shell, self.t("Add"), self.new_step, kind="link", icon="add", writes=True, act=ACT)
        panel.head.addWidget(self.plus)
        self.steps = QVBoxLayout()
        self.steps.setSpacing(6)
        panel.body.addLayout(self.steps)
        panel.body.addStretch(1)
        return panel

    def _came_of(self) -> QWidget:
        panel = Panel(self.t("From the workshop"))
        self.quoted, self.taken_part = label("", wrap=True), label("", "small", wrap=True)
        panel.body.addWidget(self.quoted)
        panel.body.addWidget(self.taken_part)
        panel.body.addStretch(1)
        self.workshop_panel = panel
        return panel

    # reading

    def arrive(self, **arguments: Unpack[Visit]) -> None:
        """`part` is the reference of an action."""
        self.at = arguments.get("part") or self.at
        self.refresh()
        self.list.setFocus()

    def refresh(self) -> None:
        def read(desk: Desk) -> ImprovementRead:
            return ImprovementRead(desk.improving.listed(), desk.improving.measurable())

        self.shell.tasks.run(read, self._show, key="improvement")

    def _show(self, read: ImprovementRead) -> None:
        self.read, t = read, self.t
        actions = read.found.actions
        now = [a for a in actions if a.open]
        late = sum(a.late(self.shell.today) for a in now)
        here = next((a for a in actions if a.ref == self.at), None)
        if here is not None:
            self.which.set_current("open" if here.open else "closed")
        said = [t.plural("{count} action in progress", "{count} actions in progress", len(now), count=len(now))]
        said += [t("{count} late", count=late)] if late else []
        self.subtitle.setText(" · ".join(said))
        self.nothing.setVisible(not actions)
        self.body.setVisible(bool(actions))
        self._fill()

    def _fill(self) -> None:
        if self.read is None:
            return
        wanted = self.which.current() == "open"
        before = [row.action.ref for row in self.model.rows]
        rows = [ActionRow(a, self.read.found.course(a)) for a in self.read.found.actions if a.open == wanted]
        self.model.set_rows(rows)
        refs = [row.action.ref for row in rows]
        ref = after_act(before, self.at, refs)
        if ref is not None:
            self.list.setCurrentIndex(self.model.index(refs.index(ref)))
        else:
            self._show_action(None)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = self.model.rows[now.row()] if now.isValid() else None
        if row is not None:
            self.at = row.action.ref
        self._show_action(row)

    def _here(self) -> ActionRow | None:
        return next((row for row in self.model.rows if row.action.ref == self.at), None)

    def _show_action(self, row: ActionRow | None) -> None:
        self.shown.setVisible(row is not None)
        if row is None or self.read is None:
            return
        t, (a, seen) = self.t, row
        self.name.setText(a.title)
        self.state.setText(action_state(self.shell, a)[2])
        self.what.setText(a.what)
        self.what.setVisible(bool(a.what))
        self.finish.setText(t("Mark as done") if a.open else t("Take up again"))
        facts = [
            t("Owner: {name}", name=a.owner),
            t("From {day}", day=t.long_day(a.begins)),
            t("Due {day}", day=t.long_day(a.due)),
        ]
        self.facts.setText(" · ".join(facts))
        self._show_figure(a, seen)
        self._show_steps(a)
        shop = self.read.found.workshop(a)
        self.workshop_panel.setVisible(shop is not None)
        if shop is not None:
            self.quoted.setText(shop.words or shop.title)
            self.taken_part.setText(" · ".join(x for x in (shop.title, t.long_day(shop.on_date), shop.roles) if x))

    def _show_figure(self, a: ImprovementAction, seen: FigureCourse) -> None:
        t = self.t
        self.chart.setVisible(bool(seen.points))
        self.figure_panel.body.setStretch(self.figure_panel.body.count() - 1, 0 if seen.points else 1)
        self.chart.show_course(seen, a.begins)
        if not a.figure:
            self.measured.setText(t("this action is not measured"))
        else:
            self.measured.setText(
                t("{figure}, from frozen reports", figure=seen.label)
                if seen.points
                else t("no frozen report has it yet")
            )
        self.caution.setText(t("What may not be concluded: {said}", said=a.caution) if a.caution else "")
        self.caution.setVisible(bool(a.caution))

    def _show_steps(self, a: ImprovementAction) -> None:
        t = self.t
        clear(self.steps)
        self.counted.setText(t("{done} of {count} done", done=a.steps_done, count=len(a.steps)) if a.steps else "")
        for step in a.steps:
            row = QHBoxLayout()
            box = CheckBox(self.shell, step.title)
            box.setChecked(step.done_on is not None)
            barred = self.shell.barred(ACT)
            box.setEnabled(not barred)
            box.setToolTip(barred or step.title)
            box.toggled.connect(lambda on, s=step: self._tick(s, on))
            row.addWidget(box, 1)
            who, when = Elided(step.who, "small"), label("", "small")
            who.setFixedWidth(self.shell.theme.px(96))
            when.setFixedWidth(self.shell.theme.px(56))
            when.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            when.setText(t.day(step.done_on or step.due) if step.done_on or step.due else "")
            row.addWidget(who)
            row.addWidget(when)
            self.steps.addLayout(row)
        if not a.steps:
            self.steps.addWidget(label(t("No steps yet."), "muted"))

    # acts

    def _choices(self) -> ActionChoices:
        if self.read is None:
            return ActionChoices((), (), ())
        return ActionChoices(self.read.figures, self.read.found.workshops, ())

    def _stored(self, made: ImprovementAction) -> None:
        self.at = made.ref
        self.refresh()

    def new(self) -> None:
        if self._may():
            ActionDialog(self, self.shell, None, self._choices(), self._stored).open()

    def change(self) -> None:
        row = self._here()
        if row is not None and self._may():
            ActionDialog(self, self.shell, row.action, self._choices(), self._stored).open()

    def new_step(self) -> None:
        row = self._here()
        if row is not None and self._may():
            ActionStepDialog(self, self.shell, row.action, self._stored).open()

    def new_workshop(self) -> None:
        if self._may():
            WorkshopDialog(self, self.shell, self.refresh).open()

    def _may(self) -> bool:
        barred = self.shell.barred(ACT)
        if barred:
            self.shell.toast(barred)
        return not barred

    def done(self) -> None:
        """Ctrl+D."""
        row = self._here()
        if row is not None:
            self._set_state(DONE if row.action.open else RUNNING)

    def _set_state(self, state: str) -> None:
        row = self._here()
        if row is None or not self._may():
            return
        action, said = row.action, f"{row.action.title}: {self.t(ACTION_STATES[state])}"

        def then(made: ImprovementAction) -> None:
            self.shell.toast(said, undo=True)
            self._stored(made)

        self._write(lambda desk: desk.improving.set_state(action, state), then)

    def _tick(self, step: ActionStep, on: bool) -> None:
        row = self._here()
        if row is not None:
            action = row.action
            self._write(lambda desk: desk.improving.tick(action, step, done=on), self._stored)

    def _write(self, act: object, then: object) -> None:
        def failed(said: str) -> None:
            self.shell.toast(said)
            self.refresh()

        self.shell.tasks.write(act, then, failed=self.shell.guarded(failed))  # type: ignore[arg-type]  # an act of the desk and what hears its answer

    def _open_report(self, number: str) -> None:
        from amdesk.ui.results.frozen import FrozenDialog  # when one is first opened

        FrozenDialog.show_report(self, self.shell, number)

    def export(self) -> bool:
        self.to_excel()
        return True

    def to_excel(self) -> None:
        t = self.t
        path = ask_file(
            self, t("Export to Excel"), f"{t('Improvement').lower()}-{self.shell.today}.xlsx", "Excel (*.xlsx)"
        )
        if path is None:
            return
        lang, every = self.shell.papers, self.which.current() != "open"
        self.shell.tasks.run(
            lambda desk: desk.improving.save(path, lang, every=every),
            lambda _none: self.shell.toast(t("Saved as {file}.", file=path.name)),
            failed=self.shell.guarded(self.shell.toast),
        )

    def regions(self) -> list[QWidget]:
        return [self.which, self.list, self.chart]
