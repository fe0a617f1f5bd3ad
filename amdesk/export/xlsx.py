"""Excel files through openpyxl's write-only mode: real dates, frozen header, filter, print set-up, harmless text."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from amdesk.domain.errors import BadFile
from amdesk.domain.exchange.secret import checked
from amdesk.domain.names import KEY, PART, PART_NOTED, banks_it_may_belong_to
from amdesk.domain.texts import N_, text
from amdesk.domain.values import Cell, harmless, printable

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

CHUNK = 500

BOLD = 1.3
"""How much wider a letter of a heading is than a digit of the same size, by which a column is as wide as it is."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and its width in characters; what is long in it gets more lines where `wraps` is said."""

    title: str
    width: float = 14
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet: a heading line above the table, columns, rows, and a line below it."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    note: str = ""


def new_book(*, write_only: bool = False) -> Workbook:
    """A workbook that says of itself by which program it was made, and not by which library."""
    from openpyxl import Workbook

    book = Workbook(write_only=write_only)
    book.properties.creator = "AMDesk"
    return book


def _leave(book: Workbook) -> None:
    """What is half written is closed, else it is complained of on stderr when it is forgotten."""
    for sheet in book.worksheets:
        with suppress(Exception):
            sheet.close()


def write_book(path: Path, tables: Sequence[SheetTable], password: str = "") -> Iterator[tuple[int, int, str]]:
    """Write a workbook by way of a part file, so that a full disk leaves the old file. Yields (rows done, 0, sheet).

    Raises BadFile where the file is open elsewhere, the folder is gone or the disk is full, and Refused for a password that is
    none. With one nothing but the file that it locks is ever put on the disk.
    """
    from amdesk.export.locked import locked

    writable(path)
    checked(password)
    book = new_book(write_only=True)
    try:
        yield from _written(book, tables)
        content = io.BytesIO()
        book.save(content)
    except GeneratorExit:  # stopped, as by whoever closes the window
        _leave(book)
        raise
    except OSError:  # openpyxl writes its rows to temporary files long before it saves
        _leave(book)
        raise _no_room(path) from None
    save_bytes(path, locked(".xlsx", content.getvalue(), password))


def _written(book: Workbook, tables: Sequence[SheetTable]) -> Iterator[tuple[int, int, str]]:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    head, fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0B5F66")
    taken: set[str] = set()
    for table in tables:
        sheet = book.create_sheet(_sheet_name(table.name, taken))
        for i, column in enumerate(table.columns, 1):
            sheet.column_dimensions[get_column_letter(i)].width = column.width
        sheet.freeze_panes = "A3"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = "2:2"
        sheet.oddFooter.left.text, sheet.oddFooter.right.text = harmless(table.title), "&A · &P / &N"
        title = WriteOnlyCell(sheet, harmless(table.title))
        title.font = Font(bold=True, size=14)
        sheet.append([title])
        headings, wraps = [], any(c.wraps for c in table.columns)
        if wraps:
            titles, widths = [c.title for c in table.columns], [c.width for c in table.columns]
            sheet.row_dimensions[2].height = _height(titles, widths, BOLD)
        for column in table.columns:
            cell = WriteOnlyCell(sheet, harmless(column.title))
            cell.font, cell.fill, cell.alignment = head, fill, Alignment(vertical="center", wrap_text=wraps)
            headings.append(cell)
        sheet.append(headings)
        count = 0
        for count, row in enumerate(table.rows, 1):
            if wraps:
                sheet.row_dimensions[count + 2].height = _height(row, [c.width for c in table.columns])
            sheet.append([_cell(sheet, v, table.columns[i]) for i, v in enumerate(row)])
            if count % CHUNK == 0:
                yield count, 0, table.name
        if table.note:
            sheet.append([])
            sheet.append([harmless(table.note)])
        sheet.auto_filter.ref = f"A2:{get_column_letter(len(table.columns))}{count + 2}"
        yield count, 0, table.name


def _height(values: Sequence[Cell], widths: Sequence[float], wide: float = 1.12) -> float:
    """Points that a row takes whose longest cell gets as many lines as it needs: office programs reckon it on a screen alone."""
    lines = [len(wrap(v, max(1, int(w / wide)))) for v, w in zip(values, widths, strict=True) if type(v) is str]
    return 15.0 * max([1, *lines])


def _cell(sheet: Worksheet, value: Cell, column: Column) -> object:
    plain = harmless(value) if type(value) is str else value
    if not column.wraps or not plain:
        return plain
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    cell = WriteOnlyCell(sheet, plain)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _sheet_name(said: str, taken: set[str]) -> str:
    """At most 31 characters, none that Excel forbids, none twice."""
    plain = "".join(" " if ch in "[]:*?/\\'\n\r\t" else ch for ch in printable(said)).strip() or "–"
    name, n = plain[:31], 2
    while name.casefold() in taken:
        name, n = f"{plain[:27]} ({n})", n + 1
    taken.add(name.casefold())
    return name


def refuse_bank(path: Path) -> None:
    """Raise BadFile where a bank or one of its own files lies at `path`, or would: a key beside it tells."""
    for bank in banks_it_may_belong_to(path.name):
        if os.path.lexists(path.parent / (bank + KEY)):
            raise BadFile(
                text(
                    N_("{path} belongs to a bank: nothing was written there. Choose another name."),
                    path=str(path),
                ),
                "BANK",
            )


def writable(path: Path) -> None:
    other = (
        path.exists() and not path.is_file()
    )  # a folder, a pipe, a device: putting a file in its place would take it away
    if not path.name or other or not path.absolute().parent.is_dir():
        raise BadFile(
            text(N_("{file} cannot be written there. Choose a folder that exists and a file name."), file=str(path)),
            "NO_FOLDER",
        )
    refuse_bank(path)
    for lock in (path.with_name("~$" + path.name), path.with_name(f".~lock.{path.name}#")):
        if os.path.exists(lock):
            raise BadFile(
                text(N_("{file} is open in another program. Close it and try again."), file=path.name), "OPEN"
            )


def _no_room(path: Path) -> BadFile:
    return BadFile(
        text(
            N_("{file} could not be written: the disk is full or the folder is gone. Nothing was changed."),
            file=path.name,
        ),
        "DISK",
    )


def save_bytes(path: Path, content: bytes) -> None:
    """Write a finished file by way of a part file. Raises BadFile."""
    writable(path)
    part = path.absolute().with_name(f"{path.name}.{os.urandom(4).hex()}{PART}")
    try:
        with _noted(part):
            part.write_bytes(content)
            os.replace(part, path)
    except PermissionError:
        raise BadFile(
            text(N_("{file} is open in another program. Close it and try again."), file=path.name), "OPEN"
        ) from None
    except OSError:
        raise _no_room(path) from None


@contextmanager
def _noted(part: Path) -> Iterator[None]:
    """It is gone when this ends, unless it was renamed. While this lasts a note among the temporary files says that it is being
    written: the next program that starts removes it where this one is killed (services/bank/private.py)."""
    import tempfile

    note = None
    with suppress(OSError):  # where nothing can be noted it is written all the same
        handle, note = tempfile.mkstemp(prefix=PART_NOTED)
        os.write(handle, os.fsencode(part))
        os.close(handle)
    try:
        yield
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if note is not None:
            with suppress(OSError):
                os.unlink(note)
