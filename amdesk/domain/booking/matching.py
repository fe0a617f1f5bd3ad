"""Matching: hard rules that open or close a placement for a person, and a score of six parts for the rest.

Pure functions over plain facts. The program proposes and says why; a case worker decides. Gender, name, age,
citizenship, health and protection are never scored; age only as a legal minimum, language and licence only
where the placement's work needs them.

Score: each part is 0-100 and the whole is their weighted mean, rounded half up. The order is: higher score,
then earlier free date, then shorter travel, then lower placement number, so that it is always the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import mul
from typing import NamedTuple

from amdesk.domain.booking.bookings import ADULT
from amdesk.domain.booking.meetings import Occasion
from amdesk.domain.booking.minors import minor_stops
from amdesk.domain.booking.needs import NOT_KNOWN, NOT_MET, Trip, asker, needs_of_person
from amdesk.domain.people.identity import age_on
from amdesk.domain.people.participant import Need, Person
from amdesk.domain.people.vocabulary import VOCABULARY
from amdesk.domain.people.wording import need_code
from amdesk.domain.places.placement import LANGUAGE_LEVELS, LICENCES, Availability, Placement, next_day
from amdesk.domain.texts import N_, Text, text

PARTS = ("occupation", "time", "travel", "language", "requirements", "goal")
PART_NAMES = {
    "occupation": N_("Occupation"),
    "time": N_("Time"),
    "travel": N_("Travel"),
    "language": N_("Language"),
    "requirements": N_("Needs"),
    "goal": N_("Goal"),
}
SHORT_NAMES = {
    "occupation": N_("Job"),
    "time": N_("Time"),
    "travel": N_("Travel"),
    "language": N_("Lang."),
    "requirements": N_("Needs"),
    "goal": N_("Goal"),
}
LEAST_DAYS = 28
"""A place that is free for less than this is no opening."""
WANTED_DAYS = 182
HORIZON_DAYS = 92
"""A placement that opens later than this after the person is available is left out."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The unit's own weights, versioned. `allowed_language_gap` is in steps of the scale A0-C1."""

    version: int
    parts: Mapping[str, int]
    important: int = 3
    nice: int = 1
    allowed_language_gap: int = 1


DEFAULT_WEIGHTS = Weights(
    1, {"occupation": 30, "time": 15, "travel": 15, "language": 15, "requirements": 15, "goal": 10}
)


class Opening(NamedTuple):
    """A placement and the first period in which one place of it is free."""

    placement: Placement
    free_from: date
    free_to: date
    trip: Trip | None


LOOK_AHEAD = timedelta(days=400)


def opening_of(place: Placement, free: Availability, start: date, trip: Trip | None, load: int) -> Opening | None:
    """The first period in which `load` fits, from `start` and at most HORIZON_DAYS later."""
    if place.open_to < start or place.status != "open":
        return None
    far = start + LOOK_AHEAD
    period = free.next_free(start, far, load, LEAST_DAYS)
    if period is None or (period[0] - start).days > HORIZON_DAYS:
        return None
    return Opening(place, period[0], place.open_to if period[1] >= far else period[1], trip)


def opening_after(place: Placement, taken: date, start: date, trip: Trip | None) -> Opening | None:
    """The same for an open placement that is full through the day `taken` and has room for good after it."""
    first = max(start, place.open_from, next_day(taken))
    last = min(start + LOOK_AHEAD, place.open_to)
    if (first - start).days > HORIZON_DAYS or (place.open_to == last and (last - first).days + 1 < LEAST_DAYS):
        return None
    return Opening(place, first, place.open_to, trip)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules know beside the person: occupations' SSYK codes by code, extracts shown, today."""

    ssyk: Mapping[str, str]
    shown: Sequence[tuple[str, date]] = ()
    today: date = date.min
    modules: Sequence[tuple[str, Occasion]] = ()
    """Meetings to come of the modules the person takes, for warnings."""
    names: Mapping[str, str] | None = None
    """Names for codes of occupations and districts, for the sentences."""
    language_gap: int = 1
    """How many steps too little Swedish a match allows."""

    def name(self, code: str) -> str:
        return (self.names or {}).get(code, code)


