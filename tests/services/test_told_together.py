"""What more than two reports tell of by being added and taken from each other: each two of them leave many, all of them a few."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from amdesk.domain.errors import Refused
from amdesk.domain.results.together import told_together
from amdesk.services.desk import Desk
from tests import make
from tests.services.test_other_kinds import given, some

QUARTER, TWO_MONTHS = (date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 5, 31))
TO_JUNE = date(2026, 1, 1), date(2026, 6, 10)


def test_a_piece_is_found_of_all_that_can_be_made_of_up_to_four() -> None:
    assert told_together(["abc", "a", "b"]) == {
        frozenset("bc"): [(0, 1)],
        frozenset("ac"): [(0, 2)],
        frozenset("ab"): [(1, 2)],
        frozenset("c"): [(0, 1, 2)],
    }
    assert frozenset("d") in told_together(["abcd", "a", "b", "c"])
    assert frozenset("ad") in told_together(["ab", "cd", "bc"]), "what is left of two"
    assert told_together(["ab", "bc"]) == {}, "neither lies in the other: what both count is not known"
    assert frozenset("i") not in told_together(["abcdefghi", *"abcdefgh"]), "of nine, three at once"


@pytest.fixture
def few() -> Desk:
    """Of those who reach their 90th day until the 10th of June two do so after May."""
    desk = make.desk(make.memory())
    some(desk, (date(2025, 11, 10), 30), (date(2026, 1, 20), 20), (date(2026, 3, 10), 2))
    some(desk, (date(2026, 3, 20), 10), (date(2026, 5, 20), 30))
    return desk


@pytest.mark.thorough(long=True)
def test_a_quarter_two_months_and_the_half_year_tell_of_no_few_in_its_last_days(few: Desk) -> None:
    """52 less 30 and less 20 are two, of whom one went to work."""
    assert given(few, few.reports.followup(*QUARTER))["reached_day90.all"] == 30
    assert given(few, few.reports.followup(*TWO_MONTHS))["reached_day90.all"] == 20
    assert given(few, few.reports.followup(*TO_JUNE))["reached_day90.all"] is None


def test_where_one_of_them_was_not_given_out_the_half_year_is_told(few: Desk) -> None:
    given(few, few.reports.followup(*QUARTER))
    few.reports.outside(few.reports.followup(*TWO_MONTHS))
    assert given(few, few.reports.followup(*TO_JUNE))["reached_day90.all"] == 52


@pytest.mark.thorough(long=True)
def test_a_report_that_was_made_before_a_colleague_gave_one_out_is_made_anew(few: Desk, tmp_path: Path) -> None:
    """Each made while the other was not known: neither withholds what the two together tell."""
    mine = few.reports.outside(few.reports.followup(date(2026, 1, 1), date(2026, 5, 31)))
    hers = few.reports.outside(few.reports.followup(*TO_JUNE))
    few.reports.save(hers, tmp_path / "hers.xlsx", given_out=True)
    few.reports.gone_out(hers, given_out=True)  # the same, printed as well
    with pytest.raises(Refused, match="anew"):
        few.reports.save(mine, tmp_path / "mine.pdf", given_out=True)
    with pytest.raises(Refused, match="anew"):
        few.reports.gone_out(mine, given_out=True)
    assert not (tmp_path / "mine.pdf").exists()
    assert len(few.reports.given_out()) == 2
    again = few.reports.outside(few.reports.followup(date(2026, 1, 1), date(2026, 5, 31)))
    few.reports.save(again, tmp_path / "mine.pdf", given_out=True)
    assert {f.id: f.count for f in again.figures()}["reached_day90.all"] is None, "52 less 50 are two"
