"""What Översikt is made of beside its tasks and key figures: the chart of free places, who ends soon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from amdesk.domain.overview.day import Ending
from amdesk.ui.kit import paint
from amdesk.ui.kit.chart import Chart, ChartPart
from amdesk.ui.kit.rows import Row
from amdesk.ui.kit.shell import Shell


class FreeChart(Chart):
    """Stacked columns of free places week by week; own teams above external places, totals on top."""

    week = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Free places ahead"))
        self.weeks: list[tuple[date, int, int]] = []
        self.setMinimumHeight(120)

    def show_weeks(self, weeks: list[tuple[date, int, int]]) -> None:
        self.weeks = weeks
        t = self.shell.words
        self.setAccessibleName(
            f"{self.name}: " + "; ".join(t("w. {week}", week=d.isocalendar().week) + f": {a + b}" for d, a, b in weeks)
        )
        self.update()

    def parts(self) -> Sequence[ChartPart]:
        t = self.shell.words
        return [
            ChartPart(t("w. {week}", week=day.isocalendar().week) + f": {own + external}", column.adjusted(-8, 0, 8, 0))
            for column, (day, own, external) in zip(self._columns(), self.weeks, strict=False)
        ]

    def open_part(self, at: int) -> None:
        self.week.emit(self.weeks[at][0])

    def _columns(self) -> list[QRect]:
        n = max(1, len(self.weeks))
        step = self.width() / n
        wide = int(min(32, step * 0.62))
        return [QRect(int(step * i + (step - wide) / 2), 0, wide, self.height()) for i in range(n)]

    def week_said(self, day: date, font: QFont, room: int, *, first: bool) -> str:
        """The number of its week, and that it is one at the first where there is room to say so."""
        week = day.isocalendar().week
        said = self.shell.words("w. {week}", week=week)
        return said if first and QFontMetrics(font).horizontalAdvance(said) <= room else str(week)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.shell.theme, QPainter(self)
        base = self.height() - theme.px(20)
        top = theme.px(20)
        most = max((a + b for _, a, b in self.weeks), default=1) or 1
        painter.setPen(theme.color("line_soft"))
        for i in range(4):
            y = base - (base - top) * i // 3
            painter.drawLine(0, y, self.width() - 1, y)
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
            beside = (self.width() // max(1, len(self.weeks)) - column.width()) // 2
            wide = column.adjusted(-beside, 0, beside, 0)
            paint.put(
                painter,
                QRect(wide.left(), base - low - high - theme.px(18), wide.width(), theme.px(16)),
                str(own + external),
                font,
                theme.color("text"),
                paint.CENTER,
                wide=0,  # a few figures, which have room
            )
            paint.put(
                painter,
                QRect(wide.left(), base + 3, wide.width(), theme.px(17)),
                self.week_said(day, font, wide.width(), first=i == 0),
                font,
                theme.color("text2"),
                paint.CENTER,
                wide=0,
            )
            painter.setPen(Qt.PenStyle.NoPen)
        self.paint_focus(painter, -2)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self.at_point(event.position().toPoint())
        if at is not None:
            self.open_part(at)


class EndingList(QListView):
    """Who ends soon. V shows the week of the person, as in the day plan."""

    week = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, plain = self.currentIndex().data(Row), event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_V and plain and self.shell.settings.letters and isinstance(row, Ending):
            self.week.emit(row.participant_id)
        else:
            super().keyPressEvent(event)


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
        paint.row_background(painter, option, index, theme, margin=0)
        rect: QRect = option.rect.adjusted(8, 3, -8, -3)
        half = rect.height() // 2
        left = (row.day - self.shell.today).days
        day = theme.px(64)
        state = theme.px(148)
        names = rect.width() - day - state
        paint.say(
            painter,
            QRect(rect.left(), rect.top(), names, half),
            self.shell.name(row.name),
            theme.font("body_strong"),
            theme.color("text"),
        )
        paint.say(
            painter,
            QRect(rect.left(), rect.top() + half, names, half),
            self.shell.shown(row.place),
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
            t.plural("{days} day", "{days} days", left, days=left),
            theme.font("caption"),
            theme.color("text2"),
            paint.RIGHT,
        )
        ready = row.final
        role = "ok" if ready else "warn"
        x = rect.left() + names + 4
        side = theme.mark(14)
        y, icon = rect.center().y() - side // 2, "checkmark_circle" if ready else "error_circle"
        paint.icon(painter, theme, x, y, icon, role, side, filled=True)
        said = t("Ready to certify") if ready else t("Assessment missing")
        paint.say(
            painter,
            QRect(x + side + 4, rect.top(), state - side - 10, rect.height()),
            said,
            theme.font("label"),
            theme.color(role),
        )
        painter.restore()
