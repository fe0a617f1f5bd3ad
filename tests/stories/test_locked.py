"""Jamila is called to the door in the middle of a note, and goes to lunch without a thought of the screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from amdesk.app import application
from amdesk.db.port import rows
from amdesk.services.bank import access, banks
from amdesk.settings import Settings
from amdesk.ui.frame.session import BankWindow
from tests import make
from tests.ui import formed
from tests.ui.conftest import Hands, close

SECRET = "fyra ord som ingen gissar"
Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[BankWindow]:
    """A bank with a passphrase and three people who wait for a place."""
    path = str(tmp_path / "b.amdesk")
    bank, _ = banks.create(Path(path), SECRET, make.CLOCK, access.Who("T", "t"), {"city": "Ekhamra"})
    for name in ("Aida Prov", "Nils Prov", "Ulla Prov"):
        make.participant(bank, name=name)
    bank.close()
    settings = Settings(user="Jamila Provström", theme="light")
    made = BankWindow(application(), path, banks.unlock(path, SECRET), make.CLOCK, settings, "sv")
    made.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    close(made)


def seen() -> str:
    return " ".join(
        s
        for top in QApplication.topLevelWidgets()
        if top.isVisible()
        for s in [top.windowTitle(), *formed.words_of(top)]
    )


@pytest.mark.thorough(long=True)
def test_a_note_half_written_two_locks_and_the_note_stored(hands: Hands) -> None:
    hands.ctrl(Key.Key_3)
    page = hands.page("participants")
    hands.until(lambda: page.record is not None)
    person = page.record.participant
    name = person.name
    assert name in seen()
    dialog = formed.opened(hands, "NoteDialog", page.new_note)
    formed.write(formed.control(dialog, "Note"), "Ring porten ")
    hands.ctrl(Key.Key_L)  # somebody is at the door
    assert "AMDesk är låst" in seen()
    assert not any(one in seen() for one in (name, "Deltagare", "Ekhamra", "Anteckning"))
    hands.type("fel ord")
    hands.press(Key.Key_Return)
    hands.until(lambda: "Lösenfrasen stämmer inte" in seen())
    hands.type(SECRET)  # what was wrong stands marked, and goes
    hands.press(Key.Key_Return)
    hands.until(lambda: QApplication.activeModalWidget() is dialog)
    hands.until(dialog.isActiveWindow)
    idle: Any = hands.window.idle
    idle.since = tuple(was - 601 for was in idle.since)  # lunch
    idle.look()
    hands.rest()
    assert "efter 10 minuter" in seen()
    hands.type(SECRET)
    hands.press(Key.Key_Return)
    hands.until(lambda: QApplication.activeModalWidget() is dialog)
    hands.until(dialog.isActiveWindow)
    hands.type("14")  # where the cursor stood
    hands.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: not dialog.isVisible())
    found = hands.ask(lambda desk: rows(desk.bank, "select participant_id, body from note"))
    assert [(note["participant_id"], note["body"]) for note in found] == [(person.id, "Ring porten 14")]
    assert page.record.participant.name == name
