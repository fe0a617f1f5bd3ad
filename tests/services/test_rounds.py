"""Matching rounds on a bank: who gets what, why somebody gets nothing, what one more place would give, accepting."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from amdesk.db.bank import settings
from amdesk.db.engine.backup import prove
from amdesk.db.port import Bank
from amdesk.domain.booking.matching import Weights
from amdesk.domain.booking.rounds import Policy, Price, RoundPeriod, Wishes
from amdesk.domain.errors import BadFile, Refused
from amdesk.domain.texts import text
from amdesk.services.booking.rounds import Round, Rounds
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY


def crowd(desk: Desk, count: int = 4, **given: object) -> list[int]:
    """People who wait, the first the longest."""
    return [
        make.participant(desk.bank, name=f"Person {i}", registered_on=TODAY - timedelta(90 - i), **given)
        for i in range(count)
    ]


def priced(desk: Desk, answer: Round) -> list[Price]:
    out: list[Price] = []
    for _ in desk.rounds.prices(answer, out):
        pass
    return out


def test_a_round_says_of_a_shared_place_that_matching_proposes_that_it_is_booked_by_hand(desk: Desk) -> None:
    """Matching and round give one answer: half a place is free, and a round gives whole ones."""
    shared = make.placement(desk.bank, name="Delade laget", shared=True)
    has = make.participant(desk.bank, extent=50)
    desk.booking.book(has, shared, TODAY, TODAY + timedelta(300))
    half, whole = (make.participant(desk.bank, extent=e, registered_on=TODAY) for e in (50, 75))
    answer = desk.rounds.solve()
    told = {u.person.id: " ".join(str(w) for w in u.why) for u in desk.rounds.unplaced(answer)}
    said = "Delade laget has room for 50 % beside others: a round gives whole places alone, so book it by hand"
    assert told[half] == said
    assert [bool(desk.matching.for_participant(p).ranked) for p in (half, whole)] == [True, False]
    assert said not in told[whole]
    assert "No free place fits: no free place (1)" in told[whole]
    full = make.placement(desk.bank, name="Enda laget")
    desk.booking.book(half, shared, TODAY, TODAY + timedelta(100))
    answer = desk.rounds.solve()
    assert [p.slot.placement.id for p in answer.optimal] == [full]


def test_a_round_places_more_than_first_come_where_the_first_takes_the_only_place_of_the_last(desk: Desk) -> None:
    driver, other = crowd(desk, 1, licence="B")[0], make.participant(desk.bank, name="Sist")
    parks, van = make.placement(desk.bank), make.placement(desk.bank, licence="B", occupation="LOK", name="Bilen")
    answer = desk.rounds.solve()
    assert {p.person.id: p.slot.placement.id for p in answer.optimal} == {driver: van, other: parks}
    assert [p.person.id for p in answer.first_come] == [driver]


def test_accepting_a_round_books_all_in_one_step_and_undo_takes_all_back(desk: Desk) -> None:
    crowd(desk, 3)
    make.placement(desk.bank, 2)
    make.placement(desk.bank, 1)
    answer = desk.rounds.solve()
    ref = desk.rounds.keep(answer)
    desk.rounds.accept(ref, answer.optimal)
    assert [b.status for b in desk.booking.every()] == ["booked"] * 3
    assert desk.rounds.solve().question.people == []
    assert desk.rounds.latest()[0].accepted == 3
    assert prove(desk.bank) == []
    desk.history.undo()
    assert desk.booking.every() == []
    assert len(desk.rounds.solve().optimal) == 3


def test_where_one_proposal_is_refused_none_is_booked(desk: Desk) -> None:
    first, second = crowd(desk, 2)
    place = make.placement(desk.bank, 2)
    answer = desk.rounds.solve()
    desk.booking.book(second, place, TODAY, TODAY + timedelta(40))
    with pytest.raises(Refused, match=r"Nothing was booked\. Person 1"):
        desk.rounds.accept(desk.rounds.keep(answer), answer.optimal)
    assert [b.participant_id for b in desk.booking.every()] == [second]
    assert first


def test_a_round_is_kept_with_policy_input_and_result(desk: Desk) -> None:
    crowd(desk, 2)
    make.placement(desk.bank)
    answer = desk.rounds.solve()
    ref = desk.rounds.keep(answer)
    (kept,) = desk.rounds.latest()
    assert kept.ref == ref
    assert kept.actor == "Test"
    assert kept.policy["order"] == ["placed", "fit", "waiting"]
    assert kept.asked["people"] == ["D-0001", "D-0002"]
    assert kept.result["optimal"][0] == {
        "participant": "D-0001",
        "placement": "P-0001",
        "from": "2026-11-23",
        "to": "2027-05-22",
        "score": answer.optimal[0].match.score,
        "locked": False,
    }


def test_a_lock_stands_and_an_excluded_pair_never_comes_back(desk: Desk) -> None:
    first, second = crowd(desk, 2)
    goal, other = make.placement(desk.bank), make.placement(desk.bank, occupation="LOK", name="Skolan")
    locked = desk.rounds.solve(wishes=Wishes(locked={first: other}))
    assert {p.person.id: (p.slot.placement.id, p.locked) for p in locked.optimal} == {
        first: (other, True),
        second: (goal, False),
    }
    without = desk.rounds.solve(wishes=Wishes(excluded=frozenset({(first, goal), (second, goal)})))
    assert [p.slot.placement.id for p in without.optimal] == [other]


def test_a_lock_on_a_full_placement_is_told_and_not_dropped_silently(desk: Desk) -> None:
    first, second = crowd(desk, 2)
    place = make.placement(desk.bank)
    answer = desk.rounds.solve(wishes=Wishes(locked={first: place, second: place}))
    assert [p.person.id for p in answer.optimal] == [first]
    assert [p.id for p in answer.broken_locks] == [second]


def test_who_is_crowded_out_is_told_how_many_more_places_would_reach_her(desk: Desk) -> None:
    crowd(desk, 3)
    make.placement(desk.bank)
    left = desk.rounds.unplaced(desk.rounds.solve())
    said = [str(u.why[1]) for u in left]
    assert said == ["One more place at Björkparken would give one", "2 more places at Björkparken would give one"]


def test_who_fits_nowhere_is_told_the_rules_and_the_nearest_change(desk: Desk) -> None:
    crowd(desk, 1, language="A0")
    make.placement(desk.bank, licence="B", language_min="C1", name="Långt bort")
    make.placement(desk.bank, licence="B", name="Bilen")
    (left,) = desk.rounds.unplaced(desk.rounds.solve())
    assert str(left.why[0]) == "No free place fits: driving licence required (2)"
    assert (
        str(left.why[1])
        == "Bilen would fit: The participant gets driving licence B · The participant reaches Swedish A1"
    )


def test_the_price_of_a_missing_place_is_the_optimum_with_it_minus_the_optimum_now(desk: Desk) -> None:
    crowd(desk, 3)
    place = make.placement(desk.bank)
    idle = make.placement(desk.bank, licence="C", name="Lastbilen")
    answer = desk.rounds.solve()
    prices = {p.placement.id: p for p in priced(desk, answer)}
    assert (prices[place].more_placed, prices[place].less_placed, prices[place].places) == (1, -1, 1)
    assert (prices[idle].more_placed, prices[idle].less_placed, prices[idle].fitting) == (0, 0, 0)
    desk.placements.change(place, {}, 2)
    assert len(desk.rounds.solve().optimal) - len(answer.optimal) == prices[place].more_placed


def test_a_protected_person_stands_in_a_round_by_number_alone(desk: Desk) -> None:
    make.participant(desk.bank, name="Hemlig Person", protection=1)
    make.placement(desk.bank)
    answer = desk.rounds.solve()
    ref = desk.rounds.keep(answer)
    assert "Hemlig" not in str(desk.rounds.latest()) + str(answer.optimal[0].person.shown_name)
    assert ref


def test_a_kept_round_says_no_place_that_was_decided_for_whoever_is_protected_by_now(desk: Desk) -> None:
    first, second = crowd(desk, 2)
    place, other = make.placement(desk.bank, 3, name="Björkparken"), make.placement(desk.bank, 3, name="Ängen")
    wishes = Wishes({first: place, second: place}, frozenset({(first, other), (second, other)}))
    desk.rounds.keep(desk.rounds.solve(wishes=wishes))
    desk.participants.protect(first, 2)
    (kept,) = desk.rounds.latest()
    hers, theirs = "D-0001", "D-0002"
    assert kept.asked["locked"] == {theirs: "P-0001"}
    assert kept.asked["excluded"] == [[theirs, "P-0002"]]
    assert {p["participant"]: p["placement"] for p in kept.result["optimal"]} == {hers: "", theirs: "P-0001"}


def test_the_same_bank_gives_the_same_round(desk: Desk) -> None:
    crowd(desk, 6)
    make.placement(desk.bank, 3)
    first, second = desk.rounds.solve(), desk.rounds.solve()
    assert first.optimal == second.optimal


def test_a_policy_with_other_weights_makes_a_new_version_of_both_and_the_rest_of_the_weights_stays(desk: Desk) -> None:
    before = settings.weights(desk.bank)
    set_setting(desk.bank, before)
    own = desk.rounds.policy()
    parts = {**before.parts, "goal": before.parts["goal"] + 5}
    desk.rounds.set_policy(replace(own, order=("fit", "placed", "waiting"), weights=replace(own.weights, parts=parts)))
    kept, weights = desk.rounds.policy(), settings.weights(desk.bank)
    assert (kept.version, kept.order) == (own.version + 1, ("fit", "placed", "waiting"))
    assert (weights.version, dict(weights.parts)) == (8, parts)
    assert (weights.important, weights.nice, weights.allowed_language_gap) == (5, 2, 2)
    desk.rounds.set_policy(kept)
    assert (desk.rounds.policy().version, settings.weights(desk.bank).version) == (own.version + 2, 8)
    assert kept.weights == weights


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_a_policy_that_is_kept_is_asked_by_every_check(desk: Desk, gap: int) -> None:
    person = make.participant(desk.bank, language="A1")
    place = make.placement(desk.bank, language_min="B1")  # two steps above
    own = desk.rounds.policy()
    desk.rounds.set_policy(replace(own, weights=replace(own.weights, allowed_language_gap=gap, nice=9)))
    now = settings.weights(desk.bank)
    assert (now.allowed_language_gap, now.nice) == (gap, 9)
    assert desk.rounds.policy().weights == now
    fits = gap == 2
    assert len(desk.rounds.solve().optimal) == len(desk.matching.for_participant(person).ranked) == fits
    last = TODAY + timedelta(60)
    assert [c.must for c in desk.booking.checks(person, place, TODAY, last, 100) if c.code == "LANGUAGE"] == [not fits]


def test_a_policy_that_was_kept_before_says_nothing_beside_the_weights(desk: Desk) -> None:
    with desk.bank.write(text("kept before")):
        settings.set_setting(
            desk.bank, "round_policy", json.dumps(replace(desk.rounds.policy()).document() | {"nice": 77})
        )
    assert desk.rounds.policy().weights.nice == settings.weights(desk.bank).nice != 77


def test_a_what_if_with_a_wider_gap_says_what_the_unit_does_not_allow_and_books_nothing_of_it(desk: Desk) -> None:
    make.participant(desk.bank, language="A1", name="Vid Tröskeln")
    make.placement(desk.bank, language_min="B1")
    own = desk.rounds.policy()
    assert desk.rounds.solve().optimal == []
    answer = desk.rounds.solve(policy=replace(own, weights=replace(own.weights, allowed_language_gap=2)))
    (said,) = desk.rounds.reasons(answer)
    assert ("warn", "LANGUAGE") in [(r.level, r.code) for r in said if r.must]
    with pytest.raises(Refused, match="Vid Tröskeln"):
        desk.rounds.accept(desk.rounds.keep(answer), answer.optimal)


def set_setting(bank: Bank, weights: Weights) -> None:
    """Weights of the unit's own in version 7, none of them as usual."""
    said = {"version": 7, "parts": dict(weights.parts), "important": 5, "nice": 2, "allowed_language_gap": 2}
    with bank.write(text("own weights")):
        settings.set_setting(bank, "weights", json.dumps(said))


