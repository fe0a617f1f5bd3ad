"""The right button and the menu key over a row: the same acts that the buttons beside a list give, and by the same words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QLayout

from amdesk.ui.kit.basic import KeyButton
from amdesk.ui.kit.endless import ONE_LINE
from amdesk.ui.kit.layouts import parts
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu


class MenuAct(NamedTuple):
    """What no button stands for."""

    said: str
    run: Callable[[], object]
    writes: bool = False
    """Whether it changes the bank, so that it is off where that can only be read."""
    act: str = ""
    """Which act of the table of roles it is, so that it is off, with the reason, for whoever may not."""


def buttons_in(layout: QLayout) -> Iterator[KeyButton]:
    """Those that stand there now."""
    for one in parts(layout):
        if isinstance(one, KeyButton):
            yield one
        elif isinstance(one, QLayout):
            yield from buttons_in(one)


def offer_acts(view: QAbstractItemView, acts: Callable[[], Sequence[KeyButton | MenuAct]], shell: Shell) -> None:
    """`acts` are those of the row that the keys are on, asked for each time."""

    def show(where: QPoint) -> None:
        place = place_of(view, where)
        if place is not None:
            from PySide6.QtWidgets import QMenu  # the first paint has none

            menu = QMenu(view)
            fill(menu, acts(), shell)
            pop(menu, place)

    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.customContextMenuRequested.connect(show)


def place_of(view: QAbstractItemView, where: QPoint) -> QPoint | None:
    """Where on the screen the menu of the current row opens; None where there is none, or something else was pointed at."""
    here, under = view.currentIndex(), view.indexAt(where)
    if not here.isValid() or (under.isValid() and under.row() != here.row()):
        return None
    return view.viewport().mapToGlobal(where if under.isValid() else view.visualRect(here).bottomLeft())


def fill(menu: QMenu, acts: Sequence[KeyButton | MenuAct], shell: Shell) -> None:
    """A line for each act; a button that is off is so here, and what is not one's own says why and who may."""
    menu.setToolTipsVisible(True)
    for one in acts:
        if isinstance(one, MenuAct):
            line, barred = menu.addAction(one.said[:ONE_LINE], _held(one)), _barred(one, shell)
        else:
            cap = f"\t{one.cap}" if one.cap else ""
            line, barred = menu.addAction((one.text() or one.accessibleName())[:ONE_LINE] + cap, one.click), one.barred
            line.setEnabled(one.isEnabled())
        if barred:
            line.setEnabled(False)
            line.setToolTip(barred)
            line.setStatusTip(barred)


def _held(act: MenuAct) -> Callable[[], None]:
    """Of a method PySide holds the object weakly: the line would do nothing once nobody else holds it."""

    def run() -> None:
        act.run()

    return run


def _barred(act: MenuAct, shell: Shell) -> str:
    """Why an act cannot be done here; empty where it can."""
    return (shell.read_only if act.writes else "") or (shell.barred(act.act) if act.act else "")


def pop(menu: QMenu, place: QPoint) -> None:
    """Esc and a click beside it close the menu; it is gone then."""
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(place)
