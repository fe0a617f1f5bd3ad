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
    now, out, had = held(seen), list[str](), before.focus
    stayed = had is not before.top and before.top is now.top
    if had is not None and now.top is not None and stayed and (where := _nowhere(now.focus)):
        was = path(had) if isValid(had) else "a widget that is gone"
        out.append(f"{path(now.top)}: the focus is lost (it was on {was}, {where})")
    shown = {one.widget for one in seen}
    for view, row in before.selected.items():
        if isValid(view) and view in shown and view not in now.selected and view.model().rowCount():
            out.append(f"{path(view)}: the selection is lost (it was on row {row + 1})")
    return out


def _nowhere(focus: QWidget | None) -> str:
    """Where the keys are, where nobody is answered by them; "" where somebody is."""
    if focus is None:
        return "and is on nothing"
    out = [said for said, holds in (("not shown", focus.isVisible()), ("off", focus.isEnabled())) if not holds]
    return f"and is on {path(focus)}, which is {' and '.join(out)}" if out else ""
