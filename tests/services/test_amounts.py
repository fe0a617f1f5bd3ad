"""What amounts tell of fewer than five people, by themselves and beside those that were given out before: within 15 % of nobody's."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from amdesk.db.port import insert
from amdesk.domain.results.releases import CountedRow
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from amdesk.services.results.amounts import ToldAmounts, tell_of_few, told
from tests import make
from tests.rows import employed
from tests.services.test_reports import document

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def of(amounts: dict[int, int], month: int = 1) -> ToldAmounts:
    """A ledger that tells one sum, of so much to each person."""
    return ToldAmounts(frozenset(amounts), [{(p, month, n): 1 for p, n in amounts.items()}])


EQUAL = dict.fromkeys(range(10), 1000)


@pytest.mark.parametrize(
    ("amounts", "few"),
    [
        (EQUAL, False),
        (dict.fromkeys(range(5), 1000), False),
        (dict.fromkeys(range(4), 1000), True),
        ({**EQUAL, 11: 0}, False),
        ({0: 100_000, 1: 1000, 2: 1000, 3: 1000, 4: 1000}, True),
        ({0: 100_000, **dict.fromkeys(range(1, 13), 2000)}, False),
        ({0: 1000, 1: 1000, 2: 1000, 3: 70, 4: 70}, True),
        ({0: 1000, 1: 1000, 2: 1000, 3: 80, 4: 80}, False),
        ({}, False),
        ({0: -100_000, 1: 1000, 2: 1000, 3: 1000, 4: 1000}, True),
    ],
)
def test_who_was_paid_most_is_not_known_to_two_others_within_fifteen_percent(
    amounts: dict[int, int], few: bool
) -> None:
    assert tell_of_few(of(amounts), []) is few


def test_what_a_later_ledger_adds_of_a_few_is_not_told() -> None:
    more = {**EQUAL, 20: 3000, 21: 4000}
    assert tell_of_few(of(more), [of(EQUAL)]), "the one less the other are two"
    many = {**EQUAL, **dict.fromkeys(range(20, 26), 3000)}
    assert not tell_of_few(of(many), [of(EQUAL)])
    assert tell_of_few(of(EQUAL), [of(more)]), "it is the same the other way round"
    assert not tell_of_few(of(EQUAL), [of(EQUAL)]), "the same again tells nothing more"


def test_one_more_month_that_a_few_were_paid_in_is_not_told() -> None:
    later = ToldAmounts(
        frozenset(EQUAL), [{**{(p, 1, n): 1 for p, n in EQUAL.items()}, (3, 2, 5000): 1, (4, 2, 6000): 1}]
    )
    assert tell_of_few(later, [of(EQUAL)])


def test_two_ledgers_together_less_a_third_tell_of_a_few_too() -> None:
    """Two quarters and the half of the year: two people more are the difference of three sums."""
    one, two = of(dict.fromkeys(range(8), 1000)), of(dict.fromkeys(range(10, 18), 1000))
    half = of({**dict.fromkeys(range(8), 1000), **dict.fromkeys(range(10, 18), 1000), 30: 700, 31: 800})
    assert tell_of_few(half, [one, two])


def test_two_equal_payments_of_a_month_are_two() -> None:
    rows = [CountedRow("ledger", p, p, YEAR[0], ()) for p in range(6)]
    rows += [CountedRow("paid after", 1, p, YEAR[0], ("500",)) for p in range(6) for _ in range(2)]
    (found,) = told(rows).sums
    assert sum(n * amount for (_p, _m, amount), n in found.items()) == 6000
    assert not tell_of_few(told(rows), [])


def paid_people(desk: Desk, day: date, amounts: list[int]) -> None:
    for amount in amounts:
        person = make.participant(desk.bank, identity=make.fresh_number(), registered_on=date(2018, 1, 1))
        employed(desk.bank, person, date(day.year - 1, 7, 1), day, ended_on=day, end_reason="A1")
        with desk.bank.write(text("x")):
            for month in range(1, 7):
                insert(
                    desk.bank,
                    "payment",
                    participant_id=person,
                    month=f"{day.year - 1}-{month:02d}",
                    amount=amount,
                    role="applicant",
                )


def amounts(report: Any) -> dict[str, int]:
    return {f["id"]: f["value"] for f in document(report)["facts"] if f["unit"] == "öre"}


@pytest.mark.thorough(long=True)
def test_the_ledger_of_a_month_more_does_not_tell_what_three_were_paid(desk: Desk, tmp_path: Path) -> None:
    """An attacker takes one given-out sum from the other. What is given out keeps nobody's amount within 15 %."""
    paid_people(desk, date(2026, 3, 10), [500_000 + 1000 * n for n in range(9)])
    for month in range(1, 7):
        with desk.bank.write(text("x")):
            insert(
                desk.bank,
                "payment",
                participant_id=make.participant(desk.bank),
                month=f"2025-{month:02d}",
                amount=1,
                role="applicant",
            )
    first = desk.reports.outside(desk.reports.savings(date(2026, 1, 1), date(2026, 3, 31)))
    desk.reports.save(first, tmp_path / "a.docx", given_out=True, recipient="Nämnden")
    assert amounts(first)["paid_before"] == 27_200_000, "272 160 kronor, in whole thousands"
    paid_people(desk, date(2026, 5, 10), [300_000, 400_000, 700_000])
    inside = desk.reports.savings(date(2026, 1, 1), date(2026, 6, 30))
    assert amounts(inside)["paid_before"] == 6 * sum(500_000 + 1000 * n for n in range(9)) + 6 * 1_400_000, "exact"
    later = desk.reports.outside(inside)
    assert amounts(later) == {}
    assert '"middle"' not in json.dumps(document(later).get("ledger", {}))
    assert not [x for s in later.sections for x in s.listings if x.name == "estimate"]
    committee = desk.reports.outside(desk.reports.committee(date(2026, 1, 1), date(2026, 6, 30)))
    assert not [x for s in committee.sections for x in s.spans if x.unit == "öre"], "nor in the picture of what it cost"
    paid_people(desk, date(2026, 5, 11), [350_000, 450_000, 550_000])
    six = desk.reports.outside(desk.reports.savings(date(2026, 1, 1), date(2026, 6, 30)))
    assert amounts(six)["paid_before"] > 0, "six are enough"


