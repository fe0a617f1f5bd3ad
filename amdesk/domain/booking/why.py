"""Why not: every hard rule for one pair, and the smallest change that opens what is closed, proved by making it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from amdesk.domain.booking.bookings import ADULT, Check, age_not_known, licence_not_known
from amdesk.domain.booking.findings import findings, language_not_known, need_check, need_code, need_text
from amdesk.domain.booking.matching import (
    HORIZON_DAYS,
    LEAST_DAYS,
    STEPS_BELOW,
    WANTED_DAYS,
    Facts,
    Weights,
    blocked,
    language_gap,
    language_steps,
    opening_of,
    wanted_from,
)
from amdesk.domain.booking.minors import allowed_from, birthday, minor_stops
from amdesk.domain.booking.needs import MET, NOT_KNOWN, NOT_MET, Trip, answer
from amdesk.domain.people.identity import age_on
from amdesk.domain.people.participant import Need, Person
from amdesk.domain.places.placement import LANGUAGE_LEVELS, LICENCES, Availability, Placement, Span
from amdesk.domain.texts import N_, Text, text


@dataclass(frozen=True, slots=True)
class Pair:
    """A person and a placement with what decides whether they fit: free places and the way between them."""

    person: Person
    placement: Placement
    free: Availability
    trip: Trip | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One change of the world: `kind` says of what, `value` what it becomes or which need is softened, `day` from when."""

    kind: str
    value: str
    text: Text
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One hard rule for one pair. `kept` is False where it closes the placement, and `change` then the smallest change that
    opens it; `known` is False where nobody knows: such a rule closes nothing, and is never called kept."""

    code: str
    kept: bool
    text: Text
    change: WhatIf | None = None
    known: bool = True

    @property
    def answer(self) -> int:
        """MET, NOT_KNOWN or NOT_MET."""
        return NOT_MET if not self.kept else MET if self.known else NOT_KNOWN


def load_of(pair: Pair) -> int:
    """What the person takes of a place, in hundredths."""
    return pair.person.extent if pair.placement.shared else 100


def rules(pair: Pair, facts: Facts, weights: Weights) -> list[Rule]:
    """Every hard rule for the pair, kept or broken, with the smallest change that would open a broken one."""
    person, placement = pair.person, pair.placement
    start = wanted_from(person, facts.today)
    opening = opening_of(placement, pair.free, start, pair.trip, load_of(pair))
    out = [
        _open_rule(placement),
        _free_rule(pair, opening is not None, start),
        _licence_rule(person, placement),
        _age_rule(person, placement, max(start, opening.free_from) if opening else start),
        _language_rule(person, placement, weights),
    ]
    minor = _minor_rule(pair, max(start, opening.free_from) if opening else start)
    out += [minor] if minor else []
    return out + [_need_rule(n, pair, facts) for n in person.needs if n.weight == "must"]


def warnings(pair: Pair, facts: Facts) -> list[Check]:
    """What is to be thought of before booking the pair for the first day on which both can: what `book` says then."""
    start = wanted_from(pair.person, facts.today)
    opening = opening_of(pair.placement, pair.free, start, pair.trip, load_of(pair))
    first_day = max(start, opening.free_from) if opening else start
    return findings(pair.person, pair.placement, pair.trip, first_day, facts)


def fits(pair: Pair, facts: Facts, weights: Weights) -> bool:
    """True where matching would propose the pair: asked of the matching rules themselves, not of `rules`."""
    start = wanted_from(pair.person, facts.today)
    opening = opening_of(pair.placement, pair.free, start, pair.trip, load_of(pair))
    return opening is not None and not blocked(pair.person, opening, weights, start)


def smallest_changes(pair: Pair, facts: Facts, weights: Weights) -> list[WhatIf]:
    """The changes that together make the pair a match, each applied and looked at again before it is named.

    One change can meet a rule that another opens (a later start meets another day of the placement), so the rules are
    asked anew after each round; at last each change is spared once, and left out where the pair fits without it.
    Empty where the pair fits already.
    """
    made: list[WhatIf] = []
    for _ in range(4):
        broken = [r.change for r in rules(_with(pair, made, facts.today), facts, weights) if r.change]
        if not broken:
            break
        made += broken
    for change in list(made):
        fewer = [c for c in made if c is not change]
        if fits(_with(pair, fewer, facts.today), facts, weights):
            made = fewer
    return made


def _with(pair: Pair, changes: Sequence[WhatIf], today: date) -> Pair:
    for change in changes:
        pair = apply(pair, change, today)
    return pair


def apply(pair: Pair, change: WhatIf, today: date) -> Pair:
    """The pair as it would be with the change made. Nothing is written anywhere."""
    person, placement = pair.person, pair.placement
    match change.kind:
        case "status":
            return replace(pair, placement=placement._replace(status="open"))
        case "place":
            return _with_a_place(pair, change.day or today)
        case "licence":
            return replace(pair, person=person.supposed(licence=f"{person.licence} {change.value}".strip()))
        case "start":
            day = max(change.day or today, wanted_from(person, today))
            return replace(pair, person=person.supposed(available_from=day))
        case "language":
            return replace(pair, person=person.supposed(language=change.value))
        case "need":
            kind, _, value = change.value.partition(":")
            softer = tuple(
                replace(n, weight="important") if (n.kind, n.value) == (kind, value) else n for n in person.needs
            )
            return replace(pair, person=person.supposed(needs=softer))
    raise ValueError(change.kind)


def effort(person: Person, changes: Sequence[WhatIf]) -> int:
    """How far changes go, for choosing between equally many: a step of Swedish counts one, any other change one."""
    return sum(language_steps(person.language, c.value) if c.kind == "language" else 1 for c in changes)


def _with_a_place(pair: Pair, day: date) -> Pair:
    """One place more on every day of half a year, the placement's own period stretched where it is too short."""
    last = day + timedelta(WANTED_DAYS)
    place, free = pair.placement, pair.free
    stretched = place._replace(open_from=min(place.open_from, day), open_to=max(place.open_to, last))
    wider = Availability(stretched.open_from, stretched.open_to, free.capacity, free.loads)
    days = sorted(
        {
            day,
            *(
                d
                for s in (*free.capacity, *free.loads)
                for d in (s.first, s.last + timedelta(1) if s.last < last else last)
                if day < d <= last
            ),
        }
    )
    spans = [
        Span(first, following - timedelta(1), max(wider.capacity_on(first), wider.taken_on(first)) + 100)
        for first, following in zip(days, [*days[1:], last + timedelta(1)], strict=True)
    ]
    return replace(pair, placement=stretched, free=wider._replace(capacity=[*free.capacity, *spans]))


