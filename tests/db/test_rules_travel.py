"""Rules that travel: a bank keeps the number and hash of its rules. A newer program makes them anew, says which rows do not
hold them, and copies the bank first; an older one is told; on a shared bank its owner alone does it."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from amdesk.cli import main
from amdesk.db import rules, triggers
from amdesk.db.catalogue import LOGGED
from amdesk.db.engine import backup, keys, ruleset
from amdesk.db.engine.backup import copy_bank, prove
from amdesk.db.engine.errors import RuleBroken
from amdesk.db.engine.opening import create_bank, memory_bank, open_bank
from amdesk.db.engine.sqlite import SqliteBank, create_file
from amdesk.db.port import Bank, insert, update, value
from amdesk.domain.errors import BankUnusable
from amdesk.domain.texts import text
from amdesk.i18n import Words
from amdesk.services.bank import access, banks
from tests import make
from tests.conftest import ENGINES, postgres_bank
from tests.db import older

PINNED = {
    1: {
        "sqlite": "ca768b19c4d59ba2d018e8f1b8b90d44db1328552953a23cb047332b09b03630",
        "postgresql": "a8284d863b83b35e2269b5efe5ceac8fad84977c4ad45e2a5c938e71ac5035ba",
    },
    2: {
        "sqlite": "736ddcc767b9e9ce5265f188f621d245ee0da834b7ecf2251d3b3c20fbcb6348",
        "postgresql": "176cda65c1eda1f820ff4b17971a88b6e4bdf8809514f452a9061d23c0d40112",
    },
    3: {
        "sqlite": "95a7e16308e757c53b863cd74ca077a5e0e04083704502ae75b69c034ebd3977",
        "postgresql": "9f5180ca113816f224f32ecead652339bbfbe017438a0b8c7c9f63880109a449",
    },
    4: {
        "sqlite": "6df9bb817e7f9f00aa30a378f20e3a80ce1b2b19b821698bd0c92d5747912246",
        "postgresql": "eee68f2134a47c6aa6a0a814d283ba399df8b71db7f57dec97d05738208bffe5",
    },
    5: {
        "sqlite": "224262f8d34be0512d91a9d4e0cf4ddc0ac45c092e389e069f74f369d238aeb6",
        "postgresql": "0b2d1b61ea3eeb1e0586d859a8d471da7cd67c7f31ed6e78b64e8a1a97180d15",
    },
    6: {
        "sqlite": "7261aea4d64fd0c00faf69a87c7c1920c9f32e8b0464ba06dad274021a803b51",
        "postgresql": "ab25b902da1c9786f74f520947771ff6d05dac930a311b442cdd22480f27d022",
    },
}
"""The hashes of every number. A number that is out in the world keeps its own: a change of the rules is a new number."""
WHO = access.Who("Test", "test")


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a bank with somebody's booking of three days lies, made by this version."""
    if request.param == "sqlite":
        create_bank(tmp_path / "b.amdesk", None, actor="A", account="a", clock=make.CLOCK)[0].close()
        where = str(tmp_path / "b.amdesk")
        book(opened(where))
        yield where
        return
    from tests.server import address_of

    template = request.getfixturevalue("server")
    for _ in postgres_bank(template):
        where = address_of(template.replace("template", "test"))
        book(opened(where))
        yield where


@pytest.fixture
def file(tmp_path: Path) -> str:
    create_bank(tmp_path / "b.amdesk", None, actor="A", account="a", clock=make.CLOCK)[0].close()
    book(opened(str(tmp_path / "b.amdesk")))
    return str(tmp_path / "b.amdesk")


def opened(address: str, *, owner: bool = False) -> Bank:
    return open_bank(address, actor="T", account="t", clock=make.CLOCK, make=owner)


def booking(person: int, place: int, last: date) -> dict[str, Any]:
    return {
        "ref": f"B-{person}-{last}",
        "participant_id": person,
        "placement_id": place,
        "from_date": "2026-12-01",
        "to_date": last.isoformat(),
        "extent": 100,
        "status": "booked",
        "made_on": "2026-11-01",
    }


def book(bank: Bank) -> None:
    """Three days, which every rule of today allows."""
    banks.fill(bank)
    person, place = make.participant(bank), make.placement(bank, 5)
    with bank.write(text("a booking")):
        insert(bank, "booking", **booking(person, place, date(2026, 12, 3)))
    bank.close()


