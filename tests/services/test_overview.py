"""Översikt: what is to be done and from which day on, whose it is, and the figures of the whole unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amdesk.db.overview import counts
from amdesk.domain.booking.plan import Plan
from amdesk.domain.clock import Clock
from amdesk.domain.competence.due import Stepper
from amdesk.domain.overview.day import Figures, FirstHour
from amdesk.domain.overview.tasks import Task, group_of
from amdesk.services.desk import Desk
from amdesk.services.overview.day import SeenTasks, _perhaps_due, _running_tasks
from tests import make
from tests.make import TODAY
from tests.rows import day, employed, put

PLANS = st.builds(
    lambda first, more, before: Plan(first, min(52, first + more), before),
    st.integers(1, 51),
    st.integers(1, 30),
    st.integers(0, 60),
)


@given(st.integers(-800, 0), st.integers(-100, 900), st.none() | st.integers(-100, 400), PLANS)
def test_nothing_that_is_due_is_passed_over(begun: int, left: int, decided: int | None, plan: Plan) -> None:
    first, last = TODAY + timedelta(begun), TODAY + timedelta(max(left, begun))
    decision = TODAY + timedelta(decided) if decided is not None else None
    tasks = _running_tasks(1, 1, first, last, decision, set(), TODAY, Stepper(TODAY, plan))
    assert not tasks or _perhaps_due(TODAY, plan)(first, last, decision)


def test_an_employment_with_nothing_near_is_passed_over() -> None:
    first, last = date(2026, 1, 1), TODAY + timedelta(200)
    assert not _perhaps_due(TODAY, Plan())(first, last, None)


def assessed(desk: Desk, person: int, employment: int, occasion: str, *, finished: int = 1) -> None:
    put(
        desk.bank,
        "assessment",
        participant_id=person,
        employment_id=employment,
        profile_id=desk.competence.profiles()[0].id,
        occasion=occasion,
        on_date=f"{day(-40 if occasion == 'week4' else -20)}",
        assessor="",
        finished=finished,
    )


def tasks(desk: Desk, kind: str, mine: int | None = None, limit: int = 10_000) -> list[Task]:
    return [t for t in desk.overview(mine, limit)[0].tasks if t.kind == kind]


def due(desk: Desk, kind: str, mine: int | None = None) -> list[date]:
    return [t.due for t in tasks(desk, kind, mine)]


def figures(desk: Desk) -> Mapping[str, int]:
    found: Figures = desk.overview()[0].figures
    return found._asdict()


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, [day(11)]), (6, [day(11)]), (20, [day(10)]), (29, [day(1)]), (30, [day(0)]), (300, [day(0)])],
)
def test_a_place_is_looked_for_from_the_first_day_and_at_once_after_a_month(
    desk: Desk, days: int, expected: list[date]
) -> None:
    make.participant(desk.bank, registered_on=day(-days))
    assert due(desk, "find_place") == expected
    assert (figures(desk)["waiting"], figures(desk)["longest_wait"]) == (1, days)
    assert group_of(due(desk, "find_place")[0], TODAY) != "later"


def test_mine_are_my_own_and_nobodys(desk: Desk) -> None:
    me, other = (desk.participants.add_case_worker(name) for name in ("Jamila Provström", "Ingrid Skissander"))
    for name, worker in (("Min", me), ("Annans", other), ("Ingens", None)):
        person = make.participant(desk.bank, name=name, case_worker_id=worker, registered_on=day(-40))
        ending = make.participant(desk.bank, name=f"{name} 2", case_worker_id=worker)
        employed(desk.bank, ending, day(-10), day(10))
        gone = make.participant(desk.bank, name=f"{name} 3", case_worker_id=worker)
        key = employed(desk.bank, gone, day(-200), day(-1))
        assessed(desk, gone, key, "final")
        assert person < ending < gone
    for kind, number in (("find_place", ""), ("ending", " 2"), ("certificate", " 3"), ("day90", "")):
        named = {str(t.person) for t in tasks(desk, kind, me)}
        assert named == ({f"Min{number}", f"Ingens{number}"} if kind != "day90" else set()), kind
        assert len(tasks(desk, kind)) == (3 if kind != "day90" else 0), kind
    assert {t.case_worker_id for t in tasks(desk, "find_place", me)} == {me, None}
    assert figures(desk)["waiting"] == 3


@pytest.mark.parametrize(
    ("ended", "listed", "reached", "late"),
    [(-366, 0, 0, 0), (-365, 1, 1, 1), (-91, 1, 1, 1), (-90, 1, 1, 0), (-89, 0, 0, 0), (-76, 0, 0, 0)],
)
def test_day_90_is_told_and_counted_on_its_day_late_the_day_after_and_forgotten_after_a_year(
    desk: Desk, ended: int, listed: int, reached: int, late: int
) -> None:
    """Day 0 is the last day of the employment."""
    employed(desk.bank, make.participant(desk.bank), day(ended - 100), day(ended))
    told = figures(desk)
    assert (told["day90"], told["day90_late"]) == (reached, late)
    assert due(desk, "day90") == [day(ended + 90)] * listed


@pytest.mark.parametrize(
    ("contact", "ended", "asked"),
    [
        ("not_due", -95, 1),
        ("contacted", -95, 0),
        ("not_contacted", -95, 1),
        ("not_contacted", -180, 1),
        ("not_contacted", -181, 0),
    ],
)
def test_whoever_was_asked_is_not_asked_again_and_whoever_was_not_reached_is_until_day_180(
    desk: Desk, contact: str, ended: int, asked: int
) -> None:
    person = make.participant(desk.bank)
    key = employed(desk.bank, person, day(-300), day(ended))
    cancelled = make.participant(desk.bank)
    employed(desk.bank, cancelled, day(-300), day(-95), cancelled=1)
    put(desk.bank, "followup", employment_id=key, participant_id=person, contact=contact)
    assert (figures(desk)["day90"], len(tasks(desk, "day90"))) == (asked, asked)


def test_a_follow_up_that_was_taken_back_counts_as_none(desk: Desk) -> None:
    person = make.participant(desk.bank)
    key = employed(desk.bank, person, day(-300), day(-95))
    put(desk.bank, "followup", employment_id=key, participant_id=person, contact="contacted", void=1)
    assert figures(desk)["day90"] == 1


def test_running_are_those_whose_first_day_has_come_and_whose_last_has_not_passed(desk: Desk) -> None:
    spans = [(0, 0), (-5, None), (1, 90), (-90, -1), (-90, 30), (-90, 31)]
    for first, last in spans:
        person = make.participant(desk.bank)
        employed(
            desk.bank, person, day(first), None if last is None else day(last), kind="in_house" if last else "external"
        )
    person = make.participant(desk.bank)
    employed(desk.bank, person, day(-9), day(9), cancelled=1)
    employed(desk.bank, person, day(-8), day(8), void=1)
    employed(desk.bank, person, day(-7), day(7), ended_on=day(0))
    told = figures(desk)
    assert (told["running"], told["running_own"], told["running_external"]) == (4, 2, 2)
    assert (told["ending"], told["ending_unassessed"]) == (2, 2)


def test_an_employment_whose_booking_nobody_has_confirmed_is_not_running(desk: Desk) -> None:
    place = make.placement(desk.bank)
    ref = desk.booking.book(make.participant(desk.bank), place, day(0), day(90)).booking.ref
    assert figures(desk)["running"] == 0
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    assert figures(desk)["running"] == 1


def test_who_ends_soon_is_listed_by_day_and_name_with_what_is_assessed(desk: Desk) -> None:
    ends = {"Östen Prov": 30, "Anna Prov": 30, "Bo Prov": 0, "Cilla Prov": 31}
    for name, last in ends.items():
        person = make.participant(desk.bank, name=name)
        key = employed(desk.bank, person, day(-60), day(last), placement_text="Köket")
        if name == "Anna Prov":
            assessed(desk, person, key, "week4")
            assessed(desk, person, key, "final")
        if name == "Bo Prov":
            assessed(desk, person, key, "final", finished=0)
    ending = desk.overview()[0].ending
    assert [(str(e.name), e.day, e.assessed, e.final) for e in ending] == [
        ("Bo Prov", day(0), 0, False),
        ("Anna Prov", day(30), 2, True),
        ("Östen Prov", day(30), 0, False),
    ]
    assert {str(e.place) for e in ending} == {"Köket"}
    assert figures(desk)["ending_unassessed"] == 2


@pytest.mark.parametrize(
    ("last", "expected"),
    [(-1, []), (0, [day(0)]), (29, [day(29)]), (30, [day(30)]), (31, [day(1)]), (60, [day(30)]), (61, [])],
)
def test_what_comes_next_is_asked_from_sixty_days_before_the_end(desk: Desk, last: int, expected: list[date]) -> None:
    employed(desk.bank, make.participant(desk.bank), day(-60), day(last))
    assert due(desk, "ending") == expected


@pytest.mark.parametrize(
    ("until", "expected"), [(-1, []), (0, [day(0)]), (30, [day(0)]), (31, [day(1)]), (60, [day(30)]), (61, [])]
)
def test_a_decision_on_a_subsidy_is_told_sixty_days_before_it_ends(
    desk: Desk, until: int, expected: list[date]
) -> None:
    employed(
        desk.bank, make.participant(desk.bank), day(-300), day(300), decision_from=day(-300), decision_to=day(until)
    )
    assert due(desk, "decision") == expected


@pytest.mark.parametrize(("begun", "seen"), [(-13, True), (-12, False), (-68, True)])
def test_an_assessment_is_told_two_weeks_ahead_until_the_next_is(desk: Desk, begun: int, seen: bool) -> None:
    """The first is made on the last day of week 4, the employment's day 28, the second on that of week 12."""
    person = make.participant(desk.bank)
    key = employed(desk.bank, person, day(begun), day(300))
    assert due(desk, "assess") == ([day(begun + 27)] if seen else [])
    assessed(desk, person, key, "week4")
    assert due(desk, "assess") == []


