"""The day-90 desk in the bank: ended employments with what is known of day 90, and attempts to reach people."""

from __future__ import annotations

from datetime import date

from amdesk.db.places.placements import iso_day
from amdesk.db.port import Bank, Row, hold, insert, one, rows, update, value
from amdesk.db.sql import LIVE, last_day
from amdesk.domain.booking.plan import FOLLOWED_UP_AFTER, day90
from amdesk.domain.results.followup import Due

DESK = f"""
select e.id, e.ref, e.participant_id as p, e.end_reason, {last_day("e")} as last, e.kind,
  coalesce(h.name, e.placement_text) as place, q.name, q.number, q.phone, q.protection, q.case_worker_id as worker_id,
  coalesce(w.name, '') as worker, coalesce(f.contact, '') as contact, coalesce(f.situation, 'not_known') as situation,
  coalesce(f.plan_city, 'not_known') as plan_city, coalesce(f.plan_pes, 'not_known') as plan_pes, coalesce(f.started_on, '') as started_on,
  coalesce(f.detail, '') as detail, coalesce(f.source, '') as source, coalesce(f.note, '') as note, f.on_date as on_date,
  (select count(*) from contact_attempt a where a.employment_id = e.id and a.{LIVE}) as attempts,
  coalesce((select max(a.on_date) from contact_attempt a where a.employment_id = e.id and a.{LIVE}), '') as tried
from employment e join participant q on q.id = e.participant_id left join placement h on h.id = e.placement_id
left join case_worker w on w.id = q.case_worker_id left join followup f on f.employment_id = e.id and f.{LIVE}
where e.{LIVE} and e.cancelled = 0 and q.{LIVE}
"""


def ended_between(bank: Bank, first: date, last: date) -> list[Due]:
    """Ended employments by last day, both days included. Nobody is masked."""
    found = rows(
        bank,
        f"{DESK} and {last_day('e')} between :first and :last order by last, e.id",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return [_due(r) for r in found]


def of_employment(bank: Bank, employment: int) -> Due | None:
    """The same of one employment; None where there is none or it has no last day."""
    found = one(bank, f"{DESK} and e.id = :id", id=employment)
    return _due(found) if found and found["last"] is not None else None


def _due(r: Row) -> Due:
    ended = iso_day(r["last"])
    return Due(
        r["id"],
        r["ref"],
        r["p"],
        r["number"],
        r["name"] or r["number"],
        r["phone"],
        bool(r["protection"]),
        r["place"],
        r["kind"],
        ended,
        day90(ended),
        r["end_reason"],
        r["worker"],
        r["worker_id"],
        r["contact"],
        r["situation"],
        r["plan_city"],
        r["plan_pes"],
        _date(r["started_on"]),
        r["detail"],
        r["source"],
        r["note"],
        r["attempts"],
        _date(r["tried"]),
        _date(r["on_date"]),
    )


def _date(iso: str | None) -> date | None:
    return iso_day(iso) if iso else None


def count(bank: Bank, first: date, today: date) -> int:
    """How many employments that ended on `first` or later have passed day 90 and are not followed up; somebody who was not
    reached is asked for until day 180."""
    return int(
        value(
            bank,
            "select count(*) as n from employment e join participant q on q.id = e.participant_id "
            f"left join followup f on f.employment_id = e.id and f.{LIVE} where e.{LIVE} and e.cancelled = 0 and q.{LIVE} "
            f"and {last_day('e')} between :first and :last and (coalesce(f.contact, 'not_due') in ('', 'not_due') "
            f"or (f.contact = 'not_contacted' and {last_day('e')} >= :reached))",
            first=first.isoformat(),
            last=(today - FOLLOWED_UP_AFTER).isoformat(),
            reached=(today - 2 * FOLLOWED_UP_AFTER).isoformat(),
        )
    )


def hold_employment(bank: Bank, employment: int) -> None:
    """Nobody else changes the employment until the transaction ends. Inside the caller's write()."""
    hold(bank, "employment", employment)


def add_attempt(bank: Bank, employment: int, participant: int, on: date, how: str, note: str) -> None:
    """Somebody tried to reach the person and did not. Inside the caller's write()."""
    insert(
        bank,
        "contact_attempt",
        participant_id=participant,
        employment_id=employment,
        on_date=on.isoformat(),
        how=how,
        note=note,
    )


def set_end_reason(bank: Bank, employment: int, reason: str) -> None:
    """Inside the caller's write()."""
    update(bank, "employment", employment, end_reason=reason)
