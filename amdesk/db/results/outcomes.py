"""What became of people: ended employments with their follow-ups, payments and measures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from amdesk.db.port import Bank, insert, one, tuples, update, value
from amdesk.db.sql import LIVE, last_day
from amdesk.domain.record import stored
from amdesk.domain.results.followup import FollowUp
from amdesk.domain.results.outcomes import Ended

ENDED = f"""
select e.id, e.participant_id as p, {last_day("e")} as last, e.kind, q.gender, e.end_reason,
  coalesce(f.contact, '') as contact, coalesce(f.situation, 'not_known') as situation,
  coalesce(f.plan_city, 'not_known') as city, coalesce(f.plan_pes, 'not_known') as pes
from employment e join participant q on q.id = e.participant_id left join followup f on f.employment_id = e.id and f.{LIVE}
where e.{LIVE} and e.cancelled = 0 and {last_day("e")} between :first and :last
"""


OCCUPATION = " and e.occupation_id = (select id from occupation where code = :occupation)"
DEPARTMENT = " and e.placement_id in (select id from placement where department = :department)"


def ended(bank: Bank, first: date, last: date, occupation: str = "", department: str = "") -> list[Ended]:
    """Employments whose last day falls in the span, both days included, with what is known of day 90; where said only those
    of one occupation (its code) or one department's placements."""
    only = f"{OCCUPATION if occupation else ''}{DEPARTMENT if department else ''}"
    chosen = {n: v for n, v in (("occupation", occupation), ("department", department)) if v}
    found = tuples(bank, f"{ENDED} {only} order by e.id", first=first.isoformat(), last=last.isoformat(), **chosen)
    return [Ended(r[0], r[1], date.fromisoformat(r[2]), *r[3:]) for r in found]


def followup_id(bank: Bank, employment: int) -> int | None:
    found = one(bank, f"select id from followup where employment_id = :e and {LIVE}", e=employment)
    return int(found["id"]) if found else None


def set_followup(bank: Bank, employment: int, participant: int, values: Mapping[str, object]) -> None:
    """Write what is known of day 90, over what was known before."""
    kept = followup_id(bank, employment)
    filled = stored(FollowUp, values)
    if kept is None:
        insert(bank, "followup", employment_id=employment, participant_id=participant, **filled)
    else:
        update(bank, "followup", kept, **filled)


OF_ENDED = (
    f"participant_id in (select participant_id from employment where {LIVE} and cancelled = 0 "
    f"and {last_day()} between :first and :last)"
)
"""Only people whose employment ended in a span: a report of one year does not read ten."""


def assisted(bank: Bank, first: date, last: date, months: tuple[str, str]) -> dict[int, list[str]]:
    """Months with assistance, within a span of months, of those whose employment ended between two days; as applicant or
    co-applicant alike, recoveries and zero are none."""
    out: dict[int, list[str]] = defaultdict(list)
    found = tuples(
        bank,
        f"select participant_id, month from payment where {LIVE} and amount > 0 and month between :a and :b and {OF_ENDED}",
        a=months[0],
        b=months[1],
        first=first.isoformat(),
        last=last.isoformat(),
    )
    for person, month in found:
        out[person].append(month)
    return out


def paid(bank: Bank, first: date, last: date) -> dict[int, list[tuple[str, int]]]:
    """Payments (month, öre) of those whose employment ended between two days, recoveries as they stand. A payment that two
    participants share is here once."""
    out: dict[int, list[tuple[str, int]]] = defaultdict(list)
    found = tuples(
        bank,
        f"select participant_id, month, amount from payment where {LIVE} and counted = 1 and {OF_ENDED}",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    for person, month, amount in found:
        out[person].append((month, amount))
    return out


def paid_months(bank: Bank) -> tuple[str, str] | None:
    """First and last month that any payment is known for."""
    found = tuples(bank, f"select min(month), max(month) from payment where {LIVE}")[0]
    return (found[0], found[1]) if found[0] else None


def measures(bank: Bank, first: date, last: date) -> dict[int, list[tuple[date, date | None]]]:
    """Municipal measures, (first, last) day, of those whose employment ended between two days: those imported, and the
    labour-market employments of this bank."""
    out: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    found = tuples(
        bank,
        f"select participant_id, from_date, to_date from measure where {LIVE} and {OF_ENDED} union all select participant_id, from_date, "
        f"{last_day()} from employment where {LIVE} and cancelled = 0 and {OF_ENDED}",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    for person, begun, ended_on in found:
        out[person].append((date.fromisoformat(begun), date.fromisoformat(ended_on) if ended_on else None))
    return out


def measures_known(bank: Bank) -> bool:
    """Whether any municipal measure was ever imported."""
    return value(bank, f"select id from measure where {LIVE} limit 1") is not None
