"""Matching: a person to placements, a placement to people, and why any pair fits or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.db.bank import access_log, reference, settings
from amdesk.db.competence import modules
from amdesk.db.people import participants as people
from amdesk.db.places import placements as places
from amdesk.domain.booking.bookings import Check
from amdesk.domain.booking.findings import findings
from amdesk.domain.booking.holds import held_until, hold_check
from amdesk.domain.booking.matching import (
    HORIZON_DAYS,
    Facts,
    Matches,
    Must,
    Opening,
    Scored,
    Weights,
    blocked,
    match_person,
    opening_after,
    opening_of,
    plain_musts,
    score,
    wanted_from,
)
from amdesk.domain.booking.needs import Trip
from amdesk.domain.booking.reasons import Reason, reasons
from amdesk.domain.booking.stopped import OnlyMusts, musts_between, only_musts
from amdesk.domain.booking.why import Pair, Rule, WhatIf, rules, smallest_changes, warnings
from amdesk.domain.people.participant import Participant, Person
from amdesk.domain.places.placement import Placement
from amdesk.services.bank.work import Work
from amdesk.services.booking.holding import fully_held, past_holds, unheld
from amdesk.services.people.gate import opened, unopened, usable

UNTOLD_FIT = (0, (0, 0, 0, 0, 0, 0))
"""Score and parts where nobody has opened a protected person: her wishes, her Swedish and what she cannot do make them."""
STOPPED_SHOWN = 40
"""How many of the places, or the people, that a must closes are shown below those that fit."""


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """One person for a placement, in the mirrored list. Of a protected person `match` says no more than that she fits (`UNTOLD_FIT`)."""

    participant: Person
    match: Scored
    waited: int

    @property
    def untold(self) -> bool:
        """Whether how well she fits is told for a reason alone, where she is matched by herself."""
        return bool(self.participant.protection)


class PeopleMatches(NamedTuple):
    """Who waits, for a placement: those who fit, how many each rule left out, and of these the best whom nothing but a must keeps
    from it, each with the rule that left her out."""

    place: Placement
    ranked: list[PersonMatch]
    left_out: dict[str, int]
    stopped: list[tuple[str, PersonMatch]]


@dataclass(frozen=True, slots=True)
class Answer:
    """Why a pair fits or not: its rules, the changes that together would open it, and what to think of before booking."""

    pair: Pair
    rules: Sequence[Rule]
    changes: Sequence[WhatIf]
    warnings: Sequence[Check] = ()

    @property
    def fits(self) -> bool:
        return all(r.kept for r in self.rules)


class Matching:
    def __init__(self, work: Work) -> None:
        self.work = work

    def facts(self, participant_id: int | None = None) -> Facts:
        """Occupation groups, names for codes and extracts shown."""
        bank = self.work.bank
        occupations = reference.occupations(bank)
        names = {o.code: o.name(self.work.lang) for o in occupations}
        names |= {c.code: c.name(self.work.lang) for c in reference.codes(bank, "districts")}
        shown = people.shown_extracts(bank, participant_id) if participant_id else ()
        coming = modules.coming(bank, participant_id, self.work.today) if participant_id else []
        gap = self.weights().allowed_language_gap
        return Facts({o.code: o.ssyk for o in occupations}, shown, self.work.today, coming, names, gap)

    def weights(self) -> Weights:
        return settings.weights(self.work.bank)

    def for_participant(self, participant: int | str, limit: int | None = None, why: str = "") -> Matches:
        """Ranked placements for one person, with what was left out and why; logged before it is answered.

        Raises Refused (PROTECTED) where she is protected and `why` is empty: what fits tells what she can do, and how far from home
        it lies.
        """
        person = self.work.participant(participant)
        opened(self.work, person, "match", why)
        result = self._for_participant(person, why)
        return result if limit is None else Matches(result.ranked[:limit], result.left_out, result.weights)

    def opened(self, participant: int | str, why: str = "") -> tuple[Participant, Matches]:
        """A person with her wishes, needs and longest journey, as a page shows them, every placement that fits, and the best of
        those that a must alone closes; logged.

        Raises Refused (PROTECTED) where she is protected and `why` is empty.
        """
        person = self.work.participant(participant)
        opened(self.work, person, "match", why)
        with self.work.bank.read():
            found = self._for_participant(person, why)
            stopped, alone = self._stopped(person, why, counted=not found.ranked)
        return person, replace(found, stopped=stopped, alone=alone)

    def _stopped(self, person: Person, why: str, *, counted: bool) -> OnlyMusts:
        weights = self.weights()
        plain = plain_musts(person, weights)
        openings = self._openings(person, (), why)
        return only_musts(person, openings, self.facts(person.id), weights, plain, STOPPED_SHOWN, counted=counted)

    def _for_participant(self, person: Participant, why: str) -> Matches:
        usable(person)
        with self.work.bank.read():
            weights = self.weights()
            plain = plain_musts(person, weights)
            openings = self._openings(person, plain, why)
            left = places.left_out(self.work.bank, plain)
            found = match_person(person, openings, self.facts(person.id), weights, left)
            return self._held_last(person, found)

    def _held_last(self, person: Person, found: Matches) -> Matches:
        """What is held stands below what is not, and can be booked all the same."""
        held = fully_held(self.work, person, [m.opening for m in found.ranked])
        if not held:
            return found
        below = [m.opening.placement.id in held for m in found.ranked]
        free = [m for m, last in zip(found.ranked, below, strict=True) if not last]
        return replace(found, ranked=(*free, *(m for m, last in zip(found.ranked, below, strict=True) if last)))

    def _ways(self, why: str = "") -> Callable[[Person, str], Trip | None]:
        """The way from somebody's home to a district. That of a protected person is not known without a reason: minutes to
        a few places tell where she lives."""
        trips = reference.travel(self.work.bank)
        return lambda person, to: None if person.protection and not why else trips.get((person.district, to))

    def _openings(self, person: Person, plain: Sequence[Must], why: str) -> list[Opening | None]:
        """For every open placement that meets these musts the first period in which the person could be there; None where full."""
        bank, start, extent = self.work.bank, wanted_from(person, self.work.today), person.extent
        way = self._ways(why)
        known = places.for_matching(bank, plain)
        narrow = places.narrow(bank, start, extent)
        days = {key for key, ends in narrow.items() if ends is None}
        walked = [p for p in known if p.id in days] if days else []
        found = places.availabilities(bank, start, known=walked)
        ways = {d: way(person, d) for d in {p.district for p in known}}
        latest = start + timedelta(HORIZON_DAYS)
        out: list[Opening | None] = []
        make = tuple.__new__  # thousands: half the time of the class itself
        for p in known:
            key, way_there = p.id, ways[p.district]
            if key not in narrow:
                opens, closes = p.open_from, p.open_to
                first = max(start, opens)
                late = closes < start or first > latest
                out.append(None if late else make(Opening, (p, first, closes, way_there)))
            elif taken := narrow[key]:
                out.append(opening_after(p, taken, start, way_there))
            else:
                out.append(opening_of(p, found[key], start, way_there, extent if p.shared else 100))
        return past_holds(self.work, person, out)

    def for_placement(
        self, placement: int | str, limit: int | None = None, since: date | None = None
    ) -> tuple[Placement, list[PersonMatch], dict[str, int]]:
        """Waiting people ranked for one placement: (placement, people, left out by rule). `since` is the first day of
        the free place that is asked about, today where it is left out."""
        place, found, left, _ = self.of_placement(placement, since)
        return place, found[:limit] if limit else found, left

    def of_placement(self, placement: int | str, since: date | None = None) -> PeopleMatches:
        """Waiting people for one placement, as a page shows them: also whom a must alone keeps from it. A protected person is
        counted among those left out and not shown by the rule that stops her: it says what she cannot do. Of one who fits it
        is not said how well, and she stands below the others: across the placements it would tell what she wishes and can."""
        place = self.work.placement(placement)
        bank, today = self.work.bank, self.work.today
        weights = self.weights()
        with bank.read():
            waiting = people.many(bank, people.waiting(bank, today))
            found = places.availabilities(bank, today, place.id)[place.id]
            beside = unheld(self.work, {place.id: found})[place.id]
            way = self._ways()
            facts = self.facts()
        out: list[PersonMatch] = []
        left: dict[str, int] = {}
        stopped: list[tuple[str, PersonMatch]] = []
        for person in waiting:
            start = max(wanted_from(person, today), since or today)
            load = person.extent if place.shared else 100
            trip = way(person, place.district)
            opening = opening_of(place, beside, start, trip, load) or opening_of(place, found, start, trip, load)
            code = "FULL" if opening is None else blocked(person, opening, weights, start)
            if code:
                left[code] = left.get(code, 0) + 1
            if opening is None:
                continue
            match = score(person, opening, start, facts, weights)
            if person.protection:
                match = Scored(*UNTOLD_FIT, opening)
            shown = PersonMatch(unopened(person), match, (today - person.registered_on).days)
            if not code:
                out.append(shown)
            elif not person.protection and musts_between(person, match, facts):
                stopped.append((code, shown))
        out.sort(key=_best_first)
        stopped.sort(key=lambda one: _best_first(one[1]))
        access_log.log_read(bank, "match_placement", None, place.number)
        return PeopleMatches(place, out, left, stopped[:STOPPED_SHOWN])

    def pair(self, participant: int | str, placement: int | str, why: str = "") -> Pair:
        """A person and a placement with what decides whether they fit."""
        person, place = self.work.participant(participant), self.work.placement(placement)
        start = wanted_from(person, self.work.today)
        free = places.availabilities(self.work.bank, start, place.id)[place.id]
        return Pair(person if why else unopened(person), place, free, self._ways(why)(person, place.district))

    def why(self, participant: int | str, placement: int | str, why: str = "") -> Answer:
        """Every hard rule for one pair, kept or broken, and the changes that together open it, proved by making them; logged before
        it is answered.

        Raises Refused (PROTECTED) where she is protected and `why` is empty, RESTRICTED where her data is stored alone.
        """
        person = self.work.participant(participant)
        usable(person)
        opened(self.work, person, "why", why)
        pair = self.pair(person.id, placement, why)
        facts, weights = self.facts(person.id), self.weights()
        start = wanted_from(person, self.work.today)
        opening = opening_of(pair.placement, pair.free, start, None, person.extent if pair.placement.shared else 100)
        held = fully_held(self.work, person, [opening] if opening else [])
        told = [*warnings(pair, facts), *(hold_check(h) for h in held.values())]
        return Answer(pair, rules(pair, facts, weights), smallest_changes(pair, facts, weights), told)

    def reasons(self, participant: int | str, matches: Sequence[Scored], why: str = "") -> list[list[Reason]]:
        """Sentences for the rows that are shown, and for no others. Of a protected person whom nobody has opened, that is
        without `why`, what is held alone: the others say what she can do and what she cannot."""
        person = self.work.participant(participant)
        facts = self.facts(person.id)
        told = not person.protection or bool(why.strip())
        held = fully_held(self.work, person, [m.opening for m in matches])
        first = [held.get(m.opening.placement.id, ()) for m in matches]
        until = [[Reason("warn", held_until(h), "HOLD")] if h else [] for h in first]
        return [[*t, *(reasons(person, m, facts) if told else ())] for t, m in zip(until, matches, strict=True)]

    def fitting(
        self, placement: int | str, limit: int, since: date | None = None
    ) -> list[tuple[PersonMatch, list[Reason]]]:
        """The people who fit a free place best, each with her sentences: what the board shows."""
        found = self.for_placement(placement, limit, since)[1]
        return [(m, self.reasons(m.participant.id, [m.match])[0]) for m in found]

    def findings(self, person: Person, place: Placement, first_day: date, extent: int | None = None) -> list[Check]:
        """What is to be thought of before a person begins at a placement on a day; see domain/booking/findings.py."""
        return findings(person, place, self._ways()(person, place.district), first_day, self.facts(person.id), extent)

    def changes(self, person: Person, place: Placement) -> Sequence[WhatIf]:
        """The smallest changes that together would open a placement for a person."""
        return smallest_changes(self.pair(person.id, place.id), self.facts(person.id), self.weights())


def _best_first(one: PersonMatch) -> tuple[bool, int, int, str]:
    """By fit, then who has waited longest; those below of whom the fit is not told."""
    return one.untold, -one.match.score, -one.waited, one.participant.number
