"""How a file is read, said before any row is: its sheets, headings, columns and signs, and what has to be asked first."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from amdesk.domain.texts import N_, Text, plural, text
from amdesk.domain.values import fold, squash
from amdesk.imports import protection, sections, signs
from amdesk.imports.headings import headings
from amdesk.imports.model import ImportField, ImportKind, SheetFound, Staged
from amdesk.imports.reader import FileCell, column_letters, empty
from amdesk.imports.staging import ALL, AMOUNTS, DATES, SHEETS, TWICE, date_order, decimal_sign

YES = ("protected:1", "protected:2", "protected:3")


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """What a question may be answered with, and how it is said."""

    value: str
    said: Text


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """Something nobody but the user knows; until it is answered nothing of the file is stored."""

    key: str
    code: str
    said: Text
    answers: tuple[ToAnswer, ...]
    column: str = ""
    rows: tuple[int, ...] = ()
    """Rows of the file that it is about."""


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """A column of the file: its heading, the field it is read as, and in how many rows something stands in it."""

    index: int
    heading: str
    field: str
    filled: int
    dates: str = ""
    """The order of day and month, where its dates need one."""
    decimal: str = ""

    @property
    def letters(self) -> str:
        return column_letters(self.index + 1)


@dataclass(frozen=True, slots=True)
class FileReading:
    """The card of a file."""

    kind: str
    recognised: str
    """The kind of list whose headings it has."""
    sheets: tuple[SheetFound, ...]
    heading_rows: tuple[int, ...]
    encoding: str
    delimiter: str
    columns: tuple[ColumnRead, ...]
    unread: tuple[ColumnRead, ...]
    remarks: tuple[Text, ...]
    profile: str
    questions: tuple[FileQuestion, ...]


def reading_of(staged: Staged, kinds: Mapping[str, ImportKind]) -> FileReading:
    """How a file is read, and what is to be asked about it."""
    unread = tuple(ColumnRead(j, staged.heading(j), "", n) for j, n in staged.unread_columns())
    columns = tuple(_column(staged, j, f) for j, f in sorted(staged.mapping.items()))
    found = recognised(staged, kinds)
    return FileReading(
        staged.kind.name,
        found,
        staged.sheets,
        staged.heading_rows,
        staged.encoding,
        staged.delimiter,
        columns,
        unread,
        staged.remarks,
        staged.profile,
        (
            *_sheets(staged),
            *_missing(staged, unread, found),
            *_half(staged, unread),
            *_twice(staged),
            *_doubtful(staged),
            *_protection(staged, unread),
            *_titles(staged),
            *_marks(staged),
            *_signs(staged, columns),
        ),
    )


def recognised(staged: Staged, kinds: Mapping[str, ImportKind]) -> str:
    """The kind of list that has columns for all its musts and most of the headings; the one that was asked for on a tie."""

    def fits(kind: ImportKind) -> tuple[bool, int, bool]:
        known = headings(kind, {})
        found = {f for h in staged.headers if (f := known.field(h))}
        found |= {"name"} if found & {"first_name", "last_name"} else set()
        musts = {f.name for f in kind.fields if f.required}
        return musts <= found, len(found), kind.name == staged.kind.name

    return max(kinds.values(), key=fits).name


def _values(staged: Staged, field: str) -> list[FileCell]:
    return [r.cells.get(field) for r in staged.rows]


def _column(staged: Staged, index: int, field: str) -> ColumnRead:
    values = _values(staged, field)
    dates = decimal = ""
    if field in DATES:
        dates = date_order(staged, field)
    if field in AMOUNTS:
        decimal = decimal_sign(staged, field) or signs.decimal_sign(values)
    return ColumnRead(index, staged.heading(index), field, sum(not empty(v) for v in values), dates, decimal)


def _sheets(staged: Staged) -> list[FileQuestion]:
    same = [s for s in staged.sheets if s.alike]
    if len(same) < 2 or staged.answers.get(SHEETS) in {ALL, *(s.name for s in staged.sheets if s.rows)}:
        return []
    answers = [ToAnswer(s.name, text(N_("Sheet {sheet}"), sheet=s.name)) for s in same]
    said = N_("{count} sheets hold the same table: {names}. Which of them is read?")
    return [
        FileQuestion(
            SHEETS,
            "SHEETS",
            text(said, count=len(same), names=", ".join(s.name for s in same)),
            (*answers, ToAnswer(ALL, Text(N_("All of them")))),
        )
    ]


def _missing(staged: Staged, unread: Sequence[ColumnRead], found: str) -> list[FileQuestion]:
    """Musts without a column; those whose headings are most like theirs stand first among the answers."""
    out = []
    for field in staged.missing():
        names = [staged.called(c.index) for c in unread if c.heading]
        if not names:
            continue  # nothing to point at: the review says so
        answers = sorted(names, key=lambda h: -_like(h, field))
        said = N_("No column is headed as {field}, which this kind of list must have. Which column holds it?")
        if found != staged.kind.name:
            said = N_("No column is headed as {field}; the list looks like another kind. Which column holds it?")
        out.append(
            FileQuestion(
                f"field:{field.name}",
                "COLUMN_MISSING",
                text(said, field=Text(field.label)),
                tuple(ToAnswer(h, text(N_("The column {heading}"), heading=h)) for h in answers),
            )
        )
    return out


HALVES = {"first_name": "last_name", "last_name": "first_name"}
CALLED = re.compile(r"namn|name")


def _half(staged: Staged, unread: Sequence[ColumnRead]) -> list[FileQuestion]:
    """Half a name is nobody's: which of the columns that are not read holds the other half, where one may."""
    read = {*staged.mapping.values()} & {"name", *HALVES}
    other = HALVES.get(next(iter(read), ""), "") if len(read) == 1 else ""
    names = [staged.called(c.index) for c in unread if CALLED.search(fold(c.heading))]
    if not other or not names or staged.answers.get(f"field:{other}") == "ignore":
        return []
    field = staged.kind.field(other)
    said = N_("Only half of each name is read. Which column holds the other half: {field}?")
    answers = [ToAnswer(n, text(N_("The column {heading}"), heading=n)) for n in names]
    none = ToAnswer("ignore", Text(N_("None of them")))
    return [FileQuestion(f"field:{other}", "HALF_A_NAME", text(said, field=Text(field.label)), (*answers, none))]


