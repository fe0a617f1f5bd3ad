"""How bookings and employments end: what goes with them, what stays, and which days and reasons can be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from amdesk.domain.change import Change
from amdesk.domain.errors import Refused
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.rows import booked, day, employed, put


def code(act: Any) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def started(desk: Desk, first: int = -30, last: int = 200) -> str:
    ref = desk.booking.book(make.participant(desk.bank), make.placement(desk.bank), day(first), day(last)).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    return ref


def test_a_reason_that_is_none_ends_and_cancels_nothing(desk: Desk) -> None:
    ref = started(desk)
    assert code(lambda: desk.booking.interrupt(ref, TODAY, "HOST")) == "REASON"
    assert code(lambda: desk.booking.end(ref, TODAY, "")) == "REASON"
    coming = desk.booking.book(make.participant(desk.bank), make.placement(desk.bank), day(3), day(90)).booking.ref
    assert code(lambda: desk.booking.cancel(coming, "PAUSE")) == "REASON"
    assert (desk.booking.get(ref).status, desk.booking.get(coming).status) == ("started", "booked")


def test_an_end_lies_within_the_booking_and_is_today_where_no_day_is_said(desk: Desk) -> None:
    ref = started(desk)
    for outside in (day(-31), day(201)):
        code(lambda outside=outside: desk.booking.end(ref, outside, "A1"))
        code(lambda outside=outside: desk.booking.interrupt(ref, outside, "PAUSE"))
    desk.booking.end(ref, None, "A1")
    (employment,) = desk.booking.employments()
    assert (desk.booking.get(ref).to_date, employment.ended_on, employment.to_date) == (TODAY, TODAY, day(200))


def test_an_employment_that_should_have_ended_ends_on_its_last_day(desk: Desk) -> None:
    ref = started(desk, -90, -3)
    desk.booking.end(ref, None, "A1")
    assert desk.booking.employments()[0].ended_on == day(-3)


def test_with_an_employment_its_other_bookings_end_and_those_of_others_stay(desk: Desk) -> None:
    ref = started(desk, -30, 20)
    person = desk.booking.get(ref).participant_id
    other = make.placement(desk.bank, name="Köket")
    key = desk.booking.get(ref).employment_id
    booked(desk.bank, person, other, day(21), day(60), ref="B-SENARE", employment_id=key)
    stranger = started(desk)
    desk.booking.end(ref, day(5), "A1")
    assert (desk.booking.get("B-SENARE").status, desk.booking.get("B-SENARE").reason) == ("cancelled", "OTHER")
    assert desk.booking.get(stranger).status == "started"
    assert [e.ended_on for e in desk.booking.employments()] == [day(5), None]


def test_a_cancelled_booking_takes_its_employment_along_only_where_nothing_is_left_of_it(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank, 2)
    first = desk.booking.book(person, place, day(3), day(20)).booking
    booked(desk.bank, person, place, day(21), day(60), ref="B-SENARE", employment_id=first.employment_id)
    desk.booking.cancel(first.ref, "PARTICIPANT")
    assert not desk.booking.employments()[0].cancelled
    desk.booking.cancel("B-SENARE", "HOST")
    assert desk.booking.employments()[0].cancelled
    assert desk.booking.get("B-SENARE").reason == "HOST"


def test_an_imported_employment_ends_by_itself_not_before_it_began(desk: Desk) -> None:
    person = make.participant(desk.bank)
    key = employed(desk.bank, person, day(-30), None)
    assert code(lambda: desk.booking.end_employment(key, day(-31), "A1")) == "ORDER"
    assert code(lambda: desk.booking.end_employment(key + 99, day(0), "A1")) == "NO_EMPLOYMENT"
    desk.booking.end_employment(key, day(-30), "A1")
    (employment,) = desk.booking.employments()
    assert (employment.ended_on, employment.to_date, employment.end_reason) == (day(-30), day(-30), "A1")
    with pytest.raises(Refused):
        desk.booking.end_employment(key, Change(None, day(-1)), "A1")
    desk.booking.end_employment(key, Change(day(-30), day(-1)), "A2")
    assert desk.booking.employments()[0].ended_on == day(-1)


def test_a_decision_ends_after_it_begins_and_is_changed_from_what_stood_there(desk: Desk) -> None:
    key = employed(desk.bank, make.participant(desk.bank), day(-30), day(90))
    assert code(lambda: desk.booking.set_decision(key, day(2), day(1))) == "ORDER"
    desk.booking.set_decision(key, day(1), day(1))
    assert code(lambda: desk.booking.set_decision(key, Change(day(1), day(3)), Change(day(1), day(2)))) == "ORDER"
    with pytest.raises(Refused):
        desk.booking.set_decision(key, Change(None, day(-9)), None)
    desk.booking.set_decision(key, Change(day(1), day(-9)), Change(day(1), day(60)))
    (employment,) = desk.booking.employments()
    assert (employment.decision_from, employment.decision_to) == (day(-9), day(60))
    desk.booking.set_decision(key, day(-9), None)
    assert desk.booking.employments()[0].decision_to is None


def assessed(desk: Desk, person: int, key: int, occasion: str) -> None:
    put(
        desk.bank,
        "assessment",
        participant_id=person,
        employment_id=key,
        profile_id=desk.competence.profiles()[0].id,
        occasion=occasion,
        on_date=f"{TODAY}",
        assessor="",
        finished=1,
    )


@pytest.mark.parametrize(
    ("begun", "last", "done", "due"),
    [(-13, 300, "", [("week4", 14)]), (-12, 300, "", []), (-72, 300, "", [("week12", 11)]), (-128, 300, "", [("week12", -45)]), (-129, 300, "", []),
     (-100, 21, "", [("final", 14)]), (-100, 22, "", [("week12", -17)]), (-200, -38, "", [("final", -45)]), (-200, -39, "", []),
     (-200, 14, "final", [("certificate", 14)]), (-200, 15, "final", []), (-300, -120, "final", [("certificate", -120)]),
     (-300, -121, "final", []), (-27, 300, "week4", [])],
)  # fmt: skip
def test_an_assessment_is_due_two_weeks_ahead_and_left_after_45_days_and_a_certificate_after_120(
    desk: Desk, begun: int, last: int, done: str, due: list[tuple[str, int]]
) -> None:
    person = make.participant(desk.bank)
    key = employed(desk.bank, person, day(begun), day(last))
    if done:
        assessed(desk, person, key, done)
    assert [(what, on) for _, _, what, _, on, _ in desk.competence.due()] == [(what, day(on)) for what, on in due]
    assert desk.competence.due_count() == len(due)


def test_whom_to_assess_stands_by_day_and_a_protected_person_by_number(desk: Desk) -> None:
    for first, given in ((-20, {"name": "Anna"}), (-40, {"name": "Quilla", "protection": 1}), (-30, {"name": ""})):
        employed(desk.bank, make.participant(desk.bank, **given), TODAY + timedelta(first), day(300))
    names = [str(name) for _, name, *_ in desk.competence.due()]
    assert names[2] == "Anna"
    assert [n.startswith("D-") for n in names] == [True, True, False]


def test_a_day_that_has_passed_warns_until_the_booking_has_started(desk: Desk) -> None:
    person = make.participant(desk.bank, extent=75, born=day(-15000))
    place = make.placement(desk.bank, demands=("extent=75",))  # it is known to take her
    ref = desk.booking.book(person, place, day(-2), day(300), 75).booking.ref
    desk.booking.introduction_seen(ref)
    assert [c.code for c in desk.booking.warnings(ref)] == ["PAST"], "what is in order is no warning"
    desk.booking.start(ref)
    assert desk.booking.warnings(ref) == []


def test_an_employment_that_is_ended_by_itself_ends_what_has_begun_and_cancels_what_has_not(desk: Desk) -> None:
    ref = started(desk, -30, 20)
    begun = desk.booking.get(ref)
    assert begun.employment_id is not None
    there = make.placement(desk.bank, name="Köket")
    booked(desk.bank, begun.participant_id, there, day(21), day(60), ref="B-SENARE", employment_id=begun.employment_id)
    other = employed(desk.bank, begun.participant_id, day(61), day(90))
    booked(desk.bank, begun.participant_id, there, day(61), day(90), ref="B-ANNAN", employment_id=other)
    desk.booking.end_employment(begun.employment_id, TODAY, "A1")
    kept = {b: desk.booking.get(b) for b in (ref, "B-SENARE", "B-ANNAN")}
    assert [(b.status, b.to_date, b.reason) for b in kept.values()] == [
        ("ended", TODAY, "A1"),
        ("cancelled", day(60), "OTHER"),
        ("booked", day(90), ""),
    ]
    assert [e.ended_on for e in desk.booking.employments()] == [TODAY, None]


def test_a_booking_that_began_after_the_end_of_its_employment_lasts_its_first_day(desk: Desk) -> None:
    begun = desk.booking.get(started(desk, -30, 20))
    key = employed(desk.bank, begun.participant_id, day(-60), day(20))
    other = make.participant(desk.bank)
    own = employed(desk.bank, other, day(-60), day(20))
    booked(desk.bank, other, make.placement(desk.bank), day(-10), day(20), "started", ref="B-EGEN", employment_id=own)
    desk.booking.end_employment(own, day(-20), "A1")
    assert (desk.booking.get("B-EGEN").from_date, desk.booking.get("B-EGEN").to_date) == (day(-10), day(-10))
    desk.booking.end_employment(key, day(-20), "A1")
    assert desk.booking.get(begun.ref).status == "started"


def test_an_employment_with_a_planned_end_keeps_it_beside_the_day_on_which_it_ended(desk: Desk) -> None:
    key = employed(desk.bank, make.participant(desk.bank), day(-30), day(90))
    desk.booking.end_employment(key, day(-1), "A1")
    (employment,) = desk.booking.employments()
    assert (employment.to_date, employment.ended_on, employment.end) == (day(90), day(-1), day(-1))


def test_an_end_is_not_taken_away_here_and_a_last_day_before_the_first_is_none(desk: Desk) -> None:
    key = employed(desk.bank, make.participant(desk.bank), day(-9), day(9))
    assert code(lambda: desk.booking.end_employment(key, Change(None, None), "A1")) == "ENDED"
    assert code(lambda: desk.booking.end_employment(key, day(-10), "A1")) == "ORDER"
    assert desk.booking.employments()[0].ended_on is None
    desk.booking.end_employment(key, day(-9), "A1")
    assert desk.booking.employments()[0].ended_on == day(-9)


def test_a_booking_that_is_cancelled_after_its_employment_has_ended_leaves_the_end(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    key = employed(desk.bank, person, day(-90), day(90), ended_on=day(-3), end_reason="A1")
    booked(desk.bank, person, place, day(10), day(20), ref="B-KVAR", employment_id=key)
    desk.booking.cancel("B-KVAR", "PARTICIPANT")
    (employment,) = desk.booking.employments()
    assert (employment.cancelled, employment.ended_on, employment.end_reason) == (False, day(-3), "A1")


def test_a_receipt_asked_for_again_tells_the_assessments_and_day_90_and_warns_of_nothing(desk: Desk) -> None:
    made = desk.booking.book(make.participant(desk.bank), make.placement(desk.bank), day(3), day(200))
    again = desk.booking.receipt(made.booking.ref)
    assert again.warnings == []
    assert (again.booking, again.planned) == (made.booking, made.planned)
    assert dict(again.planned)["day90"] == day(290)


def test_what_one_changes_of_an_end_stands_beside_what_another_has_changed_of_it(desk: Desk) -> None:
    """The day by one, the reason by the other: neither sends what she only found."""
    key = employed(desk.bank, make.participant(desk.bank), day(-60), day(30))
    desk.booking.end_employment(key, day(-10), "A1")
    desk.booking.end_employment(key, Change(day(-10), day(-14)), Change("A1", "A1"))
    desk.booking.end_employment(key, Change(day(-10), day(-10)), Change("A1", "A2"))
    found = next(e for e in desk.booking.employments() if e.id == key)
    assert (found.ended_on, found.end_reason) == (day(-14), "A2")
    desk.booking.end_employment(key, Change(day(-14), day(-12)), Change("A1", "A1"))
    found = next(e for e in desk.booking.employments() if e.id == key)
    assert (found.ended_on, found.end_reason) == (day(-12), "A2")
