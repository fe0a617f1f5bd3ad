"""What an outsider may learn of a few people, as a puzzle of counts: cells, the sums between them, and what none of the cells
may be told of (domain rule 13).

The model is cell suppression (M. Fischetti and J. J. Salazar, Management Science 46, 2000): each published cell is shown or
withheld, and whoever knows every sum, and that counts are 0 or more, must still think it possible that a small count is
nothing and that it is five.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from amdesk.domain.results.figures import Figure

SMALLEST_GROUP = 5
"""Groups with fewer are withheld in files for others (domain rule 13)."""
LEAST_WIDTH = 5
"""How far apart the ends of what an outsider knows of any withheld count are at least."""
SHARED_UNDER = 20
"""Of a smaller group, also where it is everybody, it is not told that all of them, or none, have a fact in common."""
EVERYONE = "all"
DEFINING = frozenset({"reached_day90", "kolada_ended", "ended", "running", "earlier_reached", "introduced"})
"""Counts of whoever a group is: they say how many, and nothing of anybody."""
NO_FACT = frozenset({"reason_unrecorded", "situation_not_known", "plan_unknown", "kolada_unknown", "erased"})
"""What is not known of people tells nothing of them by being so of all, or of none."""
DEAR = {
    "reached_day90": 5,
    "work_or_studies": 6,
    "work": 4,
    "studies": 4,
    "running": 5,
    "ended": 5,
    "no_assistance": 5,
    "assistance": 4,
    "no_assistance_no_measures": 4,
    "kolada_ended": 5,
    "kolada_work_or_studies": 6,
    "kolada_work": 4,
    "kolada_studies": 4,
    "earlier": 5,
    "introduced": 5,
    "hired": 5,
}
"""What withholding a count costs; every other question costs 1."""
TOTAL, PART, ONE = 2000, 600, 1
"""Times what its question costs: a total, a group; and one more for each cell, so that of equals the fewest go."""

Sums = Sequence[tuple[str, Sequence[str]]]


class Published(NamedTuple):
    """A count: what it is, what an outsider may think it is at most, and by which choice it is shown or withheld. Without a
    choice it is `shown` for good, or known to nobody."""

    value: int
    most: int
    choice: str = ""
    shown: bool = False

    def hidden(self, gone: frozenset[str]) -> bool:
        return self.choice in gone if self.choice else not self.shown


@dataclass(frozen=True, slots=True)
class Puzzle:
    """All that is published together, and what is asked of it. `needs` says of a cell the lowest and the highest number that an
    outsider must not be able to rule out; `forced` choices are withheld whatever the sums say."""

    cells: Mapping[str, Published]
    sums: Sums
    needs: Mapping[str, tuple[int, int]]
    losses: Mapping[str, int]
    forced: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which choices are withheld, what that costs, and what no pattern can cost less than. `given_away` are cells that what was
    given out before tells more of than the rule allows, whatever is withheld now."""

    gone: frozenset[str]
    loss: int = 0
    bound: int = 0
    proved: bool = True
    given_away: Sequence[str] = ()

    @property
    def gap(self) -> float:
        """How much cheaper the best pattern could be at most, as a part of this one's cost."""
        return 0.0 if not self.loss else round((self.loss - self.bound) / self.loss, 4)


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What a count does not say of itself. `few` are ids with fewer than five people behind the count, its base or the rest
    of it, though they count more employments; `unprinted` are counted to be protected and shown nowhere."""

    few: frozenset[str] = frozenset()
    unprinted: frozenset[str] = frozenset()
    bases: Mapping[str, str] = field(default_factory=dict)
    """The id of the figure whose count is another one's base: where it goes, the base goes there too."""


def small(number: int) -> bool:
    return 0 < number < SMALLEST_GROUP


def loss(name: str) -> int:
    """What withholding a figure costs, by its id."""
    what, _, whom = name.partition(".")
    return (TOTAL if whom == EVERYONE else PART) // 20 * DEAR.get(what, 1) + ONE


