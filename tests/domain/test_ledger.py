"""The savings ledger month by month: which months belong to which phase, who stands behind an amount, what moves the result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from amdesk.domain.results.savings import ASSUMPTIONS, Assumption, Paid, Spell, changed, estimate, ledger, paid

FIRST, LAST = date(2025, 1, 15), date(2025, 6, 15)
COVERED = ("2023-01", "2026-12")


def spell(*payments: tuple[str, int], fund: bool = False, extent: int = 100) -> Spell:
    return Spell(FIRST, LAST, extent, fund, payments)


@pytest.mark.parametrize(
    ("month", "phase"),
    [
        ("2023-12", ""),
        ("2024-01", "before"),
        ("2024-12", "before"),
        ("2025-01", "during"),
        ("2025-06", "during"),
        ("2025-07", "after"),
        ("2026-06", "after"),
        ("2026-07", ""),
    ],
)
def test_a_month_belongs_to_the_phase_that_touches_it(month: str, phase: str) -> None:
    p = paid([spell((month, 10_000))], COVERED)
    assert {"before": p.before, "during": p.during, "after": p.after} == {
        name: 10_000 if name == phase else 0 for name in ("before", "during", "after")
    }
    assert p.people == {name: 1 for name in (phase, "covered_during", "covered_after") if name}


def test_months_of_a_phase_are_those_that_the_files_cover() -> None:
    def months(first: str, last: str) -> tuple[int, int, int, int]:
        p = paid([spell(fund=True, extent=50)], (first, last))
        assert p.full_time_months == 50 * p.during_months
        assert p.fund_months == p.after_months
        return p.persons, p.before_months, p.during_months, p.after_months

    assert months(*COVERED) == (1, 12, 6, 12)
    assert months("2024-10", "2025-06") == (1, 3, 6, 0)
    assert months("2024-11", "2026-12") == (0, 0, 0, 0), "two months tell nothing of before"
    assert months("2024-01", "2024-12") == (1, 12, 0, 0)
    assert months("2024-01", "2025-07") == (1, 12, 6, 1)
    assert paid([spell()], None).left_out == 1
    assert paid([], COVERED) == Paid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, {})


def test_behind_an_amount_stand_those_who_were_paid_something_and_behind_its_months_those_who_are_covered() -> None:
    p = paid([spell(("2024-05", 100_00), ("2025-07", 0)), spell(("2024-05", -100_00), fund=True), spell()], COVERED)
    assert p.people == {"before": 2, "": 1, "covered_during": 3, "covered_after": 3, "fund": 1}
    assert (p.before, p.persons) == (0, 3)
    short = paid([spell(fund=True)], ("2024-01", "2025-06"))
    assert short.people == {"covered_during": 1}, "nobody is covered after, nor has a fund then"
    many = Paid(
        9, 0, 1, 1, 1, 1, 1, 1, 1, 1, dict.fromkeys(("before", "during", "after", "covered_during", "covered_after"), 5)
    )
    assert not many.few(5)
    assert not replace(many, people={}).few(5)
    assert replace(many, persons=4).few(5)
    for name in many.people:
        assert replace(many, people={**many.people, name: 4}).few(5)
        assert not replace(many, people={**many.people, name: 0}).few(5)


def test_amounts_are_rounded_half_up_to_whole_kronor_so_that_they_add_up_as_printed() -> None:
    p = paid([spell(("2024-05", 149), ("2025-02", 150), ("2025-08", 50))], COVERED)
    assert (p.before, p.during, p.after) == (100, 200, 100)
    lost = replace(p, before=100, before_months=7, during_months=3, after_months=0)
    assert lost.expected == 0, "43 öre"
    assert replace(lost, before=117).expected == 100, "50.1 öre"
    assert replace(lost, before_months=0).expected == 0
    assert (replace(lost, before=700).fall, replace(lost, before=700).rise) == (0, 0)
    assert (lost.fall, lost.rise) == (-300, 300)


VALUES = {"attribution": 50, "job_cost": 3_000_000, "subsidy": 60, "service": 20, "fund": 1_000_000}


def test_one_way_to_count_takes_each_assumption_once() -> None:
    p = Paid(9, 0, 0, 0, 0, 0, 0, 0, 600, 3)
    p = replace(p, before=10_000_00, before_months=1, during_months=1)
    e = estimate(p, VALUES)
    assert e.saved == 500_000, "half of 10 000 kronor"
    assert e.job == 5_760_000, (
        "six full months of 30 000, of which the city pays 40 per cent, less a fifth for the work done"
    )
    assert (e.fund, e.net, e.net_of_fund) == (3_000_000, 500_000 - 5_760_000, 500_000 - 5_760_000 - 3_000_000)
    assert estimate(p, {**VALUES, "subsidy": 100}).job == 0
    assert estimate(p, {**VALUES, "service": 0}).job == 7_200_000


def test_low_and_high_take_the_ends_that_give_least_and_most_and_the_widest_swing_stands_first() -> None:
    people = [spell(*[(f"2024-{m:02d}", 900_000) for m in range(1, 13)], fund=True)]
    found = ledger(FIRST, LAST, people, COVERED, ASSUMPTIONS)
    assert found.low.net_of_fund < found.middle.net_of_fund < found.high.net_of_fund
    least = estimate(
        found.paid, {"attribution": 25, "job_cost": 4_000_000, "subsidy": 40, "service": 0, "fund": 1_400_000}
    )
    most = estimate(
        found.paid, {"attribution": 75, "job_cost": 3_200_000, "subsidy": 80, "service": 40, "fund": 1_000_000}
    )
    assert (found.low, found.high) == (least, most)
    widths = [high - low for _, low, high in found.swings]
    assert widths == sorted(widths, reverse=True)
    assert all(low <= found.middle.net_of_fund <= high for _, low, high in found.swings)
    assert found.decisive is found.swings[0][0]
    rose = [spell(("2025-07", 900_000), ("2024-05", 100))]
    turned = ledger(FIRST, LAST, rose, COVERED, ASSUMPTIONS)
    assert turned.low.saved < turned.high.saved, "where more was paid, a greater part of it is worse"
    assert turned.low == estimate(
        turned.paid, {"attribution": 75, "job_cost": 4_000_000, "subsidy": 40, "service": 0, "fund": 1_200_000}
    )


def test_equal_swings_stand_by_their_names() -> None:
    nobody = ledger(FIRST, LAST, [], COVERED, ASSUMPTIONS)
    assert [a.id for a, _, _ in nobody.swings] == sorted(a.id for a in ASSUMPTIONS)


def test_an_assumption_keeps_its_range_in_order_and_a_part_within_the_whole() -> None:
    share, money = Assumption("a", "A", "%", 10, 20, 30, "s"), Assumption("b", "B", "öre", 10, 20, 30, "s")
    assert changed([share, money], {"a": {"low": 0, "high": 100}, "b": {"high": 1000, "source": "egen"}}) == [
        Assumption("a", "A", "%", 0, 20, 100, "s"),
        Assumption("b", "B", "öre", 10, 20, 1000, "egen"),
    ]
    assert changed([share], {"a": {"low": 20, "high": 20}})[0].value == 20
    for wrong in ({"low": 21}, {"value": 31}, {"high": 19}, {"low": -1}, {"high": 101}):
        with pytest.raises(ValueError, match="a"):
            changed([share], {"a": wrong})
