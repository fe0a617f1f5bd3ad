"""The week of a placed person: hours agreed, what was noted of each day, and talks. All of it by employment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache

from amdesk.db.booking.placed import JOB, TALK, job_of
from amdesk.db.port import Bank, hold, insert, insert_many, iso_day, one, rows, tuples, update
from amdesk.db.sql import BEGUN, LIVE, last_day
from amdesk.domain.booking.week.hours import DAY_KINDS, AgreedHours, NotedDay, NotedSum
from amdesk.domain.booking.week.told import ListedDay, PlacedJob, Talk
from amdesk.domain.people.masked import Masked
from amdesk.domain.people.masks import HIDDEN


def job_on(bank: Bank, participant: int, day: date) -> PlacedJob | None:
    """The person's employment on that day, where she has begun it; the one that began last where there are several."""
    found = tuples(
        bank,
        f"{JOB} where e.participant_id = :p and e.{LIVE} and e.cancelled = 0 and e.from_date <= :day "
        f"and coalesce({last_day('e')}, :day) >= :day and {BEGUN} order by e.from_date desc, e.id desc limit 1",
        p=participant,
        day=day.isoformat(),
    )
    return job_of(found[0]) if found else None


def latest_job(bank: Bank, participant: int, day: date) -> PlacedJob | None:
    """The person's latest employment that had begun by that day."""
    found = tuples(
        bank,
        f"{JOB} where e.participant_id = :p and e.{LIVE} and e.cancelled = 0 and e.from_date <= :day and {BEGUN} "
        "order by e.from_date desc, e.id desc limit 1",
        p=participant,
        day=day.isoformat(),
    )
    return job_of(found[0]) if found else None


def jobs_between(bank: Bank, first: date, last: date, participant: int | None = None) -> list[PlacedJob]:
    """Employments that were under way on some day of a period, of everybody or one person."""
    found = tuples(
        bank,
        f"{JOB} where e.{LIVE} and e.cancelled = 0 and e.from_date <= :last and coalesce({last_day('e')}, :first) >= :first "
        f"and {BEGUN} and (:pid is null or e.participant_id = :pid) order by e.id",
        first=first.isoformat(),
        last=last.isoformat(),
        pid=participant,
    )
    return [job_of(r) for r in found]


def hold_job(bank: Bank, employment: int) -> None:
    """Two who note the same day at once come one after the other. Inside a write()."""
    hold(bank, "employment", employment)


def _agreed(found: Mapping[str, object]) -> AgreedHours:
    return AgreedHours(
        id=int(str(found["id"])),
        employment_id=int(str(found["employment_id"])),
        from_date=iso_day(str(found["from_date"])),
        week=str(found["week"]),
    )


def agreements(bank: Bank, employments: Iterable[int]) -> dict[int, list[AgreedHours]]:
    """The agreements of these employments, by employment, oldest first."""
    wanted = ", ".join(str(int(i)) for i in employments) or "0"
    found = rows(
        bank,
        f"select id, employment_id, from_date, week from agreed_hours where {LIVE} and employment_id in ({wanted}) "
        "order by from_date, id",
    )
    out: dict[int, list[AgreedHours]] = {}
    for row in found:
        out.setdefault(int(row["employment_id"]), []).append(_agreed(row))
    return out


def agree(bank: Bank, job: PlacedJob, first: date, week: str) -> None:
    """Hours from a day on; what was agreed from the same day is replaced. Inside a write()."""
    kept = one(
        bank,
        f"select id from agreed_hours where {LIVE} and employment_id = :e and from_date = :day",
        e=job.id,
        day=first.isoformat(),
    )
    if kept is not None:
        update(bank, "agreed_hours", int(kept["id"]), week=week)
    else:
        insert(bank, "agreed_hours", participant_id=job.participant, employment_id=job.id, from_date=first, week=week)


NOTED = "select w.id, w.participant_id, w.employment_id, w.on_date, w.code, w.present, w.noted_by from workday w"


