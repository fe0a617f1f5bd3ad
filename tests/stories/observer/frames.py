"""A frame that differs from a full repaint: something of what was shown before is still there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from tests.stories.observer.sight import path

ROUNDED = 3
"""Of 255: edges are smoothed anew where only a part is painted."""


FRAME = 40
"""Pixels that a window manager's frame may have on each side, while Qt has not heard of it yet or heard of it too early: before
it was as large as what it holds."""


def flush(top: QWidget) -> None:
    """What is to be painted is painted now, and nothing more."""
    QApplication.sendEvent(top, QEvent(QEvent.Type.UpdateRequest))


def ghosts(widgets: list[QWidget]) -> list[str]:
    """Of custom-painted widgets those whose picture on the screen is not the one they would paint now. What differs is
    looked at once more: what was laid out by the looking itself has been painted then."""
    differing = [one for one in widgets if _differs(one)]
    for top in {one.window() for one in differing}:
        QApplication.sendPostedEvents()
        flush(top)
    if QApplication.platformName() != "offscreen":  # a real screen tells later what has come to light on it
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    return [
        f"{path(one)} shows what it would not paint now ({said})"
        for one in differing
        if isValid(one) and one.isVisible() and (said := _differs(one))
    ]


def _differs(widget: QWidget) -> str:
    top = widget.window()
    where = _where(widget, top)
    if where.isEmpty() or _covered(top, where) or top.devicePixelRatioF() % 1:  # parts of pixels are rounded each time
        return ""
    now = top.grab(where).toImage().convertToFormat(QImage.Format.Format_RGB32)
    frame = _screen(top, where)
    return "" if frame == now or _alike(frame, now) else _lines(frame, now)


def _covered(top: QWidget, where: QRect) -> bool:
    """A picture of a real screen has in it whatever window stands over this one."""
    if QApplication.platformName() == "offscreen":
        return False
    part = where.translated(top.mapToGlobal(QPoint(0, 0)))
    others = (one for one in QApplication.topLevelWidgets() if one is not top and one.isVisible())
    return any(framed(one).intersects(part) for one in others)


def framed(one: QWidget) -> QRect:
    """A window with its frame, or with room for one where Qt does not know it."""
    place, frame = one.geometry(), one.frameGeometry()
    return frame if frame != place and frame.contains(place) else place.adjusted(-FRAME, -FRAME, FRAME, FRAME)


def _alike(one: QImage, other: QImage) -> bool:
    """No colour differs by more than a part painted by itself may be rounded."""
    apart = QImage(one)
    painter = QPainter(apart)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, other)
    painter.end()
    data = bytes(apart.constBits())
    return one.size() == other.size() and all(max(data[colour::4]) <= ROUNDED for colour in range(3))


def _screen(top: QWidget, where: QRect) -> QImage:
    taken = top.screen().grabWindow(top.winId(), where.x(), where.y(), where.width(), where.height())
    return taken.toImage().convertToFormat(QImage.Format.Format_RGB32)


def _where(widget: QWidget, top: QWidget) -> QRect:
    return widget.visibleRegion().boundingRect().translated(widget.mapTo(top, QPoint(0, 0)))


def _lines(one: QImage, other: QImage) -> str:
    rows = [
        y
        for y in range(min(one.height(), other.height()))
        if one.copy(0, y, one.width(), 1) != other.copy(0, y, other.width(), 1)
    ]
    return f"from line {rows[0]} to {rows[-1]} of {one.height()}" if rows else f"{one.size()} and {other.size()}"
