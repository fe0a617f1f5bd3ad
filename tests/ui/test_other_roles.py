"""Whoever sits at a window while somebody else changes her roles, or removes her: what she may not see any more goes at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from amdesk.app import application
from amdesk.db.engine import keys
from amdesk.domain.bank.roles import EVERY
from amdesk.domain.errors import Refused
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from amdesk.settings import Settings
from amdesk.ui.frame.session import BankWindow
from amdesk.ui.people.acts import NoteDialog
from tests import make
from tests.gate.outputs import shown
from tests.ui import formed
from tests.ui.conftest import Hands, close

CHIEF, HERS = "fyra ord som ingen gissar", "annas egna fyra ord"
NAME, PHONE, WRITTEN = "Quilla Zorvath", "070-174 06 05", "Ring porten 14"


@pytest.fixture
def chief(tmp_path: Path) -> Iterator[Desk]:
    """The administrator, in a process of her own."""
    path = str(tmp_path / "b.amdesk")
    banks.create(Path(path), CHIEF, make.CLOCK, access.Who("Petra", "petra"))[0].close()
    desk = Desk(banks.open_(path, CHIEF, make.CLOCK, access.Who("Petra", "petra")), make.CLOCK)
    key = make.participant(desk.bank, name=NAME, phone=PHONE)
    desk.users.add("Anna", ["case_worker"], HERS)
    desk.participants.protect(key, 2)
    yield desk
    desk.close()


@pytest.fixture
def hands(qtbot: QtBot, chief: Desk) -> Iterator[Hands]:
    """Anna has opened the protected person for a reason, and writes about her."""
    path = chief.bank.address
    window = BankWindow(
        application(), path, banks.unlock(path, HERS), make.CLOCK, Settings(user="Anna", theme="light"), "sv"
    )
    window.show()
    window.window.activateWindow()
    qtbot.waitUntil(window.window.isActiveWindow)
    anna = Hands(qtbot, window)
    anna.rest()
    window.window.go("participants", chip="all")
    anna.rest()
    page = anna.page()
    window.window.go("participants", participant=1, why="Ringer henne")
    anna.until(lambda: page.record is not None)
    form = formed.opened(anna, "NoteDialog", lambda: NoteDialog.run(window.window, anna.shell, 1))
    formed.write(formed.control(form, "Note"), WRITTEN)
    assert told(NAME)
    assert told(PHONE)
    yield anna
    close(window)


def told(words: str) -> bool:
    return any(words in said for _kind, said in shown(visible=True))


def another_changed(hands: Hands) -> None:
    """As the window finds it within a second."""
    hands.window.tasks.written.emit()
    hands.rest()


@pytest.mark.thorough(3)
@pytest.mark.parametrize("roles", [["analyst"], ["reader"], ["manager"]])
def test_what_she_may_not_do_any_more_is_taken_out_of_her_window(hands: Hands, chief: Desk, roles: list[str]) -> None:
    chief.users.give("Anna", roles)
    another_changed(hands)
    for words in (NAME, PHONE, WRITTEN):
        assert not told(words), words
    assert QApplication.activeModalWidget() is None
    assert hands.shell.roles == tuple(roles)
    assert hands.window.window.current == hands.window.window.first()
    assert told("Du har andra roller i banken nu.")
    assert told("Det som stod skrivet där utan att vara sparat är borta."), (
        "what she had written is not lost without a word"
    )


@pytest.mark.thorough(long=True)
def test_a_user_who_is_removed_has_a_locked_window_which_her_passphrase_does_not_open(
    hands: Hands, chief: Desk
) -> None:
    chief.users.remove("Anna")
    another_changed(hands)
    assert hands.window.window.locking is not None
    for words in (NAME, PHONE, WRITTEN):
        assert not told(words), words
    locking: Any = hands.window.window.locking
    screen = locking.screen
    screen.field.setText(HERS)
    screen.confirm()
    hands.until(lambda: not screen.checking)
    hands.rest()
    assert hands.window.window.locking is not None
    locking.unlock()  # a server may let her in
    hands.rest()
    for words in (NAME, PHONE, WRITTEN):
        assert not told(words), words


def test_whoever_has_no_role_is_told_so_and_gets_no_window(chief: Desk) -> None:
    """As a removed user with an older copy of the key file, or whom a server lets in still."""
    path = Path(chief.bank.address)
    kept = keys.key_file(path).read_bytes()
    chief.users.remove("Anna")
    keys.key_file(path).write_bytes(kept)
    settings = Settings(user="Anna", theme="light")
    with pytest.raises(Refused, match="no role"):
        BankWindow(application(), str(path), banks.unlock(str(path), HERS), make.CLOCK, settings, "sv")


def test_nothing_is_told_to_be_gone_where_nothing_was_written(hands: Hands, chief: Desk) -> None:
    formed.leave(hands, QApplication.activeModalWidget())
    chief.users.give("Anna", ["analyst"])
    another_changed(hands)
    assert told("Du har andra roller i banken nu.")
    assert not told("är borta")


def test_who_gets_a_role_more_goes_on_writing(hands: Hands, chief: Desk) -> None:
    chief.users.give("Anna", ["case_worker", "manager"])
    another_changed(hands)
    form = QApplication.activeModalWidget()
    assert isinstance(form, NoteDialog)
    assert formed.control(form, "Note").toPlainText() == WRITTEN
    assert set(hands.shell.roles) == {"case_worker", "manager"}
    formed.leave(hands, form)


@pytest.mark.thorough(long=True)
def test_nothing_happens_where_roles_are_as_they_were(hands: Hands, chief: Desk) -> None:
    chief.users.give("Petra", EVERY)
    another_changed(hands)
    form = QApplication.activeModalWidget()
    assert isinstance(form, NoteDialog)
    formed.leave(hands, form)
