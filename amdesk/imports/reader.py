"""Reads a spreadsheet into plain rows. What the file is, is decided by its content and never by its name."""

from __future__ import annotations

import csv
import io
import os
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, text
from amdesk.domain.values import Cell, squash

if TYPE_CHECKING:
    from openpyxl.packaging.relationship import Relationship
    from openpyxl.worksheet.worksheet import Worksheet

MAX_BYTES = 60 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 250
MAX_ROWS = 200_000
MAX_COLUMNS = 500
GAP = 1000
"""Empty rows that may part a table; what stands further down is no row of it."""
SHARING = (32, 33)
"""ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows."""
READ_WRITE = 3
"""FILE_SHARE_READ and FILE_SHARE_WRITE: with what open() lets others use the file."""
DELIMITERS = (";", ",", "\t")


class NoValue:
    """A cell with a formula whose value was never saved; read as empty, it would lose what the formula says."""

    def __str__(self) -> str:
        return "="


FileCell = Cell | NoValue
"""A cell as it stands in a file."""
FileRow = tuple[int, Sequence[FileCell], bool]
"""Its number from 1, its cells, and whether it is hidden."""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """One sheet. `ragged` is true for csv, where field counts matter."""

    name: str
    rows: list[FileRow]
    ragged: bool


def read_file(path: Path) -> list[ReadSheet]:
    """All visible sheets of an .xlsx, or the one of a .csv. Raises BadFile in one sentence, whatever is wrong."""
    content = read_bytes(path)
    name = path.name
    if content.startswith(b"PK"):
        return _workbook(content, name)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadFile(
            text(
                N_(
                    "{file} is protected by a password or is an old .xls. Save it as .xlsx without a password and try again."
                ),
                file=name,
            ),
            "ENCRYPTED",
        )
    return [_csv(content, name)]


def locked_by(path: Path) -> Path | None:
    """The lock file that Excel or LibreOffice keeps beside an open file, if there is one."""
    if not path.name:
        return None  # the root, or the folder one is in
    for lock in (path.with_name("~$" + path.name), path.with_name(f".~lock.{path.name}#")):
        if os.path.exists(lock):  # never raises: a name may be too long for the disk
            return lock
    return None


def read_bytes(path: Path) -> bytes:
    if locked_by(path):
        raise _open_elsewhere(path)
    try:
        if path.exists() and not path.is_file():
            raise BadFile(text(N_("{file} is a folder or no file. Choose a file."), file=str(path)), "NO_FILE")
        if path.stat().st_size > MAX_BYTES:
            raise BadFile(
                text(N_("{file} is larger than 60 MB. Split it and import the parts."), file=path.name), "TOO_LARGE"
            )
        content = path.read_bytes()
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


def _workbook(content: bytes, name: str) -> list[ReadSheet]:
    try:
        refuse_bomb(content, name)
        return _sheets(content, name)
    except BadFile:
        raise
    except Exception as error:  # openpyxl, zlib and the XML parser raise a dozen kinds for one broken file
        raise BadFile(
            text(
                N_("{file} is damaged or is no Excel file. Open it in Excel, save it again and try once more."),
                file=name,
            ),
            "DAMAGED",
        ) from error


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


def _sheets(content: bytes, name: str) -> list[ReadSheet]:
    import warnings

    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out: styles, pivot tables
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    unsaved = _unsaved(content, book.sheetnames)
    out = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        hidden = {n for n, d in sheet.row_dimensions.items() if d.hidden}
        rows = _dense(sheet, unsaved.get(sheet.title, set()))
        if len(rows) > MAX_ROWS:
            raise _too_long(name)
        out.append(ReadSheet(sheet.title, [(n, cells, n in hidden) for n, cells in rows], ragged=False))
    if not out:
        raise ValueError("no visible sheet")
    return out


def _dense(sheet: Worksheet, unsaved: set[tuple[int, int]]) -> list[tuple[int, list[FileCell]]]:
    """(number, cells) of the rows in use. A sheet's own measures count what was only clicked at in its last row, and
    going through them takes minutes, so the rows come from the cells that there are; a gap of some rows is kept."""
    found: dict[int, dict[int, FileCell]] = {}
    for (row, column), cell in sheet._cells.items():
        if column <= MAX_COLUMNS:
            value = NoValue() if (row, column) in unsaved else cell.value
            found.setdefault(row, {})[column] = value
    width = max((c for cells in found.values() for c, v in cells.items() if v is not None), default=0)
    out: list[tuple[int, list[FileCell]]] = []
    last = 0
    for row in sorted(found):
        if row - last <= GAP:
            out += [(n, [None] * width) for n in range(last + 1, row)]
        cells = found[row]
        if row - last <= GAP or any(v is not None and squash(v) for v in cells.values()):
            out.append((row, [cells.get(c) for c in range(1, width + 1)]))
            last = row
    return out


CELL = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(<(?:\w+:)?v>[^<]+</)?"
)


