"""What two have written of one text since it was the same: line by line both are kept, and where both have changed the same
lines it is told which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

BETWEEN = "…"
"""Stands between lines that are told together and do not follow each other."""


class Piece(NamedTuple):
    """Some lines as each has them: `clash` where both have changed them, and otherwise the same in all three."""

    mine: Sequence[str]
    theirs: Sequence[str]
    before: Sequence[str]
    clash: bool = False

    def of(self, which: int) -> Sequence[str]:
        """0 mine, 1 theirs, 2 before."""
        return (self.mine, self.theirs, self.before)[which]


class _Hunk(NamedTuple):
    """Lines `first` to `last` of the text before became `lines`."""

    first: int
    last: int
    mine: bool
    lines: Sequence[str]


def pieces(before: str, mine: str, theirs: str) -> list[Piece]:
    """The text in its order."""
    old = _lines(before)
    hunks = sorted([*_hunks(old, _lines(mine), mine=True), *_hunks(old, _lines(theirs), mine=False)])
    out, at = [], 0
    for group in _groups(hunks):
        first, last = group[0].first, max(h.last for h in group)
        out += _kept(old[at:first])
        own, other = (_said(old, first, last, [h for h in group if h.mine is side]) for side in (True, False))
        sides = {h.mine for h in group}
        if len(sides) == 2 and own != other:
            out.append(Piece(own, other, old[first:last], clash=True))
        else:
            out += _kept(own if True in sides else other)
        at = last
    return [*out, *_kept(old[at:])]


def joined(found: Iterable[Piece], which: int = 0) -> str:
    """The whole text, where both have changed the same lines as `which` has them."""
    return "\n".join(line for piece in found for line in piece.of(which))


def clashing(found: Iterable[Piece], which: int) -> str:
    """Those lines alone that both have changed, as one of them has them."""
    return f"\n{BETWEEN}\n".join("\n".join(piece.of(which)).strip() for piece in found if piece.clash)


def _lines(said: str) -> list[str]:
    return said.replace("\r\n", "\n").split("\n")


def _hunks(old: Sequence[str], new: Sequence[str], *, mine: bool) -> list[_Hunk]:
    acts = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return [_Hunk(a1, a2, mine, new[b1:b2]) for act, a1, a2, b1, b2 in acts if act != "equal"]


def _groups(hunks: Sequence[_Hunk]) -> list[list[_Hunk]]:
    """Those of the two that meet each other together."""
    out: list[list[_Hunk]] = []
    for hunk in hunks:
        if out and any(_meet(hunk, other) for other in out[-1]):
            out[-1].append(hunk)
        else:
            out.append([hunk])
    return out


def _meet(one: _Hunk, other: _Hunk) -> bool:
    """Whether both have changed a line, or one has put something in just where the other has changed."""
    if one.mine is other.mine:
        return False
    puts_in = one.first == one.last or other.first == other.last
    if puts_in:
        return one.first <= other.last and other.first <= one.last
    return one.first < other.last and other.first < one.last


def _said(old: Sequence[str], first: int, last: int, hunks: Iterable[_Hunk]) -> list[str]:
    out, at = list[str](), first
    for hunk in hunks:
        out += [*old[at : hunk.first], *hunk.lines]
        at = hunk.last
    return [*out, *old[at:last]]


def _kept(lines: Sequence[str]) -> list[Piece]:
    return [Piece(lines, lines, lines)] if lines else []