def test_a_policy_that_somebody_else_changed_meanwhile_becomes_the_version_after_theirs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds = Rounds(desk.work)
    read = rounds.policy
    met: list[Policy] = []

    def policy() -> Policy:
        """Right after the first look somebody else stores another."""
        found = read()
        if not met:
            met.append(found)
            Rounds(rounds.work).set_policy(replace(found, order=("waiting", "fit", "placed")))
        return found

    monkeypatch.setattr(rounds, "policy", policy)
    mine = replace(read(), order=("fit", "placed", "waiting"))
    rounds.set_policy(mine)
    assert (read().version, read().order) == (met[0].version + 2, mine.order)


def test_a_round_takes_those_named_in_the_period_named(desk: Desk) -> None:
    first, second = crowd(desk, 2)
    here, there = make.placement(desk.bank, name="Här"), make.placement(desk.bank, name="Där")
    some = desk.rounds.solve(participants=[second], placements=[there])
    assert [(p.person.id, p.slot.placement.id) for p in some.optimal] == [(second, there)]
    assert desk.rounds.solve(participants=[]).optimal == []
    assert len(desk.rounds.solve(placements=[here]).optimal) == 1
    assert desk.rounds.period() == RoundPeriod(TODAY, TODAY + timedelta(92))
    day = TODAY + timedelta(40)
    later = desk.rounds.solve(period=RoundPeriod(day, day), participants=[first])
    assert later.optimal[0].from_date == day
    with pytest.raises(Refused) as caught:
        desk.rounds.solve(period=RoundPeriod(day, day - timedelta(1)))
    assert caught.value.code == "ORDER"


