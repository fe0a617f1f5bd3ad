"""Turns by wish: nobody who waited longer and wanted it more envies; and how many get one of their first three, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from random import Random

import pytest

from amdesk.domain.booking.rounds import BadPolicyError, Edge, Policy, RoundQuestion, policy_from
from amdesk.domain.booking.wishes import MOST_WISHES, WishMonth, wish_months, wish_rank
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY

DAY = timedelta(1)
JOBS = ("PAR", "LOK", "MAT", "NAT", "VAK", "CYK")


def town(desk: Desk, dice: Random) -> None:
    for i in range(dice.randint(2, 6)):
        make.placement(
            desk.bank,
            dice.choice((1, 1, 2)),
            name=f"Plats {i}",
            occupation=dice.choice(JOBS),
            language_min=dice.choice(("", "B2")),
        )
    for i in range(dice.randint(3, 10)):
        make.participant(
            desk.bank,
            name=f"Prov Väntar{i}",
            wishes=tuple(dice.sample(JOBS, dice.randint(0, 5))),
            language=dice.choice(("A1", "B2")),
            registered_on=TODAY - dice.randint(1, 300) * DAY,
        )


def envy(question: RoundQuestion, chosen: Sequence[Edge]) -> list[tuple[int, int]]:
    """Who envies whom, by the definition: she waited longer, could have had the other's place, and wants that work more than her own."""
    got = {e.person: e.slot for e in chosen}
    could = {(e.person, e.slot) for e in question.edges}

    def rank(who: int, slot: int) -> int:
        return wish_rank(question.people[who], question.slots[slot].placement)

    out = []
    for i, person in enumerate(question.people):
        mine = rank(i, got[i]) if i in got else MOST_WISHES + 1
        for j, slot in got.items():
            longer = person.registered_on < question.people[j].registered_on
            if longer and (i, slot) in could and rank(i, slot) < mine:
                out.append((i, j))
    return out


@pytest.mark.thorough(40)
@pytest.mark.parametrize("seed", range(40))
def test_nobody_who_waited_longer_and_wanted_it_more_envies_where_turns_are_by_wish(desk: Desk, seed: int) -> None:
    town(desk, Random(seed))
    answer = desk.rounds.solve(policy=Policy(by_wishes=True))
    assert envy(answer.question, answer.chosen) == []
    left = set(range(len(answer.question.slots))) - {e.slot for e in answer.chosen}
    placed = {e.person for e in answer.chosen}
    assert not [e for e in answer.question.edges if e.slot in left and e.person not in placed], (
        "no place is left that fits"
    )


def test_the_optimum_without_that_policy_may_leave_envy() -> None:
    found = []
    for seed in range(12):
        with closing(make.memory()) as bank:
            other = make.desk(bank)
            town(other, Random(seed))
            answer = other.rounds.solve(policy=Policy())
            found += envy(answer.question, answer.chosen)
    assert found


def test_a_policy_by_wishes_is_kept_read_and_not_together_with_looking_ahead() -> None:
    assert policy_from({"by_wishes": True}, Policy()).by_wishes
    assert policy_from(Policy(by_wishes=True).document(), Policy()) == Policy(by_wishes=True)
    assert not policy_from({"look_ahead": True}, Policy(by_wishes=True)).by_wishes
    for said in ({"by_wishes": "yes"}, {"by_wishes": True, "look_ahead": True}):
        with pytest.raises(BadPolicyError):
            policy_from(said, Policy())


def test_the_share_of_the_first_three_wishes_is_told_by_month(desk: Desk) -> None:
    assert wish_months(
        [
            ("2026-10-03", ("PAR", "LOK", "MAT", "NAT"), "NAT"),
            ("2026-11-02", ("LOK",), "LOK"),
            ("2026-11-09", (), "PAR"),
        ]
    ) == [
        WishMonth("2026-10", 0, 1),
        WishMonth("2026-11", 1, 1),
    ]
    place = make.placement(desk.bank, 3, occupation="LOK", language_min="")
    for wishes in (("PAR", "NAT", "LOK"), ("PAR", "NAT", "MAT", "LOK"), ()):
        who = make.participant(desk.bank, wishes=wishes)
        desk.booking.book(who, place, TODAY + 7 * DAY, TODAY + 190 * DAY)
    report = desk.fairness.report(TODAY, TODAY)
    assert report.wishes == [WishMonth("2026-11", 1, 2)]
