"""Teaching modules: four kinds, offered per individual need, with occasions, attendance and what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from amdesk.domain.booking.meetings import Occasion
from amdesk.domain.people.masked import Masked
from amdesk.domain.places.schedule import clock_minutes
from amdesk.domain.record import CodeOf, Count, Day, Declared, KeyOf, Line, Named, OneOf, SwedishLevel, Whole
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One run of a module, each field declared once (see domain/record.py) and in the order of the form. `hours` is its whole
    length; `taken` how many are enrolled now."""

    id: int
    name: Annotated[str, Declared(N_("Name"), Line())]
    kind: Annotated[str, Declared(N_("Kind"), OneOf("teaching_modules"))]
    place: Annotated[str, Declared(N_("Place"), Line())]
    hours: Annotated[int, Declared(N_("Hours in all"), Count(1, 400, 24))]
    capacity: Annotated[int, Declared(N_("Places"), Count(1, 200, 12))]
    occupation: Annotated[str, Declared(N_("Occupation"), CodeOf("occupation"), column=False, typed=False)]
    taken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A participant's need of a kind of module, and what became of it, each field declared once. `hours` are those given when
    it was completed."""

    id: int
    participant_id: int
    participant: Masked
    number: str
    protected: bool
    kind: Annotated[str, Declared(N_("Kind"), OneOf("teaching_modules"), erase=False)]
    level_before: Annotated[str, Declared(N_("Swedish level"), SwedishLevel(), erase=False)]
    module_id: Annotated[int | None, Declared(N_("Module"), KeyOf("module"), typed=False, erase=False)]
    module: str
    status: Annotated[str, Declared(N_("Status"), Named(tuple(ENROLMENT_STATUSES.items())), typed=False, erase=False)]
    hours: Annotated[int | None, Declared(N_("Hours attended"), Whole(), typed=False, erase=False)]
    level_after: Annotated[str, Declared(N_("Swedish level after"), SwedishLevel(), erase=False)]
    reason: Annotated[str, Declared(N_("Why"), Line())]
    on_date: Annotated[date, Declared(N_("Day"), Day(), typed=False, erase=False)]


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
