"""Ctrl+L wherever the keys are: also over a menu or a list that hangs open, a paper or a file that is being chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from amdesk.ui.frame.idle import watch

OPENS = {
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
}
"""What a menu or a list comes by: where the system gives it the keys, it has no other sign to be known by."""


class LockKey(QObject):
    """`lock` is asked when the key came to a window that has no shortcut of its own for it, or not now, and says whether the
    key was meant for it.

    A shortcut belongs to one window, and is off while a menu hangs open or another window is to be answered first. Whoever
    presses it and leaves has not looked what was open.
    """

    def __init__(self, app: QGuiApplication, lock: Callable[[], bool]) -> None:
        super().__init__()
        self.lock = lock
        app.focusWindowChanged.connect(self._watch)
        self._watch_all()

    def _watch(self, window: QWindow | None) -> None:
        watch(self, window)

    def _watch_all(self) -> None:
        for window in QGuiApplication.topLevelWindows():
            watch(self, window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in OPENS:
            if isinstance(event, QKeyEvent) and _locks(event) and self.lock():
                return True
            QTimer.singleShot(0, self, self._watch_all)
        return False


def _locks(event: QKeyEvent) -> bool:
    pressed = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_L
    return pressed and event.modifiers() == Qt.KeyboardModifier.ControlModifier
