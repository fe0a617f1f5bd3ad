"""What the history, the access log, the code lists, erasure and past imports are read as."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from amdesk.db.bank import access_log, apart, erasure, history, reference, settings
from amdesk.db.bank.numbers import next_number
from amdesk.db.bank.upon import REFERS
from amdesk.db.catalogue import UNDOABLE
from amdesk.db.exchange import runs
from amdesk.db.port import Bank, drop_empty_step, rows, update, value
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from amdesk.services.bank import banks
from tests import make
from tests.make import TODAY
from tests.rows import booked, day, employed, put

OLD, NEW = make.number(), make.number(date(1987, 5, 3))


@pytest.fixture
def bank(bank: Bank) -> Bank:
    """With the code lists."""
    banks.fill(bank)
    return bank


def do(bank: Bank, what: str, actor: str = "", **given: Any) -> int:
    """One step that changes something; its key."""
    if actor:
        bank.actor = actor
    with bank.write(text(what), **given) as step:
        settings.set_setting(bank, f"of {what}", f"{step}")
    return step


def last(bank: Bank, kind: str = "undo") -> str | None:
    found = history.last_step(bank, kind)
    return found.what.msgid if found else None


def test_undo_takes_back_ones_own_latest_step_that_can_be(bank: Bank) -> None:
    do(bank, "first", "Ada")
    do(bank, "second")
    do(bank, "not to be undone", undoable=False)
    do(bank, "another's", "Bo")
    bank.actor = "Ada"
    assert (last(bank), last(bank, "redo")) == ("second", None)
    step = history.last_step(bank, "undo")
    assert step is not None
    assert history.reverse(bank, step, "undo") is False
    assert (last(bank), last(bank, "redo")) == ("first", "second")
    bank.actor = "Bo"
    assert (last(bank), last(bank, "redo")) == ("another's", None)


def test_what_was_undone_may_be_done_again_until_one_does_something_else(bank: Bank) -> None:
    do(bank, "first", "Ada")
    history.reverse(bank, _of(bank, "undo"), "undo")
    again = _of(bank, "redo")
    do(bank, "another's", "Bo")
    bank.actor = "Ada"
    assert last(bank, "redo") == "first"
    history.reverse(bank, again, "redo")
    assert (last(bank, "redo"), last(bank)) == (None, "first")
    history.reverse(bank, _of(bank, "undo"), "undo")
    assert last(bank, "redo") == "first"
    do(bank, "something else")
    assert last(bank, "redo") is None


def _of(bank: Bank, kind: str) -> history.LoggedStep:
    found = history.last_step(bank, kind)
    assert found is not None
    return found


def test_steps_stand_newest_first_with_how_many_rows_each_changed(bank: Bank) -> None:
    bank.actor = "Ada"
    before = history.count_steps(bank)
    with bank.write(text("nothing")):
        pass
    with bank.write(text("{name} twice", name="Bo")):
        for _ in range(2):
            reference.add_code(bank, "districts", make.fresh_number(), "Ett")
    do(bank, "one")
    history.reverse(bank, _of(bank, "undo"), "undo")
    undo, one, twice = history.steps(bank, 3)
    assert (history.count_steps(bank), len(history.steps(bank, 2))) == (before + 3, 2)
    assert [(s.what.msgid, s.changes, s.undone, s.kind) for s in (undo, one, twice)] == [
        ("one", 1, False, "undo"), ("one", 1, True, "do"), ("{name} twice", 2, False, "do"),
    ]  # fmt: skip
    assert twice.what.params == {"name": "Bo"}
    with bank.write(text("kept")) as step:
        reference.add_code(bank, "districts", "XX", "Ett")
        drop_empty_step(bank, step)
    assert history.count_steps(bank) == before + 4


def test_hidden_are_the_protected_and_who_was_merged_into_them_in_the_steps_since(bank: Bank) -> None:
    protected = make.participant(bank, name="Eva", protection=1)
    middle = make.participant(bank, name="Maj", merged_into=protected)
    merged, shown = make.participant(bank, name="Liv", merged_into=middle), make.participant(bank, name="Bo")
    make.participant(bank, name="Ola", merged_into=shown)
    number = value(bank, "select number from participant where id = :i", i=protected)
    with bank.write(text("a step")) as step:
        for key in (protected, merged, shown):
            update(bank, "participant", key, phone="070")
            update(bank, "participant", key, phone="071")
    found = history.hidden_subjects(bank, step)
    assert sorted(found) == [step]
    assert sorted(found[step]) == [
        history.HiddenPerson(number, "Eva", None, "071"),
        history.HiddenPerson(number, "Liv", None, "071"),
    ]
    assert history.hidden_subjects(bank, step + 1) == {}
    assert len(history.hidden_subjects(bank, 0)) == 4


def test_the_access_log_holds_reads_and_changes_of_one_person_or_of_all_newest_first(bank: Bank) -> None:
    person, other = make.participant(bank), make.participant(bank)
    merged = make.participant(bank, merged_into=person)
    number = value(bank, "select number from participant where id = :i", i=person)
    access_log.log_read(bank, "opened", person, "Tjänsteskäl")
    access_log.log_read(bank, "listed", None)
    access_log.log_read(bank, "opened", merged)
    access_log.log_read(bank, "opened", other)
    hers = access_log.access_rows(bank, person)
    assert sorted(e.what for e in hers) == ["a participant", "a participant", "opened", "opened"]
    assert {e.why for e in hers if e.number == number} == {"", "Tjänsteskäl"}
    every = access_log.access_rows(bank)
    assert sorted(e.what for e in every) == ["a participant"] * 3 + ["listed"] + ["opened"] * 3
    assert len(access_log.access_rows(bank, person, 1)) == 1
    moments = [e.at for e in every]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize(("column", "stands"), [("notice_on", True), ("introduced_on", False)])
def test_a_paper_that_was_made_of_a_booking_does_not_stand_in_the_way_of_undo_but_a_change_does(
    bank: Bank, column: str, stands: bool
) -> None:
    place, person = make.placement(bank), make.participant(bank)
    bank.actor = "Ada"
    key = booked(bank, person, place, day(1), day(9))
    step = _of(bank, "undo")
    bank.actor = "Bo"
    with bank.write(text("noted")):
        update(bank, "booking", key, **{column: TODAY})
    bank.actor = "Ada"
    if stands:
        assert history.reverse(bank, step, "undo") is False
    else:
        with pytest.raises(Refused):
            history.reverse(bank, step, "undo")
    assert value(bank, "select void from booking where id = :i", i=key) == stands


def test_codes_occupations_and_trips_are_those_that_stand_in_their_order(bank: Bank) -> None:
    with bank.write(text("codes")):
        before = len(reference.codes(bank, "districts"))
        reference.add_code(bank, "districts", "ZZ", "Sist")
        reference.add_code(bank, "districts", "AA", "Allra sist")
    assert [c.code for c in reference.codes(bank, "districts")][before:] == ["ZZ", "AA"]
    with bank.write(text("taken back")):
        bank.execute("update code set void = 1 where list = 'districts' and code = 'ZZ'")
        bank.execute("update occupation set void = 1 where code = 'LOK'")
        bank.execute("update occupation set position = 99 where code = 'PAR'")
    assert [c.code for c in reference.codes(bank, "districts")][before:] == ["AA"]
    jobs = [o.code for o in reference.occupations(bank)]
    assert (jobs[-1], "LOK" in jobs) == ("PAR", False)
    assert reference.occupation_id(bank, "NONE") is None
    put(bank, "travel", from_district="A", to_district="B", walk=1, cycle=2, bus=3, changes=4)
    put(bank, "travel", from_district="A", to_district="C", walk=1, cycle=2, bus=3, changes=4, void=1)
    trips = reference.travel(bank)
    assert trips["A", "B"] == trips["B", "A"]
    assert ("A", "C") not in trips


def test_a_setting_that_was_taken_back_is_none_and_may_be_set_anew(bank: Bank) -> None:
    assert (settings.setting(bank, "own", "usual"), settings.held_setting(bank, "own")) == ("usual", None)
    do_set(bank, "own", "one")
    assert (settings.setting(bank, "own", "usual"), settings.held_setting(bank, "own")) == ("one", "one")
    steps = history.count_steps(bank)
    do_set(bank, "own", "one")
    assert history.count_steps(bank) == steps, "what stands there already is no step"
    with bank.write(text("taken back")):
        bank.execute("update setting set void = 1 where name = 'own'")
    assert (settings.setting(bank, "own", "usual"), settings.held_setting(bank, "own")) == ("usual", None)
    do_set(bank, "own", "one")
    assert settings.setting(bank, "own") == "one"
    with bank.write(text("kept")):
        assert settings.kept_once(bank, "own", lambda: "two") == "one"
        assert settings.kept_once(bank, "new", lambda: "three") == settings.setting(bank, "new") == "three"


def do_set(bank: Bank, name: str, new: str) -> None:
    with bank.write(text("set")):
        settings.set_setting(bank, name, new)


def test_the_units_own_weights_stand_over_the_usual_ones(bank: Bank) -> None:
    usual = settings.weights(bank)
    do_set(bank, "weights", json.dumps(asdict(usual) | {"allowed_language_gap": usual.allowed_language_gap + 1}))
    assert settings.weights(bank).allowed_language_gap == usual.allowed_language_gap + 1


def test_numbers_go_on_after_the_highest_also_past_four_digits_and_over_void_rows(bank: Bank) -> None:
    with bank.write(text("numbers")):
        assert next_number(bank, "participant", "D") == "D-0001"
    first, second = make.participant(bank), make.participant(bank)
    with bank.write(text("numbers")):
        bank.execute("update participant set number = 'D-9999' where id = :i", {"i": first})
        bank.execute("update participant set number = 'D-10000', void = 1 where id = :i", {"i": second})
        assert next_number(bank, "participant", "D") == "D-10001"
        assert next_number(bank, "placement", "P") == "P-0001"


def uid_of(bank: Bank, person: int) -> str:
    return str(value(bank, "select uid from participant where id = :i", i=person))


def overdue(bank: Bank, before: int = 0) -> list[int]:
    return [p.id for p in erasure.overdue(bank, day(before))]


def test_somebody_is_due_when_her_last_employment_ended_before_the_day(bank: Bank) -> None:
    person = make.participant(bank, registered_on=day(-900))
    employed(bank, person, day(-500), day(-1))
    employed(bank, person, day(-500), day(9), ended_on=day(-2))
    for given in ({"cancelled": 1}, {"void": 1}):
        employed(bank, person, day(-500), day(9), **given)
    assert (overdue(bank, 0), overdue(bank, -1)) == ([person], [])
    employed(bank, person, day(-9), None)
    assert overdue(bank, 9) == []


def test_somebody_who_never_worked_is_due_by_her_registration_oldest_first(bank: Bank) -> None:
    late, early = make.participant(bank, registered_on=day(-5)), make.participant(bank, registered_on=day(-9))
    same = make.participant(bank, registered_on=day(-9))
    make.participant(bank, registered_on=day(-20), void=1)
    assert (overdue(bank, -4), overdue(bank, -5)) == ([early, same, late], [early, same])


@pytest.mark.parametrize(
    ("status", "void", "due"),
    [
        ("proposed", 0, False),
        ("reserved", 0, False),
        ("booked", 0, False),
        ("started", 0, False),
        ("ended", 0, True),
        ("cancelled", 0, True),
        ("booked", 1, True),
    ],
)
def test_who_has_a_booking_that_is_not_over_is_not_due(bank: Bank, status: str, void: int, due: bool) -> None:
    person = make.participant(bank, registered_on=day(-900))
    booked(bank, person, make.placement(bank), day(-9), day(9), status, void=void)
    assert overdue(bank) == [person] * due


def test_a_merged_record_is_judged_by_the_one_it_was_merged_into(bank: Bank) -> None:
    kept = make.participant(bank, registered_on=day(-9))
    merged = make.participant(bank, registered_on=day(-900), merged_into=kept)
    assert overdue(bank, -9) == []
    assert overdue(bank, -8) == [kept]
    assert [p.id for p in erasure.those(bank, [uid_of(bank, merged)])] == [merged]
    assert [p.id for p in erasure.those(bank, [uid_of(bank, merged), uid_of(bank, kept)])] == [kept]
    assert erasure.those(bank, []) == []
    employed(bank, kept, day(-5), day(-1))
    assert (overdue(bank, -1), overdue(bank)) == ([], [kept])
    with bank.write(text("erased without it")):
        bank.execute("update participant set void = 1 where id = :i", {"i": kept})
    assert overdue(bank) == [merged]


def test_an_erasure_notes_every_record_once_and_blots_the_names_out_of_the_steps(bank: Bank) -> None:
    person = make.participant(bank, name="Eva Ek", registered_on=day(-900))
    merged = make.participant(bank, name="Eva Al", merged_into=person)
    other = make.participant(bank, name="Bo Ek")
    with bank.write(text("{name} and {other}", name="Eva Ek", other="Bo Ek")) as step:
        update(bank, "participant", person, name="Eva Öst")
    with bank.write(text("{name} alone", name="Bo Ek")) as untouched:
        update(bank, "participant", other, phone="070")
    put(bank, "erasure", subject="another", on_date=f"{TODAY}", why="", approved_by="", void=1)
    for _ in range(2):
        with bank.write(text("erased"), undoable=False):
            erasure.erase(bank, erasure.those(bank, [uid_of(bank, person)]), "Gallring", "Chefen")
    assert erasure.erased(bank) == [uid_of(bank, person), uid_of(bank, merged)]
    (row,) = bank.query("select params, undoable from step where id = :s", {"s": step})
    assert (json.loads(row["params"]), row["undoable"]) == ({"name": "–", "other": "Bo Ek"}, 0)
    (row,) = bank.query("select params, undoable from step where id = :s", {"s": untouched})
    assert (json.loads(row["params"]), row["undoable"]) == ({"name": "Bo Ek"}, 1)


@pytest.mark.parametrize("earlier", ["", "before", "merged"])
@pytest.mark.parametrize(("protection", "refused"), [(2, False), (3, True)])
def test_a_person_of_level_three_is_joined_with_no_other_number(
    bank: Bank, earlier: str, protection: int, refused: bool
) -> None:
    kept = make.participant(bank, identity=NEW, protection=protection)
    gone = make.participant(bank, identity=None if earlier else OLD)
    if earlier == "before":
        put(bank, "identity_history", participant_id=gone, identity=OLD, until=f"{TODAY}")
    if earlier == "merged":
        make.participant(bank, identity=OLD, merged_into=gone)
    for keep, put_in in ((kept, gone), (gone, kept)):
        if refused:
            with pytest.raises(Refused):
                apart.refuse_joining(bank, keep, put_in)
        else:
            apart.refuse_joining(bank, keep, put_in)
    assert apart.is_apart(bank, kept) is refused


def test_numbers_that_were_taken_back_keep_no_records_apart(bank: Bank) -> None:
    kept, gone = make.participant(bank, identity=NEW, protection=3), make.participant(bank)
    put(bank, "identity_history", participant_id=gone, identity=OLD, until=f"{TODAY}", void=1)
    make.participant(bank, identity=OLD, merged_into=gone, void=1)
    make.participant(bank, merged_into=gone)
    put(bank, "identity_history", participant_id=make.participant(bank), identity=OLD, until=f"{TODAY}")
    apart.refuse_joining(bank, kept, gone)


def test_imports_stand_newest_first_and_a_heading_means_what_was_pointed_out_last(bank: Bank) -> None:
    assert (runs.runs(bank), runs.has_run(bank, "people")) == ([], False)
    one = runs.ImportRun(day(-1), "a.xlsx", "people", 5, 4, 1, 3)
    two = one._replace(file="b.xlsx", on_date=day(-2))
    with bank.write(text("imported")):
        for run in (one, two):
            runs.add_run(bank, run, "")
        runs.remember_column(bank, "people", "Namn", "phone")
        runs.remember_column(bank, "people", "Namn", "name")
        runs.remember_column(bank, "people", "Tel", "phone")
        runs.remember_column(bank, "places", "Namn", "supervisor")
    put(bank, "import_run", **{**one._asdict(), "kind": "places"}, sha256="", void=1)
    assert runs.runs(bank) == [two, one]
    assert (runs.has_run(bank, "people"), runs.has_run(bank, "places")) == (True, False)
    assert runs.columns(bank, "people") == {"Namn": "name", "Tel": "phone"}
    with bank.write(text("taken back")):
        bank.execute("update column_map set void = 1 where header = 'Tel'")
    assert runs.columns(bank, "people") == {"Namn": "name"}
    with bank.write(text("again")):
        runs.remember_column(bank, "people", "Tel", "phone")
    assert runs.columns(bank, "people")["Tel"] == "phone"


def test_an_erasure_leaves_what_names_nobody_in_the_steps(bank: Bank) -> None:
    nameless, place = make.participant(bank, name=""), make.placement(bank, name="Parken")
    assert nameless == place, "the same key in two tables"
    with bank.write(text("{place} {none} {name}", place="Parken", none="", name="Eva Ek")) as step:
        update(bank, "participant", nameless, name="Eva Ek")
    with bank.write(text("unnamed")):
        update(bank, "participant", nameless, name="")
    with bank.write(text("erased"), undoable=False):
        erasure.erase(bank, erasure.those(bank, [uid_of(bank, nameless)]), "Gallring", "Chefen")
    (row,) = bank.query("select params from step where id = :s", {"s": step})
    assert json.loads(row["params"]) == {"place": "Parken", "none": "", "name": "–"}


def test_undo_knows_every_reference_of_the_schema_from_what_is_taken_back(bank: Bank) -> None:
    if bank.engine != "sqlite":
        pytest.skip("read from SQLite's own description; the schema is one")
    found = {
        (table, r["from"], r["table"])
        for table in UNDOABLE
        for r in rows(bank, f"pragma foreign_key_list({table})")
        if r["table"] in UNDOABLE
    }
    assert set(REFERS) == found


def test_a_paper_made_of_something_else_does_not_end_what_may_be_done_again(bank: Bank) -> None:
    do(bank, "first", "Ada")
    history.reverse(bank, _of(bank, "undo"), "undo")
    do(bank, "a paper", undoable=False)
    assert last(bank, "redo") == "first"
    do(bank, "something else")
    assert last(bank, "redo") is None
