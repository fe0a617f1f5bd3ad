"""Who takes a module and when they were there: one row a person, one column a meeting, noted by key."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from amdesk.domain.change import Change
from amdesk.domain.competence.modules import ATTENDANCE, ENROLMENT_STATUSES, Enrolment, Register
from amdesk.ui.kit import paint
from amdesk.ui.kit.rows import Index, Row, TableModel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import LEAST, feed

FIXED_COLUMNS = 3
"""Participant, status and level of Swedish come before the meetings."""
ICONS = {"present": ("checkmark", "ok"), "notified": ("info", "text2"), "absent": ("dismiss", "bad")}
KEYS = {Qt.Key.Key_1: "present", Qt.Key.Key_2: "notified", Qt.Key.Key_3: "absent"}
ROLES = {"enrolled": "accent_text", "offered": "info", "need": "warn", "completed": "ok"}


class ModuleDelegate(QStyledItemDelegate):
    def __init__(self, shell: Shell, parent: ModuleGrid) -> None:
        super().__init__(parent)
        self.shell, self.grid = shell, parent

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        theme, rect, row = self.shell.theme, QRect(option.rect), index.data(Row)
        here = self.grid.currentIndex()
        if here.row() == index.row():
            painter.fillRect(rect, theme.color("selected"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line_soft"))
        inner = rect.adjusted(8, 0, -8, 0)
        if index.column() == 1:
            said = self.shell.words(ENROLMENT_STATUSES[row.status])
            colour = theme.color(ROLES.get(row.status, "text2"))
            paint.say(painter, inner, said, theme.font("label"), colour)
        elif index.column() < FIXED_COLUMNS:
            font, role = ("body_strong", "text") if index.column() == 0 else ("body", "text2")
            paint.say(painter, inner, str(index.data()), theme.font(font), theme.color(role))
        else:
            self._meeting(painter, rect, index, row)
            if here == index and self.grid.hasFocus():
                painter.setPen(theme.color("focus"))
                painter.drawRect(rect.adjusted(1, 1, -2, -3))
        painter.restore()

    def _meeting(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex, row: Enrolment
    ) -> None:
        theme, state = self.shell.theme, self.grid.noted_state(row, index.column())
        if state is None:
            if row.status == "enrolled":
                paint.say(painter, rect, "·", theme.font("body"), theme.color("text3"), paint.CENTER)
            return
        name, role = ICONS[state]
        side = theme.mark(16)
        box = QRect(0, 0, side, side)
        box.moveCenter(rect.center())
        paint.icon(painter, theme, box.left(), box.top(), name, role, side)


class ModuleGrid(QTableView):
    """`noted` carries (enrolment, occasion, the change of its state) when a key says so."""

    noted = Signal(int, int, object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.register: Register | None = None
        self.states: Mapping[tuple[int, int], str] = {}
        self.table: TableModel[Enrolment] = TableModel([])
        self.setModel(self.table)
        self.setItemDelegate(ModuleDelegate(shell, self))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(shell.theme.px(36))
        self.horizontalHeader().setHighlightSections(False)
        self.setAccessibleName(shell.words("Attendance"))

    def show_register(self, register: Register) -> None:
        """Fill, and stay where the keys were."""
        here = (max(0, self.currentIndex().row()), max(0, self.currentIndex().column()))
        self.register, self.states, t = register, register.attendance, self.shell.words
        self.table.beginResetModel()
        self.table.columns = [
            (t("Participant"), self._name, paint.LEFT),
            (t("Status"), lambda e: t(ENROLMENT_STATUSES[e.status]), paint.LEFT),
            (t("Swedish"), lambda e: " → ".join(x for x in (e.level_before, e.level_after) if x), paint.LEFT),
            *(
                (f"{o.on_date.day}/{o.on_date.month}", lambda e, o=o: self._said(e, o.id), paint.CENTER)
                for o in register.meetings
            ),
        ]
        self.table.rows = list(register.people)
        self.table.endResetModel()
        head = self.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for i in range(1, len(self.table.columns)):
            head.setSectionResizeMode(i, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(i, self.shell.theme.px({1: 92, 2: 78}.get(i, 52)))
        self.starved = feed(self, self.shell.theme.px(LEAST), starved=False)
        if register.people:
            row = min(here[0], len(register.people) - 1)
            self.setCurrentIndex(self.table.index(row, min(here[1], len(self.table.columns) - 1)))

    def person(self) -> Enrolment | None:
        """Whoever the keys are on."""
        found = self.currentIndex().data(Row)
        return found if isinstance(found, Enrolment) else None

    def noted_state(self, row: Enrolment, column: int) -> str | None:
        if self.register is None or column < FIXED_COLUMNS:
            return None
        return self.states.get((row.id, self.register.meetings[column - FIXED_COLUMNS].id))

    def _name(self, e: Enrolment) -> str:
        return self.shell.name(e.participant)

    def _said(self, e: Enrolment, occasion: int) -> str:
        state = self.states.get((e.id, occasion))
        return self.shell.words(ATTENDANCE[state]) if state else ""

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The whole row is tinted where the keys are, and Qt paints its own two cells only."""
        super().currentChanged(current, previous)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        column, row = self.currentIndex().column(), self.person()
        key = Qt.Key(event.key())
        if self.register is None or row is None or column < FIXED_COLUMNS or row.status != "enrolled":
            super().keyPressEvent(event)
            return
        if key == Qt.Key.Key_Space:
            self.turn()
            return
        state = KEYS.get(key)
        if state is None:
            super().keyPressEvent(event)
            return
        self._note(row, column, state)
        if self.currentIndex().row() + 1 < len(self.table.rows):
            self.setCurrentIndex(self.table.index(self.currentIndex().row() + 1, column))

    def turn(self) -> None:
        """The next state where the keys are: Space, or a double click."""
        column, row, kinds = self.currentIndex().column(), self.person(), list(ATTENDANCE)
        if row is not None and column >= FIXED_COLUMNS and row.status == "enrolled":
            now = self.noted_state(row, column)
            self._note(row, column, kinds[(kinds.index(now) + 1) % len(kinds)] if now else kinds[0])

    def _note(self, row: Enrolment, column: int, state: str) -> None:
        assert self.register is not None
        occasion = self.register.meetings[column - FIXED_COLUMNS].id
        change = Change(self.states.get((row.id, occasion)), state)
        self.states = {**self.states, (row.id, occasion): state}
        self.noted.emit(row.id, occasion, change)
        self.viewport().update()
