"""What Översikt reads: counted and ordered in the bank, so that thousands of rows never become objects for one screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.db.port import Bank, iso_day, tuples
from amdesk.db.results.reached import asked_for
from amdesk.db.sql import BEGUN, LIVE, RUNS, TAKING, UNDER_WAY, WAITS, last_day
from amdesk.domain.booking.plan import FOLLOWED_UP_AFTER, FORGOTTEN_AFTER
from amdesk.domain.competence.due import AHEAD, FORGOTTEN, LATE

OPEN = f"not exists (select 1 from task_mark m where m.task = {{key}} and m.{LIVE} and (m.until is null or m.until > :day))"
MINE = (
    "(:worker is null or e.participant_id in "
    "(select id from participant where case_worker_id is null or case_worker_id = :worker or case_worker_id in "
    f"(select d.case_worker_id from deputy d where d.{LIVE} and d.deputy_id = :worker and :day between d.from_date and d.to_date)))"
)
"""An employment `e` of somebody whom :worker looks after, or one for whom :worker stands in on :day, or nobody: by the index alone, people's own rows are not read."""


class Running(NamedTuple):
    """An employment under way. `decision_to` is the last day of the decision on its subsidy."""

    id: int
    participant: int
    first: date
    last: date | None
    kind: str
    decision_to: date | None
    placement: int | None


class Waiting(NamedTuple):
    """Somebody who waits, since when, and her case worker."""

    id: int
    since: date
    worker: int | None


class DueEnd(NamedTuple):
    """An employment that ended or soon will, and the placement's key where it has a record; when it began and whether its final
    assessment is done are told where they were asked for."""

    employment: int
    participant: int
    ended: date
    placement: int | None
    first: date | None = None
    assessed: bool = False


RUNNING = f"""
select e.id, e.participant_id, e.from_date, e.to_date, e.kind, e.decision_to, e.placement_id
from employment e where {RUNS}
"""


def running(bank: Bank, day: date) -> list[Running]:
    """Employments under way."""
    return [
        Running(
            key, who, iso_day(first), iso_day(last) if last else None, kind, iso_day(until) if until else None, place
        )
        for key, who, first, last, kind, until, place in tuples(bank, RUNNING, day=day.isoformat())
    ]


def workers(bank: Bank) -> dict[int, int]:
    """The case worker of everybody who has one, from the index alone."""
    return dict(tuples(bank, "select id, case_worker_id from participant where case_worker_id is not null"))


def assessed(bank: Bank, day: date) -> dict[int, set[str]]:
    """Finished occasions of every employment that has not ended nor passed its planned end."""
    out: dict[int, set[str]] = {}
    for employment, occasion in tuples(
        bank,
        "select a.employment_id, a.occasion from employment e cross join assessment a "
        f"where a.employment_id = e.id and a.{LIVE} and a.finished = 1 and {UNDER_WAY}",
        day=day.isoformat(),
    ):
        out.setdefault(employment, set()).add(occasion)
    return out


def waiting(bank: Bank, day: date) -> list[Waiting]:
    """Everybody who waits."""
    found = tuples(
        bank, f"select p.id, p.registered_on, p.case_worker_id from participant p where {WAITS}", today=day.isoformat()
    )
    return [Waiting(key, iso_day(since), worker) for key, since, worker in found]


def held(bank: Bank) -> tuple[int, int, int]:
    """How many placements, participants, and bookings or employments there are."""
    ((places, people, booked),) = tuples(
        bank,
        f"select (select count(*) from placement where {LIVE}) as places, "
        f"(select count(*) from participant where {LIVE} and merged_into is null) as people, "
        f"(select count(*) from booking where {LIVE}) + (select count(*) from employment e where e.{LIVE} "
        f"and not exists (select 1 from booking b where b.employment_id = e.id and b.{LIVE})) as booked",
    )
    return places, people, booked


DAY90 = f"""
where e.{LIVE} and e.cancelled = 0 and {last_day("e")} between :first and :last and {asked_for("e")}
"""


def day90_due(bank: Bank, day: date, worker: int | None, limit: int, *, marked: bool = False) -> list[DueEnd]:
    """The first of those ends whose day 90 has come and who are asked for at the desk, as `reached` counts them; forgotten after
    nine months. `marked`: also those that somebody has marked done or postponed."""
    opened = "" if marked else f"and {OPEN.format(key=_key('day90'))}"
    first = day - FOLLOWED_UP_AFTER - FORGOTTEN_AFTER
    found = tuples(
        bank,
        f"select e.id, e.participant_id, {last_day('e')} as ended, e.placement_id from employment e {DAY90} {opened} and {MINE} "
        "order by ended, e.id limit :limit",
        day=day.isoformat(),
        worker=worker,
        limit=limit,
        first=first.isoformat(),
        last=(day - FOLLOWED_UP_AFTER).isoformat(),
        reached=(day - 2 * FOLLOWED_UP_AFTER).isoformat(),
    )
    return [DueEnd(key, person, iso_day(ended), place) for key, person, ended, place in found]


