"""Spreadsheets of LibreOffice (.ods). Rows and cells say how often they are repeated, up to a million times, so they are read
here and never laid out; calamine would lay them out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from xml.etree import ElementTree as ET

from amdesk.domain.errors import BadFile
from amdesk.domain.values import Cell, joined_cells
from amdesk.imports import protection
from amdesk.imports.reader import (
    GAP,
    MAX_COLUMNS,
    MAX_ROWS,
    FileCell,
    Marks,
    NoValue,
    ReadSheet,
    blank,
    column_letters,
    is_damaged,
    is_protected,
    refuse_bomb,
    sheet_rows,
    too_long,
)

KIND = "application/vnd.oasis.opendocument.spreadsheet"
FAULT = re.compile(r"#[^\s]+[!?]?|Err:\d{3}|#N/A")
TIME = re.compile(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")


def opendocument(content: bytes, name: str) -> list[ReadSheet]:
    """All visible sheets. Raises BadFile, or whatever a broken archive makes zipfile and the parser stumble over."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        there = set(archive.namelist())
        if "META-INF/manifest.xml" in there and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise is_protected(name)
        xml = archive.read("content.xml")
        settings = archive.read("settings.xml") if "settings.xml" in there else b""
    if b"<!DOCTYPE" in xml:
        raise ValueError("document type")
    front = re.search(rb'"ActiveTable"[^>]*>([^<]*)<', settings)
    active = front[1].decode("utf-8", "replace") if front else ""
    every = _tables(xml, name)
    tables, away = [t for t in every if t.visible], [t.name for t in every if not t.visible]
    if not tables:
        raise is_damaged(name)
    rows = {t.name: sheet_rows(t.rows, t.marks, name) for t in tables}
    return [
        ReadSheet(
            name=t.name,
            rows=rows[t.name],
            active=t.name == active,
            noted=protection.noted(t.marks.notes),
            remarks=t.marks.remarks(rows[t.name], away),
            away=tuple(away),
        )
        for t in tables
    ]


def is_opendocument(content: bytes) -> bool:
    """Whether the bytes are those of a spreadsheet of LibreOffice, by what the archive says of itself."""
    with suppress(zipfile.BadZipFile, KeyError, ValueError, OSError), zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.getinfo("mimetype").file_size < 200 and archive.read("mimetype").startswith(KIND.encode())
    return False


