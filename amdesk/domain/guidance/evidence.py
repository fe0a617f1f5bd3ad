"""Evidence cards: what is known of an effect, how certain that is in the words of GRADE, what it does not show, and its source.

A card is a quote in the text of a choice. The Swedish words are those that SBU uses for GRADE's four.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from amdesk.domain.guidance.markdown import Block
from amdesk.domain.texts import N_

CERTAINTIES = {
    1: N_("Very low certainty"),
    2: N_("Low certainty"),
    3: N_("Moderate certainty"),
    4: N_("High certainty"),
}
"""GRADE's words by the number of filled dots."""
WORDS = {
    "mycket låg": 1, "låg": 2, "måttlig": 3, "hög": 4,
    "very low": 1, "low": 2, "moderate": 3, "high": 4,
}  # fmt: skip
HEAD = re.compile(r"^(?:vad vi vet|what we know)\s*:\s*(.+?)\s*(?:tillförlitlighet|certainty)\.?$", re.IGNORECASE)
NOT_SHOWN = re.compile(r"^(?:visar inte|does not show)\s*:\s*(.+)$", re.IGNORECASE)
SOURCE = re.compile(r"^(?:källa|source)\s*:\s*(.+)$", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class Evidence(NamedTuple):
    """`certainty` is 1 to 4 (GRADE); `source` names what was read, with its year or day."""

    certainty: int
    said: str
    not_shown: str
    source: str


def evidence_of(blocks: Iterable[Block]) -> Evidence | None:
    """The card in a section; None where there is none, where one of its parts is missing, or where there are several: what is
    known of one choice is not said of another."""
    quoted = [b.plain for b in blocks if b.kind == "quote" and b.plain]
    if sum(HEAD.match(line) is not None for line in quoted) > 1:
        return None
    certainty, said, not_shown, source = 0, [], "", ""
    for line in quoted:
        if head := HEAD.match(line):
            certainty = WORDS.get(head[1].casefold(), 0)
        elif found := NOT_SHOWN.match(line):
            not_shown = found[1]
        elif found := SOURCE.match(line):
            source = found[1]
        else:
            said.append(line)
    if not (certainty and said and not_shown and YEAR.search(source)):
        return None
    return Evidence(certainty, " ".join(said), not_shown, source)
