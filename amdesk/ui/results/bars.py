"""Stacked bars of a partition: every part is a figure that opens its rows, told apart by words and place as well as colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent

from amdesk.domain.results import words as shown
from amdesk.domain.results.figures import Figure
from amdesk.ui.kit import paint
from amdesk.ui.kit.chart import Chart, ChartPart
from amdesk.ui.kit.shell import Shell

LABELS = {"c_work": "c_work_lab", "c_study": "c_study_lab", "c_stop": "c_stop_lab"}
"""The colour of words on a part; others carry ordinary text."""


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar: its name, a word under it, its parts with their colours, and the sum of the first two where they have one."""

    name: str
    under: str
    parts: Sequence[tuple[Figure, str]]
    total: Figure | None = None
    tall: int = 34
    note: str = ""
    """Said at the right end of the legend."""


class StackedBars(Chart):
    """Bars under each other with one legend per change of parts. Arrows move among the parts, Enter opens."""

    opened = Signal(str)

    def __init__(self, shell: Shell, name: str) -> None:
        super().__init__(shell, name)
        self.rows: Sequence[BarRow] = ()
        self.places: list[tuple[QRect, Figure]] = []
        self.setMouseTracking(True)

    def show_rows(self, rows: Sequence[BarRow]) -> None:
        self.rows = rows
        self.on = 0
        self.setMinimumHeight(self._height())
        self.setAccessibleName(f"{self.name}. " + " ".join(self._spoken(r) for r in rows))
        self.update()

    def _spoken(self, row: BarRow) -> str:
        t = self.shell.words
        return f"{row.name}: " + ", ".join(f"{t.say(f.label)} {shown.cell(f, t.lang)}" for f, _ in row.parts) + "."

    def _legend(self, i: int) -> bool:
        """True where a row's parts differ from those of the row before."""
        here = [f.what for f, _ in self.rows[i].parts]
        return i == 0 or here != [f.what for f, _ in self.rows[i - 1].parts]

    def _height(self) -> int:
        px = self.shell.theme.px
        return sum(px(r.tall + 14) + px(24) * self._lines(i) for i, r in enumerate(self.rows)) + px(4)

    def _lines(self, i: int) -> int:
        """How many lines the legend over a row takes."""
        return len(self._legend_lines(self.rows[i])) if self._legend(i) else 0

    def _legend_lines(self, row: BarRow) -> list[list[tuple[Figure, str]]]:
        t, font = self.shell.words, self.shell.theme.font("caption")
        out: list[list[tuple[Figure, str]]] = [[]]
        used = 0
        for part in row.parts:
            wide = paint.width(t.say(part[0].label), font) + 34
            if out[-1] and used + wide > self.width() + 14:
                out.append([])
                used = 0
            out[-1].append(part)
            used += wide
        return out

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self._height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = QPainter(self), self.shell.theme.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self.places = []
        left, right = self._left(), px(64)
        spare = max(0, self.height() - self._height()) // max(1, len(self.rows))
        y = px(2)
        for i, row in enumerate(self.rows):
            if self._legend(i):
                for line in self._legend_lines(row):
                    self._paint_legend(painter, left, y, line, row)
                    y += px(24)
            bar = QRect(left, y + px(8), self.width() - left - right, px(row.tall))
            self._paint_row(painter, row, bar)
            y += px(row.tall + 14) + min(spare, px(26))
        self.paint_focus(painter)
        painter.end()

    def _left(self) -> int:
        """Room for the longest name, within reason."""
        theme = self.shell.theme
        widest = max((paint.width(r.name, theme.font("body_strong")) for r in self.rows), default=0)
        return max(theme.px(96), min(theme.px(160), widest + theme.px(16)))

    def _paint_legend(self, painter: QPainter, x: int, y: int, line: list[tuple[Figure, str]], row: BarRow) -> None:
        theme, t, px = self.shell.theme, self.shell.words, self.shell.theme.px
        font = theme.font("caption")
        whole = sum(paint.width(t.say(f.label), font) + 34 for f, _ in line)
        x = max(0, min(x, self.width() - whole))
        for figure, role in line:
            said = t.say(figure.label)
            wide = paint.width(said, font)
            painter.setPen(QPen(theme.color("line_strong"), 1) if role == "surface3" else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(role))
            painter.drawRoundedRect(QRect(x, y + (px(22) - 10) // 2, 10, 10), 2, 2)
            paint.say(painter, QRect(x + 16, y, wide + 4, px(22)), said, font, theme.color("text2"))
            x += wide + 34
        if line[-1:] != list(row.parts[-1:]):
            return
        said = t("Work + studies") if row.total is not None else row.note
        rect = QRect(x, y, self.width() - x, px(22))
        if said and paint.width(said, theme.font("label")) <= rect.width():
            paint.say(
                painter, rect, said, theme.font("label"), theme.color("text" if row.total else "text2"), paint.RIGHT
            )

    def _paint_row(self, painter: QPainter, row: BarRow, bar: QRect) -> None:
        theme, t = self.shell.theme, self.shell.words
        half = bar.height() // 2
        names = QRect(0, bar.top(), bar.left() - 8, half)
        thin = row.tall < 30
        paint.say(
            painter,
            names if not thin else names.adjusted(0, 0, 0, half),
            row.name,
            theme.font("body_strong"),
            theme.color("text"),
        )
        if not thin:
            paint.say(painter, names.translated(0, half), row.under, theme.font("caption"), theme.color("text2"))
        base = row.parts[0][0].base if row.parts else 0
        if not base:
            paint.say(painter, bar, t("Nobody"), theme.font("caption"), theme.color("text3"))
            return
        x, done = float(bar.left()), 0
        for figure, role in row.parts:
            count = figure.count or 0
            done += count
            end = bar.left() + bar.width() * done / base
            if count:
                rect = QRect(round(x), bar.top(), max(3, round(end) - round(x) - 2), bar.height())
                self._paint_part(painter, rect, figure, role)
                self.places.append((rect, figure))
            x = end
        if row.total is not None:
            self._paint_total(painter, row.total, bar, base)

    def _paint_part(self, painter: QPainter, rect: QRect, figure: Figure, role: str) -> None:
        theme = self.shell.theme
        painter.setPen(QPen(theme.color("line_strong"), 1) if role == "surface3" else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(role))
        painter.drawRoundedRect(rect, 3, 3)
        said = shown.percent(figure, self.shell.words.lang)
        if paint.width(said, theme.digits("label")) + 6 <= rect.width():
            paint.say(painter, rect, said, theme.digits("label"), theme.color(LABELS.get(role, "text")), paint.CENTER)

    def _paint_total(self, painter: QPainter, total: Figure, bar: QRect, base: int) -> None:
        theme = self.shell.theme
        if total.count:
            end = bar.left() + round(bar.width() * total.count / base) - 2
            painter.setPen(QPen(theme.color("text"), 1.4))
            for a, b in (
                (QPoint(bar.left(), bar.top() - 5), QPoint(end, bar.top() - 5)),
                (QPoint(bar.left(), bar.top() - 5), QPoint(bar.left(), bar.top() - 2)),
                (QPoint(end, bar.top() - 5), QPoint(end, bar.top() - 2)),
            ):
                painter.drawLine(a, b)
        rect = QRect(bar.right() + 6, bar.top(), self.width() - bar.right() - 6, bar.height())
        paint.say(
            painter,
            rect,
            shown.percent(total, self.shell.words.lang),
            theme.digits("section"),
            theme.color("accent_text"),
            paint.RIGHT,
        )
        self.places.append((rect, total))

    def figure_at(self, point: QPoint) -> Figure | None:
        return next((f for rect, f in self.places if rect.contains(point)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.figure_at(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self.figure_at(event.position().toPoint())
        if found is not None:
            self.opened.emit(found.id)

    def parts(self) -> Sequence[ChartPart]:
        return [ChartPart(self.said(figure), rect) for rect, figure in self.places]

    def open_part(self, at: int) -> None:
        self.opened.emit(self.places[at][1].id)

    def said(self, figure: Figure) -> str:
        t = self.shell.words
        whom, cell = t.say(figure.whom), shown.cell(figure, t.lang)
        return f"{t.say(figure.label)}, {whom}: {cell} · {t('95 % interval {bounds}', bounds=shown.interval(figure, t.lang))}"
