"""The log is a chain: whoever changes, removes, reorders or puts in a row with the key at hand is noticed, and nobody else is."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest

from amdesk.db import catalogue
from amdesk.db.bank import access_log, erasure, history
from amdesk.db.competence import assessments
from amdesk.db.engine import chain, chaincheck, ruleset
from amdesk.db.engine.backup import copy_bank, prove
from amdesk.db.engine.errors import RuleBroken
from amdesk.db.people import participants as people
from amdesk.db.port import Bank, insert, one, rows, update, value
from amdesk.db.schema import UNDETAILED_REASONS
from amdesk.domain.texts import text
from tests import make
from tests.db import older

LOG = ("step", "audit", "audit_value", "access_log", "document", "seal", "seal_row")


def key_of(table: str) -> str:
    return "audit_id" if table == "audit_value" else "id"


def worked_in(bank: Bank) -> int:
    """A bank in which some work was done, undone, read and asked for, sealed in two batches. Returns somebody's key."""
    person = make.participant(bank, name="Quilla Demolund")
    other = make.participant(bank, name="Bo Testberg")
    access_log.log_read(bank, "participant", person, "ringde Quilla", "")
    access_log.log_read(bank, "search", None, "3", "quil")
    chain.seal(bank)
    with bank.write(text("papers")):
        for page in (b"one", b"two", b"three"):
            assessments.keep_document(bank, "page.pdf", page)
    with bank.write(text("a phone")):
        update(bank, "participant", person, phone="070-174 06 50")
    history.reverse(bank, history.last_step(bank, "undo") or pytest.fail("no step"), "undo")
    access_log.log_read(bank, "participant", other)
    access_log.log_read(bank, "participant", person)
    with bank.write(text("another")):
        update(bank, "participant", other, phone="070-174 06 51")
    chain.seal(bank)
    return person


def said(bank: Bank) -> list[str]:
    return [str(f) for f in chaincheck.faults(bank)]


def unlocked(bank: Bank) -> None:
    """Somebody who holds the key writes whatever it may be: the bank's triggers are no hindrance."""
    with bank.unlogged():
        for name in [n for n in bank.rule_names() if n.startswith(("lock_", "audit_", "guard_"))]:
            ruleset.remove(bank, name)
        if bank.engine != "sqlite":
            bank.execute("alter table seal_row drop constraint if exists seal_row_seal_id_fkey")
            bank.execute("alter table audit drop constraint if exists audit_step_id_fkey")
            bank.execute("alter table audit_value drop constraint if exists audit_value_audit_id_fkey")


def loose(bank: Bank) -> None:
    """References are no hindrance either."""
    off = "pragma foreign_keys = off" if bank.engine == "sqlite" else "set session_replication_role = replica"
    bank.execute(off)


@pytest.fixture
def forged(bank: Bank) -> Bank:
    worked_in(bank)
    assert said(bank) == []
    unlocked(bank)
    loose(bank)
    return bank


class _RolledBackError(Exception):
    pass


def after(bank: Bank, *forging: tuple[str, Mapping[str, object]]) -> list[str]:
    """What is said of the log once somebody has done this; then it is as it was."""
    found: list[str] = []
    with suppress(_RolledBackError), bank.unlogged():
        for sql, params in forging:
            bank.execute(sql, params)
        found = said(bank)
        raise _RolledBackError
    return found


FREE = {("seal", "horizon")}
"""How far a shared bank has been sealed through: it says nothing of what was done."""


def other(table: str, column: str, was: object) -> object:
    """Another value for a column, one that its checks take."""
    if (table, column) == ("step", "state"):
        return "undone" if was == "done" else "done"
    if (table, column) == ("step", "kind"):
        return "system"
    if (table, column) == ("audit", "action"):
        return "update" if was == "insert" else "insert"
    number = isinstance(was, int) or column in {"of_step", "participant_id"}
    return (was or 0) + 1000 if number else f"{was or ''}x"  # type: ignore[operator]  # a number, or nothing


