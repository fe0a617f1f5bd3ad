"""A paper's pages in the window: one as large as there is room, all of them small in a list."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QListView, QListWidget, QListWidgetItem, QScrollArea, QSizePolicy, QWidget

from amdesk.ui.kit import paint
from amdesk.ui.kit.shell import Shell

ROUND = 16
"""Pixels between a page and what is around it."""
STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
"""What a turn of the wheel goes through, 1 being the size of the paper."""
SMALL = 120
"""How tall a page is in the list."""


class PageView(QScrollArea):
    """One page. `wanted` says that it is to be made anew, since there is more or less room for it."""

    wanted = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.zoom = 0.0
        """How large, 1 being the size of the paper; 0 for as large as all of it can be seen."""
        self.size_in_points = (595.0, 842.0)
        self.setObjectName("printview")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # pages are turned and zoomed by keys from everywhere
        self.setWidgetResizable(True)
        self.page = _Page(shell)
        self.setWidget(self.page)

    @property
    def actual(self) -> float:
        """Pixels a point at the size of the paper."""
        return self.logicalDpiX() / 72

    @property
    def scale(self) -> float:
        """Pixels a point as it is shown now."""
        if self.zoom:
            return self.zoom * self.actual
        room, (wide, tall) = self.maximumViewportSize(), self.size_in_points
        return max(0.1, min((room.width() - 2 * ROUND) / wide, (room.height() - 2 * ROUND) / tall))

    @property
    def percent(self) -> int:
        """How large it is shown, of the size of the paper."""
        return round(100 * self.scale / self.actual)

    def larger(self, step: int) -> None:
        """The next larger (1) or smaller (-1) size; 0 for as large as there is room."""
        now = self.scale / self.actual
        after = [s for s in STEPS if (s - now) * step > 0.01]
        self.zoom = 0.0 if step == 0 else (min(after) if step > 0 else max(after)) if after else self.zoom
        self.wanted.emit()

    def show_page(self, image: QImage | None, said: str) -> None:
        """A page, drawn for the screen's pixel ratio, and its name for a screen reader; without one the words instead."""
        self.page.put(image, said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.zoom:
            self.wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.larger(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)


class _Page(QWidget):
    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.pixmap, self.said = shell, QPixmap(), ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def put(self, image: QImage | None, said: str) -> None:
        self.pixmap, self.said = QPixmap(), said
        if image is not None:
            self.pixmap = QPixmap.fromImage(image)
            self.pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.setAccessibleName(said)
        self.setMinimumSize(self._needs())
        self.update()

    def _needs(self) -> QSize:
        if self.pixmap.isNull():
            return QSize(0, 0)
        size = self.pixmap.deviceIndependentSize().toSize()
        return QSize(size.width() + 2 * ROUND, size.height() + 2 * ROUND)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.shell.theme, QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface3"))
        if self.pixmap.isNull():
            paint.say(painter, self.rect(), self.said, theme.font(), theme.color("text2"), paint.CENTER)
        else:
            size = self.pixmap.deviceIndependentSize().toSize()
            at = QRect((self.width() - size.width()) // 2, (self.height() - size.height()) // 2, *size.toTuple())
            painter.fillRect(at.adjusted(-1, -1, 1, 2), theme.color("line_strong"))
            painter.drawPixmap(at.topLeft(), self.pixmap)
        painter.end()


class PageList(QListWidget):
    """All pages of a paper, one under the other; the chosen one is shown large."""

    def __init__(self, shell: Shell, name: str) -> None:
        super().__init__()
        self.shell = shell
        self.setObjectName("printpages")
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(QSize(shell.theme.px(SMALL), shell.theme.px(SMALL)))
        self.setGridSize(QSize(shell.theme.px(162), shell.theme.px(SMALL + 40)))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def put(self, images: list[QImage], names: list[str]) -> None:
        """Pictures of the pages; where there are fewer, the others are named alone."""
        self.clear()
        for n, name in enumerate(names):
            one = QListWidgetItem(name)
            if n < len(images):
                pixmap = QPixmap.fromImage(images[n])
                pixmap.setDevicePixelRatio(self.devicePixelRatioF())
                icon = QIcon(_edged(pixmap, self.shell))
                icon.addPixmap(icon.pixmap(self.iconSize()), QIcon.Mode.Selected)  # paper is white, chosen or not
                one.setIcon(icon)
            one.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
            self.addItem(one)
        self.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter prints, wherever one stands in the dialog."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
            return
        super().keyPressEvent(event)


def _edged(pixmap: QPixmap, shell: Shell) -> QPixmap:
    """With a line around it: white paper on a white list has no edge."""
    painter = QPainter(pixmap)
    painter.setPen(shell.theme.color("line_strong"))
    size = pixmap.deviceIndependentSize().toSize()
    painter.drawRect(0, 0, size.width() - 1, size.height() - 1)
    painter.end()
    return pixmap
