"""Matching rounds: asked of the bank, solved exactly, explained, priced, and accepted as bookings in one step."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

from amdesk.db.bank import access_log, reference, settings
from amdesk.db.booking import bookings, holds
from amdesk.db.booking import rounds as db
from amdesk.db.competence import modules
from amdesk.db.people import participants as people
from amdesk.db.places import placements as places
from amdesk.domain.booking.fairness import shares
from amdesk.domain.booking.holds import PlaceHold
from amdesk.domain.booking.matching import HORIZON_DAYS, LEFT_OUT, Facts, gate, opening_of, wanted_from
from amdesk.domain.booking.needs import Trip
from amdesk.domain.booking.reasons import Reason, reasons
from amdesk.domain.booking.rounds import (
    BadPolicyError,
    Edge,
    PlaceKind,
    Policy,
    Price,
    Proposal,
    RoundPeriod,
    RoundQuestion,
    Unplaced,
    Wishes,
    edges_of,
    first_come,
    keep_locked,
    kind_of,
    one_more,
    order_text,
    policy_from,
    proposals,
    slots_of,
    waited,
)
from amdesk.domain.booking.turns import RoundTurns, by_queue, with_turns, without_taken
from amdesk.domain.booking.why import Pair, WhatIf, effort, smallest_changes
from amdesk.domain.change import Change, Moved, asked
from amdesk.domain.errors import BadFile, Refused
from amdesk.domain.people.participant import Person
from amdesk.domain.places.placement import Availability, Placement
from amdesk.domain.plainjson import parsed
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.imports.reader import read_bytes
from amdesk.services.bank.work import Work
from amdesk.services.booking.bookings import Bookings, Receipt
from amdesk.services.booking.holding import unheld
from amdesk.services.people.gate import unopened

if TYPE_CHECKING:
    from amdesk.services.booking.outlook import Outlook

OF_WEIGHTS = ("important", "nice", "allowed_language_gap")
"""What a policy's document says beside the parts and every check asks the unit's own weights: kept with these alone."""
UNTOLD = N_("The record is protected. Match the person alone, with a reason, to see what fits and what does not.")
MOST_PLACES = 8
"""How many more places are tried before a round gives up finding the number that would reach somebody."""


@dataclass(frozen=True, slots=True)
class World:
    """What a round reads from the bank, once: placements with their free places, ways, names."""

    placements: Mapping[int, Placement]
    free: Mapping[int, Availability]
    """What may be given: without what is held."""
    trips: Mapping[tuple[str, str], Trip]
    facts: Facts
    held: Mapping[int, Sequence[PlaceHold]] = field(default_factory=dict)
    whole: Mapping[int, Availability] = field(default_factory=dict)
    """What is free, also of what is held."""

    def why_full(self, place: Placement, start: date, last: date, trip: Trip | None) -> str:
        """Why a placement without a place to give has none: it is full, or what is free there is held."""
        if place.id not in self.held:
            return "FULL"
        opening = opening_of(place, self.whole[place.id], start, trip, 100)
        return "FULL" if opening is None or opening.free_from > last else "HOLD"


@dataclass(frozen=True, slots=True)
class Round:
    """A round's answer: the optimum and what first come would have given, from the same question."""

    question: RoundQuestion
    world: World
    wishes: Wishes
    fixed: Sequence[Edge]
    rest: RoundQuestion
    """The question without what is locked: what a price is asked of."""
    optimal: Sequence[Proposal]
    first_come: Sequence[Proposal]
    chosen: Sequence[Edge] = field(repr=False, default=())
    outlook: Outlook | None = field(repr=False, default=None)
    """What is expected, where the policy looks ahead and the history says enough."""
    turns: RoundTurns = field(repr=False, default=RoundTurns())
    """The queues that were respected; what they gave is among what is fixed."""

    @property
    def score(self) -> int:
        """The sum of the scores of all who are placed."""
        return sum(p.match.score for p in self.optimal)

    @property
    def broken_locks(self) -> list[Person]:
        """People whose locked placement has no free place for them any more."""
        placed = {p.person.id for p in self.optimal}
        return [p for p in self.question.people if p.id in self.wishes.locked and p.id not in placed]


