"""Cohorts as a table of shares: one row per year of the ends, one cell per later year."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from amdesk.domain.results import words as shown
from amdesk.services.results.cohorts import Seen
from amdesk.ui.kit import paint
from amdesk.ui.kit.shell import Shell

Found = Sequence[tuple[int, int, list[Seen]]]


class CohortTable(QWidget):
    """Without assistance one, two and three years on. Arrows move, Enter opens the cohort."""

    opened = Signal(int, int)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.found: Found = ()
        self.at = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(shell.theme.px(100))

    def show_table(self, found: Found) -> None:
        self.found = found
        t = self.shell.words
        rows = [f"{year}: " + ", ".join(f"{c.seen_in} {self.said(c)}" for c in cells) for year, _, cells in found]
        self.setAccessibleName(f"{t('Cohorts')}. " + ". ".join(rows))
        self.update()

    def said(self, cell: Seen) -> str:
        t = self.shell.words
        if cell.figure is None:
            return t("waits") if cell.state == "waits" else t("no payments")
        return shown.percent(cell.figure, t.lang)

    def _rect(self, row: int, column: int) -> QRect:
        px = self.shell.theme.px
        left, wide = px(104), (self.width() - px(104)) // 3
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
        if self.hasFocus() and self.found:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRoundedRect(self._rect(*self.at).adjusted(-1, -1, 1, 1), 5, 5)
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

    def _at(self, point: QPoint) -> tuple[int, int] | None:
        return next(
            ((i, j) for i in range(len(self.found)) for j in range(3) if self._rect(i, j).contains(point)), None
        )

    def _open(self, at: tuple[int, int]) -> None:
        cell = self.found[at[0]][2][at[1]]
        self.opened.emit(cell.year, cell.seen_in)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().toPoint())
        if at is not None:
            self.at = at
            self._open(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
        move = moves.get(Qt.Key(event.key()))
        if move and self.found:
            self.at = (max(0, min(len(self.found) - 1, self.at[0] + move[0])), max(0, min(2, self.at[1] + move[1])))
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.found:
            self._open(self.at)
        else:
            super().keyPressEvent(event)
