"""External places beside in-house teams: the bands, who is alike, and the numbers of the comparison worked out by hand."""

from __future__ import annotations

import pytest

from amdesk.domain.results.casemix import (
    Case,
    Mix,
    Variable,
    age_band,
    extent_band,
    language_band,
    mix,
    waited_band,
)
from amdesk.domain.results.figures import Figure, compare
from amdesk.domain.texts import Text


def figure(name: str, count: int, base: int) -> Figure:
    return Figure(name, Text("x"), Text("x"), count, base, Text("x"))


def compared(cases: list[Case]) -> Mix:
    return mix(cases, figure("a.external", 10, 20), figure("a.in_house", 10, 20))


def case(kind: str, reached: bool = True, language: str = "B1", waited: int | None = 20, age: int | None = 40) -> Case:
    return Case(kind, reached, language, waited, 100, age)


def test_bands_begin_on_their_first_number_and_what_is_not_recorded_is_none_of_them() -> None:
    assert [language_band(v) for v in ("A0", "A1", "A2", "B1", "B2", "C1", "", "D9")] == [
        "A0–A1", "A0–A1", "A2", "B1", "B2–C1", "B2–C1", "Not recorded", "Not recorded"
    ]  # fmt: skip
    assert [waited_band(v) for v in (0, 29, 30, 89, 90, None)] == [
        "under 30 days", "under 30 days", "30–89 days", "30–89 days", "90 days or more", "Not recorded"
    ]  # fmt: skip
    assert [extent_band(v) for v in (74, 75, 99, 100)] == ["under 75 %", "75–99 %", "75–99 %", "100 %"]
    assert [age_band(v) for v in (29, 30, 54, 55, None)] == [
        "under 30 years", "30–54 years", "30–54 years", "55 years and older", "Not recorded"
    ]  # fmt: skip


def test_the_difference_among_those_alike_is_mantel_and_haenszels_with_its_interval() -> None:
    """Two strata: 10 of 20 external beside 5 of 20 in-house, and 6 of 10 beside 3 of 15.

    Weights 20*20/40 = 10 and 10*15/25 = 6: (10 * 0.25 + 6 * 0.4) / 16 = 30.6 points. Greenland and Robins' variance, by
    hand: (10*10*20³ + 5*15*20³)/(20*20*40²) + (6*4*15³ + 3*12*10³)/(10*15*25²) = 2.1875 + 1.248, its root over 16 = 11.6.
    """
    cases = [case("external", i < 10) for i in range(20)] + [case("in_house", i < 5) for i in range(20)]
    cases += [case("external", i < 6, "C1") for i in range(10)] + [case("in_house", i < 3, "C1") for i in range(15)]
    found = compared(cases)
    assert (found.points, found.low, found.high) == pytest.approx((30.625, 7.918, 53.332), abs=0.01)
    assert (found.overlap, found.total) == (65, 65)
    alone = [case("external", language="A2")] * 3 + [case("in_house", language="")] * 4 + [case("other")] * 9
    assert (compared(cases + alone).points, compared(cases + alone).overlap) == (found.points, 65)
    assert compared(cases + alone).total == 72, "those of another kind of place are in neither group"


def test_fewer_than_twenty_alike_are_not_compared() -> None:
    nineteen = [case("external")] * 10 + [case("in_house", False)] * 9
    assert (compared(nineteen).points, compared(nineteen).overlap) == (None, 19)
    twenty = compared([*nineteen, case("in_house", False)])
    assert (twenty.points, twenty.overlap) == (100, 20)


def test_people_are_alike_only_in_all_four_respects() -> None:
    one = [case("external")] * 20
    others = (case("in_house", language="A2"), case("in_house", waited=30), case("in_house", age=55))
    for other in (*others, case("in_house")._replace(extent=75)):
        assert compared([*one, *[other] * 20]).overlap == 0
    assert compared([*one, *[case("in_house", waited=29, age=30)] * 20]).overlap == 40


