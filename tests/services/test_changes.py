"""What somebody changed is stored where it began as it stood, on both engines, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from amdesk.db.port import value
from amdesk.domain.change import Change, changes
from amdesk.domain.errors import Refused
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY


def steps(desk: Desk) -> int:
    return int(value(desk.bank, "select count(*) as n from step"))


def moved(act: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == "MOVED"
    return str(caught.value)


def test_a_form_that_shows_a_fact_otherwise_than_it_is_stored_sends_it_only_where_it_was_touched() -> None:
    stored, shown = {"phone": " 070 ", "wishes": ("PAR", "X")}, {"phone": "070", "wishes": ("PAR",)}
    assert changes(stored, shown, dict(shown)) == {}
    assert changes(stored, shown, {**shown, "phone": "071"}) == {"phone": Change(" 070 ", "071")}


def test_a_fact_is_refused_once_it_has_moved_and_taken_where_both_wanted_the_same(desk: Desk) -> None:
    key = make.participant(desk.bank, phone="070-1")
    desk.participants.change(key, {"phone": Change("070-1", "070-2"), "email": Change("", "a@b.se")})
    assert "070-2" in moved(
        lambda: desk.participants.change(key, {"phone": Change("070-1", "070-3"), "extent": Change(100, 50)})
    )
    assert desk.work.participant(key).extent == 100
    before = steps(desk)
    desk.participants.change(key, {"phone": Change("070-1", "070-2")})
    desk.participants.change(key, {"phone": "070-2"})
    desk.participants.change(key, {})
    assert steps(desk) == before


def test_a_fact_that_was_emptied_meanwhile_is_told_as_empty(desk: Desk) -> None:
    key = make.participant(desk.bank, case_number="AMA-1")
    desk.participants.change(key, {"case_number": ""})
    said = moved(lambda: desk.participants.change(key, {"case_number": Change("AMA-1", "AMA-2")}))
    assert "Case number" in said
    assert "empty" in said


def test_a_booking_keeps_the_last_day_and_place_that_somebody_else_gave_it(desk: Desk) -> None:
    first, second, third = (make.placement(desk.bank, 3) for _ in range(3))
    days = TODAY + timedelta(10), TODAY + timedelta(100)
    ref = desk.booking.book(make.participant(desk.bank), first, *days).booking.ref
    desk.booking.extend(ref, Change(days[1], TODAY + timedelta(120)))
    moved(lambda: desk.booking.extend(ref, Change(days[1], TODAY + timedelta(90))))
    moved(lambda: desk.booking.move(ref, None, None, Change(days[1], TODAY + timedelta(90))))
    desk.booking.move(ref, Change(first, second), Change(days[0], TODAY + timedelta(12)))
    moved(lambda: desk.booking.move(ref, Change(first, third)))
    moved(lambda: desk.booking.move(ref, None, Change(days[0], TODAY + timedelta(15))))
    now = desk.booking.get(ref)
    assert (now.placement_id, now.from_date, now.to_date) == (second, TODAY + timedelta(12), TODAY + timedelta(120))


def test_the_checklist_keeps_the_day_on_which_it_was_first_seen(desk: Desk) -> None:
    ref = desk.booking.book(
        make.participant(desk.bank), make.placement(desk.bank), TODAY, TODAY + timedelta(50)
    ).booking.ref
    desk.booking.introduction_seen(ref)
    before = steps(desk)
    desk.booking.introduction_seen(ref)
    assert steps(desk) == before


def test_settings_weights_assumptions_and_capacity_are_refused_once_they_have_moved(desk: Desk) -> None:
    place, travel = make.placement(desk.bank, 2), desk.matching.weights().parts["travel"]
    found = desk.savings.assumptions()[0]
    desk.set_settings({"city": "Ekhamra"})
    desk.set_weights({"travel": travel + 1})
    desk.savings.assume({found.id: {"source": "Budget"}})
    desk.board.set_capacity(place, TODAY, None, 4)
    before = steps(desk)
    assert "Ekhamra" in moved(lambda: desk.set_settings({"city": Change("Nystad", "Ekhamra stad")}))
    moved(lambda: desk.set_weights({"travel": Change(travel, travel + 2)}))
    moved(lambda: desk.savings.assume({found.id: {"source": Change(found.source, "Egen")}}))
    moved(lambda: desk.board.set_capacity(place, TODAY, None, Change(2, 3)))
    moved(lambda: desk.placements.change(place, {}, Change(2, 3)))
    desk.set_settings({"city": "Ekhamra"})
    desk.set_weights({"travel": Change(travel, travel + 1)})
    assert steps(desk) == before


def test_attendance_that_somebody_else_noted_meanwhile_is_not_written_over(desk: Desk) -> None:
    module = desk.modules.create("yrkeskunskap", "Kurs", "", 8, 5, [(TODAY, "09:00", "12:00")])
    kind = module.kind
    need = desk.modules.need(make.participant(desk.bank), kind)
    desk.modules.step(need.id, "enrolled", module_id=module.id)
    occasion = desk.modules.occasions(module.id)[0].id
    desk.modules.attend({(need.id, occasion): "absent"})
    moved(lambda: desk.modules.attend({(need.id, occasion): Change(None, "present")}))
    desk.modules.attend({(need.id, occasion): Change("absent", "present")})
    assert desk.modules.attendance(need.id) == {occasion: "present"}


def test_another_usual_number_of_places_leaves_a_closed_period_closed(desk: Desk) -> None:
    place = make.placement(desk.bank, 2)
    first, last = TODAY + timedelta(30), TODAY + timedelta(60)
    desk.placements.close_period(place, first, last, "Sommarstängt")
    for before, after in ((2, 4), (4, 3)):
        desk.placements.change(place, {}, Change(before, after))
        free = desk.placements.availability(place)
        days = (TODAY, first - timedelta(1), first, last, last + timedelta(1))
        assert [free.capacity_on(d) // 100 for d in days] == [after, after, 0, 0, after]
