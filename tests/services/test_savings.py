"""The unit's own assumptions of the savings ledger, and the ledger of a period on a bank."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amdesk.db.results import received
from amdesk.domain.change import Change, Moved
from amdesk.domain.errors import Refused
from amdesk.domain.results.received import Payment
from amdesk.domain.results.savings import ASSUMPTIONS, UNIT, Assumption
from amdesk.domain.texts import Text, text
from amdesk.i18n import Words
from amdesk.services.desk import Desk
from tests import make
from tests.rows import employed


def assumed(desk: Desk, name: str) -> Assumption:
    return next(a for a in desk.savings.assumptions() if a.id == name)


def steps(desk: Desk) -> int:
    return len(desk.history.steps())


def refusal(desk: Desk, **given: Any) -> str:
    with pytest.raises(Refused) as caught:
        desk.savings.assume(given)
    assert caught.value.code == "ASSUMPTION"
    return str(caught.value)


def test_a_refused_assumption_is_called_by_its_name_whatever_is_wrong_with_it(desk: Desk) -> None:
    label = Words("en").say(Text(assumed(desk, "fund").label))
    for wrong in ({"low": "ett"}, {"value": -1}, {"high": 0}):
        assert refusal(desk, fund=wrong).startswith(f"{label}: low, value and high")


def test_what_the_unit_assumes_stands_over_the_programs_own_part_by_part(desk: Desk) -> None:
    assert desk.savings.assumptions() == list(ASSUMPTIONS)
    desk.savings.assume({"fund": {"value": 1_100_000}, "subsidy": {"source": "Beslut 2026", "low": 50}})
    desk.savings.assume({"fund": {"source": "Kassan"}})
    fund, subsidy = assumed(desk, "fund"), assumed(desk, "subsidy")
    assert (fund.low, fund.value, fund.high, fund.source) == (1_000_000, 1_100_000, 1_400_000, "Kassan")
    assert (subsidy.low, subsidy.value, subsidy.high, subsidy.source) == (50, 60, 80, "Beslut 2026")
    assert assumed(desk, "service") == ASSUMPTIONS[3]
    desk.history.undo()
    assert assumed(desk, "fund").source == UNIT


def test_values_out_of_order_a_part_above_the_whole_and_what_is_no_assumption_are_refused(desk: Desk) -> None:
    assert "subsid" in refusal(desk, subsidy={"low": 61})
    assert "subsid" in refusal(desk, subsidy={"high": 101})
    for wrong in ({"low": -1}, {"high": 1_000}, {"value": 999_999}):
        assert "insurance" in refusal(desk, fund=wrong)
    assert "weather" in refusal(desk, weather={"low": 1})
    assert desk.savings.assumptions() == list(ASSUMPTIONS)
    desk.savings.assume({"subsidy": {"high": 100}, "fund": {"high": 101_000_000}})
    assert assumed(desk, "subsidy").high == 100


def test_nothing_is_a_step_where_nothing_was_changed(desk: Desk) -> None:
    before = steps(desk)
    desk.savings.assume({})
    desk.savings.assume({"fund": {"low": Change(1_000_000, 1_000_000)}})
    assert steps(desk) == before
    assert desk.savings.assumptions() == list(ASSUMPTIONS)


def test_two_who_assume_otherwise_are_told_in_kronor_in_percent_or_in_words(desk: Desk) -> None:
    def clash(name: str, part: str, before: int | str, mine: int | str) -> tuple[str, list[str]]:
        with pytest.raises(Moved) as caught:
            desk.savings.assume({name: {part: Change(before, mine)}})
        (one,) = caught.value.clashes
        return str(one.label), [str(said) for said in one.said]

    label, said = clash("fund", "low", 900_000, 800_000)
    assert ("insurance" in label, label.endswith("Low")) == (True, True)
    assert said == ["8000", "10000", "9000"]
    assert clash("subsidy", "high", 70, 90)[1] == ["90", "80", "70"]
    label, said = clash("fund", "source", "Kassan", "Budget")
    assert (label.endswith("Source"), said) == (True, ["Budget", UNIT, "Kassan"])


def test_a_ledger_counts_each_person_once_by_her_last_end_and_never_beyond_today(desk: Desk) -> None:
    once, fund, later = (make.participant(desk.bank) for _ in range(3))
    employed(desk.bank, once, date(2025, 1, 1), date(2025, 3, 31))
    employed(desk.bank, once, date(2026, 1, 1), date(2026, 6, 30))
    key = employed(desk.bank, fund, date(2026, 1, 1), date(2026, 6, 30), extent=50)
    desk.results.follow_up(key, {"contact": "contacted", "situation": "unemployment_fund"})
    employed(desk.bank, later, date(2026, 1, 1), date(2026, 12, 1))
    with desk.bank.write(text("payments")):
        for month, ore in (("2025-01", 700_000), ("2025-06", 600_000), ("2026-02", 100_000), ("2026-09", 0)):
            received.add_payment(desk.bank, Payment(once, "applicant", month, ore), counted=True)
    found = desk.savings.ledger(date(2026, 1, 1), date(2026, 12, 31))
    assert (found.paid.persons, found.paid.left_out, found.covered) == (2, 0, ("2025-01", "2026-09"))
    assert (found.paid.before, found.paid.during, found.paid.after) == (1_300_000, 100_000, 0)
    assert (found.paid.before_months, found.paid.during_months, found.paid.after_months) == (24, 12, 6)
    assert (found.paid.full_time_months, found.paid.fund_months) == (6 * 100 + 6 * 50, 3)
    assert desk.savings.ledger(date(2026, 7, 1), date(2026, 12, 31)).paid.persons == 0
    assert desk.savings.ledger(date(2025, 1, 1), date(2025, 12, 31)).paid.left_out == 1, "nothing is known of before"
