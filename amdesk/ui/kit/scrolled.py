"""A column that scrolls, with a bar that takes no room from it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollBar, QWidget

from amdesk.ui.kit.fieldarea import FieldArea

BAR = 10
"""Pixels of a scroll bar that stands upright, as the style sheet has it."""


class Bar(QScrollBar):
    """One that always has its room, and is seen where there is something to scroll."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() > self.minimum():
            super().paintEvent(event)


class Scrolled(FieldArea):
    """A column that scrolls where it is too high. Its bar has a room that is kept for it, so that nothing in the column is laid
    anew, or has no room, once it is there; and whether it is there never depends on itself."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(Bar())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys, and scrolls it
        self.setWidget(inner)
