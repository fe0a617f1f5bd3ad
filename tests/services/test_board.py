"""The board on a bank, and capacity that changes over time: what does not fit yet is wanted, and settles by itself."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from amdesk.db.engine.backup import prove
from amdesk.domain.bank.roles import ROLES, may
from amdesk.domain.change import Change
from amdesk.domain.clock import Clock
from amdesk.domain.errors import Refused
from amdesk.domain.places.placement import PlacementFilter
from amdesk.services.bank import users
from amdesk.services.booking.board import Boards
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


def away(desk: Desk) -> dict[str, list[tuple[int, int]]]:
    """By booking the days away on the board, as days from today."""
    bars = [b for s in desk.board.read().sections for t in s.teams for lane in t.lanes for b in lane.bars if b.away]
    return {b.ref: [((first - TODAY).days, (last - TODAY).days) for first, last in b.away] for b in bars}


def at_work(desk: Desk, place: int, **given: object) -> tuple[int, str]:
    """(person, booking) of somebody who has worked for a month."""
    who, then = make.participant(desk.bank, **given), Desk(desk.bank, Clock(TODAY - timedelta(30)))
    made = then.booking.book(who, place, TODAY - timedelta(30), TODAY + timedelta(200)).booking.ref
    then.booking.introduction_seen(made)
    then.booking.start(made)
    return who, made


def test_days_away_lie_on_the_bar_of_their_booking_without_their_reason(desk: Desk) -> None:
    place = make.placement(desk.bank, 4)
    who, made = at_work(desk, place, name="Ada Prov")
    desk.week.note(who, "sick", TODAY - timedelta(7), TODAY - timedelta(5))
    desk.week.note(who, "present", TODAY - timedelta(4))
    desk.week.note(who, "child", TODAY - timedelta(3))
    desk.week.note(who, "holiday", TODAY + timedelta(1), TODAY + timedelta(2))
    assert away(desk) == {made: [(-7, -5), (-3, -3), (1, 2)]}
    assert not [word for word in ("sick", "child", "holiday") if word in repr(desk.board.read())]
    desk.history.undo_latest()
    assert away(desk) == {made: [(-7, -5), (-3, -3)]}


def test_of_whoever_is_protected_or_restricted_no_days_away_lie_on_the_board(desk: Desk) -> None:
    place = make.placement(desk.bank, 4)
    (hidden, _), (kept, _) = (at_work(desk, place, name=name) for name in ("Bo Prov", "Cia Prov"))
    for who in (hidden, kept):
        desk.week.note(who, "sick", TODAY)
    assert len(away(desk)) == 2
    desk.participants.protect(hidden, 1, "beslut")
    desk.participants.restrict(kept, wish=True, why="hon har begärt det")
    assert away(desk) == {}


@pytest.mark.parametrize("role", ROLES)
def test_days_away_are_told_to_whoever_may_see_attendance(
    role: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, made = at_work(desk, make.placement(desk.bank))
    desk.week.note(who, "sick", TODAY)
    monkeypatch.setattr(users, "me", lambda _bank: SimpleNamespace(roles=(role,), named=True))
    found = [b for s in Boards(desk.work).read().sections for t in s.teams for lane in t.lanes for b in lane.bars]
    assert [b.ref for b in found if b.away] == ([made] if may([role], "week.see") else [])


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


def shown(desk: Desk, **limits: Any) -> list[str]:
    data = desk.board.read(PlacementFilter(**limits))
    return [t.name for s in data.sections for t in s.teams]


def test_the_board_of_a_day_leaves_out_only_what_is_full_on_it(desk: Desk) -> None:
    full, free = make.placement(desk.bank, name="Fullt"), make.placement(desk.bank, name="Ledigt")
    booked(desk, full, 5, 9)
    assert shown(desk, free_from=TODAY + timedelta(5)) == ["Ledigt"]
    assert shown(desk, free_from=TODAY + timedelta(9)) == ["Ledigt"]
    assert shown(desk, free_from=TODAY + timedelta(10)) == ["Fullt", "Ledigt"]
    assert shown(desk, words="full") == ["Fullt"]
    assert shown(desk, words="f") == ["Fullt", "Ledigt"]
    make.placement(desk.bank, name="Nedlagt", status="closed")
    assert shown(desk) == ["Fullt", "Ledigt"]
    assert free


def test_a_full_team_says_when_it_is_free_and_a_free_one_today(desk: Desk) -> None:
    full, free = make.placement(desk.bank, name="Fullt"), make.placement(desk.bank, 2, name="Ledigt")
    booked(desk, full, 0, 9)
    booked(desk, free, 0, 9)
    teams = {t.name: t for s in desk.board.read().sections for t in s.teams}
    assert (teams["Fullt"].free, teams["Fullt"].next_free) == (0, TODAY + timedelta(10))
    assert (teams["Ledigt"].free, teams["Ledigt"].next_free, teams["Ledigt"].capacity) == (1, TODAY, 2)


def test_sections_stand_by_the_alphabet_with_in_house_first_and_those_of_no_department_last(desk: Desk) -> None:
    for name, kind, department in (
        ("A", "external", "Öster"),
        ("Å", "external", "Väst"),
        ("B", "in_house", ""),
        ("C", "external", "Väst"),
    ):
        make.placement(desk.bank, name=name, kind=kind, department=department)
    assert [s.key for s in desk.board.read().sections] == ["in_house", "external"]
    by_department = desk.board.read(group="department").sections
    found = [(s.key, [t.name for t in s.teams]) for s in by_department]
    assert found == [("Väst", ["C", "Å"]), ("Öster", ["A"]), ("–", ["B"])]


def test_a_capacity_that_cannot_be_is_refused_and_a_conflict_names_those_who_began_last_first(desk: Desk) -> None:
    place = make.placement(desk.bank, 3)
    for first, last, count in ((1, 0, 1), (0, 5, -1)):
        with pytest.raises(Refused) as caught:
            desk.board.set_capacity(place, TODAY + timedelta(first), TODAY + timedelta(last), count)
        assert caught.value.code == "ORDER"
    refs = [booked(desk, place, first, last) for first, last in ((0, 100), (5, 9), (20, 40))]
    assert not desk.board.set_capacity(place, TODAY + timedelta(9), TODAY + timedelta(19), 0)
    (conflict,) = desk.board.conflicts()
    assert [b.ref for b in conflict.bookings] == [refs[1], refs[0]]
    assert (conflict.first, conflict.last) == (TODAY + timedelta(9), TODAY + timedelta(19))
    desk.board.withdraw(conflict.wish)
    assert desk.board.set_capacity(place, TODAY + timedelta(10), TODAY + timedelta(19), 1), (
        "one of them is there on those days"
    )
    assert [desk.placements.availability(place).capacity_on(TODAY + timedelta(n)) for n in (9, 10, 19, 20)] == [
        300,
        100,
        100,
        300,
    ]


def test_a_capacity_is_changed_from_the_number_that_stood_there(desk: Desk) -> None:
    place = make.placement(desk.bank, 2)
    desk.board.set_capacity(place, TODAY, None, Change(2, 3))
    with pytest.raises(Refused, match="Number of places"):
        desk.board.set_capacity(place, TODAY, None, Change(2, 4))
    assert desk.placements.availability(place).capacity_on(TODAY) == 300
    ref = booked(desk, place)
    for _ in range(2):
        booked(desk, place)
    desk.board.set_capacity(place, TODAY, None, 2)
    assert desk.board.settle() == 0
    desk.booking.cancel(ref)
    assert (desk.board.settle(), desk.board.conflicts()) == (0, []), "the cancellation has settled it"