def _open_rule(placement: Placement) -> Rule:
    kept = placement.status == "open"
    said = text(N_("Open the placement {number}"), number=placement.number)
    return Rule("OPEN", kept, text(N_("The placement is open")), None if kept else WhatIf("status", "open", said))


def _free_rule(pair: Pair, kept: bool, start: date) -> Rule:
    rule = text(
        N_("A place is free for at least {least} days, within {days} days of {day}"),
        least=LEAST_DAYS,
        days=HORIZON_DAYS,
        day=start,
    )
    if kept or pair.placement.status != "open":  # a closed placement is told by its own rule, and asked again when open
        return Rule("FREE", True, rule)
    said = text(N_("One more place at {place} from {day}"), place=pair.placement.name, day=start)
    return Rule("FREE", False, rule, WhatIf("place", "", said, start))


def _licence_rule(person: Person, placement: Placement) -> Rule:
    kept = not placement.licence or placement.licence in person.licence.split()
    if not placement.licence:
        return Rule("LICENCE", True, text(N_("No driving licence needed")))
    if placement.licence not in LICENCES:
        return Rule("LICENCE", True, licence_not_known(placement), known=False)
    said = text(N_("The participant gets driving licence {licence}"), licence=placement.licence)
    rule = text(N_("Driving licence {licence}"), licence=placement.licence)
    return Rule("LICENCE", kept, rule, None if kept else WhatIf("licence", placement.licence, said))


def _age_rule(person: Person, placement: Placement, first_day: date) -> Rule:
    """Minimum age on the first day, as the placement's work asks for (Work Environment Authority, minors)."""
    if person.born is None:
        return Rule("AGE", True, age_not_known(placement), known=False)
    rule = text(N_("At least {age} years old on the first day"), age=placement.min_age)
    if age_on(person.born, first_day) >= placement.min_age:
        return Rule("AGE", True, rule)
    day = birthday(person.born, placement.min_age)
    return Rule("AGE", False, rule, WhatIf("start", "", text(N_("Start on {day} or later"), day=day), day))


def _minor_rule(pair: Pair, first_day: date) -> Rule | None:
    """What the law forbids under 18; None for whoever is older, or of unknown age."""
    person, placement = pair.person, pair.placement
    if person.born is None or age_on(person.born, first_day) >= ADULT:
        return None
    stops = minor_stops(person.born, placement, person.extent, first_day)
    if not stops:
        return Rule("MINOR", True, text(N_("Nothing known of the work is forbidden under 18 (AFS 2023:2 chapter 8)")))
    day = allowed_from(person.born, placement, person.extent, first_day)
    return Rule("MINOR", False, stops[0].text, WhatIf("start", "", text(N_("Start on {day} or later"), day=day), day))


def _language_rule(person: Person, placement: Placement, weights: Weights) -> Rule:
    if not placement.language_min:
        return Rule("LANGUAGE", True, text(N_("No level of Swedish required")))
    if (person.language, placement.language_min) not in STEPS_BELOW:
        return Rule("LANGUAGE", True, language_not_known(placement), known=False)
    kept = language_gap(person, placement) <= weights.allowed_language_gap
    need = LANGUAGE_LEVELS[max(0, LANGUAGE_LEVELS.index(placement.language_min) - weights.allowed_language_gap)]
    rule = text(N_("Swedish at least {level} (the place asks for {asked})"), level=need, asked=placement.language_min)
    said = text(N_("The participant reaches Swedish {level}"), level=need)
    return Rule("LANGUAGE", kept, rule, None if kept else WhatIf("language", need, said))


def _need_rule(need: Need, pair: Pair, facts: Facts) -> Rule:
    code, found, said = need_code(need), answer(need, pair.placement, pair.trip), need_text(need, facts)
    must = text(N_("Must: {need}"), need=said)
    if found == NOT_MET:
        softer = text(N_("“{need}” becomes important instead of a must"), need=said)
        return Rule(code, False, must, WhatIf("need", f"{need.kind}:{need.value}", softer))
    finding = need_check(need, pair.person, pair.placement, pair.trip, facts)
    return Rule(code, True, must) if finding is None else Rule(code, True, finding.text, known=False)
