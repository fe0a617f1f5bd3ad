"""Two columns of one heading: the one that is filled is read, both where they never say two things, and else it is asked."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from amdesk.db.port import rows, value
from amdesk.services.desk import Desk
from tests.imports.cases import lines, read, store

HEAD = "Namn;Födelsedatum;Telefon;Omfattning;Telefon"
KINDS = ("Namn;Telefon", "Namn;Omfattning", "Namn;Svenska", "Namn;Önskat yrke", "Namn;Kan börja", "Namn;Handläggare")
SAID = {"Telefon": "070-1740605", "Omfattning": "50", "Svenska": "B1", "Önskat yrke": "Lokalvårdare", "Kan börja": "2027-01-04", "Handläggare": "Eva Test"}  # fmt: skip


def phones(desk: Desk) -> list[object]:
    return [r["phone"] for r in rows(desk.bank, "select phone from participant order by id")]


@pytest.mark.parametrize("head", KINDS)
@pytest.mark.parametrize("first", [True, False])
def test_of_two_columns_of_one_heading_the_filled_one_is_read(
    desk: Desk, tmp_path: Path, head: str, first: bool
) -> None:
    field = head.split(";")[1]
    both = f"{SAID[field]};" if first else f";{SAID[field]}"
    path = lines(tmp_path, f"{head};{field};Ort", f"Bo Prov;{both};Ekhamra")
    staged = desk.imports.stage(path, "participants")
    assert (staged.unread(), desk.imports.reading(staged).questions) == (["Ort"], ())
    assert SAID[field] in {str(c) for r in staged.rows for c in r.cells.values()}


def test_columns_that_fill_each_other_are_read_as_one(desk: Desk, tmp_path: Path) -> None:
    store(
        desk,
        lines(
            tmp_path,
            HEAD,
            "Bo Prov;1984-01-15;070-1740601;;",
            "Cia Prov;1985-01-15;;;070-1740602",
            "Di Prov;1986-01-15;070-1740603;;070-1740603",
        ),
    )
    assert phones(desk) == ["070-1740601", "070-1740602", "070-1740603"]


def test_an_empty_column_gives_way_to_another_heading_of_its_field(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, "Namn;Telefon;Mobil", "Bo Prov;;070-1740601"))
    assert phones(desk) == ["070-1740601"]


def test_columns_that_say_two_things_are_asked_and_the_answer_is_kept(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, HEAD, "Bo Prov;1984-01-15;070-1740601;;040-1740601")
    staged = desk.imports.stage(path, "participants")
    (question,) = desk.imports.reading(staged).questions
    assert (question.code, [a.value for a in question.answers], question.rows) == (
        "COLUMN_TWICE",
        ["C", "E", "*"],
        (2,),
    )
    for answer, wanted in (("C", "070-1740601"), ("E", "040-1740601"), ("*", "070-1740601, 040-1740601")):
        staged = desk.imports.stage(path, "participants", answers={question.key: answer})
        assert desk.imports.reading(staged).questions == ()
        assert [r.cells["phone"] for r in staged.rows] == [wanted]
    desk.imports.store(desk.imports.review(staged))
    assert desk.imports.reading(desk.imports.stage(path, "participants")).questions == ()
    assert store(desk, path).count("same") == 1


def test_two_names_that_differ_are_asked_and_never_joined(desk: Desk, tmp_path: Path) -> None:
    staged = desk.imports.stage(lines(tmp_path, "Namn;Telefon;Namn", "Bo Prov;070-1740601;Eva Test"), "participants")
    (question,) = desk.imports.reading(staged).questions
    assert [a.value for a in question.answers] == ["A", "C"]
    assert staged.unread() == ["Namn (C)"]


def test_each_of_two_columns_of_one_heading_can_be_said_to_be_something_else(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;Telefon;Namn", "Bo Prov;070-1740601;Eva Test")
    staged = desk.imports.stage(path, "participants", answers={"column:Namn (C)": "case_worker"})
    assert [(r.cells["name"], r.cells["case_worker"]) for r in staged.rows] == [("Bo Prov", "Eva Test")]
    assert desk.imports.reading(staged).questions == ()


def test_two_sheets_with_such_columns_are_read_as_one_table(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet, said in ((book.active, ("070-1740601", None)), (book.create_sheet("Två"), (None, "070-1740602"))):
        assert sheet is not None
        sheet.append(["Namn", "Telefon", "Telefon"])
        sheet.append([f"Bo {sheet.title}", *said])
    book.save(tmp_path / "two.xlsx")
    staged = desk.imports.stage(tmp_path / "two.xlsx", "participants", answers={"sheets": "*"})
    assert [r.cells["phone"] for r in staged.rows] == ["070-1740601", "070-1740602"]
    assert [o.outcome for o in read(desk, tmp_path / "two.xlsx").outcomes] == ["accepted"]


@pytest.mark.parametrize("head", ["Namn;Behov;Önskemål;Krav", "Namn;Krav;Behov;Önskemål"])
def test_columns_of_several_headings_over_what_a_field_holds_several_of_are_all_read(
    desk: Desk, tmp_path: Path, head: str
) -> None:
    said = {"Namn": "Astrid Prov", "Behov": "måste: dagtid", "Önskemål": "inga tunga lyft", "Krav": "nära hem"}
    store(desk, lines(tmp_path, head, ";".join(said[h] for h in head.split(";"))))
    needs = json.loads(value(desk.bank, "select needs from participant"))
    assert {(n["kind"], n["weight"]) for n in needs} == {
        ("daytime", "must"),
        ("lift_max", "important"),
        ("words", "important"),
    }