def test_the_final_assessment_is_told_until_it_is_made(desk: Desk) -> None:
    person = make.participant(desk.bank)
    key = employed(desk.bank, person, day(-150), day(20))
    assert due(desk, "final") == [day(13)]
    assessed(desk, person, key, "final", finished=0)
    assert due(desk, "final") == [day(13)]


@pytest.mark.parametrize(
    ("begun", "expected"),
    [(-69, [day(14)]), (-128, [day(-45)]), (-129, [])],
)
def test_of_several_assessments_the_last_is_told_and_left_after_45_days(
    desk: Desk, begun: int, expected: list[date]
) -> None:
    employed(desk.bank, make.participant(desk.bank), day(begun), day(300))
    assert due(desk, "assess") == expected


@pytest.mark.parametrize(("last", "expected"), [(-1, [day(-8)]), (-38, [day(-45)]), (-39, [])])
def test_a_final_assessment_that_was_missed_is_told_after_the_end(desk: Desk, last: int, expected: list[date]) -> None:
    employed(desk.bank, make.participant(desk.bank), day(-200), day(last))
    assert due(desk, "final") == expected


@pytest.mark.parametrize(("last", "seen"), [(-121, False), (-120, True), (14, True), (15, False)])
def test_a_certificate_is_told_from_two_weeks_before_the_end_for_120_days(desk: Desk, last: int, seen: bool) -> None:
    person = make.participant(desk.bank)
    key = employed(desk.bank, person, day(-200), day(last), placement_text="Köket")
    assert due(desk, "certificate") == []
    assessed(desk, person, key, "final")
    assert [(t.due, str(t.where)) for t in tasks(desk, "certificate")] == ([(day(last), "Köket")] if seen else [])


