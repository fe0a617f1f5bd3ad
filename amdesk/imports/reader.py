"""What a file is once it is read: sheets of plain rows. And how its bytes are fetched, whatever kind of file it is."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from amdesk import plainfile
from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.domain.values import Cell, squash

MAX_BYTES = 60 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 250
MAX_ROWS = 200_000
MAX_COLUMNS = 500
GAP = 1000
"""Empty rows that may part a table; what stands further down is no row of it."""
AREA = 8_000_000
"""Cells that a library may be asked for at once; it takes some 32 bytes for each, filled or not."""
FEW = 10
"""Names of sheets or columns that one sentence tells."""
SHARING = (32, 33)
"""ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows."""
READ_WRITE = 3
"""FILE_SHARE_READ and FILE_SHARE_WRITE: with what open() lets others use the file."""


class NoValue:
    """A cell with a formula whose value was never saved; read as empty, it would lose what the formula says."""

    def __str__(self) -> str:
        return "="


FileCell = Cell | NoValue
"""A cell as it stands in a file."""
FileRow = tuple[int, Sequence[FileCell], bool]
"""Its number from 1, its cells, and whether it is hidden."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSheet:
    """One sheet. `ragged` is true for csv, where field counts matter."""

    name: str
    rows: list[FileRow]
    ragged: bool = False
    active: bool = False
    """It was in front when the file was saved."""
    encoding: str = ""
    delimiter: str = ""
    struck: frozenset[int] = frozenset()
    """Rows whose every word is struck out."""
    noted: Mapping[int, int] = field(default_factory=dict)
    """The protection that a comment on one of its cells says of a row."""
    remarks: tuple[Text, ...] = ()
    """What has to be said of how it was read: cells far away, a quotation mark that nobody closed."""
    away: tuple[str, ...] = ()
    """The sheets of its file that are hidden."""


def locked_by(path: Path) -> Path | None:
    """The lock file that Excel or LibreOffice keeps beside an open file, if there is one."""
    if not path.name:
        return None  # the root, or the folder one is in
    for lock in (path.with_name("~$" + path.name), path.with_name(f".~lock.{path.name}#")):
        if os.path.exists(lock):  # never raises: a name may be too long for the disk
            return lock
    return None


