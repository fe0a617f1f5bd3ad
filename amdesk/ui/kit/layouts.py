"""What stands in a layout, asked without its items; one of several panes that is as large as itself; and a scroll bar that takes
no room from what scrolls.

PySide keeps an item that Python has asked a layout for as long as the layout lives. When its widget is gone, so is the item, and
what Qt puts in its place next is taken for it: an act then meets a thing that it is not, or the program ends.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QScrollBar, QVBoxLayout, QWidget

BAR = 10
"""Pixels of a scroll bar that stands upright, as the style sheet has it."""


def parts(layout: QLayout) -> list[QWidget | QLayout]:
    """Its widgets and the layouts in it, in their order."""
    over = layout.parentWidget()
    beside = over.children() if over is not None else []
    widgets = [one for one in beside if isinstance(one, QWidget) and not one.isWindow()]
    inner = [one for one in layout.children() if isinstance(one, QLayout)]
    placed: dict[int, QWidget | QLayout] = {layout.indexOf(one): one for one in widgets}
    placed |= {layout.indexOf(one): one for one in inner}
    return [placed[index] for index in sorted(placed) if index >= 0]


class Turned(QWidget):
    """Panes of which one is shown: as high as that one, where Qt's own stack is as high as the highest. All want the width of
    the widest, so that what stands beside them stays there."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.panes: list[QWidget] = []
        self.index = 0

    def addWidget(self, pane: QWidget) -> None:
        """One more; the first is shown. It stands here before it is: on its own it would come up as a window, and take the keys."""
        self.column.addWidget(pane)
        pane.setVisible(not self.panes)
        self.panes.append(pane)

    def setCurrentIndex(self, index: int) -> None:
        self.index = index
        for number, pane in enumerate(self.panes):
            pane.setVisible(number == index)

    def currentWidget(self) -> QWidget:
        return self.panes[self.index]

    def minimumSizeHint(self) -> QSize:
        wide = max((pane.minimumSizeHint().width() for pane in self.panes), default=0)
        return QSize(wide, super().minimumSizeHint().height())


class Bar(QScrollBar):
    """One that always has its room, and is seen where there is something to scroll."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() > self.minimum():
            super().paintEvent(event)


class Scrolled(QScrollArea):
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
