"""Backups: never over anything else, counted by number and not by the clock, each bank its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from amdesk.db import port
from amdesk.db.bank import generations
from amdesk.db.engine import damage, keys, locks
from amdesk.db.engine.backup import prove, whole
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.bank.generations import CopySchedule, Folders
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BadFile, BankUnusable
from amdesk.services.bank import access, banks
from amdesk.services.bank import generations as kept_copies
from tests import make

ROOT = Path(__file__).parents[2]
SECRET = "fyra ord som ingen gissar"
WHO = access.Who("Test", "test")
KEEP = 10


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def made(path: Path, name: str = "Aida Demolund") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    bank, _ = banks.create(path, SECRET, make.CLOCK, WHO)
    make.participant(bank, name=name)
    bank.close()
    return path


def opened(path: Path) -> SqliteBank:
    bank = open_bank(str(path), secret=SECRET, actor="T", account="t", clock=make.CLOCK)
    assert isinstance(bank, SqliteBank)
    return bank


def latest(count: int) -> CopySchedule:
    return CopySchedule(count, 0, 0, 0, 0)


def close_a_day(path: Path, folder: Path, day: date, keep: int = KEEP) -> Path | None:
    """Somebody works, and closes the window."""
    bank = opened(path)
    make.participant(bank)
    found = kept_copies.automatic(bank, folder, Clock(day), kept=latest(keep))
    bank.close()
    return found


def people(copy: Path) -> int:
    bank = opened(copy)
    try:
        assert prove(bank) == []
        return int(port.value(bank, "select count(*) as n from participant"))
    finally:
        bank.close()


def copies(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.amdesk"))


@pytest.mark.thorough(long=True)
def test_a_clock_that_goes_back_400_days_never_takes_the_newest_backups(tmp_path: Path, folder: Path) -> None:
    path = made(tmp_path / "bank.amdesk")
    days = [make.TODAY + timedelta(i) for i in range(8)] + [make.TODAY - timedelta(400 - i) for i in range(8)]
    for day in days:
        assert close_a_day(path, folder, day) is not None
    assert sorted(people(c) for c in copies(folder)) == list(range(8, 18)), "the ten with the latest work"


@pytest.mark.thorough(long=True)
def test_ten_closings_in_one_second_are_ten_backups(tmp_path: Path, folder: Path) -> None:
    path = made(tmp_path / "bank.amdesk")
    for _ in range(12):
        assert close_a_day(path, folder, make.TODAY) is not None
    assert len(copies(folder)) == KEEP
    assert all(keys.key_file(c).exists() for c in copies(folder))


@pytest.mark.thorough(long=True)
def test_two_banks_of_one_name_in_one_folder_keep_ten_each(tmp_path: Path, folder: Path) -> None:
    first, second = made(tmp_path / "a" / "bank.amdesk", "A"), made(tmp_path / "b" / "bank.amdesk", "B")
    for i in range(11):
        for path in (first, second):
            assert close_a_day(path, folder, make.TODAY + timedelta(i)) is not None, (
                "also where both hold as many steps"
            )
    for path in (first, second):
        bank = opened(path)
        assert len(generations.own(bank, folder)) == KEEP
        bank.close()
    assert len(copies(folder)) == 2 * KEEP


@pytest.mark.thorough(long=True)
def test_two_banks_made_by_copying_one_do_not_delete_each_others_work(tmp_path: Path, folder: Path) -> None:
    first = made(tmp_path / "bank.amdesk")
    second = tmp_path / "twin.amdesk"
    for end in ("", ".key.json"):
        shutil.copyfile(f"{first}{end}", f"{second}{end}")
    close_a_day(first, folder, make.TODAY, keep=1)
    for i in range(4):
        close_a_day(second, folder, make.TODAY + timedelta(i), keep=1)
    assert len(copies(folder)) == 2


def test_a_bank_copied_row_by_row_is_a_bank_of_its_own(tmp_path: Path) -> None:
    first, second = opened(made(tmp_path / "a.amdesk")), opened(made_empty(tmp_path / "b.amdesk"))
    before = generations.identity(second)
    banks.copy(first, second)
    assert generations.identity(second) == before != generations.identity(first)
    first.close()
    second.close()


def made_empty(path: Path) -> Path:
    banks.create(path, SECRET, make.CLOCK, WHO)[0].close()
    return path


def old_style(path: Path, folder: Path, count: int) -> list[Path]:
    """Backups as they were called before they were numbered."""
    out = []
    for i in range(count):
        bank = opened(path)
        make.participant(bank)
        moment = datetime(2026, 1, 2, 9) + timedelta(days=i)
        out.append(banks.backup(bank, folder / f"amdesk-{moment:%Y%m%d-%H%M%S}.amdesk"))
        bank.close()
    return out


@pytest.mark.thorough(long=True)
def test_backups_from_before_they_were_numbered_count_and_go_first(tmp_path: Path, folder: Path) -> None:
    path = made(tmp_path / "bank.amdesk")
    old = old_style(path, folder, 8)
    for i in range(4):
        close_a_day(path, folder, make.TODAY + timedelta(i))
    assert len(copies(folder)) == KEEP
    assert [p.exists() for p in old] == [False] * 2 + [True] * 6
    bank = opened(path)
    assert [k.number for k in kept_copies.listed(bank, Folders(folder))] == [4, 3, 2, 1] + [0] * 6
    bank.close()


@pytest.mark.thorough(long=True)
def test_a_bank_never_deletes_old_backups_of_another_bank(tmp_path: Path, folder: Path) -> None:
    other, path = made(tmp_path / "other.amdesk"), made(tmp_path / "bank.amdesk")
    theirs = old_style(other, folder, 12)
    for i in range(12):
        close_a_day(path, folder, make.TODAY + timedelta(i))
    assert all(p.exists() for p in theirs)


def test_a_bank_from_before_it_had_an_id_is_given_one_that_stays(tmp_path: Path, folder: Path) -> None:
    path = made(tmp_path / "bank.amdesk")
    bank = opened(path)
    with bank.unlogged():
        for name in bank.rule_names():
            if name.endswith("_setting_delete"):
                bank.execute(f"drop trigger {name}")
        bank.execute("delete from setting where name = 'bank_id'")
        bank.make_rules()
    bank.close()
    first, second = (close_a_day(path, folder, make.TODAY) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.name.split("-")[1] == second.name.split("-")[1]
    assert people(second) == 3


def test_the_last_good_backup_stays_where_the_bank_cannot_be_copied_any_more(tmp_path: Path, folder: Path) -> None:
    path = made(tmp_path / "bank.amdesk")
    good = close_a_day(path, folder, make.TODAY, keep=1)
    assert good is not None
    bank = opened(path)
    make.participant(bank)
    with bank.unlogged():
        bank.execute(
            "drop trigger lock_audit_delete"
        )  # a bank that no longer keeps its rules: its copy cannot be proved
    with pytest.raises(BankUnusable, match="itself not whole"):
        kept_copies.automatic(bank, folder, make.CLOCK, kept=latest(1))
    bank.close()
    assert copies(folder) == [good]
    assert people(good) == 2
    assert list(folder.glob("*.part")) == []


def test_which_tables_are_hit_is_not_looked_for_in_a_copy_that_only_does_not_count(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That reads all of it several times, at each closing and each hour: of a large copy on a network drive it takes minutes."""
    path = made(tmp_path / "bank.amdesk")
    bad = close_a_day(path, folder, date(2026, 3, 2))
    assert bad is not None
    bank = opened(path)
    copy = SqliteBank(str(bad), bank.key, actor="", account="", clock=make.CLOCK)
    page = port.value(copy, "select rootpage from sqlite_master where name = 'step'")
    copy.close()
    content = bytearray(bad.read_bytes())
    content[(page - 1) * 4096 + 100] ^= 1
    bad.write_bytes(content)
    monkeypatch.setattr(damage, "hits", lambda *_: pytest.fail("it was looked for"))
    try:
        assert generations.own(bank, folder) == []
        assert generations.newest_whole(path, bank.key, [folder]) is None
        assert not whole(bank, bad)
    finally:
        bank.close()


