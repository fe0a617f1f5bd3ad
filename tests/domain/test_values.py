"""Dates, extents and amounts as people and spreadsheets write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amdesk.domain.clock import FAR, Clock
from amdesk.domain.people.short_names import given_name, in_order, initials
from amdesk.domain.values import (
    CELL,
    add_months,
    case_key,
    cells_of,
    fold,
    harmless,
    lone_sign,
    means_no_end,
    parse_amount,
    parse_date,
    parse_extent,
    parse_typed_date,
    phone_key,
    printable,
    sort_key,
    squash,
    thousands,
)
from tests.make import TODAY


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("2026-03-01", date(2026, 3, 1)), ("20260301", date(2026, 3, 1)), ("1/3 2026", date(2026, 3, 1)), ("1 mars 2026", date(2026, 3, 1)),
     (datetime(2026, 3, 1, 0, 0), date(2026, 3, 1)), (46113, date(2026, 4, 1)), (" 28  februari\u00a02027 ", date(2027, 2, 28)),
     (date(2026, 3, 1), date(2026, 3, 1)), (46113.75, date(2026, 4, 1)), ("46113", date(2026, 4, 1)), ("2026/3/1", date(2026, 3, 1)), ("2026.03.01 07:30:00", date(2026, 3, 1)),
     ("2026-03-01T07:30", date(2026, 3, 1)), ("1/3-26", date(2026, 3, 1)), ("1.3.26", date(2026, 3, 1)), ("1-3-2026", date(2026, 3, 1)), ("1/3/2026", date(2026, 3, 1)), ("2026–03–01", date(2026, 3, 1)),
     ("tisdag den 1:a mars 2026", date(2026, 3, 1)), ("2:e feb. 2026", date(2026, 2, 2)), ("Mar 1, 2026", date(2026, 3, 1)), ("May 1, 2026", date(2026, 5, 1)), ("Oct. 1, 2026", date(2026, 10, 1)), ("3 October 2026", date(2026, 10, 3)), ("1 may 2026", date(2026, 5, 1)), ("september 30, 2026", date(2026, 9, 30)), ("1 dec 2026", date(2026, 12, 1)),
     (40001, date(2009, 7, 7)), (59999, date(2064, 4, 7)), ("40001", date(2009, 7, 7)), ("59999", date(2064, 4, 7))],
)  # fmt: skip
def test_dates_are_read_day_first_and_never_turned_around(said: object, wanted: date) -> None:
    assert parse_date(said)[0] == wanted


@pytest.mark.parametrize(
    "said",
    ["2026-02-30", "30/2 2026", "omgående", "13/13 2026", "", "2026", "2026-03/01", "1/3", "mars 2026", "1 brumaire 2026", "Bru 1, 2026", True, None,
     40000, 60000, "40000", "60000", "4611", 39999.5, "2026-03-01 x"],
)  # fmt: skip
def test_what_is_no_date_is_refused(said: object) -> None:
    with pytest.raises(ValueError):
        parse_date(said)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(202, 3, 1), date(1899, 12, 31), date(2200, 1, 1), FAR])
def test_a_day_that_cannot_be_meant_is_no_day_however_it_is_written(day: date) -> None:
    """Other days are counted from it, and time has an end: nothing that is stored may lie at it."""
    for said in (day, datetime(day.year, day.month, day.day), f"{day}", f"{day.day}/{day.month} {day.year:04d}"):
        with pytest.raises(ValueError):
            parse_date(said)
    with pytest.raises(ValueError):
        parse_typed_date(f"{day}", TODAY)
    assert means_no_end(day) == (day == FAR)


def test_the_first_and_the_last_day_that_can_be_meant_are_days() -> None:
    for day in (date(1900, 1, 1), date(2199, 12, 31)):
        assert parse_date(f"{day}") == (day, False)
        assert parse_typed_date(f"{day}", TODAY) == day
    with pytest.raises(ValueError):
        parse_typed_date("+174 år", TODAY)


@pytest.mark.parametrize("said", ["9999-12-31", "31/12 9999", FAR, datetime(9999, 1, 1), "99991231"])
def test_the_far_end_of_time_means_no_end_however_it_is_written(said: object) -> None:
    assert means_no_end(said)


@pytest.mark.parametrize("said", ["2199-12-31", "", None, "tills vidare", "9999-02-30", 9999, 46113])
def test_what_is_no_far_end_means_no_such_thing(said: object) -> None:
    assert not means_no_end(said)


def test_months_are_counted_up_to_the_end_of_time() -> None:
    assert add_months(date(9998, 12, 31), 6) == add_months(FAR, 1) == FAR
    assert add_months(date(9998, 6, 30), 6) == date(9998, 12, 30)


def test_only_a_day_that_was_a_number_is_told_as_one() -> None:
    """A list of people may hold years of service or codes where it says dates."""
    assert [parse_date(v)[1] for v in (46113, 46113.5, "46113")] == [True, True, True]
    plain = (date(2026, 3, 1), datetime(2026, 3, 1), "2026-03-01", "1/3 2026", "1 mars 2026", "Mar 1, 2026")
    assert not any(parse_date(v)[1] for v in plain)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("7/12", date(2026, 12, 7)),
        ("imorgon", date(2026, 11, 24)),
        ("v50", date(2026, 12, 7)),
        ("+6m", date(2027, 5, 23)),
        ("+2v", date(2026, 12, 7)),
        ("5 jan", date(2027, 1, 5)),
        ("idag", TODAY), ("nu", TODAY), ("I morgon", date(2026, 11, 24)), ("+3d", date(2026, 11, 26)), ("+2w", date(2026, 12, 7)), ("+1 år", date(2027, 11, 23)),
        ("+1y", date(2027, 11, 23)), ("+0d", TODAY), ("+10 veckor", date(2027, 2, 1)), ("v.50", date(2026, 12, 7)), ("v 47", date(2026, 11, 16)), ("v46", date(2027, 11, 15)),
        ("23/10", date(2026, 10, 23)), ("22/10", date(2027, 10, 22)), ("23 okt", date(2026, 10, 23)), ("22 oktober", date(2027, 10, 22)), ("2027-03-01", date(2027, 3, 1)),
    ],
)  # fmt: skip
def test_a_hurried_person_may_type_dates_in_short(typed: str, wanted: date) -> None:
    assert parse_typed_date(typed, TODAY) == wanted


def test_so_many_months_more_count_from_the_day_before_it_in_the_form() -> None:
    assert parse_typed_date("+6m", TODAY, date(2027, 8, 31)) == date(2028, 2, 29)
    assert parse_typed_date("+1d", TODAY, date(2027, 8, 31)) == date(2027, 9, 1)
    assert parse_typed_date("idag", TODAY, date(2027, 8, 31)) == TODAY
    assert parse_typed_date("imorgon", TODAY, date(2027, 8, 31)) == TODAY + timedelta(1)


@pytest.mark.parametrize("typed", ["31/2", "30 feb", "v54", "v0", "+m", "5 brumaire", "32/1", "+1234d", "strax"])
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_typed_date(typed, TODAY)


@pytest.mark.parametrize(
    ("said", "percent"),
    [
        (1, 100),
        (0.5, 50),
        (75, 75),
        ("75 %", 75),
        ("0,75", 75),
        ("50", 50),
        (100, 100),
        (0.001, 1),
        (2, 2),
        ("37,5", 38),
        ("1,5 %", 2),
        ("5,5", 6),
        ("2", 2),
        ("100 %", 100),
    ],
)
def test_extent_is_percent_however_it_is_written(said: object, percent: int) -> None:
    assert parse_extent(said) == percent


@pytest.mark.parametrize(
    "said", [0, 125, "", None, "heltid", "1,5", 1.2, "4.9", -5, float("nan"), True, 100.5, 101, -0.5]
)
def test_an_impossible_extent_is_refused(said: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        parse_extent(said)


@pytest.mark.parametrize(
    ("said", "ore"),
    [("8 450,00", 845000), ("4 100 kr", 410000), ("7.050,00", 705000), (1250.5, 125050), ("-300", -30000), ("8.450", 845000), ("8,450", 845000), ("8,450.50", 845050),
     ("4 100:-", 410000), ("(500)", -50000), ("500-", -50000), ("−500", -50000), ("–5,5", -550), ("7,5", 750), ("7.05", 705), ("1.234.567", 123456700), ("12", 1200), ("5 kronor", 500),
     ("sek 5", 500), ("8 450 kr/mån", 845000), ("4000/månad", 400000), ("4 000 kr per månad", 400000), ("8'450", 845000), (0, 0), ("0,50", 50), (999_999_999_999, 99_999_999_999_900), (-3, -300)],
)  # fmt: skip
def test_amounts_are_whole_ore(said: object, ore: int) -> None:
    assert parse_amount(said) == ore


@pytest.mark.parametrize(
    "said",
    [
        "",
        "1,2345",
        "1.2.3",
        "0.450",
        "12.34,56",
        "fem",
        True,
        None,
        10**12,
        -(10**12),
        float("inf"),
        "8.4500",
        "1,23,456",
        "--5",
        "1234567890123",
    ],
)
def test_what_is_no_amount_is_refused(said: object) -> None:
    with pytest.raises(ValueError):
        parse_amount(said)


@pytest.mark.parametrize(
    ("said", "sign"),
    [
        ("8.450", "."),
        ("8,450", ","),
        ("450", ""),
        ("8,45", ""),
        ("8.450,00", ""),
        ("1.234.567", ""),
        ("1234.567", "."),
        (8.45, ""),
        ("8.450 kr", "."),
        ("(8.450)", "."),
    ],
)
def test_a_lone_point_before_three_digits_is_told_since_it_may_be_meant_otherwise(said: object, sign: str) -> None:
    assert lone_sign(said) == sign


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        (["8.450", "12.500"], {".": None, ",": None}),
        (["8.450", "8450,50"], {".": True, ",": None}),
        (["8.450", "1.234.567", None, 5], {".": True, ",": None}),
        (["8.450", "7.050,00"], {".": True, ",": None}),
        (["8,450", "8450.5"], {".": None, ",": True}),
        (["12.500", "8450.000"], {".": False, ",": None}),
        (["8.450", "7.050,00", "1,234.50"], {".": None, ",": None}),
        (["8.450", "8450.000", "1.234.567"], {".": None, ",": None}),
    ],
)
def test_what_a_lone_sign_parts_is_said_by_the_other_amounts_of_the_column(
    column: list[object], wanted: dict[str, bool | None]
) -> None:
    assert thousands(column) == wanted


def test_a_column_with_three_decimals_has_kronor_before_them() -> None:
    assert [parse_amount(s, thousands=False) for s in ("12.500", "8450.000", "(12,500)", "-12.500", "12")] == [
        1250,
        845000,
        -1250,
        -1250,
        1200,
    ]


@pytest.mark.parametrize(
    "said", ["070-174 06 05", "+46 70 174 06 05", "0046701740605", "+46 (0)70-174 06 05", "46701740605", "0701740605"]
)
def test_a_phone_is_one_however_it_is_written(said: str) -> None:
    assert phone_key(said) == "0701740605"


def test_a_number_that_only_begins_as_the_country_does_keeps_its_digits() -> None:
    assert phone_key("46 12 34") == "461234"
    assert phone_key("08-465 004 00") == "0846500400"
    assert phone_key("4670174060512345") == "4670174060512345"
    assert phone_key("") == ""


def test_a_case_number_is_one_however_it_is_parted() -> None:
    assert case_key("AMF 2026/12") == case_key("amf2026-12") == case_key(" Amf_2026 12") == "amf202612"
    assert case_key(None) == case_key("") == case_key(" - ") == ""
    assert case_key("AMF 2026/12") != case_key("AMF 2026/13")


def test_a_text_too_long_for_a_cell_is_parted_and_nothing_of_it_is_lost() -> None:
    """Excel keeps 32 767 characters of a cell."""
    assert cells_of("å" * CELL) == ["å" * CELL]
    assert [len(part) for part in cells_of("å" * (CELL + 1))] == [CELL, 1]
    said = "".join(str(i) for i in range(20_000))
    assert "".join(cells_of(said)) == said
    assert max(len(part) for part in cells_of(said)) < 32_767
    assert cells_of("") == []


@pytest.mark.parametrize(
    ("name", "two"),
    [
        ("Aida Demolund", "AD"),
        ("Aida", "A"),
        ("Anna-Lena Prov", "AP"),
        ("Aida von Demolund", "AD"),
        ("", "?"),
        ("- (x)", "?"),
        ("åke (vik) öberg", "ÅÖ"),
    ],
)
def test_the_round_mark_has_the_first_and_the_last_name(name: str, two: str) -> None:
    assert initials(name) == two


@pytest.mark.parametrize(
    ("name", "whole", "short"),
    [
        ("al-Prov, Fatima", "Fatima al-Prov", "Fatima"), ("Lind Prov , Maria Eva", "Maria Eva Lind Prov", "Maria"), ("Fatima al-Prov", "Fatima al-Prov", "Fatima"),
        ("Prov,", "Prov,", "Prov,"), ("Prov, Eva, Lag 2", "Prov, Eva, Lag 2", "Prov,"), ("", "", ""), ("•••••• ••••", "•••••• ••••", "••••••"),
    ],
)  # fmt: skip
def test_a_family_name_that_a_list_has_first_stands_last_and_nobody_is_called_by_it(
    name: str, whole: str, short: str
) -> None:
    assert (in_order(name), given_name(name)) == (whole, short)


def test_control_characters_are_left_out_and_lines_stay() -> None:
    assert printable("a\x00b\x1f\ud800c\ufffe\td\ne\r") == "abc\td\ne\r"
    assert printable("a\vb\fc") == "a\nb\nc"
    assert squash("\ufeffa\u200b \n b\x07 ") == "a b"
    assert harmless("a\x00") == "a"
    assert [harmless(v) for v in ("=1", "+1", "-1", "@x", "\tx", "\rx", "a=1", "")] == [
        "'=1", "'+1", "'-1", "'@x", "'\tx", "'\rx", "a=1", ""
    ]  # fmt: skip


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


@given(st.text(st.sampled_from("aÅå  \u00a0\u200b\ufeff\t\n\x00\u0308e\u00ad.\u2003"), max_size=12))
def test_text_that_is_written_as_it_should_be_is_squashed_to_what_all_text_is(said: str) -> None:
    plain = printable(unicodedata.normalize("NFC", said)).replace("\u200b", "").replace("\ufeff", "")
    assert squash(said) == re.sub(r"\s+", " ", plain).strip()
