"""How a bank answers: keys, pairs and recovery codes, searching, steps within steps, what others did, what a backup says of a disk."""

from __future__ import annotations

import base64
import errno
import importlib
import json
import struct
import sys
from pathlib import Path
from types import ModuleType

import pytest

from amdesk.db import driver, port
from amdesk.db.engine import backup, keys, pairs, ruleset, sqlite
from amdesk.db.engine.errors import WrongKey
from amdesk.db.engine.opening import memory_bank, open_bank
from amdesk.db.port import Bank, rows, value
from amdesk.domain.errors import BankBusy, BankUnusable, Refused
from amdesk.domain.texts import text
from amdesk.services.bank import banks
from tests import make
from tests.make import TODAY
from tests.rows import put


@pytest.mark.thorough(long=True)
@pytest.mark.usefixtures("dear_keys")
def test_a_passphrase_is_as_dear_to_try_as_was_decided_and_opens_at_no_other_cost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cost = {"LANES": 4, "MEMORY_KIB": 65536, "ROUNDS": 3}
    assert {name: getattr(keys, name) for name in cost} == cost
    key = bytes(range(32))
    slot = keys._sealed(key, "Ada", "passphrase", "adas fras")
    assert keys._opened(slot, "adas fras") == key
    for name, dear in cost.items():
        with monkeypatch.context() as cheaper:
            cheaper.setattr(keys, name, dear // 2)
            assert keys._opened(slot, "adas fras") is None


def test_a_recovery_code_is_typed_with_or_without_hyphens_in_any_case_and_with_letters_that_look_alike() -> None:
    code = keys.new_recovery_code()
    assert [len(part) for part in code.split("-")] == [5, 5, 5, 5, 5, 1]
    assert keys.plain_code(f" {code.lower()} ") == code.replace("-", "")
    assert keys.plain_code("oil-O I L") == "011011"
    assert keys.plain_code("u!") == ""
    assert len({keys.new_recovery_code() for _ in range(20)}) == 20


def test_a_new_passphrase_leaves_the_other_users_theirs_and_the_old_code_opens_no_more(tmp_path: Path) -> None:
    bank = tmp_path / "b.amdesk"
    key, code = keys.make(bank, "Ada", "adas fras")
    kept = json.loads(keys.key_file(bank).read_text())
    other = tmp_path / "other.amdesk"
    keys.make(other, "Bo", "bos fras")
    slot = keys._sealed(bytes.fromhex(key), "Bo", "passphrase", "bos fras")
    keys.key_file(bank).write_text(json.dumps({**kept, "slots": [*kept["slots"], slot]}))
    assert keys.unlock(bank, "bos fras") == (key, "Bo", "passphrase")
    assert keys.unlock(bank, code.lower()) == (key, "", "recovery")
    new = keys.reseal(bank, "adas fras", "adas nya")
    assert keys.unlock(bank, "adas nya") == (key, "Ada", "passphrase")
    assert keys.unlock(bank, "bos fras") == (key, "Bo", "passphrase")
    assert keys.unlock(bank, new).key == key
    for gone in ("adas fras", code, "", None):
        with pytest.raises(WrongKey):
            keys.unlock(bank, gone)
    assert len(json.loads(keys.key_file(bank).read_text())["slots"]) == 3
    with pytest.raises(Refused, match="does not say whose"):
        keys.reseal(bank, new, "en tredje")
    keys.reseal(bank, new, "en tredje", whose="Bo")
    assert keys.unlock(bank, "en tredje") == (key, "Bo", "passphrase")
    assert keys.unlock(bank, "adas nya").user == "Ada"
    with pytest.raises(WrongKey):
        keys.unlock(bank, "bos fras")
    assert len(json.loads(keys.key_file(bank).read_text())["slots"]) == 3
    assert not keys.is_open(bank)
    with pytest.raises(BankUnusable):
        keys.make(bank, "Eva", "x")
    assert keys.unlock(bank, "en tredje").key == key
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.amdesk.key.json", "other.amdesk.key.json"]
    assert keys.key_file(bank).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "slots",
    [[], [{"user": "a", "kind": "open", "sealed": "00" * 31}], [{"user": "a", "kind": "open", "sealed": "00" * 33}],
     [{"user": "a", "kind": "open", "sealed": "00 " * 32}], [{"user": "a", "kind": "open"}], ["open"], [{"kind": "open", "sealed": "00" * 32}]],
)  # fmt: skip
def test_a_key_file_without_a_whole_key_is_refused(tmp_path: Path, slots: list[object]) -> None:
    bank = tmp_path / "b.amdesk"
    keys.key_file(bank).write_text(json.dumps({"version": 1, "slots": slots}))
    with pytest.raises(BankUnusable, match=r"key\.json"):
        keys.unlock(bank, None)
    keys.key_file(bank).write_text(json.dumps({"slots": [{"user": "a", "kind": "open", "sealed": "00" * 32}]}))
    assert keys.unlock(bank, None) == ("00" * 32, "a", "open")
    assert keys.is_open(bank)
    assert keys.content(bank) == keys.key_file(bank).read_bytes()


