"""The settings a walk is made under, and the fewest walks in which every pair of them meets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product
from typing import NamedTuple

LARGEST = {"1280x640": 1.0, "1366x768": 1.5, "1920x1080": 2.25}
"""Screens, and how many times larger than usual everything may be on each: scale x text size."""


class Setting(NamedTuple):
    """`scale` and `text` in percent; `hands` is what alone is used."""

    lang: str
    size: str
    scale: int
    text: int
    look: str
    hands: str

    @property
    def name(self) -> str:
        return f"{self.lang}_{self.size}_{self.scale}_{self.text}_{self.look}_{self.hands}"

    def fits(self) -> bool:
        return self.scale * self.text / 10_000 <= LARGEST[self.size]


VALUES: tuple[tuple[str | int, ...], ...] = (
    ("sv", "en"),
    ("1366x768", "1280x640", "1920x1080"),
    (100, 150, 200),
    (100, 150, 200),
    ("light", "dark", "contrast"),
    ("keyboard", "mouse"),
)
"""By the fields of a setting."""
SHORT = (
    Setting("sv", "1366x768", 100, 100, "light", "keyboard"),
    Setting("en", "1920x1080", 100, 100, "dark", "mouse"),
)
"""What is walked where there is little time: both hands, both languages, a small screen and a large one."""

Pair = tuple[int, str | int, int, str | int]


def possible() -> list[Setting]:
    """All that fit their screen."""
    made = (Setting(*one) for one in product(*VALUES))  # type: ignore[arg-type]  # each value stands in its field's place
    return [one for one in made if one.fits()]


def pairs_of(one: Setting) -> set[Pair]:
    return {(i, one[i], j, one[j]) for i, j in combinations(range(len(one)), 2)}


def covering(first: Sequence[Setting] = SHORT) -> list[Setting]:
    """`first`, and then always the one that brings most pairs that no walk has yet."""
    every = possible()
    left = set().union(*map(pairs_of, every)).difference(*map(pairs_of, first))
    chosen = list(first)
    while left:
        best = max(every, key=lambda one: len(pairs_of(one) & left))
        chosen.append(best)
        left -= pairs_of(best)
    return chosen
