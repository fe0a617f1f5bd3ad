"""The board: places drawn from bookings, free weeks counted day by day, and what is said while a bar is dragged."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amdesk.domain.booking.board import (
    BoardBar,
    Lane,
    Taken,
    Weeks,
    drop_problem,
    lanes_of,
    state_of,
    summed,
    week_counts,
    weeks_around,
    without_break,
)
from amdesk.domain.clock import FAR
from amdesk.domain.people.masked import NOBODY
from amdesk.domain.places.placement import Availability, Span
from tests import make
from tests.make import TODAY

WINDOW = weeks_around(TODAY, 30)
DAY = timedelta(1)
days = st.integers(-80, 260).map(lambda n: TODAY + timedelta(n))


def taken(first: int, last: int, status: str = "started", **given: Any) -> Taken:
    values = {
        "ref": f"B-{first}-{last}",
        "participant_id": 1,
        "name": make.seen("Aida Demolund"),
        "protected": False,
        "extent": 100,
        **given,
    }
    return Taken(first=TODAY + timedelta(first), last=TODAY + timedelta(last), status=status, **values)


def always(capacity: int, *loads: Span) -> Availability:
    return Availability(TODAY - timedelta(900), FAR, [Span(TODAY - timedelta(900), FAR - DAY, 100 * capacity)], loads)


def test_the_look_of_a_bar_says_what_it_asks_for_today() -> None:
    cases = {
        "running": taken(-10, 90),
        "ending": taken(-10, 30),
        "upcoming": taken(5, 90, "booked"),
        "tentative": taken(5, 90, "reserved"),
        "ended": taken(-90, -1, "ended"),
    }
    assert {name: state_of(t, TODAY) for name, t in cases.items()} == {name: name for name in cases}


def test_two_bookings_in_a_row_share_a_place_and_two_at_once_do_not() -> None:
    lanes = lanes_of(1, always(2), [taken(-5, 10), taken(11, 40), taken(0, 20)], WINDOW, TODAY)
    assert [[(b.first - TODAY).days for b in lane.bars] for lane in lanes] == [[-5, 11], [0]]


def test_a_closed_period_is_a_bar_and_a_booking_is_never_hidden_under_it() -> None:
    closed = Span(TODAY + timedelta(20), TODAY + timedelta(40), 0)
    free = Availability(TODAY - timedelta(900), FAR, [Span(TODAY - timedelta(900), FAR - DAY, 100), closed], ())
    (lane,) = lanes_of(1, free, [taken(0, 10)], WINDOW, TODAY)
    assert [(b.state, (b.first - TODAY).days, (b.last - TODAY).days) for b in lane.bars] == [
        ("ending", 0, 10),
        ("closed", 20, 40),
    ]


def test_a_booking_above_a_wanted_capacity_is_a_conflict() -> None:
    wanted = [Span(TODAY + timedelta(5), FAR, 100)]
    lanes = lanes_of(1, always(2), [taken(-5, 90), taken(-4, 90)], WINDOW, TODAY, wanted)
    assert [lane.bars[0].state for lane in lanes] == ["running", "conflict"]
    assert min(week_counts(always(2, Span(TODAY, FAR, 100), Span(TODAY, FAR, 100)), WINDOW, wanted)) == -1


@st.composite
def availabilities(draw: Any) -> Availability:
    opens = draw(days)
    closes = draw(st.sampled_from([FAR, opens + timedelta(150)]))
    rows = []
    for _ in range(draw(st.integers(0, 3))):
        first = draw(days)
        rows.append(
            Span(first, draw(st.sampled_from([FAR - DAY, first + timedelta(40)])), draw(st.sampled_from([0, 100, 300])))
        )
    loads = []
    for _ in range(draw(st.integers(0, 5))):
        first = draw(days)
        loads.append(Span(first, first + timedelta(draw(st.integers(0, 120))), draw(st.sampled_from([50, 100]))))
    return Availability(opens, closes, rows, loads)


@given(availabilities())
def test_free_places_of_a_week_are_those_free_on_each_of_its_days(free: Availability) -> None:
    expected = [min(free.free_on(monday + timedelta(d)) for d in range(7)) for monday in WINDOW.mondays()]
    assert week_counts(free, WINDOW) == expected


@given(availabilities(), st.lists(st.tuples(st.integers(-60, 200), st.integers(0, 90)), max_size=8))
def test_bars_of_a_place_never_overlap_and_no_booking_is_lost(free: Availability, found: list[tuple[int, int]]) -> None:
    bookings = [taken(first, first + length, ref=f"B-{i}") for i, (first, length) in enumerate(found)]
    lanes = lanes_of(1, free, bookings, WINDOW, TODAY)
    for lane in lanes:
        assert all(a.last < b.first for a, b in zip(lane.bars, lane.bars[1:], strict=False))
    assert sorted(b.ref for lane in lanes for b in lane.bars if b.ref) == sorted(t.ref for t in bookings)


@given(
    st.lists(st.tuples(st.integers(-60, 200), st.integers(0, 60)), max_size=5),
    st.integers(-60, 200),
    st.integers(0, 60),
)
def test_a_bar_can_be_dropped_exactly_where_nothing_else_lies(
    found: list[tuple[int, int]], first: int, length: int
) -> None:
    lane = lanes_of(1, always(1), [taken(a, a + n, ref=f"B-{i}") for i, (a, n) in enumerate(found)], WINDOW, TODAY)[0]
    begin, end = TODAY + timedelta(first), TODAY + timedelta(first + length)
    clash = any(b.first <= end and begin <= b.last for b in lane.bars)
    assert (drop_problem(lane, "", begin, end) is not None) == clash


def test_a_bar_may_be_stretched_over_itself_and_is_told_where_it_has_to_stop() -> None:
    lane = Lane(
        1,
        1,
        [
            BoardBar(TODAY, TODAY + timedelta(10), "running", make.seen("A"), "B-1"),
            BoardBar(TODAY + timedelta(30), TODAY + timedelta(60), "upcoming", make.seen("B"), "B-2"),
        ],
    )
    assert drop_problem(lane, "B-1", TODAY, TODAY + timedelta(29)) is None
    said = drop_problem(lane, "B-1", TODAY, TODAY + timedelta(30))
    assert str(said) == "The place is booked from 2026-12-23. Choose 2026-12-22 at the latest."


def test_one_crowded_placement_takes_no_free_places_from_the_others() -> None:
    assert summed([[2, -1], [1, 3]], 2) == [3, 3]


def test_the_window_begins_on_a_monday_eight_weeks_back() -> None:
    assert (WINDOW.first.weekday(), TODAY - WINDOW.first) == (0, timedelta(56 + TODAY.weekday()))
    assert Weeks(WINDOW.first, 2).last == WINDOW.first + timedelta(13)


def at(days: int) -> date:
    return TODAY + timedelta(days)


@pytest.mark.parametrize(
    ("first", "last", "status", "state"),
    [
        (0, 31, "started", "running"), (0, 30, "started", "ending"), (-9, 0, "started", "ending"), (-9, -1, "started", "ended"), (1, 90, "started", "upcoming"),
        (0, 90, "booked", "upcoming"), (-9, -1, "booked", "ended"), (-9, -1, "reserved", "tentative"), (-9, 90, "ended", "ended"),
    ],
)  # fmt: skip
def test_a_bar_turns_on_the_day_itself(first: int, last: int, status: str, state: str) -> None:
    assert state_of(taken(first, last, status), TODAY) == state


def test_a_bar_that_is_dragged_is_told_why_it_cannot_lie_there() -> None:
    lane = Lane(
        1, 1, [BoardBar(at(0), at(10), "running", make.seen("A"), "B-1"), BoardBar(at(20), at(30), "closed", NOBODY)]
    )

    def said(first: int, last: int, ref: str = "") -> str:
        found = drop_problem(lane, ref, at(first), at(last))
        return "" if found is None else str(found)

    assert said(5, 4) == "The end is before the start. Choose a later end date."
    assert said(11, 11) == ""
    assert said(11, 19) == ""
    assert said(10, 15) == f"The place is booked until {at(10)}."
    assert said(0, 0) == f"The place is booked until {at(10)}."
    assert said(-5, 0) == f"The place is booked from {at(0)}. Choose {at(-1)} at the latest."
    assert said(30, 40) == said(15, 20) == said(0, 25, "B-1") == f"The place is closed from {at(20)}."
    assert said(-5, 15, "B-1") == said(31, 40) == ""


def test_a_gap_reaches_from_one_bar_to_the_next_or_to_the_windows_ends() -> None:
    lane = Lane(
        1,
        1,
        [
            BoardBar(at(0), at(10), "running", make.seen("A"), "B-1"),
            BoardBar(at(20), at(30), "upcoming", make.seen("B"), "B-2"),
        ],
    )
    first, last = at(-50), at(50)
    assert lane.gap(at(11), first, last) == lane.gap(at(19), first, last) == (at(11), at(19))
    assert lane.gap(at(-1), first, last) == (first, at(-1))
    assert lane.gap(at(31), first, last) == (at(31), last)
    assert [lane.gap(at(d), first, last) for d in (0, 10, 20, 30)] == [None] * 4
    assert [b and b.ref for b in map(lane.at, (at(-1), at(0), at(10), at(11), at(30), at(31)))] == [
        None,
        "B-1",
        "B-1",
        None,
        "B-2",
        None,
    ]
    assert Lane(1, 1).gap(at(0), first, last) == (first, last)


def test_a_wanted_capacity_is_in_conflict_on_its_own_days_alone_and_never_with_what_has_ended() -> None:
    def states(first: int, last: int, status: str = "started", capacity: int = 0) -> list[str]:
        wanted = [Span(at(5), at(9), capacity)]
        return [
            b.state
            for lane in lanes_of(1, always(1), [taken(first, last, status)], WINDOW, TODAY, wanted)
            for b in lane.bars
        ]

    assert states(-9, 4) == ["ending"]
    assert states(10, 20, "booked") == ["upcoming"]
    assert states(-9, 5) == states(9, 20, "booked") == ["conflict"]
    assert states(-9, 5, "ended") == ["ended"]
    assert states(-9, 5, capacity=100) == ["ending"]


def test_a_placement_has_as_many_lanes_as_its_highest_capacity_in_the_window_and_one_at_least() -> None:
    def lanes(*rows: tuple[int, int, int]) -> int:
        free = Availability(TODAY - timedelta(900), FAR, [Span(at(a), at(b), 100 * n) for a, b, n in rows], ())
        return len(lanes_of(1, free, (), WINDOW, TODAY))

    length = (WINDOW.last - TODAY).days
    assert lanes((-900, 900, 0)) == lanes() == 1
    assert lanes((-900, 900, 1), (length, length, 3)) == 3, "on the window's last day"
    assert lanes((-900, 900, 1), (length + 1, 900, 3)) == 1, "on the day after it"
    assert lanes((-900, 900, 1), (-900, -100, 3)) == 1, "before the window"


def test_a_place_is_closed_before_it_opens_and_after_it_closes_with_bookings_left_visible() -> None:
    free = Availability(at(5), at(40), [Span(at(5), at(40), 100)], ())
    (lane,) = lanes_of(1, free, [taken(0, 10, "booked")], WINDOW, TODAY)
    assert [(b.state, b.first, b.last) for b in lane.bars] == [
        ("closed", WINDOW.first, at(-1)),
        ("upcoming", at(0), at(10)),
        ("closed", at(41), WINDOW.last),
    ]
    assert week_counts(free, WINDOW)[8:15] == [0, 1, 1, 1, 1, 0, 0]
    assert summed([], 3) == [0, 0, 0]
    assert summed([[0, 1, -2]], 3) == [0, 1, 0]


@given(st.sets(days))
def test_days_away_as_spans_are_the_same_days_and_no_two_spans_touch(some: set[date]) -> None:
    spans = without_break(sorted(some))
    assert {first + i * DAY for first, last in spans for i in range((last - first).days + 1)} == some
    assert all(after[0] - before[1] > DAY for before, after in pairwise(spans))


def test_days_away_of_a_week_are_those_that_touch_it() -> None:
    spans = ((TODAY - 9 * DAY, TODAY - 7 * DAY), (TODAY, TODAY), (TODAY + 6 * DAY, TODAY + 8 * DAY))
    bar = BoardBar(TODAY, TODAY, "running", NOBODY, away=spans)
    assert bar.away_between(TODAY, TODAY + 6 * DAY) == list(spans[1:])
    assert bar.away_between(TODAY - 7 * DAY, TODAY - DAY) == [spans[0]]
