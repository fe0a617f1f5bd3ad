"""Booking as a case worker does it: every step, its refusals in words, undo and redo of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from amdesk.db.engine.backup import prove
from amdesk.domain.clock import Clock
from amdesk.domain.errors import Refused
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY

FIRST, LAST = TODAY + timedelta(7), TODAY + timedelta(200)


@pytest.fixture
def pair(desk: Desk) -> tuple[int, int]:
    return make.participant(desk.bank), make.placement(desk.bank)


def refused(act: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code, str(caught.value)


def test_booking_makes_an_employment_and_a_receipt(desk: Desk, pair: tuple[int, int]) -> None:
    receipt = desk.booking.book(*pair, FIRST, LAST)
    assert receipt.booking.status == "booked"
    assert [k for k, _ in receipt.planned] == ["week4", "week12", "final", "day90"]
    employment = desk.booking.employments()[0]
    assert (employment.from_date, employment.to_date, employment.placement_id) == (FIRST, LAST, pair[1])


def test_a_second_booking_the_same_day_is_refused_with_where_and_until_when(desk: Desk, pair: tuple[int, int]) -> None:
    desk.booking.book(*pair, FIRST, LAST)
    code, said = refused(lambda: desk.booking.book(pair[0], make.placement(desk.bank), LAST, LAST + timedelta(9)))
    assert code == "DOUBLE"
    assert (
        said == f"Aida Demolund is already booked at Björkparken until {LAST}. End that booking first or start later."
    )


def test_the_same_reference_again_books_nothing_more(desk: Desk, pair: tuple[int, int]) -> None:
    first = desk.booking.book(*pair, FIRST, LAST, ref="B-MIN-EGEN")
    again = desk.booking.book(*pair, FIRST, LAST, ref="B-MIN-EGEN")
    assert first.booking == again.booking
    assert len(desk.booking.every()) == 1
    other = make.participant(desk.bank)
    code, said = refused(lambda: desk.booking.book(other, pair[1], FIRST, LAST, ref="B-MIN-EGEN"))
    assert (code, "Aida" in said) == ("REF", False), (
        "nobody is told that she is booked, by the booking of somebody else"
    )


def test_a_reservation_expires_after_five_working_days_and_can_be_confirmed(desk: Desk, pair: tuple[int, int]) -> None:
    receipt = desk.booking.book(*pair, FIRST, LAST, reserve=True)
    assert receipt.booking.expires_on == TODAY + timedelta(7)
    assert desk.booking.confirm(receipt.booking.ref).status == "booked"


def test_a_reservation_over_the_new_year_passes_by_the_holidays_of_both_years(
    desk: Desk, pair: tuple[int, int]
) -> None:
    """New Year's Eve and Day, a weekend and Epiphany: the fifth working day after a Wednesday is a Monday."""
    later = Desk(desk.bank, Clock(date(2026, 12, 30)))
    receipt = later.booking.book(*pair, date(2027, 2, 1), date(2027, 6, 30), reserve=True)
    assert receipt.booking.expires_on == date(2027, 1, 11)


@pytest.mark.parametrize(("ahead", "said"), [(31, "INTRODUCTION"), (32, "EARLY"), (150, "EARLY")])
def test_a_booking_is_not_begun_months_before_its_first_day(desk: Desk, ahead: int, said: str) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    ref = desk.booking.book(person, place, TODAY + timedelta(ahead), LAST).booking.ref
    before = desk.booking.get(ref)
    assert refused(lambda: desk.booking.start(ref))[0] == said
    assert refused(lambda: desk.booking.start(ref, TODAY + timedelta(ahead)))[0] == said
    assert desk.booking.get(ref) == before


def test_a_start_needs_the_introduction_and_at_a_school_the_extract(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank, background_check="school_act")
    ref = desk.booking.book(person, place, FIRST, LAST).booking.ref
    assert refused(lambda: desk.booking.start(ref))[0] == "INTRODUCTION"
    desk.booking.introduction_seen(ref)
    assert refused(lambda: desk.booking.start(ref))[0] == "EXTRACT"
    desk.participants.extract_shown(person, "school_act", TODAY)
    assert desk.booking.start(ref).status == "started"


def test_a_reservation_cannot_be_started(desk: Desk, pair: tuple[int, int]) -> None:
    ref = desk.booking.book(*pair, FIRST, LAST, reserve=True).booking.ref
    assert refused(lambda: desk.booking.start(ref))[0] == "AM003"


def started(desk: Desk, pair: tuple[int, int]) -> str:
    ref = desk.booking.book(*pair, TODAY, LAST).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    return ref


def test_extending_moves_the_employments_end_too(desk: Desk, pair: tuple[int, int]) -> None:
    ref = started(desk, pair)
    desk.booking.extend(ref, LAST + timedelta(30))
    assert desk.booking.employments()[0].to_date == LAST + timedelta(30)


