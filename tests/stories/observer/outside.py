"""Controls that stand outside the screen, or outside what holds them, where no scrolling leads to them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QMainWindow

from tests.stories.observer.sight import Seen, inside_whole, path

SLACK = 1


def outside(seen: list[Seen]) -> list[str]:
    out = []
    for one in seen:
        widget = one.widget
        if one.scrolls or inside_whole(widget) or widget.isWindow() or not one.whole:
            continue
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus and not (isinstance(widget, QLabel) and widget.text()):
            continue
        missing = (one.place.width() - one.part.width(), one.place.height() - one.part.height())
        if max(missing) > SLACK and not one.place.isEmpty():
            out.append(f"{path(widget)} stands outside: {max(0, missing[0])} x {max(0, missing[1])} of it is not seen")
    return out + _too_large(seen)


def _too_large(seen: list[Seen]) -> list[str]:
    """A dialog is no larger than the window it stands over."""
    room = next((one.place for one in seen if isinstance(one.widget, QMainWindow)), None)
    return [
        f"{path(one.widget)} is {one.place.width()} x {one.place.height()}, larger than its window"
        for one in seen
        if room is not None
        and isinstance(one.widget, QDialog)
        and (one.place.width() > room.width() or one.place.height() > room.height())
    ]
