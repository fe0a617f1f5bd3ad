"""What scrolls, and shows all of the field that the keys are in."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QScrollArea, QWidget

EDGE = 50
"""Pixels that are seen beyond it, as Qt has it."""


class FieldArea(QScrollArea):
    """Qt is content where the cursor of a line of text is in sight: its field may be cut then, and does not look like one that is
    written in."""

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
