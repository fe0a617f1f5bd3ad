"""Figures: rounding, intervals, sums that hold, and withholding that cannot be computed away."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amdesk.domain.results.cohort import COHORT, After
from amdesk.domain.results.figures import Figure, Rows, bounds, compare, few, figures, higher_or_lower, percent, wilson
from amdesk.domain.results.outcomes import FOLLOWUP, Outcome
from amdesk.domain.texts import Text
from tests.withheld import withheld

ANY = Text("x")


def figure(name: str, count: int, base: int) -> Figure:
    return Figure(name, ANY, ANY, count, base, ANY)


@pytest.mark.parametrize(
    ("count", "base", "whole"),
    [
        (161, 292, 55),
        (75, 121, 62),
        (88, 171, 51),
        (86, 171, 50),
        (132, 292, 45),
        (163, 292, 56),
        (1, 200, 1),
        (1, 201, 0),
        (0, 7, 0),
        (7, 7, 100),
    ],
)
def test_percent_is_rounded_half_up_once(count: int, base: int, whole: int) -> None:
    assert percent(count, base) == whole


def test_without_a_base_there_is_no_share() -> None:
    assert percent(0, 0) is None
    assert wilson(0, 0) is None


@pytest.mark.parametrize(
    ("count", "base", "low", "high"),
    [(161, 292, 49.4, 60.7), (0, 10, 0.0, 27.8), (10, 10, 72.2, 100.0), (5, 10, 23.7, 76.3), (1, 4, 4.6, 69.9)],
)
def test_the_interval_is_wilsons(count: int, base: int, low: float, high: float) -> None:
    """Values as printed by the usual calculators, for instance R's prop.test without correction."""
    assert wilson(count, base) == (low, high)


def test_those_not_reached_give_bounds() -> None:
    assert bounds(49, 9, 214) == (23, 27)


def test_a_small_difference_says_what_it_would_take() -> None:
    """23 % of 214 against 21 % of 200: chance gives that, and thousands would be needed."""
    found = compare(figure("a.x", 49, 214), figure("a.y", 42, 200))
    assert not found.distinct
    assert found.points == 1.9
    assert found.needed is not None
    assert 5000 < found.needed < 9000
    assert compare(figure("a.x", 60, 100), figure("a.y", 20, 100)).distinct
    assert [str(higher_or_lower(points)) for points in (-0.1, 0.0, 0.1)] == ["0.1 lower", "0.0 higher", "0.1 higher"]
    assert compare(figure("a.x", 0, 0), figure("a.y", 20, 100)).points is None
    assert compare(figure("a.x", 1, 2), figure("a.y", 2, 4)).needed is None


OUTCOMES = st.builds(
    Outcome,
    st.sampled_from(["external", "in_house", ""]),
    st.sampled_from(["woman", "man", ""]),
    st.sampled_from(["work", "studies", "interrupted", "other", ""]),
    st.sampled_from(["contacted", "not_contacted"]),
    st.sampled_from(["work", "studies", "unemployment_fund", "other", "not_known"]),
    st.sampled_from(["yes", "no", "not_known"]),
    st.sampled_from(["yes", "no", "not_known"]),
)
AFTERS = st.builds(
    lambda g, a, m: After(g, "erased", "erased") if a == "erased" else After(g, a, m),
    st.sampled_from(["woman", "man", ""]),
    st.sampled_from(["yes", "no", "erased"]),
    st.sampled_from(["yes", "no"]),
)


@given(st.lists(OUTCOMES, max_size=60))
@settings(max_examples=60, deadline=None)
def test_every_partition_sums_to_its_whole(found: list[Outcome]) -> None:
    rows = Rows.of([(i, i, o) for i, o in enumerate(found)])
    by_id = {f.id: f for f in figures(rows, FOLLOWUP)}
    for g in ("all", "external", "women", "unrecorded"):
        whole = by_id[f"reached_day90.{g}"].count
        assert whole == sum(
            by_id[f"{p}.{g}"].count or 0 for p in ("work", "studies", "interrupted", "other", "reason_unrecorded")
        )
        assert whole == sum(
            by_id[f"{p}.{g}"].count or 0
            for p in ("plan_city_only", "plan_pes_only", "plan_both", "plan_neither", "plan_unknown")
        )
        assert whole == sum(by_id[f"{p}.{g}"].count or 0 for p in ("contacted", "not_contacted"))
    assert (
        by_id["reached_day90.all"].count
        == len(found)
        == sum(by_id[f"reached_day90.{g}"].count or 0 for g in ("women", "men", "unrecorded"))
    )
    assert all(
        len(rows.behind(FOLLOWUP.question(f.what), FOLLOWUP.group(f.id.split(".")[1]))) == f.count
        for f in by_id.values()
    )


