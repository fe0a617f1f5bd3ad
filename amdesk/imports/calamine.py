"""The one place that calls calamine, with what was made safe for it."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from amdesk.domain.values import Cell

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

CARRIED = 1000
"""Rows that one merged cell may say something for."""


ONE = Lock()


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what Rust prints of its stack when it gives up; nobody who reads a file can do anything with it."""
    with ONE, open(os.devnull, "wb") as nothing:
        try:
            kept = os.dup(2)
        except OSError:  # a window without a console
            yield
            return
        os.dup2(nothing.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def given(content: bytes, names: Sequence[str]) -> dict[str, list[list[Cell]]]:
    """The cells of each sheet from A1 on, empty ones as empty text. Raises ValueError for whatever calamine says is wrong."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with _quiet():
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