@pytest.mark.thorough(7)
@pytest.mark.parametrize("table", LOG)
def test_any_value_of_any_row_of_the_log_that_is_changed_is_noticed(forged: Bank, table: str) -> None:
    key = key_of(table)
    for row in rows(forged, f"select * from {table} order by {key}")[1:4]:
        for column, was in row.items():
            if (table, column) not in FREE:
                now = other(table, column, was)
                sql = f"update {table} set {column} = :now where {key} = :key"
                assert after(forged, (sql, {"now": now, "key": row[key]})), f"{table}.{column}: {was} -> {now}"
    assert said(forged) == []


@pytest.mark.parametrize("table", LOG)
def test_any_row_of_the_log_that_is_removed_is_noticed(forged: Bank, table: str) -> None:
    key = key_of(table)
    for row in rows(forged, f"select {key} from {table}"):
        assert after(forged, (f"delete from {table} where {key} = :key", {"key": row[key]})), f"{table} {row[key]}"
    assert after(forged, (f"delete from {table}", {})), table


@pytest.mark.parametrize("table", LOG)
def test_rows_of_the_log_that_change_places_are_noticed(forged: Bank, table: str) -> None:
    key = key_of(table)
    keys = [r[key] for r in rows(forged, f"select {key} from {table} order by {key}")]
    for first, second in pairwise(keys):
        swapped = [
            (f"update {table} set {key} = :now where {key} = :was", {"now": now, "was": was})
            for was, now in ((first, -7), (second, first), (-7, second))
        ]
        assert after(forged, *swapped), f"{table} {first} {second}"


def test_a_row_that_is_put_in_between_is_noticed(bank: Bank) -> None:
    if bank.engine != "sqlite":
        pytest.skip("rows of a shared bank may come late")
    worked_in(bank)
    unlocked(bank)
    loose(bank)
    with bank.unlogged():
        bank.execute("update access_log set id = id + 1000")
        bank.execute("update seal_row set row_id = row_id + 1000 where tbl = 'access_log'")
    access_log.log_read(bank, "participant", 1)
    with bank.unlogged():
        bank.execute("update access_log set id = 900 where id = (select max(id) from access_log)")
    assert any("put in" in one for one in said(bank))


def test_a_log_that_is_cut_off_and_sealed_anew_is_noticed_by_the_head_in_a_copy(bank: Bank) -> None:
    worked_in(bank)
    noted = chain.last(bank)
    assert chaincheck.follows(bank, noted)
    unlocked(bank)
    loose(bank)
    with bank.unlogged():
        bank.execute("delete from access_log where id = (select max(id) from access_log)")
        bank.execute("delete from seal_row")
        bank.execute("delete from seal")
        if bank.engine == "sqlite":
            bank.execute("update sqlite_sequence set seq = 0 where name in ('seal', 'seal_row')")
            bank.execute("update sqlite_sequence set seq = (select max(id) from access_log) where name = 'access_log'")
    chain.seal(bank)
    assert said(bank) == [], "whoever rewrites all of it makes a chain that holds in itself"
    assert not chaincheck.follows(bank, noted), "and that is not the one that was noted"


@pytest.mark.parametrize("kept", [0, 1])
def test_last_seals_that_are_taken_away_so_that_changed_rows_are_sealed_anew_are_noticed(
    forged: Bank, kept: int
) -> None:
    if forged.engine != "sqlite":
        pytest.skip("a shared bank leaves numbers out: what tells is the head in a copy")
    with forged.unlogged():
        forged.execute(
            f"update access_log set actor = 'Somebody else' where id in "
            f"(select row_id from seal_row where tbl = 'access_log' and seal_id > {kept})"
        )
        forged.execute(f"delete from seal_row where seal_id > {kept}")
        forged.execute(f"delete from seal where id > {kept}")
    assert chain.seal(forged) > 0, "as whatever opens the bank next does"
    assert any("are gone" in one for one in said(forged))


