"""Small lists that cities have sent, each with its right value: what is read, what is kept apart, what is never changed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from amdesk.db.port import rows, update, value
from amdesk.domain.texts import text
from amdesk.imports.people import CheckedPerson
from amdesk.services.desk import Desk
from amdesk.services.exchange.messages import EXTRA_MESSAGES, message
from amdesk.services.exchange.review import Review
from tests import make
from tests.imports.cases import lines, read, store
from tests.make import TODAY


def people(desk: Desk, columns: str = "name, identity") -> list[tuple[Any, ...]]:
    return [tuple(r.values()) for r in rows(desk.bank, f"select {columns} from participant where void = 0 order by id")]


def refused(review: Review) -> list[tuple[int, str, str]]:
    return [(o.row, o.reason, o.column) for o in review.outcomes if o.outcome == "rejected"]


# headings


def test_of_two_heading_rows_the_lower_counts_and_numbers_are_no_names(desk: Desk) -> None:
    store(desk, "two_row_header_bad.xlsx")
    assert people(desk) == [("Astrid Prov", "197701152386"), ("Bo Prov", "197702152393")]


def test_what_only_the_upper_of_two_heading_rows_says_is_read_too(desk: Desk, tmp_path: Path) -> None:
    path = lines(
        tmp_path, "Personnummer;Namn;Kontakt;", ";;Telefon;E-post", f"{make.number()};Bo Prov;070-1740605;bo@x.example"
    )
    store(desk, path)
    assert people(desk, "name, phone, email") == [("Bo Prov", "070-1740605", "bo@x.example")]


def test_a_heading_row_repeated_on_each_page_is_no_lower_one(desk: Desk, tmp_path: Path) -> None:
    head = "Personnummer;Namn"
    path = lines(tmp_path, head, f"{make.number()};Bo Prov", head, f"{make.number(date(1986, 4, 13))};Cia Prov")
    store(desk, path)
    assert [n for n, _ in people(desk)] == ["Bo Prov", "Cia Prov"]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("first_last.xlsx", ["Astrid Prov"]), ("name_split.csv", ["Örjan Övningsson"]),
     ("anvisning_delat_namn.xlsx", ["Amina Khadija Abdirahman-Warsame", "Åke Öberg", "Mohammed Hassan",
      "Margareta Elisabeth Kristina Lindqvist von Essen-Silfverstolpe", "Thi Hoa Nguyen", "Željko Kovač"])],
)  # fmt: skip
def test_first_and_last_name_in_two_columns_are_one_name(desk: Desk, name: str, wanted: list[str]) -> None:
    store(desk, name)
    assert [n for n, _ in people(desk)] == wanted


def test_shortened_headings_are_understood(desk: Desk) -> None:
    review = store(desk, "anvisning_delat_namn.xlsx")
    assert review.count("accepted") == 6
    assert people(desk, "extent") == [(75,), (100,), (50,), (100,), (75,), (100,)]
    assert [w.name for w in desk.participants.case_workers()] == ["Åsa Bergqvist-Öberg"]


def sheet(folder: Path, *cells: list[Any]) -> Path:
    """A workbook with these rows."""
    book = openpyxl.Workbook()
    table = book.create_sheet("list", 0)
    for row in cells:
        table.append(row)
    book.save(folder / "list.xlsx")
    return folder / "list.xlsx"


def test_a_name_written_family_name_first_is_stored_as_a_certificate_prints_it(desk: Desk, tmp_path: Path) -> None:
    path = sheet(
        tmp_path, ["Personnr", "Namn"], [make.number(), "Lind Prov, Maria"], [make.number(birth="239"), "Bo Prov"]
    )
    review = read(desk, path)
    desk.imports.store(review)
    assert sorted(n for n, _ in people(desk)) == ["Bo Prov", "Maria Lind Prov"]


@pytest.mark.parametrize("turned", [False, True])
def test_the_name_under_a_group_of_the_case_worker_is_hers(desk: Desk, tmp_path: Path, turned: bool) -> None:
    left: list[list[Any]] = [
        ["Deltagare", None, None],
        ["Pnr", "Namn", "Telefon"],
        [make.number(), "Bo Prov", "070-1740605"],
    ]
    right: list[list[Any]] = [["Handläggare", None], ["Namn", "Telefon"], ["Eva Test", "021-390000"]]
    blocks: list[list[Any]] = [[*b, *a] if turned else [*a, *b] for a, b in zip(left, right, strict=True)]
    store(desk, sheet(tmp_path, *blocks))
    assert people(desk, "name, phone") == [("Bo Prov", "070-1740605")]
    assert [w.name for w in desk.participants.case_workers()] == ["Eva Test"]


def test_first_and_family_name_go_before_a_column_called_name(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, "Pnr;Efternamn;Förnamn;Namn", f"{make.number()};Prov;Bo;Eva Test"))
    assert [n for n, _ in people(desk)] == ["Bo Prov"]


@pytest.mark.parametrize("heading", ["ID", "Nr", "Identitet", "Person-", "Födelsedatum"])
def test_a_column_of_identity_numbers_is_known_by_what_stands_in_it(desk: Desk, tmp_path: Path, heading: str) -> None:
    numbers = [make.number(), make.number(date(1986, 4, 13))]
    store(desk, lines(tmp_path, f"Namn;{heading};Telefon", *(f"P{i} Prov;{n};0" for i, n in enumerate(numbers))))
    assert [n for _, n in people(desk)] == numbers
    assert rows(desk.bank, "select header from column_map") == []


def test_a_row_with_nothing_but_a_number_and_a_list_of_nothing_but_names_are_read(desk: Desk, tmp_path: Path) -> None:
    store(
        desk, sheet(tmp_path, ["Personnummer", "Namn", "Telefon"], [make.number(), None, None], [None, "Bo Prov", "1"])
    )
    assert people(desk) == [("", make.number()), ("Bo Prov", None)]
    store(desk, sheet(tmp_path, ["Namn"], ["Cia Prov"], ["Dan Prov"]))
    assert [n for n, _ in people(desk)][2:] == ["Cia Prov", "Dan Prov"]


def test_a_row_with_one_cell_is_told_apart_from_a_row_that_is_none(desk: Desk, tmp_path: Path) -> None:
    review = read(desk, sheet(tmp_path, ["Namn", "Telefon"], ["Norra laget", None], ["Bo Prov", "1"], ["Summa", 1]))
    assert (review.staged.lone, review.staged.skipped) == ([2], [1, 2, 4])


def test_columns_that_nobody_reads_are_named(desk: Desk, tmp_path: Path) -> None:
    review = read(desk, lines(tmp_path, "Namn;Spärrmarkering;Tom;Telefon", "Bo Prov;Ja;;1"))
    assert review.staged.unread() == ["Spärrmarkering"]


# personal numbers where none belong


@pytest.mark.parametrize("cell", ["{n}", "Bo Prov {n}", "{n}, Bo Prov", "Bo Prov ({n})"])
def test_a_number_in_the_name_becomes_the_identity(desk: Desk, tmp_path: Path, cell: str) -> None:
    store(desk, lines(tmp_path, "Namn;Telefon", f"{cell.format(n='19860412-2385')};070-1740605"))
    assert people(desk) == [("" if cell == "{n}" else "Bo Prov", make.number())]


def test_a_name_with_another_persons_number_is_refused(desk: Desk, tmp_path: Path) -> None:
    review = read(desk, lines(tmp_path, "Personnummer;Namn", f"{make.number()};Bo Prov 19770115-2386"))
    assert refused(review) == [(2, "PNR_IN_TEXT", "name")]


@pytest.mark.parametrize("written", ["19860412-2385", "198604122385", "860412-2385", "8604122385"])
def test_no_personal_number_is_stored_in_any_text(desk: Desk, tmp_path: Path, written: str) -> None:
    fields = ("Namn", "Telefon", "E-post", "Ärendenummer", "Stadsdel", "Behov", "Språk", "Handläggare")
    path = lines(
        tmp_path, "Personnummer;" + ";".join(fields), f"{make.number()};" + ";".join(f"Bo {written}" for _ in fields)
    )
    review = store(desk, path)
    stored = [{k: v for k, v in r.items() if k != "identity"} for r in rows(desk.bank, "select * from participant")]
    said = str([*stored, *rows(desk.bank, "select * from case_worker")]).replace("-", "")
    assert "8604122385" not in said
    assert "PNR_REMOVED" in review.outcomes[0].warnings


def test_a_number_in_the_phone_is_left_out_and_a_phone_that_looks_like_one_is_kept(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;Telefon", "Bo Prov;19770115-2386", "Cia Prov;0701740605", "Dan Prov;070-174 06 05")
    store(desk, path)
    assert people(desk, "phone") == [("",), ("0701740605",), ("070-174 06 05",)]


# the same list again


def jobs(desk: Desk) -> list[tuple[str, str, str | None, int]]:
    found = rows(
        desk.bank, "select placement_text, from_date, to_date, extent from employment where void = 0 order by id"
    )
    return [(r["placement_text"], r["from_date"], r["to_date"], r["extent"]) for r in found]


def test_of_two_half_time_jobs_the_one_that_was_changed_is_changed(desk: Desk) -> None:
    wanted = [("X", "2026-10-01", "2027-03-31", 50), ("Y", "2026-10-01", "2026-12-31", 25)]
    store(desk, "emp2_1_two_halves.xlsx", "employments")
    store(desk, "emp2_2_second_half_changed.xlsx", "employments")
    assert jobs(desk) == wanted
    for name in ("emp2_4_same_again.xlsx", "emp2_5_same_again.xlsx"):
        assert store(desk, name, "employments").count("same") == 2
    assert jobs(desk) == wanted


EMPLOYED = "Personnummer;Namn;Yrkestitel;Placering;Startdatum;Slutdatum;Omfattning"


def employed(desk: Desk, folder: Path, *said: str) -> Review:
    head = f"{make.number()};Fia Prov;Lokalvårdare;"
    return store(desk, lines(folder, EMPLOYED, *(head + s for s in said)), "employments")


@pytest.mark.parametrize("turned", [False, True])
def test_a_corrected_start_goes_to_its_own_place_and_makes_no_second_job(
    desk: Desk, tmp_path: Path, turned: bool
) -> None:
    employed(desk, tmp_path, "X;2026-10-01;2027-03-31;50", "Y;2026-10-01;2027-03-31;50")
    later = ["X;2026-10-01;2027-03-31;50", "Y;2026-10-15;2027-03-31;25"]
    review = employed(desk, tmp_path, *(reversed(later) if turned else later))
    assert jobs(desk) == [("X", "2026-10-01", "2027-03-31", 50), ("Y", "2026-10-15", "2027-03-31", 25)]
    assert (review.count("update"), review.count("same")) == (1, 1)


@pytest.mark.parametrize("turned", [False, True])
def test_two_jobs_in_two_occupations_from_one_day_at_one_place_are_two_and_stay_so(
    desk: Desk, tmp_path: Path, turned: bool
) -> None:
    head = f"{make.number()};Fia Prov;"
    said = [f"{head}Lokalvårdare;X;2026-10-01;2027-03-31;50", f"{head}Vaktmästare;X;2026-10-01;2026-12-31;25"]
    store(desk, lines(tmp_path, EMPLOYED, *said), "employments")
    before = jobs(desk)
    assert before == [("X", "2026-10-01", "2027-03-31", 50), ("X", "2026-10-01", "2026-12-31", 25)]
    again = store(desk, lines(tmp_path, EMPLOYED, *(reversed(said) if turned else said)), "employments")
    assert (again.count("same"), jobs(desk)) == (2, before)


def test_a_person_without_a_number_is_the_same_by_her_mail_where_the_list_has_no_phone(
    desk: Desk, tmp_path: Path
) -> None:
    store(desk, lines(tmp_path, "Namn;Telefon;E-post", "Bo Prov;070-1740605;bo@x.example"))
    assert store(desk, lines(tmp_path, "Namn;E-post", "Bo Prov;Bo@x.example")).count("new") == 0


def test_a_new_period_at_the_same_place_is_a_job_of_its_own(desk: Desk, tmp_path: Path) -> None:
    employed(desk, tmp_path, "X;2026-01-01;2026-06-30;50")
    employed(desk, tmp_path, "X;2026-09-01;2026-12-31;50")
    assert len(jobs(desk)) == 2


def test_an_empty_end_takes_no_end_away_but_until_further_notice_does(desk: Desk, tmp_path: Path) -> None:
    employed(desk, tmp_path, "X;2026-10-01;2027-03-31;50")
    assert employed(desk, tmp_path, "X;2026-10-01;;50").count("same") == 1
    employed(desk, tmp_path, "X;2026-10-01;tills vidare;50")
    assert jobs(desk) == [("X", "2026-10-01", None, 50)]


def test_a_column_that_is_not_there_changes_nothing(desk: Desk) -> None:
    store(desk, "reimport_1_full.xlsx")
    before = people(desk, "extent, needs, case_worker_id")
    store(desk, "reimport_2_no_extent_now_protected.xlsx")
    assert people(desk, "extent, needs, case_worker_id") == before
    assert people(desk, "extent, protection") == [(50, 1), (75, 0)]
    assert "070-174 06 05" not in str(desk.participants.listing())


WHOLE = {
    "participants": ("Personnummer;Namn", "Telefon;E-post;Ärendenummer;Handläggare;Önskade yrken;Svenska;Språk;Körkort;Omfattning;Kan börja;Stadsdel;Max restid;Behov",
                     "19860412-2385;Bo Prov", "070-1740605;bo@x.example;A-1;Eva Test;Lokalvårdare;B1;arabiska;B;50;2026-12-01;Norra hamnen;30;dagtid"),
    "placements": ("PlatsID;Enhet;Yrke;Antal platser;Timmar/vecka", "Förvaltning;Adress;Stadsdel;Schema;Ersättning;Krav utdrag;Körkort;Språknivå;Handledare;Telefon;E-post;Öppen fr.o.m.;Typ;Kommentar",
                   "A1;Norra skolan;Lokalvårdare;2;40", "Skol;Gatan 1;Norra hamnen;mån-fre;100;Ja;B;A2;Nils Modell;070-1740605;n@x.example;2026-11-01;eget lag;Text"),
    "employments": ("Personnummer;Yrkestitel;Placering;Startdatum;Omfattning", "Namn;Slutdatum;Anställningsform;Förvaltning", "19860412-2385;Lokalvårdare;X;2026-10-01;50", "Bo Prov;2027-03-31;BEA;Vård"),
}  # fmt: skip


@pytest.mark.parametrize("kind", list(WHOLE))
@pytest.mark.parametrize("empty", [False, True])
def test_no_default_is_ever_written_over_what_is_there(desk: Desk, tmp_path: Path, kind: str, empty: bool) -> None:
    must, more, row, cells = WHOLE[kind]
    store(desk, lines(tmp_path, f"{must};{more}", f"{row};{cells}"), kind)
    tables = ("participant", "placement", "capacity", "employment")
    before = [rows(desk.bank, f"select * from {t}") for t in tables]
    second = (f"{must};{more}", row + ";" * len(more.split(";"))) if empty else (must, row)
    assert store(desk, lines(tmp_path, *second), kind).count("same") == 1
    assert [rows(desk.bank, f"select * from {t}") for t in tables] == before


def test_which_extract_a_place_asks_for_is_not_guessed_anew(desk: Desk, tmp_path: Path) -> None:
    make.placement(
        desk.bank, 2, source_id="A1", name="Enheten", occupation="LOK", background_check="home_care_act_2026"
    )
    path = lines(
        tmp_path, "PlatsID;Enhet;Yrke;Antal platser;Timmar/vecka;Krav utdrag", "A1;Enheten;Lokalvårdare;2;40;Ja"
    )
    assert store(desk, path, "placements").count("same") == 1


def test_a_follow_up_list_without_status_does_not_say_that_nobody_was_reached(desk: Desk, tmp_path: Path) -> None:
    employed(desk, tmp_path, "X;2026-01-01;2026-06-30;50")
    head, row = "Personnummer;Slutdatum;Avslutsorsak", f"{make.number()};2026-06-30;Arbete"
    store(desk, lines(tmp_path, f"{head};Status dag 90", f"{row};Arbete"), "followups")
    for second in ((head, row), (f"{head};Status dag 90", f"{row};")):
        assert store(desk, lines(tmp_path, *second), "followups").count("same") == 1
    assert rows(desk.bank, "select contact, situation from followup") == [{"contact": "contacted", "situation": "work"}]


# the same person


def test_people_without_a_number_are_the_same_again_and_a_phone_is_one_however_it_is_written(desk: Desk) -> None:
    first = store(desk, "same_name_no_number.xlsx")
    assert (people(desk, "name, phone"), refused(first)) == (
        [("Anna Prov", ""), ("Bo Prov", "070-1740605"), ("Cia Prov", "")],
        [(5, "DUPLICATE", "")],
    )
    again = store(desk, "same_name_no_number.xlsx")
    assert (again.count("new"), again.count("same")) == (0, 3)


@pytest.mark.parametrize("phone", ["+46 70 174 06 05", "0046701740605", "070 1740605", "+46 (0)70-174 06 05"])
def test_a_phone_with_the_country_before_it_is_the_same_phone(desk: Desk, tmp_path: Path, phone: str) -> None:
    store(desk, "same_name_no_number.xlsx")
    assert store(desk, lines(tmp_path, "Namn;Telefon", f"Bo Prov;{phone}")).count("new") == 0


def test_a_number_that_comes_later_asks_whether_it_is_the_same_person(desk: Desk) -> None:
    store(desk, "same_name_no_number.xlsx")
    review = store(desk, "same_person_now_with_number.xlsx")
    assert refused(review) == [(2, "SAME_PERSON", "identity")]
    assert [n for n, _ in people(desk)].count("Bo Prov") == 1
    bo = next(p.id for p in desk.participants.listing() if str(p.name) == "Bo Prov")
    desk.participants.replace_identity(bo, "19770115-2386")
    assert store(desk, "same_person_now_with_number.xlsx").count("same") == 1


CASE = "Namn;Telefon;Ärendenr;E-post"


@pytest.mark.parametrize(
    "again",
    [
        "Bo Prov;070-1740607;AMF 2026/12;",
        "bo prov;;amf2026-12;",
        "Bo Prov;070-1740607;;bo@example.se",
    ],
)
def test_one_name_and_one_case_number_with_another_phone_is_asked_and_never_a_second_person(
    desk: Desk, tmp_path: Path, again: str
) -> None:
    store(desk, lines(tmp_path, CASE, "Bo Prov;070-1740605;AMF 2026/12;bo@example.se"))
    review = store(desk, lines(tmp_path, CASE, again))
    assert refused(review) == [(2, "SAME_CASE", "phone")]
    assert [n for n, _ in people(desk)] == ["Bo Prov"]
    mended = desk.imports.mend(review, 2, "phone", "070-1740605")
    assert (mended.count("rejected"), mended.count("new")) == (0, 0)


def test_the_same_case_twice_in_one_list_is_asked_too(desk: Desk, tmp_path: Path) -> None:
    review = store(desk, lines(tmp_path, CASE, "Bo Prov;070-1740605;12;", "Bo Prov;070-1740606;12;"))
    assert refused(review) == [(3, "SAME_CASE", "phone")]


def test_two_names_in_one_case_and_one_name_in_two_cases_are_two_people(desk: Desk, tmp_path: Path) -> None:
    rows_of = ("Bo Prov;070-1740605;12;", "Ida Prov;070-1740606;12;", "Bo Prov;070-1740607;13;")
    assert store(desk, lines(tmp_path, CASE, *rows_of)).count("new") == 3


def test_a_number_that_comes_later_on_one_case_asks_whether_it_is_the_same_person(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, CASE, "Bo Prov;070-1740605;12;"))
    again = lines(tmp_path, f"{CASE};Personnummer", "Bo Prov;070-1740609;12;;19770115-2386")
    assert refused(store(desk, again)) == [(2, "SAME_PERSON", "identity")]


# places


def booked(desk: Desk, places: int = 2) -> int:
    place = make.placement(
        desk.bank,
        places,
        source_id="A1",
        name="Enhet 1",
        occupation="LOK",
        department="Vård",
        open_from=date(2026, 11, 1),
    )
    for i in range(places):
        desk.booking.book(make.participant(desk.bank, name=f"Prov {i}"), place, TODAY, TODAY + timedelta(100))
    return place


TOO_LOW = "placements_one_capacity_too_low.xlsx"


def test_fewer_places_than_bookings_are_kept_as_wanted_and_the_rest_is_stored(desk: Desk) -> None:
    place = booked(desk)
    review = read(desk, TOO_LOW, "placements")
    dry = [(o.row, o.outcome, o.action, o.warnings, o.changes) for o in review.outcomes]
    assert desk.imports.store(review) == 5
    assert [(o.row, o.outcome, o.action, o.warnings, o.changes) for o in review.outcomes] == dry
    assert dry[0] == (2, "accepted", "update", ["CAPACITY_WANTED"], [("places", "2", "1")])
    assert desk.placements.availability(place).capacity_on(TODAY) == 200
    assert [(c.placement, c.places, len(c.bookings)) for c in desk.board.conflicts()] == [("Enhet 1", 1, 2)]


def test_what_is_wanted_is_wanted_once_and_the_next_list_may_take_it_back(desk: Desk, tmp_path: Path) -> None:
    booked(desk)
    store(desk, TOO_LOW, "placements")
    again = read(desk, TOO_LOW, "placements")
    assert (again.count("same"), again.count("update")) == (6, 0)
    path = lines(
        tmp_path, "PlatsID;Förvaltning;Enhet;Yrke;Antal platser;Timmar/vecka", "A1;Vård;Enhet 1;Lokalvårdare;2;40"
    )
    store(desk, path, "placements")
    assert desk.board.conflicts() == []


def test_an_opening_after_somebody_has_begun_is_said_and_stops_no_other_row(desk: Desk, tmp_path: Path) -> None:
    booked(desk)
    path = lines(
        tmp_path,
        "PlatsID;Förvaltning;Enhet;Yrke;Antal platser;Timmar/vecka;Öppen fr.o.m.;Handledare",
        "A1;Vård;Enhet 1;Lokalvårdare;2;40;2027-01-01;Ny Handledare",
        "A2;Vård;Enhet 2;Lokalvårdare;2;40;2027-01-01;",
    )
    review = store(desk, path, "placements")
    assert str(review.notices[0]).startswith("Enhet 1: somebody is booked before the opening day")
    found = {p.source_id: (p.open_from, p.supervisor) for p in desk.placements.listing()}
    assert found == {"A1": (date(2026, 11, 1), "Ny Handledare"), "A2": (date(2027, 1, 1), "")}


def test_a_row_that_the_bank_refuses_after_the_check_is_refused_alone(desk: Desk) -> None:
    place = booked(desk, 1)
    desk.placements.change(place, {}, 3)
    review = read(desk, TOO_LOW, "placements")
    for i in range(2):  # meanwhile somebody books the places that the list takes away
        desk.booking.book(make.participant(desk.bank, name=f"Sen {i}"), place, TODAY, TODAY + timedelta(50))
    assert desk.imports.store(review) == 5
    assert refused(review) == [(2, "AM006", "")]
    assert message("AM006", "sv").startswith("Antalet platser")


def test_a_total_below_a_list_is_no_placement(desk: Desk) -> None:
    review = store(desk, "places_total.csv", "placements")
    assert (len(review.outcomes), review.count("accepted"), len(review.staged.skipped) - 1) == (2, 2, 1)


# cells


def test_control_characters_are_left_out_and_said_and_lists_can_be_written(desk: Desk, tmp_path: Path) -> None:
    review = store(desk, "control_char_participants.csv")
    assert all("CONTROL_DROPPED" in o.warnings for o in review.outcomes)
    assert [n for n, _ in people(desk)] == ["Test Berg Kontroll", "TestTvå"]
    for key in [r["id"] for r in rows(desk.bank, "select id from participant")]:
        desk.booking.book(key, make.placement(desk.bank), TODAY, TODAY + timedelta(50))
    for name in ("supervisors", "bookings"):
        list(getattr(desk.exports, name)(tmp_path / f"{name}.xlsx"))
        said = [
            str(r) for s in openpyxl.load_workbook(tmp_path / f"{name}.xlsx") for r in s.iter_rows(values_only=True)
        ]
        assert "TestTvå" in "".join(said)


def test_a_bank_that_holds_control_characters_can_still_give_lists_and_papers(desk: Desk, tmp_path: Path) -> None:
    odd = "Odd\x02\x1f\x0b\ufffe Prov"
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    with desk.bank.write(text("as an earlier version stored it")):
        update(desk.bank, "participant", person, name=odd, phone=odd, case_number=odd)
        update(desk.bank, "placement", place, name=odd, supervisor=odd, department=odd, address=odd, schedule=odd)
    booking = desk.booking.book(person, place, TODAY, TODAY + timedelta(100)).booking
    for name in ("supervisors", "bookings", "placements"):
        list(getattr(desk.exports, name)(tmp_path / f"{name}.xlsx"))
        assert "Odd" in str(
            [r for s in openpyxl.load_workbook(tmp_path / f"{name}.xlsx") for r in s.iter_rows(values_only=True)]
        )
    assert desk.exports.notice(booking.ref).startswith(b"%PDF")
    desk.sheets.out(tmp_path / "sheets.xlsx", desk.sheets.running())
    assert "Odd" in str(
        [r for s in openpyxl.load_workbook(tmp_path / "sheets.xlsx") for r in s.iter_rows(values_only=True)]
    )


AMOUNTS = {
    "2020-01": 8450, "2020-02": 8450, "2020-03": 8450, "2020-04": 8450, "2020-05": 8450, "2020-06": 4100, "2020-07": 4100, "2020-08": 4100, "2020-09": -500,
    "2020-10": -500, "2020-11": 1234.5, "2020-12": 7050, "2021-01": 8450.5, "2021-03": 0, "2021-04": 8450, "2021-05": 8450, "2021-06": 8450, "2021-07": 12500,
    "2021-08": 8450,
}  # fmt: skip


def test_no_point_between_thousands_makes_kronor_of_thousands(desk: Desk) -> None:
    make.participant(desk.bank, identity="197701152386")
    review = store(desk, "payment_amounts.xlsx", "payments")
    assert {r["month"]: r["amount"] / 100 for r in rows(desk.bank, "select month, amount from payment")} == AMOUNTS
    assert refused(review) == [(15, "AMOUNT_MISSING", "amount")]
    assert [o.row for o in review.outcomes if "AMOUNT_GROUPED" in o.warnings] == [3, 4, 20]


def test_a_cell_in_error_refuses_its_row(desk: Desk) -> None:
    review = store(desk, "error_cells.xlsx")
    assert refused(review) == [(2, "CELL_ERROR", "name"), (3, "CELL_ERROR", "name")]


def test_a_formula_whose_value_was_never_saved_is_not_read_as_empty(desk: Desk) -> None:
    review = store(desk, "formulas_no_cache.xlsx")
    assert refused(review) == [
        (2, "FORMULA_NO_VALUE", "identity"),
        (3, "FORMULA_NO_VALUE", "name"),
        (4, "FORMULA_NO_VALUE", "identity"),
    ]
    assert people(desk) == []


def test_a_formula_in_a_column_that_is_not_read_refuses_nobody(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (["Personnummer", "Namn", "Rad"], [make.number(), "Bo Prov", "=ROW()"]):
        sheet.append(row)
    book.save(tmp_path / "x.xlsx")
    assert store(desk, tmp_path / "x.xlsx").count("new") == 1


def test_sums_are_skipped_wherever_they_stand_and_people_who_sound_like_one_are_read(desk: Desk) -> None:
    store(desk, "totals.xlsx")
    assert [n for n, _ in people(desk)] == ["Astrid Prov"]
    assert [o.of(CheckedPerson).name for o in read(desk, "name_looks_total.xlsx").outcomes] == [
        "Total Städ AB",
        "Summa Summarum",
    ]


# files


def test_empty_fields_at_the_end_of_a_row_are_no_fault(desk: Desk) -> None:
    assert store(desk, "long_rows_trailing_semicolons.csv").count("new") == 2


def test_a_quotation_mark_that_nobody_closed_swallows_nobody(desk: Desk) -> None:
    store(desk, "stray_quote.csv")
    assert [n for n, _ in people(desk)] == ['Åsa "Öberg', "Bo Prov", "Cia Prov", "Dan Prov"]


@pytest.mark.thorough(long=True)
def test_a_stray_quote_high_up_in_a_long_file_swallows_nobody(desk: Desk, tmp_path: Path) -> None:
    path = lines(
        tmp_path,
        "Namn;Telefon;Behov",
        'Bo "Prov;1;',
        '"Cia Prov;2;',
        *(f"Prov {i};{i};" + "x" * 50 for i in range(4000)),
    )
    assert len(read(desk, path).outcomes) == 4002


def test_a_text_of_several_lines_in_quotes_is_one_field(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;Behov;Telefon", '"Bo Prov";"dagtid\ninga tunga lyft";1', "Cia Prov;;2")
    assert [len(o.of(CheckedPerson).needs) for o in read(desk, path).outcomes] == [1, 0]


def test_a_csv_in_utf_16_is_read(desk: Desk) -> None:
    store(desk, "utf16le_bom.csv")
    assert [n for n, _ in people(desk)] == ["Åsa Öberg", "Bo Prov"]


@pytest.mark.parametrize("stray", [(1048576, 1, " "), (1048576, 1, "x"), (199999, 16383, 1), (2, 16384, "x")])
def test_a_stray_cell_far_away_is_left_out_and_costs_nothing(
    desk: Desk, tmp_path: Path, stray: tuple[int, int, Any]
) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (["Personnummer", "Namn"], [make.number(), "Astrid Prov"], [], ["19770115-2386", "Bo Prov"]):
        sheet.append(row)
    sheet.cell(*stray)
    book.save(tmp_path / "x.xlsx")
    review = read(desk, tmp_path / "x.xlsx")
    assert [(o.row, o.outcome) for o in review.outcomes] == [(2, "accepted"), (4, "accepted")]
    assert len(review.staged.table) < 10  # never the rows and columns in between


def test_every_remark_on_a_row_has_words_in_swedish() -> None:
    assert [
        c for c, said in EXTRA_MESSAGES.items() if message(c, "sv") in {said, c, ""} or message(c, "en") != said
    ] == []


def test_an_import_of_names_and_numbers_leaves_no_trace_that_says_more_than_it_stored(desk: Desk) -> None:
    store(desk, "two_row_header_bad.xlsx")
    assert value(desk.bank, "select count(*) as n from case_worker") == 0
