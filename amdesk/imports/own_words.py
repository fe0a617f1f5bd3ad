"""Needs and demands as the program itself writes them, in each of its languages: what it says on a screen or in a list it reads back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from amdesk.domain.people.vocabulary import VOCABULARY
from amdesk.domain.people.wording import NEED_KINDS
from amdesk.domain.values import fold
from amdesk.i18n import LANGUAGES, Words

_HOLE = "0000"
_NUMBER = r"(\d{1,3})"
_RANGE = r"(\d{1,3})(?:–(?P<high>\d{1,3}))?"
_CLOCK = r"(\d{1,2})[.:](\d{2})"
CLOCKS = ("start_after", "end_before")
MOST = {"days_week": 7, "extent": 100, "stand_share": 100, "sit_share": 100}
"""What no number of a kind is above."""


class OwnWords(NamedTuple):
    """By phrase the need or the demand that it is; `numbers` are the phrases with a number in them, `pieces` in how many the commas
    of the longest may part it."""

    phrases: Mapping[str, tuple[str, str]]
    numbers: Sequence[tuple[re.Pattern[str], str]]
    pieces: int

    def read(self, low: str) -> tuple[str, str] | None:
        """Kind and value of a folded phrase; None where the program would not write it so."""
        if (found := self.phrases.get(low)) is not None:
            return found
        for pattern, kind in self.numbers:
            if (m := pattern.fullmatch(low)) and (value := _value(kind, m)):
                return kind, value
        return None


def _value(kind: str, m: re.Match[str]) -> str:
    """As it is kept; "" for a time of day that no clock shows, eight days a week, and bounds the wrong way round."""
    if kind in CLOCKS:
        return f"{int(m[1]):02d}:{m[2]}" if int(m[1]) < 24 and int(m[2]) < 60 else ""
    low, said = int(m[1]), m.groupdict()
    if max(low, int(said.get("high") or 0)) > MOST.get(kind, 999):
        return ""
    if said.get("more"):
        return f"{low}-" if not said["high"] else ""
    if not said.get("high"):
        return f"{low}"
    return f"{low}-{int(said['high'])}" if low < int(said["high"]) else ""


@cache
def own_needs() -> OwnWords:
    """What a need is called, of the vocabulary and of a placement's own fields; not those that name a place or an occupation."""
    return _table(_needs(), bounds=False)


@cache
def own_demands() -> OwnWords:
    """What a demand is called."""
    return _table(_demands(), bounds=True)


def _needs() -> Iterator[tuple[str, str, str]]:
    for entry in VOCABULARY:
        for i, msgid in enumerate(entry.needs):
            yield msgid, entry.id, "" if entry.numbers else str(i + entry.offer)
    yield NEED_KINDS["daytime"], "daytime", "-"
    for kind in (*CLOCKS, "max_travel"):
        yield NEED_KINDS[kind], kind, ""


def _demands() -> Iterator[tuple[str, str, str]]:
    for entry in VOCABULARY:
        for i, msgid in enumerate(entry.demands):
            yield msgid, entry.id, "" if entry.numbers else str(i)


def _table(said: Iterator[tuple[str, str, str]], *, bounds: bool) -> OwnWords:
    """`said` are (msgid, kind, value), "" as value where a number stands in the phrase; with `bounds` it may be two numbers, or
    one and more. A phrase that is said of two kinds is left out: which one is meant cannot be known."""
    phrases: list[tuple[str, str, str]] = []
    numbers: dict[tuple[str, str], re.Pattern[str]] = {}
    commas = 0
    for msgid, kind, value in said:
        for lang in LANGUAGES:
            words = Words(lang)
            commas = max(commas, words(msgid, value=_HOLE).count(","))
            if value:
                phrases.append((fold(words(msgid)), kind, value.strip("-")))
                continue
            number = _CLOCK if kind in CLOCKS else _RANGE if bounds else _NUMBER
            pattern = re.escape(fold(words(msgid, value=_HOLE))).replace(_HOLE, number)
            numbers[kind, lang] = re.compile(pattern + (_more(words) if bounds else ""))
    kinds = Counter(low for low, kind in {(low, kind) for low, kind, _ in phrases})
    alone = {low: (kind, value) for low, kind, value in phrases if kinds[low] == 1}
    return OwnWords(alone, [(pattern, kind) for (kind, _), pattern in numbers.items()], 1 + 2 * commas)


def _more(words: Words) -> str:
    """How a demand without an upper bound goes on."""
    said = words("{sentence} or more", sentence=_HOLE).replace(_HOLE, "")
    return rf"(?P<more>{re.escape(fold(f'x{said}')[1:])})?"


def between(low: str, own: OwnWords) -> tuple[str, str] | None:
    """A demand of which only the bounds are known: two phrases of one kind with a dash between them."""
    first, dash, last = low.partition(" – ")
    one, other = own.phrases.get(first), own.phrases.get(last)
    if not dash or one is None or other is None or one[0] != other[0] or one[1] >= other[1]:
        return None
    return one[0], f"{one[1]}-{other[1]}"
