"""Any file that a list may come in, whichever program wrote it: what it holds, and what is said of one that holds none."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from amdesk.domain.errors import BadFile
from amdesk.imports.files import read_file
from amdesk.imports.kinds import LIST_KINDS
from amdesk.imports.reader import FileCell, NoValue, ReadSheet
from amdesk.imports.staging import stage
from amdesk.services.desk import Desk
from tests import make
from tests.conftest import SAMPLES
from tests.imports import books
from tests.imports.cases import CASES, lines, read, store
from tests.imports.damaged import MOST_MEMORY, faults, readings, tried, wholes

HEAD = ["Personnummer", "Namn"]


def one(folder: Path, content: bytes, name: str = "list.xlsx") -> ReadSheet:
    """The one sheet of a file with this in it."""
    (folder / name).write_bytes(content)
    (found,) = read_file(folder / name)
    return found


def cells(sheet: ReadSheet) -> list[list[FileCell]]:
    return [list(c) for _, c, _ in sheet.rows]


def names(desk: Desk, file: str | Path) -> list[str]:
    return [o.said.fields["name"] for o in read(desk, file).outcomes]  # type: ignore[attr-defined]  # what is read of rows of people


# the same list, whatever program saved it


@pytest.mark.parametrize("file", ["referral.ods", "referral.xls"])
def test_a_list_of_libreoffice_or_of_an_old_excel_is_read_like_its_twin(desk: Desk, file: str) -> None:
    twin = {n: [c for c in row if c is not None] for n, row, _ in read_file(CASES / "dates_as_text.xlsx")[0].rows}
    mine = {n: [c for c in row if c is not None] for n, row, _ in read_file(CASES / file)[0].rows}
    assert [row[:2] for row in mine.values()][:5] == [row[:2] for row in twin.values()][:5]
    review = read(desk, file)
    assert (len(review.outcomes), review.count("rejected")) == (37, 0)


def test_a_strict_workbook_is_read_like_any_other(desk: Desk) -> None:
    assert names(desk, "strict.xlsx") == ["Astrid Prov"]


def test_a_binary_workbook_is_read_with_its_errors_and_hidden_rows_and_without_its_hidden_sheets(
    tmp_path: Path,
) -> None:
    number = make.number()
    content = books.xlsb(
        {
            (1, 1): "Personnummer",
            (1, 2): "Namn",
            (1, 3): "Omfattning",
            (2, 1): number,
            (2, 2): None,
            (2, 3): 75.0,
            (4, 2): "Bo",
        },
        hidden=[4],
    )
    sheet = one(tmp_path, content, "list.xlsb")
    assert cells(sheet) == [[*HEAD, "Omfattning"], [number, "#N/A", 75], [None] * 3, [None, "Bo", None]]
    assert [n for n, _, hidden in sheet.rows if hidden] == [4]


def test_a_workbook_with_dates_from_1904_holds_the_same_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = datetime(1904, 1, 1)
    assert book.active is not None
    book.active.append([date(2026, 12, 1)])
    book.save(tmp_path / "mac.xlsx")
    assert cells(read_file(tmp_path / "mac.xlsx")[0]) == [[date(2026, 12, 1)]]


@pytest.mark.parametrize("path", sorted([*CASES.glob("*.xlsx"), *SAMPLES.glob("*.xlsx")]), ids=lambda p: p.name)
def test_two_readers_find_the_same_in_every_sample(path: Path) -> None:
    """openpyxl is the other; it cannot read what is strict, and takes minutes over a row a million further down."""
    if path.name in {"strict.xlsx", "ghost_row_1048576.xlsx", "stray_cell_XFC199999.xlsx"}:
        return
    other = openpyxl.load_workbook(path, data_only=True)
    for sheet in read_file(path):
        for number, row, _ in sheet.rows:
            for column, cell in enumerate(row, 1):
                expected = other[sheet.name].cell(number, column).value
                said = expected.date() if isinstance(expected, datetime) else expected
                assert (None if isinstance(cell, NoValue) else cell) == said, (sheet.name, number, column)


def test_cells_and_rows_that_do_not_say_where_they_stand_are_counted(tmp_path: Path) -> None:
    rows = "<row><c t='inlineStr'><is><t>Namn</t></is></c><c><v>1</v></c></row><row><c/><c t='e'><v>#REF!</v></c></row>"
    assert cells(one(tmp_path, books.xlsx(rows))) == [["Namn", 1], [None, "#REF!"]]


def test_a_document_of_libreoffice_holds_days_numbers_lines_faults_and_no_remarks_of_others(tmp_path: Path) -> None:
    cell = books.ods_cell
    note = cell("Bo<text:s text:c='2'/>Prov<office:annotation><text:p>chatty</text:p></office:annotation>")
    found = one(
        tmp_path,
        books.ods(
            books.ods_row(note, cell("1 dec", office_value_type="date", office_date_value="2026-12-01")),
            books.ods_row(
                cell("75 %", office_value_type="percentage", office_value="0.75"), cell("a</text:p><text:p>b")
            ),
            books.ods_row(cell("", table_formula="of:=A1"), cell("#N/A", table_formula="of:=B1"), visibility="filter"),
            books.ods_row(cell("", table_number_columns_repeated="16384"), number_rows_repeated="1048000"),
            books.ods_row(cell("stray")),
            more='<table:table table:name="Gömt" table:style-name="ta2"><table:table-row/></table:table>',
        ),
        "list.ods",
    )
    assert cells(found)[:2] == [["Bo  Prov", date(2026, 12, 1)], [0.75, "a\nb"]]
    assert [str(c) for c in cells(found)[2]] == ["=", "#N/A"]
    assert [hidden for _, _, hidden in found.rows] == [False, False, True]
    assert ["chatty" in str(r) for r in found.remarks] == [False] * 2, "of the hidden sheet and the stray cell"


# cells far away


@pytest.mark.parametrize(
    ("file", "people"), [("ghost_row_1048576.xlsx", "participants"), ("stray_cell_XFC199999.xlsx", "employments")]
)
def test_a_stray_cell_at_the_end_of_the_sheet_is_left_out_and_named(desk: Desk, file: str, people: str) -> None:
    review = read(desk, file, people)
    assert len(review.staged.table) < 60
    assert review.count("accepted") > 0
    assert any(m in str(review.notices[0]) for m in ("A1048576", "XFC199999"))


@pytest.mark.parametrize("place", [(1048576, 16384), (1048576, 1), (2, 16384), (300000, 400)])
def test_a_stray_cell_in_a_binary_workbook_is_left_out_too(tmp_path: Path, place: tuple[int, int]) -> None:
    sheet = one(tmp_path, books.xlsb({(1, 1): "Namn", (2, 1): "Bo Prov", place: "x"}))
    assert cells(sheet) == [["Namn"], ["Bo Prov"]]
    assert len([r for r in sheet.remarks if "far away" in str(r)]) == 1


@pytest.mark.parametrize("place", ["XFD1048576", "ZZZZZZZZ99999999999", "A99999999999999999999", "B999999"])
def test_a_cell_that_no_sheet_has_is_left_out_too(tmp_path: Path, place: str) -> None:
    rows = f'<row r="1">{books.text_cell("A1", "Namn")}</row><row r="2">{books.text_cell("A2", "Bo")}{books.text_cell(place, "x")}</row>'
    assert cells(one(tmp_path, books.xlsx(rows))) == [["Namn"], ["Bo"]]


# letters and signs of a csv

TABLE = (("Personnummer", "Namn", "Önskat yrke"), (make.number(), "Åsa Öberg", "städ"), ("", "Željko Kovač", ""))


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850", "mac_roman"]
)
def test_a_csv_is_read_in_whatever_letters_and_with_whatever_sign_it_was_saved(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    plain = [[c.replace("Ž", "Z").replace("č", "c") for c in row] for row in TABLE]
    said = "\r\n".join(delimiter.join(row) for row in plain)
    sheet = one(tmp_path, said.encode(encoding), "list.csv")
    assert (cells(sheet), sheet.delimiter) == (plain, delimiter)
    assert sheet.encoding == encoding.removesuffix("-sig")


@pytest.mark.parametrize("said", ["Namn;Lön\nBo Prov;1 250 €", "Namn;Tid\nBo Prov;8–17…", "Namn;Lön\nBo;’10’"])
def test_signs_that_only_windows_writes_so_are_no_letters_of_another_machine(tmp_path: Path, said: str) -> None:
    assert one(tmp_path, said.encode("cp1252"), "list.csv").encoding == "cp1252"


def test_a_first_line_that_tells_excel_the_sign_is_no_row(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "sep=|", "Namn|Telefon;Mobil", "Bo Prov|070-1740605", "Cia Prov|070-1740606")
    assert names(desk, path) == ["Bo Prov", "Cia Prov"]
    assert [o.row for o in read(desk, path).outcomes] == [3, 4]


def test_a_quotation_mark_that_nobody_closed_is_said_with_its_row(desk: Desk) -> None:
    review = store(desk, "stray_quote.csv")
    assert len(review.outcomes) == 4
    assert "quotation mark" in str(review.notices[0])


def test_a_field_longer_than_any_cell_is_cut_and_said_with_its_row(tmp_path: Path) -> None:
    sheet = one(tmp_path, f"Namn;Telefon\nBo {'x' * 60_000};1\nCia Prov;2\n".encode(), "list.csv")
    assert [len(str(c[0])) for c in cells(sheet)] == [4, 32_767, 8]
    assert ["2" in str(r) for r in sheet.remarks] == [True]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ('="0701740601"', "0701740601"),
        ('"=""0701740601"""', "0701740601"),
        ('=""', ""),
        ('="a"&"b"', '="a"&"b"'),
        ("=1+1", "=1+1"),
        ('x="1"', 'x="1"'),
    ],
)
def test_a_figure_that_a_system_wrote_as_text_for_excel_is_that_figure(tmp_path: Path, field: str, said: str) -> None:
    sheet = one(tmp_path, f"Namn;Telefon\nBo Prov;{field}\n".encode(), "list.csv")
    assert cells(sheet)[1] == ["Bo Prov", said]


