"""One cell that says several things of a person, and numbers where none belong."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amdesk.db.port import rows
from amdesk.domain.people.identity import parse_identity
from amdesk.imports.split import NUMBER, PLAIN_PHONE, turned
from amdesk.services.desk import Desk
from tests import make
from tests.imports.cases import lines, read, store
from tests.make import TODAY

N = "19860412-2385"


def person(desk: Desk, folder: Path, head: str, said: str) -> dict[str, object]:
    """The one person of a list, as she is stored; the list read again changes nothing."""
    path = lines(folder, head, said)
    store(desk, path)
    (found,) = rows(desk.bank, "select * from participant where void = 0")
    assert store(desk, path).count("same") == 1
    return found


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("Prov, Astrid", "Astrid Prov"), ("Prov,Astrid", "Astrid Prov"), ("von Essen, Astrid Maria", "Astrid Maria von Essen"), ("Abdirahman-Warsame, Amina Khadija", "Amina Khadija Abdirahman-Warsame"),
     ("Astrid Prov", "Astrid Prov"), ("Astrid Prov, fil. kand.", "Astrid Prov, fil. kand."), ("Prov, Astrid, Maria", "Prov, Astrid, Maria"), ("Prov, jr", "Prov, jr"), ("Prov,", "Prov,")],
)  # fmt: skip
def test_the_family_name_before_a_comma_goes_last(said: str, wanted: str) -> None:
    assert turned(said) == wanted


@pytest.mark.thorough(long=True)
@given(st.from_regex(PLAIN_PHONE, fullmatch=True))
def test_a_phone_as_most_are_written_holds_no_number_of_anybody(said: str) -> None:
    assert not NUMBER.search(said)


def test_of_a_case_worker_and_a_supervisor_the_name_is_turned_and_two_people_stay_two(
    desk: Desk, tmp_path: Path
) -> None:
    store(desk, lines(tmp_path, "Namn;Telefon;Handläggare", "Bo Prov;1;Test, Eva"))
    assert [w.name for w in desk.participants.case_workers()] == ["Eva Test"]
    head = "Enhet;Yrke;Antal platser;Timmar/vecka;Handledare"
    made = ("A;Lokalvårdare;1;40;Modell, Nils", "B;Lokalvårdare;1;40;Nils Modell, Eva Test")
    store(desk, lines(tmp_path, head, *made), "placements")
    assert [p.supervisor for p in desk.placements.listing()] == ["Nils Modell", "Nils Modell, Eva Test"]


def test_a_heading_says_that_the_family_name_stands_first(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn (efternamn förnamn)", f"{N};Prov Astrid"))
    assert rows(desk.bank, "select name from participant") == [{"name": "Astrid Prov"}]


@pytest.mark.thorough(25)
@pytest.mark.parametrize(
    "heading", ["Namn", "Namn/personnummer", "Namn och pnr", "Personnummer, namn", "Namn (och personnummer)"]
)
@pytest.mark.parametrize(
    "cell", ["{n} Prov, Astrid", "Astrid Prov, {n}", "Astrid Prov ({n})", "Prov, Astrid\n{n}", "Astrid Prov pnr: {n}"]
)
def test_name_and_number_in_one_cell_are_two(desk: Desk, tmp_path: Path, heading: str, cell: str) -> None:
    found = person(desk, tmp_path, f'"{heading}";Telefon', f'"{cell.format(n=N)}";070-1740605')
    assert (found["name"], found["identity"]) == ("Astrid Prov", make.number())


@pytest.mark.parametrize("cell", ["{n} Astrid Prov", "Prov, Astrid {n}", "{n}, Astrid Prov"])
@pytest.mark.parametrize("named", ["", "Astrid Prov"])
def test_a_name_beside_the_number_under_the_heading_of_the_number_is_the_name(
    desk: Desk, tmp_path: Path, cell: str, named: str
) -> None:
    found = person(desk, tmp_path, "Personnummer;Namn;Telefon", f'"{cell.format(n=N)}";{named};070-1740605')
    assert (found["name"], found["identity"]) == ("Astrid Prov", make.number())


def test_a_name_beside_the_number_that_is_not_the_rows_own_is_refused(desk: Desk, tmp_path: Path) -> None:
    review = read(desk, lines(tmp_path, "Personnummer;Namn", f"{N} Astrid Prov;Bo Prov"))
    assert [(o.reason, o.column) for o in review.outcomes] == [("PNR_FORMAT", "identity")]


@pytest.mark.parametrize(
    ("cell", "column", "wanted"),
    [("Astrid Prov 070-1740605", "phone", "070-1740605"), ("Prov, Astrid, 070-1740605", "phone", "070-1740605"), ("Astrid Prov tel. 0701740605", "phone", "0701740605"),
     ("Astrid Prov +46 70 174 06 05", "phone", "+46 70 174 06 05"), ("Astrid Prov, a.p@x.example", "email", "a.p@x.example"), ("Astrid Prov f. 1986-04-12", "born", "1986-04-12"),
     ("Astrid Prov (860412)", "born", "1986-04-12"), ("Astrid Prov 860412-xxxx", "born", "1986-04-12")],
)  # fmt: skip
def test_what_stands_beside_a_name_goes_to_its_own_field(
    desk: Desk, tmp_path: Path, cell: str, column: str, wanted: str
) -> None:
    found = person(desk, tmp_path, "Namn;Behov", f'"{cell}";dagtid')
    assert (found["name"], found[column]) == ("Astrid Prov", wanted)


def test_an_e_mail_under_phone_and_a_second_phone_are_kept(desk: Desk, tmp_path: Path) -> None:
    found = person(desk, tmp_path, "Namn;Telefon", "Bo Prov 070-1740605;021-390000 bo@x.example")
    assert (found["name"], found["phone"], found["email"]) == ("Bo Prov", "021-390000, 070-1740605", "bo@x.example")


@pytest.mark.parametrize("said", [701740605, 701740605.0, "701740605"])
def test_a_phone_gets_back_the_zero_that_a_spreadsheet_dropped(desk: Desk, tmp_path: Path, said: object) -> None:
    book = openpyxl.Workbook()
    table = book.create_sheet("list", 0)
    for row in (["Namn", "Telefon"], ["Bo Prov", said]):
        table.append(row)
    book.save(tmp_path / "x.xlsx")
    review = store(desk, tmp_path / "x.xlsx")
    assert rows(desk.bank, "select phone from participant") == [{"phone": "0701740605"}]
    assert review.outcomes[0].warnings == ["PHONE_ZERO"]


@pytest.mark.parametrize(
    "said",
    [
        "19860412–2385",
        "1986-04-12-2385",
        "860412 2385",
        "SE198604122385",
        "198604122385.0",
        "19860412/2385",
        "860412.2385",
        "19860412 - 2385",
        "'8604122385",
    ],
)
def test_a_number_is_a_number_whatever_stands_between_its_parts(said: str) -> None:
    assert parse_identity(said, TODAY).number == make.number()


@pytest.mark.parametrize("said", ["-", "saknas", "Okänt", "?", "uppgift saknas"])
def test_a_cell_that_says_that_there_is_no_number_refuses_nobody(desk: Desk, tmp_path: Path, said: str) -> None:
    review = store(desk, lines(tmp_path, "Personnummer;Namn;Telefon", f"{said};Bo Prov;070-1740605"))
    assert rows(desk.bank, "select name, identity from participant") == [{"name": "Bo Prov", "identity": None}]
    assert "PNR_MISSING" in review.outcomes[0].warnings


@pytest.mark.parametrize("said", ["860412", "19860412", "860412-xxxx", "19860412-****", "19860412-"])
def test_a_number_without_its_last_four_is_a_birth_date(desk: Desk, tmp_path: Path, said: str) -> None:
    found = person(desk, tmp_path, "Personnummer;Namn;Telefon", f"{said};Bo Prov;070-1740605")
    assert (found["identity"], found["born"]) == (None, "1986-04-12")


NUMBERS = (
    "19860412-2385",
    "198604122385",
    "860412-2385",
    "8604122385",
    "860412 2385",
    "19860412–2385",
    "1986-04-12-2385",
    "19860412 - 2385",
    "pnr19860412-2385",
    "860412/2385",
)
TEXTS = (
    "Behov",
    "Telefon",
    "E-post",
    "Ärendenummer",
    "Stadsdel",
    "Språk",
    "Handläggare",
    "Önskat yrke",
    "Svenska",
    "Körkort",
    "Omfattning",
    "Kan börja",
    "Max restid",
    "Född",
)


@pytest.mark.parametrize("written", NUMBERS)
def test_nobodys_number_is_kept_in_any_text_or_among_words_kept_aside(desk: Desk, tmp_path: Path, written: str) -> None:
    cells = ";".join(f"hos {written}" for _ in TEXTS)
    store(desk, lines(tmp_path, "Namn;" + ";".join(TEXTS), f"Bo Prov;{cells}"))
    kept = [row for t in ("participant", "case_worker") for row in rows(desk.bank, f"select * from {t}")]
    said = json.dumps([{k: v for k, v in row.items() if k != "uid"} for row in kept], ensure_ascii=False)
    assert "2385" not in said


def test_a_phone_in_a_note_stays_and_a_number_does_not(desk: Desk, tmp_path: Path) -> None:
    young = make.number(date(2003, 4, 12))[2:]
    found = person(desk, tmp_path, "Namn;Telefon;Behov", f"Bo Prov;1;ring 0701740605, sonen {young}")
    assert [n["value"] for n in json.loads(str(found["needs"]))] == ["ring 0701740605", "sonen"]
