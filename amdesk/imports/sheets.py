"""Assessment sheets coming back: worksheets with their hidden heads, cells as they stand. Nothing is judged here."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from amdesk.domain.competence.sheets import (
    ASSESSED_BY,
    ASSESSOR,
    DAY,
    FIRST_ROW,
    IN_WORDS,
    LEVEL_NOW,
    ON_DAY,
    REMARK,
    SHEET_META,
    Filled,
    Head,
    Returned,
    Unread,
)
from amdesk.domain.errors import BadFile
from amdesk.domain.plainjson import parsed
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import Cell, JoinedCell, fold, joined_cells, squash
from amdesk.imports import days
from amdesk.imports.opendocument import every_cell, is_opendocument
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


GONE = Text(N_("The tab of this sheet is not in the file: nothing of it was read. Ask whoever filled it in."))
KEY = re.compile(r"\S+\.[\w-]+\.[0-9a-f]{8}")
Grid = Mapping[tuple[int, int], Cell]
"""What stands in a sheet, by row and column from 1; a cell far away costs nothing."""


def read_sheets(path: Path, called: Mapping[str, Collection[str]]) -> list[tuple[Returned, str]]:
    """(sheet, its check value) of every worksheet that is an assessment sheet, found by its rows' keys whatever its tab is
    called. `called` are the words of a sheet by their msgid, folded, in every language. A sheet that cannot be read says why, and
    the others are read. Raises BadFile where the file is none."""
    grids = pages(path)
    if SHEET_META not in grids:
        raise BadFile(
            text(N_("{file} is no assessment sheet from AMDesk. Choose the file that was sent out."), file=path.name),
            "NO_SHEET",
        )
    try:
        kept = grids.pop(SHEET_META)
        meta = parsed("".join(str(kept[at]) for at in sorted(kept) if at[1] == 1))
        if not isinstance(meta, list):
            raise TypeError(SHEET_META)
        titles = [(m, _title(grids, m)) for m in meta]
        if all(title is None for _, title in titles):
            return []
        return [
            (_gone(m) if title is None else _returned(grids[title], title, m, called, path), str(m["check"]))
            for m, title in titles
        ]
    except BadFile:
        raise
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise BadFile(
            text(N_("The hidden part of {file} was changed. Send the sheet out again."), file=path.name), "NO_SHEET"
        ) from error


def pages(path: Path) -> dict[str, Grid]:
    """What stands in every sheet of a file that Excel or LibreOffice has saved, by its name. Raises BadFile."""
    content = read_bytes(path)
    if is_opendocument(content):
        return dict(every_cell(content, path.name))
    return {sheet.title: _grid(sheet) for sheet in workbook(path).worksheets}


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


def _grid(sheet: Worksheet) -> Grid:
    found: dict[tuple[int, int], Cell] = {}
    for at, cell in sheet._cells.items():
        if cell.value not in {None, ""}:
            found[at] = cell.value
    for r in sheet.merged_cells.ranges:
        joined_cells(found, (r.min_row, r.min_col), (r.max_row, r.max_col))
    return found


def standing(grid: Grid) -> Grid:
    """Without what is only seen there: keys, heads and titles are where they were written."""
    return {at: value for at, value in grid.items() if not isinstance(value, JoinedCell)}


def _title(grids: Mapping[str, Grid], meta: Hidden) -> str | None:
    """The sheet with the rows of an employment; where none has them, the one that is still called as it was."""
    mine = f"{meta['employment']}."
    held = {
        t: sum(str(v).startswith(mine) and bool(KEY.fullmatch(str(v))) for v in g.values()) for t, g in grids.items()
    }
    best = max(held, key=lambda t: (held[t], t == meta["sheet"]), default=None)
    return best if best is not None and held[best] else meta["sheet"] if meta["sheet"] in grids else None


def _head(meta: Hidden) -> Head:
    return Head(
        meta["employment"],
        meta["participant"],
        meta["profile"],
        meta["version"],
        meta["occasion"],
        date.fromisoformat(meta["made_on"]),
        {str(k): int(v) for k, v in meta["base"].items()},
    )


def _gone(meta: Hidden) -> Returned:
    """A sheet that was sent out in this file and is not in it any more."""
    return Returned(meta["sheet"], _head(meta), [], "", None, "", Unread("SHEET_GONE", 0, GONE))


def _returned(grid: Grid, title: str, meta: Hidden, called: Mapping[str, Collection[str]], path: Path) -> Returned:
    head, seen = _head(meta), grid
    grid = standing(grid)
    keys = Counter(column for (_, column), value in grid.items() if KEY.fullmatch(squash(value)))
    beside = keys.most_common(1)[0][0] if keys else 1
    over = _place(grid, called[LEVEL_NOW])
    if over is None and beside != 1:
        said = N_("The sheet “{sheet}” in {file} has no column {heading}: write that heading over the levels.")
        told = text(said, sheet=title, file=path.name, heading=Text(LEVEL_NOW))
        return Returned(title, head, [], "", None, "", Unread("NO_LEVELS", 0, told))
    first, column = (over[0] + 1, over[1]) if over else (FIRST_ROW, 3)
    rows = [
        Filled(row, squash(grid.get((row, beside), "")), seen.get((row, column)))
        for row in sorted({row for row, at in seen if row >= first and at in {beside, column}})
    ]

    def answer(msgid: str, usual: str) -> tuple[int, Cell]:
        place = _place(grid, called[msgid], above=first)
        row = place[0] if place else int(usual[1:])
        return row, grid.get((row, column))

    (_, by), (row, on), (_, words) = (
        answer(m, usual) for m, usual in ((ASSESSED_BY, ASSESSOR), (ON_DAY, DAY), (IN_WORDS, REMARK))
    )
    day = None if on is None else days.day(on, head.made_on)[0]
    if on is not None and day is None:
        said = N_("The sheet “{sheet}” in {file}: “{said}” is no date. Write it as 2026-12-07.")
        told = text(said, sheet=title, file=path.name, said=squash(on)[:30])
        return Returned(title, head, [], "", None, "", Unread("DATE_INVALID", row, told))
    return Returned(title, head, rows, squash(by or ""), day, squash(words or ""))


def _place(grid: Grid, words: Collection[str], above: int | None = None) -> tuple[int, int] | None:
    """Where the first of these words stands."""
    found = (at for at, value in grid.items() if fold(value) in words and (above is None or at[0] < above))
    return min(found, default=None)
