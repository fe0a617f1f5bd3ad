"""Protection of personal data is an act of its own: it hides at once, and nothing but that act takes it away again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from amdesk.domain.change import Change
from amdesk.domain.errors import Refused
from amdesk.services.desk import Desk
from tests import make
from tests.imports.cases import lines, read, store

NAME, OLD_PHONE, WHY = "Quilla Zorvath", "08-465 004 00", "Skatteverkets beslut 2026-11-20"


@pytest.fixture
def person(desk: Desk) -> int:
    return make.participant(desk.bank, name=NAME, identity=make.number(), phone=OLD_PHONE)


def level(desk: Desk, key: int) -> int:
    return desk.work.participant(key).protection


def refused(code: str, act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code
    return str(caught.value.text)


@pytest.mark.parametrize("wanted", [1, 2, 3])
def test_a_person_is_protected_in_one_masked_step_and_the_decision_is_logged(
    desk: Desk, person: int, wanted: int
) -> None:
    steps, number = len(desk.history.steps()), desk.work.participant(person).number
    desk.participants.protect(person, wanted, f" {WHY} ")
    assert level(desk, person) == wanted
    assert len(desk.history.steps()) == steps + 1
    assert str(desk.history.steps()[0].what) == f"Personal data protected: Protected personal data {number}"
    assert (desk.participants.find(NAME), str(desk.participants.listing()[0].name)) == ([], "Protected personal data")
    assert [(r.actor, r.why) for r in desk.history.access(number) if r.what == "protection"] == [(desk.bank.actor, WHY)]


def test_a_person_is_protected_at_once_where_nobody_has_the_decision_at_hand(desk: Desk, person: int) -> None:
    assert desk.participants.protect(person, 1).protection == 1


@pytest.mark.parametrize("wanted", [0, 1])
@pytest.mark.parametrize("none", ["", "  "])
def test_a_protection_is_lowered_for_a_reason_alone(desk: Desk, person: int, wanted: int, none: str) -> None:
    desk.participants.protect(person, 2)
    number, steps = desk.work.participant(person).number, len(desk.history.steps())
    said = refused("REASON", lambda: desk.participants.protect(person, wanted, none))
    assert NAME not in said
    assert (level(desk, person), len(desk.history.steps())) == (2, steps)
    desk.participants.protect(person, wanted, "Markeringen är hävd")
    assert level(desk, person) == wanted
    assert next(r.why for r in desk.history.access(number) if r.what == "protection") == "Markeringen är hävd"
    assert str(desk.history.steps()[0].what).startswith("Protection lowered: ")
    assert NAME not in " ".join(str(s.what) for s in desk.history.steps()[:2])


def test_a_protection_taken_away_leaves_the_person_to_be_found_again(desk: Desk, person: int) -> None:
    desk.participants.protect(person, 1)
    desk.participants.protect(person, 0, "Markeringen är hävd")
    assert desk.participants.find(NAME) == [person]


def test_the_level_that_stands_chosen_again_is_no_step(desk: Desk, person: int) -> None:
    desk.participants.protect(person, 2)
    steps = len(desk.history.steps())
    desk.participants.protect(person, 2)
    assert len(desk.history.steps()) == steps


@pytest.mark.parametrize("wanted", [-1, 4])
def test_a_level_that_there_is_none_of_is_refused(desk: Desk, person: int, wanted: int) -> None:
    refused("LEVEL", lambda: desk.participants.protect(person, wanted, WHY))
    assert level(desk, person) == 0


def test_whoever_looked_at_another_level_than_stands_is_told_which_it_is(desk: Desk, person: int) -> None:
    desk.participants.protect(person, 2)
    said = refused("MOVED", lambda: desk.participants.protect(person, Change(0, 1), WHY))
    assert "Skyddad folkbokföring" in said
    refused("MOVED", lambda: desk.participants.protect(person, Change(3, 0), WHY))
    assert level(desk, person) == 2


def test_the_highest_level_leaves_no_way_from_an_earlier_number(desk: Desk, person: int) -> None:
    desk.participants.replace_identity(person, make.number(birth="239"))
    assert desk.participants.find(make.number()) == [person]
    desk.participants.protect(person, 3)
    assert desk.participants.find(make.number()) == []


# undo


def test_undo_of_the_act_leaves_the_protection_and_says_how_it_is_taken_away(desk: Desk, person: int) -> None:
    desk.participants.protect(person, 1)
    said = refused("PROTECTED", desk.history.undo)
    assert "stays protected" in said
    assert level(desk, person) == 1


def test_undo_of_a_lowering_protects_again_and_redo_does_not_lower(desk: Desk, person: int) -> None:
    desk.participants.protect(person, 2)
    desk.participants.protect(person, 0, "Fel person")
    desk.history.undo()
    assert (level(desk, person), desk.participants.find(NAME)) == (2, [])
    assert "stays protected" in refused("PROTECTED", desk.history.redo)
    assert (level(desk, person), desk.participants.find(NAME)) == (2, [])


def test_undo_of_a_list_that_protected_somebody_takes_back_the_rest_of_it(
    desk: Desk, person: int, tmp_path: Path
) -> None:
    row = f"{make.number()};{NAME};08-465 004 01;Ja"
    store(desk, lines(tmp_path, "Personnummer;Namn;Telefon;Skyddade uppg.", row))
    assert (level(desk, person), desk.work.participant(person).phone) == (1, "08-465 004 01")
    said = str(desk.history.undo())
    assert "stays protected" in said
    assert (level(desk, person), desk.work.participant(person).phone) == (1, OLD_PHONE)
    assert desk.participants.find(NAME) == []


def test_undo_of_a_list_that_brought_a_protected_person_names_her_nowhere(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn;Skyddade uppg.", f"{make.number()};{NAME};Ja"))
    said = str(desk.history.undo())
    assert desk.participants.listing() == []
    assert NAME not in said + " ".join(str(s.what) for s in desk.history.steps())
    desk.history.redo()
    assert [str(p.name) for p in desk.participants.listing()] == ["Protected personal data"]


def test_undo_of_a_step_keeps_what_a_colleague_has_raised_further_and_takes_the_rest_back(
    desk: Desk, person: int
) -> None:
    desk.participants.change(person, {"protection": 1, "phone": "08-465 004 01"})
    mine, desk.bank.actor = desk.bank.actor, "Nils Kollegsson"
    desk.participants.protect(person, 2)
    desk.bank.actor = mine
    assert "stays protected" in str(desk.history.undo())
    assert (level(desk, person), desk.work.participant(person).phone) == (2, OLD_PHONE)


def test_undo_of_a_merge_leaves_the_protection_under_which_something_was_noted_or_decided(
    desk: Desk, person: int
) -> None:
    other = make.participant(desk.bank, name="Xanthe Qvorrby", protection=2)
    desk.participants.merge(person, other)
    assert level(desk, person) == 2
    desk.participants.protect(person, 2, "Nytt beslut om samma nivå")
    number = desk.work.participant(person).number
    assert "Nytt beslut om samma nivå" in {e.why for e in desk.history.access(number)}
    mine, desk.bank.actor = desk.bank.actor, "Nils Kollegsson"
    desk.participants.record(person, "Han noterar")
    desk.participants.add_note(person, {"kind": "note", "body": "Bor gömd i Kiruna"})
    desk.bank.actor = mine
    assert "stays protected" in str(desk.history.undo())
    assert (level(desk, person), level(desk, other)) == (2, 2)
    assert desk.participants.find("Kiruna") == []
    desk.participants.protect(person, 0, "Hon var aldrig den som är skyddad")
    assert level(desk, person) == 0


def test_undo_of_a_merge_does_not_take_away_what_was_raised_since(desk: Desk, person: int) -> None:
    other = make.participant(desk.bank, name="Xanthe Qvorrby", protection=1)
    desk.participants.merge(person, other)
    mine, desk.bank.actor = desk.bank.actor, "Nils Kollegsson"
    desk.participants.protect(person, 2)
    desk.bank.actor = mine
    assert "stays protected" in str(desk.history.undo())
    assert (level(desk, person), level(desk, other)) == (2, 1)


# lists


SAYS_NO = {
    "participants": f"Personnummer;Namn;Skyddade uppg.\n{make.number()};{NAME};{{said}}",
    "employments": f"Personnummer;Namn;Yrkestitel;Startdatum;Omfattning;Skydd\n{make.number()};{NAME};Lokalvårdare;2026-10-01;50;{{said}}",
    "payments": f"Personnummer;Månad;Belopp;Skyddad identitet\n{make.number()};2026-03;100;{{said}}",
    "measures": f"Personnummer;Insats;Startdatum;Skyddad identitet\n{make.number()};Kurs;2026-10-01;{{said}}",
}


@pytest.mark.parametrize("kind", list(SAYS_NO))
@pytest.mark.parametrize(("said", "told"), [("Nej", True), ("-", True), ("", False), ("Ja", False)])
def test_a_list_that_says_no_of_a_protected_person_lowers_nothing_and_says_so(
    desk: Desk, person: int, tmp_path: Path, kind: str, said: str, told: bool
) -> None:
    desk.participants.protect(person, 2)
    path = lines(tmp_path, *SAYS_NO[kind].format(said=said).split("\n"))
    review = read(desk, path, kind)
    desk.imports.store(review)
    assert [("PROTECTION_KEPT" in o.warnings, o.outcome) for o in review.outcomes] == [(told, "accepted")]
    assert level(desk, person) == 2


@pytest.mark.parametrize("kind", list(SAYS_NO))
def test_a_list_that_says_no_of_somebody_open_says_nothing_of_it(
    desk: Desk, person: int, tmp_path: Path, kind: str
) -> None:
    review = read(desk, lines(tmp_path, *SAYS_NO[kind].format(said="Nej").split("\n")), kind)
    assert level(desk, person) == 0
    assert ["PROTECTION_KEPT" in o.warnings for o in review.outcomes] == [False]


def test_whoever_a_list_says_is_protected_is_shown_masked_before_anything_is_stored(desk: Desk, tmp_path: Path) -> None:
    number = make.fresh_number()
    path = lines(tmp_path, "Namn;Personnummer;Skyddad", f"{NAME};{number};ja", f"Åke Prov;{make.fresh_number()};nej")
    assert [o.protected for o in read(desk, path).outcomes] == [True, False]
