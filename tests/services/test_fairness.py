"""Rounds are followed by group beside chance, bookings by their place in what was proposed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from amdesk.db.port import one, update
from amdesk.domain.booking.fairness import PASSED_REASONS, RANDOM_ORDERS, GroupShare, band, by_chance, summed, taken
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY, Need

DAY = timedelta(1)


def town(desk: Desk, people: int, places: int, **given: Any) -> list[int]:
    for i in range(places):
        make.placement(desk.bank, name=f"Plats {i}", language_min="")
    return [
        make.participant(
            desk.bank,
            name=f"Prov Väntar{i}",
            gender=("woman", "man")[i % 2],
            language=("A1", "B1", "")[i % 3],
            registered_on=TODAY - (10 + 40 * i) * DAY,
            **given,
        )
        for i in range(people)
    ]


def shares_of(desk: Desk) -> dict[tuple[str, str], GroupShare]:
    kept = one(desk.bank, "select followed from round order by id desc limit 1") or {}
    return {(s.kind, s.code): s for s in (GroupShare(*row) for row in json.loads(kept["followed"]))}


def test_a_round_keeps_who_was_placed_by_gender_swedish_and_waiting_beside_chance(desk: Desk) -> None:
    town(desk, 6, 3)
    desk.rounds.keep(desk.rounds.solve())
    found = shares_of(desk)
    assert found["all", ""][2:4] == (6, 3)
    for kind in ("gender", "language", "waited"):
        mine = [s for (k, _), s in found.items() if k == kind]
        assert (sum(s.waiting for s in mine), sum(s.placed for s in mine)) == (6, 3)
        assert sum(s.chance for s in mine) == pytest.approx(30, abs=2)
    assert found["gender", "woman"].waiting == 3
    assert found["language", ""].waiting == 2
    assert {code for k, code in found if k == "waited"} == {"30", "90", "180", "more"}
    again = shares_of(desk)
    desk.rounds.keep(desk.rounds.solve())
    assert shares_of(desk) == again, "the same seed, the same chance"


def test_chance_gives_everybody_an_equal_part_of_one_place_and_nobody_one_she_must_not_have(desk: Desk) -> None:
    town(desk, 4, 1)
    barred = make.participant(desk.bank, name="Prov Utan", needs=(Need("district", "KV", "must"),))
    question = desk.rounds.solve().question
    found = by_chance(question)
    without = next(i for i, p in enumerate(question.people) if p.id == barred)
    assert found[without] == 0
    assert sum(found) == RANDOM_ORDERS
    assert all(n > 0 for i, n in enumerate(found) if i != without)


def test_several_rounds_are_summed_and_bands_of_waiting_meet() -> None:
    one_round = [GroupShare("all", "", 6, 3, 30), GroupShare("gender", "man", 3, 1, 15)]
    assert summed([one_round, one_round, []]) == [
        GroupShare("all", "", 12, 6, 60),
        GroupShare("gender", "man", 6, 2, 30),
    ]
    assert [band(n) for n in (0, 30, 31, 90, 91, 180, 181)] == ["30", "30", "90", "90", "180", "180", "more"]


def kept(desk: Desk, ref: str) -> tuple[Any, ...]:
    row = one(desk.bank, "select proposed_rank, passed_why, overruled from booking where ref = :r", r=ref) or {}
    return row["proposed_rank"], row["passed_why"], row["overruled"]


def test_a_booking_keeps_its_place_in_what_was_proposed_and_the_reason_where_it_was_not_the_first(desk: Desk) -> None:
    best = make.placement(desk.bank, name="Bästa", occupation="PAR", language_min="")
    other = make.placement(desk.bank, name="Andra", occupation="LOK", language_min="")
    a, b, c = (make.participant(desk.bank, name=f"Prov {x}") for x in "ABC")
    days = TODAY + 7 * DAY, TODAY + 190 * DAY
    first = desk.booking.book(a, best, *days, passed="WISH").booking.ref
    assert kept(desk, first) == (1, "", ""), "the first needs no reason"
    desk.booking.cancel(first)
    assert kept(desk, desk.booking.book(b, other, *days, passed="WISH").booking.ref) == (2, "WISH", "")
    with pytest.raises(Refused, match="is no reason here"):
        desk.booking.book(c, best, *days, passed="NONE")
    strict = make.participant(desk.bank, name="Prov D", needs=(Need("district", "KV", "must"),))
    ref = desk.booking.book(strict, best, *days, despite="Hon vill").booking.ref
    assert kept(desk, ref) == (None, "", "NEED_DISTRICT")
    report = desk.fairness.report(TODAY, TODAY)
    assert (report.taken.booked, report.taken.first) == (2, 1)
    assert (report.taken.reasons, report.taken.overruled) == ({"WISH": 1}, {"NEED_DISTRICT": 1})
    said = " ".join(str(s) for s in report.sentences())
    assert "The first proposal was taken in 1 of 2 bookings." in said
    assert "another district (1)" in said
    assert f"the most common reason is: {PASSED_REASONS['WISH']} (1)." in said


def test_what_a_round_proposed_is_the_first_of_what_was_proposed(desk: Desk) -> None:
    town(desk, 2, 2)
    answer = desk.rounds.solve()
    made = desk.rounds.accept(desk.rounds.keep(answer), answer.optimal)
    assert [kept(desk, r.booking.ref)[0] for r in made] == [1, 1]


@pytest.mark.parametrize("begun", [False, True])
def test_whoever_is_moved_has_the_rank_of_the_place_she_is_moved_to(desk: Desk, *, begun: bool) -> None:
    best = make.placement(desk.bank, name="Bästa", occupation="PAR", language_min="")
    other = make.placement(desk.bank, name="Andra", occupation="LOK", language_min="")
    third = make.placement(desk.bank, name="Full", occupation="LOK", language_min="", district="KV", status="closed")
    who = make.participant(desk.bank)
    ref = desk.booking.book(who, other, TODAY, TODAY + 190 * DAY, passed="WISH").booking.ref
    if begun:
        desk.booking.introduction_seen(ref)
        desk.booking.start(ref)
    desk.booking.move(ref, other, None, TODAY + 200 * DAY)
    assert kept(desk, ref) == (2, "WISH", ""), "other days at the same place are no other proposal"
    moved = desk.booking.move(ref, best, TODAY + 7 * DAY if begun else None).ref
    assert kept(desk, moved) == (1, "", "")
    assert (kept(desk, ref) == (2, "WISH", "")) is begun, "what was is not rewritten"
    with pytest.raises(Refused):
        desk.booking.move(moved, third)


def test_a_round_of_which_nothing_was_kept_is_no_round_of_the_period(desk: Desk) -> None:
    town(desk, 2, 1)
    desk.rounds.keep(desk.rounds.solve())
    assert desk.fairness.report(TODAY, TODAY).rounds == 1
    with desk.bank.write(text("a round from before they were followed")):
        update(desk.bank, "round", 1, followed="[]")
    assert desk.fairness.report(TODAY, TODAY).rounds == 0


def test_a_round_that_was_taken_back_is_none_of_the_period(desk: Desk) -> None:
    town(desk, 2, 1)
    for _ in range(2):
        desk.rounds.keep(desk.rounds.solve())
    with desk.bank.write(text("taken back")):
        update(desk.bank, "round", 1, void=1)
    assert desk.fairness.report(TODAY, TODAY).rounds == 1


def test_a_period_that_ends_before_it_begins_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="before the start"):
        desk.fairness.report(TODAY, TODAY - DAY)


def test_rules_that_were_passed_over_stand_by_how_often_and_then_by_name() -> None:
    found = taken([(1, "", "B A"), (2, "wish", "C"), (3, "far", "C B"), (None, "", "D")])
    assert (found.booked, found.first, list(found.overruled.items())) == (
        3,
        1,
        [("B", 2), ("C", 2), ("A", 1), ("D", 1)],
    )
    assert list(found.reasons.items()) == [("far", 1), ("wish", 1)]
    often = taken([(2, "wish", ""), (3, "far", ""), (2, "wish", ""), (4, "age", "")])
    assert list(often.reasons.items()) == [("wish", 2), ("age", 1), ("far", 1)], "the most frequent first"
