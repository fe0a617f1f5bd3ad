"""For the manager: continuity, occupancy, waiting, caseload, and value for people and workplaces. Of units, never of persons."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low

from amdesk.db.port import rows, tuples
from amdesk.db.results import outcomes as db
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.report import Fact
from amdesk.domain.results.withholding import SMALLEST_GROUP
from amdesk.domain.texts import N_, Text
from amdesk.services.work import Work

ALL = Text(N_("Everyone"))
CONTINUITY = N_(
    "Employments that ran in the period and kept their case worker all the time until its end. Base: employments that ran in the period."
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
class Management:
    """The manager's page of a period."""

    first: date
    last: date
    continuity: Figure
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
            continuity, reasons = self._continuity(first, last, department)
            return Management(
                first, last, continuity, reasons,
                Figure("occupancy.all", Text(N_("Occupancy")), ALL, taken, open_days, Text(OCCUPANCY)), places,
                self._waits(first, last, department), self._loads(),
            )  # fmt: skip

    def departments(self) -> list[str]:
        found = rows(
            self.work.bank,
            "select distinct department from placement where void = 0 and department <> '' order by department",
        )
        return [r["department"] for r in found]

    def _continuity(self, first: date, last: date, department: str) -> tuple[Figure, list[tuple[str, int]]]:
        found = tuples(
            self.work.bank,
            "select e.id, (select count(*) from case_worker_change c where c.participant_id = e.participant_id and c.void = 0 and c.from_id is not null "
            "and c.on_date >= e.from_date and c.on_date <= coalesce(e.ended_on, e.to_date, :last) and c.on_date <= :last) as changes from employment e "
            f"where e.void = 0 and e.cancelled = 0 and e.from_date <= :last and coalesce(e.ended_on, e.to_date, :last) >= :first {_within(department)}",
            first=first.isoformat(), last=last.isoformat(), **_named(department),
        )  # fmt: skip
        reasons = Counter(
            r["reason"]
            for r in rows(
                self.work.bank,
                "select reason from case_worker_change where void = 0 and from_id is not null and on_date between :first and :last",
                first=first.isoformat(), last=last.isoformat(),
            )
        )  # fmt: skip
        kept = sum(not changes for _, changes in found)
        figure = Figure(
            "continuity.all", Text(N_("Kept the same case worker")), ALL, kept, len(found), Text(CONTINUITY)
        )
        return figure, sorted(reasons.items(), key=lambda i: (-i[1], i[0]))

    def _places(self, first: date, last: date, department: str) -> list[PlaceUse]:
        """Day by day would be slow over years: capacity rows and bookings are cut to the period and counted in days."""
        until = min(last, self.work.today)
        if until < first:
            return []
        named = tuples(
            self.work.bank,
            "select id, name, kind, department, open_from, open_to from placement where void = 0"
            + (" and department = :department" if department else "") + " order by sort_name, id",
            **_named(department),
        )  # fmt: skip
        capacity: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
        for p, a, b, n in tuples(
            self.work.bank, "select placement_id, from_date, to_date, places from capacity where void = 0 order by id"
        ):
            capacity[p].append((a, b, n))
        taken: dict[int, int] = defaultdict(int)
        for p, a, b in tuples(
            self.work.bank,
            "select placement_id, from_date, to_date from booking where void = 0 and status in ('booked', 'started', 'ended') "
            "and from_date <= :last and to_date >= :first",
            first=first.isoformat(), last=until.isoformat(),
        ):  # fmt: skip
            taken[p] += _overlap(a, b, first, until)
        out = []
        for p, name, kind, dept, opened, closed in named:
            span = max(first, date.fromisoformat(opened)), min(until, date.fromisoformat(closed))
            days = _open_days(capacity[p], *span) if span[0] <= span[1] else 0
            out.append(PlaceUse(name, kind, dept, days, min(taken[p], days)))
        return [p for p in out if p.open_days]

    def _waits(self, first: date, last: date, department: str) -> list[Fact]:
        """Medians in days: from need to booking made, and from need to the first day."""
        found = tuples(
            self.work.bank,
            "select b.from_date, b.made_on, coalesce((select max(coalesce(x.ended_on, x.to_date)) from employment x where x.participant_id = b.participant_id "
            "and x.void = 0 and x.cancelled = 0 and x.from_date < b.from_date and coalesce(x.ended_on, x.to_date) < b.from_date), p.registered_on) as since from booking b join participant p on p.id = b.participant_id "
            "join employment e on e.id = b.employment_id where b.void = 0 and b.status in ('booked', 'started', 'ended') and b.from_date between :first and :last "
            f"and b.id = (select min(o.id) from booking o where o.employment_id = b.employment_id and o.void = 0 and o.status in ('booked', 'started', 'ended')) {_within(department)}",
            first=first.isoformat(), last=last.isoformat(), **_named(department),
        )  # fmt: skip
        start = [(date.fromisoformat(f) - date.fromisoformat(s)).days for f, _, s in found]
        made = [(date.fromisoformat(m) - date.fromisoformat(s)).days for _, m, s in found if m >= s]
        return [
            Fact("started", Text(N_("Employments begun")), len(found), "", Text(N_("Employments whose first booking begins in the period."))),
            Fact("wait_median", Text(N_("Median wait for the first day")), median_low(start) if start else None, "days",
                 Text(N_("Days from registration, or from the end of an earlier employment, to the first day."))),
            Fact("need_to_booking_median", Text(N_("Median time from need to booking")), median_low(made) if made else None, "days",
                 Text(N_("Days from registration, or from the end of an earlier employment, until the place was booked."))),
        ]  # fmt: skip

    def _loads(self) -> list[Load]:
        day = self.work.today.isoformat()
        found = tuples(
            self.work.bank,
            "select coalesce(w.name, '') as name, "
            "case when exists (select 1 from booking b where b.participant_id = p.id and b.void = 0 and b.status = 'started' and b.to_date >= :day) then 'working' "
            "when exists (select 1 from booking b where b.participant_id = p.id and b.void = 0 and b.status in ('booked', 'reserved') and b.to_date >= :day) then 'booked' "
            "when exists (select 1 from employment e where e.participant_id = p.id and e.void = 0 and e.cancelled = 0 and coalesce(e.ended_on, e.to_date, '9999') < :day) "
            "and not exists (select 1 from employment e where e.participant_id = p.id and e.void = 0 and e.cancelled = 0 and coalesce(e.ended_on, e.to_date, '9999') >= :day) then 'ended' "
            "when exists (select 1 from employment e where e.participant_id = p.id and e.void = 0 and e.cancelled = 0 and e.from_date <= :day) then 'working' "
            "else 'waiting' end as state, count(*) as n from participant p left join case_worker w on w.id = p.case_worker_id "
            "where p.void = 0 and p.merged_into is null group by 1, 2",
            day=day,
        )  # fmt: skip
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for name, state, n in found:
            counts[name][state] += n
        out = [Load(n, c["waiting"], c["booked"], c["working"]) for n, c in sorted(counts.items())]
        return [x for x in out if x.total]

    # value

    def value(self, first: date, last: date) -> tuple[list[Figure], list[Fact]]:
        """Value for people and workplaces in a period, as the auditors asked for."""
        bank, until = self.work.bank, min(last, self.work.today)
        with bank.read():
            ended = {e.person for e in db.ended(bank, first, until)}
            rose, assessed = self._skills(ended)
            done = {
                p
                for (p,) in tuples(
                    bank, "select distinct participant_id from enrolment where void = 0 and status = 'completed'"
                )
            }
            service, served = self._service(first, until)
        return [
            Figure("skills_gained.all", Text(N_("Skills gained")), ALL, rose, assessed, Text(SKILLS)),
            Figure("modules_completed.all", Text(N_("Completed a teaching module")), ALL, len(ended & done), len(ended), Text(MODULES)),
        ], [Fact("service_days", Text(N_("Days of service delivered")), service, "days", Text(SERVICE), inside=0 < served < SMALLEST_GROUP)]  # fmt: skip

    def _skills(self, people: set[int]) -> tuple[int, int]:
        found: dict[int, list[dict[str, int]]] = defaultdict(list)
        for person, levels in tuples(
            self.work.bank,
            "select participant_id, levels from assessment where void = 0 and finished = 1 order by on_date, id",
        ):
            if person in people:
                found[person].append(json.loads(levels))
        twice = [a for a in found.values() if len(a) > 1]
        return sum(any(last > a[0][c] for c, last in a[-1].items() if c in a[0]) for a in twice), len(twice)

    def _service(self, first: date, last: date) -> tuple[int, int]:
        """Days of service, and how many persons gave them."""
        total, people = 0, set()
        for a, b, extent, person in tuples(
            self.work.bank,
            "select from_date, to_date, extent, participant_id from booking where void = 0 and status in ('started', 'ended') and from_date <= :last and to_date >= :first",
            first=first.isoformat(), last=last.isoformat(),
        ):  # fmt: skip
            days = weekdays(max(first, date.fromisoformat(a)), min(last, date.fromisoformat(b))) * extent
            total += days
            people |= {person} if days else set()
        return (2 * total + 100) // 200, len(people)


