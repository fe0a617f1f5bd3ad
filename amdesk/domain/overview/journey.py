"""A person's way through: the eight stations of the journey and the lanes of the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from amdesk.domain.booking.bookings import Booking, Employment
from amdesk.domain.booking.plan import DEFAULT_PLAN, Plan, assessment_days, day90
from amdesk.domain.competence.assessments import Assessment
from amdesk.domain.texts import N_, Text, plural, text


@dataclass(frozen=True, slots=True)
class Station:
    """`state` is done, now or later."""

    code: str
    text: Text
    day: date | None
    state: str


@dataclass(frozen=True, slots=True)
class JourneyBar:
    """One thing in a lane of the timeline. `look` names a status token; a bar without `last` is a mark."""

    lane: str
    first: date
    last: date | None
    text: Text
    look: str


STATIONS = {
    "registered": N_("Referred"),
    "booked": N_("Booked"),
    "started": N_("Started"),
    "week4": N_("Assessment 1"),
    "week12": N_("Assessment 2"),
    "final": N_("Final assessment"),
    "certificate": N_("Certificate"),
    "day90": N_("Day 90"),
}
LANES = {
    "planning": N_("Planning"),
    "placement": N_("Placement"),
    "modules": N_("Modules"),
    "skills": N_("Skills"),
    "followup": N_("Follow-up"),
}


@dataclass(frozen=True, slots=True)
class Course:
    """What the journey is drawn from: the latest employment and what belongs to it."""

    registered: date
    employment: Employment | None
    bookings: Sequence[Booking]
    assessments: Sequence[Assessment]
    certified: date | None
    followed: date | None
    modules: Sequence[tuple[str, date, date, str]] = ()
    """(name, first meeting, last meeting, status) of each module the person takes or has taken."""
    plan: Plan = DEFAULT_PLAN
    introduced: Sequence[tuple[date, str, date | None]] = ()
    """(day, employer, day on which the person was hired there) of each introduction."""


def journey(course: Course, today: date) -> list[Station]:
    """The eight stations with what is done, what comes now and what comes later."""
    done: dict[str, date | None] = {"registered": course.registered}
    planned: dict[str, date | None] = {}
    employment = course.employment
    if employment:
        mine = [b for b in course.bookings if b.employment_id == employment.id]
        if mine or employment.from_date <= today:
            first = min((b.from_date for b in mine), default=employment.from_date)
            done["booked"] = first if first <= today else None  # booked already, for a day that the next station tells
        started = employment.from_date <= today and (not mine or any(b.status in {"started", "ended"} for b in mine))
        (done if started else planned)["started"] = employment.from_date
        end = employment.end
        if end:
            planned |= dict(assessment_days(employment.from_date, end, course.plan))
            planned["certificate"] = end
            planned["day90"] = day90(end)
        for a in course.assessments:
            if a.employment_id == employment.id and a.finished:
                done[a.occasion] = a.on_date
        if course.certified:
            done["certificate"] = course.certified
        if course.followed:
            done["day90"] = course.followed
    out: list[Station] = []
    now_given = False
    for code, label in STATIONS.items():
        if code in {"week4", "week12"} and employment and employment.end and code not in done and code not in planned:
            continue
        if code in done:
            out.append(Station(code, Text(label), done[code], "done"))
            continue
        state = "later" if now_given else "now"
        now_given = True
        out.append(Station(code, Text(label), planned.get(code), state))
    return out


def timeline(course: Course, employments: Sequence[Employment], today: date) -> list[JourneyBar]:
    """Bars and marks of all lanes, oldest first."""
    first = min((e.from_date for e in employments), default=None)
    waited = ((first or today) - course.registered).days
    bars = [
        JourneyBar(
            "planning",
            course.registered,
            max(course.registered, first or today),
            text(N_("Waited {days} d"), days=max(0, waited)),
            "done",
        )
    ]
    for e in sorted(employments, key=lambda e: e.from_date):
        if e.cancelled:
            continue
        look = {"planned": "upcoming", "running": "running", "ended": "ended"}[e.status(today)]
        said = text(
            N_("{occupation} · {place} · {extent} %"), occupation=e.occupation, place=e.placement, extent=e.extent
        )
        bars.append(JourneyBar("placement", e.from_date, e.end or today + timedelta(365), said, look))
        if e.end and e.end < today:
            bars.append(
                JourneyBar("followup", day90(e.end), None, text(N_("Day 90")), "free" if course.followed else "prelim")
            )
    looks = {"enrolled": "running", "completed": "ended", "interrupted": "ended", "offered": "upcoming"}
    bars += [
        JourneyBar("modules", first, last, text(N_("{module}"), module=name), looks.get(status, "upcoming"))
        for name, first, last, status in course.modules
    ]
    bars += [
        JourneyBar(
            "skills",
            a.on_date,
            None,
            plural("{count} skill", "{count} skills", len(a.levels), count=len(a.levels)),
            "running",
        )
        for a in course.assessments
    ]
    for day, employer, hired in course.introduced:
        bars.append(
            JourneyBar("followup", day, None, text(N_("Introduced to {employer}"), employer=employer), "prelim")
        )
        if hired is not None:
            bars.append(JourneyBar("followup", hired, None, text(N_("Hired by {employer}"), employer=employer), "free"))
    return bars
