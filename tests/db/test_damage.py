"""What is wrong is told as what it is: damage as damage, a full disk as a full disk, and a whole bank as whole."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from amdesk.db import driver, port
from amdesk.db.catalogue import COPIED
from amdesk.db.engine import keys
from amdesk.db.engine.errors import BankDamaged, translated
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.errors import BankUnusable
from amdesk.services.bank import access, banks
from tests import make

ROOT = Path(__file__).parents[2]
WHO = access.Who("Test", "test")
PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    where = tmp_path / "bank.amdesk"
    bank, _ = banks.create(where, None, make.CLOCK, WHO)
    for i in range(120):
        make.participant(bank, name=f"Person {i}")
    bank.close()
    return where


def opened(path: Path) -> SqliteBank:
    bank = open_bank(str(path), actor="T", account="t", clock=make.CLOCK)
    assert isinstance(bank, SqliteBank)
    return bank


def read_all(bank: SqliteBank, _: Path) -> None:
    for table in COPIED:
        port.tuples(bank, f"select * from {table}")
        port.rows(bank, f"select * from {table}")


def search(bank: SqliteBank, _: Path) -> None:
    for words in ("per", "person 1", "person 11"):
        bank.search("participant", words, 50)


def write(bank: SqliteBank, _: Path) -> None:
    for i in range(3):
        make.participant(bank, name=f"Ny {i}")


WORK: dict[str, Callable[[SqliteBank, Path], Any]] = {
    "read": read_all,
    "search": search,
    "write": write,
    "backup": banks.backup,
}


ROUNDS = int(os.environ.get("AMDESK_TEST_DAMAGE", "30"))
"""More of them by one command: what is looked for beside a writer happens once in hundreds."""


@pytest.mark.thorough(long=True)
def test_a_flipped_bit_is_called_damage_wherever_it_is_met_and_never_a_full_disk(path: Path, tmp_path: Path) -> None:
    bank = opened(path)
    searched = port.value(bank, "select rootpage from sqlite_master where name = 'participant_fts_data'")
    bank.close()
    whole, dice, met = path.read_bytes(), random.Random(11), dict.fromkeys(WORK, 0)
    for number in range(ROUNDS):
        broken = bytearray(whole)
        at = dice.randrange(PAGE, len(whole)) if number % 5 else searched * PAGE - dice.randrange(1, PAGE)
        broken[at] ^= 1 << dice.randrange(8)
        path.write_bytes(bytes(broken))
        try:
            bank = opened(path)
        except BankUnusable as error:
            assert "damaged" in str(error)
            continue
        for name, act in WORK.items():
            try:
                act(bank, tmp_path / f"c{number}.amdesk")
            except BankUnusable as error:
                met[name] += 1
                assert "damaged" in str(error), name
                assert "restore the latest backup" in str(error)
                assert "full" not in str(error)
        bank.close()
    assert min(met.values()) > 0, met


@pytest.mark.thorough(long=True)
def test_a_folder_without_room_is_called_a_full_disk(path: Path, tmp_path: Path) -> None:
    code = f"""
import resource, signal, sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from amdesk.db.engine.opening import open_bank
from amdesk.domain.errors import BankUnusable
from amdesk.services.bank import banks
from tests import make
bank = open_bank({str(path)!r}, actor="T", account="t", clock=make.CLOCK)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    banks.backup(bank, Path({str(tmp_path / "c.amdesk")!r}))
except BankUnusable as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "could not be made" in run.stdout, run.stderr
    assert "full" in run.stdout
    assert "damaged" not in run.stdout
    assert list(tmp_path.glob("c.amdesk*")) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (13, "disk is full"), (11, "damaged"), (11 | 1 << 8, "damaged"), (26, "damaged"), (10 | 1 << 8, "damaged"), (10 | 2 << 8, "damaged"),
        (10 | 3 << 8, "disk is full"), (10 | 4 << 8, "disk is full"), (5, "busy"), (6, "busy"), (8, "read-only"), (8 | 1 << 8, "read-only"),
    ],
)  # fmt: skip
def test_each_code_of_the_engine_is_told_as_what_it_is(code: int, said: str) -> None:
    error = Exception("vtable constructor failed: participant_fts")
    error.sqlite_errorcode = code  # type: ignore[attr-defined]  # as the driver sets it
    assert said in str(translated(error, "bank.amdesk"))


def test_an_identity_number_of_the_wrong_length_is_not_called_another_person_s() -> None:
    for said in (
        'new row for relation "participant" violates check constraint "participant_identity_check"',
        "CHECK constraint failed: identity is null or length(identity) = 12",
    ):
        assert str(translated(Exception(said), "b")).startswith("A personal identity number has twelve digits")
    taken = translated(Exception('duplicate key value violates unique constraint "participant_identity"'), "b")
    assert "another person" in str(taken)


