"""A returned sheet that does not say who assessed: the dialog asks, and stores nothing before it knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from amdesk.ui.competence.sheets import SheetsDialog
from tests.services.test_sheets import fill
from tests.ui.conftest import Hands


@pytest.mark.thorough(long=True)
def test_who_assessed_is_asked_where_the_sheet_does_not_say(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "blad.xlsx"
    key = hands.ask(lambda desk: desk.sheets.running())[0]
    hands.ask(lambda desk: desk.sheets.out(path, [key]))
    readings = hands.ask(lambda desk: desk.sheets.read(path))
    levels = hands.ask(lambda desk: desk.competence.sheet(readings[0].participant.id, key)).assessments
    now = {c: v for a in levels for c, v in a.levels.items()}
    fill(path, {"GEN-01": 1 if now.get("GEN-01") != 1 else 2}, C4=None)
    readings = hands.ask(lambda desk: desk.sheets.read(path))
    dialog = SheetsDialog(hands.window.window, hands.shell, path.name, readings)
    dialog.open()
    ((ref, field),) = dialog.assessors.items()
    dialog.confirm()
    assert field.wrong.text()
    assert dialog.isVisible()
    dialog.names[ref].setText("  Nils Modellberg ")
    dialog.confirm()
    hands.until(lambda: not dialog.isVisible())
    stored = hands.ask(lambda desk: desk.competence.sheet(readings[0].participant.id, key)).assessments
    assert (len(stored), stored[-1].assessor) == (len(levels) + 1, "Nils Modellberg")
