"""Places that are held for those who are expected: until a day nobody is proposed for one, and a booking there is told and releases it."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from amdesk.domain.booking.holds import HELD_DAYS, beside_holds, held_periods, held_until
from amdesk.domain.booking.matching import LEAST_DAYS, LOOK_AHEAD
from amdesk.domain.booking.rounds import RoundPeriod, slots_of
from amdesk.domain.clock import FAR, Clock
from amdesk.domain.errors import Refused
from amdesk.domain.places.placement import Availability, Span
from amdesk.services.booking.bookings import Receipt
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY

DAY = timedelta(1)
SOON, LATER = TODAY + 7 * DAY, TODAY + 100 * DAY


def held(desk: Desk) -> list[int]:
    return [h.placement_id for h in desk.holds.listing()]


def proposed(desk: Desk) -> dict[int, int]:
    return {p.person.id: p.slot.placement.id for p in desk.rounds.solve().optimal}


def told(receipt: Receipt) -> list[str]:
    return [c.code for c in receipt.warnings if c.code == "HOLD"]


def refusal(act: object) -> str:
    with pytest.raises(Refused) as refused:
        act()  # type: ignore[operator]  # what is tried
    return refused.value.code


def test_a_held_place_is_proposed_to_nobody_until_its_day_and_then_it_is(desk: Desk) -> None:
    who, place = make.participant(desk.bank), make.placement(desk.bank)
    assert proposed(desk) == {who: place}
    made = desk.holds.hold(place)
    assert (made.held_on, made.until) == (TODAY, TODAY + timedelta(HELD_DAYS))
    answer = desk.rounds.solve()
    assert answer.optimal == []
    (left,) = desk.rounds.unplaced(answer)
    said = [str(w) for w in left.why]
    assert said == [
        "No free place fits: held for those who are expected (1)",
        "Björkparken would fit, but its free place is held until 2026-11-30",
    ]
    after = Desk(desk.bank, Clock(made.until))
    assert proposed(after) == {who: place}
    assert proposed(Desk(desk.bank, Clock(made.until - DAY))) == {}


def test_one_of_two_places_is_held_and_the_other_is_given(desk: Desk) -> None:
    people = [make.participant(desk.bank) for _ in range(3)]
    place = make.placement(desk.bank, 2)
    desk.holds.hold(place)
    assert len(proposed(desk)) == 1
    desk.booking.book(people[0], place, SOON, LATER)
    assert held(desk) == [place], "the place beside the one that is held was booked"
    assert proposed(desk) == {}


def test_of_two_places_that_are_held_the_day_is_told_on_which_the_first_is_free(desk: Desk) -> None:
    place = desk.work.placement(make.placement(desk.bank, 2))
    first = desk.holds.hold(place.id, SOON)
    later = desk.holds.hold(place.id, SOON + 30 * DAY)
    assert str(held_until([later, first])) == f"Held until {SOON} for those who are expected"


def test_in_a_match_what_is_held_stands_last_with_its_day_and_can_be_booked_which_releases_it(desk: Desk) -> None:
    who, place = make.participant(desk.bank), make.placement(desk.bank, name="Björkparken")
    far = make.placement(desk.bank, name="Ängen", occupation="LOK", language_min="B2")
    assert [m.opening.placement.id for m in desk.matching.for_participant(who).ranked] == [place, far]
    desk.holds.hold(place)
    ranked = desk.matching.for_participant(who).ranked
    assert [m.opening.placement.id for m in ranked] == [far, place]
    said = [str(r.text) for r in desk.matching.reasons(who, ranked)[1]]
    assert said[0] == "Held until 2026-11-30 for those who are expected"
    assert not any(r.code == "HOLD" for r in desk.matching.reasons(who, ranked)[0])
    assert [c.code for c in desk.matching.why(who, place).warnings if c.code == "HOLD"] == ["HOLD"]
    ((_, sentences),) = desk.matching.fitting(place, 4)
    assert sentences[0].code == "HOLD"
    receipt = desk.booking.book(who, place, SOON, LATER)
    assert told(receipt) == ["HOLD"]
    assert held(desk) == []
    desk.history.undo()
    assert held(desk) == [place]
    assert desk.booking.current() == []


def test_booking_moving_and_extending_say_the_same_of_a_held_place(desk: Desk) -> None:
    one, other = make.participant(desk.bank), make.participant(desk.bank)
    place, elsewhere = make.placement(desk.bank, name="Björkparken"), make.placement(desk.bank, name="Ängen")
    last = TODAY + 60 * DAY
    ref = desk.booking.book(one, elsewhere, SOON, last).booking.ref
    desk.holds.hold(place)
    checks = desk.booking.checks(one, place, SOON, last, without=ref)
    said = "The place is held until 2026-11-30 for those who are expected: a booking releases it"
    assert [str(c.text) for c in checks if c.code == "HOLD"] == [said]
    assert [str(c.text) for c in desk.booking.checks(other, place, SOON, last) if c.code == "HOLD"] == [said]
    desk.booking.move(ref, place)
    assert held(desk) == []
    # what is free after her own last day is held: to stay longer takes it
    desk.holds.hold(place)
    assert not [c for c in desk.booking.warnings(ref) if c.code == "HOLD"], "her own days are not what is held"
    desk.booking.extend(ref, last - 10 * DAY)
    assert held(desk) == [place]
    desk.booking.extend(ref, last + 30 * DAY)
    assert held(desk) == []


def test_a_round_that_was_worked_out_before_books_no_place_that_was_held_since(desk: Desk) -> None:
    make.participant(desk.bank)
    place = make.placement(desk.bank)
    answer = desk.rounds.solve()
    ref = desk.rounds.keep(answer)
    desk.holds.hold(place)
    assert refusal(lambda: desk.rounds.accept(ref, answer.optimal)) == "HOLD"
    assert held(desk) == [place]
    assert desk.booking.current() == []


def test_a_turn_in_a_queue_comes_when_the_place_is_no_longer_held(desk: Desk) -> None:
    place = make.placement(desk.bank)
    ref = desk.booking.book(make.participant(desk.bank), place, SOON, TODAY + 400 * DAY).booking.ref
    who = make.participant(desk.bank)
    desk.queues.add(who, place, SOON, LATER)
    desk.booking.cancel(ref)
    assert [t.place.participant_id for t in desk.queues.turns()] == [who]
    desk.holds.hold(place)
    assert desk.queues.turns() == []
    assert proposed(desk) == {}
    desk.holds.release(place)
    assert [t.place.participant_id for t in desk.queues.turns()] == [who]


def test_what_cannot_be_held_is_refused_in_a_sentence(desk: Desk) -> None:
    place, full = make.placement(desk.bank), make.placement(desk.bank, name="Full")
    desk.booking.book(make.participant(desk.bank), full, SOON, TODAY + 500 * DAY)
    assert refusal(lambda: desk.holds.hold(full)) == "NO_FREE"
    assert refusal(lambda: desk.holds.hold(place, TODAY)) == "PAST"
    assert refusal(lambda: desk.holds.hold(place, TODAY + 183 * DAY)) == "FAR_AHEAD"
    assert refusal(lambda: desk.holds.release(place)) == "NOT_HELD"
    desk.holds.hold(place, TODAY + 182 * DAY)
    assert refusal(lambda: desk.holds.hold(place)) == "NO_FREE"
    assert held(desk) == [place]


def test_a_hold_whose_day_has_come_is_held_on_or_goes_with_a_booking(desk: Desk) -> None:
    place, who = make.placement(desk.bank), make.participant(desk.bank)
    made = desk.holds.hold(place, TODAY + DAY)
    then = Desk(desk.bank, Clock(TODAY + 5 * DAY))
    assert [h.due(TODAY + 5 * DAY) for h in then.holds.listing()] == [True]
    again = then.holds.hold(place)
    assert (again.id, again.until) == (made.id, TODAY + 12 * DAY)
    assert len(then.holds.of_placement(place)) == 1
    last = Desk(desk.bank, Clock(TODAY + 20 * DAY))
    assert told(last.booking.book(who, place, TODAY + 21 * DAY, LATER)) == []
    assert held(last) == []


def test_holding_and_releasing_are_undone_and_stand_in_the_history(desk: Desk) -> None:
    place = make.placement(desk.bank)
    desk.holds.hold(place)
    desk.holds.release(place)
    desk.history.undo()
    assert held(desk) == [place]
    said = [str(s.what) for s in desk.history.steps()]
    assert "Held a place at Björkparken until 2026-11-30" in said
    assert "Released a held place at Björkparken" in said


def test_a_round_with_held_places_is_the_round_without_them() -> None:
    """The slots that are left are those of a placement with so many fewer, whatever is booked and however capacity changes."""
    dice, period = Random(7), RoundPeriod(TODAY, TODAY + 92 * DAY)
    place = make.place()
    for _ in range(500):
        capacity = [Span(TODAY - 100 * DAY, FAR, 100 * dice.randint(0, 4))]
        if dice.random() < 0.5:
            first = TODAY + dice.randint(0, 90) * DAY
            capacity.append(Span(first, FAR, 100 * dice.randint(0, 4)))
        loads = []
        for _ in range(dice.randint(0, 5)):
            first = TODAY + dice.randint(-30, 90) * DAY
            loads.append(Span(first, first + dice.randint(10, 300) * DAY, 100))
        free = Availability(TODAY - 400 * DAY, FAR, capacity, loads)
        count = dice.randint(0, 4)
        before, after = slots_of(place, free, period), slots_of(place, beside_holds(free, count, TODAY), period)
        taken = held_periods(free, count, TODAY)
        assert len(taken) <= count
        assert all(free.room(s.first, min(s.last, TODAY + LOOK_AHEAD), 100) for s in taken)
        assert all((s.last - s.first).days >= LEAST_DAYS - 1 for s in taken)
        assert len(after) <= len(before)
        for slot in after:
            last = min(slot.free_to, period.last + LOOK_AHEAD)
            assert free.room(slot.free_from, last, 100)
