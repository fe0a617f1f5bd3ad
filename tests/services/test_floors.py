"""The cost of a floor for a group, against every assignment that there is."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import combinations
from random import Random

import pytest

from amdesk.db.port import one
from amdesk.domain.booking.fairness import GroupShare, groups_of
from amdesk.domain.booking.rounds import Edge, RoundQuestion
from amdesk.services.booking.fairfloors import best_with_floor
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY, Need


def town(desk: Desk, dice: Random) -> RoundQuestion:
    for i in range(3):
        demands, job = dice.choice(((), ("lift_max=25",))), dice.choice(("PAR", "LOK"))
        make.placement(desk.bank, name=f"Plats {i}", demands=demands, occupation=job, language_min="")
    for i in range(5):
        make.participant(
            desk.bank,
            name=f"Prov {i}",
            gender=("woman", "man")[i % 2],
            wishes=dice.choice(((), ("PAR",), ("LOK",))),
            needs=dice.choice(((), (Need("lift_max", "10", "must"),))),
            registered_on=TODAY - timedelta(dice.randrange(300)),
        )
    return desk.rounds.solve().question


def every(question: RoundQuestion) -> list[tuple[Edge, ...]]:
    found: list[tuple[Edge, ...]] = [()]
    for size in range(1, min(len(question.people), len(question.slots)) + 1):
        for some in combinations(question.edges, size):
            if len({e.person for e in some}) == len({e.slot for e in some}) == size:
                found.append(some)
    return found


@pytest.mark.thorough(20)
@pytest.mark.parametrize("seed", range(20))
def test_a_floor_costs_what_trying_everything_finds(desk: Desk, seed: int) -> None:
    question = town(desk, Random(seed))
    groups = groups_of(question, {})
    women = [i for i in range(len(question.people)) if i % 2 == 0]
    assert groups["all", ""] == list(range(len(question.people)))
    for floor in range(4):
        found = best_with_floor(question, women, floor)
        assert len({e.person for e in found}) == len({e.slot for e in found}) == len(found)

        def worth(some: tuple[Edge, ...] | list[Edge], least: int = floor) -> tuple[int, int, int]:
            of_group = min(least, sum(e.person in women for e in some))
            return of_group, len(some), sum(e.score for e in some)

        assert worth(found) == max(map(worth, every(question)))


def test_a_round_keeps_what_a_floor_would_cost_and_the_report_says_it_of_groups_below(desk: Desk) -> None:
    """Both women live where nothing is known of the way; each of two places is a little better for a man."""
    for i in range(2):
        make.placement(desk.bank, name=f"Plats {i}", language_min="")
    for i in range(4):
        late = i < 2
        gender, wishes = ("woman", ("LOK",)) if late else ("man", ("PAR",))
        make.participant(desk.bank, name=f"Prov {i}", gender=gender, wishes=wishes, registered_on=TODAY)
    answer = desk.rounds.solve()
    desk.rounds.keep(answer)
    row = one(desk.bank, "select followed from round order by id desc limit 1") or {}
    kept = {(s.kind, s.code): s for s in (GroupShare(*share) for share in json.loads(row["followed"]))}
    woman = kept["gender", "woman"]
    assert (woman.waiting, woman.placed, woman.floor, woman.reached, woman.people) == (2, 0, 1, 1, 0)
    scores = {e.person: e.score for e in answer.question.edges}
    assert woman.fit == scores[2] - scores[0] > 0
    assert (kept["gender", "man"].floor, kept["gender", "man"].people, kept["gender", "man"].fit) == (1, 0, 0)
    said = [str(s) for s in desk.fairness.report(TODAY, TODAY).sentences()]
    (told,) = [s for s in said if s.startswith("Gender: Woman: as often as everybody")]
    assert told.endswith(
        f"would be 1 instead of 0; 1 can be reached, which costs 0 in people placed and {woman.fit} marks of fit."
    )


def test_a_floor_that_no_place_fits_is_reached_as_far_as_can_be(desk: Desk) -> None:
    make.placement(desk.bank, 4, demands=("lift_max=25",), language_min="")
    must = (Need("lift_max", "10", "must"),)
    for i in range(6):
        make.participant(desk.bank, name=f"Prov {i}", gender=("woman", "man")[i % 2], needs=must if i % 2 == 0 else ())
    desk.rounds.keep(desk.rounds.solve())
    row = one(desk.bank, "select followed from round order by id desc limit 1") or {}
    kept = {(s.kind, s.code): s for s in (GroupShare(*share) for share in json.loads(row["followed"]))}
    woman = kept["gender", "woman"]
    assert (woman.floor, woman.reached, woman.people) == (1, 0, 0)


def test_rounds_that_were_kept_before_have_no_floor() -> None:
    assert GroupShare("all", "", 3, 2, 20) == ("all", "", 3, 2, 20, 0, 0, 0, 0)
