"""Matching rounds: what counts first, what is free at once, and the optimum against trying everything."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amdesk.domain.booking.matching import DEFAULT_WEIGHTS
from amdesk.domain.booking.rounds import (
    BadPolicyError,
    Edge,
    Policy,
    RoundPeriod,
    RoundQuestion,
    edges_of,
    first_come,
    policy_from,
    proposals,
    slots_of,
    units,
    waited,
)
from amdesk.domain.booking.turns import _kept_for_others
from amdesk.domain.clock import FAR
from amdesk.domain.places.placement import Availability, Span
from amdesk.services.booking.solver import best
from tests.domain.test_matching import FACTS, LONG, NEAR, people
from tests.make import TODAY, person, place

PERIOD = RoundPeriod(TODAY, TODAY + timedelta(92))
TRIPS = {("NH", "NH"): NEAR, ("NH", "KV"): LONG}


def free(capacity: int, *loads: tuple[int, int]) -> Availability:
    """Places from 2024 on; loads as (days from today to the first day, to the last)."""
    spans = [Span(TODAY + timedelta(a), TODAY + timedelta(b), 100) for a, b in loads]
    return Availability(date(2024, 1, 1), FAR, [Span(date(2024, 1, 1), FAR - timedelta(1), 100 * capacity)], spans)


def question(found: Sequence[Any], slots: Sequence[Any], policy: Policy = Policy()) -> RoundQuestion:
    edges = edges_of(found, slots, TRIPS, FACTS, policy, PERIOD)
    return RoundQuestion(found, slots, edges, policy, PERIOD, [waited(p, TODAY) for p in found], TRIPS, FACTS)


def worth(question: RoundQuestion, chosen: Iterable[Edge]) -> tuple[int, ...]:
    """The totals of an assignment in the policy's order: what two assignments are compared by."""
    edges = list(chosen)
    totals = {
        "placed": len(edges),
        "fit": sum(e.score for e in edges),
        "waiting": sum(question.waited[e.person] for e in edges),
    }
    return tuple(totals[aim] for aim in question.policy.order)


def brute_force(q: RoundQuestion) -> tuple[int, ...]:
    """The best totals over every assignment there is."""
    by_person: dict[int, list[Edge | None]] = {i: [None] for i in range(len(q.people))}
    for edge in q.edges:
        by_person[edge.person].append(edge)
    every = (
        [e for e in combination if e is not None]
        for combination in itertools.product(*by_person.values())
        if len(used := [e.slot for e in combination if e is not None]) == len(set(used))
    )
    return max(worth(q, chosen) for chosen in every)


def test_a_place_that_is_taken_counts_from_the_day_it_is_free() -> None:
    slots = slots_of(place(), free(2, (-30, 20), (-30, 9)), PERIOD)
    assert [(s.level, s.free_from) for s in slots] == [(1, TODAY + timedelta(10)), (2, TODAY + timedelta(21))]


def test_a_place_free_for_three_weeks_only_is_no_slot() -> None:
    assert [s.free_from for s in slots_of(place(), free(1, (21, 200)), PERIOD)] == []


def test_a_closed_placement_has_no_slots() -> None:
    assert slots_of(place(status="closed"), free(1), PERIOD) == []


def test_two_with_one_shared_wish_both_get_a_place_where_first_come_leaves_one_out() -> None:
    picky = person(id=1, number="D-0001", registered_on=TODAY - timedelta(5), licence="")
    driver = person(id=2, number="D-0002", registered_on=TODAY - timedelta(50), licence="B")
    plain, van = place(id=1), place(id=2, number="P-0002", licence="B", occupation="LOK")
    q = question([picky, driver], [*slots_of(plain, free(1), PERIOD), *slots_of(van, free(1), PERIOD)])
    assert len(best(q)) == 2
    assert len(first_come(q)) == 1


def test_between_equals_the_one_who_has_waited_longest_is_placed() -> None:
    short, long = (person(id=i, number=f"D-000{i}", registered_on=TODAY - timedelta(d)) for i, d in ((1, 10), (2, 90)))
    chosen = best(question([short, long], slots_of(place(), free(1), PERIOD)))
    assert [e.person for e in chosen] == [1]


def test_with_waiting_first_a_long_wait_outweighs_a_better_fit() -> None:
    fitting, waiting = (
        person(id=1),
        person(id=2, number="D-0002", wishes=("LOK",), registered_on=TODAY - timedelta(300)),
    )
    slots = slots_of(place(), free(1), PERIOD)
    default, other = (
        question([fitting, waiting], slots, Policy(1, o)) for o in (Policy().order, ("waiting", "placed", "fit"))
    )
    assert [e.person for e in best(default)] == [0]
    assert [e.person for e in best(other)] == [1]


