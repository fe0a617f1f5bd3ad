"""What the bank leaves out or calls free for matching is what walking through every day gives."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from amdesk.db.places import placements as places
from amdesk.domain.booking.matching import DEFAULT_WEIGHTS, blocked, opening_of, wanted_from
from amdesk.domain.errors import Refused
from amdesk.domain.people.participant import Need
from amdesk.services.booking import matching
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY


def fill(desk: Desk, dice: Random) -> None:
    """Some forty placements of every kind: full, half full, closed for a while, shared, opening later, ending soon."""
    for i in range(40):
        key = make.placement(
            desk.bank,
            1 + i % 3,
            name=f"Plats {i}",
            licence=dice.choice(("", "", "B")),
            kind=dice.choice(("external", "in_house")),
            language_min=dice.choice(("", "A2", "C1")),
            shared=int(dice.random() < 0.2),
            occupation=dice.choice(("PAR", "LOK")),
            open_from=dice.choice((date(2024, 1, 1), TODAY + timedelta(40))),
            open_to=dice.choice((date(9999, 12, 31), TODAY + timedelta(120))),
        )
        if dice.random() < 0.2:
            first = TODAY + timedelta(60 + dice.randrange(30))
            desk.placements.close_period(key, first, first + timedelta(14), "sommar")
        for _ in range(dice.randrange(3)):
            who = make.participant(desk.bank, name=f"Person {i}", extent=dice.choice((50, 100)))
            start = TODAY + timedelta(dice.choice((-dice.randrange(1, 60), 41 + dice.randrange(10))))
            try:
                desk.booking.book(who, key, start, start + timedelta(dice.randrange(5, 200)))
            except Refused:
                continue


@pytest.mark.thorough(16)
@pytest.mark.parametrize("seed", range(16))
def test_the_banks_own_filter_agrees_with_walking_through_days(desk: Desk, seed: int) -> None:
    dice = Random(seed)
    fill(desk, dice)
    needs = (Need("kind", "external", "must"),) if seed % 2 else ()
    who = make.participant(desk.bank, needs=needs, licence=dice.choice(("", "B")), extent=dice.choice((50, 100)))
    person = desk.matching.work.participant(who)
    start = wanted_from(person, TODAY)
    free = places.availabilities(desk.bank, start)
    expected, full = [], 0
    for p in places.every(desk.bank):
        opening = opening_of(p, free[p.id], start, None, person.extent if p.shared else 100)
        if opening is not None and not blocked(person, opening, DEFAULT_WEIGHTS, start):
            expected.append((p.number, opening.free_from, opening.free_to))
        full += opening is None
    found = desk.matching.for_participant(who)
    given = sorted((m.opening.placement.number, m.opening.free_from, m.opening.free_to) for m in found.ranked)
    assert given == sorted(expected)
    assert len(found.ranked) + sum(found.left_out.values()) == 40
    assert found.left_out.get("FULL", 0) <= full


@pytest.mark.thorough(4)
@pytest.mark.parametrize("seed", range(4))
def test_free_places_ahead_are_those_found_by_walking_through_days(desk: Desk, seed: int) -> None:
    fill(desk, Random(seed))
    expected = []
    for day, _own, _external in desk.overviews.free_ahead(12):
        rows = desk.placements.listing(day=day)
        expected.append((day, *(sum(r.free for r in rows if r.kind == kind) for kind in ("in_house", "external"))))
    assert desk.overviews.free_ahead(12) == expected


def test_what_a_must_alone_closes_is_counted_past_the_best_that_are_shown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "STOPPED_SHOWN", 2)
    for i in range(4):
        make.placement(desk.bank, name=f"Tunga laget {i}", demands=("lift_max=25",))
    who = make.participant(desk.bank, needs=(Need("lift_max", "10", "must"),), wishes=())
    _, found = desk.matching.opened(who)
    assert (found.ranked, len(found.stopped), list(found.alone.values())) == ((), 2, [4])
