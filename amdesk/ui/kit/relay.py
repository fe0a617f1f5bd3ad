"""How a page is laid anew where its text is larger than its room: a row goes on in the next line, and what stood side by side
stands below each other and scrolls. Nothing vanishes, and nothing is looked for at the side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QSpacerItem,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from amdesk.ui.kit.within import Inside

MOST = 16777215
"""Qt's word for no limit."""
GROWN = 18
"""Lines of text that a panel has at least where it stands below another."""


class Wrapping(QLayout):
    """A row as QHBoxLayout lays it, that goes on in another line where it has no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._shares: list[int] = []
        self._tall: dict[int, int] = {}
        if parent is not None:
            parent.setLayout(self)

    # as of a QHBoxLayout

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._shares.append(0)

    def addWidget(self, widget: QWidget, stretch: int = 0) -> None:
        super().addWidget(widget)
        self._shares[-1] = stretch

    def addLayout(self, layout: QLayout, stretch: int = 0) -> None:
        self.addChildLayout(layout)
        self.addItem(layout)
        self._shares[-1] = stretch
        self.invalidate()

    def addStretch(self, stretch: int = 0) -> None:
        self.addItem(QSpacerItem(0, 0))
        self._shares[-1] = stretch or 1

    def addSpacing(self, size: int) -> None:
        self.addItem(QSpacerItem(size, 0))

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        self._shares.pop(index)
        self.invalidate()
        return self._items.pop(index)

    # how large

    def invalidate(self) -> None:
        self._tall.clear()
        super().invalidate()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._tall:
            self._tall[width] = self._lay(QRect(0, 0, width, 0), put=False)
        return self._tall[width]

    def sizeHint(self) -> QSize:
        shown = self._shown()
        wide = sum(self._items[i].sizeHint().width() for i in shown) + self._gaps(shown)
        return self._framed(QSize(wide, max((self._items[i].sizeHint().height() for i in shown), default=0)))

    def minimumSize(self) -> QSize:
        least = QSize(0, 0)
        for i in self._shown():
            least = least.expandedTo(self._items[i].minimumSize())
        return self._framed(least)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, put=True)

    def _framed(self, inner: QSize) -> QSize:
        m = self.contentsMargins()
        return inner + QSize(m.left() + m.right(), m.top() + m.bottom())

    def _shown(self) -> list[int]:
        return [i for i, one in enumerate(self._items) if one.spacerItem() is not None or not one.isEmpty()]

    def _spacer(self, index: int) -> bool:
        return self._items[index].spacerItem() is not None

    def _gaps(self, line: Sequence[int]) -> int:
        """Between two things, and none beside a space that is one already."""
        return sum(max(0, self.spacing()) for a, b in pairwise(line) if not self._spacer(a) and not self._spacer(b))

    def _need(self, index: int, room: int) -> int:
        """What may grow is content with its least; everything else wants what it asks for, as far as there is so much."""
        one = self._items[index]
        least = one.minimumSize().width()
        return least if self._shares[index] else min(max(least, one.sizeHint().width()), max(room, least))

    def _lines(self, room: int) -> list[list[int]]:
        lines: list[list[int]] = [[]]
        for i in self._shown():
            tried = [*lines[-1], i]
            wide = sum(self._need(k, room) for k in tried) + self._gaps(tried)
            if wide > room and lines[-1] and not self._spacer(i):
                lines.append([i])
            elif not (self._spacer(i) and not self._shares[i] and not lines[-1] and len(lines) > 1):
                lines[-1].append(i)
        return lines

    def _lay(self, rect: QRect, *, put: bool) -> int:
        m = self.contentsMargins()
        inner = rect.adjusted(m.left(), m.top(), -m.right(), -m.bottom())
        lines = self._lines(inner.width())
        top, gap = inner.top(), max(0, self.spacing()) or 6
        for number, line in enumerate(lines):
            wide = self._widths(line, inner.width())
            tall = max((self._height(i, w) for i, w in zip(line, wide, strict=True)), default=0)
            if put and len(lines) == 1:
                tall = max(tall, inner.height())
            if put:
                self._put(line, wide, QRect(inner.left(), top, inner.width(), tall))
            top += tall + (gap if number + 1 < len(lines) else 0)
        return top - rect.top() + m.bottom()

    def _height(self, index: int, width: int) -> int:
        one = self._items[index]
        return one.heightForWidth(width) if one.hasHeightForWidth() else one.sizeHint().height()

    def _widths(self, line: list[int], room: int) -> list[int]:
        """What is left goes to what has a share, or to what wants more than its least."""
        wide = [self._need(i, room) for i in line]
        spare = room - sum(wide) - self._gaps(line)
        takers = [k for k, i in enumerate(line) if self._shares[i]] or [
            k for k, i in enumerate(line) if self._items[i].expandingDirections() & Qt.Orientation.Horizontal
        ]
        total = sum(self._shares[line[k]] or 1 for k in takers)
        for k in takers if spare > 0 else []:
            most = max(wide[k], self._items[line[k]].maximumSize().width())
            wide[k] = min(most, wide[k] + spare * (self._shares[line[k]] or 1) // total)
        return wide

    def _put(self, line: list[int], wide: list[int], rect: QRect) -> None:
        x, before = rect.left(), None
        for i, w in zip(line, wide, strict=True):
            if before is not None and not self._spacer(i) and not self._spacer(before):
                x += max(0, self.spacing())
            self._items[i].setGeometry(QRect(x, rect.top(), w, rect.height()))
            x, before = x + w, i


def pairs(found: Sequence[tuple[QWidget, QWidget]], gap: int = 8) -> Wrapping:
    """A legend: each mark stays beside its words."""
    out = Wrapping()
    out.setSpacing(gap)
    for mark, words in found:
        both = QHBoxLayout()
        both.setSpacing(6)
        both.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        both.addWidget(words)
        out.addLayout(both)
    out.addStretch(1)
    return out


class Side(NamedTuple):
    """Its widget, its share of the width (0: its own), and its own width."""

    widget: QWidget
    share: int
    wide: int


class Turning(QWidget):
    """Panels side by side, or below each other where the text leaves them no room beside."""

    turned = Signal(bool)
    """Whether they stand below each other now."""

    def __init__(self, *columns: tuple[QWidget, int], grown: int = GROWN, gap: int = 12) -> None:
        """Each with its share of the width; 0 leaves it the width that was set for it. `grown` is how tall each is at least
        below another; `gap` is more where no frame of a panel parts them."""
        super().__init__()
        self.under, self.grown = False, grown
        self.low: QWidget | None = None
        """Which of them is as tall as what stands in it, also where they stand below each other."""
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(gap)
        self.columns: list[Side] = []
        self.add(*columns)

    def add(self, *columns: tuple[QWidget, int]) -> None:
        """Panels after those that stand there."""
        for widget, share in columns:
            fixed = widget.minimumWidth() if widget.minimumWidth() == widget.maximumWidth() else 0
            self.columns.append(Side(widget, share, fixed))
            self.row.addWidget(widget, share)

    def event(self, event: QEvent) -> bool:
        """What stands in the panels may want more room than it did."""
        answer = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.turn(self.width())
        return answer

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.turn(self.width())

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest of them: the others stand below it then."""
        whole = super().minimumSizeHint()
        wide = (60 if c.wide else c.widget.minimumSizeHint().width() for c in self.columns)
        return QSize(max(wide, default=60), whole.height())

    def turn(self, room: int) -> None:
        seen = [c for c in self.columns if not c.widget.isHidden()]
        need = sum(c.wide or _least(c) for c in seen) + self.row.spacing() * max(0, len(seen) - 1)
        under = len(seen) > 1 and need > room
        if under != self.under:
            self._set_under(under=under)
        if under and self.grown:
            for column in self.columns:
                least = 0 if column.widget is self.low else self.grown * self.fontMetrics().height()
                tall = max(least, _tall(column.widget, room))
                if column.widget.minimumHeight() != tall:
                    column.widget.setMinimumHeight(tall)

    def _set_under(self, *, under: bool) -> None:
        self.under = under
        direction = QBoxLayout.Direction.TopToBottom if under else QBoxLayout.Direction.LeftToRight
        self.row.setDirection(direction)
        for column in self.columns:
            if column.wide:
                column.widget.setMinimumWidth(0 if under else column.wide)
                column.widget.setMaximumWidth(MOST if under else column.wide)
            column.widget.setMinimumHeight(0)
        self.turned.emit(under)


