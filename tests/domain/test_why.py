"""Why not: every pair that is no match has a reason, and every change that is named opens it when it is made."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from amdesk.domain.booking.matching import DEFAULT_WEIGHTS
from amdesk.domain.booking.why import Pair, apply, fits, rules, smallest_changes
from amdesk.domain.places.placement import Availability, Span
from amdesk.domain.values import FAR
from tests.domain.test_matching import FACTS, LONG, NEAR, people
from tests.make import TODAY, person, place

days = st.integers(-60, 500).map(lambda n: TODAY + timedelta(n))


@st.composite
def spans(draw: Any, hundredths: st.SearchStrategy[int]) -> Span:
    first = draw(days)
    return Span(
        first,
        draw(st.sampled_from([first + timedelta(draw(st.integers(0, 400))), FAR - timedelta(1)])),
        draw(hundredths),
    )


@st.composite
def pairs(draw: Any) -> Pair:
    opens = draw(days)
    where = place(
        occupation=draw(st.sampled_from(["PAR", "LOK"])),
        licence=draw(st.sampled_from(["", "B", "C"])),
        min_age=draw(st.sampled_from([16, 18])),
        language_min=draw(st.sampled_from(["", "A1", "B1", "C1"])),
        status=draw(st.sampled_from(["open", "open", "closed"])),
        demands=draw(st.sampled_from([(), ("lyft",), ("lyft", "hojd")])),
        shared=draw(st.booleans()),
        open_from=opens,
        schedule=draw(st.sampled_from(["mån-fre 07.00-16.00", "kväll och helg", ""])),
        open_to=draw(st.sampled_from([FAR, opens + timedelta(90)])),
    )
    rows = draw(st.lists(spans(st.sampled_from([0, 100, 200])), max_size=4))
    loads = draw(st.lists(spans(st.sampled_from([50, 100])), max_size=3))
    free = Availability(where.open_from, where.open_to, rows, loads)
    return Pair(draw(people), where, free, draw(st.sampled_from([None, NEAR, LONG])))


@given(pairs())
def test_every_pair_is_a_match_or_has_a_broken_rule(pair: Pair) -> None:
    broken = [r for r in rules(pair, FACTS, DEFAULT_WEIGHTS) if not r.kept]
    assert bool(broken) != fits(pair, FACTS, DEFAULT_WEIGHTS)
    assert all(r.change is not None for r in broken)


@given(pairs())
def test_the_named_changes_made_make_it_a_match(pair: Pair) -> None:
    changes = smallest_changes(pair, FACTS, DEFAULT_WEIGHTS)
    assert bool(changes) != fits(pair, FACTS, DEFAULT_WEIGHTS)
    for change in changes:
        pair = apply(pair, change, FACTS.today)
    assert fits(pair, FACTS, DEFAULT_WEIGHTS)


@given(pairs())
def test_none_of_the_named_changes_can_be_spared(pair: Pair) -> None:
    changes = smallest_changes(pair, FACTS, DEFAULT_WEIGHTS)
    for spared in changes:
        tried = pair
        for change in changes:
            tried = apply(tried, change, FACTS.today) if change != spared else tried
        assert not fits(tried, FACTS, DEFAULT_WEIGHTS)


def test_somebody_born_on_leap_day_is_18_on_the_first_of_march() -> None:
    young = person(born=date(2008, 2, 29))
    where = place(min_age=20)
    open_always = Availability(where.open_from, where.open_to, [Span(date(2024, 1, 1), FAR - timedelta(1), 100)], [])
    changes = smallest_changes(Pair(young, where, open_always, NEAR), FACTS, DEFAULT_WEIGHTS)
    assert [(c.kind, c.value) for c in changes] == [("start", "2028-02-29")]
    changes = smallest_changes(Pair(young, where._replace(min_age=19), open_always, NEAR), FACTS, DEFAULT_WEIGHTS)
    assert [(c.kind, c.value) for c in changes] == [("start", "2027-03-01")]
