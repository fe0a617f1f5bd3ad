"""Another key for a bank whose key file may be stolen: everybody still opens it, the stolen file opens nothing, and a kill leaves
one of both, whole."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from amdesk.db import port
from amdesk.db.bank import users as named
from amdesk.db.engine import keys, rekey, swap
from amdesk.db.engine.backup import prove
from amdesk.db.engine.errors import WrongKey
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.bank.generations import Folders
from amdesk.domain.errors import BankBusy, BankUnusable, Refused
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks, damage, generations, newer
from tests import make

ROOT = Path(__file__).parents[2]
OLD, NEW, BO = "den gamla långa frasen", "den nya långa frasen", "bos egen långa fras"
NEWEST = "den allra nyaste frasen"
WHO = access.Who("Ada", "ada")
EACH = int(os.environ.get("AMDESK_TEST_EACH", "7"))
"""At every which call of the system a re-keying is killed; at all by one command: AMDESK_TEST_EACH=1 ./start test -k rekeying."""
FUZZED = int(os.environ.get("AMDESK_TEST_KEY_FILES", "150"))
"""Key files that are none; a thousand by one command: AMDESK_TEST_KEY_FILES=1000 ./start test -k key_file."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    where = tmp_path / "bank" / "bank.amdesk"
    where.parent.mkdir()
    bank, _ = banks.create(where, OLD, make.CLOCK, WHO)
    make.participant(bank, name="Prov Person")
    bank.close()
    keys.add_user(where, keys.unlock(where, OLD).key, "Bo", BO)
    return where


def opened(path: Path, secret: str | None = None, key: str | None = None) -> port.Bank:
    return open_bank(str(path), secret=secret, key=key, actor="T", account="t", clock=make.CLOCK)


def whole(path: Path, secret: str) -> bool:
    bank = opened(path, secret)
    try:
        return prove(bank) == [] and port.value(bank, "select name from participant") == "Prov Person"
    finally:
        bank.close()


def folders(path: Path) -> Folders:
    return Folders(path.parent / "copies")


def test_everybody_opens_the_bank_with_its_new_key_and_a_stolen_key_file_opens_nothing(path: Path) -> None:
    stolen, old = path.parent / "stolen.key.json", str(keys.unlock(path, OLD).key)
    shutil.copyfile(keys.key_file(path), stolen)
    code, _, left = banks.rekey(str(path), OLD, NEW, folders(path))
    assert left == []
    for secret in (NEW, BO, code):
        assert whole(path, secret)
    assert keys.unlock(path, BO).user == "Bo"
    with pytest.raises(WrongKey):
        keys.unlock(path, OLD)
    with pytest.raises(BankUnusable):
        opened(path, key=old)
    shutil.copyfile(stolen, keys.key_file(path))
    with pytest.raises(BankUnusable, match="is not this bank’s"):
        opened(path, OLD)
    assert [p.name for p in path.parent.iterdir() if "before" in p.name or "restoring" in p.name] == []


def test_a_new_pair_is_made_for_whoever_changes_so_that_her_old_secret_opens_no_later_file(path: Path) -> None:
    before = {s["user"]: s["public"] for s in json.loads(keys.key_file(path).read_text())["slots"]}
    banks.rekey(str(path), OLD, NEW, folders(path))
    after = {s["user"]: s["public"] for s in json.loads(keys.key_file(path).read_text())["slots"]}
    assert (after["Bo"], after["Ada"] != before["Ada"], after[""] != before[""]) == (before["Bo"], True, True)


@pytest.mark.thorough(long=True)
def test_copies_within_reach_get_the_new_key_and_the_others_are_named(path: Path) -> None:
    where = folders(path).first
    bank = opened(path, OLD)
    first, second = (generations.numbered(bank, where, make.CLOCK) for _ in range(2))
    bank.close()
    held = opened(second, OLD)
    port.value(held, "select count(*) as n from participant")
    old = str(keys.unlock(path, OLD).key)
    _, done, left = banks.rekey(str(path), OLD, NEW, folders(path))
    held.close()
    assert (done, left) == ([first], [second])
    assert whole(first, NEW)
    with pytest.raises(BankUnusable):
        opened(first, key=old)
    assert whole(second, OLD)
    assert keys.former_keys(path, keys.unlock(path, BO).key) == [old], "kept under the new one, for that copy"
    bank = opened(path, NEW)
    assert [k.name for k in generations.listed(bank, folders(path))] == [first.name]
    bank.close()


