"""A word without an end takes no more than its place, wherever somebody may have written one: nothing breaks it, and whatever shows
it would grow as wide as it is."""

from __future__ import annotations

import re

from PySide6.QtGui import QFontMetrics

LONGEST = 120
"""Letters of a word that are shown: nobody reads a longer one, and all of it stands in the field that it was written in."""
BREAKS = 15
"""Letters after which a long word may go on in the next line, and more than any ordinary word is longer by."""
ONE_LINE = 80
"""Letters from which on a line that does not wrap may be narrower than it is."""
TIP = 600
"""Letters of a tooltip."""
TIP_LINE = 80
"""Letters of a line of a tooltip, which Qt breaks nowhere."""
LONG_WORD = re.compile(rf"\S{{{2 * BREAKS + 1},}}")
BREAK = "\u200b"
"""Where a word may be broken; nobody sees it."""


def breakable(said: str) -> str:
    """A text that wraps, with places at which its long words may be broken."""
    return LONG_WORD.sub(_broken, said) if len(said) > 2 * BREAKS else said


def _broken(found: re.Match[str]) -> str:
    word = found[0] if len(found[0]) <= LONGEST else found[0][:LONGEST] + "…"
    return BREAK.join(word[i : i + BREAKS] for i in range(0, len(word), BREAKS))


def tip(said: str) -> str:
    """What a tooltip says: as much as a screen has room for."""
    if len(said) <= 2 * TIP_LINE:
        return said
    from textwrap import wrap  # the first paint shows no tooltip

    short = said if len(said) <= TIP else said[:TIP] + "…"
    return "\n".join("\n".join(wrap(line, TIP_LINE)) for line in short.splitlines())


def shortest(metrics: QFontMetrics, said: str) -> int:
    """Pixels of the beginning of a line: what it asks for, however long it is."""
    return metrics.horizontalAdvance(said[:ONE_LINE])
