"""The parts of a workbook: which sheets there are, and those of an .xlsb, which are records instead of XML (MS-XLSB)."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from amdesk.imports.reader import MAX_COLUMNS, Marks, column_letters, lowest, widest

ROW, BLANK, ERROR, FORMULA_ERROR, SIZE, STRINGS, SHEET = 0, 1, 3, 11, 148, 159, 156
COLUMNS, COMMENT, COMMENT_TEXT = 60, 635, 637
CELLS = range(1, 12)
HIDDEN = 0x10
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
"""Cells in error, by the code that the binary formats have for them."""


class SheetPart(NamedTuple):
    """A sheet: its name, its part of the archive, whether it was in front, and whether it is hidden."""

    name: str
    path: str
    active: bool
    hidden: bool = False


def targets(archive: zipfile.ZipFile, there: dict[str, str], path: str) -> dict[str, str]:
    """The parts that the workbook refers to, by their id."""
    out = {}
    for e in parsed(archive.read(there[path])).iter():
        if e.tag.rpartition("}")[2] == "Relationship":
            target = e.get("Target", "")
            out[e.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return out


def parsed(xml: bytes) -> ET.Element:
    """XML without a document type: no workbook has one, and entities of its own could grow beyond all measure."""
    if b"<!DOCTYPE" in xml:
        raise ValueError("document type")
    return ET.fromstring(xml)  # noqa: S314 - expat, and nothing that it could expand


def _records(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """(kind, where it begins, where its data begins, where that ends). Raises ValueError where a record is cut short."""
    at = 0
    while at < len(data):
        start, kind = at, data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        size = 0
        for shift in range(0, 28, 7):
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        if at + size > len(data):
            raise ValueError("record cut short")
        yield kind, start, at, at + size
        at += size


def parts(archive: zipfile.ZipFile, there: dict[str, str]) -> list[SheetPart]:
    """The sheets of an .xlsb."""
    data, known = archive.read(there["xl/workbook.bin"]), targets(archive, there, "xl/_rels/workbook.bin.rels")
    out: list[SheetPart] = []
    for kind, _, at, end in _records(data):
        if kind == SHEET:
            state = struct.unpack_from("<I", data, at)[0]
            key, rest = _string(data, at + 8, end)
            name, _ = _string(data, rest, end)
            first = state == 0 and all(p.hidden for p in out)
            out.append(SheetPart(name, known.get(key, ""), first, state != 0))
    return out


def _string(data: bytes, at: int, end: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", data, at)[0]
    stop = at + 4 + 2 * length
    if stop > end:
        raise ValueError("text cut short")
    return data[at + 4 : stop].decode("utf-16-le"), stop


def sized(data: bytes) -> bytes:
    """The shared texts of an .xlsb, with a size that can be: calamine asks for as much memory as they say."""
    for kind, _, at, _ in _records(data):
        if kind == STRINGS:
            told = struct.unpack_from("<I", data, at + 4)[0]
            return data[: at + 4] + struct.pack("<I", min(told, len(data))) + data[at + 8 :]
    return data


def cut(data: bytes) -> tuple[bytes, Marks]:
    """A sheet of an .xlsb without cells that are far away and without the size it says it has, and its marks."""
    marks, out, row = Marks(), bytearray(), 0
    filled = {r for r, _, kind in _cells(data) if kind != BLANK}
    last = lowest(filled)
    for kind, start, at, end in _records(data):
        if kind == SIZE:
            out += data[start:at] + b"\0" * (end - at)
            continue
        if kind == ROW:
            row = struct.unpack_from("<I", data, at)[0] + 1
            if end - at > 11 and data[at + 11] & HIDDEN:
                marks.hidden.add(row)
        if kind == COLUMNS:
            first, final = struct.unpack_from("<II", data, at)
            if data[at + 16] & 1:
                marks.unseen |= set(range(first + 1, min(final, MAX_COLUMNS) + 2))
        if kind <= CELLS[-1] and row > last:
            marks.far = marks.far or (f"R{row}" if row in filled else "")
            continue
        if kind in CELLS:
            column = struct.unpack_from("<I", data, at)[0] + 1
            if column > widest(last):
                marks.far = f"R{row}C{column}"
                continue
            if kind in {ERROR, FORMULA_ERROR}:
                marks.cells[row, column] = ERRORS.get(data[at + 8], "#VALUE!")
        out += data[start:end]
    return bytes(out), marks


def _cells(data: bytes) -> Iterator[tuple[int, int, int]]:
    """(row, column, kind) of each cell."""
    row = 0
    for kind, _, at, _ in _records(data):
        if kind == ROW:
            row = struct.unpack_from("<I", data, at)[0] + 1
        elif kind in CELLS:
            yield row, struct.unpack_from("<I", data, at)[0] + 1, kind


def notes(data: bytes) -> dict[str, str]:
    """What the comments of an .xlsb say, by the cell that each is on."""
    out, cell = dict[str, str](), ""
    for kind, _, at, end in _records(data):
        if kind == COMMENT:
            _, row, _, column = struct.unpack_from("<4I", data, at)
            cell = f"{column_letters(column + 1)}{row + 1}"
        elif kind == COMMENT_TEXT and cell:
            out[cell], _ = _string(data, at + 1, end)
    return out
