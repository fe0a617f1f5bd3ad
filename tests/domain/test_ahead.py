"""Looking ahead: the exact optimum of what pairs are worth, what is held, and why this and not that, each against trying everything."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amdesk.domain.booking.ahead import FULL_STRENGTH, Asks, Prices, worth
from amdesk.domain.booking.fairness import GroupShare
from amdesk.domain.booking.rounds import (
    BadPolicyError,
    Edge,
    Policy,
    RoundQuestion,
    Wishes,
    policy_from,
    proposals,
)
from amdesk.domain.booking.wishes import wish_rank
from amdesk.domain.people.participant import Need
from amdesk.domain.results.fairness import figures_of
from amdesk.services.booking.instead import WORTH, NotThere, why_not
from amdesk.services.booking.outlook import NONE, priced, spared
from amdesk.services.booking.rounds import Round, World
from amdesk.services.booking.solver import best
from tests.domain.test_rounds import questions
from tests.make import TODAY


@st.composite
def priced_questions(draw: Any) -> RoundQuestion:
    q: RoundQuestion = draw(questions())
    keys = sorted({s.placement.id for s in q.slots})
    prices = Prices({key: draw(st.integers(0, 900)) for key in keys}, [draw(st.integers(0, 700)) for _ in q.people])
    policy = replace(q.policy, look_ahead=True, strength=draw(st.integers(1, 100)))
    return replace(q, ahead=prices, policy=policy)


def each_worth(q: RoundQuestion, e: Edge) -> int:
    assert q.ahead is not None
    place = q.ahead.of_place[q.slots[e.slot].placement.id]
    return worth(e.score, place, q.ahead.of_waiting[e.person], q.policy.strength)


def valued(q: RoundQuestion, chosen: Iterable[Edge]) -> tuple[int, ...]:
    """What two assignments are compared by: the policy's order with the worth of pairs in the place of their number."""
    edges = list(chosen)
    order = q.policy.order
    joined = order.index("fit") == order.index("placed") + 1
    each = [each_worth(q, e) for e in edges]
    totals = {
        "placed": sum(each) if joined else sum(-(-w // 1000) for w in each),
        "fit": sum(e.score for e in edges),
        "waiting": sum(q.waited[e.person] for e in edges),
    }
    return tuple(totals[a] for a in order if not (joined and a == "fit"))


def every(q: RoundQuestion, edges: Iterable[Edge]) -> Iterable[list[Edge]]:
    """Every assignment of these edges."""
    mine: dict[int, list[Edge | None]] = {i: [None] for i in range(len(q.people))}
    for e in edges:
        mine[e.person].append(e)
    for some in itertools.product(*mine.values()):
        chosen = [e for e in some if e is not None]
        if len({e.slot for e in chosen}) == len(chosen):
            yield chosen


@pytest.mark.thorough(long=True)
@settings(max_examples=500, deadline=None)
@given(priced_questions())
def test_looking_ahead_is_the_optimum_of_what_pairs_are_worth(q: RoundQuestion) -> None:
    chosen = best(q)
    assert len({e.person for e in chosen}) == len({e.slot for e in chosen}) == len(chosen)
    assert all(each_worth(q, e) > 0 for e in chosen)
    offered = [e for e in q.edges if each_worth(q, e) > 0]
    assert valued(q, chosen) == max(valued(q, some) for some in every(q, offered))


@pytest.mark.thorough(long=True)
@settings(max_examples=100, deadline=None)
@given(questions())
def test_without_the_switch_the_round_is_what_it_was(q: RoundQuestion) -> None:
    switched = replace(q, policy=replace(q.policy, look_ahead=True))
    assert best(switched) == best(q)


def answered(q: RoundQuestion) -> Round:
    """A question as a solved round, without a bank."""
    chosen = best(q)
    shown = proposals(q, chosen, TODAY, {})
    return Round(q, World({}, {}, q.trips, q.facts), Wishes(), [], q, shown, [], chosen)


def measured(q: RoundQuestion, aim: str, chosen: Iterable[Edge]) -> int:
    edges = list(chosen)
    if aim == WORTH:
        return sum(each_worth(q, e) for e in edges)
    return {
        "placed": len(edges),
        "fit": sum(e.score for e in edges),
        "waiting": sum(q.waited[e.person] for e in edges),
    }[aim]


def pairs(answer: Round) -> list[tuple[NotThere, list[list[Edge]]]]:
    """Why each proposal is not at the placement of each other, with every assignment that puts it there, on whichever place."""
    q, out = answer.question, []
    for this, that in itertools.permutations(answer.optimal, 2):
        who = next(i for i, p in enumerate(q.people) if p.id == this.person.id)
        where = {k for k, s in enumerate(q.slots) if s.placement.id == that.slot.placement.id}
        there = [c for c in every(q, q.edges) if any(e.person == who and e.slot in where for e in c)]
        out.append((why_not(answer, this, that), there))
    return out


@pytest.mark.thorough(long=True)
@settings(max_examples=200, deadline=None)
@given(questions())
def test_why_this_and_not_that_says_what_trying_everything_finds(q: RoundQuestion) -> None:
    order = q.policy.order
    now = max(tuple(measured(q, a, c) for a in order) for c in every(q, q.edges))
    for said, there in pairs(answered(q)):
        if not said.aim:
            assert not there or said.this.slot.placement.id == said.that.slot.placement.id
            continue
        then = max(tuple(measured(q, a, c) for a in order) for c in there)
        at = order.index(said.aim)
        assert now[:at] == then[:at]
        assert said.less == now[at] - then[at]
        assert said.less > 0 or now == then
        assert str(said.less) in str(said.text) or not said.less


@pytest.mark.thorough(long=True)
@settings(max_examples=200, deadline=None)
@given(questions())
def test_by_wishes_why_not_tells_whose_turn_it_was_and_the_turns_say_so(q: RoundQuestion) -> None:
    answer = answered(replace(q, policy=replace(q.policy, by_wishes=True)))
    turns = sorted(range(len(q.people)), key=lambda i: (q.people[i].registered_on, q.people[i].number))
    for said, there in pairs(answer):
        assert (said.aim, said.less) == ("", 0)
        this, that = said.this, said.that
        if not there or this.slot.placement.id == that.slot.placement.id:
            continue
        who = next(i for i, p in enumerate(q.people) if p.id == this.person.id)
        taken = {e.slot for e in answer.chosen if turns.index(e.person) < turns.index(who)}
        fits = {e.slot for e in q.edges if e.person == who and q.slots[e.slot].placement.id == that.slot.placement.id}
        chose = "in her turn" in str(said.text)
        assert chose is bool(fits - taken)
        assert chose or "before" in str(said.text)
        if chose:
            assert wish_rank(this.person, this.slot.placement) <= wish_rank(this.person, that.slot.placement)


@pytest.mark.thorough(long=True)
@settings(max_examples=100, deadline=None)
@given(priced_questions())
def test_under_prices_why_not_tells_what_the_whole_round_would_lose(q: RoundQuestion) -> None:
    answer = answered(q)
    for said, there in pairs(answer):
        if said.aim == WORTH and q.policy.order[:2] == ("placed", "fit"):
            then = max(measured(q, WORTH, c) for c in there)
            assert said.less == measured(q, WORTH, answer.chosen) - then


def test_a_place_that_many_claim_costs_more_than_one_that_nobody_else_fits() -> None:
    waiting = np.array([[90, 90], [90, NONE], [90, NONE]], np.int64)
    of_place, _ = priced(waiting, np.empty((0, 2), np.int64), np.empty(0), np.ones(2), np.zeros(2))
    assert of_place[0] > of_place[1]


def test_who_has_chances_to_come_can_wait_and_who_has_none_cannot() -> None:
    waiting = np.array([[80, 80, 80], [80, NONE, NONE]], np.int64)
    none = np.empty((0, 3), np.int64)
    _, of_waiting = priced(waiting, none, np.empty(0), np.array([1.0, 0, 0]), np.array([0, 2.0, 2.0]))
    assert of_waiting[0] > 0
    assert of_waiting[1] == 0


def test_more_people_expected_raise_the_price_and_more_places_lower_it() -> None:
    waiting, coming = np.array([[80]], np.int64), np.array([[80]], np.int64)

    def price(people: float, places: float) -> int:
        return int(priced(waiting, coming, np.array([people]), np.array([1.0]), np.array([places]))[0][0])

    assert price(0, 3) < price(1, 3) < price(2, 3)
    assert price(2, 3) > price(2, 6)


def test_the_last_place_that_a_flexible_person_could_take_is_held_for_who_is_expected() -> None:
    assert worth(80, 650, 500, FULL_STRENGTH) < 0 < worth(80, 300, 200, FULL_STRENGTH)


def test_a_weak_strength_still_counts_people_before_fit() -> None:
    assert worth(0, 660, 680, 1) > worth(100, 0, 0, 1) // 2


@given(st.integers(1, 5), st.integers(1, 5), st.randoms(use_true_random=False))
def test_a_place_is_spared_exactly_where_as_many_are_placed_without_it(n: int, m: int, dice: Any) -> None:
    fits = np.array([[dice.random() < 0.4 for _ in range(m)] for _ in range(n)], bool)

    def largest(without: int) -> int:
        columns = [[k for k in range(m) if fits[i, k] and k != without] for i in range(n)]
        return max(
            len(used)
            for some in itertools.product(*([NONE, *c] for c in columns))
            if len(used := [k for k in some if k != NONE]) == len(set(used))
        )

    has = _assigned(fits)
    spare = spared(fits, has)
    assert [bool(s) for s in spare] == [largest(k) == largest(NONE) for k in range(m)]


def _assigned(fits: Any) -> Any:
    from amdesk.services.booking.solver import solve

    who, where = np.nonzero(fits)
    has = np.full(len(fits), NONE, np.int64)
    if len(who):
        chosen = solve(
            len(fits), fits.shape[1], who.astype(np.int64), where.astype(np.int64), np.ones(len(who), np.int64)
        )
        has[who[chosen]] = where[chosen]
    return has


@pytest.mark.parametrize(
    "said", [{"look_ahead": 1}, {"look_ahead": "yes"}, {"strength": 0}, {"strength": 101}, {"strength": True}]
)
def test_a_switch_is_yes_or_no_and_a_strength_a_percentage(said: dict[str, object]) -> None:
    with pytest.raises(BadPolicyError, match="look_ahead is true or false"):
        policy_from(said, Policy())


def test_a_policy_that_says_nothing_of_it_does_not_look_ahead() -> None:
    assert policy_from({"version": 3}, Policy()) == Policy(3)
    assert policy_from({"look_ahead": True, "strength": 40}, Policy()) == Policy(look_ahead=True, strength=40)


def test_who_stands_in_for_a_referral_has_all_that_was_asked_for_and_nothing_else() -> None:
    asks = Asks(("PAR", "LOK"), (Need("time", "no_evenings", "must"),), "B1", "B", 75, "NH", 45)
    one = asks.stand_in(7, TODAY)
    assert {name: getattr(one, name) for name in Asks._fields} == asks._asdict()
    assert (one.id, one.registered_on, one.number, one.born, one.protection) == (7, TODAY, "", None, 0)


def test_figures_of_groups_are_named_by_kind_and_code_and_of_all_by_that_alone() -> None:
    groups = [GroupShare("all", "", 9, 4, 0), GroupShare("gender", "K", 5, 2, 0), GroupShare("gender", "", 4, 2, 0)]
    found = {f.id: f.count for f in figures_of(groups)}
    assert found == {
        "waiting.all": 9,
        "placed.all": 4,
        "waiting.gender-K": 5,
        "placed.gender-K": 2,
        "waiting.gender-none": 4,
        "placed.gender-none": 2,
    }


def test_whoever_could_take_either_of_two_places_is_reckoned_at_the_one_that_fewer_claim() -> None:
    """So the place that nobody else fits is dearer where the other one is crowded."""
    one_each = np.array([1.0, 1.0])
    nobody = np.empty((0, 2), np.int64), np.empty(0)
    either = [60, 60]
    alone, _ = priced(np.array([either], np.int64), *nobody, one_each, one_each)
    beside, _ = priced(np.array([either, *[[60, NONE]] * 3], np.int64), *nobody, one_each, one_each)
    assert beside[1] > alone[1]
