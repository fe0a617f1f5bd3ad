"""The list of what is to be done."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from amdesk.domain.overview.tasks import TASK_GROUPS, Task
from amdesk.ui.kit import paint
from amdesk.ui.kit.rows import Index, Row, RowsModel
from amdesk.ui.kit.shell import Shell


class Heading(NamedTuple):
    """A group of tasks, and how many they are."""

    group: str
    size: int


class TaskDelegate(QStyledItemDelegate):
    """A task's row: icon, what, who, due, action. The chosen row shows its action as a button."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self.shell.theme.px(36))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Row)
        painter.save()
        if isinstance(row, Heading):
            self._heading(painter, option.rect, *row)
        elif isinstance(row, Task):
            self._task(painter, option, index, row)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, group: str, count: int) -> None:
        theme = self.shell.theme
        inner = rect.adjusted(16, 8, -16, 0)
        role = "bad" if group == "late" else "text2"
        used = paint.say(painter, inner, self.shell.words(TASK_GROUPS[group]), theme.font("label"), theme.color(role))
        paint.say(painter, inner.adjusted(used + 8, 0, 0, 0), str(count), theme.font("caption"), theme.color("text2"))

    def _task(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, task: Task) -> None:
        theme, t = self.shell.theme, self.shell.words
        paint.row_background(painter, option, index, theme)
        rect: QRect = option.rect.adjusted(20, 0, -16, 0)
        selected = paint.row_state(option, index).selected
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
        self.rows: RowsModel[Task | Heading] = RowsModel(
            lambda r: (
                t(TASK_GROUPS[r.group])
                if isinstance(r, Heading)
                else f"{t.say(r.title)}, {t(r.person) if r.person else r.where}, {t.day(r.due)}"
            ),
            lambda r: isinstance(r, Heading),
        )
        self.setModel(self.rows)
        self.setItemDelegate(TaskDelegate(shell, self))
        self.setUniformItemSizes(True)  # a list of hundreds is laid out without asking for each
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
