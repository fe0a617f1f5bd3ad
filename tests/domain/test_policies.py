"""What a policy of matching rounds may say, and the free places, order and proposals that follow from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from amdesk.domain.booking.matching import DEFAULT_WEIGHTS
from amdesk.domain.booking.rounds import (
    BadPolicyError,
    Edge,
    Policy,
    Queue,
    RoundPeriod,
    RoundQuestion,
    edges_of,
    kind_of,
    one_more,
    order_text,
    policy_from,
    proposals,
    queues,
    slots_of,
    waited,
)
from amdesk.domain.clock import FAR
from amdesk.domain.places.placement import Availability, Span
from tests.domain.test_matching import FACTS, LONG, NEAR
from tests.make import TODAY, person, place

PERIOD = RoundPeriod(TODAY, TODAY + timedelta(92))
TRIPS = {("NH", "NH"): NEAR, ("NH", "KV"): LONG}


def at(days: int) -> date:
    return TODAY + timedelta(days)


def free(capacity: int, *loads: tuple[int, int], opens: int = -900, closes: int | None = None) -> Availability:
    last = FAR - timedelta(1) if closes is None else at(closes)
    spans = [Span(at(a), at(b), 100) for a, b in loads]
    return Availability(
        at(opens), FAR if closes is None else at(closes), [Span(at(opens), last, 100 * capacity)], spans
    )


def question(found: Any, slots: Any, period: RoundPeriod = PERIOD, policy: Policy = Policy()) -> RoundQuestion:
    edges = edges_of(found, slots, TRIPS, FACTS, policy, period)
    return RoundQuestion(found, slots, edges, policy, period, [waited(p, TODAY) for p in found], TRIPS, FACTS)


@pytest.mark.parametrize("name", ["version", "important", "nice", "allowed_language_gap"])
def test_numbers_of_a_policy_are_whole_from_none_to_a_thousand(name: str) -> None:
    for good in (0, 1, 1000):
        assert policy_from({name: good}, Policy()).document()[name] == good
    for bad in (-1, 1001, True, 1.5, "1", None):
        with pytest.raises(BadPolicyError, match="whole numbers"):
            policy_from({name: bad}, Policy())


def test_weights_are_all_six_whole_and_not_all_nothing() -> None:
    parts = dict(DEFAULT_WEIGHTS.parts)
    one = {**dict.fromkeys(parts, 0), "goal": 1}
    assert dict(policy_from({"weights": one}, Policy()).weights.parts) == one
    assert policy_from({"weights": {**parts, "goal": 1000}}, Policy()).weights.parts["goal"] == 1000
    for bad in ({**parts, "goal": 1001}, {**parts, "goal": -1}, {**parts, "age": 1}, [1], dict.fromkeys(parts, 0)):
        with pytest.raises(BadPolicyError, match="weights are whole numbers"):
            policy_from({"weights": bad}, Policy())


def test_what_a_policy_leaves_out_is_the_units_own_and_only_other_weights_make_a_new_version_of_them() -> None:
    base = Policy(
        3,
        ("fit", "placed", "waiting"),
        replace(DEFAULT_WEIGHTS, version=7, important=5, nice=2, allowed_language_gap=0),
    )
    assert policy_from({}, base) == base
    assert policy_from({"version": 4}, base) == replace(base, version=4)
    assert policy_from({"version": 4}, base).weights.version == 7
    other = {**DEFAULT_WEIGHTS.parts, "goal": 11}
    made = policy_from({"version": 4, "weights": other}, base)
    assert (made.version, made.weights.version, made.weights.important, made.order) == (4, 4, 5, base.order)
    for bad in (["placed", "fit", "fit"], ["placed", "fit"], "placed", ["placed", "fit", "age"]):
        with pytest.raises(BadPolicyError, match="order names each"):
            policy_from({"order": bad}, base)
    assert str(order_text(base)) == "best fit, then most people placed, then longest wait"


def test_places_count_as_free_where_they_can_be_begun_in_the_period_and_last_four_weeks() -> None:
    assert [s.free_from for s in slots_of(place(), free(2), PERIOD)] == [TODAY, TODAY]
    assert [s.level for s in slots_of(place(), free(3), PERIOD)] == [1, 2, 3]
    assert [s.free_from for s in slots_of(place(), free(1, (-9, 91)), PERIOD)] == [at(92)]
    assert slots_of(place(), free(1, (-9, 92)), PERIOD) == []
    for closes, count in ((27, 1), (26, 0)):
        ends = place(open_to=at(closes))
        assert len(slots_of(ends, free(1, closes=closes), PERIOD)) == count
    assert slots_of(place(open_to=at(-1)), free(1), PERIOD) == []
    (endless,) = slots_of(place(), free(1), PERIOD)
    assert endless.free_to == FAR
    (until,) = slots_of(place(), free(1, (200, 300)), PERIOD)
    assert until.free_to == at(199)


def test_a_wait_is_counted_from_the_referral_and_never_more_than_ten_years() -> None:
    assert [waited(person(registered_on=at(-d)), TODAY) for d in (0, 1, 3650, 3651, 9999)] == [0, 1, 3650, 3650, 3650]


def test_slots_are_ordered_by_score_day_way_number_and_level() -> None:
    where = place(), place(id=2, number="P-0002", district="KV"), place(id=3, number="P-0003", district="??")
    slots = [s for p in where for s in slots_of(p, free(2), PERIOD)]
    q = question([person()], slots)
    keys = [q.order(Edge(0, k, 50)) for k in range(6)]
    assert keys[0] == (-50, TODAY, NEAR.bus, "P-0001", 1)
    assert keys[1] == (-50, TODAY, NEAR.bus, "P-0001", 2)
    assert keys[2][2:4] == (LONG.bus, "P-0002")
    assert keys[4][2:4] == (999, "P-0003")


def test_a_proposal_begins_when_both_can_and_lasts_half_a_year_or_as_long_as_the_place_is_free() -> None:
    (slot,) = slots_of(place(), free(1, (-9, 9)), PERIOD)
    found = [person(), person(id=2, number="D-0002", available_from=at(20))]
    q = question(found, [slot])
    made = {p.person.id: p for p in proposals(q, [Edge(0, 0, 1), Edge(1, 0, 1)], TODAY, {2: 1})}
    assert (made[1].from_date, made[1].to_date, made[1].locked) == (at(10), date(2027, 6, 2), False)
    assert (made[2].from_date, made[2].to_date, made[2].locked) == (at(20), date(2027, 6, 12), True)
    later = question(found, [slot], RoundPeriod(at(30), at(60)))
    assert proposals(later, [Edge(0, 0, 1)], TODAY, {})[0].from_date == at(30)


def test_a_waiting_list_has_everybody_who_wishes_it_and_the_longest_list_stands_first() -> None:
    found = [
        person(wishes=("PAR", "LOK"), registered_on=at(-10)),
        person(id=2, number="D-0002", wishes=("PAR",), registered_on=at(-30)),
        person(id=3, number="D-0003", wishes=("NAT",), registered_on=at(-40)),
        person(id=4, number="D-0004", wishes=()),
    ]
    slots = [
        *slots_of(place(), free(2), PERIOD),
        *slots_of(place(id=2, number="P-0002", occupation="LOK"), free(1), PERIOD),
    ]
    q = question(found, slots)
    assert queues(q, [Edge(0, 0, 1), Edge(3, 1, 1)]) == [
        Queue("PAR", 2, 30, 2, 1),
        Queue("NAT", 1, 40, 0, 0),
        Queue("LOK", 1, 10, 1, 1),
    ]


def test_one_more_place_of_a_kind_is_free_from_the_first_day_and_on() -> None:
    where = place(open_from=at(400), licence="B", language_min="B1", district="KV")
    slot = one_more(where, PERIOD)
    assert (slot.free_from, slot.free_to, slot.level, slot.placement.open_from) == (TODAY, at(492), 0, TODAY)
    assert kind_of(where) == ("PAR", "KV", "B1", "B")


def test_somebody_is_asked_of_age_on_each_places_own_first_day() -> None:
    """Eighteen in ten days: too young for what is free now, old enough for what is free after."""
    young = person(born=date(2008, 12, 3))
    soon, late = slots_of(place(min_age=18), free(2, (-9, 9)), PERIOD)
    assert (soon.free_from, late.free_from) == (TODAY, at(10))
    assert [e.slot for e in question([young], [soon, late]).edges] == [1]
    assert [e.slot for e in question([person(born=None)], [soon, late]).edges] == [0, 1]
