"""One figure of a band: how many, of what, and one line more. A button, since there is always a list behind it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import EnterButton
from amdesk.ui.kit.shell import Shell


class Kpi(EnterButton):
    """One cell of the band: a figure, what it counts, and one line more. Opens the list behind it."""

    def __init__(self, shell: Shell, icon: str, name: str, then: Callable[[], object]) -> None:
        super().__init__()
        self.shell, self.icon_name, self.name = shell, icon, name
        self.figure, self.more, self.role = "–", "", "text2"
        self.definition = ""
        self.setObjectName("kpi")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(shell.theme.px(64))
        self.setAutoDefault(False)
        self.clicked.connect(lambda: then())

    def show_figure(self, figure: int, more: str, role: str = "text2") -> None:
        self.figure, self.more, self.role = self.shell.words.number(figure), more, role
        self._tell(more)
        self.update()

    def show_text(self, figure: str, more: str) -> None:
        """The same for a figure that is words already, for instance a percentage."""
        self.figure, self.more, self.role = figure, more, "text2"
        self._tell(more)
        self.update()

    def _tell(self, more: str) -> None:
        said = f"{self.name}: {self.figure}. {more}"
        self.setAccessibleName(said)
        tip = f"{said.strip()}\n{self.definition}"
        self.setToolTip(tip.strip())  # a narrow cell shortens what stands in it

    def define(self, said: str) -> None:
        """What is counted, for who points at it."""
        self.definition = said
        self._tell(self.more)

    def add(self, said: str) -> None:
        """One more thing in its last line."""
        self.more = f"{self.more} · {said}" if self.more else said
        self._tell(self.more)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = self.shell.theme
        painter = QPainter(self)
        inner = self.rect().adjusted(10, 2, -10, -2)
        figure = theme.digits("kpi")
        tall = theme.px(30)
        paint.say(
            painter,
            QRect(inner.left(), inner.top(), inner.width() - theme.mark(20) - 4, tall),
            self.figure,
            figure,
            theme.color("text"),
        )
        side = theme.mark(20)
        paint.icon(painter, theme, inner.right() - side, inner.top() + 6, self.icon_name, "text2", side)
        paint.say(
            painter,
            QRect(inner.left(), inner.top() + tall, inner.width(), theme.px(17)),
            self.name,
            theme.font("label"),
            theme.color("text"),
        )
        x = inner.left()
        if self.role in {"warn", "bad"}:
            side = theme.mark(14)
            paint.icon(
                painter, theme, x, inner.top() + tall + theme.px(17) + 1, "warning", self.role, side, filled=True
            )
            x += side + 4
        paint.say(
            painter,
            QRect(x, inner.top() + tall + theme.px(16), inner.right() - x, theme.px(17)),
            self.more,
            theme.font("caption"),
            theme.color(self.role),
        )
        painter.end()
