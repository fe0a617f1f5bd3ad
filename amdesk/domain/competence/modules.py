"""Teaching modules: four kinds, offered per individual need, with occasions, attendance and what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from amdesk.domain.booking.meetings import Occasion
from amdesk.domain.places.schedule import clock_minutes
from amdesk.domain.texts import N_

ENROLMENT_STATUSES = {
    "need": N_("Need"),
    "offered": N_("Offered"),
    "enrolled": N_("Enrolled"),
    "completed": N_("Completed"),
    "interrupted": N_("Interrupted"),
    "declined": N_("Declined"),
}
ENROLMENT_STEPS = {
    "need": ("offered", "enrolled", "declined"),
    "offered": ("enrolled", "declined", "need"),
    "enrolled": ("completed", "interrupted", "offered"),
    "completed": (),
    "interrupted": ("offered", "enrolled"),
    "declined": ("need",),
}
"""Need, offered, enrolled, then completed or interrupted. A need that was declined can be taken up again."""
ATTENDANCE = {"present": N_("Present"), "notified": N_("Absent with notice"), "absent": N_("Absent without notice")}
LANGUAGE_KINDS = ("yrkessvenska", "spraktraning")
"""Kinds where the level of Swedish before and after is noted."""


@dataclass(frozen=True, slots=True)
class Module:
    """One run of a module. `hours` is its whole length; `taken` how many are enrolled now."""

    id: int
    kind: str
    name: str
    place: str
    hours: int
    capacity: int
    occupation: str
    taken: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A participant's need of a kind of module, and what became of it. `hours` are those given when it was completed."""

    id: int
    participant_id: int
    participant: str
    number: str
    protected: bool
    kind: str
    module_id: int | None
    module: str
    status: str
    hours: int | None
    level_before: str
    level_after: str
    on_date: date
    reason: str


@dataclass(frozen=True, slots=True)
class Register:
    """A module with its meetings, those who take it, those who wait for one of its kind, and the attendance noted."""

    module: Module
    meetings: tuple[Occasion, ...]
    people: tuple[Enrolment, ...]
    attendance: Mapping[tuple[int, int], str]


def hours_present(occasions: Sequence[Occasion], attendance: Mapping[int, str]) -> int:
    """Whole hours in which the participant was present."""
    total = 0
    for o in occasions:
        begin, end = clock_minutes(o.from_time), clock_minutes(o.to_time)
        if attendance.get(o.id) == "present" and begin is not None and end is not None:
            total += max(0, end - begin)
    return total // 60
