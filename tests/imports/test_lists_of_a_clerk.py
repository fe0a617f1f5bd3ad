"""Lists as the next clerk writes them: headings in her own words or in English, what stands around the table, figures that a
spreadsheet has eaten. Each has the value that a reader would say it has."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from amdesk.db.port import rows, value
from amdesk.domain.values import HIGHEST_AMOUNT
from amdesk.services.desk import Desk
from tests import make
from tests.imports.cases import lines, read, store

ASTRID, BO = make.number(date(1980, 3, 4)), make.number(date(1985, 3, 4))
ENGLISH = (
    "Personal ID number,First names,Surname,Mobile no.,E-mail address,Preferred job,Extent (%),"
    "Available from (yyyy-mm-dd),Driver's licence,Level of Swedish,Max. commute (min)"
)
HEADED = (
    (
        "Person-ID;För- & efternamn;Mobilnr;Mejladress;Yrkesönskemål 1;Yrkesönskemål 2;Tj.grad (%)",
        f"{ASTRID};Astrid Prov;070-1740601;a@x.example;Städ;Lager;50",
        {"email": "a@x.example", "extent": 50, "wishes": '["LOK", "LAG"]'},
    ),
    (
        ENGLISH,
        f"{ASTRID},Astrid,Prov,070-1740601,a@x.example,Cleaner,75%,2026-12-01,B,B1,45",
        {"email": "a@x.example", "wishes": '["LOK"]', "licence": "B", "language": "B1", "max_travel": 45},
    ),
    ("Client name;Personal id;Mobile phone", f"Astrid Prov;{ASTRID};070-1740601", {"extent": 100}),
)


@pytest.mark.parametrize(("head", "row", "right"), HEADED)
def test_headings_in_other_words_and_in_english_are_known(
    desk: Desk, tmp_path: Path, head: str, row: str, right: dict[str, object]
) -> None:
    review = store(desk, lines(tmp_path, head, row))
    assert review.staged.unread() == []
    [found] = rows(desk.bank, "select * from participant")
    wanted = {"name": "Astrid Prov", "identity": ASTRID, "phone": "070-1740601", **right}
    assert {n: found[n] for n in wanted} == wanted


def test_places_and_jobs_are_headed_in_english_too(desk: Desk, tmp_path: Path) -> None:
    head = "Workplace;Job title;No. of places;Hours/week;Contact person;Start date"
    store(desk, lines(tmp_path, head, "Kitchen Prov;Lokalvårdare;2;37.5;Eva Test;2026-12-01"), "placements")
    found = rows(desk.bank, "select name, hours, supervisor, open_from from placement")
    assert found == [{"name": "Kitchen Prov", "hours": 3750, "supervisor": "Eva Test", "open_from": "2026-12-01"}]
    head = "Persnr;Name;Job title;Placeringsenhet;Anställningsdatum;Last day;Syssgrad %"
    store(desk, lines(tmp_path, head, f"{ASTRID};A Prov;Lokalvårdare;X;2026-12-01;t.v.;75"), "employments")
    assert rows(desk.bank, "select from_date, to_date, extent from employment") == [
        {"from_date": "2026-12-01", "to_date": None, "extent": 75}
    ]


AROUND = (
    "* Uppgiften inhämtad 2026-11-20;;",
    "Utskrivet av:;Eva Test;",
    "Ort och datum;;",
    "_______________;;",
    "Underskrift handläggare;;",
    "Sida 1 av 2;;",
    "Källa: Ekhamra stad;;",
    "Uppgifterna gäller till och med 2026-12-31;;",
)


@pytest.mark.parametrize("said", [*AROUND, "all of them"])
def test_what_stands_below_a_table_is_nobody(desk: Desk, tmp_path: Path, said: str) -> None:
    below = AROUND if said == "all of them" else (said,)
    review = store(
        desk, lines(tmp_path, "Personnummer;Namn;Telefon", f"{ASTRID};Astrid Prov;070-1740601", ";;", *below)
    )
    assert [o.outcome for o in review.outcomes] == ["accepted"]
    assert rows(desk.bank, "select name from participant") == [{"name": "Astrid Prov"}]


def test_a_numbered_line_that_nobody_has_filled_in_is_no_row(desk: Desk, tmp_path: Path) -> None:
    review = store(desk, lines(tmp_path, "Nr;Personnummer;Namn", f"1;{ASTRID};Astrid Prov", "2;;", "3.;;"))
    assert [o.outcome for o in review.outcomes] == ["accepted"]


@pytest.mark.parametrize("name", ["Obsahmed Provgren", "Källa Prov", "Notburga Prov", "Ort Provsson", "Sida Prov"])
def test_a_name_that_begins_as_a_note_is_somebodys(desk: Desk, tmp_path: Path, name: str) -> None:
    store(desk, lines(tmp_path, "Namn;Telefon;Omfattning", "Bo Prov;070-1740602;50", f"{name};070-1740601;"))
    assert [r["name"] for r in rows(desk.bank, "select name from participant order by id")] == ["Bo Prov", name]


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ("701740603.0", "0701740603"),
        ("'0701740604", "0701740604"),
        ("46701740602", "+46701740602"),
        ("7,01741E+08", ""),
    ],
)
def test_a_phone_that_a_spreadsheet_has_eaten(desk: Desk, tmp_path: Path, said: str, phone: str) -> None:
    review = store(desk, lines(tmp_path, "Personnummer;Namn;Telefon", f"{ASTRID};Astrid Prov;{said}"))
    assert value(desk.bank, "select phone from participant") == phone
    assert ("PHONE_LOST" in review.outcomes[0].warnings) == (not phone)


@pytest.mark.parametrize(
    ("said", "ore"),
    [
        ("8\u202f450:50", 845050),
        ("8450.-", 845000),
        ("8\u2019450,00", 845000),
        ("1.234:50", 123450),
        ("kr 8\u00a0450", 845000),
    ],
)
def test_an_amount_with_the_signs_of_another_hand(desk: Desk, tmp_path: Path, said: str, ore: int) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn", f"{ASTRID};Astrid Prov"))
    store(desk, lines(tmp_path, "Personnummer;Period;Belopp", f"{ASTRID};2026M06;{said}"), "payments")
    assert rows(desk.bank, "select month, amount from payment") == [{"month": "2026-06", "amount": ore}]


def test_an_amount_that_one_of_the_banks_cannot_keep_is_told_before_anything_is_stored(
    desk: Desk, tmp_path: Path
) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn", f"{ASTRID};Astrid Prov"))
    made = lines(tmp_path, "Personnummer;Period;Belopp", f"{ASTRID};2026-06;20000000", f"{ASTRID};2026-07;20000000,01")
    review = store(desk, made, "payments")
    assert [o.reason for o in review.outcomes] == ["", "AMOUNT_INVALID"]
    assert rows(desk.bank, "select month, amount from payment") == [{"month": "2026-06", "amount": HIGHEST_AMOUNT}]


@pytest.mark.parametrize(
    ("said", "level"), [("☐", 0), ("n/a", 0), ("☑", 1), ("✓", 1), ("ja, sedan 2024", 1), ("ej", 0)]
)
def test_a_box_that_is_ticked_or_not(desk: Desk, tmp_path: Path, said: str, level: int) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn;Sekretessmarkering", f"{ASTRID};Astrid Prov;{said}"))
    assert value(desk.bank, "select protection from participant") == level


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Krävs ej", ""),
        ("Inget krav", ""),
        ("B krävs", "B"),
        ("Krav på B-körkort", "B"),
        ("Meriterande", "Meriterande"),
    ],
)
def test_a_licence_that_a_place_asks_for_or_does_not(desk: Desk, tmp_path: Path, said: str, asked: str) -> None:
    store(desk, lines(tmp_path, "Enhet;Yrke;Antal platser;Körkort", f"Köket;Lokalvårdare;1;{said}"), "placements")
    assert value(desk.bank, "select licence from placement") == asked


def test_numbers_in_two_columns_are_each_persons_own(desk: Desk, tmp_path: Path) -> None:
    rows_ = ("Person-id;Personnummer;Samordningsnummer;Namn", f"10023;{ASTRID};;Astrid Prov", f"10024;;{BO};Bo Prov")
    store(desk, lines(tmp_path, *rows_))
    found = rows(desk.bank, "select name, identity from participant order by id")
    assert [tuple(r.values()) for r in found] == [("Astrid Prov", ASTRID), ("Bo Prov", BO)]


def test_name_and_number_that_stand_the_wrong_way_round_are_turned(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn", f"Astrid Prov;{ASTRID}"))
    assert rows(desk.bank, "select name, identity from participant") == [{"name": "Astrid Prov", "identity": ASTRID}]


def test_half_a_name_is_asked_for_where_a_column_may_hold_the_other_half(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Personnummer;Surname;Christian name", f"{ASTRID};Prov;Astrid")
    staged = desk.imports.stage(path, "participants")
    [asked] = desk.imports.reading(staged).questions
    assert (asked.code, [a.value for a in asked.answers]) == ("HALF_A_NAME", ["Christian name", "ignore"])
    desk.imports.store(desk.imports.review(desk.imports.answer(staged, asked.key, "Christian name")))
    assert value(desk.bank, "select name from participant") == "Astrid Prov"
    assert desk.imports.reading(desk.imports.answer(staged, asked.key, "ignore")).questions == ()
    alone = lines(tmp_path, "Personnummer;Förnamn;Telefon", f"{BO};Bo;070-1740602")
    assert desk.imports.reading(desk.imports.stage(alone, "participants")).questions == ()


def test_marks_that_turn_words_round_are_dropped_and_an_address_loses_its_link(desk: Desk, tmp_path: Path) -> None:
    row = f"Astrid \u202eProv;{ASTRID};mailto:a@x.example?subject=hej;850412-"
    review = store(desk, lines(tmp_path, "Namn;Personnummer;E-post;Född", row))
    assert "CONTROL_DROPPED" in review.outcomes[0].warnings
    assert rows(desk.bank, "select name, email from participant") == [{"name": "Astrid Prov", "email": "a@x.example"}]


def test_a_birth_date_that_ends_as_a_number_begins_is_one(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, "Namn;Född;Telefon", "Astrid Prov;850412-;070-1740601"))
    assert value(desk.bank, "select born from participant") == "1985-04-12"


def test_a_row_that_is_struck_out_is_told_of(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Personnummer", "Namn"], [ASTRID, "Astrid Prov"], [BO, "Bo Prov"]):
        sheet.append(row)
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    sheet["B2"].font = Font(strike=True)  # a word of it is no whole row
    book.save(path := tmp_path / "list.xlsx")
    assert [o.warnings for o in read(desk, path).outcomes] == [[], ["STRUCK_OUT"]]


def test_places_of_half_a_week_are_as_many_as_they_are(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, "Enhet;Yrke;Antal platser", "Köket;Lokalvårdare;2 platser á 50 %"), "placements")
    assert value(desk.bank, "select places from capacity") == 2
    assert "50 %" in value(desk.bank, "select other from placement")


def test_a_column_of_turned_names_is_read_with_and_without_its_commas(desk: Desk, tmp_path: Path) -> None:
    said = (f"Prov, Astrid;{ASTRID}", f"Prov Bo;{BO}")
    store(desk, lines(tmp_path, "Efternamn, Förnamn;Personnummer", *said))
    assert [r["name"] for r in rows(desk.bank, "select name from participant order by id")] == [
        "Astrid Prov",
        "Bo Prov",
    ]


@pytest.mark.parametrize("sign", ["-", "–", "--", "?"])
def test_a_sign_for_nothing_takes_no_phone_and_no_address_away(desk: Desk, tmp_path: Path, sign: str) -> None:
    head = "Personnummer;Namn;Telefon;E-post;Ärendenummer"
    store(desk, lines(tmp_path, head, f"{ASTRID};Astrid Prov;070-1740601;a@x.example;A-1"))
    store(desk, lines(tmp_path, head, f"{ASTRID};Astrid Prov;{sign};{sign};{sign}"))
    [found] = rows(desk.bank, "select phone, email, case_number from participant")
    assert found == {"phone": "070-1740601", "email": "a@x.example", "case_number": "A-1"}


@pytest.mark.parametrize(
    ("head", "said", "column", "right"),
    [
        ("Svenska", "Sfi D, betyg E", "language", "B1"),
        ("Svenska", "Modersmål svenska", "language", "C1"),
        ("Önskat yrke", "städ/kök", "wishes", '["LOK", "MAT"]'),
        ("Önskat yrke", "Cleaning or warehouse", "wishes", '["LOK", "LAG"]'),
    ],
)
def test_more_words_of_soft_fields(desk: Desk, tmp_path: Path, head: str, said: str, column: str, right: str) -> None:
    store(desk, lines(tmp_path, f"Personnummer;Namn;{head}", f"{ASTRID};Astrid Prov;{said}"))
    assert value(desk.bank, f"select {column} as c from participant") == right


@pytest.mark.parametrize(
    ("said", "situation"), [("fick jobb", "work"), ("Ja, arbete 75 %", "work"), ("ja studier", "studies")]
)
def test_what_became_of_somebody_in_a_clerks_words(desk: Desk, tmp_path: Path, said: str, situation: str) -> None:
    head = "Personnummer;Namn;Yrke;Placering;Startdatum;Slutdatum;Omfattning"
    store(desk, lines(tmp_path, head, f"{ASTRID};A Prov;Lokalvårdare;X;2026-03-01;2026-08-20;75"), "employments")
    head = "Personnummer;Slutdatum;Avslutsorsak;Status dag 90"
    store(desk, lines(tmp_path, head, f"{ASTRID};2026-08-20;Arbete;{said}"), "followups")
    assert value(desk.bank, "select situation from followup") == situation


def test_a_payment_years_ahead_is_a_slip(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn", f"{ASTRID};Astrid Prov"))
    said = (f"{ASTRID};2031-02;8450", f"{ASTRID};2027-01;8450")
    review = store(desk, lines(tmp_path, "Personnummer;Period;Belopp", *said), "payments")
    assert [(o.reason, o.column) for o in review.outcomes] == [("PERIOD_INVALID", "month"), ("", "")]
