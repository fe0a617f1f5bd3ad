"""What can be seen now: the widgets of all open windows, where each stands, and what each says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTextEdit,
    QWidget,
)

WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QAbstractButton, QLabel)
"""Controls that are looked at as one thing, not into."""


class Seen(NamedTuple):
    """A widget that is seen: its place in its window, what its ancestors let be seen of that, and whether it scrolls."""

    widget: QWidget
    place: QRect
    part: QRect
    scrolls: bool
    top: QWidget

    @property
    def whole(self) -> bool:
        return isinstance(self.widget, WHOLE)


def windows() -> list[QWidget]:
    """Windows, dialogs and menus on the screen."""
    return [w for w in QApplication.topLevelWidgets() if w.isVisible() and isinstance(w, (QMainWindow, QDialog, QMenu))]


def below(top: QWidget) -> list[Seen]:
    """All that is seen in a window, parents first."""
    out: list[Seen] = []

    def into(widget: QWidget, at: QPoint, clip: QRect, *, scrolls: bool) -> None:
        place = QRect(at, widget.size())
        part = place & clip
        out.append(Seen(widget, place, part, scrolls, top))
        if isinstance(widget, WHOLE) and not isinstance(widget, QAbstractItemView):
            return
        inner = scrolls or isinstance(widget, (QScrollArea, QAbstractItemView))
        for child in shown_children(widget):
            into(child, at + child.pos(), part, scrolls=inner)

    into(top, QPoint(0, 0), top.rect(), scrolls=False)
    return out


def shown_children(widget: QWidget) -> list[QWidget]:
    return [c for c in widget.children() if isinstance(c, QWidget) and c.isVisible() and not c.isWindow()]


def sight() -> list[Seen]:
    return [one for top in windows() for one in below(top)]


def path(widget: QWidget) -> str:
    """Where a widget stands, for a finding: the last of its ancestors by class, and its own words."""
    names: list[str] = []
    one: QWidget | None = widget
    while one is not None and len(names) < 4:
        names.append(type(one).__name__)
        one = one.parentWidget()
    own = said(widget) or widget.accessibleName() or widget.objectName()
    return " > ".join(reversed(names)) + (f" “{own}”" if own else "")


def said(widget: QWidget) -> str:
    """The words that stand on a widget."""
    if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
        return widget.text()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def texts(one: Seen) -> Iterator[str]:
    """All that a widget says to who looks, points or listens; not what a user has written."""
    widget = one.widget
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield widget.text()
    elif isinstance(widget, (QLineEdit, QPlainTextEdit)):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(i) for i in range(min(widget.count(), 40)))
    elif isinstance(widget, QHeaderView):
        yield from headings(widget)
    elif isinstance(widget, QMenu):
        yield from (a.text() for a in widget.actions())
    if widget.isWindow():
        yield widget.windowTitle()
    yield widget.toolTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()


def headings(head: QHeaderView) -> list[str]:
    model = head.model()
    if model is None:
        return []
    return [str(model.headerData(i, head.orientation()) or "") for i in range(min(head.count(), 40))]


def leaves(seen: list[Seen]) -> list[Seen]:
    """What is a thing of its own to the eye: controls, texts, and painted widgets without others inside."""
    parents = {one.widget.parentWidget() for one in seen}
    out = []
    for one in seen:
        widget = one.widget
        if one.part.isEmpty() or inside_whole(widget) or isinstance(widget, QScrollBar):
            continue
        if isinstance(widget, QLabel) and not widget.text() and widget.pixmap().isNull():
            continue
        if one.whole or (
            widget not in parents and type(widget).paintEvent is not QWidget.paintEvent and painted(widget)
        ):
            out.append(one)
    return out


def painted(widget: QWidget) -> bool:
    """Whether it draws something of its own: the program's own classes do, Qt's frames only hold others."""
    return type(widget).__module__.startswith("amdesk") and "paintEvent" in {
        name for kind in type(widget).__mro__ if kind.__module__.startswith("amdesk") for name in vars(kind)
    }


def inside_whole(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and isinstance(parent, WHOLE)
