"""What is known of everybody whose employment has ended."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from amdesk.db.port import Bank, iso_day, tuples
from amdesk.db.sql import LIVE, last_day
from amdesk.domain.record import beside
from amdesk.domain.results.followup import FollowUp


class EndedFollowup(NamedTuple):
    """An employment that has ended, by its reference, with what is known of day 90. `last` is None where the person is protected:
    by that day the board would tell where she worked."""

    employment: str
    last: date | None
    contact: str
    situation: str
    end_reason: str
    plan_city: str
    plan_pes: str
    more: tuple[tuple[str, object], ...] = ()
    """Fields that are declared `listed`, by name; None where the person is protected."""


def followups(bank: Bank, today: date) -> list[EndedFollowup]:
    """Every employment that has ended, by last day; those of protected people last, by reference."""
    more = beside(FollowUp)
    found = tuples(
        bank,
        f"select e.ref as employment, {last_day('e')} as last, coalesce(f.contact, 'not_due') as contact, "
        "coalesce(f.situation, 'not_known') as situation, e.end_reason, coalesce(f.plan_city, 'not_known') as plan_city, "
        f"coalesce(f.plan_pes, 'not_known') as plan_pes, q.protection{''.join(f', f.{m.name}' for m in more)} "
        "from employment e join participant q on q.id = e.participant_id "
        f"left join followup f on f.employment_id = e.id and f.{LIVE} "
        f"where e.{LIVE} and e.cancelled = 0 and {last_day('e')} < :day "
        "order by case when q.protection > 0 then e.ref else '' end, last, e.id",
        day=today.isoformat(),
    )
    return [
        EndedFollowup(
            *(ref, None if protection else iso_day(last), contact, situation, reason, city, pes),
            tuple((f.name, None if protection else f.kind.read(v)) for f, v in zip(more, said, strict=True)),
        )
        for ref, last, contact, situation, reason, city, pes, protection, *said in found
    ]