def test_a_newest_backup_that_has_gone_bad_is_made_again_though_nothing_changed(tmp_path: Path, folder: Path) -> None:
    path = made(tmp_path / "bank.amdesk")
    newest = close_a_day(path, folder, make.TODAY)
    assert newest is not None
    content = bytearray(newest.read_bytes())
    content[len(content) // 2] ^= 1
    newest.write_bytes(bytes(content))
    bank = opened(path)
    again = kept_copies.automatic(bank, folder, make.CLOCK, kept=latest(KEEP))
    assert again is not None
    assert again != newest
    assert kept_copies.automatic(bank, folder, make.CLOCK, kept=latest(KEEP)) is None
    bank.close()
    assert people(again) == 2


def test_the_backup_that_is_being_restored_is_not_cleared_away_by_the_closing_before_it(
    tmp_path: Path, folder: Path
) -> None:
    path = made(tmp_path / "bank.amdesk")
    wanted = close_a_day(path, folder, make.TODAY, keep=1)
    bank = opened(path)
    make.participant(bank)
    kept_copies.automatic(bank, folder, make.CLOCK, wanted, kept=latest(1))
    bank.close()
    assert wanted is not None
    assert wanted.exists()


@pytest.mark.thorough(long=True)
def test_backups_with_newer_work_survive_a_restore_of_an_older_one(tmp_path: Path, folder: Path) -> None:
    path = made(tmp_path / "bank.amdesk")
    first = close_a_day(path, folder, make.TODAY)
    newer = [close_a_day(path, folder, make.TODAY + timedelta(i)) for i in (1, 2)]
    assert first is not None
    banks.restore(first, path, SECRET, make.CLOCK, WHO)
    for i in range(3):
        close_a_day(path, folder, make.TODAY + timedelta(i), keep=1)
    assert all(n is not None and n.exists() for n in newer)


@pytest.mark.thorough(long=True)
def test_where_an_older_file_was_put_in_the_banks_place_by_hand_it_is_said(tmp_path: Path, folder: Path) -> None:
    path = made(tmp_path / "bank.amdesk")
    older = path.read_bytes()
    close_a_day(path, folder, date(2026, 3, 2))
    bank = opened(path)
    assert kept_copies.ahead(bank, folder) is None
    make.participant(bank, name="Ny")
    newest = kept_copies.automatic(bank, folder, make.CLOCK)
    bank.close()
    path.write_bytes(older)
    bank = opened(path)
    said = kept_copies.ahead(bank, folder)
    assert newest is not None
    assert said is not None
    assert newest.name in str(said.params)
    kept_copies.automatic(bank, folder, make.CLOCK)
    assert kept_copies.ahead(bank, folder) is None, "once it has a newest of its own"
    assert newest.exists(), "what only that one holds stays"
    bank.close()


def occupied(tmp_path: Path, kind: str, own: Path) -> Path:
    target = tmp_path / "there.amdesk"
    if kind == "another bank":
        return made(target)
    if kind == "the bank itself":
        return own
    if kind == "a link to the bank":
        target.symlink_to(own)
    elif kind == "its key file":
        return keys.key_file(own)
    elif kind == "a twin that is worked in":
        for end in ("", ".key.json"):
            shutil.copyfile(f"{own}{end}", f"{target}{end}")
    elif kind == "a folder":
        target.mkdir()
    elif kind == "only a key":
        keys.key_file(target).write_bytes(keys.key_file(made(tmp_path / "x" / "y.amdesk")).read_bytes())
    else:
        target.write_bytes(b"" if kind == "an empty file" else b"hello")
    return target


@pytest.mark.thorough(9)
@pytest.mark.parametrize(
    "kind",
    [
        "another bank",
        "the bank itself",
        "a link to the bank",
        "its key file",
        "a twin that is worked in",
        "a folder",
        "only a key",
        "a text",
        "an empty file",
    ],
)
def test_a_backup_goes_over_nothing_but_an_earlier_backup_of_the_same_bank(tmp_path: Path, kind: str) -> None:
    own = made(tmp_path / "bank.amdesk")
    target = occupied(tmp_path, kind, own)
    bank = opened(own)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file() and not p.name.endswith(("-shm", "-wal"))}
    with pytest.raises(BadFile, match=r"is the bank itself|left as it is|belongs to a bank|is a folder and no file"):
        banks.backup(bank, target)
    bank.close()
    assert {p: p.read_bytes() for p in before} == before
    assert set(before) == {p for p in tmp_path.rglob("*") if p.is_file()}


