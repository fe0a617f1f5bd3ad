"""Översikt: what must I do? Key figures, tasks, free places ahead, who ends soon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Unpack

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from amdesk.domain.overview.day import Ending, Figures, FirstHour, Overview
from amdesk.domain.overview.tasks import Task, grouped
from amdesk.ui.kit.basic import Panel, Segments, button, clear, divider, label
from amdesk.ui.kit.kpi import Kpi
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.rows import Row, RowsModel, after_act
from amdesk.ui.kit.shell import Shell, Visit
from amdesk.ui.kit.states import EmptyState
from amdesk.ui.overview.list import Heading, TaskList
from amdesk.ui.overview.parts import EndingDelegate, FreeChart

if TYPE_CHECKING:
    from amdesk.ui.overview.going import Going

LEFT, LOW = 62, 52
"""Shares of the width that the left column has, and of the height that the lower of two panels has."""
MOST_TASKS = 300
"""The most urgent ones; nobody reads further, and the first screen is there at once."""


class OverviewPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Overview"))
        t = self.t
        day = shell.today
        self.subtitle.setText(
            t(
                "{weekday} {day} · week {week}",
                weekday=t.weekday(day).capitalize(),
                day=t.long_day(day),
                week=day.isocalendar().week,
            )
        )
        self.actions_row.addWidget(
            button(shell, t("Weekly list to supervisors"), self._supervisors, icon="document_table")
        )
        self.actions_row.addWidget(
            button(shell, t("Book place"), self.book, kind="primary", icon="calendar_add", key="Ctrl B")
        )
        self.data: Overview | None = None
        self.going: Going | None = None
        self.no_endings: QWidget | None = None
        self.arrived = False
        self.column.addWidget(self._band())
        self.body = QHBoxLayout()
        self.body.setSpacing(12)
        self.body.addWidget(self._todo(), LEFT)
        self.right = QVBoxLayout()
        self.right.setSpacing(12)
        self.right.addWidget(self._chart(), 48)
        self.right.addWidget(self._endings(), LOW)
        self.body.addLayout(self.right, 38)
        self.column.addLayout(self.body, 1)

    def _band(self) -> QWidget:
        t, shell = self.t, self.shell
        panel = Panel(padding=8)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.kpis = [
            Kpi(shell, "door_arrow_right", t("Places free today"), lambda: shell.go("placements", free=True)),
            Kpi(shell, "person_clock", t("Waiting for a place"), lambda: shell.go("participants", chip="waiting")),
            Kpi(shell, "briefcase", t("Current employments"), lambda: shell.go("participants", chip="all")),
            Kpi(shell, "clock_alarm", t("Ending within 30 days"), lambda: shell.go("participants", chip="ending")),
            Kpi(shell, "history", t("Day 90 to follow up"), self._to_day90),
        ]
        for i, one in enumerate(self.kpis):
            if i:
                row.addWidget(divider(upright=True))
            row.addWidget(one, 1)
        panel.body.addLayout(row)
        panel.setFixedHeight(shell.theme.px(90))
        return panel

    def _todo(self) -> QWidget:
        t = self.t
        panel = Panel(t("To do"), padding=16)
        panel.body.setContentsMargins(0, 10, 0, 10)
        panel.head.setContentsMargins(16, 0, 12, 0)
        self.todo = panel
        self.whose = Segments([("mine", t("Mine")), ("unit", t("The unit's"))])
        self.whose.chosen.connect(lambda _c: self.refresh())
        panel.head.addWidget(self.whose)
        self.tasks = TaskList(self.shell)
        self.tasks.act.connect(self._act)
        self.tasks.postpone.connect(self._postpone)
        panel.body.addWidget(self.tasks, 1)
        self.no_tasks = QVBoxLayout()
        panel.body.addLayout(self.no_tasks)
        keys = QHBoxLayout()
        keys.setContentsMargins(16, 4, 16, 0)
        for key, said in (("↑ ↓", t("choose")), ("Enter", t("open")), ("Ctrl D", t("mark done")), ("S", t("postpone"))):
            keys.addWidget(label(key, "key"))
            keys.addWidget(label(said, "small"))
            keys.addSpacing(8)
        keys.addStretch(1)
        panel.body.addLayout(keys)
        return panel

    def _chart(self) -> QWidget:
        t = self.t
        panel = Panel(t("Free places ahead"))
        panel.head.addWidget(button(self.shell, t("Open the list"), lambda: self.shell.go("placements"), kind="link"))
        legend = QHBoxLayout()
        for role, said in (("c_own", t("In-house teams")), ("c_ext", t("External places"))):
            mark = QWidget()
            mark.setFixedSize(11, 11)
            mark.setObjectName("mark")
            mark.setStyleSheet(f"#mark {{ background: {self.shell.theme.roles[role]}; border-radius: 2px; }}")
            legend.addWidget(mark)
            legend.addWidget(label(said, "small"))
            legend.addSpacing(10)
        legend.addStretch(1)
        panel.body.addLayout(legend)
        self.chart = FreeChart(self.shell)
        self.chart.week.connect(lambda day: self.shell.go("placements", free=True, day=day))
        panel.body.addWidget(self.chart, 1)
        return panel

    def _endings(self) -> QWidget:
        t = self.t
        panel = Panel(t("Ending soon"))
        self.ending_panel = panel
        panel.head.addWidget(
            button(self.shell, t("Show all"), lambda: self.shell.go("participants", chip="ending"), kind="link")
        )
        self.endings = QListView()
        self.endings.setUniformItemSizes(True)
        self.endings.setMouseTracking(True)
        self.ending_rows: RowsModel[Ending] = RowsModel(lambda e: f"{t(e.name)}, {e.place}, {t.day(e.day)}")
        self.endings.setModel(self.ending_rows)
        self.endings.setItemDelegate(EndingDelegate(self.shell, self.endings))
        self.endings.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.endings.setAccessibleName(t("Ending soon"))
        self.endings.activated.connect(lambda i: self.shell.go("participants", participant=i.data(Row).participant_id))
        panel.body.addWidget(self.endings, 1)
        return panel

    def arrive(self, **arguments: Unpack[Visit]) -> None:
        self.arrived = True
        self.refresh()
        self.tasks.setFocus()

    def refresh(self) -> None:
        mine = self.shell.case_worker_id if self.whose.current() == "mine" else None
        self.shell.tasks.run(lambda desk: desk.overview(mine, MOST_TASKS + 1), self._show, key="overview")

    def _show(self, answer: tuple[Overview, list[tuple[date, int, int]]]) -> None:
        self.data, weeks = answer
        f: Figures = self.data.figures
        t = self.t
        lines = (
            (f.free, t("{own} in-house · {external} external", own=f.free_own, external=f.free_external), "text2"),
            (
                f.waiting,
                t.plural("longest {days} day", "longest {days} days", f.longest_wait, days=f.longest_wait)
                if f.waiting
                else "",
                "text2",
            ),
            (
                f.running,
                t("{own} in-house · {external} external", own=f.running_own, external=f.running_external),
                "text2",
            ),
            (
                f.ending,
                t.plural(
                    "{count} lacks a final assessment",
                    "{count} lack a final assessment",
                    f.ending_unassessed,
                    count=f.ending_unassessed,
                )
                if f.ending_unassessed
                else "",
                "warn" if f.ending_unassessed else "text2",
            ),
            (
                f.day90,
                t.plural("{count} overdue", "{count} overdue", f.day90_late, count=f.day90_late)
                if f.day90_late
                else "",
                "bad" if f.day90_late else "text2",
            ),
        )
        for one, (figure, more, role) in zip(self.kpis, lines, strict=True):
            one.show_figure(figure, more, role)
        self.chart.show_weeks(weeks)
        self.ending_rows.set_rows(self.data.ending)
        self.ending_panel.count.setText(str(len(self.data.ending)))
        self._show_no_endings(f)
        self._show_tasks()
        self._show_first_hour(self.data.begun)

    def _show_no_endings(self, figures: Figures) -> None:
        """What will stand in the panel, while nobody does."""
        t, nobody = self.t, not self.ending_rows.rows
        self.endings.setVisible(not nobody)
        if self.no_endings is not None:
            self.no_endings.deleteLater()
            self.no_endings = None
        if nobody:
            title = t("Nobody ends within 30 days") if figures.running else t("No employment yet")
            said = t("Whoever ends within 30 days stands here, and whether the assessments are done.")
            self.no_endings = EmptyState(self.shell, "calendar", title, said)
            self.ending_panel.body.addWidget(self.no_endings, 1)

    def _show_first_hour(self, begun: FirstHour | None) -> None:
        """While nobody is in the bank, Get going is the left column; then a card at the right, until there is a booking."""
        if begun is None and self.going is None:
            return
        if self.going is None:
            from amdesk.ui.overview.going import Going  # a bank that has bookings never needs it

            self.going = Going(self.shell)
        alone = begun is not None and not begun.people
        self.todo.setVisible(not alone)
        self.going.setVisible(begun is not None)
        self.ending_panel.setVisible(begun is None or alone)
        if begun is not None:
            focused = self.arrived or self.going.isAncestorOf(self.focusWidget() or self)
            self.body.removeWidget(self.going)
            self.right.removeWidget(self.going)
            if alone:
                self.body.insertWidget(0, self.going, LEFT)
            else:
                self.right.addWidget(self.going, LOW)
            self.going.tell(begun, wide=alone)
            if alone and focused:
                self.going.take_focus()
        self.arrived = False

    def _show_tasks(self) -> None:
        before, stood = self.tasks.task(), _keys(self.tasks.rows.rows)
        tasks = self.data.tasks if self.data else []
        found = grouped(tasks[:MOST_TASKS], self.shell.today)
        rows: list[Task | Heading] = []
        for group, some in found:
            rows += [Heading(group, len(some)), *some]
        self.tasks.rows.set_rows(rows)
        count = sum(len(ts) for _, ts in found)
        self.todo.count.setText(f"{count}+" if len(tasks) > MOST_TASKS else str(count))
        clear(self.no_tasks)
        self.tasks.setVisible(bool(rows))
        if not rows:
            self.no_tasks.addWidget(
                EmptyState(
                    self.shell,
                    "checkmark_circle",
                    self.t("All done for today"),
                    self.t("New tasks appear here when something needs you."),
                    role="ok",
                )
            )
        here = after_act(stood, before.key, _keys(rows)) if before is not None else self._preferred(rows)
        again = next((i for i, r in enumerate(rows) if isinstance(r, Task) and r.key == here), None)
        if again is not None:
            self.tasks.setCurrentIndex(self.tasks.rows.index(again))
        else:
            self.tasks.first()

    def _preferred(self, rows: Sequence[Task | Heading]) -> str | None:
        """Where the day begins: somebody who needs a place by today."""
        today = self.shell.today
        found = (r.key for r in rows if isinstance(r, Task) and r.kind == "find_place" and r.due <= today)
        return next(found, None)

    def _act(self, task: Task) -> None:
        target: dict[str, Callable[[], None]] = {
            "find_place": lambda: self.shell.go("matching", participant=task.participant_id),
            "supervisors": self._supervisors,
            "day90": lambda: self._follow_up(task),
        }
        if task.kind in {"assess", "final", "certificate"}:
            self.shell.go("competence", participant=task.participant_id)
        elif task.kind in target:
            target[task.kind]()
        else:
            self.shell.go("participants", participant=task.participant_id)

    def _follow_up(self, task: Task) -> None:
        """One key per outcome, then Enter."""
        self.shell.open("followup.ask", self, int(task.key.split(":")[1]))

    def _to_day90(self) -> None:
        self.whose.set_current("unit")
        self.shell.tasks.run(lambda desk: desk.overview(None, MOST_TASKS + 1), self._show_day90, key="overview")

    def _show_day90(self, answer: tuple[Overview, list[tuple[date, int, int]]]) -> None:
        self._show(answer)
        for i, row in enumerate(self.tasks.rows.rows):
            if isinstance(row, Task) and row.kind == "day90":
                self.tasks.setCurrentIndex(self.tasks.rows.index(i))
                self.tasks.setFocus()
                return

    def _supervisors(self) -> None:
        self.shell.go("exchange", export="supervisors")

    def _postpone(self, task: Task) -> None:
        today = self.shell.today
        monday = today + timedelta(7 - today.weekday())
        menu = QMenu(self)
        for said, day in (
            (self.t("Tomorrow"), today + timedelta(1)),
            (self.t("Monday"), monday),
            (self.t("In two weeks"), today + timedelta(14)),
        ):
            menu.addAction(said, partial(self._mark, task, day))
        where = self.tasks.visualRect(self.tasks.currentIndex()).bottomLeft()
        menu.popup(self.tasks.viewport().mapToGlobal(where + QPoint(40, 0)))

    def done(self) -> None:
        task = self.tasks.task()
        if task is not None:
            self._mark(task, None)

    def _mark(self, task: Task, until: date | None) -> None:
        said = self.t("Marked done.") if until is None else self.t("Postponed to {day}.", day=until)
        self.shell.tasks.write(
            lambda desk: desk.overviews.mark(task, until), lambda _: self.shell.toast(said, undo=True)
        )

    def book(self) -> None:
        task = self.tasks.task()
        if task is not None and task.kind == "find_place":
            self._act(task)
        else:
            self.shell.go("matching")

    def regions(self) -> list[QWidget]:
        return [self.kpis[0], self.tasks, self.chart, self.endings]


def _keys(rows: Sequence[Task | Heading]) -> list[str]:
    return [r.key for r in rows if isinstance(r, Task)]