def test_quotation_marks_in_pairs_are_said_nothing_of(tmp_path: Path) -> None:
    said = 'Namn;Behov\n"Prov, Astrid";"säger ""nej"" ibland"\nBo "Bosse" Prov;"dag\ntid"\n'
    sheet = one(tmp_path, said.encode(), "list.csv")
    assert (sheet.remarks, cells(sheet)[2]) == ((), ['Bo "Bosse" Prov', "dag\ntid"])


@pytest.mark.parametrize("last", ["Bo Prov;070-1740605", "Bo Prov;070-1740605;", "Bo Prov;070-1740605;;;;"])
def test_empty_fields_that_a_program_left_out_at_the_end_of_a_row_are_no_fault(
    desk: Desk, tmp_path: Path, last: str
) -> None:
    path = lines(tmp_path, "Namn;Telefon;E-post;Behov", last, "Cia Prov;070-1740606", "Dan Prov;1;;dagtid")
    assert [o.outcome for o in read(desk, path).outcomes] == ["accepted"] * 3


def test_a_row_that_ends_where_others_go_on_is_a_fault_all_the_same(desk: Desk, tmp_path: Path) -> None:
    rows = [f"P{i} Prov;1;p{i}@x.example;dagtid" for i in range(4)]
    review = read(desk, lines(tmp_path, "Namn;Telefon;E-post;Behov", *rows, "Bo Prov;1"))
    assert [o.reason for o in review.outcomes] == ["", "", "", "", "FIELD_COUNT"]