def test_a_certificate_is_not_asked_for_twice_nor_for_an_unfinished_or_other_assessment(desk: Desk) -> None:
    for occasion, finished, void in (("week12", 1, 0), ("final", 0, 0), ("final", 1, 1)):
        person = make.participant(desk.bank)
        key = employed(desk.bank, person, day(-200), day(-5), void=void)
        assessed(desk, person, key, occasion, finished=finished)
    assert due(desk, "certificate") == []


def test_a_reservation_is_told_by_the_day_it_runs_out_and_a_start_when_its_day_has_come(desk: Desk) -> None:
    place = make.placement(desk.bank, 9, name="Köket")
    reserved = desk.booking.book(make.participant(desk.bank), place, day(20), day(90), reserve=True).booking
    desk.booking.book(make.participant(desk.bank), place, day(0), day(90))
    desk.booking.book(make.participant(desk.bank), place, day(1), day(90))
    assert [(t.due, str(t.where)) for t in tasks(desk, "tentative")] == [(reserved.expires_on, "Köket")]
    assert due(desk, "start") == [day(0)]


@pytest.mark.parametrize(
    ("begins", "expected"), [(0, [day(0)]), (5, [day(0)]), (6, [day(1)]), (14, [day(9)]), (15, [])]
)
def test_a_booking_notice_is_due_five_days_before_the_start_until_it_is_made(
    desk: Desk, begins: int, expected: list[date]
) -> None:
    ref = desk.booking.book(make.participant(desk.bank), make.placement(desk.bank), day(begins), day(90)).booking.ref
    assert due(desk, "notice") == expected
    desk.booking.notice_made(ref)
    assert due(desk, "notice") == []


def test_a_pause_asks_the_participant_after_a_month_until_she_has_a_booking_again(desk: Desk) -> None:
    person, place = make.participant(desk.bank, name="Aida"), make.placement(desk.bank, name="Köket")
    ref = desk.booking.book(person, place, day(-5), day(90)).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    desk.booking.interrupt(ref, day(0), "PAUSE")
    assert [(t.due, str(t.person), str(t.where)) for t in tasks(desk, "ask_participant")] == [
        (day(30), "Aida", "Köket")
    ]
    desk.booking.book(person, place, day(20), day(90))
    assert tasks(desk, "ask_participant") == []


def test_the_host_is_asked_after_two_weeks_and_other_reasons_ask_nobody(desk: Desk) -> None:
    for reason in ("HOST", "MISTAKE"):
        ref = desk.booking.book(make.participant(desk.bank), make.placement(desk.bank), day(5), day(90)).booking.ref
        desk.booking.cancel(ref, reason)
    assert due(desk, "ask_host") == [day(14)]
    assert due(desk, "ask_participant") == []


