"""What takes words from the log leaves its chain whole, each way there is; and that an erasure took them is not believed of what none
can have taken, whoever holds the key and writes so into the log."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from amdesk.db import catalogue
from amdesk.db.bank import access_log, erasure, periods
from amdesk.db.employers import employers
from amdesk.db.engine import chain, lost
from amdesk.db.exchange import waiting
from amdesk.db.port import Bank, insert, rows, update, value
from amdesk.domain.texts import text
from tests import make
from tests.db import older
from tests.db.test_chain import leaving, loose, said, unlocked, worked_in
from tests.repository import ROOT

CODE = ROOT / "amdesk"
FAR = date(2100, 1, 1)


def of_people(bank: Bank) -> None:
    """Somebody is erased who was named in a reason that is kept of somebody else."""
    gone, stays = make.participant(bank, name="Quilla Zorvath"), make.participant(bank, name="Bo Testberg")
    with bank.write(text("a note")):
        insert(bank, "note", participant_id=gone, kind="note", body="ringde", author="Jamila", on_date=make.TODAY)
    access_log.log_read(bank, "participant", stays, "Quilla ringde om honom")
    access_log.log_read(bank, "search", None, "1", "zorv")
    with bank.write(text("an erasure"), undoable=False):
        erasure.erase(bank, leaving(bank, gone), "plan", "N. Chef")


def of_a_contact(bank: Bank) -> None:
    """Who is named in a talk and in a vacancy of her employer."""
    key = value(bank, "select min(id) from employer_contact")
    whose = value(bank, "select employer_id from employer_contact where id = :id", id=key)
    with bank.write(text("written about her")):
        update(bank, "employer_contact", key, name="Quilla Zorvath")
        insert(
            bank,
            "employer_talk",
            employer_id=whose,
            on_date=make.TODAY.isoformat(),
            way="phone",
            words="Quilla Zorvath",
        )
        update(bank, "vacancy", value(bank, "select min(id) from vacancy"), body="Ring Quilla Zorvath")
    with bank.write(text("forgotten"), undoable=False):
        employers.forget_contact(bank, int(key))


def of_what_waits(bank: Bank) -> None:
    with bank.write(text("a list"), undoable=False):
        assert waiting.forget(bank, FAR, FAR)


def of_a_kind(table: str) -> Callable[[Bank], None]:
    def erase(bank: Bank) -> None:
        if table == "access_log":
            access_log.log_read(bank, "search", None, "1", "quil")
        with bank.write(text("by the plan"), undoable=False):
            assert periods.erase(bank, table, FAR, "plan"), table

    return erase


WAYS = {
    "people": of_people,
    "contact": of_a_contact,
    "what waits": of_what_waits,
    **{k: of_a_kind(k) for k in periods.PASSED},
}


@pytest.fixture
def full(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> Bank:
    """Rows of every table that a user writes, each by a step of the log."""
    for table in ("payment", "subsidy_claim"):
        monkeypatch.setitem(older.OF_TABLE, (table, "month"), "2020-01")
    older.fill(bank, older.NEWEST, {*catalogue.LOGGED, "document"}, every=True)
    chain.seal(bank)
    return bank


@pytest.mark.thorough(12)
@pytest.mark.parametrize("way", WAYS)
def test_whatever_erases_leaves_the_chain_whole(full: Bank, way: str) -> None:
    before = set(said(full))
    WAYS[way](full)
    chain.seal(full)
    chain.seal(full, thorough=True)
    assert set(said(full)) - before == set()
    assert value(full, "select count(*) from seal_row where salt = ''") > 0, "something of it stood in the log"


def emptied(bank: Bank, table: str, key: int) -> None:
    """A row of the log without words, and the log says that an erasure took them."""
    clear = {
        "audit": "delete from audit_value where audit_id = :key",
        "access_log": "update access_log set why = '', words = '' where id = :key",
        "step": "update step set params = '{}' where id = :key",
        "document": "update document set name = '' where id = :key",
    }
    with bank.unlogged():
        bank.execute(clear[table], {"key": key})
        bank.execute(f"update seal_row set salt = '' where tbl = '{table}' and row_id = :key", {"key": key})
    (now,) = chain.read(bank, next(c for c in chain.CHAINED if c.table == table), f"t.id = {key:d}")
    access_log.log_read(
        bank, chain.ERASED, None, f"{table} {key}={chain.left(now)}" if table == "step" else f"{table} {key}"
    )


@pytest.mark.parametrize("table", [c.table for c in chain.CHAINED])
def test_words_that_no_erasure_took_are_noticed_though_the_log_says_that_one_did(bank: Bank, table: str) -> None:
    worked_in(bank)
    unlocked(bank)
    loose(bank)
    for key in [r["id"] for r in rows(bank, f"select id from {table} order by id")][:3]:
        emptied(bank, table, key)
        assert any(f"{table} row {key}: its words are gone" in one for one in said(bank)), key


def test_of_no_table_are_words_taken_of_a_row_that_stands(full: Bank) -> None:
    """By which anybody's role, place or note could be another without a trace."""
    unlocked(full)
    loose(full)
    unseen = []
    for table in catalogue.LOGGED:
        for (key,) in [
            (r["id"],) for r in rows(full, f"select min(id) as id from audit where tbl = '{table}'") if r["id"]
        ]:
            access_log.log_read(full, chain.ERASED_KIND, None, f"{table} 1: plan")
            emptied(full, "audit", key)
            found = lost.erasures(full).words["audit"]
            unseen += [table] if key in found else []
    assert unseen == []
    assert any("its words are gone" in one for one in said(full))


