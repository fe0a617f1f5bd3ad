"""What stands between a person and a placement, as sentences: the same ones in match, why, book, move, round and board.

A must that is not met, what is not known about one, and what the work asks for. Nothing here closes anything: the hard
rules are in matching.py, the bank's in db/rules.py. What is a `must` here is what they close a placement for: a case worker may go
past it for a reason that is kept. Of a minor what the law forbids is a stop that no reason passes.
"""

from __future__ import annotations

from datetime import date

from amdesk.domain.booking.bookings import Check, demand_checks
from amdesk.domain.booking.matching import STEPS_BELOW, Facts
from amdesk.domain.booking.meetings import clash_text, clashes
from amdesk.domain.booking.minors import minor_stops
from amdesk.domain.booking.needs import MET, NOT_KNOWN, NOT_MET, Trip, answer, needs_of_person
from amdesk.domain.people import wording
from amdesk.domain.people.participant import Need, Person
from amdesk.domain.places.placement import LANGUAGE_LEVELS, PLACE_KINDS, Placement
from amdesk.domain.places.schedule import clock_minutes
from amdesk.domain.texts import N_, Text, text

OF_SCHEDULE = {"daytime", "start_after", "end_before"}


def findings(
    person: Person, placement: Placement, trip: Trip | None, first_day: date, facts: Facts, extent: int | None = None
) -> list[Check]:
    """Everything to think of before the person begins at the placement on `first_day`: musts, demands, then wishes.

    `trip` is the way between home and placement, None where it is not known. `facts` holds the person's own extracts and
    module meetings, `extent` is that of the booking where it is another than the person's.
    """
    less = extent if extent is not None and _too_little(extent, placement, trip) else None
    needs = needs_of_person(person, less)
    out = [c for n in needs if (c := need_check(n, person, placement, trip, facts)) is not None]
    out += demand_checks(person, placement, first_day, facts.shown)
    out += minor_stops(person.born, placement, person.extent if extent is None else extent, first_day)
    out += _language(person, placement, facts.language_gap)
    words = wording.words_of(placement.demands)
    out += [Check("DEMAND_WORDS", "info", demand_words(w), unknown=True) for w in words]
    if trip is None and person.max_travel and not any(n.kind == "max_travel" for n in person.needs):
        why = _way_not_known(person, placement, facts)
        out.append(Check("TRAVEL", "warn", text(N_("Travel time not known ({why})"), why=why), unknown=True))
    out += [Check("CLASH", "warn", clash_text(c)) for c in clashes(facts.modules, placement, first_day)]
    return sorted(out, key=lambda c: (c.level != "stop", not c.must, c.level != "warn"))


def _too_little(extent: int, placement: Placement, trip: Trip | None) -> bool:
    """Whether the work is known to ask for more hours than a booking has."""
    return answer(Need("extent", str(extent)), placement, trip) == NOT_MET


def _language(person: Person, placement: Placement, allowed: int) -> list[Check]:
    needed = placement.language_min
    if not needed:
        return []
    steps = STEPS_BELOW.get((person.language, needed))
    if steps is None:
        return [Check("LANGUAGE", "warn", language_not_known(placement), unknown=True)]
    said = text(N_("Swedish {level} wanted"), level=needed)
    return [Check("LANGUAGE", "warn", said, must=steps > allowed)] if steps else []


def demand_words(words: str) -> Text:
    """The sentence about a demand that no entry of the vocabulary says."""
    return text(N_("Not known: the work asks for “{words}” (words that a person has to read)"), words=words)


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
    if need.kind == "kind" and need.value in PLACE_KINDS:
        return Text(PLACE_KINDS[need.value])
    return wording.need_text(need.kind, need.value, facts.names or {})


def need_code(need: Need) -> str:
    """The code of findings and rules about a need."""
    return wording.need_code(need.kind, need.value)


def need_check(need: Need, person: Person, placement: Placement, trip: Trip | None, facts: Facts) -> Check | None:
    """The sentence about a need that is not met, or of which it is not known whether it is; None where it is met."""
    found = answer(need, placement, trip)
    if found == MET:
        return None
    said, must = need_text(need, facts), need.weight == "must"
    code, level = need_code(need), "warn" if must else "info"
    if found == NOT_MET:
        sentence = N_("Must not met: {need}") if must else N_("Not met: {need}")
        return Check(code, level, text(sentence, need=said), must=must)
    why = _not_known(need, person, placement, trip, facts)
    msgid = N_("Not known if the must is met: {need} ({why})") if must else N_("Not known if met: {need} ({why})")
    return Check(code, level, text(msgid, need=said, why=why), unknown=True)


def asked_of_place(person: Person, placement: Placement, trip: Trip | None) -> list[str]:
    """What a need asks about and nobody has recorded of the placement, each by its name once: the workplace knows it, and what it
    answers stands there for everybody."""
    out = []
    for need in needs_of_person(person):
        if answer(need, placement, trip) != NOT_KNOWN:
            continue
        entry = wording.limit_of(*wording.current(need.kind, need.value))
        if entry is not None:
            out.append(entry[0].name)
        elif need.kind == "daytime" or (need.kind in OF_SCHEDULE and clock_minutes(need.value) is not None):
            out.append(N_("Working hours"))
        elif need.kind in {"district", "max_travel"} and not placement.district:
            out.append(N_("District"))
    return list(dict.fromkeys(out))


def _not_known(need: Need, person: Person, placement: Placement, trip: Trip | None, facts: Facts) -> Text:
    if need.kind in OF_SCHEDULE and (need.kind == "daytime" or clock_minutes(need.value) is not None):
        if not placement.schedule.strip():
            return text(N_("the placement's working hours are not recorded"))
        return text(N_("the placement's working hours do not say it for sure: {hours}"), hours=placement.schedule)
    if (found := wording.limit_of(*wording.current(need.kind, need.value))) is not None:
        bounds = wording.stated(placement.demands).get(found[0].id)
        if bounds is None:
            return text(N_("nobody has recorded this of the work: {name}"), name=Text(found[0].name))
        return text(N_("of the work is known only: {demand}"), demand=wording.demand_text(found[0], *bounds))
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
