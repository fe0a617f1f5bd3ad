"""How long nobody has touched the program: no key, no mouse, no wheel in any of its windows."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from shiboken6 import invalidate

TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
}
LOOKS = 10_000
"""Milliseconds between two looks at the clock: so much later than said the window may be locked."""


def clocks() -> tuple[float, float]:
    """Seconds on two clocks: the computer's own, which nobody sets, and the wall's, which goes on while the computer sleeps."""
    return time.monotonic(), time.time()


def watch(watcher: QObject, window: QWindow | None) -> None:
    """Let it see what the system gives this window; a filter that is there already stays one.

    What stands at the window's place may be taken for what Python knew there before and Qt has deleted: that is forgotten, and
    the window asked for again.
    """
    if window is not None and not isinstance(window, QWindow):
        invalidate(window)
        window = QGuiApplication.focusWindow()
    if isinstance(window, QWindow):
        window.installEventFilter(watcher)


class Idle(QObject):
    """`over` says that nobody has touched the program for `limit()` minutes; 0 is for ever.

    It looks at what the system gives each window, which is little; an event filter on the whole application would be asked
    about every event of every widget.
    """

    over = Signal()

    def __init__(
        self, app: QGuiApplication, limit: Callable[[], int], now: Callable[[], tuple[float, float]] = clocks
    ) -> None:
        super().__init__()
        self.limit, self.now, self.since = limit, now, now()
        app.focusWindowChanged.connect(self._watch)
        for window in app.topLevelWindows():
            self._watch(window)
        self.timer = QTimer(self)
        self.timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self.timer.timeout.connect(self.look)
        self.timer.start(LOOKS)

    def _watch(self, window: QWindow | None) -> None:
        """Each window that somebody comes to."""
        watch(self, window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self.look()  # whoever wakes the computer after an hour is to see the lock
            self.since = self.now()
        return False

    def look(self) -> None:
        """Tell where it has been too long."""
        minutes = self.limit()
        if minutes and max(b - a for a, b in zip(self.since, self.now(), strict=True)) >= 60 * minutes:
            self.since = self.now()
            self.over.emit()

    def stop(self) -> None:
        self.timer.stop()

    def go_on(self) -> None:
        self.since = self.now()
        self.timer.start(LOOKS)