def test_a_row_that_is_taken_away_is_no_erased_kind_where_its_table_is_none(full: Bank) -> None:
    unlocked(full)
    loose(full)
    key, row = next((r["id"], r["row_id"]) for r in rows(full, "select id, row_id from audit where tbl = 'account'"))
    with full.unlogged():
        full.execute("delete from account where id = :row", {"row": row})
    access_log.log_read(full, chain.ERASED_KIND, None, "account 1: plan")
    emptied(full, "audit", key)
    assert any(f"audit row {key}: its words are gone" in one for one in said(full))


def test_an_erasure_that_was_noted_and_not_done_stands_for_nothing(bank: Bank) -> None:
    person = worked_in(bank)
    with bank.write(text("noted"), undoable=False):
        uid = value(bank, "select uid from participant where id = :p", p=person)
        insert(bank, "erasure", subject=uid, on_date=make.TODAY, why="plan", approved_by="N. Chef")
    unlocked(bank)
    loose(bank)
    key = int(value(bank, "select min(id) from audit where participant_id = :p", p=person))
    emptied(bank, "audit", key)
    assert any(f"audit row {key}: its words are gone" in one for one in said(bank))


def test_search_words_go_on_the_day_of_an_erasure_alone(bank: Bank) -> None:
    person = worked_in(bank)
    with bank.write(text("an erasure"), undoable=False):
        erasure.erase(bank, leaving(bank, person), "plan", "N. Chef")
    chain.seal(bank)
    assert said(bank) == []
    unlocked(bank)
    loose(bank)
    with bank.unlogged():
        later = (make.TODAY + timedelta(30)).isoformat()
        bank.execute("update erasure set on_date = :day", {"day": later})
    assert any("access_log row" in one for one in said(bank))


def test_words_are_taken_from_the_log_in_these_ways_alone() -> None:
    """A new one goes by `wordless` and is put into WAYS."""
    found = {
        p.relative_to(CODE).as_posix() for p in CODE.rglob("*.py") if re.search(r"\.erasing\(", p.read_text("utf-8"))
    }
    assert found == {
        "db/bank/wordless.py",
        "db/bank/erasure.py",
        "db/bank/periods.py",
        "db/employers/employers.py",
        "db/exchange/waiting.py",
    }
