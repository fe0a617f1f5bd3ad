"""Marks of protection that hold for several rows: a heading between them, a title or a sheet's name above them, a star that a note explains.

A mark alone where a name stands may be all that is told of somebody, or the heading of those below: it is asked, and until it is
answered those below are protected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from amdesk.domain.values import fold, squash
from amdesk.imports import protection
from amdesk.imports.foot import FEW, RUNNING_NUMBER
from amdesk.imports.headings import FoundTable
from amdesk.imports.model import Staged, TitleMark
from amdesk.imports.reader import FileCell, empty, long

NAMES = {"name", "first_name", "last_name", "source_id", "employer"}
"""Fields in whose column a mark may stand for somebody who is called nothing else."""
LONE_MARK, BELOW, ONE = "mark:", "below", "one"
"""What the key of the question begins with what a mark alone is, its words follow; and its answers."""
TITLE, ALL_OF_THEM, NONE_OF_THEM = "title:", "yes", "no"
"""The same of a mark above a whole table."""
NAMED = 200
"""Characters; a longer text is nobody's name."""


class OverRows(NamedTuple):
    """Rows with a mark that holds for those below them until the next heading, with its level."""

    headings: dict[int, int]
    doubtful: dict[int, int]
    """Those of which nobody has said yet whether they are headings."""


def over_rows(staged: Staged, others: set[int], headings: set[int]) -> OverRows:
    """Finds the marks over several rows, and notes those that are to be asked about. `headings` are the other rows that begin a
    section, `others` all that are no rows."""
    found, waiting = OverRows({}, {}), dict[int, _Alone]()
    staged.marks = {}
    for number, cells, _ in staged.table[staged.header_row + 1 :] if staged.kind.protects else ():
        if number in others:
            if number in headings:
                waiting.clear()
            continue
        column = _telling(staged, cells)
        said = squash(cells[column]) if column is not None and not long(cells[column]) else ""
        level, sure = protection.over_several(said) if said else (0, False)
        if level and sure and len(staged.headers) > 1:
            waiting.clear()
            found.headings[number] = level
        elif level:
            waiting[number] = _Alone(fold(said), level, staged.mapping.get(column or 0) in NAMES)
        else:
            for above, mark in waiting.items():
                _settle(staged, found, above, mark)
            waiting.clear()
    return found


class _Alone(NamedTuple):
    """A mark that stands alone in its row: its words, its level, and whether a name stands there in other rows."""

    said: str
    level: int
    in_names: bool


def _settle(staged: Staged, found: OverRows, number: int, mark: _Alone) -> None:
    """What a mark alone is that people stand below."""
    answer = staged.answers.get(f"{LONE_MARK}{mark.said}")
    if answer == BELOW or not mark.in_names:
        found.headings[number] = mark.level
    elif answer != ONE:
        found.doubtful[number] = mark.level
        staged.marks[mark.said] = (*staged.marks.get(mark.said, ()), number)


def _telling(staged: Staged, cells: Sequence[FileCell]) -> int | None:
    """The column of the only cell that tells something; a running number beside it makes it a row."""
    full, read = [], []
    for c, cell in enumerate(cells):
        if empty(cell):
            continue
        full.append(c)
        if c in staged.mapping:
            read.append(c)
        if len(read) > 1:
            return None  # as of nearly every row
    if len(full) == 1:
        return full[0]
    if len(read) != 1 or any(RUNNING_NUMBER.fullmatch(squash(cells[c])) for c in full if c not in staged.mapping):
        return None
    return read[0]


def titles_of(tables: Sequence[FoundTable], file: str) -> Iterator[TitleMark]:
    """Marks above whole tables: in the name of the sheet, or in a row above the headings. What a file is called by says little of
    who stands in it."""
    for table in tables:
        name = table.sheet.name
        above = [
            squash(c)
            for number, cells, _ in table.sheet.rows[: table.header]
            if number not in table.heading_rows and sum(not empty(c) for c in cells) <= FEW
            for c in cells
            if isinstance(c, str) and not long(c) and not c.startswith("*")
        ]
        for said in (name if name != file else "", *above):
            if level := protection.title_level(re.sub(r"[_\d]+", " ", said)):
                yield TitleMark(fold(said), level, name)


def title_level(staged: Staged, number: int) -> int:
    """The level that the titles above a row's table say, unless somebody has said that they mean something else."""
    sheet = staged.place(number)[0]
    mine = (t for t in staged.titles if sheet in {"", t.sheet})
    return max((t.level for t in mine if staged.answers.get(f"{TITLE}{t.said}") != NONE_OF_THEM), default=0)


def stars_of(staged: Staged) -> dict[str, int]:
    """The levels that notes around the table give to stars beside a name."""
    if not staged.kind.protects:
        return {}
    notes = (c for _, cells, _ in staged.table for c in cells if isinstance(c, str) and c[:1] == "*" and not long(c))
    return {star: level for star, level in map(protection.starred, notes) if level}


def star(read: Mapping[str, FileCell], stars: Mapping[str, int]) -> int:
    """The level of a row whose name or number has a star."""
    said = [squash(read.get(f) or "") for f in ("name", "identity")]
    beside = [m[0] for text in said if len(text) <= NAMED and (m := re.search(r"^\*+|\*+$", text))]
    return max((stars.get(one, 0) for one in beside), default=0)


def marked(cells: Sequence[FileCell]) -> int:
    """The level of a row that says that somebody, or several, are protected."""
    said = row_text(cells)
    return protection.of_row(said) or protection.over_several(said)[0]


def row_text(cells: Sequence[FileCell]) -> str:
    """All that a row says."""
    return " ".join(squash(c) for c in cells if isinstance(c, str) and not long(c))
