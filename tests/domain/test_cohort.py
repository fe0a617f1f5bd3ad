"""A cohort in its window, and the result of day 90: which months and days count, whom a figure counts, what the check sum is of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from amdesk.domain.results.cohort import (
    COHORT,
    After,
    Member,
    Window,
    cohort,
    digest,
    equal_window,
    members_digest,
    seen,
    year_window,
)
from amdesk.domain.results.outcomes import Ended, Result, result

YEAR = year_window(2025)
ENDED = date(2024, 6, 15)
TODAY = date(2026, 11, 23)


def member(key: int = 1, person: int | None = 1, gender: str = "woman", ended: date = ENDED) -> Member:
    return Member(key, person, gender, ended)


@pytest.mark.parametrize(
    ("month", "said"), [("2024-12", "no"), ("2025-01", "yes"), ("2025-12", "yes"), ("2026-01", "no")]
)
def test_assistance_counts_in_the_months_of_the_window(month: str, said: str) -> None:
    assert seen([member()], YEAR, {1: [month]}, {})[0] == After("woman", said, "no")
    assert seen([member()], YEAR, {2: [month]}, {})[0].assistance == "no", "another person's"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), "no"), (date(2024, 1, 1), date(2025, 1, 1), "yes"), (date(2025, 12, 31), None, "yes"),
        (date(2026, 1, 1), None, "no"), (date(2024, 1, 1), None, "yes"), (date(2025, 3, 1), date(2025, 3, 1), "yes"),
    ],
)  # fmt: skip
def test_a_measure_counts_on_any_day_of_the_window(first: date, last: date | None, said: str) -> None:
    assert seen([member()], YEAR, {}, {1: [(first, last)]})[0] == After("woman", "no", said)


def test_the_employment_that_ended_is_no_measure_where_its_last_day_lies_in_the_window() -> None:
    late = member(ended=date(2025, 2, 10))
    for last, said in ((date(2025, 2, 10), "no"), (date(2025, 2, 11), "yes")):
        assert seen([late], YEAR, {}, {1: [(date(2024, 1, 1), last)]})[0].measures == said


def test_a_window_of_months_begins_the_month_after_the_own_end() -> None:
    window = equal_window(2024, 6)
    assert window.of(member()) == (date(2024, 7, 1), date(2024, 12, 31))
    assert window.of(member(ended=date(2024, 12, 31))) == (date(2025, 1, 1), date(2025, 6, 30))
    assert (window.name, YEAR.name, YEAR.of(member())) == ("+6m", "2025", (date(2025, 1, 1), date(2025, 12, 31)))


def test_a_figure_is_opened_as_those_who_are_not_erased() -> None:
    members = [member(), member(2, None, "man"), member(3, 30, "man"), member(4, 40, "")]
    after = [
        After("woman", "no", "no"),
        After("man", "erased", "erased"),
        After("man", "yes", "yes"),
        After("", "no", "yes"),
    ]
    made = cohort(2024, YEAR, members, after)
    assert made.behind("ended.all") == [1, 30, 40]
    assert made.behind("no_assistance.all") == [1, 40]
    assert made.behind("erased.all") == []
    assert [(r.person, r.ended) for r in made.counted()] == [(1, ENDED), (30, ENDED), (40, ENDED)]
    counts = {q.id: made.figure(f"{q.id}.all").count for q in COHORT.questions}
    assert counts == {
        "ended": 4, "assistance": 1, "no_assistance": 2, "measures": 2, "assistance_only": 0, "measures_only": 1,
        "assistance_and_measures": 1, "no_assistance_no_measures": 1, "erased": 1,
    }  # fmt: skip
    assert [made.figure(f"ended.{g}").count for g in ("women", "men", "unrecorded")] == [1, 2, 1]
    assert made.figure("measures.men").base == 2


def test_the_check_sum_is_of_anonymous_rows_in_any_order_and_of_all_that_they_say() -> None:
    members = [member(), member(2, 20, "man", date(2024, 7, 1))]
    after = [After("woman", "no", "no"), After("man", "yes", "no")]
    one = digest(2024, YEAR, members, after)
    assert one == digest(2024, YEAR, members[::-1], after[::-1])
    renamed = [m.__class__(m.key + 7, 99, m.gender, m.ended + timedelta(3)) for m in members]
    assert one == digest(2024, YEAR, renamed, after), "neither who it is nor which day"
    assert one == cohort(2024, YEAR, members, after).digest
    others = [
        digest(2023, YEAR, members, after), digest(2024, year_window(2026), members, after), digest(2024, Window(YEAR.first, YEAR.last, 6), members, after),
        digest(2024, YEAR, members, [after[0], After("man", "no", "no")]), digest(2024, YEAR, [members[0], member(2, 20, "man", date(2024, 8, 1))], after),
    ]  # fmt: skip
    assert len({one, *others}) == 6
    assert members_digest(members) == members_digest(members[::-1]) != members_digest(members[:1])
    assert members_digest(members) != members_digest([members[0], member(2, 20, "", date(2024, 7, 1))])


GROUPS = {"A1": "work", "S1": "studies", "B1": "interrupted", "O1": "other"}
KOLADA = {"A1": "work", "S1": "studies", "O1": "other"}


def ended(
    key: int,
    reason: str = "",
    contact: str = "contacted",
    *,
    person: int | None = None,
    last: date = date(2026, 1, 1),
    kind: str = "external",
    gender: str = "woman",
    situation: str = "not_known",
    city: str = "not_known",
    pes: str = "not_known",
) -> Ended:
    return Ended(key, person or key, last, kind, gender, reason, contact, situation, city, pes)


def of(*rows: Ended, exits: tuple[Ended, ...] = ()) -> Result:
    return result(rows, exits, date(2026, 1, 1), date(2026, 12, 31), TODAY, GROUPS, KOLADA)


def counts(found: Result, *names: str) -> list[int | None]:
    return [found.figure(f"{n}.all").count for n in names]


def test_every_question_of_day_90_counts_its_own() -> None:
    rows = [
        ended(1, "A1", situation="work", city="yes", pes="yes"), ended(2, "S1", situation="studies", city="yes", pes="no"), ended(3, "B1", situation="unemployment_fund", city="no", pes="yes"),
        ended(4, "O1", "not_contacted", situation="other", city="no", pes="no"), ended(5, "XX", "", city="no"), ended(6, "A1", "not_due"),
    ]  # fmt: skip
    found = of(*rows)
    assert counts(
        found, "reached_day90", "work", "studies", "work_or_studies", "interrupted", "other", "reason_unrecorded"
    ) == [6, 2, 1, 3, 1, 1, 1]
    assert counts(found, "contacted", "not_contacted") == [3, 3]
    assert counts(
        found,
        "situation_work",
        "situation_studies",
        "situation_unemployment_fund",
        "situation_other",
        "situation_not_known",
    ) == [1, 1, 1, 1, 2]
    assert counts(found, "plan_both", "plan_city_only", "plan_pes_only", "plan_neither", "plan_unknown") == [
        1,
        1,
        1,
        1,
        2,
    ]
    assert found.behind("work.all") == [1, 6]
    assert [f.count for f in found.hidden()] == [2, 1, 1]
    assert (found.bound().unknown, found.bound().low, found.bound().high) == (2, 50, 83)
    assert "Not reached and not known to work or study: 2." in str(found.bound().sentence)


def test_kolada_counts_by_the_reason_at_the_end_and_what_it_cannot_tell_apart_is_unknown() -> None:
    found = of(exits=(ended(1, "A1"), ended(2, "S1", gender="man"), ended(3, "O1"), ended(4, "B1"), ended(5)))
    assert counts(
        found,
        "kolada_ended",
        "kolada_work",
        "kolada_studies",
        "kolada_work_or_studies",
        "kolada_other",
        "kolada_unknown",
    ) == [5, 1, 1, 2, 1, 2]
    assert found.behind("kolada_work_or_studies.all") == [1, 2]
    assert found.behind("kolada_ended.men") == [2]
    assert found.figure("kolada_ended.women").count == 4


def test_who_has_not_reached_day_90_is_in_no_figure_and_counted_as_coming() -> None:
    first = TODAY - timedelta(90)
    found = of(
        ended(1, last=first),
        ended(2, last=first + timedelta(1), person=7),
        ended(3, last=first + timedelta(9), person=7),
    )
    assert (counts(found, "reached_day90"), found.coming) == ([1], 2)


def test_few_are_those_of_a_figure_or_of_what_is_only_said_in_words() -> None:
    many = [ended(i, "A1") for i in range(1, 11)]
    lost = [ended(20 + i, "O1", "not_contacted") for i in range(4)]
    assert "lost.all" in of(*many, *lost).few(5)
    assert "lost.all" not in of(*many, *lost, ended(30, "O1", "not_contacted")).few(5)
    assert "reached_but_neither.all" in of(*many, ended(31, "O1")).few(5)
    assert "lost_but_known.all" in of(*many, ended(31, "A1", "not_contacted")).few(5)
    assert of().few(5) == set()


def test_whose_kind_of_place_or_gender_is_not_recorded_stands_in_a_row_of_its_own() -> None:
    found = of(ended(1), ended(2, kind="in_house", gender="man"), ended(3, kind="", gender=""))
    whom = ("all", "external", "in_house", "host_unrecorded", "women", "men", "unrecorded")
    assert [found.figure(f"reached_day90.{g}").count for g in whom] == [3, 1, 1, 1, 1, 1, 1]