MINUTES = 16
"""Bits of the minutes of a month: at most 31 days of 1,440."""
SHIFTS = tuple((code, 6 * i) for i, code in enumerate(DAY_KINDS))
SUMS = (
    "sum(w.present + case w.code "
    + " ".join(f"when '{code}' then {1 << MINUTES + at}" for code, at in SHIFTS)
    + " end) as noted, sum(1 << (cast(substr(w.on_date, 9, 2) as integer) - 1)) as days"
)
"""Of one month's noted days: minutes present, and above them how many of each code, six bits for each, since each sum more takes
as long again; and which days of the month they are, a bit each."""
SUMMED = "w.void < 1"
"""Days that stand, in the words of the index workday_sum, which has those sums of each day worked out."""
AT_ONCE = 100
"""Months of one question: SQLite joins 500 at most."""


def _noted(found: tuple[int, int, int, str, str, int, str]) -> NotedDay:
    key, who, job, day, code, present, by = found
    return NotedDay(
        id=key,
        participant_id=who,
        employment_id=job,
        on_date=iso_day(day),
        code=code,
        present=present,
        noted_by=by,
    )


def noted(bank: Bank, employment: int, first: date, last: date) -> dict[date, NotedDay]:
    """What was noted of an employment's days in a period, by day."""
    found = tuples(
        bank,
        f"{NOTED} where w.{LIVE} and w.employment_id = :e and w.on_date between :first and :last",
        e=employment,
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return {d.on_date: d for d in map(_noted, found)}


def noted_of(bank: Bank, employments: Iterable[int], first: date, last: date) -> dict[int, dict[date, NotedDay]]:
    """The same of several, by employment."""
    wanted = ", ".join(str(int(i)) for i in employments) or "0"
    found = tuples(
        bank,
        f"{NOTED} where w.{LIVE} and w.employment_id in ({wanted}) and w.on_date between :first and :last",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    out: dict[int, dict[date, NotedDay]] = {}
    for day in map(_noted, found):
        out.setdefault(day.employment_id, {})[day.on_date] = day
    return out


def codes_of(bank: Bank, employments: Iterable[int], first: date, last: date) -> dict[int, dict[date, str]]:
    """The code alone of each noted day of a period, by employment and day, oldest first."""
    wanted = ", ".join(str(int(i)) for i in employments) or "0"
    found = tuples(
        bank,
        f"select w.employment_id, w.on_date, w.code from workday w where {_stand(bank)} and w.employment_id in ({wanted}) "
        "and w.on_date between :first and :last order by w.employment_id, w.on_date",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    out: dict[int, dict[date, str]] = defaultdict(dict)
    for job, day, code in found:
        out[job][iso_day(day)] = code
    return dict(out)


def noted_by_month(bank: Bank, wanted: Mapping[tuple[date, date], Collection[int]]) -> dict[str, dict[int, NotedSum]]:
    """What the noted days of whole months come to, by month ("2026-11") and employment: of these employments, by the first and last
    day of a month. Each month is asked for by itself, since its days stand in the order of the index then and nothing is sorted."""
    stand = _stand(bank)
    asked = [
        f"select w.employment_id, '{first:%Y-%m}' as month, {SUMS} from workday w where {stand} and w.employment_id in "
        f"({', '.join(str(int(i)) for i in jobs) or '0'}) and w.on_date between '{first:%Y-%m-%d}' and '{last:%Y-%m-%d}' "
        "group by w.employment_id"
        for (first, last), jobs in wanted.items()
    ]
    out: dict[str, dict[int, NotedSum]] = defaultdict(dict)
    for i in range(0, len(asked), AT_ONCE):
        for job, month, noted, days in tuples(bank, " union all ".join(asked[i : i + AT_ONCE])):
            out[month][job] = _sum(noted, days)
    return out


def noted_in(bank: Bank, spans: Iterable[tuple[int, date, date]]) -> dict[tuple[int, date, date], NotedSum]:
    """The same of parts of a month (employment, first day, last day)."""
    wanted = ", ".join(f"({int(job)}, '{first:%Y-%m-%d}', '{last:%Y-%m-%d}')" for job, first, last in spans)
    if not wanted:
        return {}
    found = tuples(
        bank,
        f"with span (job, first, last) as (values {wanted}) select s.job, s.first, s.last, {SUMS} from span s "
        f"join workday w on w.employment_id = s.job and w.on_date between s.first and s.last and {_stand(bank)} "
        "group by s.job, s.first, s.last",
    )
    return {(job, iso_day(first), iso_day(last)): _sum(*sums) for job, first, last, *sums in found}


def _stand(bank: Bank) -> str:
    """Which days `w` stand, said so that the days that are summed are read from their own index where there is one."""
    return SUMMED if bank.engine == "sqlite" else f"w.{LIVE}"


def _sum(noted: int, days: int) -> NotedSum:
    packed = int(noted)
    return NotedSum(packed & (1 << MINUTES) - 1, _codes(packed >> MINUTES), int(days))


@lru_cache(maxsize=4096)
def _codes(packed: int) -> Mapping[str, int]:
    """Kept: most months are alike, all present but a day or two."""
    return {code: n for code, at in SHIFTS if (n := packed >> at & 63)}


def note(bank: Bank, job: PlacedJob, day: date, code: str, present: int, by: str) -> None:
    """Inside the caller's write(), by whom nothing is noted of the day yet."""
    insert(
        bank,
        "workday",
        participant_id=job.participant,
        employment_id=job.id,
        on_date=day,
        code=code,
        present=present,
        noted_by=by,
    )


def note_many(bank: Bank, job: PlacedJob, days: Iterable[tuple[date, str, int]], by: str) -> None:
    """Several days (day, code, minutes present) of which nothing is noted yet. Inside the caller's write()."""
    whose = {"participant_id": job.participant, "employment_id": job.id, "noted_by": by}
    insert_many(
        bank, "workday", ({**whose, "on_date": day, "code": code, "present": present} for day, code, present in days)
    )


def renote(bank: Bank, noted_day: int, code: str, present: int, by: str) -> None:
    """Inside the caller's write()."""
    update(bank, "workday", noted_day, code=code, present=present, noted_by=by)


def unnote(bank: Bank, noted_day: int) -> None:
    """Nothing is known of the day any more. Inside the caller's write()."""
    update(bank, "workday", noted_day, void=1)


def listed(bank: Bank, first: date, last: date, participant: int | None = None) -> list[ListedDay]:
    """Everything noted of a period's days, by day and name."""
    found = tuples(
        bank,
        "select p.name, p.number, p.protection, p.id as person, coalesce(q.name, e.placement_text) as place, w.on_date, w.code, w.present, "
        "e.id as job, e.ref from workday w join employment e on e.id = w.employment_id join participant p on p.id = w.participant_id "
        f"left join placement q on q.id = e.placement_id where w.{LIVE} and w.on_date between :first and :last "
        "and (:pid is null or w.participant_id = :pid) order by w.on_date, p.sort_name, p.id",
        first=first.isoformat(),
        last=last.isoformat(),
        pid=participant,
    )
    names: dict[int, Masked] = {}
    places: dict[int, Masked] = {}
    for name, number, level, who, place, _, _, _, job, _ in found:
        if job not in places:
            names[who], places[job] = Masked(name or number, who, level), Masked(place, who, level, HIDDEN)
    return [
        ListedDay(
            names[who],
            number,
            places[job],
            iso_day(day),
            code,
            present,
            job,
            ref,
        )
        for _, number, _, who, _, day, code, present, job, ref in found
    ]


def talks(bank: Bank, participant: int, since: date) -> list[Talk]:
    """Talks with a person since a day, the latest first."""
    found = tuples(
        bank,
        f"select n.on_date, n.kind, n.author, n.body from note n where {TALK} and n.participant_id = :p and n.on_date >= :since "
        "order by n.on_date desc, n.id desc",
        p=participant,
        since=since.isoformat(),
    )
    return [Talk(iso_day(day), kind, author, words) for day, kind, author, words in found]


def people_of(bank: Bank, participants: Iterable[int]) -> dict[int, tuple[Masked, str]]:
    """(name or number, number) of each of these people whose record stands."""
    wanted = ", ".join(str(int(i)) for i in set(participants)) or "0"
    found = tuples(
        bank,
        f"select id, name, number, protection from participant where {LIVE} and merged_into is null and id in ({wanted})",
    )
    return {key: (Masked(name or number, key, level), number) for key, name, number, level in found}


def supervisors_of(bank: Bank, employments: Iterable[int]) -> dict[int, str]:
    """Who supervises at the place of each of these employments, where somebody is named."""
    wanted = ", ".join(str(int(i)) for i in employments) or "0"
    found = tuples(
        bank,
        f"select e.id, q.supervisor from employment e join placement q on q.id = e.placement_id where e.id in ({wanted})",
    )
    return {key: name for key, name in found if name}
