"""The page of a bank's copies: what a case worker sees of them, restores, and says of where they go and how many stay."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from amdesk.db import port
from amdesk.db.engine import keys
from amdesk.db.engine.opening import open_bank
from amdesk.domain.bank.generations import Folders
from amdesk.domain.clock import Clock
from amdesk.services.bank import access, banks, generations
from amdesk.settings import Settings, data_folder
from tests import make
from tests.ui.conftest import Hands, close, make_window


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path) -> Iterator[Hands]:
    """A bank of one's own with a copy from each of three days, on its page of copies."""
    path = tmp_path / "own.amdesk"
    bank, _ = banks.create(path, None, make.CLOCK, access.who())
    for i in range(3):
        bank.clock = Clock(make.TODAY - timedelta(2 - i))
        make.participant(bank, name=f"Aida Demolund{i}")
        generations.keep(bank, Folders(data_folder() / "backups"), bank.clock)
    bank.close()
    window = make_window(qtbot, str(path))
    made = Hands(qtbot, window)
    window.window.go("settings", part="copies")
    made.rest()
    yield made
    close(window)


def pane(hands: Hands) -> Any:
    return hands.page("settings").copies


def row(hands: Hands, number: int) -> list[str]:
    rows = pane(hands).rows
    return [str(rows.index(number, c).data()) for c in range(rows.columnCount())]


def chosen_folder(monkeypatch: pytest.MonkeyPatch, folder: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(folder))


@pytest.mark.thorough(long=True)
def test_each_copy_says_what_it_lacks_and_the_newest_nothing(hands: Hands) -> None:
    shown = [row(hands, i) for i in range(3)]
    assert [r[2] for r in shown] == ["innehåller allt som banken gör", "saknar 1 ändring", "saknar 2 ändringar"]
    assert [r[4] for r in shown] == ["3", "2", "1"]


@pytest.mark.thorough(long=True)
def test_a_point_of_the_line_of_time_chooses_its_copy_and_its_copy_is_what_is_restored(hands: Hands) -> None:
    own, wanted = pane(hands), list[str]()
    hands.shell.bank_wanted.connect(wanted.append)
    oldest = own.rows.rows[2]
    where = own.spans.place(own.spans._hours(oldest.at))
    QTest.mouseClick(own.spans, Qt.MouseButton.LeftButton, pos=own.spans.rect().topLeft() + _at(where, 10))
    hands.rest()
    assert own.here() == oldest
    own.chosen.click()
    assert wanted == [f"restore:{oldest.first}"]


def _at(x: float, y: int) -> Any:
    from PySide6.QtCore import QPoint

    return QPoint(round(x), y)


@pytest.mark.thorough(long=True)
def test_a_second_folder_that_is_chosen_has_the_copies_after_the_next_one(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    chosen_folder(monkeypatch, drive)
    own = pane(hands)
    own._choose_second()
    hands.rest()
    assert own.second.text() == str(drive)
    assert Settings.load().second_folder == str(drive)
    own.back_up()
    hands.rest()
    assert {row(hands, i)[3] for i in range(len(own.rows.rows))} == {"båda mapparna"}
    assert len(list(drive.glob("*.amdesk"))) == 4


@pytest.mark.thorough(long=True)
def test_a_second_folder_that_is_away_is_named_beside_what_went_well(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    chosen_folder(monkeypatch, drive)
    own = pane(hands)
    own._choose_second()
    hands.rest()
    drive.rmdir()
    own.back_up()
    hands.rest()
    assert "Kopian är gjord och kontrollerad" in own.answer.text()
    assert str(drive) in own.answer.text()


@pytest.mark.thorough(long=True)
def test_the_first_folder_is_no_second_one(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen_folder(monkeypatch, data_folder() / "backups")
    own = pane(hands)
    own._choose_second()
    assert "samma som den första" in own.answer.text()
    assert hands.shell.settings.second_folder == ""


@pytest.mark.thorough(long=True)
def test_how_many_stay_is_the_units_and_one_step_that_can_be_undone(hands: Hands) -> None:
    own = pane(hands)
    own.boxes[2].setValue(30)
    assert own.typed()
    own.save()
    hands.rest()
    assert not own.typed()
    assert hands.ask(lambda desk: generations.schedule(desk.bank)).days == 30
    hands.ask(lambda desk: desk.history.undo())
    own.refresh()
    hands.rest()
    assert own.boxes[2].value() == 14


@pytest.mark.thorough(long=True)
def test_a_window_that_stays_open_copies_by_itself_and_tells_once_where_it_cannot(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from amdesk.ui.frame.copying import Copying

    hands.shell.settings = hands.shell.settings._replace(second_folder=str(tmp_path / "away"))
    told = list[str]()
    monkeypatch.setattr(hands.window.window, "banner", lambda _role, _head, said, _act: told.append(said))
    copying = Copying(hands.window.window, hands.shell)
    hands.ask(lambda desk: make.participant(desk.bank))
    for _ in range(2):
        copying.copy()
        hands.rest()
    listed = hands.ask(lambda desk: generations.listed(desk.bank, Folders(data_folder() / "backups")))
    assert [k.number for k in listed] == [4, 3, 2, 1]
    assert len(told) == 1
    assert str(tmp_path / "away") in told[0]
    copying.timer.stop()


@pytest.mark.thorough(long=True)
def test_when_work_rests_the_file_alone_has_all_of_it(hands: Hands, tmp_path: Path) -> None:
    """A colleague copies the bank's file and its key while the window is open, and not the log beside it."""
    from amdesk.ui.frame.copying import WritingBack

    resting = WritingBack(hands.shell)
    hands.window.tasks.write(lambda desk: make.participant(desk.bank, name="Medan öppen"))
    hands.rest()
    assert resting.timer.isActive(), "it begins to wait with each change"
    resting.timer.stop()
    resting.write_back()
    hands.rest()
    alone = tmp_path / "kopia.amdesk"
    own = Path(hands.window.address)
    shutil.copyfile(own, alone)
    shutil.copyfile(keys.key_file(own), keys.key_file(alone))
    bank = open_bank(str(alone), actor="T", account="t", clock=make.CLOCK)
    assert port.value(bank, "select count(*) from participant where name = 'Medan öppen'") == 1
    bank.close()