JOINED = {"phone", "supervisor_phone", "email", "languages", "needs", "wishes", "comment"}
"""Fields that may hold what two columns say."""


def _twice(staged: Staged) -> list[FileQuestion]:
    """Which of several columns of one heading is read, where they say different things of somebody."""
    out = []
    for name, columns in staged.twice.items():
        letters = [column_letters(j + 1) for j in columns]
        if staged.answers.get(f"{TWICE}{name}") in {ALL, *letters}:
            continue
        filled = [set(_rows_with(staged, j)) for j in columns]
        answers = [
            ToAnswer(
                a,
                plural(
                    "Column {letters}: {count} cell", "Column {letters}: {count} cells", len(n), letters=a, count=len(n)
                ),
            )
            for a, n in zip(letters, filled, strict=True)
        ]
        both = [ToAnswer(ALL, Text(N_("All of them")))] if name in JOINED else []
        said = N_("Several columns are headed “{heading}” and say different things. Which one is read?")
        rows = tuple(sorted(set.intersection(*filled)))
        heading = staged.heading(columns[0])
        out.append(
            FileQuestion(
                f"{TWICE}{name}", "COLUMN_TWICE", text(said, heading=heading), (*answers, *both), heading, rows
            )
        )
    return out


def _doubtful(staged: Staged) -> list[FileQuestion]:
    """What a column holds that has what two fields hold."""
    out = []
    for column, fields in staged.doubtful.items():
        name = staged.called(column)
        told = staged.mapping.get(column) != fields[0]
        if told or staged.answers.get(f"column:{name}") in {"ignore", *fields}:
            continue
        said = N_("The column “{heading}” holds what two fields hold. Which of them is it?")
        answers = tuple(ToAnswer(f, Text(staged.kind.field(f).label)) for f in fields)
        asked = text(said, heading=name)
        out.append(FileQuestion(f"column:{name}", "TWO_MEANINGS", asked, answers, name, _rows_with(staged, column)))
    return out


def _like(heading: str, field: ImportField) -> float:
    return max(difflib.SequenceMatcher(None, fold(heading), fold(s)).ratio() for s in (*field.synonyms, field.name))


