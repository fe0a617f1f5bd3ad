"""Whom to assess or certify: one row for each employment, and how soon."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.domain.booking.bookings import Employment
from amdesk.domain.texts import N_

CERTIFICATE = "certificate"
DUE_GROUPS = {"late": N_("Overdue"), "week": N_("This week"), "later": N_("Later"), "rest": N_("Not due")}


class ToAssess(NamedTuple):
    """`what` is week4, week12, final or certificate, and nothing where nobody plans anything for her; `day` is when it is due.
    `name` is her number where she is protected."""

    participant: int
    name: str
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


def due_group(day: date, today: date) -> str:
    """late, week or later."""
    sunday = today + timedelta(6 - today.weekday())
    return "late" if day < today else "week" if day <= sunday else "later"


def due_groups(rows: Iterable[ToAssess], due: Iterable[int], today: date) -> list[tuple[str, list[ToAssess]]]:
    """Rows in groups, each by day and name; whose employment is not among `due` stands last. Groups without rows are left out."""
    now, groups = set(due), dict[str, list[ToAssess]]((g, []) for g in DUE_GROUPS)
    for row in sorted(rows, key=lambda r: (r.day, r.name)):
        groups[due_group(row.day, today) if row.employment.id in now else "rest"].append(row)
    return [(g, found) for g, found in groups.items() if found]
