"""Chains of moves: found for whom no place is open to, as good or better for those who move, and proved by making them."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from amdesk.db.engine.backup import prove
from amdesk.domain.booking.chains import Chain
from amdesk.domain.change import Change
from amdesk.domain.errors import Refused
from amdesk.services.booking.chains import moves_from
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY, Need

DAY = timedelta(1)
SOON, LAST = TODAY + 14 * DAY, TODAY + 13 * DAY + 182 * DAY
LIFT = (Need("lift_max", "10", "must"),)
ADULT, MINOR = date(1986, 4, 12), date(2009, 12, 20)


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


@pytest.mark.parametrize(
    ("opens", "closes", "moves"), [(SOON, LAST, True), (SOON + DAY, LAST, False), (SOON, LAST - DAY, False)]
)
def test_nobody_moves_to_a_place_that_is_closed_on_a_day_of_the_booking(
    desk: Desk, opens: date, closes: date, moves: bool
) -> None:
    light = make.placement(desk.bank, name="Lätta laget", demands=("lift_max=5",))
    make.placement(desk.bank, name="Tunga laget", demands=("lift_max=25",), open_from=opens, open_to=closes)
    placed(desk, light)
    who = make.participant(desk.bank, needs=LIFT, wishes=())
    assert bool(desk.chains.find(who).chains) is moves


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


def begun(desk: Desk, place: int, last: Any = LAST, **given: Any) -> tuple[int, str]:
    """Somebody who is there already."""
    who = make.participant(desk.bank, **{"name": "Prov Börjat", "wishes": (), **given})
    ref = desk.booking.book(who, place, TODAY, last).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    return who, ref


def test_whoever_has_begun_goes_on_elsewhere_from_tomorrow_in_the_same_employment_as_one_step(desk: Desk) -> None:
    light = make.placement(desk.bank, name="Lätta laget", demands=("lift_max=5",))
    heavy = make.placement(desk.bank, name="Tunga laget", demands=("lift_max=25",))
    mover, ref = begun(desk, light)
    who = make.participant(desk.bank, needs=LIFT, wishes=())
    (chain,) = desk.chains.find(who).chains
    told = f"Prov Börjat, who has begun, goes on at Tunga laget from {TODAY + DAY}"
    assert told in str(chain.text)
    assert chain.first == TODAY + DAY
    before = desk.booking.get(ref)
    desk.chains.accept(who, chain.key)
    (now,) = [b for b in desk.booking.current() if b.participant_id == mover and b.placement_id == heavy]
    assert (now.from_date, now.to_date) == (TODAY + DAY, LAST)
    assert now.employment_id == before.employment_id
    assert (desk.booking.get(ref).status, desk.booking.get(ref).to_date) == ("ended", TODAY)
    assert prove(desk.bank) == []
    desk.history.undo()
    assert desk.booking.get(ref) == before


def test_whoever_has_begun_stays_for_less_than_four_weeks_and_moves_to_no_other_occupation(desk: Desk) -> None:
    light = make.placement(desk.bank, 2, name="Lätta laget", demands=("lift_max=5",))
    make.placement(desk.bank, 2, name="Andra laget", demands=("lift_max=25",), occupation="LOK")
    begun(desk, light, TODAY + 300 * DAY)
    _, ref = begun(desk, light)
    who = make.participant(desk.bank, needs=LIFT, wishes=())
    assert desk.chains.find(who).chains == ()
    same = make.placement(desk.bank, name="Tunga laget", demands=("lift_max=25",))
    assert {m.to.id for c in desk.chains.find(who).chains for m in c.moves} == {same}
    booking = desk.booking.get(ref)
    since = [moves_from(replace(booking, to_date=TODAY + days * DAY), TODAY) for days in (27, 28)]
    assert since == [None, TODAY + DAY]


def test_of_several_chains_those_who_have_not_begun_move_first(desk: Desk) -> None:
    light = make.placement(desk.bank, 2, name="Lätta laget", demands=("lift_max=5",))
    make.placement(desk.bank, 2, name="Tunga laget", demands=("lift_max=25",))
    _, there = begun(desk, light)
    _, coming = placed(desk, light)
    who = make.participant(desk.bank, needs=LIFT, wishes=())
    found = [c.moves[0].what.booking.ref for c in desk.chains.find(who).chains]
    assert found == [coming, there]


def test_whoever_is_protected_or_was_booked_for_a_reason_of_its_own_is_not_moved(desk: Desk) -> None:
    light = make.placement(desk.bank, 3, name="Lätta laget", demands=("lift_max=5",), language_min="")
    make.placement(desk.bank, 3, name="Tunga laget", demands=("lift_max=25",), language_min="")
    _, short = begun(desk, light)
    hidden, _ = placed(desk, light)
    desk.participants.protect(hidden, 1)
    all_the_same = make.participant(desk.bank, wishes=(), needs=(Need("district", "KV", "must"),))
    desk.booking.book(all_the_same, light, SOON, LAST, despite="Hon vill")
    who = make.participant(desk.bank, needs=LIFT, wishes=())
    assert short
    moved = {m.what.booking.ref for c in desk.chains.find(who).chains for m in c.moves}
    assert moved == {short}, "of these three she alone may move"


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
            demands=(f"lift_max={lift}", *dice.choice(((), (), ("height=2",)))),
            occupation=dice.choice(("PAR", "LOK")),
            language_min=dice.choice(("", "A2", "B2")),
            background_check=dice.choice(("", "", "", "school_act")),
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
            born=dice.choice((ADULT, ADULT, ADULT, MINOR)),
        )
        if dice.random() < 0.7:
            desk.participants.extract_shown(who, "school_act", TODAY)
        for place in places:
            with suppress(Refused):
                first = dice.choice((TODAY, TODAY + 7 * DAY, TODAY + 14 * DAY))
                ref = desk.booking.book(who, place, first, LAST + 60 * DAY).booking.ref
                if first == TODAY:
                    desk.booking.introduction_seen(ref)
                    desk.booking.start(ref)
                break
    waiting = [
        make.participant(
            desk.bank,
            name=f"Prov Väntar{i}",
            wishes=(),
            needs=LIFT,
            language=dice.choice(("A2", "B1")),
            born=dice.choice((ADULT, ADULT, ADULT, MINOR)),
        )
        for i in range(3)
    ]
    for place in places:
        for who in dice.sample(waiting, dice.choice((0, 0, 1, 2))):
            with suppress(Refused):
                desk.queues.add(who, place)
    return waiting


def _better_or_equal(desk: Desk, chain: Chain) -> None:
    """By the score that matching gives on the day, asked of the bank after everything was made."""
    from amdesk.domain.booking.matching import Opening, score

    facts, weights = desk.matching.facts(), desk.matching.weights()
    for m in chain.moves:
        b, person = m.what.booking, desk.work.participant(m.what.person.id)
        marks = [
            score(
                person,
                Opening(p, m.what.since, b.to_date, desk.matching.pair(person.id, p.id).trip),
                m.what.since,
                facts,
                weights,
            ).score
            for p in (m.what.place, m.to)
        ]
        assert marks[1] >= marks[0]
        (now,) = [n for n in desk.booking.current() if n.participant_id == person.id and n.placement_id == m.to.id]
        assert (now.placement_id, now.from_date, now.to_date) == (m.to.id, m.what.since, b.to_date)
        assert now.employment_id == b.employment_id
        assert not [c for c in desk.booking.warnings(now.ref) if c.must]
        if m.what.begun:
            assert m.to.occupation == m.what.place.occupation
            assert (desk.booking.get(b.ref).status, desk.booking.get(b.ref).to_date) == ("ended", TODAY)


def _nobody_is_passed_over(desk: Desk, chain: Chain) -> None:
    """By the turns that the bank tells after each move, one by one: whoever takes a place has nobody before her in its queue."""

    def first(who: int, place: int) -> bool:
        line = [w.participant_id for w in desk.queues.of_placement(place)]
        turns = [t.place.participant_id for t in desk.queues.turns() if t.place.placement_id == place]
        before = line[: line.index(who)] if who in line else line
        return not set(turns) & set(before)

    for m in chain.moves:
        assert first(m.what.person.id, m.to.id)
        since = m.what.since if m.what.begun else None
        desk.booking.move(m.what.booking.ref, Change(m.what.place.id, m.to.id), since)
    assert first(chain.person.id, chain.place.id)
    for _ in chain.moves:
        desk.history.undo()


def test_a_chain_goes_past_nobody_whose_turn_it_is(desk: Desk) -> None:
    light = make.placement(desk.bank, name="Lätta laget", demands=("lift_max=5",))
    make.placement(desk.bank, name="Tunga laget", demands=("lift_max=25",))
    placed(desk, light)
    first, second = (make.participant(desk.bank, name=f"Prov {i}", needs=LIFT, wishes=()) for i in range(2))
    heavy = make.participant(desk.bank, name="Prov Stark", wishes=(), needs=(Need("district", "KV", "must"),))
    desk.queues.add(heavy, light, SOON, LAST)
    desk.queues.add(first, light, SOON, LAST)
    assert len(desk.chains.find(first).chains) == 1, "who stands before her could not have it"
    assert desk.chains.find(second).chains == ()
    desk.queues.remove(first, light)
    (chain,) = desk.chains.find(second).chains
    desk.queues.add(first, light, SOON, LAST)
    with pytest.raises(Refused) as gone:
        desk.chains.accept(second, chain.key)
    assert gone.value.code == "GONE"


def test_nobody_moves_to_a_place_that_is_somebody_elses_turn(desk: Desk) -> None:
    light = make.placement(desk.bank, name="Lätta laget", demands=("lift_max=5",))
    free = make.placement(desk.bank, name="Tunga laget", demands=("lift_max=25",))
    _, ref = placed(desk, free)
    waits = make.participant(desk.bank, name="Prov Köar", wishes=())
    desk.queues.add(waits, free, SOON, LAST)
    desk.booking.cancel(ref)
    placed(desk, light)
    who = make.participant(desk.bank, needs=LIFT, wishes=())
    assert desk.chains.find(who).chains == ()
    desk.queues.no(waits, free)
    assert [m.to.id for m in desk.chains.find(who).chains[0].moves] == [free]


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.thorough(32)
def test_every_chain_that_is_found_can_be_made_breaks_no_rule_and_is_undone_as_one_step(desk: Desk, seed: int) -> None:
    dice = Random(seed)
    for who in _world(desk, dice):
        found = desk.chains.find(who)
        assert not (found.open and found.chains), "they are for somebody no place is open to"
        assert found.open == len(desk.matching.for_participant(who).ranked)
        for chain in found.chains:
            _nobody_is_passed_over(desk, chain)
            before = sorted((b.ref, b.placement_id, b.from_date, b.to_date) for b in desk.booking.current())
            made = desk.chains.accept(who, chain.key)
            assert (made.booking.placement_id, made.booking.from_date) == (chain.place.id, chain.first)
            assert 1 <= len(chain.moves) <= 2
            _better_or_equal(desk, chain)
            assert prove(desk.bank) == []
            desk.history.undo()
            after = sorted((b.ref, b.placement_id, b.from_date, b.to_date) for b in desk.booking.current())
            assert after == before


@pytest.mark.thorough(long=True)
def test_random_cities_have_chains_of_one_and_of_two_moves() -> None:
    """What the test above walks is not empty."""
    lengths, begun_too = set(), 0
    for seed in range(30):
        with closing(make.memory()) as bank:
            desk = make.desk(bank)
            for who in _world(desk, Random(seed)):
                chains = desk.chains.find(who).chains
                lengths |= {len(c.moves) for c in chains}
                begun_too += sum(m.what.begun for c in chains for m in c.moves)
    assert lengths == {1, 2}
    assert begun_too > 1
