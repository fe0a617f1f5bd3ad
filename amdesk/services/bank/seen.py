"""Lists that showed people, and what was searched for, as rows of the log: one for each question.

A list is noted after it was read, with the question and how many it showed. A search is noted once, when typing rests; its words
go with an erasure of whoever they name. What is asked again within a while (a page that renews itself) is no new look. Where
the bank cannot be written to at once, nobody waits: the row is kept and written as soon as it can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager, suppress
from time import monotonic
from typing import NamedTuple

from amdesk.db.bank import access_log
from amdesk.db.engine.chain import unwaiting
from amdesk.db.port import Bank
from amdesk.domain.errors import AmdeskError
from amdesk.services.bank.unlogged import deliver

LISTS = {
    "desk.overview": "list_day",
    "overviews.overview": "list_day",
    "overviews.followups": "list_followups",
    "participants.listing": "list_people",
    "board.read": "list_board",
    "booking.every": "list_bookings",
    "booking.current": "list_bookings",
    "booking.employments": "list_employments",
    "exports.preview": "list_leaving",
    "week.listing": "list_attendance",
    "week.placed": "list_talks",
    "subsidies.due": "list_subsidies",
    "competence.due": "list_competence",
    "competence.listed": "list_competence",
    "competence.archive": "list_certificates",
    "modules.needing": "list_modules",
    "modules.register": "list_modules",
    "results.desk": "list_day90",
    "vacancies.soon": "list_done_soon",
    "introductions.listing": "list_introductions",
    "introductions.of_vacancy": "list_introductions",
    "queues.listing": "list_queues",
    "queues.of_placement": "list_queues",
    "retention.overdue": "list_retention",
    "retention.proposed": "list_retention",
    "worklist.rows": "list_worklist",
    "history.steps": "list_history",
    "history.access": "list_log",
}
"""Calls that show several people, and what the log says of each."""
SEARCHES = {"search.hits": "search", "participants.find": "search"}
WORDS = {"participants.listing", "competence.listed"}
"""Lists whose first question is what somebody typed."""
AGAIN = 600.0
"""Seconds within which the same question with the same answer is no new look."""
RESTS = 1.5
"""Seconds without another letter after which typing rests."""


class SeenList(NamedTuple):
    """What the log is to say."""

    what: str
    why: str
    words: str
    asked: float


class Watching:
    """What one connection to the bank showed, on its way to the log."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.waiting: list[SeenList] = []
        self.typed: SeenList | None = None
        self.before: dict[tuple[str, str, str], float] = {}
        self.held = False
        """While several questions are one snapshot nothing can be written, and while the first screen waits nothing should."""

    @contextmanager
    def later(self) -> Iterator[None]:
        """What is shown within is written to the log at the end: of the outermost, where one stands within another."""
        before, self.held = self.held, True
        try:
            yield
        finally:
            self.held = before
            if not before:
                self.write(all_of_it=False)

    def saw(self, call: str, given: Sequence[object], named: Mapping[str, object], answer: object) -> None:
        """A call was answered."""
        what = SEARCHES.get(call)
        if what is not None:
            self._searched(what, _typed(given, named), shown(answer))
        elif call in LISTS:
            words = _typed(given, named) if call in WORDS else ""
            rest = given[1:] if words and given else given
            self._note(SeenList(LISTS[call], _question(rest, named, shown(answer)), words, monotonic()))
        if not self.held:
            self.write(all_of_it=False)

    def _searched(self, what: str, words: str, count: int) -> None:
        if len(words) < 2:
            return
        now = SeenList(what, str(count), words, monotonic())
        before, self.typed = self.typed, now
        if before is not None and not _goes_on(before.words, words):
            self._note(before)

    def _note(self, seen: SeenList) -> None:
        key = seen.what, seen.why, seen.words
        if seen.asked - self.before.get(key, -AGAIN) >= AGAIN:
            self.before[key] = seen.asked
            self.waiting.append(seen)

    def write(self, *, all_of_it: bool) -> None:
        """Write what waits; of a search, where typing rests or `all_of_it` is to be written now."""
        typed = self.typed
        if typed is not None and (all_of_it or monotonic() - typed.asked >= RESTS):
            self.typed = None
            self._note(typed)
        if not self.waiting:
            return
        with suppress(AmdeskError), unwaiting(self.bank):
            deliver(self.bank)
            while self.waiting:
                seen = self.waiting[0]
                access_log.log_read(self.bank, seen.what, None, seen.why, seen.words)
                self.waiting.pop(0)


def shown(answer: object) -> int:
    """How many rows an answer shows."""
    if isinstance(answer, Sized) and not isinstance(answer, tuple):
        return len(answer)
    for name in ("rows", "tasks", "sections"):
        part = getattr(answer, name, None)
        if isinstance(part, Sequence):
            return sum(shown(one) for one in part) if name == "sections" else len(part)
    found = answer if isinstance(answer, tuple) else ()
    return sum(shown(one) for one in found if isinstance(one, Sized) or hasattr(one, "tasks"))


def _typed(given: Sequence[object], named: Mapping[str, object]) -> str:
    said = named.get("words", given[0] if given else "")
    return " ".join(str(said).split()) if isinstance(said, str) else ""


def _question(given: Sequence[object], named: Mapping[str, object], count: int) -> str:
    """The choices of a list in the program's own codes, and how many it showed."""
    every = [v for v in (*given, *named.values()) if isinstance(v, str | int) and not isinstance(v, bool)]
    plain = [str(v) for v in every if v]
    return f"{' '.join(plain)}: {count}" if plain else str(count)


def _goes_on(before: str, now: str) -> bool:
    """Whether somebody is still typing the same."""
    a, b = before.casefold(), now.casefold()
    return a.startswith(b) or b.startswith(a)
