"""Selection or focus that an act lost."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QHeaderView, QMainWindow, QWidget
from shiboken6 import isValid

from tests.stories.observer.sight import Seen, path, windows


class Held(NamedTuple):
    """Where the focus was, and which lists had a row selected."""

    top: QWidget | None
    focus: QWidget | None
    selected: dict[QAbstractItemView, int]


def held(seen: list[Seen]) -> Held:
    top = front()
    focus = top.focusWidget() if top is not None else None
    selected = {}
    for one in seen:
        view = one.widget
        if isinstance(view, QHeaderView) or not isinstance(view, QAbstractItemView):
            continue
        if view.selectionMode() == QAbstractItemView.SelectionMode.NoSelection:
            continue  # what is marked there says who is shown: nobody's hand chooses it, and none is lost
        if view.model() is not None and view.selectionModel() is not None:
            row = view.currentIndex().row()
            if row >= 0 and view.selectionModel().hasSelection():
                selected[view] = row
    return Held(top, focus, selected)


def front() -> QWidget | None:
    """The window that the keys go to."""
    modal = QApplication.activeModalWidget()
    return modal or next((w for w in windows() if isinstance(w, (QMainWindow, QDialog))), None)


def lost(before: Held, seen: list[Seen]) -> list[str]:
    now, out = held(seen), []
    if now.top is not None and before.top is now.top and before.focus not in {None, before.top}:
        gone = now.focus is None or not now.focus.isVisible() or not now.focus.isEnabled()
        if gone:
            was = path(before.focus) if isValid(before.focus) else "a widget that is gone"
            out.append(f"{path(now.top)}: the focus is lost (it was on {was})")
    shown = {one.widget for one in seen}
    for view, row in before.selected.items():
        if isValid(view) and view in shown and view not in now.selected and view.model().rowCount():
            out.append(f"{path(view)}: the selection is lost (it was on row {row + 1})")
    return out
