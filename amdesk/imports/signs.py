"""Signs whose meaning only a whole column tells: which of two numbers is the month, and whether a point parts thousands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from amdesk.domain.values import MONTHS, fold, lone_sign, squash, thousands
from amdesk.imports.reader import FileCell

DAY_FIRST, MONTH_FIRST, UNDECIDED = "day first", "month first", "?"
COMMA, POINT = ",", "."
BOTH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
"""A date whose first two numbers may each be the month; with points or dashes between them nobody writes the month first."""
OURS = re.compile(
    rf"\d{{1,2}}/\d{{1,2}}(?:[- ]\d{{2,4}})?|\d{{1,2}}\.\d{{1,2}}\.(?:\d{{4}}|\d{{2}})|v(?:ecka)?\.? ?\d{{1,2}}"
    rf"|(?:den )?\d{{1,2}}(?::[ae])? (?:{'|'.join(MONTHS)})\.?(?: \d{{4}})?"
)
"""Dates as they are written where the day comes first."""


def order(values: Sequence[FileCell]) -> str:
    """Which number of a column's dates is the day: DAY_FIRST, MONTH_FIRST, UNDECIDED, or empty where no date asks for it."""
    texts = [fold(v) for v in values if isinstance(v, str)]
    found = [(int(m[1]), int(m[2])) for t in texts if (m := BOTH.fullmatch(t))]
    if any(a > 12 for a, _ in found):
        return DAY_FIRST
    if any(b > 12 for _, b in found):
        return MONTH_FIRST
    if not found or all(a == b for a, b in found):
        return ""
    return DAY_FIRST if any(OURS.fullmatch(t) for t in texts) else UNDECIDED


def turned(value: FileCell) -> FileCell:
    """A date with the month first, as an ISO date."""
    m = BOTH.fullmatch(squash(value)) if isinstance(value, str) else None
    if m is None:
        return value
    year = int(m[3]) + (2000 if len(m[3]) == 2 else 0)
    return f"{year}-{int(m[1]):02d}-{int(m[2]):02d}"


def decimal_sign(values: Sequence[FileCell]) -> str:
    """The decimal sign of a column of amounts: COMMA, POINT, UNDECIDED, or empty where none is written.

    A system that writes three decimals does so in every cell; one cell without them, and the sign parts thousands.
    """
    texts = [v for v in values if isinstance(v, str) and re.search(r"\d", v)]
    found, parts = {lone_sign(t) for t in texts}, thousands(texts)
    if len(found) == 1 and "" not in found and parts[found.pop()] is None:
        return "" if any(isinstance(v, int | float) for v in values) else UNDECIDED
    ends = {m[1] for t in texts if (m := re.search(r"\d([.,])\d{1,2}(?!\d)", t))}
    return ends.pop() if len(ends) == 1 else ""


def three(value: FileCell) -> re.Match[str] | None:
    """The parts before and after the one sign of an amount that has three digits behind it."""
    return re.search(r"(\d{1,3})([.,])(\d{3})", value) if isinstance(value, str) and lone_sign(value) else None
