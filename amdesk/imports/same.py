"""Which employment of the bank a row of a list means. A person may have two jobs from the same day on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amdesk.domain.clock import FAR


@dataclass(frozen=True, slots=True)
class Job:
    """An employment, of a row or of the bank: `places` are all names its place has (folded) and its key; none where unknown."""

    key: int
    start: date
    end: date | None
    places: frozenset[str | int]
    occupation: str = ""


def pair(rows: Sequence[Job], kept: Sequence[Job]) -> dict[int, int]:
    """Row key -> employment key, of one person's rows; each employment is meant by one row at most.

    Its own place counts first: the same start there in the same occupation, then in any, then a start that was corrected (two periods at one place that
    overlap are one employment). Only then the same start where one of the two says no place.
    """
    out: dict[int, int] = {}
    for same in (_alike, _exact, _moved, _unplaced):
        for row in rows:
            if row.key in out:
                continue
            free = [k for k in kept if k.key not in out.values() and same(row, k)]
            best = min(free, key=lambda k: (k.end != row.end, abs((k.start - row.start).days), k.key), default=None)
            if best is not None:
                out[row.key] = best.key
    return out


def _alike(row: Job, kept: Job) -> bool:
    return _exact(row, kept) and row.occupation == kept.occupation


def _exact(row: Job, kept: Job) -> bool:
    same_place = bool(row.places & kept.places) or not (row.places or kept.places)
    return row.start == kept.start and same_place


def _moved(row: Job, kept: Job) -> bool:
    overlap = row.start <= (kept.end or FAR) and kept.start <= (row.end or FAR)
    return overlap and bool(row.places & kept.places)


def _unplaced(row: Job, kept: Job) -> bool:
    return row.start == kept.start and not (row.places and kept.places)
