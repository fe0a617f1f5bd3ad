"""Checks before booking, planned assessments, working days, and what the law asks for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from amdesk.domain.booking.bookings import (
    Booking,
    Employment,
    Wanted,
    checks,
    ending_warnings,
    extract_valid,
    working_days_after,
)
from amdesk.domain.booking.forms import Form, form_checks
from amdesk.domain.booking.plan import Plan, assessment_days, read_plan
from amdesk.domain.clock import FAR
from amdesk.domain.competence.assessments import occasion_text
from amdesk.domain.errors import Refused
from amdesk.domain.places.placement import Availability, Span
from amdesk.domain.values import add_months
from tests import make
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
    e = Employment(
        1,
        "E",
        1,
        "bea",
        "",
        None,
        make.seen(""),
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


@pytest.mark.parametrize(("months", "valid"), [(12, True), (13, False)])
def test_a_yearly_extract_is_valid_to_the_day_a_year_later(months: int, valid: bool) -> None:
    shown = add_months(START, -months)
    for kind in ("school_act", "children_act_2013"):
        assert extract_valid(kind, [(kind, shown)], START) is valid
        assert not extract_valid(kind, [(kind, add_months(START, -12) - timedelta(1))], START)


def test_an_hvb_extract_is_valid_for_six_months_and_others_without_end() -> None:
    six = add_months(START, -6)
    assert extract_valid("hvb_children", [("hvb_children", six)], START)
    assert not extract_valid("hvb_children", [("hvb_children", six - timedelta(1))], START)
    assert extract_valid("lss_children", [("lss_children", date(2001, 1, 1)), ("school_act", START)], START)
    assert not extract_valid("lss_children", [("school_act", START)], START), "another kind"
    assert extract_valid("school_act", [("school_act", START)], START)
    assert found(background_check="school_act", shown=[("school_act", START)]).get("EXTRACT") is None
    assert "EXTRACT" not in found(), "no extract is asked for"


def test_eighteen_and_the_placements_age_count_on_the_first_day() -> None:
    def born(years: int, days: int = 0) -> Any:
        return person(born=add_months(START, -12 * years) + timedelta(days))

    assert found(p=born(18)).keys() == {"PLACE", "PERSON"}
    assert found(p=born(18, 1))["MINOR"].level == "warn"
    assert "AGE" not in found(p=born(20), min_age=20)
    assert found(p=born(20, 1), min_age=20)["AGE"].level == "stop"
    unknown = found(p=person(born=None), min_age=20)
    assert (unknown["AGE_UNKNOWN"].level, "AGE" in unknown, "MINOR" in unknown) == ("warn", False, False)


def test_a_licence_warns_only_where_it_is_asked_for_and_not_held() -> None:
    assert "LICENCE" not in found(p=person(licence="AM B"), licence="B")
    assert "none is recorded" in str(found(p=person(licence="AM"), licence="B")["LICENCE"].text)
    assert "a person has to read" in str(found(p=person(licence="B"), licence="truckkort")["LICENCE"].text)
    assert "LICENCE" not in found()


def test_a_short_time_a_past_day_and_more_hours_than_agreed_are_told_from_their_limits_on() -> None:
    six = add_months(START, 6)
    assert "SHORT" not in found(last=six - timedelta(3))
    assert str(found(last=six - timedelta(4))["SHORT"].text) == "Shorter than 6 months (25 weeks)"
    assert str(found(last=START + timedelta(13))["SHORT"].text) == "Shorter than 6 months (2 weeks)"
    assert str(found(last=START + timedelta(7))["SHORT"].text) == "Shorter than 6 months (1 week)"
    assert str(found(last=START + timedelta(5))["SHORT"].text) == "Shorter than 6 months (6 days)"
    assert str(found(last=START)["SHORT"].text) == "Shorter than 6 months (1 day)"
    assert "PAST" not in found(first=TODAY)
    assert "PAST" in found(first=TODAY - timedelta(1))
    assert "EXTENT" not in found(p=person(extent=75), extent=75)
    assert found(p=person(extent=75), extent=76)["EXTENT"].level == "warn"
    assert "ORDER" not in found(last=START)
    assert found(last=START - timedelta(1))["ORDER"].level == "stop"


def other(first: date, last: date) -> Booking:
    return Booking(
        9,
        "B-9",
        1,
        make.seen("Aida"),
        "D-0001",
        2,
        make.seen("Köket"),
        make.seen("P-0002"),
        1,
        first,
        last,
        100,
        "booked",
        None,
        None,
        "",
        False,
        make.seen(""),
        "",
    )


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(START - timedelta(9), START, "DOUBLE"), (START - timedelta(9), START - timedelta(1), "PERSON"), (END, END + timedelta(9), "DOUBLE"),
     (END + timedelta(1), END + timedelta(9), "PERSON")],
)  # fmt: skip
def test_one_shared_day_is_a_double_booking_and_the_day_beside_is_none(first: date, last: date, code: str) -> None:
    for protection in (0, 1):
        who = person(protection=protection)
        said = checks(Wanted(who, place(), START, END, 100), EMPTY, [other(first, last)], (), TODAY)
        (line,) = [c for c in said if c.code in {"DOUBLE", "PERSON"}]
        assert (line.code, line.level) == (code, "stop" if code == "DOUBLE" else "ok")
        assert ("Köket" in str(line.text)) == (code == "DOUBLE" and not protection), "where she works is as secret"


def employment(**given: Any) -> Employment:
    values: dict[str, Any] = {
        "id": 1, "ref": "E", "participant_id": 1, "form": "bea", "occupation": "", "placement_id": None, "placement": make.seen(""), "kind": "",
        "from_date": TODAY - timedelta(100), "to_date": TODAY, "extent": 100, "ended_on": None, "end_reason": "", "decision_from": None,
        "decision_to": None, "cancelled": False,
    }  # fmt: skip
    return Employment(**(values | given))


@pytest.mark.parametrize(("days", "limit"), [(-1, None), (0, 30), (30, 30), (31, 60), (60, 60), (61, None)])
def test_an_end_is_warned_of_from_sixty_days_before_to_its_day(days: int, limit: int | None) -> None:
    day = TODAY + timedelta(days)
    expected = [] if limit is None else [("employment", day, limit)]
    assert ending_warnings(employment(to_date=day), TODAY) == expected
    assert ending_warnings(employment(to_date=day, ended_on=TODAY), TODAY) == []


def test_an_employment_runs_on_its_first_and_its_last_day() -> None:
    def status(day: date, **given: Any) -> str:
        return employment(from_date=START, to_date=END, **given).status(day)

    assert [status(d) for d in (START - timedelta(1), START, END, END + timedelta(1))] == [
        "planned",
        "running",
        "running",
        "ended",
    ]
    assert status(START, ended_on=START) == status(START, cancelled=True) == "ended"
    assert employment(to_date=END, ended_on=START).end == START


@pytest.mark.parametrize(("first", "days"), [(date(2026, 11, 27), 3), (date(2026, 11, 28), 2), (date(2026, 11, 23), 1)])
def test_the_next_working_day_skips_the_weekend(first: date, days: int) -> None:
    assert working_days_after(first, 1) == first + timedelta(days)
    assert working_days_after(first, 0) == first


TIMED = Form("introduktionsjobb", "Introduktionsjobb", 12, 24)


def limits(
    last: date, agreed: date | None = None, form: Form = TIMED, *, extending: bool = False
) -> list[tuple[str, str, date | None]]:
    return [(c.code, c.level, c.fix) for c in form_checks(form, date(2026, 1, 1), agreed, last, extending=extending)]


def test_a_form_lasts_to_the_day_before_its_months_are_full() -> None:
    """Förordning (2018:42) 10 §: twelve months at a time, at most twenty-four."""
    year, two = date(2026, 12, 31), date(2027, 12, 31)
    assert limits(year) == []
    assert limits(date(2027, 1, 1)) == [("FORM_STEP", "stop", year)]
    assert limits(two, agreed=year) == []
    assert limits(date(2028, 1, 1), agreed=year) == [("FORM_MAX", "stop", two)], "said once"
    assert limits(date(2027, 7, 1), agreed=date(2026, 6, 30)) == [("FORM_STEP", "stop", date(2027, 6, 30))]
    assert limits(date(2060, 1, 1), form=Form("tillsvidare", "", None, None)) == []
    assert limits(date(2027, 1, 1), form=Form("x", "", None, 12)) == [("FORM_MAX", "stop", year)]


def test_a_units_own_limit_stops_an_extension_and_only_warns_of_a_new_booking() -> None:
    own = Form("bea_visstid", "BEA", 6, None)
    assert limits(date(2026, 7, 1), form=own) == [("FORM_STEP", "warn", date(2026, 6, 30))]
    assert limits(date(2026, 7, 1), form=own, extending=True) == [("FORM_STEP", "stop", date(2026, 6, 30))]


def test_a_plan_is_kept_as_it_is_read() -> None:
    assert Plan(6, 16, 14).document() == "6,16,14"
    assert read_plan(Plan(1, 2, 60).document()) == Plan(1, 2, 60)
    assert read_plan("51,52,0") == Plan(51, 52, 0)
    for said in ("51,53,0", "4,12,61"):
        with pytest.raises(Refused):
            read_plan(said)


def test_a_closed_placement_stops_also_where_there_is_room() -> None:
    stop = found(status="closed")["CLOSED"]
    assert stop.level == "stop"
    assert "PLACE" not in found(status="closed")
