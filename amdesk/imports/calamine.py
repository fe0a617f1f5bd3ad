"""The one place that calls calamine, with what was made safe for it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from amdesk.domain.values import Cell

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

CARRIED = 1000
"""Rows that one merged cell may say something for."""


def given(content: bytes, names: Sequence[str]) -> dict[str, list[list[Cell]]]:
    """The cells of each sheet from A1 on, empty ones as empty text. Raises ValueError for whatever calamine says is wrong."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {n: _rows(book.get_sheet_by_name(n)) for n in names}
    except CalamineError as error:
        raise ValueError(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what Rust gives up with is no Exception in Python
            raise
        raise ValueError(str(error)) from error


def _rows(sheet: CalamineSheet) -> list[list[Cell]]:
    """What a cell that is merged over several rows says, it says for each of them that says something itself."""
    rows: list[list[Cell]] = [list(r) for r in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom == top or top >= len(rows) or left >= len(rows[top]) or rows[top][left] == "":
            continue
        for row in rows[top + 1 : min(bottom, top + CARRIED) + 1]:
            if any(cell != "" for cell in row):
                row[left] = rows[top][left]
    return rows