def test_a_place_that_is_free_after_the_period_only_counts_as_full(desk: Desk) -> None:
    crowd(desk, 1)
    make.placement(desk.bank, name="Full", open_from=TODAY + timedelta(93))
    (left,) = desk.rounds.unplaced(desk.rounds.solve())
    assert "no free place (1)" in str(left.why[0])
    near = make.placement(desk.bank, name="Öppnar", open_from=TODAY + timedelta(92))
    assert [p.slot.placement.id for p in desk.rounds.solve().optimal] == [near]


def test_who_is_crowded_out_is_told_how_many_placements_fit_and_the_order_that_decided(desk: Desk) -> None:
    crowd(desk, 3)
    make.placement(desk.bank, name="Ett")
    make.placement(desk.bank, name="Två")
    make.placement(desk.bank, name="Bilen", licence="B")
    (left,) = desk.rounds.unplaced(desk.rounds.solve())
    assert left.fitting == 2
    assert str(left.why[0]).startswith(
        "2 placements fit, but every free place goes to somebody else: most people placed"
    )
    assert str(left.why[1]) == "One more place at Ett would give one"


def test_reasons_against_are_counted_most_first_and_the_nearest_needs_the_fewest_changes(desk: Desk) -> None:
    crowd(desk, 1, language="A0", licence="")
    for name in ("Bil 1", "Bil 2"):
        make.placement(desk.bank, name=name, licence="B", language_min="")
    make.placement(desk.bank, name="Språk", language_min="B2", occupation="LOK")
    (left,) = desk.rounds.unplaced(desk.rounds.solve())
    assert str(left.why[0]) == "No free place fits: driving licence required (2) · more Swedish required (1)"
    assert str(left.why[1]) == "Bil 1 would fit: The participant gets driving licence B"


