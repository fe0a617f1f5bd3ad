"""A bank of any version, with content, comes to the newest on both engines: nothing lost, rules on, proved whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from amdesk.db.engine.backup import prove
from amdesk.db.port import insert, value
from amdesk.domain.texts import text
from amdesk.services.bank import banks
from amdesk.services.desk import Desk
from tests import make
from tests.conftest import ENGINES
from tests.db import older
from tests.db.older import opened as reopened


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """(engine, where a bank can be made)."""
    where = older.empty(request.param, tmp_path)
    yield request.param, where
    older.remove(request.param, where)


@pytest.fixture
def old(place: tuple[str, str]) -> tuple[str, str]:
    """A bank as version 0.2 made it, with people, a placement and an ended employment; (engine, where it lies)."""
    with older.version(10):
        bank = reopened(*place)
        bank.migrate()
        banks.fill(bank)
        person = make.participant(bank, name="Aida Demolund")
        make.placement(bank)
        with bank.write(text("an employment")):
            insert(
                bank,
                "employment",
                ref="E-1",
                participant_id=person,
                form="bea_visstid",
                from_date="2025-01-07",
                to_date="2025-06-30",
                extent=100,
            )
            bank.execute(
                "update code set code = 'z' || code where list = 'end_reasons' and code in ('A0', 'S0', 'B0')"
            )  # it had none
        bank.close()
    return place


def kept(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> None:
    """Every row is there as it was; tables of code lists and the like may have got more."""
    for table, was in before.items():
        lost = [r for r in was if r not in after[table]]
        assert lost == [], table


@pytest.mark.parametrize("number", range(1, older.NEWEST))
@pytest.mark.thorough(36)
def test_a_bank_of_each_version_with_a_row_in_every_table_comes_to_the_newest(
    place: tuple[str, str], number: int
) -> None:
    with older.version(number):
        bank = reopened(*place)
        bank.migrate()
        older.fill(bank, number)
        bank.close()
    bank = reopened(*place)
    before = older.contents(bank, number)
    assert [t for t, found in before.items() if not found] == []
    bank.migrate()
    kept(before, older.contents(bank, number))
    assert prove(bank) == []
    older.fill(bank, older.NEWEST)
    bank.close()


@pytest.mark.thorough(long=True)
def test_a_bank_goes_from_version_to_version_with_the_rows_of_each(place: tuple[str, str]) -> None:
    for number in range(1, older.NEWEST + 1):
        with older.version(number):
            bank = reopened(*place)
            before = older.contents(bank, number - 1) if number > 1 else {}
            bank.migrate()
            if number > 1:
                kept(before, older.contents(bank, number - 1))
            older.fill(bank, number)
            bank.close()
    bank = reopened(*place)
    assert bank.is_ready()
    assert prove(bank) == []
    bank.close()


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("number", [1, 7, older.NEWEST - 1])
def test_a_migrated_bank_is_made_as_a_new_one_is(place: tuple[str, str], tmp_path: Path, number: int) -> None:
    with older.version(number):
        bank = reopened(*place)
        bank.migrate()
        older.fill(bank, number)
        bank.close()
    (folder := tmp_path / f"new{number}").mkdir()
    where = older.empty(place[0], folder)
    migrated, new = reopened(*place), reopened(place[0], where)
    for bank in (migrated, new):
        bank.migrate()
    assert older.shape(migrated) == older.shape(new)
    for bank in (migrated, new):
        bank.close()
    older.remove(place[0], where)


def test_an_old_bank_with_content_is_migrated_and_whole(old: tuple[str, str]) -> None:
    bank = reopened(*old)
    bank.migrate()
    assert prove(bank) == []
    assert value(bank, "select name from participant") == "Aida Demolund"
    assert value(bank, "select count(*) as n from audit where step_id not in (select id from step)") == 0
    desk = Desk(bank, make.CLOCK)
    assert desk.results.desk(0) is not None
    assert desk.participants.listing()
    bank.close()


def test_reasons_that_a_file_can_name_are_added_once(old: tuple[str, str]) -> None:
    bank = reopened(*old)
    bank.migrate()
    bank.migrate()
    assert value(bank, "select count(*) as n from code where list = 'end_reasons' and code in ('A0', 'S0', 'B0')") == 3
    with bank.write(text("the rules are on again")):
        insert(bank, "setting", name="x", value="y")
    assert value(bank, "select count(*) as n from audit where tbl = 'setting'") >= 1
    bank.close()