class Scored(NamedTuple):
    """One match: score 0-100, its six parts in the order of PARTS, and the opening it is about."""

    score: int
    parts: tuple[int, int, int, int, int, int]
    opening: Opening


class Stopped(NamedTuple):
    """A place that a must closes, and that can be booked for a reason: the must that left it out, as it was counted, and how it
    would score."""

    code: str
    match: Scored


def wanted_from(person: Person, today: date) -> date:
    """The first day the person can start."""
    return max(today, person.available_from or today)


def language_steps(recorded: str, needed: str) -> int:
    """How many steps of the scale A0-C1 the recorded level lies under the needed one; 0 where either is unknown."""
    return STEPS_BELOW.get((recorded, needed), 0)


STEPS_BELOW = {
    (a, b): max(0, LANGUAGE_LEVELS.index(b) - LANGUAGE_LEVELS.index(a))
    for a in LANGUAGE_LEVELS
    for b in LANGUAGE_LEVELS
}


def language_gap(person: Person, placement: Placement) -> int:
    """How many steps the person's recorded Swedish lies under what the work needs; 0 where nothing is recorded."""
    return language_steps(person.language, placement.language_min)


def gate(
    person: Person, weights: Weights, start: date, needs: Iterable[Need] | None = None
) -> Callable[[Opening], str]:
    """A test of openings for one person: the code of the first hard rule that closes one, or an empty string. `needs` are asked in
    place of hers where they are given.

    What is not known closes nothing: it is said beside the match, and asked before booking.
    """
    no_licence = {*LICENCES} - {*person.licence.split()}
    musts = [
        (asker(n), need_code(n.kind, n.value)) for n in (person.needs if needs is None else needs) if n.weight == "must"
    ]
    extent = person.extent
    born, age = person.born, age_on(person.born, start) if person.born else 200
    allowed = weights.allowed_language_gap
    short = {level for level in LANGUAGE_LEVELS if language_steps(person.language, level) > allowed}

    def test(opening: Opening) -> str:
        place = opening.placement
        if place.licence in no_licence:
            return "LICENCE"
        if age < place.min_age and born and age_on(born, max(start, opening.free_from)) < place.min_age:
            return "AGE"
        if place.language_min in short:
            return "LANGUAGE"
        for ask, code in musts:
            if ask(place, opening.trip) == NOT_MET:
                return code
        if age < ADULT and minor_stops(born, place, extent, max(start, opening.free_from)):
            return "MINOR"
        return ""

    return test


@dataclass(frozen=True, slots=True)
class Must:
    """A hard rule that a bank can filter on: the column's value is one of `allowed`, where that is said, and none of `barred`."""

    code: str
    column: str
    allowed: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()


def plain_musts(person: Person, weights: Weights) -> list[Must]:
    """The hard rules of `gate` that look at one column alone, so that the bank leaves those placements out."""
    gap = weights.allowed_language_gap
    short = tuple(level for level in LANGUAGE_LEVELS if language_steps(person.language, level) > gap)
    lacking = tuple(c for c in LICENCES if c not in person.licence.split())
    out = [
        m
        for m in (Must("LICENCE", "licence", barred=lacking), Must("LANGUAGE", "language_min", barred=short))
        if m.barred
    ]
    out.extend(
        Must(need_code(need.kind, need.value), need.kind, (need.value, ""))
        for need in person.needs
        if need.weight == "must" and need.kind in {"district", "kind", "occupation"}
    )
    return out


def barred_by(place: Placement, musts: Sequence[Must]) -> str:
    """The first of the musts that leaves the placement out, as the bank counts them; empty where all let it through."""
    for m in musts:
        value = getattr(place, m.column)
        if value in m.barred or (m.allowed and value not in m.allowed):
            return m.code
    return ""


def blocked(person: Person, opening: Opening, weights: Weights, start: date) -> str:
    """The first hard rule that closes the placement for the person, or an empty string."""
    return gate(person, weights, start)(opening)


def occupation_part(person: Person, placement: Placement, ssyk: Mapping[str, str]) -> int:
    """100 for a wished occupation, 60 for one of the same SSYK group of two digits, 20 otherwise; 50 with no wish."""
    if not person.wishes:
        return 50
    if placement.occupation in person.wishes:
        return 100
    group = ssyk.get(placement.occupation, "")[:2]
    return 60 if any(ssyk.get(w, "-")[:2] == group for w in person.wishes) else 20