def test_a_salt_that_is_too_short_or_a_box_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    bank = tmp_path / "b.amdesk"
    keys.make(bank, "Ada", "fras")
    kept = json.loads(keys.key_file(bank).read_text())
    for change in ({"salt": "AAAAAAAAAA=="}, {"sealed": kept["slots"][0]["sealed"][:-4]}, {"salt": "?"}):
        keys.key_file(bank).write_text(json.dumps({"slots": [{**kept["slots"][0], **change}]}))
        with pytest.raises(BankUnusable, match=r"key\.json"):
            keys.unlock(bank, "fras")
    keys.key_file(bank).write_text(json.dumps(kept))
    assert keys.unlock(bank, "fras").user == "Ada"


def test_a_search_finds_the_oldest_first_and_no_more_than_asked_for(bank: Bank) -> None:
    found = [make.participant(bank, name="Bo Ek") for _ in range(3)]
    assert bank.search("participant", "ek bo", 2) == found[:2]
    assert bank.search("participant", "ek al", 9) == bank.search("participant", "-", 9) == []
    assert list(port.search_words('o\'ek "al" bo-ek; %')) == ["o", "ek", "al", "bo", "ek"]


def test_a_write_within_a_write_is_part_of_the_same_step(bank: Bank) -> None:
    with bank.write(text("outer")) as outer:
        with bank.write(text("inner")) as inner:
            put_code(bank, "AA")
        put_code(bank, "BB")
    assert outer == inner
    with bank.write(text("next")) as after:
        put_code(bank, "CC")
    assert [r["what"] for r in rows(bank, "select what from step order by id")] == ["outer", "next"]
    assert after > outer


def put_code(bank: Bank, code: str) -> None:
    port.insert(bank, "code", list="x", code=code, sv="", en="", position=0)


def fails(bank: Bank) -> None:
    with port.savepoint(bank):
        put_code(bank, "BB")
        raise ZeroDivisionError


def test_a_part_that_fails_is_taken_back_alone(bank: Bank) -> None:
    with bank.write(text("whole")):
        put_code(bank, "AA")
        with pytest.raises(ZeroDivisionError):
            fails(bank)
        with port.savepoint(bank):
            put_code(bank, "CC")
    assert [r["code"] for r in rows(bank, "select code from code order by id")] == ["AA", "CC"]


def test_a_step_says_who_what_and_whether_it_can_be_undone(bank: Bank) -> None:
    bank.actor, bank.account = "Ada", "ada01"
    with bank.write(text("{n} of {name}", n=2, name="Åsa"), undoable=False, kind="redo", of_step=7):
        put_code(bank, "AA")
    (row,) = rows(bank, "select actor, account, what, params, kind, of_step, undoable, state from step")
    assert tuple(row.values()) == ("Ada", "ada01", "{n} of {name}", '{"n": "2", "name": "Åsa"}', "redo", 7, 0, "done")


