"""Assessment sheets coming back: worksheets with their hidden heads, cells as they stand. Nothing is judged here."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from amdesk.domain.competence.sheets import ASSESSOR, DAY, FIRST_ROW, REMARK, SHEET_META, Filled, Head, Returned
from amdesk.domain.errors import BadFile
from amdesk.domain.plainjson import parsed
from amdesk.domain.texts import N_, text
from amdesk.domain.values import Cell, parse_date, squash
from amdesk.imports.reader import read_bytes

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_BYTES = 20_000_000


class Hidden(TypedDict):
    """What a sheet says of itself out of sight, as it was written; its check value tells whether somebody changed it."""

    sheet: str
    employment: str
    participant: str
    profile: int
    version: int
    occasion: str
    made_on: str
    base: dict[str, int]


def read_sheets(path: Path) -> list[tuple[Returned, str]]:
    """(sheet, its check value) of every worksheet that is an assessment sheet. Raises BadFile where the file is none."""
    book = workbook(path)
    if SHEET_META not in book.sheetnames:
        raise BadFile(
            text(N_("{file} is no assessment sheet from AMDesk. Choose the file that was sent out."), file=path.name),
            "NO_SHEET",
        )
    try:
        meta = parsed(hidden_text(book[SHEET_META]))
        if not isinstance(meta, list):
            raise TypeError(SHEET_META)
        return [(_returned(book, m), str(m["check"])) for m in meta if m["sheet"] in book.sheetnames]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise BadFile(
            text(N_("The hidden part of {file} was changed. Send the sheet out again."), file=path.name), "NO_SHEET"
        ) from error


def workbook(path: Path) -> Workbook:
    """An openpyxl workbook of a file that a person sent. Raises BadFile for what is none, or far too large."""
    from openpyxl import load_workbook

    unreadable = text(
        N_("{file} cannot be read as an Excel file. Open it in Excel and save it as .xlsx."), file=path.name
    )
    read_bytes(path)  # says what is wrong with a folder, a file that is open elsewhere, a name that is none
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadFile(unreadable, "UNREADABLE")
        with zipfile.ZipFile(path) as archive:
            if sum(i.file_size for i in archive.infolist()) > 10 * MOST_BYTES:
                raise BadFile(unreadable, "UNREADABLE")
        book = load_workbook(path)
    except BadFile:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file makes it stumble over
        raise BadFile(unreadable, "UNREADABLE") from error
    if not book.worksheets:
        raise BadFile(unreadable, "UNREADABLE")
    return book


def hidden_text(sheet: Worksheet) -> str:
    """What was kept in the first column of a hidden sheet, cut into pieces that fit a cell."""
    return "".join(str(row[0]) for row in sheet.iter_rows(max_col=1, values_only=True) if row[0] is not None)


def _returned(book: Workbook, meta: Hidden) -> Returned:
    sheet = book[meta["sheet"]]
    base = {str(k): int(v) for k, v in meta["base"].items()}
    head = Head(
        meta["employment"],
        meta["participant"],
        meta["profile"],
        meta["version"],
        meta["occasion"],
        date.fromisoformat(meta["made_on"]),
        base,
    )
    rows = []
    for row in sheet.iter_rows(min_row=FIRST_ROW, max_col=4):
        key = squash(row[0].value) if row[0].value is not None else ""
        if key:
            rows.append(Filled(row[0].row, key, row[2].value))
        elif row[2].value not in {None, ""}:
            rows.append(Filled(row[0].row, "", row[2].value))
    said = sheet[ASSESSOR].value
    return Returned(
        meta["sheet"],
        head,
        rows,
        squash(said) if said else "",
        _day(sheet[DAY].value),
        squash(sheet[REMARK].value or ""),
    )


def _day(cell: Cell) -> date | None:
    try:
        return parse_date(cell)[0] if cell not in {None, ""} else None
    except (ValueError, OverflowError):
        return None