def _unsaved(content: bytes, names: list[str]) -> dict[str, set[tuple[int, int]]]:
    """Cells (row, column) by sheet that hold a formula and no value of it. openpyxl gives them as empty, so the XML is
    asked; a formula whose saved value is an empty text (t="str") has one."""
    from openpyxl.packaging.relationship import get_dependents
    from openpyxl.utils.cell import coordinate_to_tuple

    out: dict[str, set[tuple[int, int]]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for title, path in _parts(archive, get_dependents):
            xml = archive.read(path) if title in names else b""
            for m in CELL.finditer(xml) if re.search(rb"<(?:\w+:)?f\b", xml) else ():
                place = re.search(rb'\br="([A-Z]+\d+)"', m[1])
                if place and not m[2] and b't="str"' not in m[1]:
                    out.setdefault(title, set()).add(coordinate_to_tuple(place[1].decode()))
    return out


def _parts(
    archive: zipfile.ZipFile, dependents: Callable[[zipfile.ZipFile, str], Iterable[Relationship]]
) -> list[tuple[str, str]]:
    """(name of a sheet, its part in the archive)."""
    from openpyxl.xml.functions import fromstring

    book, there = "xl/workbook.xml", set(archive.namelist())
    if book not in there:
        return []
    targets = {r.Id: r.target for r in dependents(archive, "xl/_rels/workbook.xml.rels")}
    sheets = [e for e in fromstring(archive.read(book)).iter() if e.tag.endswith("}sheet")]
    ids = [(e.get("name", ""), next((v for k, v in e.attrib.items() if k.endswith("}id")), "")) for e in sheets]
    return [(name, targets[key]) for name, key in ids if targets.get(key) in there]


def _too_long(name: str) -> BadFile:
    return BadFile(
        text(N_("{file} has more than 200 000 rows. Split it and import the parts."), file=name), "TOO_LARGE"
    )


def _csv(content: bytes, name: str) -> ReadSheet:
    said = _decoded(content, name)
    try:
        rows = _records(said, _delimiter(said))
    except csv.Error as error:
        raise BadFile(
            text(N_("{file} is no spreadsheet. Choose an Excel file (.xlsx) or a csv file."), file=name), "NO_SHEET"
        ) from error
    if len(rows) > MAX_ROWS:
        raise _too_long(name)
    return ReadSheet(name, [(n, row, False) for n, row in enumerate(rows, 1)], ragged=True)


class _Lines:
    """Lines that can be gone back in."""

    def __init__(self, said: str) -> None:
        self.lines = io.StringIO(said, newline="").readlines()
        self.at = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def _records(said: str, delimiter: str) -> list[list[str]]:
    """The records of a csv. A quotation mark that nobody closed would take whole rows into one field: the first line of
    such a record is read as it stands, and the rows after it as rows."""
    feed = _Lines(said)
    reader = csv.reader(feed, delimiter=delimiter, strict=False)
    out: list[list[str]] = []
    while feed.at < len(feed.lines):
        start = feed.at
        row: list[str] | None
        try:
            row = next(reader)
        except csv.Error:  # a field of more than 128 kB
            row = None
        if row is None or _swallowed(feed.lines[start : feed.at], row, len(out[-1]) if out else 0, delimiter):
            row = [_unquoted(f) for f in feed.lines[start].rstrip("\r\n").split(delimiter)]
            feed.at = start + 1
            reader = csv.reader(feed, delimiter=delimiter, strict=False)
        out.append(row)
    return out


def _swallowed(lines: list[str], row: list[str], width: int, delimiter: str) -> bool:
    if len(lines) < 2 or width < 2 or not any(line.count(delimiter) >= width - 1 for line in lines[1:]):
        return False
    return len(row) != width or sum(line.count('"') for line in lines) % 2 == 1


def _unquoted(field: str) -> str:
    whole = len(field) > 1 and field.startswith('"') and field.endswith('"')
    return field[1:-1].replace('""', '"') if whole else field.removeprefix('"')


def _decoded(content: bytes, name: str) -> str:
    """UTF-16 with its mark ("Unicode text" of Excel), UTF-8 with or without, else Windows-1252, which is what Excel writes
    in Sweden; Latin-1 reads the same."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        with suppress(UnicodeDecodeError):
            return content.decode("utf-16")
    if b"\x00" in content[:4096]:
        raise BadFile(
            text(N_("{file} is no spreadsheet. Choose an Excel file (.xlsx) or a csv file."), file=name), "NO_SHEET"
        )
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            said = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(ch < " " and ch not in "\t\r\n\f\v" for ch in said[:4096]) > max(4, len(said[:4096]) // 50):
            break
        return said
    raise BadFile(
        text(N_("{file} is no spreadsheet. Choose an Excel file (.xlsx) or a csv file."), file=name), "NO_SHEET"
    )


def _delimiter(said: str) -> str:
    """The delimiter that gives the most fields on the most rows."""
    sample = said[:20000]
    best, found = 0, ";"
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(r) for r in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if r)
        except csv.Error:
            continue
        width, times = max(((w, n) for w, n in widths.items() if w > 1), key=lambda wn: wn[0] * wn[1], default=(0, 0))
        if width * times > best:
            best, found = width * times, delimiter
    return found


def blank(cells: Sequence[FileCell]) -> bool:
    return all(c is None or squash(c) == "" for c in cells)


def filled(cells: Sequence[FileCell]) -> int:
    return sum(c is not None and squash(c) != "" for c in cells)
