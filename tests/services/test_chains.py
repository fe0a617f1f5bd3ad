"""Chains of moves: found for whom no place is open to, as good or better for those who move, and proved by making them."""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from amdesk.db.engine.backup import prove
from amdesk.domain.booking.chains import Chain
from amdesk.domain.errors import Refused
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY, Need

DAY = timedelta(1)
SOON, LAST = TODAY + 14 * DAY, TODAY + 13 * DAY + 182 * DAY
LIFT = (Need("lift_max", "10", "must"),)


def placed(desk: Desk, place: int, first: Any = SOON, **given: Any) -> tuple[int, str]:
    """Somebody booked there who has not begun."""
    who = make.participant(desk.bank, **{"name": "Prov Bokad", "wishes": (), **given})
    return who, desk.booking.book(who, place, first, LAST).booking.ref


def test_one_move_opens_the_only_place_that_somebody_can_have(desk: Desk) -> None:
    light = make.placement(desk.bank, name="Lätta laget", demands=("lift_max=5",))
    heavy = make.placement(desk.bank, name="Tunga laget", demands=("lift_max=25",))
    mover, ref = placed(desk, light)
    who = make.participant(desk.bank, needs=LIFT, wishes=())
    with_place = desk.matching.for_participant(who).ranked
    assert with_place == ()
    (chain,) = desk.chains.find(who).chains
    assert [(m.what.booking.ref, m.to.id) for m in chain.moves] == [(ref, heavy)]
    assert "can begin at Lätta laget" in str(chain.text)
    assert "moves from there to Tunga laget" in str(chain.text)
    receipt = desk.chains.accept(who, chain.key)
    assert receipt.booking.participant_id == who
    assert {(b.participant_id, b.placement_id) for b in desk.booking.current()} == {(mover, heavy), (who, light)}
    assert prove(desk.bank) == []
    desk.history.undo()
    assert {(b.participant_id, b.placement_id) for b in desk.booking.current()} == {(mover, light)}


def test_two_moves_where_one_is_not_enough(desk: Desk) -> None:
    light = make.placement(desk.bank, name="Lätta laget", demands=("lift_max=5",))
    middle = make.placement(desk.bank, name="Mellan", demands=("lift_max=15",))
    heavy = make.placement(desk.bank, name="Tunga laget", demands=("lift_max=25",))
    first, _ = placed(desk, light, needs=(Need("lift_max", "15", "must"),))
    second, _ = placed(desk, middle)
    who = make.participant(desk.bank, needs=LIFT, wishes=())
    (chain,) = desk.chains.find(who).chains
    assert [m.to.id for m in chain.moves] == [heavy, middle]
    desk.chains.accept(who, chain.key)
    now = {(b.participant_id, b.placement_id) for b in desk.booking.current()}
    assert now == {(second, heavy), (first, middle), (who, light)}


def test_nobody_moves_to_what_is_worse_for_her_or_asks_what_she_must_not_do(desk: Desk) -> None:
    light = make.placement(desk.bank, name="Lätta laget", demands=("lift_max=5",), occupation="PAR")
    make.placement(desk.bank, name="Tunga laget", demands=("lift_max=25",), occupation="LOK")
    mover, _ = placed(desk, light, wishes=("PAR",))
    who = make.participant(desk.bank, needs=LIFT, wishes=())
    assert desk.chains.find(who).chains == ()
    make.placement(desk.bank, name="Okända laget", occupation="PAR", demands=())
    desk.participants.change(mover, {"needs": (Need("lift_max", "20", "must"),)})
    assert desk.chains.find(who).chains == ()  # what is not known about a must is no reason to move anybody
    assert desk.chains.find(make.participant(desk.bank, wishes=())).open > 0


def test_whoever_has_begun_is_protected_or_was_booked_for_a_reason_of_its_own_is_not_moved(desk: Desk) -> None:
    light = make.placement(desk.bank, 3, name="Lätta laget", demands=("lift_max=5",), language_min="")
    make.placement(desk.bank, 3, name="Tunga laget", demands=("lift_max=25",), language_min="")
    _, begun = placed(desk, light, first=TODAY)
    desk.booking.introduction_seen(begun)
    desk.booking.start(begun)
    hidden, _ = placed(desk, light)
    desk.participants.protect(hidden, 1)
    all_the_same = make.participant(desk.bank, wishes=(), needs=(Need("district", "KV", "must"),))
    desk.booking.book(all_the_same, light, SOON, LAST, despite="Hon vill")
    who = make.participant(desk.bank, needs=LIFT, wishes=())
    assert desk.chains.find(who).chains == ()


