"""Keys, backups, and everything that can be wrong with a bank: one clear sentence, and nothing touched."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from amdesk.db import port
from amdesk.db.engine import keys, network
from amdesk.db.engine.backup import prove
from amdesk.db.engine.errors import WrongKey
from amdesk.db.engine.opening import create_bank, open_bank
from amdesk.domain.bank.generations import CopySchedule
from amdesk.domain.errors import BankBusy, BankUnusable
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks, generations
from tests import make

ROOT = Path(__file__).parents[2]
SECRET = "fyra ord som ingen gissar"
WHO = access.Who("Test", "test")


@pytest.fixture(scope="module")
def locked_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("locked") / "bank.amdesk"
    bank, _ = banks.create(where, SECRET, make.CLOCK, WHO)
    make.participant(bank, name="Zeinab Försöksmark")
    bank.close()
    return where


@pytest.fixture
def path(locked_file: Path, tmp_path: Path) -> Path:
    return make.copied(locked_file, tmp_path / "bank.amdesk")


def opened(path: Path, secret: str = SECRET) -> port.Bank:
    return open_bank(str(path), secret=secret, actor="T", account="t", clock=make.CLOCK)


def sentence(path: Path, secret: str = SECRET) -> str:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(BankUnusable) as caught:
        opened(path, secret)
    assert (path.read_bytes() if path.is_file() else None) == before
    return str(caught.value)


def test_the_passphrase_and_the_recovery_code_both_open(tmp_path: Path) -> None:
    bank, code = banks.create(tmp_path / "b.amdesk", SECRET, make.CLOCK, WHO)
    bank.close()
    for secret in (SECRET, code, code.lower().replace("-", " ")):
        opened(tmp_path / "b.amdesk", secret).close()


def test_a_wrong_passphrase_says_so(path: Path) -> None:
    with pytest.raises(WrongKey, match="does not open"):
        opened(path, "fel")


def test_a_new_passphrase_shuts_out_the_old_one_and_the_old_code(path: Path) -> None:
    new_code = keys.reseal(path, SECRET, "en helt annan fras")
    opened(path, "en helt annan fras").close()
    opened(path, new_code).close()
    with pytest.raises(WrongKey):
        opened(path, SECRET)


def test_nothing_readable_lies_on_the_disk(path: Path, tmp_path: Path) -> None:
    bank = opened(path)
    banks.backup(bank, tmp_path / "copy.amdesk")
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        assert b"Zeinab" not in content, file
        assert b"SQLite format 3" not in content, file
    bank.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps other rights")
def test_bank_and_key_are_private_to_the_user(tmp_path: Path) -> None:
    path = tmp_path / "b.amdesk"
    banks.create(path, SECRET, make.CLOCK, WHO)[0].close()
    assert [oct(p.stat().st_mode & 0o777) for p in (path, keys.key_file(path))] == ["0o600", "0o600"]


def test_a_bank_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert "no bank at" in sentence(tmp_path / "none.amdesk")
    assert list(tmp_path.glob("none*")) == []


@pytest.mark.parametrize("damage", ["truncated", "garbled", "text", "plain"])
def test_a_damaged_bank_is_refused_in_words_and_left_alone(path: Path, damage: str) -> None:
    whole = path.read_bytes()
    if damage == "plain":
        import sqlite3

        path.unlink()
        sqlite3.connect(path).execute("create table t (x)").connection.close()
    else:
        path.write_bytes(
            {"truncated": whole[: len(whole) // 3], "garbled": os.urandom(4096) + whole[4096:], "text": b"hello"}[
                damage
            ]
        )
    try:
        bank = opened(path)
    except BankUnusable as error:
        assert "damaged" in str(error)
    else:
        assert prove(bank) != []
        bank.close()


@pytest.mark.thorough(long=True)
def test_one_flipped_bit_anywhere_is_noticed(path: Path) -> None:
    whole, key = path.read_bytes(), banks.unlock(str(path), SECRET)
    dice = random.Random(7)
    for _ in range(25):
        broken = bytearray(whole)
        at = dice.randrange(len(whole))
        broken[at] ^= 1 << dice.randrange(8)
        path.write_bytes(bytes(broken))
        try:
            bank = open_bank(str(path), key=key, actor="T", account="t", clock=make.CLOCK)
        except BankUnusable:
            continue
        faults = prove(bank)
        bank.close()
        assert faults != [], f"byte {at}"


def test_a_missing_or_broken_key_file_is_named(path: Path) -> None:
    keys.key_file(path).write_text("{", "utf-8")
    assert "key file" in sentence(path)
    keys.key_file(path).unlink()
    assert "missing" in sentence(path)


def test_a_bank_from_a_newer_version_is_refused_and_untouched(path: Path) -> None:
    bank = opened(path)
    bank.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at) values ('amdesk', 'm9999_future', 'x')"
    )
    bank.close()
    assert "newer version" in sentence(path)


def test_a_bank_on_a_network_drive_is_refused(tmp_path: Path) -> None:
    mounts = f"server:/x {tmp_path} nfs4 rw 0 0\n"
    with pytest.raises(BankUnusable, match="network drive"):
        network.refuse_network(tmp_path / "b.amdesk", lambda: mounts)
    network.refuse_network(Path("/home/b.amdesk"), lambda: mounts)
    with pytest.raises(BankUnusable, match="network drive"):
        network.refuse_network(Path("\\\\server\\share\\b.amdesk"), lambda: "")


def test_a_bank_is_never_made_over_another(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(BankUnusable, match="already"):
        create_bank(path, SECRET, actor="T", account="t", clock=make.CLOCK)
    assert path.read_bytes() == before


def test_a_failed_creation_leaves_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(BankUnusable, match="No bank could be made"):
        create_bank(blocked / "b.amdesk", SECRET, actor="T", account="t", clock=make.CLOCK)
    assert list(tmp_path.iterdir()) == [blocked]


@pytest.mark.thorough(4)
@pytest.mark.parametrize("room", [10, 300, 3000, 200_000])
def test_a_disk_that_fills_while_a_bank_is_made_leaves_nothing(tmp_path: Path, room: int) -> None:
    code = f"""
import resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from pathlib import Path
from amdesk.db.engine.opening import create_bank
from amdesk.domain.errors import BankUnusable
from tests import make
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    create_bank(Path({str(tmp_path / "b.amdesk")!r}), "en lång fras", actor="T", account="t", clock=make.CLOCK)
except BankUnusable as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.count("No bank could be made") == 1, run.stderr
    assert run.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_a_backup_is_a_whole_bank_that_opens_with_the_same_passphrase(path: Path, tmp_path: Path) -> None:
    bank = opened(path)
    made = banks.backup(bank, tmp_path / "copies" / "c.amdesk")
    bank.close()
    copy = opened(made)
    assert prove(copy) == []
    assert port.value(copy, "select name from participant") == "Zeinab Försöksmark"
    copy.close()


def test_restoring_puts_the_copy_in_place_and_keeps_what_was_there(path: Path, tmp_path: Path) -> None:
    bank = opened(path)
    copy = banks.backup(bank, tmp_path / "c.amdesk")
    make.participant(bank, name="Ny Person")
    bank.close()
    kept = banks.restore(copy, path, SECRET, make.CLOCK, WHO)
    assert kept is not None
    now, before = opened(path), opened(kept)
    assert [port.value(b, "select count(*) as n from participant") for b in (now, before)] == [1, 2]
    now.close()
    before.close()


def test_a_damaged_backup_is_never_put_in_place(path: Path, tmp_path: Path) -> None:
    bank = opened(path)
    copy = banks.backup(bank, tmp_path / "c.amdesk")
    bank.close()
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(bytes(content))
    before = path.read_bytes()
    with pytest.raises(BankUnusable):
        banks.restore(copy, path, SECRET, make.CLOCK, WHO)
    assert path.read_bytes() == before


