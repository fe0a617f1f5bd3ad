"""What became of people: ended employments with their follow-ups, payments and measures; and the day-90 desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from amdesk.db.port import Bank, Row, insert, one, rows, tuples, update, value
from amdesk.domain.booking.plan import FOLLOWED_UP_AFTER
from amdesk.domain.results.outcomes import Ended

ENDED = """
select e.id, e.participant_id as p, coalesce(e.ended_on, e.to_date) as last, e.kind, q.gender, e.end_reason,
  coalesce(f.contact, '') as contact, coalesce(f.situation, 'not_known') as situation,
  coalesce(f.plan_city, 'not_known') as city, coalesce(f.plan_pes, 'not_known') as pes
from employment e join participant q on q.id = e.participant_id left join followup f on f.employment_id = e.id and f.void = 0
where e.void = 0 and e.cancelled = 0 and coalesce(e.ended_on, e.to_date) between :first and :last
"""


def ended(bank: Bank, first: date, last: date, only: str = "", **chosen: Any) -> list[Ended]:
    """Employments whose last day falls in the span, both days included, with what is known of day 90."""
    found = tuples(bank, f"{ENDED} {only} order by e.id", first=first.isoformat(), last=last.isoformat(), **chosen)
    return [Ended(r[0], r[1], date.fromisoformat(r[2]), *r[3:]) for r in found]


DESK = """
select e.id, e.ref, e.participant_id as p, e.end_reason, coalesce(e.ended_on, e.to_date) as last, e.kind,
  coalesce(h.name, e.placement_text) as place, q.name, q.number, q.phone, q.protection, q.case_worker_id as worker_id,
  coalesce(w.name, '') as worker, coalesce(f.contact, '') as contact, coalesce(f.situation, 'not_known') as situation,
  coalesce(f.plan_city, 'not_known') as plan_city, coalesce(f.plan_pes, 'not_known') as plan_pes, coalesce(f.started_on, '') as started_on,
  coalesce(f.detail, '') as detail, coalesce(f.source, '') as source, coalesce(f.note, '') as note, f.on_date as on_date,
  (select count(*) from contact_attempt a where a.employment_id = e.id and a.void = 0) as attempts,
  coalesce((select max(a.on_date) from contact_attempt a where a.employment_id = e.id and a.void = 0), '') as tried
from employment e join participant q on q.id = e.participant_id left join placement h on h.id = e.placement_id
left join case_worker w on w.id = q.case_worker_id left join followup f on f.employment_id = e.id and f.void = 0
where e.void = 0 and e.cancelled = 0 and q.void = 0
"""


def desk_rows(bank: Bank, first: date, last: date) -> list[Row]:
    """Ended employments for the day-90 desk, by last day."""
    return rows(
        bank, f"{DESK} and coalesce(e.ended_on, e.to_date) between :first and :last order by last, e.id",
        first=first.isoformat(), last=last.isoformat(),
    )  # fmt: skip


def due_count(bank: Bank, first: date, today: date) -> int:
    """How many employments that ended on `first` or later have passed day 90 and are not followed up; somebody who was not
    reached is asked for until day 180."""
    return int(
        value(
            bank,
            "select count(*) as n from employment e join participant q on q.id = e.participant_id "
            "left join followup f on f.employment_id = e.id and f.void = 0 where e.void = 0 and e.cancelled = 0 and q.void = 0 "
            "and coalesce(e.ended_on, e.to_date) between :first and :last and (coalesce(f.contact, 'not_due') in ('', 'not_due') "
            "or (f.contact = 'not_contacted' and coalesce(e.ended_on, e.to_date) >= :reached))",
            first=first.isoformat(), last=(today - FOLLOWED_UP_AFTER).isoformat(), reached=(today - timedelta(180)).isoformat(),
        )
    )  # fmt: skip


def desk_row(bank: Bank, employment: int) -> Row | None:
    return one(bank, f"{DESK} and e.id = :id", id=employment)


def attempts(bank: Bank, employment: int) -> list[Row]:
    """Attempts to reach a person about day 90, oldest first."""
    return rows(
        bank, "select id, on_date, how, note from contact_attempt where employment_id = :e and void = 0 order by on_date, id",
        e=employment,
    )  # fmt: skip


def followup_id(bank: Bank, employment: int) -> int | None:
    found = one(bank, "select id from followup where employment_id = :e and void = 0", e=employment)
    return int(found["id"]) if found else None


def set_followup(bank: Bank, employment: int, participant: int, values: Mapping[str, Any]) -> None:
    """Write what is known of day 90, over what was known before."""
    kept = followup_id(bank, employment)
    filled = {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}
    if kept is None:
        insert(bank, "followup", employment_id=employment, participant_id=participant, **filled)
    else:
        update(bank, "followup", kept, **filled)


OF_ENDED = (
    "participant_id in (select participant_id from employment where void = 0 and cancelled = 0 "
    "and coalesce(ended_on, to_date) between :first and :last)"
)
"""Only people whose employment ended in a span: a report of one year does not read ten."""


def assisted(bank: Bank, first: date, last: date, months: tuple[str, str]) -> dict[int, list[str]]:
    """Months with assistance, within a span of months, of those whose employment ended between two days; as applicant or
    co-applicant alike, recoveries and zero are none."""
    out: dict[int, list[str]] = defaultdict(list)
    found = tuples(
        bank,
        f"select participant_id, month from payment where void = 0 and amount > 0 and month between :a and :b and {OF_ENDED}",
        a=months[0], b=months[1], first=first.isoformat(), last=last.isoformat(),
    )  # fmt: skip
    for person, month in found:
        out[person].append(month)
    return out


def paid(bank: Bank, first: date, last: date) -> dict[int, list[tuple[str, int]]]:
    """Payments (month, öre) of those whose employment ended between two days, recoveries as they stand. A payment that two
    participants share is here once."""
    out: dict[int, list[tuple[str, int]]] = defaultdict(list)
    found = tuples(
        bank, f"select participant_id, month, amount from payment where void = 0 and counted = 1 and {OF_ENDED}",
        first=first.isoformat(), last=last.isoformat(),
    )  # fmt: skip
    for person, month, amount in found:
        out[person].append((month, amount))
    return out


def paid_months(bank: Bank) -> tuple[str, str] | None:
    """First and last month that any payment is known for."""
    found = tuples(bank, "select min(month), max(month) from payment where void = 0")[0]
    return (found[0], found[1]) if found[0] else None


def measures(bank: Bank, first: date, last: date) -> dict[int, list[tuple[date, date | None]]]:
    """Municipal measures, (first, last) day, of those whose employment ended between two days: those imported, and the
    labour-market employments of this bank."""
    out: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    found = tuples(
        bank,
        f"select participant_id, from_date, to_date from measure where void = 0 and {OF_ENDED} union all select participant_id, from_date, "
        f"coalesce(ended_on, to_date) from employment where void = 0 and cancelled = 0 and {OF_ENDED}",
        first=first.isoformat(), last=last.isoformat(),
    )  # fmt: skip
    for person, begun, ended_on in found:
        out[person].append((date.fromisoformat(begun), date.fromisoformat(ended_on) if ended_on else None))
    return out


def measures_known(bank: Bank) -> bool:
    """Whether any municipal measure was ever imported."""
    return value(bank, "select id from measure where void = 0 limit 1") is not None