HEADS = "Namn;Telefon;E-post;Behov;Körkort"
WHOLE = tuple(f"P{i} Prov;070-174060{i};p{i}@x.example;dagtid;B" for i in range(4))


@pytest.mark.parametrize(
    ("row", "reason", "warned"),
    [
        ("Bo Prov;070-1740608;bo@x.example;dagtid;B", "", False),
        ("Bo Prov;070-1740608;bo@x.example;dagtid", "", True),
        ("Bo Prov;070-1740608;bo@x.example", "", True),
        ("Bo Prov;070-1740608", "FIELD_COUNT", False),
        ("Bo Prov;070-1740608;bo@x.example;dagtid;B;C", "FIELD_COUNT", False),
    ],
)
def test_a_row_without_its_last_fields_is_read_and_says_so(
    desk: Desk, tmp_path: Path, row: str, reason: str, warned: bool
) -> None:
    (bo,) = read(desk, lines(tmp_path, HEADS, *WHOLE, row)).outcomes[4:]
    assert (bo.reason, "FIELD_MISSING" in bo.warnings) == (reason, warned)


def test_a_row_without_its_number_at_the_end_is_not_taken_for_somebody_who_has_none(desk: Desk, tmp_path: Path) -> None:
    rows = [f"P{i} Prov;070-174060{i};{make.number(date(1986, 4, 1 + i))}" for i in range(3)]
    review = read(desk, lines(tmp_path, "Namn;Telefon;Personnummer", *rows, "Bo Prov;070-1740608"))
    assert [o.reason for o in review.outcomes] == ["", "", "", "FIELD_COUNT"]