def test_automatic_backups_keep_the_latest_and_skip_what_has_not_changed(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for i in range(3):  # all in one second, of which their names say the number alone
        bank = opened(path)
        make.participant(bank, name=f"P{i}")
        assert generations.automatic(bank, folder, make.CLOCK, kept=CopySchedule(2, 0, 0, 0, 0)) is not None
        assert generations.automatic(bank, folder, make.CLOCK, kept=CopySchedule(2, 0, 0, 0, 0)) is None
        bank.close()
    assert len(list(folder.glob("amdesk-*.amdesk"))) == 2


@pytest.mark.thorough(long=True)
def test_a_full_disk_is_told_in_words_and_loses_nothing(path: Path) -> None:
    """A real limit on the file's size, in a process of its own."""
    code = f"""
import resource, signal, sys
sys.path.insert(0, {str(ROOT)!r})
from amdesk.db import port
from amdesk.db.engine import keys
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.backup import prove
from amdesk.domain.errors import BankBusy
from amdesk.domain.texts import text
from tests import make
keys.LANES, keys.MEMORY_KIB, keys.ROUNDS = {(keys.LANES, keys.MEMORY_KIB, keys.ROUNDS)!r}
bank = open_bank({str(path)!r}, secret={SECRET!r}, actor='T', account='t', clock=make.CLOCK)
bank.execute('pragma wal_autocheckpoint = 0')
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
stored = 0
try:
    for i in range(2000):
        make.participant(bank, name=f'Person {{i}}')
        stored += 1
except BankBusy as error:
    print('busy', error)
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
assert port.value(bank, 'select count(*) as n from participant') == stored + 1
make.participant(bank, name='after')
assert prove(bank) == []
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    assert "busy The bank is busy or the disk is full" in run.stdout


@pytest.mark.thorough(long=True)
def test_a_killed_process_loses_no_booking_it_was_told_of(tmp_path: Path) -> None:
    path = tmp_path / "k.amdesk"
    bank, _ = banks.create(path, None, make.CLOCK, WHO)
    for _ in range(40):
        make.placement(bank)
    bank.close()
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from datetime import timedelta
from amdesk.db.engine.opening import open_bank
from amdesk.services.desk import Desk
from tests import make
bank = open_bank({str(path)!r}, actor='T', account='t', clock=make.CLOCK)
desk = Desk(bank, make.CLOCK)
while True:
    person = make.participant(bank)
    for place in desk.placements.listing():
        if place.free:
            print(desk.booking.book(person, place.id, make.TODAY, make.TODAY + timedelta(10)).booking.ref, flush=True)
            break
    else:
        break
"""
    told: list[str] = []
    for _ in range(4):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout is not None
            for _ in range(random.Random(len(told)).randrange(2, 7)):
                told += run.stdout.readline().split()
            run.send_signal(signal.SIGKILL)
            told += run.stdout.read().split()
    assert len(told) > 6
    bank = open_bank(str(path), actor="T", account="t", clock=make.CLOCK)
    have = {r["ref"] for r in port.rows(bank, "select ref from booking")}
    assert set(told) <= have
    assert prove(bank) == []
    bank.close()


def test_a_locked_bank_is_told_in_words_and_can_still_be_read(path: Path) -> None:
    from amdesk.db.engine.sqlite import SqliteBank

    holder = opened(path)
    key = keys.unlock(path, SECRET).key
    waiting = SqliteBank(str(path), key, actor="T", account="t", clock=make.CLOCK, timeout=0.2)
    with holder.write(text("long")):
        with pytest.raises(BankBusy, match="busy"), waiting.write(text("x")):
            pass
        assert port.value(waiting, "select count(*) as n from participant") == 1
    holder.close()
    waiting.close()
