"""Withholding small groups where figures leave the unit, so that nobody can compute them from the others (domain rule 13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from amdesk.domain.figures import Figure

SMALLEST_GROUP = 5
"""Groups with fewer are withheld in files for others (domain rule 13)."""


def withheld(found: Sequence[Figure], relations: Sequence[tuple[str, Sequence[str]]]) -> list[Figure]:
    """The same figures for others: groups and counts under five go, and others with them until none can be computed.

    A sum with one missing term gives that term away; so does a chain of sums. Both are closed: first every sum with one
    missing term loses another, then elimination over all sums is asked whether any withheld figure can still be found.
    """
    counts = {f.id: f.count for f in found if f.count is not None}
    bases = {f.id: f.base for f in found}
    gone = {i for i, n in counts.items() if 0 < n < SMALLEST_GROUP or 0 < (bases[i] or 0) < SMALLEST_GROUP}
    gone |= {i for i, n in counts.items() if 0 < (bases[i] or 0) - n < SMALLEST_GROUP}
    sums = [(w, parts) for w, parts in relations if {w, *parts} <= counts.keys()]
    known = [{w, *parts} for w, parts in sums]
    wholes = {w for w, _ in sums}
    while open_ := [r for r in known if len(r & gone) == 1]:
        gone.add(min((i for r in open_ for i in r - gone), key=lambda i: _cost(i, gone, known, wholes, counts)))
    while computable := _computable(gone, sums):
        near = {i for r in known if r & computable for i in r - gone} or counts.keys() - gone
        gone.add(min(near, key=lambda i: _cost(i, gone, known, wholes, counts)))
    return [replace(f, count=None, base=None) if f.id in gone else f for f in found]


def _cost(
    name: str, gone: set[str], known: Sequence[set[str]], wholes: set[str], counts: Mapping[str, int | None]
) -> tuple[int, bool, bool, int, str]:
    """What withholding one more figure costs: sums that it would leave with one term missing, less those that it closes;
    then a whole before a part, a nought before others (they tell most), and big before small."""
    mine = [len(r & gone) for r in known if name in r]
    opened, closed = mine.count(0), mine.count(1)
    return opened - closed, name in wholes, counts[name] == 0, counts[name] or 0, name


def _computable(gone: set[str], relations: Sequence[tuple[str, Sequence[str]]]) -> set[str]:
    """Withheld figures that the sums determine: a row of the eliminated system with one unknown."""
    from fractions import Fraction

    rows: list[dict[str, Fraction]] = []
    for whole, parts in relations:
        row = {i: Fraction(-1) for i in parts if i in gone}
        if whole in gone:
            row[whole] = Fraction(1)
        if row:
            rows.append(row)
    done: list[tuple[str, dict[str, Fraction]]] = []
    for row in rows:
        for pivot, other in done:
            if pivot in row:
                row = _minus(row, other, row[pivot])  # noqa: PLW2901 - the row is reduced step by step
        if not row:
            continue
        pivot = min(row)
        row = {i: v / row[pivot] for i, v in row.items()}  # noqa: PLW2901
        done = [(p, _minus(o, row, o[pivot]) if pivot in o else o) for p, o in done]
        done.append((pivot, row))
    return {pivot for pivot, row in done if len(row) == 1}


def _minus(row: Mapping[str, Any], other: Mapping[str, Any], times: Any) -> dict[str, Any]:
    out = dict(row)
    for i, v in other.items():
        out[i] = out.get(i, 0) - times * v
    return {i: v for i, v in out.items() if v}