@pytest.mark.thorough(long=True)
def test_the_bank_that_this_one_was_rescued_from_gets_the_new_key_too_with_what_was_kept_from_it(path: Path) -> None:
    bank = opened(path, OLD)
    copy = generations.numbered(bank, folders(path).first, make.CLOCK)
    bank.close()
    kept = banks.restore(copy, path, OLD, make.CLOCK, WHO)
    old = str(keys.unlock(path, OLD).key)
    new = path.with_name("rescued.amdesk")
    damage.rescue(path, new, old, make.CLOCK, WHO)
    _, done, left = banks.rekey(str(new), OLD, NEW, folders(new))
    assert (set(done), left) == ({copy, kept, path}, [])
    for file in done:
        with pytest.raises(BankUnusable):
            opened(file, key=old)
    assert whole(new, NEW)


@pytest.mark.thorough(long=True)
def test_a_copy_from_before_the_new_key_is_restored_by_the_passphrase_of_now_and_brings_no_older_one_back(
    path: Path, tmp_path: Path
) -> None:
    bank = opened(path, OLD)
    away = banks.backup(bank, tmp_path / "away" / "copy.amdesk")
    make.participant(bank, name="Senare")
    bank.close()
    banks.rekey(str(path), OLD, NEW, folders(path))
    banks.rekey(str(path), NEW, NEWEST, folders(path))
    found = newer.newer(away, path, make.CLOCK, WHO, secret=NEWEST)
    assert found is not None
    assert (found.changes, found.revives) == (1, False)
    for wrong in (NEW, "ingens egen fras"):
        with pytest.raises(WrongKey):
            banks.unlock_copy(str(away), str(path), wrong)
        with pytest.raises(WrongKey):
            banks.restore(away, path, wrong, make.CLOCK, WHO)
    before, key = away.read_bytes(), keys.key_file(path).read_bytes()
    banks.unlock_copy(str(away), str(path), NEWEST)
    banks.restore(away, path, NEWEST, make.CLOCK, WHO)
    assert (away.read_bytes(), keys.key_file(path).read_bytes()) == (before, key)
    for secret in (NEWEST, BO):
        assert whole(path, secret)
    with pytest.raises(WrongKey):
        opened(path, OLD)


def test_of_several_copies_it_is_told_how_many_have_the_new_key(path: Path) -> None:
    bank = opened(path, OLD)
    for _ in range(2):
        generations.numbered(bank, folders(path).first, make.CLOCK)
    bank.close()
    told: list[tuple[int, int]] = []
    banks.rekey(str(path), OLD, NEW, folders(path), step=lambda *done: told.append(done))
    assert told == [(1, 2), (2, 2)]


def test_a_bank_that_is_open_is_given_no_new_key(path: Path) -> None:
    bank = opened(path, OLD)
    before = keys.key_file(path).read_bytes()
    with pytest.raises(BankBusy, match="is open"):
        banks.rekey(str(path), OLD, NEW, folders(path))
    bank.close()
    assert keys.key_file(path).read_bytes() == before
    assert whole(path, OLD)


def test_whoever_may_not_give_roles_gets_no_recovery_code_by_a_new_key(path: Path) -> None:
    from amdesk.domain.bank.roles import ADMINISTRATOR, READER
    from amdesk.services.bank.users import Users
    from amdesk.services.bank.work import Work

    bank = opened(path, key=keys.unlock(path, OLD).key)
    with bank.write(text("x"), undoable=False):
        named.give(bank, "Ada", (ADMINISTRATOR,))
        named.give(bank, "Bo", (READER,))
    assert [u.login for u in Users(Work(bank, make.CLOCK)).listing()] == ["Ada", "Bo"]
    bank.close()
    before = path.read_bytes(), keys.key_file(path).read_bytes()
    with pytest.raises(Refused, match="you may not add and remove users"):
        banks.rekey(str(path), BO, NEW, folders(path))
    assert (path.read_bytes(), keys.key_file(path).read_bytes()) == before
    banks.rekey(str(path), OLD, NEW, folders(path))
    assert whole(path, BO)


