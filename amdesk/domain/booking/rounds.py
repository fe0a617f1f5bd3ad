"""A matching round: many waiting people and many free places at once, in the order that the unit's policy states.

One at a time, each takes what is best for her and the last find nothing. A round looks at all of them together. What
counts first is stated in a versioned policy; by default as many people placed as possible, then the best fit, then
the longest wait. The optimum itself is found by a solver outside; everything that decides what it optimises is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.domain.booking.ahead import FULL_STRENGTH, Prices
from amdesk.domain.booking.matching import (
    DEFAULT_WEIGHTS,
    LEAST_DAYS,
    LOOK_AHEAD,
    PARTS,
    Facts,
    Opening,
    Scored,
    Weights,
    gate,
    lasting_parts,
    scorer,
    time_part,
    wanted_from,
)
from amdesk.domain.booking.needs import Trip
from amdesk.domain.people.identity import age_on
from amdesk.domain.people.participant import Person
from amdesk.domain.places.placement import Availability, Placement
from amdesk.domain.stopping import as_long_as_wanted
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import add_months

AIMS = {"placed": N_("most people placed"), "fit": N_("best fit"), "waiting": N_("longest wait")}
LONGEST_WAIT = 3650
"""Days; who has waited longer counts as this, so that one forgotten date outweighs nobody."""
USUAL_MONTHS = 6
"""How long a booking is when nobody said how long."""


class BadPolicyError(ValueError):
    """A policy document that cannot be used; `text` says what is wrong in it."""

    def __init__(self, said: Text) -> None:
        super().__init__(str(said))
        self.text = said


@dataclass(frozen=True, slots=True)
class Policy:
    """What a round aims at: the aims in their order, and the weights that the fit is made of."""

    version: int = 1
    order: tuple[str, ...] = ("placed", "fit", "waiting")
    weights: Weights = DEFAULT_WEIGHTS
    look_ahead: bool = False
    """Whether scarce places are held for those who are expected (see ahead.py); without it the round is as it ever was."""
    strength: int = FULL_STRENGTH
    """How much looking ahead counts, in percent of what was measured to be best."""
    by_wishes: bool = False
    """Whether whoever has waited longest chooses first by her own wishes (see wishes.py), in place of the optimum."""

    def document(self) -> dict[str, object]:
        """The policy as it is kept with a round and written to files."""
        w = self.weights
        return {
            "version": self.version,
            "order": list(self.order),
            "weights": dict(w.parts),
            "important": w.important,
            "nice": w.nice,
            "allowed_language_gap": w.allowed_language_gap,
            "look_ahead": self.look_ahead,
            "strength": self.strength,
            "by_wishes": self.by_wishes,
        }


def policy_from(said: object, base: Policy) -> Policy:
    """A policy from a document (a parsed JSON object); what it leaves out is as in `base`. Raises BadPolicyError."""
    if not isinstance(said, Mapping):
        raise BadPolicyError(text(N_("A policy is a JSON object with version, order and weights.")))
    known = set(base.document())
    if unknown := sorted(set(said) - known):
        raise BadPolicyError(
            text(N_("The policy has no “{word}”. It knows {known}."), word=unknown[0], known=", ".join(sorted(known)))
        )
    aims = said.get("order", list(base.order))
    if not isinstance(aims, list) or sorted(map(str, aims)) != sorted(AIMS):
        raise BadPolicyError(text(N_("The policy's order names each of {known} once."), known=", ".join(AIMS)))
    parts = said.get("weights", dict(base.weights.parts))
    if (
        not isinstance(parts, Mapping)
        or set(parts) != set(PARTS)
        or not _whole(parts.values())
        or not any(parts.values())
    ):
        raise BadPolicyError(
            text(N_("The policy's weights are whole numbers from 0 for {known}, not all 0."), known=", ".join(PARTS))
        )
    rest = {k: said.get(k, getattr(base.weights, k)) for k in ("important", "nice", "allowed_language_gap")}
    version = said.get("version", base.version)
    if not _whole([*rest.values(), version]):
        raise BadPolicyError(
            text(N_("Version, important, nice and allowed_language_gap in the policy are whole numbers from 0."))
        )
    weights = Weights(base.weights.version if parts == base.weights.parts else version, dict(parts), **rest)
    ahead, strength = said.get("look_ahead", base.look_ahead), said.get("strength", base.strength)
    if not isinstance(ahead, bool) or not _whole([strength]) or not 1 <= strength <= FULL_STRENGTH:
        raise BadPolicyError(
            text(N_("The policy's look_ahead is true or false, and its strength a whole number from 1 to 100."))
        )
    wished = said.get("by_wishes", base.by_wishes and not ahead)
    if not isinstance(wished, bool) or (wished and ahead):
        raise BadPolicyError(
            text(
                N_(
                    "The policy's by_wishes is true or false, and not true together with look_ahead: turns hold nothing back."
                )
            )
        )
    return Policy(version, tuple(aims), weights, ahead, strength, wished)


def _whole(values: Iterable[object]) -> bool:
    return all(isinstance(v, int) and not isinstance(v, bool) and 0 <= v <= 1000 for v in values)


class Slot(NamedTuple):
    """One free place in a round. `level` n means that on each of its days at least n places of the placement are free,
    so that slots with different levels can all be given away at once."""

    placement: Placement
    level: int
    free_from: date
    free_to: date


class Edge(NamedTuple):
    """A person and a slot that fit, by their positions in the round, with the score. The parts of the score are made
    for those who are chosen."""

    person: int
    slot: int
    score: int


@dataclass(frozen=True, slots=True)
class RoundPeriod:
    """The days on which a round's bookings may begin; both belong to it."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class RoundQuestion:
    """Everything a round is computed from. People and slots stand in the order of their numbers."""

    people: Sequence[Person]
    slots: Sequence[Slot]
    edges: Sequence[Edge]
    policy: Policy
    period: RoundPeriod
    waited: Sequence[int]
    """Days each person has waited, at most LONGEST_WAIT."""
    trips: Mapping[tuple[str, str], Trip]
    facts: Facts
    ahead: Prices | None = None
    """What looking ahead puts on places and on waiting; None where the policy does not, or nothing is known."""

    def match(self, edge: Edge) -> Scored:
        """The score of an edge with its parts and the period that it is about."""
        person, slot = self.people[edge.person], self.slots[edge.slot]
        start = max(wanted_from(person, self.facts.today), self.period.first)
        opening = _opening(person, slot, self.trips)
        return scorer(person, start, self.facts, self.policy.weights)(opening)

    def order(self, edge: Edge) -> tuple[int, date, int, str, int]:
        """The stated order of matching, between slots of one placement the lowest."""
        person, slot = self.people[edge.person], self.slots[edge.slot]
        trip = self.trips.get((person.district, slot.placement.district))
        return (-edge.score, slot.free_from, trip.bus if trip else 999, slot.placement.number, slot.level)


