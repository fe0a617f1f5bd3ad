"""An older bank and a newer program, a newer bank and an older program: who may change what, and what is left when it fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from amdesk.cli import main
from amdesk.db import schema
from amdesk.db.engine import keys, ruleset
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.sqlite import create_file
from amdesk.db.port import Bank, insert, rows, value
from amdesk.domain.errors import BankUnusable
from amdesk.domain.texts import text
from amdesk.services.bank import banks
from tests import make
from tests.conftest import ENGINES
from tests.db import older
from tests.db.test_rules_travel import booking, copies


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """(engine, address) of a bank without tables."""
    if request.param == "sqlite":
        key, _ = keys.make(where := tmp_path / "b.amdesk", "A", None)
        create_file(where, key)
        yield "sqlite", str(where)
        return
    from tests.server import address_of

    where_of = older.empty("postgresql", tmp_path)
    yield "postgresql", address_of(where_of.rsplit("dbname=", 1)[1])
    older.remove("postgresql", where_of)


def left_by(number: int, place: tuple[str, str]) -> dict[str, list[dict[str, object]]]:
    """A bank of that version with two people booked, one of them twice at once, as rules of its time may have let pass."""
    with older.version(number):
        bank = _raw(place)
        bank.migrate()
        older.fill(bank, number)
        person, where = (int(value(bank, f"select max(id) as id from {t}")) for t in ("participant", "placement"))
        with bank.unlogged():
            for name in [n for n in bank.rule_names() if n.startswith("guard_booking") or n == "guard_capacity"]:
                bank.execute(f"drop trigger {name}" + ("" if bank.engine == "sqlite" else f" on {_table(bank, name)}"))
        with bank.write(text("two at once")):
            for last in (date(2026, 12, 3), date(2026, 12, 4)):
                insert(bank, "booking", **booking(person, where, last))
        found = older.contents(bank, number)
        bank.close()
    return found


def _raw(place: tuple[str, str]) -> Bank:
    """A connection, with nothing brought up to date."""
    if place[0] == "sqlite":
        from amdesk.db.engine.sqlite import SqliteBank

        key = keys.unlock(Path(place[1]), None).key
        return SqliteBank(place[1], key, actor="T", account="t", clock=make.CLOCK)
    return older.opened(*place)


def _table(bank: Bank, trigger: str) -> str:
    return str(value(bank, "select tgrelid::regclass::text as t from pg_trigger where tgname = :n", n=trigger))


def opened(address: str, *, owner: bool = True) -> Bank:
    return open_bank(address, actor="T", account="t", clock=make.CLOCK, make=owner)


@pytest.mark.thorough(3)
@pytest.mark.parametrize("number", [1, 7, 12])
def test_rows_of_an_older_bank_that_a_rule_does_not_allow_are_kept_and_noted(
    place: tuple[str, str], number: int
) -> None:
    before = left_by(number, place)
    bank = opened(place[1])
    assert older.contents(bank, number) == before
    assert ruleset.noted(bank) == {"double_booked", "overbooked"}
    assert [u.view for u in ruleset.unmet(bank)] == ["overbooked", "double_booked"]
    bank.close()


@pytest.mark.parametrize("number", [1, 12])
def test_a_migration_that_fails_leaves_the_bank_as_it_was(
    place: tuple[str, str], number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = left_by(number, place)

    def broken(bank: Bank) -> None:
        schema.unwatched(bank, "note")
        bank.execute("update note set body = 'lost'")
        bank.execute("alter table note add column half text")
        raise BankUnusable(text("the disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", [*older.STEPS, broken])
        with pytest.raises(BankUnusable, match="the disk is full"):
            opened(place[1])
    with older.version(number):
        bank = _raw(place)
        assert bank.is_ready()
        assert older.contents(bank, number) == before
        assert "half" not in bank.columns("note")
        bank.close()
    if place[0] == "sqlite":
        assert copies(place[1]) != []


@pytest.mark.thorough(4)
@pytest.mark.parametrize("number", [1, 12])
@pytest.mark.parametrize("owner", [False, True])
def test_an_older_program_is_told_of_newer_tables_and_leaves_them(
    place: tuple[str, str], number: int, owner: bool
) -> None:
    bank = opened(place[1]) if place[0] == "postgresql" else _raw(place)
    bank.migrate()
    older.fill(bank, older.NEWEST)
    before, names = older.contents(bank, older.NEWEST), bank.rule_names()
    bank.close()
    with older.version(number), pytest.raises(BankUnusable) as told:
        opened(place[1], owner=owner)
    assert told.value.code == "NEWER"
    bank = _raw(place)
    assert (older.contents(bank, older.NEWEST), bank.rule_names()) == (before, names)
    bank.close()
    assert copies(place[1]) == [] if place[0] == "sqlite" else True


@pytest.mark.skipif("postgresql" not in ENGINES, reason="needs AMDESK_TEST_POSTGRES")
@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "words", ["bank create", "bank info", "bank check", "list participants", "list placements", "bank copy new.amdesk"]
)
def test_on_a_shared_bank_no_command_but_migrate_brings_it_up_to_date(
    place: tuple[str, str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AMDESK_PASSPHRASE", "fyra ord som ingen gissar")
    before = left_by(12, place)

    def run(said: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["--lang", "en", "--bank", place[1], *said.split()])
        return done.exit_code, done.output

    code, said = run(words)
    assert code != 0
    assert "amdesk bank migrate" in said
    with older.version(12):
        bank = _raw(place)
        assert bank.is_ready()
        assert older.contents(bank, 12) == before
        bank.close()
    assert run("bank migrate")[0] == 0
    bank = opened(place[1], owner=False)
    assert banks.unmet(bank) != []
    assert rows(bank, "select number from rule_set") != []
    bank.close()
