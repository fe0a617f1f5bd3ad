"""What a person is told of what is kept about her (GDPR art. 15): every value of every table about her, and who looked."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from pypdf import PdfReader

from amdesk.db.bank import access_log
from amdesk.db.catalogue import NOBODYS, TABLES, records
from amdesk.db.port import Bank, rows, update, value
from amdesk.domain.bank.extract import COLUMN_NAMES, TABLE_NAMES
from amdesk.domain.clock import FAR
from amdesk.domain.errors import Refused
from amdesk.domain.guidance.markdown import sections
from amdesk.domain.people.participant import Need
from amdesk.domain.record import Amount, Kind, LastDay, ManyOf, Named, Percent, WeekHours, YesNo, declared
from amdesk.domain.texts import text
from amdesk.i18n import Words
from amdesk.services.bank.work import Work
from amdesk.services.desk import Desk
from amdesk.services.guidance.handbook import PROCESSING, shipped
from amdesk.services.people.extract import Extracts
from tests import make
from tests.db import older
from tests.make import TODAY
from tests.rows import put

ABOUT = [t for t in TABLES if t.hers]


@pytest.fixture
def hers(bank: Bank) -> int:
    """Two people with something in every column of every table; the second one's key."""
    older.fill(bank, older.NEWEST, every=True)
    with bank.write(text("numbers are one person's")):
        update(bank, "participant", int(value(bank, "select max(id) as id from participant")), identity="198501012393")
    older.fill(bank, older.NEWEST, every=True)
    person = int(value(bank, "select max(id) as id from participant"))
    with bank.write(text("what names her otherwise")):
        days = {"born": "1985-01-01", "available_from": "2026-12-01", "number": "D-9002"}
        update(bank, "participant", person, wishes='["wish 2"]', needs="[]", registered_on="2026-01-02", **days)
        found = rows(bank, "select identity, uid from participant where id = :p", p=person)[0]
        update(bank, "import_row", int(value(bank, "select max(id) as id from import_row")), identity=found["identity"])
        for key in (r["id"] for r in rows(bank, "select id from occupation")):
            update(bank, "occupation", key, aliases="[]")
        for key in (r["id"] for r in rows(bank, "select id from code")):
            update(bank, "code", key, extra="{}")
        update(bank, "erasure", int(value(bank, "select max(id) as id from erasure")), subject=found["uid"])
    access_log.log_read(bank, "participant", person, "ringde henne")
    return person


def told(bank: Bank, person: int, kind: str) -> bytes:
    return Extracts(Work(bank, bank.clock)).made(person, kind, why="hon bad om det")


def test_every_table_is_about_somebody_or_about_nobody() -> None:
    """A table that is new says which: catalogue.py, `about` or NOBODYS."""
    assert {t.name for t in TABLES if not t.hers} == NOBODYS
    assert {t.name for t in ABOUT} == TABLE_NAMES.keys()


def newest(bank: Bank, table: str) -> dict[str, Any]:
    key = "audit_id" if table == "audit_value" else "id"
    if table in {"audit", "audit_value", "step"}:
        inner = "select max(id) as id from audit where participant_id is not null"
        of = {
            "audit": f"id = ({inner})",
            "audit_value": f"audit_id = ({inner})",
            "step": f"id = (select step_id from audit where id = ({inner}))",
        }
        return rows(bank, f"select * from {table} where {of[table]}")[0]
    return rows(bank, f"select * from {table} order by {key} desc limit 1")[0]


def test_the_json_has_every_value_of_every_column_of_every_table_about_her(bank: Bank, hers: int) -> None:
    marked = {t.name: newest(bank, t.name) for t in ABOUT}
    document = json.loads(told(bank, hers, "json"))
    for table, row in marked.items():
        assert row in document["held"][table], table
    assert any(e["why"] == "ringde henne" for e in document["looked"])


def test_it_has_nothing_of_anybody_else(bank: Bank, hers: int) -> None:
    document = json.loads(told(bank, hers, "json"))
    for table in (t for t in ABOUT if t.person):
        assert {r[table.person] for r in document["held"][table.name]} == {hers}, table.name


OWN_MARKS = {
    "id", "uid", "void", "sort_name", "search", "merged_into", "source_id", "participant_id", "employment_id", "guidance_id", "subject", "subject_id", "from_id", "to_id",
    "occupation_id", "placement_id", "round_id", "profile_id", "document_id", "signed_document_id", "sha256", "module_id", "enrolment_id", "occasion_id", "cohort_id", "position",
    "report_id", "row_key", "mark", "record_id", "step_id", "row_id", "audit_id", "of_step", "undoable", "case_worker_id", "no_about", "subsidy_id",
}  # fmt: skip
"""Columns by which rows hang together: the JSON has them, the paper says where they are."""


def test_the_paper_has_every_value_in_words_and_the_banks_own_marks_are_left_to_the_json(bank: Bank, hers: int) -> None:
    missing: list[str] = []
    apart = {"step", "audit", "audit_value", "access_log"}  # said in sentences, here below
    marked = {t.name: newest(bank, t.name) for t in ABOUT if t.name not in apart}
    pages = PdfReader(io.BytesIO(told(bank, hers, "pdf"))).pages
    said = "".join("".join(p.extract_text() for p in pages).split())
    for table, row in marked.items():
        record = records().get(table)
        of = declared(record) if record else {}
        for column, one in row.items():
            if one not in (None, "", "[]", "{}") and (column in of or column not in OWN_MARKS):
                written = as_people_write(one, of[column].kind if column in of else None)
                if "".join(written.split()) not in said:
                    missing.append(f"{table}.{column}: {written}")
        if row.get("uid"):
            assert str(row["uid"]) not in said, table
    assert missing == []


