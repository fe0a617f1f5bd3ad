"""Reads a spreadsheet into plain rows. What the file is, is decided by its content and never by its name."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, text
from amdesk.domain.values import squash

MAX_BYTES = 60 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 250
MAX_ROWS = 200_000
MAX_COLUMNS = 500
DELIMITERS = (";", ",", "\t")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows` as (number from 1, cells, hidden). `ragged` is true for csv, where field counts matter."""

    name: str
    rows: list[tuple[int, list[Any], bool]]
    ragged: bool


def read_file(path: Path) -> list[Sheet]:
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
    for lock in (path.with_name("~$" + path.name), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            return lock
    return None


def read_bytes(path: Path) -> bytes:
    if locked_by(path):
        raise BadFile(text(N_("{file} is open in another program. Close it and try again."), file=path.name), "OPEN")
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
    except PermissionError:
        raise BadFile(
            text(N_("{file} is open in another program. Close it and try again."), file=path.name), "OPEN"
        ) from None
    except OSError:
        raise BadFile(
            text(N_("{file} cannot be read. Check the disk or the network folder and try again."), file=path.name),
            "UNREADABLE",
        ) from None
    if not content.strip():
        raise BadFile(text(N_("{file} is empty. Choose another file."), file=path.name), "EMPTY")
    return content


def _workbook(content: bytes, name: str) -> list[Sheet]:
    try:
        refuse_bomb(content, name)
        return _sheets(content)
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


def _sheets(content: bytes) -> list[Sheet]:
    import warnings

    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out: styles, pivot tables
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    out = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if sheet.max_row > MAX_ROWS or sheet.max_column > 16384:
            raise ValueError("too many rows")
        hidden = {n for n, d in sheet.row_dimensions.items() if d.hidden}
        width = min(sheet.max_column, MAX_COLUMNS)
        cells = sheet.iter_rows(values_only=True, max_col=width)
        out.append(Sheet(sheet.title, [(n, list(row), n in hidden) for n, row in enumerate(cells, 1)], ragged=False))
    if not out:
        raise ValueError("no visible sheet")
    return out


def _csv(content: bytes, name: str) -> Sheet:
    said = _decoded(content, name)
    try:
        rows = list(csv.reader(io.StringIO(said, newline=""), delimiter=_delimiter(said), strict=False))
    except csv.Error as error:
        raise BadFile(
            text(N_("{file} is no spreadsheet. Choose an Excel file (.xlsx) or a csv file."), file=name), "NO_SHEET"
        ) from error
    if len(rows) > MAX_ROWS:
        raise BadFile(
            text(N_("{file} has more than 200 000 rows. Split it and import the parts."), file=name), "TOO_LARGE"
        )
    return Sheet(name, [(n, list(row), False) for n, row in enumerate(rows, 1)], ragged=True)


def _decoded(content: bytes, name: str) -> str:
    """UTF-8 with or without mark, else Windows-1252, which is what Excel writes in Sweden; Latin-1 reads the same."""
    if b"\x00" in content[:4096]:
        raise BadFile(
            text(N_("{file} is no spreadsheet. Choose an Excel file (.xlsx) or a csv file."), file=name), "NO_SHEET"
        )
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            said = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(ch < " " and ch not in "\t\r\n\f\v" for ch in said[:4096]) > 4:
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


def blank(cells: list[Any]) -> bool:
    return all(c is None or squash(c) == "" for c in cells)


def filled(cells: list[Any]) -> int:
    return sum(c is not None and squash(c) != "" for c in cells)
