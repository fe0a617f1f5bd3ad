"""In which order mixed text stands on a line: Arabic and Hebrew from the right, Latin words and numbers within them from the
left (Unicode Standard Annex 9, for text without its own marks of direction, which are left out before: rules P2 to P3, W1 to
W7, N0 to N2, I1 to I2, L1 and L2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

LEFT = "\u200e"
"""A mark that what follows goes from the left."""
STRONG = {"L": 0, "R": 1, "AL": 1}
NEUTRAL = {"B", "S", "WS", "ON"}
PAIRS = {
    "(": ")",
    "[": "]",
    "{": "}",
    "⟨": "⟩",
    "（": "）",
    "「": "」",
    "『": "』",
    "【": "】",
    "《": "》",
    "〈": "〉",
    "〔": "〕",
}
"""Brackets that belong together."""


def in_a_swedish_line(said: str) -> list[int]:
    """The level of each character where the paper goes from the left.

    A line goes from the right where more of its words do than from the left, whatever numbers stand among them: each of these
    reads as it is written (as if a mark of direction stood before it, so that no date is turned round). Readers that copy count
    the words too. In others a number after the last of
    them stands after it, not before: the line's date is not the name's (UAX 9, HL4).
    """
    words = said.split(" ")
    sides = [_side(word) for word in words]
    if sides.count("R") > sides.count("L"):
        alone = [not side and any(c.isdecimal() for c in word) for word, side in zip(words, sides, strict=True)]
        return _levels_with([LEFT * mark + word for word, mark in zip(words, alone, strict=True)], 1)
    marked = []
    for i, word in enumerate(words):
        before = next((side for side in reversed(sides[:i]) if side), "L")
        after = next((side for side in sides[i:] if side), "L")
        marked.append(LEFT + word if (before, after) == ("R", "L") and not sides[i] else word)
    return _levels_with(marked, 0)


def _levels_with(marked: Sequence[str], base: int) -> list[int]:
    """Of words, some with a mark of direction before them, the levels of all but the marks."""
    whole = " ".join(marked)
    return [level for c, level in zip(whole, levels(whole, base), strict=True) if c != LEFT]


def _side(word: str) -> str:
    """R where a word has a letter that goes from the right, L where it has another, nothing of numbers and signs."""
    kinds = {STRONG.get(unicodedata.bidirectional(c)) for c in word}
    return "R" if 1 in kinds else "L" if 0 in kinds else ""


def levels(said: str, base: int) -> list[int]:
    """The level of each character: even from the left, odd from the right. What is seen by nobody is passed over (X9)."""
    seen = [i for i, c in enumerate(said) if unicodedata.bidirectional(c) != "BN"]
    plain = "".join(said[i] for i in seen)
    first = [unicodedata.bidirectional(c) or "L" for c in plain]
    kinds, start = list(first), "R" if base % 2 else "L"
    _weak(kinds, start)
    _brackets(plain, first, kinds, start)
    _neutral(kinds, start)
    found = [_level(kind, base) for kind in kinds]
    for i in range(len(plain) - 1, -1, -1):
        if first[i] not in {"WS", "S", "B"}:
            break
        found[i] = base
    level = dict(zip(seen, found, strict=True))
    out: list[int] = []
    for i in range(len(said)):
        out.append(level.get(i, out[-1] if out else base))
    return out


def visual(runs: Sequence[int]) -> list[int]:
    """The places of runs with these levels, from left to right."""
    order = list(range(len(runs)))
    lowest = min((level for level in runs if level % 2), default=1)
    for level in range(max(runs, default=0), lowest - 1, -1):
        turned: list[int] = []
        part: list[int] = []
        for place in order:
            if runs[place] >= level:
                part.insert(0, place)
            else:
                turned += [*part, place]
                part = []
        order = turned + part
    return order


def _level(kind: str, base: int) -> int:
    if base % 2:
        return base if kind == "R" else base + 1
    return base + {"L": 0, "R": 1}.get(kind, 2)


def _weak(kinds: list[str], start: str) -> None:
    """W1 to W7: marks go with what they stand on, numbers with what they stand after, signs with numbers around them."""
    strong, before = start, start
    for i, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[i] = before
        elif kind == "EN" and strong == "AL":
            kinds[i] = "AN"
        elif kind in STRONG:
            strong = kind
        before = kinds[i]
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    _separators(kinds)
    _terminators(kinds)
    strong = start
    for i, kind in enumerate(kinds):
        if kind in {"ES", "CS", "ET"}:
            kinds[i] = "ON"
        elif kind in STRONG:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[i] = "L"


def _separators(kinds: list[str]) -> None:
    """W4: one sign between two numbers of a kind is of that kind."""
    for i in range(1, len(kinds) - 1):
        beside = kinds[i - 1]
        if beside == kinds[i + 1] and (kinds[i], beside) in {("ES", "EN"), ("CS", "EN"), ("CS", "AN")}:
            kinds[i] = beside


def _terminators(kinds: list[str]) -> None:
    """W5: signs such as % and € go with the number beside them."""
    at = 0
    for kind, part in groupby(list(kinds)):
        end = at + len(list(part))
        if kind == "ET" and ((at and kinds[at - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")):
            kinds[at:end] = ["EN"] * (end - at)
        at = end


def _direction(kind: str) -> str:
    """Of a resolved character: numbers are like letters from the right here; nothing of a neutral one."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(kind, "")


def _brackets(said: str, first: Sequence[str], kinds: list[str], start: str) -> None:
    """N0: a pair of brackets goes with what stands in it, or with what stands before it."""
    for opened, closed in sorted(_pairs(said, kinds)):
        within = {_direction(kind) for kind in kinds[opened + 1 : closed]} - {""}
        if not within:
            continue
        before = next((d for d in map(_direction, reversed(kinds[:opened])) if d), start)
        chosen = start if start in within or before == start else before
        for at in (opened, closed):
            kinds[at] = chosen
            for i in range(at + 1, len(kinds)):
                if first[i] != "NSM":
                    break
                kinds[i] = chosen


def _pairs(said: str, kinds: Sequence[str]) -> list[tuple[int, int]]:
    stack: list[tuple[str, int]] = []
    found = []
    for i, letter in enumerate(said):
        if kinds[i] != "ON":
            continue
        if letter in PAIRS:
            stack.append((PAIRS[letter], i))
        elif any(letter == wanted for wanted, _ in stack):
            while stack:
                wanted, at = stack.pop()
                if wanted == letter:
                    found.append((at, i))
                    break
    return found


def _neutral(kinds: list[str], start: str) -> None:
    """N1 and N2: what has no direction goes with what stands on both sides of it, else with the line."""
    at = 0
    for neutral, part in groupby(list(kinds), lambda kind: kind in NEUTRAL):
        end = at + len(list(part))
        if neutral:
            before = _direction(kinds[at - 1]) if at else start
            after = _direction(kinds[end]) if end < len(kinds) else start
            kinds[at:end] = [before if before == after else start] * (end - at)
        at = end
