"""The one clock: a calendar day without time zone, and UTC time stamps."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

FAR = date(9999, 12, 31)
"""The far end of time: the last day of what has none."""


def wall_day(stamp: str) -> date:
    """The day of a moment as it is stored (UTC, ISO) on the wall of whoever reads it: half past midnight in Sweden is that day, and not
    the one before."""
    return datetime.fromisoformat(stamp).astimezone().date()


def began(now: datetime) -> datetime:
    """When the day of a moment began on the same wall, in UTC as moments are stored."""
    return datetime.combine(now.astimezone().date(), time()).astimezone().astimezone(UTC)


class Clock(NamedTuple):
    """`fixed` pins the day (and 09:41 UTC) so that tests, pictures and reports repeat.

    `ahead` is how far another clock, that of a shared bank, is ahead of this computer's, and `local_ahead` the same for
    the time of day on the wall; both are nothing for this computer's own clock.
    """

    fixed: date | None = None
    ahead: timedelta = timedelta(0)
    local_ahead: timedelta = timedelta(0)
    stamped: bool = True
    """Whether time stamps are of the fixed day too. A day that a user counts from does not move when something was done."""

    def today(self) -> date:
        here = datetime.now()  # noqa: DTZ005 - the day is the one of the user's wall clock
        return self.fixed or (here + self.local_ahead).date()

    def really(self) -> date:
        """The day, whatever day somebody counts from."""
        here = datetime.now()  # noqa: DTZ005 - the same
        return self.fixed if self.fixed and self.stamped else (here + self.local_ahead).date()

    def now(self) -> datetime:
        if self.fixed and self.stamped:
            return datetime(self.fixed.year, self.fixed.month, self.fixed.day, 9, 41, tzinfo=UTC)
        return (datetime.now(UTC) + self.ahead).replace(microsecond=0)
