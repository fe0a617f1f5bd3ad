"""Other kinds of report on the same people: a cohort, a ledger, and the two rulers of a result, given out at different times. Each
tells how many people it has; where one has a few more than another the one less the other tells of these."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amdesk.domain.results.report import Report
from amdesk.services.desk import Desk
from tests import make
from tests.services.test_attacker import ends
from tests.services.test_in_thousands import unit
from tests.services.test_reports import document

pytestmark = pytest.mark.usefixtures("brief_search")

WHOLE = ("reached_day90.all", "kolada_ended.all", "ended.all")
Day90 = tuple[date, date]


def some(desk: Desk, *groups: tuple[date, int]) -> None:
    """So many who ended on a day, every second of them to work."""
    for day, count in groups:
        ends(desk, day, (count + 1) // 2, "A1")
        ends(desk, day, count // 2, "O1")


def given(desk: Desk, made: Report) -> dict[str, int | None]:
    """How many are in each kind of figures of a report that is given out."""
    left = desk.reports.outside(made)
    desk.reports.gone_out(left, given_out=True, recipient="Nämnden")
    return {f.id: f.count for f in left.figures() if f.id in WHOLE}


def persons(made: Report) -> dict[str, Any]:
    """What a ledger that leaves tells of how many persons it has."""
    return {f["id"]: f["value"] for f in document(made)["facts"] if f["unit"] != "öre"}


@pytest.mark.thorough(long=True)
def test_a_cohort_and_a_later_result_tell_of_no_few_who_ended_in_another_year() -> None:
    """The year has thirty, the result of its days and one month more 33. Many patterns cost the same there, and the proof of the
    least takes its whole time: what is taken before it was attacked as well."""
    desk = make.desk(make.memory())
    some(desk, (date(2025, 2, 10), 15), (date(2025, 8, 10), 15), (date(2026, 1, 10), 3))
    alone = desk.reports.outside(desk.reports.followup(date(2025, 4, 1), date(2026, 4, 30)))
    assert {f.id: f.count for f in alone.figures()}["reached_day90.all"] == 33, "by itself it is told"
    assert given(desk, desk.reports.cohort(2025, desk.cohorts.window(2025)))["ended.all"] == 30
    assert given(desk, desk.reports.followup(date(2025, 4, 1), date(2026, 4, 30)))["reached_day90.all"] is None


@pytest.mark.thorough(long=True)
def test_a_result_and_a_later_cohort_tell_of_no_few_who_ended_in_its_first_month() -> None:
    """Those that ended from February on are forty, those of the year 43."""
    desk = make.desk(make.memory())
    some(desk, (date(2024, 11, 20), 10), (date(2025, 1, 10), 3), (date(2025, 2, 10), 15), (date(2025, 8, 10), 15))
    some(desk, (date(2025, 11, 15), 10))
    told = given(desk, desk.reports.followup(date(2025, 2, 1), date(2025, 12, 31)))
    assert (told["reached_day90.all"], told["kolada_ended.all"]) == (43, 40)
    assert given(desk, desk.reports.cohort(2025, desk.cohorts.window(2025)))["ended.all"] is None


@pytest.mark.thorough(long=True)
def test_those_at_the_end_and_a_later_result_after_90_days_tell_of_no_few() -> None:
    """Thirty ended in the first report's half-year; of them and of July the second counts 33 after 90 days."""
    desk = make.desk(make.memory())
    some(desk, (date(2026, 2, 10), 15), (date(2026, 5, 10), 15), (date(2026, 7, 10), 3), (date(2026, 10, 1), 20))
    first = given(desk, desk.reports.followup(date(2026, 1, 1), date(2026, 6, 30)))
    assert (first["reached_day90.all"], first["kolada_ended.all"]) == (15, 30)
    assert given(desk, desk.reports.followup(date(2026, 4, 1), date(2026, 10, 31)))["reached_day90.all"] is None


@pytest.fixture
def paid() -> Desk:
    """Thirty that a ledger counts, three that ended after its days, and twenty later."""
    desk = unit([500_000 + 1000 * n for n in range(30)])
    some(desk, (date(2026, 7, 10), 3), (date(2026, 10, 1), 20))
    return desk


HALF, LATER = (date(2026, 1, 1), date(2026, 6, 30)), (date(2026, 4, 1), date(2026, 10, 31))


def test_a_ledger_and_a_later_result_tell_of_no_few(paid: Desk) -> None:
    left = paid.reports.outside(paid.reports.savings(*HALF))
    assert persons(left)["persons"] == 30
    paid.reports.gone_out(left, given_out=True)
    assert given(paid, paid.reports.followup(*LATER))["reached_day90.all"] is None


@pytest.mark.thorough(long=True)
def test_a_result_and_a_later_ledger_tell_of_no_few_nor_do_its_months(paid: Desk) -> None:
    """Each person has six months that the payment files cover: of the months the persons are found by dividing."""
    assert given(paid, paid.reports.followup(*LATER))["reached_day90.all"] == 33
    left = paid.reports.outside(paid.reports.savings(*HALF))
    assert persons(left) == {}
    assert document(left)["facts"], "what was paid is told: 33 and its amounts tell of nobody"
    committee = paid.reports.outside(paid.reports.committee(*HALF))
    assert not [s for x in committee.sections for s in x.sentences if "{persons} persons whose" in s.text.msgid]


def test_a_ledger_beside_a_result_of_many_more_says_how_many_it_has(paid: Desk) -> None:
    some(paid, (date(2026, 7, 11), 12))
    assert given(paid, paid.reports.followup(*LATER))["reached_day90.all"] == 45
    assert persons(paid.reports.outside(paid.reports.savings(*HALF)))["persons"] == 30
