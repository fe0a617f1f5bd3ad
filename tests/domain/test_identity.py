"""Personal identity numbers as the Tax Agency issues them and people write them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amdesk.domain.people.identity import BadIdentity, age_on, masked, parse_identity, written
from tests.make import TODAY, number

PUBLISHED = (Path(__file__).parents[2] / "resources/reference/test_coordination_numbers.txt").read_text("utf-8").split()


def code(said: object) -> str:
    with pytest.raises(BadIdentity) as caught:
        parse_identity(said, TODAY)
    return caught.value.code


@pytest.mark.parametrize(
    "shape", ["19860412-{}", "860412-{}", "19860412{}", "860412{}", " 19860412-{} ", "19860412\u00a0-{}"]
)
def test_one_number_in_every_way_of_writing_is_the_same(shape: str) -> None:
    whole = number(date(1986, 4, 12))
    assert parse_identity(shape.format(whole[-4:]), TODAY).number == whole


def test_ten_digits_mean_the_latest_date_not_after_today() -> None:
    assert parse_identity(number(date(2013, 5, 6))[2:], TODAY).number.startswith("2013")
    born = number(date(1977, 12, 24))
    assert parse_identity(born[2:], TODAY).number == born


def test_a_plus_sign_means_a_hundred_years_earlier() -> None:
    assert parse_identity("031204+9802", TODAY).born == date(1903, 12, 4)


def test_a_numeric_cell_that_lost_its_zero_is_padded_and_says_so() -> None:
    whole = number(date(2003, 8, 8), "239")
    found = parse_identity(int(whole[2:]), TODAY)
    assert found.padded
    assert found.number == whole


def test_a_short_text_is_not_padded() -> None:
    assert code(number(date(2003, 8, 8))[3:]) == "PNR_FORMAT"


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (None, "PNR_MISSING"),
        ("  ", "PNR_MISSING"),
        ("19900214-T238", "PNR_TEMPORARY"),
        ("hej", "PNR_FORMAT"),
        ("19871332-2383", "PNR_DATE"),
        ("19990101-0000", "PNR_BIRTH_NUMBER"),
    ],
)
def test_what_is_wrong_is_told_in_the_stated_order(said: object, wanted: str) -> None:
    assert code(said) == wanted


@pytest.mark.parametrize("said", PUBLISHED)
def test_every_published_coordination_number_is_accepted(said: str) -> None:
    found = parse_identity(said, TODAY)
    assert found.coordination
    assert found.number == said
    assert found.partial == (said[4:6] == "00" or said[6:8] == "60")


@given(
    st.dates(date(1977, 1, 1), date(2013, 12, 31)),
    st.sampled_from(["238", "239"]),
    st.integers(0, 9),
    st.integers(1, 9),
)
def test_one_changed_digit_is_always_noticed(born: date, birth: str, position: int, by: int) -> None:
    """A Luhn digit catches every single wrong digit, so none is stored as somebody else's number."""
    whole = number(born, birth)
    digits = list(whole[2:])
    digits[position] = str((int(digits[position]) + by) % 10)
    with pytest.raises(BadIdentity):
        parse_identity(whole[:2] + "".join(digits), TODAY)


def test_a_woman_and_a_man_are_told_apart_by_the_ninth_digit() -> None:
    assert parse_identity(number(birth="238"), TODAY).gender == "man" if int("238"[2]) % 2 else "woman"
    assert parse_identity(number(birth="239"), TODAY).gender == "man"


def test_lists_never_show_the_last_four() -> None:
    assert masked(number()) == "860412-••••"


def test_age_is_reached_on_the_birthday_and_on_the_1st_of_march_for_whoever_is_born_on_the_29th_of_february() -> None:
    born = date(2008, 5, 9)
    assert [age_on(born, date(2026, 5, d)) for d in (8, 9, 10)] == [17, 18, 18]
    assert [age_on(date(2008, 2, 29), day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [17, 18]


def test_a_number_is_shown_masked_in_lists_and_whole_as_a_person_writes_it() -> None:
    whole = number()
    assert masked(whole) == f"{whole[2:8]}-••••"
    assert written(whole) == f"{whole[:8]}-{whole[8:]}"
    assert masked(None) == written(None) == ""


def test_a_number_without_century_belongs_to_somebody_born_by_today_and_a_plus_to_one_a_hundred_years_older() -> None:
    short = number(TODAY)[2:]
    assert parse_identity(short, TODAY).number == number(TODAY)
    tomorrow = TODAY + timedelta(1)
    past = date(tomorrow.year - 100, tomorrow.month, tomorrow.day)
    assert parse_identity(number(past)[2:], TODAY).born == past
    older = date(1920, 1, 2)
    said = number(older)
    assert parse_identity(f"{said[2:8]}+{said[8:]}", TODAY).born == older