def read_bytes(path: Path) -> bytes:
    if lock := locked_by(path):
        raise _left_open(path, lock)
    try:
        if path.exists() and not path.is_file():
            raise BadFile(text(N_("{file} is a folder or no file. Choose a file."), file=str(path)), "NO_FILE")
        if path.stat().st_size > MAX_BYTES:
            raise BadFile(
                text(N_("{file} is larger than 60 MB. Split it and import the parts."), file=path.name), "TOO_LARGE"
            )
        content = plainfile.read(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a name that no file can have
        raise BadFile(
            text(N_("There is no file {file}. Check the name and the folder."), file=str(path)), "NO_FILE"
        ) from None
    except PermissionError as error:
        raise _open_elsewhere(path) if _refused_with(error, path) in SHARING else _no_right(path) from None
    except OSError:
        raise BadFile(
            text(N_("{file} cannot be read. Check the disk or the network folder and try again."), file=path.name),
            "UNREADABLE",
        ) from None
    if not content.strip():
        raise BadFile(text(N_("{file} is empty. Choose another file."), file=path.name), "EMPTY")
    return content


def _open_elsewhere(path: Path) -> BadFile:
    return BadFile(text(N_("{file} is open in another program. Close it and try again."), file=path.name), "OPEN")


def _left_open(path: Path, lock: Path) -> BadFile:
    """Nobody can tell a program that is still running from one that ended without taking its lock away: the lock is named."""
    said = N_(
        "{file} is open in another program, or {lock} was left beside it when that program ended. Close the file there, or remove {lock}, and try again."
    )
    return BadFile(text(said, file=path.name, lock=lock.name), "OPEN")


def _no_right(path: Path) -> BadFile:
    return BadFile(
        text(
            N_("You have no right to read {file}. Ask for it, or have the file copied to a folder of your own."),
            file=str(path),
        ),
        "RIGHTS",
    )


def _refused_with(error: PermissionError, path: Path) -> int | None:
    """What Windows refused with: open() says "permission denied" of a file that another program has, too."""
    found: int | None = getattr(error, "winerror", None)
    if sys.platform == "win32" and found is None:
        import _winapi

        try:
            _winapi.CloseHandle(
                _winapi.CreateFile(str(path), _winapi.GENERIC_READ, READ_WRITE, 0, _winapi.OPEN_EXISTING, 0, 0)
            )
        except OSError as again:
            return again.winerror
    return found


def refuse_bomb(content: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = archive.infolist()
        unpacked = sum(i.file_size for i in infos)
        packed = max(1, sum(i.compress_size for i in infos))
        if (
            len(infos) > 5000
            or unpacked > MAX_UNPACKED
            or (unpacked > 20 * 1024 * 1024 and unpacked / packed > MAX_RATIO)
        ):
            raise BadFile(
                text(N_("{file} unpacks to far more than a spreadsheet should and was not opened."), file=name), "BOMB"
            )


def too_long(name: str) -> BadFile:
    return BadFile(
        text(N_("{file} has more than 200 000 rows. Split it and import the parts."), file=name), "TOO_LARGE"
    )


def is_damaged(name: str) -> BadFile:
    return BadFile(
        text(
            N_("{file} is damaged or is no Excel file. Open it in Excel, save it again and try once more."), file=name
        ),
        "DAMAGED",
    )


def is_protected(name: str) -> BadFile:
    return BadFile(
        text(N_("{file} is protected by a password. Save it without a password and try again."), file=name), "ENCRYPTED"
    )


@dataclass(slots=True)
class Marks:
    """What only the file itself tells of a sheet: rows that are hidden, and cells that no library gives as they are."""

    hidden: set[int] = field(default_factory=set)
    unseen: set[int] = field(default_factory=set)
    """Columns that are hidden, and are read as any other."""
    cells: dict[tuple[int, int], FileCell] = field(default_factory=dict)
    """By row and column from 1, what stands there: an error as Excel writes it, or a formula without a saved value."""
    struck: set[int] = field(default_factory=set)
    """Rows that are struck out: with a line through each word."""
    notes: dict[str, str] = field(default_factory=dict)
    """What comments say, by the cell that each is on."""
    joined: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    """First and last cell of those that are joined into one, by row and column from 1."""
    far: str = ""
    """A cell so far away that it belongs to no table; it was left out."""

    def remarks(self, rows: Sequence[FileRow], away: Sequence[str] = ()) -> tuple[Text, ...]:
        """What has to be said of how these rows were read; `away` are the sheets of the file that are hidden."""
        out = []
        if self.far:
            out.append(text(N_("Cells far away from the table, such as {cell}, were left out."), cell=self.far))
        if self.notes:
            said = N_("Comments on cells, such as on {cell}, are not read but for marks of protection.")
            out.append(text(said, cell=next(iter(self.notes))))
        if away:
            out.append(
                plural(
                    "The sheet {sheets} is hidden and was not read. If its rows belong to the list, show it, save the file and read it again.",
                    "The sheets {sheets} are hidden and were not read. If their rows belong to the list, show them, save the file and read it again.",
                    len(away),
                    sheets=", ".join(away[:FEW]),
                )
            )
        columns = (c for c in sorted(self.unseen) if any(c <= len(r) and not empty(r[c - 1]) for _, r, _ in rows))
        if unseen := [column_letters(c) for c in columns]:
            out.append(
                plural(
                    "Column {columns} is hidden in the file and is treated as if it were shown.",
                    "Columns {columns} are hidden in the file and are treated as if they were shown.",
                    len(unseen),
                    columns=", ".join(unseen[:FEW]),
                )
            )
        return tuple(out)


def lowest(filled: Iterable[int]) -> int:
    """The last row of a sheet's table, of the rows with something in them: what stands below a long gap is no part of it."""
    last = 0
    for n in sorted(set(filled)):
        if n - last > GAP:
            break
        last = n
    return min(last, MAX_ROWS + GAP)


def widest(rows: int) -> int:
    """How many columns a table of so many rows may have."""
    return min(MAX_COLUMNS, AREA // max(rows, 1))


def sheet_rows(found: Sequence[Sequence[Cell]], marks: Marks, name: str) -> list[FileRow]:
    """The rows of a sheet as they are read; empty ones are kept where they part a table, not where a cell stands far below."""
    rows: list[list[FileCell]] = [list(map(_plain, cells)) for cells in found]
    for (row, column), cell in marks.cells.items():
        rows += [[] for _ in range(len(rows), row)]
        rows[row - 1] += [None] * (column - len(rows[row - 1]))
        rows[row - 1][column - 1] = cell
    width = max((len(r) for r in rows), default=0)
    out: list[FileRow] = []
    last = 0
    for n, cells in enumerate(rows, 1):
        if blank(cells):
            continue
        if n - last <= GAP:
            out += [(m, [None] * width, m in marks.hidden) for m in range(last + 1, n)]
        out.append((n, cells + [None] * (width - len(cells)), n in marks.hidden))
        last = n
    if len(out) > MAX_ROWS:
        raise too_long(name)
    return out


def _plain(cell: Cell) -> FileCell:
    """Excel keeps every number with decimals; those that have none are whole."""
    if type(cell) is float and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return None if cell == "" else cell


def column_letters(number: int) -> str:
    """What a spreadsheet calls a column: A is the first, AA the 27th."""
    out = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        out = chr(65 + rest) + out
    return out


LONG = 1000
"""Characters; a cell with more of them is no heading and no sign for nothing, and need not be gone through."""


def long(cell: object) -> bool:
    return isinstance(cell, str) and len(cell) > LONG


def empty(cell: FileCell) -> bool:
    """True for a cell with nothing that can be seen in it."""
    if not isinstance(cell, str):
        return cell is None
    return not cell[:1].isalnum() and len(cell) <= LONG and squash(cell) == ""


def blank(cells: Sequence[FileCell]) -> bool:
    return all(map(empty, cells))


def filled(cells: Sequence[FileCell]) -> int:
    return sum(not empty(c) for c in cells)
