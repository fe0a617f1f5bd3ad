"""When a unit assesses, and what follows from a reason: what the first screen needs of a booking's rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from amdesk.domain.clock import FAR
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, text

CONSEQUENCES = {
    "PARTICIPANT": ("participant", 7),
    "NO_SHOW": ("participant", 1),
    "EXPIRED": ("participant", 0),
    "PAUSE": ("participant", 30),
    "HOST": ("host", 14),
    "HOST_ENDS": ("host", 14),
}
"""What follows from a reason: who is asked, and after how many days. Other reasons ask nobody. The reason is kept apart
from the booking's status: both a cancelled and an ended booking can have one."""


FOLLOWED_UP_AFTER = timedelta(90)
"""Day 0 is the last day of the employment; it is followed up on day 90 and decides by it which period it belongs to."""

BEGUN_BEFORE = timedelta(31)
"""A booking is noted as begun at most so long before its first day: whoever prepares a group does it ahead, and nobody knows of
somebody months ahead that she came."""

STILL_THERE_AFTER = timedelta(90)
"""Somebody who was hired by an employer is asked about so long after it: is she still there?"""

ENDS_SOON = timedelta(30)
"""An employment that ends within this many days is told of: in the overview's figure and list, and among the people."""

FORGOTTEN_AFTER = timedelta(275)
"""After day 90: nobody is asked any longer to follow up an employment that ended so long ago."""


def day90(ended: date) -> date:
    """The calendar day on which somebody whose employment's last day was `ended` is followed up; FAR where time ends."""
    try:
        return ended + FOLLOWED_UP_AFTER
    except OverflowError:
        return FAR


class Plan(NamedTuple):
    """When a unit assesses: in two weeks of the employment (its first week is 1), and finally some days before its end."""

    first: int = 4
    second: int = 12
    before_end: int = 7

    def document(self) -> str:
        """As the unit's setting keeps it: "4,12,7"."""
        return f"{self.first},{self.second},{self.before_end}"


DEFAULT_PLAN = Plan()


def read_plan(said: str) -> Plan:
    """The plan in a setting of the unit; the default where there is none. Raises Refused for one that cannot be."""
    if not said:
        return Plan()
    parts = [int(p) for p in said.split(",") if p.strip().isdigit()]
    if len(parts) != 3 or not 1 <= parts[0] < parts[1] <= 52 or parts[2] > 60:
        raise Refused(text(N_("The first assessment comes before the second, and both within 52 weeks.")), "PLAN")
    return Plan(*parts)


def assessment_days(start: date, end: date, plan: Plan = DEFAULT_PLAN) -> list[tuple[str, date]]:
    """Planned assessments by the unit's plan: in its two weeks and before the end. The codes week4 and week12 are names of
    the first and the second, whatever weeks the unit has chosen."""
    planned = [("week4", start + timedelta(7 * plan.first - 1)), ("week12", start + timedelta(7 * plan.second - 1))]
    final = max(start, end - timedelta(plan.before_end))
    return [(k, d) for k, d in planned if d < final] + [("final", final)]
