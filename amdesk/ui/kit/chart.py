"""What every painted chart is to keyboard, mouse and screen reader: parts that arrows move among and Enter opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from amdesk.ui.kit.shell import Shell

ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
"""Steps to the right and downwards."""


class ChartPart(NamedTuple):
    """A bar, point or cell: all that it says, and where it stands."""

    said: str
    place: QRect


class Chart(QWidget):
    """One stop for Tab. A screen reader is told each part by `kit/access.py`, which listens to `moved`."""

    moved = Signal(int)
    """The part that the keys are on now."""

    def __init__(self, shell: Shell, name: str) -> None:
        super().__init__()
        self.shell, self.name = shell, name
        self.on = 0
        """Which part the keys are on."""
        self.heard = False
        """Whether somebody listens to `moved` for a screen reader."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)

    def parts(self) -> Sequence[ChartPart]:
        """In the order of the keys; empty before it was painted or while there is nothing to show."""
        return ()

    def step(self, right: int, down: int) -> int:
        """How many parts on an arrow goes."""
        return right + down

    def open_part(self, at: int) -> None:
        """Enter."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrow, parts = ARROWS.get(Qt.Key(event.key())), self.parts()
        if arrow is not None and parts:
            self.on = min(self.on, len(parts) - 1)  # there may be fewer than there were
            self.stand_on(max(0, min(len(parts) - 1, self.on + self.step(*arrow))))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and parts:
            self.open_part(min(self.on, len(parts) - 1))
        else:
            super().keyPressEvent(event)

    def stand_on(self, at: int) -> None:
        """Move there, and say it: in a tooltip to who sees, by `moved` to who listens."""
        self.on = at
        part = self.parts()[at]
        QToolTip.showText(self.mapToGlobal(part.place.bottomLeft()), part.said, self)
        self.update()
        self.moved.emit(at)

    def at_point(self, point: QPoint) -> int | None:
        return next((i for i, one in enumerate(self.parts()) if one.place.contains(point)), None)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.at_point(event.pos())
            if at is not None:
                QToolTip.showText(event.globalPos(), self.parts()[at].said, self)
                return True
        return super().event(event)

    def paint_focus(self, painter: QPainter, grown: int = 2) -> None:
        """A ring around the part that the keys are on."""
        parts = self.parts()
        if self.hasFocus() and parts:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.shell.theme.color("focus"), 2))
            place = parts[min(self.on, len(parts) - 1)].place
            painter.drawRoundedRect(place.adjusted(-grown, -grown, grown, grown), 5, 5)
