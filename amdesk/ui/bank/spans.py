"""The line of time that a bank's copies stand on: now at the right, and the longer ago the closer together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from amdesk.services.bank.generations import Kept
from amdesk.ui.kit import paint
from amdesk.ui.kit.shell import Shell

HOUR, DAY = 1.0, 24.0


class Spans(QWidget):
    """One point a copy, in the order of the list below it; a click chooses it there."""

    clicked = Signal(int)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.t = shell, shell.words
        self.setFixedHeight(shell.theme.px(56))
        self.copies: Sequence[Kept] = ()
        self.now = datetime.now(UTC)
        """When the copies were read; where the computer's clock has gone back, the latest copy is now."""
        self.row = -1
        self.setMouseTracking(True)
        self.hide()

    def show_copies(self, copies: Sequence[Kept]) -> None:
        self.copies = copies
        self.now = max([datetime.now(UTC), *(k.at for k in copies)])
        self.setVisible(bool(copies))
        if copies:
            said = self.t.plural(
                "{count} copy, the oldest from {day}",
                "{count} copies, the oldest from {day}",
                len(copies),
                count=len(copies),
                day=self.t.moment(min(k.at for k in copies)),
            )
            self.setAccessibleName(said)
        self.update()

    def choose(self, row: int) -> None:
        self.row = row
        self.update()

    def _hours(self, at: datetime) -> float:
        return max(0.0, (self.now - at) / timedelta(hours=1))

    def _farthest(self) -> float:
        return max([DAY, *(self._hours(k.at) for k in self.copies)]) * 1.1

    def place(self, hours: float) -> float:
        """Where a moment so long ago stands."""
        edge = self.shell.theme.px(10)
        return self.width() - edge - (self.width() - 2 * edge) * math.log1p(hours) / math.log1p(self._farthest())

    def _marks(self) -> list[tuple[float, str]]:
        t = self.t
        marks = (
            (0.0, t("now")), (HOUR, t("an hour")), (DAY, t("a day")), (7 * DAY, t("a week")), (30 * DAY, t("a month")),
            (365 * DAY, t("a year")),
        )  # fmt: skip
        return [(hours, said) for hours, said in marks if hours <= self._farthest()]

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.shell.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        middle = theme.px(20)
        painter.setPen(QPen(theme.color("line"), 2))
        painter.drawLine(QPointF(self.place(self._farthest()), middle), QPointF(self.place(0), middle))
        font, free = theme.font("caption"), self.width()
        for hours, said in self._marks():
            wide = paint.width(said, font) + 4
            left = min(round(self.place(hours)) - wide // 2, self.width() - wide)
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(QPointF(self.place(hours), middle - 5), QPointF(self.place(hours), middle + 5))
            if left + wide <= free and left >= 0:
                paint.say(
                    painter, QRect(left, middle + theme.px(12), wide, theme.px(18)), said, font, theme.color("text2")
                )
                free = left - 8
        for row, kept in enumerate(self.copies):
            if row != self.row:
                self._point(painter, kept, chosen=False)
        if 0 <= self.row < len(self.copies):
            self._point(painter, self.copies[self.row], chosen=True)
        painter.end()

    def _point(self, painter: QPainter, kept: Kept, *, chosen: bool) -> None:
        theme = self.shell.theme
        where, size = QPointF(self.place(self._hours(kept.at)), theme.px(20)), theme.px(7 if chosen else 4)
        painter.setPen(QPen(theme.color("surface"), 2))
        painter.setBrush(theme.color("warn" if kept.why == "beyond" else "accent"))
        painter.drawEllipse(where, size, size)

    def _at(self, x: float) -> int:
        """The row whose point is nearest, or -1."""
        apart = [(abs(self.place(self._hours(k.at)) - x), row) for row, k in enumerate(self.copies)]
        near, row = min(apart, default=(math.inf, -1))
        return row if near <= self.shell.theme.px(10) else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and (row := self._at(event.position().x())) >= 0:
            self.clicked.emit(row)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            row = self._at(self.mapFromGlobal(self.cursor().pos()).x())
            said = self.t.moment(self.copies[row].at) if row >= 0 else ""
            QToolTip.showText(self.cursor().pos(), said, self)
            return True
        return super().event(event)
