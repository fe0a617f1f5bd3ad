"""What lists tell beside their cells or in the shortest of words: a comment on a cell, a heading of two letters, an hour."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from amdesk.db.port import rows
from amdesk.imports.oldexcel import contained
from amdesk.imports.staging import ALL, SHEETS
from amdesk.services.desk import Desk
from tests import make
from tests.imports import books
from tests.imports.cases import lines, store

HEAD = "Personnummer;Namn"


def book(folder: Path, notes: dict[str, str], *, sheets: tuple[str, ...] = ("Lista",)) -> Path:
    """Two people on each sheet, with comments on cells of the last."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for n, name in enumerate(sheets):
        sheet = made.create_sheet(name)
        sheet.append(["Personnummer", "Namn"])
        for i in (0, 1):
            sheet.append([make.number(date(1970 + 2 * n + i, 4, 12)), f"{('Astrid', 'Bo')[i]} Prov"])
    for cell, said in notes.items():
        sheet[cell].comment = Comment(said, "Eva Test")
    made.save(folder / "list.xlsx")
    return folder / "list.xlsx"


def levels(desk: Desk) -> list[int]:
    return [r["protection"] for r in rows(desk.bank, "select protection from participant order by born")]


@pytest.mark.parametrize(
    "said", ["Eva Test:\nSkyddade personuppgifter!", "skyddad identitet", "Sekretessmarkering", "Skyddad"]
)
def test_a_comment_on_a_cell_that_says_protected_protects(desk: Desk, tmp_path: Path, said: str) -> None:
    store(desk, book(tmp_path, {"B3": said}))
    assert levels(desk) == [0, 1]


def test_a_comment_protects_on_its_own_sheet_where_several_are_read_as_one(desk: Desk, tmp_path: Path) -> None:
    path = book(tmp_path, {"A2": "Kvarskrivning"}, sheets=("Mars", "April"))
    desk.imports.store(desk.imports.review(desk.imports.stage(path, "participants", answers={SHEETS: ALL})))
    assert levels(desk) == [0, 0, 2, 0]


@pytest.mark.parametrize("where", ["name", "empty"])
def test_a_comment_on_a_cell_of_libreoffice_protects_too(desk: Desk, tmp_path: Path, where: str) -> None:
    note = "<office:annotation><text:p>Skyddade</text:p><text:p>personuppgifter</text:p></office:annotation>"
    name = books.ods_cell("Bo Prov")
    marked = name.replace(">", f">{note}", 1) if where == "name" else name
    beside = f"<table:table-cell>{note}</table:table-cell>" if where == "empty" else ""
    heads, other = (books.ods_row(*map(books.ods_cell, r)) for r in (HEAD.split(";"), (make.number(), "Astrid Prov")))
    hers = books.ods_row(books.ods_cell(make.number(date(1987, 4, 12))), marked, beside)
    (tmp_path / "list.ods").write_bytes(books.ods(heads, other, hers))
    store(desk, tmp_path / "list.ods")
    assert levels(desk) == [0, 1]


CELLS = {(1, 1): "Personnummer", (1, 2): "Namn"} | {
    (2 + i, c): said for i in (0, 1) for c, said in ((1, make.number(date(1986 + i, 4, 12))), (2, f"{'AB'[i]}n Prov"))
}


def test_a_comment_on_a_cell_of_a_binary_workbook_protects_too(desk: Desk, tmp_path: Path) -> None:
    notes = {(2, 1): "ring före åtta", (3, 2): "Skyddad identitet"}
    (tmp_path / "list.xlsb").write_bytes(books.xlsb(CELLS, notes=notes))
    review = store(desk, tmp_path / "list.xlsb")
    assert levels(desk) == [0, 1]
    assert any("such as on A2, are not read" in str(n) for n in review.notices)


def test_a_comment_on_a_cell_of_an_old_workbook_protects_too(desk: Desk, tmp_path: Path) -> None:
    cells = b"".join(books.old_cell(r, c, said) for (r, c), said in CELLS.items())
    notes = books.old_note(7, 3, 2, "Eva Test:\nSkyddad identitet – se pärm") + books.old_note(
        8, 2, 1, "ring före åtta"
    )
    (tmp_path / "list.xls").write_bytes(contained(books.old_stream({"Blad1": cells + notes})))
    store(desk, tmp_path / "list.xls")
    assert levels(desk) == [0, 1]


