"""A second, simpler solver finds the same optimum: every pattern of small tables is tried, and each is attacked by counting
through all tables of whole numbers that look the same. It shares nothing with the program but the question."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations, product

import pytest

from amdesk.domain.results.disclosure import Published, Puzzle
from amdesk.services.results.leastloss import least_loss

MOST = 9
"""Counts are at most so many here, so that all tables can be gone through."""
Table = tuple[int, ...]
NAMES = [f"{row}{column}" for row in "abt" for column in "xyt"]
SUMS = [
    *((f"{r}t", (f"{r}x", f"{r}y")) for r in "abt"),
    *((f"t{c}", (f"a{c}", f"b{c}")) for c in "xyt"),
]


def tables() -> Iterator[dict[str, int]]:
    """Every two by two table with its margins that no count of is too large."""
    for ax, ay, bx, by in product(range(MOST + 1), repeat=4):
        found = {"ax": ax, "ay": ay, "at": ax + ay, "bx": bx, "by": by, "bt": bx + by}
        found |= {f"t{c}": found[f"a{c}"] + found[f"b{c}"] for c in "xyt"}
        if max(found.values()) <= MOST:
            yield found


ALL = list(tables())


def safe(table: dict[str, int], gone: frozenset[str], widths: dict[str, int]) -> bool:
    """Whether a small count can still be nothing and anything to five, and each withheld one is known no closer than can be had."""
    seen = [t for t in ALL if all(t[i] == table[i] for i in NAMES if i not in gone)]
    for name in NAMES:
        numbers = {t[name] for t in seen}
        if 0 < table[name] < 5 and not ({0, 1, 2, 3, 4} <= numbers and max(numbers) >= 5):
            return False
        if name in gone and not 0 < table[name] < 5 and max(numbers) - min(numbers) < widths[name]:
            return False
    return True


def optimum(table: dict[str, int], losses: dict[str, int]) -> int:
    """The least that any safe pattern costs, by trying all."""
    widest = {i: min(5, max(t[i] for t in ALL) - min(t[i] for t in ALL)) for i in NAMES}
    costs: list[int] = []
    for size in range(len(NAMES) + 1):
        for some in combinations(NAMES, size):
            cost = sum(losses[i] for i in some)
            if (not costs or cost < min(costs)) and safe(table, frozenset(some), widest):
                costs.append(cost)
    return min(costs)


@pytest.mark.thorough(8)
@pytest.mark.parametrize("seed", range(8))
def test_whoever_tries_every_pattern_finds_none_that_loses_less(seed: int) -> None:
    dice = random.Random(seed)
    table = dice.choice([t for t in ALL if any(0 < n < 5 for n in t.values())])
    losses = {i: dice.choice([1, 2, 3]) * (4 if "t" in i else 1) * 10 + 1 for i in NAMES}
    cells = {i: Published(table[i], MOST, i) for i in NAMES}
    needs = {i: (0, 5) for i in NAMES if 0 < table[i] < 5}
    found = least_loss(Puzzle(cells, SUMS, needs, losses), 600)
    assert found.proved
    assert not found.given_away
    assert found.loss == optimum(table, losses), (table, losses, found.gone)
