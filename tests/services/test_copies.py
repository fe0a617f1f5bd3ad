"""Copies that make themselves: which stay, what a second folder gets and when, and what the list of them says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from amdesk.db import port
from amdesk.db.bank import settings
from amdesk.db.engine import backup
from amdesk.db.engine.backup import prove
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.bank.generations import COPIES_KEPT, Folders
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BankUnusable, Refused
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks, generations
from amdesk.services.desk import Desk
from tests import make

SECRET = "fyra ord som ingen gissar"


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[SqliteBank]:
    made, _ = banks.create(tmp_path / "bank.amdesk", SECRET, make.CLOCK, access.Who("Test", "test"))
    assert isinstance(made, SqliteBank)
    yield made
    made.close()


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    (tmp_path / "drive").mkdir()
    return Folders(tmp_path / "backups", tmp_path / "drive")


def work(bank: SqliteBank, folders: Folders, days: int, *, from_day: int = 0) -> None:
    """Somebody adds a person a day, and closes the window."""
    for i in range(from_day, from_day + days):
        bank.clock = Clock(make.TODAY + timedelta(i))
        make.participant(bank)
        generations.keep(bank, folders, bank.clock)


def names(folder: Path | None) -> list[str]:
    assert folder is not None
    return sorted(p.name for p in folder.glob("*.amdesk"))


def people(path: Path) -> int:
    copy = open_bank(str(path), secret=SECRET, actor="T", account="t", clock=make.CLOCK)
    try:
        assert prove(copy) == []
        return int(port.value(copy, "select count(*) as n from participant"))
    finally:
        copy.close()


@pytest.mark.thorough(long=True)
def test_a_second_folder_gets_what_the_first_has_each_opening_with_the_banks_passphrase(
    bank: SqliteBank, folders: Folders
) -> None:
    work(bank, folders, 4)
    assert names(folders.second) == names(folders.first)
    assert folders.second is not None
    assert sorted(people(p) for p in folders.second.glob("*.amdesk")) == [1, 2, 3, 4]


@pytest.mark.thorough(long=True)
def test_a_second_folder_that_was_away_for_a_week_has_all_of_it_when_it_is_back(
    bank: SqliteBank, folders: Folders
) -> None:
    assert folders.second is not None
    work(bank, folders, 2)
    away = folders.second.rename(folders.second.with_name("pulled out"))
    work(bank, folders, 7, from_day=2)
    found = generations.carry(bank, folders)
    assert (found.carried, found.waiting) == (0, 9)
    assert found.why is not None
    assert str(folders.second) in str(found.why.params["path"])
    assert not folders.second.exists(), "what is no drive is not made one"
    away.rename(folders.second)
    assert generations.carry(bank, folders) == generations.Second(7, 0)
    assert names(folders.second) == names(folders.first)


def test_a_second_folder_that_takes_nothing_says_why_and_the_first_has_its_copy(
    bank: SqliteBank, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    make.participant(bank)
    found = generations.keep(bank, folders, make.CLOCK)
    assert (found.carried, found.waiting) == (0, 1)
    assert found.why is not None
    assert len(names(folders.first)) == 1
    assert names(folders.second) == []
    assert folders.second is not None
    assert list(folders.second.iterdir()) == [], "nothing half done is left"


def test_a_file_that_is_named_as_the_second_folder_is_called_no_folder(bank: SqliteBank, folders: Folders) -> None:
    assert folders.second is not None
    folders.second.rmdir()
    folders.second.write_text("x")
    found = generations.keep(bank, folders, make.CLOCK)
    assert str(found.why) == f"The second folder {folders.second} is no folder. Choose another in Settings."
    assert (found.carried, found.waiting) == (0, 1)
    assert [k.second for k in generations.listed(bank, folders)] == [None]
    assert folders.second.read_text() == "x"


def test_what_is_torn_on_its_way_to_the_second_folder_does_not_count(
    bank: SqliteBank, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = shutil.copyfile

    def torn(source: Path, target: Path) -> None:
        whole(source, target)
        content = bytearray(target.read_bytes())
        content[len(content) // 2] ^= 1
        target.write_bytes(bytes(content))

    monkeypatch.setattr(shutil, "copyfile", torn)
    make.participant(bank)
    found = generations.keep(bank, folders, make.CLOCK)
    assert (found.carried, found.waiting) == (0, 1)
    assert names(folders.second) == []


@pytest.mark.thorough(long=True)
def test_the_files_of_others_in_the_second_folder_stay(bank: SqliteBank, folders: Folders, tmp_path: Path) -> None:
    assert folders.second is not None
    other, _ = banks.create(tmp_path / "other.amdesk", SECRET, make.CLOCK, access.Who("Test", "test"))
    generations.numbered(other, folders.second, make.CLOCK)
    other.close()
    (folders.second / "amdesk-00000000-000001-20250101-000000.amdesk").write_text("no bank")
    before = names(folders.second)
    Desk(bank, make.CLOCK).set_settings({COPIES_KEPT: "1,0,0,0,0"})
    work(bank, folders, 3)
    assert set(before) < set(names(folders.second))
    assert len(names(folders.second)) == len(before) + 1


@pytest.mark.thorough(long=True)
def test_the_units_schedule_says_which_stay_in_both_folders(bank: SqliteBank, folders: Folders) -> None:
    desk = Desk(bank, make.CLOCK)
    desk.set_settings({COPIES_KEPT: "2,0,3,0,2"})
    work(bank, folders, 40)
    stands = [k.at.date() for k in generations.listed(bank, folders)]
    days = [make.TODAY + timedelta(i) for i in range(40)]
    ends = {max(d for d in days if (d.year, d.month) == m) for m in sorted({(d.year, d.month) for d in days})[-2:]}
    assert set(stands) == {*days[-3:], *ends}
    assert names(folders.first) == names(folders.second)


@pytest.mark.parametrize("written", ["0,0,0,0,0", "many", "1,1,1,1,9999"])
def test_a_schedule_that_cannot_be_is_refused_and_one_that_got_in_is_the_programs_own(
    bank: SqliteBank, written: str
) -> None:
    with pytest.raises(Refused):
        Desk(bank, make.CLOCK).set_settings({COPIES_KEPT: written})
    assert generations.schedule(bank) == (10, 24, 14, 8, 12)


def test_the_list_says_what_each_copy_lacks_and_where_it_lies(bank: SqliteBank, folders: Folders) -> None:
    work(bank, folders, 3)
    make.participant(bank)
    assert folders.second is not None
    (folders.second / names(folders.second)[0]).unlink()
    found = generations.listed(bank, folders)
    assert [k.newer for k in found] == [1, 2, 3]
    assert [k.more for k in found] == [0, 0, 0]
    assert [(k.first is not None, k.second is not None) for k in found] == [(True, True), (True, True), (True, False)]


@pytest.mark.thorough(long=True)
def test_a_copy_with_work_that_the_bank_lost_says_how_much_and_is_never_cleared_away(
    bank: SqliteBank, folders: Folders, tmp_path: Path
) -> None:
    work(bank, folders, 3)
    bank.close()
    path, first = tmp_path / "bank.amdesk", folders.first / names(folders.first)[0]
    banks.restore(first, path, SECRET, make.CLOCK, access.Who("Test", "test"))
    again = open_bank(str(path), secret=SECRET, actor="T", account="t", clock=make.CLOCK)
    assert isinstance(again, SqliteBank)
    Desk(again, make.CLOCK).set_settings({COPIES_KEPT: "1,0,0,0,0"})
    work(again, folders, 3, from_day=4)
    more = {k.number: k.more for k in generations.listed(again, folders) if k.why == "beyond"}
    assert more == {2: 1, 3: 2}
    again.close()


def test_where_the_first_folder_takes_no_copy_it_is_said(bank: SqliteBank, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    make.participant(bank)
    with pytest.raises(BankUnusable):
        generations.keep(bank, Folders(tmp_path / "file" / "in"), make.CLOCK)


@pytest.mark.thorough(long=True)
def test_what_the_second_folder_has_better_is_not_brought_there_and_cleared_away_again_each_time(
    bank: SqliteBank, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer copy rots in the first folder alone: there an older one stays in its stead, which the second needs not."""
    with bank.write(text("few"), undoable=False):
        settings.set_setting(bank, COPIES_KEPT, "2,0,0,0,0")
    work(bank, folders, 2)
    rotten = folders.first / names(folders.first)[-1]
    rotten.write_bytes(rotten.read_bytes()[:4096] + b"x" * 4096)
    bank.copies_seen.clear()
    work(bank, folders, 1, from_day=2)
    assert len(names(folders.second)) == 2
    carried: list[Path] = []
    monkeypatch.setattr(backup, "carry", lambda *given: carried.append(given[2]))
    assert generations.carry(bank, folders) == generations.Second(0, 0)
    assert carried == []


