"""Attendance lists as they come back: sorted, with a column or a row put in, a tab renamed, saved by another program. What was written
is read, all of it and nothing else; where it cannot be found that is said."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from amdesk.domain.booking.week.sheet import NAMES_ROW
from amdesk.domain.errors import BadFile
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_modules import module
from tests.services.test_sheets import as_opendocument, moved, named
from tests.services.test_week import placed

MONDAY = TODAY - timedelta(7)
Told = list[tuple[str, int, str | None]]


class OfWeek:
    """A week's list of two people: one was ill on Monday, the other there for four hours on Tuesday."""

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

    def read(self, path: Path) -> Told:
        return sorted((m.kind, m.job, f"{m.code} {m.present}") for m in self.desk.week.returned(path))


class OfModule:
    """A teacher's list of two people: one was there the first time, the other away the second."""

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
