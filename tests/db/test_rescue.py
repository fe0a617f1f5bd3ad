"""A damaged bank rescued into a new one: what can be read is there, what was in the log is there, the rest is named."""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from amdesk.db import port
from amdesk.db.catalogue import COPIED
from amdesk.db.engine import locks, rescue
from amdesk.db.engine.backup import prove
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.signed import PAGE
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.errors import BankBusy, BankUnusable
from amdesk.services.bank import access, banks
from amdesk.services.bank import damage as damaged_banks
from tests import make

ROUNDS = int(os.environ.get("AMDESK_TEST_RESCUES", "3"))
"""Banks with a broken page; more by one command: AMDESK_TEST_RESCUES=300 ./start test -k rescue."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, str, dict[str, int]]:
    path = tmp_path_factory.mktemp("rescue") / "bank.amdesk"
    bank, _ = banks.create(path, None, make.CLOCK, access.Who("T", "t"))
    assert isinstance(bank, SqliteBank)
    for i in range(90):
        make.participant(bank, name=f"Person {i}")
        make.placement(bank)
    counts = {t: port.value(bank, f"select count(*) as n from {t}") for t in COPIED}
    bank.close()
    return path, path.read_bytes(), bank.key, counts


def broken(content: bytes, page: int) -> bytes:
    """The page overwritten by what was never it: nothing of it comes back."""
    at = (page - 1) * PAGE
    return content[:at] + random.Random(page).randbytes(PAGE) + content[at + PAGE :]


def rescued(path: Path, key: str) -> tuple[rescue.Rescued, SqliteBank]:
    target = path.with_name("new.amdesk")
    found = rescue.rescue(path, target, key, actor="T", account="t", clock=make.CLOCK, ready=lambda _bank: None)
    bank = open_bank(str(target), actor="T", account="t", clock=make.CLOCK)
    assert isinstance(bank, SqliteBank)
    return found, bank


def root(path: Path, name: str) -> int:
    bank = open_bank(str(path), actor="T", account="t", clock=make.CLOCK)
    found = port.value(bank, "select rootpage from sqlite_master where name = :n", n=name)
    bank.close()
    return int(found)


@pytest.mark.thorough(long=True)
def test_a_flipped_bit_anywhere_loses_nothing(whole: tuple[Path, bytes, str, dict[str, int]], tmp_path: Path) -> None:
    _, content, key, counts = whole
    path, dice = make.copied(whole[0], tmp_path / "bank.amdesk"), random.Random(2)
    for at in (5, 300, *(dice.randrange(len(content)) for _ in range(ROUNDS))):
        bad = bytearray(content)
        bad[at] ^= 1 << dice.randrange(8)
        path.write_bytes(bytes(bad))
        found, bank = rescued(path, key)
        assert (found.mended, found.broken, found.missing) == (1, 0, [])
        assert {t: port.value(bank, f"select count(*) as n from {t}") for t in COPIED} == counts
        assert prove(bank) == []
        bank.close()
        assert path.read_bytes() == bytes(bad), "the damaged bank stays as it is"
        for left in tmp_path.glob("new.amdesk*"):
            left.unlink()
    assert {p.name for p in tmp_path.iterdir()} <= {"bank.amdesk", "bank.amdesk.key.json", "bank.amdesk.lock"}


def refusing(bank: Path, number: int) -> Callable[[Path], int | None]:
    """A folder that takes no lock of this bank."""
    taken = locks._taken

    def refuse(lock: Path) -> int | None:
        if lock.name == bank.name + ".lock" and lock.parent == bank.parent:
            raise OSError(number, "no")
        return taken(lock)

    return refuse


@pytest.mark.thorough(6)
@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC])
@pytest.mark.parametrize("refused", ["the lock", "the note in it"])
def test_a_bank_on_a_disk_that_is_only_to_be_read_or_is_full_is_rescued_to_another_one(
    whole: tuple[Path, bytes, str, dict[str, int]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    refused: str,
) -> None:
    """A system that meets faults of a disk lets nobody write there any more."""
    path = make.copied(whole[0], tmp_path / "bank.amdesk")

    def note(*_: object) -> int:
        raise OSError(number, "no")

    with monkeypatch.context() as patch:
        patch.setattr(*((locks, "_taken", refusing(path, number)) if refused == "the lock" else (os, "write", note)))
        target = tmp_path / "elsewhere" / "new.amdesk"
        found = rescue.rescue(
            path, target, whole[2], actor="T", account="t", clock=make.CLOCK, ready=lambda _bank: None
        )
    assert found.missing == []
    bank = open_bank(str(target), actor="T", account="t", clock=make.CLOCK)
    assert {t: port.value(bank, f"select count(*) as n from {t}") for t in COPIED} == whole[3]
    bank.close()


def test_what_somebody_else_writes_while_it_is_taken_without_a_lock_is_not_rescued_by_halves(
    whole: tuple[Path, bytes, str, dict[str, int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make.copied(whole[0], tmp_path / "bank.amdesk")
    copyfile = shutil.copyfile

    def meanwhile(source: Path, to: Path) -> object:
        found = copyfile(source, to)
        if Path(source) == path:
            Path(f"{path}-wal").write_bytes(b"x" * 40)
        return found

    monkeypatch.setattr(locks, "_taken", refusing(path, errno.EROFS))
    monkeypatch.setattr(shutil, "copyfile", meanwhile)
    with pytest.raises(BankBusy, match="Somebody else has changed"):
        rescued(path, whole[2])
    assert list(tmp_path.glob("new.amdesk*")) == []


@pytest.mark.thorough(long=True)
def test_people_whose_page_is_gone_come_from_the_log(
    whole: tuple[Path, bytes, str, dict[str, int]], tmp_path: Path
) -> None:
    path = make.copied(whole[0], tmp_path / "bank.amdesk")
    path.write_bytes(broken(whole[1], root(whole[0], "participant")))
    found, bank = rescued(path, whole[2])
    assert (found.broken, found.missing) == (1, [])
    assert found.logged == 90
    people = port.rows(bank, "select name from participant order by id")
    assert [p["name"] for p in people] == [f"Person {i}" for i in range(90)]
    assert bank.search("participant", "person 11", 9) == [12]
    assert prove(bank) == []
    make.participant(bank, name="Ny")
    bank.close()


@pytest.mark.thorough(long=True)
def test_whatever_page_is_gone_the_new_bank_is_whole_and_what_is_missing_is_counted(
    whole: tuple[Path, bytes, str, dict[str, int]], tmp_path: Path
) -> None:
    _, content, key, counts = whole
    path, dice = make.copied(whole[0], tmp_path / "bank.amdesk"), random.Random(5)
    pages = dice.sample(range(2, len(content) // PAGE + 1), ROUNDS)
    done = 0
    for page in pages:
        path.write_bytes(broken(content, page))
        try:
            found, bank = rescued(path, key)
        except BankUnusable as error:
            assert "damaged" in str(error)  # the list of tables itself
            assert list(tmp_path.glob("new.amdesk*")) == []
            continue
        now = {t: port.value(bank, f"select count(*) as n from {t}") for t in COPIED}
        missing = {m.table: len({*m.lost, *m.left_out}) for m in found.missing}
        assert {t: n + missing.get(t, 0) for t, n in now.items()} == counts, page
        bank.close()
        done += 1
        for left in tmp_path.glob("new.amdesk*"):
            left.unlink()
    assert done > 0


def test_where_the_log_of_changes_is_gone_what_belongs_to_its_rows_goes_too(
    whole: tuple[Path, bytes, str, dict[str, int]], tmp_path: Path
) -> None:
    _, content, key, counts = whole
    path = make.copied(whole[0], tmp_path / "bank.amdesk")
    path.write_bytes(broken(content, root(path, "audit")))
    found, bank = rescued(path, key)
    now = {t: port.value(bank, f"select count(*) as n from {t}") for t in COPIED}
    missing = {m.table: len({*m.lost, *m.left_out}) for m in found.missing}
    assert missing.get("audit"), "something of it was lost"
    assert missing.get("audit_value"), "what it had said before and after"
    assert {t: n + missing.get(t, 0) for t, n in now.items()} == counts
    assert bank.execute("pragma foreign_key_check").fetchall() == []
    bank.close()


def test_a_bank_that_is_open_is_not_rescued_and_nothing_is_written_over(
    whole: tuple[Path, bytes, str, dict[str, int]], tmp_path: Path
) -> None:
    path = make.copied(whole[0], tmp_path / "bank.amdesk")
    bank = open_bank(str(path), actor="T", account="t", clock=make.CLOCK)
    with pytest.raises(BankBusy, match="is open"):
        rescued(path, whole[2])
    bank.close()
    make.copied(whole[0], tmp_path / "new.amdesk")
    with pytest.raises(BankUnusable, match="already a bank"):
        rescued(path, whole[2])


def test_a_bank_that_is_rescued_again_and_again_has_no_longer_name_each_time(tmp_path: Path) -> None:
    place = tmp_path / "bank.amdesk"
    for _ in range(3):
        place = damaged_banks.new_place(place, make.CLOCK)
        place.touch()
    assert [p.name for p in sorted(tmp_path.iterdir())] == [
        "bank-rescued-20261123-094100-2.amdesk",
        "bank-rescued-20261123-094100-3.amdesk",
        "bank-rescued-20261123-094100.amdesk",
    ]


def test_a_lock_that_is_held_says_nothing_of_whoever_held_it_before(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("4711\nsomebody else\n" + "x" * 200)
    with locks.held(lock) as mine:
        assert mine
        assert lock.read_text() == locks.NOBODY
