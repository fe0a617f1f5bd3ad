"""The catalogue says what every table is: it is the schema's on both engines, and a merge, its undo and an erasure do what it says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from amdesk.db import catalogue
from amdesk.db.bank import access_log, erasure, history
from amdesk.db.catalogue import PERSON, STAYS, TABLES, Erase, records
from amdesk.db.people import participants as people
from amdesk.db.port import Bank, one, rows, update, value
from amdesk.domain.texts import text
from tests import make
from tests.db import older
from tests.test_architecture import order

OWN = ("sqlite_", "_sqlite")
"""Tables of the engines, not of the bank."""
OF_PEOPLE = [t for t in TABLES if t.person]


def tables(bank: Bank) -> set[str]:
    found = rows(
        bank,
        "select name from sqlite_master where type = 'table'"
        if bank.engine == "sqlite"
        else "select tablename as name from pg_tables where schemaname = current_schema()",
    )
    return {r["name"] for r in found if not r["name"].startswith(OWN) and "_fts" not in r["name"]}


def references(bank: Bank) -> set[tuple[str, str, str]]:
    """(table, column, table that it refers to) of every foreign key."""
    if bank.engine == "sqlite":
        return {(t, k["from"], k["table"]) for t in tables(bank) for k in bank.query(f"pragma foreign_key_list({t})")}
    found = rows(
        bank,
        "select c.conrelid::regclass::text as tbl, a.attname as col, c.confrelid::regclass::text as other from pg_constraint c "
        "join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey) where c.contype = 'f' "
        "and c.connamespace = current_schema()::regnamespace",
    )
    return {(r["tbl"], r["col"], r["other"]) for r in found}


def test_every_table_is_declared_and_every_declared_table_is_there(bank: Bank) -> None:
    assert len({t.name for t in TABLES}) == len(TABLES)
    assert tables(bank) == {t.name for t in TABLES}


def test_a_table_that_nobody_declared_is_found(bank: Bank) -> None:
    with bank.unlogged():
        bank.execute("create table forgotten (id integer primary key)")
    assert tables(bank) - {t.name for t in TABLES} == {"forgotten"}


def test_what_refers_to_a_person_says_what_a_merge_and_an_erasure_do_with_it(bank: Bank) -> None:
    refers = {t for t, _, other in references(bank) if other == "participant"}
    named = {t for t in tables(bank) if "participant_id" in bank.columns(t)}
    assert refers | named == {t.name for t in OF_PEOPLE}
    assert [t.name for t in OF_PEOPLE if not t.merge or t.erase is None] == []
    assert {(t, c) for t, c, other in references(bank) if other == "participant"} <= {
        *((t.name, t.person) for t in OF_PEOPLE),
        ("participant", "merged_into"),
    }


def test_every_table_stands_in_a_room_and_after_those_that_it_refers_to(bank: Bank) -> None:
    assert {t.room for t in TABLES} <= set(order("db"))
    places = {t.name: i for i, t in enumerate(TABLES)}
    assert [(t, other) for t, _, other in references(bank) if places[t] < places[other]] == []
    rooms = order("db")
    room = {t.name: rooms.index(t.room) for t in TABLES}
    assert room["participant"] < room["booking"] < room["followup"]


def test_what_can_be_undone_is_logged_and_has_void(bank: Bank) -> None:
    for table in TABLES:
        assert table.undoable == ("void" in bank.columns(table.name)), table.name
        assert table.undoable <= table.logged, table.name
        assert not (table.fixed and table.logged), table.name
        assert table.searched <= ("search" in bank.columns(table.name)), table.name
    audited = {n for n in bank.rule_names() if n.startswith("audit_")}
    ends = ("_insert", "_update") if bank.engine == "sqlite" else ("",)
    assert audited == {f"audit_{t.name}{end}" for t in TABLES if t.logged for end in ends}


def test_an_erasure_names_columns_that_are_there(bank: Bank) -> None:
    for table in TABLES:
        if table.erase is not None and table.erase.clear:
            assert set(table.erase.clear) <= set(bank.columns(table.name)), table.name


@pytest.fixture
def two(bank: Bank) -> tuple[int, int, int]:
    """Two people with a row each in every table, and a record that was merged into the second: keys."""
    keys = []
    for _ in range(2):
        older.fill(bank, older.NEWEST)
        found = one(bank, "select max(id) as id from participant") or {}
        keys.append(int(found["id"]))
        access_log.log_read(bank, "record", keys[-1])
    with bank.write(text("an earlier merge")):
        third = people.add(bank, make.participant_values(name="Sara E"))
        update(bank, "participant", third, merged_into=keys[1])
    return keys[0], keys[1], third


def key_of(bank: Bank, table: str) -> str:
    return "id" if "id" in bank.columns(table) else "audit_id"


def everything(bank: Bank) -> dict[str, dict[int, dict[str, Any]]]:
    """All rows of all tables by their keys."""
    return {t.name: {r[key_of(bank, t.name)]: r for r in rows(bank, f"select * from {t.name}")} for t in TABLES}


def merge(bank: Bank, keep: int, gone: int) -> int:
    with bank.write(text("a merge")) as step:
        people.merge(bank, keep, gone, make.TODAY)
    return step


def of(found: dict[str, dict[int, dict[str, Any]]], table: str, person: int) -> dict[int, dict[str, Any]]:
    return {k: r for k, r in found[table].items() if r[PERSON[table]] == person}


def test_a_table_whose_record_says_what_is_erased_names_its_own() -> None:
    named = {t.name: t.erase.record for t in TABLES if t.erase is not None and t.erase.record}
    assert named == {name: name for name in records()}


@pytest.mark.thorough(24)
@pytest.mark.parametrize("table", [t.name for t in OF_PEOPLE if t.merge == "moved"])
def test_a_merge_brings_the_rows_of_each_table_to_the_kept_record_and_undo_back(
    bank: Bank, two: tuple[int, int, int], table: str
) -> None:
    keep, gone, _ = two
    before = everything(bank)
    assert of(before, table, keep)
    assert of(before, table, gone)
    step = merge(bank, keep, gone)
    after = everything(bank)
    assert of(after, table, gone) == {}
    for key, row in before[table].items():
        wanted = keep if row[PERSON[table]] == gone else row[PERSON[table]]
        assert after[table][key] == {**row, PERSON[table]: wanted}
    undo(bank, step)
    assert {k: r for k, r in everything(bank)[table].items() if k in before[table]} == before[table]


def undo(bank: Bank, step: int) -> None:
    found = next(s for s in history.steps(bank) if s.id == step)
    history.reverse(bank, found, "undo")


def test_undo_of_a_merge_gives_back_every_row_of_every_table(bank: Bank, two: tuple[int, int, int]) -> None:
    keep, gone, third = two
    with bank.write(text("numbers")):
        for person, number in ((keep, make.fresh_number()), (gone, make.fresh_number())):
            update(bank, "participant", person, identity=number, phone="070" if person == gone else "")
    before = everything(bank)
    step = merge(bank, keep, gone)
    after = everything(bank)["participant"]
    assert (after[gone]["merged_into"], after[third]["merged_into"]) == (keep, keep)
    undo(bank, step)
    now = everything(bank)
    for table in TABLES:
        was = before[table.name]
        assert {k: r for k, r in now[table.name].items() if k in was} == was, table.name
        if table.undoable:
            assert [r for k, r in now[table.name].items() if k not in was and not r["void"]] == [], table.name


def test_what_was_logged_of_a_record_stays_with_it(bank: Bank, two: tuple[int, int, int]) -> None:
    keep, gone, _ = two
    before = everything(bank)
    merge(bank, keep, gone)
    after = everything(bank)
    for table in OF_PEOPLE:
        if table.merge == "kept" and table.fixed:
            assert of(before, table.name, gone).items() <= of(after, table.name, gone).items(), table.name


def leaving(bank: Bank, person: int) -> list[erasure.Leaver]:
    return erasure.those(bank, {value(bank, "select uid from participant where id = :p", p=person)})


def test_an_erasure_does_with_each_table_what_is_declared_and_leaves_everybody_elses_rows(
    bank: Bank, two: tuple[int, int, int]
) -> None:
    other, person, _ = two
    before = everything(bank)
    with bank.write(text("an erasure"), undoable=False):
        erasure.erase(bank, leaving(bank, person), "plan", "N. Chef")
    after = everything(bank)
    for table in OF_PEOPLE:
        assert of(after, table.name, other).items() >= of(before, table.name, other).items(), table.name
        hers = of(before, table.name, person)
        assert hers, table.name
        left = {k: r for k, r in after[table.name].items() if k in hers}
        assert left == {k: wanted for k, r in hers.items() if (wanted := erased(table.erase, r)) is not None}, (
            table.name
        )
    papers = {r["document_id"] for r in of(before, "certificate", person).values()}
    assert {(after["document"][p]["name"], after["document"][p]["content"]) for p in papers} == {("", "")}
    logged = of(before, "audit", person)
    assert logged.keys() & after["audit_value"].keys() == set()


WORDS_THAT_STAY = {
    *(("booking", c) for c in ("ref", "reason")),
    *(("certificate", c) for c in ("number", "replaces")),
    *(("cohort_row", c) for c in ("ended_month", "gender")),
    *(("employment", c) for c in ("ref", "form", "end_reason")),
    *(("enrolment", c) for c in ("level_before", "level_after")),
    *(("followup", c) for c in ("detail", "source")),
    ("introduction", "reason"),
    *(("participant", c) for c in ("number", "gender", "gender_source")),
}
"""What is left of a person's rows in words, (table, column): numbers, codes and what was counted."""


