"""A vacancy and somebody who is soon done: the six parts, the rules that close, the order, both ways; without any bank."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import amdesk
from amdesk.domain.booking.matching import DEFAULT_WEIGHTS, Facts
from amdesk.domain.booking.needs import Trip
from amdesk.domain.employers.matching import (
    SKILLS,
    VACANCY_PARTS,
    VACANCY_WEIGHTS,
    Both,
    Candidate,
    Certified,
    as_place,
    vacancy_reasons,
    why_not,
)
from amdesk.domain.employers.vacancy import Vacancy
from amdesk.domain.people.participant import Need
from tests import make
from tests.make import TODAY

SSYK = {"PAR": "6113", "NAT": "6210", "LOK": "9111", "MAT": "9412"}
FACTS = Facts(SSYK, (), TODAY, names={"PAR": "Parkarbetare"})
NEAR, FAR_AWAY = Trip(10, 5, 8, 0), Trip(200, 90, 60, 2)


def ad(**given: Any) -> Vacancy:
    values: dict[str, Any] = {
        "id": 1,
        "number": "V-0001",
        "employer_id": 1,
        "employer": "Växthuset",
        "title": "Parkarbetare",
        "occupation": "PAR",
        "district": "NH",
    }
    return Vacancy(**(values | given))


def who(levels: dict[str, int] | None = None, last: date = TODAY, job: str = "PAR", **given: Any) -> Candidate:
    paper = Certified("AMD-1", TODAY, job, levels) if levels is not None else None
    return Candidate(make.person(wishes=given.pop("wishes", ()), **given), job, last, paper)


def asked(candidate: Candidate, *vacancies: Vacancy, trip: Trip | None = NEAR) -> tuple[list[Any], dict[int, str]]:
    return Both(vacancies, FACTS, DEFAULT_WEIGHTS, lambda _person, _to: trip).of_person(candidate)


def parts(candidate: Candidate, vacancy: Vacancy, trip: Trip | None = NEAR) -> dict[str, int]:
    [match] = asked(candidate, vacancy, trip=trip)[0]
    return dict(zip(VACANCY_PARTS, match.parts, strict=True))


def test_the_certified_occupation_counts_full_a_near_one_less_and_an_unknown_one_half() -> None:
    sure = who({"PAR-01": 3}, wishes=("LOK",))
    assert parts(sure, ad())["occupation"] == 100
    assert parts(sure, ad(occupation="", ssyk="6113"))["occupation"] == 100
    assert parts(sure, ad(occupation="", ssyk="6121"))["occupation"] == 60, "the same group of two figures"
    assert parts(sure, ad(occupation="LOK"))["occupation"] == 20, "wished, and not certified"
    assert parts(sure, ad(occupation=""))["occupation"] == 50, "nobody knows what it is"


def test_what_is_neither_certified_nor_wished_nor_near_nor_asked_for_is_closed_and_a_skill_opens_it() -> None:
    sure = who({"PAR-01": 3, "GEN-01": 4, "MAT-02": 0})
    assert asked(sure, ad(occupation="MAT")) == ([], {})
    assert asked(sure, ad(occupation="MAT", skills=("GEN-01=2",)))[0] == [], "what every profile has opens nothing"
    assert asked(sure, ad(occupation="MAT", skills=("MAT-02=2",)))[0] == [], "a level of none opens nothing"
    [match] = asked(sure, ad(occupation="MAT", skills=("PAR-01=2",)))[0]
    assert match.parts[1] == 100
    said = why_not(sure, ad(occupation="MAT"), SKILLS, NEAR, FACTS)
    assert str(said) == "None of the skills or occupations that are asked for"


@pytest.mark.parametrize(
    ("given", "person", "code"),
    [
        ({"licence": "B"}, {"licence": ""}, "LICENCE"), ({"language_min": "C1"}, {"language": "A2"}, "LANGUAGE"),
        ({"demands": ("lift_max=25",)}, {"needs": (Need("lift_max", "10", "must"),)}, "NEED_LIFT_MAX"),
        ({"schedule": "mån-sön 14-23"}, {"needs": (Need("daytime", "", "must"),)}, "NEED_DAYTIME"),
        ({"extent": 100}, {"needs": (Need("extent", "50", "must"),)}, "NEED_EXTENT"), ({}, {"needs": (Need("district", "SB", "must"),)}, "NEED_DISTRICT"),
        ({}, {"born": TODAY - timedelta(15 * 365)}, "AGE"),
    ],
)  # fmt: skip
def test_the_house_s_own_hard_rules_close_a_vacancy(given: dict[str, Any], person: dict[str, Any], code: str) -> None:
    assert asked(who({"PAR-01": 3}, **person), ad(**given)) == ([], {1: code})


def test_a_way_that_is_too_long_closes_it_where_that_is_a_must_and_costs_marks_where_it_is_not() -> None:
    must = who({}, needs=(Need("max_travel", "30", "must"),))
    assert asked(must, ad(), trip=FAR_AWAY)[1] == {1: "NEED_MAX_TRAVEL"}
    assert asked(must, ad(), trip=None)[0], "what is not known closes nothing"
    assert parts(who({}), ad())["travel"] == 100
    assert parts(who({}), ad(), FAR_AWAY)["travel"] == 14
    assert parts(who({}), ad(), None)["travel"] == 50


def test_language_is_marked_as_everywhere_in_the_house() -> None:
    for level, marks in (("", 100), ("B1", 100), ("B2", 50)):
        assert parts(who({}, language="B1"), ad(language_min=level))["language"] == marks
    assert parts(who({}, language=""), ad(language_min="B1"))["language"] == 50


def test_wishes_and_needs_that_are_no_musts_are_the_last_part() -> None:
    assert parts(who({}, wishes=("PAR",)), ad())["wish"] == 100
    assert parts(who({}, wishes=("NAT", "PAR")), ad())["wish"] == 88, "a second wish: (75 + 100) / 2"
    half = who({}, wishes=("PAR",), needs=(Need("lift_max", "10", "nice"),))
    assert parts(half, ad(demands=("lift_max=25",)))["wish"] == 50
    assert parts(who({}, wishes=("PAR",), extent=75), ad(extent=100))["wish"] == 50, "she wants less than it is"
    assert parts(who({}, wishes=("PAR",), extent=75), ad(extent=75))["wish"] == 100


@pytest.mark.parametrize(
    "need",
    [
        Need("district", "D02"), Need("occupation", "LOK"), Need("kind", "external"), Need("daytime", ""),
        Need("start_after", "08:00"), Need("lift_max", "10"), Need("outdoors", "2", "important"), Need("max_travel", "30"),
    ],
    ids=lambda need: need.kind,
)  # fmt: skip
def test_whatever_is_asked_of_a_vacancy_beside_others_is_answered_as_of_it_alone(need: Need) -> None:
    person = who({"PAR-02": 3, "LOK-01": 2}, needs=(need,), wishes=("PAR", "LOK"))
    hours, demands = ("mån-fre 07.00-16.00", "mån-fre 09.00-17.00"), ((), ("lift_max=25", "outdoors=3"))
    vacancies = [
        ad(id=i, number=f"V-{i:04d}", occupation=o, district=d, schedule=h, demands=w, skills=("PAR-02=2",))
        for i, (o, d, h, w) in enumerate(product(("PAR", "LOK"), ("D01", "D02"), hours, demands))
    ]
    together, _ = asked(person, *vacancies)
    assert len(together) == len(vacancies)
    assert {m.vacancy.id: m.parts for m in together} == {v.id: asked(person, v)[0][0].parts for v in vacancies}
    assert len({m.parts for m in together}) > 1 or need.kind in {"kind", "max_travel"}


@pytest.mark.parametrize("seed", range(12))
def test_whoever_is_asked_beside_others_is_answered_as_alone_also_where_a_rule_closes_it(seed: int) -> None:
    dice = random.Random(seed)
    trips = {"D01": NEAR, "D02": FAR_AWAY, "D03": None}
    needs = [
        Need(kind, value, weight)
        for kind, value in (("district", "D02"), ("occupation", "LOK"), ("max_travel", "30"), ("lift_max", "10"))
        for weight in ("must", "nice")
    ]
    person = who(
        {"PAR-02": 3, "LOK-01": 2},
        needs=tuple(dice.sample(needs, dice.randrange(4))),
        wishes=("PAR", "LOK"),
        born=dice.choice([TODAY.replace(year=TODAY.year - years) for years in (15, 17, 40)]),
        licence=dice.choice(("", "B")),
        language=dice.choice(("", "A1", "B1")),
        extent=dice.choice((50, 100)),
    )
    choices: dict[str, tuple[Any, ...]] = {
        "occupation": ("PAR", "LOK"),
        "district": tuple(trips),
        "licence": ("", "B"),
        "language_min": ("", "A2", "C1"),
        "schedule": ("mån-fre 07.00-16.00", "mån-fre 15.00-23.30"),
        "demands": ((), ("lift_max=25",), ("outdoors=3",)),
        "extent": (50, 100),
        "skills": (("PAR-02=2",), ("LOK-01=4", "PAR-02=3")),
    }
    vacancies = [ad(id=i, number=f"V-{i:04d}", **{k: dice.choice(v) for k, v in choices.items()}) for i in range(80)]

    def told(*some: Vacancy) -> tuple[dict[int, tuple[Any, ...]], dict[int, str]]:
        fit, shut = Both(some, FACTS, DEFAULT_WEIGHTS, lambda _p, to: trips[to]).of_person(person)
        return {m.vacancy.id: (m.score, m.parts, m.trip) for m in fit}, shut

    fit, shut = told(*vacancies)
    each = [told(one) for one in vacancies]
    assert fit == {key: found for one, _ in each for key, found in one.items()}
    assert shut == {key: code for _, one in each for key, code in one.items()}
    assert len(fit) + len(shut) == len(vacancies)


def test_the_score_is_the_weighted_mean_rounded_half_up() -> None:
    assert sum(VACANCY_WEIGHTS.values()) == 100
    [match] = asked(who({"PAR-01": 1}, wishes=("PAR",)), ad(skills=("PAR-01=2",)))[0]
    assert dict(zip(VACANCY_PARTS, match.parts, strict=True)) == {
        "occupation": 100, "level": 50, "language": 100, "licence": 100, "travel": 100, "wish": 100,
    }  # fmt: skip
    assert match.score == 88, "87.5"


def test_of_equals_the_sooner_to_apply_to_stands_first_and_what_runs_on_last() -> None:
    three = [
        ad(id=1, number="V-0003"),
        ad(id=2, number="V-0002", apply_by=TODAY + timedelta(9)),
        ad(id=3, number="V-0001", apply_by=TODAY + timedelta(2)),
        ad(id=4, number="V-0000"),
    ]
    assert [m.vacancy.id for m in asked(who({}), *three)[0]] == [3, 2, 4, 1]


def test_both_ways_are_the_same_pairs_and_of_equals_whoever_is_done_first_stands_first() -> None:
    people = [
        Candidate(
            make.person(id=i, number=f"D-{i:04d}", wishes=()),
            "PAR",
            TODAY + timedelta(days),
            Certified("A", TODAY, "PAR", {"PAR-01": level}),
        )
        for i, days, level in ((1, 30, 2), (2, 10, 2), (3, 20, 4))
    ]
    both = Both([ad(skills=("PAR-01=4",)), ad(id=2, occupation="MAT")], FACTS, DEFAULT_WEIGHTS, lambda _p, _t: NEAR)
    by_person, by_vacancy = both.of_everybody(people)
    assert {k: [m.vacancy.id for m in found] for k, found in by_person.items()} == {1: [1], 2: [1], 3: [1]}
    assert {k: [m.candidate.person.id for m in found] for k, found in by_vacancy.items()} == {1: [3, 2, 1], 2: []}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Unfilled"),
        ({"apply_by": TODAY}, "Unfilled"),
        ({"apply_by": TODAY - timedelta(1)}, "Last day passed"),
        ({"apply_by": TODAY - timedelta(1), "status": "filled"}, "Filled"),
        ({"status": "closed"}, "Withdrawn"),
    ],
)
def test_the_state_of_a_vacancy_is_said_by_one_rule(given: dict[str, Any], said: str) -> None:
    assert str(ad(**given).state_on(TODAY)) == said


def test_nobody_says_the_state_of_a_vacancy_by_another_rule() -> None:
    """Where a state is shown, open would stand there after the last day; a step that gives it is told as it was given."""
    root = Path(amdesk.__file__).parent
    given = {"services/employers/vacancies.py", "domain/employers/vacancy.py"}
    found = {p.relative_to(root).as_posix() for p in root.rglob("*.py") if "VACANCY_STATUSES[" in p.read_text("utf-8")}
    assert found == given


def test_a_vacancy_is_asked_as_a_place_with_its_extent_as_a_demand() -> None:
    place = as_place(ad(extent=75, demands=("lift_max=10", "extent=100"), licence="B", schedule="mån-fre 7-16"))
    assert (place.demands, place.kind, place.licence, place.min_age) == (
        ("lift_max=10", "extent=75"),
        "external",
        "B",
        16,
    )


def test_reasons_say_each_skill_beside_the_certificate_warnings_first() -> None:
    sure = who({"PAR-01": 3, "PAR-02": 1}, wishes=("PAR",), last=TODAY + timedelta(9))
    [match] = asked(sure, ad(skills=("PAR-01=2", "PAR-02=3", "PAR-09=1"), language_min="B2"))[0]
    said = [
        (r.level, str(r.text)) for r in vacancy_reasons(match, FACTS, {"PAR-01": "Klippa gräs", "PAR-02": "Beskära"})
    ]
    assert said == [
        ("warn", "Beskära: asked 3, certified 1"), ("warn", "PAR-09: asked 1, certified –"), ("warn", "Swedish B2 wanted"), ("ok", "Klippa gräs: asked 2, certified 3"),
        ("ok", "10 min walk"), ("ok", "Wished occupation: parkarbetare"),
    ]  # fmt: skip
    none = asked(who(None), ad(skills=("PAR-01=2",)))[0][0]
    assert "Not known: levels (no certificate is issued yet)" in [str(r.text) for r in vacancy_reasons(none, FACTS, {})]
    bare = asked(who({"PAR-01": 3}), ad())[0][0]
    assert "Not known: levels (the vacancy names no skills)" in [str(r.text) for r in vacancy_reasons(bare, FACTS, {})]
