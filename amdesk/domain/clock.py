"""The one clock: a calendar day without time zone, and UTC time stamps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """`fixed` pins the day (and 09:41 UTC) so that tests, pictures and reports repeat."""

    fixed: date | None = None

    def today(self) -> date:
        return self.fixed or date.today()

    def now(self) -> datetime:
        if self.fixed:
            return datetime(self.fixed.year, self.fixed.month, self.fixed.day, 9, 41, tzinfo=UTC)
        return datetime.now(UTC).replace(microsecond=0)
