"""Lists that come back filled in: where their rows' keys and the heads of their columns stand now, whatever was sorted, inserted
or renamed on the way. Nothing is judged here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from amdesk.domain.errors import BadFile
from amdesk.domain.plainjson import parsed
from amdesk.domain.texts import N_, text
from amdesk.domain.values import Cell, JoinedCell, squash
from amdesk.imports.sheets import Grid, pages, standing

KEY = re.compile(r"\d+\.[0-9a-f]{8}")
"""The key of a row, as domain/booking/week/sheet.py and domain/competence/attendance.py make them."""
SURE = 2
"""Heads in one row by which a sheet without keys is known as the list's own, and no note of somebody's with a date in it."""
H = TypeVar("H", bound=Hashable)


class FilledRow(NamedTuple, Generic[H]):
    """A row as it came back: its number, its key, what stands under each column's head, what else stands in it, and the head that
    people read over each column."""

    row: int
    key: str
    cells: list[tuple[H, Cell]]
    others: list[Cell]
    labels: list[Cell]


def hidden_part(path: Path, name: str) -> tuple[dict[str, object], dict[str, Grid]]:
    """(what the hidden sheet says, the others by their names), of a file that Excel or LibreOffice has saved. Raises BadFile where
    there is no such sheet, or what it says is no such thing."""
    grids = pages(path)
    if name not in grids:
        said = N_("{file} is no attendance list from AMDesk. Choose the file that was sent out.")
        raise BadFile(text(said, file=path.name), "NO_SHEET")
    kept = grids.pop(name)
    try:
        meta = parsed("".join(str(kept[at]) for at in sorted(kept) if at[1] == 1))
    except ValueError:
        meta = None
    if not isinstance(meta, dict):
        raise changed(path)
    return meta, grids


def changed(path: Path) -> BadFile:
    """To be raised."""
    return BadFile(
        text(N_("The hidden part of {file} was changed. Send the sheet out again."), file=path.name), "NO_SHEET"
    )


def filled_rows(
    path: Path, grids: Mapping[str, Grid], head: Callable[[Cell], H | None], sent: Collection[H]
) -> Iterator[tuple[str, FilledRow[H]]]:
    """(sheet, row) of everything that was filled in. `head` says which column a cell of the hidden row of heads means, None for
    any other cell, and `sent` are all of them. Sheets of somebody's own are passed by. Raises BadFile where a sheet has lost its keys or its heads, or where
    no sheet has any, since nothing of it could be read."""
    found = False
    for name, seen in grids.items():
        grid = standing(seen)
        keys = Counter(column for (_, column), value in grid.items() if KEY.fullmatch(squash(value)))
        beside = keys.most_common(1)[0][0] if keys else None
        first = min((r for (r, c), v in grid.items() if c == beside and KEY.fullmatch(squash(v))), default=None)
        over = _heads(grid, head, first)
        if beside is None and len(over) < SURE:
            continue
        if beside is None or not over or _headless(grid, beside, over, sent):
            said = N_("The sheet “{sheet}” in {file} has lost its hidden rows or columns. Send the list out again.")
            raise BadFile(text(said, sheet=name, file=path.name), "NO_SHEET")
        found = True
        yield from ((name, one) for one in _rows(grid, seen, beside, over))
    if not found:
        said = N_("No sheet of {file} has rows of the list that was sent out. Send it out again.")
        raise BadFile(text(said, file=path.name), "NO_SHEET")


Heads = dict[tuple[int, int], H]
"""What the cells of the row of heads mean, by their place."""


def _heads(grid: Grid, head: Callable[[Cell], H | None], above: int | None) -> Heads[H]:
    """The row that heads most columns, above the first row with a key."""
    found: dict[int, Heads[H]] = {}
    for (row, column), value in grid.items():
        if (above is None or row < above) and (said := head(value)) is not None:
            found.setdefault(row, {})[row, column] = said
    return max(found.values(), key=len, default={})


def _headless(grid: Grid, beside: int, over: Heads[H], sent: Collection[H]) -> bool:
    """Whether a column that people read the head of has lost the hidden one: what stands in it could be of any day."""
    at = next(iter(over))[0]
    read = min((row for row, _ in grid if row > at), default=None)
    labelled = {column for row, column in grid if row == read} - {beside}
    told = set(over.values())  # a day that two columns have took another's place
    return len(told) < len(sent) and len(labelled) > len(told) + 1  # one is that of the names


def _rows(grid: Grid, seen: Grid, beside: int, over: Heads[H]) -> Iterator[FilledRow[H]]:
    """The rows below what people read of the heads: the first row that says anything."""
    heads = {column: said for (_, column), said in over.items()}
    at = next(iter(over))[0]
    labels = min((row for row, _ in grid if row > at), default=at)
    read = [grid.get((labels, column)) for column in heads]
    others: dict[int, list[Cell]] = {}
    for (below, column), value in grid.items():
        if column != beside and column not in heads:
            others.setdefault(below, []).append(value)
    for row in sorted({row for row, _ in seen if row > labels}):
        cells = [(said, _whole(seen.get((row, column)))) for column, said in heads.items()]
        key = squash(grid.get((row, beside), ""))
        if key or any(value is not None and not isinstance(value, JoinedCell) for _, value in cells):
            yield FilledRow(row, key, cells, others.get(row, []), read)


def _whole(cell: Cell) -> Cell:
    """A figure as Excel has it: OpenDocument knows no whole numbers."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
