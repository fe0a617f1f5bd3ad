"""Rows that say something for those below them: a department or a unit written once, above a group of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from amdesk.domain.values import squash
from amdesk.imports.model import RawRow

CARRIED = {"placements": ("department", "name"), "employments": ("department",), "vacancies": ("employer",)}
"""Fields of each kind of list that are said once for a group. Cells that are merged say so themselves, whatever the field."""


def carry_down(kind: str, rows: Sequence[RawRow]) -> dict[int, dict[str, str]]:
    """Row number -> what it takes from the row above it, by field.

    Only a column in which nobody writes the same twice in a row and at least a third is empty is of groups; a unit is taken
    from above wherever it is missing, since a place without one is none.
    """
    out: dict[int, dict[str, str]] = {}
    for field in CARRIED.get(kind, ()):
        said = [squash(r.cells.get(field) or "") for r in rows]
        if field == "name" or _grouped(said):
            above, number = "", 0
            for row, word in zip(rows, said, strict=True):
                above = word or (above if row.number == number + 1 else "")
                number = row.number
                if above and not word and any(squash(v) for v in row.cells.values() if v is not None):
                    out.setdefault(row.number, {})[field] = above
    return out


def _grouped(said: Sequence[str]) -> bool:
    filled = [s for s in said if s]
    twice = any(a and a == b for a, b in pairwise(said))
    return bool(said) and bool(said[0]) and not twice and 2 * (len(said) - len(filled)) >= len(filled)
