"""One place more, tried before it is named: it is there on every day of half a year, whatever else begins or ends meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from amdesk.domain.booking.why import Pair, WhatIf, apply
from amdesk.domain.clock import FAR
from amdesk.domain.places.placement import Availability, Span
from amdesk.domain.texts import Text
from tests.make import TODAY, person, place

HALF_A_YEAR = 182
SPANS = st.lists(st.tuples(st.integers(-20, 200), st.integers(0, 220), st.sampled_from([0, 50, 100, 200])), max_size=4)


def at(days: int) -> date:
    return TODAY + timedelta(days)


def widened(free: Availability, opens: int = -900, closes: date = FAR) -> Pair:
    where = place(open_from=at(opens), open_to=closes)
    return apply(Pair(person(), where, free, None), WhatIf("place", "", Text("x"), at(0)), TODAY)


def spans(found: list[tuple[int, int, int]]) -> list[Span]:
    return [Span(at(first), at(first + length), level) for first, length, level in found]


@given(SPANS, SPANS)
def test_on_every_day_of_half_a_year_there_is_a_whole_place_more_than_is_taken(
    capacity: list[tuple[int, int, int]], loads: list[tuple[int, int, int]]
) -> None:
    made = widened(Availability(at(-900), FAR, spans(capacity), spans(loads))).free
    assert all(made.free_on(at(n)) >= 1 for n in range(HALF_A_YEAR + 1))


def test_what_begins_on_the_first_or_the_last_day_counts_on_that_day() -> None:
    for first in (0, 1, HALF_A_YEAR - 1, HALF_A_YEAR):
        made = widened(Availability(at(-900), FAR, [], [Span(at(first), at(first), 100)])).free
        assert [made.free_on(at(n)) >= 1 for n in (0, 1, HALF_A_YEAR - 1, HALF_A_YEAR)] == [True] * 4, first


def test_a_placement_that_opens_later_or_closes_earlier_is_stretched_and_no_further() -> None:
    late = widened(Availability(at(30), at(60), [], []), 30, at(60)).placement
    assert (late.open_from, late.open_to) == (at(0), at(HALF_A_YEAR))
    long = widened(Availability(at(-30), at(900), [], []), -30, at(900)).placement
    assert (long.open_from, long.open_to) == (at(-30), at(900))


def test_after_half_a_year_the_places_are_as_they_were() -> None:
    free = Availability(at(-900), FAR, [Span(at(-900), FAR - timedelta(1), 100)], [Span(at(-9), at(400), 100)])
    made = widened(free).free
    assert [made.free_on(at(n)) for n in (-1, 0, HALF_A_YEAR, HALF_A_YEAR + 1)] == [0, 1, 1, 0]