FINAL = f"exists (select 1 from assessment a where a.employment_id = e.id and a.{LIVE} and a.occasion = 'final' and a.finished = 1)"
CERTIFIED = f"exists (select 1 from certificate c where c.employment_id = e.id and c.{LIVE} and c.revoked_on is null)"
ENDS = f"""
select e.id, e.participant_id, {last_day("e")} as ended, e.placement_id, e.from_date, {FINAL} as assessed
from employment e
where e.{LIVE} and e.cancelled = 0 and {last_day("e")} between :first and :last and e.to_date is not null and e.from_date <= :day
and case when {FINAL} then not {CERTIFIED} else {last_day("e")} between :late and :before end and {BEGUN}
"""
OPEN_END = OPEN.format(
    key=f"case when {FINAL} then 'certificate:' || e.id else 'assess:' || e.id || ':' || 'final' end"
)


def ends(bank: Bank, day: date, worker: int | None, limit: int, *, marked: bool = False) -> list[DueEnd]:
    """Around the end: with a final assessment and without a certificate that is valid, or ended without a final assessment and
    not so long ago that it is left. `marked`: as `day90_due`."""
    found = tuples(
        bank,
        f"{ENDS} {'' if marked else f'and {OPEN_END}'} and {MINE} order by ended, e.id limit :limit",
        day=day.isoformat(),
        first=(day - FORGOTTEN).isoformat(),
        last=(day + AHEAD).isoformat(),
        late=(day - LATE).isoformat(),
        before=(day - timedelta(1)).isoformat(),
        worker=worker,
        limit=limit,
    )
    return [
        DueEnd(key, person, iso_day(ended), place, iso_day(first), assessed=bool(assessed))
        for key, person, ended, place, first, assessed in found
    ]


def _key(kind: str) -> str:
    return f"'{kind}:' || e.id"


def place_names(bank: Bank, employments: Mapping[int, int | None]) -> dict[int, str]:
    """What the placement of each employment is called; `employments` are the placement's keys, None where it has no record."""
    known = {place for place in employments.values() if place is not None}
    names = dict(tuples(bank, f"select id, name from placement where id in ({_listed(known)})")) if known else {}
    loose = [key for key, place in employments.items() if place is None]
    said = (
        dict(tuples(bank, f"select id, placement_text from employment where id in ({_listed(loose)})")) if loose else {}
    )
    return said | {key: names[place] for key, place in employments.items() if place is not None}


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in sorted(keys))


def free_on(bank: Bank, days: Sequence[date]) -> list[list[int]]:
    """Free places on each day: [in-house, external] over all open placements.

    Placements with one capacity and no shared hours are counted in the bank; the few others are walked through.
    """
    marks = {f"d{i}": day.isoformat() for i, day in enumerate(days)}
    taken = ", ".join(
        f"sum(case when from_date <= :d{i} and to_date >= :d{i} then 1 else 0 end) as t{i}" for i in range(len(days))
    )
    free = ", ".join(
        f"sum(case when p.open_from <= :d{i} and p.open_to >= :d{i} and c.first <= :d{i} and c.last >= :d{i} and c.places > coalesce(b.t{i}, 0) "
        f"then c.places - coalesce(b.t{i}, 0) else 0 end) as f{i}"
        for i in range(len(days))
    )
    plain = tuples(
        bank,
        f"select p.kind, {free} from placement p cross join (select placement_id, min(from_date) as first, max(to_date) as last, min(places) as places "
        f"from capacity where {LIVE} and to_date >= :d0 group by placement_id having count(*) = 1) c "
        f"left join (select placement_id, {taken} from booking where {LIVE} and status in {TAKING} "
        "and to_date >= :d0 group by placement_id) b on b.placement_id = p.id "
        f"where c.placement_id = p.id and p.{LIVE} and p.status = 'open' and p.shared = 0 group by p.kind",
        **marks,
    )
    out = [[0, 0] for _ in days]
    for kind, *counts in plain:
        for i, count in enumerate(counts):
            out[i][int(kind == "external")] += int(count)
    for i, (own, external) in enumerate(_others(bank, days)):
        out[i][0] += own
        out[i][1] += external
    return out


def _others(bank: Bank, days: Sequence[date]) -> list[list[int]]:
    """The same over placements whose capacity changes or whose hours are shared."""
    kinds = dict(
        tuples(
            bank,
            f"select p.id, p.kind from placement p where p.{LIVE} and p.status = 'open' and (p.shared = 1 or p.id in "
            f"(select placement_id from capacity where {LIVE} and to_date >= :day group by placement_id having count(*) > 1))",
            day=days[0].isoformat(),
        )
    )
    if not kinds:
        return [[0, 0] for _ in days]
    from amdesk.db.places.placements import availabilities  # few banks have any, and the first screen waits for this
    from amdesk.domain.places.placement import free_counts

    return free_counts([(kinds[i], a) for i, a in availabilities(bank, days[0], only=list(kinds)).items()], days)
