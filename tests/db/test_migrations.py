"""A bank from before a migration, with content, comes through it on both engines: proved whole, nothing lost, rules on."""

from __future__ import annotations

from pathlib import Path

import pytest

from amdesk.db import schema, triggers
from amdesk.db.engine.backup import prove
from amdesk.db.engine.sqlite import SqliteBank, create_file
from amdesk.db.port import Bank, insert, value
from amdesk.domain.texts import text
from amdesk.services.bank import banks
from amdesk.services.desk import Desk
from tests import make
from tests.conftest import ENGINES, SERVER, _at

NEW_TABLES = {"contact_attempt", "payment", "measure", "cohort", "cohort_row", "cohort_window", "report", "erasure"}
KEY = "ab" * 32


def reopened(engine: str, where: str) -> Bank:
    if engine == "sqlite":
        return SqliteBank(where, KEY, actor="T", account="t", clock=make.CLOCK)
    from amdesk.db.engine.postgres import PostgresBank

    return PostgresBank(where, actor="T", account="t", clock=make.CLOCK)


@pytest.fixture(params=ENGINES)
def old(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """A bank as version 0.2 made it, with people, a placement and an ended employment; (engine, where it lies)."""
    engine = request.param
    where = str(tmp_path / "old.amdesk") if engine == "sqlite" else _at(f"amdesk_old_{make.fresh_number()[-4:]}")
    if engine == "sqlite":
        create_file(Path(where), KEY)
    else:
        import psycopg

        name = where.rsplit("dbname=", 1)[1]
        with psycopg.connect(SERVER, autocommit=True) as admin:
            admin.execute(f"drop database if exists {name} with (force)")
            admin.execute(f"create database {name}")
    tables = tuple(t for t in schema.UNDOABLE if t not in NEW_TABLES)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "STEPS", schema.MIGRATIONS[:10])
        patch.setattr(schema, "UNDOABLE", tables)
        patch.setattr(triggers, "UNDOABLE", tables)
        bank = reopened(engine, where)
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
    return engine, where


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