def test_numbers_that_a_shared_bank_left_out_are_no_fault_in_a_copy_of_it(bank: Bank) -> None:
    if bank.engine != "sqlite":
        pytest.skip("the copy is a file")
    worked_in(bank)
    unlocked(bank)
    loose(bank)
    with bank.unlogged():
        bank.execute("update seal set horizon = '7:9' where id = 2")
        bank.execute("update seal_row set seal_id = 5 where seal_id = 2")
        bank.execute("update seal set id = 5 where id = 2")
        bank.execute("update sqlite_sequence set seq = 5 where name = 'seal'")
    assert said(bank) == []
    access_log.log_read(bank, "participant", 1)
    chain.seal(bank)
    assert said(bank) == []


def leaving(bank: Bank, person: int) -> list[erasure.Leaver]:
    return erasure.those(bank, {value(bank, "select uid from participant where id = :p", p=person)})


def erase(bank: Bank, person: int) -> None:
    with bank.write(text("an erasure"), undoable=False):
        erasure.erase(bank, leaving(bank, person), "plan", "N. Chef")


def test_an_erasure_takes_the_words_and_does_not_break_the_chain(bank: Bank) -> None:
    person = worked_in(bank)
    before = chain.last(bank)
    erase(bank, person)
    assert said(bank) == []
    chain.seal(bank)
    assert said(bank) == []
    assert chaincheck.follows(bank, before)
    assert value(bank, "select count(*) as n from access_log where why like '%Quilla%' or words like '%quil%'") == 0
    hers = "select count(*) as n from seal_row s join audit a on a.id = s.row_id where s.tbl = 'audit' and a.participant_id = :p and s.salt <> ''"
    assert (
        value(
            bank,
            hers + " and not exists (select 1 from audit_value v where v.audit_id = a.id) and s.digest <> ''",
            p=person,
        )
        == 0
    )


@pytest.mark.parametrize(
    ("table", "column"), [("step", "params"), ("access_log", "why"), ("access_log", "actor"), ("audit", "tbl")]
)
def test_what_an_erasure_left_is_held_to_still(bank: Bank, table: str, column: str) -> None:
    person = worked_in(bank)
    erase(bank, person)
    chain.seal(bank)
    emptied = value(bank, "select min(row_id) as r from seal_row where tbl = :t and salt = ''", t=table)
    assert emptied is not None
    unlocked(bank)
    with bank.unlogged():
        bank.execute(f"update {table} set {column} = 'forged' where id = :id", {"id": emptied})
    assert said(bank)


def test_words_that_are_taken_away_without_an_erasure_are_noticed(forged: Bank) -> None:
    with forged.unlogged():
        forged.execute("update access_log set why = '', words = '' where id = 1")
        forged.execute("update seal_row set salt = '' where tbl = 'access_log' and row_id = 1")
    assert any("no erasure" in one for one in said(forged))
    erase(forged, 2)
    chain.seal(forged)
    assert any("no erasure" in one for one in said(forged)), "a later erasure does not stand for it"


def test_a_merge_and_its_undo_leave_the_chain_whole(bank: Bank) -> None:
    keep = worked_in(bank)
    gone = make.participant(bank, name="Quilla D")
    with bank.write(text("a merge")):
        people.merge(bank, keep, gone, make.TODAY)
    chain.seal(bank)
    history.reverse(bank, history.last_step(bank, "undo") or pytest.fail("no step"), "undo")
    chain.seal(bank)
    assert said(bank) == []
    assert prove(bank) == []


def test_a_copy_to_another_bank_holds_the_same_chain(bank: Bank) -> None:
    worked_in(bank)
    target = make.memory()
    with target.write(text("rows of its own")):
        for i in range(30):
            insert(target, "task_mark", task=str(i), on_date=make.TODAY)
    with target.unlogged():
        unlocked(target)
        target.execute("pragma defer_foreign_keys = on")
        target.execute("delete from audit_value")
    copy_bank(bank, target)
    assert said(target) == []
    assert chaincheck.follows(target, chain.last(bank))
    access_log.log_read(target, "participant", 1)
    chain.seal(target)
    assert said(target) == []
    target.close()


def test_nothing_is_sealed_twice_and_what_comes_later_is_sealed_next(bank: Bank) -> None:
    worked_in(bank)
    seals = chain.last(bank).seal
    assert chain.seal(bank) == 0
    assert chain.last(bank).seal == seals
    access_log.log_read(bank, "participant", 1)
    assert chain.seal_quietly(bank) == 1
    assert chain.last(bank).seal > seals