def test_how_far_the_groups_lie_apart_is_told_in_standard_deviations() -> None:
    """Ages 20, 30, 40 beside 30, 40, 50: ten years apart, and each spread by ten."""
    cases = [case("external", age=a) for a in (20, 30, 40)] + [case("in_house", age=a) for a in (30, 40, 50)]
    ages = next(v for v in compared(cases).variables if v.label == "Age")
    assert (ages.difference, ages.known, ages.alike) == (-1.0, (3, 3), False)
    assert list(ages.bands) == [("under 30 years", 1, 0), ("30–54 years", 2, 3)]
    unknown = next(v for v in compared([*cases, case("external", age=None)]).variables if v.label == "Age")
    assert (unknown.difference, unknown.known, unknown.bands[-1]) == (-1.0, (3, 3), ("Not recorded", 1, 0))
    same = {v.label: v.difference for v in compared(cases).variables}
    assert (same["Swedish level"], same["Time waited"], same["Extent"]) == (0.0, 0.0, 0.0)
    turned = [c._replace(kind={"external": "in_house", "in_house": "external"}[c.kind]) for c in cases]
    assert next(v for v in compared(turned).variables if v.label == "Age").difference == 1.0


@pytest.mark.parametrize(("external", "in_house", "difference"), [(1, 2, None), (2, 1, None), (2, 2, 0.0)])
def test_one_of_a_kind_has_no_spread(external: int, in_house: int, difference: float | None) -> None:
    cases = [case("external", age=40)] * external + [case("in_house", age=40)] * in_house
    assert {v.difference for v in compared(cases).variables} == {difference}


def test_a_level_counts_by_its_place_on_the_scale() -> None:
    cases = [case("external", language=a) for a in ("A0", "A2", "B2")] + [case("in_house", language="A2")] * 3
    levels = next(v for v in compared(cases).variables if v.label == "Swedish level")
    assert levels.difference == 0.0, "0, 2 and 4 beside three times 2"
    assert levels.bands == [("A0–A1", 1, 0), ("A2", 1, 3), ("B2–C1", 1, 0)]


def said(points: float | None, *variables: Variable) -> list[tuple[str, bool]]:
    plain = compare(figure("a.external", 42, 100), figure("a.in_house", 18, 100))
    low, high = (None, None) if points is None else (points - 5, points + 7)
    return [(str(t), inside) for t, inside in Mix(plain, list(variables), points, low, high, 30, 40).judged()]


def variable(label: str, difference: float | None, *known: int) -> Variable:
    return Variable(label, [], difference, (known[0], known[1]))


def test_what_the_groups_differ_in_is_named_from_a_tenth_of_a_spread_on_and_stays_inside_where_few_are_known() -> None:
    near, far = variable("Age", 0.09, 50, 50), variable("Extent", -0.1, 20, 20)
    assert not any("differ in" in t for t, _ in said(1, near, variable("Age", None, 1, 1)))
    ((told, inside),) = [one for one in said(1, near, far) if "differ in" in one[0]]
    assert ("Extent" in told, "Age" in told, inside) == (True, False, False)
    ((told, inside),) = [one for one in said(1, far, variable("Time waited", 0.5, 50, 19)) if "differ in" in one[0]]
    assert ("Extent, Time waited" in told, inside) == (True, True)


def test_the_difference_among_those_alike_has_no_sign_and_each_end_of_its_interval_a_direction() -> None:
    assert [inside for _, inside in said(12)] == [False, True, False]
    (higher, lower, none) = (said(points)[1][0] for points in (12, -12, None))
    assert ("higher" in higher, "lower" in lower, "too few" in none) == (True, True, True)
    params = [
        dict(
            Mix(compare(figure("a", 42, 100), figure("b", 18, 100)), [], p, p - 5, p + 7, 30, 40).judged()[1][0].params
        )
        for p in (12.0, -12.0, 0.0)
    ]
    assert [(p["points"], str(p["low"]), str(p["high"]), p["overlap"], p["total"]) for p in params] == [
        (12, "7.0 higher", "19.0 higher", 30, 40), (12, "17.0 lower", "5.0 lower", 30, 40), (0, "5.0 lower", "7.0 higher", 30, 40)
    ]  # fmt: skip
