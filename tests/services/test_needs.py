"""What stands between a person and a place is said alike wherever it is asked: match, why, board, round, book, move."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from amdesk.db.bank import reference
from amdesk.db.people import participants as people
from amdesk.db.port import rows
from amdesk.domain.booking.needs import MET, NOT_KNOWN, NOT_MET, answer
from amdesk.domain.errors import Refused
from amdesk.domain.people.participant import Need
from amdesk.domain.people.vocabulary import VOCABULARY
from amdesk.domain.texts import text
from amdesk.i18n import Words
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_modules import module

OF_THE_PERIOD = {"SHORT", "PAST", "EXTENT", "FORM_STEP"}
"""Warnings about the days and the extent that somebody typed: no answer about the pair."""
NEEDS = [
    Need("daytime", "", "must"), Need("start_after", "09:00", "important"), Need("start_after", "kl 9", "must"), Need("avoid", "lyft", "must"),
    Need("avoid", "djur", "nice"), Need("lift_max", "10", "important"), Need("max_travel", "15", "must"), Need("district", "KV", "important"),
    Need("kind", "external", "nice"), Need("words", "lugn miljö", "must"), Need("words", "nära buss", "important"), Need("okänt", "x", "must"),
]  # fmt: skip


def somebody(desk: Desk, dice: Random) -> int:
    return make.participant(
        desk.bank,
        needs=tuple(dice.sample(NEEDS, dice.randrange(4))),
        language=dice.choice(("", "A1", "B1")),
        licence=dice.choice(("", "B")),
        born=dice.choice((None, date(1986, 4, 12), date(2010, 1, 13))),
        district=dice.choice(("", "NH", "Södra Slingan")),
        max_travel=dice.choice((None, 30)),
        registered_on=TODAY - timedelta(30),
    )


def somewhere(desk: Desk, dice: Random) -> int:
    return make.placement(
        desk.bank,
        5,
        schedule=dice.choice(("mån-fre 06.30-15.15", "mån-fre 09.00-16.00", "", "enligt överenskommelse")),
        demands=dice.choice(((), ("lyft",), ("gaende",))),
        district=dice.choice(("", "NH", "KV")),
        language_min=dice.choice(("", "A2", "B2")),
        licence=dice.choice(("", "B")),
        background_check=dice.choice(("none", "school_act")),
        kind=dice.choice(("external", "in_house")),
    )


def city(desk: Desk) -> None:
    trip = {"walk_min": 60, "cycle_min": 20, "bus_min": 18, "changes": 0}
    with desk.bank.write(text("a city")):
        reference.add_code(desk.bank, "districts", "NH", "Norra Hamnen")
        reference.add_code(desk.bank, "districts", "KV", "Kvarnstaden")
        reference.add_travel(desk.bank, {"from": "NH", "to": "NH", **trip, "bus_min": 9})
        reference.add_travel(desk.bank, {"from": "NH", "to": "KV", **trip})


def sentences(found: Iterable[Any]) -> set[str]:
    return {str(c.text) for c in found if c.code and c.code not in OF_THE_PERIOD}


@pytest.mark.thorough(12)
@pytest.mark.parametrize("seed", range(12))
def test_match_why_board_round_book_and_move_warn_in_the_same_sentences(desk: Desk, seed: int) -> None:
    dice = Random(seed)
    city(desk)
    place = somewhere(desk, dice)
    who = [somebody(desk, dice) for _ in range(5)]
    board = {m.participant.id: sentences(r for r in said if r.warns) for m, said in desk.matching.fitting(place, 9)}
    answer = desk.rounds.solve()
    proposed = {
        p.person.id: sentences(said) for p, said in zip(answer.optimal, desk.rounds.reasons(answer), strict=True)
    }
    for person in who:
        asked = sentences(desk.matching.why(person, place).warnings)
        ranked = desk.matching.for_participant(person).ranked
        for said in desk.matching.reasons(person, ranked):
            assert sentences(said) == asked
        assert (person in board) is bool(ranked) is (person in proposed)
        assert board.get(person, asked) == proposed.get(person, asked) == asked
        fits = desk.matching.why(person, place).fits
        if not fits:
            with pytest.raises(Refused) as refused:
                desk.booking.book(person, place, TODAY, TODAY + timedelta(200))
            assert refused.value.code == "MUST"
            assert str(refused.value.text).startswith(tuple(asked))
        despite = "" if fits else "Provas två veckor"
        receipt = desk.booking.book(person, place, TODAY, TODAY + timedelta(200), despite=despite)
        assert (sentences(receipt.warnings), receipt.booking.despite) == (asked, despite)
        moved = desk.booking.move(receipt.booking.ref, None, TODAY + timedelta(3), TODAY + timedelta(210))
        assert sentences(desk.booking.warnings(moved.ref)) == asked
        later = desk.booking.extend(moved.ref, TODAY + timedelta(220))
        assert sentences(desk.booking.warnings(later.ref)) == asked


@pytest.mark.parametrize("weight", ["must", "important", "nice"])
def test_a_need_in_free_words_is_said_at_every_door_and_called_met_at_none(desk: Desk, weight: str) -> None:
    who = make.participant(desk.bank, needs=(Need("words", "lugn miljö", weight),), born=date(1986, 4, 12))
    place = make.placement(desk.bank)
    receipt = desk.booking.book(who, place, TODAY, TODAY + timedelta(200))
    (sentence,) = sentences(receipt.warnings)
    assert "lugn miljö" in sentence
    assert "Not known" in sentence
    desk.booking.cancel(receipt.booking.ref)
    for found in (
        desk.matching.reasons(who, desk.matching.for_participant(who).ranked)[0],
        desk.matching.fitting(place, 1)[0][1],
        desk.rounds.reasons(desk.rounds.solve())[0],
    ):
        assert sentence in {str(r.text) for r in found}
        assert "All needs met" not in {str(r.text) for r in found}


def test_a_module_that_meets_in_working_hours_is_said_at_booking_too(desk: Desk) -> None:
    who, m, place = make.participant(desk.bank), module(desk), make.placement(desk.bank)
    desk.modules.step(desk.modules.need(who, "yrkessvenska").id, "enrolled", module_id=m.id)
    found = desk.booking.book(who, place, TODAY, TODAY + timedelta(200)).warnings
    assert "Yrkessvenska i kök (tis) lies within the working hours" in [str(c.text) for c in found]


def told(found: Iterable[Any], code: str) -> set[tuple[str, str]]:
    """What is said about a need in both languages."""
    return {(Words("en").say(f.text), Words("sv").say(f.text)) for f in found if f.code == code}


def demanded(entry: Any) -> Iterable[tuple[Need, tuple[str, ...]]]:
    """For an entry a need with demands that meet it, break it, and leave it unknown in each way."""
    grades = list(entry.numbers or range(len(entry.demands)))
    low, high = grades[0], grades[-1]
    need = Need(entry.id, str(high if entry.offer else low), "must")
    yes, no = (high, low) if entry.offer else (low, high)
    for demands in ((f"{entry.id}={yes}",), (f"{entry.id}={no}",), (f"{entry.id}={low}-{high}",), (), ("words=annat",)):
        yield need, demands


OWN_FIELDS: list[tuple[Need, dict[str, Any]]] = [
    (need, given)
    for need, each in (
        (Need("daytime", "", "must"), [{"schedule": s} for s in ("mån-fre 08.00-16.00", "mån-fre 14-22", "")]),
        (Need("start_after", "09:00", "must"), [{"schedule": s} for s in ("mån-fre 09-16", "mån-fre 06.30-15.15", "")]),
        (Need("end_before", "15:00", "must"), [{"schedule": s} for s in ("mån-fre 07-15", "mån-fre 06.30-15.15", "")]),
        (Need("max_travel", "15", "must"), [{"district": d} for d in ("NH", "KV", "")]),
        (Need("district", "NH", "must"), [{"district": d} for d in ("NH", "KV", "")]),
        (Need("kind", "external", "must"), [{"kind": k} for k in ("external", "in_house")]),
        (Need("occupation", "PAR", "must"), [{"occupation": o} for o in ("PAR", "LOK")]),
        (Need("words", "lugn miljö", "must"), [{}]),
    )
    for given in each
]
CASES: list[tuple[str, list[tuple[Need, dict[str, Any]]]]] = [
    *((e.id, [(n, {"demands": d}) for n, d in demanded(e)]) for e in VOCABULARY),
    ("own fields", OWN_FIELDS),
]


@pytest.mark.parametrize(("entry", "cases"), CASES, ids=[name for name, _ in CASES])
@pytest.mark.thorough(18)
def test_one_answer_and_one_sentence_at_every_door(
    desk: Desk, entry: str, cases: list[tuple[Need, dict[str, Any]]]
) -> None:
    city(desk)
    seen = set()
    for need, given in cases:
        who = make.participant(desk.bank, needs=(need,), born=date(1986, 4, 12), registered_on=TODAY - timedelta(9))
        place = make.placement(desk.bank, 2, **{"language_min": "", **given})
        code = f"NEED_{need.kind.upper()}"
        person, where = desk.work.participant(who), desk.work.placement(place)
        right = answer(need, where, desk.matching.pair(who, place).trip)
        seen.add(right)
        why = desk.matching.why(who, place)
        (rule,) = (r for r in why.rules if r.code == code)
        assert (rule.answer, why.fits) == (right, right != NOT_MET)
        said = told(why.warnings, code)
        assert len(said) == (right != MET)
        matched = [m for m in desk.matching.for_participant(who).ranked if m.opening.placement.id == place]
        waiting = [s for m, s in desk.matching.fitting(place, 99) if m.participant.id == who]
        answered = desk.rounds.solve(participants=[who], placements=[place])
        assert bool(matched) is bool(waiting) is bool(answered.optimal) is why.fits
        shown = [*desk.matching.reasons(who, matched), *waiting, *desk.rounds.reasons(answered)]
        assert all(told(found, code) == said for found in shown)
        assert all(any(r.code == "" and str(r.text) == "All needs met" for r in s) is (right == MET) for s in shown)
        assert told(desk.booking.checks(who, place, TODAY, TODAY + timedelta(200)), code) == said
        if not why.fits:
            with pytest.raises(Refused) as refused:
                desk.booking.book(who, place, TODAY, TODAY + timedelta(200))
            ((english, swedish),) = said
            assert english in Words("en").say(refused.value.text)
            assert swedish in Words("sv").say(refused.value.text)
            with pytest.raises(Refused):
                desk.booking.book(who, place, TODAY, TODAY + timedelta(200), despite="  ")
        kept = "" if why.fits else "Hon vill prova"
        booked = desk.booking.book(who, place, TODAY, TODAY + timedelta(200), despite="Hon vill prova")
        assert (told(booked.warnings, code), booked.booking.despite) == (said, kept)
        other = make.placement(desk.bank, 2, **{"language_min": "", **given})
        if not why.fits:
            with pytest.raises(Refused):
                desk.booking.move(booked.booking.ref, other)
        moved = desk.booking.move(booked.booking.ref, other, despite=kept)
        assert (told(desk.booking.warnings(moved.ref), code), moved.despite) == (said, kept)
        later = desk.booking.extend(moved.ref, TODAY + timedelta(220))
        assert (told(desk.booking.warnings(later.ref), code), later.despite) == (said, kept)
        assert person.needs == (need,)
    assert seen == {MET, NOT_MET, NOT_KNOWN}, entry


@pytest.mark.parametrize(
    ("born", "given", "extent", "code"),
    [
        (date(2009, 12, 1), {"demands": ("height=2",)}, 100, "MINOR_TASK"), (date(2009, 12, 1), {"demands": ("height=1",)}, 100, ""),
        (date(2009, 12, 1), {"demands": ("height=0-2",)}, 100, ""), (date(2009, 12, 1), {"demands": ("money=1",)}, 100, "MINOR_TASK"),
        (date(2009, 12, 1), {"demands": ("violence=1",)}, 100, "MINOR_TASK"), (date(2009, 12, 1), {"schedule": "mån-fre 05.00-13.00"}, 100, "MINOR_HOURS"),
        (date(2009, 12, 1), {"schedule": "mån-fre 14.00-23.30"}, 100, "MINOR_HOURS"), (date(2009, 12, 1), {"schedule": "mån-fre 07.00-23.00"}, 100, ""),
        (date(2009, 12, 1), {"schedule": "mån-fre 06.30-22.30"}, 100, "MINOR_HOURS"), (date(2011, 12, 1), {}, 100, "MINOR_WEEK"), (date(2011, 12, 1), {}, 75, ""), (date(2011, 12, 1), {"hours": 3000}, 100, ""), (date(2011, 12, 1), {"hours": 3600}, 100, "MINOR_WEEK"),
        (date(2011, 12, 1), {"demands": ("lift_max=16-",)}, 50, "MINOR_TASK"), (date(2011, 12, 1), {"schedule": "mån-fre 13-20.30"}, 50, "MINOR_HOURS"),
        (date(2014, 12, 1), {}, 10, "MINOR_AGE"), (date(2008, 11, 23), {"demands": ("height=2", "money=1")}, 100, ""),
    ],
)  # fmt: skip
def test_what_the_law_forbids_a_minor_no_reason_passes_at_any_door(
    desk: Desk, born: date, given: dict[str, Any], extent: int, code: str
) -> None:
    who = make.participant(desk.bank, born=born, extent=extent)
    place = make.placement(desk.bank, 2, **{"min_age": 13 if born.year < 2014 else 10, "language_min": "", **given})
    why = desk.matching.why(who, place)
    stops = [c for c in why.warnings if c.level == "stop"]
    assert ({c.code for c in stops} >= {code}) is bool(code)
    assert why.fits is (not code)
    assert bool(desk.matching.for_participant(who).ranked) is bool(desk.rounds.solve().optimal) is (not code)
    assert bool(desk.matching.fitting(place, 9)) is (not code)
    if not code:
        desk.booking.book(who, place, TODAY, TODAY + timedelta(100))
        return
    with pytest.raises(Refused) as refused:
        desk.booking.book(who, place, TODAY, TODAY + timedelta(100), despite="Hon vill prova")
    assert refused.value.code == code
    assert "AFS 2023:2" in str(refused.value.text)
    (later,) = {c.day for c in why.changes if c.kind == "start"}
    assert later is not None
    desk.booking.book(who, place, later, later + timedelta(100), despite="Hon vill prova")
    with pytest.raises(Refused):
        desk.booking.book(who, place, later - timedelta(1), later, despite="Hon vill prova")


def test_a_move_into_what_a_minor_may_not_do_is_refused_and_she_does_not_start_there(desk: Desk) -> None:
    who = make.participant(desk.bank, born=date(2009, 12, 1))
    place, high = make.placement(desk.bank), make.placement(desk.bank, demands=("height=2",))
    booked = desk.booking.book(who, place, TODAY, TODAY + timedelta(100)).booking
    with pytest.raises(Refused) as refused:
        desk.booking.move(booked.ref, high, despite="Hon vill prova")
    assert refused.value.code == "MINOR_TASK"
    desk.placements.change(place, {"demands": ("machines=1",)})
    desk.booking.introduction_seen(booked.ref)
    with pytest.raises(Refused) as refused:
        desk.booking.start(booked.ref)
    assert refused.value.code == "MINOR_TASK"


def test_the_reason_is_in_the_log_of_the_person_and_goes_with_her(desk: Desk) -> None:
    who = make.participant(desk.bank, needs=(Need("kind", "in_house", "must"),))
    place = make.placement(desk.bank)
    booked = desk.booking.book(who, place, TODAY, TODAY + timedelta(100), despite=" Hon  vill prova ").booking
    assert booked.despite == "Hon vill prova"
    found = rows(desk.bank, "select what, why from access_log where participant_id = :id and what = 'despite'", id=who)
    assert [(r["what"], r["why"]) for r in found] == [("despite", "Hon vill prova")]


NEW_MUSTS = [Need("kind", "in_house", "must"), Need("lift_max", "10", "must"), Need("end_before", "12:00", "must")]


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("new", NEW_MUSTS, ids=lambda n: n.kind)
def test_a_reason_that_was_given_for_one_must_goes_past_no_other(desk: Desk, new: Need, *, begun: bool) -> None:
    old, first, last = Need("district", "KV", "must"), TODAY, TODAY + timedelta(200)
    who = make.participant(desk.bank, needs=(old,), language="B1")
    place = make.placement(desk.bank, 2, demands=("lift_max=25",))
    ref = desk.booking.book(who, place, first, last, despite="Hon vill prova").booking.ref
    if begun:
        desk.booking.introduction_seen(ref)
        desk.booking.start(ref)
    code, later = f"NEED_{new.kind.upper()}", last + timedelta(30)
    assert desk.booking.extend(ref, later).despite == "Hon vill prova"
    with desk.bank.write(text("another must")):
        people.change(desk.bank, who, {"needs": (old, new)})
    with pytest.raises(Refused) as refused:
        desk.booking.extend(ref, later + timedelta(1))
    assert refused.value.code == "MUST"
    with pytest.raises(Refused) as refused:
        desk.booking.move(ref, None, None, later + timedelta(1))
    assert refused.value.code == "MUST"
    asked = desk.booking.extend(ref, later, "Hon vill fortsätta")
    (row,) = rows(desk.bank, "select overruled from booking where ref = :r", r=ref)
    assert (asked.despite, set(row["overruled"].split())) == ("Hon vill fortsätta", {"NEED_DISTRICT", code})
    assert desk.booking.extend(ref, later + timedelta(1)).despite == "Hon vill fortsätta"


def test_fewer_hours_than_the_work_asks_for_are_said_of_the_hours_that_are_booked(desk: Desk) -> None:
    who, half = make.participant(desk.bank), make.participant(desk.bank, extent=50)
    place, said = make.placement(desk.bank, 5, demands=("extent=75",)), "Not met: At most {} % of full time"
    days = TODAY, TODAY + timedelta(200)

    def told(person: int, extent: int | None) -> list[str]:
        return [str(c.text) for c in desk.booking.checks(person, place, *days, extent) if c.code == "NEED_EXTENT"]

    assert [told(who, e) for e in (None, 100, 75, 25)] == [[], [], [], [said.format(25)]]
    assert [told(half, e) for e in (None, 100, 25)] == [[said.format(50)], [said.format(50)], [said.format(25)]]
    ref = desk.booking.book(who, place, *days, 25).booking.ref
    assert said.format(25) in {str(c.text) for c in desk.booking.warnings(ref)}
