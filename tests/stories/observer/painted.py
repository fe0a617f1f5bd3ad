"""What the program's own painting said since the last look, and where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from amdesk.ui.kit import paint


class Said(NamedTuple):
    widget: QWidget
    said: str
    where: QRect
    short: bool
    """Whether it was painted shorter than it is."""
    ink: QRect
    """Where its letters stand."""


class Painted:
    """Listens to `paint.say`."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._heard: list[Said] = []
        self._say = paint.say
        self.deaf = False
        """While the observer itself has the window painted."""
        patch.setattr(paint, "say", self._listen)

    def _listen(
        self,
        painter: QPainter,
        rect: QRect,
        said: str,
        font: QFont,
        colour: QColor,
        align: Qt.AlignmentFlag = paint.LEFT,
    ) -> int:
        wide = self._say(painter, rect, said, font, colour, align)
        device = painter.device()
        if not self.deaf and isinstance(device, QWidget):
            short = wide >= rect.width() - 12 and QFontMetrics(font).horizontalAdvance(said) > wide
            whole = painter.transform().mapRect(rect)
            self._heard.append(Said(device, said, whole, short, _ink(whole, wide, QFontMetrics(font).xHeight(), align)))
        return wide

    def heard(self) -> list[Said]:
        """Since the last time, of widgets that still are."""
        out, self._heard = [one for one in self._heard if isValid(one.widget) and one.widget.isVisible()], []
        return out

    def now(self, widgets: Iterable[QWidget]) -> list[Said]:
        """What these say when they are painted anew: what was heard before may be of a row that is gone."""
        self._heard = []
        for one in widgets:
            one.repaint()
        return self.heard()


def _ink(where: QRect, wide: int, tall: int, align: Qt.AlignmentFlag) -> QRect:
    left = where.left()
    if align & Qt.AlignmentFlag.AlignRight:
        left = where.right() - wide
    elif align & Qt.AlignmentFlag.AlignHCenter:
        left = where.center().x() - wide // 2
    return QRect(left, where.center().y() - tall // 2, wide, tall)
