"""Attendance lists as they come back: sorted, with a column or a row put in, a tab renamed, saved by another program. What was written
is read, all of it and nothing else; where it cannot be found that is said."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from amdesk.domain.booking.week.sheet import NAMES_ROW
from amdesk.domain.errors import BadFile
from amdesk.domain.values import seen_cell
from amdesk.i18n import Words
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_modules import module
from tests.services.test_sheets import as_opendocument, moved, named
from tests.services.test_week import placed

MONDAY = TODAY - timedelta(7)
EN = Words("en", TODAY)
Told = list[tuple[str, int, str | None]]


class OfWeek:
    """A week's list of two people: one was ill on Monday, the other there for four hours on Tuesday."""

    wrong = "WRONG"

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.path = desk, folder / "vecka.xlsx"
        for name in ("A Prov", "B Prov"):
            placed(desk, name=name)
        desk.week.lists(self.path)
        book = load_workbook(self.path)
        book.worksheets[0].cell(NAMES_ROW + 1, 3, "S")
        book.worksheets[0].cell(NAMES_ROW + 2, 4, 4)
        book.save(self.path)
        self.right: Told = self.read(self.path)
        assert [(kind, said) for kind, _, said in self.right] == [("NEW", "sick None"), ("NEW", "present 240")]

    def marks(self, path: Path) -> list[tuple[str, str]]:
        return [(m.kind, EN.say(m.text)) for m in self.desk.week.returned(path)]

    def read(self, path: Path) -> Told:
        return sorted((m.kind, m.job, f"{m.code} {m.present}") for m in self.desk.week.returned(path))


class OfModule:
    """A teacher's list of two people: one was there the first time, the other away the second."""

    wrong = "NO_STATE"

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.path = desk, folder / "narvaro.xlsx"
        made = module(desk, capacity=5)
        for name in ("A Prov", "B Prov"):
            need = desk.modules.need(make.participant(desk.bank, name=name), "yrkessvenska")
            desk.modules.step(need.id, "enrolled", module_id=made.id)
        desk.attendance.write(self.path, made.id, "sv")
        book = load_workbook(self.path)
        book.worksheets[0]["C5"], book.worksheets[0]["D6"] = 1, "Frånvarande oanmäld"
        book.save(self.path)
        self.right: Told = self.read(self.path)
        assert [(kind, said) for kind, _, said in self.right] == [("NEW", "present"), ("NEW", "absent")]

    def marks(self, path: Path) -> list[tuple[str, str]]:
        return [(m.kind, EN.say(m.text)) for m in self.desk.attendance.read(path)[1]]

    def read(self, path: Path) -> Told:
        return sorted((m.kind, m.enrolment, m.new) for m in self.desk.attendance.read(path)[1])


@pytest.fixture(params=[OfWeek, OfModule])
def sent(request: pytest.FixtureRequest, desk: Desk, tmp_path: Path) -> OfWeek | OfModule:
    made: OfWeek | OfModule = request.param(desk, tmp_path)
    return made


def turned(_book: Any, page: Any) -> None:
    """The rows of the two people the other way round, as sorting leaves them."""
    cells = [[c.value for c in r] for r in page.iter_rows(min_row=NAMES_ROW + 1, max_row=NAMES_ROW + 2)]
    for row, values in enumerate(reversed(cells), NAMES_ROW + 1):
        for column, one in enumerate(values, 1):
            page.cell(row, column).value = one


def emptied(cell: Any) -> None:
    cell.value = None


def untidy(book: Any, page: Any) -> None:
    turned(book, page)
    page.insert_cols(1)
    page.insert_rows(1)
    named(page, "Min egen flik")
    book.create_sheet("Anteckningar", 0).append(["Ring om fredag", str(MONDAY), 1])


MOVES: list[Callable[[Any, Any], object]] = [
    lambda _book, page: named(page, "Min egen flik"),
    lambda _book, page: page.insert_cols(1),
    lambda _book, page: page.insert_cols(3),
    lambda _book, page: page.insert_rows(1, 2),
    lambda _book, page: page.insert_rows(NAMES_ROW),
    lambda _book, page: page.insert_rows(NAMES_ROW + 2),
    lambda _book, page: page.delete_cols(5),
    lambda book, _page: book.create_sheet("Anteckningar", 0).append(["Ring om fredag", str(MONDAY), 1]),
    lambda _book, page: page.cell(1048576, 16384, "långt bort"),
    turned,
    untidy,
]


@pytest.mark.thorough(22)
@pytest.mark.parametrize("move", MOVES)
def test_what_was_written_is_found_wherever_it_has_gone(
    sent: OfWeek | OfModule, move: Callable[[Any, Any], object]
) -> None:
    moved(sent.path, move)
    assert sent.read(sent.path) == sent.right


def test_a_file_of_libreoffice_is_read_as_its_twin(sent: OfWeek | OfModule) -> None:
    moved(sent.path, untidy)
    assert sent.read(as_opendocument(sent.path)) == sent.right


@pytest.mark.thorough(long=True)
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_what_libreoffice_itself_has_saved_is_read_back_with_exactly_what_was_written(
    sent: OfWeek | OfModule, tmp_path: Path, kind: str
) -> None:
    moved(sent.path, untidy)
    home = f"-env:UserInstallation=file://{tmp_path}/libreoffice"
    words = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "saved"), str(sent.path)]
    subprocess.run(words, check=True, capture_output=True, timeout=300)
    assert sent.read(tmp_path / "saved" / f"{sent.path.stem}.{kind}") == sent.right


