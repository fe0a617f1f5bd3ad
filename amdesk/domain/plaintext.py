"""A text that another system made, as a person reads it: no tags of a web page, and no characters that show nothing."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

TAGS: Final = (
    "a|abbr|article|b|blockquote|br|code|dd|div|dl|dt|em|font|h[1-6]|header|hr|i|img|li|ol|p|pre|section|small|span|strong|"
    "style|script|sub|sup|table|tbody|td|th|thead|tr|u|ul"
)
TAG: Final = re.compile(rf"</?(?:{TAGS})(?:[\s/][^<>]*)?>|<!--", re.IGNORECASE)
"""A tag of a web page and no other: what stands between angles otherwise is words of the text."""
ENTITY: Final = re.compile(r"&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE)
HIDDEN: Final = re.compile(r"<(script|style)\b[^<>]*>|<!--", re.IGNORECASE)
CLOSES: Final = {
    "script": re.compile(r"</script\s?>?", re.IGNORECASE),
    "style": re.compile(r"</style\s?>?", re.IGNORECASE),
    "": re.compile("-->"),
}
"""By what begins what nobody sees on a page, where it ends."""
BREAK: Final = re.compile(
    r"<(?:/?(?:p|div|h[1-6]|ul|ol|table|tr|section|article|header|blockquote|pre|dl|dt|dd)|br|hr)\b[^<>]*>",
    re.IGNORECASE,
)
ITEM: Final = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
KEPT: Final = frozenset("\n\t")
TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the order of what stands after them: a title would read backwards."""


def plain(said: str) -> str:
    """A text without tags of a web page, with its characters for what stood in code, and without what shows nothing."""
    return seen(_untagged(said) if TAG.search(said) else html.unescape(said) if ENTITY.search(said) else said)


def seen(said: str) -> str:
    """A text without control characters and without signs that turn its order; no bank keeps the first of them alike."""
    if said.isprintable():
        return said
    return "".join(
        c
        for c in said.replace("\r\n", "\n").replace("\r", "\n")
        if c in KEPT or (unicodedata.category(c) not in {"Cc", "Cs"} and c not in TURNING)
    )


def _untagged(said: str) -> str:
    lined = ITEM.sub("\n– ", BREAK.sub("\n", _without_hidden(said)))
    text = html.unescape(TAG.sub("", lined)).replace("\xa0", " ")
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _without_hidden(said: str) -> str:
    """Without scripts, styles and comments; what is never closed stays as words."""
    out, at = [], 0
    unclosed: set[str] = set()
    for found in HIDDEN.finditer(said):
        what = (found.group(1) or "").lower()
        if found.start() < at or what in unclosed:
            continue
        end = CLOSES[what].search(said, found.end())
        if end is None:
            unclosed.add(what)
            continue
        out.append(said[at : found.start()])
        at = end.end()
    return "".join((*out, said[at:]))
