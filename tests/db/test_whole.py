"""A bank that reads whole and is not: its search emptied, a rule or a trigger that says something else than it did."""

from __future__ import annotations

import pytest

from amdesk.db import triggers
from amdesk.db.engine.backup import prove
from amdesk.db.engine.opening import memory_bank
from amdesk.db.engine.sqlite import SqliteBank
from tests import make


@pytest.fixture
def bank() -> SqliteBank:
    found = memory_bank(make.CLOCK)
    for i in range(8):
        make.participant(found, name=f"Person {i}")
    assert prove(found) == []
    return found


def test_an_emptied_search_is_noticed(bank: SqliteBank) -> None:
    bank.execute("insert into participant_fts (participant_fts) values ('delete-all')")
    assert prove(bank) == ["search of participant lacks 8 rows"]


def test_one_row_that_the_search_does_not_find_is_noticed(bank: SqliteBank) -> None:
    row = bank.query("select id, search from participant where id = 3")[0]
    bank.execute("insert into participant_fts (participant_fts, rowid, search) values ('delete', :id, :search)", row)
    assert prove(bank) == ["search of participant lacks 1 rows"]


@pytest.mark.thorough(long=True)
def test_a_rule_that_says_something_else_is_noticed_whichever_it_is(bank: SqliteBank) -> None:
    """Each by itself: its text is changed as another program would, under the same name."""
    said = bank.query("select type, name, sql from sqlite_master where type in ('trigger', 'view') order by name")
    assert len(said) > 100
    bank.execute("pragma writable_schema = on")
    for rule in said[::5]:
        changed = rule["sql"].replace("end", " select 1; end").replace("END", " SELECT 1; END")
        if rule["type"] == "view":
            changed = f"create view {rule['name']} as select 1 as nothing where 1 = 0"
        values = {"name": rule["name"], "sql": changed}
        bank.execute("update sqlite_master set sql = :sql where name = :name", values)
        assert bank.changed_rules() == [rule["name"]]
        bank.execute("update sqlite_master set sql = :sql where name = :name", {**values, "sql": rule["sql"]})
    assert bank.changed_rules() == []


def test_a_trigger_of_the_search_that_is_gone_is_noticed(bank: SqliteBank) -> None:
    bank.execute("drop trigger participant_au")
    assert prove(bank) == ["missing rule participant_au"]


def test_the_search_is_kept_as_the_library_that_makes_it_says(bank: SqliteBank) -> None:
    own = triggers.texts(triggers.search_script())
    found = {
        r["name"]: triggers.plain(r["sql"])
        for r in bank.query("select name, sql from sqlite_master where type = 'trigger'")
    }
    assert {n: found.get(n) for n in own} == own