@contextmanager
def tightened() -> Iterator[None]:
    """While this lasts the program is a newer one, whose bookings have five days at least."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "NUMBER", rules.NUMBER + 1)
        patch.setitem(
            rules.VIEWS,
            "short_booking",
            "create view short_booking as select id as booking_id, from_date, to_date from booking "
            "where void = 0 and status in ('reserved', 'booked', 'started') and to_date < '2026-12-05'",
        )
        patch.setitem(rules.FAULTS, "short_booking", "AM011")
        guard = (
            "booking_short",
            "booking",
            "insert or update",
            "new.void = 0 and exists (select 1 from short_booking s where s.booking_id = new.id)",
            "AM011",
        )
        patch.setattr(triggers, "GUARDS", (*rules.GUARDS, guard))
        yield


def said(bank: Bank) -> str:
    return " ".join(Words("en").say(s) for s in banks.unmet(bank))


def copies(address: str) -> list[Path]:
    return sorted(Path(address).parent.glob("*-before-*.amdesk"))


def test_rules_that_are_changed_get_a_new_number() -> None:
    """Raise rules.NUMBER and pin the new hashes under it: an existing bank gets its rules by the number alone."""
    bank = memory_bank(make.CLOCK)
    columns = {t: bank.columns(t) for t in LOGGED}
    bank.close()
    scripts = {"sqlite": triggers.sqlite_script(columns), "postgresql": triggers.postgres_script(columns)}
    now = {engine: triggers.fingerprint(script) for engine, script in scripts.items()}
    assert max(PINNED) == rules.NUMBER
    assert PINNED[rules.NUMBER] == now


def test_a_bank_keeps_the_number_and_the_hash_of_its_rules(bank: Bank) -> None:
    kept = ruleset.standing(bank, bank.applied())
    assert (kept.number, kept.sha256) == (rules.NUMBER, PINNED[rules.NUMBER][bank.engine])
    assert kept.made == triggers.names(bank.rule_script())
    assert kept.unmet == frozenset()


def test_a_tightened_rule_is_made_in_a_bank_from_before_and_says_which_rows_do_not_hold_it(address: str) -> None:
    with tightened():
        bank = opened(address, owner=True)
        assert "guard_booking" in " ".join(bank.rule_names())
        assert "short_booking" in bank.rule_names()
        assert said(bank).startswith(
            "The rule AM011 short_booking is not held by 1 of the bank’s rows: booking_id 1, from_date 2026-12-01"
        )
        assert [f for f in banks.check(bank)["faults"] if "short_booking" in f] != []
        person, place = make.participant(bank), make.placement(bank)
        with pytest.raises(RuleBroken), bank.write(text("a short one")):
            insert(bank, "booking", **booking(person, place, date(2026, 12, 4)))
        with bank.write(text("a long one")):
            insert(bank, "booking", **booking(person, place, date(2026, 12, 30)))
        bank.close()
        again = opened(address)
        assert said(again) != "", "it is said until it is mended"
        with again.write(text("mended")):
            update(again, "booking", 1, to_date="2026-12-10")
        assert (said(again), prove(again)) == ("", [])
        again.close()


def test_an_older_program_is_told_of_newer_rules_and_leaves_them(address: str) -> None:
    with tightened():
        bank = opened(address, owner=True)
        before = bank.rule_names()
        bank.close()
    for owner in (False, True):
        with pytest.raises(BankUnusable) as told:
            opened(address, owner=owner)
        assert told.value.code == "NEWER"
    with tightened():
        bank = opened(address)
        assert bank.rule_names() == before
        bank.close()


def test_rules_are_made_anew_only_where_the_number_is_higher(file: str) -> None:
    bank = opened(file)
    with bank.unlogged():
        bank.execute("drop trigger lock_note_delete")
    bank.close()
    bank = opened(file, owner=True)
    assert prove(bank) == ["missing rule lock_note_delete"]
    bank.close()
    assert copies(file) == []


def test_a_rule_that_a_newer_program_no_longer_has_goes(address: str) -> None:
    with tightened():
        opened(address, owner=True).close()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rules, "NUMBER", rules.NUMBER + 1)
            patch.delitem(rules.VIEWS, "short_booking")
            patch.delitem(rules.FAULTS, "short_booking")
            patch.setattr(triggers, "GUARDS", rules.GUARDS)
            bank = opened(address, owner=True)
            assert [n for n in bank.rule_names() if "short" in n] == []
            assert (said(bank), prove(bank)) == ("", [])
            bank.close()


def test_other_rules_under_the_same_number_are_a_fault(bank: Bank) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(rules.VIEWS, "orphaned", rules.VIEWS["orphaned"] + " and 1 = 1")
        assert prove(bank) == ["other rules than this version's"]


@pytest.mark.skipif("postgresql" not in ENGINES, reason="needs AMDESK_TEST_POSTGRES")
def test_on_a_shared_bank_its_owner_alone_makes_rules(server: str) -> None:
    from tests.server import address_of

    for _ in postgres_bank(server):
        shared = address_of(server.replace("template", "test"))
        with tightened():
            with pytest.raises(BankUnusable) as told:
                opened(shared)
            assert told.value.code == "OLDER"
            assert "amdesk bank migrate" in Words("en").say(told.value.text)
            opened(shared, owner=True).close()
            opened(shared).close()


def test_a_bank_is_copied_before_its_rules_are_made_anew(file: str) -> None:
    with tightened():
        bank = opened(file)
        (copy,) = copies(file)
        assert banks.copy_before(bank) == copy
        bank.close()
        assert banks.copy_before(opened(file)) is None
        assert copies(file) == [copy]
    kept = opened(str(copy))
    assert prove(kept) == []
    assert value(kept, "select count(*) as n from booking") == 1
    kept.close()


def older_rules(file: str) -> None:
    """As a program left it whose rules had a lower number."""
    bank = opened(file)
    bank.execute("update rule_set set number = 0")
    bank.close()


def test_an_update_leaves_the_newest_three_copies_of_the_bank_from_before(file: str) -> None:
    older_rules(file)
    opened(file).close()
    (first,) = copies(file)
    old = [Path(file).with_name(f"b-before-2025010{i}-120000.amdesk") for i in range(1, 5)]
    for one in old:
        shutil.copyfile(first, one)
        shutil.copyfile(keys.key_file(first), keys.key_file(one))
        os.utime(one, (1_700_000_000, 1_700_000_000))
    older_rules(file)
    opened(file).close()
    assert len(copies(file)) == 3
    assert {first, old[3]} < set(copies(file))


@pytest.mark.parametrize("number", range(1, older.NEWEST))
@pytest.mark.thorough(36)
def test_a_bank_of_older_tables_is_copied_before_they_are_changed(tmp_path: Path, number: int) -> None:
    key, _ = keys.make(where := tmp_path / "old.amdesk", "A", None)
    create_file(where, key)
    with older.version(number):
        bank = SqliteBank(str(where), key, actor="A", account="a", clock=make.CLOCK)
        bank.migrate()
        older.fill(bank, number)
        bank.close()
    opened(str(where)).close()
    (copy,) = copies(str(where))
    kept = SqliteBank(str(copy), key, actor="A", account="a", clock=make.CLOCK)
    assert kept.applied() == {step.__name__ for step in older.STEPS[:number]}
    assert value(kept, "select count(*) as n from note") == 1
    kept.close()


def test_a_bank_that_cannot_be_copied_stays_as_it_is(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    with tightened(), monkeypatch.context() as patch:
        patch.setattr(backup, "_publish", full)
        with pytest.raises(BankUnusable, match="disk is full"):
            opened(file)
    bank = opened(file)
    assert "short_booking" not in bank.rule_names()
    bank.close()
    assert [p.name for p in Path(file).parent.iterdir() if "before" in p.name] == []


def test_a_new_bank_is_not_copied(file: str) -> None:
    assert copies(file) == []


@pytest.mark.thorough(long=True)
def test_several_programs_may_open_a_bank_with_older_rules_at_once(file: str) -> None:
    bank = opened(file)
    bank.execute("update rule_set set number = 0")
    bank.close()
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\nfrom amdesk.db.engine.opening import open_bank\nfrom tests import make\n"
        "open_bank(sys.argv[2], actor='A', account='a', clock=make.CLOCK).close()\n"
    )
    root = str(Path(__file__).parents[2])
    runs = [subprocess.Popen([sys.executable, "-c", code, root, file], stderr=subprocess.PIPE) for _ in range(6)]
    assert [(r.communicate()[1], r.returncode) for r in runs] == [(b"", 0)] * 6
    assert copies(file) != []
    bank = opened(file)
    assert prove(bank) == []
    bank.close()
    assert not list(Path(file).parent.glob("*.part"))


@pytest.mark.thorough(long=True)
def test_rows_from_before_a_rule_stand_in_the_way_of_no_backup(file: str, tmp_path: Path) -> None:
    old = tmp_path / "old-copy.amdesk"
    bank = opened(file)
    banks.backup(bank, old)
    bank.close()
    with tightened():
        bank = opened(file)
        banks.backup(bank, tmp_path / "copy.amdesk")
        target = memory_bank(make.CLOCK)
        assert copy_bank(bank, target) > 0
        assert said(target) == said(bank) != ""
        target.close()
        bank.close()
        for copy in (tmp_path / "copy.amdesk", old):
            banks.restore(copy, Path(file), None, make.CLOCK, WHO)
            restored = opened(file)
            assert said(restored) != ""
            restored.close()


@pytest.mark.thorough(long=True)
def test_rows_that_a_rule_did_not_find_when_it_came_still_stand_in_a_backups_way(file: str, tmp_path: Path) -> None:
    with tightened():
        bank = opened(file)
        assert isinstance(bank, SqliteBank)
        with bank.unlogged():
            bank.execute("drop trigger guard_booking_double_insert")
        with bank.write(text("twice at once")):
            insert(bank, "booking", **booking(1, 1, date(2026, 12, 30)))
        bank.make_rules()
        assert said(bank).count("AM") == 1
        with pytest.raises(BankUnusable, match="double_booked"):
            banks.backup(bank, tmp_path / "copy.amdesk")
        bank.close()


def test_bank_migrate_says_which_rows_and_where_the_copy_lies(address: str) -> None:
    with tightened():
        done = CliRunner().invoke(main, ["--lang", "en", "--bank", address, "bank", "migrate"])
    assert done.exit_code == 0, done.output
    assert "The rule AM011 short_booking is not held by 1 of the bank’s rows: booking_id 1" in done.stderr
    assert "The bank is up to date." in done.stdout
    if not access.is_shared(address):
        assert f"What was there before is kept: {copies(address)[0]}" in done.stdout
