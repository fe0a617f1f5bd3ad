"""Cohorts: which windows may be asked for, what can be known of them, and what a frozen one keeps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amdesk.db.port import tuples
from amdesk.domain.errors import Refused, WrongUse
from amdesk.domain.results.textcheck import About
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.rows import day, employed, put


def paid(desk: Desk, person: int, month: str, amount: int = 100) -> None:
    put(desk.bank, "payment", participant_id=person, month=month, amount=amount, role="applicant")


def ended(desk: Desk, last: date, gender: str = "woman") -> int:
    person = make.participant(desk.bank, gender=gender)
    employed(desk.bank, person, date(2020, 1, 1), last)
    return person


@pytest.mark.parametrize(
    "asked",
    [(1989, None, 0), (2101, None, 0), (2024, 2023, 0), (2024, 2101, 0), (2024, None, -1), (2024, None, 121)],
)
def test_a_window_that_cannot_be_is_refused(desk: Desk, asked: tuple[int, int | None, int]) -> None:
    with pytest.raises(WrongUse):
        desk.cohorts.window(*asked)


def test_a_window_is_the_next_year_where_none_is_said(desk: Desk) -> None:
    window = desk.cohorts.window(2024)
    assert (window.first, window.last) == (date(2025, 1, 1), date(2025, 12, 31))
    assert desk.cohorts.window(2024, 2024).first == date(2024, 1, 1)
    for year, months in ((1990, 120), (2100, 1)):
        assert desk.cohorts.window(year, None, months).months == months


def code(act: Any) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def test_a_cohort_is_frozen_once_when_its_window_is_over_and_somebody_is_in_it(desk: Desk) -> None:
    window = desk.cohorts.window(2024)
    assert code(lambda: desk.cohorts.freeze(2024, window)) == "EMPTY"
    assert code(lambda: desk.cohorts.freeze(2025, desk.cohorts.window(2025))) == "NOT_OVER"
    assert code(lambda: desk.cohorts.freeze(2024, desk.cohorts.window(2024, None, 24))) == "NOT_OVER"
    helped = ended(desk, date(2024, 5, 1))
    ended(desk, date(2024, 6, 1), "man")
    paid(desk, helped, "2025-03")
    frozen = desk.cohorts.freeze(2024, window)
    assert frozen.frozen_on == TODAY
    assert code(lambda: desk.cohorts.freeze(2024, window)) == "FROZEN"
    assert (frozen.figure("no_assistance.all").count, frozen.figure("no_assistance.all").base) == (1, 2)


def test_a_frozen_window_stays_as_it_was_and_tells_when_it_is_not_whole(desk: Desk) -> None:
    window, person = desk.cohorts.window(2024), ended(desk, date(2024, 5, 1))
    before = desk.cohorts.freeze(2024, window)
    assert desk.cohorts.checked(before)
    paid(desk, person, "2025-03")
    ended(desk, date(2024, 7, 1))
    after = desk.cohorts.cohort(2024, window)
    assert after.figure("no_assistance.all") == before.figure("no_assistance.all")
    assert desk.cohorts.checked(after)
    other = desk.cohorts.cohort(2024, desk.cohorts.window(2024, 2026))
    assert (other.frozen_on, desk.cohorts.checked(other)) == (None, True)
    with desk.bank.write(text("somebody meddles")):
        desk.bank.execute("update cohort_window set sha256 = 'x'", {})
    assert not desk.cohorts.checked(desk.cohorts.cohort(2024, window))


def test_the_table_says_what_is_known_and_why_the_rest_is_not(desk: Desk) -> None:
    person = ended(desk, date(2023, 5, 1))
    ended(desk, date(2021, 5, 1))
    ended(desk, day(-1))
    paid(desk, person, "2024-01")
    paid(desk, person, "2025-12", 0)
    table = {year: (size, cells) for year, size, cells in desk.cohorts.table()}
    assert set(table) == {2023, 2021}, "this year is not over"
    size, cells = table[2023]
    assert (size, [(c.seen_in, c.state) for c in cells]) == (1, [(2024, "known"), (2025, "known"), (2026, "waits")])
    shares = [(c.figure.count, c.figure.base) for c in cells if c.figure is not None]
    assert shares == [(0, 1), (1, 1)], "a month with no money in it is none"
    assert [c.state for c in table[2021][1]] == ["unpaid", "unpaid", "known"], "payments before 2024 were never read"


def test_who_is_behind_a_figure_is_opened_with_a_line_in_the_log(desk: Desk) -> None:
    person = ended(desk, date(2024, 5, 1))
    found = desk.cohorts.cohort(2024, desk.cohorts.window(2024))
    assert desk.cohorts.people(found, "no_assistance.all") == [person]
    assert tuples(desk.bank, "select why from access_log where what = 'cohort_rows'") == [("2024 no_assistance.all",)]


def about(seen_in: int | None) -> About:
    return About(2023, seen_in, "no_assistance.all")


def test_a_text_that_names_a_year_alone_is_held_against_the_only_window_that_is_frozen(desk: Desk) -> None:
    ended(desk, date(2023, 5, 1))
    assert desk.texts.held(about(None)) is None
    desk.cohorts.freeze(2023, desk.cohorts.window(2023))
    desk.cohorts.freeze(2023, desk.cohorts.window(2023, None, 12))
    only = desk.texts.held(about(None))
    assert only is not None
    assert only.window.name == "2024", "months for each are no year that a text could mean"
    assert desk.texts.held(about(2025)) is None
    desk.cohorts.freeze(2023, desk.cohorts.window(2023, 2025))
    assert desk.texts.held(about(None)) is None, "which of the two"
    named = desk.texts.held(about(2025))
    assert named is not None
    assert named.window.name == "2025"