def every_cell(content: bytes, name: str) -> dict[str, dict[tuple[int, int], Cell]]:
    """What stands in each sheet, the hidden ones too, by row and column from 1. Raises BadFile."""
    refuse_bomb(content, name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            xml = archive.read("content.xml")
        if b"<!DOCTYPE" in xml:
            raise ValueError("document type")
        tables = _tables(xml, name, hidden=True)
    except BadFile:
        raise
    except Exception as error:  # zipfile and the parser raise a dozen kinds for one broken file
        raise is_damaged(name) from error
    return {t.name: _seen(t) for t in tables}


def _seen(table: TableRead) -> dict[tuple[int, int], Cell]:
    """What stands in a sheet, and what is seen in cells that are joined with the one before or above them."""
    found: dict[tuple[int, int], Cell] = {}
    for i, row in enumerate(table.rows, 1):
        found |= {(i, j): c for j, c in enumerate(row, 1) if c not in {None, ""}}
    for first, last in table.marks.joined:
        joined_cells(found, first, last)
    return found


@dataclass(slots=True)
class TableRead:
    """A sheet while it is read."""

    name: str
    file: str
    visible: bool
    rows: list[list[Cell]] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    number: int = 0
    last: int = 0
    columns: int = 0

    def head(self, column: ET.Element) -> None:
        """One or several columns, told of before the rows."""
        times = _times(column, "number-columns-repeated")
        if _of(column, "visibility") in {"collapse", "filter"}:
            self.marks.unseen |= set(range(self.columns + 1, min(self.columns + times, MAX_COLUMNS) + 1))
        self.columns += times

    def add(self, row: ET.Element) -> None:
        times, cells = _times(row, "number-rows-repeated"), _cells(row, self.marks, self.number + 1)
        if not blank(cells):
            if self.number - self.last >= GAP:
                self.marks.far = self.marks.far or f"A{self.number + 1}"
                return
            self.rows += [[] for _ in range(self.number - len(self.rows))]
            if self.number + times > MAX_ROWS + GAP:
                raise too_long(self.file)
            for n in range(self.number + 1, self.number + times + 1):
                self.rows.append([None if isinstance(c, NoValue) else c for c in cells])
                self.marks.cells |= {(n, j): c for j, c in enumerate(cells, 1) if isinstance(c, NoValue)}
                if _of(row, "visibility") in {"collapse", "filter"}:
                    self.marks.hidden.add(n)
            self.last = self.number + times
        self.number += times


def _tables(xml: bytes, file: str, *, hidden: bool = False) -> list[TableRead]:
    """The sheets, row by row, so that never more than a row of the tree is kept."""
    out: list[TableRead] = []
    unseen = set()
    for event, e in ET.iterparse(io.BytesIO(xml), events=("start", "end")):  # noqa: S314 - expat, and no document type
        tag = _tag(e)
        if tag == "style" and event == "end":
            unseen |= {_of(e, "name")} if _unseen(e) else set()
        elif tag == "table" and event == "start":
            out.append(TableRead(_of(e, "name"), file, _of(e, "style-name") not in unseen))
        elif tag == "table-column" and event == "end" and out:
            out[-1].head(e)
        elif tag == "table-row" and event == "end" and out:
            if out[-1].visible or hidden:
                out[-1].add(e)
            e.clear()
    return out


def _tag(e: ET.Element) -> str:
    return e.tag.rpartition("}")[2]


def _of(e: ET.Element, name: str) -> str:
    """An attribute, whatever its namespace."""
    return next((v for k, v in e.attrib.items() if k.rpartition("}")[2] == name), "")


def _unseen(style: ET.Element) -> bool:
    return any(_tag(e) == "table-properties" and _of(e, "display") == "false" for e in style)


def _times(e: ET.Element, name: str) -> int:
    found = _of(e, name)
    return int(found) if re.fullmatch(r"\d{1,9}", found) else 1


def _cells(row: ET.Element, marks: Marks, number: int) -> list[FileCell]:
    out: list[FileCell] = []
    at = 0
    for e in row:
        if _tag(e) not in {"table-cell", "covered-table-cell"}:
            continue
        times, value = _times(e, "number-columns-repeated"), _value(e) if _tag(e) == "table-cell" else None
        for note in e:
            if _tag(note) == "annotation" and at < MAX_COLUMNS:
                marks.notes[f"{column_letters(at + 1)}{number}"] = "\n".join(_paragraphs(note))
        if value not in {None, ""}:
            if at + times > MAX_COLUMNS:
                marks.far = "…"
                break
            out += [None] * (at - len(out)) + [value] * times
            down, along = _times(e, "number-rows-spanned"), _times(e, "number-columns-spanned")
            if (down, along) != (1, 1):
                marks.joined.append(((number, at + 1), (number + down - 1, at + along)))
        at += times
    return out


def _value(cell: ET.Element) -> FileCell:
    """What a cell holds, by the kind it says it is of."""
    kind, said = _of(cell, "value-type"), "\n".join(_paragraphs(cell))
    if FAULT.fullmatch(said) and (_of(cell, "formula") or kind == "error"):
        return "#VALUE!" if said.startswith("Err") else said
    if _of(cell, "formula") and not kind and not said:
        return NoValue()
    if kind in {"float", "percentage", "currency"}:
        return float(_of(cell, "value"))
    if kind == "boolean":
        return _of(cell, "boolean-value") == "true"
    if kind == "date":
        return _day(_of(cell, "date-value"), said)
    if kind == "time" and (m := TIME.fullmatch(_of(cell, "time-value"))):
        return timedelta(hours=int(m[1]), minutes=int(m[2]), seconds=int(m[3]))
    return said or _of(cell, "string-value") or None


def _day(written: str, said: str) -> date | str:
    with suppress(ValueError):
        return date.fromisoformat(written)
    with suppress(ValueError):
        return datetime.fromisoformat(written.partition(".")[0])
    return said


def _paragraphs(cell: ET.Element) -> Iterator[str]:
    """The text of a cell, line by line; what somebody has noted about the cell is no part of it."""
    for e in cell:
        if _tag(e) == "p":
            yield "".join(_words(e))


def _words(e: ET.Element) -> Iterator[str]:
    yield e.text or ""
    for inner in e:
        tag = _tag(inner)
        if tag == "s":
            yield " " * min(_times(inner, "c"), 1000)
        elif tag in {"tab", "line-break"}:
            yield "\t" if tag == "tab" else "\n"
        elif tag not in {"annotation", "note"}:
            yield from _words(inner)
        yield inner.tail or ""
