"""Accepted rows written into the bank, many at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from amdesk.db.engine.errors import RuleBroken
from amdesk.db.people import participants as people
from amdesk.db.port import savepoint
from amdesk.imports.model import RowOutcome
from amdesk.services.bank.work import Work
from amdesk.services.exchange.lists import About, Lists

AT_ONCE = 10
"""Rows between two savepoints. At each SQLite writes out what the search has gathered, and after each statement it goes through
the pages that were changed since the last one: fewer rows and more both take longer."""


class Steps(NamedTuple):
    """What importing a kind of list is made of: what of the bank a row is about, comparing a row with the bank, storing several,
    and before and after comparing a look at all rows together."""

    about: Callable[[RowOutcome], About | None]
    compare: Callable[[RowOutcome], None]
    store: Callable[[Sequence[RowOutcome]], Sequence[About | None]]
    prepare: Callable[[Sequence[RowOutcome]], None] = lambda _outcomes: None
    settle: Callable[[Sequence[RowOutcome]], None] = lambda _outcomes: None


def written(work: Work, lists: Lists, begun: Callable[[], Steps], rows: Sequence[RowOutcome]) -> Iterator[int]:
    """Every row with what is remembered of it, inside the import's write(); gives how many are behind. What a rule of the bank
    refuses is refused alone and named, the others are stored: where one of many is refused they are written once more, each by
    itself. `begun` gives steps that know nothing of what was rolled back."""
    for first in range(0, len(rows), AT_ONCE):
        yield first
        many = rows[first : first + AT_ONCE]
        if _refused(work, lists, begun(), many):
            for outcome in many:
                if broken := _refused(work, lists, begun(), [outcome]):
                    outcome.outcome, outcome.reason, outcome.action = "rejected", broken.code, ""


def _refused(work: Work, lists: Lists, steps: Steps, rows: Sequence[RowOutcome]) -> RuleBroken | None:
    """Write rows; where a rule refuses one, none of them, and which rule it was."""
    try:
        with savepoint(work.bank):
            _write(work, lists, steps, rows)
    except RuleBroken as broken:
        return broken
    return None


def _write(work: Work, lists: Lists, steps: Steps, rows: Sequence[RowOutcome]) -> None:
    said = []
    for stays, found in groupby(rows, key=lambda o: o.action == "same"):
        some = list(found)
        abouts = [steps.about(o) for o in some] if stays else steps.store(some)
        said += [(o, about) for o, about in zip(some, abouts, strict=True) if about is not None]
        for outcome in () if stays else some:
            person, level = outcome.said.person, outcome.said.protect
            if person is not None and level and outcome.taken("protected"):
                people.change(work.bank, person, {"protection": level})
    lists.keep(said)


def each(store: Callable[[RowOutcome], About | None]) -> Callable[[Sequence[RowOutcome]], Sequence[About | None]]:
    """Storing of several rows, one after the other."""
    return lambda rows: [store(o) for o in rows]
