"""The board: every place of the city as rows, every booking as a bar. Places are drawn from the bookings, never stored.

A placement has as many lanes as it has places (or as overlapping bookings need); each booking lies in the first lane
that is empty for its period. Free places of a week are those that are free on every day of it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.domain.booking.matching import LEAST_DAYS
from amdesk.domain.clock import FAR
from amdesk.domain.people.masked import NOBODY, Masked
from amdesk.domain.places.placement import Availability, Span
from amdesk.domain.texts import N_, Text, text

BAR_STATES = {
    "running": N_("Ongoing"),
    "upcoming": N_("Upcoming"),
    "tentative": N_("Tentative"),
    "ending": N_("Ends within 30 d"),
    "conflict": N_("Conflict"),
    "ended": N_("Ended"),
    "closed": N_("Closed"),
}
ENDING_DAYS = 30
ONE_DAY = timedelta(days=1)
DaysAway = tuple[date, date]
"""The first and the last of days without a break."""


class BoardBar(NamedTuple):
    """One booking, or one closed period (then without `ref` and of nobody), in a lane. Both days belong to it."""

    first: date
    last: date
    state: str
    name: Masked
    ref: str = ""
    participant_id: int = 0
    extent: int = 100
    protected: bool = False
    away: tuple[DaysAway, ...] = ()
    """Days of it on which somebody was or will be away, not why; of whoever is protected none."""

    def away_between(self, first: date, last: date) -> list[DaysAway]:
        """The days away that touch a period."""
        return [span for span in self.away if span[0] <= last and span[1] >= first]


class HeldPlace(NamedTuple):
    """From when a lane's place is free, and the day on which it is to be given again."""

    first: date
    until: date


@dataclass(slots=True)
class Lane:
    """One place of a placement with its bars by first day."""

    placement_id: int
    number: int
    bars: list[BoardBar] = field(default_factory=list)
    held: HeldPlace | None = None
    """Its place is held for those who are expected."""

    def free_from(self, today: date) -> date | None:
        """The first day from today on from which it is free for four weeks or more."""
        day = today
        for bar in self.bars:
            if bar.last < day:
                continue
            if (bar.first - day).days >= LEAST_DAYS:
                break
            if bar.last >= FAR:
                return None
            day = bar.last + ONE_DAY
        return day

    def gap(self, day: date, first: date, last: date) -> tuple[date, date] | None:
        """The free period around a day within a window; None where a bar lies on that day."""
        start, end = first, last
        for bar in self.bars:
            if bar.first <= day <= bar.last:
                return None
            if bar.last < day:
                start = max(start, bar.last + ONE_DAY)
            elif bar.first > day:
                end = min(end, bar.first - ONE_DAY)
        return start, end

    def at(self, day: date) -> BoardBar | None:
        """The bar on a day."""
        return next((b for b in self.bars if b.first <= day <= b.last), None)


@dataclass(slots=True)
class Team:
    """A placement on the board. `weeks` holds its free places per week of the window, negative where too many are booked."""

    id: int
    number: str
    name: str
    kind: str
    occupation: str
    district: str
    supervisor: str
    schedule: str
    capacity: int
    free: int
    next_free: date | None
    weeks: list[int]
    lanes: list[Lane]
    held: Sequence[date] = ()
    """Until when places of it are held, the first first."""

    @property
    def single(self) -> bool:
        """True for a placement that is one row."""
        return len(self.lanes) == 1


@dataclass(slots=True)
class BoardSection:
    """A group of placements with its free places per week."""

    key: str
    teams: list[Team]
    weeks: list[int]
    free: int = field(init=False)
    """Places free today in all of them; kept, since the board asks at every paint."""

    def __post_init__(self) -> None:
        self.free = sum(t.free for t in self.teams)


@dataclass(frozen=True, slots=True)
class Weeks:
    """The weeks of a board: the first Monday, and how many weeks follow from it."""

    first: date
    weeks: int

    @property
    def last(self) -> date:
        return self.first + timedelta(7 * self.weeks - 1)

    @property
    def days(self) -> int:
        return 7 * self.weeks

    def mondays(self) -> Iterator[date]:
        return (self.first + timedelta(7 * i) for i in range(self.weeks))


def weeks_around(today: date, weeks: int = 62) -> Weeks:
    """Eight weeks back and a year ahead."""
    return Weeks(today - timedelta(today.weekday() + 56), weeks)


@dataclass(frozen=True, slots=True)
class Taken:
    """A booking as the board reads it."""

    ref: str
    participant_id: int
    name: Masked
    """Of a protected person without her number: the row is the placement's, and a number beside it would tell where she is."""
    protected: bool
    first: date
    last: date
    extent: int
    status: str
    away: tuple[DaysAway, ...] = ()


def without_break(days: Iterable[date]) -> tuple[DaysAway, ...]:
    """Days in their order as spans: each from its first day to its last."""
    out: list[DaysAway] = []
    for day in days:
        if out and day - out[-1][1] == ONE_DAY:
            out[-1] = out[-1][0], day
        else:
            out.append((day, day))
    return tuple(out)


def state_of(taken: Taken, today: date) -> str:
    """What needs action today decides how a bar looks, not what kind of booking it is."""
    if taken.status == "reserved":
        return "tentative"
    if taken.status == "ended" or taken.last < today:
        return "ended"
    if taken.first > today or taken.status == "booked":
        return "upcoming"
    return "ending" if (taken.last - today).days <= ENDING_DAYS else "running"


