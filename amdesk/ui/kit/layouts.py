"""What stands in a layout, asked without its items; and one of several panes that is as large as itself.

PySide keeps an item that Python has asked a layout for as long as the layout lives. When its widget is gone, so is the item, and
what Qt puts in its place next is taken for it: an act then meets a thing that it is not, or the program ends.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget


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
