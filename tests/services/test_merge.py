"""Merging two records of one person: nothing stays behind, undo restores, protection only rises."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from amdesk.db.bank import erasure, history, once
from amdesk.db.catalogue import FIXED, LOGGED, TABLES
from amdesk.db.people import participants as people
from amdesk.db.port import Bank, insert, rows, update, value
from amdesk.domain.errors import Refused
from amdesk.domain.people.participant import Need
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY

OLD, NEW = make.number(), make.number(date(1986, 4, 12), "239")
DAY = TODAY.isoformat()


def references(bank: Bank) -> set[tuple[str, str]]:
    """(table, column) of every foreign key to a participant, from the schema of this very bank."""
    if bank.engine == "sqlite":
        tables = [r["name"] for r in rows(bank, "select name from sqlite_master where type = 'table'")]
        keys = {
            (t, k["from"])
            for t in tables
            for k in bank.query(f"pragma foreign_key_list({t})")
            if k["table"] == "participant"
        }
    else:
        found = rows(
            bank,
            "select c.conrelid::regclass::text as tbl, a.attname as col from pg_constraint c join pg_attribute a "
            "on a.attrelid = c.conrelid and a.attnum = any (c.conkey) where c.contype = 'f' and c.confrelid = 'participant'::regclass",
        )
        keys = {(r["tbl"], r["col"]) for r in found}
    return keys


def named(bank: Bank) -> set[tuple[str, str]]:
    """Columns that are called as if they named a participant, whether or not they have a foreign key."""
    return {(t, c) for t in LOGGED for c in bank.columns(t) if c in {"participant_id", "merged_into"}}


def one_row_each(bank: Bank, person: int) -> set[tuple[str, str]]:
    """A row of the person in every table that refers to one."""
    place = make.placement(bank, 5)
    earlier = make.participant(bank, name="Sara E")
    with bank.write(text("rows of a person")):
        job = value(bank, "select id from occupation order by id")
        worker = insert(bank, "case_worker", name="Petra Provberg", sort_name="petra")
        employment = insert(
            bank, "employment", ref="E-T", participant_id=person, form="bea_visstid", from_date=DAY, extent=100
        )
        booking = {"placement_id": place, "employment_id": employment, "from_date": DAY, "to_date": DAY, "extent": 100}
        profile = value(bank, "select id from profile where occupation_id = :o", o=job)
        document = insert(bank, "document", sha256="x", name="x", content="x")
        cohort = insert(bank, "cohort", year=2024, definition=1, frozen_on=DAY, frozen_by="T", sha256="x")
        told = insert(
            bank,
            "report",
            kind="followup",
            first=DAY,
            last=DAY,
            on_date=DAY,
            audience="outside",
            figures="{}",
            sha256="x",
        )
        whose = insert(bank, "employer", number="E-T", name="x", sort_name="x")
        asked = insert(bank, "vacancy", number="V-T", employer_id=whose, title="x")
        guided = insert(bank, "guidance", chapter="form", version=1, sv="x")
        made: dict[str, dict[str, Any]] = {
            "booking": {"ref": "B-T", "status": "booked", "made_on": DAY, **booking},
            "queue_place": {"placement_id": place, "since": DAY, "reason": "FULL"},
            "note": {"on_date": DAY, "kind": "note", "body": "x", "author": "T"},
            "check_shown": {"kind": "school_act", "shown_on": DAY, "seen_by": "T"},
            "assessment": {"employment_id": employment, "profile_id": profile, "occasion": "extra", "on_date": DAY, "assessor": "T"},
            "certificate": {"number": "C-T", "employment_id": employment, "issued_on": DAY, "content": "{}", "document_id": document},
            "followup": {"employment_id": employment},
            "identity_history": {"identity": make.fresh_number(), "until": DAY},
            "case_worker_change": {"to_id": worker, "on_date": DAY, "reason": "x"},
            "enrolment": {"kind": "yrkeskunskap", "status": "need", "on_date": DAY},
            "contact_attempt": {"employment_id": employment, "on_date": DAY, "how": "phone"},
            "payment": {"month": "2025-01", "amount": 100, "role": "applicant"},
            "measure": {"name": "Kurs", "from_date": DAY},
            "list_row": {"kind": "participants", "sender": "x", "record_id": person},
            "introduction": {"vacancy_id": asked, "status": "introduced", "consent_on": DAY, "introduced_on": DAY},
            "guidance_used": {"guidance_id": guided, "choice": "form", "subject": "booking", "subject_id": 1, "on_date": DAY},
            "agreed_hours": {"employment_id": employment, "from_date": DAY, "week": "1 1 1 1 1 0 0"},
            "workday": {"employment_id": employment, "on_date": DAY, "code": "sick"},
            "activity_demand": {"from_date": DAY, "minutes": 1200, "decided_on": DAY, "decided_by": "x"},
            "subsidy": {"employment_id": employment, "ref": "S-T", "form": "osa", "from_date": DAY, "to_date": DAY, "rate": 80, "claim_days": 60},
            "subsidy_claim": {"subsidy_id": 1, "month": "2026-01"},
            "report_row": {"report_id": told, "counts": "ended", "row_key": employment, "ended": DAY, "facts": "{}"},
            "cohort_row": {"cohort_id": cohort, "position": 1, "gender": "woman", "ended_month": "2024-05"},
        }  # fmt: skip
        for table, values in made.items():
            insert(bank, table, participant_id=person, **values)
        bank.execute("update participant set merged_into = :p where id = :e", {"p": person, "e": earlier})
    return {(table, "participant_id") for table in (*made, "employment")} | {("participant", "merged_into")}


def behind(bank: Bank, gone: int) -> dict[str, int]:
    """How many rows still point at a record, by table; logs keep what was written."""
    found = {
        f"{t}.{c}": value(bank, f"select count(*) as n from {t} where {c} = :id", id=gone)
        for t, c in references(bank) | named(bank)
        if t not in FIXED
    }
    return {name: n for name, n in found.items() if n}


def state(bank: Bank) -> dict[str, list[dict[str, Any]]]:
    return {t: rows(bank, f"select * from {t} order by id") for t in {t for t, _ in references(bank)}}


def test_a_merge_leaves_nothing_behind_in_any_table_that_refers_to_a_person(desk: Desk) -> None:
    keep, gone = make.participant(desk.bank, name="Sara Ek"), make.participant(desk.bank, name="Sarah Ek")
    filled = one_row_each(desk.bank, gone)
    assert filled == {r for r in references(desk.bank) | named(desk.bank) if r[0] not in FIXED}
    desk.participants.merge(keep, gone)
    assert behind(desk.bank, gone) == {}
    assert {f"{t}.{c}" for t, c in filled} <= set(behind(desk.bank, keep))


def test_undo_of_a_merge_restores_every_row(desk: Desk) -> None:
    keep, gone = make.participant(desk.bank, name="Sara Ek"), make.participant(desk.bank, name="Sarah Ek", phone="070")
    one_row_each(desk.bank, gone)
    before = state(desk.bank)
    desk.participants.merge(keep, gone)
    assert state(desk.bank) != before
    desk.history.undo()
    after = state(desk.bank)
    for table in ("identity_history", "note"):
        after[table] = [r for r in after[table] if not r["void"]]
    assert after == before


def standing(bank: Bank) -> dict[str, list[dict[str, Any]]]:
    return {table: [r for r in found if not r["void"]] for table, found in state(bank).items() if table not in FIXED}


def test_records_merged_one_into_another_come_apart_again_one_by_one_and_together_too(desk: Desk) -> None:
    """Both have rows of the same tables, for the same month, of the same kind."""
    first, second, third = (
        make.participant(desk.bank, name=n, phone=p) for n, p in (("Sara", "070"), ("Sarah", ""), ("S.", ""))
    )
    one_row_each(desk.bank, first)
    with desk.bank.write(text("hers too")):
        for table, more in (
            ("payment", {"month": "2025-01", "amount": 100, "role": "applicant"}),
            ("measure", {"name": "Kurs", "from_date": DAY}),
            ("enrolment", {"kind": "yrkeskunskap", "status": "need", "on_date": DAY}),
            ("identity_history", {"identity": make.fresh_number(), "until": DAY}),
            (
                "cohort_row",
                {
                    "cohort_id": value(desk.bank, "select min(id) from cohort"),
                    "position": 2,
                    "gender": "woman",
                    "ended_month": "2024-05",
                },
            ),
        ):
            insert(desk.bank, table, participant_id=second, **more)
    seen = [standing(desk.bank)]
    for keep, gone in ((second, first), (third, second)):
        desk.participants.merge(keep, gone)
        seen.append(standing(desk.bank))
    assert (behind(desk.bank, first), behind(desk.bank, second)) == ({}, {})
    assert people.living(desk.bank, first) == people.living(desk.bank, second) == third
    for act, then in ((desk.history.undo, 1), (desk.history.undo, 0), (desk.history.redo, 1), (desk.history.redo, 2)):
        act()
        assert standing(desk.bank) == seen[then]


def test_what_the_kept_record_lacks_is_taken_from_the_other(desk: Desk) -> None:
    keep = make.participant(desk.bank, name="Sara Ek", phone="", wishes=("LOK",), needs=())
    gone = make.participant(
        desk.bank,
        name="Sarah Ek",
        phone="070",
        case_number="AMA-7",
        wishes=("PAR",),
        max_travel=40,
        identity=OLD,
        born=date(1986, 4, 12),
        gender="woman",
    )
    desk.participants.merge(keep, gone)
    now = desk.work.participant(keep)
    assert (now.name, now.phone, now.case_number, now.wishes, now.max_travel) == (
        "Sara Ek",
        "070",
        "AMA-7",
        ("LOK",),
        40,
    )
    assert (now.identity, now.born, now.gender) == (OLD, date(1986, 4, 12), "woman")
    assert desk.participants.find("AMA-7") == [keep]


@pytest.mark.parametrize(("mine", "theirs"), [(0, 1), (1, 0), (1, 2), (2, 1), (0, 0)])
def test_the_merged_person_has_the_highest_protection_of_both(desk: Desk, mine: int, theirs: int) -> None:
    keep = make.participant(desk.bank, name="Sara Hemlig", protection=mine)
    gone = make.participant(desk.bank, name="Sarah Hemlig", protection=theirs)
    desk.participants.merge(keep, gone)
    highest = max(mine, theirs)
    assert desk.work.participant(keep).protection == highest
    assert desk.participants.find("Hemlig") == ([] if highest else [keep])
    said = json.dumps([str(s.what) for s in desk.history.steps()])
    assert ("Hemlig" in said) == (highest == 0)


@pytest.mark.parametrize("protected", ["keep", "gone"])
@pytest.mark.parametrize("old", ["its own", "an earlier one", "of a record merged into it"])
def test_a_new_identity_of_level_three_is_never_joined_with_an_old_one(desk: Desk, protected: str, old: str) -> None:
    levels = {"keep": 0, "gone": 0, protected: 3}
    numbers = {"keep": OLD, "gone": NEW}
    keys = {
        k: make.participant(desk.bank, name=f"Namn {k}", protection=levels[k], identity=numbers[k])
        for k in ("keep", "gone")
    }
    other = "gone" if protected == "keep" else "keep"
    if old != "its own":
        with desk.bank.write(text("an earlier number")):
            desk.bank.execute("update participant set identity = null where id = :id", {"id": keys[other]})
            if old == "an earlier one":
                insert(desk.bank, "identity_history", participant_id=keys[other], identity=numbers[other], until=DAY)
            else:
                merged = people.add(desk.bank, make.participant_values(identity=numbers[other]))
                desk.bank.execute(
                    "update participant set merged_into = :o where id = :m", {"o": keys[other], "m": merged}
                )
    with pytest.raises(Refused) as caught:
        desk.participants.merge(keys["keep"], keys["gone"])
    assert caught.value.code == "LEVEL3"
    assert {
        r["merged_into"] for r in rows(desk.bank, "select merged_into from participant where name like 'Namn%'")
    } == {None}


@pytest.mark.parametrize("protected", ["keep", "gone"])
@pytest.mark.parametrize("since", ["protected", "numbered"])
def test_a_merge_that_is_done_again_is_judged_by_what_the_records_are_now(
    desk: Desk, protected: str, since: str
) -> None:
    """It was undone; meanwhile somebody else protects one of both, or gives the other its number."""
    late = since == "numbered"
    keys = {
        k: make.participant(
            desk.bank, name="Sara Ek", protection=0, identity=None if late and k != protected else make.fresh_number()
        )
        for k in ("keep", "gone")
    }
    if late:
        desk.participants.change(keys[protected], {"protection": 3})
    desk.participants.merge(keys["keep"], keys["gone"])
    desk.history.undo()
    other = next(k for k in keys if k != protected)
    desk.bank.actor, mine = "Petra Provberg", desk.bank.actor
    with desk.bank.write(text("meanwhile")):  # nothing else of the record moves
        if late:
            update(desk.bank, "participant", keys[other], identity=make.fresh_number())
        else:
            update(desk.bank, "participant", keys[protected], protection=3)
    desk.bank.actor = mine
    with pytest.raises(Refused) as caught:
        desk.history.redo()
    assert caught.value.code == "LEVEL3"
    assert {desk.work.participant(k).id for k in keys.values()} == set(keys.values())


def test_a_new_number_is_not_given_again_to_a_person_of_level_three_with_the_old_one_written_of_her(desk: Desk) -> None:
    person = make.participant(desk.bank, identity=OLD)
    desk.participants.replace_identity(person, NEW)
    desk.history.undo()
    with desk.bank.write(text("meanwhile")):
        update(desk.bank, "participant", person, protection=3)
    step = next(s for s in history.steps(desk.bank) if s.kind == "undo")
    with pytest.raises(Refused) as caught:
        history.reverse(desk.bank, step, "redo")
    assert caught.value.code == "MOVED_ON"
    assert value(desk.bank, "select count(*) as n from identity_history where void = 0") == 0


def test_a_merge_into_a_person_of_level_three_is_done_again_where_it_joins_no_numbers(desk: Desk) -> None:
    keep = make.participant(desk.bank, name="", protection=0)
    gone = make.participant(desk.bank, name="Ny Hemlig", protection=3, identity=NEW)
    desk.participants.merge(keep, gone)
    desk.history.undo()
    desk.history.redo()
    assert desk.work.participant(keep).identity == NEW


def test_a_record_without_a_number_may_join_a_person_of_level_three(desk: Desk) -> None:
    keep = make.participant(desk.bank, name="", protection=0)
    gone = make.participant(desk.bank, name="Ny Hemlig", protection=3, identity=NEW)
    desk.participants.merge(keep, gone)
    now = desk.work.participant(keep)
    assert (now.protection, now.identity) == (3, NEW)


def test_a_record_merged_twice_is_found_by_all_its_numbers(desk: Desk) -> None:
    a, b, c = (make.participant(desk.bank, identity=make.fresh_number()) for _ in range(3))
    numbers = [desk.work.participant(k) for k in (a, b, c)]
    desk.participants.merge(b, a)
    desk.participants.merge(c, b)
    for person in numbers:
        assert desk.work.participant(person.number).id == c
        assert desk.work.participant(person.identity or "").id == c


def test_a_record_that_is_merged_already_is_neither_merged_nor_changed_again(desk: Desk) -> None:
    a, b, c = (make.participant(desk.bank) for _ in range(3))
    desk.participants.merge(a, b)
    acts: tuple[Callable[[], Any], ...] = (
        lambda: desk.participants.merge(c, b),
        lambda: desk.participants.merge(b, c),
        lambda: desk.participants.change(b, {"phone": "070"}),
    )
    for act in acts:
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == "MERGED"
        assert desk.work.participant(a).number in str(caught.value)


def test_the_log_of_a_merged_person_holds_what_was_read_in_both_records(desk: Desk) -> None:
    keep, gone = make.participant(desk.bank), make.participant(desk.bank)
    desk.participants.record(gone, "Ringer om start")
    desk.participants.merge(keep, gone)
    logged = desk.history.access(desk.work.participant(keep).number)
    assert "Ringer om start" in {r.why for r in logged}


def test_a_merge_keeps_the_needs_of_both_records(desk: Desk) -> None:
    mine, theirs = Need("start_after", "09:00", "must"), Need("lift_max", "10", "important")
    keep = make.participant(desk.bank, name="Sara Ek", needs=(mine,))
    gone = make.participant(desk.bank, name="Sara E", needs=(theirs, mine))
    assert desk.participants.merge(keep, gone).needs == (mine, theirs)


def notes_of(desk: Desk, key: int) -> list[tuple[str, str]]:
    return [(n.kind, n.body) for n in people.notes(desk.bank, key)]


def test_what_the_other_record_said_otherwise_is_kept_as_a_note_and_goes_with_an_undo(desk: Desk) -> None:
    keep = make.participant(desk.bank, name="Aida Demolund", phone="070-1", email="", wishes=("PAR",), max_travel=30)
    gone = make.participant(
        desk.bank, name="Aida Demolundh", phone="070-2", email="a@b.se", wishes=("PAR", "LOK"), max_travel=30
    )
    number = desk.work.participant(gone).number
    desk.participants.merge(keep, gone)
    ((kind, body),) = notes_of(desk, keep)
    first, *lines = body.split("\n")
    assert kind == "note"
    assert number in first
    assert [line.split(": ", 1)[1] for line in lines] == ["Aida Demolundh", "070-2", "Parkarbetare, Lokalvårdare"], (
        "and nothing that the kept record has taken from it, or says too"
    )
    assert desk.work.participant(keep).email == "a@b.se"
    desk.history.undo()
    assert notes_of(desk, keep) == []
    assert desk.work.participant(gone).phone == "070-2"


@pytest.mark.parametrize(("mine", "theirs", "said"), [(0, 1, 1), (1, 0, 1), (2, 0, 0), (0, 2, 0), (0, 3, 0), (3, 0, 0)])
def test_nothing_is_noted_of_somebody_of_whom_it_is_not_to_stand_in_clear(
    desk: Desk, mine: int, theirs: int, said: int
) -> None:
    keep = make.participant(desk.bank, phone="070-1", protection=mine)
    gone = make.participant(desk.bank, phone="070-2", protection=theirs)
    desk.participants.merge(keep, gone)
    assert len(notes_of(desk, keep)) == said


def every_word(bank: Bank) -> str:
    """All that stands in the bank, in every table."""
    return "\n".join(
        json.dumps(r, default=str, ensure_ascii=False) for t in TABLES for r in rows(bank, f"select * from {t.name}")
    )


def erase(bank: Bank, person: int) -> None:
    uid = str(value(bank, "select uid from participant where id = :p", p=person))
    with bank.write(text("Personal data erased: {count}", count=1)):
        erasure.erase(bank, erasure.those(bank, {uid}), "plan", "N. Chef")


HERS = ("Quilla", "Zorvqath", "0704650401", "hemlig anteckning", "quilla@example.org", "A-4711")
"""What is known of her alone whose record was merged by mistake."""


@pytest.fixture
def mistaken(desk: Desk) -> tuple[int, int, str, str]:
    """(kept, gone, their numbers) of a merge that was taken back."""
    numbers = make.fresh_number(), make.fresh_number()
    keep = make.participant(desk.bank, name="Sara Ek", identity=numbers[0])
    needs = (Need("time", "no_evenings"),)
    gone = make.participant(
        desk.bank,
        name="Quilla Zorvqath",
        identity=numbers[1],
        phone="0704650401",
        email="quilla@example.org",
        case_number="A-4711",
        needs=needs,
    )
    desk.participants.add_note(gone, {"kind": "note", "body": "hemlig anteckning"})
    desk.participants.merge(keep, gone)
    desk.history.undo()
    return keep, gone, *numbers


def test_a_merge_that_was_taken_back_leaves_nothing_of_the_one_in_what_the_other_is_given(
    desk: Desk, mistaken: tuple[int, int, str, str]
) -> None:
    keep, gone, _mine, hers = mistaken
    given = desk.extracts.made(keep, "json").decode()
    told = " ".join(page.extract_text() for page in PdfReader(BytesIO(desk.extracts.made(keep, "pdf"))).pages)
    for word in (*HERS, hers, "no_evenings"):
        assert word not in given, word
        assert word not in told, word
    assert {hers, "0704650401"} & {str(said) for row in once.facts(desk.bank, [keep]) for said in row.values()} == set()
    hers_alone = desk.extracts.made(gone, "json").decode()
    assert all(word in hers_alone for word in (*HERS, hers))
    assert "Sara Ek" not in hers_alone


def test_what_an_older_version_left_under_the_kept_record_is_not_given_to_her_either(
    desk: Desk, mistaken: tuple[int, int, str, str]
) -> None:
    keep, gone, _mine, hers = mistaken
    with desk.bank.write(text("as it was before")):
        for table in ("note", "identity_history"):
            for r in rows(desk.bank, f"select id from {table} where participant_id = :p and void = 1", p=gone):
                update(desk.bank, table, r["id"], participant_id=keep)
    given = json.loads(desk.extracts.made(keep, "json"))["held"]
    assert [given["note"], given["identity_history"]] == [[], []]
    assert hers not in json.dumps({name: given[name] for name in given if name not in {"audit", "audit_value"}})


def test_whoever_is_erased_after_a_merge_of_hers_was_taken_back_is_nowhere(
    desk: Desk, mistaken: tuple[int, int, str, str]
) -> None:
    keep, gone, mine, hers = mistaken
    erase(desk.bank, gone)
    left = every_word(desk.bank)
    assert [word for word in (*HERS, hers) if word in left] == []
    assert desk.work.participant(keep).identity == mine
    erase(desk.bank, keep)
    assert mine not in every_word(desk.bank)


def test_a_merge_that_was_taken_back_is_done_again_with_its_note_and_its_earlier_number(
    desk: Desk, mistaken: tuple[int, int, str, str]
) -> None:
    keep, gone, _mine, hers = mistaken
    for _ in range(2):
        desk.history.redo()
        assert people.by_identity(desk.bank, hers) == keep
        assert [kind for kind, _ in notes_of(desk, keep)] == ["note", "note"]
        assert hers in desk.extracts.made(keep, "json").decode(), "she is one person now"
        desk.history.undo()
        assert people.by_identity(desk.bank, hers) == gone
        assert notes_of(desk, keep) == []
        assert hers not in desk.extracts.made(keep, "json").decode()