def test_a_backup_takes_the_place_of_an_earlier_one_of_the_same_bank(tmp_path: Path) -> None:
    path, target = made(tmp_path / "bank.amdesk"), tmp_path / "usb" / "copy.amdesk"
    for _ in range(2):
        bank = opened(path)
        banks.backup(bank, target)
        make.participant(bank)
        bank.close()
    assert people(target) == 2


def test_a_backup_with_work_that_the_bank_does_not_have_is_not_written_over(tmp_path: Path) -> None:
    path = made(tmp_path / "bank.amdesk")
    bank = opened(path)
    early = banks.backup(bank, tmp_path / "early.amdesk")
    make.participant(bank)
    late = banks.backup(bank, tmp_path / "late.amdesk")
    bank.close()
    banks.restore(early, path, SECRET, make.CLOCK, WHO)
    bank = opened(path)
    with pytest.raises(BadFile, match="left as it is"):
        banks.backup(bank, late)
    bank.close()
    assert people(late) == 2


def test_a_file_that_happens_to_be_called_as_the_part_of_a_backup_stays(tmp_path: Path) -> None:
    part = tmp_path / "c.amdesk.part"
    part.write_bytes(b"somebody's own")
    bank = opened(made(tmp_path / "bank.amdesk"))
    banks.backup(bank, tmp_path / "c.amdesk")
    bank.close()
    assert part.read_bytes() == b"somebody's own"


