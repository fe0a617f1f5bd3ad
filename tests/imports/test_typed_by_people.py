"""Lists as people type them: headings shortened in their own way, two people or two facts in a cell, a word with two meanings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from amdesk.db.port import rows
from amdesk.services.desk import Desk
from tests import make
from tests.imports.cases import lines, read, store

NUMBER = make.number()
HEADS = {
    "participants": "Deltagares för- och efternamn;Personnr;Syss.grad;SFI-nivå;Fr o m;E-postadress;Tel.nr;Ansv. handl.",
    "employments": "Pnr;Namn;Befattning;Arbetsplats;Anst. fr.o.m.;Anst. t.o.m.;Syss.grad;Anst.form",
    "placements": "Enhet;Yrkestitel;Antal platser;Veckoarbetstid;Fr o m;T o m;Telefonnummer;E-post handledare",
    "places that ask": "Enhet;Yrkestitel;Antal platser;Utdrag ur belastningsregistret;Körkortskrav;Svenska (lägst);Lön",
    "followups": "Personnr;Slut;Orsak till avslut;Läge dag 90;Anm.",
    "payments": "Pnr;Månad;Utbet. belopp",
    "measures": "Pnr;Insats;Fr o m;T o m",
}


@pytest.mark.parametrize("kind", HEADS)
def test_a_heading_that_is_shortened_is_known(desk: Desk, tmp_path: Path, kind: str) -> None:
    head = HEADS[kind].replace("Deltagares för", "Deltagarens för")
    of = "placements" if kind.startswith("places") else kind
    staged = desk.imports.stage(lines(tmp_path, head, ";".join("x" for _ in head.split(";"))), of)
    assert staged.unread() == []


@pytest.mark.parametrize(
    "said", ["Astrid Prov & Bo Prov", "Cia och Dan Provgren", "Eva Prov/Fia Prov", '"Gun Prov\nHans Prov"']
)
def test_a_cell_that_names_two_people_makes_nobody_of_them(desk: Desk, tmp_path: Path, said: str) -> None:
    review = store(desk, lines(tmp_path, "Namn;Telefon", f"{said};070-1740601", "Ida Prov;070-1740602"))
    assert [(o.reason, o.column) for o in review.outcomes] == [("TWO_NAMES", "name"), ("", "")]
    assert rows(desk.bank, "select name from participant") == [{"name": "Ida Prov"}]


@pytest.mark.parametrize(
    "said", ["Ochoa Prov", "Anna-Lena Prov", "Prov, Astrid", '"Astrid\nProv"', "Åsa de la Prov", "Bo Prov (bo)"]
)
def test_one_person_is_one_however_she_is_written(desk: Desk, tmp_path: Path, said: str) -> None:
    assert read(desk, lines(tmp_path, "Namn;Telefon", f"{said};070-1740601")).count("new") == 1


@pytest.mark.parametrize(
    ("said", "day"), [("efter jul", None), ("jul", None), ("7 jul", date(2027, 7, 7)), ("juli", date(2027, 7, 1))]
)
def test_after_christmas_is_no_day_in_july(desk: Desk, tmp_path: Path, said: str, day: date | None) -> None:
    [row] = read(desk, lines(tmp_path, "Namn;Kan börja", f"Bo Prov;{said}")).outcomes
    assert row.said.fields["available_from"] == day  # type: ignore[attr-defined]  # a person's row


def test_when_people_work_is_no_number_of_hours(desk: Desk, tmp_path: Path) -> None:
    head = "Enhet;Yrkestitel;Antal platser;Arbetstid"
    path = lines(tmp_path, head, "Parklag Prov;Parkarbetare;2;07.00-16.00", "Köket Prov;Lokalvårdare;1;37,5")
    review = store(desk, path, "placements")
    assert [o.outcome for o in review.outcomes] == ["accepted", "accepted"]
    assert "HOURS_ASSUMED" in review.outcomes[0].warnings
    found = rows(desk.bank, "select schedule, hours from placement order by id")
    assert [(r["schedule"], r["hours"]) for r in found] == [("07.00-16.00", 4000), ("", 3750)]


def test_a_period_in_one_column_is_two_days(desk: Desk, tmp_path: Path) -> None:
    head = "Enhet;Yrkestitel;Antal platser;Period"
    store(desk, lines(tmp_path, head, "Parklag Prov;Parkarbetare;2;2026-12-01 - 2027-05-31"), "placements")
    found = rows(desk.bank, "select open_from, open_to from placement")
    assert found == [{"open_from": "2026-12-01", "open_to": "2027-05-31"}]
    head = "Personnummer;Namn;Yrke;Placering;Period;Omfattning"
    path = lines(tmp_path, head, f"{NUMBER};Bo Prov;Parkarbetare;X;1/12-26 t.o.m. 31/5-27;heltid")
    store(desk, path, "employments")
    found = rows(desk.bank, "select from_date, to_date from employment")
    assert found == [{"from_date": "2026-12-01", "to_date": "2027-05-31"}]


def test_the_name_under_a_group_of_the_supervisor_is_hers(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    table = book.create_sheet("lista", 0)
    for row in (
        ["Arbetsplats", None, None, "Handledare", None, None],
        ["Namn", "Yrke", "Antal platser", "Namn", "Telefon", "E-post"],
        ["Parklag Prov", "Parkarbetare", 2, "Bo Prov", "070-1740601", "b@x.example"],
    ):
        table.append(row)
    book.save(tmp_path / "lista.xlsx")
    store(desk, tmp_path / "lista.xlsx", "placements")
    [found] = rows(desk.bank, "select name, supervisor, supervisor_phone, supervisor_email from placement")
    assert list(found.values()) == ["Parklag Prov", "Bo Prov", "070-1740601", "b@x.example"]


def test_an_address_in_angles_leaves_nothing_of_them_in_the_name(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, "Namn;Personnr", f"Bo Prov <b@x.example>;{NUMBER}"))
    assert rows(desk.bank, "select name, email from participant") == [{"name": "Bo Prov", "email": "b@x.example"}]


@pytest.mark.parametrize("turned", [False, True])
def test_a_coordination_number_beside_a_personal_one_of_the_same_name_and_phone_is_asked(
    desk: Desk, tmp_path: Path, turned: bool
) -> None:
    both = ["Amina Prov;700464-2398;070-1740601", f"Amina Prov;{NUMBER};070-1740601", "Bo Prov;;070-1740602"]
    review = store(desk, lines(tmp_path, "Namn;Personnr;Telefon", *(reversed(both) if turned else both)))
    assert [o.reason for o in review.outcomes if o.outcome == "rejected"] == ["SAME_NUMBER"]
    found = rows(desk.bank, "select identity from participant where name = 'Amina Prov'")
    assert found == [{"identity": NUMBER}]


@pytest.mark.parametrize(
    ("heading", "said", "column", "wanted"),
    [
        ("Sysselsättningsgrad %", "80", "extent", 80),
        ("Omfattning i procent", "80", "extent", 80),
        ("Max restid min", "50", "max_travel", 50),
        ("Ledig från", "2026-12-01", "available_from", "2026-12-01"),
        ("Önskad start", "v 50", "available_from", "2026-12-07"),
        ("Önskat yrke", "Lokalvårdare 1, Vaktmästare 2", "wishes", '["LOK","VAK"]'),
        ("Önskat yrke", "Helst park, annars lager", "wishes", '["PAR","LAG"]'),
    ],
)
def test_a_heading_with_its_unit_and_wishes_with_their_rank(
    desk: Desk, tmp_path: Path, heading: str, said: str, column: str, wanted: object
) -> None:
    review = store(desk, lines(tmp_path, f"Personnummer;Namn;{heading}", f'{make.number()};Bo Prov;"{said}"'))
    (found,) = rows(desk.bank, f"select {column} as said, needs from participant")
    assert (str(found["said"]).replace(" ", ""), found["needs"]) == (str(wanted), "[]")
    assert review.staged.unread() == []


@pytest.mark.parametrize(("said", "wanted"), [("ca 75 %", 75), ("3/4", 75), ("50-75 %", None), ("upp till 50 %", 50)])
def test_an_employment_whose_extent_is_about_one_number_is_read_and_shown(
    desk: Desk, tmp_path: Path, said: str, wanted: int | None
) -> None:
    head = "Personnummer;Namn;Yrke;Placering;Startdatum;Slutdatum;Omfattning"
    row = f"{make.number()};Bo Prov;Lokalvårdare;Köket;2026-12-01;2027-05-31;{said}"
    (outcome,) = store(desk, lines(tmp_path, head, row), "employments").outcomes
    assert outcome.read.get("extent") == (f"{wanted} %" if wanted else None)
    assert [r["extent"] for r in rows(desk.bank, "select extent from employment")] == ([wanted] if wanted else [])
