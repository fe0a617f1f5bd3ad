"""Continuity in the committee's report: who kept the same case worker, days with a deputy, and what of it leaves the unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from amdesk.db.booking import bookings
from amdesk.db.port import Bank
from amdesk.domain.clock import Clock
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.report import Fact, Report
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def employed(desk: Desk, worker: int, first: date, last: date | None = None) -> int:
    person = make.participant(
        desk.bank, case_worker_id=worker, identity=make.fresh_number(), registered_on=date(2025, 1, 1)
    )
    with desk.bank.write(text("an employment")):
        bookings.add_employment(
            desk.bank,
            {
                "ref": bookings.new_ref("E"), "participant_id": person, "form": "bea_visstid", "placement_text": "Parken", "kind": "external",
                "from_date": first, "to_date": last, "extent": 100,
            },
        )  # fmt: skip
    return person


@pytest.fixture
def desk(bank: Bank) -> Desk:
    return make.desk(bank)


@pytest.fixture
def workers(desk: Desk) -> list[int]:
    return [desk.participants.add_case_worker(f"{name} Prov") for name in ("Ada", "Bo", "Cia", "Dan", "Eva", "Filip")]


def told(report: Report) -> tuple[Figure | None, Fact | None]:
    figures = {f.id: f for s in report.sections for f in s.figures}
    return figures.get("continuity.all"), {f.id: f for s in report.sections for f in s.facts}.get("deputy_days")


def unit(desk: Desk, workers: Sequence[int], kept: int, changed: int) -> None:
    """So many who kept their case worker while they worked, and so many who did not."""
    people = [employed(desk, workers[0], TODAY - timedelta(100), TODAY + timedelta(100)) for _ in range(kept + changed)]
    desk.participants.change_case_worker(people[kept:], workers[1], "Slutar")


def test_the_committees_report_says_who_kept_the_same_case_worker(desk: Desk, workers: list[int]) -> None:
    unit(desk, workers, 20, 6)
    figure, _ = told(desk.reports.committee(FIRST, LAST))
    assert figure is not None
    assert (figure.count, figure.base, figure.percent) == (20, 26, 77)
    outside, _ = told(desk.reports.outside(desk.reports.committee(FIRST, LAST)))
    assert outside is not None
    assert (outside.count, outside.base) == (20, 26)


@pytest.mark.parametrize(("kept", "changed"), [(20, 1), (20, 4), (3, 20)])
def test_a_few_who_changed_or_kept_their_case_worker_are_not_told_outside(
    desk: Desk, workers: list[int], kept: int, changed: int
) -> None:
    unit(desk, workers, kept, changed)
    figure, _ = told(desk.reports.outside(desk.reports.committee(FIRST, LAST)))
    assert figure is not None
    assert (figure.count, figure.base) == (None, None)


def test_twenty_employments_of_one_person_are_one_person(desk: Desk, workers: list[int]) -> None:
    unit(desk, workers, 20, 0)
    person = make.participant(desk.bank, case_worker_id=workers[0], identity=make.fresh_number())
    with desk.bank.write(text("employments")):
        for n in range(6):
            bookings.add_employment(
                desk.bank,
                {
                    "ref": bookings.new_ref("E"), "participant_id": person, "form": "bea_visstid", "placement_text": "Parken", "kind": "external",
                    "from_date": TODAY - timedelta(n), "to_date": TODAY + timedelta(10), "extent": 10,
                },
            )  # fmt: skip
    desk.participants.change_case_worker([person], workers[1], "Slutar")
    inside, _ = told(report := desk.reports.committee(FIRST, LAST))
    assert inside is not None
    assert (inside.count, inside.base) == (20, 26)
    outside, _ = told(desk.reports.outside(report))
    assert outside is not None
    assert outside.withheld


def test_of_days_that_were_told_of_once_continuity_is_not_told_anew(
    desk: Desk, workers: list[int], tmp_path: Path
) -> None:
    """One period less the other would tell of the one who changed in between."""
    unit(desk, workers, 30, 6)
    given = desk.reports.outside(desk.reports.committee(FIRST, LAST))
    desk.reports.save(given, tmp_path / "r.xlsx", given_out=True)
    again, _ = told(desk.reports.outside(desk.reports.committee(FIRST, LAST)))
    shorter, _ = told(desk.reports.outside(desk.reports.committee(FIRST, TODAY - timedelta(1))))
    later = Desk(desk.bank, Clock(TODAY + timedelta(1)))
    tomorrow, _ = told(later.reports.outside(later.reports.committee(FIRST, LAST)))
    before, _ = told(desk.reports.outside(desk.reports.committee(date(2025, 1, 1), date(2025, 12, 31))))
    assert again is not None
    assert not again.withheld, "the same once more tells nothing more"
    assert shorter is not None
    assert shorter.withheld
    assert tomorrow is not None
    assert tomorrow.withheld
    assert before is not None
    assert (before.count, before.base) == (0, 0), "of other days nothing was told"


def test_days_with_a_deputy_are_weekdays_that_have_been(desk: Desk, workers: list[int]) -> None:
    monday = TODAY - timedelta(TODAY.weekday() + 14)
    for i in range(5):
        desk.deputies.away(workers[i], workers[5], monday, monday + timedelta(6))
    desk.deputies.away(workers[0], workers[5], TODAY, TODAY + timedelta(60))
    _, days = told(desk.reports.committee(FIRST, LAST))
    assert days is not None
    assert (days.value, days.inside) == (26, False)
    _, earlier = told(desk.reports.committee(FIRST, monday + timedelta(1)))
    assert earlier is not None
    assert earlier.value == 10
    _, none = told(desk.reports.committee(date(2025, 1, 1), date(2025, 12, 31)))
    assert none is not None
    assert none.value == 0
    assert desk.management.management(FIRST, LAST).continuity.stood_in == days


def test_days_with_a_deputy_of_few_case_workers_stay_in_the_unit(desk: Desk, workers: list[int]) -> None:
    for i in range(4):
        desk.deputies.away(workers[i], workers[5], TODAY, TODAY)
    report = desk.reports.committee(FIRST, LAST)
    assert told(report)[1] is not None
    assert told(desk.reports.outside(report))[1] is None


def test_a_report_of_some_says_nothing_of_the_whole_units_continuity(desk: Desk, workers: list[int]) -> None:
    unit(desk, workers, 20, 6)
    assert told(desk.reports.committee(FIRST, LAST, department="Park")) == (None, None)
    assert told(desk.reports.committee(FIRST, LAST, occupation="PAR")) == (None, None)


def test_the_demo_city_has_a_year_of_it(demo_bank: Path) -> None:
    demo_desk = Desk(banks.open_(str(demo_bank), None, make.CLOCK, access.Who("T", "t")), make.CLOCK)
    figure, days = told(demo_desk.reports.committee(FIRST, LAST))
    assert figure is not None
    assert days is not None
    assert 0 < (figure.count or 0) < (figure.base or 0)
    assert (days.value or 0) > 20
    demo_desk.close()
