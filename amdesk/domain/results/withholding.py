"""Withholding small groups where figures leave the unit, so that nobody can compute them from the others (domain rule 13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from math import gcd

from amdesk.domain.results.figures import Figure

SMALLEST_GROUP = 5
"""Groups with fewer are withheld in files for others (domain rule 13)."""
EVERYONE = ".all"
"""How the figure of everybody is called: totals are kept as long as that is possible (domain rule 13)."""


Sums = Sequence[tuple[str, Sequence[str]]]
Ranges = Callable[[Mapping[str, int], Sequence[str], Sums, float], Mapping[str, tuple[float, float]]]
"""From the counts that are shown, the names asked for and all sums: the least and the most that each can be, or as much of
that as shows that it can be nothing and the last number too."""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What a count does not say of itself. `few` are ids with fewer than five people behind the count, its base or the rest
    of it, though they count more employments; `unprinted` are counted to be protected and shown nowhere."""

    few: frozenset[str] = frozenset()
    unprinted: frozenset[str] = frozenset()
    bases: Mapping[str, str] = field(default_factory=dict)
    """The id of the figure whose count is another one's base: where it goes, the base goes there too."""


def withheld(
    found: Sequence[Figure], relations: Sums, behind: Unsaid | None = None, ranges: Ranges | None = None
) -> list[Figure]:
    """The same figures for others: groups and counts under five go, and others with them until none can be computed.

    A sum with one missing term gives that term away; so does a chain of sums. Both are closed: first every sum with one
    missing term loses another, then elimination over all sums is asked whether any withheld figure can still be found.
    Counts are known to be 0 or more, so that a sum can also bound its terms: `ranges` says how far, and more is withheld
    until a small count could as well be nothing or five. It begins with the totals alone and lets the other figures in as
    far as they give nothing away: sums before their parts.
    """
    behind = behind or Unsaid()
    counts = {f.id: f.count for f in found if f.count is not None}
    bases = {f.id: f.base for f in found}
    small = {i for i, n in counts.items() if _small(n) or _small(bases[i] or 0) or _small((bases[i] or 0) - n)}
    small |= behind.few & counts.keys()
    sums = [(w, parts) for w, parts in relations if {w, *parts} <= counts.keys()]
    open_ = {i for w, parts in sums for i in (w, *parts) if bases[i] != 0}  # a nought of an empty group hides nothing
    asked, unprinted = sorted(small & open_ - _of_nobody(counts, bases)), behind.unprinted
    gone = {i for i in open_ if i in small or not i.endswith(EVERYONE)} | unprinted & open_
    # a small total is else what is left of a sum of totals; where nobody gives `ranges`, nothing further down would see it
    _close(gone, sums, counts, unprinted)
    tight: Sequence[str] = asked
    while ranges and (tight := _tight(tight, gone, counts, sums, ranges)):
        if not _widen(tight, gone, sums, counts):
            break
        _close(gone, sums, counts, unprinted)
    wholes = {w for w, _ in sums}
    extra = sorted(gone - small - unprinted, key=[*counts].index)
    told = partial(_settled, counts=counts, sums=sums, small=small, unprinted=unprinted, asked=asked, ranges=ranges)
    gone = _needed(gone, sorted(extra, key=lambda i: (not i.endswith(EVERYONE), i not in wholes)), told)
    gone |= small | unprinted & counts.keys()
    return [_shown(f, gone, behind.bases) for f in found]


def _of_nobody(counts: Mapping[str, int], bases: Mapping[str, int | None]) -> set[str]:
    """Figures of what nobody at all has: nought in every group for all to see, and told of nobody."""
    empty = {i for i, n in counts.items() if i.endswith(EVERYONE) and n == 0 and not _small(bases[i] or 0)}
    return {i for i in counts if i.partition(".")[0] + EVERYONE in empty}


def _settled(
    gone: set[str],
    *,
    counts: Mapping[str, int],
    sums: Sums,
    small: set[str],
    unprinted: frozenset[str],
    asked: Sequence[str],
    ranges: Ranges | None,
) -> set[str] | None:
    """What is left withheld where only these are: without those that the sums give anyway. None where a small one is given."""
    while computable := _computable(gone, sums) - (unprinted - _protected(counts)):
        if computable & small:
            return None
        gone = gone - computable
    return None if ranges and _tight(asked, gone, counts, sums, ranges) else gone


def _needed(gone: set[str], extra: Sequence[str], settled: Callable[[set[str]], set[str] | None]) -> set[str]:
    """`gone` without those of `extra` that can be shown all the same, the first ones first: asked for many at once, and for
    halves where that is too much."""
    waiting = [list(extra)]
    while waiting:
        asked = waiting.pop()
        left = settled(gone - set(asked)) if gone & set(asked) else gone
        if left is not None:
            gone = left
        elif len(asked) > 1:
            half = len(asked) // 2
            waiting += [asked[half:], asked[:half]]
    return gone


