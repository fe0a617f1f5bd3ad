"""Dates, extents and amounts as people and spreadsheets write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amdesk.domain.clock import Clock
from amdesk.domain.values import (
    add_months,
    fold,
    harmless,
    parse_amount,
    parse_date,
    parse_extent,
    parse_typed_date,
    sort_key,
)
from tests.make import TODAY


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("2026-03-01", date(2026, 3, 1)), ("20260301", date(2026, 3, 1)), ("1/3 2026", date(2026, 3, 1)), ("1 mars 2026", date(2026, 3, 1)),
     (datetime(2026, 3, 1, 0, 0), date(2026, 3, 1)), (46113, date(2026, 4, 1)), (" 28  februari\u00a02027 ", date(2027, 2, 28))],
)  # fmt: skip
def test_dates_are_read_day_first_and_never_turned_around(said: object, wanted: date) -> None:
    assert parse_date(said)[0] == wanted


@pytest.mark.parametrize("said", ["2026-02-30", "30/2 2026", "omgående", "13/13 2026", "", "2026"])
def test_what_is_no_date_is_refused(said: str) -> None:
    with pytest.raises(ValueError):
        parse_date(said)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("7/12", date(2026, 12, 7)),
        ("imorgon", date(2026, 11, 24)),
        ("v50", date(2026, 12, 7)),
        ("+6m", date(2027, 5, 23)),
        ("+2v", date(2026, 12, 7)),
        ("5 jan", date(2027, 1, 5)),
        ("idag", TODAY),
    ],
)
def test_a_hurried_person_may_type_dates_in_short(typed: str, wanted: date) -> None:
    assert parse_typed_date(typed, TODAY) == wanted


@pytest.mark.parametrize(("said", "percent"), [(1, 100), (0.5, 50), (75, 75), ("75 %", 75), ("0,75", 75), ("50", 50)])
def test_extent_is_percent_however_it_is_written(said: object, percent: int) -> None:
    assert parse_extent(said) == percent


@pytest.mark.parametrize("said", [0, 125, "", None, "heltid", -5, float("nan")])
def test_an_impossible_extent_is_refused(said: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        parse_extent(said)


@pytest.mark.parametrize(
    ("said", "ore"),
    [("8 450,00", 845000), ("4 100 kr", 410000), ("7.050,00", 705000), (1250.5, 125050), ("-300", -30000)],
)
def test_amounts_are_whole_ore(said: object, ore: int) -> None:
    assert parse_amount(said) == ore


def test_names_sort_as_in_a_swedish_telephone_book() -> None:
    names = ["Örjan", "Ähl", "Åsa", "Zeinab", "Éva", "Erik", "Yusuf"]
    assert sorted(names, key=sort_key) == ["Erik", "Éva", "Yusuf", "Zeinab", "Åsa", "Ähl", "Örjan"]


@given(st.dates(date(2000, 1, 1), date(2080, 1, 1)), st.integers(0, 60))
def test_months_are_added_without_leaving_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


@given(st.text())
def test_text_never_reaches_excel_as_a_formula(said: str) -> None:
    assert not harmless(said).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_comparison_ignores_space_case_and_composition() -> None:
    assert fold(" Ma\u030aleri\u00a0 arbetare ") == "måleri arbetare"


def test_a_time_stamp_is_in_whole_seconds_and_goes_by_the_clock_that_is_ahead() -> None:
    own, ahead = Clock().now(), Clock(ahead=timedelta(hours=3)).now()
    assert own.microsecond == ahead.microsecond == 0
    assert timedelta(hours=3) <= ahead - own < timedelta(hours=4)
    assert Clock(TODAY).now() == datetime(TODAY.year, TODAY.month, TODAY.day, 9, 41, tzinfo=UTC)
    assert Clock(local_ahead=timedelta(days=400)).today() > Clock().today() + timedelta(days=398)