def _hidden(path: Path) -> Path:
    """The list in another of the formats, with a hidden column that says something and a hidden sheet."""
    if path.suffix == ".xlsb":
        path.write_bytes(books.xlsb(CELLS, unseen=(2, 9)))
    elif path.suffix == ".xls":
        cells = b"".join(books.old_cell(r, c, said) for (r, c), said in CELLS.items())
        sheets = {"Blad1": books.old_columns(2, 2) + books.old_columns(9, 256) + cells, "Gömt": cells}
        path.write_bytes(contained(books.old_stream(sheets, hidden=["Gömt"])))
    elif path.suffix == ".ods":
        columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
        columns += '<table:table-column table:number-columns-repeated="99" table:visibility="collapse"/>'
        rows_ = [books.ods_row(*(books.ods_cell(CELLS[r, c]) for c in (1, 2))) for r in (1, 2, 3)]
        other = '<table:table table:name="Gömt" table:style-name="ta2"><table:table-row/></table:table>'
        path.write_bytes(books.ods(columns, *rows_, more=other))
    else:
        made = openpyxl.load_workbook(book(path.parent, {}))
        made["Lista"].column_dimensions["B"].hidden = made["Lista"].column_dimensions["J"].hidden = True
        made.create_sheet("Gömt").sheet_state = "veryHidden"
        made.save(path)
    return path


@pytest.mark.parametrize("ending", ["xlsx", "xlsb", "xls", "ods"])
def test_what_is_hidden_is_named_and_whether_it_is_read(desk: Desk, tmp_path: Path, ending: str) -> None:
    staged = desk.imports.stage(_hidden(tmp_path / f"list.{ending}"), "participants")
    assert [str(r) for r in desk.imports.reading(staged).remarks] == [
        "The sheet Gömt is hidden and was not read. If its rows belong to the list, show it, save the file and read it again.",
        "Column B is hidden in the file and is treated as if it were shown.",
    ]
    assert desk.imports.store(desk.imports.review(staged)) == 2


@pytest.mark.parametrize(
    ("kind", "head", "said"),
    [
        ("participants", "Personnummer;Namn", "{n};Bo Prov"),
        ("placements", "PlatsID;Enhet;Yrke;Antal platser", "A1;Park;Parkarbetare;2"),
        ("payments", "Personnummer;Månad;Belopp", "{n};2026-05;8450"),
        ("measures", "Personnummer;Insats;Startdatum", "{n};Kurs;2026-12-01"),
    ],
)
def test_a_hidden_row_is_told_of_in_a_list_of_any_kind(
    desk: Desk, tmp_path: Path, kind: str, head: str, said: str
) -> None:
    make.participant(desk.bank, name="Bo Prov", identity=make.number())
    made = openpyxl.Workbook()
    for row in (head, said):
        made.active.append(row.format(n=make.number()).split(";"))
    made.active.row_dimensions[2].hidden = True
    made.save(tmp_path / "list.xlsx")
    (outcome,) = desk.imports.review(desk.imports.stage(tmp_path / "list.xlsx", kind)).outcomes
    assert (outcome.outcome, "HIDDEN_ROW" in outcome.warnings) == ("accepted", True)


def test_that_comments_are_not_read_is_said(desk: Desk, tmp_path: Path) -> None:
    review = store(desk, book(tmp_path, {"B2": "ring före åtta"}))
    assert levels(desk) == [0, 0]
    assert any("Comments on cells, such as on B2, are not read" in str(n) for n in review.notices)


@pytest.mark.parametrize("heading", ["SM", "S-mark.", "SekM", "§", "SPU"])
def test_a_column_with_a_heading_that_may_be_short_for_protection_is_asked_about(
    desk: Desk, tmp_path: Path, heading: str
) -> None:
    path = lines(tmp_path, f"{HEAD};{heading}", f"{make.number()};Bo Prov;x")
    asked = desk.imports.reading(desk.imports.stage(path, "participants")).questions
    assert [q.code for q in asked] == ["PROTECTION_COLUMN"]


@pytest.mark.parametrize(("said", "wanted"), [("9-15", 100), ("7–16", 100), ("50-75", 75), ("15-20 %", 20)])
def test_hours_of_a_day_are_no_share_of_full_time(desk: Desk, tmp_path: Path, said: str, wanted: int) -> None:
    store(desk, lines(tmp_path, f"{HEAD};Arbetstid", f"{make.number()};Bo Prov;{said}"))
    found = rows(desk.bank, "select extent, needs from participant")[0]
    assert found["extent"] == wanted
    assert said in found["needs"], "its words are kept"


@pytest.mark.parametrize(("said", "minutes"), [("1.30", 90), ("0.45", 45), ("1.5", 90), ("1,25", 75)])
def test_hours_and_minutes_with_a_point_between_them_are_read(
    desk: Desk, tmp_path: Path, said: str, minutes: int
) -> None:
    store(desk, lines(tmp_path, f"{HEAD};Max restid", f"{make.number()};Bo Prov;{said}"))
    assert [r["max_travel"] for r in rows(desk.bank, "select max_travel from participant")] == [minutes]


def test_zeros_that_a_system_leaves_in_a_text_are_dropped_and_said(desk: Desk, tmp_path: Path) -> None:
    review = store(desk, lines(tmp_path, HEAD, f"{make.number()};Bo\0 Prov\0"))
    assert [r["name"] for r in rows(desk.bank, "select name from participant")] == ["Bo Prov"]
    assert "CONTROL_DROPPED" in review.outcomes[0].warnings
