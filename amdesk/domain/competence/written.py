"""Codes as people hand them on: in a mail that is quoted and broken into lines, behind a link that a network added to, after a label
or before a full stop, in a page that a browser saved.

What stands around a code is taken away before it is read. Nothing of that is trusted: where it is not plain where a code ends
(a full stop may be its last letter), each end is a candidate, and the city's signature says which one is a code.
`resources/site/page.js` reads them in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from amdesk.domain.competence.base41 import BASE41

MOST_TEXT = 1_000_000
"""Characters of a text that are looked through."""
MOST_CODES = 20
"""Places in a text at which a code may begin."""
LONGEST_CODE = 4000
MOST_ENDS = 40
SHORTEST_CODE = 100
"""A link that a program cut for being shown is no code: 64 bytes of signature alone are 96 characters."""
FIRST, SECOND = "AMDESK1:", "AMDESK2:"
SIGNS = {FIRST: "A-Z2-7", SECOND: re.escape(BASE41)}
SOFT_BREAK = re.compile(r"=[ \t]*\r?\n")
ESCAPED = re.compile(r"%(?:25)*([0-9A-Fa-f]{2})|=([0-9A-F]{2})|&#(\d{2,3});|&#x([0-9A-Fa-f]{2});")
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Where a long word may be broken; marks that turn words round stay, and break a code."""
BREAK = re.compile(r"[\r\n]+(?:[ \t]*[>|])*|\s+")
AT_THE_END = re.compile(r"[.*/$-]+$")


@dataclass(frozen=True, slots=True)
class CodePlace:
    """One place at which a code stands: what it may be, the longest first."""

    candidates: Sequence[str]


def plain_text(raw: bytes) -> str:
    """The characters of a text file, as UTF-16 where it begins or looks like it; of a long one its beginning."""
    raw = raw[: 4 * MOST_TEXT]
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return raw.decode("utf-16", "replace")
    head = raw[:400]
    if head[1::2].count(0) * 4 > len(head):
        return raw.decode("utf-16-le", "replace")
    if head[0::2].count(0) * 4 > len(head):
        return raw.decode("utf-16-be", "replace")
    return raw.decode("utf-8-sig", "replace")


def carried(said: str) -> list[CodePlace]:
    """The places of a text at which codes stand, in its order; none twice."""
    text = INVISIBLE.sub("", ESCAPED.sub(_unescaped, SOFT_BREAK.sub("", said[:MOST_TEXT])))
    whole, breaks = _joined(text)
    found: dict[str, CodePlace] = {}
    for mark, signs in SIGNS.items():
        for begin in islice(re.finditer(mark, whole), MOST_CODES):
            run = re.compile(f"[{signs}]{{{SHORTEST_CODE},}}").match(whole, begin.end(), begin.end() + LONGEST_CODE)
            if run is not None:
                ends = _ends(whole, begin.end(), run.end(), breaks)
                found.setdefault(run[0], CodePlace([mark + whole[begin.end() : end] for end in ends]))
    return list(found.values())


def _unescaped(found: re.Match[str]) -> str:
    """What a mail program or a browser wrote as %24, =24 or &#36;; only signs that stand in codes and their marks."""
    hexadecimal = found[1] or found[2] or found[4]
    sign = chr(int(hexadecimal, 16) if hexadecimal else int(found[3]))
    return sign if sign in f"{BASE41}#: \t\r\n" else found[0]


def _joined(text: str) -> tuple[str, set[int]]:
    """The text without its white space and marks of quoting, and where there was some."""
    parts = BREAK.split(text)
    breaks, at = set(), 0
    for part in parts:
        at += len(part)
        breaks.add(at)
    return "".join(parts), breaks


def _ends(whole: str, first: int, last: int, breaks: set[int]) -> list[int]:
    """Where a code may end: where its signs do or a line did, and before what may be punctuation there."""
    found: dict[int, None] = {}
    for end in [last, *(at for at in range(last, first + SHORTEST_CODE, -1) if at in breaks)]:
        tail = AT_THE_END.search(whole, max(first, end - 4), end)
        for one in range(end, tail.start() - 1 if tail else end - 1, -1):
            found.setdefault(one)
    return list(found)[:MOST_ENDS]
