"""Vacancies against people who are soon done, both ways, beside the bare loop over every pair."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

from amdesk import resources
from amdesk.domain.booking.matching import DEFAULT_WEIGHTS, Facts
from amdesk.domain.booking.needs import Trip
from amdesk.domain.employers.matching import Both, Candidate, Certified
from amdesk.domain.employers.vacancy import Vacancy
from amdesk.domain.people.participant import Need
from bench.measure import in_turn, line
from tests import make
from tests.make import TODAY

VACANCIES, PEOPLE = 500, 300
LIMIT = 0.2
"""Seconds for both ways."""
DISTRICTS = ("NH", "SB", "CE", "VA", "OS")


def _city(dice: random.Random) -> tuple[list[Vacancy], list[Candidate], Facts]:
    jobs: Any = resources.read_json("reference/occupations.json", object)
    ssyk = {j["code"]: j["ssyk"] for j in jobs["occupations"]}
    skills = {j["code"]: [s["code"] for a in j["areas"] for s in a["skills"]] for j in jobs["occupations"]}
    codes = list(ssyk)
    asked = [
        Vacancy(
            id=i,
            number=f"V-{i:04d}",
            employer_id=1,
            employer="x",
            title="x",
            occupation=(job := dice.choice(codes)),
            extent=dice.choice((50, 75, 100)),
            district=dice.choice(DISTRICTS),
            language_min=dice.choice(("", "A2", "B1")),
            licence=dice.choice(("", "", "B")),
            schedule="mån-fre 07.00-16.00",
            demands=dice.choice(((), ("lift_max=10",), ("outdoors=2", "noise=1"))),
            skills=tuple(f"{s}={dice.choice('234')}" for s in dice.sample(skills[job], 3)),
        )
        for i in range(VACANCIES)
    ]
    people = []
    for i in range(PEOPLE):
        job = dice.choice(codes)
        needs = dice.choice(
            ((), (Need("lift_max", "10", "must"),), (Need("daytime", ""), Need("outdoors", "1", "nice")))
        )
        who = make.person(
            id=i,
            number=f"D-{i:04d}",
            wishes=tuple(dice.sample(codes, 2)),
            district=dice.choice(DISTRICTS),
            extent=dice.choice((50, 75, 100)),
            licence=dice.choice(("", "B")),
            needs=needs,
        )
        paper = Certified("AMD", TODAY, job, {s: dice.choice((2, 3, 4)) for s in skills[job]})
        people.append(Candidate(who, job, TODAY + timedelta(dice.randrange(90)), paper))
    return asked, people, Facts(ssyk, (), TODAY)


def vacancies(_path: Path) -> bool:
    """500 vacancies and 300 people: every pair is judged once, and both lists are made of that."""
    asked, people, facts = _city(random.Random(14))
    ways = {(a, b): Trip(20, 10, 15, 0) for a in DISTRICTS for b in DISTRICTS}

    def bare() -> int:
        return sum(v.occupation == p.occupation or v.licence in p.person.licence for v in asked for p in people)

    def ours() -> int:
        both = Both(asked, facts, DEFAULT_WEIGHTS, lambda person, to: ways.get((person.district, to)))
        by_person, by_vacancy = both.of_everybody(people)
        return sum(map(len, by_person.values())) + sum(map(len, by_vacancy.values()))

    floor, took = in_turn(bare, ours)
    print(f"vacancies: {1000 * took:.0f} ms for {VACANCIES} x {PEOPLE} both ways, asked for under {1000 * LIMIT:.0f}")
    return line(f"match {VACANCIES} vacancies and {PEOPLE} people both ways", took, floor, 22)
