"""Headings that people write over two kinds of things: what stands below says which it is, and where it does not, it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from amdesk.imports import words
from amdesk.imports.headings import header_key
from amdesk.imports.model import Staged
from amdesk.imports.needs import needs_of
from amdesk.imports.reader import FileCell, empty, long

Titles = Mapping[str, str]
"""Occupations by every word for them."""
OTHERWISE = {
    "participants": {
        **dict.fromkeys(("önskemål", "övriga önskemål", "område"), "wishes"),
        **dict.fromkeys(("önskar", "wishes"), "needs"),
        **dict.fromkeys(("språk", "språkkunskaper", "languages"), "language"),
    }
}
"""By the kind of list, what else than its first meaning a heading may stand over."""
JOINED = {"wishes", "needs"}
"""Fields that several columns may say something of."""


class TwoMeanings(NamedTuple):
    """What a column may hold, by how its heading is read first and by what stands in it."""

    first: str
    other: str


def _names_occupations(cell: FileCell, titles: Titles) -> bool:
    codes, rest = words.titles(str(cell), titles)
    return bool(codes) and not rest


def _names_level(cell: FileCell, _titles: Titles) -> bool:
    return bool(words.level(str(cell)) or words.sfi(str(cell)))


def _says_needs(cell: FileCell, _titles: Titles) -> bool:
    return any(n.kind != "words" for n in needs_of(str(cell)))


SAYS: Mapping[str, Callable[[FileCell, Titles], bool]] = {
    "wishes": _names_occupations,
    "language": _names_level,
    "needs": _says_needs,
}
"""What tells that a cell holds a field's values beyond doubt."""


def decide(staged: Staged, titles: Titles, told: Mapping[str, str]) -> dict[int, TwoMeanings]:
    """Takes columns for what most of their cells say, and gives those of which the cells say both. `told` are columns that
    somebody has pointed out before."""
    known = {header_key(h) for h in told}
    doubt = {}
    for column, field in list(staged.mapping.items()):
        key = header_key(staged.heading(column))
        other = OTHERWISE.get(staged.kind.name, {}).get(key, field)
        if other == field or key in known or (other in staged.mapping.values() and other not in JOINED):
            continue
        said = [c for c in _cells(staged, column) if not long(c)]
        alike = sum(SAYS[other](c, titles) for c in said)
        if not alike:
            continue
        first = field in SAYS and any(SAYS[field](c, titles) for c in said)
        if 2 * alike >= len(said) and not first:
            staged.mapping[column] = other
        else:
            doubt[column] = TwoMeanings(field, other)
    return doubt


def has_two(staged: Staged, column: int) -> bool:
    """Whether the heading of a column has two meanings; no list says of another's which it is."""
    return header_key(staged.heading(column)) in OTHERWISE.get(staged.kind.name, {})


def _cells(staged: Staged, column: int) -> Sequence[FileCell]:
    below = staged.table[staged.header_row + 1 :]
    return [cells[column] for _, cells, _ in below if column < len(cells) and not empty(cells[column])]
