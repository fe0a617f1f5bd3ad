"""What readers of PDF copy out of a line with words from the right: the line as it was written, whichever way they read.

No order of glyphs is right in all of them. PDFium and pdf.js (the browsers) and pypdf read the glyphs that are seen, in the
order in which they are seen, and turn words from the right. Poppler's pdftotext goes by a page, not by a line: on a Swedish
page it gives what stands from left to right, and turns only the words themselves. So the glyphs that are seen say nothing to
Poppler (an empty ActualText, ISO 32000-1, 14.9.4, which the others pass over), and letters that nobody sees say the line to
Poppler alone: blanks of the width of the line, each with a letter as its ActualText, which the others take for nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

SILENT = "/Span <</ActualText <FEFF>>> BDC"
"""Begins what Poppler passes over. Each piece has one of its own: PDFium passes over what follows in the same one."""
SAID = "/Span <</ActualText <FEFF{}>>> BDC"
END = "EMC"
LEFT = "\u200e"
"""Ends words from the right: a space or bracket after them would be taken as one of them, and stand on their other side."""


def silent(operator: str) -> str:
    """An operator with what it shows unsaid; others as they are."""
    return f"{SILENT} {operator} {END}" if operator.endswith(("TJ", "Tj")) else operator


def spelled(letter: str) -> tuple[str, str]:
    """What begins and ends a piece that says a letter to Poppler."""
    return SAID.format(letter.encode("utf-16-be").hex().upper()), END


def cells(line: str) -> list[tuple[int, str]]:
    """The letters of a line, each with its place from the left. Words from the right are turned, each stretch of them by itself,
    and the stretches follow one another from left to right. In the file the words are in the order of reading, each from left to
    right: so pdftotext reads them that is told not to look at places (-raw)."""
    out: list[tuple[int, str]] = []
    for part, right in _stretches(line):
        at = len(out)
        if not right:
            out += enumerate(part, at)
            continue
        end = at + len(part)
        for word in re.findall(" |[^ ]+", part):
            out += enumerate(reversed(word), end - len(word))
            end -= len(word)
        out.append((len(out), LEFT))
    return out


def _stretches(line: str) -> Iterator[tuple[str, bool]]:
    """The stretches of a line, and whether they go from the right. These end with the last such letter before a letter from the
    left or a number."""
    kinds = [unicodedata.bidirectional(c) for c in line]
    start = 0
    while start < len(line):
        right = kinds[start] in {"R", "AL"}
        end, at = start + 1, start + 1
        while at < len(line) and kinds[at] not in ({"L", "EN", "AN"} if right else {"R", "AL"}):
            at += 1
            if not right or kinds[at - 1] in {"R", "AL", "NSM"}:
                end = at
        yield line[start:end], right
        start = end
