"""The board's time axis: days to pixels and back, and what stands in its header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from amdesk.domain.booking.board import Weeks

ZOOMS = {"month": 10.0, "half": 4.5, "year": 2.2}
"""Pixels for one day."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Days of a window on a line of pixels that begins at 0."""

    window: Weeks
    per_day: float

    @property
    def width(self) -> int:
        return round(self.window.days * self.per_day)

    def x(self, day: date) -> int:
        """The left edge of a day."""
        return round((day - self.window.first).days * self.per_day)

    def span(self, first: date, last: date) -> tuple[int, int]:
        """(left, width) of a period, both days included, cut to the window; width 0 where it lies outside."""
        begin, end = max(first, self.window.first), min(last, self.window.last)
        if end < begin:
            return 0, 0
        left = self.x(begin)
        return left, self.x(end + timedelta(1)) - left

    def day(self, x: int) -> date:
        """The day at a pixel, inside the window."""
        index = int(x / self.per_day)
        return self.window.first + timedelta(max(0, min(self.window.days - 1, index)))

    def weeks(self, left: int, right: int) -> Iterator[tuple[int, date, int, int]]:
        """(index, Monday, left, width) of the weeks that touch a stretch of pixels."""
        first = max(0, int(left / self.per_day / 7))
        last = min(self.window.weeks - 1, int(right / self.per_day / 7))
        for i in range(first, last + 1):
            monday = self.window.first + timedelta(7 * i)
            at = self.x(monday)
            yield i, monday, at, self.x(monday + timedelta(7)) - at if i + 1 < self.window.weeks else self.width - at

    def months(self, left: int, right: int) -> Iterator[tuple[date, int]]:
        """(first of the month, its x) of the months that touch a stretch, the one under way at its left edge included."""
        day = self.day(left).replace(day=1)
        while self.x(day) <= right and day <= self.window.last:
            yield day, self.x(day)
            day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
