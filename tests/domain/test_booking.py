"""Checks before booking, planned assessments, working days, and what the law asks for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from amdesk.domain.booking.bookings import Wanted, checks, ending_warnings, extract_valid, working_days_after
from amdesk.domain.booking.plan import Plan, assessment_days, read_plan
from amdesk.domain.competence.assessments import occasion_text
from amdesk.domain.errors import Refused
from amdesk.domain.places.placement import Availability, Span
from amdesk.domain.values import FAR
from tests.make import TODAY, person, place

EMPTY = Availability(date(2024, 1, 1), FAR, (Span(date(2024, 1, 1), FAR, 100),), ())
START = TODAY + timedelta(14)
END = START + timedelta(200)


def found(
    availability: Availability = EMPTY,
    shown: Any = (),
    first: date = START,
    last: date = END,
    extent: int = 100,
    p: Any = None,
    **given: Any,
) -> dict[str, Any]:
    wanted = Wanted(p or person(), place(**given), first, last, extent)
    return {c.code: c for c in checks(wanted, availability, (), shown, TODAY)}


def test_a_free_place_and_a_free_person_give_two_ticks() -> None:
    assert {c: v.level for c, v in found().items()} == {"PLACE": "ok", "PERSON": "ok"}


def test_a_place_full_from_a_day_says_which_day_to_choose_at_the_latest() -> None:
    busy = Availability(date(2024, 1, 1), FAR, EMPTY.capacity, (Span(START + timedelta(30), END, 100),))
    stop = found(busy)["FULL"]
    assert stop.level == "stop"
    assert stop.fix == START + timedelta(29)


def test_a_minor_may_not_start_work_with_a_higher_minimum_age() -> None:
    assert found(p=person(born=date(2009, 12, 1)), min_age=18)["AGE"].level == "stop"


def test_a_school_needs_an_extract_shown_within_a_year_before_the_start() -> None:
    """Skollagen 2 kap. 31 §."""
    for days, valid in ((1, True), (364, True), (370, False), (-1, False)):
        assert extract_valid("school_act", [("school_act", START - timedelta(days))], START) is valid
    assert found(background_check="school_act")["EXTRACT"].level == "warn"


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("LICENCE", {"licence": "B"}),
        ("SHORT", {"last": START + timedelta(60)}),
        ("PAST", {"first": TODAY - timedelta(3)}),
    ],
)
def test_other_mismatches_only_warn(code: str, given: dict[str, Any]) -> None:
    assert found(**given)[code].level == "warn"


def test_assessments_are_planned_in_week_4_week_12_and_before_the_end() -> None:
    days = dict(assessment_days(date(2026, 1, 12), date(2026, 7, 10)))
    assert days == {"week4": date(2026, 2, 8), "week12": date(2026, 4, 5), "final": date(2026, 7, 3)}


def test_a_short_employment_has_only_a_final_assessment() -> None:
    assert [k for k, _ in assessment_days(date(2026, 1, 12), date(2026, 2, 1))] == ["final"]


def test_a_reservation_counts_working_days_over_christmas() -> None:
    eve = {date(2026, 12, 24), date(2026, 12, 25)}
    assert working_days_after(date(2026, 12, 22), 5, frozenset(eve)) == date(2026, 12, 31)


def test_ends_are_warned_of_60_and_30_days_before() -> None:
    from amdesk.domain.booking.bookings import Employment

    e = Employment(
        1,
        "E",
        1,
        "bea",
        "",
        None,
        "",
        "",
        date(2026, 1, 1),
        TODAY + timedelta(45),
        100,
        None,
        "",
        None,
        TODAY + timedelta(20),
        False,
    )
    assert [(w, limit) for w, _, limit in ending_warnings(e, TODAY)] == [("employment", 60), ("decision", 30)]


def test_the_unit_plans_its_own_weeks_and_days_before_the_end() -> None:
    start, end = date(2026, 1, 12), date(2026, 9, 30)
    assert dict(assessment_days(start, end, read_plan("6,16,14"))) == {
        "week4": start + timedelta(41),
        "week12": start + timedelta(111),
        "final": end - timedelta(14),
    }
    assert read_plan("") == Plan(4, 12, 7)


@pytest.mark.parametrize("said", ["12,4,7", "4,4,7", "0,12,7", "4,60,7", "4,12", "4,12,90", "four,12,7"])
def test_a_plan_that_cannot_be_is_refused(said: str) -> None:
    with pytest.raises(Refused, match="first assessment comes before"):
        read_plan(said)


def test_an_occasion_is_named_by_its_week_of_the_employment() -> None:
    began = date(2026, 1, 12)
    planned = began + timedelta(27)
    assert occasion_text("week4", began, planned + timedelta(9), planned).params == {"week": 4}
    assert occasion_text("week4", began, began + timedelta(27), began + timedelta(90)).params == {"week": 4}
    assert occasion_text("final", began, planned).msgid == "Final"