def _opening(person: Person, slot: Slot, trips: Mapping[tuple[str, str], Trip]) -> Opening:
    return Opening(slot.placement, slot.free_from, slot.free_to, trips.get((person.district, slot.placement.district)))


class Proposal(NamedTuple):
    """One proposed booking: both days included."""

    person: Person
    slot: Slot
    match: Scored
    from_date: date
    to_date: date
    locked: bool = False
    turn: bool = False
    """Whether the queue to the placement gives it, before the policy."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the case worker has decided beforehand: pairs that stand, pairs that must not be, by (person, placement) key."""

    locked: Mapping[int, int] = field(default_factory=dict)
    excluded: frozenset[tuple[int, int]] = frozenset()


def slots_of(place: Placement, free: Availability, period: RoundPeriod) -> list[Slot]:
    """The free places of one placement that can be begun in the period and last four weeks or more.

    A place shared by hours counts as one whole place here: its other half is for booking by hand.
    """
    if place.status != "open" or place.open_to < period.first:
        return []
    out: list[Slot] = []
    far = period.last + LOOK_AHEAD
    while True:
        level = len(out) + 1
        found = free.next_free(period.first, far, 100 * level, LEAST_DAYS)
        if found is None or found[0] > period.last:
            return out
        out.append(Slot(place, level, found[0], place.open_to if found[1] >= far else found[1]))


