"""While names are hidden for a screen that is shared, no dialog names anybody or says how she is reached."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from amdesk.services.desk import Desk
from tests.gate.outputs import shown
from tests.gate.people import COLLEAGUE, Staged, open_desk
from tests.gate.test_pictures import BEFORE_A_BANK, stands
from tests.ui.conftest import Hands, close, make_window
from tests.ui.screens import DIALOGS
from tests.ui.test_names_hidden import names, reached

SHORT, LONG = 7, 60
"""Letters of what is sought: less stands in other words, and more is a text that some test has written in a field."""

FORMS = {"ParticipantDialog"}
"""What is opened to write in somebody's record: its fields hold what is stored, and nothing else in it names her."""
WRITTEN_IN = {"QLineEdit", "QPlainTextEdit"}


def telling(desk: Desk) -> list[str]:
    return [said for said in names(desk) | reached(desk) if SHORT <= len(said) <= LONG]


@pytest.mark.parametrize("part", range(10))
@pytest.mark.thorough(12)
def test_no_dialog_says_a_name_while_names_are_hidden(
    part: int, qtbot: QtBot, guarded: tuple[Path, Staged], tmp_path: Path
) -> None:
    hands = Hands(qtbot, make_window(qtbot, str(guarded[0])))
    desk, told = open_desk(guarded[0], COLLEAGUE), dict[str, set[str]]()
    hands.rest()
    hands.window.window.hide_names()
    for kind in [k for k in DIALOGS if k not in BEFORE_A_BANK][part::10]:
        kept = DIALOGS[kind](hands, desk, tmp_path)
        hands.until(partial(stands, kind))
        hands.rest()
        QApplication.clipboard().clear()  # what is copied on purpose is not shown
        sought = telling(desk)
        assert len(sought) > 50
        passed = WRITTEN_IN if kind in FORMS else set()
        said = [(w, s) for w, s in shown(visible=True) if w not in passed]
        told[kind] = {f"{w}: {s[:120]}" for w, s in said if any(one in s for one in sought)}
        while isinstance(dialog := QApplication.activeModalWidget(), QDialog):
            dialog.reject()
        del kept
        hands.window.window._go("overview", {})
        hands.rest()
    desk.close()
    close(hands.window)
    assert {kind: found for kind, found in told.items() if found} == {}
