"""The figures over the day plan, and the keys under it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Panel, divider
from amdesk.ui.kit.shell import Shell

TILE, LINE = 46, 36
"""Heights at a text size of 100 percent: of a tile, and of one that says its figure in one line."""
ROOMY = 190
"""A tile narrower than this, at a text size of 100 percent, says its figure in one line."""


class Tile(QPushButton):
    """A figure, what it counts, and one line more; a button, since there is always a list behind it. `short` is said where the
    name has no room."""

    def __init__(self, shell: Shell, name: str, short: str, then: Callable[[], object]) -> None:
        super().__init__()
        self.shell, self.name, self.short = shell, name, short
        self.figure, self.more, self.role = "–", "", "text2"
        self.setObjectName("tile")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setMinimumHeight(shell.theme.px(LINE))
        self.clicked.connect(lambda: then())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.shell.theme.px(LINE))

    def show_figure(self, figure: int, more: str, role: str = "text2") -> None:
        self.figure, self.more, self.role = self.shell.words.number(figure), more, role
        said = f"{self.name}: {self.figure}"
        self.setAccessibleName(f"{said}. {more}")
        self.setToolTip(f"{said}\n{more}" if more else said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme, painter = self.shell.theme, QPainter(self)
        inner, font = self.rect().adjusted(8, 0, -6, 0), theme.digits("kpi")
        used = paint.say(painter, inner, self.figure, font, theme.color("text"))
        words = inner.adjusted(used + theme.px(10), 0, 0, 0)
        if self.width() < theme.px(ROOMY):
            self._name(painter, words, self.role if self.role in {"warn", "bad"} else "text")
        else:
            tall = theme.px(18)
            top = QRect(words.left(), words.center().y() - tall + 1, words.width(), tall)
            self._name(painter, top, "text")
            self._more(painter, top.translated(0, tall))
        painter.end()

    def _name(self, painter: QPainter, where: QRect, role: str) -> None:
        theme = self.shell.theme
        font = theme.font("label")
        wide = paint.width(self.name, font)
        if wide < where.width():
            paint.put(painter, where, self.name, font, theme.color(role), wide=wide)
        else:
            paint.say(painter, where, self.short, font, theme.color(role))

    def _more(self, painter: QPainter, where: QRect) -> None:
        theme = self.shell.theme
        x = 0
        if self.role in {"warn", "bad"}:
            x, size = theme.px(18), theme.px(14)
            icon = "error_circle" if self.role == "warn" else "warning"
            top = where.center().y() - size // 2 + 1
            paint.icon(painter, theme, where.left(), top, icon, self.role, size, filled=True)
        paint.say(painter, where.adjusted(x, 0, 0, 0), self.more, theme.font("caption"), theme.color(self.role))


class TileBand(Panel):
    """Tiles beside each other with lines between them; in two rows where they have no room."""

    def __init__(self, shell: Shell, tiles: Sequence[Tile]) -> None:
        super().__init__(padding=8)
        self.shell, self.tiles, self.columns = shell, tiles, 0
        self.lines: list[QFrame] = [divider(upright=True) for _ in tiles[1:]]
        self.box = QGridLayout()
        self.box.setSpacing(8)
        self.body.addLayout(self.box)
        self.lay(len(tiles))

    def lay(self, columns: int) -> None:
        """So many beside each other."""
        if columns == self.columns:
            return
        for i in range(2 * self.columns):
            self.box.setColumnStretch(i, 0)
        self.columns, rows = columns, -(-len(self.tiles) // columns)
        for i, tile in enumerate(self.tiles):
            self.box.addWidget(tile, i // columns, 2 * (i % columns))
            self.box.setColumnStretch(2 * (i % columns), 1)
        for i, line in enumerate(self.lines):
            if rows == 1:
                self.box.addWidget(line, 0, 2 * i + 1)
            line.setVisible(rows == 1)
        px = self.shell.theme.px
        self.setFixedHeight(px(TILE) + 16 if rows == 1 else rows * px(LINE) + 8 * (rows - 1) + 16)


LegendKey = tuple[str, str]
"""A key and what it does."""


class KeyLegend(QWidget):
    """Keys and what they do, painted beside each other; in several lines where there is no room."""

    def __init__(self, shell: Shell, keys: Sequence[LegendKey]) -> None:
        super().__init__()
        self.shell, self.keys = shell, keys
        self.setAccessibleName(", ".join(f"{key}: {said}" for key, said in keys))
        theme = shell.theme
        self.wide = [
            (paint.width(key, theme.font("label")) + 12, paint.width(said, theme.font("caption")) + 2)
            for key, said in keys
        ]
        self.setFixedHeight(shell.theme.px(24))

    def _laid(self, width: int) -> Iterator[tuple[LegendKey, QRect, QRect]]:
        """Each key with the place of its cap and of its words."""
        tall = self.shell.theme.px(24)
        x = y = 0
        for one, (cap, said) in zip(self.keys, self.wide, strict=True):
            if x and x + cap + 8 + said > width:
                x, y = 0, y + tall
            yield one, QRect(x, y + 3, cap, tall - 6), QRect(x + cap + 8, y, said, tall)
            x += cap + 8 + said + 14

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        lines = len({cap.top() for _, cap, _ in self._laid(self.width())})
        self.setFixedHeight(max(1, lines) * self.shell.theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.shell.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for (key, does), cap, said in self._laid(self.width()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("surface3"))
            painter.drawRoundedRect(cap, 4, 4)
            paint.put(painter, cap, key, theme.font("label"), theme.color("text2"), paint.CENTER, wide=cap.width() - 12)
            where, wide = said.adjusted(0, 0, 4, 0), said.width() - 2
            paint.put(painter, where, does, theme.font("caption"), theme.color("text2"), wide=wide)
        painter.end()
