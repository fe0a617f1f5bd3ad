"""Meetings of modules beside the working hours of a place: which of them clash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amdesk.domain.places.placement import Placement
from amdesk.domain.texts import N_, Text, text

DAYS = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")


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
    """What a schedule says of a usual week: weekdays (0 is Monday) and minutes after midnight."""

    days: frozenset[int]
    begin: int
    end: int


def work_hours(schedule: str) -> WorkHours | None:
    """The hours of "mån-fre 08.00-16.45"; None where a schedule says nothing that can be read for sure."""
    words = schedule.casefold().replace("–", "-").split()
    days: set[int] = set()
    hours: tuple[int, int] | None = None
    for word in words:
        first, dash, last = word.strip(",;").partition("-")
        if first[:3] in DAYS:
            begin = DAYS.index(first[:3])
            end = DAYS.index(last[:3]) if dash and last[:3] in DAYS else begin
            days |= set(range(begin, end + 1))
        elif dash and (times := (minutes(first), minutes(last)))[0] is not None and times[1] is not None:
            hours = times[0], times[1]
    return WorkHours(frozenset(days), *hours) if days and hours else None


def minutes(said: str) -> int | None:
    """Minutes after midnight of "09:00" or "09.00"; None where it is no time of day."""
    hour, _, minute = said.replace(":", ".").partition(".")
    return (
        int(hour) * 60 + int(minute or 0) if hour.isdigit() and (minute or "0").isdigit() and int(hour) < 25 else None
    )


def clashes(occasions: Sequence[tuple[str, Occasion]], placement: Placement, since: date) -> list[tuple[str, str]]:
    """(module, weekday) of each module whose coming occasions lie within the placement's working hours."""
    hours = work_hours(placement.schedule)
    if hours is None:
        return []
    out: list[tuple[str, str]] = []
    for name, o in occasions:
        begin, end = minutes(o.from_time), minutes(o.to_time)
        inside = o.on_date >= since and o.on_date.weekday() in hours.days and begin is not None and end is not None
        if inside and begin < hours.end and hours.begin < end:  # type: ignore[operator]
            found = (name, DAYS[o.on_date.weekday()])
            if found not in out:
                out.append(found)
    return out


def clash_text(found: tuple[str, str]) -> Text:
    """ "Occupational Swedish (tis) lies within the working hours"."""
    return text(N_("{module} ({day}) lies within the working hours"), module=found[0], day=found[1])
