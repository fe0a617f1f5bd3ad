"""Words sought in a text of sections: which have them, the line where they stand, and where in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from amdesk.domain.guidance.markdown import GuidedSection, plain_of
from amdesk.domain.values import fold

ROOM = 90
"""Characters of the line that is shown of a section."""
BEFORE = 30
"""How many of them stand before what was sought, where it is far into the line."""


class SoughtSection(NamedTuple):
    """A section that has all the words, and the line in which they stand; the first one where its title alone has them."""

    section: GuidedSection
    around: str


def sought(found: Iterable[GuidedSection], words: str) -> list[SoughtSection]:
    """The sections that have all the words; those with them in their title first, else in their order. No words find nothing."""
    wanted = fold(words).split()
    if not wanted:
        return []
    hits = [s for s in found if all(w in fold(s.plain) for w in wanted)]
    hits.sort(key=lambda s: not all(w in fold(s.title) for w in wanted))
    return [SoughtSection(s, around(s, wanted)) for s in hits]


def spots(said: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Where the folded words stand in a text, each (first, after the last), in their order."""
    folded = [ch.casefold() for ch in said]
    place = [i for i, letters in enumerate(folded) for _ in letters]
    low = "".join(folded)
    found = (m for w in wanted for m in re.finditer(re.escape(w), low))
    return sorted((place[m.start()], place[m.end() - 1] + 1) for m in found)


def line_of(lines: Sequence[str], wanted: Sequence[str]) -> int | None:
    """Which line has all the words, or else the first that has any of them."""
    for enough in (all, any):
        for i, said in enumerate(lines):
            if enough(w in fold(said) for w in wanted):
                return i
    return None


def around(section: GuidedSection, wanted: Sequence[str]) -> str:
    """The line of a section with the words, cut between words so that the first of them is in what is left."""
    lines = [plain_of(b.said) for b in section.blocks]
    at = line_of(lines, wanted)
    said = lines[at or 0] if lines else ""
    first = spots(said, wanted)[0][0] if at is not None else 0
    begun = ""
    if first + BEFORE > ROOM and len(said) > ROOM:
        start = said.find(" ", first - BEFORE) + 1
        begun, said = "… ", said[start if 0 < start <= first else first :]
    return begun + (said if len(said) <= ROOM else said[:ROOM].rsplit(" ", 1)[0] + " …")
