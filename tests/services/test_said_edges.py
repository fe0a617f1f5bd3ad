"""Questions of lists as the log keeps them, cells as they are read, and rooms as they are rounded."""

from __future__ import annotations

import pytest

from amdesk.domain.booking.bookings import Wanted, checks
from amdesk.domain.clock import FAR
from amdesk.domain.places.placement import Availability, Span
from amdesk.domain.results.disclosure import Published, Puzzle
from amdesk.services.bank.seen import _goes_on, _question, _typed, shown
from amdesk.services.exchange.rereading import Ours
from amdesk.services.results.attack import Guarding, Linked, _up
from amdesk.services.results.leastloss import least_loss
from tests.make import TODAY, person, place
from tests.rows import day


def test_a_list_is_noted_with_the_choices_that_were_made_and_how_many_it_showed() -> None:
    assert _question(("waiting", "", True, 7), {"mine": 3, "descending": False, "day": TODAY}, 2) == "waiting 7 3: 2"
    assert _question((), {}, 0) == "0"
    assert _question((True, ""), {"x": None}, 4) == "4"
    assert (_typed((" Ada  P ",), {}), _typed((), {"words": "bo"}), _typed((7,), {}), _typed((), {})) == (
        "Ada P",
        "bo",
        "",
        "",
    )
    assert [_goes_on(*one) for one in (("pr", "Pro"), ("Pro", "p"), ("pro", "bo"), ("", "x"))] == [
        True,
        True,
        False,
        True,
    ]
    assert [shown(one) for one in ([1, 2], (), ([1], [2, 3]), None, 7)] == [2, 0, 3, 0, 0]


def test_what_is_made_of_a_cell_is_a_value_unless_its_words_are_kept() -> None:
    assert not Ours("x").as_words
    assert Ours("x") != Ours("x", as_words=True)


@pytest.mark.parametrize(
    ("room", "whole"), [(-1.0, 0), (0.0, 0), (0.5, 1), (1.0, 1), (1.0000001, 1), (1.5, 2), (7.0, 7)]
)
def test_room_is_rounded_up_and_what_is_as_good_as_whole_is_whole(room: float, whole: int) -> None:
    assert _up(room) == whole


def full_for(days: int) -> str:
    """What is said of a place whose one place is taken for so many days from today."""
    free = Availability(day(-9), FAR, [Span(day(-9), FAR, 100)], [Span(day(-9), day(days - 1), 100)])
    wanted = Wanted(person(), place(), TODAY, day(100), 100)
    (found,) = (c for c in checks(wanted, free, (), (), TODAY) if c.code == "FULL")
    return str(found.text)


def test_a_full_place_says_when_it_is_free_within_two_years() -> None:
    assert full_for(730).endswith(f"It is free from {day(730)}.")
    assert full_for(731).endswith("Choose another placement.")


def test_of_what_is_given_away_already_no_more_is_asked_than_can_be_had() -> None:
    """Both other terms of a sum were shown before: what is left is two, whatever is withheld now."""
    cells = {
        "all": Published(10, 40, shown=True), "women": Published(8, 40, shown=True), "men": Published(2, 40, "men"), "loose": Published(3, 40, "loose"),
        "both": Published(5, 40, "both"),
    }  # fmt: skip
    sums = [("all", ("women", "men")), ("both", ("men", "loose"))]
    asked = Guarding(Linked(cells, sums), {"men": (0, 5), "loose": (0, 5)})
    assert asked.given_away == ["men"]
    assert asked.needs == {"men": (2, 2), "loose": (0, 5)}
    assert asked.broken(frozenset({"men", "loose", "both"})) == []
    assert asked.broken(frozenset({"men", "loose"})) != [], "the sum tells what is left"
    found = least_loss(Puzzle(cells, sums, {"men": (0, 5), "loose": (0, 5)}, {"men": 31, "loose": 31, "both": 101}))
    assert (found.gone, found.proved, list(found.given_away)) == (frozenset({"loose", "both"}), True, ["men"])
