"""What speaks for and against a match, as sentences a case worker could say to the participant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amdesk.domain.booking.bookings import Check, whole_weeks
from amdesk.domain.booking.findings import findings
from amdesk.domain.booking.matching import Facts, Opening, Scored, occupation_part, wanted_from
from amdesk.domain.booking.needs import MET, Trip, answer, needs_of_person
from amdesk.domain.people.participant import Person
from amdesk.domain.places.placement import Placement, open_end
from amdesk.domain.texts import N_, Text, plural, text


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence under a match: `level` is ok, info or warn, `code` that of a finding (findings.py), whose `must` and `unknown`
    these are."""

    level: str
    text: Text
    code: str = ""
    must: bool = False
    unknown: bool = False

    @property
    def warns(self) -> bool:
        """True for what is to be thought of before booking."""
        return self.level == "warn" or bool(self.code)


def of_check(check: Check) -> Reason:
    """A finding as a sentence under a match."""
    return Reason(check.level, check.text, check.code, check.must, check.unknown)


def reasons(person: Person, match: Scored, facts: Facts, first_day: date | None = None) -> list[Reason]:
    """What speaks for and against a match, as sentences one could say to the participant; warnings first.

    `first_day` is the day the person would begin, where it is another than the first on which both can.
    """
    place, opening = match.opening.placement, match.opening
    start = wanted_from(person, facts.today)
    found = findings(person, place, opening.trip, first_day or max(start, opening.free_from), facts)
    said = [*_period(opening, start), *(of_check(c) for c in found)]
    return [*sorted(said, key=lambda r: (not r.must, r.level != "warn")), *_merits(person, place, opening, facts)]


def _period(opening: Opening, start: date) -> list[Reason]:
    out = []
    if opening.free_from > start:
        out.append(Reason("warn", text(N_("Free only from {day}"), day=opening.free_from)))
    weeks, days = whole_weeks(max(start, opening.free_from), opening.free_to)
    if weeks < 26:
        said = (
            plural("Free for {weeks} week only", "Free for {weeks} weeks only", weeks, weeks=weeks)
            if weeks
            else plural("Free for {days} day only", "Free for {days} days only", days, days=days)
        )
        out.append(Reason("warn", said))
    return out


def _merits(person: Person, place: Placement, opening: Opening, facts: Facts) -> list[Reason]:
    out = []
    if person.wishes and place.occupation == person.wishes[0]:
        out.append(
            Reason("ok", text(N_("Goal occupation: {occupation}"), occupation=facts.name(place.occupation).lower()))
        )
    elif place.occupation in person.wishes:
        out.append(
            Reason("ok", text(N_("Wished occupation: {occupation}"), occupation=facts.name(place.occupation).lower()))
        )
    elif occupation_part(person, place, facts.ssyk) == 60:
        out.append(Reason("info", text(N_("Related occupation, not the goal"))))
    elif person.wishes:
        out.append(Reason("info", text(N_("Another occupation than the goal"))))
    if opening.trip and min(opening.trip.walk, opening.trip.cycle, opening.trip.bus) <= 15:
        out.append(Reason("ok", text(N_("Close to home"))))
    if person.needs and all(answer(n, place, opening.trip) == MET for n in needs_of_person(person)):
        out.append(Reason("ok", text(N_("All needs met"))))
    return out


def trip_text(trip: Trip | None) -> Text:
    """How one gets there: on foot up to 20 minutes, by cycle up to 15, else by bus."""
    if trip is None:
        return text(N_("Travel time not known"))
    if trip.walk <= 20:
        return text(N_("{minutes} min walk"), minutes=trip.walk)
    if trip.cycle <= 15:
        return text(N_("{minutes} min by bicycle"), minutes=trip.cycle)
    if trip.changes == 0:
        return text(N_("{minutes} min bus, no change"), minutes=trip.bus)
    return plural(
        "{minutes} min bus, {changes} change",
        "{minutes} min bus, {changes} changes",
        trip.changes,
        minutes=trip.bus,
        changes=trip.changes,
    )


def trip_icon(trip: Trip | None) -> str:
    if trip is None:
        return "location"
    return "person_walking" if trip.walk <= 20 else "vehicle_bicycle" if trip.cycle <= 15 else "vehicle_bus"


def free_text(opening: Opening, today: date) -> Text:
    """When the place is free: "Free now – 9 May"."""
    start = text(N_("now")) if opening.free_from <= today else text("{day}", day=opening.free_from)
    last = text(N_("open-ended")) if open_end(opening.free_to) else text("{day}", day=opening.free_to)
    return text(N_("Free {start} – {last}"), start=start, last=last)
