"""Whoever turns the age on the very day is old enough, and the day before she is not: wherever an age is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from amdesk.domain.booking.bookings import Wanted, checks
from amdesk.domain.booking.matching import DEFAULT_WEIGHTS, Facts, Opening, blocked
from amdesk.domain.booking.needs import Trip
from amdesk.domain.booking.rounds import Policy, RoundPeriod, Slot, edges_of
from amdesk.domain.booking.why import Pair, rules
from amdesk.domain.clock import FAR
from amdesk.domain.people.identity import age_on
from amdesk.domain.places.placement import Availability, Span
from amdesk.domain.results.casemix import age_band
from tests.make import TODAY, person, place

FREE = Availability(date(2024, 1, 1), FAR, (Span(date(2024, 1, 1), FAR, 100),), ())
FACTS = Facts({"PAR": "9214"}, (), TODAY, (), {"PAR": "Parkarbetare"})
NEAR = Trip(8, 4, 12, 0)
AGES = [16, 18, 20]


def born(age: int, day: date) -> date:
    """Of somebody who turns `age` on that day."""
    return day.replace(year=day.year - age)


@pytest.mark.parametrize("age", AGES)
def test_a_birthday_counts_from_its_own_day(age: int) -> None:
    assert age_on(born(age, TODAY), TODAY) == age
    assert age_on(born(age, TODAY), TODAY - timedelta(1)) == age - 1
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


@pytest.mark.parametrize("age", AGES)
def test_a_booking_from_the_birthday_on_is_allowed_and_the_day_before_is_not(age: int) -> None:
    young, where = person(born=born(age, TODAY)), place(min_age=age)

    def stopped(first: date) -> bool:
        wanted = Wanted(young, where, first, first + timedelta(60), 100)
        return "AGE" in {c.code for c in checks(wanted, FREE, (), (), TODAY - timedelta(30))}

    assert (stopped(TODAY), stopped(TODAY - timedelta(1))) == (False, True)


def test_a_minor_is_said_up_to_the_day_before_she_is_eighteen() -> None:
    young, where = person(born=born(18, TODAY)), place(min_age=16)

    def said(first: date) -> bool:
        wanted = Wanted(young, where, first, first + timedelta(60), 100)
        return "MINOR" in {c.code for c in checks(wanted, FREE, (), (), TODAY - timedelta(30))}

    assert (said(TODAY), said(TODAY - timedelta(1))) == (False, True)


@pytest.mark.parametrize("age", AGES)
def test_matching_opens_a_place_on_the_birthday(age: int) -> None:
    young = person(born=born(age, TODAY))

    def closed(first: date) -> str:
        return blocked(young, Opening(place(min_age=age), first, FAR, NEAR), DEFAULT_WEIGHTS, first)

    assert (closed(TODAY), closed(TODAY - timedelta(1))) == ("", "AGE")


@pytest.mark.parametrize("age", AGES)
def test_why_says_that_the_age_is_kept_on_the_birthday(age: int) -> None:
    def kept(first: date) -> bool:
        where = place(min_age=age, open_from=first)
        free = Availability(first, FAR, (Span(first, FAR, 100),), ())
        pair = Pair(person(born=born(age, TODAY)), where, free, NEAR)
        found = rules(pair, replace(FACTS, today=first), DEFAULT_WEIGHTS)
        return next(r.kept for r in found if r.code == "AGE")

    assert (kept(TODAY), kept(TODAY - timedelta(1))) == (True, False)


def test_a_band_of_ages_begins_with_its_own_number() -> None:
    assert [age_band(a) for a in (29, 30, 54, 55)] == [
        "under 30 years",
        "30–54 years",
        "30–54 years",
        "55 years and older",
    ]


def test_a_round_gives_a_later_place_to_whoever_is_old_enough_by_then() -> None:
    """Too young for the first free place of a team, old enough for the one that comes free after the birthday."""
    birthday = TODAY + timedelta(30)
    young, where = person(born=born(18, birthday)), place(min_age=18)
    slots = [Slot(where, 1, TODAY, FAR), Slot(where, 2, birthday, FAR)]
    period = RoundPeriod(TODAY, TODAY + timedelta(92))
    found = edges_of([young], slots, {("NH", "NH"): NEAR}, FACTS, Policy(), period)
    assert [e.slot for e in found] == [1]
