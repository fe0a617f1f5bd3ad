"""Days as lists write them: full dates, days without a year, weeks, months, and two days in one cell.

A day that the cell names and a day that was worked out from it are told apart: the second is shown as worked out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

from amdesk.domain.values import DASHES, LONGEST_DAY, MONTHS, WEEKDAY, add_months, fold, parse_date

HALF_A_YEAR = timedelta(183)
SLACK = 31
"""Days that somebody who can begin on a day without a year may be late."""
NAMES = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")
DAY_NAMES = {n: i for i, n in enumerate(NAMES)} | {
    n: i for i, n in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
}
NAMED_DAY = re.compile(rf"(?P<name>{WEEKDAY})\.?,? ")
BEFORE = re.compile(
    r"(?:(?:fr\.? ?o\.? ?m|t\.? ?o\.? ?m|from|tom|från(?: och med)?|till(?: och med)?|tidigast|först|start(?:ar)?|börjar|slutar|slut|on|until|to)\b[.:]? ?|den )+"
)
AFTER = re.compile(
    r"[ ,]*(?:\bkl\.? ?\d{1,2}(?:[.:]\d{2})?|\b(?:eller|och) (?:senare|framåt|framöver)|\bor later|\btidigast|\bframåt|-)$|\.$"
)
ABOUT = re.compile(
    r"\b(?:ca|cirka|omkring|runt|preliminärt|preliminär|prel|troligen|ev|eventuellt|kanske|efter|senast|före|början av|i början av|about|around|after)\b\.?|\?+|\(.*?\)"
)
"""What says that the day is not quite the day, or says more than the day: the words are kept beside it."""
PARTING = re.compile(r" ?(?:--+|-|,|;|\btill(?: och med)?\b|\bt\.? ?o\.? ?m\b\.?|\btom\b|\bto\b|\buntil\b|/|\n) ?")


LAST_OF = re.compile(r"(?:sista(?: dagen)?|ultimo|utgången|slutet|end|last day)(?: (?:i|av|of))? ")
"""Before a month: that its last day is meant, or a day near it."""
NEAR_LAST = re.compile(r"\b(?:slutet|end)\b")


def day(
    value: object, today: date, *, since: date | None = None, until: date | None = None, last: bool = False
) -> tuple[date | None, bool]:
    """(a day, whether the cell names it in full). None for words ("efter nyår").

    One without a year is the first from `since` on, or the last up to `until`; without either the next of its name, that of
    the last month too. Of a week or a month it is the first day, with `last` the last.
    """
    with suppress(ValueError, OverflowError):
        return parse_date(value, today)[0], True
    said = _bare(value)
    if said is None:
        return None, False
    with suppress(ValueError, OverflowError):
        found, exact = _read(said, today, since, until, last)
        if found is not None:
            return found, exact and said == _plain(value)
    return None, False


def says_more(value: object) -> bool:
    """True where the cell says more of a day than the day itself, or is not sure of it; its words are worth keeping."""
    said = _plain(value)
    return isinstance(value, str) and (bool(ABOUT.search(said) or NEAR_LAST.search(said)) or _contradicts(said))


def two_days(value: object, today: date, since: date | None = None) -> tuple[date, date] | None:
    """The first and the last of two days in one cell; None where there are not two, or the last is before the first."""
    if not isinstance(value, str) or len(value) > LONGEST_DAY or day(value, today)[0]:
        return None
    said = DASHES.sub("-", re.sub(r"\s*\n\s*", " ; ", value.strip()))
    said = BEFORE.sub("", fold(said), count=1) if BEFORE.match(fold(said)) else fold(said)
    for m in PARTING.finditer(said):
        left, right = said[: m.start()], said[m.end() :]
        if not (left and right):
            continue
        found = _pair(left, right, today, since)
        if found:
            return found
    return None


def _pair(left: str, right: str, today: date, since: date | None) -> tuple[date, date] | None:
    end, exact = day(right, today, since=since, last=True)
    if end is None or not re.search(r"[/. -]|[a-zåäö]|\d{6}", right):
        return None
    first, whole = day(left, today, since=since)
    if first is not None and not whole and exact:
        first = day(left, today, until=end)[0]
    elif first is not None and not exact:
        end = day(right, today, since=first, last=True)[0]
    return (first, end) if first and end and first <= end else None


def _plain(value: object) -> str:
    said = fold(int(value) if isinstance(value, float) and value.is_integer() else value)
    return DASHES.sub("-", said) if len(said) <= LONGEST_DAY else ""


def _bare(value: object) -> str | None:
    """The words of a day without those around it; None where nothing of a day is left."""
    said = re.sub(r"\s+", " ", ABOUT.sub(" ", _plain(value))).strip(" ,;:")
    said = AFTER.sub("", BEFORE.sub("", said) if BEFORE.match(said) else said).strip()
    return said or None


def _read(said: str, today: date, since: date | None, until: date | None, last: bool) -> tuple[date | None, bool]:
    name = NAMED_DAY.match(said)
    if name:
        said = said[name.end() :]
    with suppress(ValueError, OverflowError):
        return parse_date(said, today)[0], True
    if m := re.fullmatch(r"(\d{2})(\d{2})(\d{2})", said):
        full = date(2000 + int(m[1]), int(m[2]), int(m[3]))
        return (full, True) if abs(full.year - today.year) <= 20 else (None, False)
    wide = _week(said, today, since, until, last, name["name"] if name else "") or _month(
        said, today, since, until, last
    )
    if wide:
        return wide, False
    m = re.fullmatch(r"(\d{1,2})(?: ?[/.] ?(\d{1,2})\.?|(?::[ae]|st|nd|rd|th)? ([a-zåäö]+)\.?)", said)
    if m is None or (m[3] and m[3] not in MONTHS):
        return None, False
    month = int(m[2]) if m[2] else MONTHS[m[3]]
    return _in_some_year(lambda year: date(year, month, int(m[1])), today, since, until), False


def _in_some_year(of: Callable[[int], date], today: date, since: date | None, until: date | None) -> date | None:
    """The day of a year that is left out."""
    found: list[date] = []
    for year in range(today.year - 5, today.year + 9):
        with suppress(ValueError):
            found.append(of(year))
    if until is not None:
        return max((d for d in found if d <= until), default=None)
    start = since if since is not None else today - timedelta(SLACK)
    return min((d for d in found if d >= start), default=None)


def _week(said: str, today: date, since: date | None, until: date | None, last: bool, name: str) -> date | None:
    """Monday of a week, its Sunday where it is the last day, or the day of it that is named."""
    m = re.fullmatch(r"(?:(\d{4})[- ]?w|v\.? ?|vecka ?|week ?)(\d{1,2})(?:[ -]{1,3}(\d{4}|\d{2})|/(\d{4}))?", said)
    if m is None:
        return None
    weekday = (DAY_NAMES[name[:3]] if name else 6 if last else 0) + 1
    if year := m[1] or m[3] or m[4]:
        return date.fromisocalendar(int(year) if len(year) == 4 else 2000 + int(year), int(m[2]), weekday)
    start = today - timedelta(7) if since is None and until is None else since
    return _in_some_year(lambda y: date.fromisocalendar(y, int(m[2]), weekday), today, start, until)


def _month(said: str, today: date, since: date | None, until: date | None, last: bool) -> date | None:
    """The first day of a month, or its last."""
    if LAST_OF.match(said):
        said, last = LAST_OF.sub("", said, count=1), True
    m = re.fullmatch(r"([a-zåäö]+)\.?(?:[ -]{1,3}'?(\d{4}|\d{2}))?", said)
    if m and m[1] in MONTHS and (m[2] or m[1] != "jul"):  # by itself it is Christmas
        year, month = m[2] or "", MONTHS[m[1]]
    elif m := re.fullmatch(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})", said):
        year, month = m[1] or m[4], int(m[2] or m[3])
    else:
        return None

    def of(y: int) -> date:
        first = date(y, month, 1)
        return add_months(first, 1) - timedelta(1) if last else first

    if year:
        return of(int(year) if len(year) == 4 else 2000 + int(year))
    return _in_some_year(of, today, since, until)


def _contradicts(said: str) -> bool:
    """True where a day of the week is named that the date is not."""
    m = NAMED_DAY.match(said)
    if m is None:
        return False
    with suppress(ValueError, OverflowError):
        return parse_date(said[m.end() :])[0].weekday() != DAY_NAMES[m["name"][:3]]
    return False