def test_a_bank_in_a_folder_that_is_read_only_is_said_to_lie_in_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs the tests may write everywhere: the folder is asked as the system would answer somebody else."""
    can_open, asked = Exception("unable to open database file"), os.access
    can_open.sqlite_errorcode = 14  # type: ignore[attr-defined]  # as the driver sets it
    assert "no right to read it" in str(translated(can_open, str(path)))
    monkeypatch.setattr(os, "access", lambda p, how: how != os.W_OK and asked(p, how))
    assert "its folder is read-only" in str(translated(can_open, str(path)))
    assert "no right to read it" in str(translated(can_open, str(path.with_name("none.amdesk"))))


def test_a_bank_whose_file_may_not_be_read_is_one_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise driver.Error("unable to open database file")

    monkeypatch.setattr(driver, "connect", refuse)
    with pytest.raises(BankUnusable, match="no right to read it"):
        opened(path)


def unwritable(path: Path) -> None:
    """Whoever runs the tests may write everywhere: what SQLite would make beside the bank would lie in a folder that is not there."""
    path.with_name(path.name + "-shm").symlink_to(path.parent / "no folder" / "shm")


def test_a_bank_that_lies_where_nothing_can_be_written_is_read_as_it_lies_there(path: Path) -> None:
    unwritable(path)
    before = path.read_bytes()
    bank = opened(path)
    try:
        assert bank.only_read
        assert port.value(bank, "select count(*) from participant") == 120
        assert bank.search("participant", "person 11", 50)
        assert bank.integrity() == []
        with pytest.raises(BankUnusable, match=r"cannot be changed: .* read-only"):
            make.participant(bank, name="Ny")
        assert banks.backup(bank, path.parent.parent / "elsewhere.amdesk").exists()
    finally:
        bank.close()
    assert path.read_bytes() == before


@pytest.mark.thorough(long=True)
@pytest.mark.skipif(sys.platform == "win32", reason="no limit on a file's size there")
@pytest.mark.parametrize("ready", [True, False])
def test_a_bank_on_a_full_disk_opens_to_be_read_and_says_what_is_full(path: Path, ready: bool) -> None:
    """A real limit on the file's size, in a process of its own: there is no room for what SQLite notes beside the bank."""
    code = f"""
import resource, signal, sys
sys.path.insert(0, {str(ROOT)!r})
from amdesk.db import port
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.errors import BankUnusable
from amdesk.services.bank import access
from tests import make
if not {ready}:
    SqliteBank.is_ready = lambda _: False
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    bank = open_bank({str(path)!r}, actor="T", account="t", clock=make.CLOCK)
    print(access.only_read(bank))
    print(port.value(bank, "select count(*) from participant"), bank.integrity(), bank.search("participant", "person 11", 50) != [])
    make.participant(bank, name="Ny")
except BankUnusable as error:
    print(error)
"""
    before = path.read_bytes()
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    full = "The disk is full. Nothing was changed; make room, then try again."
    said = run.stdout.splitlines()
    if ready:
        assert said[0].startswith("Nothing can be written on the bank’s disk now"), run.stderr
        assert said[1:] == ["120 [] True", full], run.stderr
    else:
        assert said == [full], run.stderr
    assert path.read_bytes() == before


