"""The assessment grid: skills by area, occasions as columns, levels by key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from amdesk.domain.competence.assessments import LEVELS, Skill
from amdesk.i18n import Words
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import label
from amdesk.ui.kit.rows import Index, Row, TableModel
from amdesk.ui.kit.shell import Shell

SEEN = 1000
"""Milliseconds that a cell says it is stored."""


class GridRow:
    """A skill with its levels by occasion, or the heading of an area."""

    def __init__(self, title: str, skill: Skill | None, levels: list[int | None]) -> None:
        self.title, self.skill, self.levels = title, skill, levels


class GridHost(Protocol):
    """The page a grid stands on: it stores the levels and says whether any can be given now."""

    shell: Shell
    t: Words

    def note(self) -> None: ...

    def waits(self) -> bool: ...

    def typed(self) -> None: ...

    def show_progress(self) -> None: ...


class GridDelegate(QStyledItemDelegate):
    def __init__(self, shell: Shell, grid: Grid) -> None:
        super().__init__(grid)
        self.shell, self.grid = shell, grid

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Row)
        painter.save()
        theme = self.shell.theme
        rect: QRect = option.rect
        last = self.grid.editable_column()
        if row.skill is None:
            painter.fillRect(rect, theme.color("surface3"))
            if index.column() == 0:
                paint.say(painter, rect.adjusted(16, 0, -4, 0), row.title, theme.font("label"), theme.color("text2"))
            elif index.column() == last:
                paint.say(
                    painter,
                    rect,
                    self.grid.area_count(index.row()),
                    theme.font("caption"),
                    theme.color("text2"),
                    paint.CENTER,
                )
        else:
            current = self.grid.currentIndex().row() == index.row()
            painter.fillRect(rect, theme.color("selected" if current else "surface"))
            if index.column() == last and not current:
                painter.fillRect(rect, theme.color("surface2"))
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line_soft"))
            self._cell(painter, rect, index.column(), row, current=current, last=last)
        painter.restore()

    def _cell(self, painter: QPainter, rect: QRect, column: int, row: GridRow, *, current: bool, last: int) -> None:
        theme, t = self.shell.theme, self.shell.words
        if column == 0:
            painter.setFont(theme.font("body_strong" if current else "body"))
            painter.setPen(theme.color("text"))
            painter.drawText(rect.adjusted(16, 0, -8, 0), paint.LEFT | Qt.TextFlag.TextWordWrap, row.title)
            return
        if column > last:
            given = [v for v in row.levels if v]
            if len(given) > 1:
                paint.spark(painter, self.shell.theme, QRect(rect.left() + 8, rect.center().y() - 6, 34, 12), given)
                change = given[-1] - given[0]
                said = f"+{change}" if change > 0 else str(change)
                paint.say(
                    painter,
                    rect.adjusted(46, 0, -10, 0),
                    said,
                    theme.digits("label"),
                    theme.color("ok" if change > 0 else "text2"),
                    paint.RIGHT,
                )
            return
        level = row.levels[column - 1]
        if column == last and row.skill is not None and row.skill.code in self.grid.stored:
            self._stored(painter, rect)
        if level:
            paint.level(painter, theme, rect.center().x() - 22, rect.center().y() + 7, level)
            paint.say(
                painter,
                QRect(rect.center().x() + 10, rect.top(), 16, rect.height()),
                str(level),
                theme.digits("body_strong"),
                theme.color("text"),
            )
        elif column == last and current:
            box = rect.adjusted(6, 3, -6, -3)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            here = self.grid.hasFocus()  # elsewhere a digit would do nothing
            painter.setPen(QPen(theme.color("accent"), 2) if here else QPen(theme.color("line_btn"), 1))
            painter.setBrush(theme.color("surface"))
            painter.drawRoundedRect(box, 6, 6)
            paint.say(painter, box, "1–4" if here else "–", theme.font(), theme.color("text2"), paint.CENTER)
        else:
            paint.say(
                painter,
                rect,
                "–" if column == last else t("not assessed"),
                theme.font("caption"),
                theme.color("text3"),
                paint.CENTER,
            )

    def _stored(self, painter: QPainter, rect: QRect) -> None:
        """The bank has this level now."""
        theme = self.shell.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("ok_soft"))
        painter.drawRoundedRect(rect.adjusted(4, 2, -4, -3), 6, 6)
        side = theme.mark(14)
        paint.icon(painter, theme, rect.right() - side - 5, rect.center().y() - side // 2, "checkmark", "ok", side)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, self.shell.theme.px(30))


class Grid(QTableView):
    """Keys 1-4 set the level and move down, 0 clears, = copies the previous level, PgUp and PgDn change area."""

    def __init__(self, page: GridHost) -> None:
        super().__init__()
        self.page, self.shell = page, page.shell
        self.table: TableModel[GridRow] = TableModel([])
        self.setModel(self.table)
        self.setItemDelegate(GridDelegate(page.shell, self))
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(page.shell.theme.px(30))
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(page.t("Assessment"))
        self.horizontalHeader().setObjectName("levels")  # its first heading begins where what stands under it does
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setFixedHeight(page.shell.theme.px(44))
        self.roomy = True
        self.stored: set[str] = set()
        """Skills whose level has just come into the bank."""
        self.fading = QTimer(self)
        self.fading.setSingleShot(True)
        self.fading.setInterval(SEEN)
        self.fading.timeout.connect(self._fade)

    def fit(self, *, roomy: bool) -> None:
        """Without the development of each skill where there is little room."""
        self.roomy = roomy
        last = self.table.columnCount() - 1
        if last < 1:
            return
        least, head = self.shell.theme.px(92 if roomy else 84), self.horizontalHeader()
        for i in range(1, last + 1):
            self.setColumnHidden(i, i == last and not roomy)  # the table keeps the columns it hid of the person before
            self.setColumnWidth(i, max(least, head.sectionSizeHint(i)))  # a day of another year is longer
        self.fit_rows()

    def show_stored(self, skills: Iterable[str]) -> None:
        """For a moment, which levels the bank has now."""
        self.stored = set(skills)
        self.fading.start()
        self.viewport().update()

    def _fade(self) -> None:
        self.stored = set()
        self.viewport().update()

    def editable_column(self) -> int:
        return max(1, self.table.columnCount() - 2)

    def area_count(self, row: int) -> str:
        rows = self.table.rows[row + 1 :]
        given = total = 0
        for r in rows:
            if r.skill is None:
                break
            total += 1
            given += bool(r.levels[-1])
        return self.page.t("{done} of {total}", done=given, total=total)

    def show_rows(self, titles: list[str], rows: list[GridRow]) -> None:
        t = self.page.t
        names = [t("Skill"), *titles, t("Development")]
        aligns = [paint.LEFT, *([paint.CENTER] * (len(titles) + 1))]
        self.table.beginResetModel()
        self.table.columns = [(n, self._spoken(i), a) for i, (n, a) in enumerate(zip(names, aligns, strict=True))]
        self.table.rows = rows
        self.table.endResetModel()
        head = self.horizontalHeader()
        for i in range(len(names)):
            head.setSectionResizeMode(i, QHeaderView.ResizeMode.Stretch if i == 0 else QHeaderView.ResizeMode.Fixed)
        self.stored = set()
        self.fit(roomy=self.roomy)
        self.step_to_empty()

    def fit_rows(self) -> None:
        """A skill that does not fit one line gets two."""
        theme = self.shell.theme
        metrics = QFontMetrics(theme.font("body_strong"))
        room = self.columnWidth(0) - 26
        for i, row in enumerate(self.table.rows):
            lines = (
                1
                if row.skill is None
                else -(
                    -metrics.boundingRect(0, 0, max(60, room), 900, int(Qt.TextFlag.TextWordWrap), row.title).height()
                    // metrics.lineSpacing()
                )
            )
            self.setRowHeight(i, theme.px(30) + (lines - 1) * metrics.lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_rows()

    def _spoken(self, column: int) -> Callable[[GridRow], str]:
        def said(row: GridRow) -> str:
            if row.skill is None or column == 0 or column > len(row.levels):
                return row.title
            level = row.levels[column - 1]
            return f"{level}, {self.page.t(LEVELS[level])}" if level else self.page.t("not assessed")

        return said

    def step_to_empty(self, after: int = -1) -> None:
        """The next skill without a level, else the first one."""
        rows = self.table.rows
        order = [*range(after + 1, len(rows)), *range(after + 1)]
        target = next((i for i in order if rows[i].skill is not None and not rows[i].levels[-1]), None)
        if target is None:
            target = next((i for i in order if rows[i].skill is not None), 0)
        self.go(target)

    def go(self, row: int) -> None:
        index = self.table.index(row, self.editable_column())
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.viewport().update()

    def _move(self, step: int) -> None:
        row = self.currentIndex().row() + step
        while 0 <= row < len(self.table.rows) and self.table.rows[row].skill is None:
            row += step
        if 0 <= row < len(self.table.rows):
            self.go(row)

    def _area(self, step: int) -> None:
        heads = [i for i, r in enumerate(self.table.rows) if r.skill is None]
        here = self.currentIndex().row()
        targets = [h + 1 for h in heads if (h > here if step > 0 else h + 1 < here)]
        if targets:
            self.go(targets[0] if step > 0 else targets[-1])

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The whole row is tinted where the keys are, and Qt paints its own two cells only."""
        super().currentChanged(current, previous)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and Qt.Key.Key_0 <= key <= Qt.Key.Key_4:
            self.give(int(key) - int(Qt.Key.Key_0))
        elif key == Qt.Key.Key_Equal:
            row = self._row()
            if row and len(row.levels) > 1 and row.levels[-2]:
                self.give(row.levels[-2])
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            self._area(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_N and not event.modifiers() and self.shell.settings.letters:
            self.page.note()
        else:
            super().keyPressEvent(event)

    def _row(self) -> GridRow | None:
        here = self.currentIndex().row()
        row = self.table.rows[here] if 0 <= here < len(self.table.rows) else None
        return row if row is not None and row.skill is not None else None

    def give(self, level: int) -> None:
        """Give the chosen skill a level and go on to the next; 0 takes it away."""
        row = self._row()
        if row is None or self.page.waits():
            return
        if self.shell.read_only:
            self.shell.toast(self.shell.read_only)
            return
        row.levels[-1] = level or None
        self.page.typed()
        here = self.currentIndex().row()
        self._move(1)
        if self.currentIndex().row() == here:
            self.viewport().update()
        self.page.show_progress()


class LevelKey(QWidget):
    """A level's key and what it means; a click gives the level as the key does."""

    clicked = Signal()

    def __init__(self, key: str, said: str) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(key, "key"))
        row.addWidget(label(said, "small"))
        row.addStretch(1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class LevelKeys(QWidget):
    """The levels, which are given by key or click: beside each other, and in several lines where there is no room."""

    given = Signal(int)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.box = QGridLayout(self)
        self.box.setContentsMargins(16, 8, 16, 10)
        self.box.setHorizontalSpacing(12)
        self.items = [self._item(level, shell.words(said)) for level, said in LEVELS.items()]
        self.columns = 0
        self._lay(len(self.items))

    def _item(self, level: int, said: str) -> LevelKey:
        item = LevelKey(str(level), said)
        item.clicked.connect(lambda: self.given.emit(level))
        return item

    def _lay(self, columns: int) -> None:
        if columns == self.columns:
            return
        self.box.setColumnStretch(self.columns, 0)
        self.columns = columns
        for i, item in enumerate(self.items):
            self.box.addWidget(item, i // columns, i % columns)
        self.box.setColumnStretch(columns, 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widest = max(item.sizeHint().width() for item in self.items)
        together = sum(item.sizeHint().width() for item in self.items) + 12 * len(self.items) + 32
        self._lay(len(self.items) if together <= self.width() else 2 if 2 * widest + 56 <= self.width() else 1)
