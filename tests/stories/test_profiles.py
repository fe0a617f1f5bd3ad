"""A profile is worded better by those who use it: a skill changed by key, saved as a draft, put in use, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.ui.conftest import Hands


@pytest.mark.thorough(long=True)
def test_a_new_version_by_keys(hands: Hands) -> None:
    hands.window.window.go("competence", tab="profiles")
    hands.rest()
    page: Any = hands.page()
    pane = page.profiles
    hands.until(lambda: pane.tree.topLevelItemCount() > 0)
    code = pane.rollout.code

    def states() -> list[tuple[int, str]]:
        return [(v.profile.version, v.state) for v in hands.ask(lambda desk: desk.profiles.of(code).versions)]

    pane.tree.setFocus()
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Down)
    pane.tree.setCurrentItem(pane.tree.currentItem(), 1)
    before = pane.tree.currentItem().text(1)
    hands.press(Qt.Key.Key_F2)
    hands.ctrl(Qt.Key.Key_A)
    hands.type("Lagar mat")
    hands.press(Qt.Key.Key_Return)
    assert pane.save.isVisible()
    assert not pane.table.isEnabled(), "what was written is saved or taken back before another occupation is shown"
    pane.discard.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert not pane.changed()
    assert pane.table.isEnabled()
    assert pane.tree.currentItem().text(1) == before, "the row that was written in is chosen still"
    pane.tree.setFocus()
    hands.press(Qt.Key.Key_F2)
    hands.ctrl(Qt.Key.Key_A)
    hands.type("Lagar mat")
    hands.press(Qt.Key.Key_Return)
    pane.save.setFocus()
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: states() == [(2, "draft"), (1, "in_use")])
    hands.until(lambda: pane.use.isVisible())
    assert "Lagar mat" in pane.differs.text()
    pane.use.setFocus()
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: states() == [(2, "in_use"), (1, "in_use")])
    for left in ([(2, "draft"), (1, "in_use")], [(1, "in_use")]):
        hands.ctrl(Qt.Key.Key_Z)
        hands.until(lambda left=left: states() == left)  # type: ignore[misc]  # a lambda with defaults
