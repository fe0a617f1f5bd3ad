"""Looking ahead on a bank: what history says, what is held, what stands beside a proposal, and that nobody is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from amdesk.db.engine.opening import open_bank
from amdesk.domain.booking.ahead import AHEAD_DAYS, FUTURES, WEEK, YEAR
from amdesk.domain.booking.rounds import Edge, RoundQuestion
from amdesk.domain.people.participant import Need, Participant
from amdesk.services.booking.foresight import held, held_back, history, just_placed
from amdesk.services.booking.instead import WORTH, _aims, every_other, why_not
from amdesk.services.booking.rounds import Round
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY

IN_TEAM = Need("kind", "in_house", "must")


def ahead(desk: Desk, *, on: bool = True) -> Round:
    return desk.rounds.solve(policy=replace(desk.rounds.policy(), look_ahead=on))


def test_history_is_counts_of_the_same_needs_and_names_nobody(desk: Desk) -> None:
    for i in range(3):
        make.participant(desk.bank, name=f"Lika {i}", registered_on=TODAY - timedelta(100 + i))
    make.participant(desk.bank, name="Annan", language="A1", registered_on=TODAY - timedelta(10))
    found = history(desk.bank, TODAY)
    assert sorted(r.times for r in found.referred) == [1, 3]
    assert found.days == 103
    assert "Lika" not in repr(found)
    assert "D-0001" not in repr(found)


@pytest.mark.parametrize("day", [YEAR - 1, YEAR, YEAR + 20])
def test_the_same_season_a_year_ago_is_expected_whoever_came_on_the_first_day_of_the_year(desk: Desk, day: int) -> None:
    make.participant(desk.bank, name="Begun", registered_on=TODAY - timedelta(day))
    last = TODAY - timedelta(YEAR - AHEAD_DAYS)  # the last of the days that are looked ahead to, a year ago
    for i in range(6):
        make.participant(desk.bank, name=f"Then {i}", registered_on=last)
    for i in range(30):
        make.participant(desk.bank, name=f"Since {i}", registered_on=last + timedelta(1 + i))
    found = history(desk.bank, TODAY)
    assert found.days == YEAR
    assert found.coming == pytest.approx(7 if day < YEAR else 6)


def test_where_a_protected_person_lives_is_in_no_count(desk: Desk) -> None:
    make.participant(desk.bank, name="Skyddad", protection=2, district="NH", registered_on=TODAY - timedelta(100))
    (kind,) = history(desk.bank, TODAY).referred
    assert kind.asks.district == ""


def test_with_a_thin_history_the_round_is_as_without(desk: Desk) -> None:
    make.participant(desk.bank, registered_on=TODAY - timedelta(200))
    make.placement(desk.bank)
    answer = ahead(desk)
    assert answer.outlook is None
    assert [p.person.number for p in answer.optimal] == ["D-0001"]


def test_off_is_off_whatever_the_history(desk: Desk) -> None:
    for i in range(30):
        make.participant(desk.bank, name=f"P {i}", registered_on=TODAY - timedelta(150 - i))
    make.placement(desk.bank, 2)
    answer = ahead(desk, on=False)
    assert answer.outlook is None
    assert answer.question.ahead is None
    assert len(answer.optimal) == 2


def crowded(desk: Desk) -> Round:
    """Thirty who wait and must be in a team, one who need not; two places in a team and one outside it."""
    for i in range(30):
        make.participant(desk.bank, name=f"P {i}", needs=(IN_TEAM,), registered_on=TODAY - timedelta(150 - i))
    make.participant(desk.bank, name="Vem Somhelst", registered_on=TODAY - timedelta(170))
    make.placement(desk.bank, 2, kind="in_house", name="Laget")
    make.placement(desk.bank, name="Parken")
    return ahead(desk)


def test_whoever_can_be_elsewhere_leaves_the_scarce_place(desk: Desk) -> None:
    answer = crowded(desk)
    assert answer.question.ahead is not None
    by = {p.person.number: p.slot.placement.name for p in answer.optimal}
    assert by["D-0031"] == "Parken"
    prices = {answer.world.placements[k].name: v for k, v in answer.question.ahead.of_place.items()}
    assert prices["Laget"] > prices["Parken"]


def test_the_sentence_about_holding_counts_futures_and_is_the_same_every_time(desk: Desk) -> None:
    answer = crowded(desk)
    said = [[r for r in mine if r.code == "HELD"] for mine in desk.rounds.reasons(answer)]
    again = [[r for r in mine if r.code == "HELD"] for mine in desk.rounds.reasons(ahead(desk))]
    assert said == again
    for found in said:
        for reason in found:
            assert str(reason.text).startswith("Hold this place: in ")
            assert f"of {FUTURES} futures" in str(reason.text)


@pytest.fixture
def city(demo_bank: Path) -> Iterator[Desk]:
    bank = open_bank(str(demo_bank), actor="T", account="t", clock=make.CLOCK)
    yield Desk(bank, make.CLOCK)
    bank.close()


def without(answer: Round) -> set[str]:
    placed = {p.person.number for p in answer.optimal}
    return {p.number for p in answer.question.people if p.number not in placed}


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("at_once", [100, 4, 1])
def test_what_a_round_holds_is_not_given_away_by_the_next_on_the_same_day(city: Desk, at_once: int) -> None:
    answer = ahead(city)
    waits, (places, people) = without(answer), held_back(answer.question, answer.chosen)
    assert (len(answer.optimal) > 10, places > 10, people) == (True, True, len(waits))
    while answer.optimal:
        assert without(answer) == waits
        city.rounds.accept(city.rounds.keep(answer), answer.optimal[:at_once])
        answer = ahead(city)
    assert without(answer) == waits
    assert held_back(answer.question, answer.chosen) == (places, people)


def test_whoever_was_placed_a_week_ago_claims_nothing_more(city: Desk) -> None:
    answer = ahead(city)
    city.rounds.accept(city.rounds.keep(answer), answer.optimal)
    accepted = {p.person.number for p in answer.optimal}
    for days, counted in ((0, accepted), (WEEK - 1, accepted), (WEEK, set())):
        found = just_placed(city.bank, TODAY + timedelta(days))
        assert {p.person.number for p in found} & accepted == counted


def test_a_booking_that_was_cancelled_claims_nothing_and_nobody_who_may_only_be_stored_does(desk: Desk) -> None:
    keys = [make.participant(desk.bank, name=f"P {i}", protection=2 * (i == 2), district="NH") for i in range(3)]
    place = make.placement(desk.bank, 3)
    made = [desk.booking.book(k, place, TODAY, TODAY + timedelta(60), 100) for k in keys]
    assert [p.placement for p in just_placed(desk.bank, TODAY)] == [place] * 3
    assert [p.person.district for p in just_placed(desk.bank, TODAY)] == ["NH", "NH", ""]
    desk.booking.cancel(made[0].booking.ref)
    desk.participants.restrict(keys[1], True, "x")
    assert [p.person.id for p in just_placed(desk.bank, TODAY)] == [keys[2]]


def test_why_not_names_a_rule_or_what_would_be_lost(desk: Desk) -> None:
    answer = crowded(desk)
    by = {p.person.number: p for p in answer.optimal}
    inside, outside = next(p for n, p in by.items() if n != "D-0031"), by["D-0031"]
    assert "cannot be at Parken" in str(why_not(answer, inside, outside).text)
    moved = why_not(answer, outside, inside)
    assert moved.less > 0
    assert "Vem Somhelst at Laget" in str(moved.text)
    assert [n.that.slot.placement.name for n in every_other(answer, outside)] == ["Laget"]
    hidden = [
        p if p is outside else p._replace(person=replace(cast(Participant, p.person), protection=1))
        for p in answer.optimal
    ]
    assert every_other(replace(answer, optimal=hidden), outside) == [], "where a protected person is to be is not told"


def test_why_not_tells_of_a_lock(desk: Desk) -> None:
    answer = crowded(desk)
    inside = next(p for p in answer.optimal if p.person.number != "D-0031")
    outside = next(p for p in answer.optimal if p.person.number == "D-0031")
    locked = why_not(answer, inside, outside._replace(locked=True))
    assert str(locked.text) == "Vem Somhelst is locked to Parken."


@pytest.mark.parametrize("strength", [1, 50, 100])
def test_the_switch_and_the_strength_are_kept_with_the_policy_and_with_the_round(desk: Desk, strength: int) -> None:
    before = desk.rounds.policy()
    desk.rounds.set_policy(replace(before, look_ahead=True, strength=strength))
    now = desk.rounds.policy()
    assert (now.version, now.look_ahead, now.strength) == (before.version + 1, True, strength)
    make.placement(desk.bank)
    desk.rounds.keep(desk.rounds.solve())
    assert desk.rounds.latest()[0].policy["strength"] == strength


def test_nobody_waits_beside_a_place_that_nobody_else_asks_for(desk: Desk) -> None:
    """Thirty a year and two hundred places: whoever waits is placed, however many chances are to come."""
    for i in range(30):
        make.participant(desk.bank, name=f"P {i}", registered_on=TODAY - timedelta(150 - i))
    make.placement(desk.bank, 100, name="Laget")
    make.placement(desk.bank, 100, name="Parken", occupation="LOK")
    answer = ahead(desk)
    assert answer.outlook is not None
    assert len(answer.optimal) == 30


@pytest.mark.parametrize(
    ("order", "compared"),
    [
        (("placed", "fit", "waiting"), [WORTH, "waiting"]),
        (("waiting", "placed", "fit"), ["waiting", WORTH]),
        (("placed", "waiting", "fit"), [WORTH, "waiting", "fit"]),
        (("fit", "placed", "waiting"), ["fit", WORTH, "waiting"]),
    ],
)
def test_looking_ahead_joins_number_and_fit_where_they_follow_each_other(
    order: tuple[str, ...], compared: list[str]
) -> None:
    for ahead, aims in ((object(), compared), (None, list(order))):
        question = SimpleNamespace(policy=SimpleNamespace(order=order), ahead=ahead)
        assert list(_aims(cast("RoundQuestion", question))) == aims


def test_who_has_no_place_is_told_of_those_that_fit_and_are_held_and_of_no_taken_one() -> None:
    one, other, third = (cast(Edge, SimpleNamespace(slot=slot)) for slot in (1, 2, 3))
    assert held([one], [one]) is None
    assert str(held([one], [one, other])).startswith("1 free place fits but is held")
    assert str(held([one], [one, other, third, third])).startswith("2 free places fit but are held"), "each place once"
