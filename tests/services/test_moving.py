"""Another last day or another placement: what of the employment follows, and what goes on as a new booking."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amdesk.db.booking.bookings import occupation_of
from amdesk.domain.booking.bookings import Employment
from amdesk.domain.change import Change
from amdesk.domain.errors import Refused
from amdesk.services.desk import Desk
from tests import make
from tests.rows import booked, day, employed


def code(act: Any) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def book(desk: Desk, first: int = 3, last: int = 90, *, started: bool = False, **given: Any) -> str:
    ref = desk.booking.book(
        make.participant(desk.bank), make.placement(desk.bank, **given), day(first), day(last)
    ).booking.ref
    if started:
        desk.booking.introduction_seen(ref)
        desk.booking.start(ref)
    return ref


def job(desk: Desk, ref: str) -> Employment:
    return next(e for e in desk.booking.employments() if e.id == desk.booking.get(ref).employment_id)


def span(desk: Desk, ref: str) -> tuple[date, date | None]:
    return job(desk, ref).from_date, job(desk, ref).to_date


def test_the_employment_ends_with_its_booking_when_that_is_made_shorter_or_longer(desk: Desk) -> None:
    ref = book(desk)
    desk.booking.extend(ref, day(100))
    assert span(desk, ref) == (day(3), day(100))
    desk.booking.extend(ref, day(50))
    assert span(desk, ref) == (day(3), day(50))
    assert desk.booking.get(ref).to_date == day(50)
    assert code(lambda: desk.booking.extend(ref, day(2))) == "ORDER"


def test_an_employment_of_its_own_length_is_stretched_by_a_booking_that_goes_beyond_it(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    key = employed(desk.bank, person, day(-9), day(60))
    ref = desk.booking.book(person, place, day(3), day(40)).booking.ref
    assert desk.booking.get(ref).employment_id == key
    desk.booking.extend(ref, day(50))
    assert span(desk, ref) == (day(-9), day(60))
    desk.booking.extend(ref, day(70))
    assert span(desk, ref) == (day(-9), day(70))
    desk.booking.extend(ref, day(30))
    assert span(desk, ref) == (day(-9), day(30)), "now it ended with its booking"


def test_a_booking_that_has_not_begun_is_moved_and_one_that_has_goes_on_as_a_new_one(desk: Desk) -> None:
    other = make.placement(desk.bank, name="Köket", kind="in_house")
    ref = book(desk)
    assert desk.booking.move(ref, other, day(5)).ref == ref
    assert (desk.booking.get(ref).placement_id, desk.booking.get(ref).from_date) == (other, day(5))
    assert (span(desk, ref), job(desk, ref).placement.seen, job(desk, ref).kind) == (
        (day(5), day(90)),
        "Köket",
        "in_house",
    )
    begun = book(desk, -30, 90, started=True)
    third = make.placement(desk.bank, name="Parken")
    made = desk.booking.move(begun, third)
    assert made.ref != begun
    before = desk.booking.get(begun)
    assert (before.status, before.to_date, before.reason) == ("ended", day(-1), "CHANGE")
    assert (made.status, made.from_date, made.to_date, made.placement_id) == ("booked", day(0), day(90), third)
    assert made.employment_id == before.employment_id
    assert span(desk, made.ref) == (day(-30), day(90))
    assert code(lambda: desk.booking.move(begun, other)) == "AM003"
    assert code(lambda: desk.booking.extend(begun, day(99))) == "AM003"


def test_a_started_booking_that_is_moved_from_its_first_day_on_was_never_anywhere_else(desk: Desk) -> None:
    begun = book(desk, 0, 90, started=True)
    other = make.placement(desk.bank, name="Köket")
    assert desk.booking.move(begun, other, day(0)).ref == begun
    assert (desk.booking.get(begun).status, desk.booking.get(begun).placement_id) == ("started", other)


def test_other_dates_stretch_the_employment_and_begin_it_with_its_first_booking(desk: Desk) -> None:
    ref = book(desk, 10, 90)
    desk.booking.move(ref, on=day(20), to=day(120))
    assert span(desk, ref) == (day(20), day(120))
    desk.booking.move(ref, to=day(130))
    assert span(desk, ref) == (day(20), day(130)), "the last day alone"
    booking = desk.booking.get(ref)
    assert booking.employment_id is not None
    early = booked(
        desk.bank,
        booking.participant_id,
        make.placement(desk.bank),
        day(5),
        day(9),
        ref="B-TIDIG",
        employment_id=booking.employment_id,
    )
    assert early
    desk.booking.move(ref, on=day(30))
    assert span(desk, ref) == (day(5), day(130)), "its first booking is the other one"


def test_what_was_only_found_is_no_wish(desk: Desk) -> None:
    ref, other = book(desk), make.placement(desk.bank, name="Köket")
    now = desk.booking.get(ref)
    found = (
        Change(now.placement_id, now.placement_id),
        Change(now.from_date, now.from_date),
        Change(now.to_date, now.to_date),
    )
    desk.booking.move(ref, *found)
    assert desk.booking.get(ref).placement_id == now.placement_id
    desk.booking.move(ref, Change(now.placement_id, other), *found[1:])
    kept = desk.booking.get(ref)
    assert (kept.placement_id, kept.from_date, kept.to_date) == (other, now.from_date, now.to_date)
    with pytest.raises(Refused, match="Köket"):
        desk.booking.move(ref, Change(now.placement_id, make.placement(desk.bank, name="Parken")))


def test_a_booking_is_confirmed_started_and_noticed_step_by_step(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    ref = desk.booking.book(person, place, day(0), day(90), reserve=True).booking.ref
    assert code(lambda: desk.booking.start(ref)) == "AM003"
    assert desk.booking.confirm(ref).status == "booked"
    assert desk.booking.get(ref).expires_on is None
    assert code(lambda: desk.booking.confirm(ref)) == "AM003"
    assert code(lambda: desk.booking.start(ref)) == "INTRODUCTION"
    desk.booking.introduction_seen(ref)
    for outside in (-1, 91):
        assert code(lambda outside=outside: desk.booking.start(ref, day(outside))) == "OUTSIDE"
    late = desk.booking.start(ref, day(5))
    assert (late.status, late.from_date, late.to_date) == ("started", day(5), day(90))
    for missing in ("B-FINNS-EJ", ""):
        assert code(lambda missing=missing: desk.booking.get(missing)) == "NO_BOOKING"
    assert desk.booking.get(f" {ref.lower()} ").ref == ref


@pytest.mark.parametrize(
    ("kind", "stops"),
    [
        ("school_act", True),
        ("lss_children", True),
        ("hvb_children", True),
        ("children_act_2013", False),
        ("none", False),
    ],
)
def test_where_the_law_wants_an_extract_before_the_first_day_nobody_starts_without(
    desk: Desk, kind: str, stops: bool
) -> None:
    person = make.participant(desk.bank, born=date(1986, 4, 12))
    ref = desk.booking.book(person, make.placement(desk.bank, background_check=kind), day(0), day(200)).booking.ref
    desk.booking.introduction_seen(ref)
    if stops:
        assert code(lambda: desk.booking.start(ref)) == "EXTRACT"
        desk.participants.extract_shown(person, kind, day(-1))
    assert desk.booking.start(ref).status == "started"


@pytest.mark.parametrize(("begun", "occupation"), [(False, "LOK"), (True, "PAR")])
def test_whoever_is_moved_before_she_begins_is_employed_in_the_occupation_of_the_new_place(
    desk: Desk, begun: bool, occupation: str
) -> None:
    ref = book(desk, 0, started=begun)
    elsewhere = make.placement(desk.bank, name="Hus", occupation="LOK")
    moved = desk.booking.move(ref, elsewhere, day(7))
    assert moved.employment_id is not None
    assert occupation_of(desk.bank, moved.employment_id) == occupation