def _least(column: Side) -> int:
    """What it must have, and what its tables want for their names."""
    tables = (one.property("wanted") for one in column.widget.findChildren(QTableView) if not one.isHidden())
    wanted = max((wide + 34 for wide in tables if isinstance(wide, int)), default=0)
    return max(column.widget.minimumSizeHint().width(), wanted, 60)


def _tall(widget: QWidget, width: int) -> int:
    inner = widget.layout()
    if inner is not None and inner.hasHeightForWidth():
        return inner.minimumHeightForWidth(width)
    return widget.minimumSizeHint().height()


class Beside(Inside):
    """The same; the whole scrolls where it is too tall."""

    def __init__(self, *columns: tuple[QWidget, int]) -> None:
        self.turning = Turning()
        super().__init__(self.turning)
        self.add(*columns)
        self.turned = self.turning.turned
        self.followed: QItemSelectionModel | None = None
        self.led: list[QWidget] = []
        """What the keys are on, and all that it stands in inside here."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._reached)

    def add(self, *columns: tuple[QWidget, int]) -> None:
        """Panels after those that stand there. One that comes when this stands in its page already has its looks once: a scroll
        area that is given what it holds, or is moved, asks all of it for its size, and Qt styles it then and again."""
        self.turning.add(*columns)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What has grown or shrunk may have taken what the keys are on out of sight again, also where the whole stays as tall."""
        grown = event.type() == QEvent.Type.Resize and (watched is self.held or watched in self.led)
        if grown or (event.type() == QEvent.Type.Move and watched in self.led):
            self._soon_in_sight()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """So may a bar that has come below it."""
        super().resizeEvent(event)
        self._soon_in_sight()

    def _soon_in_sight(self) -> None:
        QTimer.singleShot(0, self, lambda: self._reached(None, QApplication.focusWidget()))

    def _reached(self, _left: QWidget | None, now: QWidget | None) -> None:
        """What the keys lead to is brought into sight; under the mouse nothing moves."""
        if now is None or not self.isAncestorOf(now):
            return
        self._watch(now)
        if self.held.height() <= self.viewport().height():
            return
        if isinstance(now, QAbstractItemView):
            self._follow(now)
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        if now.height() < self.viewport().height() - 100:
            self.ensureWidgetVisible(now)
        elif isinstance(now, QAbstractItemView) and now.currentIndex().isValid():
            self._row_in_sight(now)
        else:  # of what is taller than the room the beginning
            top = now.mapTo(self.held, QPoint(0, 0))
            self.ensureVisible(top.x(), top.y(), 0, min(50, top.y()))

    def _watch(self, now: QWidget) -> None:
        """Whatever moves or resizes it, itself or what it stands in, is heard of."""
        led: list[QWidget] = []
        at: QWidget | None = now
        while at is not None and at is not self.held and at is not self:
            led.append(at)
            at = at.parentWidget()
        for left in self.led:
            if left not in led and isValid(left):
                left.removeEventFilter(self)
        for come in led:
            if come not in self.led:
                come.installEventFilter(self)
        self.led = led

    def _follow(self, view: QAbstractItemView) -> None:
        """A list may be cut by the room that all of it stands in: the row that the keys go to is not."""
        rows = view.selectionModel()
        if rows is not None and rows is not self.followed:
            self.followed = rows
            rows.currentChanged.connect(lambda: QTimer.singleShot(0, self, lambda: self._row_in_sight(view)))

    def _row_in_sight(self, view: QAbstractItemView) -> None:
        if not isValid(view) or not view.hasFocus() or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        row = view.visualRect(view.currentIndex()) & view.viewport().rect()
        if row.isValid() and self.held.height() > self.viewport().height():
            at = view.viewport().mapTo(self.held, row.center())
            self.ensureVisible(at.x(), at.y(), 0, row.height() // 2 + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.turning.minimumSizeHint().width(), 120)


def in_columns(holder: QWidget, *columns: tuple[QWidget, int]) -> Beside:
    """Lay panels beside each other over the whole of a widget, each with its share of the width, as far as there is room."""
    whole = QHBoxLayout(holder)
    whole.setContentsMargins(0, 0, 0, 0)
    out = Beside()
    whole.addWidget(out)
    out.add(*columns)
    return out
