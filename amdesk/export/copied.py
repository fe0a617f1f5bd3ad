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
from itertools import groupby

SILENT = "/Span <</ActualText <FEFF>>> BDC"
"""Begins what Poppler passes over. Each piece has one of its own: PDFium passes over what follows in the same one."""
SAID = "/Span <</ActualText <FEFF{}>>> BDC"
END = "EMC"
TOLD = "/Told <</ActualText <FEFF{}>>> BDC"
"""Begins what PDFium is told. Poppler heeds no name but Span, and the others nothing of the kind."""
KINDS = {"L": "L", "R": "R", "AL": "R", **dict.fromkeys(("AN", "EN", "NSM", "CS", "ES", "ET", "BN"), "W")}
"""Of letters as PDFium takes them: from the left, from the right, or weak, which turn nothing; all else is neutral."""
ENDING = frozenset(("L", "EN", "AN", "ES", "ET", "CS"))
"""Letters at which Poppler ends words from the right: of the left, numbers, and signs that stand in numbers, as a hyphen."""
MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
RIGHT = "\u200f"
"""For PDFium a letter from the right that nobody sees."""
LEFT = "\u200e"
"""Ends words from the right: a space or bracket after them would be taken as one of them, and stand on their other side."""


def silently(operator: str) -> str:
    """An operator with what it shows unsaid; others as they are."""
    return f"{SILENT} {operator} {END}" if operator.endswith(("TJ", "Tj")) else operator


def block(operators: list[str], told: str, *, silent: bool) -> list[str]:
    """A word's operators: what PDFium is told of it, if it is, and where it is unsaid to Poppler."""
    if not told:
        return [silently(one) for one in operators] if silent else operators
    inside = [TOLD.format(told.encode("utf-16-be").hex().upper()), *operators, END]
    return [SILENT, *inside, END] if silent else inside


def for_pdfium(line: str, among: str) -> list[str]:
    """The words of a line from left to right, so that PDFium gives the line as it is written: of words from the right it takes the
    stretches in turn and mirrors the signs after them, in that order where more stretches of the whole line (`among`) go from the
    right than from the left. Nothing where no order is right: a bracket that closes between words from the right, or a sign that is
    taken apart after them, as the three points of what was cut."""
    if any(part[0] != " " and " " in part for part in _between(line)):
        return []
    if any(unicodedata.decomposition(c) for kind, part in _parts(line) if kind == "N" for c in part):
        return []
    sides = [kind for kind, _ in _marked(among)]
    right = sides.count("R") > sides.count("L")
    now, out = "R" if right else "L", []
    for kind, part in _marked(line):
        turned = kind == "R" or (kind == "N" and now == "R")
        now = "R" if turned else now if kind == "W" else "L"
        out.append(part.translate(MIRRORED) if turned else part)
    return "".join(reversed(out) if right else out).split(" ")


def _between(line: str) -> Iterator[str]:
    """The signs that stand between words from the right."""
    parts = list(_parts(line))
    for i, (kind, part) in enumerate(parts):
        if kind == "N" and [k for k, _ in parts[max(0, i - 1) : i + 2 : 2]] == ["R", "R"]:
            yield part


def _marked(line: str) -> list[tuple[str, str]]:
    """The stretches, with a mark of direction before a bracket that opens after words from the right: PDFium would put the space
    before it behind it."""
    out: list[tuple[str, str]] = []
    parts, before = list(_parts(line)), ""
    for i, (kind, part) in enumerate(parts):
        after = parts[i + 1][0] if i + 1 < len(parts) else ""
        if kind == "N" and before == "R" and after and part[0] == " " and part != " ":
            out += [("N", " "), ("R", RIGHT) if after == "R" else ("L", LEFT), ("N", part[1:])]
        else:
            out.append((kind, part))
        before = kind if kind in "LR" else before
    return out


def _parts(line: str) -> Iterator[tuple[str, str]]:
    """The stretches of letters of one kind."""
    for kind, part in groupby(line, lambda c: KINDS.get(unicodedata.bidirectional(c), "N")):
        yield kind, "".join(part)


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
        while at < len(line) and kinds[at] not in (ENDING if right else {"R", "AL"}):
            at += 1
            if not right or kinds[at - 1] in {"R", "AL", "NSM"}:
                end = at
        yield line[start:end], right
        start = end
