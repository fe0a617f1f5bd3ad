"""For the manager: continuity, occupancy, waiting, caseload, and value for people and workplaces. Of units, never of persons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low

from amdesk.db.results import management as db
from amdesk.db.results import outcomes
from amdesk.db.results.management import PlacesOn
from amdesk.domain.results.disclosure import SMALLEST_GROUP, small
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.report import Fact
from amdesk.domain.texts import N_, Text
from amdesk.services.bank.work import Work

ALL = Text(N_("Everyone"))
CONTINUITY = N_(
    "Employments that ran in the period and kept their case worker all the time until its end. Base: employments that ran in the period."
)
STOOD_IN = N_(
    "Weekdays on which a case worker was away and another one stood in, of each who was away. The case worker stays the same."
)
OCCUPANCY = N_("Days of places with a booking that takes the place. Base: days of places that were open.")
SKILLS = N_(
    "Persons with at least one skill at a higher level at the last assessment than at the first. Base: persons whose employment ended in the period with two assessments or more."
)
MODULES = N_(
    "Persons who have completed at least one teaching module. Base: persons whose employment ended in the period."
)
SERVICE = N_("Weekdays of started and ended bookings in the period, by the extent of each: whole days of full time.")


@dataclass(frozen=True, slots=True)
class PlaceUse:
    """How a placement was used in the period, in days of places."""

    placement: str
    kind: str
    department: str
    open_days: int
    taken_days: int
    placement_id: int | None = None

    @property
    def vacant(self) -> int:
        return self.open_days - self.taken_days


@dataclass(frozen=True, slots=True)
class Load:
    """What one case worker has on the day."""

    worker: str
    waiting: int
    booked: int
    working: int

    @property
    def total(self) -> int:
        return self.waiting + self.booked + self.working


@dataclass(frozen=True, slots=True)
class Continuity:
    """Who kept the same case worker in a period, and how long others stood in for those who were away."""

    kept: Figure
    few: bool
    """Whether fewer than five persons are behind those who did, or behind those who did not."""
    stood_in: Fact


@dataclass(frozen=True, slots=True)
class Management:
    """The manager's page of a period."""

    first: date
    last: date
    continuity: Continuity
    reasons: Sequence[tuple[str, int]]
    occupancy: Figure
    places: Sequence[PlaceUse]
    waits: Sequence[Fact]
    loads: Sequence[Load]


