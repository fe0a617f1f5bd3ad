"""Painting that several lists share: text, pills, bars, level marks. Whole pixels, colours by role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QPolygon
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from amdesk.ui.kit.rows import Index
from amdesk.ui.kit.theme import Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter
SINGLE = {align: align.value | Qt.TextFlag.TextSingleLine.value for align in (LEFT, RIGHT, CENTER)}


def say(painter: QPainter, rect: QRect, said: str, font: QFont, colour: QColor, align: Qt.AlignmentFlag = LEFT) -> int:
    """Draw one line, elided where it must be; returns how wide it became."""
    painter.setFont(font)
    painter.setPen(colour)
    metrics = QFontMetrics(font)
    wide = metrics.horizontalAdvance(said)
    if wide >= rect.width():  # measured once where it fits; a part of a pixel too wide is elided all the same
        said = metrics.elidedText(said, Qt.TextElideMode.ElideRight, rect.width())
        wide = metrics.horizontalAdvance(said)
    painter.drawText(rect, SINGLE[align], said)
    return wide


def put(
    painter: QPainter,
    rect: QRect,
    said: str,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = LEFT,
    *,
    wide: int,
) -> None:
    """The same of what was measured already: shaping a text to measure it costs as much as drawing it."""
    if wide >= rect.width():
        say(painter, rect, said, font, colour, align)
        return
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, SINGLE[align], said)


def width(said: str, font: QFont) -> int:
    return QFontMetrics(font).horizontalAdvance(said)


def icon(
    painter: QPainter, theme: Theme, x: int, y: int, name: str, role: str, size: int = 16, *, filled: bool = False
) -> None:
    device = painter.device()
    dpr = device.devicePixelRatioF() if device is not None else 1.0
    painter.drawPixmap(QPoint(x, y), theme.pixmap(name, role, size, filled=filled, dpr=dpr))


class RowState(NamedTuple):
    """How a row stands in its list."""

    selected: bool = False
    hovered: bool = False
    focused: bool = False


def row_state(option: QStyleOptionViewItem, index: Index) -> RowState:
    """Asked of the list itself: `option.state` would have PySide make the 700 names of QStyle, 8 ms of the first paint."""
    view = option.widget
    if not isinstance(view, QAbstractItemView):
        return RowState()
    return RowState(
        view.selectionModel().isSelected(index),
        view.underMouse() and option.rect.contains(view.mapFromGlobal(QCursor.pos()) - view.contentsRect().topLeft()),
        view.hasFocus() and view.currentIndex() == index,
    )


def row_background(
    painter: QPainter, option: QStyleOptionViewItem, index: Index, theme: Theme, *, radius: int = 6, margin: int = 6
) -> None:
    """Hover, selection with its bar, and the focus ring of a list row."""
    selected, hover, focus = row_state(option, index)
    rect = option.rect.adjusted(margin, 1, -margin, -1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if selected or hover:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("selected" if selected else "hover"))
        painter.drawRoundedRect(rect, radius, radius)
    if selected:
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(QRect(rect.left(), rect.top() + 8, 3, rect.height() - 16), 1.5, 1.5)
    if focus and selected:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("focus"), 2))
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius)


def pill(painter: QPainter, theme: Theme, right: int, middle: int, said: str, role: str, icon_name: str = "") -> int:
    """A soft pill that ends at `right`; returns its left edge."""
    font = theme.font("label")
    size = theme.mark(14)
    pad, mark = 8, size + 4 if icon_name else 0
    wide = width(said, font) + 2 * pad + mark
    tall = theme.px(22)
    rect = QRect(right - wide, middle - tall // 2, wide, tall)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(f"{role}_soft" if f"{role}_soft" in theme.roles else "surface3"))
    painter.drawRoundedRect(rect, tall // 2, tall // 2)
    if icon_name:
        icon(painter, theme, rect.left() + pad - 1, middle - size // 2, icon_name, role, size)
    say(painter, rect.adjusted(pad + mark, 0, 0, 0), said, font, theme.color(role))
    return rect.left()


def bar(painter: QPainter, theme: Theme, rect: QRect, percent: int) -> None:
    """A part of a match: petrol from 70, teal from 50, amber below."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("surface3"))
    painter.drawRoundedRect(rect, 3, 3)
    if percent > 0:
        role = "accent" if percent >= 70 else "c_study" if percent >= 50 else "warn_line"
        painter.setBrush(theme.color(role))
        painter.drawRoundedRect(
            QRect(rect.left(), rect.top(), max(6, rect.width() * percent // 100), rect.height()), 3, 3
        )


def level(painter: QPainter, theme: Theme, x: int, bottom: int, marks: int) -> None:
    """Four rising bars, as many filled as the level says; always followed by its number or words."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for i in range(4):
        tall = 5 + 3 * i
        rect = QRectF(x + 7 * i + 0.5, bottom - tall + 0.5, 5, tall - 1)
        filled = i < marks
        painter.setPen(QPen(theme.color("accent" if filled else "line_strong"), 1))
        painter.setBrush(theme.color("accent") if filled else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 1.5, 1.5)


def avatar(painter: QPainter, theme: Theme, rect: QRect, letters: str, kind: str = "section") -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent_soft"))
    painter.drawEllipse(rect)
    put(painter, rect, letters, theme.font(kind), theme.color("accent_text"), CENTER, wide=0)  # two letters have room


def avatar_pixmap(theme: Theme, letters: str, size: int) -> QPixmap:
    """The round mark with a person's letters, for a label; sharp at two pixels a point. `size` is that at text 100 percent."""
    size = theme.px(size)
    pixmap = QPixmap(size * 2, size * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    avatar(painter, theme, QRect(0, 0, size, size), letters)
    painter.end()
    return pixmap


def brand(painter: QPainter, theme: Theme, x: float, y: float, size: float) -> None:
    """The program's mark: bookings on a board, in a square of `size`."""
    one = size / 28
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    painter.drawRoundedRect(QRectF(x, y, size, size), 7 * one, 7 * one)
    painter.setBrush(theme.color("on_accent"))
    for i, (start, wide) in enumerate(((0, 10), (0, 15), (6, 10))):
        top = y + (7 + 5 * i) * one
        painter.setOpacity(0.35)
        painter.drawRoundedRect(QRectF(x + 6 * one, top, 16 * one, 3 * one), 1.5 * one, 1.5 * one)
        painter.setOpacity(1)
        painter.drawRoundedRect(QRectF(x + (6 + start) * one, top, wide * one, 3 * one), 1.5 * one, 1.5 * one)


def brand_pixmap(theme: Theme, size: int) -> QPixmap:
    """The mark for the window's icon and for installers."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    brand(painter, theme, 0, 0, size)
    painter.end()
    return pixmap


def spark(painter: QPainter, theme: Theme, rect: QRect, levels: Sequence[int]) -> None:
    """Development of one skill as a small line."""
    if len(levels) < 2:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    step = rect.width() / (len(levels) - 1)
    points = [
        QPoint(round(rect.left() + i * step), round(rect.bottom() - (v - 1) * rect.height() / 3))
        for i, v in enumerate(levels)
    ]
    painter.setPen(QPen(theme.color("accent"), 1.5))
    painter.drawPolyline(QPolygon(points))
    painter.setBrush(theme.color("accent"))
    for p in points:
        painter.drawEllipse(p, 2, 2)
