"""What stands at the foot of a page takes room from its lists: the row that the keys are on stays in sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget


class InSight(QObject):
    """Watches what holds the pages. A row that was seen before it became lower is seen after it; a list that somebody has
    scrolled elsewhere stays where it is."""

    def __init__(self, held: QWidget) -> None:
        super().__init__(held)
        self.held, self.lost = held, 0
        held.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.held and event.type() == QEvent.Type.Resize and isinstance(event, QResizeEvent):
            less = event.oldSize().height() - event.size().height()
            if less > 0:
                self.lost += less
                QTimer.singleShot(0, self, self._bring_back)  # when the lists inside have their own new height
        return False

    def _bring_back(self) -> None:
        lost, self.lost = self.lost, 0
        for view in self.held.findChildren(QAbstractItemView):
            here, height = view.currentIndex(), view.viewport().height()
            if not lost or not here.isValid() or not view.isVisible():
                continue
            row = view.visualRect(here)
            if row.top() >= 0 and height < row.bottom() + 1 <= height + lost:
                view.scrollTo(here)