def test_extending_into_somebody_elses_time_says_which_day_to_choose(desk: Desk, pair: tuple[int, int]) -> None:
    ref = started(desk, pair)
    desk.booking.book(make.participant(desk.bank), pair[1], LAST + timedelta(10), LAST + timedelta(20))
    code, said = refused(lambda: desk.booking.extend(ref, LAST + timedelta(30)))
    assert code == "FULL"
    assert (LAST + timedelta(9)).isoformat() in said


def test_moving_a_started_booking_goes_on_at_the_new_place_in_the_same_employment(
    desk: Desk, pair: tuple[int, int]
) -> None:
    ref = started(desk, pair)
    other = make.placement(desk.bank, name="Nya parken")
    moved = desk.booking.move(ref, other, TODAY + timedelta(30))
    old = desk.booking.get(ref)
    assert (old.status, old.to_date) == ("ended", TODAY + timedelta(29))
    assert (moved.status, moved.from_date, moved.placement.seen, moved.employment_id) == (
        "booked",
        TODAY + timedelta(30),
        "Nya parken",
        old.employment_id,
    )
    assert len(desk.booking.employments()) == 1


def test_an_interruption_ends_the_booking_and_not_the_employment(desk: Desk, pair: tuple[int, int]) -> None:
    ref = started(desk, pair)
    desk.booking.interrupt(ref, TODAY + timedelta(5), "PAUSE")
    assert desk.booking.employments()[0].ended_on is None
    back = desk.booking.book(*pair, TODAY + timedelta(20), LAST)
    assert back.booking.employment_id == desk.booking.employments()[0].id


def test_ending_gives_the_employment_its_reason_and_cancels_what_was_to_come(desk: Desk, pair: tuple[int, int]) -> None:
    ref = started(desk, pair)
    assert refused(lambda: desk.booking.end(ref, TODAY, "NO"))[0] == "REASON"
    desk.booking.end(ref, TODAY + timedelta(3), "A2")
    employment = desk.booking.employments()[0]
    assert (employment.ended_on, employment.end_reason) == (TODAY + timedelta(3), "A2")


def test_not_coming_is_a_step_of_its_own_and_frees_the_place(desk: Desk, pair: tuple[int, int]) -> None:
    ref = desk.booking.book(*pair, TODAY, LAST).booking.ref
    assert desk.booking.no_show(ref).reason == "NO_SHOW"
    assert desk.booking.employments()[0].cancelled
    desk.booking.book(make.participant(desk.bank), pair[1], TODAY, LAST)


STEPS = (
    "book",
    "reserve",
    "confirm",
    "introduce",
    "start",
    "extend",
    "move",
    "cancel",
    "interrupt",
    "end",
    "close",
    "note",
    "worker",
    "assess",
)


@pytest.mark.thorough(14)
@pytest.mark.parametrize("step", STEPS)
def test_everything_can_be_undone_and_redone(desk: Desk, pair: tuple[int, int], step: str) -> None:
    person, place = pair
    b = desk.booking
    act: Callable[[], Any]
    before_booked: dict[str, Callable[[], Any]] = {
        "book": lambda: b.book(*pair, FIRST, LAST),
        "reserve": lambda: b.book(*pair, FIRST, LAST, reserve=True),
        "close": lambda: desk.placements.close_period(place, FIRST, LAST, "x"),
        "note": lambda: desk.participants.add_note(person, {"kind": "phone", "body": "Ringde"}),
    }
    if step in before_booked:
        act = before_booked[step]
    elif step == "worker":
        a, c = desk.participants.add_case_worker("A"), desk.participants.add_case_worker("B")
        desk.participants.change(person, {"case_worker_id": a})

        def act() -> Any:
            return desk.participants.change_case_worker([person], c, "flytt")
    elif step in {"confirm", "cancel", "introduce", "move"}:
        ref = b.book(*pair, FIRST, LAST, reserve=step == "confirm").booking.ref
        other = make.placement(desk.bank)
        act = {
            "confirm": lambda: b.confirm(ref),
            "cancel": lambda: b.cancel(ref),
            "introduce": lambda: b.introduction_seen(ref),
            "move": lambda: b.move(ref, other),
        }[step]
    elif step == "start":
        ref = b.book(*pair, FIRST, LAST).booking.ref
        b.introduction_seen(ref)

        def act() -> Any:
            return b.start(ref)
    else:
        ref = started(desk, pair)
        key = b.employments()[0].id
        acts: dict[str, Callable[[], Any]] = {
            "extend": lambda: b.extend(ref, LAST + timedelta(5)),
            "interrupt": lambda: b.interrupt(ref, TODAY, "PAUSE"),
            "end": lambda: b.end(ref, TODAY, "A1"),
            "assess": lambda: desk.competence.assess(key, "week4", TODAY, {"PAR-01": 3}),
        }
        act = acts[step]
    before = state(desk)
    act()
    after = state(desk)
    assert before != after
    desk.history.undo()
    assert state(desk) == before
    desk.history.redo()
    assert state(desk) == after
    assert prove(desk.bank) == []