def test_no_words_of_a_person_are_left_but_those_that_are_known(bank: Bank, two: tuple[int, int, int]) -> None:
    _, person, _ = two
    before = everything(bank)
    with bank.write(text("an erasure"), undoable=False):
        erasure.erase(bank, leaving(bank, person), "plan", "N. Chef")
    after = everything(bank)
    left = {
        (table.name, column)
        for table in OF_PEOPLE
        for key in of(before, table.name, person)
        for column, said in after[table.name].get(key, {}).items()
        if said == f"{column} 2"
    }
    assert left == WORDS_THAT_STAY


FACTS_THAT_STAY = {
    "access_log": "account actor at what",
    "audit": "action row_id step_id tbl",
    "booking": "closed_on employment_id extent from_date introduced_on made_on notice_on placement_id proposed_rank reason ref round_id status to_date",
    "case_worker_change": "from_id on_date to_id",
    "certificate": "document_id employment_id issued_on number replaces revoked_on signed_document_id",
    "cohort_row": "cohort_id ended_month gender position",
    "document": "sha256",
    "employment": "cancelled decision_from decision_to end_reason ended_on extent form from_date kind occupation_id placement_id ref to_date",
    "enrolment": "hours kind level_after level_before module_id on_date status",
    "followup": "contact detail employment_id on_date plan_city plan_pes situation source started_on",
    "introduction": "closed_on consent_on interview_on introduced_on offered_on reason status stayed stayed_on vacancy_id",
    "participant": "case_worker_id extent gender gender_source number registered_on",
}
"""Everything that an erasure leaves of a person who had something in every column: what counts and reports are made of."""


