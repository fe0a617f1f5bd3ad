"""Queues to placements: a refused booking becomes a turn, a free place goes to the first who still fits, and a no loses none."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from amdesk.db.port import value
from amdesk.domain.errors import Refused
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY, Need

DAY = timedelta(1)
SOON, LATER = TODAY + 7 * DAY, TODAY + 100 * DAY


def full(desk: Desk, count: int = 1, **given: object) -> tuple[int, list[str]]:
    """A placement with every place taken, and the references of those bookings."""
    place = make.placement(desk.bank, count, **given)
    people = [make.participant(desk.bank, name=f"Prov Före{i}") for i in range(count)]
    return place, [desk.booking.book(who, place, SOON, TODAY + 400 * DAY).booking.ref for who in people]


def waiting(desk: Desk, place: int) -> list[tuple[int, int]]:
    return [(w.turn, w.participant_id) for w in desk.queues.listing() if w.placement_id == place]


def turns(desk: Desk) -> list[int]:
    return [t.place.participant_id for t in desk.queues.turns()]


def test_a_refused_booking_becomes_a_turn_with_its_reason_and_date(desk: Desk) -> None:
    place, _ = full(desk)
    strict = make.placement(desk.bank, demands=("lift_max=25",), name="Lagret")
    who = make.participant(desk.bank, needs=(Need("lift_max", "10", "must"),))
    with pytest.raises(Refused, match="full"):
        desk.booking.book(who, place, SOON, LATER)
    made = desk.queues.add(who, place, SOON, LATER)
    assert (made.reason, made.since, made.turn) == ("FULL", TODAY, 1)
    assert desk.queues.add(who, strict).reason == "MUST"
    with pytest.raises(Refused) as again:
        desk.queues.add(who, place, SOON, LATER)
    assert again.value.code == "AGAIN"
    assert [w.placement_id for w in desk.queues.of_person(who)] == [place, strict]


def test_nobody_is_put_in_a_queue_for_days_that_have_passed(desk: Desk) -> None:
    """A place that was full then may be free now."""
    place = make.placement(desk.bank)
    then, now = make.participant(desk.bank), make.participant(desk.bank)
    desk.booking.book(then, place, TODAY - timedelta(100), TODAY - timedelta(10))
    with pytest.raises(Refused, match="Choose 2026-11-23 or later") as refused:
        desk.queues.add(now, place, TODAY - timedelta(50))
    assert refused.value.code == "PAST"
    with pytest.raises(Refused, match="end is before the start") as refused:
        desk.queues.add(now, make.placement(desk.bank, licence="C"), LATER, SOON)
    assert refused.value.code == "ORDER"
    assert waiting(desk, place) == []
    with pytest.raises(Refused, match="Nothing stops a booking"):
        desk.queues.add(now, place, TODAY)


def test_what_could_be_booked_is_booked_and_not_waited_for(desk: Desk) -> None:
    who, place = make.participant(desk.bank), make.placement(desk.bank)
    with pytest.raises(Refused) as free:
        desk.queues.add(who, place)
    assert free.value.code == "FREE"
    assert "Book it" in str(free.value.text)


def test_days_at_the_end_of_time_are_refused_by_every_step_in_a_sentence_and_nothing_is_stored(desk: Desk) -> None:
    end = date(9999, 12, 31)
    who, place, other = make.participant(desk.bank), make.placement(desk.bank), make.placement(desk.bank, name="Ängen")
    ref = desk.booking.book(who, place, SOON, LATER).booking.ref
    before = desk.booking.get(ref)
    for act in (
        lambda: desk.booking.book(who, other, end - 20 * DAY, end - DAY),
        lambda: desk.booking.extend(ref, end),
        lambda: desk.booking.move(ref, other, SOON, end),
        lambda: desk.booking.checks(who, other, end - DAY, end),
        lambda: desk.queues.add(who, other, end),
    ):
        with pytest.raises(Refused) as told:
            act()
        assert told.value.code == "FAR_AHEAD"
    assert desk.booking.every() == [before]


def test_a_free_place_is_proposed_to_the_first_who_still_fits_and_nobody_is_booked(desk: Desk) -> None:
    place, (ref,) = full(desk)
    first, second, third = (make.participant(desk.bank, name=f"Prov Kö{i}") for i in range(3))
    for who in (first, second, third):
        desk.queues.add(who, place, SOON, LATER)
    assert turns(desk) == []
    elsewhere = make.placement(desk.bank, name="Ängen")
    desk.booking.book(first, elsewhere, TODAY, TODAY + 500 * DAY)
    desk.booking.cancel(ref)
    before = len(desk.booking.every())
    assert turns(desk) == [second]
    assert waiting(desk, place) == [(1, first), (2, second), (3, third)]
    assert len(desk.booking.every()) == before


def test_whoever_is_booked_past_the_queue_is_told_how_many_stand_before_her(desk: Desk) -> None:
    place, (ref,) = full(desk)
    first, second, last, hidden = (
        make.participant(desk.bank, name=f"Prov {n}", protection=int(n == "D")) for n in "ABCD"
    )
    for who in (hidden, first, second):
        desk.queues.add(who, place, SOON, LATER)
    desk.booking.cancel(ref)

    def told(who: int) -> list[str]:
        return [str(c.text) for c in desk.booking.checks(who, place, SOON, LATER) if c.code == "QUEUE"]

    assert told(first) == [], "of a protected person that she waits there is told to nobody"
    assert told(second) == ["1 person stands in the queue here before Prov B"]
    assert told(last) == ["2 people stand in the queue here before Prov C"]
    made = desk.booking.book(last, place, SOON, LATER)
    assert told(last) == [str(c.text) for c in made.warnings if c.code == "QUEUE"]
    assert not [c for c in desk.booking.warnings(made.booking.ref) if c.code == "QUEUE"]


def test_a_no_passes_the_place_on_and_keeps_the_turn_for_the_next_one(desk: Desk) -> None:
    place, refs = full(desk, 2)
    first, second = (make.participant(desk.bank, name=f"Prov Kö{i}") for i in range(2))
    for who in (first, second):
        desk.queues.add(who, place, SOON, LATER)
    desk.booking.cancel(refs[0])
    assert turns(desk) == [first]
    desk.queues.no(first, place)
    assert turns(desk) == [second]
    assert waiting(desk, place) == [(1, first), (2, second)]
    desk.booking.cancel(refs[1])
    assert turns(desk) == [first, second], "another place is free: she is asked again, and first"
    desk.queues.no(first, place)
    desk.history.undo()
    assert turns(desk) == [first, second]


def test_whoever_gets_a_place_there_leaves_the_queue_and_undo_puts_her_back(desk: Desk) -> None:
    place, (ref,) = full(desk)
    who, other = make.participant(desk.bank), make.participant(desk.bank, name="Prov Nästa")
    desk.queues.add(who, place, SOON, LATER)
    desk.queues.add(other, place, SOON, LATER)
    desk.booking.cancel(ref)
    (turn,) = desk.queues.turns()
    desk.booking.book(who, place, turn.first, turn.last)
    assert waiting(desk, place) == [(1, other)]
    desk.history.undo()
    assert waiting(desk, place) == [(1, who), (2, other)]
    moved = desk.booking.book(who, make.placement(desk.bank, name="Ängen"), SOON, LATER).booking.ref
    desk.booking.move(moved, place)
    assert waiting(desk, place) == [(1, other)]


def test_out_of_the_queue_and_back_by_undo(desk: Desk) -> None:
    place, _ = full(desk)
    who = make.participant(desk.bank)
    desk.queues.add(who, place, SOON, LATER)
    desk.queues.remove(who, place)
    assert waiting(desk, place) == []
    for act in (desk.queues.remove, desk.queues.no):
        with pytest.raises(Refused, match="does not stand in that queue"):
            act(who, place)
    desk.history.undo()
    assert waiting(desk, place) == [(1, who)]


def test_a_turn_that_was_taken_back_is_none_and_may_be_given_again(desk: Desk) -> None:
    place, _ = full(desk)
    who = make.participant(desk.bank)
    desk.queues.add(who, place, SOON, LATER)
    desk.history.undo()
    for act in (desk.queues.remove, desk.queues.no):
        with pytest.raises(Refused, match="does not stand in that queue"):
            act(who, place)
    assert desk.queues.add(who, place, SOON, LATER).turn == 1


def test_whoever_is_restricted_keeps_her_turn_and_is_not_asked(desk: Desk) -> None:
    place, (ref,) = full(desk)
    who, other = make.participant(desk.bank), make.participant(desk.bank, name="Prov Nästa")
    for one in (who, other):
        desk.queues.add(one, place, SOON, LATER)
    desk.participants.restrict(who, True, "begärt")
    desk.booking.cancel(ref)
    assert turns(desk) == [other]
    assert waiting(desk, place) == [(1, who), (2, other)]
    with pytest.raises(Refused, match="restricted"):
        desk.queues.no(who, place)
    desk.queues.remove(who, place, "OTHER")  # what ends may end


def test_where_a_protected_person_waits_is_told_to_nobody_without_a_reason(desk: Desk) -> None:
    place, _ = full(desk)
    who = make.participant(desk.bank, name="Prov Skyddad", protection=1)
    desk.queues.add(who, place, SOON, LATER)
    (seen,) = desk.queues.listing()
    assert seen.placement.hidden
    assert seen.placement_number.hidden
    assert seen.participant.hidden
    assert desk.queues.of_placement(place) == []
    with pytest.raises(Refused) as shut:
        desk.queues.of_person(who)
    assert shut.value.code == "PROTECTED"
    assert desk.queues.of_person(who, "ringer")[0].placement.seen == "Björkparken"


def test_a_merged_person_has_the_earlier_of_her_two_turns(desk: Desk) -> None:
    place, _ = full(desk)
    keep, gone = make.participant(desk.bank, name="Prov Ett"), make.participant(desk.bank, name="Prov Två")
    between = make.participant(desk.bank, name="Prov Mellan")
    for who in (gone, between, keep):
        desk.queues.add(who, place, SOON, LATER)
    desk.participants.merge(keep, gone)
    assert waiting(desk, place) == [(1, keep), (2, between)]
    desk.queues.remove(keep, place)
    assert waiting(desk, place) == [(1, between)]


def test_the_day_says_whose_turn_it_is_to_whoever_may_book(desk: Desk) -> None:
    place, (ref,) = full(desk)
    who = make.participant(desk.bank, name="Prov Kö")
    desk.queues.add(who, place, SOON, LATER)
    assert [t for t in desk.overview()[0].tasks if t.kind == "queue"] == []
    desk.booking.cancel(ref)
    (task,) = [t for t in desk.overview()[0].tasks if t.kind == "queue"]
    assert (task.participant_id, task.where.seen, task.due) == (who, "Björkparken", TODAY)
    with pytest.raises(Refused, match="has said no"):
        desk.overviews.mark(task, None)
    desk.overviews.mark(task, TODAY + 3 * DAY)
    assert [t for t in desk.overview()[0].tasks if t.kind == "queue"] == []


@pytest.mark.thorough(8)
@pytest.mark.parametrize("seed", range(8))
def test_every_turn_that_is_told_can_be_booked_all_of_them_after_each_other(desk: Desk, seed: int) -> None:
    """Queues of random people, places and days: what is told is proved by booking it, and nobody before her in the queue could
    have been booked as well."""
    dice = Random(seed)
    places = [
        full(desk, dice.choice((1, 2, 3)), name=f"Plats {i}", demands=dice.choice(((), ("lift_max=25",))))
        for i in range(3)
    ]
    people = [
        make.participant(desk.bank, name=f"Prov Kö{i}", needs=dice.choice(((), (Need("lift_max", "10", "must"),))))
        for i in range(9)
    ]
    for who in people:
        for place, _ in dice.sample(places, 2):
            desk.queues.add(who, place, SOON, LATER)
    for _, refs in places:
        for ref in dice.sample(refs, dice.randint(0, len(refs))):
            desk.booking.cancel(ref)
    for _ in range(3):
        who, place = dice.choice(people), dice.choice(places)[0]
        if any(w.placement_id == place for w in desk.queues.of_person(who)):
            desk.queues.no(who, place)
    told, before = desk.queues.turns(), {p: waiting(desk, p) for p, _ in places}
    asked_no = {(w.participant_id, w.placement_id) for w in desk.queues.listing() if w.no_on}
    booked: set[int] = set()
    for turn in told:
        w = turn.place
        for _, earlier in before[w.placement_id][: w.turn - 1]:
            if (earlier, w.placement_id) in asked_no or earlier in {
                t.place.participant_id for t in told if t.place.placement_id == w.placement_id
            }:
                continue
            assert any(
                c.level == "stop" or c.must for c in desk.booking.checks(earlier, w.placement_id, turn.first, turn.last)
            )
        if w.participant_id in booked:
            continue  # whose turn it is at two places takes one of them
        desk.booking.book(w.participant_id, w.placement_id, turn.first, turn.last)
        booked.add(w.participant_id)
    assert all(t.place.participant_id not in booked for t in desk.queues.turns())
    assert value(desk.bank, "select count(*) from queue_place where left_why = 'BOOKED'") == len(booked)
