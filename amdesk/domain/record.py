"""A record declared once: beside each field of its dataclass stands what the rest of the house asks about it.

    max_travel: Annotated[int | None, Declared(N_("Longest travel, minutes"), Minutes(0, 180), headings=(...))] = None

Rows, forms, imports, merging, erasing, searching and the table of fields in the manual are derived from that. Nothing is read
before it is asked for: the first paint waits for whoever imports a record.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from operator import itemgetter
from typing import ClassVar, Literal, TypeVar, get_type_hints

R = TypeVar("R")
Read = Callable[[object], object]
_day = cache(date.fromisoformat)
"""Days repeat: a bank of ten years has fewer than five thousand of them."""
Merge = Literal["fill", "join", "highest", "keep"]
"""What a record that is kept takes from one that is merged into it: what it lacks itself, a list's every item once, the higher
number, or nothing."""


@cache
def _items(listed: str) -> tuple[object, ...]:
    """Of a JSON list; the lists of a column are few."""
    return tuple(json.loads(listed))


@lru_cache(512)
def _listed(items: tuple[object, ...]) -> str:
    return json.dumps(items)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a field is written: in a column, in the cell of a list (`reads` names the reader), in a form and in words.

    The tables from a kind to its reader, control and words stand on the floors that have them.
    """

    reads: ClassVar[str] = ""
    words: ClassVar[bool] = False
    """Kept as somebody wrote it, so that no identity number of anybody may slip in."""
    nothing: ClassVar[object] = ""
    """What is there where nothing is said."""

    def stored(self, value: object) -> object:
        """A value as its column holds it."""
        return value

    def read(self, kept: object) -> object:
        """What a column holds, as a value."""
        return kept


class Line(Kind):
    """A line of text."""

    reads = "line"
    words = True


class Note(Line):
    """Lines of text."""

    reads = "text"


class Coded(Kind):
    """A word that the program writes itself and nobody types."""


@dataclass(frozen=True, slots=True)
class Whole(Kind):
    """A whole number, of which a form offers `low` to `high`; what a list says beyond them is kept."""

    low: int = 0
    high: int = 100_000
    reads = "whole"
    nothing = None


class Minutes(Whole):
    reads = "minutes"


@dataclass(frozen=True, slots=True)
class Count(Kind):
    """A whole number that is always there."""

    low: int
    high: int
    usual: int
    nothing = None


class WeekHours(Kind):
    """Hundredths of an hour a week; people write hours."""

    nothing = None


class Amount(Kind):
    """Öre; people write kronor."""

    nothing = None


@dataclass(frozen=True, slots=True)
class Percent(Kind):
    """1-100, of which a form offers the usual ones; there is always one."""

    usual: tuple[int, ...] = (50, 60, 75, 80, 90, 100)
    reads = "percent"
    nothing = None


class Day(Kind):
    """A day, in its column as ISO text, which sorts as days do."""

    reads = "day"
    nothing = None

    def stored(self, value: object) -> object:
        return value.isoformat() if isinstance(value, date) else value

    def read(self, kept: object) -> object:
        return _day(kept) if isinstance(kept, str) and kept else None


class FirstDay(Day):
    """A day from which something can begin; a list may say "at once"."""

    reads = "first day"


class LastDay(Day):
    """A day to which something lasts; the far end of time is no end, and a form shows none."""


class YesNo(Kind):
    reads = "yes"
    nothing = False

    def stored(self, value: object) -> object:
        return int(bool(value))

    def read(self, kept: object) -> object:
        return bool(kept)


@dataclass(frozen=True, slots=True)
class OneOf(Kind):
    """A code of the city's list `codes`, or the words of somebody whom no list knows."""

    codes: str
    reads = "code"
    words = True


@dataclass(frozen=True, slots=True)
class ManyOf(Kind):
    """Codes of the list `codes`, the first first; in the column a JSON list."""

    codes: str
    reads = "codes"
    words = True
    nothing: ClassVar[object] = ()

    def stored(self, value: object) -> object:
        return _listed(tuple(value)) if isinstance(value, Iterable) else value

    def read(self, kept: object) -> object:
        return _items(str(kept))


@dataclass(frozen=True, slots=True)
class Named(Kind):
    """One of the words that the program knows, each (code, label)."""

    choices: tuple[tuple[str, str], ...]
    usual: str = ""


@dataclass(frozen=True, slots=True)
class CodeOf(Kind):
    """The code of a row of another table."""

    table: str


@dataclass(frozen=True, slots=True)
class KeyOf(Kind):
    """The key of a row of another table."""

    table: str
    nothing = None


class SwedishLevel(Kind):
    """A level of the scale A0-C1; empty where none is known."""

    reads = "level"


class LicenceClasses(Kind):
    """Classes of a driving licence, parted by blanks; empty where there is none."""

    reads = "licence"


class LevelAsked(SwedishLevel):
    """The lowest level that is asked for; empty where none is."""