def lanes_of(
    placement_id: int,
    free: Availability,
    found: Iterable[Taken],
    window: Weeks,
    today: date,
    wanted: Sequence[Span] = (),
) -> list[Lane]:
    """The lanes of a placement in a window: as many as its highest capacity there, more where bookings need them.

    `wanted` are capacities that the host asks for but that do not fit yet: bookings in lanes above them are conflicts.
    """
    highest = max((free.capacity_on(d) for d in _turns(free, window)), default=0) // 100
    lanes = [Lane(placement_id, i + 1) for i in range(max(1, highest))]
    for one in sorted(found, key=lambda t: (t.first, t.last, t.ref)):
        lane = next((x for x in lanes if not x.bars or x.bars[-1].last < one.first), None)
        if lane is None:
            lane = Lane(placement_id, len(lanes) + 1)
            lanes.append(lane)
        state = state_of(one, today)
        if state != "ended" and any(
            w.first <= one.last and one.first <= w.last and lane.number > w.hundredths // 100 for w in wanted
        ):
            state = "conflict"
        lane.bars.append(
            BoardBar(
                one.first,
                one.last,
                state,
                one.name,
                one.ref,
                one.participant_id,
                one.extent,
                one.protected,
                one.away,
            )
        )
    for lane in lanes:
        _close(lane, free, window)
    return lanes


def hold_lanes(lanes: Sequence[Lane], days: Sequence[date], today: date, window: Weeks) -> None:
    """Show in the lanes that are free first that their places are held, until these days."""
    free = sorted((first, lane.number) for lane in lanes if (first := lane.free_from(today)) and first <= window.last)
    at = {lane.number: lane for lane in lanes}
    for (first, number), until in zip(free, days, strict=False):
        at[number].held = HeldPlace(first, until)


def _turns(free: Availability, window: Weeks) -> list[date]:
    """Days in the window on which the capacity can change."""
    days = {
        window.first,
        free.open_from,
        *(s.first for s in free.capacity),
        *(s.last + ONE_DAY for s in free.capacity if s.last.year < 9000),
    }
    if free.open_to.year < 9000:
        days.add(free.open_to + ONE_DAY)
    return sorted(d for d in days if window.first <= d <= window.last)


def _close(lane: Lane, free: Availability, window: Weeks) -> None:
    """Bars for the days on which the lane's place does not exist, where no booking lies."""
    turns = [*_turns(free, window), window.last + ONE_DAY]
    for first, following in itertools.pairwise(turns):
        if free.capacity_on(first) // 100 >= lane.number:
            continue
        _fill(lane, first, following - ONE_DAY)
    lane.bars.sort(key=lambda b: b.first)


def _fill(lane: Lane, first: date, last: date) -> None:
    start = first
    for bar in sorted((b for b in lane.bars if b.last >= first and b.first <= last), key=lambda b: b.first):
        if bar.first > start:
            lane.bars.append(BoardBar(start, bar.first - ONE_DAY, "closed", NOBODY))
        start = max(start, bar.last + ONE_DAY)
    if start <= last:
        lane.bars.append(BoardBar(start, last, "closed", NOBODY))


def week_counts(free: Availability, window: Weeks, wanted: Sequence[Span] = ()) -> list[int]:
    """Free whole places in each week: the fewest on any of its days; a wanted capacity can make it negative."""
    if not free.loads and len(free.capacity) <= 1 and not wanted:
        return _plain_counts(free, window)
    room = [0] * window.days
    turns = [*_turns(free, window), window.last + ONE_DAY]
    for first, following in itertools.pairwise(turns):
        level = free.capacity_on(first)
        room[(first - window.first).days : (following - window.first).days] = [level] * (following - first).days
    for span in wanted:
        for i in _days(span, window):
            room[i] = min(room[i], span.hundredths)
    for span in free.loads:
        for i in _days(span, window):
            room[i] -= span.hundredths
    return [min(room[i : i + 7]) // 100 for i in range(0, window.days, 7)]


def _plain_counts(free: Availability, window: Weeks) -> list[int]:
    level = free.capacity[0].hundredths // 100 if free.capacity else 0
    first = max(free.open_from, free.capacity[0].first) if free.capacity else date.max
    last = min(free.open_to, free.capacity[0].last) if free.capacity else date.min
    return [level if first <= monday and monday + timedelta(6) <= last else 0 for monday in window.mondays()]


def _days(span: Span, window: Weeks) -> range:
    first, last = max(span.first, window.first), min(span.last, window.last)
    return range((first - window.first).days, (last - window.first).days + 1)


def summed(rows: Iterable[Sequence[int]], weeks: int) -> list[int]:
    """Free places per week of several placements together; one that has too few takes nothing from the others."""
    out = [0] * weeks
    for row in rows:
        for i, count in enumerate(row):
            if count > 0:
                out[i] += count
    return out


def drop_problem(lane: Lane, ref: str, first: date, last: date) -> Text | None:
    """Why a bar cannot lie in this lane in a period, or None: what is shown while it is dragged. The bank has the last word."""
    if last < first:
        return text(N_("The end is before the start. Choose a later end date."))
    for bar in lane.bars:
        if (bar.ref != ref and bar.first <= last and first <= bar.last) or (
            not bar.ref and bar.first <= last and first <= bar.last
        ):
            if bar.state == "closed":
                return text(N_("The place is closed from {day}."), day=bar.first)
            if bar.first > first:
                return text(
                    N_("The place is booked from {day}. Choose {last} at the latest."),
                    day=bar.first,
                    last=bar.first - ONE_DAY,
                )
            return text(N_("The place is booked until {day}."), day=bar.last)
    return None
