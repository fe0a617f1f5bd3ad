"""The access log as the officer works with it: searched, exported, and a random sample of it to ask people about."""

from __future__ import annotations

import random
import secrets
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from amdesk.db.bank import access_log
from amdesk.db.engine import chain, chaincheck
from amdesk.domain.bank.access import AccessEntry, LogAsked
from amdesk.domain.clock import wall_day
from amdesk.domain.errors import WrongUse
from amdesk.domain.texts import N_, text
from amdesk.i18n import Words
from amdesk.services.bank.history import History
from amdesk.services.bank.work import Work

ALL = 200_000
"""Rows that a search looks through at most, the newest first."""
SIZE = 15
"""Rows of a sample: what fits on one page."""


class Sample(NamedTuple):
    """Openings that chance chose; the same seed chooses the same ones while nothing is added."""

    seed: int
    among: int
    rows: Sequence[AccessEntry]


class Log:
    def __init__(self, work: Work) -> None:
        self.work = work

    def found(self, asked: LogAsked, limit: int = 300) -> list[AccessEntry]:
        """The newest rows that were asked for. That somebody searched the log is itself in it. Raises Refused for nobody's number."""
        found = self._rows(asked)[:limit]
        key = self.work.participant(asked.participant).id if asked.participant.strip() else None
        access_log.log_read(self.work.bank, "log_search", key, str(len(found)), asked.said)
        return found

    def _rows(self, asked: LogAsked) -> list[AccessEntry]:
        words = Words(self.work.lang, self.work.today)
        every = History(self.work).access(asked.participant.strip() or None, ALL)
        return [e for e in every if _fits(e, asked, words)]

    def sample(self, first: date, last: date, *, seed: int | None = None, size: int = SIZE) -> Sample:
        """Openings within a period, chosen by chance, in the order of time. Drawing one is itself logged, with its seed. Raises
        WrongUse where the days are the wrong way round or `size` is not on one page."""
        if last < first or not 0 < size <= SIZE:
            said = N_("A sample is of 1 to {most} openings within a period whose first day is not after its last.")
            raise WrongUse(text(said, most=SIZE))
        seed = secrets.randbelow(10**6) if seed is None else seed
        opened = [e for e in reversed(self._rows(LogAsked(first=first, last=last))) if _is_opening(e)]
        chosen = sorted(random.Random(seed).sample(range(len(opened)), min(size, len(opened))))  # noqa: S311 - whoever has the seed is to get the same
        access_log.log_read(self.work.bank, "spot_check", None, f"{first} {last} {seed}: {len(chosen)}")
        return Sample(seed, len(opened), [opened[i] for i in chosen])

    def sample_pdf(self, sample: Sample, first: date, last: date, lang: str = "sv") -> bytes:
        """The sample on one page, with room to note what was answered."""
        from amdesk.export.sample import sample_pdf

        words = Words(lang, self.work.today)
        rows = [
            (words.moment(e.at), e.actor, e.number or "–", words.say(e.said), words.say(e.because)) for e in sample.rows
        ]
        return sample_pdf(rows, (sample.seed, sample.among), (first, last), words, self.work.today)

    def head(self) -> chain.LogHead:
        """How far the log is sealed, sealed now: to be written down elsewhere."""
        chain.seal_quietly(self.work.bank)
        return chain.last(self.work.bank)

    def follows(self, seal: int, head: str) -> bool:
        """Whether the log still holds what it held when this head was noted."""
        return chaincheck.follows(self.work.bank, chain.LogHead(seal, head.strip().lower(), ""))


def _is_opening(entry: AccessEntry) -> bool:
    """One person's data were opened: not a change, a list, or the log itself."""
    return entry.number is not None and entry.is_read


def _fits(entry: AccessEntry, asked: LogAsked, words: Words) -> bool:
    day = wall_day(entry.at)
    if (asked.first and day < asked.first) or (asked.last and day > asked.last):
        return False
    if asked.who.strip() and asked.who.strip().casefold() not in f"{entry.actor} {entry.account}".casefold():
        return False
    if not asked.words.strip():
        return True
    said = f"{words.say(entry.said)} {words.say(entry.because)} {entry.name} {entry.number or ''}".casefold()
    return all(word in said for word in asked.words.casefold().split())
