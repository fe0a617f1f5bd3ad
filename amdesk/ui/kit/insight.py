"""What stands at the foot of a page takes room from its lists: the row that the keys are on stays in sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QWidget
from shiboken6 import isValid


class InSight(QObject):
    """Watches the lists of the pages. A row that was seen before its list became smaller is seen after it; a list that
    somebody has scrolled elsewhere stays where it is."""

    def __init__(self, held: QStackedWidget) -> None:
        super().__init__(held)
        self.held = held
        self.lost: list[QAbstractItemView] = []
        """Lists whose row was in sight before they became smaller."""
        held.currentChanged.connect(self._watch)
        held.installEventFilter(self)
        self._watch()

    def _watch(self) -> None:
        page = self.held.currentWidget()
        for view in page.findChildren(QAbstractItemView) if page is not None else ():
            view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.held:
            if event.type() == QEvent.Type.Resize:
                self._watch()
        elif event.type() == QEvent.Type.Resize and isinstance(event, QResizeEvent) and isinstance(watched, QWidget):
            view = watched.parentWidget()
            shown_anew = not event.oldSize().isValid()
            if isinstance(view, QAbstractItemView) and (shown_anew or _began(view, event.oldSize().height())):
                self.lost.append(view)
                QTimer.singleShot(0, self, self._bring_back)  # when its rows have their own new height
        return False

    def _bring_back(self) -> None:
        lost, self.lost = self.lost, []
        for view in lost:
            here = isValid(view) and view.isVisible() and view.currentIndex().isValid()
            if here and not _seen(view, view.viewport().height()):
                view.scrollTo(view.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)


def _seen(view: QAbstractItemView, height: int) -> bool:
    """Whether the row that the keys are on is seen whole in a list so high."""
    row = view.visualRect(view.currentIndex())
    return row.isValid() and row.top() >= 0 and row.bottom() < height


def _began(view: QAbstractItemView, height: int) -> bool:
    """Whether that row began in the list when it was so high. Rows of several heights have their new one by now: nobody can tell
    whether it was whole."""
    row = view.visualRect(view.currentIndex())
    return row.isValid() and 0 <= row.top() < height