def puzzle(found: Sequence[Figure], sums: Sums, behind: Unsaid | None = None) -> Puzzle:
    """The puzzle of figures that are published together and of nothing else."""
    behind = behind or Unsaid()
    counts = {f.id: f.count for f in found if f.count is not None}
    most = at_most(counts.values())
    cells: dict[str, Published] = {}
    rows: list[tuple[str, Sequence[str]]] = []
    bases: dict[str, str] = {}
    for f in found:
        if f.count is None or f.base is None:
            continue
        choice = "" if f.id in behind.unprinted else f.id
        cells[f.id] = Published(f.count, most, choice)
        bases[f.id] = behind.bases.get(f.id, f.id) if counts.get(behind.bases.get(f.id, ""), -1) == f.base else ""
        if not bases[f.id] and f.base != f.count:
            bases[f.id] = f"{f.id}#base"
            cells[bases[f.id]] = Published(f.base, at_most([f.base, most]), choice)
    wanted = needs({i: (n, cells[bases[i]].value if bases[i] else n) for i, n in counts.items() if i in cells})
    for i, base in bases.items():
        if base and base != i and (rest(i) in wanted or "#" in base):
            cells[rest(i)] = Published(cells[base].value - counts[i], cells[base].most)
            rows.append((base, (i, rest(i))))
    rows += [(w, tuple(parts)) for w, parts in sums if {w, *parts} <= cells.keys()]
    return Puzzle(
        cells,
        rows,
        {i: ends for i, ends in wanted.items() if i in cells},
        {i: loss(i) for i, c in cells.items() if c.choice == i},
        frozenset(i for i in behind.few if i in cells and cells[i].choice),
    )


def at_most(counts: Iterable[int]) -> int:
    """What an outsider may think that any count of a set is at most: wider than what is published of it."""
    most = max(counts, default=0)
    return max(2 * most, most + 20)


def rest(name: str) -> str:
    """The name of a base less a count."""
    return f"{name}#rest"


def needs(
    counts: Mapping[str, tuple[int, int]], within: Mapping[str, tuple[int, int]] | None = None
) -> dict[str, tuple[int, int]]:
    """What must stay possible, from (count, base) of each id: of small counts, of whatever is counted of a small group, of small
    rests, and of what all or none of a group have in common, be it everybody. What all or none of twenty or more have is told
    of them all, and of each group of them. `within` are the counts of a report of which these are a part."""
    low_to_high = (0, SMALLEST_GROUP)
    out: dict[str, tuple[int, int]] = {}
    for i, (n, base) in counts.items():
        what = i.partition(".")[0]
        everyone = [c.get(f"{what}.{EVERYONE}", (-1, 0)) for c in (counts, within or {})]
        nobody, everybody = (
            any(of >= SHARED_UNDER and all_of == (of if every else 0) for all_of, of in everyone)
            for every in (False, True)
        )
        if small(n) or (small(base) and what not in DEFINING and not nobody):
            out[i] = low_to_high
        if small(base - n):
            out[rest(i)] = low_to_high
        if what in DEFINING | NO_FACT or not 0 < base < SHARED_UNDER:
            continue
        if n == 0 and not nobody:
            out[i] = low_to_high
        if n == base and not everybody:
            out[rest(i)] = low_to_high
    return out


def shown(found: Sequence[Figure], pattern: Pattern, bases: Mapping[str, str]) -> list[Figure]:
    """The figures as they may leave the unit: without what is withheld, and without the bases that would tell it."""
    out = []
    for f in found:
        if f.id in pattern.gone:
            out.append(Figure(f.id, f.label, f.whom, None, None, f.definition))
        elif bases.get(f.id, f.id) in pattern.gone:
            out.append(Figure(f.id, f.label, f.whom, f.count, None, f.definition))
        else:
            out.append(f)
    return out
