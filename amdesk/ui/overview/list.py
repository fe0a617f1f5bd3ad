"""The day plan as a list: a row for each person, a line for each kind that many have, headings between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from amdesk.domain.overview.tasks import TASK_GROUPS, DayGroup, KindLine, PersonDay, Task
from amdesk.i18n import Words
from amdesk.ui.kit import paint
from amdesk.ui.kit.rows import Index, Row, RowsModel, after_act
from amdesk.ui.kit.shell import Shell
from amdesk.ui.overview.marks import KEYS, PersonPainter

HEADING, KIND = 32, 34


class Heading(NamedTuple):
    """A group of tasks, how many they are, and how many of them come later than the group says."""

    group: str
    size: int
    later: int = 0

    def counted(self, t: Words) -> str:
        """How many are due at this time, and how many more the same people have that come later."""
        due = str(self.size - self.later)
        return f"{due} · {t('{count} later for the same people', count=self.later)}" if self.later else due


Line = PersonDay | KindLine | Heading


class TaskDelegate(QStyledItemDelegate):
    def __init__(self, shell: Shell, view: TaskList) -> None:
        super().__init__(view)
        self.shell, self.view = shell, view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(Row)
        if isinstance(row, PersonDay):
            here = self.view.currentIndex().row() == index.row()
            return QSize(100, self.view.people.tall(self.view.width(), chosen=here, acts=len(row.tasks)))
        return QSize(100, self.shell.theme.px(KIND if isinstance(row, KindLine) else HEADING))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Row)
        painter.save()
        if isinstance(row, Heading):
            self._heading(painter, option.rect, row)
        else:
            paint.row_background(painter, option, index, self.shell.theme)
            if isinstance(row, PersonDay):
                self.view.people.paint(painter, option.rect, row, chosen=index == self.view.currentIndex())
            elif isinstance(row, KindLine):
                self._kind(painter, option.rect, row)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, row: Heading) -> None:
        theme = self.shell.theme
        inner = rect.adjusted(16, 6, -16, 0)
        role, t = "bad" if row.group == "late" else "text2", self.shell.words
        used = paint.say(painter, inner, t(TASK_GROUPS[row.group]), theme.font("label"), theme.color(role))
        count = inner.adjusted(used + 8, 0, 0, 0)
        paint.say(painter, count, row.counted(t), theme.font("caption"), theme.color("text2"))

    def _kind(self, painter: QPainter, rect: QRect, row: KindLine) -> None:
        theme, t, inner = self.shell.theme, self.shell.words, rect.adjusted(20, 0, -16, 0)
        middle, said, size = inner.center().y() + 1, self.view.action(row), theme.mark(18)
        paint.say(painter, inner, said, theme.font("body_strong"), theme.color("accent_text"), paint.RIGHT)
        right = inner.right() - paint.width(said, theme.font("body_strong")) - 12
        if row.opens:
            chevron = "chevron_down" if row.key in self.view.opened else "chevron_right"
            paint.icon(painter, theme, inner.left(), middle - size // 2, chevron, "text2", size - 2)
        paint.icon(painter, theme, inner.left() + size + 6, middle - size // 2, row.tasks[0].icon, "text2", size)
        left = inner.left() + 2 * size + 16
        where = QRect(left, inner.top(), right - left, inner.height())
        used = paint.say(painter, where, t.say(row.said), theme.font("body_strong"), theme.color("text"))
        if used + theme.px(60) < where.width():
            rest = where.adjusted(used + 10, 0, 0, 0)
            paint.say(painter, rest, self.view.detail(row), theme.font("caption"), theme.color("text2"))


class TaskList(QListView):
    """Enter takes the first act, 2 to 9 the others, S postpones the first, V shows the week of the person; a line of a kind is
    opened by the right arrow and closed by the left, and Enter shows its page. Arrows skip headings."""

    act = Signal(object)
    postpone = Signal(object)
    week = Signal(object)
    """The week of a person is wanted, by her key; None where the row is of nobody or of several."""
    visit = Signal(object)
    """A line of a kind whose page is wanted."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.people = shell, PersonPainter(shell)
        self.groups: Sequence[DayGroup] = ()
        self.opened: set[str] = set()
        self.held: Task | None = None
        self.struck = ""
        """The key of the row that the mouse was pressed on."""
        self.tall = 0
        self.rows: RowsModel[Line] = RowsModel(self._spoken, lambda r: isinstance(r, Heading))
        self.setModel(self.rows)
        self.setItemDelegate(TaskDelegate(shell, self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(shell.words("To do"))

    # what it shows

    def show_plan(self, groups: Sequence[DayGroup]) -> None:
        """The rows anew; the keys stay on the row they were on, or go to the one that came after it."""
        before, here = self._keys(), self._key()
        self.groups = groups
        self.rows.set_rows(self._lines())
        self._stand(after_act(before, here, self._keys()) if here else self._keys()[0] if self._keys() else None)

    def _lines(self) -> list[Line]:
        rows: list[Line] = []
        for group in self.groups:
            rows.append(Heading(group.code, group.size, group.later))
            for row in group.rows:
                rows.append(row)
                if isinstance(row, KindLine) and row.opens and row.key in self.opened:
                    rows += [PersonDay([task]) for task in row.tasks]
        return rows

    def _keys(self) -> list[str]:
        return [r.key for r in self.rows.rows if not isinstance(r, Heading)]

    def _key(self) -> str | None:
        row = self.line()
        return row.key if row is not None else None

    def line(self) -> PersonDay | KindLine | None:
        row = self.currentIndex().data(Row)
        return row if isinstance(row, PersonDay | KindLine) else None

    def _stand(self, key: str | None) -> None:
        at = next((i for i, r in enumerate(self.rows.rows) if not isinstance(r, Heading) and r.key == key), None)
        if at is None:
            return
        self.setCurrentIndex(self.rows.index(at))
        if isinstance(self.rows.rows[at - 1], Heading):
            self.scrollTo(self.rows.index(at - 1))
        self.scrollTo(self.rows.index(at))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """A chosen row is higher where its acts stand under its words."""
        super().currentChanged(current, previous)
        if self.people.stacked(self.width()):
            self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are higher where their words stand under each other."""
        super().resizeEvent(event)
        tall = self.people.tall(self.width(), chosen=False, acts=1)
        if tall != self.tall:
            self.tall = tall
            self.scheduleDelayedItemsLayout()

    def turn(self, row: KindLine, *, opened: bool) -> None:
        """Show or hide the people of a kind under its line."""
        self.opened = self.opened | {row.key} if opened else self.opened - {row.key}
        self.rows.set_rows(self._lines())
        self._stand(row.key)

    def stand_on(self, wanted: Callable[[Task], bool]) -> Task | None:
        """The keys go to the first row whose first act is wanted; a line of its kind is opened for it."""
        for group in self.groups:
            for row in group.rows:
                found = next((one for one in row.tasks if wanted(one)), None)
                if found is None or (isinstance(row, PersonDay) and found is not row.tasks[0]):
                    continue
                if isinstance(row, KindLine) and row.opens:
                    self.turn(row, opened=True)
                    self._stand(PersonDay([found]).key)
                else:
                    self._stand(row.key)
                return found
        return None

    # words

    def action(self, row: KindLine) -> str:
        return self.shell.words("Show") if row.opens else self.shell.words.say(row.tasks[0].action)

    def spoken_act(self, task: Task) -> str:
        """An act and what it is about, in a menu."""
        said = self.people.said(task)
        return f"{self.shell.words.say(task.action)}: {said}" if said else self.shell.words.say(task.action)

    def detail(self, row: KindLine) -> str:
        """When the first is due, and how many of the assessments are the final ones; of what was held, where."""
        t, due = self.shell.words, min(one.due for one in row.tasks)
        late = (self.shell.today - due).days
        if late > 0:
            said = t("up to {days} d late", days=late)
        else:
            said = t("today") if late == 0 else t("first {weekday} {day}", weekday=t.weekday(due), day=due)
        final = sum(one.kind == "final" for one in row.tasks)
        more = t.plural("{count} final assessment", "{count} final assessments", final, count=final) if final else ""
        where = {self.shell.shown(one.where) for one in row.tasks if one.kind == "hold"}
        return " · ".join(x for x in (*sorted(where), said, more) if x)

    def _spoken(self, row: Line) -> str:
        if isinstance(row, Heading):
            return f"{self.shell.words(TASK_GROUPS[row.group])}, {row.counted(self.shell.words)}"
        if isinstance(row, KindLine):
            return f"{self.shell.words.say(row.said)}, {self.detail(row)}"
        said = " · ".join(self.people.said(one) for one in row.tasks)
        return ", ".join(x for x in (self.people.name(row), self.people.about(row), said) if x)

    # acts

    def task(self) -> Task | None:
        """The first act of the row where the keys are."""
        row = self.line()
        return row.tasks[0] if isinstance(row, PersonDay) or (row is not None and not row.opens) else None

    def _enter(self) -> None:
        row, task = self.line(), self.task()
        if task is not None:
            self.act.emit(task)
        elif isinstance(row, KindLine):
            self.visit.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key, plain = self.line(), event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self._enter()
        elif key in {Qt.Key.Key_Right, Qt.Key.Key_Left} and isinstance(row, KindLine) and row.opens:
            self.turn(row, opened=key == Qt.Key.Key_Right)
        elif key == Qt.Key.Key_Left and (over := self._over(row)) is not None:
            self.turn(over, opened=False)
        elif not plain or not self.shell.settings.letters or not self._by_letter(key):
            super().keyPressEvent(event)

    def _over(self, row: PersonDay | KindLine | None) -> KindLine | None:
        """The opened line that a person stands under."""
        lines = (r for g in self.groups for r in g.rows if isinstance(r, KindLine) and r.key in self.opened)
        return next((one for one in lines if row is not None and row.tasks[0] in one.tasks), None)

    def _by_letter(self, key: int) -> bool:
        """Whether one of the single keys did something: S, V, or the number of an act."""
        row, task = self.line(), self.task()
        if key == Qt.Key.Key_S and task is not None:
            self.postpone.emit(task)
            return True
        if key == Qt.Key.Key_V and row is not None:
            self.week.emit(row.tasks[0].participant_id if isinstance(row, PersonDay) else None)
            return True
        number = key - int(Qt.Key.Key_0)
        if isinstance(row, PersonDay) and 2 <= number <= min(KEYS, len(row.tasks)):
            self.act.emit(row.tasks[number - 1])
            return True
        return False

    def _task_at(self, event: QMouseEvent) -> Task | None:
        """The act under the pointer: a mark, or the word at the right."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        row = index.data(Row)
        if not isinstance(row, PersonDay):
            return None
        chosen, rect = index == self.currentIndex(), self.visualRect(index)
        for mark in self.people.marks(row, rect, chosen=chosen):
            if mark.rect.contains(at):
                return mark.task
        return row.tasks[0] if not chosen and at.x() > rect.right() - self.shell.theme.px(84) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.held = self._task_at(event) if event.button() == Qt.MouseButton.LeftButton else None
        row = self.indexAt(event.position().toPoint()).data(Row)
        self.struck = row.key if isinstance(row, PersonDay | KindLine) else ""
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Of the row that the first click chose, which has grown since, so that another may lie under the second."""
        row = self.line()
        if event.button() == Qt.MouseButton.LeftButton and isinstance(row, PersonDay) and row.key == self.struck:
            self.struck, self.held = "", None
            self._enter()
        else:
            self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self.held = self.held, None
        row = self.indexAt(event.position().toPoint()).data(Row)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if isinstance(row, KindLine) and row.key == self.struck:
            if row.opens and event.position().x() < self.width() - self.shell.theme.px(84):
                self.turn(row, opened=row.key not in self.opened)
            else:
                self._enter()
        elif pressed is not None and isinstance(row, PersonDay) and pressed in row.tasks:
            self.act.emit(pressed)