def test_many_rows_are_sealed_in_batches(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "BATCH", 3)
    monkeypatch.setattr(chaincheck, "AT_ONCE", 4)
    for _ in range(10):
        access_log.log_read(bank, "participant", 1)
    assert chain.seal(bank) == 10
    assert [r["count"] for r in rows(bank, "select count from seal order by id")] == [3, 3, 3, 1]
    assert said(bank) == []


CHANGES = (
    "update step set actor = 'Nobody'",
    "update step set params = 'x'",
    "update step set state = 'done' where state = 'undone'",
    "update step set undoable = 1 - undoable",
    "delete from step",
    "update seal set head = ''",
    "delete from seal",
    "update seal_row set salt = ''",
    "delete from seal_row",
    "update access_log set why = ''",
    "delete from access_log",
)


def test_the_bank_itself_refuses_any_change_of_its_log(bank: Bank) -> None:
    worked_in(bank)
    for change in CHANGES:
        with pytest.raises(RuleBroken) as refused, bank.unlogged():
            bank.execute(change)
        assert refused.value.code == "AM009", change
    assert said(bank) == []


def test_nobody_puts_a_step_in_place_of_one_that_stands(bank: Bank) -> None:
    worked_in(bank)
    with pytest.raises(RuleBroken), bank.write(text("a step")):
        bank.execute("update step set at = '2020-01-01' where id = 1")
    assert (one(bank, "select at from step where id = 1") or {})["at"] != "2020-01-01"


def test_a_row_of_the_bank_itself_that_is_changed_put_in_or_taken_away_past_the_log_is_noticed(bank: Bank) -> None:
    """Whoever gives herself a role or another capacity with the key at hand leaves no step."""
    older.fill(bank, older.NEWEST, {*catalogue.LOGGED, "document"})
    with bank.unlogged():
        for name in [n for n in bank.rule_names() if n.startswith(("lock_", "audit_", "guard_"))]:
            ruleset.remove(bank, name)
    loose(bank)
    before = said(bank)
    for table in catalogue.LOGGED:
        if table == "code":
            continue
        row = rows(bank, f"select id from {table}")[0]["id"]
        forging = {
            "changed": (f"update {table} set void = 1 - void where id = :id", {"id": row}),
            "moved": (f"update {table} set id = id + 900 where id = :id", {"id": row}),
        }
        for what, one_of in forging.items():
            found = set(after(bank, one_of)) - set(before)
            assert any(f"bank, {table} row" in said_of for said_of in found), f"{table} {what}"


BESIDE = {"rule_set"}
"""What is made anew from the program whenever the bank is opened by it."""


def test_every_table_is_in_the_chain_or_held_to_what_the_chain_says_of_it() -> None:
    held = {*catalogue.LOGGED, *(c.table for c in chain.CHAINED), "audit_value", "seal", "seal_row"}
    assert {t.name for t in catalogue.TABLES} - held == BESIDE


def another(column: dict[str, Any], was: object) -> object:
    """Another value of the kind that the column holds."""
    if column["type"].upper().startswith("INT"):
        return int(str(was or 0)) + 1000
    return f"{was or ''}x"


