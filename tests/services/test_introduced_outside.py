"""Introductions told to others than the unit go through the layer: by themselves, and beside what was given out before."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from amdesk.db.port import insert
from amdesk.domain.results.report import Report
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from tests import make
from tests.services.test_attacker import ends
from tests.services.test_employers import vacancy
from tests.services.test_reports import document

FIRST, SPRING, AUTUMN = date(2026, 1, 1), date(2026, 5, 31), date(2026, 11, 20)


def introduced(desk: Desk, day: date, count: int, *, hired: bool = False, stayed: str = "", times: int = 1) -> None:
    """So many people, each introduced so many times on a day."""
    known = getattr(introduced, "known", {})
    what = known.setdefault(id(desk), [])
    introduced.known = known  # type: ignore[attr-defined]  # the vacancies of a bank are made once
    while len(what) < times:
        what.append(vacancy(desk, title=f"Vakans {len(what)}").id)
    people = [make.participant(desk.bank, identity=make.fresh_number()) for _ in range(count)]
    with desk.bank.write(text("introduced")):
        for person in people:
            for key in what[:times]:
                insert(
                    desk.bank,
                    "introduction",
                    participant_id=person,
                    vacancy_id=key,
                    status="hired" if hired else "not",
                    reason="" if hired else "person",
                    consent_on=day.isoformat(),
                    introduced_on=day.isoformat(),
                    closed_on=day.isoformat(),
                    stayed=stayed,
                )


def left(desk: Desk, last: date, *, given: bool = False) -> Report:
    made = desk.reports.outside(desk.introductions.report(FIRST, last))
    if given:
        desk.reports.gone_out(made, given_out=True, recipient="Nämnden")
    return made


def counts(made: Report) -> dict[str, tuple[int | None, int | None]]:
    return {f.what: (f.count, f.base) for f in made.figures()}


@pytest.mark.parametrize("stayed", ["yes", "no", "unknown"])
def test_of_few_whose_day_90_has_come_nothing_is_told_not_even_that_none_has_gone(desk: Desk, stayed: str) -> None:
    introduced(desk, date(2026, 2, 1), 4, hired=True, stayed=stayed)
    assert [f.id for f in left(desk, SPRING).figures() if not f.withheld] == []


def test_of_many_it_is_told_how_many_were_hired_and_stayed(desk: Desk) -> None:
    for count, hired, stayed in ((40, False, ""), (20, True, "yes"), (10, True, "no"), (8, True, "unknown")):
        introduced(desk, date(2026, 2, 1), count, hired=hired, stayed=stayed)
    found = left(desk, SPRING)
    assert counts(found)["hired"] == (38, 78)
    assert counts(found)["stayed"] == (20, 38)
    said = document(found)["sentences"]
    assert any("8" in s and "mellan" in s for s in said)
    assert document(found)["audience"] == "outside"


@pytest.mark.parametrize("stayed", [1, 4, 8])
def test_neither_a_few_who_stayed_nor_the_rest_of_them_is_told(desk: Desk, stayed: int) -> None:
    introduced(desk, date(2026, 2, 1), 40)
    introduced(desk, date(2026, 2, 1), stayed, hired=True, stayed="yes")
    introduced(desk, date(2026, 2, 1), 9 - stayed, hired=True, stayed="no")
    found = counts(left(desk, SPRING))
    assert found["hired"] == (9, 49)
    assert found["stayed"][0] is None
    assert found["gone"][0] is None


def test_twelve_introductions_of_one_person_are_of_one_person(desk: Desk) -> None:
    introduced(desk, date(2026, 2, 1), 1, times=12)
    assert [f.id for f in left(desk, SPRING).figures() if f.count] == []


def test_a_later_report_less_an_earlier_one_tells_of_no_few(desk: Desk) -> None:
    """Two were hired in the summer: the one report less the other would be the two."""
    introduced(desk, date(2026, 2, 1), 40)
    introduced(desk, date(2026, 2, 1), 10, hired=True, stayed="yes")
    alone = counts(left(desk, SPRING, given=True))
    assert alone["hired"] == (10, 50)
    introduced(desk, date(2026, 7, 1), 20)
    introduced(desk, date(2026, 7, 1), 2, hired=True, stayed="yes")
    found = counts(left(desk, AUTUMN))
    assert found["introduced"] == (72, 72)
    assert found["hired"][0] is None, "twelve less ten are two"
    for one, other in combinations((alone, found), 2):
        for what in one:
            a, b = one[what][0], other[what][0]
            assert a is None or b is None or not 0 < abs(a - b) < 5, what


def test_reports_of_employments_and_of_introductions_do_not_hold_each_other_back(desk: Desk) -> None:
    introduced(desk, date(2026, 2, 1), 40)
    ends(desk, date(2026, 1, 10), 30, "A1")
    before = counts(left(desk, SPRING))
    desk.reports.gone_out(desk.reports.outside(desk.reports.followup(FIRST, SPRING)), given_out=True, recipient="N")
    after = left(desk, SPRING, given=True)
    assert (counts(after), after.tied) == (before, 0)
    assert desk.reports.outside(desk.reports.followup(FIRST, AUTUMN)).tied == 1


def test_the_comparison_with_people_alike_stays_in_the_unit(desk: Desk) -> None:
    introduced(desk, date(2026, 2, 1), 40)
    inside = desk.introductions.report(FIRST, SPRING)
    assert all(s.inside or "cannot be concluded" in s.text.msgid for x in inside.sections for s in x.sentences)
