"""A round respects the turns of queues: whoever stands in a placement's queue and fits is proposed before it goes to another."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from amdesk.db.engine.backup import prove
from amdesk.domain.booking.rounds import Policy, Wishes
from amdesk.domain.booking.turns import by_queue, without_taken
from amdesk.domain.booking.wishes import wish_rank
from amdesk.domain.errors import Refused
from amdesk.services.booking.instead import why_not
from amdesk.services.booking.rounds import Round
from amdesk.services.booking.solver import best
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY, Need

DAY = timedelta(1)
SOON, LATER = TODAY + 7 * DAY, TODAY + 100 * DAY
LIFT = (Need("lift_max", "10", "must"),)


def freed(desk: Desk, *queue: int, **given: Any) -> int:
    """A placement that was full when these came into its queue, and has one free place now."""
    place = make.placement(desk.bank, **given)
    ref = desk.booking.book(make.participant(desk.bank, name="Prov Före"), place, SOON, TODAY + 400 * DAY).booking.ref
    for who in queue:
        desk.queues.add(who, place, SOON, LATER)
    desk.booking.cancel(ref)
    return place


def where(answer: Round) -> dict[int, int]:
    return {p.person.id: p.slot.placement.id for p in answer.optimal}


def people(desk: Desk, count: int, **given: object) -> list[int]:
    """The first has waited the shortest: the policy would take the last."""
    return [
        make.participant(desk.bank, name=f"Prov {i}", registered_on=TODAY - timedelta(20 + i), **given)
        for i in range(count)
    ]


def test_the_first_of_the_queue_is_proposed_though_others_have_waited_longer_and_fit_better(desk: Desk) -> None:
    first, second, other = people(desk, 3)
    desk.participants.change(first, {"wishes": ("LOK",)})
    place = freed(desk, first, second)
    answer = desk.rounds.solve(participants=[first, second, other])
    assert where(answer) == {first: place}
    (said,) = desk.rounds.reasons(answer)
    assert "It is the participant's turn in the queue here" in [str(r.text) for r in said]
    told = {u.person.id: str(u.why[0]) for u in desk.rounds.unplaced(answer)}
    assert set(told.values()) == {"1 placement fits, but its free places go by the queue there."}
    desk.rounds.accept(desk.rounds.keep(answer), answer.optimal)
    assert [w.participant_id for w in desk.queues.of_placement(place)] == [second]


def test_whoever_said_no_to_what_is_free_or_does_not_fit_is_gone_past_and_not_asked_again(desk: Desk) -> None:
    first, second, third = people(desk, 3)
    place = freed(desk, first, second, third, demands=("lift_max=25",))
    desk.participants.change(second, {"needs": LIFT})
    desk.queues.no(first, place)
    make.placement(desk.bank, name="Ängen", occupation="LOK")
    answer = desk.rounds.solve(participants=[first, second, third])
    assert where(answer)[third] == place
    by = {p.person.id: p for p in answer.optimal}
    said = why_not(answer, by[first], by[third]) if first in by else None
    assert said is None or str(said.text) == "Prov 0 has said no to what is free at Björkparken now."
    assert first in by or second in by


def test_a_lock_stands_before_a_turn_and_why_not_names_the_turn(desk: Desk) -> None:
    first, second = people(desk, 2)
    place = freed(desk, first)
    other = make.placement(desk.bank, name="Ängen")
    answer = desk.rounds.solve(participants=[first, second])
    by = {p.person.id: p for p in answer.optimal}
    assert where(answer) == {first: place, second: other}
    own = "It is the turn of Prov 0 in the queue to Björkparken: queues stand before the policy."
    assert str(why_not(answer, by[first], by[second]).text) == own
    assert str(why_not(answer, by[second], by[first]).text) == (
        "The places at Björkparken that fit Prov 1 go by the queue there."
    )
    locked = desk.rounds.solve(participants=[first, second], wishes=Wishes(locked={second: place}))
    assert where(locked) == {first: other, second: place}


def test_a_place_is_kept_for_the_turn_of_somebody_whom_the_round_is_not_about(desk: Desk) -> None:
    first, second = people(desk, 2)
    place = freed(desk, first)
    assert where(desk.rounds.solve(participants=[second])) == {}
    assert where(desk.rounds.solve(participants=[first, second])) == {first: place}
    desk.queues.no(first, place)
    assert where(desk.rounds.solve(participants=[second])) == {second: place}


def test_a_place_is_kept_for_the_first_of_its_queue_also_where_the_round_is_about_a_later_one(desk: Desk) -> None:
    first, second = people(desk, 2)
    place = freed(desk, first, second)
    assert where(desk.rounds.solve(participants=[second])) == {}
    desk.queues.no(first, place)
    assert where(desk.rounds.solve(participants=[second])) == {second: place}


def test_a_protected_person_has_her_turn_and_nothing_tells_that_she_stands_in_a_queue(desk: Desk) -> None:
    first, second = people(desk, 2)
    place = freed(desk, first)
    desk.participants.protect(first, 1)
    answer = desk.rounds.solve(participants=[first, second])
    assert where(answer) == {first: place}
    (said,) = desk.rounds.reasons(answer)
    assert not [r for r in said if "queue" in str(r.text)]


def test_the_price_and_the_smallest_change_know_whose_turn_one_more_place_would_be(desk: Desk) -> None:
    first, second, other = people(desk, 3)
    freed(desk, first, second)
    answer = desk.rounds.solve(participants=[first, second, other])
    told = {u.person.id: [str(w) for w in u.why[1:]] for u in desk.rounds.unplaced(answer)}
    assert told == {
        second: ["One more place at Björkparken would give one"],
        other: ["2 more places at Björkparken would give one"],
    }


def queued_city(desk: Desk, dice: Random) -> tuple[list[int], dict[int, list[int]]]:
    """People and placements at random, with queues to places that have come free since; a no here and there."""
    waiting = [
        make.participant(
            desk.bank,
            name=f"Prov {i}",
            registered_on=TODAY - timedelta(dice.randrange(5, 200)),
            wishes=dice.choice(((), ("PAR",), ("LOK",))),
            needs=dice.choice(((), LIFT)),
            protection=int(dice.random() < 0.1),
        )
        for i in range(9)
    ]
    queues: dict[int, list[int]] = {}
    for i in range(5):
        count = dice.choice((1, 1, 2))
        demands, job = dice.choice(((), ("lift_max=25",), ("lift_max=5",))), dice.choice(("PAR", "LOK"))
        place = make.placement(desk.bank, count, name=f"Plats {i}", demands=demands, occupation=job)
        full = [make.participant(desk.bank, name=f"Prov Före{i}{k}", wishes=()) for k in range(count)]
        refs = [desk.booking.book(who, place, SOON, TODAY + 400 * DAY).booking.ref for who in full]
        queues[place] = dice.sample(waiting, dice.randrange(5))
        for who in queues[place]:
            with suppress(Refused):
                desk.queues.add(who, place, SOON, LATER)
        for ref in refs[: dice.randint(0, count)]:
            desk.booking.cancel(ref)
        for who in queues[place]:
            if dice.random() < 0.15:
                desk.queues.no(who, place)
    return waiting, queues


def envied(answer: Round, queues: dict[int, list[int]]) -> list[tuple[int, int]]:
    """(person, placement) where a place that fits her went to somebody later, or to nobody of the queue, and what she has by her
    turns is not as good."""
    q = answer.question
    key = {i: p.id for i, p in enumerate(q.people)}
    has = {e.person: e for e in answer.chosen}
    holder = {e.slot: e.person for e in answer.chosen}
    out = []
    for e in q.edges:
        who, place = key[e.person], q.slots[e.slot].placement.id
        mine = queues.get(place, [])
        if who not in mine or e.slot not in holder or holder[e.slot] == e.person:
            continue
        other = key[holder[e.slot]]
        if other in mine and mine.index(other) < mine.index(who):
            continue
        got = has.get(e.person)
        by_turn = got is not None and who in queues.get(q.slots[got.slot].placement.id, [])
        if got is None or not by_turn or q.order(got) > q.order(e):
            out.append((who, place))
    return out


@pytest.mark.thorough(25)
@pytest.mark.parametrize("seed", range(25))
def test_nobody_who_stands_in_a_queue_and_fits_sees_the_place_go_to_another_and_all_of_it_can_be_booked(
    desk: Desk, seed: int
) -> None:
    dice = Random(seed)
    waiting, queues = queued_city(desk, dice)
    answer = desk.rounds.solve(participants=waiting)
    assert envied(answer, queues) == []
    noes = {(w.participant_id, w.placement_id) for w in desk.queues.listing() if w.no_on}
    assert not noes & set(where(answer).items()), "what she said no to is not proposed again"
    before = {p: [w.participant_id for w in desk.queues.listing() if w.placement_id == p] for p in queues}
    made = desk.rounds.accept(desk.rounds.keep(answer), answer.optimal)
    assert len(made) == len(answer.optimal)
    assert prove(desk.bank) == []
    for p in answer.optimal:
        left = [w.participant_id for w in desk.queues.listing() if w.placement_id == p.slot.placement.id]
        assert p.person.id not in left
        assert [w for w in before[p.slot.placement.id] if w in left] == left, "nobody else has lost her turn"


def envied_by_wish(answer: Round, queues: dict[int, list[int]]) -> list[tuple[int, int]]:
    """(person, slot) where she wants the place more than what she has, it fits her, and it went to somebody whose turn there is not
    before hers: who stands in its queue, in that order, then who has waited longest."""
    q = answer.question
    has = {e.person: e for e in answer.chosen}

    def turn(who: int, place: int) -> tuple[int, object, str]:
        person, mine = q.people[who], queues.get(place, [])
        return (0, mine.index(person.id), "") if person.id in mine else (1, person.registered_on, person.number)

    out = []
    for j, got in has.items():
        place = q.slots[got.slot].placement
        for e in q.edges:
            if e.slot != got.slot or e.person == j or turn(j, place.id) < turn(e.person, place.id):
                continue
            mine = has.get(e.person)
            wants = wish_rank(q.people[e.person], place)
            if mine is None or wants < wish_rank(q.people[e.person], q.slots[mine.slot].placement):
                out.append((q.people[e.person].id, got.slot))
    return out


@pytest.mark.thorough(40)
@pytest.mark.parametrize("seed", range(40))
def test_by_wishes_nobody_envies_whose_turn_in_the_queue_or_whose_wait_comes_first(desk: Desk, seed: int) -> None:
    waiting, queues = queued_city(desk, Random(seed))
    answer = desk.rounds.solve(participants=waiting, policy=Policy(by_wishes=True))
    standing = {p: desk.queues.listing() for p in queues}
    said = {p: [w.participant_id for w in standing[p] if w.placement_id == p and not w.no_on] for p in queues}
    assert envied_by_wish(answer, said) == []
    left = set(range(len(answer.question.slots))) - {e.slot for e in answer.chosen}
    placed = {e.person for e in answer.chosen}
    assert not [e for e in answer.question.edges if e.slot in left and e.person not in placed], "what fits is not left"
    _why_not_is_true(answer, said)
    assert len(desk.rounds.accept(desk.rounds.keep(answer), answer.optimal)) == len(answer.optimal)
    assert prove(desk.bank) == []


def _why_not_is_true(answer: Round, queues: dict[int, list[int]]) -> None:
    """Of whoever has her turn: the sentence says that she wanted her own more, or that the other place went to those before her."""
    q, by = answer.question, {p.person.id: p for p in answer.optimal}
    for e in answer.chosen:
        this = by[q.people[e.person].id]
        for other in answer.chosen:
            that = by[q.people[other.person].id]
            place = that.slot.placement
            mine = [x for x in q.edges if x.person == e.person and q.slots[x.slot].placement.id == place.id]
            if not this.turn or this.slot.placement.id == place.id or not mine:
                continue
            said = why_not(answer, this, that).text
            more = wish_rank(this.person, place) < wish_rank(this.person, this.slot.placement)
            if more:
                assert "was chosen by those whose turn came before" in str(said)
            elif wish_rank(this.person, place) > wish_rank(this.person, this.slot.placement):
                assert "chose" in str(said)
                assert "in her turn" in str(said)


@pytest.mark.thorough(long=True)
def test_queues_before_wishes_would_leave_envy_in_random_cities() -> None:
    """What the test above asks is not empty: each asking first for her own queues, as without turns by wish, leaves envy."""
    found = 0
    for seed in range(40):
        with closing(make.memory()) as bank:
            desk = make.desk(bank)
            waiting, queues = queued_city(desk, Random(seed))
            answer = desk.rounds.solve(participants=waiting, policy=Policy(by_wishes=True))
            standing = desk.queues.listing()
            said = {p: [w.participant_id for w in standing if w.placement_id == p and not w.no_on] for p in queues}
            first = by_queue(replace(answer.question, policy=Policy()), answer.turns.queues)
            chosen = [*first, *best(without_taken(answer.question, first))]
            found += bool(envied_by_wish(replace(answer, chosen=chosen), said))
    assert found


@pytest.mark.thorough(long=True)
def test_the_policy_alone_goes_past_the_queues_of_random_cities() -> None:
    """What the test above asks is not empty."""
    found = 0
    for seed in range(25):
        with closing(make.memory()) as bank:
            desk = make.desk(bank)
            waiting, queues = queued_city(desk, Random(seed))
            answer = desk.rounds.solve(participants=waiting)
            found += bool(envied(replace(answer, chosen=best(answer.question)), queues))
    assert found > 5
