"""Finding people by what somebody writes: a name, a number, or an identity number they have or had."""

from __future__ import annotations

from amdesk.db.people import participants as people
from amdesk.domain.people.identity import BadIdentity, parse_identity
from amdesk.services.bank.work import Work


def find(work: Work, words: str, limit: int) -> list[int]:
    """Keys of people by name, number, case number, or by an identity number they have or had."""
    if sum(ch.isdigit() for ch in words) >= 10:
        try:
            key = people.by_identity(work.bank, parse_identity(words, work.today).number)
        except BadIdentity:
            key = None
        if key is not None:
            return [key]
    return work.bank.search("participant", words, limit)
