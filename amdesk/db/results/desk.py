"""The day-90 desk in the bank: ended employments with what is known of day 90, and attempts to reach people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from amdesk.db.port import Bank, Row, day_of, hold, insert, iso_day, one, rows, update
from amdesk.db.results.reached import reached
from amdesk.db.sql import LIVE, last_day
from amdesk.domain.booking.plan import day90
from amdesk.domain.people.masked import Masked
from amdesk.domain.people.masks import HIDDEN, MASK
from amdesk.domain.record import columns, made, stored
from amdesk.domain.results.followup import NOTHING, Due, FollowUp

DESK = f"""
select {{known}} e.id as employment, e.ref, e.participant_id as participant, e.end_reason, {last_day("e")} as ended, e.kind,
  coalesce(h.name, e.placement_text) as place, q.name, q.number, q.phone, q.protection as protected,
  q.case_worker_id as worker_id, coalesce(w.name, '') as worker, f.id as followup,
  (select count(*) from contact_attempt a where a.employment_id = e.id and a.{LIVE}) as attempts,
  coalesce((select max(a.on_date) from contact_attempt a where a.employment_id = e.id and a.{LIVE}), '') as tried
from employment e join participant q on q.id = e.participant_id left join placement h on h.id = e.placement_id
left join case_worker w on w.id = q.case_worker_id left join followup f on f.employment_id = e.id and f.{LIVE}
where e.{LIVE} and e.cancelled = 0 and q.{LIVE}
"""


@cache
def desk_sql() -> str:
    """Ended employments with the follow-up's columns, which are empty where there is none."""
    return DESK.format(known="".join(f"f.{c.name}, " for c in columns(FollowUp)))


@cache
def unknown() -> Mapping[str, object]:
    """The follow-up's columns where nobody has followed up."""
    return stored(FollowUp, {c.name: getattr(NOTHING, c.name) for c in columns(FollowUp)})


def ended_between(bank: Bank, first: date, last: date) -> list[Due]:
    """Ended employments by last day, both days included."""
    found = rows(
        bank,
        f"{desk_sql()} and {last_day('e')} between :first and :last order by ended, e.id",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return [_due(r) for r in found]


def of_employment(bank: Bank, employment: int) -> Due | None:
    """The same of one employment; None where there is none or it has no last day."""
    found = one(bank, f"{desk_sql()} and e.id = :id", id=employment)
    return _due(found) if found and found["ended"] is not None else None


def _due(r: Row) -> Due:
    ended = iso_day(r["ended"])
    known = r if r["followup"] is not None else {**r, **unknown()}
    return made(
        Due,
        {
            **known,
            **_masked(r),
            "protected": bool(r["protected"]),
            "ended": ended,
            "due": day90(ended),
            "tried": day_of(r["tried"]),
        },
    )


def _masked(r: Row) -> dict[str, Masked]:
    """Who is due, her phone and where she was."""
    said = {"name": (r["name"] or r["number"], MASK), "phone": (r["phone"], HIDDEN), "place": (r["place"], HIDDEN)}
    return {field: Masked(plain, r["participant"], r["protected"], mask) for field, (plain, mask) in said.items()}


def count(bank: Bank, first: date, today: date) -> int:
    """How many of those are asked for."""
    return reached(bank, first, today).due


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