def test_amounts_of_erased_people_are_known_to_everybody_and_emptied(desk: Desk, tmp_path: Path) -> None:
    paid_people(desk, date(2019, 3, 1), [500_000 + 1000 * n for n in range(9)])
    first = desk.reports.outside(desk.reports.savings(date(2019, 1, 1), date(2019, 6, 30)))
    assert amounts(first)["paid_before"]
    desk.reports.gone_out(first, given_out=True)
    kept = desk.bank.query("select counts from report_row where counts like 'paid %' and void = 0")
    assert kept
    assert desk.retention.erase(date(2019, 6, 1), "plan") == 9
    assert desk.bank.query("select 1 from report_row where counts like 'paid %' and void = 0") == []
    paid_people(desk, date(2019, 8, 1), [600_000, 700_000, 650_000])
    assert amounts(desk.reports.outside(desk.reports.savings(date(2019, 1, 1), date(2019, 12, 31)))) == {}


def test_no_sums_and_differences_of_what_was_told_are_of_a_few() -> None:
    """Of random ledgers in a row: whoever adds and subtracts what he was told in every way never has the amount of one to four."""
    dice = random.Random(4)
    told_in_all = 0
    for _ in range(60):
        given: list[dict[int, int]] = []
        for _release in range(3):
            first = dice.randrange(12)
            people = {p: 900 + 10 * p for p in range(first, first + dice.randrange(6, 18)) if dice.random() < 0.9}
            if not tell_of_few(of(people), [of(g) for g in given]):
                given.append(people)
        told_in_all += len(given)
        for signs in product((-1, 0, 1), repeat=len(given)):
            net = Counter({p: sum(s for s, g in zip(signs, given, strict=True) if p in g) for g in given for p in g})
            few = [p for p, n in net.items() if n]
            assert not 0 < len(few) < 5, (given, signs)
    assert told_in_all > 70, "much is told all the same"
