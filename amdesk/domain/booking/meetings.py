"""Meetings of modules beside the working hours of a place: which of them clash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amdesk.domain.places.placement import Placement
from amdesk.domain.places.schedule import DAYS, clock_minutes, read_schedule
from amdesk.domain.texts import N_, Text, text


@dataclass(frozen=True, slots=True)
class Occasion:
    """One meeting of a module; times are "09:00"."""

    id: int
    module_id: int
    on_date: date
    from_time: str
    to_time: str


@dataclass(frozen=True, slots=True)
class WorkHours:
    """What a schedule says of a usual week: weekdays (0 is Monday) and minutes after midnight, past 24 * 60 where the work goes on
    over midnight."""

    days: frozenset[int]
    begin: int
    end: int


def work_hours(schedule: str) -> WorkHours | None:
    """The hours of "mån-fre 08.00-16.45", of several the earliest start and the latest end; None where a schedule names no
    days or no hours."""
    said = read_schedule(schedule)
    if not said.days or said.earliest_start is None or said.latest_end is None:
        return None
    return WorkHours(said.days, said.earliest_start, said.latest_end)


def clashes(occasions: Sequence[tuple[str, Occasion]], placement: Placement, since: date) -> list[tuple[str, str]]:
    """(module, weekday) of each module whose coming occasions lie within the placement's working hours."""
    hours = work_hours(placement.schedule)
    if hours is None:
        return []
    out: list[tuple[str, str]] = []
    for name, o in occasions:
        begin, end = clock_minutes(o.from_time), clock_minutes(o.to_time)
        if begin is None or end is None or o.on_date < since or o.on_date.weekday() not in hours.days:
            continue
        if begin < hours.end and hours.begin < end:
            found = (name, DAYS[o.on_date.weekday()])
            if found not in out:
                out.append(found)
    return out


def clash_text(found: tuple[str, str]) -> Text:
    """ "Occupational Swedish (tis) lies within the working hours"."""
    return text(N_("{module} ({day}) lies within the working hours"), module=found[0], day=found[1])
