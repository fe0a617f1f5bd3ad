"""What a report does not tell of few people: who runs where, money of a handful, and the same days told twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from amdesk.domain.results.folding import GENDER_SPLIT, HOST_SPLIT, Fold, fold_of
from amdesk.domain.results.savings import Paid
from amdesk.services.desk import Desk
from amdesk.services.results.guard import coming, few_running, guarded, not_over
from amdesk.services.results.layer import EARLIER, folds_of
from amdesk.services.results.sections import _paid_facts
from tests import make
from tests.rows import employed

NO_FOLDS = {
    "followup": [Fold(HOST_SPLIT, ""), Fold(GENDER_SPLIT, "")],
    "kolada": [Fold(GENDER_SPLIT, "")],
    "running": [Fold(HOST_SPLIT, "")],
}


def running(**count: int) -> list[tuple[str, int]]:
    """So many persons of each kind of place, no two the same."""
    kinds = [kind for kind, n in count.items() for _ in range(n)]
    return [("" if kind == "none" else kind, person) for person, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("who", "few"),
    [
        (running(external=5, in_house=5), set()),
        (running(external=9), set()),
        (running(external=4), {"external", "all", "in_house"}),
        (running(external=9, in_house=4), {"in_house", "external"}),
        (running(external=9, in_house=5, none=4), set()),
        (running(external=3, in_house=2, none=2), {"external_and_unrecorded", "in_house"}),
        ([("external", 1)] * 9 + running(in_house=7), {"external", "in_house"}),
        ([], set()),
    ],
)
def test_who_runs_is_withheld_where_fewer_than_five_persons_stand_behind_a_count_or_its_rest(
    who: list[tuple[str, int]], few: set[str]
) -> None:
    sizes = Counter(kind or HOST_SPLIT.unrecorded for kind, _ in who)
    assert few_running(who, fold_of(HOST_SPLIT, sizes)) == {f"running.{one}" for one in few}


def ends(desk: Desk, last: date, reason: str, count: int) -> None:
    for _ in range(count):
        employed(desk.bank, make.participant(desk.bank), date(2021, 1, 1), last, ended_on=last, end_reason=reason)


def test_of_two_periods_with_a_day_in_common_the_earlier_is_not_told(desk: Desk) -> None:
    ends(desk, date(2025, 3, 1), "A1", 10)
    ends(desk, date(2025, 3, 1), "B1", 10)
    ends(desk, date(2025, 9, 1), "A1", 10)
    earlier = desk.results.followup(date(2025, 1, 1), date(2025, 6, 30))
    apart = desk.results.followup(date(2025, 7, 1), date(2025, 12, 31))
    for other, told in (
        (apart, True),
        (desk.results.followup(date(2025, 6, 30), date(2025, 12, 31)), False),
        (desk.results.followup(date(2024, 1, 1), date(2025, 1, 1)), False),
        (desk.results.followup(date(2024, 1, 1), date(2024, 12, 31)), True),
    ):
        assert (EARLIER not in guarded(other, earlier)["behind"](NO_FOLDS).few) is told
    ends(desk, date(2022, 3, 1), "A1", 2)
    ends(desk, date(2022, 3, 1), "B1", 2)
    few = desk.results.followup(date(2022, 1, 1), date(2022, 12, 31))
    assert EARLIER in guarded(apart, few)["behind"](NO_FOLDS).few, "an earlier share that was itself withheld"
    assert "running.all" in guarded(apart, earlier, running(external=4))["behind"](NO_FOLDS).few


@pytest.mark.parametrize("count", [0, 1, 5])
def test_how_many_are_still_to_come_stays_in_the_unit(desk: Desk, count: int) -> None:
    ends(desk, make.TODAY, "A1", count)
    now = desk.results.followup(date(2026, 1, 1), date(2027, 12, 31))
    assert [str(t).split()[0] for t in coming(now)] == ([str(count)] if count else [])
    assert guarded(now, now)["inside_notes"] == coming(now)
    assert len(not_over(now.last, make.TODAY)) == 1
    assert not_over(make.TODAY, make.TODAY) == []


PAID = Paid(
    persons=9,
    left_out=0,
    before=100_000,
    before_months=10,
    during=10_000,
    during_months=5,
    after=0,
    after_months=5,
    full_time_months=0,
    fund_months=0,
    people=dict.fromkeys(("before", "during", "after", "covered_during", "covered_after"), 9),
)


def test_amounts_of_fewer_than_five_stay_in_the_unit_and_so_does_how_few_are_left_out() -> None:
    def inside(paid: Paid) -> set[str]:
        return {f.id for f in _paid_facts(paid) if f.inside}

    of_persons = {"persons", "left_out", "months_before", "months_during", "months_after"}
    assert inside(PAID) == set()
    assert inside(replace(PAID, left_out=5)) == set()
    for few in (1, 4):
        assert inside(replace(PAID, left_out=few)) == of_persons, (
            "each person has twelve months, or as many as are covered"
        )
        assert {f.id for f in _paid_facts(PAID, few) if f.inside} == of_persons, "so many ended twice"
    assert not [f for f in _paid_facts(PAID, 5) if f.inside]
    everything = {f.id for f in _paid_facts(PAID)}
    assert inside(replace(PAID, persons=4)) == everything
    for name in PAID.people:
        assert inside(replace(PAID, people={**PAID.people, name: 4})) == everything
        assert inside(replace(PAID, people={**PAID.people, name: 0})) == set()


def test_more_paid_than_before_is_told_as_a_rise_and_no_less_as_a_fall() -> None:
    def told(paid: Paid) -> dict[str, int | None]:
        return {f.id: f.value for f in _paid_facts(paid) if f.id in {"fall", "rise"}}

    assert told(PAID) == {"fall": 90_000}
    assert told(replace(PAID, after=90_000)) == {"fall": 0}
    assert told(replace(PAID, after=100_000)) == {"rise": 10_000}


def test_what_could_be_computed_of_the_lost_is_counted_to_be_protected(desk: Desk) -> None:
    """Of ten, four went to work, one of them not reached on day 90; three more were not reached."""
    ends(desk, date(2025, 3, 1), "A1", 4)
    ends(desk, date(2025, 3, 1), "B1", 6)
    for e in desk.booking.employments():
        reached = e.id not in {1, 5, 6, 7}
        desk.results.follow_up(e.id, {"contact": "contacted" if reached else "not_contacted", "situation": "not_known"})
    found = desk.results.followup(date(2025, 1, 1), date(2025, 12, 31))
    counts = {f.id: (f.count, f.base) for f in found.hidden()}
    assert counts == {"lost.all": (3, 10), "lost_but_known.all": (1, 10), "reached_but_neither.all": (3, 10)}


def test_those_not_recorded_stand_with_the_same_neighbour_in_every_set() -> None:
    """Of the same people one set would say how many women there are, and the other how many with those not recorded."""
    counts = {
        "reached_day90.all": 21, "reached_day90.women": 12, "reached_day90.men": 8, "reached_day90.unrecorded": 1,
        "kolada_ended.all": 21, "kolada_ended.women": 8, "kolada_ended.men": 12, "kolada_ended.unrecorded": 1,
        "ended.all": 20, "ended.women": 12, "ended.men": 8,
    }  # fmt: skip
    folds = folds_of(counts)
    assert [f.into for name in ("followup", "kolada") for f in folds[name] if f.split is GENDER_SPLIT] == ["women"] * 2
    assert folds["cohort"][0].parts() == ["women", "men"], "where everybody is recorded nobody is folded"
    again = folds_of(counts, ["kolada_work.men_and_unrecorded"])
    assert [f.into for name in ("followup", "kolada") for f in again[name] if f.split is GENDER_SPLIT] == ["men"] * 2
