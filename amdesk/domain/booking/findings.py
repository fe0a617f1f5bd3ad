"""What stands between a person and a placement, as sentences: the same ones in match, why, book, move, round and board.

A must that is not met, what is not known about one, and what the work asks for. Nothing here closes anything: the hard
rules are in matching.py, the bank's in db/rules.py. A case worker may go past what is said here.
"""

from __future__ import annotations

from datetime import date

from amdesk.domain.booking.bookings import Check, demand_checks
from amdesk.domain.booking.matching import STEPS_BELOW, Facts
from amdesk.domain.booking.meetings import clash_text, clashes
from amdesk.domain.booking.needs import MET, NOT_MET, Trip, answer
from amdesk.domain.people.participant import NEED_KINDS, Need, Person
from amdesk.domain.places.placement import LANGUAGE_LEVELS, Placement
from amdesk.domain.places.schedule import clock_minutes
from amdesk.domain.texts import N_, Text, text

OF_SCHEDULE = {"daytime", "start_after"}
OF_DEMANDS = {"avoid", "lift_max"}


def findings(person: Person, placement: Placement, trip: Trip | None, first_day: date, facts: Facts) -> list[Check]:
    """Everything to think of before the person begins at the placement on `first_day`: musts, demands, then wishes.

    `trip` is the way between home and placement, None where it is not known. `facts` holds the person's own extracts and
    module meetings.
    """
    out = [c for n in person.needs if (c := need_check(n, person, placement, trip, facts)) is not None]
    out += demand_checks(person, placement, first_day, facts.shown)
    out += _language(person, placement)
    if trip is None and person.max_travel and not any(n.kind == "max_travel" for n in person.needs):
        why = _way_not_known(person, placement, facts)
        out.append(Check("TRAVEL", "warn", text(N_("Travel time not known ({why})"), why=why)))
    out += [Check("CLASH", "warn", clash_text(c)) for c in clashes(facts.modules, placement, first_day)]
    return sorted(out, key=lambda c: c.level != "warn")


def _language(person: Person, placement: Placement) -> list[Check]:
    needed = placement.language_min
    if not needed:
        return []
    steps = STEPS_BELOW.get((person.language, needed))
    if steps is None:
        return [Check("LANGUAGE", "warn", language_not_known(placement))]
    return [Check("LANGUAGE", "warn", text(N_("Swedish {level} wanted"), level=needed))] if steps else []


def language_not_known(placement: Placement) -> Text:
    """The sentence where a placement asks for Swedish, and the person's level or what the words ask for is not known."""
    if placement.language_min not in LANGUAGE_LEVELS:
        said = N_("Not known: Swedish {level} (words that a person has to read)")
        return text(said, level=placement.language_min)
    return text(
        N_("Not known: Swedish {level} (no level is recorded for the participant)"), level=placement.language_min
    )


def need_text(need: Need, facts: Facts) -> Text:
    """A need as a phrase about the work."""
    shown = facts.name(need.value)
    if need.kind in {"avoid", "occupation", "kind"}:
        shown = shown.lower()
    return text(NEED_KINDS.get(need.kind, "{value}"), value=shown)


def need_check(need: Need, person: Person, placement: Placement, trip: Trip | None, facts: Facts) -> Check | None:
    """The sentence about a need that is not met, or of which it is not known whether it is; None where it is met."""
    found = answer(need, placement, trip)
    if found == MET:
        return None
    said, must = need_text(need, facts), need.weight == "must"
    code, level = "NEED_" + need.kind.upper(), "warn" if must else "info"
    if found == NOT_MET:
        return Check(code, level, text(N_("Must not met: {need}") if must else N_("Not met: {need}"), need=said))
    why = _not_known(need, person, placement, trip, facts)
    msgid = N_("Not known if the must is met: {need} ({why})") if must else N_("Not known if met: {need} ({why})")
    return Check(code, level, text(msgid, need=said, why=why))


def _not_known(need: Need, person: Person, placement: Placement, trip: Trip | None, facts: Facts) -> Text:
    if need.kind in OF_SCHEDULE and (need.kind == "daytime" or clock_minutes(need.value) is not None):
        if not placement.schedule.strip():
            return text(N_("the placement's working hours are not recorded"))
        return text(N_("the placement's working hours do not say it for sure: {hours}"), hours=placement.schedule)
    if need.kind in OF_DEMANDS and not placement.demands:
        return text(N_("what the placement's work demands is not recorded"))
    if need.kind == "lift_max" and need.value.isdecimal():
        return text(N_("how many kilos are lifted there is not recorded"))
    if need.kind == "max_travel" and trip is None:
        return _way_not_known(person, placement, facts)
    if need.kind == "district" and not placement.district:
        return text(N_("the placement's district is not recorded"))
    return text(N_("words that a person has to read"))


def _way_not_known(person: Person, placement: Placement, facts: Facts) -> Text:
    """Why there is no travel time: one of the two districts is missing, or no list knows it."""
    if person.protection:
        return text(N_("the record is protected"))
    if not person.district:
        return text(N_("the participant's district is not recorded"))
    if not placement.district:
        return text(N_("the placement's district is not recorded"))
    for district in (person.district, placement.district):
        if district not in (facts.names or {}):
            return text(N_("the district {district} is unknown"), district=district)
    return text(
        N_("the way between {home} and {district} is not recorded"),
        home=facts.name(person.district),
        district=facts.name(placement.district),
    )
