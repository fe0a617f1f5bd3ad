"""Cells of declared fields: what a kind of field is headed by, and how its cell is read. Both follow from the record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import NamedTuple, TypeVar

from amdesk.domain.people.participant import Need
from amdesk.domain.record import Declared, OneOf, Whole, fields
from amdesk.domain.values import fold
from amdesk.imports import cells, days, split, words
from amdesk.imports.model import ImportField, Known, RawRow
from amdesk.imports.needs import demands_of_list, needs_of

T = TypeVar("T")


def import_field(of: Declared) -> ImportField:
    """A declared field as an import has it."""
    return ImportField(of.cell, of.heading or of.label, of.headings, required=of.required)


@dataclass(slots=True)
class CellRow:
    """A row being read. Words of a soft field that nobody understands refuse nobody: they are kept aside and said."""

    raw: RawRow
    known: Known
    warnings: set[str]
    aside: list[Need] = field(default_factory=list)
    worded: set[str] = field(default_factory=set)
    """Cells whose words are kept aside."""
    none: set[str] = field(default_factory=set)
    """Fields of which the row says that there is nothing, as an empty cell does not."""

    def said(self, of: Declared) -> str:
        return cells.said(self.raw, of.cell)

    def empty(self, of: Declared) -> bool:
        return cells.empty(self.raw.cells.get(of.cell))

    def take(self, other: CellRow) -> None:
        """What was found of a cell that stood in a row of its own."""
        self.warnings |= other.warnings
        self.aside += other.aside
        self.worded |= other.worded
        self.none |= other.none
        self.raw.read.update(other.raw.read)

    def keep(self, of: Declared, said: str, code: str = "KEPT_AS_WORDS") -> str:
        """Keep the words; the field itself stays empty."""
        self.warnings.add(code)
        self.worded.add(of.cell)
        self.aside.append(Need("words", f"{of.aside or of.headings[0]}: {said}", "nice"))
        return ""

    def keep_words(self, of: Declared, code: str = "KEPT_AS_WORDS") -> None:
        """Keep what the cell says, where it is more than a sign for nothing."""
        if self.said(of).strip(" -–?"):
            self.keep(of, self.said(of), code)


class CellRead:
    """What was made of a cell, and the row in which it stood alone."""

    __slots__ = ("row", "told", "value")

    def __init__(self, value: object, row: CellRow) -> None:
        self.value, self.row = value, row
        self.told = bool(row.warnings or row.aside or row.worded or row.none or row.raw.read)


NOTHING = re.compile(
    r"(?:saknas|saknar|ingen|inget|inga|ej|nej|no|none|n/a|har (?:ingen|inget|ej|inte)|finns (?:ej|inte))"
    r"(?: (?:mobil|mobiltelefon|telefon|telefonnummer|tel|tfn|nummer|e-?post|mejl|mejladress|mail|phone|e-?mail))?[.!]?"
)
"""What people write in a line of which there is nothing: "saknar telefon", "ej tel"."""


def _line(row: CellRow, of: Declared) -> str:
    said = _something(row.said(of))
    return "" if said[:1] in "siejhfnSIEJHFN" and NOTHING.fullmatch(fold(said)) else said


def _something(said: str) -> str:
    """What a cell says, where it is more than a sign for nothing."""
    return said if len(said) > LONGEST_SIGN or said.strip("-–—?. ") else ""


def _text(row: CellRow, of: Declared) -> str:
    return cells.free_text(row.raw, of.cell, row.warnings) if _something(row.said(of)) else ""


def _worker(row: CellRow, of: Declared) -> str:
    worker = split.turned(row.said(of), several=True)
    if worker and fold(worker) not in row.known.case_workers:
        row.warnings.add("CASE_WORKER_NEW")
    return worker


def _codes(row: CellRow, of: Declared) -> tuple[str, ...]:
    known = {**words.EVERYDAY, **row.known.aliases, **row.known.titles}
    codes, unknown = words.titles(str(row.raw.cells.get(of.cell) or ""), known)
    for said in unknown:
        row.keep(of, said, "TITLE_UNKNOWN")
    return tuple(codes)


def _level(row: CellRow, of: Declared) -> str:
    level = "" if row.empty(of) else cells.language(row.raw, of.cell, row.warnings)
    return row.keep(of, row.said(of)) if level is None else level


def _licence(row: CellRow, of: Declared) -> str:
    licence = words.licence(row.said(of))
    if words.denied(licence, row.said(of)):
        row.none.add(of.name)
    if licence is not None and words.licence_says_more(row.said(of)):
        row.keep_words(of)
    return row.keep(of, row.said(of)) if licence is None else licence


def _percent(row: CellRow, of: Declared) -> int | None:
    if row.empty(of):
        return None
    percent, exact = words.extent(row.raw.cells[of.cell])
    if not exact:
        row.keep_words(of)
    return percent


def _first_day(row: CellRow, of: Declared) -> date | None:
    if row.empty(of):
        return None
    value, said = row.raw.cells[of.cell], row.said(of)
    now = fold(said) in words.NOW
    if now:
        row.none.add(of.name)
    found, exact = days.day(value, row.known.today)
    both = None if found else days.two_days(value, row.known.today)
    if both:
        found, exact = both[0], False
    if found is None:
        row.warnings.add("DATE_UNKNOWN")
        if not now and said.strip(" -–?"):
            row.keep(of, said, "DATE_UNKNOWN")
        return None
    if not exact:
        cells.worked_out(row.raw, of.cell, found, row.warnings)
    if both or days.says_more(value):
        row.keep_words(of)
    if cells.serial(value):
        row.warnings.add("DATE_SERIAL")
    return found


def _code(row: CellRow, of: Declared) -> str:
    said = row.said(of)
    if of.kind != OneOf("districts"):
        return row.known.lists.get(getattr(of.kind, "codes", ""), {}).get(fold(said), said)
    code = row.known.districts.get(fold(said), said)
    if code and code not in row.known.districts.values():
        row.warnings.add("DISTRICT_UNKNOWN")
    return code


def _minutes(row: CellRow, of: Declared) -> int | None:
    found, exact = (None, True) if row.empty(of) else words.travel(row.raw.cells[of.cell])
    if not exact:
        row.keep_words(of)
    return found


def _whole(row: CellRow, of: Declared) -> int | None:
    """Digits alone, within what the field's kind offers; anything else is kept as words."""
    said, kind = row.said(of), of.kind
    if isinstance(kind, Whole) and re.fullmatch(r"\d{1,9}", said) and kind.low <= int(said) <= kind.high:
        return int(said)
    row.keep_words(of)
    return None


