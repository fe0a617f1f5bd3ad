"""The supervisor's round trip: out as Excel, filled in with another program, back with exactly what differs."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest

from amdesk.domain.change import Change, Moved
from amdesk.domain.competence.sheets import level_name
from amdesk.domain.errors import BadFile, Refused
from amdesk.services.competence.sheets import Reading
from amdesk.services.desk import Desk
from tests import make
from tests.imports.books import ods, ods_cell, ods_row
from tests.make import TODAY


@pytest.fixture
def two(desk: Desk) -> list[int]:
    """Two people who work, the first with three levels from before."""
    out = []
    for name in ("Aida Demolund", "Nils Provfält"):
        person = make.participant(desk.bank, name=name)
        ref = desk.booking.book(
            person, make.placement(desk.bank), TODAY - timedelta(40), TODAY + timedelta(100)
        ).booking.ref
        desk.booking.introduction_seen(ref)
        desk.booking.start(ref)
        key = desk.booking.get(ref).employment_id
        assert key is not None
        out.append(key)
    desk.competence.assess(out[0], "week4", TODAY - timedelta(10), {"PAR-01": 2, "PAR-02": 2, "GEN-01": 3})
    return out


def fill(path: Path, answers: dict[str, Any], sheet: int = 0, **head: Any) -> Any:
    """Write levels into a sheet by skill code, and who assessed, as a supervisor does in Excel, and save it."""
    head = {"C4": "Nils Modellberg", **head}
    book = openpyxl.load_workbook(path)
    page = book.worksheets[sheet]
    for row in page.iter_rows(min_row=9, max_col=3):
        code = str(row[0].value or "").partition(".")[2].rpartition(".")[0]
        if code in answers:
            row[2].value = answers[code]
    for cell, value in head.items():
        page[cell].value = value
    book.save(path)
    return page


def sent(desk: Desk, tmp_path: Path, keys: list[int]) -> Path:
    path = tmp_path / "underlag.xlsx"
    desk.sheets.out(path, keys)
    return path


def found(reading: Reading) -> dict[str, str]:
    return {d.code: d.kind for d in reading.differences}


def test_a_returned_sheet_says_exactly_what_differs_and_stores_nothing(
    desk: Desk, two: list[int], tmp_path: Path
) -> None:
    path = sent(desk, tmp_path, two)
    fill(
        path,
        {"PAR-01": "3 Klarar självständigt", "PAR-02": "4 Kan visa andra", "PAR-03": 2, "PAR-04": "sex"},
        C4="Nils Modellberg",
    )
    book = openpyxl.load_workbook(path)
    first, second = book.worksheets[:2]
    rows = {
        str(r[0].value or "").partition(".")[2].rpartition(".")[0]: r[0].row
        for r in first.iter_rows(min_row=9, max_col=3)
    }
    first[f"A{rows['PAR-05']}"].value = second[f"A{rows['PAR-05']}"].value  # a row of another person
    first.delete_rows(rows["GEN-02"])
    book.save(path)
    before = desk.history.steps()
    one, other = desk.sheets.read(path)
    assert found(one) == {
        "PAR-01": "CHANGED",
        "PAR-02": "CHANGED",
        "PAR-03": "NEW",
        "PAR-04": "NO_LEVEL",
        "PAR-05": "MISSING",
        "GEN-02": "MISSING",
    } | {"PAR-05": "MISSING"}
    assert [d.kind for d in one.differences if d.row == rows["PAR-05"]] == ["WRONG_PERSON"]
    assert found(other) == {}
    assert desk.history.steps() == before


def test_accepting_stores_what_was_not_refused_and_one_undo_takes_all_back(
    desk: Desk, two: list[int], tmp_path: Path
) -> None:
    path = sent(desk, tmp_path, two)
    fill(path, {"PAR-01": 3, "PAR-02": 4}, C4="Nils Modellberg", C6="Växer i rollen.")
    fill(path, {"PAR-01": 1}, sheet=1)
    readings = desk.sheets.read(path)
    refused = {(readings[0].employment.ref, "PAR-02")}
    assert desk.sheets.accept(readings, refused) == 2
    sheet = desk.competence.sheet(readings[0].participant.number)
    last = sheet.assessments[-1]
    assert (dict(last.levels), last.assessor, last.remark, last.on_date) == (
        {"PAR-01": 3},
        "Nils Modellberg",
        "Växer i rollen.",
        TODAY,
    )
    desk.history.undo()
    for r in readings:
        assert all(a.on_date != TODAY for a in desk.competence.sheet(r.participant.number).assessments)


def test_a_level_that_was_assessed_here_meanwhile_is_a_conflict_and_waits_for_a_decision(
    desk: Desk, two: list[int], tmp_path: Path
) -> None:
    path = sent(desk, tmp_path, two[:1])
    desk.competence.assess(two[0], "extra", TODAY, {"PAR-01": 4})
    fill(path, {"PAR-01": 3}, C5=(TODAY + timedelta(1)).isoformat())
    readings = desk.sheets.read(path)
    assert found(readings[0]) == {"PAR-01": "CONFLICT"}
    assert desk.sheets.accept(readings) == 0
    assert desk.sheets.accept(readings, taken={(readings[0].employment.ref, "PAR-01")}) == 1


def test_levels_that_were_assessed_between_reading_and_storing_are_told_at_once_and_chosen_between(
    desk: Desk, two: list[int], tmp_path: Path
) -> None:
    path = sent(desk, tmp_path, two[:1])
    fill(path, {"PAR-01": 3, "PAR-02": 4, "PAR-03": 1}, C5=(TODAY + timedelta(1)).isoformat())
    readings = desk.sheets.read(path)
    ref = readings[0].employment.ref
    desk.competence.assess(two[0], "extra", TODAY, {"PAR-01": 4, "PAR-02": 1, "PAR-03": 2})
    with pytest.raises(Moved) as caught:
        desk.sheets.accept(readings, {(ref, "PAR-03")})
    assert {c.name: c.values for c in caught.value.clashes} == {
        level_name(ref, "PAR-01"): (3, 4, readings[0].differences[0].old),
        level_name(ref, "PAR-02"): (4, 1, readings[0].differences[1].old),
    }
    chosen = {
        level_name(ref, "PAR-01"): Change(4, 3, decided=True),
        level_name(ref, "PAR-02"): Change(1, 1, decided=True),
    }
    assert desk.sheets.accept(readings, {(ref, "PAR-03")}, decided=chosen) == 1
    last = desk.competence.sheet(readings[0].participant.number).assessments[-1]
    assert (dict(last.levels), last.on_date) == ({"PAR-01": 3}, TODAY + timedelta(1))


def test_a_level_that_the_sheet_only_confirms_is_asked_for_too_where_a_colleague_has_set_another_meanwhile(
    desk: Desk, two: list[int], tmp_path: Path
) -> None:
    path = sent(desk, tmp_path, two[:1])
    fill(path, {"PAR-01": 3})
    desk.sheets.accept(desk.sheets.read(path))
    readings = desk.sheets.read(path)
    assert found(readings[0]) == {"PAR-01": "SAME"}
    desk.competence.assess(two[0], "extra", TODAY, {"PAR-01": 4})
    with pytest.raises(Moved) as caught:
        desk.sheets.accept(readings)
    assert [c.values for c in caught.value.clashes] == [(3, 4, 3)]
    assert dict(desk.competence.sheet(readings[0].participant.number).assessments[-1].levels)["PAR-01"] == 4


def test_reading_the_same_file_twice_changes_nothing_more(desk: Desk, two: list[int], tmp_path: Path) -> None:
    path = sent(desk, tmp_path, two[:1])
    fill(path, {"PAR-01": 3})
    assert desk.sheets.accept(desk.sheets.read(path)) == 1
    assert desk.sheets.accept(desk.sheets.read(path)) == 0


def test_everything_but_the_answers_is_locked_and_levels_are_chosen_from_a_list(
    desk: Desk, two: list[int], tmp_path: Path
) -> None:
    page = openpyxl.load_workbook(sent(desk, tmp_path, two)).worksheets[0]
    assert page.protection.sheet
    free = {c.coordinate for row in page.iter_rows() for c in row if not c.protection.locked}
    assert {"C4", "C5", "C6"} < free
    assert all(c.startswith("C") for c in free)
    assert page.column_dimensions["A"].hidden
    (drop,) = page.data_validations.dataValidation
    assert "3 Klarar självständigt" in drop.formula1


def test_a_protected_persons_sheet_is_made_alone(desk: Desk, two: list[int], tmp_path: Path) -> None:
    person = desk.booking.employments()[0].participant_id
    desk.participants.change(person, {"protection": 1})
    sent = desk.sheets.out(tmp_path / "alla.xlsx", two)
    assert (sent.count, sent.left_out) == (1, 1)
    assert "left out" in str(sent.left)
    assert desk.sheets.out(tmp_path / "en.xlsx", two[:1], why="Handledaren har bett om bladet").count == 1


def test_a_file_with_none_but_protected_people_is_refused_and_says_how_many_they_are(
    desk: Desk, two: list[int], tmp_path: Path
) -> None:
    for employment in desk.booking.employments():
        desk.participants.change(employment.participant_id, {"protection": 2})
    with pytest.raises(Refused, match="2 people were left out, for protected") as caught:
        desk.sheets.out(tmp_path / "alla.xlsx", two)
    assert caught.value.code == "PROTECTED"
    assert not (tmp_path / "alla.xlsx").exists()


@pytest.mark.parametrize("cell", ["5", 0, 2.5, "tre", True, "12 månader"])
def test_what_is_no_level_is_told_and_never_guessed(desk: Desk, two: list[int], tmp_path: Path, cell: Any) -> None:
    path = sent(desk, tmp_path, two[:1])
    fill(path, {"PAR-01": cell})
    assert found(desk.sheets.read(path)[0]) == {"PAR-01": "NO_LEVEL"}


def test_other_files_are_refused_in_one_sentence(desk: Desk, two: list[int], tmp_path: Path) -> None:
    other = tmp_path / "annan.xlsx"
    openpyxl.Workbook().save(other)
    with pytest.raises(BadFile, match="no assessment sheet"):
        desk.sheets.read(other)
    other.write_bytes(b"PK\x03\x04 nonsense")
    with pytest.raises(BadFile, match="cannot be read as an Excel file"):
        desk.sheets.read(other)
    path = sent(desk, tmp_path, two)
    book = openpyxl.load_workbook(path)
    book["_amdesk"]["A1"].value = str(book["_amdesk"]["A1"].value).replace('"version": 1', '"version": 2')
    book.save(path)
    with pytest.raises(BadFile, match="hidden part was changed"):
        desk.sheets.read(path)
    with pytest.raises(Refused):
        desk.sheets.out(path, [])


def moved(path: Path, move: Any, sheet: int = 0) -> None:
    """Do something to a sheet as a program saves it, and save it."""
    book = openpyxl.load_workbook(path)
    move(book, book.worksheets[sheet])
    book.save(path)


def named(page: Any, title: str) -> None:
    page.title = title


def swapped(book: Any, page: Any) -> None:
    named(book.worksheets[1], "x")
    named(page, "2 Nils Provfält")


def as_opendocument(path: Path) -> Path:
    """The same workbook as LibreOffice keeps one: what is hidden by its style, rows and cells in XML."""
    book, tables = openpyxl.load_workbook(path), ""
    for page in book.worksheets:
        rows = [ods_row(*(_ods_cell(c) for c in row)) for row in page.iter_rows(values_only=True)]
        hidden = "" if page.sheet_state == "visible" else ' table:style-name="ta2"'
        tables += f'<table:table table:name="{escape(page.title)}"{hidden}>{"".join(rows)}</table:table>'
    out = path.with_suffix(".ods")
    out.write_bytes(ods(more=tables))
    return out


def _ods_cell(value: Any) -> str:
    if isinstance(value, date):
        return ods_cell("", office_value_type="date", office_date_value=value.isoformat()[:10])
    if isinstance(value, int):
        return ods_cell(str(value), office_value_type="float", office_value=str(value))
    return "<table:table-cell/>" if value is None else ods_cell(escape(str(value)), office_value_type="string")


def untidy(desk: Desk, tmp_path: Path, keys: list[int]) -> Path:
    """A file that somebody has filled in, sorted, put a column into and renamed a tab of."""
    path = sent(desk, tmp_path, keys)
    fill(path, {"PAR-01": 3, "PAR-03": 2}, C4="Nils Modellberg", C5="20/11-26", C6="Växer.")
    moved(path, turned)
    moved(path, lambda _book, page: page.insert_cols(1))
    moved(path, lambda _book, page: named(page, "Min egen flik"))
    return path


def turned(_book: Any, page: Any) -> None:
    """The rows the other way round."""
    cells = [[c.value for c in r] for r in page.iter_rows(min_row=9, max_col=4)]
    for row, values in enumerate(reversed(cells), 9):
        for column, one in enumerate(values, 1):
            page.cell(row, column).value = one


def without_heading(_book: Any, page: Any) -> None:
    page.insert_cols(1)
    page["D8"].value = "Något annat"


WANTED = {"PAR-01": "CHANGED", "PAR-03": "NEW"}


@pytest.mark.thorough(8)
@pytest.mark.parametrize(
    "move",
    [
        lambda _book, page: named(page, "Min egen flik"),
        lambda _book, page: page.insert_cols(1),
        lambda _book, page: page.insert_cols(3),
        lambda _book, page: page.insert_rows(1, 2),
        lambda _book, page: page.insert_rows(9),
        lambda book, _page: book.move_sheet(book.worksheets[1], -1),
        swapped,
        lambda _book, page: page.cell(1048576, 16384, "långt bort"),
    ],
)
def test_a_sheet_is_found_by_its_rows_wherever_its_tab_and_its_columns_have_gone(
    desk: Desk, two: list[int], tmp_path: Path, move: Any
) -> None:
    path = sent(desk, tmp_path, two)
    fill(path, {"PAR-01": 3, "PAR-03": 2}, C4="Nils Modellberg", C5="20/11-26", C6="Växer.")
    moved(path, move)
    one, other = desk.sheets.read(path)
    assert (found(one), found(other)) == (WANTED, {})
    assert (one.returned.assessor, one.on, one.returned.remark) == ("Nils Modellberg", date(2026, 11, 20), "Växer.")


def test_rows_that_somebody_has_sorted_are_each_found_by_its_key(desk: Desk, two: list[int], tmp_path: Path) -> None:
    path = sent(desk, tmp_path, two)
    fill(path, {"PAR-01": 3, "PAR-03": 2})
    moved(path, turned)
    assert found(desk.sheets.read(path)[0]) == WANTED


def test_a_level_in_cells_that_were_joined_is_taken_for_the_first_skill_and_told_of_each_other(
    desk: Desk, two: list[int], tmp_path: Path
) -> None:
    path = sent(desk, tmp_path, two)
    fill(path, {"PAR-01": 3})
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    row = next(r[0].row for r in page.iter_rows(min_row=9, max_col=3) if ".PAR-01." in str(r[0].value))
    page.merge_cells(start_row=row, start_column=3, end_row=row + 2, end_column=3)
    book.save(path)
    one = desk.sheets.read(path)[0]
    told = [d for d in one.differences if "joined with another" in str(d.text)]
    assert [d.kind for d in told] == ["NO_LEVEL"] * 2
    assert [d.row for d in told] == [row + 1, row + 2]
    assert found(one) == {"PAR-01": "CHANGED", **{d.code: "NO_LEVEL" for d in told}}


def as_filled(desk: Desk, path: Path) -> None:
    one, other = desk.sheets.read(path)
    assert (found(one), found(other)) == (WANTED, {})
    assert (one.returned.assessor, one.on, one.returned.remark) == ("Nils Modellberg", date(2026, 11, 20), "Växer.")


def test_a_file_of_libreoffice_is_read_as_its_twin(desk: Desk, two: list[int], tmp_path: Path) -> None:
    as_filled(desk, as_opendocument(untidy(desk, tmp_path, two)))


@pytest.mark.thorough(long=True)
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_what_libreoffice_itself_has_saved_is_read_back_with_exactly_the_changes(
    desk: Desk, two: list[int], tmp_path: Path, kind: str
) -> None:
    path = untidy(desk, tmp_path, two)
    home = f"-env:UserInstallation=file://{tmp_path}/libreoffice"
    words = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "saved"), str(path)]
    subprocess.run(words, check=True, capture_output=True, timeout=300)
    as_filled(desk, tmp_path / "saved" / f"underlag.{kind}")


def test_a_tab_that_was_taken_out_is_said_and_the_others_are_read(desk: Desk, two: list[int], tmp_path: Path) -> None:
    path = sent(desk, tmp_path, two)
    fill(path, {"PAR-01": 3})
    moved(path, lambda book, _page: book.remove(book.worksheets[1]))
    for file in (path, as_opendocument(path)):
        one, gone = desk.sheets.read(file)
        assert (found(one), one.problem) == ({"PAR-01": "CHANGED"}, None)
        assert "is not in the file" in str(gone.problem)
        assert str(gone.participant.masked) == "Nils Provfält"
    assert desk.sheets.accept(desk.sheets.read(path)) == 1


def test_a_file_with_none_of_its_tabs_is_refused(desk: Desk, two: list[int], tmp_path: Path) -> None:
    path = sent(desk, tmp_path, two)

    def emptied(book: Any, _page: Any) -> None:
        for page in book.worksheets[:2]:
            book.remove(page)
        book.create_sheet("Anteckningar")

    moved(path, emptied)
    with pytest.raises(BadFile, match="holds no sheet of this bank"):
        desk.sheets.read(path)


def test_a_sheet_whose_levels_cannot_be_found_is_said_and_never_read_as_empty(
    desk: Desk, two: list[int], tmp_path: Path
) -> None:
    path = sent(desk, tmp_path, two)
    fill(path, {"PAR-01": 3})
    fill(path, {"PAR-02": 2}, sheet=1)
    moved(path, without_heading)
    unread, other = desk.sheets.read(path)
    assert "has no column" in str(unread.problem)
    assert (list(unread.differences), (unread.returned.unread or ("",))[0]) == ([], "NO_LEVELS")
    assert (found(other), other.problem) == ({"PAR-02": "NEW"}, None)
    assert desk.sheets.accept([unread, other]) == 1


@pytest.mark.thorough(5)
@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("20/11-26", date(2026, 11, 20)),
        ("20 nov 2026", date(2026, 11, 20)),
        ("20/11", date(2026, 11, 20)),
        ("2026-11-20T08:00", date(2026, 11, 20)),
        ("", TODAY),
    ],
)
def test_the_day_of_a_sheet_is_read_as_in_every_list(
    desk: Desk, two: list[int], tmp_path: Path, said: str, wanted: date
) -> None:
    path = sent(desk, tmp_path, two)
    fill(path, {"PAR-01": 3}, C5=said)
    assert desk.sheets.read(path)[0].on == wanted


def test_a_day_that_cannot_be_read_is_said_and_never_taken_for_today(
    desk: Desk, two: list[int], tmp_path: Path
) -> None:
    path = sent(desk, tmp_path, two)
    fill(path, {"PAR-01": 3}, C5="förra veckan", C6="Går bra")
    fill(path, {"PAR-02": 2}, sheet=1)
    for file in (path, as_opendocument(path)):
        unread, other = desk.sheets.read(file)
        assert "“förra veckan” is no date" in str(unread.problem)
        assert (list(unread.differences), (unread.returned.unread or ())[:2]) == ([], ("DATE_INVALID", 5))
        assert (found(other), other.problem) == ({"PAR-02": "NEW"}, None)
    before = desk.competence.sheet(unread.participant.number).assessments
    assert desk.sheets.accept(desk.sheets.read(path)) == 1, (
        "of the sheet without a day neither levels nor words are kept"
    )
    assert desk.competence.sheet(unread.participant.number).assessments == before


def test_a_sheet_that_does_not_say_who_assessed_is_asked_and_never_taken_for_the_readers_own(
    desk: Desk, two: list[int], tmp_path: Path
) -> None:
    path = sent(desk, tmp_path, two)
    fill(path, {"PAR-01": 3}, C4=None)
    readings = desk.sheets.read(path)
    before = len(desk.competence.sheet(readings[0].participant.number).assessments)
    for given in (None, {readings[0].employment.ref: "  "}):
        with pytest.raises(Refused, match="does not say who assessed") as caught:
            desk.sheets.accept(readings, assessors=given)
        assert caught.value.code == "NO_ASSESSOR"
    assert len(desk.competence.sheet(readings[0].participant.number).assessments) == before
    assert desk.sheets.accept(readings, assessors={readings[0].employment.ref: "Eva Test"}) == 1
    assert desk.competence.sheet(readings[0].participant.number).assessments[-1].assessor == "Eva Test"


def test_a_sheet_in_which_nothing_is_new_need_not_say_who_assessed(desk: Desk, two: list[int], tmp_path: Path) -> None:
    assert desk.sheets.accept(desk.sheets.read(sent(desk, tmp_path, two))) == 0
