"""The first screen's groups of tasks, and a person's way through its eight stations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amdesk.domain.booking.bookings import Booking, Employment
from amdesk.domain.competence.assessments import Assessment
from amdesk.domain.overview.journey import Course, journey, timeline
from amdesk.domain.overview.tasks import (
    FAMILY,
    KIND_LINES,
    MARKS,
    TASK_KINDS,
    KindLine,
    PersonDay,
    Task,
    day_plan,
    group_of,
    orphaned,
)
from tests import make

WEDNESDAY = date(2026, 11, 25)
BEGAN, LAST = date(2026, 9, 1), date(2027, 2, 28)


@pytest.mark.parametrize(
    ("due", "group"),
    [(date(2026, 11, 24), "late"), (WEDNESDAY, "today"), (date(2026, 11, 26), "week"), (date(2026, 11, 29), "week"),
     (date(2026, 11, 30), "next"), (date(2026, 12, 6), "next"), (date(2026, 12, 7), "later")],
)  # fmt: skip
def test_a_week_ends_on_its_sunday(due: date, group: str) -> None:
    assert group_of(due, WEDNESDAY) == group


def test_on_a_sunday_tomorrow_is_next_week() -> None:
    sunday = date(2026, 11, 29)
    assert [group_of(sunday + timedelta(n), sunday) for n in (0, 1, 7, 8)] == ["today", "next", "next", "later"]


def task(kind: str, person: str, due: date, worker: int | None = None) -> Task:
    """A person's key is made of her letter; nobody's task has none."""
    return Task(
        f"{kind}:{person}", kind, make.seen(person), make.seen(""), due, ord(person) if person else None, worker
    )


def shown(tasks: list[Task], me: int | None = None) -> list[tuple[str, int, list[str]]]:
    """(group, how many things, its rows: a person with the kinds of her marks, or a kind with its people)."""
    return [
        (
            group.code,
            group.size,
            [
                f"{r.family}: {''.join(str(one.person) for one in r.tasks)}"
                if isinstance(r, KindLine)
                else f"{r.tasks[0].person}: {' '.join(one.kind for one in r.tasks)}"
                for r in group.rows
            ],
        )
        for group in day_plan(tasks, WEDNESDAY, me)
    ]


YESTERDAY, FRIDAY = WEDNESDAY - timedelta(1), WEDNESDAY + timedelta(2)


def test_a_person_stands_once_where_her_most_urgent_is_with_everything_of_hers() -> None:
    found = [task("ending", "A", FRIDAY), task("final", "A", YESTERDAY), task("start", "B", WEDNESDAY), task("notice", "A", WEDNESDAY),
             task("assess", "C", WEDNESDAY + timedelta(40))]  # fmt: skip
    assert shown(found) == [
        ("late", 3, ["A: final notice ending"]),
        ("today", 1, ["B: start"]),
        ("later", 1, ["C: assess"]),
    ]


def test_what_comes_later_is_not_counted_as_overdue_although_it_stands_beside_what_is() -> None:
    found = [task("ending", "A", FRIDAY), task("final", "A", YESTERDAY), task("final", "B", YESTERDAY)]
    found += [task("notice", "A", WEDNESDAY), task("assess", "C", WEDNESDAY), task("start", "C", FRIDAY)]
    assert [(g.code, g.size, g.later) for g in day_plan(found, WEDNESDAY)] == [("late", 4, 2), ("today", 2, 1)]


def test_a_kind_that_three_have_and_nothing_else_is_one_line_after_the_people() -> None:
    found = [task("assess", "A", FRIDAY), task("final", "B", FRIDAY), task("assess", "C", FRIDAY), task("start", "D", FRIDAY),
             task("start", "E", FRIDAY), task("supervisors", "", FRIDAY), task("assess", "F", WEDNESDAY)]  # fmt: skip
    week = ["D: start", "E: start", "assess: ABC", "supervisors: "]
    assert shown(found) == [("today", 1, ["F: assess"]), ("week", 6, week)]


def test_mine_stand_before_others_and_within_a_line_too() -> None:
    found = [task("start", "A", YESTERDAY, 2), task("start", "B", YESTERDAY, 1), *(task("assess", p, YESTERDAY, w) for p, w in (("C", 2), ("D", 1), ("E", None)))]  # fmt: skip
    assert shown(found, me=1) == [("late", 5, ["B: start", "A: start", "assess: DCE"])]
    assert shown(found) == [("late", 5, ["A: start", "B: start", "assess: CDE"])]


def test_whom_nobody_has_stands_apart_where_the_day_is_mine_and_among_the_others_where_it_is_the_units() -> None:
    found = [task("start", "A", YESTERDAY, 1), task("final", "B", YESTERDAY), task("notice", "B", FRIDAY)]
    found += [task("supervisors", "", WEDNESDAY), task("start", "C", WEDNESDAY)]
    plan = day_plan(found, WEDNESDAY, 1, mine=True)
    assert [(g.code, g.size, g.later) for g in plan] == [("late", 1, 0), ("today", 1, 0), ("nobody", 3, 0)]
    assert [row.tasks[0].person.seen for row in plan[-1].rows] == ["B", "C"]
    assert [g.code for g in day_plan(found, WEDNESDAY, 1)] == ["late", "today"]
    assert [orphaned(one) for one in found] == [False, True, True, False, True]


@given(st.lists(st.tuples(st.sampled_from(sorted(TASK_KINDS)), st.sampled_from("ABCDEFGH"), st.integers(-40, 20))))
def test_every_thing_to_do_stands_once_in_the_plan_and_is_counted_once(found: list[tuple[str, str, int]]) -> None:
    tasks = [task(kind, person, WEDNESDAY + timedelta(days)) for kind, person, days in found]
    plan = day_plan(tasks, WEDNESDAY)
    stand = [one for group in plan for row in group.rows for one in row.tasks]
    assert sorted(stand) == sorted(tasks)
    assert [group.size for group in plan] == [sum(len(row.tasks) for row in group.rows) for group in plan]
    people = [row.key for group in plan for row in group.rows if isinstance(row, PersonDay)]
    assert len(people) == len(set(people))


def test_every_kind_has_a_mark_and_every_kind_of_a_person_a_line() -> None:
    assert set(MARKS) == set(TASK_KINDS)
    of_nobody = {"supervisors", "rehearse", "improve", "answer", "hold"}
    assert set(KIND_LINES) | set(FAMILY) == set(TASK_KINDS) - of_nobody


def test_every_kind_of_task_has_its_words_its_icon_and_what_its_button_says() -> None:
    for kind, (title, icon, action) in TASK_KINDS.items():
        one = task(kind, "A", WEDNESDAY)
        assert (str(one.title), one.icon, str(one.action)) == (title, icon, action)


def employed(**given: object) -> Employment:
    one = Employment(
        7,
        "E-1",
        1,
        "bea_visstid",
        "Park",
        3,
        make.seen("Björkparken"),
        "external",
        BEGAN,
        LAST,
        75,
        None,
        "",
        None,
        None,
        cancelled=False,
    )
    return replace(one, **given)  # type: ignore[arg-type]  # fields are named by a test


def booked(status: str, first: date = BEGAN, employment: int = 7) -> Booking:
    return Booking(
        1,
        "B-1",
        1,
        make.seen("Aida"),
        "D-0001",
        3,
        make.seen("Björkparken"),
        make.seen("P-0001"),
        employment,
        first,
        LAST,
        75,
        status,
        None,
        None,
        "",
        False,
        make.seen(""),
        "",
    )


def assessed(occasion: str, on: date, employment: int = 7, *, finished: bool = True) -> Assessment:
    return Assessment(1, employment, 1, occasion, on, "", {"PAR-01": 2, "PAR-02": 3}, "", finished)


def course(employment: Employment | None, bookings: tuple[Booking, ...] = (), **given: object) -> Course:
    return replace(Course(date(2026, 8, 1), employment, bookings, (), None, None), **given)  # type: ignore[arg-type]  # fields are named by a test


def stations(of: Course, today: date) -> dict[str, tuple[date | None, str]]:
    return {s.code: (s.day, s.state) for s in journey(of, today)}


def test_somebody_just_referred_is_to_be_booked_now_and_all_else_comes_later() -> None:
    found = stations(course(None), WEDNESDAY)
    assert found["registered"] == (date(2026, 8, 1), "done")
    assert found["booked"] == (None, "now")
    assert {state for code, (_, state) in found.items() if code not in {"registered", "booked"}} == {"later"}
    assert len(found) == 8


def test_a_start_is_done_when_its_day_has_come_and_somebody_confirmed_it() -> None:
    to_come = stations(course(employed(), (booked("booked"),)), BEGAN - timedelta(1))
    assert (to_come["booked"], to_come["started"]) == ((None, "done"), (BEGAN, "now")), (
        "not booked on the day it begins"
    )
    unconfirmed = stations(course(employed(), (booked("booked"),)), BEGAN)
    assert unconfirmed["started"] == (BEGAN, "now")
    for status in ("started", "ended"):
        assert stations(course(employed(), (booked(status),)), BEGAN)["started"] == (BEGAN, "done")
    early = stations(course(employed(), (booked("started"),)), BEGAN - timedelta(1))
    assert early["started"] == (BEGAN, "now")


def test_an_employment_without_bookings_counts_from_its_first_day() -> None:
    before, on = (stations(course(employed()), day) for day in (BEGAN - timedelta(1), BEGAN))
    assert (before["booked"], before["started"]) == ((None, "now"), (BEGAN, "later"))
    assert (on["booked"], on["started"]) == ((BEGAN, "done"), (BEGAN, "done"))


def test_the_booking_that_began_first_dates_the_station_and_other_employments_do_not() -> None:
    later, other = booked("started", BEGAN + timedelta(40)), booked("ended", date(2025, 1, 1), employment=6)
    assert stations(course(employed(), (later, booked("ended"), other)), WEDNESDAY)["booked"] == (BEGAN, "done")


def test_what_is_planned_follows_the_employments_end_and_the_units_weeks() -> None:
    found = stations(course(employed(), (booked("started"),)), BEGAN)
    assert found["week4"] == (BEGAN + timedelta(27), "now")
    assert found["week12"] == (BEGAN + timedelta(83), "later")
    assert found["final"] == (LAST - timedelta(7), "later")
    assert found["certificate"] == (LAST, "later")
    assert found["day90"] == (LAST + timedelta(90), "later")


def test_a_short_employment_has_no_assessments_that_it_does_not_reach() -> None:
    short = stations(course(employed(to_date=BEGAN + timedelta(40)), (booked("started"),)), BEGAN)
    assert "week4" in short
    assert "week12" not in short
    unending = stations(course(employed(to_date=None), (booked("started"),)), BEGAN)
    assert unending["week12"] == (None, "later")


def test_only_finished_assessments_of_this_employment_are_done() -> None:
    made = (
        assessed("week4", date(2026, 9, 29)),
        assessed("week12", date(2026, 11, 20), finished=False),
        assessed("final", date(2025, 5, 5), employment=6),
    )
    found = stations(course(employed(), (booked("started"),), assessments=made), WEDNESDAY)
    assert found["week4"] == (date(2026, 9, 29), "done")
    assert found["week12"][1] == "now"
    assert found["final"] == (LAST - timedelta(7), "later")


def test_certificate_and_day_90_are_done_on_their_days() -> None:
    over = employed(ended_on=date(2026, 10, 1))
    found = stations(
        course(over, (booked("ended"),), certified=date(2026, 10, 2), followed=date(2027, 1, 4)), date(2027, 1, 5)
    )
    assert (found["certificate"], found["day90"]) == ((date(2026, 10, 2), "done"), (date(2027, 1, 4), "done"))


def bars(
    of: Course, employments: list[Employment], today: date = WEDNESDAY
) -> list[tuple[str, date, date | None, str]]:
    return [(b.lane, b.first, b.last, b.look) for b in timeline(of, employments, today)]


def test_waiting_lasts_from_the_referral_to_the_first_employment() -> None:
    second = employed(id=8, from_date=date(2027, 4, 1), to_date=date(2027, 9, 1))
    (wait, *_) = timeline(course(employed()), [second, employed()], WEDNESDAY)
    assert (wait.first, wait.last, str(wait.text)) == (date(2026, 8, 1), BEGAN, "Waited 31 d")
    (still,) = timeline(course(None), [], WEDNESDAY)
    assert (still.last, str(still.text)) == (WEDNESDAY, "Waited 116 d")
    (late, *_) = timeline(course(employed(), registered=BEGAN + timedelta(3)), [employed()], WEDNESDAY)
    assert (late.first, late.last, str(late.text)) == (BEGAN + timedelta(3), BEGAN + timedelta(3), "Waited 0 d")


def test_placements_stand_oldest_first_as_ended_running_or_to_come_and_cancelled_ones_not_at_all() -> None:
    past = employed(id=5, from_date=date(2025, 1, 1), to_date=date(2025, 6, 30))
    coming = employed(id=8, from_date=date(2027, 4, 1), to_date=None)
    gone = employed(id=9, cancelled=True)
    found = bars(course(employed()), [coming, employed(), past, gone])
    assert [b for b in found if b[0] == "placement"] == [
        ("placement", date(2025, 1, 1), date(2025, 6, 30), "ended"),
        ("placement", BEGAN, LAST, "running"),
        ("placement", date(2027, 4, 1), WEDNESDAY + timedelta(365), "upcoming"),
    ]
    assert [b[:3] for b in found if b[0] == "followup"] == [("followup", date(2025, 9, 28), None)]


def test_day_90_is_marked_from_the_day_after_the_end_and_shows_whether_it_was_done() -> None:
    over = employed(to_date=WEDNESDAY - timedelta(1))
    marks = [
        [b for b in bars(of, [over]) if b[0] == "followup"] for of in (course(over), course(over, followed=WEDNESDAY))
    ]
    day = WEDNESDAY + timedelta(89)
    assert marks == [[("followup", day, None, "prelim")], [("followup", day, None, "free")]]
    assert not [b for b in bars(course(over), [employed(to_date=WEDNESDAY)]) if b[0] == "followup"]


def test_modules_and_assessments_have_lanes_of_their_own() -> None:
    first, last = date(2026, 10, 1), date(2026, 10, 20)
    statuses = ("enrolled", "completed", "interrupted", "offered", "needed")
    with_modules = course(
        employed(),
        modules=tuple((f"Modul {s}", first, last, s) for s in statuses),
        assessments=(assessed("week4", first),),
    )
    found = timeline(with_modules, [employed()], WEDNESDAY)
    assert [(str(b.text), b.look) for b in found if b.lane == "modules"] == [
        ("Modul enrolled", "running"), ("Modul completed", "ended"), ("Modul interrupted", "ended"), ("Modul offered", "upcoming"),
        ("Modul needed", "upcoming"),
    ]  # fmt: skip
    assert [(b.first, b.last, str(b.text)) for b in found if b.lane == "skills"] == [(first, None, "2 skills")]


def test_a_line_of_a_kind_says_how_many_and_opens_only_where_there_are_people_under_it() -> None:
    found = [*(task("assess", p, FRIDAY) for p in "ABC"), task("supervisors", "", FRIDAY)]
    (week,) = day_plan(found, WEDNESDAY)
    lines = {row.family: row for row in week.rows if isinstance(row, KindLine)}
    assert {f: (row.key, row.opens) for f, row in lines.items()} == {
        "assess": ("kind:week:assess", True),
        "supervisors": ("kind:week:supervisors", False),
    }
    assert lines["supervisors"].said == found[-1].title
    assert "3" in str(lines["assess"].said)
    assert {str(one.mark) for one in found} == {MARKS["assess"], MARKS["supervisors"]}
