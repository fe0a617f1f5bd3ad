"""A page that no longer reads is told in the window, by reading all pages or by the work that meets it, with one act."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from amdesk import app
from amdesk.db import port
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.signed import PAGE
from amdesk.i18n import Words
from amdesk.services.bank import access, banks, generations
from amdesk.services.desk import Desk
from amdesk.settings import Settings
from amdesk.ui.bank.keeping import BankPane
from amdesk.ui.frame import finding
from amdesk.ui.frame.readthrough import ReadThrough
from amdesk.ui.frame.session import BankWindow
from amdesk.ui.kit.basic import KeyButton
from amdesk.ui.kit.dialog import BareDialog
from amdesk.ui.kit.states import Banner
from tests import make
from tests.ui.conftest import Hands, close, make_window


@pytest.fixture
def path(tmp_path: Path) -> Path:
    where = tmp_path / "b.amdesk"
    bank, _ = banks.create(where, None, make.CLOCK, access.Who("T", "t"))
    for i in range(40):
        make.participant(bank, name=f"Prov {i}")
    bank.close()
    return where


def flip(path: Path, table: str) -> None:
    bank = open_bank(str(path), actor="T", account="t", clock=make.CLOCK)
    page = port.value(bank, "select rootpage from sqlite_master where name = :t", t=table)
    bank.close()
    content = bytearray(path.read_bytes())
    content[page * PAGE - 2000] ^= 1
    path.write_bytes(bytes(content))


def click(window: BankWindow, said: str) -> None:
    """The one act of the alarm."""
    QApplication.processEvents()  # what is laid out is shown when the loop comes to it
    banner = next(b for b in window.window.findChildren(Banner) if b.isVisibleTo(window.window))
    act = next(b for b in banner.findChildren(KeyButton) if b.text() == said)
    act.click()


def read_through(hands: Hands) -> ReadThrough:
    """A whole reading, of which nothing waits for a clock."""
    reading = ReadThrough(hands.shell, hands.window.look_for_damage)
    while reading.day is None:
        reading.timer.stop()
        if reading.reading is not None and reading.reading.suspect:
            reading.again()
        else:
            reading.go_on()
        hands.rest()
    return reading


def bank_of(qtbot: QtBot, path: Path) -> tuple[BankWindow, Hands, BankPane]:
    """A window that shows what its settings say of the bank."""
    window = make_window(qtbot, str(path), lang="en")
    hands = Hands(qtbot, window)
    window.window.go("settings", part="bank")
    hands.rest()
    pane = window.window.findChild(BankPane)
    assert pane is not None
    return window, hands, pane


@pytest.mark.thorough(long=True)
def test_reading_all_pages_of_a_whole_bank_says_nothing(qtbot: QtBot, path: Path) -> None:
    window = make_window(qtbot, str(path))
    hands = Hands(qtbot, window)
    reading = read_through(hands)
    assert window.damage is None
    reading.go_on()
    assert reading.reading is None, "once a day"
    reading.timer.stop()
    close(window)


@pytest.mark.thorough(long=True)
def test_damage_that_the_reading_finds_is_told_with_the_newest_whole_copy_to_open(qtbot: QtBot, path: Path) -> None:
    bank = open_bank(str(path), actor="T", account="t", clock=make.CLOCK)
    older = generations.numbered(bank, Settings().backups(), make.CLOCK)
    newer = generations.numbered(bank, Settings().backups(), make.CLOCK)
    bank.close()
    flip(newer, "participant")
    flip(path, "certificate")  # nobody works with it just now
    window = make_window(qtbot, str(path))
    hands = Hands(qtbot, window)
    read_through(hands)
    hands.until(lambda: window.damage is not None)
    assert window.damage is not None
    assert window.damage.copy == older
    assert window.damage.at is not None
    assert "certificates (table certificate)" in str(window.damage.said)
    wanted: list[str] = []
    window.shell.bank_wanted.connect(wanted.append)
    click(window, window.shell.words("Open the copy of {moment}", moment=window.shell.words.moment(window.damage.at)))
    assert wanted == [f"restore:{older}"]
    close(window)


@pytest.mark.thorough(long=True)
def test_damage_that_work_meets_is_told_once_and_without_a_copy_it_can_be_rescued(qtbot: QtBot, path: Path) -> None:
    flip(path, "note")
    window = make_window(qtbot, str(path))
    hands = Hands(qtbot, window)
    for _ in range(3):
        window.tasks.run(lambda desk: port.rows(desk.bank, "select * from note"), failed=lambda _e: None)
        hands.rest()
    hands.until(lambda: window.damage is not None)
    QApplication.processEvents()
    banners = [b for b in window.window.findChildren(Banner) if b.isVisibleTo(window.window)]
    assert len(banners) == 1
    wanted: list[str] = []
    window.shell.bank_wanted.connect(wanted.append)
    click(window, window.shell.words("Rescue what can be read"))
    assert wanted == ["rescue"]
    assert hands.ask(lambda desk: len(desk.participants.listing())) == 40
    close(window)


@pytest.mark.thorough(long=True)
def test_a_rescued_bank_is_told_of_and_opened(qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flip(path, "participant")
    said: list[str] = []
    monkeypatch.setattr(BareDialog, "exec", lambda self: said.append(self.sentence.text()))
    settings, words = Settings(bank=str(path)), Words("en", make.TODAY)
    found = finding.Finding(app.application(), settings, words, make.CLOCK, str).find(f"rescue:{path}")
    assert found is not None
    assert Path(found[0]).name.startswith("b-rescued-")
    assert "Nothing is missing." in said[0]
    window = make_window(qtbot, found[0])
    assert Hands(qtbot, window).ask(lambda desk: len(desk.participants.listing())) == 40
    close(window)
    assert path.exists(), "the damaged one stays"


@pytest.mark.thorough(long=True)
def test_an_older_file_that_was_put_in_the_banks_place_by_hand_is_told(qtbot: QtBot, path: Path) -> None:
    older = path.read_bytes()
    bank = open_bank(str(path), actor="T", account="t", clock=make.CLOCK)
    make.participant(bank, name="Ny idag")
    newest = generations.numbered(bank, Settings().backups(), make.CLOCK)
    bank.close()
    path.write_bytes(older)
    window = make_window(qtbot, str(path), lang="en")
    hands = Hands(qtbot, window)
    hands.until(lambda: any(newest.name in b.accessibleName() for b in window.window.findChildren(Banner)))
    click(window, "Backups")
    hands.rest()
    close(window)
    assert newest.exists()


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("act", ["check", "backups", "rehearse"])
def test_a_damaged_copy_is_not_called_a_damaged_bank(qtbot: QtBot, path: Path, act: str) -> None:
    bank = open_bank(str(path), actor="T", account="t", clock=make.CLOCK)
    copy = generations.numbered(bank, Settings().backups(), make.CLOCK)
    bank.close()
    window = make_window(qtbot, str(path))
    hands, folders = Hands(qtbot, window), Settings().folders()
    assert hands.ask(lambda desk: len(desk.keeping.copies(folders))) == 1, "it is known from now on"
    when = copy.stat()
    flip(copy, "participant")
    os.utime(copy, ns=(when.st_atime_ns, when.st_mtime_ns))
    work: Callable[[Desk], object] = {
        "check": lambda desk: desk.keeping.check(folders),
        "backups": lambda desk: desk.keeping.copies(folders),
        "rehearse": lambda desk: desk.keeping.rehearse(folders, "ABCDE"),
    }[act]
    window.tasks.run(work, failed=lambda _e: None)
    window.tasks.damaged.emit()  # as an error tells it that was a copy's
    hands.rest()
    assert window.damage is None
    close(window)


@pytest.mark.thorough(long=True)
def test_a_check_that_finds_damage_tells_it_above_with_the_one_act(qtbot: QtBot, path: Path) -> None:
    flip(path, "certificate")
    window, hands, pane = bank_of(qtbot, path)
    pane._check()
    hands.until(lambda: window.damage is not None)
    wanted: list[str] = []
    window.shell.bank_wanted.connect(wanted.append)
    click(window, window.shell.words("Rescue what can be read"))
    assert wanted == ["rescue"]
    close(window)


@pytest.mark.thorough(long=True)
def test_a_damaged_bank_of_ones_own_is_never_taken_for_the_demo_city(
    qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it is cannot be counted, and its button would remove the bank with all that was kept of it."""
    flip(path, "certificate")
    window, _, pane = bank_of(qtbot, path)
    assert not pane.remove_demo.isVisible()
    monkeypatch.setattr("amdesk.ui.bank.secrets.TypeDialog.ask", lambda *_: True)
    app._change_bank(window, "remove-demo", lambda _where: None)
    assert path.exists()
    close(window)


@pytest.mark.thorough(long=True)
def test_a_search_that_says_something_else_than_the_rows_is_made_anew_by_one_act(qtbot: QtBot, path: Path) -> None:
    bank = open_bank(str(path), actor="T", account="t", clock=make.CLOCK)
    bank.execute("insert into participant_fts (participant_fts) values ('delete-all')")
    bank.close()
    window, hands, pane = bank_of(qtbot, path)
    pane._check()
    hands.until(lambda: pane.search.isVisible())
    assert "Nothing is lost" in pane.answer.text()
    assert not pane.rescue.isVisible()
    pane.search.click()
    hands.until(lambda: pane.answer.text() == "The bank is whole.")
    assert not pane.search.isVisible()
    assert window.damage is None
    close(window)


@pytest.mark.thorough(long=True)
def test_a_backup_that_meets_damage_tells_it_above(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    flip(path, "certificate")
    window = make_window(qtbot, str(path))
    hands = Hands(qtbot, window)
    window.tasks.run(lambda desk: desk.keeping.backup(tmp_path / "c.amdesk"), failed=lambda _e: None)
    hands.until(lambda: window.damage is not None)
    close(window)
