"""Groups that are folded together before a report leaves the unit, and which earlier reports tie it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from amdesk.domain.results.disclosure import (
    DEFINING,
    Unsaid,
    at_most,
    loss,
    needs,
    puzzle,
    rest,
    small,
)
from amdesk.domain.results.figures import Figure, Rows
from amdesk.domain.results.folding import (
    GENDER_SPLIT,
    HOST_SPLIT,
    Fold,
    columns,
    fold_of,
    folded,
    folded_before,
    ruled,
)
from amdesk.domain.results.outcomes import FOLLOWUP, Outcome
from amdesk.domain.results.releases import near
from amdesk.domain.texts import Text

ANY = Text("x")


def figure(name: str, count: int | None, base: int | None, whom: str = "x") -> Figure:
    return Figure(name, ANY, Text(whom), count, base, ANY)


@pytest.mark.parametrize(
    ("women", "men", "unrecorded", "into"),
    [
        (9, 8, 0, ""),
        (9, 8, 1, "women"),
        (8, 9, 1, "men"),
        (8, 8, 1, "women"),
        (4, 0, 1, "women"),
        (3, 1, 1, None),
        (0, 0, 4, None),
        (0, 0, 5, "women"),
        (0, 0, 0, ""),
    ],
)
def test_the_larger_group_takes_those_unrecorded_unless_they_are_few_together(
    women: int, men: int, unrecorded: int, into: str | None
) -> None:
    counts = {"women": women, "men": men, "unrecorded": unrecorded}
    assert fold_of(GENDER_SPLIT, counts) == Fold(GENDER_SPLIT, into)


def test_who_took_them_once_takes_them_again() -> None:
    assert fold_of(GENDER_SPLIT, {"women": 90, "men": 5, "unrecorded": 0}, "men").into == "men"
    assert fold_of(GENDER_SPLIT, {"women": 90, "men": 4, "unrecorded": 0}, "men").into is None
    assert fold_of(GENDER_SPLIT, {"women": 90, "unrecorded": 3}, "men").into is None
    assert fold_of(GENDER_SPLIT, {"women": 90}, "men").into == "men", "nobody is no small group"
    shown = ["work.all", "work.women", "studies.men_and_unrecorded"]
    assert folded_before(GENDER_SPLIT, shown) == "men"
    assert folded_before(HOST_SPLIT, shown) == folded_before(GENDER_SPLIT, []) == ""


FOLDS = [Fold(GENDER_SPLIT, "men"), Fold(HOST_SPLIT, "")]


def test_a_folded_figure_is_the_sum_and_is_called_after_both() -> None:
    found = [
        figure("work.all", 9, 20, "Everyone"), figure("work.women", 4, 9, "Women"), figure("work.men", 3, 8, "Men"), figure("work.unrecorded", 2, 3, "?"),
        figure("work.external", 9, 20, "External places"), figure("work.host_unrecorded", 0, 0, "?"), figure("paid.unrecorded", None, None),
    ]  # fmt: skip
    out = folded(found, FOLDS)
    assert [(f.id, f.count, f.base, str(f.whom)) for f in out] == [
        ("work.all", 9, 20, "Everyone"), ("work.women", 4, 9, "Women"), ("work.men_and_unrecorded", 5, 11, "Men and not recorded"),
        ("work.external", 9, 20, "External places"), ("paid.men_and_unrecorded", None, None, "Men and not recorded"),
    ]  # fmt: skip
    few = folded(found, [Fold(GENDER_SPLIT, None)])
    assert [f.id for f in few if f.what == "work"] == ["work.all", "work.external", "work.host_unrecorded"]
    both = folded([figure("x.men", None, None), figure("x.unrecorded", 2, 3)], FOLDS)
    assert [(f.count, f.base) for f in both] == [(2, 3)]


def test_the_columns_of_a_table_stand_once_each_after_folding() -> None:
    groups = ["all", "women", "men", "unrecorded"]
    assert columns(groups, FOLDS) == ["all", "women", "men_and_unrecorded"]
    assert columns(groups, [Fold(GENDER_SPLIT, "")]) == ["all", "women", "men"]
    assert columns(groups, [Fold(GENDER_SPLIT, None)]) == ["all"]
    assert columns(groups, []) == groups


def outcome(gender: str, kind: str = "external") -> Outcome:
    return Outcome(kind, gender, "work", "contacted", "work", "yes", "no")


def test_the_ruler_of_the_groups_outside_counts_in_each_whoever_stands_in_it_and_its_sums_hold() -> None:
    made = ruled(FOLLOWUP, FOLDS)
    rows = Rows.of([(i, i, outcome(g)) for i, g in enumerate(["woman"] * 4 + ["man"] * 3 + [""] * 2)])
    counted = {g.id: rows.count(made.questions[0], g) for g in made.groups}
    assert {w: counted[w] for w in ("all", "women", "men_and_unrecorded", "external")} == {
        "all": 9, "women": 4, "men_and_unrecorded": 5, "external": 9
    }  # fmt: skip
    assert not {"men", "unrecorded", "host_unrecorded"} & counted.keys()
    assert ("all", ["women", "men_and_unrecorded"]) in made.splits
    assert all(counted[w] == sum(counted[p] for p in parts) for w, parts in made.splits)
    gone = ruled(FOLLOWUP, [Fold(GENDER_SPLIT, None)])
    assert [parts for _, parts in gone.splits] == [["external", "in_house", "host_unrecorded"]]


FIRST = date(2026, 1, 1)


def span(first: int, last: int) -> tuple[date, date]:
    return date(2026, 1, 1) + timedelta(first), date(2026, 1, 1) + timedelta(last)


def test_a_report_is_tied_by_each_that_has_a_day_in_common_with_it_or_with_one_that_has() -> None:
    now = [span(10, 20)]
    touching, before, after = span(20, 25), span(0, 9), span(21, 24)
    assert near(now, [before]) == set()
    assert near(now, [after]) == set()
    assert near(now, [span(0, 10)]) == {0}
    assert near(now, [before, after, touching]) == {1, 2}, "by way of the one that touches both"
    assert near(now, [span(25, 30), span(20, 25), span(31, 40)]) == {0, 1}
    assert near([*now, span(40, 50)], [before, span(45, 60)]) == {1}, "by whichever kind of report it is near to"


def test_what_is_small_is_one_to_four() -> None:
    assert [n for n in range(-1, 7) if small(n)] == [1, 2, 3, 4]
    assert (at_most([]), at_most([3]), at_most([7, 20]), at_most([21])) == (20, 23, 40, 42)
    assert rest("work.women") == "work.women#rest"


def test_to_withhold_a_total_costs_more_than_a_group_and_what_is_asked_for_most_more_than_the_rest() -> None:
    assert (loss("work_or_studies.all"), loss("work_or_studies.women")) == (601, 181)
    assert (loss("work.all"), loss("running.all"), loss("situation_other.all"), loss("situation_other.men")) == (
        401, 501, 101, 31
    )  # fmt: skip
    dear = {"reached_day90": 5, "work": 4, "studies": 4, "ended": 5, "no_assistance": 5, "assistance": 4, "no_assistance_no_measures": 4,
            "kolada_ended": 5, "kolada_work_or_studies": 6, "kolada_work": 4, "kolada_studies": 4, "earlier": 5}  # fmt: skip
    assert {what: (loss(f"{what}.all") - 1) // 100 for what in dear} == dear


def wanted(*counts: tuple[str, int, int]) -> set[str]:
    found = needs({name: (n, base) for name, n, base in counts})
    assert set(found.values()) <= {(0, 5)}
    return set(found)


def test_what_must_stay_possible_of_a_count_is_that_it_is_nothing_and_that_it_is_five() -> None:
    assert wanted(("work.women", 4, 30)) == {"work.women"}
    assert wanted(("work.women", 5, 30)) == set()
    assert wanted(("work.women", 26, 30)) == {"work.women#rest"}
    assert wanted(("work.women", 25, 30)) == set()
    assert wanted(("work.women", 2, 4)) == {"work.women", "work.women#rest"}
    assert wanted(("work.women", 0, 4)) == {"work.women", "work.women#rest"}, "of a small group nothing is told"
    for what in DEFINING:
        assert wanted((f"{what}.women", 20, 20), (f"{what}.men", 0, 20)) == set()


def test_that_all_or_none_of_a_group_under_twenty_have_a_fact_is_not_told_unless_it_is_so_of_twenty_or_more() -> None:
    everyone = ("work.all", 9, 40)
    assert wanted(everyone, ("work.women", 0, 19)) == {"work.women"}
    assert wanted(everyone, ("work.women", 0, 20)) == set()
    assert wanted(everyone, ("work.women", 19, 19)) == {"work.women#rest"}
    assert wanted(everyone, ("work.women", 20, 20)) == set()
    assert wanted(everyone, ("work.women", 0, 0)) == set()
    assert wanted(("work.all", 0, 20), ("work.women", 0, 19)) == set(), "what none of twenty have is told of no group"
    assert wanted(("work.all", 20, 20), ("work.women", 19, 19)) == set(), "what twenty have is told of no group"
    assert wanted(("work.all", 0, 4), ("work.women", 0, 2)) >= {"work.women"}
    for unknown in ("reason_unrecorded", "situation_not_known", "plan_unknown", "kolada_unknown", "erased"):
        assert wanted((f"{unknown}.all", 9, 40), (f"{unknown}.women", 0, 19)) == set()
        assert wanted((f"{unknown}.all", 0, 7)) == set()


def test_everybody_in_a_report_is_a_group_too() -> None:
    """Whoever is known to be one of seven that all took part in a measure is known to have done so."""
    assert wanted(("measures.all", 7, 7)) == {"measures.all#rest"}
    assert wanted(("assistance.all", 0, 19)) == {"assistance.all"}
    assert wanted(("measures.all", 7, 7), ("measures.women", 5, 5)) == {"measures.all#rest", "measures.women#rest"}
    assert wanted(("assistance.all", 0, 7), ("assistance.women", 0, 5)) == {"assistance.all", "assistance.women"}
    assert wanted(("measures.all", 20, 20), ("assistance.all", 0, 20)) == set()
    assert wanted(("ended.all", 7, 7), ("reached_day90.all", 0, 0)) == set()


def test_a_puzzle_has_a_cell_for_each_count_and_a_rest_where_one_is_asked_for() -> None:
    found = [figure("all.all", 30, 30), figure("work.all", 27, 30), figure("gone.all", None, None)]
    made = puzzle(
        found, [("all.all", ("work.all", "gone.all"))], Unsaid(bases={"all.all": "all.all", "work.all": "all.all"})
    )
    assert {i: (c.value, c.choice) for i, c in made.cells.items()} == {
        "all.all": (30, "all.all"), "work.all": (27, "work.all"), "work.all#rest": (3, "")
    }  # fmt: skip
    assert list(made.sums) == [("all.all", ("work.all", "work.all#rest"))]
    assert made.needs == {"work.all#rest": (0, 5)}
    assert made.losses == {"all.all": loss("all.all"), "work.all": loss("work.all")}
    assert {c.most for c in made.cells.values()} == {60}


def test_a_base_that_is_no_count_of_its_own_stands_beside_and_goes_with_its_share() -> None:
    made = puzzle([figure("work.all", 8, 30)], [], Unsaid(few=frozenset({"work.all", "elsewhere"})))
    assert made.cells["work.all#base"].value == 30
    assert made.cells["work.all#base"].choice == "work.all"
    assert made.cells["work.all#rest"].value == 22
    assert list(made.sums) == [("work.all#base", ("work.all", "work.all#rest"))]
    assert made.forced == {"work.all"}
    hidden = puzzle(
        [figure("work.all", 8, 30)], [], Unsaid(unprinted=frozenset({"work.all"}), few=frozenset({"work.all"}))
    )
    assert hidden.forced == set(), "it is shown nowhere"
    assert hidden.losses == {}
