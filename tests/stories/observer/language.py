"""Text in the other language, a msgid that nobody translated, and a field that nobody filled in."""

from __future__ import annotations

import gettext
import re
from functools import cache

from amdesk import resources

FIELD = re.compile(r"\{[a-z_]+\}")
TELLING = {
    "sv": re.compile(r"\b(?:the|with|was|were|this|that|which|cannot|your)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:och|är|inte|att|från|som|inga|ingen)\b", re.IGNORECASE),
}
"""Words that only the other language has."""
LETTERS = 12
"""A sentence with fields is told by its own letters; below this it could be anything."""


@cache
def _sentences(lang: str) -> tuple[frozenset[str], list[re.Pattern[str]]]:
    """What the other language says and this one says otherwise: whole texts, and sentences with fields as patterns."""
    with (resources.folder() / "translations" / "sv.mo").open("rb") as file:
        found = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # gettext offers no list
    pairs = [(k, v) for k, v in found.items() if isinstance(k, str) and k and k != v]
    own = {v if lang == "sv" else k for k, v in pairs}
    other = [k if lang == "sv" else v for k, v in pairs]
    plain = frozenset(one for one in other if not FIELD.search(one) and one not in own)
    patterns = [
        re.compile(FIELD_ESCAPED.sub(".+", re.escape(one)))
        for one in other
        if FIELD.search(one) and sum(c.isalpha() for c in FIELD.sub("", one)) >= LETTERS
    ]
    return plain, patterns


FIELD_ESCAPED = re.compile(r"\\\{[a-z_]+\\\}")


@cache
def wrong(said: str, lang: str) -> str:
    """What is wrong with a text in a window of a language; "" where nothing is."""
    if FIELD.search(said):
        return "has a field that is not filled in"
    plain, patterns = _sentences(lang)
    if said in plain:
        return "is in the other language"
    if TELLING[lang].search(said) or any(p.fullmatch(said) for p in patterns):
        return "is in the other language"
    return ""


def misspoken(said: list[tuple[str, str]], lang: str) -> list[str]:
    """Of (where, text) those that are wrong."""
    return [f"{where}: “{text}” {why}" for where, text in said if text and (why := wrong(text, lang))]
