"""What a placement's written working hours say for sure, and whether any word of them was left unread.

The one reader of working hours: a notice's hour, clashes with modules and needs are all answered from what it reads.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

DAYS = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")
ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = rf"\b({'|'.join((*DAYS, *ENGLISH))})(?:[ds]?\b|s?dag(?:ar)?s?\b|s?day\b|nesday\b|r?s?day\b|urday\b)\.?"
_TIME = r"(\d{1,2})(?:[.:]?(\d{2}))?"
_DAYS = re.compile(rf"{_DAY}(?:\s*(?:-|till|to)\s*{_DAY})?")
_WEEKDAYS = re.compile(r"\b(?:vardag(?:ar)?|veckodag(?:ar)?|weekdays?|kontorstid|office hours)\b")
_RANGE = re.compile(rf"(?<![\d.:,]){_TIME}\s*(?:-|till|to)\s*{_TIME}(?![\d.:]|,\d|\s*(?:tim|h\b|dag|%|veck|st\b))")
_START = re.compile(rf"\b(?:börjar|start(?:ar)?|från|starts?|from)\s*(?:kl\.?\s*)?{_TIME}(?![\d.:])")
_CLOCK = re.compile(r"(?<![\d.:,])(\d{1,2})[.:](\d{2})(?![\d.:]|,\d|\s*(?:tim|h\b|dag|%|veck|st\b))")
_OTHER_HOURS = r"(?:kväll|helg|natt|nätter|evening|weekend|night)(?!fri)\w*"
_NEVER = re.compile(
    rf"\b(?:ej|inte|inga|ingen|inget|utan|aldrig|no|not|never)\s+{_OTHER_HOURS}"
    rf"(?:\s*(?:,|och|eller|and|or)\s*{_OTHER_HOURS})*"
)
_ODD = re.compile(
    rf"\b(?:{_OTHER_HOURS}|(?:rullande|skift|treskift|tvåskift|jour|oregelbund|rotating|shift|rolling)\w*)"
)
_FILLER = re.compile(
    r"\b(?:kl|och|samt|även|and|also|schema|arbetstid|arbetstider|dagtid|daytime|heltid|hours)\b|[^\w]+"
)


class Schedule(NamedTuple):
    """Weekdays (0 is Monday, none where none are named) and minutes after midnight, past 24 * 60 on the day after; `odd`
    where evenings, nights, weekends, shifts or a rolling scheme are named, `unread` where words are left that this page
    does not know."""

    days: frozenset[int]
    first_start: int | None
    """The start that is named first. The others are None where it is a time of day alone among words that are unread."""
    earliest_start: int | None
    latest_start: int | None
    latest_end: int | None
    odd: bool
    unread: bool


@lru_cache(maxsize=4096)
def read_schedule(said: str) -> Schedule:
    """Read "mån-fre 06.30-15.15". Nothing is guessed: what cannot be read is `unread`."""
    low = re.sub(r"[‐‑–—−]", "-", said.casefold())
    low = _NEVER.sub(" ", low)
    days: set[int] = set()
    starts: list[tuple[int, int]] = []
    """(where in the text, minutes)"""
    ends: list[int] = []

    def day(found: re.Match[str]) -> str:
        first, last = _index(found[1]), _index(found[2] or found[1])
        days.update((first + i) % 7 for i in range((last - first) % 7 + 1))
        return _blank(found)

    def weekdays(found: re.Match[str]) -> str:
        days.update(range(5))
        return _blank(found)

    def period(found: re.Match[str]) -> str:
        begin, end = _minutes(found[1], found[2]), _minutes(found[3], found[4])
        if begin is None or end is None:
            return found[0]
        starts.append((found.start(), begin))
        ends.append(end if end > begin else end + 24 * 60)
        return _blank(found)

    def start(found: re.Match[str]) -> str:
        begin = _minutes(found[1], found[2])
        if begin is None:
            return found[0]
        starts.append((found.start(), begin))
        return _blank(found)

    low = _WEEKDAYS.sub(weekdays, _DAYS.sub(day, low))
    low = _START.sub(start, _RANGE.sub(period, low))
    alone = not starts
    if alone:
        low = _CLOCK.sub(start, low, count=1)  # a time of day alone is when the day begins
    odd = _ODD.search(low) is not None
    unread = bool(_FILLER.sub("", _ODD.sub(" ", low)))
    first = min(starts)[1] if starts else None
    guess = alone and unread  # it may be the time of anything
    begins = [] if guess else [minute for _, minute in starts]
    return Schedule(
        frozenset(days),
        first,
        min(begins, default=None),
        max(begins, default=None),
        max(ends, default=None),
        odd,
        unread,
    )


def _blank(found: re.Match[str]) -> str:
    """What was read is taken out, and the rest keeps its place."""
    return " " * len(found[0])


def _index(day: str) -> int:
    return DAYS.index(day) if day in DAYS else ENGLISH.index(day)


def _minutes(hour: str, minute: str | None) -> int | None:
    past = int(minute or 0)
    found = int(hour) * 60 + past
    return found if found <= 24 * 60 and past < 60 else None


def clock_minutes(said: str) -> int | None:
    """Minutes after midnight of "09:00", "9.30" or "9"; None for anything else."""
    found = re.fullmatch(r"(\d{1,2})(?:[.:](\d{2}))?", said.strip(), re.ASCII)
    return None if found is None else _minutes(found[1], found[2])
