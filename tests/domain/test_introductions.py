"""What came of introductions: counted once, with those not reached as bounds; and what others than the unit are told of few."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from amdesk.domain.employers.introduction import (
    INTRODUCTION_STATUSES,
    NOT_REASONS,
    REASON_KEYS,
    STEPS_OF,
    checked_step,
    next_step,
)
from amdesk.domain.employers.matching import Certified, level_marks, near
from amdesk.domain.employers.outcomes import IntroducedOne, IntroductionResult, facts_of, introduction_result
from amdesk.domain.employers.vacancy import occupation_in, without_people
from amdesk.domain.errors import Refused
from amdesk.domain.results.casemix import Case
from amdesk.domain.results.figures import Rows
from amdesk.domain.results.figures import figures as counted_by
from amdesk.domain.results.introduced import INTRODUCTIONS, IntroducedFacts
from amdesk.i18n import Words
from tests.make import TODAY

YEAR = (TODAY - timedelta(365), TODAY)
LONG_AGO = TODAY - timedelta(100)


def ones(introduced: int, interview: int, hired: int, stayed: int, missed: int = 0) -> list[IntroducedOne]:
    """So many introductions, the first of them with an interview and hired 100 days ago, the first of those still there."""
    out = []
    for i in range(introduced):
        answer = "yes" if i < stayed else "" if i < stayed + missed else "no"
        day = LONG_AGO if i < hired else None
        out.append(IntroducedOne(i, i < interview, i < hired, day, answer if day else ""))
    return out


def counted(found: list[IntroducedOne], cases: list[Case] = []) -> IntroductionResult:  # noqa: B006 - nobody changes it
    return introduction_result(YEAR, found, cases, TODAY)


def pairs(result: IntroductionResult) -> dict[str, tuple[int | None, int | None]]:
    return {f.what: (f.count, f.base) for f in result.figures}


def test_whoever_was_not_reached_on_day_90_is_neither_there_nor_gone() -> None:
    result = counted(ones(40, 30, 20, 11, missed=5))
    assert pairs(result) == {
        "introduced": (40, 40), "interview": (30, 40), "offered": (20, 40), "hired": (20, 40), "stayed": (11, 20),
    }  # fmt: skip
    assert (result.missed, result.bounds) == (5, (55, 80))
    assert "5 were not reached on day 90: between 55 and 80 % are still there." in [str(s) for s in result.sentences()]
    alone = [str(s) for s in counted(ones(20, 20, 20, 1, 1)).sentences()]
    assert "1 was not reached on day 90: between 5 and 10 % are still there." in alone


@pytest.mark.parametrize(
    ("there", "missed", "bounds"), [(20, 0, (100, 100)), (0, 20, (0, 100)), (1, 1, (5, 10)), (7, 0, (35, 35))]
)
def test_the_bounds_are_what_is_so_if_none_or_all_of_those_not_reached_are_still_there(
    there: int, missed: int, bounds: tuple[int, int]
) -> None:
    assert counted(ones(20, 20, 20, there, missed)).bounds == bounds


@pytest.mark.parametrize(("days", "due"), [(89, 0), (90, 1)])
def test_day_90_is_asked_about_when_it_has_come(days: int, due: int) -> None:
    hired = IntroducedOne(1, interview=True, offered=True, hired_on=TODAY - timedelta(days), stayed="")
    assert counted([hired]).figure("stayed").base == due


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ((-13.8, -26.8, -0.8), "13.8 percentage points lower for the introduced (from 26.8 lower to 0.8 lower)"),
        ((3.0, -2.0, 8.0), "3.0 percentage points higher for the introduced (from 2.0 lower to 8.0 higher)"),
        ((-3.0, -8.0, 2.0), "3.0 percentage points lower for the introduced (from 8.0 lower to 2.0 higher)"),
    ],
)
def test_each_end_of_an_interval_says_whether_it_is_lower_or_higher(
    points: tuple[float, float, float], said: str
) -> None:
    beside = counted(ones(40, 30, 20, 11, missed=5))
    found = replace(beside, points=points, overlap=20, total=40)._alike()
    assert said in Words("en", TODAY).say(found)


def test_introduced_and_others_are_compared_among_those_who_are_alike_and_no_cause_is_told() -> None:
    cases = [
        Case(kind, i < led, "B1", 10, 100, 40) for kind, led in (("external", 12), ("in_house", 6)) for i in range(20)
    ]
    result = counted(ones(20, 10, 5, 2), cases)
    assert result.beside is not None
    assert result.beside.points == 30.0
    assert result.points is not None
    assert round(result.points[0]) == 30
    said = " ".join(str(s) for s in result.sentences())
    assert "It cannot be concluded that the introduction is the cause" in said
    few = counted(ones(20, 10, 5, 2), cases[:3])
    assert few.points is None


@pytest.mark.parametrize(
    ("hired", "days", "stayed", "day90"),
    [
        (False, 0, "", ""),
        (True, 89, "yes", "coming"),
        (True, 90, "", "missed"),
        (True, 90, "yes", "yes"),
        (True, 90, "no", "no"),
    ],
)
def test_what_others_are_told_of_day_90_begins_when_it_has_come(
    hired: bool, days: int, stayed: str, day90: str
) -> None:
    one = IntroducedOne(
        1, interview=True, offered=False, hired_on=TODAY - timedelta(days) if hired else None, stayed=stayed
    )
    assert facts_of(one, TODAY) == ("yes", "", "yes" if hired else "", day90)


def test_a_step_is_passed_over_but_never_gone_back_to() -> None:
    allowed = {(a, b) for a in INTRODUCTION_STATUSES for b in INTRODUCTION_STATUSES if _can(a, b)}
    assert allowed == {
        ("introduced", "interview"), ("introduced", "offered"), ("introduced", "hired"), ("introduced", "not"), ("interview", "offered"),
        ("interview", "hired"), ("interview", "not"), ("offered", "hired"), ("offered", "not"),
    }  # fmt: skip
    assert [next_step(s) for s in STEPS_OF] == ["interview", "offered", "hired", ""]
    assert len(REASON_KEYS) == len(NOT_REASONS) == len(set(REASON_KEYS))


def _can(now: str, wanted: str) -> bool:
    try:
        checked_step(now, wanted)
    except Refused:
        return False
    return True


def test_levels_are_marked_by_how_much_of_what_is_asked_is_certified() -> None:
    had = Certified("AMD", date(2026, 1, 1), "PAR", {"PAR-01": 2, "PAR-02": 4}).levels
    assert level_marks(had, {"PAR-01": 2}) == 100
    assert level_marks(had, {"PAR-01": 4}) == 50
    assert level_marks(had, {"PAR-02": 1}) == 100, "more than asked is enough, and no more"
    assert level_marks(had, {"PAR-01": 2, "PAR-09": 3}) == 50
    assert level_marks(had, {"PAR-09": 3}) == 0
    assert level_marks({}, {"PAR-01": 2}) == level_marks(had, {}) == 50, "not known counts half"
    assert (near("9111", "9129"), near("9111", "9412"), near("", "9111"), near("", "")) == (True, False, False, False)


def test_an_occupation_is_found_as_whole_words_and_only_where_one_alone_is() -> None:
    jobs = [("VAK", ("Vaktmästare",)), ("LOK", ("Lokalvårdare", "Städare")), ("MAT", ("Köks- och måltidsbiträde",))]
    assert occupation_in("Vaktmästare sökes!", jobs) == "VAK"
    assert occupation_in("Kyrkvaktmästare", jobs) == ""
    assert occupation_in("städare, kväll", jobs) == "LOK"
    assert occupation_in("Vaktmästare och städare", jobs) == "", "two are none"
    assert occupation_in("Köks och måltidsbiträde", jobs) == "MAT"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Ring 070-174 06 90 i dag", "Ring … i dag"), ("tel +46 70 174 06 90.", "tel …."), ("mejla ulf.m@ekhamra.se", "mejla …"),
        ("08-465 004 00 eller 0701740690", "… eller …"), ("Lön 28 500 kr, 40 tim, 2026-12-04", "Lön 28 500 kr, 40 tim, 2026-12-04"), ("SSYK 6113", "SSYK 6113"),
    ],
)  # fmt: skip
def test_of_an_advertisement_no_phone_and_no_e_mail_is_kept(said: str, left: str) -> None:
    assert without_people(said) == left


def test_what_others_are_told_of_introductions_is_counted_step_by_step() -> None:
    steps = [("", "", "", "")] * 5 + [("yes", "", "", "")] * 4 + [("yes", "yes", "", "")] * 3
    steps += [
        ("yes", "yes", "yes", day)
        for day, many in (("coming", 7), ("yes", 6), ("no", 2), ("missed", 1))
        for _ in range(many)
    ]
    found = counted_by(Rows.of([(i, i, IntroducedFacts(*one)) for i, one in enumerate(steps)]), INTRODUCTIONS)
    assert {f.what: (f.count, f.base) for f in found} == {
        "introduced": (28, 28), "interview": (23, 28), "offered": (19, 28), "hired": (16, 28),
        "day90_coming": (7, 16), "day90_come": (9, 16), "stayed": (6, 9), "gone": (2, 9), "missed": (1, 9),
    }  # fmt: skip
