"""Where Tab goes: through the controls of a window as they stand on it, also those that came after the others were made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

from amdesk.ui.kit.layouts import parts


def put_in_order(top: QWidget) -> None:
    """Qt goes in the order in which widgets were made, so what a page makes anew comes last; the order is set anew."""
    for before, after in pairwise(below(top)):
        if before.nextInFocusChain() is not after:
            QWidget.setTabOrder(before, after)


def below(widget: QWidget) -> Iterator[QWidget]:
    """What is shown in it and can have the focus, as the eye goes: by its layout, and what is in none after that."""
    placed = list(dict.fromkeys(_placed(widget.layout())))
    loose = [one for one in widget.children() if isinstance(one, QWidget) and not one.isWindow() and one not in placed]
    for one in (*placed, *loose):
        if one.isHidden():
            continue
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus and one.focusProxy() is None:
            yield one
        yield from below(one)


def _placed(layout: QLayout | None) -> Iterator[QWidget]:
    if layout is None:
        return
    found = parts(layout)
    if isinstance(layout, QGridLayout):
        cells = {layout.indexOf(one): one for one in found}
        at: dict[int, tuple[int, ...]] = {i: tuple(layout.getItemPosition(i)[:2]) for i in cells}  # type: ignore[index]  # the stub knows no tuple
        found = [cells[i] for i in sorted(cells, key=lambda i: at[i])]
    for one in found:
        if isinstance(one, QLayout):
            yield from _placed(one)
        else:
            yield one