def test_a_ruler_whose_parts_do_not_add_up_is_refused() -> None:
    """Broken on purpose: a part is left out of a sum, and the report is not made."""
    from dataclasses import replace

    broken = replace(COHORT, sums=[("ended", ("assistance_only", "measures_only"))])
    with pytest.raises(AssertionError, match="its parts"):
        figures(Rows.of([(1, 1, After("woman", "yes", "yes"))]), broken)


@given(st.lists(AFTERS, max_size=40))
@settings(max_examples=60, deadline=None)
@pytest.mark.thorough(long=True)
def test_what_is_withheld_cannot_be_computed(found: list[After]) -> None:
    """Whoever knows all sums still cannot tell a withheld figure: another whole table prints the same."""
    made = figures(Rows.of([(i, i, a) for i, a in enumerate(found)]), COHORT)
    shown = withheld(made, COHORT.relations())
    hidden = [f.id for f in shown if f.withheld]
    for f, kept in zip(made, shown, strict=True):
        small = 0 < (f.count or 0) < 5 or 0 < (f.base or 0) < 5
        assert kept.withheld or not small
    assert _determined(hidden) == []


def _determined(hidden: Sequence[str]) -> list[str]:
    """By an independent way, exact linear algebra in sympy's absence: which unit vectors are in the row space of the sums?"""
    sums = [[Fraction(int(h == whole) - parts.count(h)) for h in hidden] for whole, parts in COHORT.relations()]
    basis = _echelon(sums)
    return [i for i in hidden if len(_echelon([*basis, [Fraction(int(h == i)) for h in hidden]])) == len(basis)]


