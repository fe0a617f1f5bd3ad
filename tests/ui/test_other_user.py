"""Somebody else takes the seat at a locked window: she starts anew, and the work of whoever left it waits as it was."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from amdesk.app import Held, _hooks, application
from amdesk.db.port import rows
from amdesk.domain.errors import BankUnusable
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks
from amdesk.settings import Settings
from amdesk.ui.frame.session import BankWindow
from tests import make
from tests.gate.outputs import shown
from tests.ui import formed
from tests.ui.conftest import Hands, close

SECRET = "fyra ord som ingen gissar"


class Seat:
    """One computer: who sits there, and what is kept for the others."""

    def __init__(self, qtbot: QtBot, first: BankWindow) -> None:
        self.bot, self.first, self.held = qtbot, first, Held()
        self.following: list[str] = []
        loop = application()
        first.window.others = self.held.waiting
        _hooks(loop, first, self.following, self.held)

    @property
    def now(self) -> BankWindow:
        return self.held.seat or self.first

    def hands(self) -> Hands:
        hands = Hands(self.bot, self.now)
        hands.rest()
        return hands

    def lock(self) -> Any:
        hands = self.hands()
        hands.shell.lock_wanted.emit()
        hands.rest()
        locking: Any = self.now.window.locking
        return locking.screen

    def take(self, name: str, secret: str = SECRET) -> Hands:
        """Lock, and say another name."""
        before, screen = self.now, self.lock()
        screen.switch.click()
        formed.write(screen.name, name)
        formed.write(screen.field, secret)
        screen.confirm()
        self.bot.waitUntil(lambda: self.now is not before and self.now.window.isVisible())
        if QApplication.activeWindow() is None:  # a bare X server gives the keys to nobody by itself
            self.now.window.activateWindow()
        self.bot.waitUntil(lambda: QApplication.activeWindow() is not None)
        return self.hands()


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    path = str(tmp_path / "b.amdesk")
    bank, _ = banks.create(Path(path), SECRET, make.CLOCK, access.Who("T", "t"))
    make.participant(bank, name="Astrid Provlund")
    bank.close()
    settings = Settings(user="Jamila Provström", theme="light")
    first = BankWindow(application(), path, banks.unlock(path, SECRET), make.CLOCK, settings, "sv")
    first.show()
    first.window.activateWindow()
    qtbot.waitUntil(first.window.isActiveWindow)
    made = Seat(qtbot, first)
    yield made
    now = made.now
    made.held.close_aside()
    close(now)


def half_written(seat: Seat) -> Any:
    hands = seat.hands()
    hands.window.window.go("participants", chip="all")
    hands.until(lambda: hands.page().record is not None)
    dialog = formed.opened(hands, "NoteDialog", hands.page().new_note)
    formed.write(formed.control(dialog, "Note"), "Ring porten 14")
    return dialog


def seen() -> set[str]:
    return {said for _kind, said in shown(visible=True)}


@pytest.mark.thorough(long=True)
def test_another_user_starts_anew_and_the_first_ones_work_waits_as_it_was(seat: Seat) -> None:
    dialog = half_written(seat)
    nils = seat.take("Nils Modellberg")
    assert nils.window.window.current == "overview"
    assert nils.window.tasks.read_only is None, "the bank can be changed by whoever sits there"
    assert not seat.first.window.isVisible()
    assert "Ring porten 14" not in seen()
    nils.window.tasks.write(
        lambda desk: desk.participants.add_note(1, {"on_date": make.TODAY, "kind": "contact", "body": "Av Nils"})
    )
    nils.rest()
    jamila = seat.take("Jamila Provström")
    assert jamila.window is seat.first
    assert jamila.window.tasks.read_only is None
    jamila.until(lambda: QApplication.activeModalWidget() is dialog)
    assert "Ring porten 14" in seen()
    assert formed.save(jamila, dialog)
    asked = "select s.actor, n.body from note n join audit a on a.tbl = 'note' and a.row_id = n.id join step s on s.id = a.step_id order by n.id"
    found = jamila.ask(lambda desk: rows(desk.bank, asked))
    assert [(r["actor"], r["body"]) for r in found] == [
        ("Nils Modellberg", "Av Nils"),
        ("Jamila Provström", "Ring porten 14"),
    ]


@pytest.mark.thorough(long=True)
def test_a_passphrase_of_ones_own_says_who_one_is_whatever_name_is_written(seat: Seat) -> None:
    hers = "en lång fras som är hennes"
    seat.hands().ask(lambda desk: desk.users.add("Rut Lesdotter", ["reader"], hers))
    rut = seat.take("Jamila Provström", hers)
    assert rut.window.me.name == rut.window.window.user == "Rut Lesdotter"
    assert rut.ask(lambda desk: desk.bank.actor) == "Rut Lesdotter"
    told: list[str] = []
    rut.shell.toasted.connect(lambda said, _undo: told.append(str(said)))
    rut.window.window.go("settings", part="log")
    rut.rest()
    rut.window.tasks.write(
        lambda desk: desk.participants.add_note(1, {"on_date": make.TODAY, "kind": "contact", "body": "x"})
    )
    rut.until(lambda: any("As reader you may not" in one or "Som läsare får du inte" in one for one in told))
    assert rut.ask(lambda desk: rows(desk.bank, "select * from note")) == []
    screen = seat.lock()
    formed.write(screen.field, hers)
    screen.confirm()
    rut.until(lambda: rut.window.window.locking is None)
    assert seat.now is rut.window
    first = seat.take("Rut Lesdotter")
    assert first.window.window.user == "T"


@pytest.mark.thorough(long=True)
def test_closing_says_whose_work_is_lost_and_esc_keeps_it(seat: Seat) -> None:
    half_written(seat)
    nils = seat.take("Nils Modellberg")
    nils.window.window.close()
    nils.until(lambda: QApplication.activeModalWidget() is not None)
    asked: QWidget | None = QApplication.activeModalWidget()
    assert asked is not None
    assert "Jamila Provström" in " ".join(formed.words_of(asked))
    nils.rest()
    assert asked.isVisible()
    formed.leave(nils, asked)
    assert nils.window.window.isVisible()
    assert seat.held.waiting() == ["Jamila Provström"]


@pytest.mark.thorough(long=True)
def test_somebody_who_left_nothing_behind_is_not_asked_about(seat: Seat) -> None:
    nils = seat.take("Nils Modellberg")
    nils.window.window.close()
    assert not nils.window.window.isVisible()


def test_a_name_is_wanted_and_one_may_turn_back(seat: Seat) -> None:
    screen = seat.lock()
    screen.switch.click()
    screen.field.setText(SECRET)
    screen.confirm()
    assert screen.named.wrong.text() == "Skriv ditt namn."
    assert screen.switch.text() == "Tillbaka till Jamila Provström"
    screen.switch.click()
    assert not screen.name.isVisible()
    screen.confirm()
    seat.bot.waitUntil(lambda: seat.first.window.locking is None)
    assert seat.now is seat.first


def test_a_bank_that_does_not_open_any_more_is_told_and_the_window_stays_locked(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = seat.lock()
    screen.switch.click()
    QTest.keyClicks(screen.name, "Nils Modellberg")
    screen.field.setText(SECRET)

    def gone(*_a: Any, **_k: Any) -> Any:
        raise BankUnusable(text("The bank is gone."), "GONE")

    monkeypatch.setattr("amdesk.ui.frame.session.BankOpening", gone)
    screen.confirm()
    seat.bot.waitUntil(lambda: not screen.checking and bool(screen.asked.wrong.text()))
    assert screen.asked.wrong.text() == "The bank is gone."
    assert seat.first.window.isVisible()
    assert seat.first.window.locking is not None
    assert seat.now is seat.first