def test_an_older_bank_where_nothing_can_be_written_is_to_be_copied_first(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unwritable(path)
    monkeypatch.setattr(SqliteBank, "is_ready", lambda _: False)
    with pytest.raises(BankUnusable, match="Copy all files that begin with its name"):
        opened(path)


def test_of_a_bank_that_is_only_read_what_somebody_else_changes_is_read_anew_and_called_no_damage(
    path: Path, tmp_path: Path
) -> None:
    later = tmp_path / "later.amdesk"
    later.write_bytes(path.read_bytes())
    keys.key_file(later).write_bytes(keys.key_file(path).read_bytes())
    other = opened(later)
    make.participant(other, name="Ny")
    other.close()
    unwritable(path)
    bank = opened(path)
    try:
        assert not bank.changed()
        path.write_bytes(later.read_bytes())
        assert bank.changed()
        assert port.value(bank, "select count(*) from participant") == 121
        content = bytearray(path.read_bytes())
        content[-PAGE // 2 :: -PAGE] = bytes(b ^ 1 for b in content[-PAGE // 2 :: -PAGE])
        path.write_bytes(content)
        bank.conn.execute("pragma shrink_memory")
        with pytest.raises(BankUnusable, match="Somebody else has changed the bank"):
            read_all(bank, path)
    finally:
        bank.close()


def test_a_bank_with_a_log_beside_it_is_not_read_past_that(path: Path) -> None:
    bank = opened(path)
    make.participant(bank, name="Ny")
    place = path.parent / "there"
    place.mkdir()
    for end in ("", "-wal", ".key.json"):
        place.joinpath(path.name + end).write_bytes(Path(f"{path}{end}").read_bytes())
    bank.close()
    unwritable(place / path.name)
    with pytest.raises(BankUnusable, match="cannot be opened"):
        opened(place / path.name)


def test_a_folder_that_is_gone_is_not_called_a_full_disk(path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    bank = opened(path)
    with pytest.raises(BankUnusable, match="is gone or does not answer") as caught:
        banks.backup(bank, tmp_path / "file" / "c.amdesk")
    assert "full" not in str(caught.value)
    bank.close()


def test_a_missing_key_file_is_not_called_a_full_disk(path: Path, tmp_path: Path) -> None:
    bank = opened(path)
    keys.key_file(path).unlink()
    with pytest.raises(BankUnusable, match=r"key file .* is missing"):
        banks.backup(bank, tmp_path / "c.amdesk")
    bank.close()
    assert list(tmp_path.glob("c.amdesk*")) == []


WRITER = f"""
import os, sys
parent = os.getppid()
sys.path.insert(0, {str(ROOT)!r})
from amdesk.db.engine.opening import open_bank
from amdesk.domain.texts import text
from tests import make
bank = open_bank(sys.argv[1], actor="T", account="t", clock=make.CLOCK)
bank.execute("pragma wal_autocheckpoint = 50").fetchall()
print("writes", flush=True)
i = 0
while os.getppid() == parent:
    i += 1
    with bank.write(text("x")):
        bank.execute("update participant set phone = :p where id = :m", {{"p": str(i), "m": 1 + i % 120}})
"""
READER = f"""
import os, sys
parent = os.getppid()
sys.path.insert(0, {str(ROOT)!r})
from amdesk.db.engine.opening import open_bank
from tests import make
bank = open_bank(sys.argv[1], actor="T", account="t", clock=make.CLOCK)
print("reads", flush=True)
while os.getppid() == parent:
    with bank.read():
        for _ in range(20):
            bank.query("select * from participant")
"""


@pytest.fixture
def company(path: Path) -> Iterator[None]:
    """Somebody who writes and somebody who reads, each in a program of their own."""
    others = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
        for code in (WRITER, READER)
    ]
    for other in others:
        assert other.stdout is not None
        other.stdout.readline()
    yield
    for other in others:
        other.kill()
        other.communicate()


@pytest.mark.thorough(long=True)
@pytest.mark.usefixtures("company")
def test_a_whole_bank_beside_a_reader_and_a_writer_is_called_whole(path: Path) -> None:
    for _ in range(ROUNDS // 4):
        bank = opened(path)
        assert banks.check(bank)["faults"] == []
        bank.close()


@pytest.mark.thorough(long=True)
def test_a_page_that_was_not_written_back_yet_is_no_damage(path: Path) -> None:
    """Beside a reader the log cannot be written back whole: the file has holes, and the log what belongs there."""
    bank, reader = opened(path), opened(path)
    with reader.read():
        port.value(reader, "select count(*) as n from participant")
        for i in range(300):
            make.participant(bank, name=f"Lång {i}")
        holes = path.stat().st_size
        with path.open("rb+") as file:
            file.truncate(holes + 5 * PAGE)  # as a checkpoint leaves it that had to stop
        assert banks.check(bank)["faults"] == []
    reader.close()
    bank.close()


@pytest.mark.thorough(long=True)
def test_a_flipped_bit_is_noticed_also_in_a_page_that_nothing_uses(path: Path) -> None:
    bank = opened(path)
    bank.execute("create table big (x text)")
    bank.execute("insert into big select hex(randomblob(3000)) from participant")
    bank.execute("drop table big")
    bank.close()
    whole, dice = path.read_bytes(), random.Random(5)
    for _ in range(25):
        broken = bytearray(whole)
        broken[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        path.write_bytes(bytes(broken))
        try:
            bank = opened(path)
        except BankDamaged:
            continue
        assert banks.check(bank)["ok"] is False
        bank.close()


def test_a_check_that_cannot_read_now_does_not_call_the_bank_damaged(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from amdesk.db.engine.errors import busy
    from amdesk.domain.errors import BankBusy

    bank = opened(path)

    def refuse(*_: Any) -> Any:
        raise busy()

    monkeypatch.setattr(bank, "execute", refuse)
    with pytest.raises(BankBusy):
        banks.check(bank)
    monkeypatch.undo()
    bank.close()