def edges_of(
    people: Sequence[Person],
    slots: Sequence[Slot],
    trips: Mapping[tuple[str, str], Trip],
    facts: Facts,
    policy: Policy,
    period: RoundPeriod,
    wishes: Wishes | None = None,
) -> list[Edge]:
    """Every pair of a person and a slot that no hard rule closes, scored. Pure and in a fixed order."""
    wishes = wishes or Wishes()
    groups: dict[int, list[int]] = {}
    for k, slot in enumerate(slots):
        groups.setdefault(slot.placement.id, []).append(k)
    openings = [Opening(s.placement, s.free_from, s.free_to, None) for s in slots]
    usual = [time_part(period.first, o) for o in openings]
    job, of_time, way, language, needs, goal = (policy.weights.parts[p] for p in PARTS)
    total = job + of_time + way + language + needs + goal or 1
    out: list[Edge] = []
    for i, person in enumerate(as_long_as_wanted(people)):
        start = max(wanted_from(person, facts.today), period.first)
        closed, lasting = gate(person, policy.weights, start), lasting_parts(person, facts, policy.weights)
        kept = wishes.locked.get(person.id)
        age = age_on(person.born, start) if person.born else 200
        for key, mine in groups.items():
            if (kept is not None and key != kept) or (person.id, key) in wishes.excluded:
                continue
            place = slots[mine[0]].placement
            opening = openings[mine[0]]._replace(trip=trips.get((person.district, place.district)))
            grows = age < place.min_age  # old enough on a later day perhaps, so that each slot is asked
            if not grows and closed(opening):
                continue
            a, b, c, d, e = lasting(opening)
            marks = job * a + way * b + language * c + needs * d + goal * e
            for k in mine:
                first = max(start, slots[k].free_from)
                if first > period.last or (slots[k].free_to - first).days < LEAST_DAYS - 1:
                    continue
                if grows and closed(openings[k]._replace(trip=opening.trip)):
                    continue
                time = usual[k] if start == period.first else time_part(start, openings[k])
                out.append(Edge(i, k, (2 * (marks + of_time * time) + total) // (2 * total)))
    return out


def waited(person: Person, today: date) -> int:
    """Days since the referral, at most LONGEST_WAIT."""
    return max(0, min(LONGEST_WAIT, (today - person.registered_on).days))


def units(policy: Policy, people: int, slots: int) -> dict[str, int]:
    """What one person placed, one mark of fit and one day of waiting are worth, so that no sum of a later aim ever
    outweighs one unit of an earlier one: the optimum of the sum is the optimum in the policy's order."""
    most = max(1, min(people, slots))
    largest = {"placed": most, "fit": 100 * most, "waiting": LONGEST_WAIT * most}
    out: dict[str, int] = {}
    unit = 1
    for aim in reversed(policy.order):
        out[aim] = unit
        unit *= largest[aim] + 1
    return out


def first_come(question: RoundQuestion) -> list[Edge]:
    """What happens one at a time: who has waited longest chooses first, each the best place that is left."""
    by_person: dict[int, list[Edge]] = {}
    for edge in question.edges:
        by_person.setdefault(edge.person, []).append(edge)
    queue = sorted(by_person, key=lambda i: (question.people[i].registered_on, question.people[i].number))
    taken: set[int] = set()
    out = []
    for i in queue:
        left = [e for e in by_person[i] if e.slot not in taken]
        if left:
            best = min(left, key=question.order)
            taken.add(best.slot)
            out.append(best)
    return out


def keep_locked(question: RoundQuestion, locked: Mapping[int, int]) -> tuple[list[Edge], RoundQuestion]:
    """The edges of locked people, and the question that is left for the others.

    A locked person gets the best slot of her placement that is free, whatever the policy says; where none is, she
    is left without a place and the page says so.
    """
    fixed: list[Edge] = []
    for i, person in enumerate(question.people):
        if person.id in locked:
            taken = {e.slot for e in fixed}
            mine = [e for e in question.edges if e.person == i and e.slot not in taken]
            fixed += sorted(mine, key=question.order)[:1]
    slots, people = {e.slot for e in fixed}, {i for i, p in enumerate(question.people) if p.id in locked}
    rest = [e for e in question.edges if e.slot not in slots and e.person not in people]
    return fixed, replace(question, edges=rest)


def proposals(
    question: RoundQuestion,
    chosen: Iterable[Edge],
    today: date,
    locked: Mapping[int, int],
    turns: Iterable[Edge] = (),
) -> list[Proposal]:
    """Chosen edges as bookings of six months, or as long as the place is free; by placement and person. `turns` are those of them
    that queues have given."""
    given = set(turns)
    out = []
    for edge in chosen:
        person, slot = question.people[edge.person], question.slots[edge.slot]
        first = max(wanted_from(person, today), question.period.first, slot.free_from)
        last = min(add_months(first, USUAL_MONTHS) - timedelta(1), slot.free_to)
        out.append(Proposal(person, slot, question.match(edge), first, last, person.id in locked, edge in given))
    return sorted(out, key=lambda p: (p.slot.placement.number, p.slot.level, p.person.number))


class PlaceKind(NamedTuple):
    """A kind of place: what a manager asks a department for."""

    occupation: str
    district: str
    language_min: str
    licence: str


def kind_of(place: Placement) -> PlaceKind:
    return PlaceKind(place.occupation, place.district, place.language_min, place.licence)


def one_more(place: Placement, period: RoundPeriod) -> Slot:
    """One more place of the same kind, free from the period's first day and on."""
    return Slot(place._replace(open_from=period.first), 0, period.first, period.last + LOOK_AHEAD)


@dataclass(frozen=True, slots=True)
class Price:
    """What one place more, and one less, of a kind would mean for those who wait now: people placed and marks of fit.

    Both are the optimum solved anew with the place minus the optimum now. `places` counts the kind's free places.
    """

    kind: PlaceKind
    placement: Placement
    places: int
    fitting: int
    more_placed: int
    more_fit: int
    less_placed: int
    less_fit: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Somebody a round has no place for, why, and the smallest change that would give her one."""

    person: Person
    fitting: int
    why: tuple[Text, ...]


class Queue(NamedTuple):
    """The waiting list of one occupation: who wishes it, the longest wait, and the free places for it in the round."""

    occupation: str
    waiting: int
    longest: int
    free: int
    placed: int


def queues(question: RoundQuestion, chosen: Iterable[Edge]) -> list[Queue]:
    """One waiting list for each occupation that somebody wishes, longest list first. A person stands in each of hers."""
    placed = {e.person for e in chosen}
    out = []
    for code in sorted({w for p in question.people for w in p.wishes}):
        mine = [i for i, p in enumerate(question.people) if code in p.wishes]
        free = sum(s.placement.occupation == code for s in question.slots)
        out.append(Queue(code, len(mine), max(question.waited[i] for i in mine), free, sum(i in placed for i in mine)))
    return sorted(out, key=lambda q: (-q.waiting, -q.longest, q.occupation))


def order_text(policy: Policy) -> Text:
    """The policy's order in words: "most people placed, then best fit, then longest wait"."""
    if policy.by_wishes:
        return text(N_("whoever has waited longest chooses first, by her own wishes"))
    first, second, third = (Text(AIMS[a]) for a in policy.order)
    return text(N_("{first}, then {second}, then {third}"), first=first, second=second, third=third)
