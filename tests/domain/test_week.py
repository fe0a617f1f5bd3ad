"""Hours of a week, rules about absence, and the rhythm of talks: by days that a person would count on her fingers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amdesk.domain.booking.week.hours import (
    DAY_KINDS,
    LETTERS,
    AgreedHours,
    DayWish,
    NotedDay,
    Terms,
    WeekLine,
    hours_said,
    kept_week,
    minutes_present,
    monday_of,
    read_hours,
    read_week,
    usual_week,
    week_of,
    written_week,
)
from amdesk.domain.booking.week.patterns import SickPeriod, _whole, periods, warnings
from amdesk.domain.booking.week.rhythm import UNSEEN, USUAL, beats, next_talk, read_rhythm
from amdesk.domain.errors import Refused

MONDAY = date(2026, 11, 16)
SIX = Terms(date(2026, 9, 28), date(2027, 3, 26), (360, 360, 360, 360, 360, 0, 0), [])


def noted(days: dict[int, tuple[str, int]], monday: date = MONDAY) -> dict[date, NotedDay]:
    return {
        monday + timedelta(i): NotedDay(
            id=i,
            participant_id=1,
            employment_id=1,
            on_date=monday + timedelta(i),
            code=code,
            present=present,
            noted_by="",
        )
        for i, (code, present) in days.items()
    }


def line(said: str, monday: date = MONDAY) -> WeekLine:
    """A week of six hours a day by its letters: N, S, O, L, a digit for hours present, and . for nothing noted."""
    days = {}
    for i, letter in enumerate(said):
        if letter.isdigit():
            days[i] = "present", 60 * int(letter)
        elif letter != ".":
            code = next(c for c, k in DAY_KINDS.items() if k.letter == letter)
            days[i] = code, 360 if letter == "N" else 0
    return week_of(monday, SIX, noted(days, monday))


def sums(w: WeekLine) -> tuple[str, str]:
    return hours_said(w.attended), hours_said(w.agreed)


def test_hours_attended_of_those_agreed_as_the_picture_has_them() -> None:
    assert sums(line("SNNNN")) == ("24", "30")
    assert sums(line("NNNNN")) == ("30", "30")
    assert sums(line("SSNN4")) == ("16", "30")
    assert sums(line("SNNLN")) == ("18", "24"), "granted leave lowers what is agreed"
    assert sums(line("NNNNM")) == ("24", "24"), "and so does a holiday"
    assert sums(line("NNNNO")) == ("24", "30"), "absence without leave does not"


def test_leave_for_a_part_of_a_day_lowers_what_is_agreed_by_that_part_alone() -> None:
    week = week_of(MONDAY, SIX, noted({0: ("leave", 240)}))
    assert sums(week) == ("4", "28")


def test_a_day_of_which_nothing_is_known_is_neither_present_nor_absent() -> None:
    week = line("NN...")
    assert (week.attended, week.not_noted(MONDAY + timedelta(3))) == (720, 2), "of two days that have been"
    assert not warnings([line(".....")] * 4)


def test_no_hours_are_agreed_before_the_first_day_after_the_last_or_on_a_red_day() -> None:
    terms = SIX._replace(
        first=MONDAY + timedelta(1), last=MONDAY + timedelta(3), red=frozenset({MONDAY + timedelta(2)})
    )
    assert [d.agreed for d in week_of(MONDAY, terms, {}).days] == [0, 360, 0, 360, 0, 0, 0]


def test_hours_follow_the_agreement_that_was_in_force_on_the_day() -> None:
    later = AgreedHours(id=1, employment_id=1, from_date=MONDAY + timedelta(2), week="480 480 0 240 240 120 0")
    terms = SIX._replace(agreements=[later])
    assert [d.agreed for d in week_of(MONDAY, terms, {}).days] == [360, 360, 0, 240, 240, 120, 0]


def test_the_usual_week_is_the_extent_of_a_full_one() -> None:
    assert usual_week(75) == (360, 360, 360, 360, 360, 0, 0)
    assert sum(usual_week(100)) == 2400
    assert usual_week(33) == (158, 158, 158, 158, 158, 0, 0)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("6", 360), ("6,5", 390), ("6.25", 375), ("6:30", 390), ("0", 0), ("24", 1440)],
)
def test_hours_are_read_as_people_write_them(said: str, minutes: int) -> None:
    assert read_hours(said) == minutes


@pytest.mark.parametrize("said", ["", "x", "-1", "24:01", "6:60", "6:5", "1e3", "6,5,5", "25", "²", "6,555"])
def test_what_is_no_number_of_hours_is_not_guessed(said: str) -> None:
    assert read_hours(said) is None


def test_a_week_is_five_to_seven_days_from_monday() -> None:
    assert read_week("6 6 6 6 4,5") == (360, 360, 360, 360, 270, 0, 0)
    assert read_week("0 0 0 0 0 8 8") == (0, 0, 0, 0, 0, 480, 480)
    for wrong in ("", "6 6 6 6", "6 6 6 6 6 6 6 6", "6 6 6 6 x", "0 0 0 0 0"):
        with pytest.raises(Refused):
            read_week(wrong)


@given(st.lists(st.integers(0, 1440), min_size=7, max_size=7))
def test_a_week_that_was_written_is_read_the_same(minutes: list[int]) -> None:
    week = kept_week(" ".join(map(str, minutes)))
    assert kept_week(written_week(week)) == week == tuple(minutes)


def test_minutes_present_are_all_or_nothing_where_nothing_else_is_said() -> None:
    assert minutes_present(DayWish("present"), 360) == 360
    assert minutes_present(DayWish("sick"), 360) == 0
    assert minutes_present(DayWish("sick", 120), 360) == 120
    assert minutes_present(DayWish("present", 240), 0) == 240, "more than was agreed, where it is said"
    for wrong in (("present", None, 0), ("sick", 360, 360), ("present", 1441, 360), ("nonsense", None, 360)):
        code, present, agreed = wrong
        with pytest.raises(Refused):
            minutes_present(DayWish(code, present), agreed)


# rules about absence


def rules(*weeks: str) -> list[int]:
    return [w.rule for w in warnings([line(w, MONDAY - timedelta(7 * i)) for i, w in enumerate(weeks)])]


def test_each_written_rule_is_met_at_its_limit_and_not_below() -> None:
    assert rules("SNNNN", "SNNNN", "SNNNN", "NNNNN") == [2]
    assert rules("SNNNN", "SNNNN", "NSNNN", "NNNNN") == []
    assert rules("NNNNO", "NNNNN", "NONNN", "NNNNN") == [1]
    assert rules("NNNNO", "NNNNN", "NNNNN", "NNNNN") == []
    assert rules("SSSSS", "NNNNN", "NNNNN", "NNNNN") == [3]
    assert rules("SSSSN", "NNNNN", "NNNNN", "NNNNN") == []
    assert rules("LLLLL", "LLLLL", "MMMMM", "NNNNN") == [], "leave that was granted is nothing to ask about"


def test_what_the_weeks_say_is_said_in_figures() -> None:
    (one,) = warnings(
        [line("SNNNN", MONDAY - timedelta(7 * i)) for i in range(3)] + [line("NNNNN", MONDAY - timedelta(21))]
    )
    assert (one.text.params["count"], str(one.text.params["weekdays"])) == (3, "Mondays")


def sick_runs(said: str) -> list[SickPeriod]:
    """Periods of illness by the letters of the days from the Monday on."""
    letters = {MONDAY + timedelta(i): LETTERS[letter] for i, letter in enumerate(said) if letter != "."}
    return periods(letters, SIX, ["sick"])


def test_a_period_of_illness_goes_over_a_free_weekend_and_ends_at_work() -> None:
    runs = sick_runs("NNNNS..SSNNN..S......")
    assert [(p.first, p.last, p.days) for p in runs] == [
        (MONDAY + timedelta(4), MONDAY + timedelta(8), 5),
        (MONDAY + timedelta(14), MONDAY + timedelta(14), 1),
    ]


def test_a_day_with_hours_of_which_nothing_is_known_ends_a_period() -> None:
    assert [p.days for p in sick_runs("S.S....")] == [1, 1]


@given(
    st.lists(st.tuples(st.integers(-40, 40), st.permutations([0, 60, 120, 240, 360, 480, 0])), max_size=4),
    st.sets(st.integers(-40, 40)),
    st.integers(-30, 10),
    st.one_of(st.none(), st.integers(10, 40)),
    st.integers(-40, 0),
    st.integers(0, 40),
)
def test_hours_of_many_days_at_once_are_those_of_each_day(
    agreed: list[tuple[int, list[int]]], red: set[int], first: int, last: int | None, start: int, end: int
) -> None:
    weeks = [
        AgreedHours(id=i, employment_id=1, from_date=MONDAY + timedelta(day), week=" ".join(map(str, hours)))
        for i, (day, hours) in enumerate(agreed)
    ]
    holidays = {MONDAY + timedelta(day) for day in red}
    until = None if last is None else MONDAY + timedelta(last)
    terms = Terms(MONDAY + timedelta(first), until, (480, 480, 480, 480, 240, 0, 0), weeks, holidays)
    days = [MONDAY + timedelta(i) for i in range(start, end + 1)]
    assert terms.between(days[0], days[-1]) == [terms.agreed(day) for day in days]


# the rhythm of talks


def test_talks_are_weekly_then_fortnightly_then_monthly() -> None:
    first = date(2026, 9, 1)
    after = [(next_talk(first, first + timedelta(n)) - first).days - n for n in (0, 27, 28, 90, 91, 300)]
    assert after == [7, 7, 14, 14, 30, 30]
    assert next_talk(first, None) == first + timedelta(2)
    assert next_talk(first, first - timedelta(1)) == first + timedelta(2), "a talk before the employment is none of it"


def test_a_rhythm_is_read_and_one_that_leaves_somebody_unseen_is_refused() -> None:
    assert read_rhythm("") == USUAL == read_rhythm(USUAL.document())
    assert read_rhythm("14:3 21").every(20) == 21
    for wrong in ("31", "0", "28:7", "28:7 28:7 30", "91:7 28:7 30", "28:40 30", "a", "1:2:3 30", "28 7 30"):
        with pytest.raises(Refused):
            read_rhythm(wrong)


@given(
    st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    st.lists(st.integers(0, 700)),
    st.integers(1, UNSEEN),
    st.integers(1, UNSEEN),
    st.integers(1, 200),
)
def test_nobody_goes_thirty_days_without_a_talk_that_is_due(
    first: date, talks: list[int], early: int, later: int, until: int
) -> None:
    rhythm = read_rhythm(f"{until}:{early} {later}")
    last = max((first + timedelta(n) for n in talks), default=None)
    assert (next_talk(first, last, rhythm) - (last or first)).days <= UNSEEN


def test_the_row_of_talks_shows_those_that_were_missed() -> None:
    first = date(2026, 8, 3)
    talks = [first + timedelta(n) for n in (2, 9, 30)]
    found = beats(first, talks, first + timedelta(60), most=9)
    assert [((b.day - first).days, b.done) for b in found] == [
        (2, True),
        (9, True),
        (16, False),
        (30, True),
        (44, False),
    ]


def test_a_talk_before_the_employment_or_one_to_come_is_not_in_its_row() -> None:
    first = date(2026, 8, 3)
    talks = [first + timedelta(n) for n in (-3, 0, 7, 10, 11)]
    found = beats(first, talks, first + timedelta(10), most=9)
    assert [(b.day - first).days for b in found if b.done] == [0, 7, 10]


def test_monday() -> None:
    assert monday_of(date(2026, 11, 22)) == MONDAY == monday_of(MONDAY)


def test_hours_of_a_warning_are_rounded_half_up() -> None:
    assert [_whole(minutes) for minutes in (0, 29, 30, 89, 90)] == [0, 0, 1, 1, 2]
