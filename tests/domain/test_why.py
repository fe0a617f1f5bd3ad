"""Why not: every pair that is no match has a reason, and every change that is named opens it when it is made."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amdesk.domain.booking.matching import DEFAULT_WEIGHTS
from amdesk.domain.booking.needs import MET, NOT_KNOWN, NOT_MET
from amdesk.domain.booking.why import Pair, WhatIf, apply, effort, fits, load_of, rules, smallest_changes, warnings
from amdesk.domain.clock import FAR
from amdesk.domain.people.participant import Need
from amdesk.domain.places.placement import Availability, Span
from amdesk.domain.texts import Text
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


@pytest.mark.thorough(long=True)
@given(pairs())
def test_every_pair_is_a_match_or_has_a_broken_rule(pair: Pair) -> None:
    broken = [r for r in rules(pair, FACTS, DEFAULT_WEIGHTS) if not r.kept]
    assert bool(broken) != fits(pair, FACTS, DEFAULT_WEIGHTS)
    assert all(r.change is not None for r in broken)


@pytest.mark.thorough(long=True)
@given(pairs())
def test_the_named_changes_made_make_it_a_match(pair: Pair) -> None:
    changes = smallest_changes(pair, FACTS, DEFAULT_WEIGHTS)
    assert bool(changes) != fits(pair, FACTS, DEFAULT_WEIGHTS)
    for change in changes:
        pair = apply(pair, change, FACTS.today)
    assert fits(pair, FACTS, DEFAULT_WEIGHTS)


@pytest.mark.thorough(long=True)
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
    assert [(c.kind, c.day) for c in changes] == [("start", date(2028, 2, 29))]
    changes = smallest_changes(Pair(young, where._replace(min_age=19), open_always, NEAR), FACTS, DEFAULT_WEIGHTS)
    assert [(c.kind, c.day) for c in changes] == [("start", date(2027, 3, 1))]


ALWAYS = Availability(date(2024, 1, 1), FAR, [Span(date(2024, 1, 1), FAR - timedelta(1), 100)], [])


def full_until(days: int) -> Availability:
    return ALWAYS._replace(loads=[Span(date(2024, 1, 1), TODAY + timedelta(days), 100)])


def minor(days: int) -> Any:
    """Somebody who is 18 so many days from today."""
    turns = TODAY + timedelta(days)
    return person(born=turns.replace(year=turns.year - 18))


def codes(found: Any) -> list[str]:
    return [c.code for c in found]


def test_age_is_asked_on_the_first_day_that_the_place_is_free() -> None:
    """Somebody who is 18 before the place is free is no minor there, and one who is 18 a day later still is."""
    for days, young in ((20, False), (21, False), (22, True)):
        pair = Pair(minor(days), place(min_age=18), full_until(20), NEAR)
        assert ("MINOR" in codes(warnings(pair, FACTS))) is young
        kept = {r.code: r.kept for r in rules(pair, FACTS, DEFAULT_WEIGHTS)}
        assert (kept["FREE"], kept["AGE"]) == (True, not young)
    waiting = Pair(minor(22), place(), full_until(400), NEAR)
    assert "MINOR" in codes(warnings(waiting, FACTS)), "with no free place the day is the person's own"
    assert "MINOR" in codes(warnings(Pair(minor(1), place(), ALWAYS, NEAR), FACTS))
    assert "MINOR" not in codes(warnings(Pair(minor(0), place(), ALWAYS, NEAR), FACTS))


def test_a_shared_placement_is_asked_for_the_persons_own_extent_and_another_for_a_whole_place() -> None:
    half = ALWAYS._replace(loads=[Span(date(2024, 1, 1), FAR - timedelta(1), 50)])
    for shared, extent, fitting in ((True, 50, True), (True, 51, False), (False, 50, False)):
        pair = Pair(person(extent=extent), place(shared=shared), half, NEAR)
        assert load_of(pair) == (extent if shared else 100)
        assert fits(pair, FACTS, DEFAULT_WEIGHTS) is fitting


def change_of(code: str, pair: Pair) -> tuple[str, str | date] | None:
    (rule,) = [r for r in rules(pair, FACTS, DEFAULT_WEIGHTS) if r.code == code]
    assert rule.kept == (rule.change is None)
    assert rule.answer == (NOT_MET if not rule.kept else MET if rule.known else NOT_KNOWN)
    return (rule.change.kind, rule.change.day or rule.change.value) if rule.change else None


def test_each_broken_rule_names_the_change_that_would_open_it() -> None:
    def pair(**given: Any) -> Pair:
        names = {"licence_held": "licence", "language": "language", "needs": "needs"}
        who: dict[str, Any] = {names[k]: given.pop(k) for k in names if k in given}
        return Pair(person(**who), place(**given), ALWAYS, LONG)

    assert change_of("OPEN", pair(status="closed")) == ("status", "open")
    assert change_of("OPEN", pair()) is None
    assert change_of("LICENCE", pair(licence="B", licence_held="AM")) == ("licence", "B")
    assert change_of("LICENCE", pair(licence="B", licence_held="AM B")) is None
    assert change_of("LICENCE", pair()) is None
    assert change_of("LANGUAGE", pair(language="A1", language_min="B2")) == ("language", "B1"), "one step is allowed"
    assert change_of("LANGUAGE", pair(language="B1", language_min="B2")) is None
    assert change_of("LANGUAGE", pair(language="", language_min="C1")) is None
    need = Need("max_travel", "10", "must")
    assert change_of("NEED_MAX_TRAVEL", pair(needs=(need,))) == ("need", "max_travel:10")
    assert change_of("FREE", Pair(person(), place(), full_until(400), NEAR)) == ("place", TODAY)
    closed = Pair(person(), place(status="closed"), full_until(400), NEAR)
    assert change_of("FREE", closed) is None, "a closed placement is told by its own rule"


def test_what_nobody_knows_closes_nothing_and_is_never_called_kept() -> None:
    unknown = Pair(person(born=None, language=""), place(licence="truckkort", language_min="B1"), ALWAYS, NEAR)
    found = {r.code: (r.kept, r.known) for r in rules(unknown, FACTS, DEFAULT_WEIGHTS)}
    assert (found["LICENCE"], found["AGE"], found["LANGUAGE"]) == ((True, False),) * 3
    assert found["OPEN"] == found["FREE"] == (True, True)
    assert {r.code for r in rules(unknown, FACTS, DEFAULT_WEIGHTS) if r.answer == NOT_KNOWN} == {
        "LICENCE",
        "AGE",
        "LANGUAGE",
    }


def test_an_effort_is_a_step_of_swedish_or_one() -> None:
    def change(kind: str, value: str = "") -> WhatIf:
        return WhatIf(kind, value, Text("x"))

    learner = person(language="A1")
    assert effort(learner, []) == 0
    assert effort(learner, [change("language", "B1"), change("licence", "B"), change("place")]) == 4
    assert effort(learner, [change("language", "A1")]) == 0


def test_a_change_makes_what_it_says_and_nothing_else() -> None:
    pair = Pair(
        person(licence="AM", needs=(Need("avoid", "lyft", "must"), Need("kind", "external", "must"))),
        place(status="closed"),
        ALWAYS,
        NEAR,
    )

    def made(kind: str, value: str = "", day: date | None = None) -> Pair:
        return apply(pair, WhatIf(kind, value, Text("x"), day), TODAY)

    assert made("status", "open").placement.status == "open"
    assert made("licence", "B").person.licence == "AM B"
    assert made("language", "C1").person.language == "C1"
    assert [n.weight for n in made("need", "avoid:lyft").person.needs] == ["important", "must"]
    early, late = TODAY - timedelta(5), TODAY + timedelta(5)
    assert [made("start", day=d).person.available_from for d in (early, late)] == [TODAY, late]
    wider = apply(
        Pair(person(), place(open_to=TODAY), full_until(10), NEAR), WhatIf("place", "", Text("x"), TODAY), TODAY
    )
    assert wider.placement.open_to == TODAY + timedelta(182)
    assert all(wider.free.free_on(TODAY + timedelta(d)) >= 1 for d in (0, 10, 11, 181, 182))
    with pytest.raises(ValueError, match="weather"):
        made("weather", "sun")