def _small(number: int) -> bool:
    return 0 < number < SMALLEST_GROUP


def _shown(f: Figure, gone: set[str], bases: Mapping[str, str]) -> Figure:
    if f.id in gone:
        return replace(f, count=None, base=None)
    return replace(f, base=None) if bases.get(f.id, f.id) in gone else f


def _close(gone: set[str], sums: Sums, counts: Mapping[str, int], unprinted: frozenset[str]) -> None:
    """Withhold more until no sum, and no chain of sums, gives a withheld figure away."""
    known = [{w, *parts} for w, parts in sums]
    wholes = {w for w, _ in sums}
    while open_ := [r for r in known if len(r & gone) == 1 and not r & gone & unprinted - _protected(counts)]:
        gone.add(min((i for r in open_ for i in r - gone), key=lambda i: _cost(i, gone, known, wholes, counts)))
    while computable := _computable(gone, sums) - (unprinted - _protected(counts)):
        near = {i for r in known if r & computable for i in r - gone} or counts.keys() - gone
        if not near:
            break
        gone.add(min(near, key=lambda i: _cost(i, gone, known, wholes, counts)))


def _protected(counts: Mapping[str, int]) -> set[str]:
    return {i for i, n in counts.items() if _small(n)}


def _tight(asked: Sequence[str], gone: set[str], counts: Mapping[str, int], sums: Sums, ranges: Ranges) -> list[str]:
    """Those that the sums hold too closely, the tightest first. Who is held loosely once stays so when more is withheld."""
    found = ranges({i: n for i, n in counts.items() if i not in gone}, asked, sums, SMALLEST_GROUP)
    out = []
    for i, (low, high) in found.items():
        loose = low < 1 and high >= SMALLEST_GROUP if _small(counts[i]) else high - low >= SMALLEST_GROUP
        if not loose:
            out.append((i, high - low))
    return [i for i, _ in sorted(out, key=lambda x: (x[1], x[0]))]


def _widen(tight: Sequence[str], gone: set[str], sums: Sums, counts: Mapping[str, int]) -> bool:
    """Withhold one more beside each count that is held too closely; false where nothing is left to withhold there.

    Elimination alone does not see these: one person with both and one erased, everybody else shown, are two together, so that
    neither can be five.
    """
    known = [{w, *parts} for w, parts in sums]
    wholes = {w for w, _ in sums}
    changed: set[str] = set()
    for name in tight:
        near, reached = {name}, set[str]()
        while not reached:
            around = {i for r in known if r & near for i in r}
            reached = around - gone
            if around <= near:
                break
            near |= around
        if reached and not reached & changed:
            changed.add(min(reached, key=lambda i: _cost(i, gone, known, wholes, counts)))
            gone |= changed
    return bool(changed)


def _cost(
    name: str, gone: set[str], known: Sequence[set[str]], wholes: set[str], counts: Mapping[str, int]
) -> tuple[int, bool, bool, int, str]:
    """What withholding one more figure costs: sums that it would leave with one term missing, less those that it closes;
    then a whole before a part, a nought before others (they tell most), and big before small."""
    mine = [len(r & gone) for r in known if name in r]
    opened, closed = mine.count(0), mine.count(1)
    return opened - closed, name in wholes, counts[name] == 0, counts[name], name


def _computable(gone: set[str], relations: Sequence[tuple[str, Sequence[str]]]) -> set[str]:
    """Withheld figures that the sums determine: a row of the eliminated system with one unknown. Whole numbers all through:
    a row is multiplied instead of divided, and then made as small as it goes."""
    done: dict[str, dict[str, int]] = {}
    for whole, parts in relations:
        row = {i: -1 for i in parts if i in gone}
        if whole in gone:
            row[whole] = 1
        for pivot in [i for i in row if i in done]:
            row = _without(pivot, row, done[pivot])
        if not row:
            continue
        pivot = min(row)
        for other in [p for p, r in done.items() if pivot in r]:
            done[other] = _without(pivot, done[other], row)
        done[pivot] = row
    return {pivot for pivot, row in done.items() if len(row) == 1}


def _without(pivot: str, row: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """The row less so many times the other that the pivot is gone."""
    mine, theirs = row[pivot], other[pivot]
    out = {i: theirs * v for i, v in row.items()}
    for i, v in other.items():
        out[i] = out.get(i, 0) - mine * v
    common = gcd(*out.values()) or 1
    return {i: v // common for i, v in out.items() if v}
