"""Cohorts as a table of shares: one row per year of the ends, one cell per later year."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent

from amdesk.domain.results import words as shown
from amdesk.services.results.cohorts import Seen
from amdesk.ui.kit import paint
from amdesk.ui.kit.chart import Chart, ChartPart
from amdesk.ui.kit.shell import Shell

Found = Sequence[tuple[int, int, list[Seen]]]
WIDE = 3
"""How many later years a row has."""


class CohortTable(Chart):
    """Without assistance one, two and three years on. Arrows move, Enter opens the cohort."""

    opened = Signal(int, int)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Cohorts"))
        self.found: Found = ()
        self.setMinimumHeight(shell.theme.px(100))

    def show_table(self, found: Found) -> None:
        self.found = found
        rows = [f"{year}: " + ", ".join(f"{c.seen_in} {self.said(c)}" for c in cells) for year, _, cells in found]
        self.setAccessibleName(f"{self.name}. " + ". ".join(rows))
        self.update()

    def said(self, cell: Seen) -> str:
        t = self.shell.words
        if cell.figure is None:
            return t("waits") if cell.state == "waits" else t("no payments")
        return shown.percent(cell.figure, t.lang)

    def _rect(self, row: int, column: int) -> QRect:
        px = self.shell.theme.px
        left, wide = px(104), (self.width() - px(104)) // WIDE
        return QRect(left + column * wide + 3, self._top() + row * self._step() + 3, wide - 6, self._step() - 7)

    def _top(self) -> int:
        return self.shell.theme.px(26)

    def _step(self) -> int:
        room = (self.height() - self._top()) // max(1, len(self.found))
        return max(self.shell.theme.px(30), min(self.shell.theme.px(46), room))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, t = self.shell.theme, QPainter(self), self.shell.words
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        heads = [t("{count} year on", count=1), t("{count} years on", count=2), t("{count} years on", count=3)]
        px = theme.px
        paint.say(painter, QRect(0, 0, px(56), px(24)), t("Ended in"), theme.font("label"), theme.color("text2"))
        paint.say(
            painter,
            QRect(px(48), 0, px(48), px(24)),
            t("People"),
            theme.font("label"),
            theme.color("text2"),
            paint.RIGHT,
        )
        for i, head in enumerate(heads):
            rect = self._rect(0, i)
            paint.say(
                painter,
                QRect(rect.left(), 0, rect.width(), px(24)),
                head,
                theme.font("label"),
                theme.color("text2"),
                paint.CENTER,
            )
        for i, (year, count, cells) in enumerate(self.found):
            y = self._top() + i * self._step()
            painter.fillRect(0, y - 1, self.width(), 1, theme.color("line"))
            middle = QRect(0, y, px(56), self._step())
            paint.say(painter, middle, str(year), theme.font("body_strong"), theme.color("text"))
            paint.say(
                painter,
                QRect(px(48), y, px(48), self._step()),
                t.number(count),
                theme.digits("body"),
                theme.color("text2"),
                paint.RIGHT,
            )
            for j, cell in enumerate(cells):
                self._cell(painter, self._rect(i, j), cell)
        self.paint_focus(painter, 1)
        painter.end()

    def _cell(self, painter: QPainter, rect: QRect, cell: Seen) -> None:
        theme = self.shell.theme
        percent = cell.figure.percent if cell.figure else None
        if percent is None:
            paint.say(painter, rect, self.said(cell), theme.font("caption"), theme.color("text3"), paint.CENTER)
            return
        colour = QColor(theme.color("c_study"))
        colour.setAlpha(40 + percent)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(rect, 4, 4)
        paint.say(painter, rect, self.said(cell), theme.digits("label"), theme.color("text"), paint.CENTER)

    def parts(self) -> Sequence[ChartPart]:
        said = [
            (f"{year}, {cell.seen_in}: {self.said(cell)}", self._rect(i, j))
            for i, (year, _, cells) in enumerate(self.found)
            for j, cell in enumerate(cells)
        ]
        return [ChartPart(*one) for one in said]

    def step(self, right: int, down: int) -> int:
        row, column = divmod(self.on, WIDE)
        along = right if 0 <= column + right < WIDE else 0
        return along + (WIDE * down if 0 <= row + down < len(self.found) else 0)

    def open_part(self, at: int) -> None:
        row, column = divmod(at, WIDE)
        cell = self.found[row][2][column]
        self.opened.emit(cell.year, cell.seen_in)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self.at_point(event.position().toPoint())
        if at is not None:
            self.on = at
            self.open_part(at)