class Managements:
    def __init__(self, work: Work) -> None:
        self.work = work

    def management(self, first: date, last: date, department: str = "") -> Management:
        """Everything of the page in one snapshot; `department` narrows places and employments to one department's."""
        with self.work.bank.read():
            places = self._places(first, last, department)
            open_days, taken = sum(p.open_days for p in places), sum(p.taken_days for p in places)
            return Management(
                first,
                last,
                continuity_of(self.work, first, last, department),
                self._reasons(first, last),
                Figure("occupancy.all", Text(N_("Occupancy")), ALL, taken, open_days, Text(OCCUPANCY)),
                places,
                self._waits(first, last, department),
                self._loads(),
            )

    def departments(self) -> list[str]:
        return db.departments(self.work.bank)

    def _reasons(self, first: date, last: date) -> list[tuple[str, int]]:
        return sorted(db.change_reasons(self.work.bank, first, last).items(), key=lambda i: (-i[1], i[0]))

    def _places(self, first: date, last: date, department: str) -> list[PlaceUse]:
        """Day by day would be slow over years: capacity rows and bookings are cut to the period and counted in days."""
        until = min(last, self.work.today)
        if until < first:
            return []
        bank = self.work.bank
        named, capacity = db.periods(bank, department), db.capacities(bank)
        taken: dict[int, int] = defaultdict(int)
        for key, begins, ends in db.taken(bank, first, until):
            taken[key] += (min(until, ends) - max(first, begins)).days + 1
        out = []
        for p in named:
            span = max(first, p.open_from), min(until, p.open_to)
            days = _open_days(capacity.get(p.id, ()), *span) if span[0] <= span[1] else 0
            out.append(PlaceUse(p.name, p.kind, p.department, days, min(taken[p.id], days), p.id))
        return [p for p in out if p.open_days]

    def _waits(self, first: date, last: date, department: str) -> list[Fact]:
        """Medians in days: from need to booking made, and from need to the first day."""
        found = db.waits(self.work.bank, first, last, department)
        start = [(w.begins - w.since).days for w in found]
        made = [(w.made_on - w.since).days for w in found if w.made_on >= w.since]
        return [
            Fact(
                "started",
                Text(N_("Employments begun")),
                len(found),
                "",
                Text(N_("Employments whose first booking begins in the period.")),
            ),
            Fact(
                "wait_median",
                Text(N_("Median wait for the first day")),
                median_low(start) if start else None,
                "days",
                Text(N_("Days from registration, or from the end of an earlier employment, to the first day.")),
            ),
            Fact(
                "need_to_booking_median",
                Text(N_("Median time from need to booking")),
                median_low(made) if made else None,
                "days",
                Text(
                    N_("Days from registration, or from the end of an earlier employment, until the place was booked.")
                ),
            ),
        ]

    def _loads(self) -> list[Load]:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for found in db.caseloads(self.work.bank, self.work.today):
            counts[found.worker][found.state] += found.people
        out = [Load(n, c["waiting"], c["booked"], c["working"]) for n, c in sorted(counts.items())]
        return [x for x in out if x.total]

    # value

    def value(self, first: date, last: date) -> tuple[list[Figure], list[Fact]]:
        """Value for people and workplaces in a period, as the auditors asked for."""
        bank, until = self.work.bank, min(last, self.work.today)
        with bank.read():
            ended = {e.person for e in outcomes.ended(bank, first, until)}
            rose, assessed = self._skills(ended)
            done = db.completed_a_module(bank)
            service, served = self._service(first, until)
        return [
            Figure("skills_gained.all", Text(N_("Skills gained")), ALL, rose, assessed, Text(SKILLS)),
            Figure(
                "modules_completed.all",
                Text(N_("Completed a teaching module")),
                ALL,
                len(ended & done),
                len(ended),
                Text(MODULES),
            ),
        ], [
            Fact(
                "service_days",
                Text(N_("Days of service delivered")),
                service,
                "days",
                Text(SERVICE),
                inside=0 < served < SMALLEST_GROUP,
            )
        ]

    def _skills(self, people: set[int]) -> tuple[int, int]:
        """How many gained a skill, of how many who were assessed twice or more."""
        twice = [a for a in db.levels(self.work.bank, people).values() if len(a) > 1]
        return sum(any(last > a[0][c] for c, last in a[-1].items() if c in a[0]) for a in twice), len(twice)

    def _service(self, first: date, last: date) -> tuple[int, int]:
        """Days of service, and how many persons gave them."""
        total, people = 0, set()
        for b in db.service(self.work.bank, first, last):
            days = weekdays(max(first, b.first), min(last, b.last)) * b.extent
            total += days
            people |= {b.participant} if days else set()
        return (2 * total + 100) // 200, len(people)


def continuity_of(work: Work, first: date, last: date, department: str = "") -> Continuity:
    """Of a period."""
    every = db.worker_changes(work.bank, first, last, department)
    kept = sum(not e.changes for e in every)
    sides = ({e.participant for e in every if bool(e.changes) is changed} for changed in (False, True))
    figure = Figure("continuity.all", Text(N_("Kept the same case worker")), ALL, kept, len(every), Text(CONTINUITY))
    return Continuity(figure, any(small(len(side)) for side in sides), _stood_in(work, first, min(last, work.today)))


def _stood_in(work: Work, first: date, last: date) -> Fact:
    """Of few case workers it tells who of them was away: then it stays in the unit."""
    found = db.stood_in(work.bank, first, last) if first <= last else []
    days = sum(weekdays(one.first, one.last) for one in found)
    few = small(len({one.worker for one in found}))
    return Fact("deputy_days", Text(N_("Days with a deputy")), days, "days", Text(STOOD_IN), inside=few)


def weekdays(first: date, last: date) -> int:
    """Mondays to Fridays between two days, both included; 0 where the span is empty."""
    if last < first:
        return 0
    days = (last - first).days + 1
    return days // 7 * 5 + sum((first + timedelta(i)).weekday() < 5 for i in range(days % 7))


def _open_days(rows: Sequence[PlacesOn], first: date, last: date) -> int:
    """Days of places in a span: on every day the latest row that covers it counts."""
    edges = {first, last + timedelta(1)}
    for row in rows:
        edges |= {d for d in (row.first, min(row.last, last) + timedelta(1)) if first <= d <= last}
    total = 0
    for begin, end in pairwise(sorted(edges)):
        places = next((row.places for row in reversed(rows) if row.first <= begin <= row.last), 0)
        total += places * (end - begin).days
    return total
