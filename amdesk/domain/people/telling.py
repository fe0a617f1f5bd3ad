"""Whether what somebody wrote tells who a person is: her name or a part of it, a number of hers, her phone, e-mail or case
number, however each is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from amdesk.domain.values import fold, phone_key

DIGITS = 6
"""So many digits in a row tell of a number: a birth date, or half a phone."""
BETWEEN = re.compile(r"[\s\-+()/.]+")
WORD = re.compile(r"[^\W_]+")
RUN = re.compile(r"\d+")
CENTURY = 2
"""Digits of an identity number that are often left out."""
WHOLE_WORDS = 99
"""Letters of a part of a word that would tell of her, so many that none does: only whole words."""


class WhoIsTold(NamedTuple):
    """What tells of one person, or of any of several."""

    words: frozenset[str]
    """Of names, and of an e-mail address what stands before its sign."""
    numbers: frozenset[str]
    """Digits of identity numbers, phones and case numbers."""
    whole: frozenset[str] = frozenset()
    """Case numbers without their signs."""

    def said_in(self, said: str, letters: int = 1) -> bool:
        """Whether a text tells of her; a part of a word from so many `letters` on, and whole words always."""
        return self._named(said, letters) or self._numbered(said)

    def in_file_name(self, file: str) -> bool:
        """Whether a file is called after her, by whole words, since it may be called after a place or a month: then it is not
        named to anybody from whom she is hidden, and goes with her where she is erased."""
        return self.said_in(file, WHOLE_WORDS)

    def _named(self, said: str, letters: int) -> bool:
        written = set(WORD.findall(_plain(said)))
        if written & self.words:
            return True
        parts = tuple(w for w in written if len(w) >= letters)
        return bool(parts) and any(word.startswith(parts) for word in self.words)

    def _numbered(self, said: str) -> bool:
        together = BETWEEN.sub("", said)
        runs = {run for text in (said, together) for run in RUN.findall(text) if len(run) >= DIGITS}
        runs |= {phone_key(run) for run in runs}
        if any(run in number or _holds(run, number) for run in runs for number in self.numbers):
            return True
        plain = "".join(WORD.findall(_plain(said)))
        return any(one in plain for one in self.whole)


def telling(
    names: Iterable[str] = (),
    identities: Iterable[str] = (),
    phones: Iterable[str] = (),
    emails: Iterable[str] = (),
    cases: Iterable[str] = (),
) -> WhoIsTold:
    """Of what a person, or several, are called and reached by; empty values tell nothing."""
    words = {w for said in (*names, *(e.partition("@")[0] for e in emails)) for w in WORD.findall(_plain(said))}
    cases = ["".join(WORD.findall(_plain(c))) for c in cases]
    digits = ["".join(RUN.findall(n)) for n in (*identities, *cases)]
    numbers = {n for n in (*digits, *map(phone_key, phones)) if len(n) >= DIGITS}
    return WhoIsTold(
        frozenset(w for w in words if len(w) > 1), frozenset(numbers), frozenset(c for c in cases if len(c) > 3)
    )


def whole_name_in(name: str, said: str) -> bool:
    """Whether a text has every word of a name, in whatever order, also in the genitive."""
    words, written = WORD.findall(_plain(name)), set(WORD.findall(_plain(said)))
    return bool(words) and all(w in written or f"{w}s" in written for w in words)


def _holds(run: str, number: str) -> bool:
    """Whether digits hold the whole number, its century left out or not."""
    short = number[CENTURY:] if len(number) == 12 else number
    return short in run


def _plain(said: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", fold(said)) if not unicodedata.combining(c))