def _yes(row: CellRow, of: Declared) -> bool | None:
    return None if row.empty(of) else cells.yes(row.raw, of.cell, row.warnings)


def _needs(row: CellRow, of: Declared) -> tuple[Need, ...]:
    found = needs_of(row.said(of))
    if any(n.kind == "words" for n in found):
        row.warnings.add("NEED_WORDS")
    return found


def _demands(row: CellRow, of: Declared) -> tuple[str, ...]:
    found, read = demands_of_list(row.said(of))
    if not read:
        row.warnings.add("DEMAND_WORDS")
    return found


READERS: dict[str, Callable[[CellRow, Declared], object]] = {
    "line": _line,
    "text": _text,
    "worker": _worker,
    "codes": _codes,
    "level": _level,
    "licence": _licence,
    "percent": _percent,
    "day": _first_day,
    "first day": _first_day,
    "code": _code,
    "minutes": _minutes,
    "whole": _whole,
    "yes": _yes,
    "needs": _needs,
    "demands": _demands,
}
"""How a cell is read, by what the kind of its field names. What is not here is read with the row as a whole."""


LONGEST_SIGN = 3
"""Characters of what stands for nothing ("-", "--", "?")."""
AS_IT_STANDS = {"line", "text"}
"""Readers of what hardly two rows say alike."""


class ToRead(NamedTuple):
    """How a field is read: looked up once for all rows."""

    of: Declared
    name: str
    cell: str
    reader: Callable[[CellRow, Declared], object]
    as_it_stands: bool


def to_read(of: Declared) -> ToRead:
    return ToRead(of, of.name, of.cell, READERS[of.reader], of.reader in AS_IT_STANDS)


def read_cells(row: CellRow, fields: Iterable[ToRead]) -> dict[str, object]:
    """The values of fields by their names; of cells that say the same one is read, and what was found of it holds for all."""
    cells_, readings, out = row.raw.cells, row.known.readings, dict[str, object]()
    for of, name, cell, reader, as_it_stands in fields:
        if as_it_stands:
            out[name] = reader(row, of)
            continue
        value = cells_.get(cell)
        key = (name, type(value), value)
        found = readings.get(key)
        if not isinstance(found, CellRead):
            alone = CellRow(RawRow(0, {cell: value}), row.known, set())
            found = readings[key] = CellRead(reader(alone, of), alone)
        if found.told:
            row.take(found.row)
        out[name] = found.value
    return out


def one(read: Mapping[str, object], name: str, kind: type[T]) -> T:
    """One of the fields that were read, of the type that its reader gives."""
    found = read[name]
    assert isinstance(found, kind)
    return found


@cache
def headed(record: type) -> tuple[Declared, ...]:
    """What lists say of a record, in its order."""
    return tuple(f for f in fields(record) if f.headings)


@cache
def alone(record: type) -> tuple[ToRead, ...]:
    """What is read by itself, not with the row as a whole."""
    return tuple(to_read(f) for f in headed(record) if f.reader in READERS)


def read_alone(record: type, raw: RawRow, known: Known, warnings: set[str]) -> dict[str, object]:
    """The values of what is read by itself."""
    return read_cells(CellRow(raw, known, warnings), alone(record))


@cache
def heard(record: type) -> tuple[str, ...]:
    """The columns of a record's table that a list may fill, what is read by itself first."""
    return tuple(f.name for f in sorted(headed(record), key=lambda f: f.reader not in READERS) if f.column)
