"""The manual of the program as sections that are sought; it is the same for everybody and lies in no bank."""

from __future__ import annotations

from functools import cache

from amdesk import resources
from amdesk.domain.guidance.markdown import GuidedSection, sections
from amdesk.domain.guidance.seeking import SoughtSection, sought

MANUAL_PARTS = ("tour", "howto", "pages", "administration", "keys", "commands", "fields")
"""In the order of the manual."""


@cache
def manual_sections(lang: str) -> tuple[GuidedSection, ...]:
    """The whole manual by its headings. Raises BrokenInstallError."""
    return tuple(one for part in MANUAL_PARTS for one in sections(resources.manual(lang, part)))


def sought_in_manual(words: str, lang: str, limit: int | None = None) -> list[SoughtSection]:
    """Its sections that have all the words, the best first."""
    return sought(manual_sections(lang), words)[:limit]