def test_one_and_value_are_of_the_first_row_or_none(bank: Bank) -> None:
    with bank.write(text("two")):
        put_code(bank, "AA")
        put_code(bank, "BB")
    sql = "select code, list from code where code <> :no order by code"
    assert port.one(bank, sql, no="") == {"code": "AA", "list": "x"}
    assert (value(bank, sql, no="AA"), value(bank, sql + " limit 0", no="")) == ("BB", None)
    assert port.tuples(bank, sql, no="") == [("AA", "x"), ("BB", "x")]
    assert (port.day_of(""), port.day_of(None), port.day_of(f"{TODAY}")) == (None, None, TODAY)


def test_a_bank_tells_once_that_somebody_else_has_changed_it(new_file: Path, tmp_path: Path) -> None:
    path = make.copied(new_file, tmp_path / "b.amdesk")
    mine, other = (open_bank(str(path), actor="T", account="t", clock=make.CLOCK) for _ in range(2))
    with mine.write(text("mine")):
        put_code(mine, "AA")
    assert not mine.changed()
    with other.write(text("theirs")):
        put_code(other, "BB")
    assert (mine.changed(), mine.changed()) == (True, False)
    for bank in (mine, other):
        bank.close()


@pytest.mark.parametrize(
    ("code", "said"),
    [(errno.ENOSPC, "full"), (errno.EDQUOT, "full"), (errno.EFBIG, "full"), (errno.EACCES, "Nothing may be written"),
     (errno.EROFS, "Nothing may be written"), (errno.EIO, "gone or does not answer")],
)  # fmt: skip
def test_why_no_backup_could_be_made_is_said_by_what_the_folder_refused(code: int, said: str, tmp_path: Path) -> None:
    assert said in backup.reason(OSError(code, ""), tmp_path).msgid


def test_a_log_row_without_its_step_is_a_fault_and_so_is_a_setting_that_is_off() -> None:
    bank = memory_bank(make.CLOCK)
    make.placement_values()
    assert backup.prove(bank) == []
    bank.conn.execute("pragma foreign_keys = off")
    bank.conn.execute("insert into audit (step_id, tbl, row_id, action) values (99, 'code', 1, 'insert')")
    faults = backup.prove(bank)
    assert any("foreign key" in f for f in faults)
    bank.close()
    again = memory_bank(make.CLOCK)
    again.conn.execute("pragma synchronous = normal")
    again.conn.execute("pragma foreign_keys = off")
    assert backup.prove(again) == ["setting synchronous missing", "setting foreign_keys missing"]
    again.close()


@pytest.mark.parametrize("count", [1, 20, 21])
def test_rows_that_a_rule_found_are_named_up_to_twenty(count: int) -> None:
    unmet = ruleset.Unmet("AM001", "overbooked", [{"placement_id": i} for i in range(count)])
    which = unmet.said.params["which"]
    assert str(which).count("placement_id") == min(count, 20)
    assert str(which).endswith("…") == (count > 20)
    assert unmet.said.params["count"] == count


def test_the_pages_in_a_log_are_those_of_its_own_round(tmp_path: Path) -> None:
    log, size = tmp_path / "b-wal", 512
    head = struct.pack(">4I8s8s", 0, 0, size, 0, b"saltsalt", b"checksum")

    def frame(page: int, salts: bytes = b"saltsalt") -> bytes:
        return struct.pack(">2I8s8s", page, 0, salts, b"checksum") + bytes(size)

    log.write_bytes(head + frame(7) + frame(9) + frame(5, b"oldsalts") + frame(11) + frame(13)[:10])
    assert sqlite.pages_in_log(log) == {7, 9, 11}
    log.write_bytes(head[:31])
    assert sqlite.pages_in_log(log) == sqlite.pages_in_log(tmp_path / "none") == set()


@pytest.mark.thorough(long=True)
def test_nothing_is_copied_into_a_bank_that_holds_people_or_placements() -> None:
    source, target = memory_bank(make.CLOCK), memory_bank(make.CLOCK)
    banks.fill(source)
    banks.fill(target)
    make.participant(source)
    make.placement(target)
    with pytest.raises(BankUnusable):
        backup.copy_bank(source, target)
    assert value(target, "select count(*) as n from placement") == 1
    empty = memory_bank(make.CLOCK)
    assert backup.copy_bank(source, empty) > 0
    assert value(empty, "select count(*) as n from participant") == 1
    assert put(empty, "case_worker", name="Ada", sort_name="ada") > 0
    with pytest.raises(BankUnusable):
        backup.copy_bank(source, empty)


