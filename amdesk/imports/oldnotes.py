"""Comments on cells of a workbook of Excel from before 2007 (MS-XLS): what one says stands with the object that shows it, and
which cell it is on in a record of its own."""

from __future__ import annotations

import struct

from amdesk.imports.reader import column_letters

NOTE, OBJECT, TEXT, MORE = 0x001C, 0x005D, 0x01B6, 0x003C
WIDE = 0x0600
"""The version of the format (BIFF8) from which on texts are of wide characters and stand with an object."""


class OldNotes:
    """The records of one sheet, taken one after the other."""

    def __init__(self, version: int) -> None:
        self.version = version
        self.texts: dict[int, str] = {}
        self.spots: dict[str, int] = {}
        self.said: dict[str, str] = {}
        self.number = self.left = 0

    def take(self, kind: int, record: bytes) -> None:
        """Raises struct.error for a record that is cut short."""
        if kind == NOTE:
            row, column, length, number = struct.unpack_from("<HHHH", record.ljust(8, b"\0"))
            cell = f"{column_letters(column + 1)}{row + 1}"
            if self.version < WIDE:
                self.said[cell] = record[6 : 6 + length].decode("cp1252", "replace")
            else:
                self.spots[cell] = number
        elif kind == OBJECT and len(record) >= 8:
            (self.number,) = struct.unpack_from("<H", record, 6)
        elif kind == TEXT and len(record) >= 12:
            (self.left,) = struct.unpack_from("<H", record, 10)
        elif kind == MORE and self.left > 0 and record:
            wide = record[0] & 1
            said = record[1 : 1 + self.left * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")
            self.texts[self.number] = self.texts.get(self.number, "") + said
            self.left -= max(len(said), 1)

    def found(self) -> dict[str, str]:
        """What each comment says, by its cell."""
        return self.said | {cell: self.texts.get(number, "") for cell, number in self.spots.items()}
