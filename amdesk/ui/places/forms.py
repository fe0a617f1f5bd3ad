"""What other rooms open of placements. A form is imported when it is first opened: the first paint waits for none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.domain.places.placement import ClosedPeriod, Placement
    from amdesk.ui.kit.records import Lists


def register(shell: Shell) -> None:
    shell.offer("placement.add", add)
    shell.offer("placement.change", change)
    shell.offer("placement.edit", edit)


def add(over: QWidget, shell: Shell, occupations: Sequence[tuple[str, str]], codes: Lists) -> None:
    """A new placement; `occupations` and `codes` are what its fields offer."""
    from amdesk.ui.places.form import PlacementDialog

    PlacementDialog.add(over, shell, occupations, codes)


def change(
    over: QWidget,
    shell: Shell,
    place: Placement,
    places: int,
    occupations: Sequence[tuple[str, str]],
    codes: Lists,
    closed: Sequence[ClosedPeriod],
    at: str = "",
) -> None:
    """A placement's facts, how many `places` it has and when it is `closed`; `at` names the field where the keys are at first."""
    from amdesk.ui.places.form import PlacementDialog

    PlacementDialog.change(over, shell, place, places, occupations, codes, closed, at)


def edit(over: QWidget, shell: Shell, placement: int, at: str = "") -> None:
    """The same by the placement's key."""
    from amdesk.ui.places.one import one_place

    shell.tasks.run(
        lambda desk: one_place(desk, placement, shell.words.lang),
        lambda found: change(over, shell, found.place, found.places, found.occupations, found.codes, found.closed, at),
    )