def test_nothing_of_a_person_is_left_but_what_is_known(bank: Bank) -> None:
    """Days, numbers and references too: whoever is erased had something in every column."""
    older.fill(bank, older.NEWEST)
    older.fill(bank, older.NEWEST, every=True)
    person = int(value(bank, "select max(id) as id from participant"))
    access_log.log_read(bank, "record", person)
    before = everything(bank)
    with bank.write(text("an erasure"), undoable=False):
        erasure.erase(bank, leaving(bank, person), "plan", "N. Chef")
    after = everything(bank)
    papers = {r["document_id"] for r in of(before, "certificate", person).values()}
    hers = {t.name: of(before, t.name, person).keys() for t in OF_PEOPLE} | {"document": papers}
    left = {
        table: {
            column
            for key in keys
            for column, said in after[table].get(key, {}).items()
            if said not in (None, "", "[]", "{}", 0) and column not in {"id", "uid", "participant_id", "void"}
        }
        for table, keys in hers.items()
    }
    assert {t: " ".join(sorted(columns)) for t, columns in left.items() if columns} == FACTS_THAT_STAY
    assert of(after, "cohort_row", person) == {}, "a frozen cohort counts somebody, and nobody can say whom"


def erased(rule: Erase | None, row: dict[str, Any]) -> dict[str, Any] | None:
    """What is left of a row: None where it goes."""
    assert rule is not None
    if rule.clear is None:
        return None
    values = {c: None if sql == "null" else json.loads(sql.replace("'", '"')) for c, sql in rule.clear.items()}
    return row if rule == STAYS else {**row, **values}


def test_every_list_derives_from_the_catalogue() -> None:
    assert set(catalogue.MOVED) < set(catalogue.LOGGED)
    assert set(catalogue.COPIED) == {t.name for t in TABLES} - {"rule_set"}
    assert set(catalogue.CLEARABLE) == {"document", "audit_value", "access_log", "seal_row"}