@pytest.mark.parametrize("name", ["fsync", "replace", "fdopen"])
@pytest.mark.thorough(long=True)
def test_a_backup_that_breaks_off_anywhere_leaves_the_earlier_one_whole(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, target = made(tmp_path / "bank.amdesk"), tmp_path / "usb" / "copy.amdesk"
    bank = opened(path)
    banks.backup(bank, target)
    for number in range(1, 9):
        asked: list[int] = []
        with monkeypatch.context() as patch:
            for owner, true in ((os, getattr(os, name, None)), (Path, getattr(Path, name, None))):
                if true is None:
                    continue

                def refuse(*given: object, true: object = true, asked: list[int] = asked, **named: object) -> object:
                    asked.append(1)
                    if len(asked) >= number:  # noqa: B023 - called within this round
                        raise OSError(28, "No space left on device")
                    return true(*given, **named)  # type: ignore[operator]  # None was passed over

                patch.setattr(owner, name, refuse)
            try:
                banks.backup(bank, target)
            except BankUnusable as error:
                assert "disk is full" in str(error)
        assert people(target) == 1
        assert list(target.parent.glob("*.part")) == []
    bank.close()


KILLED = """
import os, signal, sys
from pathlib import Path
from amdesk.db.engine import backup, keys
from amdesk.domain.clock import Clock
from amdesk.services.bank import access, banks
from amdesk.services.bank import generations as kept_copies

bank = banks.open_(sys.argv[1], None, Clock(), access.Who("T", "t"), sys.argv[2])
backup._publish = lambda *_: (print("written", flush=True), sys.stdin.read(), os.kill(os.getpid(), signal.SIGKILL))
kept_copies.automatic(bank, Path(sys.argv[3]), Clock())
"""


def test_a_killed_backups_part_goes_with_the_next_one_and_one_that_is_being_written_stays(
    tmp_path: Path, folder: Path
) -> None:
    path = made(tmp_path / "bank.amdesk")
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path), banks.unlock(str(path), SECRET), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "written\n"
        (part,) = folder.glob("*.part")
        first = close_a_day(path, folder, make.TODAY)
        assert part.exists()
        writer.communicate("")
    assert writer.returncode == -signal.SIGKILL
    assert part.exists()
    second = close_a_day(path, folder, make.TODAY)
    assert first is not None
    assert second is not None
    assert {p.name for p in folder.iterdir()} == {p.name for c in (first, second) for p in (c, keys.key_file(c))}


@pytest.mark.thorough(6)
@pytest.mark.parametrize(
    ("name", "hours", "stays"),
    [
        ("amdesk-0a1b2c3d-000001-20260101-120000.amdesk.abcd_123.part", 25, False),
        ("amdesk-0a1b2c3d-000001-20260101-120000.amdesk.abcd_123.part", 1, True),
        ("c.amdesk.abcd_123.part", 25, False),
        ("bank-before-20260101-120000.amdesk.abcd_123.part", 25, False),
        ("thesis.abcd_123.part", 25, True),
        ("c.amdesk.part", 25, True),
    ],
)
def test_a_part_without_a_lock_goes_when_it_is_a_day_old_and_its_name_is_a_copys(
    tmp_path: Path, name: str, hours: int, stays: bool
) -> None:
    part, target = tmp_path / "usb" / name, tmp_path / "usb" / "c.amdesk"
    part.parent.mkdir()
    part.write_bytes(b"half a copy")
    then = time.time() - 3600 * hours
    os.utime(part, (then, then))
    bank = opened(made(tmp_path / "bank.amdesk"))
    banks.backup(bank, target)
    bank.close()
    assert {p.name for p in target.parent.iterdir()} == {target.name, f"{target.name}.key.json"} | (
        {name} if stays else set()
    )


def test_on_a_disk_without_locks_a_copy_is_made_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bank = opened(made(tmp_path / "bank.amdesk"))
    monkeypatch.setattr(locks, "locked", lambda _: False)
    target = banks.backup(bank, tmp_path / "usb" / "c.amdesk")
    bank.close()
    assert people(target) == 1
    assert {p.name for p in target.parent.iterdir()} == {target.name, f"{target.name}.key.json"}
