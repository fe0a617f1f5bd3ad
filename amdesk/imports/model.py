"""Shapes of an import: kinds with their fields, staged rows, outcomes. Nothing here knows a bank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from amdesk.domain.exchange.differences import RowDifference
from amdesk.domain.people.identity import Identity
from amdesk.domain.texts import Text
from amdesk.imports.reader import FileCell, FileRow, column_letters, empty

Key = tuple[object, ...]
"""What makes two rows of a kind one."""


class RowBad(Exception):
    """A row is refused: the import code and the field it stands in."""

    def __init__(self, code: str, column: str = "") -> None:
        super().__init__(code)
        self.code, self.column = code, column


@dataclass(frozen=True, slots=True)
class ImportField:
    """A field of a kind: how people head its column, in Swedish and English, and what the screen calls it."""

    name: str
    label: str
    synonyms: tuple[str, ...]
    required: bool = False
    heads: Callable[[str], object] | None = None
    """True for a heading that belongs here though nobody listed it; several columns may, and are read as one."""


@dataclass(slots=True)
class Known:
    """What the bank knows, as far as checking rows needs it."""

    today: date
    titles: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    case_workers: frozenset[str] = frozenset()
    employments: Mapping[str, Sequence[tuple[date, date | None, int]]] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    districts: Mapping[str, str] = field(default_factory=dict)
    own_department: str = ""
    has_id_column: bool = True
    """A list of places that has ids for some has them for all; a column that is empty throughout is none."""
    people: Mapping[str, int] = field(default_factory=dict)
    """Participants by every identity number they have or had."""
    ended: Mapping[tuple[str, date], int] = field(default_factory=dict)
    """Employments by identity number and last day."""
    renumbered: Mapping[str, str] = field(default_factory=dict)
    """Earlier identity numbers, each with the one that the person has now."""
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Of the other lists that a declared field takes codes from, the code of each word."""
    reasons: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """End reasons by every word for them: the code, and its group as lists of follow-ups say it."""
    answers: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    """What somebody has answered of amounts that can mean two things: (field, sign) -> whether the sign parts thousands."""
    readings: dict[tuple[str, type, object], object] = field(default_factory=dict)
    """What was made of each cell that stands in a column again and again, by the field."""


@dataclass(slots=True)
class RawRow:
    """One row of the file: its number, its cells by field, and what is odd about it as a row."""

    number: int
    cells: dict[str, FileCell]
    hidden: bool = False
    wrong_count: bool = False
    read: dict[str, str] = field(default_factory=dict)
    """What was made of a cell that does not say it in full, by field."""
    short: bool = False
    """It ends before the last column; what is missing there is read as empty."""


@dataclass(slots=True, kw_only=True)
class CheckedRow:
    """What a good row says; each kind of list adds what its own rows say, and what comparing one with the bank finds."""

    identity: Identity | None = None
    protection: int = 0
    person: int | None = None
    """The bank's key of the person of the row, once she is found."""
    worded: frozenset[str] = frozenset()
    """Cells that no field understood in full, and whose words are kept."""
    protect: int = 0
    """The protection that a list of what became of people is the first to tell of."""


C = TypeVar("C", bound=CheckedRow)


@dataclass(slots=True)
class RowOutcome:
    """What becomes of a row: accepted with values, or rejected with a reason and the column it stands in."""

    row: int
    outcome: str
    reason: str = ""
    column: str = ""
    warnings: list[str] = field(default_factory=list)
    said: CheckedRow = field(default_factory=CheckedRow)
    key: Key = ()
    action: str = ""
    """new, update or same, once compared with the bank."""
    differences: list[RowDifference] = field(default_factory=list)
    """What the row says otherwise than the bank, also what is not stored before somebody accepts it."""
    stays: dict[str, object] = field(default_factory=dict)
    """What the bank holds of fields that the row leaves empty, or names other things of."""
    again: bool = False
    """It changes something beside its fields: a placement that was gone is in the list again."""
    heard: dict[str, object] = field(default_factory=dict)
    """What is remembered of the row once everything asked is answered: its fields as columns hold them."""
    read: dict[str, str] = field(default_factory=dict)
    """What was made of a cell that does not say it in full, by field."""
    findings: list[Text] = field(default_factory=list)
    """What stands between its person and its placement, in the sentences of a booking."""
    answer: str = ""
    """What somebody has said to the question whether the row is of a person of the bank: same or new."""
    protected: bool = False
    """The row is of somebody who is protected, in the bank or by the file: shown masked."""

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """(field, before, after) of what storing the row changes."""
        return [(d.field, d.before, d.after) for d in self.differences if d.taken]

    def taken(self, name: str) -> list[RowDifference]:
        """The differences of a field that are stored."""
        return [d for d in self.differences if d.field == name and d.taken]

    def compared(self) -> None:
        """Say whether the row, whose record the bank has, changes it."""
        self.action = "update" if self.again or any(d.taken for d in self.differences) else "same"

    def decide(self, key: str, accepted: bool) -> None:
        """Accept or refuse a difference by its key; nobody refuses a protection, which a list only raises (domain rule 17)."""
        for one in self.differences:
            if one.key == key and (accepted or not one.rises):
                one.decided = accepted
        if self.action in {"update", "same"}:
            self.compared()

    def forget(self) -> None:
        """Before the row is compared anew."""
        self.differences.clear()
        self.heard.clear()
        self.stays.clear()
        self.again = False

    def of(self, kind: type[C]) -> C:
        """What the row says, as the kind of its list has it."""
        assert isinstance(self.said, kind)
        return self.said


