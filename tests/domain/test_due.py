"""Whom to assess or certify, and how soon: each limit on its own day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from amdesk.domain.booking.bookings import Employment
from amdesk.domain.booking.plan import Plan
from amdesk.domain.competence.due import Stepper, ToAssess, due_group, due_groups
from amdesk.domain.people.masked import Masked

MONDAY = date(2026, 11, 23)
SUNDAY = MONDAY + timedelta(6)
FIRST = MONDAY - timedelta(200)


@pytest.mark.parametrize(
    ("ended", "due"), [(-121, False), (-120, True), (-1, True), (0, True), (14, True), (15, False)]
)
def test_a_certificate_is_due_from_two_weeks_before_the_last_day_until_120_days_after_it(ended: int, due: bool) -> None:
    last = MONDAY + timedelta(ended)
    step = Stepper(MONDAY, Plan()).step
    assert step(FIRST, last, {"final"}, certified=False) == (("certificate", last) if due else None)
    assert step(FIRST, last, {"final", "week4"}, certified=True) is None


@pytest.mark.parametrize(("days", "due"), [(-46, False), (-45, True), (0, True), (14, True), (15, False)])
def test_a_final_assessment_is_due_from_two_weeks_before_its_day_until_45_days_after_it(days: int, due: bool) -> None:
    day = MONDAY + timedelta(days)
    found = Stepper(MONDAY, Plan()).step(day - timedelta(3), day + timedelta(7), (), certified=False)
    assert found == (("final", day) if due else None)


@pytest.mark.parametrize(("occasion", "week"), [("week4", 4), ("week12", 12)])
@pytest.mark.parametrize(("days", "due"), [(-45, True), (-46, False), (14, True)])
def test_an_assessment_on_the_way_is_due_as_long(occasion: str, week: int, days: int, due: bool) -> None:
    day = MONDAY + timedelta(days)
    first = day - timedelta(7 * week - 1)
    far, step = MONDAY + timedelta(400), Stepper(MONDAY, Plan(4, 12 if week == 12 else 40)).step
    assert step(first, far, (), certified=False) == ((occasion, day) if due else None)
    assert step(first, far, {occasion}, certified=False) is None, "made already"


def test_nothing_is_due_of_somebody_who_has_just_begun() -> None:
    step = Stepper(MONDAY, Plan()).step
    assert step(MONDAY - timedelta(12), MONDAY + timedelta(400), (), certified=False) is None
    assert step(MONDAY - timedelta(13), MONDAY + timedelta(400), (), certified=False) == (
        "week4",
        MONDAY + timedelta(14),
    )


@pytest.mark.parametrize("today", [MONDAY, MONDAY + timedelta(3), SUNDAY])
def test_this_week_goes_to_its_sunday(today: date) -> None:
    assert due_group(today - timedelta(1), today) == "late"
    assert [due_group(d, today) for d in (today, SUNDAY)] == ["week", "week"]
    assert due_group(SUNDAY + timedelta(1), today) == "later"


def row(key: int, name: str, day: date, level: int = 0) -> ToAssess:
    given: dict[str, Any] = dict.fromkeys(Employment.__dataclass_fields__)
    employment = Employment(**(given | {"id": key}))
    return ToAssess(key, Masked(name, key, level), "final", "", day, employment)


def test_rows_stand_in_groups_by_day_and_name_and_who_is_not_due_stands_last() -> None:
    late, next_ = MONDAY - timedelta(1), MONDAY + timedelta(10)
    rows = [
        row(1, "Bo", MONDAY), row(2, "Ada", MONDAY), row(3, "Cia", late), row(4, "Dan", next_), row(5, "Eva", late), row(6, "Fia", MONDAY, 1),
    ]  # fmt: skip
    found = [(g, [r.participant for r in some]) for g, some in due_groups(rows, [1, 2, 3, 4, 6], MONDAY)]
    assert found == [("late", [3]), ("week", [2, 1, 6]), ("later", [4]), ("rest", [5])]
    assert due_groups([], [1], MONDAY) == []