def test_prices_stand_dearest_first_with_what_one_less_would_take(desk: Desk) -> None:
    crowd(desk, 3)
    make.placement(desk.bank, 1, name="Önskad")
    make.placement(desk.bank, 1, name="Lastbil", licence="C")
    make.placement(desk.bank, 1, name="Annat", occupation="LOK")
    answer = desk.rounds.solve()
    assert len(answer.optimal) == 2
    found: list[Price] = []
    told = list(desk.rounds.prices(answer, found))
    assert told == [(0, 3, "Önskad"), (1, 3, "Lastbil"), (2, 3, "Annat")]
    assert [p.placement.name for p in found] == ["Önskad", "Annat", "Lastbil"]
    assert [(p.more_placed, p.less_placed, p.places, p.fitting) for p in found] == [
        (1, -1, 1, 3),
        (1, -1, 1, 3),
        (0, 0, 1, 0),
    ]
    assert found[0].more_fit > found[1].more_fit > 0 > found[1].less_fit > found[0].less_fit


def test_a_locked_place_is_not_the_one_held_back_for_a_price(desk: Desk) -> None:
    (first,) = crowd(desk, 1)
    place = make.placement(desk.bank)
    answer = desk.rounds.solve(wishes=Wishes(locked={first: place}))
    (price,) = priced(desk, answer)
    assert (price.less_placed, price.less_fit, price.more_placed) == (0, 0, 0)


def test_a_round_keeps_what_was_locked_and_excluded_by_number_and_its_read_is_logged(desk: Desk) -> None:
    first, second = crowd(desk, 2)
    place, other = make.placement(desk.bank), make.placement(desk.bank, name="Skolan")
    answer = desk.rounds.solve(
        wishes=Wishes(locked={first: place}, excluded=frozenset({(second, place), (first, other)}))
    )
    ref = desk.rounds.keep(answer)
    (past,) = desk.rounds.latest()
    assert past.asked["locked"] == {"D-0001": "P-0001"}
    assert past.asked["excluded"] == [["D-0001", "P-0002"], ["D-0002", "P-0001"]]
    assert past.asked["placements"] == ["P-0001", "P-0002"]
    assert (past.result["optimal"][0]["locked"], past.result["optimal"][1]["locked"]) == (True, False)
    assert ("round", ref) in [(r.what, r.why) for r in desk.history.access()]


def test_a_round_is_accepted_as_reservations_where_somebody_says_so(desk: Desk) -> None:
    crowd(desk, 1, extent=75)
    make.placement(desk.bank, 2)
    answer = desk.rounds.solve()
    (receipt,) = desk.rounds.accept(desk.rounds.keep(answer), answer.optimal, reserve=True)
    assert (receipt.booking.status, receipt.booking.extent) == ("reserved", 75)
    assert receipt.booking.expires_on is not None


def test_a_file_that_is_no_policy_is_refused_in_a_sentence(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    for said, words in (("{", "cannot be read as JSON"), ('{"order": ["placed"]}', "order"), ("[]", "JSON object")):
        path.write_text(said, "utf-8")
        with pytest.raises(BadFile, match=words):
            desk.rounds.policy_of(path)
    path.write_text('{"order": ["fit", "placed", "waiting"]}', "utf-8")
    assert desk.rounds.policy_of(path).order == ("fit", "placed", "waiting")
    assert desk.rounds.policy_of(path).weights == desk.matching.weights()