def older(path: Path, user: str) -> None:
    """The slot as version 1 wrote it, without a pair."""
    import base64

    from amdesk.db.engine import pairs

    found = json.loads(keys.key_file(path).read_text())
    secret = {"Ada": OLD, "Bo": BO}[user]
    key = keys.unlock(path, secret).key
    for slot in found["slots"]:
        if slot["user"] == user:
            del slot["public"], slot["private"]
            sealed = pairs.box(bytes.fromhex(key.own), bytes.fromhex(key), keys._with(slot))
            slot["sealed"] = base64.b64encode(sealed).decode()
    keys.key_file(path).write_text(json.dumps({"version": 1, "slots": found["slots"]}))


@pytest.mark.parametrize("how", ["opened", "unlocked"])
def test_a_slot_from_before_pairs_has_one_once_its_secret_is_said(path: Path, how: str) -> None:
    older(path, "Ada")
    older(path, "Bo")
    assert keys.unraised(path) == ["Ada", "Bo"]
    if how == "opened":
        opened(path, BO).close()
    else:
        banks.unlock(str(path), BO)
    assert keys.unraised(path) == ["Ada"]


def test_slots_from_before_pairs_are_read_and_raised_when_their_secret_is_said(path: Path) -> None:
    older(path, "Ada")
    older(path, "Bo")
    with pytest.raises(Refused, match="before Bo have opened it"):
        banks.rekey(str(path), OLD, NEW, folders(path))
    assert whole(path, BO)
    assert keys.unraised(path) == [], "Ada's when she asked, Bo's now"
    banks.rekey(str(path), OLD, NEW, folders(path))
    assert whole(path, BO)
    assert whole(path, NEW)