def weekdays(first: date, last: date) -> int:
    """Mondays to Fridays between two days, both included; 0 where the span is empty."""
    if last < first:
        return 0
    days = (last - first).days + 1
    return days // 7 * 5 + sum((first + timedelta(i)).weekday() < 5 for i in range(days % 7))


def _within(department: str) -> str:
    return "and e.placement_id in (select id from placement where department = :department)" if department else ""


def _named(department: str) -> dict[str, str]:
    return {"department": department} if department else {}


def _overlap(a: str, b: str, first: date, last: date) -> int:
    return max(0, (min(last, date.fromisoformat(b)) - max(first, date.fromisoformat(a))).days + 1)


def _open_days(found: Sequence[tuple[str, str, int]], first: date, last: date) -> int:
    """Days of places in a span: on every day the latest row that covers it counts."""
    edges = {first, last + timedelta(1)}
    spans = [(date.fromisoformat(a), date.fromisoformat(b), n) for a, b, n in found]
    for a, b, _ in spans:
        edges |= {d for d in (a, min(b, last) + timedelta(1)) if first <= d <= last}
    cuts = sorted(edges)
    total = 0
    for begin, end in pairwise(cuts):
        places = next((n for a, b, n in reversed(spans) if a <= begin <= b), 0)
        total += places * (end - begin).days
    return total
