"""A teacher's afternoon: the module is found, a place is offered and taken, attendance is noted by key, an end is written."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from amdesk.domain.competence.modules import Enrolment, Register
from amdesk.ui.competence.modulegrid import FIXED_COLUMNS
from tests.ui.conftest import Hands


@pytest.mark.thorough(long=True)
def test_attendance_and_steps_by_keys(hands: Hands) -> None:
    hands.ctrl(Qt.Key.Key_K)
    hands.type("moduler")
    hands.press(Qt.Key.Key_Return)
    page: Any = hands.page()
    hands.until(lambda: page.modules.grid.register is not None and page.modules.grid.hasFocus())
    pane, grid = page.modules, page.modules.grid
    key = pane.chosen

    def register() -> Register:
        found: Register = hands.ask(lambda desk: desk.modules.register(key))
        return found

    def now(enrolment: int) -> Enrolment:
        return next(e for e in register().people if e.id == enrolment)

    first, second = register().people[:2]
    meeting = register().meetings[4]
    for _ in range(FIXED_COLUMNS + 4):
        hands.press(Qt.Key.Key_Right)
    hands.press(Qt.Key.Key_1)
    hands.press(Qt.Key.Key_3)
    hands.until(lambda: register().attendance.get((second.id, meeting.id)) == "absent")
    assert register().attendance[first.id, meeting.id] == "present"
    hands.ctrl(Qt.Key.Key_Z)
    hands.until(lambda: (second.id, meeting.id) not in register().attendance)
    hands.until(lambda: (second.id, meeting.id) not in grid.states)

    hands.press(Qt.Key.Key_Home)
    hands.ctrl(Qt.Key.Key_Home)
    hands.until(lambda: grid.person() is not None and grid.person().id == first.id)
    pane.acts["completed"].setFocus()
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    dialog: Any = QApplication.activeModalWidget()
    dialog.control.widget.choose("B2")
    hands.ctrl(Qt.Key.Key_Return)
    hands.until(lambda: now(first.id).status == "completed")
    assert now(first.id).level_after == "B2"
    assert now(first.id).hours == 3 * sum(
        s == "present" for (e, _), s in register().attendance.items() if e == first.id
    )
