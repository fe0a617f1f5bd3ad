"""What stands in a layout, asked without its items; one of several panes that is as large as itself; and a scroll bar that takes
no room from what scrolls.

PySide keeps an item that Python has asked a layout for as long as the layout lives. When its widget is gone, so is the item, and
what Qt puts in its place next is taken for it: an act then meets a thing that it is not, or the program ends.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QStackedWidget, QWidget

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


class Turned(QStackedWidget):
    """Panes of which one is shown: as large as that one, where Qt would have it as large as the largest."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _i: self.updateGeometry())

    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.sizeHint() if shown is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.minimumSizeHint().expandedTo(shown.minimumSize()) if shown is not None else QSize()

    def hasHeightForWidth(self) -> bool:
        shown = self.currentWidget()
        return shown is not None and shown.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        shown = self.currentWidget()
        return shown.heightForWidth(width) if shown is not None else -1


class Scrolled(QScrollArea):
    """A column that scrolls where it is too high. Its bar stands in a margin that is kept for it, so that nothing in the column
    is laid anew, or has no room, once it is there."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys, and scrolls it
        self.setWidget(inner)
        self.verticalScrollBar().rangeChanged.connect(self._keep)
        self._keep(0, 0)

    def _keep(self, least: int, most: int) -> None:
        """The margin where there is no bar."""
        self.setViewportMargins(0, 0, 0 if most > least else BAR, 0)
