"""What speaks for and against a match, as sentences a case worker could say to the participant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amdesk.domain.booking import extract_valid
from amdesk.domain.matching import Facts, Opening, Scored, Trip, language_gap, need_met, occupation_part, wanted_from
from amdesk.domain.modules import clash_text, clashes
from amdesk.domain.participant import NEED_KINDS, Need, Participant
from amdesk.domain.placement import Placement, open_end
from amdesk.domain.texts import N_, Text, text


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence under a match: `level` is ok, info or warn."""

    level: str
    text: Text


def need_text(need: Need, facts: Facts) -> Text:
    """A need as a phrase about the work."""
    shown = facts.name(need.value)
    if need.kind in {"avoid", "occupation", "kind"}:
        shown = shown.lower()
    return text(NEED_KINDS.get(need.kind, "{value}"), value=shown)


def reasons(person: Participant, match: Scored, facts: Facts) -> list[Reason]:
    """What speaks for and against a match, as sentences one could say to the participant; warnings first."""
    place, opening = match.opening.placement, match.opening
    return [*_warnings(person, match, facts), *_merits(person, place, opening, facts)]


def _warnings(person: Participant, match: Scored, facts: Facts) -> list[Reason]:
    place, opening = match.opening.placement, match.opening
    start = wanted_from(person, facts.today)
    out = []
    if opening.free_from > start:
        out.append(Reason("warn", text(N_("Free only from {day}"), day=opening.free_from)))
    weeks = ((opening.free_to - max(start, opening.free_from)).days + 1) // 7
    if weeks < 26:
        out.append(Reason("warn", text(N_("Free for {weeks} weeks only"), weeks=weeks)))
    if language_gap(person, place):
        out.append(Reason("warn", text(N_("Swedish {level} wanted"), level=place.language_min)))
    if place.background_check != "none" and not extract_valid(
        place.background_check, facts.shown, max(start, opening.free_from)
    ):
        out.append(Reason("info", text(N_("Register extract to be shown"))))
    out += [Reason("warn", clash_text(c)) for c in clashes(facts.modules, place, max(start, opening.free_from))]
    for need in person.needs:
        if need.weight != "must" and not need_met(need, place, opening.trip):
            out.append(Reason("info", text(N_("Not met: {need}"), need=need_text(need, facts))))
    return out


def _merits(person: Participant, place: Placement, opening: Opening, facts: Facts) -> list[Reason]:
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
    met = [n for n in person.needs if need_met(n, place, opening.trip)]
    if person.needs and len(met) == len(person.needs):
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
    if trip.changes == 1:
        return text(N_("{minutes} min bus, 1 change"), minutes=trip.bus)
    return text(N_("{minutes} min bus, {changes} changes"), minutes=trip.bus, changes=trip.changes)


def trip_icon(trip: Trip | None) -> str:
    if trip is None:
        return "location"
    return "person_walking" if trip.walk <= 20 else "vehicle_bicycle" if trip.cycle <= 15 else "vehicle_bus"


def free_text(opening: Opening, today: date) -> Text:
    """When the place is free: "Free now – 9 May"."""
    start = text(N_("now")) if opening.free_from <= today else text("{day}", day=opening.free_from)
    last = text(N_("open-ended")) if open_end(opening.free_to) else text("{day}", day=opening.free_to)
    return text(N_("Free {start} – {last}"), start=start, last=last)
