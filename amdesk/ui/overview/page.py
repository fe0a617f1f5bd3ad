"""Översikt: what must I do? Key figures, tasks, free places ahead, who ends soon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Unpack

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from amdesk.domain.overview.day import Ending, Figures, FirstHour, Overview
from amdesk.domain.overview.tasks import KindLine, Task, day_plan, orphaned
from amdesk.ui.kit.basic import Elided, Panel, Segments, button, clear, label
from amdesk.ui.kit.menu import MenuAct, fill, offer_acts
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.rows import Row, RowsModel, after_act, stand_on
from amdesk.ui.kit.shell import Shell, Visit
from amdesk.ui.kit.states import EmptyState
from amdesk.ui.overview.list import TaskList
from amdesk.ui.overview.parts import EndingDelegate, EndingList, FreeChart
from amdesk.ui.overview.tiles import KeyLegend, Tile, TileBand
from amdesk.ui.people.menu import person_acts

if TYPE_CHECKING:
    from amdesk.services.desk import Desk
    from amdesk.ui.kit.fieldarea import FieldArea
    from amdesk.ui.overview.going import Going

LEFT, LOW = 61, 52
"""Shares of the width that the left column has, and of the height that the lower of two panels has."""
ROOMY = 880
"""From this width on, at a text size of 100 percent, charts have room beside the tasks."""
SHALLOW = 540
"""Below this height, at a text size of 100 percent, charts would lose the words under their columns."""
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
            button(shell, t("Print the day"), self.print_, icon="print", key="Ctrl P", act="export")
        )
        self.actions_row.addWidget(
            button(shell, t("Weekly list to supervisors"), self._supervisors, icon="document_table", act="export")
        )
        self.actions_row.addWidget(
            button(shell, t("Book place"), self.book, kind="primary", icon="calendar_add", key="Ctrl B", act="matching")
        )
        self.data: Overview | None = None
        self.going: Going | None = None
        self.no_endings: QWidget | None = None
        self.arrived = False
        self.sheet = QWidget()
        self.area: FieldArea | None = None
        self.laid = True, False
        """Whether there is room for charts beside the tasks, and whether it is too low for them without scrolling."""
        inside = QVBoxLayout(self.sheet)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        self.band = self._band()
        inside.addWidget(self.band)
        self.body = QHBoxLayout()
        self.body.setSpacing(12)
        self.body.addWidget(self._todo(), LEFT)
        self.right = QVBoxLayout()
        self.right.setSpacing(12)
        self.right.addWidget(self._chart(), 48)
        self.right.addWidget(self._endings(), LOW)
        self.body.addLayout(self.right, 100 - LEFT)
        inside.addLayout(self.body, 1)
        self.column.addWidget(self.sheet, 1)

    # laying out

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Tasks and charts beside each other where there is room, else under each other on a page that scrolls; it does so too
        where a line above it has left it too low for the words under the columns."""
        px, room = self.shell.theme.px, self.width() - 40
        roomy, low = room >= px(ROOMY), self.height() < px(SHALLOW)
        self.band.lay(5 if roomy else 3)
        if (roomy, low) == self.laid:
            return
        self.laid = roomy, low
        from PySide6.QtWidgets import QBoxLayout  # what it has with it is not wanted for the first paint

        self.body.setDirection(QBoxLayout.Direction.LeftToRight if roomy else QBoxLayout.Direction.TopToBottom)
        most = (380, 250, 250) if not roomy else (0, 210, 170) if low else (0, 0, 0)
        for panel, least in zip((self.todo, self.chart_panel, self.ending_panel), most, strict=True):
            panel.setMinimumHeight(px(least))
        if self.area is None and (low or not roomy):
            self._hold()

    def _hold(self) -> None:
        """The page's content in an area that scrolls, from now on: moved to and fro, it would lose the keys each time."""
        from PySide6.QtWidgets import QApplication  # nor this

        from amdesk.ui.kit.fieldarea import FieldArea

        focus = QApplication.focusWidget()
        self.column.removeWidget(self.sheet)
        self.area = FieldArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys, and scrolls it
        self.area.setFrameShape(FieldArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheet.setObjectName("scrolled")
        self.sheet.setMinimumWidth(1)  # as wide as there is room
        self.area.setWidget(self.sheet)
        self.column.addWidget(self.area, 1)
        self.area.show()
        self.sheet.show()
        if focus is not None and self.sheet.isAncestorOf(focus):
            focus.setFocus()

    def _band(self) -> TileBand:
        t, shell = self.t, self.shell
        self.kpis = [
            Tile(shell, t("Places free today"), t("Free today"), lambda: shell.go("placements", free=True)),
            Tile(shell, t("Waiting for a place"), t("Waiting"), lambda: shell.go("participants", chip="waiting")),
            Tile(shell, t("Current employments"), t("Employed"), lambda: shell.go("participants", chip="all")),
            Tile(shell, t("Ending within 30 days"), t("Ending soon"), lambda: shell.go("participants", chip="ending")),
            Tile(shell, t("Day 90 to follow up"), t("Day 90"), lambda: shell.go("followup", tab="desk")),
        ]
        return TileBand(shell, self.kpis)

    def _todo(self) -> QWidget:
        t = self.t
        panel = Panel(t("To do"), padding=16)
        panel.body.setContentsMargins(0, 10, 0, 10)
        panel.head.setContentsMargins(16, 0, 12, 0)
        self.todo = panel
        self.whose = Segments([("mine", t("Mine")), ("unit", t("The unit's"))])
        self.whose.chosen.connect(lambda _c: self.refresh())
        self.now = Elided("", "small")
        panel.head.insertWidget(2, self.now, 1000)
        panel.head.addWidget(self.whose)
        self.tasks = TaskList(self.shell)
        self.tasks.act.connect(self._act)
        self.tasks.postpone.connect(self._postpone)
        self.tasks.week.connect(self._week_of)
        self.tasks.visit.connect(self._visit)
        offer_acts(self.tasks, self._acts_here, self.shell)
        panel.body.addWidget(self.tasks, 1)
        self.no_tasks = QVBoxLayout()
        panel.body.addLayout(self.no_tasks)
        keys = [
            ("↑ ↓", t("choose")),
            ("Enter", t("first act")),
            ("2–9", t("the others")),
            ("→", t("open the line")),
            ("V", t("the week")),
            ("S", t("postpone")),
            ("Ctrl D", t("done")),
        ]
        letters = self.shell.settings.letters
        low = QHBoxLayout()
        low.setContentsMargins(16, 4, 16, 0)
        low.addWidget(KeyLegend(self.shell, [one for one in keys if letters or one[0] not in {"2–9", "V", "S"}]))
        panel.body.addLayout(low)
        return panel

    def _chart(self) -> QWidget:
        t = self.t
        panel = self.chart_panel = Panel(t("Free places ahead"))
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
        self.endings = EndingList(self.shell)
        self.endings.week.connect(self._week_of)
        self.endings.setUniformItemSizes(True)
        self.endings.setMouseTracking(True)
        self.ending_rows: RowsModel[Ending] = RowsModel(
            lambda e: f"{self.shell.name(e.name)}, {self.shell.shown(e.place)}, {t.day(e.day)}"
        )
        self.endings.setModel(self.ending_rows)
        self.endings.setItemDelegate(EndingDelegate(self.shell, self.endings))
        self.endings.setVerticalScrollMode(EndingList.ScrollMode.ScrollPerPixel)
        self.endings.setAccessibleName(t("Ending soon"))
        offer_acts(self.endings, self._acts_of_ending, self.shell)
        self.endings.activated.connect(lambda i: self.shell.go("participants", participant=i.data(Row).participant_id))
        panel.body.addWidget(self.endings, 1)
        return panel

    def arrive(self, **arguments: Unpack[Visit]) -> None:
        self.arrived = True
        self.refresh()
        self.tasks.setFocus()

    def refresh(self) -> None:
        mine = self._mine()
        self.whose.setVisible(
            self.shell.case_worker_id is not None
        )  # nothing is mine of somebody who is no case worker
        self.shell.tasks.run(lambda desk: desk.overview(mine, MOST_TASKS + 1), self._show, key="overview")

    def _mine(self) -> int | None:
        """Whose tasks are shown; None where they are the unit's."""
        return self.shell.case_worker_id if self.whose.current() == "mine" else None

    def _show(self, answer: tuple[Overview, list[tuple[date, int, int]]]) -> None:
        self.data, weeks = answer
        f = self.data.figures
        self.show_figures(f)
        self.chart.show_weeks(weeks)
        self._show_endings(self.data.ending)
        self.ending_panel.count.setText(str(f.ending))
        self._show_no_endings(f)
        self._show_tasks()
        self._show_first_hour(self.data.begun)

    def _show_endings(self, ending: Sequence[Ending]) -> None:
        """The rows anew; the keys stay on whoever they were on."""
        row = self.endings.currentIndex().data(Row)
        before, now = ([one.participant_id for one in rows] for rows in (self.ending_rows.rows, ending))
        self.ending_rows.set_rows(ending)
        if isinstance(row, Ending) and now:
            stand_on(self.endings, self.ending_rows, now.index(after_act(before, row.participant_id, now) or now[0]))

    def show_figures(self, f: Figures) -> None:
        """What the tiles say."""
        t = self.t
        lines = (
            (f.free, t("{own} own · {external} external", own=f.free_own, external=f.free_external), "text2"),
            (
                f.waiting,
                t.plural("longest {days} day", "longest {days} days", f.longest_wait, days=f.longest_wait)
                if f.waiting
                else "",
                "text2",
            ),
            (
                f.running,
                t("{own} own · {external} external", own=f.running_own, external=f.running_external),
                "text2",
            ),
            (
                f.ending,
                t.plural(
                    "{count} final missing",
                    "{count} finals missing",
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
            arrived = self.arrived
            focused = arrived or self.going.isAncestorOf(self.window().focusWidget() or self)
            self.body.removeWidget(self.going)
            self.right.removeWidget(self.going)
            if alone:
                self.body.insertWidget(0, self.going, LEFT)
            else:
                self.right.addWidget(self.going, LOW)
            anew = self.going.tell(begun, wide=alone)
            if alone and focused and (anew or arrived):
                self.going.take_focus()
        self.arrived = False

    def _show_tasks(self) -> None:
        t, today = self.t, self.shell.today
        tasks = self.data.tasks if self.data else []
        mine, shown = self._mine() is not None, tasks[:MOST_TASKS]
        groups = day_plan(shown, today, self.shell.case_worker_id, mine=mine)
        self.tasks.show_plan(groups)
        own = [x for x in shown if not (mine and orphaned(x))]
        self.todo.count.setText(f"{len(own)}+" if len(tasks) > MOST_TASKS else str(len(own)))
        now = len({x.participant_id for x in own if x.participant_id and x.due <= today})
        said = t.plural(
            "{count} person has something today or overdue",
            "{count} people have something today or overdue",
            now,
            count=now,
        )
        self.now.setText(f"· {said}" if now else "")
        clear(self.no_tasks)
        self.tasks.setVisible(bool(groups))
        if not groups:
            self.no_tasks.addWidget(self._nothing_to_do(mine=mine))

    def _nothing_to_do(self, *, mine: bool) -> EmptyState:
        """Where nothing is mine, the way to what others have: nobody new knows of the other half of the list."""
        t, said = self.t, self.t("New tasks appear here when something needs you.")
        if not mine:
            return EmptyState(self.shell, "checkmark_circle", t("All done for today"), said, role="ok")
        act = (t("Show the unit's"), self._show_units)
        return EmptyState(self.shell, "checkmark_circle", t("Nothing is waiting for you"), said, [act], role="ok")

    def _show_units(self) -> None:
        self.whose.set_current("unit")
        self.refresh()
        self.tasks.setFocus()

    def _visit(self, row: KindLine) -> None:
        """The page of a kind that many have, which shows those alone; in place where no page does."""
        pages: dict[str, Callable[[], None]] = {
            "find_place": lambda: self.shell.go("participants", chip="waiting"),
            "ending": lambda: self.shell.go("participants", chip="ending"),
            "assess": lambda: self.shell.go("competence", tab="assess"),
            "certificate": lambda: self.shell.go("competence", tab="assess"),
            "day90": lambda: self.shell.go("followup", tab="desk"),
            "stayed": lambda: self.shell.go("employers", tab="introductions"),
            "claim": lambda: self.shell.open("subsidies", self),
        }
        if row.family in pages:
            pages[row.family]()
        else:
            self.tasks.turn(row, opened=row.key not in self.tasks.opened)

    def _act(self, task: Task) -> None:
        target: dict[str, Callable[[], None]] = {
            "find_place": lambda: self.shell.go("matching", participant=task.participant_id),
            "queue": lambda: self.shell.open("queue.of_person", self, task.participant_id),
            "hold": lambda: self.shell.open("hold.of_place", self, int(task.key.split(":")[1])),
            "supervisors": self._supervisors,
            "rehearse": self._rehearse,
            "improve": lambda: self.shell.go("improvement", part=task.key.split(":")[1]),
            "answer": lambda: self.shell.go("reviews", part=task.key.split(":")[1]),
            "day90": lambda: self._follow_up(task),
            "stayed": lambda: self.shell.go("employers", tab="introductions"),
            "claim": lambda: self.shell.open("subsidies", self, task.participant_id),
            **dict.fromkeys(("talk", "call", "absent", "day8"), lambda: self._week(task)),
        }
        if task.kind in {"assess", "final", "certificate"}:
            self.shell.go("competence", participant=task.participant_id)
        elif task.kind in target:
            target[task.kind]()
        else:
            self.shell.go("participants", participant=task.participant_id)

    def _acts_here(self) -> list[MenuAct]:
        """What the marks and keys of the row give, and what can be done with a person anywhere."""
        t, row = self.t, self.tasks.line()
        if isinstance(row, KindLine) and row.opens:
            turned = row.key in self.tasks.opened
            said = t("Close the line") if turned else t("Open the line")
            return [
                MenuAct(t("Show"), partial(self._visit, row)),
                MenuAct(said, partial(self.tasks.turn, row, opened=not turned)),
            ]
        if row is None:
            return []
        acts = [MenuAct(self.tasks.spoken_act(one), partial(self._act, one)) for one in row.tasks]
        first, who = row.tasks[0], row.tasks[0].participant_id
        acts += [
            MenuAct(t("Postpone"), partial(self._postpone, first), writes=True, act="day"),
            MenuAct(t("Mark done"), self.done, writes=True, act="day"),
        ]
        return acts + (person_acts(self, self.shell, who) if who else [])

    def _acts_of_ending(self) -> list[MenuAct]:
        row = self.endings.currentIndex().data(Row)
        return person_acts(self, self.shell, row.participant_id) if isinstance(row, Ending) else []

    def _week(self, task: Task) -> None:
        """Attendance and talks of whoever it is about, on the day that it is about."""
        day = task.due if task.kind == "absent" else None
        self.shell.open("week.of", self, task.participant_id, task.kind, day)

    def _week_of(self, participant: int | None) -> None:
        """Whatever is to be done about her: an absence is the letter and its own key from any row with her name."""
        if participant is None:
            self.shell.toast(self.t("A week is one person's. Choose a row with a name; → opens a line of several."))
        else:
            self.shell.open("week.of", self, participant)

    def _follow_up(self, task: Task) -> None:
        """One key per outcome, then Enter."""
        self.shell.open("followup.ask", self, int(task.key.split(":")[1]))

    def _supervisors(self) -> None:
        self.shell.go("exchange", export="supervisors", look=True)

    def _rehearse(self) -> None:
        self.shell.open("backup.rehearse", self, self.refresh)

    def _postpone(self, task: Task) -> None:
        from PySide6.QtWidgets import QMenu  # the first paint has none

        today = self.shell.today
        monday = today + timedelta(7 - today.weekday())
        menu = QMenu(self)
        for said, day in (
            (self.t("Tomorrow"), today + timedelta(1)),
            (self.t("Monday"), monday),
            (self.t("In two weeks"), today + timedelta(14)),
        ):
            fill(menu, [MenuAct(said, partial(self._mark, task, day), writes=True, act="day")], self.shell)
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

    def print_(self) -> None:
        """What is shown under To do, as a paper: mine or the unit's."""
        from amdesk.ui.kit.paper import Paper
        from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint
        from amdesk.ui.kit.saving import file_name

        t, me, mine = self.t, self.shell.case_worker_id, self._mine() is not None
        whom = self.shell.settings.user if mine else t("The unit")
        counted: list[int] = []
        lang = self.shell.papers

        def look(desk: Desk, _why: str) -> bytes:
            tasks = desk.overview(me if mine else None, MOST_TASKS)[0].tasks
            counted[:] = [len(tasks)]
            return desk.day_papers.made(tasks, me, whom, mine=mine, lang=lang)

        title = t("The day's plan")
        paper = Paper(
            title,
            whom,
            file_name(self.shell, whom, title),
            look,
            act="export",
            out=lambda desk, _why: desk.day_papers.gone_out(counted[0]),
        )
        print_paper(self, self.shell, paper)

    def book(self) -> None:
        task = self.tasks.task()
        if task is not None and task.kind == "find_place":
            self._act(task)
        else:
            self.shell.go("matching")

    def regions(self) -> list[QWidget]:
        return [self.kpis[0], self.tasks, self.chart, self.endings]