@pytest.mark.thorough(long=True)
def test_a_rekeying_that_is_killed_at_any_call_of_the_system_leaves_one_of_both_whole(
    path: Path, tmp_path: Path
) -> None:
    code = f"""
import os, shutil, signal, sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from amdesk.db.engine import keys
from amdesk.domain.bank.generations import Folders
from amdesk.services.bank import banks
keys.MEMORY_KIB, keys.ROUNDS, keys.LANES = {keys.MEMORY_KIB}, {keys.ROUNDS}, {keys.LANES}
left = 0
def counted(event, args):
    global left
    if event in ("os.rename", "os.link", "os.remove", "open", "sqlite3.connect") and str(args[0]).startswith({str(tmp_path)!r}):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
for number in range(0, 400, {EACH}):
    target = Path({str(tmp_path)!r}) / f"k{{number}}" / "bank.amdesk"
    target.parent.mkdir()
    for end in ("", ".key.json"):
        shutil.copyfile({str(path)!r} + end, str(target) + end)
    if os.fork() == 0:
        left = number
        sys.addaudithook(counted)
        banks.rekey(str(target), {OLD!r}, {NEW!r}, Folders(target.parent / "copies"))
        os._exit(0)
    _, status = os.wait()
    print(number, status, flush=True)
    if status == 0:
        break
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    results = [tuple(map(int, line.split())) for line in run.stdout.splitlines()]
    assert results, run.stderr
    assert results[-1][1] == 0, "the last one was let through"
    assert {status for _, status in results[:-1]} == {signal.SIGKILL}
    opens = set()
    for number, _ in results:
        target = tmp_path / f"k{number}" / "bank.amdesk"
        stolen = str(keys.unlock(path, OLD).key)
        try:
            assert whole(target, NEW)
            opens.add(NEW)
            for file in target.parent.glob("*.amdesk*"):
                if file.suffix == ".amdesk":
                    with pytest.raises(BankUnusable):
                        opened(file, key=stolen)
        except WrongKey:
            assert whole(target, OLD)
            opens.add(OLD)
        assert whole(target, BO)
        assert not list(target.parent.glob("*.restoring*")), sorted(p.name for p in target.parent.iterdir())
        assert not [p.name for p in swap.kept(target) if p.samefile(target)]
    assert opens == {OLD, NEW}


@pytest.mark.thorough(long=True)
def test_of_eight_that_make_a_bank_at_once_one_makes_it_and_its_code_opens_it(tmp_path: Path) -> None:
    where = tmp_path / "b.amdesk"
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from amdesk.db.engine import keys
from amdesk.domain.errors import BankUnusable
from amdesk.services.bank import access, banks
from tests import make
keys.MEMORY_KIB, keys.ROUNDS, keys.LANES = 64, 1, 1
sys.stdin.readline()
try:
    print("code", banks.create(Path({str(where)!r}), {OLD!r}, make.CLOCK, access.Who("T", "t"))[1])
except BankUnusable as error:
    print("refused", error)
"""
    started = [
        subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    said = [p.communicate("\n")[0].strip() for p in started]
    codes = [s.removeprefix("code ") for s in said if s.startswith("code ")]
    assert len(codes) == 1, said
    assert all("already a bank" in s for s in said if s.startswith("refused"))
    keys_cheap = keys.unlock(where, codes[0])
    assert keys_cheap.kind == "recovery"
    opened(where, OLD).close()
    assert list(tmp_path.glob("*.part")) == []


def test_a_key_file_that_is_none_is_called_so_whatever_is_in_it(path: Path) -> None:
    content, dice = keys.key_file(path).read_bytes(), random.Random(6)
    odd = [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"slots": 1}',
        b'{"slots": [1]}',
        b'{"slots": []}',
        b"\xff\xfe",
        b"[" * 5000,
        b'{"slots": [{}]}',
    ]
    for _ in range(FUZZED):
        changed = bytearray(content)
        for _ in range(dice.randrange(1, 4)):
            at = dice.randrange(len(changed))
            how = dice.randrange(3)
            if how == 0:
                changed[at] ^= 1 << dice.randrange(8)
            elif how == 1:
                del changed[at : at + dice.randrange(1, 40)]
            else:
                changed[at:at] = dice.randbytes(dice.randrange(1, 9))
        odd.append(bytes(changed))
    bank_before = path.read_bytes()
    for one in odd:
        keys.key_file(path).write_bytes(one)
        for secret in (OLD, None):
            try:
                opened(path, secret).close()
            except BankUnusable as error:
                said = str(error)
                assert "damaged" not in said
                assert any(w in said for w in ("key file", "does not open")), said
    assert path.read_bytes() == bank_before


def test_another_bank_s_key_file_is_called_another_s_and_not_damage(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.amdesk"
    banks.create(other, OLD, make.CLOCK, WHO)[0].close()
    shutil.copyfile(keys.key_file(other), keys.key_file(path))
    key, target = keys.unlock(path, OLD).key, tmp_path / "empty" / "bank.amdesk"
    acts: list[Callable[[], object]] = [
        lambda: opened(path, OLD),
        lambda: damage.rescue(path, target, key, make.CLOCK, WHO),
        lambda: banks.restore(path, target, OLD, make.CLOCK, WHO),
        lambda: banks.restore(path, other, OLD, make.CLOCK, WHO),
    ]
    target.parent.mkdir()
    for act in acts:
        with pytest.raises(BankUnusable, match=r"key file .*/bank.* is not this bank’s") as caught:
            act()
        assert caught.value.code == "FOREIGN_KEY"
    assert list(target.parent.iterdir()) == []


def test_a_bank_under_another_key_is_its_owners_alone_from_the_first_moment(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever else the folder lets others do."""
    modes, true = list[int](), os.open

    def opening(place: Any, flags: int, mode: int = 0o777, **named: Any) -> int:
        if flags & os.O_CREAT and str(place).endswith(".amdesk"):
            modes.append(mode)
        return true(place, flags, mode, **named)

    bank = opened(path, OLD)
    assert isinstance(bank, SqliteBank)
    monkeypatch.setattr(os, "open", opening)
    rekey.under_another_key(bank, tmp_path / "new.amdesk", "ab" * 32)
    bank.close()
    assert modes == [0o600]
