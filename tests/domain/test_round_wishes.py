"""What was decided before a round, what its places ask for, and when a work day ends for whoever has to be home."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from amdesk.domain.booking.findings import findings
from amdesk.domain.booking.matching import DEFAULT_WEIGHTS, Opening, blocked
from amdesk.domain.booking.needs import MET, NOT_KNOWN, NOT_MET, Trip, answer
from amdesk.domain.booking.rounds import Policy, RoundPeriod, Slot, Wishes, edges_of, keep_locked, proposals, waited
from amdesk.domain.clock import FAR
from amdesk.domain.people.participant import Need
from tests.domain.test_matching import FACTS, NEAR
from tests.domain.test_rounds import PERIOD, TRIPS, question
from tests.make import TODAY, person, place

DAY = timedelta(1)
ADA, BO = person(id=1), person(id=2, number="D-0002", registered_on=TODAY - timedelta(60))
HERE, THERE = place(id=1), place(id=2, number="P-0002")
SLOTS = [Slot(HERE, 1, TODAY, FAR), Slot(HERE, 2, TODAY + 10 * DAY, FAR), Slot(THERE, 1, TODAY, FAR)]


def pairs(wishes: Wishes | None = None, slots: list[Slot] = SLOTS, people: Any = (ADA, BO)) -> set[tuple[int, int]]:
    found = edges_of(people, slots, TRIPS, FACTS, Policy(), PERIOD, wishes)
    return {(e.person, e.slot) for e in found}


def test_a_pair_that_stands_has_no_other_place_and_one_that_must_not_be_is_none() -> None:
    everything = {(i, k) for i in range(2) for k in range(3)}
    assert pairs() == everything
    assert pairs(Wishes(locked={1: 2})) == everything - {(0, 0), (0, 1)}
    assert pairs(Wishes(excluded=frozenset({(2, 1)}))) == everything - {(1, 0), (1, 1)}
    assert pairs(Wishes({1: 1}, frozenset({(1, 1)}))) == {p for p in everything if p[0] == 1}


def test_a_place_counts_that_begins_in_the_period_and_lasts_four_weeks() -> None:
    def slot(first: int, days: int) -> Slot:
        begins = TODAY + first * DAY
        return Slot(HERE, 1, begins, begins + (days - 1) * DAY)

    last = (PERIOD.last - TODAY).days
    for one, fits in ((slot(0, 28), True), (slot(0, 27), False), (slot(last, 60), True), (slot(last + 1, 60), False)):
        assert (pairs(slots=[one], people=[ADA]) == {(0, 0)}) is fits
    later = person(available_from=TODAY + 40 * DAY)
    assert pairs(slots=[slot(0, 67)], people=[later]) == set()
    assert pairs(slots=[slot(0, 68)], people=[later]) == {(0, 0)}
    gone = person(available_from=PERIOD.last + DAY)
    assert pairs(slots=[slot(0, 900)], people=[gone]) == set()


def test_those_who_stand_get_their_best_place_first_and_the_others_what_is_left() -> None:
    q = question([ADA, BO], SLOTS)
    fixed, rest = keep_locked(q, {1: 1})
    assert [(e.person, e.slot) for e in fixed] == [(0, 0)]
    assert {(e.person, e.slot) for e in rest.edges} == {(1, 1), (1, 2)}
    only = replace(q, edges=[e for e in q.edges if e.slot == 0])
    fixed, rest = keep_locked(only, {1: 1, 2: 1})
    assert [(e.person, e.slot) for e in fixed] == [(0, 0)], "two cannot stand on one place"
    assert list(rest.edges) == [], "and the other is left without"
    fixed, rest = keep_locked(q, {})
    assert (fixed, list(rest.edges)) == ([], list(q.edges))


def test_a_proposal_says_whether_it_was_decided_before_and_stands_by_place_and_person() -> None:
    q = question([BO, ADA], SLOTS)
    chosen = [e for e in q.edges if (e.person, e.slot) in {(0, 2), (1, 1)}]
    found = proposals(q, chosen, TODAY, {1: 1})
    assert [(p.person.id, p.slot.placement.id, p.locked) for p in found] == [(1, 1, True), (2, 2, False)]
    assert found[0].from_date == TODAY + 10 * DAY
    assert [waited(person(registered_on=TODAY - timedelta(d)), TODAY) for d in (-1, 0, 5, 3650, 3651)] == [
        0,
        0,
        5,
        3650,
        3650,
    ]


def test_a_round_looks_at_the_time_from_the_day_a_person_can_begin() -> None:
    """A place that is free at once is no nearer in time to somebody who comes in two months."""
    late = person(available_from=TODAY + 60 * DAY)
    soon, then = Slot(HERE, 1, TODAY, FAR), Slot(THERE, 1, TODAY + 60 * DAY, FAR)
    q = question([late, person(id=2)], [soon, then])
    score = {(e.person, e.slot): e.score for e in q.edges}
    assert score[0, 0] == score[0, 1]
    assert score[1, 0] > score[1, 1]
    assert all(q.match(e).score == e.score for e in q.edges)
    assert RoundPeriod(TODAY, TODAY).first == TODAY


@pytest.mark.parametrize(
    ("schedule", "at_15", "at_1445"),
    [
        ("mån-fre 07-15", MET, NOT_MET),
        ("mån-fre 07.00-14.45", MET, MET),
        ("mån-fre 07.00-15.01", NOT_MET, NOT_MET),
        ("mån-tors 07-16, fre 07-12", NOT_MET, NOT_MET),
        ("mån-fre 07-15 eller 09-16", NOT_KNOWN, NOT_KNOWN),
        ("mån-fre 07-14, ibland jour", NOT_KNOWN, NOT_KNOWN),
        ("mån-fre 07-14 enligt överenskommelse", NOT_KNOWN, NOT_KNOWN),
        ("rullande schema", NOT_KNOWN, NOT_KNOWN),
        ("mån-fre 21.00-07.00", NOT_MET, NOT_MET),
        ("", NOT_KNOWN, NOT_KNOWN),
    ],
)
def test_a_work_day_ends_in_time_by_its_latest_end(schedule: str, at_15: int, at_1445: int) -> None:
    where = place(schedule=schedule)
    assert answer(Need("end_before", "15:00"), where, NEAR) == at_15
    assert answer(Need("end_before", "14:45"), where, NEAR) == at_1445


def why(need: Need, trip: Trip | None = NEAR, who: dict[str, Any] | None = None, **given: Any) -> str:
    found = findings(person(needs=(need,), **(who or {})), place(**given), trip, TODAY, FACTS)
    (one,) = (c for c in found if c.code == f"NEED_{need.kind.upper()}")
    return str(one.text)


def test_what_is_not_known_of_a_need_says_what_is_missing() -> None:
    kind = Need("kind", "in_house", "must")
    assert why(kind) == "Must not met: In-house team"
    assert why(Need("kind", "in_house")).startswith("Not met: ")
    assert why(Need("lift_max", "10"), demands=("lift_max=7-15",)).endswith(
        "(of the work is known only: Lifts of up to 7–15 kg)"
    )
    assert why(Need("lift_max", "10")).endswith("(nobody has recorded this of the work: Lifting)")
    assert why(Need("district", "NH"), district="").endswith("(the placement's district is not recorded)")
    assert why(Need("end_before", "15:00"), schedule=" ").endswith("(the placement's working hours are not recorded)")
    assert why(Need("end_before", "nio")).endswith("(words that a person has to read)")
    travel = Need("max_travel", "15")
    assert why(travel, None, {"protection": 1}).endswith("(the record is protected)")
    assert why(travel, None, {"district": ""}).endswith("(the participant's district is not recorded)")
    assert why(travel, None, district="").endswith("(the placement's district is not recorded)")
    assert why(travel, None).endswith("(the district NH is unknown)")
    known = replace(FACTS, names={"NH": "Norra hamnen", "KV": "Kvarnen"})
    (one,) = findings(person(needs=(travel,)), place(district="KV"), None, TODAY, known)
    assert str(one.text).endswith("(the way between Norra hamnen and Kvarnen is not recorded)")


def test_matching_closes_to_a_minor_what_the_law_forbids_on_the_first_day_possible() -> None:
    young = person(born=TODAY.replace(year=TODAY.year - 18) + 30 * DAY)
    high = place(demands=("height=2",))
    for first, code in ((TODAY, "MINOR"), (TODAY + 29 * DAY, "MINOR"), (TODAY + 30 * DAY, "")):
        assert blocked(young, Opening(high, first, FAR, NEAR), DEFAULT_WEIGHTS, TODAY) == code
