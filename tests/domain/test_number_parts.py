"""What the parts of an identity number say: zeros that a cell has lost, coordination numbers, numbers for tests."""

from __future__ import annotations

from datetime import date

import pytest

from amdesk.domain.people.identity import BadIdentity, check_digit, parse_identity
from tests.make import TODAY, number


def whole(century_to_day: str, birth: str = "238") -> str:
    """Twelve digits from the first eight, whatever month and day they say."""
    nine = f"{century_to_day[2:]}{birth}"
    return f"{century_to_day}{birth}{check_digit(nine)}"


def code(said: object) -> str:
    with pytest.raises(BadIdentity) as caught:
        parse_identity(said, TODAY)
    return caught.value.code


def test_only_a_number_that_has_lost_its_zeros_is_told_as_padded() -> None:
    ten, twelve, short = number(date(1986, 4, 12))[2:], number(date(1986, 4, 12)), number(date(2003, 8, 8), "239")[2:]
    assert short.startswith("0")
    assert [parse_identity(said, TODAY).padded for said in (int(ten), int(twelve), float(ten), ten, twelve)] == [
        False
    ] * 5
    assert parse_identity(int(short), TODAY).padded
    two = number(date(2000, 8, 8), "239")
    assert parse_identity(int(two[2:]), TODAY).number == two, "more than one zero"
    assert code(True) == "PNR_FORMAT"


def test_a_coordination_number_has_sixty_more_in_its_day() -> None:
    found = parse_identity(whole("19860472"), TODAY)
    assert (found.coordination, found.partial, found.born, found.sort_date) == (
        True, False, date(1986, 4, 12), date(1986, 4, 12),
    )  # fmt: skip
    assert found.number == whole("19860472")
    plain = parse_identity(whole("19860412"), TODAY)
    assert (plain.coordination, plain.partial, plain.test_number) == (False, False, True)
    first, last = parse_identity(whole("19860461"), TODAY), parse_identity(whole("19860491"[:6] + "90"), TODAY)
    assert (first.born, last.born) == (date(1986, 4, 1), date(1986, 4, 30))


@pytest.mark.parametrize(
    ("said", "stands_for"),
    [
        ("19860060", date(1986, 1, 1)),
        ("19860460", date(1986, 4, 1)),
        ("19860072", date(1986, 1, 12)),
        ("19861260", date(1986, 12, 1)),
    ],
)
def test_where_month_or_day_is_not_known_nobody_is_born_on_a_day_that_was_made_up(said: str, stands_for: date) -> None:
    found = parse_identity(whole(said), TODAY)
    assert (found.partial, found.born, found.sort_date) == (True, None, stands_for)
    assert found.number == whole(said)


@pytest.mark.parametrize("said", ["19861360", "19860492", "19860431", "19860400", "19860012", "19860432", "19860459"])
def test_a_day_that_is_none_is_refused_with_and_without_sixty(said: str) -> None:
    assert code(whole(said)) == "PNR_DATE"


def test_of_several_faults_the_first_in_the_stated_order_is_told() -> None:
    wrong = whole("19860412")[:-1] + str((int(whole("19860412")[-1]) + 1) % 10)
    assert code(wrong) == "PNR_CHECKSUM"
    assert code("19860412-0001") == "PNR_BIRTH_NUMBER", "before its check digit"
    assert code("19861332-0001") == "PNR_DATE", "before its birth number"
    assert code("１９８６0412-2385") == "PNR_FORMAT"


@pytest.mark.parametrize(("birth", "gender", "test"), [("238", "woman", True), ("239", "man", True)])
def test_the_ninth_digit_tells_the_gender_and_two_birth_numbers_are_for_tests(
    birth: str, gender: str, test: bool
) -> None:
    found = parse_identity(number(birth=birth), TODAY)
    assert (found.gender, found.test_number) == (gender, test)
