"""The savings ledger adds up line by line and says what it leans on."""

from __future__ import annotations

from datetime import date

import pytest

from amdesk.domain.results.savings import ASSUMPTIONS, Spell, changed, estimate, ledger, paid

COVERED = ("2023-01", "2026-12")


def spell(before: int, during: int, after: int, fund: bool = False) -> Spell:
    """A person employed all of 2024 with so many öre each month."""
    months = [(f"2023-{m:02d}", before) for m in range(1, 13)] + [(f"2024-{m:02d}", during) for m in range(1, 13)]
    months += [(f"2025-{m:02d}", after) for m in range(1, 13)]
    return Spell(date(2024, 1, 1), date(2024, 12, 31), 100, fund, months)


def test_what_was_paid_is_summed_by_phase() -> None:
    p = paid([spell(800_000, 0, 200_000), spell(400_000, 100_000, 0)], COVERED)
    assert (p.before, p.during, p.after) == (14_400_000, 1_200_000, 2_400_000)
    assert (p.before_months, p.during_months, p.after_months) == (24, 24, 24)
    assert p.expected == 28_800_000
    assert p.fall == p.expected - p.during - p.after == 25_200_000


def test_months_that_no_file_covers_are_not_counted_as_nothing_paid() -> None:
    p = paid([spell(800_000, 0, 0)], ("2023-07", "2025-03"))
    assert (p.before_months, p.during_months, p.after_months) == (6, 12, 3)
    assert p.expected == 800_000 * 15


def test_a_person_whose_time_before_is_not_known_is_left_out_and_said() -> None:
    p = paid([spell(1, 1, 1)], ("2023-11", "2026-01"))
    assert (p.persons, p.left_out, p.fall) == (0, 1, 0)


def test_a_recovery_is_taken_off_the_sum() -> None:
    s = spell(800_000, 0, 0)
    with_recovery = Spell(s.first, s.last, 100, fund=False, payments=[*s.payments, ("2023-05", -800_000)])
    assert paid([with_recovery], COVERED).before == 800_000 * 11


def test_low_is_never_above_middle_nor_middle_above_high() -> None:
    found = ledger(date(2024, 1, 1), date(2024, 12, 31), [spell(900_000, 0, 100_000, fund=True)], COVERED, ASSUMPTIONS)
    assert found.low.net_of_fund <= found.middle.net_of_fund <= found.high.net_of_fund
    assert found.middle.net_of_fund == found.middle.saved - found.middle.job - found.middle.fund
    widths = [high - low for _, low, high in found.swings]
    assert widths == sorted(widths, reverse=True)
    assert found.decisive.id == found.swings[0][0].id


def test_each_line_can_be_computed_by_hand() -> None:
    """8 000 kronor before, nothing during or after: 24 months of 8 000 fall, half of it due; 12 jobs of 36 000, 60 % subsidised, 20 % of service."""
    p = paid([spell(800_000, 0, 0)], COVERED)
    e = estimate(p, {a.id: a.value for a in ASSUMPTIONS})
    assert e.saved == 24 * 800_000 // 2
    assert e.job == 12 * 3_600_000 * 40 * 80 // 10_000
    assert e.fund == 0


def test_an_assumption_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="attribution"):
        changed(ASSUMPTIONS, {"attribution": {"low": 80, "value": 50, "high": 90}})
    with pytest.raises(ValueError, match="subsidy"):
        changed(ASSUMPTIONS, {"subsidy": {"low": 10, "value": 50, "high": 120}})
