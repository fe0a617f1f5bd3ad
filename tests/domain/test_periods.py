"""How long kinds of data are kept: which times there can be."""

from __future__ import annotations

import pytest

from amdesk.domain.bank.periods import KINDS, checked
from amdesk.domain.errors import Refused

KIND = next(iter(KINDS))


@pytest.mark.parametrize("years", [None, 1, 100])
def test_a_time_is_a_year_to_a_hundred_or_as_long_as_the_record(years: int | None) -> None:
    checked(KIND, years, "Planen")


@pytest.mark.parametrize(
    ("kind", "years", "source", "code"),
    [
        (KIND, 0, "Planen", "YEARS"),
        (KIND, 101, "Planen", "YEARS"),
        (KIND, 3, " ", "MISSING"),
        ("x", 3, "Planen", "KIND"),
    ],
)
def test_a_time_that_cannot_be_is_refused(kind: str, years: int, source: str, code: str) -> None:
    with pytest.raises(Refused) as said:
        checked(kind, years, source)
    assert said.value.code == code
