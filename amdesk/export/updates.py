"""Updates after a certificate's seal, taken apart by their bytes before any reader of PDF is given them.

Readers of PDF follow what a file says: hundreds of updates, tables that name tables, streams that unpack to gigabytes,
trees that meet themselves. So the bytes are read first, once and from left to right, and held against the one form that
`certificate sign` writes: a few small objects, one table that names each of them where it stands, a trailer of five
entries. What is left for a reader to do is bounded then by the size of that form, not by what a stranger wrote in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

MOST_UPDATES = 10
"""Signatures after the seal."""
MOST_UPDATE_BYTES = 256 * 1024
"""Of one update; with a chain of certificates it is some 10 to 60 kB."""
MOST_OBJECTS = 40
"""Of one update; `certificate sign` writes seven or eight."""
MOST_OPENED = 500
"""Dictionaries and arrays in one object."""
LONG_ROOM = re.compile(rb"[0-9A-Fa-f]{40001}")
"""Digits of a signature and its certificates; with a chain of four they are some 16,000."""
DEEPEST = 12
"""Dictionaries and arrays within each other."""
OBJECT = re.compile(rb"(\d{1,7}) 0 obj\s")
END = b"endobj"
SPACE = re.compile(rb"\s{1,2}")
TABLE = re.compile(rb"xref\n((?:\d{1,7} \d{1,3}\n(?:\d{10} \d{5} [nf] \n)+)+)trailer\n")
SECTION = re.compile(rb"(\d+) (\d+)\n((?:\d{10} \d{5} [nf] \n)+)")
ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf]) \n")
STRING = rb"(?:<[0-9A-Fa-f]{0,128}>|\((?:[^()\\]|\\[0-7]{3}|\\.){0,128}\))"
TRAILER = re.compile(
    rb"<<\n((?:/(?:ID \[ "
    + STRING
    + rb" "
    + STRING
    + rb" \]|(?:Info|Root) \d{1,7} 0 R|(?:Size|Prev) \d{1,10})\n)+)>>\n"
    rb"startxref\n(\d{1,10})\n%%EOF\n\n?",
    re.DOTALL,
)
NUMBERED = re.compile(rb"/(Size|Prev) (\d+)\n")
OPENED = re.compile(rb"<<|>>|\[|\]")
FREE = (0, 65535, b"f")
"""The entry of object 0, which every table has (ISO 32000-1, 7.5.4)."""


class FormError(Exception):
    """The bytes have not the form of an update that only signs."""


class TooMuchError(FormError):
    """They are more than any signing writes: nothing of them was read."""


@dataclass(frozen=True, slots=True)
class Update:
    """One update: where its bytes begin and end, its table and its objects by number, and the size that it says the file has."""

    first: int
    end: int
    table: int
    places: Mapping[int, int]
    size: int


def updates(data: bytes, start: int) -> list[Update]:
    """All of what stands after `start`. Raises FormError, TooMuchError."""
    if len(data) - start > MOST_UPDATES * MOST_UPDATE_BYTES or data.count(b"startxref", start) > MOST_UPDATES:
        raise TooMuchError
    found: list[Update] = []
    former = _former(data, start)
    at = start
    while at < len(data):
        one = _update(data, at, former, found[-1].size if found else 0)
        found.append(one)
        former, at = one.table, one.end
    return found


def _former(data: bytes, start: int) -> int:
    """Where the table of the sealed file stands, as its own end says."""
    at = data.rfind(b"startxref", 0, start)
    said = re.compile(rb"startxref\s+(\d{1,10})\s").match(data, at) if at >= 0 else None
    if said is None:
        raise FormError
    return int(said[1])


def _update(data: bytes, first: int, former: int, size: int) -> Update:
    limit = min(len(data), first + MOST_UPDATE_BYTES)
    places, at = _objects(data, first, limit)
    table = TABLE.match(data, at, limit)
    trailer = TRAILER.match(data, table.end(), limit) if table else None
    if table is None or trailer is None:
        raise FormError
    said = NUMBERED.findall(trailer[1])
    numbers = {key: int(number) for key, number in said}
    if len(said) != len(numbers) or numbers.get(b"Prev") != former or int(trailer[2]) != at:
        raise FormError
    least = max(size, *(n + 1 for n in places))
    if not least <= numbers.get(b"Size", 0) <= least + MOST_OBJECTS:
        raise FormError  # a reader takes numbers above it for nothing, and makes room for those below
    if named(table[1]) != places:
        raise FormError
    return Update(first, trailer.end(), at, places, numbers[b"Size"])


def _objects(data: bytes, first: int, limit: int) -> tuple[dict[int, int], int]:
    """Where each object begins, by its number, and where they end."""
    places: dict[int, int] = {}
    at = first
    while found := OBJECT.match(data, at, limit):
        end = data.find(END, found.end(), limit)
        number = int(found[1])
        if end < 0 or number in places or not number:
            raise FormError
        if len(places) >= MOST_OBJECTS:
            raise TooMuchError
        _shallow(data[found.end() : end])
        places[number] = at
        after = SPACE.match(data, end + len(END), limit)
        at = after.end() if after else limit
    if not places:
        raise FormError
    return places, at


def _shallow(said: bytes) -> None:
    """Raises where an object holds another one, or more than a signature's has. What stands in a string counts as well: nothing that
    signing writes has such things there."""
    if re.search(rb"\bobj\b|/ObjStm|/XRef|/DecodeParms|/FlateDecode|<!DOCTYPE|<!ENTITY", said):
        raise FormError
    if LONG_ROOM.search(said):
        raise TooMuchError
    depth = 0
    opened = OPENED.findall(said)
    for one in opened:
        depth += 1 if one in {b"<<", b"["} else -1
        if depth > DEEPEST or len(opened) > 2 * MOST_OPENED:
            raise TooMuchError


def named(table: bytes) -> dict[int, int]:
    """What a table says of where objects stand. Raises for a number that stands twice, and for an object freed."""
    found: dict[int, int] = {}
    for start, count, lines in SECTION.findall(table):
        entries = ENTRY.findall(lines)
        if len(entries) != int(count):
            raise FormError
        for number, (place, generation, kind) in enumerate(entries, int(start)):
            if number == 0 and (int(place), int(generation), kind) == FREE:
                continue
            if number in found or int(generation) or kind != b"n":
                raise FormError
            found[number] = int(place)
    return found
