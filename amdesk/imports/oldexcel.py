"""Workbooks of Excel from before 2007 (.xls): a container of sectors (MS-CFB) with one stream of records (MS-XLS).

calamine trusts the sizes and the chains of sectors that such a file tells of; what is damaged would end the whole process.
So the stream is taken out here, cut to what can be a table, and put into a container made anew.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from amdesk.imports import protection
from amdesk.imports.binary import ERRORS
from amdesk.imports.calamine import given
from amdesk.imports.oldnotes import OldNotes
from amdesk.imports.reader import FileCell, Marks, ReadSheet, is_damaged, is_protected, lowest, sheet_rows, widest

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NO_MORE = 0xFFFFFFFA
"""Sector numbers from here on mean that there is none."""
BOF, EOF, SHEET, WINDOW, PASSWORD, STRINGS, SIZE, ROW = 0x0809, 0x000A, 0x0085, 0x003D, 0x002F, 0x00FC, 0x0200, 0x0208
FILLED = {0x0203, 0x027E, 0x00BD, 0x00FD, 0x0204, 0x00D6, 0x0006, 0x0205}
"""Cells with something in them: numbers, texts, formulas, yes or no and errors."""
CELLS = FILLED | {0x0201, 0x00BE}
FORMULA, ERROR = 0x0006, 0x0205
COLUMNS = 0x007D
NOTHING = 0xEFEF
"""No kind of record, so that whoever reads goes past it."""
BIG = 4096


class Stream(NamedTuple):
    name: str
    start: int
    size: int


class Container:
    """The streams of a compound file. Raises ValueError or struct.error where sectors lead nowhere or in a circle."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        shift, mini = struct.unpack_from("<HH", content, 30)
        if shift not in {9, 12} or mini != 6:
            raise ValueError("sector size")
        self.size = 1 << shift
        first, _, _, small, _, more = struct.unpack_from("<IIIIII", content, 48)
        listed = list(struct.unpack_from("<109I", content, 76))
        seen = set()
        while more < NO_MORE and more not in seen:
            seen.add(more)
            words = self._words(more)
            listed += words[:-1]
            more = words[-1]
        self.fat = [w for s in listed if s < NO_MORE for w in self._words(s)]
        self.entries = self._directory(self._chain(first, self.fat, self._sector))
        self.minis = [w for s in self._numbers(small, self.fat) for w in self._words(s)] if small < NO_MORE else []
        root = self.entries[0]
        self.mini = self._chain(root.start, self.fat, self._sector) if root.start < NO_MORE else b""

    def _sector(self, n: int) -> bytes:
        at = (n + 1) * self.size
        if at >= len(self.content):
            raise ValueError("sector outside the file")
        return self.content[at : at + self.size].ljust(self.size, b"\0")

    def _words(self, n: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self.size // 4}I", self._sector(n))

    @staticmethod
    def _numbers(start: int, table: Sequence[int]) -> Iterator[int]:
        seen = set()
        while start < NO_MORE:
            if start in seen or start >= len(table):
                raise ValueError("sectors in a circle")
            seen.add(start)
            yield start
            start = table[start]

    def _chain(self, start: int, table: Sequence[int], sector: Callable[[int], bytes]) -> bytes:
        return b"".join(sector(n) for n in self._numbers(start, table))

    @staticmethod
    def _directory(data: bytes) -> list[Stream]:
        out: list[Stream] = []
        for at in range(0, len(data) - 127, 128):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            start, size = struct.unpack_from("<II", data, at + 116)
            if kind or not out:
                out.append(
                    Stream(data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"), start, size)
                )
        return out

    def stream(self, *names: str) -> bytes | None:
        """The first of these streams that there is."""
        for entry in self.entries[1:]:
            if entry.name in names:
                if entry.size < BIG:
                    data = self._chain(entry.start, self.minis, lambda n: self.mini[n * 64 : n * 64 + 64])
                else:
                    data = self._chain(entry.start, self.fat, self._sector)
                return data[: entry.size]
        return None


def contained(stream: bytes) -> bytes:
    """A compound file with this stream as its workbook and nothing else. Sectors are of 4 kB, so that one list of them is enough."""
    data = stream + b"\0" * (-len(stream) % BIG)
    count = len(data) // BIG
    fats = 1
    while count + 1 + fats > fats * 1024:
        fats += 1
    fat = [*range(1, count), 0xFFFFFFFE, 0xFFFFFFFE, *([0xFFFFFFFD] * fats)]
    fat += [0xFFFFFFFF] * (fats * 1024 - len(fat))
    listed = [count + 1 + i for i in range(fats)]
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII109I",
        MAGIC,
        0x3E,
        4,
        0xFFFE,
        12,
        6,
        1,
        fats,
        count,
        0,
        BIG,
        0xFFFFFFFE,
        0,
        0xFFFFFFFE,
        0,
        *listed,
        *([0xFFFFFFFF] * (109 - fats)),
    )

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        said = name.encode("utf-16-le") + b"\0\0"
        return struct.pack(
            "<64sHBBIII16xI16xIQ", said, len(said), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, 0, start, size
        )

    # calamine wants the root to begin somewhere, though nothing is kept there
    directory = entry("Root Entry", 5, 1, count, 0) + entry("Workbook", 2, 0xFFFFFFFF, 0, len(data))
    return head.ljust(BIG, b"\0") + data + directory.ljust(BIG, b"\0") + struct.pack(f"<{len(fat)}I", *fat)


def records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """(kind, where its data begins, its length)."""
    at = 0
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        if at + 4 + size > len(data):
            raise ValueError("record cut short")
        yield kind, at + 4, size
        at += 4 + size


def old_workbook(content: bytes, name: str) -> list[ReadSheet]:
    """All visible sheets. Raises BadFile, ValueError, struct.error or IndexError for what is damaged."""
    box = Container(content)
    stream = box.stream("Workbook", "Book")
    if box.stream("EncryptedPackage") is not None:
        raise is_protected(name)
    if stream is None:
        raise is_damaged(name)
    data = bytearray(stream)
    tabs, marks, front, away = _tidied(data, name)
    if not tabs:
        raise is_damaged(name)
    found = given(contained(bytes(data)), tabs)
    rows = {tab: sheet_rows(found[tab], marks[tab], name) for tab in tabs}
    return [
        ReadSheet(
            name=tab,
            rows=rows[tab],
            active=tab == front,
            noted=protection.noted(marks[tab].notes),
            remarks=marks[tab].remarks(rows[tab], away),
            away=tuple(away),
        )
        for tab in tabs
    ]


class Tab(NamedTuple):
    name: str
    visible: bool
    table: bool
    """No chart and no macro."""
    start: int
    """Where its records begin in the stream."""


def _tidied(data: bytearray, name: str) -> tuple[list[str], dict[str, Marks], str, list[str]]:
    """(visible sheets, their marks, the one in front, hidden sheets); in `data` what is far away, and what says how large things are, is put out."""
    tabs: list[Tab] = []
    front = version = 0
    for kind, at, _ in records(bytes(data)):
        if kind == BOF and not version:
            version = struct.unpack_from("<H", data, at)[0]
        elif kind == PASSWORD:
            raise is_protected(name)
        elif kind == SHEET:
            tabs.append(_tab(data, at, version))
        elif kind == WINDOW:
            front = struct.unpack_from("<H", data, at + 10)[0]
        elif kind == STRINGS:
            told = struct.unpack_from("<I", data, at + 4)[0]
            struct.pack_into("<I", data, at + 4, min(told, len(data)))
        elif kind == SIZE:
            struct.pack_into("<H", data, at - 4, NOTHING)
    marks = {}
    shown = [t for t in tabs if t.visible]
    for tab in shown:
        if data[tab.start : tab.start + 2] != BOF.to_bytes(2, "little"):
            raise ValueError("sheet outside the file")
        marks[tab.name] = _sheet(data, tab.start)
    away = [t.name for t in tabs if t.table and not t.visible]
    return [t.name for t in shown], marks, tabs[front].name if front < len(tabs) else "", away


def _tab(data: bytearray, at: int, version: int) -> Tab:
    start, state, kind, length = struct.unpack_from("<IBBB", data, at)
    if version >= 0x0600:
        wide, begin = data[at + 7] & 1, at + 8
        said = data[begin : begin + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1")
    else:
        said = data[at + 7 : at + 7 + length].decode("cp1252", "replace")
    return Tab(said, state & 3 == 0 and kind == 0, kind == 0, start)


def _sheet(data: bytearray, start: int) -> Marks:
    """The marks of one sheet; charts inside it have records of their own, which are gone past."""
    marks, mine, depth = Marks(), list[tuple[int, int, int]](), 0
    notes = OldNotes(struct.unpack_from("<H", data, start + 4)[0])
    for kind, at, size in records(bytes(data[start:])):
        depth += (kind == BOF) - (kind == EOF)
        if depth == 0:
            break
        if depth == 1:
            notes.take(kind, bytes(data[start + at : start + at + size]))
        if depth == 1 and kind == COLUMNS and size >= 10 and data[start + at + 8] & 1:
            marks.unseen |= set(range(*(n + 1 + i for i, n in enumerate(struct.unpack_from("<HH", data, start + at)))))
        if depth == 1 and (kind in CELLS or kind == ROW):
            mine.append((kind, start + at, size))
    spots = [(kind, at, size, *struct.unpack_from("<HH", data, at)) for kind, at, size in mine if size >= 4]
    last = lowest(r + 1 for kind, _, _, r, _ in spots if kind in FILLED)
    marks.notes = notes.found()
    for kind, at, size, r, c in spots:
        row, column = r + 1, c + 1
        if kind == ROW:
            if size >= 14 and data[at + 12] & 0x20:
                marks.hidden.add(row)
        elif row > last or column > widest(last) or (kind == 0x00BD and _ends(data, at, size) > widest(last)):
            struct.pack_into("<H", data, at - 4, NOTHING)
            if kind in FILLED:
                marks.far = f"R{row}C{column}"
        elif found := _fault(data, kind, at, size):
            marks.cells[row, column] = found
    return marks


def _ends(data: bytearray, at: int, size: int) -> int:
    """The last column of a record that holds several numbers."""
    return int(struct.unpack_from("<H", data, at + size - 2)[0]) + 1


def _fault(data: bytearray, kind: int, at: int, size: int) -> FileCell:
    if kind == ERROR and size >= 8 and data[at + 7]:
        return ERRORS.get(data[at + 6], "#VALUE!")
    if kind == FORMULA and size >= 14 and data[at + 12 : at + 14] == b"\xff\xff" and data[at + 6] == 2:
        return ERRORS.get(data[at + 8], "#VALUE!")
    return None
