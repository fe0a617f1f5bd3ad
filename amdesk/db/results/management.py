"""What the manager's page reads: who ran, how placements stood open and taken, waits, caseloads, skills, and service given."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from amdesk.db.people.participants import listing, status_of
from amdesk.db.port import Bank, iso_day, rows, tuples
from amdesk.db.sql import LIVE, last_day


class PlacePeriod(NamedTuple):
    """A placement and the days between which it is open at all."""

    id: int
    name: str
    kind: str
    department: str
    open_from: date
    open_to: date


class PlacesOn(NamedTuple):
    """How many places there are on each day of a span."""

    first: date
    last: date
    places: int


class Wait(NamedTuple):
    """A first booking: its first day, when it was made, and since when there was a need of it."""

    begins: date
    made_on: date
    since: date


class CaseCount(NamedTuple):
    """How many of a case worker's (empty: nobody's) people are waiting, booked, working or ended."""

    worker: str
    state: str
    people: int


class WorkerChanges(NamedTuple):
    """How often the case worker of an employment's person changed while it ran."""

    participant: int
    changes: int


class DaysStoodIn(NamedTuple):
    """Days on which a case worker was away and another one stood in."""

    worker: int
    first: date
    last: date


class Service(NamedTuple):
    """A booking that has begun, with its extent in percent."""

    first: date
    last: date
    extent: int
    participant: int


def departments(bank: Bank) -> list[str]:
    found = rows(
        bank, f"select distinct department from placement where {LIVE} and department <> '' order by department"
    )
    return [r["department"] for r in found]


def worker_changes(bank: Bank, first: date, last: date, department: str = "") -> list[WorkerChanges]:
    """Of each employment that ran in the period, how often its person's case worker changed while it did, until its end."""
    found = tuples(
        bank,
        f"select e.participant_id, (select count(*) from case_worker_change c where c.participant_id = e.participant_id and c.{LIVE} and c.from_id is not null "
        f"and c.on_date >= e.from_date and c.on_date <= {last_day('e', ':last')} and c.on_date <= :last) as changes from employment e "
        f"where e.{LIVE} and e.cancelled = 0 and e.from_date <= :last and {last_day('e', ':last')} >= :first {_within(department)}",
        first=first.isoformat(),
        last=last.isoformat(),
        **_named(department),
    )
    return [WorkerChanges(*r) for r in found]


def stood_in(bank: Bank, first: date, last: date) -> list[DaysStoodIn]:
    """Who was away with a deputy on days of a period, cut to it."""
    found = tuples(
        bank,
        f"select case_worker_id, from_date, to_date from deputy where {LIVE} and from_date <= :last and to_date >= :first",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return [DaysStoodIn(who, max(first, iso_day(begins)), min(last, iso_day(ends))) for who, begins, ends in found]


def change_reasons(bank: Bank, first: date, last: date) -> dict[str, int]:
    """How often each reason was given for a new case worker in the place of another, in a period."""
    found = tuples(
        bank,
        f"select reason, count(*) as n from case_worker_change where {LIVE} and from_id is not null and on_date between :first and :last "
        "group by reason",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return dict(found)


def periods(bank: Bank, department: str = "") -> list[PlacePeriod]:
    """Every placement (of a department), by name."""
    found = tuples(
        bank,
        f"select id, name, kind, department, open_from, open_to from placement where {LIVE}"
        + (" and department = :department" if department else "")
        + " order by sort_name, id",
        **_named(department),
    )
    return [
        PlacePeriod(key, name, kind, where, iso_day(first), iso_day(last))
        for key, name, kind, where, first, last in found
    ]


def capacities(bank: Bank) -> dict[int, list[PlacesOn]]:
    """The capacity rows of each placement in the order they were made: a later one stands over those before it."""
    out: dict[int, list[PlacesOn]] = defaultdict(list)
    for key, first, last, places in tuples(
        bank, f"select placement_id, from_date, to_date, places from capacity where {LIVE} order by id"
    ):
        out[key].append(PlacesOn(iso_day(first), iso_day(last), places))
    return out


def taken(bank: Bank, first: date, last: date) -> list[tuple[int, date, date]]:
    """(placement, first day, last day) of the bookings that take or took a place in the period; reservations do not."""
    found = tuples(
        bank,
        f"select placement_id, from_date, to_date from booking where {LIVE} and status in ('booked', 'started', 'ended') "
        "and from_date <= :last and to_date >= :first",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return [(key, iso_day(begins), iso_day(ends)) for key, begins, ends in found]


def waits(bank: Bank, first: date, last: date, department: str = "") -> list[Wait]:
    """The first booking of each employment, where it begins in the period; the need is as old as the registration, or as
    the end of the employment before."""
    found = tuples(
        bank,
        f"select b.from_date, b.made_on, coalesce((select max({last_day('x')}) from employment x where x.participant_id = b.participant_id "
        f"and x.{LIVE} and x.cancelled = 0 and x.from_date < b.from_date and {last_day('x')} < b.from_date), p.registered_on) as since from booking b join participant p on p.id = b.participant_id "
        f"join employment e on e.id = b.employment_id where b.{LIVE} and b.status in ('booked', 'started', 'ended') and b.from_date between :first and :last "
        f"and b.id = (select min(o.id) from booking o where o.employment_id = b.employment_id and o.{LIVE} and o.status in ('booked', 'started', 'ended')) {_within(department)}",
        first=first.isoformat(),
        last=last.isoformat(),
        **_named(department),
    )
    return [Wait(*map(iso_day, r)) for r in found]


def caseloads(bank: Bank, today: date) -> list[CaseCount]:
    """Everybody by case worker and by what they do today, as the list of people says it."""
    counted = Counter((one.case_worker, status_of(one, today)) for one in listing(bank, today))
    return [CaseCount(worker, state, count) for (worker, state), count in sorted(counted.items())]


def completed_a_module(bank: Bank) -> set[int]:
    """Everybody who has completed at least one teaching module."""
    found = tuples(bank, f"select distinct participant_id from enrolment where {LIVE} and status = 'completed'")
    return {person for (person,) in found}


def levels(bank: Bank, people: Collection[int]) -> dict[int, list[dict[str, int]]]:
    """The level of each skill at every finished assessment of these people, the oldest first."""
    out: dict[int, list[dict[str, int]]] = defaultdict(list)
    for person, said in tuples(
        bank, f"select participant_id, levels from assessment where {LIVE} and finished = 1 order by on_date, id"
    ):
        if person in people:
            out[person].append(json.loads(said))
    return out


def service(bank: Bank, first: date, last: date) -> list[Service]:
    """Bookings that have begun and touch the period."""
    found = tuples(
        bank,
        f"select from_date, to_date, extent, participant_id from booking where {LIVE} and status in ('started', 'ended') "
        "and from_date <= :last and to_date >= :first",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return [Service(iso_day(begins), iso_day(ends), extent, person) for begins, ends, extent, person in found]


def _within(department: str) -> str:
    return "and e.placement_id in (select id from placement where department = :department)" if department else ""


def _named(department: str) -> dict[str, str]:
    return {"department": department} if department else {}