def _protection(staged: Staged, unread: Sequence[ColumnRead]) -> list[FileQuestion]:
    if not any(f.name == "protected" for f in staged.kind.fields):
        return []
    out = []
    for c in unread:
        name = staged.called(c.index)
        if protection.perhaps(c.heading) and staged.answers.get(f"column:{name}") != "ignore":
            said = N_("The column “{heading}” is not read. Is it about protected personal data?")
            answers = (
                ToAnswer(YES[0], Text(N_("Yes, secrecy marking"))),
                ToAnswer(YES[1], Text(N_("Yes, protected population registration"))),
                ToAnswer(YES[2], Text(N_("Yes, fictitious identity"))),
                ToAnswer("ignore", Text(N_("No, something else"))),
            )
            out.append(
                FileQuestion(
                    f"column:{name}",
                    "PROTECTION_COLUMN",
                    text(said, heading=name),
                    answers,
                    name,
                    _rows_with(staged, c.index),
                )
            )
    return out


def _titles(staged: Staged) -> list[FileQuestion]:
    """Whether what stands above the table says that everybody in it is protected."""
    out = []
    for said in dict.fromkeys(t.said for t in staged.titles):
        key = f"{sections.TITLE}{said}"
        if staged.answers.get(key) in {sections.ALL_OF_THEM, sections.NONE_OF_THEM}:
            continue
        asked = N_("“{said}” is written above the list, or is what its sheet is called. Is everybody in it protected?")
        answers = (
            ToAnswer(sections.ALL_OF_THEM, Text(N_("Yes, everybody in it"))),
            ToAnswer(sections.NONE_OF_THEM, Text(N_("No, something else"))),
        )
        out.append(FileQuestion(key, "PROTECTION_TITLE", text(asked, said=said), answers))
    return out


def _marks(staged: Staged) -> list[FileQuestion]:
    """Whether a mark alone where a name stands is the heading of those below it, or somebody of whom no more is told."""
    asked = N_(
        "“{said}” stands alone where a name stands. Are those below it protected, or is it somebody whose name is not told?"
    )
    answers = (
        ToAnswer(sections.BELOW, Text(N_("Those below it are, until the next heading"))),
        ToAnswer(sections.ONE, Text(N_("Somebody whose name is not told"))),
    )
    return [
        FileQuestion(f"{sections.LONE_MARK}{said}", "PROTECTION_ROW", text(asked, said=said), answers, rows=rows)
        for said, rows in staged.marks.items()
    ]


def _rows_with(staged: Staged, column: int) -> tuple[int, ...]:
    read = {r.number for r in staged.rows}
    return tuple(n for n, cells, _ in staged.table if n in read and column < len(cells) and not empty(cells[column]))


def _signs(staged: Staged, columns: Sequence[ColumnRead]) -> list[FileQuestion]:
    orders = [_order_asked(staged, c) for c in columns if c.dates == signs.UNDECIDED]
    return orders + [_sign_asked(staged, c) for c in columns if c.decimal == signs.UNDECIDED]


def _order_asked(staged: Staged, c: ColumnRead) -> FileQuestion:
    name = staged.called(c.index)
    dates = {r.number: m for r in staged.rows if (m := signs.BOTH.fullmatch(_said(r.cells.get(c.field))))}
    m = next(m for m in dates.values() if m[1] != m[2])
    said = N_("The dates of the column “{heading}” can be read in two ways, such as {example}. What comes first?")
    day = N_("The day: {example} is day {day} of month {month}")
    month = N_("The month: {example} is day {day} of month {month}")
    return FileQuestion(
        f"dates:{name}",
        "DATE_ORDER",
        text(said, heading=name, example=m[0]),
        (
            ToAnswer(signs.DAY_FIRST, text(day, example=m[0], day=int(m[1]), month=int(m[2]))),
            ToAnswer(signs.MONTH_FIRST, text(month, example=m[0], day=int(m[2]), month=int(m[1]))),
        ),
        name,
        tuple(dates),
    )


def _sign_asked(staged: Staged, c: ColumnRead) -> FileQuestion:
    name = staged.called(c.index)
    amounts = {r.number: m for r in staged.rows if (m := signs.three(r.cells.get(c.field)))}
    m = next(iter(amounts.values()))
    other = signs.COMMA if m[2] == signs.POINT else signs.POINT
    said = N_("The amounts of the column “{heading}” can be read in two ways, such as {example}. What is it?")
    return FileQuestion(
        f"decimal:{name}",
        "DECIMAL_SIGN",
        text(said, heading=name, example=m[0]),
        (
            ToAnswer(other, text(N_("{thousands} kronor"), thousands=f"{m[1]} {m[3]}")),
            ToAnswer(m[2], text(N_("{kronor} kronor and {ore} öre"), kronor=m[1], ore=m[3])),
        ),
        name,
        tuple(amounts),
    )


def _said(cell: FileCell) -> str:
    return squash(cell) if isinstance(cell, str) else ""