@pytest.mark.thorough(long=True)
def test_a_damaged_copy_keeps_no_whole_one_from_the_second_folder(bank: SqliteBank, folders: Folders) -> None:
    assert folders.second is not None
    work(bank, folders, 3)
    made = sorted(folders.first.glob("*.amdesk"))
    shutil.rmtree(folders.second)
    folders.second.mkdir()
    newest = bytearray(made[-1].read_bytes())
    newest[40 * 4096 + 9] ^= 1
    made[-1].write_bytes(bytes(newest))
    found = generations.carry(bank, folders)
    assert (found.carried, found.waiting) == (len(made) - 1, 1)
    assert found.why is not None
    assert "is damaged and was not brought" in found.why.msgid
    assert names(folders.second) == [p.name for p in made[:-1]]


@pytest.mark.thorough(long=True)
def test_a_bank_whose_log_was_cut_off_is_told_by_the_copies_within_reach_and_one_that_grew_is_not(
    bank: SqliteBank, folders: Folders, tmp_path: Path
) -> None:
    """Whoever puts an older file of the bank in its place takes away what was logged since: a copy knows."""
    work(bank, folders, 1)
    older = backup.backup(bank, tmp_path / "older.amdesk")
    work(bank, folders, 2, from_day=1)
    assert Desk(bank, make.CLOCK).keeping.check(folders)["ok"]
    path = Path(bank.address)
    bank.close()
    for beside in ("-wal", "-shm"):
        Path(f"{path}{beside}").unlink(missing_ok=True)
    shutil.copyfile(older, path)
    cut = open_bank(str(path), secret=SECRET, actor="T", account="t", clock=make.CLOCK)
    found = Desk(cut, make.CLOCK).keeping.check(folders)
    alone = Desk(cut, make.CLOCK).keeping.check()
    cut.close()
    assert not found["ok"]
    assert [said.msgid for said in found["log"] if "cut off or written anew" in said.msgid]
    assert alone["ok"], "of itself the file is whole"
