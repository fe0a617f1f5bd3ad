"""Day 90: what is not known is never a no, and who was never asked is not reached."""

from __future__ import annotations

from datetime import date

import pytest

from amdesk.domain.booking.plan import day90
from amdesk.domain.results.casemix import Case, mix
from amdesk.domain.results.cohort import Member, Window, equal_window, seen, year_window
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.outcomes import Ended, Outcome, contact_of, planning_of, result
from amdesk.domain.texts import Text

TODAY = date(2026, 10, 31)
GROUPS = {"A1": "work", "S1": "studies", "O1": "other"}
KOLADA = {"A1": "work", "S1": "studies", "O1": "other"}


def outcome(city: str, pes: str) -> Outcome:
    return Outcome("external", "woman", "work", "contacted", "work", city, pes)


@pytest.mark.parametrize(
    ("city", "pes", "part"),
    [("yes", "yes", "both"), ("yes", "no", "city"), ("yes", "not_known", "city"), ("no", "yes", "pes"), ("no", "no", "neither"),
     ("no", "not_known", "unknown"), ("not_known", "no", "unknown"), ("not_known", "not_known", "unknown")],
)  # fmt: skip
def test_a_plan_that_is_not_known_is_no_no(city: str, pes: str, part: str) -> None:
    assert planning_of(outcome(city, pes)) == part


def ended(key: int, last: date, reason: str = "", contact: str = "", person: int | None = None) -> Ended:
    return Ended(key, person or key, last, "external", "woman", reason, contact, "not_known", "not_known", "not_known")


def test_day_90_is_the_last_day_plus_ninety_and_decides_the_period() -> None:
    assert day90(date(2026, 8, 2)) == date(2026, 10, 31)
    found = result(
        [ended(1, date(2026, 8, 2)), ended(2, date(2026, 8, 3))],
        [],
        date(2026, 10, 1),
        date(2026, 11, 30),
        TODAY,
        GROUPS,
        KOLADA,
    )
    assert found.figure("reached_day90.all").count == 1
    assert found.coming == 1


def test_those_not_reached_stay_in_the_base_and_give_bounds() -> None:
    rows = [
        ended(1, date(2026, 1, 1), "A1", "contacted"),
        ended(2, date(2026, 1, 1), "O1", "not_contacted"),
        ended(3, date(2026, 1, 1)),
        ended(4, date(2026, 1, 1), "O1", "contacted"),
    ]
    found = result(rows, [], date(2026, 1, 1), TODAY, TODAY, GROUPS, KOLADA)
    bound = found.bound()
    assert (found.figure("work_or_studies.all").count, found.figure("work_or_studies.all").base) == (1, 4)
    assert (bound.unknown, bound.low, bound.high) == (2, 25, 75)


def test_persons_are_counted_beside_employments() -> None:
    rows = [ended(1, date(2026, 1, 1), person=7), ended(2, date(2026, 3, 1), person=7)]
    found = result(rows, [], date(2026, 1, 1), TODAY, TODAY, GROUPS, KOLADA)
    assert found.figure("reached_day90.all").count == 2
    assert found.persons() == 1


def test_contact_is_due_only_when_day_90_has_come() -> None:
    assert contact_of("", date(2026, 10, 31), TODAY) == "not_contacted"
    assert contact_of("not_due", date(2026, 11, 1), TODAY) == "not_due"
    assert contact_of("contacted", date(2026, 11, 1), TODAY) == "contacted"


# cohorts


MEMBERS = [Member(1, 1, "woman", date(2024, 3, 15)), Member(2, None, "man", date(2024, 11, 30))]


def test_an_equal_window_gives_everybody_the_same_months() -> None:
    window = equal_window(2024, 12)
    assert window.of(MEMBERS[0]) == (date(2024, 4, 1), date(2025, 3, 31))
    assert window.of(MEMBERS[1]) == (date(2024, 12, 1), date(2025, 11, 30))


@pytest.mark.parametrize(
    ("window", "month", "helped"),
    [
        (year_window(2025), "2025-01", "yes"),
        (year_window(2025), "2024-12", "no"),
        (equal_window(2024, 6), "2024-09", "yes"),
        (equal_window(2024, 6), "2024-10", "no"),
    ],
)
def test_assistance_counts_within_the_window_alone(window: Window, month: str, helped: str) -> None:
    assert seen(MEMBERS, window, {1: [month]}, {})[0].assistance == helped


def test_the_employment_that_ended_is_no_measure_and_who_is_erased_is_neither_yes_nor_no() -> None:
    own = {1: [(date(2023, 9, 1), date(2024, 3, 15))]}
    after = seen(MEMBERS, year_window(2024), {}, own)
    assert after[0].measures == "no"
    assert (after[1].assistance, after[1].measures) == ("erased", "erased")


# external and in-house


def figure(name: str, count: int, base: int) -> Figure:
    return Figure(name, Text("x"), Text("x"), count, base, Text("x"))


def test_a_difference_that_comes_from_the_mix_alone_is_gone_among_those_alike() -> None:
    """External places got those with much Swedish; within each level the result is the same on both sides."""
    cases = [Case("external", i < 40, "C1", 20, 100, 40) for i in range(80)] + [
        Case("external", i < 2, "A1", 20, 100, 40) for i in range(20)
    ]
    cases += [Case("in_house", i < 10, "C1", 20, 100, 40) for i in range(20)] + [
        Case("in_house", i < 8, "A1", 20, 100, 40) for i in range(80)
    ]
    found = mix(cases, figure("a.external", 42, 100), figure("a.in_house", 18, 100))
    assert found.plain.distinct
    assert found.points is not None
    assert abs(found.points) < 0.01
    assert found.overlap == found.total == 200
    language = next(v for v in found.variables if v.label == "Swedish level")
    assert not language.alike
    assert sum(a for _, a, _ in language.bands) == 100


def test_with_nobody_alike_nothing_is_concluded() -> None:
    cases = [Case("external", True, "C1", 20, 100, 40)] * 30 + [Case("in_house", False, "A1", 20, 100, 40)] * 30
    found = mix(cases, figure("a.external", 30, 30), figure("a.in_house", 0, 30))
    assert found.points is None
    assert any("too few alike" in str(t) for t in found.sentences())