def test_a_chain_that_was_shown_is_not_made_after_something_has_changed(desk: Desk) -> None:
    light = make.placement(desk.bank, name="Lätta laget", demands=("lift_max=5",))
    heavy = make.placement(desk.bank, name="Tunga laget", demands=("lift_max=25",))
    placed(desk, light)
    who = make.participant(desk.bank, needs=LIFT, wishes=())
    (chain,) = desk.chains.find(who).chains
    placed(desk, heavy)
    before = len(desk.history.steps())
    with pytest.raises(Refused) as gone:
        desk.chains.accept(who, chain.key)
    assert gone.value.code == "GONE"
    assert len(desk.history.steps()) == before


def test_of_a_protected_person_chains_are_looked_for_with_a_reason_alone(desk: Desk) -> None:
    who = make.participant(desk.bank, protection=1, needs=LIFT)
    with pytest.raises(Refused) as shut:
        desk.chains.find(who)
    assert shut.value.code == "PROTECTED"
    assert desk.chains.find(who, "ringer").chains == ()


def _world(desk: Desk, dice: Random) -> list[int]:
    """A small city whose light places are full and whose heavy ones are not; who waits, and can have a light one alone."""
    lifts = [5, 12, 12, 25, 25]
    places = [
        make.placement(
            desk.bank,
            dice.choice((1, 1, 2)),
            name=f"Plats {i}",
            demands=(f"lift_max={lift}",),
            occupation=dice.choice(("PAR", "LOK")),
            language_min=dice.choice(("", "A2", "B2")),
        )
        for i, lift in enumerate(lifts)
    ]
    for i in range(8):
        who = make.participant(
            desk.bank,
            name=f"Prov Bokad{i}",
            wishes=dice.choice(((), ("PAR",), ("LOK",))),
            needs=dice.choice(((), (Need("lift_max", "15", "must"),))),
            language=dice.choice(("A2", "B1", "C1")),
        )
        for place in places:
            with suppress(Refused):
                desk.booking.book(who, place, TODAY + dice.choice((7, 14)) * DAY, LAST + 60 * DAY)
                break
    return [
        make.participant(desk.bank, name=f"Prov Väntar{i}", wishes=(), needs=LIFT, language=dice.choice(("A2", "B1")))
        for i in range(3)
    ]


def _better_or_equal(desk: Desk, chain: Chain) -> None:
    """By the score that matching gives on the day, asked of the bank after everything was made."""
    from amdesk.domain.booking.matching import Opening, score

    facts, weights = desk.matching.facts(), desk.matching.weights()
    for m in chain.moves:
        b, person = m.what.booking, desk.work.participant(m.what.person.id)
        marks = [
            score(
                person,
                Opening(p, b.from_date, b.to_date, desk.matching.pair(person.id, p.id).trip),
                b.from_date,
                facts,
                weights,
            ).score
            for p in (m.what.place, m.to)
        ]
        assert marks[1] >= marks[0]
        now = desk.booking.get(b.ref)
        assert (now.placement_id, now.from_date, now.to_date) == (m.to.id, b.from_date, b.to_date)
        assert not [c for c in desk.booking.warnings(b.ref) if c.must]


@pytest.mark.parametrize("seed", range(20))
def test_every_chain_that_is_found_can_be_made_breaks_no_rule_and_is_undone_as_one_step(desk: Desk, seed: int) -> None:
    dice = Random(seed)
    for who in _world(desk, dice):
        found = desk.chains.find(who)
        for chain in found.chains:
            before = sorted((b.ref, b.placement_id, b.from_date, b.to_date) for b in desk.booking.current())
            made = desk.chains.accept(who, chain.key)
            assert (made.booking.placement_id, made.booking.from_date) == (chain.place.id, chain.first)
            assert 1 <= len(chain.moves) <= 2
            _better_or_equal(desk, chain)
            assert prove(desk.bank) == []
            desk.history.undo()
            after = sorted((b.ref, b.placement_id, b.from_date, b.to_date) for b in desk.booking.current())
            assert after == before


def test_random_cities_have_chains_of_one_and_of_two_moves() -> None:
    """What the test above walks is not empty."""
    lengths = set()
    for seed in range(20):
        with closing(make.memory()) as bank:
            desk = make.desk(bank)
            for who in _world(desk, Random(seed)):
                lengths |= {len(c.moves) for c in desk.chains.find(who).chains}
    assert lengths == {1, 2}
