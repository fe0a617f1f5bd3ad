"""The supervisor's sheet comes back: read from the palette, looked at row by row, stored by keyboard, taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.services.test_sheets import fill
from tests.ui.conftest import Hands


@pytest.mark.thorough(long=True)
def test_a_returned_sheet_is_stored_by_keys_and_undone_in_one_step(hands: Hands, chosen: Any) -> None:
    path: Path = chosen("underlag.xlsx")
    key = hands.ask(lambda desk: desk.sheets.running())[0]
    hands.ask(lambda desk: desk.sheets.out(path, [key]))
    person = hands.ask(lambda desk: next(e for e in desk.booking.employments() if e.id == key).participant_id)

    def levels() -> dict[str, int]:
        sheet = hands.ask(lambda desk: desk.competence.sheet(person, key))
        return {c: v for a in sheet.assessments for c, v in a.levels.items()}

    before = levels()
    new = {"GEN-01": 1 if before.get("GEN-01") != 1 else 2, "GEN-02": "fyra"}
    fill(path, new, C4="Nils Modellberg", C5=date(2026, 11, 23))
    hands.ctrl(Qt.Key.Key_K)
    hands.type("ett bed")
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: QApplication.activeModalWidget() is not None)
    dialog: Any = QApplication.activeModalWidget()
    assert len(dialog.checks) == 1
    hands.ctrl(Qt.Key.Key_Return)
    hands.until(lambda: levels().get("GEN-01") == new["GEN-01"])
    hands.until(lambda: QApplication.activeModalWidget() is None)
    hands.window.window.activateWindow()
    hands.until(hands.window.window.isActiveWindow)
    hands.ctrl(Qt.Key.Key_Z)
    hands.until(lambda: levels() == before)