def _versions(policy: Policy) -> tuple[int, int]:
    """Which version of the policy it is, and of the weights that belong to it."""
    return policy.version, policy.weights.version


class Rounds:
    def __init__(self, work: Work) -> None:
        self.work = work

    def policy(self) -> Policy:
        """The unit's own policy, or the default, with the unit's matching weights."""
        base = Policy(weights=settings.weights(self.work.bank))
        said = settings.setting(self.work.bank, "round_policy")
        return policy_from({k: v for k, v in json.loads(said).items() if k not in OF_WEIGHTS}, base) if said else base

    def policy_of(self, path: Path) -> Policy:
        """A policy from a JSON file; what it leaves out is as in the unit's own. Raises BadFile."""
        try:
            return policy_from(parsed(read_bytes(path)), self.policy())
        except BadPolicyError as error:
            raise BadFile(error.text) from error
        except ValueError as error:
            raise BadFile(text(N_("{path} is no policy: it cannot be read as JSON."), path=str(path))) from error

    def set_policy(self, to: Policy | Change) -> None:
        """The unit's policy, and the matching weights that belong to it, each as a new version where it differs. Raises Refused
        (MOVED) where somebody else has stored another version than a Change began with."""
        policy: Policy = asked(to)
        while not self._stored(policy, self._begun(to)):
            pass  # somebody else's version came first: this is the one after it

    def _begun(self, to: Policy | Change) -> Policy:
        """The policy that stands, where it is the one that a Change began with."""
        now = self.policy()
        if isinstance(to, Change) and _versions(now) != _versions(cast("Policy", to.before)):
            said = N_(
                "Somebody else has changed the unit's policy meanwhile: it is version {version} now. Yours is still shown; "
                "keep it once more to put it in place of theirs."
            )
            raise Moved(text(said, version=now.version))
        return now

    def _stored(self, policy: Policy, before: Policy) -> bool:
        bank = self.work.bank
        document = replace(policy, version=before.version + 1).document()
        kept = {"parts": document.pop("weights")} | {name: document.pop(name) for name in OF_WEIGHTS}
        with bank.write(text(N_("Policy for matching rounds, version {version}"), version=document["version"])):
            bank.one_at_a_time()
            now = self.policy()
            if _versions(now) != _versions(before):
                return False
            own = before.weights
            if kept != {"parts": dict(own.parts)} | {name: getattr(own, name) for name in OF_WEIGHTS}:
                settings.set_setting(bank, "weights", json.dumps({"version": own.version + 1, **kept}))
            settings.set_setting(bank, "round_policy", json.dumps(document))
        return True

    def period(self) -> RoundPeriod:
        """The period a round looks at when nothing else is said: three months from today."""
        return RoundPeriod(self.work.today, self.work.today + timedelta(HORIZON_DAYS))

    def solve(
        self,
        *,
        period: RoundPeriod | None = None,
        policy: Policy | None = None,
        wishes: Wishes | None = None,
        participants: Sequence[int] | None = None,
        placements: Sequence[int] | None = None,
    ) -> Round:
        """The best assignment of the waiting people (or those named) to the free places (or those named), exactly.

        Only reads. The read of each person is not logged one by one: nothing but the round itself is shown.
        """
        from amdesk.services.booking.foresight import look
        from amdesk.services.booking.outlook import with_prices
        from amdesk.services.booking.roundturns import round_turns
        from amdesk.services.booking.solver import best

        period, policy, wishes = period or self.period(), policy or self.policy(), wishes or Wishes()
        if period.last < period.first:
            raise Refused(text(N_("The end is before the start. Choose a later end date.")), "ORDER")
        with self.work.bank.read():
            found = self._people(participants)
            world = self._world(period, placements)
            turns = round_turns(self.work, {p.id for p in found}, world.placements)
        slots = [s for p in world.placements.values() for s in slots_of(p, world.free[p.id], period)]
        edges = edges_of(found, slots, world.trips, world.facts, policy, period, wishes)
        question = RoundQuestion(
            found, slots, edges, policy, period, [waited(p, self.work.today) for p in found], world.trips, world.facts
        )
        question = with_turns(question, turns)
        outlook = look(self.work.bank, question, world.placements, {k: len(v) for k, v in world.held.items()})
        question = with_prices(question, outlook)
        fixed, rest = _decided(question, wishes, turns)
        chosen = [*fixed, *best(rest)]
        given = [e for e in fixed if found[e.person].id not in wishes.locked]
        today = self.work.today
        return Round(
            question,
            world,
            wishes,
            fixed,
            rest,
            proposals(question, chosen, today, wishes.locked, given),
            proposals(question, [*given, *first_come(without_taken(question, given))], today, {}),
            chosen,
            outlook,
            turns,
        )

    def _people(self, ids: Sequence[int] | None) -> list[Person]:
        """Those who wait, or those named. Nobody has given a reason here: of a protected person the district is left out too,
        since minutes to a few places tell where she lives."""
        if ids is None:
            ids = people.waiting(self.work.bank, self.work.today)
        return [unopened(p) for p in people.many(self.work.bank, ids)]

    def _world(self, period: RoundPeriod, ids: Sequence[int] | None) -> World:
        bank = self.work.bank
        known = {p.id: p for p in places.for_matching(bank, ()) if ids is None or p.id in set(ids)}
        free = places.availabilities(bank, min(period.first, self.work.today), known=known.values())
        occupations = reference.occupations(bank)
        names = {o.code: o.name(self.work.lang) for o in occupations}
        names |= {c.code: c.name(self.work.lang) for c in reference.codes(bank, "districts")}
        gap = self.policy().weights.allowed_language_gap
        facts = Facts({o.code: o.ssyk for o in occupations}, (), self.work.today, (), names, gap)
        held = holds.in_force(bank, self.work.today)
        return World(known, unheld(self.work, free), reference.travel(bank), facts, held, free)

    def reasons(self, answer: Round) -> list[list[Reason]]:
        """What speaks for and against each proposal, with what is to be thought of before it is accepted. Nothing of a protected
        person, whom nobody has opened: it says what she can do and what she cannot."""
        from amdesk.services.booking.foresight import beside

        out: list[list[Reason]] = []
        better = beside(answer.question, answer.outlook, answer.optimal)
        turn = Reason("ok", text(N_("It is the participant's turn in the queue here")))
        for p, first in zip(answer.optimal, better, strict=True):
            if p.person.protection:
                out.append([])
                continue
            shown = people.shown_extracts(self.work.bank, p.person.id)
            coming = modules.coming(self.work.bank, p.person.id, self.work.today)
            facts = replace(answer.world.facts, shown=shown, modules=coming)
            queued = [turn] if p.turn else []
            out.append([*first, *reasons(p.person, p.match, facts, p.from_date), *queued])
        return out

    def unplaced(self, answer: Round) -> list[Unplaced]:
        """Everybody without a place, with the reasons and the smallest change, tried before it is named. Of a protected person,
        whom nobody has opened, neither."""
        placed = {p.person.id for p in answer.optimal}
        fitting: dict[int, list[Edge]] = {}
        for edge in answer.question.edges:
            fitting.setdefault(edge.person, []).append(edge)
        return [
            Unplaced(person, 0, (text(UNTOLD),))
            if person.protection
            else self._crowded_out(answer, i, fitting[i])
            if i in fitting
            else self._shut_out(answer, person)
            for i, person in enumerate(answer.question.people)
            if person.id not in placed
        ]

    def _crowded_out(self, answer: Round, who: int, mine: Sequence[Edge]) -> Unplaced:
        """Places fit, but the policy gives all of them to others: how many more of the best one would reach her?"""
        from amdesk.services.booking.foresight import held

        person = answer.question.people[who]
        if answer.outlook is not None and (waits := held(answer.chosen, mine)) is not None:
            return Unplaced(person, len({answer.question.slots[e.slot].placement.id for e in mine}), (waits,))
        count = len({answer.question.slots[e.slot].placement.id for e in mine})
        said = _all_taken(answer, who, count)
        best = max(mine, key=lambda e: (e.score, -e.slot))
        place = answer.question.slots[best.slot].placement
        beside = _by_hand(person, self._beside(answer, person))
        needed = self._places_needed(answer, who, place)
        if needed is None:
            return Unplaced(person, count, (said, *beside))
        more = plural(
            "One more place at {place} would give one",
            "{count} more places at {place} would give one",
            needed,
            count=needed,
            place=place.name,
        )
        return Unplaced(person, count, (said, more, *beside))

    def _places_needed(self, answer: Round, who: int, place: Placement) -> int | None:
        from amdesk.services.booking.solver import best

        for count in range(1, MOST_PLACES + 1):
            fixed, rest = _decided(self._with_places(answer, place, count), answer.wishes, answer.turns)
            if any(e.person == who for e in [*fixed, *best(rest)]):
                return count
        return None

    def _with_places(self, answer: Round, place: Placement, count: int) -> RoundQuestion:
        q, world = answer.question, answer.world
        slot = one_more(place, q.period)
        extra = edges_of(q.people, [slot], world.trips, world.facts, q.policy, q.period, answer.wishes)
        locked = answer.wishes.locked
        base = len(q.slots)
        more = [
            Edge(e.person, base + k, e.score)
            for k in range(count)
            for e in extra
            if q.people[e.person].id not in locked
        ]
        return replace(q, slots=[*q.slots, *[slot] * count], edges=[*q.edges, *more])

    def _shut_out(self, answer: Round, person: Person) -> Unplaced:
        """No free place fits: by which rules, and what would open the nearest placement."""
        beside = self._beside(answer, person)
        counts = self._rules_against(answer, person, {p.id for p in beside})
        said = [text(N_("{reason} ({count})"), reason=Text(LEFT_OUT[code]), count=n) for code, n in counts.items()]
        why = [text(N_("No free place fits: {reasons}"), reasons=_joined(said))] if said else []
        why += _by_hand(person, beside)
        why += (kept_back := self._held_for_others(answer, person))
        nearest = None if beside or kept_back else self._nearest(answer, person)
        if nearest:
            place, changes = nearest
            why.append(
                text(N_("{place} would fit: {changes}"), place=place.name, changes=_joined([c.text for c in changes]))
            )
        return Unplaced(person, 0, tuple(why))

    def _held_for_others(self, answer: Round, person: Person) -> list[Text]:
        """The first placement whose free place would fit her and is held, by number."""
        q, world = answer.question, answer.world
        start = max(wanted_from(person, self.work.today), q.period.first)
        closed = gate(person, q.policy.weights, start)
        for place in sorted((world.placements[k] for k in world.held if k in world.placements), key=lambda p: p.number):
            trip = world.trips.get((person.district, place.district))
            opening = opening_of(place, world.whole[place.id], start, trip, 100)
            if opening is not None and opening.free_from <= q.period.last and not closed(opening):
                said = N_("{place} would fit, but its free place is held until {day}")
                return [text(said, place=place.name, day=world.held[place.id][0].until)]
        return []

    def _beside(self, answer: Round, person: Person) -> list[Placement]:
        """Shared placements that matching proposes for her hours and that have no whole place for a round to give, by number."""
        q, world = answer.question, answer.world
        start, whole = wanted_from(person, self.work.today), {s.placement.id for s in q.slots}
        closed = gate(person, q.policy.weights, start)
        out = []
        for place in world.placements.values():
            if place.shared and place.id not in whole and (person.id, place.id) not in answer.wishes.excluded:
                trip = world.trips.get((person.district, place.district))
                opening = opening_of(place, world.free[place.id], start, trip, person.extent)
                if opening is not None and not closed(opening):
                    out.append(place)
        return sorted(out, key=lambda p: p.number)

    def _rules_against(self, answer: Round, person: Person, beside: Container[int]) -> dict[str, int]:
        q, world = answer.question, answer.world
        start = max(wanted_from(person, self.work.today), q.period.first)
        closed = gate(person, q.policy.weights, start)
        counts: dict[str, int] = {}
        for place in world.placements.values():
            if place.id in beside:
                continue
            trip = world.trips.get((person.district, place.district))
            opening = opening_of(place, world.free[place.id], start, trip, 100)
            none = opening is None or opening.free_from > q.period.last
            code = "" if opening is None or none else closed(opening) or "FULL"
            code = code or world.why_full(place, start, q.period.last, trip)
            counts[code] = counts.get(code, 0) + 1
        return dict(sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])))

    def _nearest(self, answer: Round, person: Person) -> tuple[Placement, list[WhatIf]] | None:
        """The placement that needs the fewest changes to fit; between equals the shortest
        way, then a wished occupation, then the lowest number."""
        world, weights = answer.world, answer.question.policy.weights
        found: list[tuple[tuple[int, int, bool, str], Placement, list[WhatIf]]] = []
        for place in world.placements.values():
            trip = world.trips.get((person.district, place.district))
            pair = Pair(person, place, world.free[place.id], trip)
            if changes := smallest_changes(pair, world.facts, weights):
                key = len(changes), effort(person, changes), place.occupation not in person.wishes, place.number
                found.append((key, place, changes))
        best = min(found, key=lambda f: f[0], default=None)
        return best[1:] if best else None

    def prices(self, answer: Round, into: list[Price]) -> Iterator[tuple[int, int, str]]:
        """Fill `into` with the price of every kind of place, dearest first; yields progress (done, total, what).

        Each is solved anew, since dual values of an assignment are not unique.
        """
        from amdesk.services.booking.solver import best, totals

        now = totals([*answer.fixed, *best(answer.rest)])
        kinds = self._kinds(answer)
        found: list[Price] = []
        for done, (kind, place) in enumerate(kinds.items()):
            yield done, len(kinds), place.name
            fixed, rest = _decided(bigger := self._with_places(answer, place, 1), answer.wishes, answer.turns)
            more = totals([*fixed, *best(rest)])
            less = self._one_less(answer, kind)
            extra = len(bigger.edges) - len(answer.question.edges)
            slots = sum(kind_of(s.placement) == kind for s in answer.question.slots)
            found.append(
                Price(kind, place, slots, extra, more[0] - now[0], more[1] - now[1], less[0] - now[0], less[1] - now[1])
            )
        into += sorted(found, key=lambda p: (-p.more_placed, -p.more_fit, p.less_placed, p.less_fit, p.kind))

    def _kinds(self, answer: Round) -> dict[PlaceKind, Placement]:
        """Every kind of place in the round, with the placement of the lowest number that stands for it."""
        out: dict[PlaceKind, Placement] = {}
        for place in sorted(answer.world.placements.values(), key=lambda p: p.number):
            out.setdefault(kind_of(place), place)
        return out

    def _one_less(self, answer: Round, kind: PlaceKind) -> tuple[int, int]:
        """The optimum with the last free place of a kind held back; the optimum now where the kind has none."""
        from amdesk.services.booking.solver import best, totals

        taken = {e.slot for e in answer.fixed}
        mine = [i for i, s in enumerate(answer.rest.slots) if kind_of(s.placement) == kind and i not in taken]
        if not mine:
            return totals([*answer.fixed, *best(answer.rest)])
        without = [e for e in answer.rest.edges if e.slot != mine[-1]]
        return totals([*answer.fixed, *best(replace(answer.rest, edges=without))])

    def keep(self, answer: Round) -> str:
        """Keep a round for later questions and return its reference. People and places are kept by number."""
        from amdesk.services.booking.fairfloors import with_floors

        ref, q = bookings.new_ref("R"), answer.question
        number = {p.id: p.number for p in q.people}
        place = {key: p.number for key, p in answer.world.placements.items()}
        asked = {
            "people": [p.number for p in q.people],
            "placements": list(place.values()),
            "locked": {number.get(i, str(i)): place.get(p, str(p)) for i, p in answer.wishes.locked.items()},
            "excluded": sorted([number.get(i, str(i)), place.get(p, str(p))] for i, p in answer.wishes.excluded),
        }
        result = {"optimal": [kept(p) for p in answer.optimal], "first_come": [kept(p) for p in answer.first_come]}
        said = plural(
            "Matching round: {people} person, free places: {places}",
            "Matching round: {people} people, {places} free places",
            len(q.people),
            people=len(q.people),
            places=len(q.slots),
        )
        genders = {p.id: p.gender for p in people.many(self.work.bank, [p.id for p in q.people])}
        followed = with_floors(answer.rest, answer.fixed, shares(q, answer.chosen, genders), genders)
        with self.work.bank.write(said, undoable=False):
            period = (q.period.first, q.period.last)
            db.add(self.work.bank, ref, self.work.today, period, q.policy.document(), asked, result, followed)
        access_log.log_read(self.work.bank, "round", None, ref)
        return ref

    def accept(self, ref: str, chosen: Sequence[Proposal], *, reserve: bool = False) -> list[Receipt]:
        """Book proposals of a round, all of them or none, as one undo step. Raises Refused, naming who it is about."""
        booking = Bookings(self.work)
        out: list[Receipt] = []
        in_order = sorted(
            chosen, key=lambda p: (p.slot.placement.id, p.person.id)
        )  # the same order of locks for everybody
        with self.work.bank.write(
            plural(
                "Accepted {count} proposal of a matching round",
                "Accepted {count} proposals of a matching round",
                len(chosen),
                count=len(chosen),
            )
        ):
            for p in in_order:
                extent = p.person.extent
                try:
                    out.append(
                        booking.book(
                            p.person.id,
                            p.slot.placement.id,
                            p.from_date,
                            p.to_date,
                            extent,
                            reserve=reserve,
                            round_ref=ref,
                        )
                    )
                except Refused as error:
                    said = text(N_("Nothing was booked. {name}: {why}"), name=p.person.shown_name, why=error.text)
                    raise Refused(said, error.code) from error
            db.accepted(self.work.bank, ref, len(chosen))
        return out

    def latest(self) -> list[db.PastRound]:
        """Rounds that were run, newest first. Which place was for whom is left out of whoever is protected by now."""
        hidden = people.protected_numbers(self.work.bank)
        return [_unopened(r, hidden) for r in db.latest(self.work.bank)]


