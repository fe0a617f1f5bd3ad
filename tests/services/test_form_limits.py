"""How long one may be employed in a form: counted from the first day of the employment, whatever booking is asked about."""

from __future__ import annotations

from datetime import timedelta

from amdesk.domain.texts import text
from amdesk.domain.values import add_months
from amdesk.services.desk import Desk
from tests import make
from tests.rows import booked, day, employed

FORM = "introduktionsjobb"
"""Twelve months at a time, twenty-four in all."""


def limits(
    desk: Desk, person: int, place: int, first: int, last: int, without: str = "", form: str = "bea_visstid"
) -> dict[str, object]:
    found = desk.booking.checks(person, place, day(first), day(last), without=without, form=form)
    return {c.code: c.fix for c in found if c.code.startswith("FORM_")}


def test_a_booking_in_an_employment_counts_from_whichever_began_first(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    employed(desk.bank, person, day(0), day(100), form=FORM)
    step = add_months(day(101), 12) - timedelta(1)
    assert limits(desk, person, place, 10, 900) == {"FORM_MAX": add_months(day(0), 24) - timedelta(1)}
    assert limits(desk, person, place, -50, 900) == {"FORM_MAX": add_months(day(-50), 24) - timedelta(1)}
    last = (step - day(0)).days
    assert limits(desk, person, place, 10, last) == {}
    assert limits(desk, person, place, 10, last + 1) == {"FORM_STEP": step}, "twelve months after what was agreed"


def test_where_no_employment_goes_on_the_form_that_is_asked_for_counts_from_the_booking(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    employed(desk.bank, person, day(-300), day(-1), form=FORM)
    employed(desk.bank, person, day(-300), day(400), form=FORM, cancelled=1)
    employed(desk.bank, person, day(-300), day(400), form=FORM, ended_on=day(-200))
    assert desk.booking.running_form(person, place, day(0), day(50)) == ""
    assert limits(desk, person, place, 0, 900, form=FORM) == {"FORM_MAX": add_months(day(0), 24) - timedelta(1)}
    assert limits(desk, person, place, 0, 400, form=FORM) == {"FORM_STEP": add_months(day(0), 12) - timedelta(1)}
    assert limits(desk, person, place, 0, 900, form="no such form") == {}
    employed(desk.bank, person, day(50), None, form=FORM)
    assert desk.booking.running_form(person, place, day(0), day(49)) == ""
    assert desk.booking.running_form(person, place, day(0), day(50)) == FORM
    assert limits(desk, person, place, 60, 900, form="bea_visstid") == {
        "FORM_MAX": add_months(day(50), 24) - timedelta(1)
    }


def test_a_booking_that_is_made_longer_is_held_to_the_limits_and_one_made_shorter_is_not(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    made = desk.booking.book(person, place, day(0), day(100), form=FORM).booking
    step = add_months(day(101), 12) - timedelta(1)
    longer = (step - day(0)).days
    assert limits(desk, person, place, 0, longer, without=made.ref) == {}
    assert limits(desk, person, place, 0, longer + 1, without=made.ref) == {"FORM_STEP": step}
    assert limits(desk, person, place, 0, 900, without=made.ref) == {"FORM_MAX": add_months(day(0), 24) - timedelta(1)}
    levels = {
        c.level for c in desk.booking.checks(person, place, day(0), day(900), without=made.ref) if c.code == "FORM_MAX"
    }
    assert levels == {"stop"}
    with desk.bank.write(text("an older employment")):
        desk.bank.execute("update employment set from_date = :f", {"f": f"{day(-700)}"})
    assert limits(desk, person, place, 0, 100, without=made.ref) == {}, "it asks for no longer"
    assert limits(desk, person, place, 0, 99, without=made.ref) == {}
    assert "FORM_MAX" in limits(desk, person, place, 0, 101, without=made.ref)


def test_the_forms_that_are_offered_are_those_that_are_not_closed(desk: Desk) -> None:
    before = dict(desk.booking.forms())
    assert before[FORM] == "Introduktionsjobb"
    with desk.bank.write(text("a form is used no longer")):
        extra = '{"status": "closed"}'
        desk.bank.execute(
            "update code set extra = :e where code = :c and list = 'employment_forms'", {"e": extra, "c": FORM}
        )
    assert FORM not in dict(desk.booking.forms())
    assert len(desk.booking.forms()) == len(before) - 1


def test_a_place_shared_by_hours_is_free_to_whoever_takes_no_more_than_what_is_left(desk: Desk) -> None:
    shared, whole = make.placement(desk.bank, shared=True), make.placement(desk.bank, name="Köket")
    for place in (shared, whole):
        other = make.participant(desk.bank, extent=60)
        booked(desk.bank, other, place, day(-10), day(200), extent=60)

    def free(extent: int) -> dict[int, object]:
        who = make.participant(desk.bank, extent=extent)
        found = desk.matching.for_participant(who).ranked
        return {m.opening.placement.id: m.opening.free_from for m in found if m.opening.free_from == day(0)}

    assert free(40) == {shared: day(0)}
    assert free(50) == {}
    assert free(100) == {}
