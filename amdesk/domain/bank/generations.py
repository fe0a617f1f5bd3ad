"""Which copies of a bank stay: the latest, and of the hours, days, weeks and months before them the last one each.

Copies are taken in the order of their numbers and never of a clock, which goes back now and then: a time says only to which
hour or day a copy belongs, and another than the copy before it is another hour or day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, text


class CopySchedule(NamedTuple):
    """How many of each stay."""

    latest: int = 10
    hours: int = 24
    days: int = 14
    weeks: int = 8
    months: int = 12


class Folders(NamedTuple):
    """Where copies go. The second may be a drive that is not always there."""

    first: Path
    second: Path | None = None


MOST = CopySchedule(99, 99, 99, 99, 240)
COPIES_KEPT = "copies_kept"
"""The unit's own, in the bank."""

SPANS: tuple[tuple[str, Callable[[datetime], tuple[int, ...]]], ...] = (
    ("hours", lambda at: (*at.date().timetuple()[:3], at.hour)),
    ("days", lambda at: at.date().timetuple()[:3]),
    ("weeks", lambda at: at.date().isocalendar()[:2]),
    ("months", lambda at: (at.year, at.month)),
)


def staying(times: Sequence[datetime], schedule: CopySchedule) -> list[str]:
    """Why each copy stays, by the longest span that it stands for, or "" where newer ones make it superfluous. `times` is how
    the bank stood in each copy, by number, the oldest first."""
    why = [""] * len(times)
    for i in range(max(0, len(times) - max(1, schedule.latest)), len(times)):
        why[i] = "latest"
    for name, span in SPANS:
        left, last = int(getattr(schedule, name)), None
        for i in reversed(range(len(times))):
            here = span(times[i])
            if here == last:
                continue
            if left <= 0:
                break
            left, last, why[i] = left - 1, here, name
    return why


def said(schedule: CopySchedule) -> str:
    """As the bank holds it."""
    return ",".join(str(n) for n in schedule)


def read_copy_schedule(written: str) -> CopySchedule:
    """The unit's, or the program's own where it has none. Raises Refused for what is no schedule."""
    if not written:
        return CopySchedule()
    parts = written.split(",")
    if len(parts) != len(MOST) or not all(p.isascii() and p.isdigit() and len(p) <= 3 for p in parts):
        raise _no_schedule()
    found = CopySchedule(*(int(p) for p in parts))
    if found.latest < 1 or any(n > most for n, most in zip(found, MOST, strict=True)):
        raise _no_schedule()
    return found


def _no_schedule() -> Refused:
    return Refused(
        text(
            N_(
                "How many copies are kept is five numbers: at least 1 of the latest, and at most 99 of the latest, hours, days and weeks and 240 of the months."
            )
        )
    )