class LicenceAsked(LicenceClasses):
    """The class that is asked for; empty where none is."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One field of a record. Its name is the dataclass's, and where `column` is true its column's."""

    label: str
    kind: Kind
    headings: tuple[str, ...] = ()
    """How lists head its column; without any, no list has it."""
    heading: str = ""
    """What an import calls it where that is not the label."""
    called: str = ""
    """What imports call it where that is not its name: a bank remembers columns by it."""
    reads: str = ""
    """The reader of a list's cell, where it is not the kind's own."""
    aside: str = ""
    """Before words of a cell that nobody understood, where they are kept; the first heading where it is empty."""
    required: bool = False
    """A list has it, or it cannot be read."""
    typed: bool = True
    """People type it in the form."""
    column: bool = True
    """Of the record's own table; false for what another table says."""
    searchable: bool = False
    """Its words find the record."""
    listed: bool = False
    """A column of its own in lists of records, behind the usual ones."""
    icon: str = ""
    """A line of its own on the record's page, with this icon."""
    merge: Merge = "fill"
    erase: bool = True
    """An erasure empties it; false for what says nothing of anybody."""
    name: str = ""

    @property
    def reader(self) -> str:
        return self.reads or self.kind.reads

    @property
    def cell(self) -> str:
        """The name of its cell in a list's row."""
        return self.called or self.name

    @property
    def empty(self) -> object:
        """What its column holds where nothing is said."""
        return self.kind.stored(self.kind.nothing)


@cache
def fields(record: type) -> tuple[Declared, ...]:
    """What a record declares of its fields, in their order; those that it says nothing of belong to the bank."""
    hints = get_type_hints(record, include_extras=True)
    found = ((name, one) for name, hint in hints.items() for one in getattr(hint, "__metadata__", ()))
    return tuple(replace(one, name=name) for name, one in found if isinstance(one, Declared))


def typed_of(one: object) -> dict[str, object]:
    """What a form changes of a record, as it stands there."""
    kind: type = type(one)
    return {f.name: getattr(one, f.name) for f in fields(kind) if f.typed}


@cache
def declared(record: type) -> Mapping[str, Declared]:
    return {f.name: f for f in fields(record)}


@cache
def columns(record: type) -> tuple[Declared, ...]:
    """The fields that stand in the record's own table."""
    return tuple(f for f in fields(record) if f.column)


@cache
def beside(record: type) -> tuple[Declared, ...]:
    """The columns that a list of such records has behind the usual ones."""
    return tuple(f for f in columns(record) if f.listed)


@cache
def _reads(record: type) -> dict[str, Read]:
    """How the columns are read that do not hold their field as it is."""
    return {f.name: f.kind.read for f in fields(record) if type(f.kind).read is not Kind.read}


@cache
def _taken(record: type) -> tuple[tuple[str, ...], Callable[[Mapping[str, object]], tuple[object, ...]]]:
    """The fields of a dataclass, and what takes them out of a row."""
    names = tuple(f.name for f in dataclasses.fields(record))
    return names, itemgetter(*names)


def made(record: type[R], row: Mapping[str, object]) -> R:
    """A record of a row that has a column of each field's name; thousands are made at once."""
    kind: type = record
    names, taken = _taken(kind)
    values = dict(zip(names, taken(row), strict=True))
    for name, read in _reads(kind).items():
        values[name] = read(values[name])
    return record(**values)


def blank(record: type[R], **known: object) -> R:
    """A record of which nothing is said but what is `known`: a field that is declared later is empty in it."""
    kind: type = record
    unsaid = {f.name: f.kind.nothing for f in fields(kind)}
    needed = (f.name for f in dataclasses.fields(kind) if f.default is f.default_factory is dataclasses.MISSING)
    return record(**{name: unsaid[name] for name in needed if name not in known}, **known)


@cache
def field_names(record: type) -> tuple[str, ...]:
    """The fields of a dataclass in their order, as `made_of` takes them."""
    return _taken(record)[0]


def made_of(record: type[R], rows: Iterable[Sequence[object]]) -> Iterator[R]:
    """Records of plain rows whose values stand in the order of `field_names`: for lists of thousands."""
    kind: type = record
    names = field_names(kind)
    reads = [(names.index(name), read) for name, read in _reads(kind).items()]
    slots = [kind.__dict__[name].__set__ for name in names]  # a frozen record's own way in costs twice as much
    for row in rows:
        values = list(row)
        for at, read in reads:
            values[at] = read(values[at])
        one = object.__new__(record)
        for put, value in zip(slots, values, strict=True):
            put(one, value)
        yield one


@cache
def _reads_at(record: type) -> tuple[tuple[int, Read], ...]:
    names: tuple[str, ...] = getattr(record, "_fields")  # noqa: B009 - a type that is a named tuple
    return tuple((names.index(name), read) for name, read in _reads(record).items())


def values_of(record: type, row: Sequence[object]) -> list[object]:
    """The values of a record that is a tuple, of a row with its columns in their order."""
    out = list(row)
    for at, read in _reads_at(record):
        out[at] = read(out[at])
    return out


def stored(record: type, values: Mapping[str, object]) -> dict[str, object]:
    """Values of a record's fields as its columns hold them; what it does not declare stays as it is."""
    found = declared(record)
    return {n: found[n].kind.stored(v) if n in found else v for n, v in values.items()}
