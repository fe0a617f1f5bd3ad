"""Who has reached day 90 and is asked for: one question, apart from the records of a follow-up, which the first screen does
without."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from amdesk.db.port import Bank, tuples
from amdesk.db.sql import LIVE, last_day
from amdesk.domain.booking.plan import FOLLOWED_UP_AFTER


def asked_for(alias: str) -> str:
    """Whether nobody has followed up an ended employment, or did not reach her and tries again until day 180: she ended on
    `:reached` or later."""
    return (
        f"not exists (select 1 from followup f where f.employment_id = {alias}.id and f.{LIVE} and f.contact not in ('', 'not_due') "
        f"and (f.contact <> 'not_contacted' or {last_day(alias)} < :reached))"
    )


class Reached(NamedTuple):
    """How many have reached day 90 and are asked for, and how many of them have passed it."""

    due: int
    late: int


def reached(bank: Bank, first: date, today: date) -> Reached:
    """Of employments that ended on `first` or later: the one count of the overview, the rail and the desk."""
    ((due, late),) = tuples(
        bank,
        f"select count(*), coalesce(sum(case when {last_day('e')} < :last then 1 else 0 end), 0) "
        f"from employment e where e.{LIVE} and e.cancelled = 0 and e.participant_id not in (select id from participant where void = 1) "
        f"and {last_day('e')} between :first and :last and {asked_for('e')}",
        first=first.isoformat(),
        last=(today - FOLLOWED_UP_AFTER).isoformat(),
        reached=(today - 2 * FOLLOWED_UP_AFTER).isoformat(),
    )
    return Reached(due, late)