@pytest.mark.parametrize(
    "move",
    [
        lambda _book, page: page.delete_cols(1),
        lambda _book, page: page.delete_rows(3),
        lambda _book, page: emptied(page["C3"]),
        lambda book, page: book.remove(page) or book.create_sheet("Eget", 0).append(["Ring om fredag"]),
    ],
    ids=["no keys", "no heads", "a head gone", "no sheet"],
)
def test_a_list_that_has_lost_what_tells_its_cells_is_refused_and_never_read_as_empty(
    sent: OfWeek | OfModule, move: Callable[[Any, Any], object]
) -> None:
    moved(sent.path, move)
    with pytest.raises(BadFile) as caught:
        sent.read(sent.path)
    assert (caught.value.code, sent.path.name in str(caught.value)) == ("NO_SHEET", True)


def ods_of(path: Path) -> Path:
    """The workbook in LibreOffice's own form, its joined cells too."""
    made = as_opendocument(path)
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    said = parts["content.xml"].decode()
    first, rows = said.index("<table:table "), said.split("<table:table-row")
    assert first > 0
    at = [i for i, row in enumerate(rows) if JOINED_HERE in row]
    assert len(at) == 1, "one cell is the first of the joined"
    cell = rows[at[0]].rindex("<table:table-cell", 0, rows[at[0]].index(JOINED_HERE))
    spanned = ' table:number-columns-spanned="2" table:number-rows-spanned="2"'
    rows[at[0]] = rows[at[0]][: cell + 17] + spanned + rows[at[0]][cell + 17 :]
    parts["content.xml"] = "<table:table-row".join(rows).encode()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made


JOINED_HERE = "3 "


@pytest.mark.parametrize("again", [lambda path: path, ods_of], ids=["xlsx", "ods"])
def test_of_cells_that_were_joined_each_but_the_first_is_told_by_name_and_day_and_none_is_lost_unsaid(
    sent: OfWeek | OfModule, again: Callable[[Path], Path]
) -> None:
    """Two people, two columns: "3" over the four of them is three hours for whoever is first, or the third state."""

    def joined(_book: Any, page: Any) -> None:
        for row in page.iter_rows(min_row=NAMES_ROW + 1, max_row=NAMES_ROW + 2, min_col=3, max_col=4):
            for cell in row:
                cell.value = None
        page.cell(NAMES_ROW + 1, 3, JOINED_HERE)
        page.merge_cells(start_row=NAMES_ROW + 1, start_column=3, end_row=NAMES_ROW + 2, end_column=4)
        page.cell(40, 2, "Hälsningar från Kajlagret")
        page.merge_cells("B40:F40")

    moved(sent.path, joined)
    told = sent.marks(again(sent.path))
    assert [kind for kind, _ in told] == ["NEW", *[sent.wrong] * 3]
    said = [one for kind, one in told if kind == sent.wrong]
    assert len(set(said)) == 3
    assert ["joined with another" in one for one in said] == [True] * 3
    assert ["A Prov" in one for one in said] == [True, False, False]
    assert ["B Prov" in one for one in said] == [False, True, True]


def copied_row(book: Any, page: Any) -> None:
    for column in range(1, 10):
        page.cell(NAMES_ROW + 3, column).value = page.cell(NAMES_ROW + 1, column).value


def copied_column(book: Any, page: Any) -> None:
    for row in range(1, NAMES_ROW + 3):
        page.cell(row, 12).value = page.cell(row, 3).value


def copied_page(book: Any, page: Any) -> None:
    book.move_sheet(book.copy_worksheet(page), -len(book.sheetnames))


COPIES = [(copied_row, lambda page: page.cell(NAMES_ROW + 3, 3)), (copied_column, lambda page: page.cell(NAMES_ROW + 1, 12)),
          (copied_page, lambda page: page.parent.worksheets[0].cell(NAMES_ROW + 1, 3))]  # fmt: skip


@pytest.mark.parametrize(("copied", "there"), COPIES, ids=["row", "column", "page"])
def test_a_copy_that_says_the_same_or_nothing_changes_nothing_and_of_two_words_neither_is_taken(
    sent: OfWeek | OfModule, copied: Callable[[Any, Any], object], there: Callable[[Any], Any]
) -> None:
    moved(sent.path, copied)
    assert sent.read(sent.path) == sent.right, "the same once more"

    def say(value: object) -> Callable[[Any, Any], object]:
        def put(book: Any, _page: Any) -> None:
            page = next(p for p in reversed(book.worksheets) if p.sheet_state == "visible")
            there(page).value = value

        return put

    moved(sent.path, say(None))
    assert sent.read(sent.path) == sent.right, "an empty copy"
    moved(sent.path, say("2"))
    told = sent.marks(sent.path)
    assert [kind for kind, _ in told] == [sent.wrong, "NEW"]
    assert ("A Prov" in told[0][1], "more than once" in told[0][1]) == (True, True)


def test_a_cell_of_which_the_spreadsheet_made_a_day_is_told_as_that_day(sent: OfWeek | OfModule) -> None:
    """Whoever typed "4-5" sees 4 May there, and nowhere a midnight."""

    def dated(_book: Any, page: Any) -> None:
        page.cell(NAMES_ROW + 1, 3).value = datetime(2026, 5, 4)

    moved(sent.path, dated)
    for path in (sent.path, as_opendocument(sent.path)):
        (said,) = [one for kind, one in sent.marks(path) if kind == sent.wrong]
        assert "“4 May” is no attendance" in said


def test_a_level_of_which_the_spreadsheet_made_a_day_is_told_as_that_day() -> None:
    assert [seen_cell(c) for c in (datetime(2026, 5, 4), date(2026, 5, 4), datetime(2026, 5, 4, 7, 30), "x" * 40, 7)] == [
        date(2026, 5, 4), date(2026, 5, 4), "2026-05-04 07:30:00", "x" * 29 + "…", "7"
    ]  # fmt: skip
