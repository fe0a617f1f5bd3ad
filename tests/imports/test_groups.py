"""Rows that are no rows, rows that say something for those below them, and addresses with a postcode."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from amdesk.db.port import rows
from amdesk.services.desk import Desk
from tests import make
from tests.imports.cases import lines, read, store

HEAD = "Namn;Personnummer;Telefon"
SUMS = (
    "Delsumma;;3", "Delsumma Norra;;3", "Summa Vård: 3;;", "Antal: 3;;", "Antal deltagare: 3;;", "Antal;;3", "Medelvärde;;5", "Snitt;;5", "S:a;;5", "Totalt antal;;3",
    "Totalt 3 personer;;", "Delsumma: 3 st;;", "Summering;;3", "Räknat: 3;;", "Totalt;3;3", ";Delsumma;3", ";;Summa 3", "Varav kvinnor: 2;;", "Genomsnitt: 75 %;;",
)  # fmt: skip
SECTIONS = ("Norra laget;;", "Utskrivet 2026-11-23;;", "Sida 1 av 2;;", ";;12", "EGNA ARBETSLAG;;")


def sheet(folder: Path, *cells: list[Any], merged: str = "") -> Path:
    book = openpyxl.Workbook()
    table = book.create_sheet("list", 0)
    for row in cells:
        table.append(row)
    if merged:
        table.merge_cells(merged)
    book.save(folder / "list.xlsx")
    return folder / "list.xlsx"


@pytest.mark.thorough(24)
@pytest.mark.parametrize("said", [*SUMS, *SECTIONS])
def test_a_sum_and_a_section_between_the_rows_of_a_csv_are_nobody(desk: Desk, tmp_path: Path, said: str) -> None:
    path = lines(tmp_path, HEAD, f"Bo Prov;{make.number()};1", said, "Cia Prov;;070-1740605")
    review = store(desk, path)
    assert [r["name"] for r in rows(desk.bank, "select name from participant order by id")] == ["Bo Prov", "Cia Prov"]
    assert (review.staged.skipped, review.staged.lone) == ([1, 3], [3] if said in SECTIONS else [])


@pytest.mark.parametrize("said", ["Total Städ AB;;1", "Summa Summarum;;1", "Summa Prov;;070-1740605", "Max Prov;;5"])
def test_who_only_sounds_like_a_sum_is_read(desk: Desk, tmp_path: Path, said: str) -> None:
    review = read(desk, lines(tmp_path, HEAD, f"Bo Prov;{make.number()};1", said))
    assert review.count("accepted") == 2


def test_a_csv_of_nothing_but_names_is_a_list_of_people(desk: Desk, tmp_path: Path) -> None:
    assert read(desk, lines(tmp_path, HEAD, "Bo Prov;;", "Cia Prov;;", f"Dan Prov;{make.number()};1")).count("new") == 3


@pytest.mark.parametrize("name", ["Cia Prov", "Prov, Cia", "Cia von Essen-Prov", "Željko Övningsson"])
def test_a_bare_name_in_a_csv_is_somebody(desk: Desk, tmp_path: Path, name: str) -> None:
    path = lines(tmp_path, HEAD, f"Bo Prov;{make.number()};1", f'"{name}";;', "Norra laget;;")
    review = read(desk, path)
    assert (review.count("new"), review.staged.lone) == (2, [4])


PLACES = "Förvaltning;Enhet;Yrke;Antal platser;Timmar/vecka"


@pytest.mark.parametrize(
    "said", ["Delsumma;;;2;", "Vård;;Summa;2;", "Summa Vård;;;14;", "Totalt;;;14;80", ";Antal platser: 14;;;"]
)
def test_a_sum_of_places_is_no_place(desk: Desk, tmp_path: Path, said: str) -> None:
    made = ("Vård;Köket;Lokalvårdare;2;40", said, "Vård;Total Städ;Lokalvårdare;1;40", "Vård;Total;Lokalvårdare;1;40")
    review = store(desk, lines(tmp_path, PLACES, *made), "placements")
    assert [p.name for p in desk.placements.listing()] == ["Köket", "Total", "Total Städ"]
    assert review.count("rejected") == 0


def found(desk: Desk) -> list[tuple[str, str]]:
    return [(r["department"], r["name"]) for r in rows(desk.bank, "select department, name from placement order by id")]


MADE: list[list[Any]] = [
    PLACES.split(";"), ["Vård", "Köket", "Lokalvårdare", 2, 40], [None, "Tvätten", "Lokalvårdare", 1, 40], ["Skol", "Salen", "Vaktmästare", 1, 40],
    ["Skol", "Gården", "Vaktmästare", 1, 40], [None, "Förrådet", "Lagerarbetare", 1, 40],
]  # fmt: skip


def test_a_cell_that_is_merged_over_rows_says_it_for_each_of_them(desk: Desk, tmp_path: Path) -> None:
    store(desk, sheet(tmp_path, *MADE, merged="A2:A3"), "placements")
    assert found(desk) == [
        ("Vård", "Köket"),
        ("Vård", "Tvätten"),
        ("Skol", "Salen"),
        ("Skol", "Gården"),
        ("", "Förrådet"),
    ]


def test_a_department_that_is_written_once_for_its_rows_is_carried_down_and_said(desk: Desk, tmp_path: Path) -> None:
    made = (
        "Vård;Köket;Lokalvårdare;2;40",
        ";Tvätten;Lokalvårdare;1;40",
        "Skol;Salen;Vaktmästare;1;40",
        ";;Lokalvårdare;1;40",
    )
    path = lines(tmp_path, PLACES, *made)
    review = store(desk, path, "placements")
    assert found(desk) == [("Vård", "Köket"), ("Vård", "Tvätten"), ("Skol", "Salen"), ("Skol", "Salen")]
    assert ["CARRIED_DOWN" in o.warnings for o in review.outcomes] == [False, True, False, True]
    assert review.outcomes[3].read == {"department": "Skol", "name": "Salen"}
    assert store(desk, path, "placements").count("same") == 4


def test_where_a_department_is_written_on_each_row_an_empty_cell_is_empty(desk: Desk, tmp_path: Path) -> None:
    made = [";".join("" if c is None else str(c) for c in row) for row in MADE]
    store(desk, lines(tmp_path, *made), "placements")
    assert [d for d, _ in found(desk)] == ["Vård", "", "Skol", "Skol", ""]


def test_a_person_merged_over_her_two_jobs_has_both(desk: Desk, tmp_path: Path) -> None:
    head = ["Personnummer", "Yrkestitel", "Placering", "Startdatum", "Omfattning"]
    first = [make.number(), "Lokalvårdare", "X", "2026-10-01", 50]
    store(
        desk, sheet(tmp_path, head, first, [None, "Vaktmästare", "Y", "2026-10-01", 50], merged="A2:A3"), "employments"
    )
    kept = rows(desk.bank, "select participant_id, placement_text from employment order by id")
    assert [r["placement_text"] for r in kept] == ["X", "Y"]
    assert len({r["participant_id"] for r in kept}) == 1


@pytest.mark.parametrize(
    ("said", "address", "postcode"),
    [("Gatan 1, 723 45 Ekhamra", "Gatan 1, Ekhamra", "723 45"), ("Gatan 1, 72345", "Gatan 1", "723 45"), ("Gatan 1\n723 45 Ekhamra", "Gatan 1, Ekhamra", "723 45"), ("Gatan 12 B, SE-723 45", "Gatan 12 B", "723 45"),
     ("Gatan 1", "Gatan 1", ""), ("Gatan 123", "Gatan 123", ""), ("723 45 Ekhamra", "Ekhamra", "723 45")],
)  # fmt: skip
def test_street_and_postcode_in_one_cell_are_two(
    desk: Desk, tmp_path: Path, said: str, address: str, postcode: str
) -> None:
    path = lines(tmp_path, "Enhet;Yrke;Antal platser;Timmar/vecka;Adress", f'A;Lokalvårdare;1;40;"{said}"')
    store(desk, path, "placements")
    assert rows(desk.bank, "select address, postcode from placement") == [{"address": address, "postcode": postcode}]
    assert store(desk, path, "placements").count("same") == 1


def test_a_postcode_of_its_own_column_is_kept_and_stands_over_the_address(desk: Desk, tmp_path: Path) -> None:
    head = "Enhet;Yrke;Antal platser;Timmar/vecka;Adress;Postnummer"
    store(
        desk,
        lines(tmp_path, head, "A;Lokalvårdare;1;40;Gatan 1;72345", "B;Lokalvårdare;1;40;Gatan 1, 111 22;723 45"),
        "placements",
    )
    assert rows(desk.bank, "select address, postcode from placement order by id") == [
        {"address": "Gatan 1", "postcode": "723 45"}, {"address": "Gatan 1, 111 22", "postcode": "723 45"}
    ]  # fmt: skip
