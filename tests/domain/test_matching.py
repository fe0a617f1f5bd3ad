"""Matching: rules a person can check by hand, and properties that always hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amdesk.domain.booking.findings import findings
from amdesk.domain.booking.matching import (
    DEFAULT_WEIGHTS,
    Facts,
    Opening,
    blocked,
    goal_part,
    language_marks,
    match_person,
    occupation_part,
    order,
    score,
    time_part,
    travel_part,
    wanted_from,
)
from amdesk.domain.booking.needs import Trip
from amdesk.domain.booking.reasons import free_text, reasons, trip_icon, trip_text
from amdesk.domain.clock import FAR
from amdesk.domain.people.participant import Need
from amdesk.domain.places.placement import LANGUAGE_LEVELS
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
    assert blocked(must, heavy, DEFAULT_WEIGHTS, TODAY) == "NEED_LIFT_MAX"
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


@pytest.mark.parametrize(
    ("wishes", "occupation", "goal"),
    [((), 50, 50), (("PAR",), 100, 100), (("LOK", "PAR"), 100, 75), (("LOK", "VAK", "PAR"), 100, 50), (("A", "B", "C", "D", "PAR"), 100, 25),
     (("NAT",), 60, 40), (("LOK", "NAT"), 60, 15), (("LOK",), 20, 15)],
)  # fmt: skip
def test_a_wish_counts_by_its_place_and_a_related_one_less(wishes: tuple[str, ...], occupation: int, goal: int) -> None:
    who, where = person(wishes=wishes), place(occupation="PAR")
    assert (occupation_part(who, where, SSYK), goal_part(who, where, SSYK)) == (occupation, goal)


def test_occupations_without_a_code_are_related_to_nothing() -> None:
    who, where = person(wishes=("okänt",)), place(occupation="annat okänt")
    assert (occupation_part(who, where, {}), goal_part(who, where, {})) == (20, 15)
    third = {"PAR": "9214", "LOK": "9111"}
    assert occupation_part(person(wishes=("LOK",)), place(occupation="PAR"), third) == 20, "two digits make a group"


@pytest.mark.parametrize(
    ("minutes", "limit", "marks"),
    [(15, 30, 100), (16, 30, 97), (30, 30, 50), (45, 30, 0), (46, 30, 0), (30, None, 71), (15, 10, 100), (16, 10, 0)],
)
def test_a_journey_costs_from_a_quarter_of_an_hour_on_and_is_worth_nothing_at_half_past_the_limit(
    minutes: int, limit: int | None, marks: int
) -> None:
    for trip in (Trip(minutes, 99, 99, 0), Trip(99, minutes, 99, 0), Trip(99, 99, minutes, 0)):
        assert travel_part(trip, limit) == marks
    assert travel_part(None, limit) == 50


@pytest.mark.parametrize(
    ("recorded", "needed", "marks"),
    [("B1", "", 100), ("", "", 100), ("", "B1", 50), ("B1", "B1", 100), ("C1", "A1", 100), ("A2", "B1", 50), ("A1", "B1", 20),
     ("A0", "B1", 0), ("A0", "C1", 0), ("flytande", "B1", 50)],
)  # fmt: skip
def test_each_step_of_swedish_too_little_costs_and_the_unknown_lies_between(
    recorded: str, needed: str, marks: int
) -> None:
    assert language_marks(recorded, needed) == marks


def test_six_free_months_are_full_marks_and_each_day_of_waiting_costs_one() -> None:
    def marks(first: int, last: int) -> int:
        return time_part(TODAY, Opening(place(), TODAY + timedelta(first), TODAY + timedelta(last), None))

    assert [marks(0, 400), marks(-40, 400), marks(1, 400), marks(30, 400), marks(150, 600)] == [100, 100, 99, 70, 0]
    assert 48 <= marks(0, 90) <= 51
    assert marks(0, 0) == 1


def test_nobody_begins_before_today_nor_before_being_available() -> None:
    later, earlier = TODAY + timedelta(9), TODAY - timedelta(9)
    assert [wanted_from(person(available_from=d), TODAY) for d in (None, earlier, later)] == [TODAY, TODAY, later]


def merits(who: Any, where: Opening) -> list[str]:
    return [str(r.text) for r in reasons(who, score(who, where, TODAY, FACTS, DEFAULT_WEIGHTS), FACTS)]


def test_a_match_says_which_wish_it_meets() -> None:
    for wishes, words in (
        (("PAR", "LOK"), "Goal occupation: parkarbetare"),
        (("LOK", "PAR"), "Wished occupation: parkarbetare"),
        (("NAT",), "Related occupation, not the goal"),
        (("LOK",), "Another occupation than the goal"),
    ):
        assert words in merits(person(wishes=wishes), opening())
    assert not [w for w in merits(person(wishes=()), opening()) if "occupation" in w]


def test_close_to_home_is_a_quarter_of_an_hour_by_any_way_at_most() -> None:
    for trip, near in (
        (Trip(15, 99, 99, 0), True),
        (Trip(99, 99, 15, 3), True),
        (Trip(16, 16, 16, 0), False),
        (None, False),
    ):
        assert ("Close to home" in merits(person(), opening(trip=trip))) == near


def test_all_needs_met_is_said_of_somebody_who_has_needs_and_of_all_of_them() -> None:
    light, heavy = Need("avoid", "hojd", "nice"), Need("avoid", "lyft", "nice")
    assert "All needs met" in merits(person(needs=(light,)), opening(demands=("lyft",)))
    assert "All needs met" not in merits(person(needs=(light, heavy)), opening(demands=("lyft",)))
    assert "All needs met" not in merits(person(), opening())


def test_a_late_start_and_less_than_half_a_year_are_told() -> None:
    def warned(first: int, days: int) -> list[str]:
        start = TODAY + timedelta(first)
        return [w for w in merits(person(), Opening(place(), start, start + timedelta(days - 1), NEAR)) if "Free" in w]

    assert warned(0, 182) == []
    assert warned(0, 181) == ["Free for 25 weeks only"]
    assert warned(1, 400) == ["Free only from 2026-11-24"]
    assert warned(-30, 30 + 7) == ["Free for 1 week only"]


@pytest.mark.parametrize(
    ("trip", "said", "icon"),
    [(None, "Travel time not known", "location"), (Trip(20, 5, 9, 0), "20 min walk", "person_walking"),
     (Trip(21, 15, 9, 0), "15 min by bicycle", "vehicle_bicycle"), (Trip(21, 16, 9, 0), "9 min bus, no change", "vehicle_bus"),
     (Trip(60, 30, 25, 1), "25 min bus, 1 change", "vehicle_bus"), (Trip(60, 30, 25, 2), "25 min bus, 2 changes", "vehicle_bus")],
)  # fmt: skip
def test_the_way_is_told_as_one_would_go_it(trip: Trip | None, said: str, icon: str) -> None:
    assert (str(trip_text(trip)), trip_icon(trip)) == (said, icon)


def test_when_a_place_is_free_is_told_by_its_days() -> None:
    def said(first: date, last: date) -> str:
        return str(free_text(Opening(place(), first, last, None), TODAY))

    assert said(TODAY, FAR) == "Free now – open-ended"
    assert said(TODAY + timedelta(1), TODAY + timedelta(30)) == "Free 2026-11-24 – 2026-12-23"


def test_a_way_that_is_not_known_is_told_to_whoever_set_a_limit_once_and_with_the_reason() -> None:
    def told(p: Any, trip: Trip | None = None) -> list[str]:
        return [
            str(c.text)
            for c in findings(p, place(), trip, TODAY, FACTS)
            if "ravel time" in str(c.text) or "way" in str(c.text)
        ]

    assert told(person(max_travel=30, district="")) == [
        "Travel time not known (the participant's district is not recorded)"
    ]
    assert told(person(max_travel=30, protection=1)) == ["Travel time not known (the record is protected)"]
    assert told(person(max_travel=None)) == told(person(max_travel=30), NEAR) == []
    both = person(max_travel=30, needs=(Need("max_travel", "45", "nice"),))
    assert not [t for t in told(both) if t.startswith("Travel time")], "the need says it already"
    other = person(max_travel=30, needs=(Need("daytime", "", "nice"),))
    assert len([t for t in told(other) if t.startswith("Travel time")]) == 1


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


@pytest.mark.thorough(long=True)
@given(people, st.lists(openings, max_size=12), st.randoms())
def test_the_order_never_depends_on_the_order_of_reading(p: Any, found: list[Opening], dice: Any) -> None:
    unique = list({o.placement.number: o for o in found}.values())
    mixed = unique[:]
    dice.shuffle(mixed)
    first, second = (match_person(p, x, FACTS, DEFAULT_WEIGHTS).ranked for x in (unique, mixed))
    assert first == second
    assert list(first) == sorted(first, key=order)