def _echelon(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """A basis of the rows' space, as many as their rank."""
    matrix, rank = [list(r) for r in rows], 0
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((r for r in range(rank, len(matrix)) if matrix[r][column]), None)
        if pivot is None:
            continue
        matrix[rank], matrix[pivot] = matrix[pivot], matrix[rank]
        for r in range(rank + 1, len(matrix)):
            if matrix[r][column]:
                times = matrix[r][column] / matrix[rank][column]
                matrix[r] = [a - times * b for a, b in zip(matrix[r], matrix[rank], strict=True)]
        rank += 1
    return matrix[:rank]


def test_one_small_group_takes_another_with_it() -> None:
    """Three of forty women: the men's figure would give them away, so it goes too."""
    people = (
        [After("woman", "yes", "no")] * 3
        + [After("woman", "no", "no")] * 37
        + [After("man", "yes", "no")] * 20
        + [After("man", "no", "no")] * 20
    )
    made = figures(Rows.of([(i, i, a) for i, a in enumerate(people)]), COHORT)
    hidden = {f.id for f in withheld(made, COHORT.relations()) if f.withheld}
    assert "assistance.women" in hidden
    assert "assistance.men" in hidden or "assistance.all" in hidden
    assert "ended.women" not in hidden


def test_figures_of_a_big_group_are_all_shown() -> None:
    kinds = list(itertools.product(("woman", "man"), ("yes", "no"), ("yes", "no")))
    people = [After(*k) for k in kinds for _ in range(9)]
    made = figures(Rows.of([(i, i, a) for i, a in enumerate(people)]), COHORT)
    assert not [f for f in withheld(made, COHORT.relations()) if f.withheld]


@pytest.mark.parametrize(
    ("first", "second", "points", "low", "high", "distinct", "needed"),
    [((56, 70), (48, 80), 20.0, 5.2, 33.4, True, 79), ((10, 10), (0, 10), 100.0, 60.8, 100.0, True, 2), ((50, 100), (30, 100), 20.0, 6.4, 32.6, True, 91),
     ((48, 80), (56, 70), -20.0, -33.4, -5.2, True, 79)],
)  # fmt: skip
def test_a_difference_has_newcombes_interval_and_says_how_many_it_takes(
    first: tuple[int, int], second: tuple[int, int], points: float, low: float, high: float, distinct: bool, needed: int
) -> None:
    """The first is Newcombe's own example (1998, table II, a); the numbers needed are those of the normal approximation:
    (1.960 + 0.842)² times the two variances over the square of the difference."""
    found = compare(figure("a.x", *first), figure("a.y", *second))
    assert (found.points, found.low, found.high) == (points, low, high)
    assert (found.distinct, found.needed) == (distinct, needed)


def test_a_group_that_is_empty_or_withheld_is_not_compared_with_the_other() -> None:
    full, empty, none = figure("a.x", 1, 2), figure("a.y", 0, 0), figure("a.z", 0, 7)
    hidden = Figure("a.w", ANY, ANY, None, None, ANY)
    for one in (empty, hidden):
        for found in (compare(full, one), compare(one, full)):
            assert (found.points, found.low, found.high, found.distinct, found.needed) == (
                None,
                None,
                None,
                False,
                None,
            )
            assert "empty" in str(found.sentence)
    assert compare(full, none).points == 50.0
    assert compare(none, figure("a.v", 0, 9)).points == 0.0


@pytest.mark.parametrize(
    ("first", "second", "word", "known"),
    [((60, 100), (20, 100), "higher", True), ((20, 100), (60, 100), "lower", True), ((49, 214), (42, 200), "higher", False), ((42, 200), (49, 214), "lower", False),
     ((0, 100), (1, 200), "lower", False), ((1, 100), (0, 10), "higher", False), ((1, 2), (2, 4), "equal", False)],
)  # fmt: skip
def test_a_difference_is_told_by_its_direction_without_a_sign_and_whether_chance_gives_it(
    first: tuple[int, int], second: tuple[int, int], word: str, known: bool
) -> None:
    found = compare(figure("a.x", *first), figure("a.y", *second))
    said, params = str(found.sentence), found.sentence.params or {}
    assert word in said
    assert ("more than chance" in said, "cannot be told" in said) == (known, not known and word != "equal")
    if word != "equal":
        low, high = found.low or 0, found.high or 0
        assert params["points"] == abs(found.points or 0)
        assert (params["low"], params["high"]) == (higher_or_lower(low), higher_or_lower(high))
        assert f"from {params['low']} to {params['high']}" in said
        assert params.get("needed") == (None if known else found.needed)


def test_a_figure_says_all_its_numbers_and_a_withheld_one_none() -> None:
    made = figure("work.all", 1, 4).document(str)
    assert made == {
        "id": "work.all", "label": "x: x", "count": 1, "base": 4, "percent": 25, "low": 4.6, "high": 69.9, "definition": "x", "withheld": False,
    }  # fmt: skip
    hidden = Figure("work.women", ANY, ANY, None, None, ANY).document(str)
    assert hidden["withheld"]
    assert [hidden["count"], hidden["base"], hidden["percent"], hidden["low"], hidden["high"]] == [None] * 5
    assert (figure("work.women", 1, 4).what, figure("work.women", 1, 4).withheld) == ("work", False)
    assert (figure("a.x", 0, 0).percent, figure("a.x", 0, 0).interval) == (None, None)


def people_of(*given: tuple[int, After]) -> Rows[After]:
    return Rows.of([(key, person, facts) for key, (person, facts) in enumerate(given)])


def test_few_are_people_and_not_rows_among_those_counted_those_of_the_base_and_the_rest() -> None:
    """Five rows of four people are the figures of four."""
    helped, not_helped = After("woman", "yes", "no"), After("woman", "no", "no")
    other = [(100 + i, not_helped) for i in range(5)]

    def found(*given: tuple[int, After]) -> set[str]:
        return {i for i in few(people_of(*given), COHORT, 5) if i.endswith(".women")}

    four = found(*[(i % 4, helped) for i in range(5)], *other)
    assert {"assistance.women", "no_assistance.women"} & four, "those counted, or the rest of the base"
    assert "ended.women" not in four
    assert "assistance.women" not in found(*[(i, helped) for i in range(5)], *other)
    assert "ended.women" in found(*[(i, helped) for i in range(4)])
    assert found(*[(i, helped) for i in range(5)]) == set(), "nobody is the rest, and nobody is no few"
    assert few(people_of(), COHORT, 5) == set()
    rows = people_of((1, helped), (1, not_helped), (2, helped))
    assert [rows.persons(COHORT.group(g)) for g in ("all", "women", "men")] == [2, 2, 0]
    assert not rows.fewer(lambda _: True, 2)
    assert rows.fewer(lambda _: True, 3)


def test_every_figure_has_its_base_and_a_whole_its_own() -> None:
    bases = COHORT.bases()
    assert (bases["assistance.women"], bases["ended.men"]) == ("ended.women", "ended.men")
    assert set(bases) == {f"{q.id}.{g.id}" for q in COHORT.questions for g in COHORT.groups}
