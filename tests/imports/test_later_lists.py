"""A list that comes later: what it changes of what is there, what it leaves, and what it adds of somebody's own words."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from amdesk.db.port import rows, update
from amdesk.domain.clock import FAR
from amdesk.domain.errors import BadFile
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from amdesk.services.exchange.review import Review
from tests import make
from tests.imports.cases import lines, read, store
from tests.rows import day, employed

BORN = date(1986, 4, 12)
"""As the number of everybody who has one says."""
JOBS = "Personnummer;Namn;Yrkestitel;Placering;Startdatum;Slutdatum;Omfattning;Anställningsform;Skyddad identitet"


def jobs(desk: Desk, folder: Path, *said: str) -> Review:
    """Store rows of employments of one person: name; place; days; extent; form; protected."""
    made = []
    for one in said:
        name, place, first, last, extent, form, protected = one.split(";")
        made.append(f"{make.number()};{name};Lokalvårdare;{place};{first};{last};{extent};{form};{protected}")
    return store(desk, lines(folder, JOBS, *made), "employments")


def changed(review: Review) -> list[tuple[str, object, object]]:
    return [c for o in review.outcomes for c in o.changes]


def test_a_later_follow_up_list_changes_what_it_says_and_leaves_the_rest(desk: Desk, tmp_path: Path) -> None:
    jobs(desk, tmp_path, "Bo Prov;X;2026-01-01;2026-06-30;50;BEA;")
    head, row = "Personnummer;Slutdatum;Avslutsorsak;Status dag 90;Kommentar", f"{make.number()};2026-06-30"
    store(desk, lines(tmp_path, head, f"{row};Arbete;Arbete;Ringde"), "followups")
    review = store(desk, lines(tmp_path, head, f"{row};Arbete;Studier;"), "followups")
    assert (review.count("update"), changed(review)) == (1, [("situation", "work", "studies")])
    kept = rows(desk.bank, "select contact, situation, note from followup")
    assert kept == [{"contact": "contacted", "situation": "studies", "note": "Ringde"}]
    review = store(desk, lines(tmp_path, head, f"{row};Studier;Studier;"), "followups")
    assert [(n, b) for n, b, _ in changed(review)] == [("reason", "")]
    assert rows(desk.bank, "select end_reason from employment") == [{"end_reason": "S0"}]
    review = store(desk, lines(tmp_path, head, f"{row};Studier;Studier;Ringde igen"), "followups")
    assert changed(review) == [("note", "Ringde", "Ringde igen")]


def test_a_later_follow_up_list_that_says_she_was_not_reached_changes_that_too(desk: Desk, tmp_path: Path) -> None:
    jobs(desk, tmp_path, "Bo Prov;X;2026-01-01;2026-06-30;50;BEA;")
    head, row = "Personnummer;Slutdatum;Avslutsorsak;Status dag 90", f"{make.number()};2026-06-30;Arbete"
    store(desk, lines(tmp_path, head, f"{row};Arbete"), "followups")
    review = store(desk, lines(tmp_path, head, f"{row};Ej nådd"), "followups")
    assert ("contact", "contacted", "not_contacted") in changed(review)
    assert rows(desk.bank, "select contact from followup") == [{"contact": "not_contacted"}]


def test_a_measure_that_has_ended_gets_its_last_day_and_keeps_it(desk: Desk, tmp_path: Path) -> None:
    jobs(desk, tmp_path, "Bo Prov;X;2026-01-01;;50;BEA;")
    head, row = "Personnummer;Insats;Startdatum;Slutdatum", f"{make.number()};Jobbsökarkurs;2026-02-01"
    store(desk, lines(tmp_path, head, f"{row};"), "measures")
    review = store(desk, lines(tmp_path, head, f"{row};2026-03-31"), "measures")
    assert (review.count("update"), changed(review)) == (1, [("to_date", "", "2026-03-31")])
    assert store(desk, lines(tmp_path, head, f"{row};"), "measures").count("same") == 1
    assert changed(store(desk, lines(tmp_path, head, f"{row};2026-04-30"), "measures")) == [
        ("to_date", "2026-03-31", "2026-04-30")
    ]
    assert rows(desk.bank, "select to_date from measure") == [{"to_date": "2026-04-30"}]


@pytest.mark.parametrize("end", ["9999-12-31", "tills vidare", "31/12 9999"])
def test_the_far_end_of_time_in_a_list_is_no_end_and_the_persons_page_can_be_opened(
    desk: Desk, tmp_path: Path, end: str
) -> None:
    review = jobs(desk, tmp_path, f"Bo Prov;X;2026-01-01;{end};50;BEA;")
    head = "Personnummer;Insats;Startdatum;Slutdatum"
    store(desk, lines(tmp_path, head, f"{make.number()};Jobbsökarkurs;2026-02-01;{end}"), "measures")
    for table in ("employment", "measure"):
        assert rows(desk.bank, f"select to_date from {table}") == [{"to_date": None}]
    assert review.count("new") == 1
    (key,) = desk.participants.find(make.number())
    assert desk.participants.record(key).journey


@pytest.mark.parametrize(("first", "last"), [("0202-03-01", "2026-06-30"), ("2026-01-01", "2999-06-30")])
def test_a_row_with_a_day_that_cannot_be_meant_is_refused(desk: Desk, tmp_path: Path, first: str, last: str) -> None:
    review = jobs(desk, tmp_path, f"Bo Prov;X;{first};{last};50;BEA;")
    assert review.reasons() == {"DATE_INVALID": 1}
    assert rows(desk.bank, "select id from employment") == []


def test_an_end_of_employment_at_the_end_of_time_that_a_bank_holds_stands_in_no_ones_way(desk: Desk) -> None:
    """Earlier versions stored it."""
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    key = employed(desk.bank, person, date(2026, 1, 1), FAR)
    assert desk.participants.record(person).journey
    assert desk.results.due(key).due == FAR
    assert desk.booking.checks(person, place, day(1), day(200))


def test_a_list_tells_the_name_and_the_place_that_were_missing(desk: Desk, tmp_path: Path) -> None:
    jobs(desk, tmp_path, ";;2026-01-01;;50;BEA;")
    review = jobs(desk, tmp_path, "Bo Prov;Köket;2026-01-01;;50;BEA;")
    assert set(changed(review)) == {("name", "", "Bo Prov"), ("placement", "", "Köket")}
    assert rows(desk.bank, "select name from participant") == [{"name": "Bo Prov"}]
    assert rows(desk.bank, "select placement_text from employment") == [{"placement_text": "Köket"}]
    assert jobs(desk, tmp_path, "Ada Prov;Köket;2026-01-01;;50;BEA;").count("same") == 1


def test_a_form_of_employment_that_no_list_had_is_kept_in_its_own_words(desk: Desk, tmp_path: Path) -> None:
    jobs(desk, tmp_path, "Bo Prov;X;2026-01-01;2026-02-01;50;Kommunalt Feriejobb;")
    jobs(desk, tmp_path, "Bo Prov;Y;2026-03-01;2026-04-01;50;kommunalt feriejobb;", "Bo Prov;Z;2026-05-01;;50;;")
    kept = [r["form"] for r in rows(desk.bank, "select form from employment order by from_date")]
    assert kept == ["kommunalt_feriejobb", "kommunalt_feriejobb", "bea_visstid"]
    named = rows(desk.bank, "select sv from code where list = 'employment_forms' and code = 'kommunalt_feriejobb'")
    assert named == [{"sv": "Kommunalt Feriejobb"}]


@pytest.mark.parametrize("marks", [("", "Ja"), ("Ja", ""), ("", "")])
def test_one_row_of_a_new_person_that_says_protected_protects_her(
    desk: Desk, tmp_path: Path, marks: tuple[str, str]
) -> None:
    one, other = marks
    jobs(desk, tmp_path, f"Bo Prov;X;2026-01-01;2026-02-01;50;BEA;{one}", f"Bo Prov;Y;2026-03-01;;50;BEA;{other}")
    assert rows(desk.bank, "select protection from participant") == [{"protection": int("Ja" in marks)}]


def test_a_new_case_worker_is_told_for_whoever_had_none_and_taken_from_nobody(desk: Desk, tmp_path: Path) -> None:
    head, row = "Personnummer;Namn;Handläggare", f"{make.number()};Bo Prov"
    store(desk, lines(tmp_path, head, f"{row};"))
    assert changed(store(desk, lines(tmp_path, head, f"{row};Eva Test"))) == [("case_worker", "", "Eva Test")]
    assert store(desk, lines(tmp_path, head, f"{row};Ulf Test")).count("same") == 1
    assert [p.case_worker for p in desk.participants.listing()] == ["Eva Test"]


def test_rows_that_are_refused_are_counted_by_their_reason_and_the_others_not(desk: Desk, tmp_path: Path) -> None:
    numbers = ("19860412-2385", "19860412-2386", "19860412-2387")
    review = read(desk, lines(tmp_path, "Personnummer;Namn", *(f"{n};Bo Prov" for n in numbers)))
    assert review.reasons() == Counter({o.reason: 2 for o in review.outcomes if o.outcome == "rejected"})
    assert review.count("accepted") == 1


def test_a_measure_that_somebody_else_stored_otherwise_meanwhile_is_told_and_not_stored(
    desk: Desk, tmp_path: Path
) -> None:
    jobs(desk, tmp_path, "Bo Prov;X;2026-01-01;;50;BEA;")
    head, row = "Personnummer;Insats;Startdatum;Slutdatum", f"{make.number()};Jobbsökarkurs;2026-02-01"
    mine = read(desk, lines(tmp_path, head, f"{row};2026-03-31"), "measures")
    store(desk, lines(tmp_path, head, f"{row};2026-02-28"), "measures")
    with desk.bank.write(text("another step")):
        pass
    desk.imports.store(mine)
    assert any("1 row was stored by somebody else" in str(notice) for notice in mine.notices)
    assert rows(desk.bank, "select to_date from measure") == [{"to_date": "2026-02-28"}]


def test_an_employment_of_a_number_that_nobody_has_asks_who_it_is_where_somebody_without_one_has_the_name(
    desk: Desk, tmp_path: Path
) -> None:
    make.participant(desk.bank, name="Bo Prov", born=BORN)
    review = jobs(desk, tmp_path, "Bo Prov;X;2026-01-01;;50;BEA;")
    assert [(o.reason, o.column) for o in review.outcomes] == [("SAME_PERSON", "identity")]
    assert rows(desk.bank, "select id from employment") == []
    assert jobs(desk, tmp_path, "Cia Prov;X;2026-01-01;;50;BEA;").count("new") == 1
    make.participant(desk.bank, name="Cia Prov", born=BORN)
    known = jobs(desk, tmp_path, "Cia Prov;Y;2026-08-01;;50;BEA;")
    assert (known.count("new"), known.count("rejected")) == (1, 0), "whose number is known is nobody else"


def test_a_fictitious_identity_is_never_tied_to_who_she_was(desk: Desk, tmp_path: Path) -> None:
    make.participant(desk.bank, name="Bo Prov", born=BORN)
    review = jobs(desk, tmp_path, "Bo Prov;X;2026-01-01;;50;BEA;fingerad identitet")
    assert (review.count("new"), review.count("rejected")) == (1, 0)


PLACES = "PlatsID;Enhet;Yrke;Antal platser;Timmar/vecka;Förvaltning;Öppen fr.o.m."


def places(desk: Desk, folder: Path, *said: str) -> Review:
    return store(desk, lines(folder, PLACES, *said), "placements")


def test_a_supervisors_phone_is_another_where_it_is_one_and_not_where_it_is_written_otherwise(
    desk: Desk, tmp_path: Path
) -> None:
    def listed(phone: str) -> tuple[int, str]:
        said = lines(
            tmp_path, "PlatsID;Enhet;Yrke;Antal platser;Handledare;Telefon", f"A1;Köket;Lokalvårdare;2;Eva Test;{phone}"
        )
        review = store(desk, said, "placements")
        return review.count("same"), rows(desk.bank, "select supervisor_phone as phone from placement")[0]["phone"]

    kept = listed("070-1740605")[1]
    assert listed("+46 70 174 06 05") == (1, kept)
    same, other = listed("070-1740606")
    assert (same, other[-2:]) == (0, "06")


def test_a_placement_that_is_gone_from_the_list_of_its_department_is_flagged_until_it_is_back(
    desk: Desk, tmp_path: Path
) -> None:
    def flagged() -> dict[str, bool]:
        return {p.name: bool(p.flagged) for p in desk.placements.listing()}

    one, two, other = (
        "A1;Köket;Lokalvårdare;2;40;Kök;",
        "A2;Disken;Lokalvårdare;1;40;Kök;",
        "B1;Parken;Lokalvårdare;1;40;Gata;",
    )
    assert places(desk, tmp_path, one, two, other).gone == []
    places(desk, tmp_path, one)
    assert flagged() == {"Köket": False, "Disken": True, "Parken": False}, "another department is not in this list"
    again = places(desk, tmp_path, one, two)
    assert [o.action for o in again.outcomes] == ["same", "update"]
    assert flagged() == {"Köket": False, "Disken": False, "Parken": False}
    desk.placements.create(
        {"name": "Egen", "occupation": "LOK", "kind": "external", "department": "Kök", "hours": 4000}, 1
    )
    places(desk, tmp_path, one, two)
    assert not flagged()["Egen"], "no list had it"


def test_more_places_are_a_change_and_fewer_only_as_far_as_nobody_is_booked(desk: Desk, tmp_path: Path) -> None:
    places(desk, tmp_path, "A1;Köket;Lokalvårdare;2;40;Kök;")
    (row,) = desk.placements.listing()
    assert changed(places(desk, tmp_path, "A1;Köket;Lokalvårdare;3;40;Kök;")) == [("places", "2", "3")]
    for _ in range(2):
        desk.booking.book(make.participant(desk.bank), row.id, day(1), day(50))
    assert changed(places(desk, tmp_path, "A1;Köket;Lokalvårdare;2;40;Kök;")) == [("places", "3", "2")]
    assert desk.placements.places_now(desk.placements.get(row.id)) == 2
    fewer = places(desk, tmp_path, "A1;Köket;Lokalvårdare;1;40;Kök;")
    assert ["CAPACITY_WANTED" in o.warnings for o in fewer.outcomes] == [True]
    assert desk.placements.places_now(desk.placements.get(row.id)) == 2
    assert [c.places for c in desk.board.conflicts()] == [1]
    assert places(desk, tmp_path, "A1;Köket;Lokalvårdare;1;40;Kök;").count("same") == 1
    assert changed(places(desk, tmp_path, "A1;Köket;Lokalvårdare;2;40;Kök;")) == [("places", "1", "2")]
    assert desk.board.conflicts() == []


def test_an_opening_day_moves_as_long_as_nobody_has_begun_before_it(desk: Desk, tmp_path: Path) -> None:
    places(desk, tmp_path, f"A1;Köket;Lokalvårdare;2;40;Kök;{day(-9)}")
    (row,) = desk.placements.listing()
    assert changed(places(desk, tmp_path, f"A1;Köket;Lokalvårdare;2;40;Kök;{day(2)}")) == [
        ("open_from", str(day(-9)), str(day(2)))
    ]
    desk.booking.book(make.participant(desk.bank), row.id, day(5), day(50))
    assert changed(places(desk, tmp_path, f"A1;Köket;Lokalvårdare;2;40;Kök;{day(5)}"))
    late = places(desk, tmp_path, f"A1;Köket;Lokalvårdare;2;40;Kök;{day(6)}")
    assert changed(late) == []
    assert any("Köket" in str(n) for n in late.notices)
    assert desk.placements.get(row.id).open_from == day(5)


def test_a_list_without_hours_or_opening_day_makes_a_full_week_from_today(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, "PlatsID;Enhet;Yrke;Antal platser", "A1;Köket;Lokalvårdare;2"), "placements")
    (row,) = desk.placements.listing()
    made = desk.placements.get(row.id)
    assert (made.hours, made.open_from, row.capacity) == (4000, make.TODAY, 2)


def test_who_stores_a_list_sees_how_far_it_has_come_and_the_log_counts_its_rows(desk: Desk, tmp_path: Path) -> None:
    numbers = [make.fresh_number() for _ in range(51)]
    path = lines(tmp_path, "Personnummer;Namn", *(f"{n};P{i} Prov" for i, n in enumerate(numbers)), "1;Fel Prov")
    review = read(desk, path)
    assert list(desk.imports.storing(review)) == [
        *((done, 51, "list.csv") for done in (0, 10, 20, 30, 40, 50)),
        (51, 51, "list.csv"),
    ]
    (run,) = desk.imports.log()
    assert (run.read_rows, run.accepted, run.rejected, run.stored) == (52, 51, 1, 51)
    assert list(desk.imports.storing(read(desk, path))) == []
    assert len(desk.imports.log()) == 1, "a list that says nothing new is no step"


def kept_columns(desk: Desk) -> list[dict[str, object]]:
    return [dict(r) for r in rows(desk.bank, "select header, field from column_map order by header")]


def test_only_what_somebody_has_pointed_out_is_remembered_and_only_once_the_list_is_stored(
    desk: Desk, tmp_path: Path
) -> None:
    path = lines(tmp_path, "Personnummer;Vad hen heter;Mobil hemma;", f"{make.number()};Bo Prov;070-1740605;x")
    by_hand = {"Vad hen heter": "name", "Mobil hemma": "phone", "Personnummer": "identity"}
    review = desk.imports.review(desk.imports.stage(path, "participants", by_hand))
    assert kept_columns(desk) == []
    desk.imports.store(review)
    assert {(r["header"], r["field"]) for r in kept_columns(desk)} == {
        ("Mobil hemma", "phone"),
        ("Vad hen heter", "name"),
    }
    assert [str(p.name) for p in desk.participants.listing()] == ["Bo Prov"]
    assert desk.imports.review(desk.imports.stage(path, "participants")).count("same") == 1, "the next time by itself"


def test_a_column_pointed_out_must_be_there_and_stand_for_something(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Personnummer;Namn", f"{make.number()};Bo Prov")
    for by_hand, code in (({"Namn": "shoe size"}, "FIELD"), ({"Skostorlek": "name"}, "COLUMN")):
        with pytest.raises(BadFile) as caught:
            desk.imports.stage(path, "participants", by_hand)
        assert caught.value.code == code
    with pytest.raises(BadFile) as caught:
        desk.imports.review(desk.imports.stage(lines(tmp_path, "Insats", "Kurs"), "measures"))
    assert caught.value.code == "COLUMN_MISSING"


def test_what_one_place_takes_back_leaves_what_is_wanted_of_another_and_what_is_planned_for_later(
    desk: Desk, tmp_path: Path
) -> None:
    head = "PlatsID;Förvaltning;Enhet;Yrke;Antal platser;Timmar/vecka"
    keys = {}
    for name in ("A1", "A2"):
        keys[name] = make.placement(
            desk.bank, 2, source_id=name, name=f"Enhet {name}", occupation="LOK", department="Vård", open_from=day(-30)
        )
        for _ in range(2):
            desk.booking.book(make.participant(desk.bank), keys[name], day(0), day(100))

    def listed(**places: int) -> Review:
        rows_ = (f"{name};Vård;Enhet {name};Lokalvårdare;{count};40" for name, count in places.items())
        return store(desk, lines(tmp_path, head, *rows_), "placements")

    def wanted() -> list[tuple[str, int]]:
        return sorted((c.placement, c.places) for c in desk.board.conflicts())

    assert listed(A1=1, A2=1).count("update") == 2
    assert wanted() == [("Enhet A1", 1), ("Enhet A2", 1)]
    desk.board.set_capacity(keys["A1"], day(50), day(60), 0, "Sommar")
    assert listed(A1=2, A2=1).count("same") == 1
    assert wanted() == [("Enhet A1", 0), ("Enhet A2", 1)], "the summer is a plan of its own"
    assert listed(A1=2, A2=1).count("same") == 2
    assert listed(A1=2, A2=2).count("update") == 1
    assert wanted() == [("Enhet A1", 0)]


def test_who_is_missing_is_remembered_also_where_the_list_changes_nothing_else(desk: Desk, tmp_path: Path) -> None:
    head, both = "Namn;Telefon", ("Bo Prov;070-1740601", "Cia Prov;070-1740602")
    store(desk, lines(tmp_path, head, *both))
    assert [str(m.name) for m in store(desk, lines(tmp_path, head, both[0])).missing] == ["Cia Prov"]
    assert store(desk, lines(tmp_path, head, both[0])).missing == []
    store(desk, lines(tmp_path, head, *both))
    assert [str(m.name) for m in read(desk, lines(tmp_path, head, both[0])).missing] == ["Cia Prov"]


@pytest.mark.parametrize("gone", ["void", "merged_into"])
def test_who_is_no_record_of_her_own_any_more_is_not_missing_from_a_list(desk: Desk, tmp_path: Path, gone: str) -> None:
    head, both = "Namn;Telefon", ("Bo Prov;070-1740601", "Cia Prov;070-1740602")
    store(desk, lines(tmp_path, head, *both))
    (bo,), (cia,) = desk.participants.find("Bo Prov"), desk.participants.find("Cia Prov")
    with desk.bank.write(text("gone")):
        update(desk.bank, "participant", cia, **{gone: 1 if gone == "void" else bo})
    assert read(desk, lines(tmp_path, head, both[0])).missing == []


def test_the_same_phone_with_another_name_is_asked_and_a_new_name_is_hers(desk: Desk, tmp_path: Path) -> None:
    head = "Namn;Telefon;Omfattning"
    store(desk, lines(tmp_path, head, "Zita Prov;070-1740601;50"))
    later = lines(tmp_path, head, "Zita Provberg;+46 70 174 06 01;50")
    review = read(desk, later)
    assert [(o.reason, o.column) for o in review.outcomes] == [("SAME_PHONE", "name")]
    review = desk.imports.review(desk.imports.answer(review.staged, "same:2", "same"))
    assert changed(review) == [("name", "Zita Prov", "Zita Provberg")]
    desk.imports.store(review)
    assert rows(desk.bank, "select name from participant") == [{"name": "Zita Provberg"}]
    assert store(desk, later).count("same") == 1


def test_two_who_share_a_phone_are_two_once_that_is_said_and_nobody_asks_again(desk: Desk, tmp_path: Path) -> None:
    head = "Namn;Telefon"
    store(desk, lines(tmp_path, head, "Zita Prov;070-1740601"))
    both = lines(tmp_path, head, "Zita Prov;070-1740601", "Bo Prov;070-1740601")
    assert store(desk, both).count("new") == 1, "the list has both of them, so that they are two"
    assert store(desk, both).count("same") == 2
    other = lines(tmp_path, head, "Cia Gren;070-1740601")
    assert read(desk, other).count("new") == 1, "of two with the phone nobody knows which is meant"


def test_each_with_a_number_of_her_own_may_have_one_phone(desk: Desk, tmp_path: Path) -> None:
    head = "Namn;Personnummer;Telefon"
    store(desk, lines(tmp_path, head, f"Zita Prov;{make.number()};070-1740601"))
    assert read(desk, lines(tmp_path, head, f"Bo Prov;{make.number(date(1971, 2, 3))};070-1740601")).count("new") == 1