@pytest.mark.parametrize("table", sorted({*catalogue.LOGGED, "document"}))
@pytest.mark.thorough(21)
def test_any_value_of_any_row_of_any_table_that_is_changed_taken_away_or_reordered_past_the_log_is_noticed(
    table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = make.memory()
    for number in (make.number(), make.number(birth="239")):
        monkeypatch.setitem(older.OF_TABLE, ("participant", "identity"), number)
        older.fill(bank, older.NEWEST, {*catalogue.LOGGED, "document"}, every=True)
    if table == "document":  # what it says of its content holds
        for row in rows(bank, "select id from document"):
            made = base64.b64encode(b"page").decode(), hashlib.sha256(b"page").hexdigest()
            with bank.unlogged(), bank.erasing():
                bank.execute(
                    "update document set content = :c, sha256 = :s where id = :id",
                    {"c": made[0], "s": made[1], "id": row["id"]},
                )
    chain.seal(bank)
    unlocked(bank)
    loose(bank)
    bank.execute("pragma ignore_check_constraints = on")
    before = said(bank)
    keys = [r["id"] for r in rows(bank, f"select id from {table} order by id desc limit 2")]
    columns = {c["name"]: c for c in older.tables_of(older.NEWEST)[table]}
    row = rows(bank, f"select * from {table} where id = {keys[0]}")[0]
    forgings = {
        f"{name} changed": [(f"update {table} set {name} = :now where id = {keys[0]}", {"now": another(c, row[name])})]
        for name, c in columns.items()
    }
    forgings["row removed"] = [(f"delete from {table} where id = {keys[0]}", {})]
    swapped = ((keys[0], -7), (keys[1], keys[0]), (-7, keys[1]))
    forgings["rows reordered"] = [(f"update {table} set id = {now} where id = {was}", {}) for was, now in swapped]
    unseen = [what for what, forging in forgings.items() if not set(after(bank, *forging)) - set(before)]
    bank.close()
    assert unseen == []


def test_what_a_migration_put_in_is_known_as_it_was_put_in_and_as_nothing_else(bank: Bank) -> None:
    code, sv, en, group = UNDETAILED_REASONS[0]
    extra = json.dumps({"group": group})
    with bank.unlogged():
        for name in [n for n in bank.rule_names() if n.startswith(("lock_", "audit_", "guard_"))]:
            ruleset.remove(bank, name)
        bank.execute("delete from code where list = 'end_reasons'")
    before = set(said(bank))
    put = "insert into code (uid, list, code, sv, en, position, extra) values (:uid, 'end_reasons', :code, :sv, :en, 100, :extra)"
    given = {"uid": "u", "code": code, "sv": sv, "en": en, "extra": extra}
    assert set(after(bank, (put, given))) - before == set()
    for changed in ({"code": "A9"}, {"sv": "Arbete"}, {"en": "x"}, {"extra": "{}"}):
        assert set(after(bank, (put, given | changed))) - before, changed


def test_the_papers_of_whoever_is_erased_are_emptied_and_nobody_elses_may_be(bank: Bank) -> None:
    make.desk(bank)
    person = make.participant(bank, name="Quilla Demolund")
    other = make.participant(bank, name="Bo Testberg")
    place, papers = make.placement(bank), {}
    for number, key in enumerate((person, other), 1):
        with bank.write(text("a certificate")):
            papers[key] = assessments.keep_document(bank, "Quilla.pdf", b"page")
            work = insert(
                bank,
                "employment",
                ref=f"E-{number}",
                extent=100,
                participant_id=key,
                placement_id=place,
                from_date=make.TODAY,
                to_date=make.TODAY,
                form="BEA",
                kind="own",
            )
            insert(
                bank,
                "certificate",
                number=f"AMD-2026-{number:05d}",
                issued_on=make.TODAY,
                participant_id=key,
                employment_id=work,
                document_id=papers[key],
                content="{}",
            )
    chain.seal(bank)
    assert said(bank) == []
    erase(bank, person)
    chain.seal(bank)
    assert said(bank) == []
    left = rows(bank, "select name, content from document where id = :id", id=papers[person])
    assert left == [{"name": "", "content": ""}]
    salts = rows(bank, "select salt from seal_row where tbl = 'document' and row_id = :id", id=papers[person])
    assert salts == [{"salt": ""}]
    unlocked(bank)
    emptied = ("update document set content = '', name = '' where id = :id", {"id": papers[other]})
    assert any("no erasure says so" in one for one in after(bank, emptied))
    named = ("update document set name = 'Quilla.pdf' where id = :id", {"id": papers[person]})
    assert after(bank, named)


def test_a_witness_that_nobody_erased_excuses_nothing(forged: Bank) -> None:
    access_log.log_read(forged, chain.ERASED, None, "access_log 1")
    chain.seal(forged)
    with forged.unlogged():
        forged.execute("update access_log set why = '', words = '' where id = 1")
        forged.execute("update seal_row set salt = '' where tbl = 'access_log' and row_id = 1")
    assert any("no erasure" in one for one in said(forged))
