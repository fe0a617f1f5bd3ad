"""Each migration by itself, from a bank of the version before that has rows in every table with something in every column:
nothing is lost, what is new has the value that is written down here, references and rules hold, what was done is undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from amdesk.db import catalogue, schema
from amdesk.db.bank import history
from amdesk.db.engine.backup import prove
from amdesk.db.engine.opening import memory_bank
from amdesk.db.port import Bank, insert, rows, update, value
from amdesk.domain.texts import text
from tests import make
from tests.conftest import ENGINES
from tests.db import older


class Adds(NamedTuple):
    """What a migration adds: tables, and columns with the value that they have in the rows from before."""

    tables: tuple[str, ...] = ()
    columns: dict[tuple[str, str], object] = {}  # noqa: RUF012 - nobody changes it


ADDED = {
    1: Adds(),
    2: Adds(),
    3: Adds(("round",), {("booking", "round_id"): None}),
    4: Adds(("capacity_wish",)),
    5: Adds(columns={("booking", "closed_on"): None, ("booking", "notice_on"): None}),
    6: Adds(),
    7: Adds(columns={("certificate", "signed_document_id"): None}),
    8: Adds(("module", "module_occasion", "enrolment", "attendance")),
    9: Adds(columns={("profile", "state"): "in_use"}),
    10: Adds(columns={("assessment", "comment"): ""}),
    11: Adds(
        ("contact_attempt", "payment", "measure", "cohort", "cohort_row", "cohort_window", "report", "erasure"),
        {("followup", "started_on"): None, ("followup", "detail"): ""},
    ),
    12: Adds(),
    13: Adds(("rule_set",)),
    14: Adds(),
    15: Adds(),
    16: Adds(("import_row",)),
    17: Adds(("list_row",)),
    18: Adds(columns={("account", "roles"): ""}),
    19: Adds(("seal", "seal_row"), {("access_log", "uid"): "", ("access_log", "words"): ""}),
    20: Adds(("guidance", "guidance_used")),
    21: Adds(columns={("booking", "despite"): ""}),
    22: Adds(
        ("report_row",),
        {
            ("report", c): ""
            for c in ("recipient", "occupation", "department", "reference", "salt", "commitment", "shown", "counted")
        },
    ),
    23: Adds(("agreed_hours", "workday")),
    24: Adds(("employer", "employer_contact", "employer_talk", "vacancy", "introduction")),
    25: Adds(columns={("participant", "restricted_on"): None, ("participant", "restricted_why"): ""}),
    26: Adds(
        (
            "frozen_report",
            "workshop",
            "improvement",
            "improvement_step",
            "recommendation",
            "recommendation_action",
            "evidence",
        )
    ),
    27: Adds(("queue_place",)),
    28: Adds(("subsidy", "subsidy_claim")),
    29: Adds(
        columns={
            ("round", "followed"): "[]",
            ("booking", "proposed_rank"): None,
            ("booking", "passed_why"): "",
            ("booking", "overruled"): "",
        }
    ),
    30: Adds(("activity_demand",)),
    31: Adds(("deputy",)),
    32: Adds(),
    33: Adds(("place_hold",)),
    34: Adds(),
    35: Adds(),
}
"""By the number of the migration. A new one is written down here: what it adds, and what older rows have in it."""


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """(engine, where a bank can be made)."""
    where = older.empty(request.param, tmp_path)
    yield request.param, where
    older.remove(request.param, where)


def columns(number: int) -> dict[str, set[str]]:
    """Every table of a version with its columns."""
    with older.version(number):
        bank = memory_bank(make.CLOCK)
    names = {t.name for t in catalogue.TABLES}
    found = {t: set(bank.columns(t)) for t in names if bank.columns(t)}
    bank.close()
    return found


@pytest.mark.parametrize("number", range(2, older.NEWEST + 1))
@pytest.mark.thorough(36)
def test_what_a_migration_adds_is_written_down_and_it_takes_nothing_away(number: int) -> None:
    before, after = columns(number - 1), columns(number)
    assert {t: lost for t, had in before.items() if (lost := had - after.get(t, set()))} == {}
    assert set(ADDED[number].tables) == after.keys() - before.keys()
    assert set(ADDED[number].columns) == {(t, c) for t, had in before.items() for c in after[t] - had}


def test_no_migration_goes_untested() -> None:
    assert list(ADDED) == list(range(1, len(schema.MIGRATIONS) + 1))
    assert [work.__name__[:6] for work in schema.MIGRATIONS] == [f"m{n:04d}_" for n in ADDED]


class Left(NamedTuple):
    """What the version before left: all its rows, what its log says, two steps that can be undone, and a person."""

    rows: dict[str, list[dict[str, Any]]]
    said: list[history.LoggedStep]
    filled: int
    changed: int
    person: int


def leave(place: tuple[str, str], number: int) -> Left:
    """A bank as that version leaves it: two rows in every table, one with something in every column, and a changed phone."""
    with older.version(number):
        bank = older.opened(*place)
        bank.migrate()
        older.fill(bank, number)
        with bank.write(text("code lists")):  # as every bank has them: a migration may add to them
            insert(bank, "code", list="end_reasons", code="A1", sv="Arbete", en="Work", position=1)
        filled = older.fill(bank, number, every=True)
        person = int(value(bank, "select max(id) as id from participant"))
        with bank.write(text("a phone")) as changed:
            update(bank, "participant", person, phone="070-174 06 50")
        left = Left(older.contents(bank, number), history.steps(bank), filled, changed, person)
        assert [t for t, found in left.rows.items() if len(found) < 2] == []
        bank.close()
    return left


def whole(bank: Bank, left: Left, number: int) -> None:
    """The rows are as they were left, and nothing was written but what a migration adds to the code lists."""
    now = older.contents(bank, number)
    added = [r for r in now["code"] if r not in left.rows["code"]]
    assert {r["list"] for r in added} <= {"end_reasons"}
    now["code"] = [r for r in now["code"] if r not in added]
    assert now == left.rows
    assert history.steps(bank) == left.said
    unnoted = set() if bank.columns("rule_set") else {"other rules than this version's"}
    assert set(prove(bank)) == unnoted, "a bank before the note of its rules cannot say which they are"
    if bank.engine == "sqlite":
        assert rows(bank, "pragma foreign_key_check") == []


def given(bank: Bank, left: Left, numbers: range) -> None:
    """Older rows have in every new column what is written down."""
    for number in numbers:
        for (table, column), wanted in ADDED[number].columns.items():
            if table not in left.rows:
                continue
            assert {r[column] for r in rows(bank, f"select {column} from {table}")} == {wanted}, (table, column)


def undo(bank: Bank, step: int) -> None:
    history.reverse(bank, next(s for s in history.steps(bank) if s.id == step), "undo")


def taken_back(bank: Bank, left: Left, number: int) -> None:
    """What the older program did is undone by the newer one: the phone, then the last row of every table."""
    undo(bank, left.changed)
    assert value(bank, "select phone from participant where id = :p", p=left.person) == f"phone {left.person}"
    undo(bank, left.filled)
    found = older.contents(bank, number)
    for table in (t for t in found if t in catalogue.UNDOABLE):
        assert [r["void"] for r in found[table] if r["id"] == max(r["id"] for r in left.rows[table])] == [1], table
        assert found[table][0]["void"] == 0, table
    assert prove(bank) == []


@pytest.mark.parametrize("number", range(2, older.NEWEST + 1))
@pytest.mark.thorough(40)
def test_a_migration_keeps_every_row_and_what_was_done_can_be_undone(place: tuple[str, str], number: int) -> None:
    left = leave(place, number - 1)
    with older.version(number):
        bank = older.opened(*place)
        bank.migrate()
        whole(bank, left, number - 1)
        given(bank, left, range(number, number + 1))
        bank.close()
    bank = older.opened(*place)
    bank.migrate()
    whole(bank, left, number - 1)
    given(bank, left, range(number, older.NEWEST + 1))
    taken_back(bank, left, number - 1)
    bank.close()