def goal_part(person: Person, placement: Placement, ssyk: Mapping[str, str]) -> int:
    """How near the placement lies to the first wish, the goal: 100, then 75 and 50 for later wishes."""
    if not person.wishes:
        return 50
    if placement.occupation in person.wishes:
        return max(25, 100 - 25 * person.wishes.index(placement.occupation))
    return 40 if ssyk.get(placement.occupation, "")[:2] == ssyk.get(person.wishes[0], "-")[:2] else 15


def time_part(start: date, opening: Opening) -> int:
    """Full marks for six free months from the wanted day; a later start costs one mark a day."""
    wait = max(0, (opening.free_from - start).days)
    length = (opening.free_to - max(start, opening.free_from)).days + 1
    return max(0, min(100, round(100 * length / WANTED_DAYS)) - wait)


def travel_part(trip: Trip | None, limit: int | None) -> int:
    """100 up to 15 minutes, then down to 0 at one and a half times the person's limit (45 minutes where none)."""
    if trip is None:
        return 50
    most = 1.5 * (limit or 45)
    minutes = min(trip.walk, trip.cycle, trip.bus)
    return 100 if minutes <= 15 else max(0, round(100 * (most - minutes) / max(1.0, most - 15)))


def language_part(gap: int) -> int:
    return (100, 50, 20, 0)[min(gap, 3)]


LANGUAGE_UNKNOWN = 50
"""Neither the marks of enough Swedish nor those of too little."""


def language_marks(recorded: str, needed: str) -> int:
    """The language part: 100 where the work asks for none, 50 where the level of either side is not known."""
    if not needed:
        return 100
    return LANGUAGE_UNKNOWN if (recorded, needed) not in STEPS_BELOW else language_part(STEPS_BELOW[recorded, needed])


def requirements(person: Person, weights: Weights) -> Callable[[Opening], int]:
    """The weighted share of important and nice needs that a placement meets; 100 with no such needs. Less than full time is a need too.

    A need that nobody knows about counts half. So does a must of which nothing is known, as an important one: a placement
    where all is known to be met stands above one where it is not.
    """
    found = needs_of_person(person)
    wishes = [
        (weights.important if n.weight == "important" else weights.nice, asker(n)) for n in found if n.weight != "must"
    ]
    musts = [asker(n) for n in found if n.weight == "must"]
    given, important = sum(weight for weight, _ in wishes), weights.important

    def test(opening: Opening) -> int:
        place, trip, total, marks = opening.placement, opening.trip, given, 0
        for weight, ask in wishes:
            marks += weight * ask(place, trip)
        for ask in musts:
            if ask(place, trip) == NOT_KNOWN:
                total += important
                marks += important * NOT_KNOWN
        return round(50 * marks / total) if total else 100

    return test


def score(person: Person, opening: Opening, start: date, facts: Facts, weights: Weights) -> Scored:
    """Score one opening that no hard rule closes."""
    return scorer(person, start, facts, weights)(opening)


def scorer(person: Person, start: date, facts: Facts, weights: Weights) -> Callable[[Opening], Scored]:
    """A scoring of openings for one person. Periods and sets of parts repeat, so each is computed once."""
    given = [weights.parts[p] for p in PARTS]
    total = sum(given) or 1
    lasting = lasting_parts(person, facts, weights)
    times: dict[tuple[date, date], int] = {}
    scores: dict[tuple[int, ...], int] = {}
    make = tuple.__new__  # thousands: half the time of the class itself

    def test(opening: Opening) -> Scored:
        job, way, language, needs, goal = lasting(opening)
        if (time := times.get(period := (opening.free_from, opening.free_to))) is None:
            time = times[period] = time_part(start, opening)
        parts = job, time, way, language, needs, goal
        if (said := scores.get(parts)) is None:
            said = scores[parts] = (2 * sum(map(mul, given, parts)) + total) // (2 * total)
        return make(Scored, (said, parts, opening))

    return test


