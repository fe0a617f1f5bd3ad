"""What several reports tell of together: a half-year, less its first quarter and less April and May, is June."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from itertools import combinations, product
from typing import TypeVar

AT_ONCE = ((8, 4), (20, 3), (60, 2))
"""Of so many parts, how many are added and taken from each other at once: all combinations of more would be too many to ask about."""
DIGIT = 4
"""Bits for how often a piece is counted, from four times too little to four times too much."""
Piece = TypeVar("Piece", bound=Hashable)
Used = tuple[int, ...]


def told_together(parts: Sequence[Collection[Piece]]) -> Mapping[frozenset[Piece], list[Used]]:
    """Each set of pieces that is a sum of some parts less others, and is none of the parts: whoever has the counts of the parts
    has its counts. With the parts that it is made of, by their numbers, each time that it can be made."""
    pieces = list(dict.fromkeys(p for part in parts for p in part))
    one = {p: 1 << DIGIT * n for n, p in enumerate(pieces)}
    vectors = {n: sum(one[p] for p in part) for n, part in enumerate(parts) if part}
    every = sum(one.values())
    found: dict[int, list[Used]] = defaultdict(list)
    at_once = next((most for n, most in AT_ONCE if len(vectors) <= n), 1)
    for size in range(2, at_once + 1):
        for some in combinations(vectors, size):
            for signs in product((1, -1), repeat=size - 1):
                total = sum(sign * vectors[n] for sign, n in zip((1, *signs), some, strict=True))
                for region in (total, -total):
                    if _once(region, every):
                        found[region].append(some)
    known = set(vectors.values())
    return {frozenset(p for p in pieces if r & one[p]): used for r, used in found.items() if r not in known}


def _once(region: int, every: int) -> bool:
    """Whether each piece is counted once or not at all, and one is."""
    middle = every << (DIGIT - 2)
    return region > 0 and ((region + middle) ^ middle) & ~every == 0