def state(desk: Desk) -> list[Any]:
    """Everything that is not void, as rows."""
    tables = (
        "placement",
        "capacity",
        "participant",
        "booking",
        "employment",
        "note",
        "case_worker_change",
        "assessment",
    )
    return [
        sorted((tuple(sorted(r.items())) for r in desk.bank.query(f"select * from {t} where void = 0")), key=repr)
        for t in tables
    ]


def test_undo_refuses_where_the_row_has_been_changed_since_by_somebody_else(desk: Desk, pair: tuple[int, int]) -> None:
    ref = desk.booking.book(*pair, FIRST, LAST).booking.ref
    desk.bank.actor = "Somebody Else"
    desk.booking.extend(ref, LAST + timedelta(5))
    desk.bank.actor = "Test"
    if desk.bank.engine == "sqlite":
        assert refused(desk.history.undo)[0] == "MOVED_ON"


def test_undo_takes_only_my_own_steps(desk: Desk, pair: tuple[int, int]) -> None:
    desk.bank.actor = "Nobody Yet"
    assert refused(desk.history.undo)[0] == "NOTHING"


def test_an_extension_stays_within_the_forms_limits(desk: Desk) -> None:
    """Introduktionsjobb: twelve months at a time, at most twenty-four (förordning (2018:42) 10 §)."""
    who, place = make.participant(desk.bank), make.placement(desk.bank)
    first = desk.booking.book(who, place, TODAY, TODAY + timedelta(300), form="introduktionsjobb").booking
    with pytest.raises(Refused, match="at most 12 months at a time"):
        desk.booking.extend(first.ref, TODAY + timedelta(300 + 367))
    desk.booking.extend(first.ref, TODAY + timedelta(300 + 364))
    with pytest.raises(Refused, match="at most 24 months in all"):
        desk.booking.extend(first.ref, TODAY + timedelta(731))
    assert desk.booking.extend(first.ref, TODAY + timedelta(729)).to_date == TODAY + timedelta(729)


def test_a_new_booking_past_the_units_own_custom_is_a_warning_and_past_an_ordinance_a_stop(desk: Desk) -> None:
    who, place = make.participant(desk.bank, born=date(1986, 4, 12)), make.placement(desk.bank, 2)
    receipt = desk.booking.book(who, place, TODAY, TODAY + timedelta(500))
    assert [c.code for c in receipt.warnings] == ["FORM_STEP"]
    other = make.participant(desk.bank)
    with pytest.raises(Refused, match="at most 12 months at a time"):
        desk.booking.book(other, place, TODAY, TODAY + timedelta(500), form="introduktionsjobb")


def test_a_transfer_between_hosts_stays_inside_one_employment(desk: Desk) -> None:
    who, first, second = (
        make.participant(desk.bank),
        make.placement(desk.bank),
        make.placement(desk.bank, name="Skolan"),
    )
    ref = desk.booking.book(who, first, TODAY, TODAY + timedelta(200)).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    moved = desk.booking.move(ref, second, TODAY + timedelta(60))
    assert moved.employment_id == desk.booking.get(ref).employment_id
    assert len(desk.booking.employments()) == 1
    assert desk.booking.get(ref).to_date == TODAY + timedelta(59)


def test_a_reason_has_consequences_until_there_is_a_new_booking(desk: Desk) -> None:
    who, place = make.participant(desk.bank, registered_on=TODAY), make.placement(desk.bank)
    ref = desk.booking.book(who, place, TODAY, TODAY + timedelta(200)).booking.ref
    desk.booking.no_show(ref)

    def asked() -> list[tuple[str, int]]:
        return [(t.kind, (t.due - TODAY).days) for t in desk.overview()[0].tasks if t.kind.startswith("ask_")]

    assert asked() == [("ask_participant", 1)]
    second = desk.booking.book(who, place, TODAY, TODAY + timedelta(200)).booking.ref
    assert asked() == []
    desk.booking.cancel(second, "HOST")
    assert asked() == [("ask_host", 14)]


def test_a_start_without_a_notice_is_a_task_until_the_notice_is_made(desk: Desk) -> None:
    who, place = make.participant(desk.bank), make.placement(desk.bank)
    ref = desk.booking.book(who, place, TODAY + timedelta(7), TODAY + timedelta(200)).booking.ref
    assert [(t.kind, (t.due - TODAY).days) for t in desk.overview()[0].tasks if t.kind == "notice"] == [("notice", 2)]
    desk.exports.notice(ref)
    assert [t for t in desk.overview()[0].tasks if t.kind == "notice"] == []


def test_a_booking_moved_to_earlier_days_and_shortened_takes_its_employment_along(desk: Desk) -> None:
    """A random search found this: the employment began after its only booking had ended."""
    who, place = make.participant(desk.bank), make.placement(desk.bank)
    ref = desk.booking.book(who, place, TODAY + timedelta(10), TODAY + timedelta(25)).booking.ref
    desk.booking.move(ref, None, TODAY + timedelta(2), TODAY + timedelta(25))
    desk.booking.extend(ref, TODAY + timedelta(4))
    (employment,) = desk.booking.employments()
    assert (employment.from_date, employment.to_date) == (TODAY + timedelta(2), TODAY + timedelta(4))