def test_the_weekly_list_is_due_on_monday_and_done_for_that_week_alone(desk: Desk) -> None:
    employed(desk.bank, make.participant(desk.bank), day(-40), day(40))
    (weekly,) = tasks(desk, "supervisors")
    assert (weekly.due.weekday(), weekly.due) == (0, TODAY - timedelta(TODAY.weekday()))
    desk.overviews.mark(weekly, None)
    assert tasks(desk, "supervisors") == []


def test_in_an_empty_bank_nothing_is_to_be_done(desk: Desk) -> None:
    assert Desk(desk.bank, Clock(TODAY + timedelta(3))).overview()[0].tasks == []


def test_the_weekly_list_is_not_overdue_in_the_week_in_which_the_first_begins(desk: Desk) -> None:
    thursday = TODAY + timedelta(3)
    employed(desk.bank, make.participant(desk.bank), thursday, thursday + timedelta(100))
    assert due(Desk(desk.bank, Clock(thursday)), "supervisors") == [thursday]


def test_a_new_bank_is_told_how_far_it_has_come_until_it_has_what_work_needs(desk: Desk) -> None:
    desk.set_settings({"city": "Ekhamra stad", "unit": "Enheten"})
    me = desk.participants.add_case_worker("Jamila Provström")
    assert desk.overview()[0].begun == FirstHour("Ekhamra stad", "Enheten", [(me, "Jamila Provström")], 0, 0, 0)
    place = make.placement(desk.bank)
    person = make.participant(desk.bank)
    begun = desk.overview()[0].begun
    assert begun is not None
    assert (begun.places, begun.people, begun.booked) == (1, 1, 0)
    desk.booking.book(person, place, day(5), day(90))
    assert desk.overview()[0].begun is None


@pytest.mark.parametrize("kind", ["find_place", "day90", "certificate"])
def test_a_task_that_was_postponed_comes_back_on_its_day_and_one_that_was_done_does_not(desk: Desk, kind: str) -> None:
    make.participant(desk.bank, registered_on=day(-40))
    person, other = (make.participant(desk.bank, registered_on=day(-400)) for _ in range(2))
    key = employed(desk.bank, person, day(-300), day(-40))
    assessed(desk, person, key, "final")
    employed(desk.bank, other, day(-300), day(-90))
    (task,) = tasks(desk, kind)
    for until, left in ((day(1), 0), (day(0), 1), (None, 0), (day(-1), 1)):
        desk.overviews.mark(task, until)
        assert len(tasks(desk, kind)) == left, until


def test_the_list_is_cut_after_the_most_urgent_and_the_figures_are_not(desk: Desk) -> None:
    for days in (8, 20, 29):
        make.participant(desk.bank, name=f"Väntat {days}", registered_on=day(-days))
    first = desk.overview(limit=2)[0]
    assert [(t.kind, t.due) for t in first.tasks] == [("find_place", day(1)), ("find_place", day(10))]
    assert first.figures.waiting == 3


def test_a_protected_person_stands_there_without_a_name(desk: Desk) -> None:
    make.participant(desk.bank, name="Quilla Zorvath", registered_on=day(-40), protection=1)
    (task,) = tasks(desk, "find_place")
    assert "Quilla" not in str(task.person)
    nameless = make.participant(desk.bank, name="", registered_on=day(-50))
    assert desk.work.participant(nameless).number in {str(t.person) for t in tasks(desk, "find_place")}


def test_one_booking_with_its_employment_is_counted_once_in_the_first_hour(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    desk.booking.book(person, place, TODAY, TODAY + timedelta(90))
    employed(desk.bank, make.participant(desk.bank), TODAY, TODAY + timedelta(90))
    assert counts.held(desk.bank)[2] == 2


def test_who_is_booked_for_a_later_day_was_not_booked_on_that_day(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    desk.booking.book(person, place, TODAY + timedelta(10), TODAY + timedelta(90))
    stations = {s.code: (s.day, s.state) for s in desk.participants.record(person).journey}
    assert stations["booked"] == (None, "done")
    assert stations["started"] == (TODAY + timedelta(10), "now")


def test_where_everybody_works_is_worked_out_once_however_many_tasks_there_are(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, places = [], SeenTasks.at

    def at(seen: SeenTasks) -> dict[int, int | None]:
        asked.append(seen)
        return places(seen)

    monkeypatch.setattr(SeenTasks, "at", at)
    for _ in range(5):
        employed(desk.bank, make.participant(desk.bank), day(-60), day(10))
    assert len(desk.overview()[0].tasks) > 5
    assert len(asked) == 1