def _decided(question: RoundQuestion, wishes: Wishes, turns: RoundTurns) -> tuple[list[Edge], RoundQuestion]:
    """What stands before the policy, locks and then turns of queues, and what is left for it."""
    locked, rest = keep_locked(question, wishes.locked)
    given = by_queue(rest, turns.queues) if turns.queues else []
    return [*locked, *given], without_taken(rest, given)


def _unopened(past: db.PastRound, hidden: Container[str]) -> db.PastRound:
    """A round without where it had those of these numbers: a workplace is as secret as the address."""
    placed = {
        name: [p | {"placement": ""} if p["participant"] in hidden else p for p in plan]
        for name, plan in past.result.items()
    }
    asked = dict(past.asked)
    if isinstance(locked := asked.get("locked"), dict):
        asked["locked"] = {number: place for number, place in locked.items() if number not in hidden}
    if isinstance(excluded := asked.get("excluded"), list):
        asked["excluded"] = [[number, place] for number, place in excluded if number not in hidden]
    return past._replace(asked=asked, result=placed)


def kept(p: Proposal) -> dict[str, object]:
    """A proposal as it is kept and reported: people and places by number."""
    return {
        "participant": p.person.number,
        "placement": p.slot.placement.number,
        "from": p.from_date,
        "to": p.to_date,
        "score": p.match.score,
        "locked": p.locked,
    }


def _all_taken(answer: Round, who: int, count: int) -> Text:
    """What is said of somebody whom `count` placements fit: whether queues or the policy gave every place of them away."""
    if answer.turns.queues and not any(e.person == who for e in answer.rest.edges):
        return plural(
            "{count} placement fits, but its free places go by the queue there.",
            "{count} placements fit, but their free places go by the queues there.",
            count,
            count=count,
        )
    return plural(
        "{count} placement fits, but every free place goes to somebody else: {order}.",
        "{count} placements fit, but every free place goes to somebody else: {order}.",
        count,
        count=count,
        order=order_text(answer.question.policy),
    )


def _by_hand(person: Person, beside: Sequence[Placement]) -> list[Text]:
    """What is told of a shared placement with room for her hours, where there is one: the first of them."""
    said = N_("{place} has room for {extent} % beside others: a round gives whole places alone, so book it by hand")
    return [text(said, place=beside[0].name, extent=person.extent)] if beside else []


def _joined(said: Sequence[Text]) -> Text:
    """Several phrases in a row, with a middle dot between them."""
    out = said[0] if said else text("")
    for more in said[1:]:
        out = text("{a} · {b}", a=out, b=more)
    return out
