"""Charts for screen readers: each part of a painted one has its words, its place, and says whether the keys are on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QStackedWidget, QWidget
from shiboken6 import isValid

from amdesk.ui.kit.chart import Chart
from amdesk.ui.kit.reading import ReadArea

W = TypeVar("W", bound=QWidget)


class Painted(QAccessibleInterface):
    """A part of a painted widget: no object of its own, nothing inside it, and nothing to be written."""

    def object(self) -> QObject | None:  # type: ignore[override]  # Qt takes None, which its stub does not say
        return None

    def childCount(self) -> int:
        return 0

    def child(self, _index: int) -> QAccessibleInterface:
        return None  # type: ignore[return-value]  # the same

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface:
        return None  # type: ignore[return-value]  # the same

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def setText(self, _kind: QAccessible.Text, _said: str) -> None:
        return


class PartOfChart(Painted):
    """The part at one place in the order of the keys, whatever it is that stands there now."""

    def __init__(self, whole: WholeChart, at: int) -> None:
        super().__init__()
        self.whole, self.at = whole, at

    def parent(self) -> QAccessibleInterface:
        return self.whole

    def isValid(self) -> bool:
        return self.whole.there and self.at < len(self.whole.chart.parts())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        place = self.whole.chart.parts()[self.at].place
        return QRect(self.whole.chart.mapToGlobal(place.topLeft()), place.size())

    def state(self) -> QAccessible.State:
        out = QAccessible.State()
        seen = self.isValid() and self.whole.chart.isVisible()
        out.invisible = not seen
        out.focusable = seen
        out.focused = seen and self.whole.chart.hasFocus() and self.whole.chart.on == self.at
        return out

    def text(self, kind: QAccessible.Text) -> str:
        if kind != QAccessible.Text.Name or not self.isValid():
            return ""
        return self.whole.chart.parts()[self.at].said


class WholeChart(QAccessibleWidget):
    """The chart with its name, and its parts in the order of the keys."""

    def __init__(self, chart: Chart) -> None:
        super().__init__(chart, QAccessible.Role.Chart, chart.accessibleName())
        self.chart = chart
        self.made: dict[int, PartOfChart] = {}
        if not chart.heard:
            chart.heard = True
            chart.moved.connect(lambda at: _focus_moved(chart, at))

    @property
    def there(self) -> bool:
        """Whether the widget still is: who listens may ask for a part of one that is gone."""
        return isValid(self.chart)

    def text(self, kind: QAccessible.Text) -> str:
        return self.chart.accessibleName() if kind == QAccessible.Text.Name and self.there else super().text(kind)

    def childCount(self) -> int:
        return len(self.chart.parts()) if self.there else 0

    def child(self, index: int) -> QAccessibleInterface:
        if not 0 <= index < self.childCount():
            return None  # type: ignore[return-value]  # the same
        if index not in self.made:
            self.made[index] = PartOfChart(self, index)
        return self.made[index]

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        at = next((i for i in range(self.childCount()) if self.child(i).rect().contains(x, y)), -1)
        return self.child(at)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.at if isinstance(child, PartOfChart) else -1

    def focusChild(self) -> QAccessibleInterface:
        return self.child(self.chart.on) if self.there and self.chart.hasFocus() else None  # type: ignore[return-value]  # the same


class OneOfSeveral(QAccessibleWidget):
    """Pages of which one is shown, which alone is told of: Qt tells of the others' rows too, as if they were in sight and the keys
    on them."""

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__(stack, QAccessible.Role.LayeredPane, stack.accessibleName())
        self.stack = stack

    def shown(self) -> QWidget | None:
        return self.stack.currentWidget() if isValid(self.stack) and self.stack.isVisible() else None

    def childCount(self) -> int:
        return int(self.shown() is not None)

    def child(self, index: int) -> QAccessibleInterface:
        page = self.shown() if index == 0 else None
        return QAccessible.queryAccessibleInterface(page) if page is not None else None  # type: ignore[return-value]  # the same

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        page = self.shown()
        inside = page is not None and QRect(page.mapToGlobal(page.rect().topLeft()), page.size()).contains(x, y)
        return self.child(0 if inside else -1)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        page = self.shown()
        return 0 if page is not None and child is not None and child.object() is page else -1


class AreaThatIsRead(QAccessibleWidget):
    """A text in an area that scrolls: Qt tells of the area as of a mere frame."""

    def __init__(self, area: ReadArea) -> None:
        super().__init__(area, QAccessible.Role.Document, area.accessibleName())


class Factory(Generic[W]):
    """What QAccessible asks for an object: an interface for widgets of one kind, nothing for the rest.

    Qt keeps no reference to an interface made in Python, so each is kept here, also when its widget is gone: Qt asks it while
    it tells who listens, and deletes it then. It asks anew for a widget whose meta object has grown, as it does when a method
    is connected for the first time, and deletes what it is given each time: the same one twice would be deleted twice.
    """

    def __init__(self, kind: type[W], make: Callable[[W], QAccessibleWidget]) -> None:
        self.kind, self.make = kind, make
        self.made: list[QAccessibleWidget] = []

    def __call__(self, _key: str, subject: QObject) -> QAccessibleWidget | None:
        if not isinstance(subject, self.kind):
            return None
        self.made.append(self.make(subject))
        return self.made[-1]


def _focus_moved(chart: Chart, at: int) -> None:
    event = QAccessibleEvent(chart, QAccessible.Event.Focus)
    event.setChild(at)
    QAccessible.updateAccessibility(event)


@cache
def install() -> None:
    """Once for the program."""
    QAccessible.installFactory(Factory(Chart, WholeChart))
    QAccessible.installFactory(Factory(QStackedWidget, OneOfSeveral))
    QAccessible.installFactory(Factory(ReadArea, AreaThatIsRead))
