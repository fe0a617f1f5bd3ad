"""What scrolls, and shows all of the field that the keys are in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid

EDGE = 50
"""Pixels that are seen beyond it, as Qt has it."""


class FieldArea(QScrollArea):
    """Qt is content where the cursor of a line of text is in sight: its field may be cut then, and does not look like one that is
    written in."""

    def __init__(self, over: QWidget | None = None) -> None:
        super().__init__(over)
        self.kept: QWidget | None = None

    def keep_in_sight(self, child: QWidget) -> None:
        """Now, and when what stands above it or in it has got its room, as long as it has the keys."""
        if self.kept is not child:
            self._let_go()
            self.kept = child
            child.installEventFilter(self)
        self._keep()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.kept and event.type() in {QEvent.Type.Move, QEvent.Type.Resize}:
            QTimer.singleShot(0, self, self._keep)
        return super().eventFilter(watched, event)

    def _let_go(self) -> None:
        if self.kept is not None and isValid(self.kept):
            self.kept.removeEventFilter(self)
        self.kept = None

    def _keep(self) -> None:
        child, now = self.kept, self.focusWidget()
        if child is None:
            return
        if isValid(child) and now is not None and (child is now or child.isAncestorOf(now)):
            self.ensureWidgetVisible(child)
        else:
            self._let_go()

    def focusNextPrevChild(self, forward: bool) -> bool:
        went = super().focusNextPrevChild(forward)
        now, inside = self.focusWidget(), self.widget()
        if went and now is not None and inside is not None and inside.isAncestorOf(now):
            self.ensureWidgetVisible(now)
        return went

    def ensureWidgetVisible(self, child: QWidget, xmargin: int = EDGE, ymargin: int = EDGE) -> None:
        super().ensureWidgetVisible(child, xmargin, ymargin)
        inside = self.widget()
        if inside is None or not inside.isAncestorOf(child):
            return
        asked = QRect(child.mapTo(inside, QPoint(0, 0)), child.size())
        room = QRect(-inside.pos(), self.viewport().size())
        if asked.top() >= room.top() and asked.bottom() <= room.bottom():
            return
        spare = room.height() - asked.height()
        if spare >= 0:  # what is taller than the room shows what Qt shows of it
            within = asked.height() // 2 + min(ymargin, spare // 2)
            self.ensureVisible(-inside.x(), asked.center().y(), 0, within)


def into_sight(child: QWidget) -> None:
    """Scroll to what the program gives the keys to: Qt scrolls to what Tab reaches, and to nothing else."""
    area = child.parentWidget()
    while area is not None:
        if isinstance(area, FieldArea):
            area.keep_in_sight(child)
        area = area.parentWidget()
