"""What every kind of list must say and in which order it is offered; texts, signs and cells of every kind as people save them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from amdesk.domain.errors import BadFile
from amdesk.domain.exchange.differences import RowDifference
from amdesk.imports import days, signs
from amdesk.imports.kept import mark, read_back, written
from amdesk.imports.model import RowOutcome
from amdesk.imports.reader import FileCell, NoValue
from amdesk.imports.text import read_text
from amdesk.services.desk import Desk
from amdesk.services.exchange.columns import list_kinds
from tests import make
from tests.imports.cases import lines, store
from tests.make import TODAY

OFFERED = {
    "placements": "source_id department name address postcode district occupation places hours schedule pay background_check licence "
    "language_min supervisor supervisor_phone supervisor_email open_from open_to kind comment",
    "employments": "identity name occupation placement department from_date to_date extent form first_name last_name protected gender",
    "followups": "identity ended reason status contact_date comment protected",
    "payments": "identity co_applicant month amount purpose protected",
    "measures": "identity name from_date to_date protected",
}
MUSTS = {
    "placements": "name occupation places",
    "employments": "identity occupation from_date extent",
    "participants": "name",
    "followups": "identity ended reason",
    "payments": "identity month amount",
    "measures": "identity name from_date",
}


@pytest.mark.parametrize("kind", OFFERED)
def test_columns_are_offered_in_the_order_in_which_lists_have_them(kind: str) -> None:
    offered = [f.name for f in list_kinds()[kind].fields]
    assert [name for name in offered if name in OFFERED[kind].split()] == OFFERED[kind].split()


@pytest.mark.parametrize(("kind", "must"), [(k, m) for k, musts in MUSTS.items() for m in musts.split()])
def test_a_list_without_what_it_must_say_is_refused_by_the_name_of_the_column(
    desk: Desk, tmp_path: Path, kind: str, must: str
) -> None:
    fields = list_kinds()[kind].fields
    assert {f.name for f in fields if f.required} == set(MUSTS[kind].split())
    heads = [
        f.synonyms[0] for f in fields if f.name in {*MUSTS[kind].split(), "licence", "purpose", "comment", "phone"}
    ]
    gone = next(f for f in fields if f.name == must)
    kept = [h for h in heads if h != gone.synonyms[0]]
    path = lines(tmp_path, ";".join([*kept, "Övrigt"]), ";".join("x" for _ in [*kept, ""]))
    staged = desk.imports.stage(path, kind)
    assert must in {f.name for f in staged.missing()}
    with pytest.raises(BadFile) as caught:
        desk.imports.review(staged)
    assert caught.value.code == "COLUMN_MISSING"


# -- days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2027-12-01 - 31/3", date(2027, 12, 1), date(2028, 3, 31)),
        ("2027-12-01 - v 10", date(2027, 12, 1), date(2028, 3, 12)),
        ("1/12/2027 – 31/3", date(2027, 12, 1), date(2028, 3, 31)),
        ("2026-12-01 - mars", date(2026, 12, 1), date(2027, 3, 31)),
        ("1/12 - 31/3", date(2026, 12, 1), date(2027, 3, 31)),
        ("1/12-2028-03-31", date(2027, 12, 1), date(2028, 3, 31)),
        ("1/5-1/4", date(2027, 5, 1), date(2028, 4, 1)),
    ],
)
def test_a_last_day_without_a_year_is_the_first_after_the_first_day_and_a_first_the_last_before_the_last(
    said: str, first: date, last: date
) -> None:
    assert days.two_days(said, TODAY) == (first, last)


# -- signs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "sign"),
    [
        (["1,234", "5,678"], signs.UNDECIDED),
        (["1,234", 5, "5,678"], ""),
        (["1,234", 5.5], ""),
        (["1.234", "12,50"], signs.COMMA),
        (["1,234", "12.50"], signs.POINT),
        (["12,50"], signs.COMMA),
        (["12,50", "12.50"], ""),
        (["1234", None, ""], ""),
        ([], ""),
    ],
)
def test_the_sign_of_a_column_of_amounts_is_asked_only_where_nothing_tells_it(cells: list[Any], sign: str) -> None:
    assert signs.decimal_sign(cells) == sign


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["31/12/2026"], signs.DAY_FIRST),
        (["12/31/2026"], signs.MONTH_FIRST),
        (["12/13/2026", "13/12/2026"], signs.DAY_FIRST),
        (["5/5/2026"], ""),
        (["2026-05-06"], ""),
        ([5, None], ""),
    ],
)
def test_what_comes_first_in_the_dates_of_a_column_is_told_by_a_day_beyond_twelve(cells: list[Any], order: str) -> None:
    assert signs.order(cells) == order


def test_what_is_asked_of_dates_and_amounts_shows_the_cell_and_both_ways_to_read_it(desk: Desk, tmp_path: Path) -> None:
    path = lines(
        tmp_path, "Personnr;Månad;Belopp", f"{make.number()};2026-05;8.450", f"{make.number(birth='239')};2026-05;9.100"
    )
    found = desk.imports.reading(desk.imports.stage(path, "payments")).questions
    [asked] = [q for q in found if q.code == "DECIMAL_SIGN"]
    assert asked.said.params == {"heading": "Belopp", "example": "8.450"}
    assert {a.value: a.said.params for a in asked.answers} == {
        signs.COMMA: {"thousands": "8 450"},
        signs.POINT: {"kronor": "8", "ore": "450"},
    }
    assert asked.rows == (2, 3)


# -- what waits -------------------------------------------------------------------------------------------------------


def test_cells_that_wait_come_back_as_they_were_and_empty_ones_tell_no_row_from_another() -> None:
    cells: dict[str, FileCell] = {"a": "x", "b": 5, "c": 1.5, "d": date(2026, 12, 1), "e": datetime(2026, 12, 1, 8, 30)}
    assert read_back(written(cells)) == cells
    assert written({**cells, "f": None, "g": ""}) == written(cells)
    assert list(read_back(written({"f": None, "a": ""}))) == []
    assert isinstance(read_back(written({"a": NoValue()}))["a"], NoValue)
    assert read_back(written({"a": time(8, 30)})) == {"a": "08:30:00"}
    assert read_back(written({"a": 0})) == {"a": 0}
    assert mark("placements", "x") != mark("participants", "x") != mark("participants", "y")


def test_a_row_that_is_compared_anew_has_forgotten_all_that_it_said() -> None:
    row = RowOutcome(2, "accepted")
    row.differences.append(RowDifference("phone", "CHANGED", "1", "2"))
    row.stays["wishes"] = ("PAR",)
    row.again = True
    row.forget()
    assert (row.differences, row.stays, row.again, row.changes) == ([], {}, False, [])


@pytest.mark.parametrize(("first", "warned"), [(50, False), (60, True)])
def test_an_employment_that_the_list_itself_makes_smaller_leaves_room_for_another(
    desk: Desk, tmp_path: Path, first: int, warned: bool
) -> None:
    """The bank has it whole; what the list says of it counts."""
    head, number = "Namn;Personnr;Yrkestitel;Startdatum;Slutdatum;Omfattning", make.number()
    row = f"Bo Prov;{number};Parkarbetare;{{}};2027-05-31;{{}}"
    store(desk, lines(tmp_path, head, row.format("2026-12-01", 100)), "employments")
    path = lines(tmp_path, head, row.format("2026-12-01", first), row.format("2026-12-15", 50))
    outcomes = desk.imports.review(desk.imports.stage(path, "employments")).outcomes
    assert [("OVERLAP" in o.warnings) for o in outcomes] == [False, warned]


# -- texts ------------------------------------------------------------------------------------------------------------

SAID = "Av 40 deltagare gick 12 vidare på våren."


def word() -> bytes:
    from docx import Document

    document, out = Document(), io.BytesIO()
    document.add_paragraph("Rapport")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Antal", "40"
    document.add_paragraph(SAID)
    document.save(out)
    return out.getvalue()


def pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for line in ("Rapport", SAID):
        canvas.drawString(72, 700, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SAID.encode("utf-8"), SAID),
        (SAID.encode("utf-8-sig"), SAID),
        (SAID.encode("cp1252"), SAID),
        (b"\x81 " + SAID.encode("latin-1"), f"\x81 {SAID}"),
        (word, f"Rapport\n\nAntal\t40\n\n{SAID}"),
        (pdf, f"Rapport\n{SAID}"),
    ],
    ids=["utf-8", "with a mark", "windows", "latin-1", "word", "pdf"],
)
def test_a_text_is_read_however_it_was_saved(tmp_path: Path, content: bytes | Callable[[], bytes], said: str) -> None:
    path = tmp_path / "text"
    path.write_bytes(content if isinstance(content, bytes) else content())
    assert read_text(path) == said


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7 x", "DAMAGED"),
        (b"PK\x03\x04x", "DAMAGED"),
        (b"a\0b", "DAMAGED"),
        (b" \n\t", "EMPTY"),
        (b"", "EMPTY"),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(content)
    with pytest.raises(BadFile) as caught:
        read_text(path)
    assert caught.value.code == code
    assert "text.txt" in str(caught.value)


# -- names, letters, archives -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ("Bo Prov;Astrid;Testgren", "Astrid Testgren"),
        ("Bo Prov;Astrid;", "Bo Prov"),
        ("Bo Prov;;Testgren", "Bo Prov"),
        ("Bo Prov;;", "Bo Prov"),
        (";Astrid;Testgren", "Astrid Testgren"),
        (";Astrid;", "Astrid"),
        (";;Testgren", "Testgren"),
        (" ; Astrid ; Testgren ", "Astrid Testgren"),
    ],
)
def test_first_and_family_name_together_stand_above_a_name_and_one_of_them_alone_below(
    desk: Desk, tmp_path: Path, cells: str, name: str
) -> None:
    path = lines(tmp_path, "Namn;Förnamn;Efternamn;Telefon", f"{cells};070-1740601")
    assert desk.imports.stage(path, "participants").rows[0].cells["name"] == name


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8", "cp1252", "mac-roman"])
@pytest.mark.parametrize("letters", ["Åsa Öst Älv", "Bo Prov", "Åäöåäöåä"])
def test_letters_are_those_of_the_list_whatever_it_was_saved_in(
    desk: Desk, tmp_path: Path, encoding: str, letters: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(f"Namn;Telefon;Anmärkning\n{letters};070-1740601;från våren\n".encode(encoding))
    assert desk.imports.stage(path, "participants").rows[0].cells["name"] == letters


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ([], "DAMAGED"),
        (["list.csv"], "NO_SHEET"),
        (["word/document.xml", "[Content_Types].xml"], "NO_SHEET"),
        (["[Content_Types].xml"], "DAMAGED"),
    ],
    ids=["nothing", "a list within", "a letter", "no sheet"],
)
def test_an_archive_that_is_no_workbook_is_called_what_it_is(
    desk: Desk, tmp_path: Path, names: list[str], code: str
) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    with pytest.raises(BadFile) as caught:
        desk.imports.stage(path, "participants")
    assert caught.value.code == code
