"""Rows of a text file that end before its last column, or go on behind it: which of them can be read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from amdesk.imports.model import Staged
from amdesk.imports.reader import FileCell, blank, empty

WHOLE, SHORT, WRONG = "whole", "short", "wrong"


class RowEnds(NamedTuple):
    """How many fields the rows of a file have."""

    width: int
    usual: int
    """Some programs leave out empty fields at the end of a row: so many stand in each all the same."""
    enough: int
    """A row that ends earlier says too little of anybody or anything."""
    broken: frozenset[int]
    """Rows that are two halves of one, parted by the end of a line within a field."""

    def of(self, number: int, cells: Sequence[FileCell]) -> str:
        """Whether a row can be read: as it stands, without the fields that are missing at its end, or not at all."""
        if number in self.broken or not blank(cells[self.width :]):
            return WRONG
        if len(cells) >= self.usual:
            return WHOLE
        return SHORT if len(cells) >= self.enough else WRONG


def row_ends(staged: Staged) -> RowEnds:
    """A row must have its musts, its number, and more than half of its fields."""
    musts = {"identity", *(f.name for f in staged.kind.fields if f.required)}
    last = max((c + 1 for c, f in staged.mapping.items() if f in musts), default=1)
    width, below = len(staged.headers), staged.table[staged.header_row + 1 :]
    usual = _usual(staged, musts)
    broken = set()
    for (first, upper, _), (second, lower, _) in pairwise(below):
        parted = len(upper) + len(lower) == width + 1  # the field that was parted is counted twice
        if parted and max(len(upper), len(lower)) < usual:
            broken |= {first, second}
    return RowEnds(width, usual, max(last, width // 2 + 1), frozenset(broken))


def _usual(staged: Staged, musts: set[str]) -> int:
    """Columns may be missing that most rows leave empty, and that are no musts; one field alone is no row."""
    rows = [cells for _, cells, _ in staged.table[staged.header_row + 1 :] if not blank(cells)]
    usual = len(staged.headers)
    while usual > 2 and staged.mapping.get(usual - 1) not in musts:
        held = sum(len(cells) >= usual and not empty(cells[usual - 1]) for cells in rows)
        if staged.heading(usual - 1) and 2 * held > len(rows):
            break
        usual -= 1
    return usual
