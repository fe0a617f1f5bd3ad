"""A bar that the keys carry: each key that is shown does something."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from amdesk.domain.booking.board import BoardBar
from tests.ui.conftest import Hands


def keys_of(panel: Any) -> list[str]:
    return [one.text() for one in panel.findChildren(QLabel) if "↑" in one.text()]


@pytest.mark.thorough(2)
@pytest.mark.parametrize(("begun", "keys"), [(True, "↑ ↓"), (False, "← ↑ ↓ →")])
def test_a_booking_that_has_begun_is_said_to_move_to_another_place_alone(hands: Hands, begun: bool, keys: str) -> None:
    hands.window.window.go("placements")
    hands.rest()
    board = hands.page("placements").board
    bar = next(
        b
        for line in board.view.lines
        if line.lane is not None
        for b in line.lane.bars
        if isinstance(b, BoardBar) and b.ref
    )
    board.panel.show_carried(bar._replace(state="running" if begun else "upcoming"), "")
    assert keys_of(board.panel) == [keys]