def lasting_parts(
    person: Person, facts: Facts, weights: Weights
) -> Callable[[Opening], tuple[int, int, int, int, int]]:
    """The five parts of a score that do not hang on the day, in the order of PARTS.

    Those that hang on an occupation, a way or a level alone are computed once for each.
    """
    required = requirements(person, weights) if person.needs or person.extent < 100 else None
    of_occupation: dict[str, tuple[int, int]] = {}
    of_trip: dict[Trip | None, int] = {}
    of_language = {level: language_marks(person.language, level) for level in ("", *LANGUAGE_LEVELS)}

    def test(opening: Opening) -> tuple[int, int, int, int, int]:
        place, trip = opening.placement, opening.trip
        if (jobs := of_occupation.get(place.occupation)) is None:
            jobs = occupation_part(person, place, facts.ssyk), goal_part(person, place, facts.ssyk)
            of_occupation[place.occupation] = jobs
        if (way := of_trip.get(trip)) is None:
            way = of_trip[trip] = travel_part(trip, person.max_travel)
        needs = 100 if required is None else required(opening)
        return jobs[0], way, of_language.get(place.language_min, LANGUAGE_UNKNOWN), needs, jobs[1]

    return test


def score_text(match: Scored, weights: Weights) -> Text:
    """How a score comes about: each part times its weight, and what their sum is divided by."""
    each = [
        text(N_("{name} {marks} × {weight}"), name=Text(PART_NAMES[p]), marks=marks, weight=weights.parts[p])
        for p, marks in zip(PARTS, match.parts, strict=True)
    ]
    said = reduce(lambda one, more: text(N_("{one} + {more}"), one=one, more=more), each)
    total = sum(weights.parts.values()) or 1
    whole = sum(marks * weights.parts[p] for p, marks in zip(PARTS, match.parts, strict=True))
    sentence = N_(
        "{score} of 100: {parts} = {whole}, divided by the weights' sum {total}; what is not known gives half"
    )
    return text(sentence, score=match.score, parts=said, whole=whole, total=total)


def order(match: Scored) -> tuple[int, date, int, str]:
    """The stated order of matches; see the module's text."""
    score, _, (place, free_from, _, trip) = match
    return (-score, free_from, trip.bus if trip else 999, place.number)


@dataclass(frozen=True, slots=True)
class Matches:
    """Ranked matches and, for each hard rule, how many placements it left out. `stopped` are the best of those that nothing but
    musts closes, where they were asked for; `alone` for each must how many it closes that nothing else does."""

    ranked: tuple[Scored, ...]
    left_out: Mapping[str, int]
    weights: int
    stopped: tuple[Stopped, ...] = ()
    alone: Mapping[str, int] = field(default_factory=dict)


def match_person(
    person: Person,
    openings: Iterable[Opening | None],
    facts: Facts,
    weights: Weights,
    left_out: Mapping[str, int] | None = None,
) -> Matches:
    """Rank all openings for one person. `left_out` counts placements that the bank left out already, by rule."""
    start = wanted_from(person, facts.today)
    ranked: list[Scored] = []
    scored = scorer(person, start, facts, weights)
    closed = gate(person, weights, start)
    left = dict(left_out or {})
    for opening in openings:
        if opening is None:
            left["FULL"] = left.get("FULL", 0) + 1
        elif code := closed(opening):
            left[code] = left.get(code, 0) + 1
        else:
            ranked.append(scored(opening))
    ranked.sort(key=order)
    return Matches(tuple(ranked), dict(sorted(left.items(), key=lambda kv: -kv[1])), weights.version)


LEFT_OUT = {
    "FULL": N_("no free place"),
    "HOLD": N_("held for those who are expected"),
    "LICENCE": N_("driving licence required"),
    "AGE": N_("minimum age"),
    "LANGUAGE": N_("more Swedish required"),
    "MINOR": N_("not allowed under 18"),
    "NEED_DAYTIME": N_("evening, night or weekend"),
    "NEED_START_AFTER": N_("starts too early"),
    "NEED_MAX_TRAVEL": N_("too far away"),
    "NEED_DISTRICT": N_("another district"),
    "NEED_KIND": N_("another kind of place"),
    "NEED_OCCUPATION": N_("another occupation"),
    "NEED_END_BEFORE": N_("ends too late"),
    **{need_code(e.id, ""): e.name for e in VOCABULARY},
}
