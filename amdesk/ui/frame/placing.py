"""How large a window is when it opens, and what is remembered of it: never more than the screen that is there has room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from amdesk.settings import Settings

LEAST = QSize(1024, 600)
"""The smallest window there is, on a screen that has room for it."""
TITLE_BAR = 32
"""Pixels above a window; how many there are is known only when it is shown."""


def room(window: QWidget) -> QSize | None:
    """As large as a window can be on its screen, its title bar apart; None where nobody looks at one."""
    if QGuiApplication.platformName() in {"offscreen", "minimal"}:
        return None
    free = window.screen().availableSize()
    return QSize(free.width(), free.height() - TITLE_BAR)


def place(window: QWidget, settings: Settings) -> None:
    """As it was left, as far as there is room for it now."""
    free, wanted = room(window), QSize(settings.width, settings.height)
    window.setMinimumSize(LEAST if free is None else LEAST.boundedTo(free))
    window.resize(wanted if free is None else wanted.boundedTo(free))
    if settings.maximised:
        window.setWindowState(Qt.WindowState.WindowMaximized)


def left(window: QWidget, settings: Settings) -> Settings:
    """What is remembered of a window that is being closed: its own size also where it fills the screen."""
    size = window.normalGeometry().size() if window.isMaximized() else window.size()
    if not size.isValid() or size.isEmpty():
        size = QSize(settings.width, settings.height)
    return settings._replace(width=size.width(), height=size.height(), maximised=window.isMaximized())
