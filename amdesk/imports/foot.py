"""What stands around a table and is no row of it: notes and signatures below it, and numbered lines that nobody has filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from amdesk.domain.values import fold, squash
from amdesk.imports.reader import FileCell, empty, long

FEW = 2
"""Cells at most of a line below a table: a word and what it says ("Utskrivet av:", "Eva Test")."""
NOTE = re.compile(
    r"\*|obs\b[!:. ]|not(?:er)?:|källa[:; ]|source:|(?:sida|page) \d|(?:utskriv\w*|utskrift|uttag|uttaget|hämtad|hämtat|skapad|skapat|exporterad|upprättad"
    r"|printed|created|exported)\b.*\d|.*:$"
)
"""How a note begins, or ends where it says what stands beside it."""
SIGNED = re.compile(
    r"(?:ort och datum|ort, datum|ort/datum|datum|underskrift\b.*|namnförtydligande|namnteckning|signatur|signature|place and date)"
)
"""What stands where somebody is to sign."""
RUNNING_NUMBER = re.compile(r"\d{1,5}\.?")
NUMBER = re.compile(r"\d{6}(?:\d{2})?\D{0,3}\d{4}|\d{7,}")
"""What may be somebody's identity number or phone, however it is written."""
SENTENCE = 10
"""Letters of a lone cell that are more than a number with a word beside it."""


def is_foot(cells: Sequence[FileCell], mapping: Mapping[int, str], identity: int | None) -> bool:
    """True for a line that says nothing of anybody or any place: a running number alone, lines to sign on, a note."""
    said = [(i, squash(c)) for i, c in enumerate(cells) if not empty(c) and not long(c)]
    if not said or any(map(long, cells)):
        return False
    if not any(ch.isalnum() for _, text in said for ch in text):
        return True
    if len(said) > FEW:
        return False
    if all(i not in mapping and RUNNING_NUMBER.fullmatch(text) for i, text in said):
        return True
    if any(NUMBER.search(text) for _, text in said):
        return False
    first = fold(said[0][1])
    if NOTE.match(first) or SIGNED.fullmatch(first):
        return True
    return len(said) == 1 and said[0][0] == identity and sum(ch.isalpha() for ch in first) >= SENTENCE and " " in first