def test_proposals_stay_inside_the_slot_and_last_six_months_at_most() -> None:
    q = question([person(available_from=TODAY + timedelta(14))], slots_of(place(), free(1, (100, 200)), PERIOD))
    (p,) = proposals(q, best(q), TODAY, {})
    assert (p.from_date, p.to_date) == (TODAY + timedelta(14), TODAY + timedelta(99))


@st.composite
def questions(draw: Any) -> RoundQuestion:
    n = draw(st.integers(1, 4))
    found = [
        replace(draw(people), id=i, number=f"D-{i:04d}", registered_on=TODAY - timedelta(draw(st.integers(0, 400))))
        for i in range(n)
    ]
    slots = []
    for k in range(draw(st.integers(0, 3))):
        where = place(
            id=k,
            number=f"P-{k:04d}",
            occupation=draw(st.sampled_from(["PAR", "NAT", "LOK"])),
            licence=draw(st.sampled_from(["", "B"])),
            language_min=draw(st.sampled_from(["", "B1"])),
            district=draw(st.sampled_from(["NH", "KV"])),
            demands=draw(st.sampled_from([(), ("lyft",)])),
        )
        load = draw(st.sampled_from([(), ((-10, 30),), ((-10, 60), (40, 200))]))
        slots += slots_of(where, free(draw(st.integers(1, 2)), *load), PERIOD)
    order = draw(st.permutations(["placed", "fit", "waiting"]))
    return question(found, slots[:4], Policy(1, tuple(order)))


@pytest.mark.thorough(long=True)
@settings(max_examples=500, deadline=None)
@given(questions())
def test_the_optimum_is_what_trying_everything_finds(q: RoundQuestion) -> None:
    chosen = best(q)
    assert len({e.person for e in chosen}) == len({e.slot for e in chosen}) == len(chosen)
    assert worth(q, chosen) == brute_force(q)


@pytest.mark.thorough(long=True)
@given(questions())
def test_an_edge_carries_the_score_that_matching_shows(q: RoundQuestion) -> None:
    assert [e.score for e in q.edges] == [q.match(e).score for e in q.edges]


@pytest.mark.thorough(long=True)
@settings(deadline=None)
@given(questions())
def test_never_fewer_are_placed_than_first_come_places(q: RoundQuestion) -> None:
    default = question(q.people, q.slots)
    assert len(best(default)) >= len(first_come(default))


@pytest.mark.thorough(long=True)
@given(questions())
def test_no_sum_of_a_later_aim_outweighs_an_earlier_one(q: RoundQuestion) -> None:
    unit = units(q.policy, len(q.people), len(q.slots))
    most = max(1, min(len(q.people), len(q.slots)))
    largest = {"placed": 1, "fit": 100, "waiting": 3650}
    for i, aim in enumerate(q.policy.order):
        assert unit[aim] > sum(unit[later] * largest[later] * most for later in q.policy.order[i + 1 :])


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ([], "JSON object"),
        ({"weight": {}}, "“weight”"),
        ({"order": ["placed", "fit"]}, "order"),
        ({"weights": {"occupation": 1}}, "weights"),
        ({"weights": dict.fromkeys(DEFAULT_WEIGHTS.parts, 0)}, "weights"),
        ({"version": "two"}, "whole numbers"),
    ],
)
def test_a_policy_that_cannot_be_used_says_what_is_wrong(said: Any, wrong: str) -> None:
    with pytest.raises(BadPolicyError, match=wrong):
        policy_from(said, Policy())


def test_a_policy_is_read_back_as_it_was_written() -> None:
    made = policy_from({"version": 4, "order": ["fit", "placed", "waiting"], "nice": 2}, Policy())
    assert policy_from(made.document(), Policy()) == made


@pytest.mark.parametrize(
    ("turns", "kept"),
    [
        ([], set()),
        ([(1, 9)], {1}),
        ([(1, 5)], {1}),
        ([(1, 4)], {0}),
        ([(1, 0)], {0}),
        ([(1, 9), (1, 9)], {0, 1}),
        ([(1, 9), (1, 9), (1, 9)], {0, 1}),
        ([(2, 9)], {2}),
        ([(2, 0), (1, 9)], {1, 2}),
        ([(3, 9)], set()),
    ],
)
def test_for_a_turn_of_somebody_else_the_latest_place_in_time_is_kept_there_and_nowhere_else(
    turns: list[tuple[int, int]], kept: set[int]
) -> None:
    free = ((1, 2), (1, 5), (2, 7))
    slots = [SimpleNamespace(placement=SimpleNamespace(id=at), free_from=TODAY + timedelta(n)) for at, n in free]
    question = cast("RoundQuestion", SimpleNamespace(slots=slots))
    assert _kept_for_others(question, [(at, TODAY + timedelta(n)) for at, n in turns]) == kept
