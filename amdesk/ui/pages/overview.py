"""Översikt: what must I do? Key figures, tasks, free places ahead, who ends soon."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QMenu,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from amdesk.domain.tasks import GROUPS, Task, grouped
from amdesk.services.overview import Ending, Figures, Overview
from amdesk.ui import paint
from amdesk.ui.models.rows import Row, RowsModel
from amdesk.ui.pages.page import Page
from amdesk.ui.shell import Shell
from amdesk.ui.widgets.basic import EmptyState, Panel, Segments, button, clear, divider, label


class Kpi(QPushButton):
    """One cell of the band: a figure, what it counts, and one line more. Opens the list behind it."""

    def __init__(self, shell: Shell, icon: str, name: str, then: Callable[[], Any]) -> None:
        super().__init__()
        self.shell, self.icon_name, self.name = shell, icon, name
        self.figure, self.more, self.role = "–", "", "text2"
        self.setObjectName("kpi")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(shell.theme.px(64))
        self.setAutoDefault(False)
        self.clicked.connect(lambda: then())

    def show_figure(self, figure: int, more: str, role: str = "text2") -> None:
        self.figure, self.more, self.role = self.shell.words.number(figure), more, role
        self.setAccessibleName(f"{self.name}: {self.figure}. {more}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = self.shell.theme
        painter = QPainter(self)
        inner = self.rect().adjusted(10, 2, -10, -2)
        figure = theme.digits("kpi")
        tall = theme.px(30)
        paint.say(
            painter,
            QRect(inner.left(), inner.top(), inner.width() - 24, tall),
            self.figure,
            figure,
            theme.color("text"),
        )
        paint.icon(painter, theme, inner.right() - 20, inner.top() + 6, self.icon_name, "text2", 20)
        paint.say(
            painter,
            QRect(inner.left(), inner.top() + tall, inner.width(), theme.px(17)),
            self.name,
            theme.font("label"),
            theme.color("text"),
        )
        x = inner.left()
        if self.role in {"warn", "bad"}:
            paint.icon(painter, theme, x, inner.top() + tall + theme.px(17) + 1, "warning", self.role, 14, filled=True)
            x += 18
        paint.say(
            painter,
            QRect(x, inner.top() + tall + theme.px(16), inner.right() - x, theme.px(17)),
            self.more,
            theme.font("caption"),
            theme.color(self.role),
        )
        painter.end()


class TaskDelegate(QStyledItemDelegate):
    """A task's row: icon, what, who, due, action. The chosen row shows its action as a button."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        heading = isinstance(index.data(Row), tuple)
        return QSize(100, self.shell.theme.px(32 if heading else 36))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Row)
        painter.save()
        if isinstance(row, tuple):
            self._heading(painter, option.rect, *row)
        elif isinstance(row, Task):
            self._task(painter, option, row)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, group: str, count: int) -> None:
        theme = self.shell.theme
        inner = rect.adjusted(16, 6, -16, 0)
        role = "bad" if group == "late" else "text2"
        used = paint.say(painter, inner, self.shell.words(GROUPS[group]), theme.font("label"), theme.color(role))
        paint.say(painter, inner.adjusted(used + 8, 0, 0, 0), str(count), theme.font("caption"), theme.color("text2"))

    def _task(self, painter: QPainter, option: QStyleOptionViewItem, task: Task) -> None:
        theme, t = self.shell.theme, self.shell.words
        paint.row_background(painter, option, theme)
        rect: QRect = option.rect.adjusted(20, 0, -16, 0)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        middle = rect.center().y()
        paint.icon(painter, theme, rect.left(), middle - 9, task.icon, "text2", 18)
        right = self._action(painter, rect, t.say(task.action), selected=selected)
        due_right = rect.right() - theme.px(110)
        self._due(painter, due_right, rect, task.due)
        name_x = rect.left() + 30 + max(theme.px(180), (rect.width() - 30) * 42 // 100)
        paint.say(
            painter,
            QRect(rect.left() + 30, rect.top(), name_x - rect.left() - 42, rect.height()),
            t.say(task.title),
            theme.font("body_strong"),
            theme.color("text"),
        )
        who = self.shell.name(t(task.person)) if task.person else task.where
        paint.say(
            painter,
            QRect(name_x, rect.top(), min(right, due_right - theme.px(96)) - name_x, rect.height()),
            who,
            theme.font(),
            theme.color("text"),
        )

    def _action(self, painter: QPainter, rect: QRect, said: str, *, selected: bool) -> int:
        theme = self.shell.theme
        font = theme.font("body_strong")
        if not selected:
            paint.say(painter, rect, said, font, theme.color("accent_text"), paint.RIGHT)
            return rect.right() - paint.width(said, font) - 12
        wide = paint.width(said, font) + 42
        box = QRect(rect.right() - wide + 8, rect.center().y() - 13, wide, 27)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(box, 6, 6)
        paint.say(painter, box.adjusted(10, 0, -26, 0), said, font, theme.color("on_accent"))
        paint.icon(painter, theme, box.right() - 22, box.center().y() - 8, "arrow_right", "on_accent", 16)
        return box.left() - 12

    def _due(self, painter: QPainter, right: int, rect: QRect, due: date) -> None:
        theme, t, today = self.shell.theme, self.shell.words, self.shell.today
        late = (today - due).days
        middle = rect.center().y() + 1
        if late > 0:
            paint.pill(painter, theme, right, middle, t("{days} d late", days=late), "bad", "clock")
        elif late == 0:
            paint.pill(painter, theme, right, middle, t("Today"), "warn", "clock")
        else:
            said = f"{t.weekday(due)[:3]} {t.day(due)}"
            paint.say(
                painter,
                QRect(right - 120, rect.top(), 120, rect.height()),
                said,
                theme.font("caption"),
                theme.color("text2"),
                paint.RIGHT,
            )


class TaskList(QListView):
    """Keys: Enter acts, S postpones, arrows skip headings."""

    act = Signal(object)
    postpone = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        t = shell.words
        self.rows = RowsModel(
            lambda r: (
                t(GROUPS[r[0]])
                if isinstance(r, tuple)
                else f"{t.say(r.title)}, {t(r.person) if r.person else r.where}, {t.day(r.due)}"
            ),
            lambda r: isinstance(r, tuple),
        )
        self.setModel(self.rows)
        self.setItemDelegate(TaskDelegate(shell, self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(t("To do"))
        self.activated.connect(lambda i: self._act(i))

    def task(self) -> Task | None:
        row = self.currentIndex().data(Row)
        return row if isinstance(row, Task) else None

    def _act(self, index: QModelIndex) -> None:
        row = index.data(Row)
        if isinstance(row, Task):
            self.act.emit(row)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        zone = self.viewport().width() - self.shell.theme.px(104)
        if index.isValid() and event.position().x() > zone and event.button() == Qt.MouseButton.LeftButton:
            self._act(index)
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._act(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_S and not event.modifiers() and self.shell.settings.letters and self.task():
            self.postpone.emit(self.task())
            return
        super().keyPressEvent(event)

    def first(self) -> None:
        """Choose the first task, keeping a choice that is still there."""
        for i, row in enumerate(self.rows.rows):
            if isinstance(row, Task):
                self.setCurrentIndex(self.rows.index(i))
                return


class FreeChart(QWidget):
    """Stacked columns of free places week by week; own teams above external places, totals on top."""

    week = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.weeks: list[tuple[date, int, int]] = []
        self.setMinimumHeight(120)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_weeks(self, weeks: list[tuple[date, int, int]]) -> None:
        self.weeks = weeks
        t = self.shell.words
        self.setAccessibleName(
            t("Free places ahead")
            + ": "
            + "; ".join(t("w. {week}", week=d.isocalendar().week) + f": {a + b}" for d, a, b in weeks)
        )
        self.update()

    def _columns(self) -> list[QRect]:
        n = max(1, len(self.weeks))
        step = self.width() / n
        wide = int(min(32, step * 0.62))
        return [QRect(int(step * i + (step - wide) / 2), 0, wide, self.height()) for i in range(n)]

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.shell.theme, QPainter(self)
        base = self.height() - theme.px(20)
        top = theme.px(20)
        most = max((a + b for _, a, b in self.weeks), default=1) or 1
        for i in range(4):
            painter.fillRect(0, base - (base - top) * i // 3, self.width(), 1, theme.color("line_soft"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        for i, (column, (day, own, external)) in enumerate(zip(self._columns(), self.weeks, strict=False)):
            unit = (base - top) / most
            low, high = round(external * unit), round(own * unit)
            painter.setBrush(theme.color("c_ext"))
            painter.drawRoundedRect(QRect(column.left(), base - low, column.width(), low), 2, 2)
            painter.setBrush(theme.color("c_own"))
            painter.drawRoundedRect(QRect(column.left(), base - low - high - 1, column.width(), high), 2, 2)
            font = theme.digits("label" if i == 0 else "caption")
            wide = column.adjusted(-12, 0, 12, 0)
            paint.say(
                painter,
                QRect(wide.left(), base - low - high - theme.px(18), wide.width(), theme.px(16)),
                str(own + external),
                font,
                theme.color("text"),
                paint.CENTER,
            )
            week = day.isocalendar().week
            said = self.shell.words("w. {week}", week=week) if i == 0 else str(week)
            paint.say(
                painter,
                QRect(wide.left(), base + 3, wide.width(), theme.px(17)),
                said,
                font,
                theme.color("text2"),
                paint.CENTER,
            )
            painter.setPen(Qt.PenStyle.NoPen)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for column, (day, _, _) in zip(self._columns(), self.weeks, strict=False):
            if column.adjusted(-8, 0, 8, 0).contains(event.position().toPoint()):
                self.week.emit(day)


class EndingDelegate(QStyledItemDelegate):
    """A person whose employment ends: name, place, readiness, day."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self.shell.theme.px(41))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Row)
        if not isinstance(row, Ending):
            return
        painter.save()
        theme, t = self.shell.theme, self.shell.words
        paint.row_background(painter, option, theme, margin=0)
        rect: QRect = option.rect.adjusted(8, 3, -8, -3)
        half = rect.height() // 2
        left = (row.day - self.shell.today).days
        day = theme.px(64)
        state = theme.px(148)
        names = rect.width() - day - state
        paint.say(
            painter,
            QRect(rect.left(), rect.top(), names, half),
            self.shell.name(t(row.name)),
            theme.font("body_strong"),
            theme.color("text"),
        )
        paint.say(
            painter,
            QRect(rect.left(), rect.top() + half, names, half),
            row.place,
            theme.font("caption"),
            theme.color("text2"),
        )
        paint.say(
            painter,
            QRect(rect.right() - day, rect.top(), day, half),
            t.day(row.day),
            theme.font("body_strong"),
            theme.color("text"),
            paint.RIGHT,
        )
        paint.say(
            painter,
            QRect(rect.right() - day, rect.top() + half, day, half),
            t("{days} days", days=left),
            theme.font("caption"),
            theme.color("text2"),
            paint.RIGHT,
        )
        ready = row.final
        role = "ok" if ready else "warn"
        x = rect.left() + names + 4
        middle = rect.center().y()
        paint.icon(
            painter, theme, x, middle - 7, "checkmark_circle" if ready else "error_circle", role, 14, filled=True
        )
        said = t("Ready to certify") if ready else t("Assessment missing")
        paint.say(
            painter, QRect(x + 18, rect.top(), state - 24, rect.height()), said, theme.font("label"), theme.color(role)
        )
        painter.restore()


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
        self.column.addWidget(self._band())
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self._todo(), 62)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._chart(), 48)
        right.addWidget(self._endings(), 52)
        body.addLayout(right, 38)
        self.column.addLayout(body, 1)

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
        self.whose.chosen.connect(lambda _c: self._show_tasks())
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
        self.endings.setMouseTracking(True)
        self.ending_rows = RowsModel(lambda e: f"{t(e.name)}, {e.place}, {t.day(e.day)}")
        self.endings.setModel(self.ending_rows)
        self.endings.setItemDelegate(EndingDelegate(self.shell, self.endings))
        self.endings.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.endings.setAccessibleName(t("Ending soon"))
        self.endings.activated.connect(lambda i: self.shell.go("participants", participant=i.data(Row).participant_id))
        panel.body.addWidget(self.endings, 1)
        return panel

    def arrive(self, **arguments: Any) -> None:
        self.refresh()
        self.tasks.setFocus()

    def refresh(self) -> None:
        self.shell.tasks.run(lambda desk: desk.overview(), self._show, key="overview")

    def _show(self, answer: tuple[Overview, list[tuple[date, int, int]]]) -> None:
        self.data, weeks = answer
        f: Figures = self.data.figures
        t = self.t
        lines = (
            (f.free, t("{own} in-house · {external} external", own=f.free_own, external=f.free_external), "text2"),
            (f.waiting, t("longest {days} days", days=f.longest_wait) if f.waiting else "", "text2"),
            (
                f.running,
                t("{own} in-house · {external} external", own=f.running_own, external=f.running_external),
                "text2",
            ),
            (
                f.ending,
                t("{count} lack a final assessment", count=f.ending_unassessed) if f.ending_unassessed else "",
                "warn" if f.ending_unassessed else "text2",
            ),
            (
                f.day90,
                t("{count} overdue", count=f.day90_late) if f.day90_late else "",
                "bad" if f.day90_late else "text2",
            ),
        )
        for one, (figure, more, role) in zip(self.kpis, lines, strict=True):
            one.show_figure(figure, more, role)
        self.chart.show_weeks(weeks)
        self.ending_rows.set_rows(self.data.ending)
        self.ending_panel.count.setText(str(len(self.data.ending)))
        self._show_tasks()

    def _mine(self) -> list[Task]:
        if self.data is None:
            return []
        me = self.shell.settings.user
        if self.whose.current() == "unit":
            return list(self.data.tasks)
        mine = getattr(self.shell, "case_worker_id", None)
        return [t for t in self.data.tasks if t.case_worker_id in {None, mine}] if mine or me else list(self.data.tasks)

    def _show_tasks(self) -> None:
        before = self.tasks.task()
        found = grouped(self._mine(), self.shell.today)
        rows: list[Any] = []
        for group, tasks in found:
            rows += [(group, len(tasks)), *tasks]
        self.tasks.rows.set_rows(rows)
        self.todo.count.setText(str(sum(len(ts) for _, ts in found)))
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
        again = next((i for i, r in enumerate(rows) if isinstance(r, Task) and before and r.key == before.key), None)
        if again is not None:
            self.tasks.setCurrentIndex(self.tasks.rows.index(again))
        else:
            preferred = next(
                (
                    i
                    for i, r in enumerate(rows)
                    if isinstance(r, Task) and r.kind == "find_place" and r.due <= self.shell.today
                ),
                None,
            )
            if preferred is not None and before is None:
                self.tasks.setCurrentIndex(self.tasks.rows.index(preferred))
            else:
                self.tasks.first()

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
        from amdesk.ui.dialogs.followup import FollowUpDialog

        employment = int(task.key.split(":")[1])
        answer = FollowUpDialog.ask(self, self.shell, self.shell.name(self.t(task.person)))
        if answer is not None:
            self.shell.tasks.write(
                lambda desk: desk.overviews.follow_up(employment, **answer),
                lambda _: self.shell.toast(self.t("Day 90 is followed up."), undo=True),
            )

    def _to_day90(self) -> None:
        self.whose.set_current("unit")
        self._show_tasks()
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
