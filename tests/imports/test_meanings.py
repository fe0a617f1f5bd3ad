"""A heading that people write over two kinds of things is read by what stands below it, and else asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from amdesk.db.people import participants as people
from amdesk.db.port import value
from amdesk.domain.people.participant import Need, Participant
from amdesk.services.desk import Desk
from tests.imports.cases import lines, store


def called(desk: Desk, name: str) -> Participant:
    found = people.get(desk.bank, value(desk.bank, "select id from participant where name = :n", n=name))
    assert found is not None
    return found


def fields(desk: Desk, path: Path) -> list[str]:
    return [c.field for c in desk.imports.reading(desk.imports.stage(path, "participants")).columns]


@pytest.mark.parametrize(
    ("heading", "cells", "field"),
    [
        ("Önskemål", ("Lokalvårdare", "städ, kök"), "wishes"),
        ("Önskemål", ("Lokalvårdare", "något ute", "park"), "wishes"),
        ("Önskemål", ("Inga tunga lyft", "nära hem"), "needs"),
        ("Önskemål", ("nära hem", ""), "needs"),
        ("Önskar", ("Inga tunga lyft", "dagtid"), "needs"),
        ("Önskar", ("Lokalvårdare",), "wishes"),
        ("Språk", ("B1", "SFI C"), "language"),
        ("Språk", ("Somaliska, arabiska", "Tigrinja"), "languages"),
        ("Område", ("Park", "Kök"), "wishes"),
        ("Område", ("Norra Ekhamra", "Centrum"), "district"),
    ],
)
def test_what_stands_in_a_column_says_which_of_two_meanings_its_heading_has(
    desk: Desk, tmp_path: Path, heading: str, cells: tuple[str, ...], field: str
) -> None:
    names = ("Astrid", "Bo", "Cia")
    path = lines(tmp_path, f"Namn;Telefon;{heading}", *(f"{n} Prov;;{c}" for n, c in zip(names, cells, strict=False)))
    assert fields(desk, path) == ["name", "phone", field]


def test_a_column_that_holds_both_is_asked_and_the_answer_is_nobody_elses(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;Telefon;Önskemål", "Astrid Prov;;Lokalvårdare", "Bo Prov;;Inga tunga lyft")
    staged = desk.imports.stage(path, "participants")
    (question,) = desk.imports.reading(staged).questions
    assert (question.code, [a.value for a in question.answers]) == ("TWO_MEANINGS", ["needs", "wishes"])
    staged = desk.imports.answer(staged, question.key, "wishes")
    assert desk.imports.reading(staged).questions == ()
    desk.imports.store(desk.imports.review(staged))
    astrid, bo = (called(desk, f"{n} Prov") for n in ("Astrid", "Bo"))
    assert (astrid.wishes, astrid.needs) == (("LOK",), ())
    assert bo.needs == (Need("words", "Önskat yrke: Inga tunga lyft", "nice"),), "nothing is thrown away"
    other = lines(tmp_path, "Namn;Mobil;Önskemål", "Cia Prov;;Inga tunga lyft")
    assert fields(desk, other.rename(tmp_path / "other.csv")) == ["name", "phone", "needs"]


def test_a_column_of_wishes_beside_one_of_their_own_is_read_with_it(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, "Namn;Önskat yrke;Önskemål", "Astrid Prov;park;städ"))
    assert called(desk, "Astrid Prov").wishes == ("PAR", "LOK")


def test_what_somebody_has_pointed_out_stands_whatever_the_column_holds(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;Önskemål", "Astrid Prov;Lokalvårdare")
    staged = desk.imports.stage(path, "participants", by_hand={"Önskemål": "needs"})
    assert [c.field for c in desk.imports.reading(staged).columns] == ["name", "needs"]
