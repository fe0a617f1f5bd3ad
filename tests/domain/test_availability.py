"""Free places per day, against a plain count of days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from amdesk.domain.places.placement import Availability, Span

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(i) for i in range(60)]


@st.composite
def spans(draw: st.DrawFn, most: int) -> Span:
    a, b = sorted((draw(st.integers(0, 59)), draw(st.integers(0, 59))))
    return Span(DAYS[a], DAYS[b], 100 * draw(st.integers(0, most)))


places = st.builds(
    lambda capacity, loads, a, b: Availability(DAYS[min(a, b)], DAYS[max(a, b)], capacity, loads),
    st.lists(spans(3), max_size=4),
    st.lists(spans(1), max_size=5),
    st.integers(0, 59),
    st.integers(0, 59),
)


def slow_free(a: Availability, day: date) -> int:
    if not a.open_from <= day <= a.open_to:
        capacity = 0
    else:
        covering = [s.hundredths for s in a.capacity if s.first <= day <= s.last]
        capacity = covering[-1] if covering else 0
    return (capacity - sum(s.hundredths for s in a.loads if s.first <= day <= s.last)) // 100


@given(places)
def test_free_places_agree_with_counting_every_day(a: Availability) -> None:
    assert [a.free_on(d) for d in DAYS] == [slow_free(a, d) for d in DAYS]


@given(places, st.integers(0, 59), st.integers(0, 59))
def test_there_is_room_exactly_where_every_day_has_a_place(a: Availability, x: int, y: int) -> None:
    first, last = DAYS[min(x, y)], DAYS[max(x, y)]
    days = [d for d in DAYS if first <= d <= last]
    assert a.room(first, last) == all(slow_free(a, d) >= 1 for d in days)


@given(places, st.integers(1, 10))
def test_the_next_free_period_is_the_first_long_enough(a: Availability, least: int) -> None:
    found = a.next_free(FIRST, DAYS[-1], least=least)
    free = [slow_free(a, d) >= 1 for d in DAYS]
    starts = [i for i in range(60) if free[i] and (i == 0 or not free[i - 1])]
    ends = [next((j for j in range(i, 60) if not free[j]), 60) - 1 for i in starts]
    wanted = next(((i, j) for i, j in zip(starts, ends, strict=True) if j - i + 1 >= least or j == 59), None)
    assert (found and (found[0], found[1])) == (wanted and (DAYS[wanted[0]], min(DAYS[wanted[1]], a.open_to)))
