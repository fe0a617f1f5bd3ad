"""A bank that is open in another window is read: who has it and since when stands above, and nothing can be changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from amdesk.db import driver
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.services.bank import access
from amdesk.ui.frame.lock import BankLock
from amdesk.ui.frame.session import BankWindow
from amdesk.ui.kit.basic import KeyButton
from amdesk.ui.kit.shell import Visit
from amdesk.ui.kit.states import Banner
from tests.ui.conftest import Hands, close, make_window
from tests.ui.test_text_sizes import Looker

PARTS: dict[str, Visit] = {"followup": {"tab": "desk"}, "settings": {"part": "history"}}

UNDER_A_TITLE = 565
"""Pixels that are left of 600 when a window has its title."""


@pytest.fixture
def taken(demo_bank: Path) -> Iterator[BankLock]:
    """The lock, held as another window holds it."""
    lock = BankLock(demo_bank, "Nils Modellberg")
    assert lock.take()
    yield lock
    lock.release()


@pytest.fixture
def reading(qtbot: QtBot, demo_bank: Path, taken: BankLock) -> Iterator[BankWindow]:
    made = make_window(qtbot, str(demo_bank), lang="en")
    yield made
    close(made)


def writing(window: BankWindow) -> list[KeyButton]:
    return [b for b in window.window.findChildren(KeyButton) if b.writes and b.isVisible()]


def banner(window: BankWindow) -> Banner:
    return next(b for b in window.window.findChildren(Banner) if b.isVisible())


@pytest.mark.thorough(long=True)
def test_under_the_banner_every_page_has_room_on_a_small_screen(
    qtbot: QtBot, demo_bank: Path, taken: BankLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_window(qtbot, str(demo_bank), width=1024, height=600)
    hands, found = Hands(qtbot, made), list[str]()
    made.window.resize(1024, 600)
    look = Looker(monkeypatch).look
    for page in ("overview", "placements", "participants", "matching", "competence", "followup", "exchange"):
        made.window.go(page)
        hands.rest()
        assert banner(made).isVisible()
        found += [f"{page}: {said}" for said in look(made.window)]
        if (least := made.window.minimumSizeHint().height()) > UNDER_A_TITLE:
            found.append(f"{page} wants {least} pixels")
    close(made)
    assert found == []


def test_a_page_that_grows_too_low_for_a_moment_keeps_the_keys_where_they_were(qtbot: QtBot, demo_bank: Path) -> None:
    made = make_window(qtbot, str(demo_bank), width=1024, height=600)
    hands = Hands(qtbot, made)
    hands.until(lambda: hands.page("overview").data is not None)
    page = hands.page("overview")
    page.tasks.setFocus()
    for height in (600, 500, 600, 500):
        page.resize(page.width(), height - 70)
        page._fit()
        qtbot.waitUntil(lambda: made.tasks.idle)
        assert page.tasks.hasFocus(), height
        assert page.tasks.isVisible()
    close(made)


def test_the_banner_says_who_has_the_bank_and_since_when(qtbot: QtBot, reading: BankWindow) -> None:
    said = banner(reading).accessibleName()
    assert "Read only" in said
    assert "Nils Modellberg has had it open since" in said


@pytest.mark.thorough(6)
@pytest.mark.parametrize("page", ["placements", "participants", "matching", "competence", "followup", "settings"])
def test_what_would_change_the_bank_is_off_and_says_why(qtbot: QtBot, reading: BankWindow, page: str) -> None:
    hands = Hands(qtbot, reading)
    reading.window.go(page, **PARTS.get(page, {}))
    hands.rest()
    found = writing(reading)
    assert found
    assert not any(b.isEnabled() for b in found)
    assert all("Nils Modellberg" in b.toolTip() for b in found)


@pytest.mark.thorough(long=True)
def test_reading_searching_and_exporting_go_on(qtbot: QtBot, reading: BankWindow, tmp_path: Path) -> None:
    hands = Hands(qtbot, reading)
    reading.window.go("exchange")
    hands.page("exchange").exports.export_to("placements", tmp_path / "a.xlsx")
    hands.until(lambda: (tmp_path / "a.xlsx").exists())
    assert hands.ask(lambda desk: len(desk.participants.listing()))
    hands.rest()


def test_a_key_that_would_change_something_answers_with_the_reason(qtbot: QtBot, reading: BankWindow) -> None:
    hands = Hands(qtbot, reading)
    steps = hands.ask(lambda desk: desk.history.steps(1))
    for key in (Qt.Key.Key_Z, Qt.Key.Key_N, Qt.Key.Key_D):
        reading.window.toast.hide()
        hands.ctrl(key)
        assert "Nils Modellberg" in reading.window.toast.text.text()
    assert hands.ask(lambda desk: desk.history.steps(1)) == steps


def test_when_the_other_window_closes_this_one_can_change_things(
    qtbot: QtBot, reading: BankWindow, taken: BankLock
) -> None:
    hands = Hands(qtbot, reading)
    taken.release()
    act = next(b for b in banner(reading).findChildren(QPushButton))
    assert act.text() == "Try now"
    act.click()
    assert reading.tasks.read_only is None
    assert not any(b.isVisible() for b in reading.window.findChildren(Banner))
    assert reading.window.banners.contentsMargins().top() == 0, "no gap is left where the banner was"
    reading.window.go("participants")
    hands.rest()
    assert all(b.isEnabled() for b in writing(reading))
    assert not taken.take(), "now this window has it"


@pytest.mark.skipif(sys.platform == "win32", reason="a symbolic link stands for what cannot be made")
def test_a_bank_where_nothing_can_be_written_is_read_and_the_banner_says_so(qtbot: QtBot, demo_bank: Path) -> None:
    demo_bank.with_name(demo_bank.name + "-shm").symlink_to(demo_bank.parent / "no folder" / "shm")
    made = make_window(qtbot, str(demo_bank), lang="en")
    try:
        said = banner(made).accessibleName()
        assert "Read only: the bank lies where nothing can be written" in said
        assert "Copy it with its key file" in said
        assert not banner(made).findChildren(QPushButton), "trying again helps nothing"
        hands = Hands(qtbot, made)
        made.window.go("participants")
        hands.rest()
        assert not any(b.isEnabled() for b in writing(made))
        hands.ctrl(Qt.Key.Key_Z)
        assert "nothing can be written" in made.window.toast.text.text()
        assert hands.ask(lambda desk: len(desk.participants.listing()))
    finally:
        close(made)


@pytest.mark.thorough(2)
@pytest.mark.parametrize("lang", ["en", "sv"])
def test_a_bank_on_a_full_disk_is_read_and_the_banner_says_that_it_is_full(
    qtbot: QtBot, demo_bank: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    """There is no room for what SQLite notes beside the bank, as it says that itself."""
    set_up = SqliteBank._set_up

    def no_room(bank: SqliteBank, key: str | None) -> None:
        if not bank.only_read:
            full = driver.Error("disk I/O error")
            full.sqlite_errorcode = 10 | 19 << 8  # as the driver sets it
            raise full
        set_up(bank, key)

    monkeypatch.setattr(SqliteBank, "_set_up", no_room)
    made = make_window(qtbot, str(demo_bank), lang=lang)
    try:
        said = banner(made).accessibleName()
        assert made.shell.words(access.NO_ROOM) in said
        assert ("it is full" in said, "Make room" in said) == (lang == "en", lang == "en")
        assert not banner(made).findChildren(QPushButton), "trying again helps nothing"
        hands = Hands(qtbot, made)
        made.window.go("participants")
        hands.rest()
        assert writing(made)
        assert not any(b.isEnabled() for b in writing(made))
        hands.ctrl(Qt.Key.Key_N)
        assert made.shell.words(access.NO_ROOM) in made.window.toast.text.text()
        assert hands.ask(lambda desk: len(desk.participants.listing()))
    finally:
        close(made)


def test_a_lock_left_by_a_program_that_died_is_passed_over(demo_bank: Path) -> None:
    lock = demo_bank.with_name(demo_bank.name + ".lock")
    lock.write_text("999999999\nAMDesk\n\n\n\n")
    found: Any = BankLock(demo_bank, "Aida Demolund")
    assert found.take()
    found.release()
    assert not lock.exists()
