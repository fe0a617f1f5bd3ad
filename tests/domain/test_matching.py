"""Matching: rules a person can check by hand, and properties that always hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from amdesk.domain.booking.matching import DEFAULT_WEIGHTS, Facts, Opening, blocked, match_person, order, score
from amdesk.domain.booking.needs import Trip
from amdesk.domain.booking.reasons import reasons
from amdesk.domain.people.participant import Need
from amdesk.domain.places.placement import LANGUAGE_LEVELS
from amdesk.domain.values import FAR
from tests.make import TODAY, person, place

SSYK = {"PAR": "9214", "NAT": "9210", "LOK": "9111", "VAK": "5152"}
FACTS = Facts(SSYK, (), TODAY, (), {"PAR": "Parkarbetare"})
NEAR, LONG = Trip(8, 4, 12, 0), Trip(90, 34, 41, 2)


def opening(free_from: date = TODAY, trip: Trip | None = NEAR, **given: Any) -> Opening:
    return Opening(place(**given), free_from, FAR, trip)


def one(p: Any, o: Opening) -> tuple[int, tuple[int, ...]]:
    found = score(p, o, TODAY, FACTS, DEFAULT_WEIGHTS)
    return found.score, found.parts


def test_the_goal_occupation_near_home_for_a_fluent_person_is_a_full_match() -> None:
    assert one(person(), opening()) == (100, (100, 100, 100, 100, 100, 100))


def test_a_related_occupation_counts_less_than_the_goal_and_more_than_another() -> None:
    goal, related, other = (one(person(), opening(occupation=o))[0] for o in ("PAR", "NAT", "LOK"))
    assert goal > related > other


def test_a_missing_licence_closes_a_place_that_needs_it() -> None:
    assert blocked(person(), opening(licence="B"), DEFAULT_WEIGHTS, TODAY) == "LICENCE"
    assert blocked(person(licence="B"), opening(licence="B"), DEFAULT_WEIGHTS, TODAY) == ""


def test_one_step_too_little_swedish_warns_and_two_steps_close() -> None:
    assert blocked(person(language="A2"), opening(language_min="B1"), DEFAULT_WEIGHTS, TODAY) == ""
    assert blocked(person(language="A1"), opening(language_min="B1"), DEFAULT_WEIGHTS, TODAY) == "LANGUAGE"


def test_unknown_swedish_is_never_counted_as_no_swedish() -> None:
    assert blocked(person(language=""), opening(language_min="B2"), DEFAULT_WEIGHTS, TODAY) == ""


def test_a_minor_is_kept_from_work_with_a_higher_minimum_age() -> None:
    young = person(born=date(2010, 1, 1))
    assert blocked(young, opening(min_age=18), DEFAULT_WEIGHTS, TODAY) == "AGE"


def test_a_must_closes_and_a_wish_only_costs() -> None:
    must, wish = person(needs=(Need("avoid", "lyft", "must"),)), person(needs=(Need("avoid", "lyft", "important"),))
    heavy = opening(demands=("lyft",))
    assert blocked(must, heavy, DEFAULT_WEIGHTS, TODAY) == "NEED_AVOID"
    assert blocked(wish, heavy, DEFAULT_WEIGHTS, TODAY) == ""
    assert one(wish, heavy)[1][4] == 0


def test_evening_and_weekend_work_is_not_daytime() -> None:
    need = person(needs=(Need("daytime", "", "must"),))
    assert (
        blocked(need, opening(schedule="rullande schema, även kväll och helg"), DEFAULT_WEIGHTS, TODAY)
        == "NEED_DAYTIME"
    )
    assert blocked(need, opening(schedule="tis-lör 13.00-20.30"), DEFAULT_WEIGHTS, TODAY) == "NEED_DAYTIME"
    assert blocked(need, opening(), DEFAULT_WEIGHTS, TODAY) == ""


def test_gender_name_age_and_protection_change_no_score() -> None:
    base = one(person(), opening())
    for change in (
        {"gender": "man"},
        {"name": "Örjan X"},
        {"born": date(1960, 1, 1)},
        {"protection": 1},
        {"identity": None},
    ):
        assert one(person(**change), opening()) == base


def test_ties_break_on_free_date_then_travel_then_number() -> None:
    same = [opening(number="P-0009"), opening(number="P-0002"), opening(number="P-0005", trip=Trip(8, 4, 13, 0))]
    ranked = match_person(person(), same, FACTS, DEFAULT_WEIGHTS).ranked
    assert [m.opening.placement.number for m in ranked] == ["P-0002", "P-0009", "P-0005"]


def test_what_is_left_out_is_counted_by_rule() -> None:
    found = match_person(
        person(), [None, opening(licence="B"), opening(licence="B"), opening()], FACTS, DEFAULT_WEIGHTS
    )
    assert found.left_out == {"LICENCE": 2, "FULL": 1}
    assert len(found.ranked) == 1


def test_warnings_come_before_merits() -> None:
    late = opening(TODAY + timedelta(30), language_min="B2")
    levels = [r.level for r in reasons(person(), score(person(), late, TODAY, FACTS, DEFAULT_WEIGHTS), FACTS)]
    assert levels == sorted(levels, key=["warn", "info", "ok"].index)
    assert levels[0] == "warn"


needs = st.lists(
    st.one_of(
        st.builds(Need, st.just("daytime"), st.just(""), st.sampled_from(["must", "important", "nice"])),
        st.builds(
            Need, st.just("avoid"), st.sampled_from(["lyft", "hojd"]), st.sampled_from(["must", "important", "nice"])
        ),
        st.builds(Need, st.just("start_after"), st.sampled_from(["07:00", "09:00"]), st.sampled_from(["must", "nice"])),
        st.builds(Need, st.just("max_travel"), st.sampled_from(["10", "60"]), st.sampled_from(["must", "important"])),
    ),
    max_size=4,
)
people = st.builds(
    person,
    wishes=st.lists(st.sampled_from(list(SSYK)), max_size=3, unique=True).map(tuple),
    language=st.sampled_from(["", *LANGUAGE_LEVELS]),
    licence=st.sampled_from(["", "B"]),
    born=st.dates(date(1960, 1, 1), date(2011, 1, 1)),
    needs=needs.map(tuple),
    max_travel=st.sampled_from([None, 30, 60]),
    extent=st.sampled_from([50, 100]),
)
openings = st.builds(
    opening,
    st.dates(TODAY, TODAY + timedelta(90)),
    st.sampled_from([None, NEAR, LONG]),
    occupation=st.sampled_from(list(SSYK)),
    licence=st.sampled_from(["", "B"]),
    language_min=st.sampled_from(["", "A1", "B1", "C1"]),
    min_age=st.sampled_from([16, 18]),
    demands=st.lists(st.sampled_from(["lyft", "hojd"]), unique=True).map(tuple),
    schedule=st.sampled_from(["mån-fre 08.00-16.45", "rullande schema, även kväll och helg", ""]),
    number=st.sampled_from([f"P-{i:04d}" for i in range(1, 9)]),
)


@given(people, openings)
def test_scores_and_parts_stay_between_0_and_100(p: Any, o: Opening) -> None:
    found = score(p, o, TODAY, FACTS, DEFAULT_WEIGHTS)
    assert all(0 <= v <= 100 for v in (found.score, *found.parts))


@given(people, st.lists(openings, max_size=12), st.randoms())
def test_the_order_never_depends_on_the_order_of_reading(p: Any, found: list[Opening], dice: Any) -> None:
    unique = list({o.placement.number: o for o in found}.values())
    mixed = unique[:]
    dice.shuffle(mixed)
    first, second = (match_person(p, x, FACTS, DEFAULT_WEIGHTS).ranked for x in (unique, mixed))
    assert first == second
    assert list(first) == sorted(first, key=order)
