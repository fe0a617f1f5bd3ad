"""A file is read in another way when somebody says so, and it is told what is made of each cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from amdesk.services.desk import Desk
from amdesk.services.exchange.rereading import LookedAt, Ours, Rereading, heading_choices, taken
from tests import make
from tests.imports.cases import CASES, lines


def look(desk: Desk, path: Path, kind: str = "participants", **answers: str) -> LookedAt:
    staged = desk.imports.stage(path, kind)
    return desk.rereading.look(desk.rereading.reread(staged, answers) if answers else staged)


def test_what_is_read_otherwise_than_it_stands_is_told(desk: Desk, tmp_path: Path) -> None:
    head = "Namn;Omfattning;Kan börja;Svenska;Önskat yrke"
    found = look(
        desk, lines(tmp_path, head, "Bo Prov;Heltid;7/12-26;B1;Parkarbetare", "Cia Prov;75 %;sen vår;SFI 3C;park")
    )
    ours = found.ours[2]
    assert ours["available_from"] == Ours(date(2026, 12, 7))
    assert ours["extent"].value.params == {"number": 100}  # type: ignore[union-attr]  # a sentence
    assert not {"language", "wishes"} & ours.keys()
    assert found.ours[3]["available_from"] == Ours("sen vår", as_words=True)
    assert "extent" not in found.ours[3]


@pytest.mark.parametrize(("lang", "team"), [("sv", "Eget arbetslag"), ("en", "In-house team")])
def test_a_code_of_the_program_is_told_in_the_readers_words(desk: Desk, tmp_path: Path, lang: str, team: str) -> None:
    head = "Arbetsplats;Yrke;Platser;Typ"
    rows = (
        "Parklaget;Parkarbetare;2;Intern",
        "Eken;Parkarbetare;1;Eget arbetslag",
        "Ängen;Parkarbetare;1;extern plats",
    )
    staged = desk.imports.stage(lines(tmp_path, head, *rows), "placements")
    found = Rereading(desk.work._replace(lang=lang)).look(staged)
    assert found.ours[2]["kind"] == Ours(team)
    known = {str(o.value) for row in found.ours.values() for field, o in row.items() if field == "kind"}
    assert not known & {"in_house", "external"}
    assert ("kind" in found.ours[3]) == (lang == "en")


def test_headings_are_read_from_the_row_that_somebody_points_out_and_kept_for_the_sender(
    desk: Desk, tmp_path: Path
) -> None:
    path = lines(tmp_path, "Anvisningar;v 48", "Vem;Nås på", "Bo Prov;070-1740601")
    first = look(desk, path)
    assert first.asks
    assert ("2", (2,)) in heading_choices(first.staged)
    found = look(desk, path, headings="2", **{"column:Vem": "name", "column:Nås på": "phone"})
    assert (taken(found.staged), found.staged.headers) == ("2", ["Vem", "Nås på"])
    assert not found.asks
    assert found.review is not None
    desk.imports.store(found.review)
    again = look(desk, lines(tmp_path, "Anvisning v 49;Telefon", "Vem;Nås på", "Cia Prov;070-1740602"))
    assert (again.asks, taken(again.staged)) == (False, "2")


def test_two_heading_rows_that_are_joined_are_offered_as_they_are(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;;", ";Telefon;E-post", "Bo Prov;070-1740601;bo@example.org")
    staged = look(desk, path, headings="1-2").staged
    assert staged.headers == ["Namn", "Telefon", "E-post"]
    assert heading_choices(staged)[-1] == ("1-2", (1, 2))


def test_two_columns_read_as_one_field_are_one_cell(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;Tilltal;Telefon;Mobil", "Prov;Bo;08-46500401;070-1740601", "Prov;Cia;;070-1740602")
    found = look(desk, path, **{"column:Tilltal": "name", "column:Mobil": "phone"})
    cells = [r.cells for r in found.staged.rows]
    assert [(c["name"], c["phone"]) for c in cells] == [
        ("Prov Bo", "08-46500401, 070-1740601"),
        ("Prov Cia", "070-1740602"),
    ]


def test_a_column_without_a_heading_is_pointed_out_by_its_letter(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;;E-post", "Bo Prov;070-1740601;bo@example.org")
    found = look(desk, path, **{"column:B": "phone"})
    assert found.staged.rows[0].cells["phone"] == "070-1740601"


def test_another_kind_has_its_own_answers_and_another_sheet_its_own_rows(desk: Desk) -> None:
    staged = desk.imports.stage(CASES / "two_sheets_same_headings.xlsx", "participants")
    south = desk.rereading.reread(staged, {"sheets": "Söder"})
    assert (south.sheet, len(south.rows)) == ("Söder", 2)
    other = desk.rereading.reread(south, {}, "placements")
    assert (other.kind.name, other.answers) == ("placements", {})


def test_rows_that_would_wait_are_counted_until_they_are_on_the_list(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;Personnr", f"Bo Prov;{make.number()}", "Cia Prov;19860431-2380")
    found = look(desk, path)
    assert found.waits == 1
    assert found.review is not None
    desk.imports.store(found.review)
    assert look(desk, path).waits == 0


def test_a_sender_whose_headings_were_pointed_out_is_known_by_them_under_the_name_that_was_given(
    desk: Desk, tmp_path: Path
) -> None:
    path = lines(tmp_path, "Anvisningar;v 48", "Vem;Nås på", "Bo Prov;070-1740601")
    staged = desk.imports.stage(path, "participants")
    answers = {"headings": "2", "column:Vem": "name", "column:Nås på": "phone"}
    staged = desk.rereading.reread(staged, answers)
    staged.profile = "Provenheten"
    desk.imports.store(desk.imports.review(staged))
    other = lines(tmp_path, "Anvisning v 49;Telefon", "Vem;Nås på", "Cia Prov;070-1740602").rename(
        tmp_path / "annan.csv"
    )
    again = desk.imports.stage(other, "participants")
    assert (again.profile, taken(again), again.headers) == ("Provenheten", "2", ["Vem", "Nås på"])


def test_a_sender_whose_headings_stand_first_is_known_under_the_name_that_was_given(desk: Desk, tmp_path: Path) -> None:
    staged = desk.imports.stage(lines(tmp_path, "Vem;Nås på", "Bo Prov;070-1740601"), "participants")
    staged = desk.rereading.reread(staged, {"column:Vem": "name", "column:Nås på": "phone"})
    staged.profile = "Provenheten"
    desk.imports.store(desk.imports.review(staged))
    other = lines(tmp_path, "Vem;Nås på", "Cia Prov;070-1740602").rename(tmp_path / "annan.csv")
    assert desk.imports.stage(other, "participants").profile == "Provenheten"


def test_the_first_rows_that_are_shown_are_those_that_are_read(desk: Desk, tmp_path: Path) -> None:
    found = look(desk, lines(tmp_path, "Namn;Telefon", ";", "Bo Prov;070-1740601", ";", "Cia Prov;070-1740602"))
    assert [row.number for row in found.first] == [3, 5]