def test_a_column_that_is_new_is_given_a_name_or_is_the_banks_own_mark(bank: Bank) -> None:
    for table in ABOUT:
        record = records().get(table.name)
        of = declared(record) if record else {}
        unnamed = {c for c in bank.columns(table.name) if c not in of and c not in COLUMN_NAMES}
        assert unnamed <= OWN_MARKS, table.name


def paper(bank: Bank, person: int) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(told(bank, person, "pdf"))).pages).split())


def as_people_write(value: Any, kind: Kind | None) -> str:
    if isinstance(kind, YesNo):
        return "ja" if value else "nej"
    if isinstance(kind, Amount):
        return f"{value // 100},{value % 100:02} kronor"
    if isinstance(kind, WeekHours):
        return f"{value // 100},{value % 100:02}"
    if isinstance(kind, Named):
        return Words("sv")(dict(kind.choices).get(value, value))
    if isinstance(kind, Percent):
        return f"{value} %"
    if isinstance(kind, LastDay) and value == FAR.isoformat():
        return "tills vidare"
    if isinstance(kind, ManyOf):
        return ", ".join(json.loads(value))
    return str(value)


def test_what_was_done_and_changed_is_told_in_sentences_and_by_the_labels_of_the_forms(desk: Desk) -> None:
    person = desk.participants.create({"name": "Ada Extrakt", "phone": "070-1740605"}).id
    desk.participants.change(person, {"phone": "070-1740609"})
    said = paper(desk.bank, person)
    assert "Ändrade deltagare: Ada Extrakt" in said
    assert "070-1740605 → 070-1740609" in said
    assert "sort_name" not in said
    assert '"uid"' not in said


def test_codes_are_said_in_the_words_of_the_forms(desk: Desk) -> None:
    person = make.participant(
        desk.bank, name="Ada", wishes=("PAR",), district="NH", protection=1, needs=(Need("daytime", "", "must"),)
    )
    said = paper(desk.bank, person)
    for word in ("Sekretessmarkering", "Måste:"):
        assert word in said
    assert "PAR " not in said


def test_the_extract_says_all_that_article_15_asks_for(desk: Desk) -> None:
    person = make.participant(desk.bank, name="Ada")
    for lang in ("sv", "en"):
        assert [s.anchor.removeprefix("processing.") for s in sections(shipped(lang, PROCESSING))[1:]] == [
            "controller", "purposes", "categories", "recipients", "storage", "rights", "complaint", "sources", "automated", "transfer",
        ]  # fmt: skip
    said = paper(desk.bank, person)
    for section in sections(shipped("sv", PROCESSING)):
        assert section.title in said
    assert "Integritetsskyddsmyndigheten" in said
    assert set(json.loads(told(desk.bank, person, "json"))["processing"]) == {
        s.anchor for s in sections(shipped("sv", PROCESSING))
    }


def test_the_units_own_description_in_force_is_what_she_gets_and_the_times_of_its_plan(desk: Desk) -> None:
    own = shipped("sv", PROCESSING).replace("[nämnd, organisationsnummer, adress]", "Arbetsnämnden i Ekhamra")
    desk.guidance.use(desk.guidance.draft(PROCESSING, own, "").id, TODAY)
    desk.retention.set_period("note", 2, "Nämndens plan 2026-03-01 § 14")
    said = paper(desk.bank, make.participant(desk.bank, name="Ada"))
    assert "Arbetsnämnden i Ekhamra" in said
    assert "Anteckningar och samtal: 2 år (Nämndens plan 2026-03-01 § 14)" in said
    assert "5 år efter den sista anställningen" in said


def test_the_paper_says_kronor_and_words(bank: Bank, hers: int) -> None:
    """11 155 kronor, not 1115500."""
    put(bank, "payment", participant_id=hers, role="applicant", month="2026-01", amount=1_115_550)
    said = "".join("".join(p.extract_text() for p in PdfReader(io.BytesIO(told(bank, hers, "pdf"))).pages).split())
    assert "Belopp11155,50kronor" in said
    assert "Belopp1115550" not in said, "what stood before an act is kept as it was, elsewhere"


def test_what_was_merged_into_her_is_hers(bank: Bank, hers: int) -> None:
    with bank.write(text("an earlier merge")):
        other = make.participant(bank, name="Sara Earlier")
        update(bank, "participant", other, merged_into=hers)
    assert "Sara Earlier" in told(bank, hers, "json").decode()


def test_the_words_of_a_step_that_was_about_others_too_are_left_out(bank: Bank) -> None:
    with bank.write(text("{who} and {other}", who="Ada", other="Bosse Annan")):
        ada = make.participant(bank, name="Ada")
        make.participant(bank, name="Bosse Annan")
    assert "Bosse" not in told(bank, ada, "json").decode()


def test_an_extract_is_in_the_log_and_of_a_protected_person_asks_for_a_reason(desk: Desk) -> None:
    ada = make.participant(desk.bank, name="Ada", protection=1)
    with pytest.raises(Refused):
        desk.extracts.made(ada, "pdf")
    desk.extracts.made(ada, "pdf", why="begärd av henne")
    found = desk.history.access(desk.work.participant(ada).number)
    assert ("extract", "begärd av henne") in {(e.what, e.why) for e in found}
