"""Rows of a list that are kept as they stood, and taken up again without their file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from amdesk.domain.plainjson import parsed
from amdesk.imports import protection, signs, words
from amdesk.imports.model import ImportKind, RawRow, RowOutcome, Staged
from amdesk.imports.reader import FileCell, FileRow, NoValue
from amdesk.imports.staging import DATES, UNITS, date_order


class RowTakenUp(NamedTuple):
    """A row to be taken up: its key, where it stood, its cells as they were written, and why it was refused."""

    key: int
    file: str
    number: int
    cells: str
    reason: str
    field: str


COPY = "DUPLICATE"
"""Why a row is refused that another one of its file has the key of."""
FORMULA = "formula"
"""What stands for a cell with a formula whose value was never saved."""


def judged(staged: Staged, raw: RawRow) -> dict[str, FileCell]:
    """The cells of a row without what only its file could tell: dates with the day first, figures with their unit, and what was
    carried down from the row above."""
    turned = {f for f in DATES if date_order(staged, f) == signs.MONTH_FIRST}
    units = {f: unit for c, f in staged.mapping.items() if f in UNITS and (unit := words.unit(staged.headers[c]))}
    cells = {f: signs.turned(v) if f in turned else v for f, v in raw.cells.items()} | raw.read
    return cells | {f: words.with_unit(cells[f], unit) for f, unit in units.items() if f in cells}


def written(cells: Mapping[str, FileCell]) -> str:
    """Cells as text that `read_back` takes."""
    return json.dumps(
        {f: _written(c) for f, c in cells.items() if c is not None and c != ""}, ensure_ascii=False, sort_keys=True
    )


def _written(cell: FileCell) -> object:
    if isinstance(cell, str | int | float):
        return cell
    if isinstance(cell, datetime | date):
        return {"day": cell.isoformat()}
    if isinstance(cell, NoValue):
        return {FORMULA: str(cell)}
    return str(cell)  # times and spans, which are read as they are said


def read_back(said: str) -> dict[str, FileCell]:
    """The cells of a row that was written."""
    found = parsed(said)
    return {str(f): _read(c) for f, c in found.items()} if isinstance(found, dict) else {}


def _read(cell: object) -> FileCell:
    if isinstance(cell, dict) and FORMULA in cell:
        return NoValue()
    if isinstance(cell, dict):
        day = str(cell.get("day", ""))
        return datetime.fromisoformat(day) if "T" in day else date.fromisoformat(day)
    return cell if isinstance(cell, str | int | float | date | time | timedelta) else None


def mark(kind: str, said: str) -> str:
    """What tells a row from another, whichever file it stands in."""
    return hashlib.sha256(f"{kind}\n{said}".encode()).hexdigest()


def protected(cells: Mapping[str, FileCell]) -> bool:
    """Whether a row says that its person is protected, in whichever cell."""
    texts = [v for f, v in cells.items() if isinstance(v, str) and f not in {"name", "protected"}]
    name = cells.get("name")
    named = protection.without_mark(name)[1] if isinstance(name, str) else 0
    return bool(named or protection.marked(texts) or protection.level(cells.get("protected")))


def taken_up(kind: ImportKind, file: str, kept: Iterable[RowTakenUp]) -> Staged:
    """Rows as if they had been read from a file whose columns have the names of our fields."""
    rows = [(row, read_back(row.cells)) for row in kept]
    held = {f for _, cells in rows for f in cells} | {row.field for row, _ in rows}
    fields = [f.name for f in kind.fields if f.required or f.name in held]
    table: list[FileRow] = [(0, fields, False)]
    staged = Staged(kind, file, "", "", fields, dict(enumerate(fields)), [], [], table, 0, ragged=False)
    staged.answers = {f"dates:{f}": signs.DAY_FIRST for f in DATES if f in fields}
    for number, (row, cells) in enumerate(rows, 1):
        staged.rows.append(RawRow(number, cells, wrong_count=row.reason == "FIELD_COUNT"))
        staged.origin[number] = (row.file, row.number)
        staged.waiting[number] = row.key
        if row.reason == COPY:
            staged.copies[number] = None
    return staged


def hold_copies(staged: Staged, outcomes: Iterable[RowOutcome]) -> None:
    """Rows that were another row's copy stay refused until they say whose they are: alone they would be taken for its change."""
    for outcome in outcomes:
        if outcome.row in staged.copies and outcome.outcome == "accepted":
            key = staged.copies[outcome.row] = staged.copies[outcome.row] or outcome.key
            if outcome.key == key:
                outcome.outcome, outcome.reason, outcome.column = "rejected", COPY, staged.kind.fields[0].name