def test_the_two_halves_of_a_row_that_a_line_end_parted_are_nobody(desk: Desk, tmp_path: Path) -> None:
    halves = ("Bo Prov;070-1740608;bo@x.example;bara", "dagtid;B")
    review = read(desk, lines(tmp_path, HEADS, *WHOLE, *halves))
    assert [o.reason for o in review.outcomes] == ["", "", "", "", "FIELD_COUNT", "FIELD_COUNT"]


def test_a_line_that_was_broken_off_a_field_is_nobody(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;Telefon;Behov", "Bo Prov;;dagtid", "inga tunga lyft", "Cia Prov;;")
    review = read(desk, path)
    assert ([o.reason for o in review.outcomes], review.staged.lone) == (["", ""], [3]), "said, and nobody's name"


# what is no list


OTHERS = {
    "a PDF": b"%PDF-1.7 ...",
    "a picture": b"\x89PNG\r\n\x1a\n....",
    "a packed archive": books.packed({"list.csv": "Namn"}),
    "a text document": books.packed({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}),
    "a presentation": books.packed({"[Content_Types].xml": "<a/>", "ppt/presentation.xml": "<a/>"}),
    "a file of Numbers": books.packed({"Index/Tables.iwa": "", "Metadata/a.plist": ""}),
    "web page": b"<html><table><tr><td>Namn</td></tr></table></html>",
    "XML": b'<?xml version="1.0"?><Workbook></Workbook>',
    "password": books.packed(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": "<encryption-data/>"}
    ),
}


@pytest.mark.parametrize("what", list(OTHERS))
def test_what_is_no_list_is_called_by_what_it_is(tmp_path: Path, what: str) -> None:
    (tmp_path / "list.xls").write_bytes(OTHERS[what])
    with pytest.raises(BadFile, match=what) as refused:
        stage(tmp_path / "list.xls", LIST_KINDS["participants"])
    assert "list.xls" in str(refused.value)


def test_a_lock_that_was_left_behind_is_named(tmp_path: Path) -> None:
    lines(tmp_path, "Namn")
    (tmp_path / ".~lock.list.csv#").touch()
    with pytest.raises(BadFile, match=r"\.~lock\.list\.csv#"):
        read_file(tmp_path / "list.csv")


def test_texts_that_grow_when_they_are_read_are_not_read(tmp_path: Path) -> None:
    grown = books.xlsx("", '<!DOCTYPE a [<!ENTITY b "b">]>')
    (tmp_path / "list.xlsx").write_bytes(grown)
    with pytest.raises(BadFile, match="damaged"):
        read_file(tmp_path / "list.xlsx")


# damage


@pytest.mark.thorough(long=True)
def test_three_hundred_damaged_lists_are_read_or_refused_in_one_sentence_and_change_nothing() -> None:
    outcomes, most = tried(300)
    assert faults(outcomes) == []
    assert len({o.said for o in outcomes}) > 20
    assert most < MOST_MEMORY


@pytest.mark.thorough(long=True)
def test_what_a_library_prints_when_it_gives_up_is_seen_by_nobody(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = wholes()
    for seed in (s for s in range(20_000, 20_400) if whole[s % len(whole)].name.endswith(".xls")):
        assert [o.wrong for o in readings(range(seed, seed + 1), tmp_path)] == [""]
    assert capfd.readouterr().err == ""
