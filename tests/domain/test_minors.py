"""What nobody under 18 may do at work, and what nobody under 16: each thing that the law names, at its own limit and on both sides
of each birthday (AFS 2023:2 chapter 8)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from amdesk.domain.booking.minors import allowed_from, birthday, minor_stops
from amdesk.domain.people.vocabulary import ENTRIES, VOCABULARY, WorkWord
from tests.make import TODAY, place

FORBIDDEN: dict[str, tuple[int | None, int | None]] = {
    "lift_max": (None, 16), "height": (2, 1), "noise": (3, 2), "wet_chem": (None, 1), "dangerous": (1, None), "machines": (1, None),
    "trucks": (1, None), "alone": (2, 1), "violence": (1, None), "money": (1, None), "animals": (2, None), "night": (1, None),
}  # fmt: skip
"""From which grade on it is forbidden under 18, and under 16."""
DAY = timedelta(1)


def born(age: int) -> date:
    """Of somebody who turns `age` today."""
    return TODAY.replace(year=TODAY.year - age)


def stops(age: int, *, before: bool = False, extent: int = 50, **given: Any) -> list[tuple[str, str]]:
    """What forbids the work to somebody who turns `age` today; `before`: the day before."""
    found = minor_stops(born(age), place(**given), extent, TODAY - DAY if before else TODAY)
    assert all(c.level == "stop" for c in found)
    return [(c.code, str(c.text)) for c in found]


def codes(age: int, *, before: bool = False, extent: int = 50, **given: Any) -> list[str]:
    return [code for code, _ in stops(age, before=before, extent=extent, **given)]


@pytest.mark.parametrize("entry", VOCABULARY, ids=lambda e: e.id)
def test_each_thing_is_forbidden_from_its_grade_up_to_the_birthday(entry: WorkWord) -> None:
    name = entry.id
    under_18, under_16 = FORBIDDEN.get(name, (None, None))
    most = 40 if ENTRIES[name].numbers else len(ENTRIES[name].demands)
    for grade in range(most):
        asks: dict[str, Any] = {"demands": (f"{name}={grade}",)}
        adult = under_18 is not None and grade >= under_18
        child = adult or (under_16 is not None and grade >= under_16)
        found = [codes(a, before=b, **asks) for a, b in ((16, True), (16, False), (18, True), (18, False))]
        assert found == [["MINOR_TASK"] * child, ["MINOR_TASK"] * adult, ["MINOR_TASK"] * adult, []], (name, grade)
        if child:
            assert f"Not allowed under {18 if adult else 16}" in stops(16, before=True, **asks)[0][1]


def test_what_may_be_more_than_is_allowed_is_no_stop_before_it_is_known() -> None:
    assert codes(17, demands=("height=0-2",)) == []
    assert codes(15, demands=("height=0-2",)) == []
    assert codes(15, demands=("height=1-2",)) == ["MINOR_TASK"]
    assert codes(17, demands=("height=2", "money=1", "words=stegar")) == ["MINOR_TASK"] * 2


@pytest.mark.parametrize(
    ("schedule", "under_16", "under_18"),
    [
        ("mån-fre 06.00-14.00", False, False),
        ("mån-fre 05.59-14.00", True, True),
        ("mån-fre 12.00-20.00", False, False),
        ("mån-fre 12.00-20.01", True, False),
        ("mån-fre 06.59-22.00", True, False),
        ("mån-fre 06.59-22.01", True, True),
        ("mån-fre 07.00-23.00", True, False),
        ("mån-fre 07.00-23.01", True, True),
        ("mån-fre 21.00-05.00", True, True),
        ("", False, False),
        ("enligt schema", False, False),
    ],
)
def test_the_hours_of_a_day_are_kept_to_the_minute(schedule: str, under_16: bool, under_18: bool) -> None:
    assert codes(16, before=True, schedule=schedule) == ["MINOR_HOURS"] * under_16
    assert codes(16, schedule=schedule) == codes(18, before=True, schedule=schedule) == ["MINOR_HOURS"] * under_18
    assert codes(18, schedule=schedule) == []
    if under_18:
        assert schedule in stops(17, schedule=schedule)[0][1]


@pytest.mark.parametrize(
    ("hours", "extent", "under_16", "under_18"),
    [
        (3500, 100, False, False),
        (3501, 100, True, False),
        (4000, 100, True, False),
        (4001, 100, True, True),
        (4200, 50, False, False),
        (8100, 50, True, True),
    ],
)
def test_the_hours_of_a_week_count_by_the_extent(hours: int, extent: int, under_16: bool, under_18: bool) -> None:
    assert codes(15, hours=hours, extent=extent) == ["MINOR_WEEK"] * under_16
    assert codes(17, hours=hours, extent=extent) == ["MINOR_WEEK"] * under_18
    assert codes(18, hours=hours, extent=extent) == []
    if under_16:
        assert "more than 35 hours a week" in stops(15, hours=hours, extent=extent)[0][1]


def test_nobody_under_13_works_there_at_all_and_of_an_unknown_age_nothing_is_said() -> None:
    (only,) = stops(13, before=True, demands=("money=1",), schedule="mån-fre 05.00-13.00")
    assert only == ("MINOR_AGE", "Under 13: such work is not allowed (AFS 2023:2 chapter 8)")
    assert codes(13) == []
    assert minor_stops(None, place(demands=("money=1",)), 100, TODAY) == ()


@pytest.mark.parametrize(
    ("given", "age"),
    [
        ({"demands": ("money=1",)}, 18),
        ({"demands": ("wet_chem=1",)}, 16),
        ({"hours": 3500}, 13),
        ({"hours": 4001}, 18),
        ({"hours": 3501}, 16),
    ],
)
def test_the_first_day_on_which_it_is_allowed_is_a_birthday(given: dict[str, Any], age: int) -> None:
    young = born(12)
    found = allowed_from(young, place(**given), 100, TODAY)
    assert found == birthday(young, age)
    assert minor_stops(young, place(**given), 100, found) == ()
    assert minor_stops(young, place(**given), 100, found - DAY) != ()
    assert allowed_from(young, place(**given), 100, found + DAY) == found + DAY, "no earlier than it was asked for"
    assert allowed_from(born(40), place(**given), 100, TODAY) == TODAY


def test_whoever_is_born_on_a_leap_day_is_older_on_the_first_of_march() -> None:
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert birthday(date(2008, 2, 29), 16) == date(2024, 2, 29)
    assert birthday(date(2008, 2, 28), 18) == date(2026, 2, 28)
