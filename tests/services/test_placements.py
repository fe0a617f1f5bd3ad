"""The placement bank's list: what passes its limits, how many are free on which day, and what a change and a closure refuse."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amdesk.domain.change import Change
from amdesk.domain.errors import Refused
from amdesk.domain.places.placement import PlacementFilter
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.rows import booked, day


@pytest.fixture
def three(desk: Desk) -> dict[str, int]:
    """A kitchen indoors, a park in another district, and a school that asks for an extract and a licence."""
    return {
        "Köket": make.placement(desk.bank, 1, name="Köket", kind="in_house", occupation="LOK"),
        "Parken": make.placement(desk.bank, 2, name="Parken", district="CE"),
        "Åskolan": make.placement(desk.bank, 1, name="Åskolan", background_check="school_act", licence="B"),
    }


def listed(desk: Desk, **limits: Any) -> list[str]:
    return [r.name for r in desk.placements.listing(PlacementFilter(**limits))]


def test_each_limit_narrows_the_list_and_none_shows_all_by_the_swedish_alphabet(
    desk: Desk, three: dict[str, int]
) -> None:
    assert listed(desk) == ["Köket", "Parken", "Åskolan"]
    assert listed(desk, kind="in_house") == listed(desk, occupation="LOK") == listed(desk, words="köke") == ["Köket"]
    assert listed(desk, district="CE") == ["Parken"]
    assert listed(desk, without=("licence",)) == listed(desk, without=("background_check",)) == ["Köket", "Parken"]
    assert listed(desk, kind="external", district="CE", words="åskolan") == []
    assert len(listed(desk, words="k")) == 3, "one letter finds nothing yet and hides nothing"


def test_the_list_is_sorted_by_what_was_chosen_and_back(desk: Desk, three: dict[str, int]) -> None:
    assert listed(desk, descending=True) == ["Åskolan", "Parken", "Köket"]
    assert listed(desk, sort="capacity", descending=True)[0] == "Parken"
    booked(desk.bank, make.participant(desk.bank), three["Köket"], day(0), day(9))
    assert listed(desk, sort="next_free") == ["Parken", "Åskolan", "Köket"]
    booked(desk.bank, make.participant(desk.bank), three["Åskolan"], day(0), date(2099, 1, 1))
    assert listed(desk, sort="next_free") == ["Parken", "Köket", "Åskolan"], "what is never free stands last"


def test_free_places_are_those_of_the_day_asked_for(desk: Desk, three: dict[str, int]) -> None:
    booked(desk.bank, make.participant(desk.bank), three["Köket"], day(5), day(9))
    booked(desk.bank, make.participant(desk.bank), three["Parken"], day(0), day(9))

    def on(days: int) -> dict[str, tuple[int, int, date | None]]:
        return {r.name: (r.capacity, r.free, r.next_free) for r in desk.placements.listing(day=day(days))}

    assert on(4)["Köket"] == (1, 1, day(4))
    assert on(5)["Köket"] == on(9)["Köket"] == (1, 0, day(10))
    assert on(5)["Parken"] == (2, 1, day(5))
    assert on(-3)["Parken"] == (2, 2, day(-3))
    assert listed(desk, free_from=day(5)) == ["Parken", "Åskolan"]
    assert listed(desk, free_from=day(10)) == ["Köket", "Parken", "Åskolan"]


def test_a_placement_that_is_closed_or_not_open_yet_has_no_free_place(desk: Desk) -> None:
    resting = make.placement(desk.bank, 2, name="Nedlagd", status="closed")
    later = make.placement(desk.bank, 3, name="Senare", open_from=day(30))
    rows = {r.id: (r.capacity, r.free) for r in desk.placements.listing()}
    assert rows == {resting: (2, 0), later: (3, 0)}
    assert {r.id: r.next_free for r in desk.placements.listing()}[later] == day(30)
    assert desk.placements.places_now(desk.placements.get(later)) == 3


def test_where_nothing_passes_the_limit_whose_removal_helps_most_is_told(desk: Desk, three: dict[str, int]) -> None:
    make.placement(desk.bank, 1, name="Torget", district="CE")
    assert desk.placements.blocking_filter(PlacementFilter(occupation="LOK", district="CE")) == ("occupation", 2)
    assert desk.placements.blocking_filter(PlacementFilter(occupation="VAK", district="NH", kind="in_house")) == (
        "occupation",
        1,
    )
    assert desk.placements.blocking_filter(PlacementFilter(occupation="X", district="X")) is None
    assert desk.placements.blocking_filter(PlacementFilter()) is None


def code(act: Any) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def test_a_placement_needs_a_name_an_occupation_a_kind_and_a_place(desk: Desk) -> None:
    whole = make.placement_values()
    for field in ("name", "occupation", "kind"):
        assert code(lambda field=field: desk.placements.create({**whole, field: ""}, 1)) == f"MISSING_{field.upper()}"
    assert code(lambda: desk.placements.create(whole, 0)) == "MISSING_PLACES"
    assert desk.placements.listing() == []
    values = {k: v for k, v in whole.items() if k != "open_from"}
    made = desk.placements.create(values, 1)
    assert (made.open_from, desk.placements.places_now(made)) == (TODAY, 1)


def test_places_are_changed_from_what_stood_there_and_not_below_what_is_booked(
    desk: Desk, three: dict[str, int]
) -> None:
    key = three["Parken"]
    for _ in range(2):
        booked(desk.bank, make.participant(desk.bank), key, day(0), day(9))
    assert code(lambda: desk.placements.change(key, {}, 1)) == "AM006"
    with pytest.raises(Refused):
        desk.placements.change(key, {}, Change(1, 3))
    desk.placements.change(key, {}, Change(2, 3))
    assert desk.placements.places_now(desk.placements.get(key)) == 3
    steps = len(desk.history.steps())
    assert desk.placements.change(key, {}).name == "Parken"
    assert len(desk.history.steps()) == steps, "nothing changed is no step"


def test_two_who_change_a_placement_are_told_what_stands_there_in_words(desk: Desk, three: dict[str, int]) -> None:
    key = three["Parken"]
    for name, mine, words in (("hours", 3000, "40"), ("occupation", "NAT", "Park"), ("shared", True, "no"), ("open_to", day(9), "until further notice"),
                              ("kind", "in_house", "xternal")):  # fmt: skip
        with pytest.raises(Refused) as caught:
            desk.placements.change(key, {name: Change("annat", mine)})
        assert words in str(caught.value), name
    assert desk.placements.change(key, {"hours": Change(4000, 3000)}).hours == 3000


def test_a_closed_period_has_no_places_on_its_days_alone_and_is_refused_over_bookings(
    desk: Desk, three: dict[str, int]
) -> None:
    key = three["Köket"]
    assert code(lambda: desk.placements.close_period(key, day(9), day(8), "Stängt")) == "ORDER"
    desk.placements.close_period(key, day(9), day(9), "Stängt")
    free = desk.placements.availability(key)
    assert [free.free_on(day(n)) for n in (8, 9, 10)] == [1, 0, 1]
    booked(desk.bank, make.participant(desk.bank), key, day(20), day(30))
    assert code(lambda: desk.placements.close_period(key, day(30), day(40), "Stängt")) == "AM006"
    desk.placements.close_period(key, day(31), day(40), "Stängt")


def test_several_are_closed_in_one_step_or_none_is(desk: Desk, three: dict[str, int]) -> None:
    keys = [three["Köket"], three["Parken"]]
    desk.placements.close_periods(keys, day(9), day(9), "Stängt")
    assert [desk.placements.availability(one).free_on(day(9)) for one in keys] == [0, 0]
    desk.history.undo()
    assert all(desk.placements.availability(one).free_on(day(9)) for one in keys)
    booked(desk.bank, make.participant(desk.bank), keys[1], day(20), day(30))
    before = desk.placements.availability(keys[0]).free_on(day(20))
    assert code(lambda: desk.placements.close_periods(keys, day(19), day(21), "Stängt")) == "AM006"
    assert desk.placements.availability(keys[0]).free_on(day(20)) == before


def test_a_period_closed_at_several_names_the_first_three_in_the_history(desk: Desk) -> None:
    keys = [make.placement(desk.bank, name=f"Plats {i}") for i in range(4)]
    desk.placements.close_periods(keys, day(9), day(9), "Stängt")
    assert str(desk.history.undo()).endswith("Plats 0, Plats 1, Plats 2")


def test_free_places_ahead_are_of_today_and_then_of_mondays(desk: Desk, three: dict[str, int]) -> None:
    booked(desk.bank, make.participant(desk.bank), three["Köket"], day(7), day(13))
    shared = make.placement(desk.bank, 1, name="Delad", shared=True)
    booked(desk.bank, make.participant(desk.bank), shared, day(7), day(7), extent=50)
    make.placement(desk.bank, 5, name="Nedlagd", status="closed")
    ahead = desk.overviews.free_ahead(3)
    assert TODAY.weekday() == 0
    assert ahead == [(day(0), 1, 4), (day(7), 0, 3), (day(14), 1, 4)]
