"""Garbage is collected in the window's thread alone.

Python's collector runs in whichever thread makes one object too many. A widget that it finds in another thread is not deleted
there but put aside for the window's own; until that comes to it, Qt may have deleted the widget with its window and given its
place to another, which is then deleted instead.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

EVERY = 1000
"""Milliseconds between two looks at how much there is."""


class Collecting(QObject):
    """Collects as often as Python would by its own thresholds, while a window is open."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(EVERY)

    def _look(self) -> None:
        gc.disable()  # another window of this program may have been closed meanwhile
        counts, limits = gc.get_count(), gc.get_threshold()
        if counts[0] > limits[0]:
            gc.collect(2 if counts[2] > limits[2] else 1 if counts[1] > limits[1] else 0)

    def stop(self) -> None:
        """The window is closed: the collector is Python's own again."""
        self._timer.stop()
        gc.enable()


def let_go(app: QApplication) -> None:
    """After a window is closed: it is deleted now, and with it what Python still holds of it, before others have its place."""
    app.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    gc.collect()
