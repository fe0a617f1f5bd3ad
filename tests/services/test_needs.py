"""What stands between a person and a place is said alike wherever it is asked: match, why, board, round, book, move."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from amdesk.db.bank import reference
from amdesk.domain.people.participant import Need
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_modules import module

OF_THE_PERIOD = {"SHORT", "PAST", "EXTENT", "FORM_STEP"}
"""Warnings about the days and the extent that somebody typed: no answer about the pair."""
NEEDS = [
    Need("daytime", "", "must"), Need("start_after", "09:00", "important"), Need("start_after", "kl 9", "must"), Need("avoid", "lyft", "must"),
    Need("avoid", "djur", "nice"), Need("lift_max", "10", "important"), Need("max_travel", "15", "must"), Need("district", "KV", "important"),
    Need("kind", "external", "nice"), Need("words", "lugn miljö", "must"), Need("words", "nära buss", "important"), Need("okänt", "x", "must"),
]  # fmt: skip


def somebody(desk: Desk, dice: Random) -> int:
    return make.participant(
        desk.bank,
        needs=tuple(dice.sample(NEEDS, dice.randrange(4))),
        language=dice.choice(("", "A1", "B1")),
        licence=dice.choice(("", "B")),
        born=dice.choice((None, date(1986, 4, 12), date(2010, 1, 13))),
        district=dice.choice(("", "NH", "Södra Slingan")),
        max_travel=dice.choice((None, 30)),
        registered_on=TODAY - timedelta(30),
    )


def somewhere(desk: Desk, dice: Random) -> int:
    return make.placement(
        desk.bank,
        5,
        schedule=dice.choice(("mån-fre 06.30-15.15", "mån-fre 09.00-16.00", "", "enligt överenskommelse")),
        demands=dice.choice(((), ("lyft",), ("gaende",))),
        district=dice.choice(("", "NH", "KV")),
        language_min=dice.choice(("", "A2", "B2")),
        licence=dice.choice(("", "B")),
        background_check=dice.choice(("none", "school_act")),
        kind=dice.choice(("external", "in_house")),
    )


def city(desk: Desk) -> None:
    trip = {"walk_min": 60, "cycle_min": 20, "bus_min": 18, "changes": 0}
    with desk.bank.write(text("a city")):
        reference.add_code(desk.bank, "districts", "NH", "Norra Hamnen")
        reference.add_code(desk.bank, "districts", "KV", "Kvarnstaden")
        reference.add_travel(desk.bank, {"from": "NH", "to": "NH", **trip, "bus_min": 9})
        reference.add_travel(desk.bank, {"from": "NH", "to": "KV", **trip})


def sentences(found: Iterable[Any]) -> set[str]:
    return {str(c.text) for c in found if c.code and c.code not in OF_THE_PERIOD}


@pytest.mark.parametrize("seed", range(12))
def test_match_why_board_round_book_and_move_warn_in_the_same_sentences(desk: Desk, seed: int) -> None:
    dice = Random(seed)
    city(desk)
    place = somewhere(desk, dice)
    who = [somebody(desk, dice) for _ in range(5)]
    board = {m.participant.id: sentences(r for r in said if r.warns) for m, said in desk.matching.fitting(place, 9)}
    answer = desk.rounds.solve()
    proposed = {
        p.person.id: sentences(said) for p, said in zip(answer.optimal, desk.rounds.reasons(answer), strict=True)
    }
    for person in who:
        asked = sentences(desk.matching.why(person, place).warnings)
        ranked = desk.matching.for_participant(person).ranked
        for said in desk.matching.reasons(person, ranked):
            assert sentences(said) == asked
        assert (person in board) is bool(ranked) is (person in proposed)
        assert board.get(person, asked) == proposed.get(person, asked) == asked
        receipt = desk.booking.book(person, place, TODAY, TODAY + timedelta(200))
        assert sentences(receipt.warnings) == asked
        moved = desk.booking.move(receipt.booking.ref, None, TODAY + timedelta(3), TODAY + timedelta(210))
        assert sentences(desk.booking.warnings(moved.ref)) == asked
        later = desk.booking.extend(moved.ref, TODAY + timedelta(220))
        assert sentences(desk.booking.warnings(later.ref)) == asked


@pytest.mark.parametrize("weight", ["must", "important", "nice"])
def test_a_need_in_free_words_is_said_at_every_door_and_called_met_at_none(desk: Desk, weight: str) -> None:
    who = make.participant(desk.bank, needs=(Need("words", "lugn miljö", weight),), born=date(1986, 4, 12))
    place = make.placement(desk.bank)
    receipt = desk.booking.book(who, place, TODAY, TODAY + timedelta(200))
    (sentence,) = sentences(receipt.warnings)
    assert "lugn miljö" in sentence
    assert "Not known" in sentence
    desk.booking.cancel(receipt.booking.ref)
    for found in (
        desk.matching.reasons(who, desk.matching.for_participant(who).ranked)[0],
        desk.matching.fitting(place, 1)[0][1],
        desk.rounds.reasons(desk.rounds.solve())[0],
    ):
        assert sentence in {str(r.text) for r in found}
        assert "All needs met" not in {str(r.text) for r in found}


def test_a_module_that_meets_in_working_hours_is_said_at_booking_too(desk: Desk) -> None:
    who, m, place = make.participant(desk.bank), module(desk), make.placement(desk.bank)
    desk.modules.step(desk.modules.need(who, "yrkessvenska").id, "enrolled", module_id=m.id)
    found = desk.booking.book(who, place, TODAY, TODAY + timedelta(200)).warnings
    assert "Yrkessvenska i kök (tis) lies within the working hours" in [str(c.text) for c in found]
