"""The board on a bank, and capacity that changes over time: what does not fit yet is wanted, and settles by itself."""

from __future__ import annotations

from datetime import timedelta

from amdesk.db.engine.backup import prove
from amdesk.domain.places.placement import PlacementFilter
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY


def booked(desk: Desk, place: int, first: int = 0, last: int = 100, **given: object) -> str:
    who = make.participant(desk.bank, **given)
    return desk.booking.book(who, place, TODAY + timedelta(first), TODAY + timedelta(last)).booking.ref


def test_the_board_shows_every_booking_once_in_its_section(desk: Desk) -> None:
    outside, team = make.placement(desk.bank), make.placement(desk.bank, 3, kind="in_house", name="Laget")
    refs = {booked(desk, outside), booked(desk, team), booked(desk, team, 5)}
    data = desk.board.read()
    assert [s.key for s in data.sections] == ["in_house", "external"]
    assert {b.ref for s in data.sections for t in s.teams for lane in t.lanes for b in lane.bars if b.ref} == refs
    (laget,) = data.sections[0].teams
    assert (laget.capacity, laget.free, len(laget.lanes)) == (3, 2, 3)


def test_a_protected_name_is_masked_on_the_board(desk: Desk) -> None:
    place = make.placement(desk.bank)
    booked(desk, place, name="Hemlig Person", protection=1)
    assert "Hemlig" not in repr(desk.board.read())


def test_the_board_keeps_to_the_filter(desk: Desk) -> None:
    make.placement(desk.bank, occupation="PAR", name="Parken")
    make.placement(desk.bank, occupation="LOK", name="Skolan")
    shown = desk.board.read(PlacementFilter(occupation="LOK"))
    assert [t.name for s in shown.sections for t in s.teams] == ["Skolan"]


def test_a_reduction_that_fits_is_in_force_at_once(desk: Desk) -> None:
    place = make.placement(desk.bank, 2)
    booked(desk, place)
    assert desk.board.set_capacity(place, TODAY, None, 1)
    assert desk.board.conflicts() == []
    assert desk.placements.availability(place).capacity_on(TODAY) == 100


def test_a_reduction_that_does_not_fit_is_wanted_until_a_booking_has_moved(desk: Desk) -> None:
    place, other = make.placement(desk.bank, 2), make.placement(desk.bank, name="Skolan")
    booked(desk, place)
    late = booked(desk, place, 3)
    assert not desk.board.set_capacity(place, TODAY, None, 1, "ombyggnad")
    (conflict,) = desk.board.conflicts()
    assert (conflict.places, conflict.reason, next(b.ref for b in conflict.bookings)) == (1, "ombyggnad", late)
    assert desk.placements.availability(place).capacity_on(TODAY) == 200
    desk.booking.move(late, other)
    assert desk.board.conflicts() == []
    assert desk.placements.availability(place).capacity_on(TODAY) == 100
    assert prove(desk.bank) == []


def test_undo_of_the_move_brings_the_conflict_back(desk: Desk) -> None:
    place, other = make.placement(desk.bank, 2), make.placement(desk.bank, name="Skolan")
    booked(desk, place)
    late = booked(desk, place, 3)
    desk.board.set_capacity(place, TODAY, None, 1)
    desk.booking.move(late, other)
    desk.history.undo()
    assert len(desk.board.conflicts()) == 1
    assert desk.placements.availability(place).capacity_on(TODAY) == 200
    assert prove(desk.bank) == []


def test_what_was_wanted_can_be_withdrawn(desk: Desk) -> None:
    place = make.placement(desk.bank)
    booked(desk, place)
    desk.board.set_capacity(place, TODAY, TODAY + timedelta(30), 0)
    (conflict,) = desk.board.conflicts()
    desk.board.withdraw(conflict.wish)
    assert desk.board.conflicts() == []


def test_a_cancelled_booking_lets_a_wanted_capacity_come_into_force(desk: Desk) -> None:
    place = make.placement(desk.bank)
    ref = booked(desk, place)
    desk.board.set_capacity(place, TODAY, None, 0)
    desk.booking.cancel(ref)
    assert desk.board.conflicts() == []
    assert desk.placements.availability(place).capacity_on(TODAY) == 0
