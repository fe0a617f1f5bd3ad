"""How many persons a ledger has, beside the reports that count the same people: where one has all that the other has, the one less
the other are those that it lacks, and these must not be a few.

How many employments a person ended is taken to be known: so is whom a ledger leaves out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from amdesk.domain.results.disclosure import SMALLEST_GROUP, Published, Puzzle, at_most, small
from amdesk.domain.results.releases import CountedRow, Release
from amdesk.services.results.amounts import LEDGER

WHOLE = {"followup": "reached_day90.all", "kolada": "kolada_ended.all", "cohort": "ended.all"}
"""The count that says how many a set's people are."""
AMOUNTS_TOLD = "amounts.all"
People = frozenset[int]


def _people(rows: Iterable[CountedRow]) -> Mapping[str, People]:
    """Whose rows each set has."""
    found: dict[str, set[int]] = defaultdict(set)
    for r in rows:
        found[r.counts].add(r.person)
    return {counts: frozenset(mine) for counts, mine in found.items()}


def few_apart(one: People, other: People) -> int:
    """How many one has that the other lacks, where it has all of the other's and they are a few; else nought."""
    more, fewer = (one, other) if len(one) > len(other) else (other, one)
    return len(more - fewer) if fewer <= more and small(len(more - fewer)) else 0


def _whole(counts: str) -> str:
    return WHOLE.get(counts.split(maxsplit=1)[0], "")


def persons_leave(counted: Sequence[CountedRow], before: Sequence[Release], gone: frozenset[str]) -> bool:
    """Whether it may be told how many persons the ledger of a report has: beside what else the report tells, and what was told
    before."""
    mine = _people(counted)
    ledger = mine.get(LEDGER)
    if ledger is None:
        return False
    beside = [p for c, p in mine.items() if (whole := _whole(c)) and whole not in gone]
    beside += [p for r in before for c, p in _people(r.rows).items() if _whole(c) in r.shown]
    return not any(few_apart(ledger, p) for p in beside)


def beside_ledgers(asked: Puzzle, counted: Sequence[CountedRow], before: Sequence[Release]) -> Puzzle:
    """With the ledgers that were told before: each set that has a few more people than one of them, or lacks a few of them, is a
    sum of two, and the few can still be nothing or five."""
    ledgers = {p for r in before if AMOUNTS_TOLD in r.shown and (p := _people(r.rows).get(LEDGER))}
    cells, sums, needs = dict(asked.cells), list(asked.sums), dict(asked.needs)
    for counts, people in _people(counted).items():
        whole = _whole(counts)
        for n, ledger in enumerate(sorted(ledgers, key=sorted)):
            few = few_apart(people, ledger) if whole in cells else 0
            if not few:
                continue
            known, rest = f"{LEDGER}|{counts}|{n}", f"{LEDGER}|{counts}|{n}#few"
            value = cells[whole].value
            has = value - few if len(people) > len(ledger) else value + few
            most = at_most([value, has])
            cells[known], cells[rest] = Published(has, most, shown=True), Published(few, most)
            sums.append((whole, (known, rest)) if has < value else (known, (whole, rest)))
            needs[rest] = (0, SMALLEST_GROUP)
    return replace(asked, cells=cells, sums=sums, needs=needs)