@pytest.mark.parametrize("there", [False, True])
def test_the_tools_come_without_pandas_and_numpy_though_they_are_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    for name in driver.HEAVY:
        (tmp_path / f"{name}.py").write_text("")
        monkeypatch.setitem(sys.modules, name, ModuleType(name))  # so that what is imported here goes with the test
    for name in [n for n in sys.modules if n.split(".")[0] in {"sqlite_utils", *driver.HEAVY}]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(tmp_path)
    held = importlib.import_module("numpy") if there else None
    made = driver.utils()
    assert made is driver.utils() is sys.modules["sqlite_utils"]
    assert sys.modules.get("numpy") is held
    assert "pandas" not in sys.modules
    assert importlib.import_module("pandas").__file__ == str(tmp_path / "pandas.py")


def test_a_bank_whose_file_was_replaced_while_it_was_opened_is_not_the_one_that_is_worked_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "b.db")
    Path(path).touch()
    sqlite.SqliteBank(path, None, actor="Test", account="test", clock=make.CLOCK).close()
    lies = iter([(1, 1), (1, 2)])
    with monkeypatch.context() as replaced:
        replaced.setattr(sqlite, "_identity", lambda _path: next(lies))
        with pytest.raises(BankBusy):
            sqlite.SqliteBank(path, None, actor="Test", account="test", clock=make.CLOCK)
    sqlite.SqliteBank(path, None, actor="Test", account="test", clock=make.CLOCK).close()


def test_a_slot_opens_under_its_user_s_name_alone(tmp_path: Path) -> None:
    bank = tmp_path / "b.amdesk"
    key, code = keys.make(bank, "Ada", "adas fras")
    keys.add_user(bank, key, "Bo", "bos fras")
    assert keys.users(bank) == ["Ada", "Bo"]
    kept = json.loads(keys.key_file(bank).read_text())
    for change in ({"user": "Ada"}, {"kind": "recovery"}, {"binds": None}):
        slots = [{**s, **change} if s["user"] == "Bo" else s for s in kept["slots"]]
        slots = [{n: v for n, v in s.items() if v is not None} for s in slots]
        keys.key_file(bank).write_text(json.dumps({**kept, "slots": slots}))
        with pytest.raises(WrongKey):
            keys.unlock(bank, "bos fras")
        assert keys.unlock(bank, "adas fras").user == "Ada"
    keys.key_file(bank).write_text(json.dumps(kept))
    with pytest.raises(ValueError, match="Bo"):
        keys.add_user(bank, key, "Bo", "en fras till")
    keys.reseal(bank, "bos fras", "bos nya", keep_code=True)
    assert keys.unlock(bank, code).kind == "recovery"
    keys.drop_user(bank, "Bo")
    with pytest.raises(WrongKey):
        keys.unlock(bank, "bos nya")
    assert keys.unlock(bank, "adas fras") == (key, "Ada", "passphrase")


def test_a_slot_from_before_slots_bound_their_users_is_bound_without_its_passphrase(tmp_path: Path) -> None:
    bank = tmp_path / "b.amdesk"
    keys.make(bank, "Ada", "adas fras")
    kept = json.loads(keys.key_file(bank).read_text())
    plain = keys.unlock(bank, "adas fras").key
    older: keys.KeySlot = kept["slots"][0]
    del older["binds"]
    del older["public"], older["private"]
    sealed = pairs.box(bytes.fromhex(plain.own), bytes.fromhex(plain), keys._with(older))
    older["sealed"] = base64.b64encode(sealed).decode()
    keys.key_file(bank).write_text(json.dumps({**kept, "slots": [older, *kept["slots"][1:]]}))
    found = keys.unlock(bank, "adas fras").key
    assert (found, found.bound) == (plain, False)
    assert keys.from_store(bank, found) is None, "the code's slot is bound already"
    keys.bind(bank, found)
    again = keys.unlock(bank, "adas fras").key
    assert (again, again.bound, again.user) == (plain, True, "Ada")
    keys.bind(bank, again)
    assert keys.unlock(bank, "adas fras").key.own == again.own == plain.own
