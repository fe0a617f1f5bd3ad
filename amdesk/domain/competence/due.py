"""Whom to assess or certify: one row for each employment, and how soon."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from amdesk.domain.booking.plan import Plan
from amdesk.domain.people.masked import Masked
from amdesk.domain.texts import N_

if TYPE_CHECKING:
    from amdesk.domain.booking.bookings import Employment

CERTIFICATE = "certificate"
FORGOTTEN = timedelta(120)
"""Nobody certifies an employment that ended longer ago."""
LATE = timedelta(45)
"""An assessment that was missed longer ago is left."""
AHEAD = timedelta(14)
"""How long before its day an assessment or a certificate is told of."""
DUE_GROUPS = {"late": N_("Overdue"), "week": N_("This week"), "later": N_("Later"), "rest": N_("Not due")}


class ToAssess(NamedTuple):
    """`what` is week4, week12, final or certificate, and nothing where nobody plans anything for her; `day` is when it is due.
    `name` is her number where she is protected, and `occupation` "" then."""

    participant: int
    name: Masked
    what: str
    occupation: str
    day: date
    employment: Employment


class AssessListing(NamedTuple):
    """The rows asked for, in groups; and however they were searched for: the keys of those employments that are due, how many
    of them only wait for their certificate, and how many employments there are in all."""

    rows: list[tuple[str, list[ToAssess]]]
    due: int
    certificates: int
    everybody: int


class Stepper:
    """What is due of employments that have begun, by a unit's plan on a day: made once and asked of thousands."""

    def __init__(self, today: date, plan: Plan) -> None:
        self.late, self.ahead, self.forgotten = today - LATE, today + AHEAD, today - FORGOTTEN
        self.weeks = [(k, timedelta(7 * w - 1)) for k, w in (("week12", plan.second), ("week4", plan.first))]
        self.before_end = timedelta(plan.before_end)

    def step(self, first: date, last: date, done: Collection[str], *, certified: bool) -> tuple[str, date] | None:
        """week4, week12, final or certificate, and when it is due: the last that is planned up to two weeks ahead, where nobody
        has made it and it is not left; None where nothing is."""
        if "final" in done:
            return (CERTIFICATE, last) if not certified and self.forgotten <= last <= self.ahead else None
        what, day = "final", max(first, last - self.before_end)
        if day > self.ahead:  # so it comes after whatever is told of now
            for occasion, after in self.weeks:
                if first + after <= self.ahead:
                    what, day = occasion, first + after
                    break
            else:
                return None
        return (what, day) if day >= self.late and what not in done else None


def due_group(day: date, today: date) -> str:
    """late, week or later."""
    sunday = today + timedelta(6 - today.weekday())
    return "late" if day < today else "week" if day <= sunday else "later"


def due_groups(rows: Iterable[ToAssess], due: Iterable[int], today: date) -> list[tuple[str, list[ToAssess]]]:
    """Rows in groups, each by day and name; whose employment is not among `due` stands last. Groups without rows are left out."""
    now, groups = set(due), dict[str, list[ToAssess]]((g, []) for g in DUE_GROUPS)
    for row in sorted(rows, key=lambda r: (r.name.hidden, date.max if r.name.hidden else r.day, r.name.order)):
        groups[due_group(row.day, today) if row.employment.id in now else "rest"].append(row)
    return [(g, found) for g, found in groups.items() if found]