@dataclass(frozen=True, slots=True)
class ImportKind:
    """One kind of import. `check` returns the values to store or raises RowBad; `key` is the natural key."""

    name: str
    fields: tuple[ImportField, ...]
    check: Callable[[RawRow, Known, set[str], Checker], tuple[CheckedRow, Key]]

    @property
    def of_people(self) -> bool:
        """True where each row is a person with her name."""
        return {"identity", "name"} <= {f.name for f in self.fields} and self.name != "measures"

    @property
    def protects(self) -> bool:
        """True where the rows are about people and may say that one of them is protected, named or not."""
        return {"identity", "protected"} <= {f.name for f in self.fields}

    def field(self, name: str) -> ImportField:
        return next(f for f in self.fields if f.name == name)


@dataclass(slots=True)
class Checker:
    """State of one pass over a file: keys already met, employments already accepted."""

    seen: set[Key] = field(default_factory=set)
    running: dict[str, list[tuple[date, date | None, int]]] = field(default_factory=dict)
    test_numbers: int = 0
    exported: bool = False
    """The hours are figures that a system wrote out."""
    thousands: Mapping[tuple[str, str], bool | None] = field(default_factory=dict)
    """(field of amounts, "." or ",") -> whether the sign parts thousands there; None where the column does not say."""
    bodies: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    """What a row with this key said, to tell a copy from a contradiction."""
    levels: dict[Key, int] = field(default_factory=dict)
    """The protection that rows say of whoever has this key, or this number alone as a key; refused ones among them."""


@dataclass(frozen=True, slots=True)
class SheetFound:
    """A visible sheet of the file: how many rows stand below its headings, and whether it holds the same table as the one read."""

    name: str
    rows: int
    alike: bool
    taken: bool


@dataclass(frozen=True, slots=True)
class TitleMark:
    """A mark of protection above a whole table: its words, its level, and the sheet that it stands over."""

    said: str
    level: int
    sheet: str


@dataclass(slots=True)
class Staged:
    """A file read and mapped, not stored: nothing reaches the bank before the user says so."""

    kind: ImportKind
    file: str
    sheet: str
    sha256: str
    headers: list[str]
    mapping: dict[int, str]
    rows: list[RawRow]
    skipped: list[int]
    table: list[FileRow]
    header_row: int
    ragged: bool
    guessed: dict[int, str] = field(default_factory=dict)
    """Columns known by what stands in them, not by their heading."""
    lone: list[int] = field(default_factory=list)
    """Rows with one cell, taken for headings between the rows."""
    marks: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Rows of which nobody has said whether their mark is a heading or somebody, by its words."""
    titles: tuple[TitleMark, ...] = ()
    struck: frozenset[int] = frozenset()
    """Rows that are struck out in the file."""
    noted: Mapping[int, int] = field(default_factory=dict)
    """The protection that comments on cells say of rows."""
    remarks: tuple[Text, ...] = ()
    """What has to be said of how the file was read."""
    sheets: tuple[SheetFound, ...] = ()
    heading_rows: tuple[int, ...] = ()
    """Numbers of the rows whose headings were joined, the lowest last."""
    encoding: str = ""
    delimiter: str = ""
    twice: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Of a field that several columns of one heading would be and that say different things: the columns."""
    doubtful: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Columns that hold what two fields hold, by their number: how each is read, and what else it may be."""
    levels: dict[int, int] = field(default_factory=dict)
    """The protection that somebody says a column marks, whatever its heading."""
    answers: dict[str, str] = field(default_factory=dict)
    """What was answered to questions about this file, by the question's key."""
    profile: str = ""
    """The sender for whom answers are kept."""
    path: Path | None = None
    """Where the file stands, to be read again as another sheet."""
    origin: dict[int, tuple[str, int]] = field(default_factory=dict)
    """The sheet and the row in it of each number in `table`, where several sheets were read as one."""
    waiting: dict[int, int] = field(default_factory=dict)
    """Of rows that are taken up from the work list, not read from a file: the bank's key of each by its number."""
    copies: dict[int, Key | None] = field(default_factory=dict)
    """Of rows that are taken up and that another row of their file contradicted: the key that both have, once it is read."""

    def unread_columns(self) -> list[tuple[int, int]]:
        """(column, how many rows have something in it) of columns that hold something and stand for no field."""
        read = {r.number for r in self.rows}
        found: Counter[int] = Counter()
        for i, (number, cells, _) in enumerate(self.table):
            if i > self.header_row:
                found.update(
                    j
                    for j, c in enumerate(cells)
                    if j not in self.mapping and not empty(c) and (number in read or self.heading(j))
                )
        return sorted(found.items())

    def place(self, number: int) -> tuple[str, int]:
        """(sheet, row in it) of a row; the sheet is empty where only one was read."""
        return self.origin.get(number, ("", number))

    def heading(self, column: int) -> str:
        return self.headers[column] if column < len(self.headers) else ""

    def letters(self, column: int) -> str:
        """A column as a spreadsheet counts it: A, B."""
        return column_letters(column + 1)

    def called(self, column: int) -> str:
        """The heading of a column, or its letter where it has none; both where several columns have that heading."""
        said, letters = self.heading(column), self.letters(column)
        return letters if not said else f"{said} ({letters})" if self.headers.count(said) > 1 else said

    def unread(self) -> list[str]:
        """What columns are called that hold something and stand for no field."""
        return [self.called(j) for j, _ in self.unread_columns()]

    def missing(self) -> list[ImportField]:
        """Required fields that no column is mapped to."""
        mapped = set(self.mapping.values())
        if mapped & {"first_name", "last_name"}:
            mapped.add("name")
        return [f for f in self.kind.fields if f.required and f.name not in mapped]
