"""What a mouse or the keys are doing on the board: making a period, moving a bar, stretching one of its ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from amdesk.domain.booking.board import BoardBar, drop_problem
from amdesk.domain.booking.bookings import Check
from amdesk.domain.texts import Text
from amdesk.ui.booking.board.lines import BoardLine

FROM_PIXELS = 4
"""The mouse has to go this far before a press becomes a drag."""


@dataclass(slots=True)
class Drag:
    """`kind` is make, move, first or last; `start` the day under the mouse when it began."""

    kind: str
    line: BoardLine
    start: date
    press: tuple[int, int]
    bar: BoardBar | None = None
    moving: bool = False
    target: BoardLine | None = None
    first: date | None = None
    last: date | None = None
    picked: bool = False
    """Whether the keys carry it, until Enter puts it down."""
    told: dict[int, Sequence[Check]] = field(default_factory=dict)
    """By placement what a booking there would be told of; empty while it is asked."""

    def to(self, line: BoardLine | None, day: date, today: date) -> None:
        """The mouse is over a day of a row now."""
        self.target = line if line is not None and line.lane is not None and self.kind == "move" else self.line
        if self.kind == "make":
            self.first, self.last = max(today, min(self.start, day)), max(today, self.start, day)
            return
        if self.bar is None:
            return
        shift = day - self.start
        self.first, self.last = self.bar.first, self.bar.last
        if self.kind == "last":
            self.last = max(self.bar.first, self.bar.last + shift)
        elif self.bar.state in {"running", "ending"}:  # somebody who has started is moved from a day on
            self.first = max(today, self.bar.first) if self.target is not self.line else self.bar.first
            self.last = self.bar.last
        else:
            self.first = max(today, self.bar.first + shift)
            self.last = self.bar.last + shift if self.kind == "move" else self.bar.last

    def problem(self) -> Text | None:
        """Why it cannot be dropped here; None where it can."""
        if self.target is None or self.target.lane is None or self.first is None or self.last is None:
            return None
        return drop_problem(self.target.lane, self.bar.ref if self.bar else "", self.first, self.last)

    @property
    def asks(self) -> int:
        """The placement that is to be asked whether whoever is moved fits there; 0 where there is none, or it was asked. Of a
        protected person nothing is told before she is moved."""
        team = self.target.team if self.target else None
        here = self.line.team.id if self.line.team else 0
        new = self.bar is not None and not self.bar.protected and team is not None and team.id not in {here, *self.told}
        return team.id if new and team else 0

    @property
    def beside(self) -> Sequence[Check]:
        """What is to be thought of at the placement that it is over, what stops first."""
        return self.told.get(self.target.team.id, ()) if self.target and self.target.team else ()

    @property
    def bad(self) -> bool:
        """Whether it cannot be dropped here, or only for a reason."""
        return self.problem() is not None or any(c.level == "stop" or c.must for c in self.beside)

    @property
    def changed(self) -> bool:
        """True where dropping it here would change something."""
        if self.bar is None:
            return self.first is not None
        return self.target is not self.line or (self.first, self.last) != (self.bar.first, self.bar.last)


def starts_as(bar: BoardBar | None, x: int, left: int, right: int) -> str:
    """What a press at `x` on a bar from `left` to `right` would drag."""
    if bar is None:
        return "make"
    if not bar.ref or bar.state == "ended":
        return ""
    if x >= right - 6:
        return "last"
    return "first" if x <= left + 5 and bar.state in {"upcoming", "tentative"} else "move"


def week_after(day: date, weeks: int) -> date:
    """The Monday so many weeks from the week of a day."""
    return day - timedelta(day.weekday()) + timedelta(7 * weeks)
