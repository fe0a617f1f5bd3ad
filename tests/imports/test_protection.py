"""Somebody whom nobody may find is protected whatever the list calls it, and no list takes that away again."""

from __future__ import annotations

from pathlib import Path

import pytest

from amdesk.db.port import rows, value
from amdesk.imports.protection import heading_level, level
from amdesk.services.desk import Desk
from amdesk.services.exchange.review import Review
from tests import make
from tests.imports.cases import HOLDS_HER, lines, read, store

LEVEL = {
    "Sekretessmarkering": 1, "Sekretessmarkerad": 1, "Sekretess-markering (J/N)": 1, "Skyddad identitet": 1, "Skydd": 1, "Skyddade uppgifter": 1,
    "Skyddade personuppgifter": 1, "Skyddade pers.uppg.": 1, "ID-skydd": 1, "Sekr.": 1, "SEKRETESS": 1, "Skyddad adress": 1, "Protected identity": 1,
    "Skyddad folkbokföring": 2, "Kvarskrivning": 2, "Kvarskriven": 2, "Fingerade personuppgifter": 3, "Fingerad identitet": 3,
}  # fmt: skip
OTHER = (
    "Skyddsskor",
    "Skyddsombud",
    "Sekretessavtal",
    "Samtycke sekretess",
    "Skyddat arbete",
    "Dataskydd",
    "Namn",
    "Hemort",
)


@pytest.mark.thorough(36)
@pytest.mark.parametrize("heading", list(LEVEL))
@pytest.mark.parametrize("kind", ["participants", "employments"])
def test_every_heading_of_protection_protects_to_its_level(desk: Desk, tmp_path: Path, heading: str, kind: str) -> None:
    more = ";Yrkestitel;Startdatum;Omfattning" if kind == "employments" else ";Telefon"
    cell = ";Lokalvårdare;2026-10-01;50" if kind == "employments" else ";070-1740605"
    path = lines(
        tmp_path, f"Personnummer;Namn{more};{heading}", f"{make.number()};Hemlig Prov{cell};Ja", f";Bo Prov{cell};Nej"
    )
    store(desk, path, kind)
    assert (
        value(desk.bank, "select protection as p from participant where identity = :i", i=make.number())
        == LEVEL[heading]
    )
    assert "Hemlig Prov" not in str(desk.participants.listing())


@pytest.mark.parametrize("heading", OTHER)
def test_a_heading_about_something_else_protects_nobody(heading: str) -> None:
    assert heading_level(heading) == 0


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("Ja", 1), ("x", 1), (True, 1), (1.0, 1), ("okänt", 1), ("Nej", 0), ("Nej, tidigare sekretessmarkerad", 0), ("-", 0), (None, 0), (0, 0), ("ingen", 0),
     ("skyddad folkbokföring", 2), ("kvarskriven", 2), ("Fingerade personuppgifter", 3), (2, 2), ("3", 3)],
)  # fmt: skip
def test_a_cell_says_its_level_and_a_doubtful_one_counts_as_yes(said: object, wanted: int) -> None:
    assert level(said) == wanted


@pytest.mark.parametrize("name", ["protected_sekretessmarkering.xlsx", "sekretessmarkering.csv"])
def test_the_column_sekretessmarkering_is_read(desk: Desk, name: str) -> None:
    review = store(desk, name)
    assert review.outcomes[0].warnings[-1] == "PROTECTED"
    assert rows(desk.bank, "select protection from participant") == [{"protection": 1}]
    assert [str(p.name) for p in desk.participants.listing()] == ["Protected personal data"]


def test_the_highest_of_several_columns_counts(desk: Desk, tmp_path: Path) -> None:
    path = lines(
        tmp_path, "Personnummer;Namn;Sekretessmarkering;Skyddad folkbokföring", f"{make.number()};Hemlig Prov;Ja;Ja"
    )
    store(desk, path)
    assert rows(desk.bank, "select protection from participant") == [{"protection": 2}]


def flagged_later(desk: Desk, tmp_path: Path, second: str, kind: str = "participants") -> Review:
    number = make.number()
    store(desk, lines(tmp_path, "Personnummer;Namn", f"{number};Hemlig Prov"))
    return store(desk, lines(tmp_path, *second.format(number=number).split("\n")), kind)


def test_somebody_flagged_in_a_later_list_is_protected_from_then_on(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn", "19770115-2386;Hemlig Prov"))
    review = store(desk, "protected_later.xlsx")
    assert ("protected", "Ingen", "Sekretessmarkering") in review.outcomes[0].changes
    assert "Hemlig" not in str(desk.participants.listing())
    assert desk.participants.listing("Hemlig") == []
    assert store(desk, "protected_later.xlsx").count("same") == 1


@pytest.mark.parametrize(
    ("kind", "second"),
    [
        ("employments", "Personnummer;Yrkestitel;Startdatum;Omfattning;Skyddad identitet\n{number};Lokalvårdare;2026-10-01;50;Ja"),
        ("payments", "Personnummer;Månad;Belopp;Skyddad identitet\n{number};2026-03;100;Ja"),
        ("measures", "Personnummer;Insats;Startdatum;Skyddad identitet\n{number};Kurs;2026-10-01;Ja"),
        ("participants", "Personnummer;Namn;Anmärkning\n{number};Hemlig Prov;OBS skyddade personuppgifter"),
    ],
)  # fmt: skip
def test_whichever_list_says_it_first_protects_her(desk: Desk, tmp_path: Path, kind: str, second: str) -> None:
    flagged_later(desk, tmp_path, second, kind)
    assert rows(desk.bank, "select protection from participant") == [{"protection": 1}]


def test_an_employment_read_again_with_a_yes_protects_her_though_nothing_else_changed(
    desk: Desk, tmp_path: Path
) -> None:
    job = f"{make.number()};Hemlig Prov;Lokalvårdare;2026-10-01;50"
    for flag in ("", "Ja"):
        store(
            desk,
            lines(tmp_path, "Personnummer;Namn;Yrkestitel;Startdatum;Omfattning;Skydd", f"{job};{flag}"),
            "employments",
        )
    assert rows(desk.bank, "select protection from participant") == [{"protection": 1}]


def test_no_list_lowers_a_protection(desk: Desk, tmp_path: Path) -> None:
    make.participant(desk.bank, identity=make.number(), protection=2)
    for cell in ("Nej", "", "Ja"):
        store(desk, lines(tmp_path, "Personnummer;Namn;Sekretessmarkering", f"{make.number()};Aida Demolund;{cell}"))
    assert rows(desk.bank, "select protection from participant") == [{"protection": 2}]


@pytest.mark.parametrize("name", ["Skyddade personuppgifter", "SEKRETESSMARKERAD", "Skyddad"])
def test_a_mark_in_the_place_of_a_name_protects_and_is_nobodys_name(desk: Desk, tmp_path: Path, name: str) -> None:
    make.participant(desk.bank, name="Hemlig Prov", identity=make.number())
    store(desk, lines(tmp_path, "Personnummer;Namn;Telefon", f"{make.number()};{name};070-1740605"))
    assert rows(desk.bank, "select name, protection from participant") == [{"name": "Hemlig Prov", "protection": 1}]


def test_a_mark_beside_the_name_protects_and_is_left_out_of_it(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn", f"{make.number()};Hemlig Prov (skyddad identitet)"))
    assert rows(desk.bank, "select name, protection from participant") == [{"name": "Hemlig Prov", "protection": 1}]


def test_people_with_a_mark_for_a_name_and_no_number_are_told_apart_by_nobody_and_added_by_hand(
    desk: Desk, tmp_path: Path
) -> None:
    path = lines(
        tmp_path, "Namn;Telefon", "Skyddade personuppgifter;070-1740605", "Skyddade personuppgifter;070-1740606"
    )
    review = read(desk, path)
    assert [o.reason for o in review.outcomes] == ["PROTECTED_UNNAMED"] * 2
    mended = desk.imports.mend(review, 2, "name", "Hemlig Prov")
    desk.imports.store(mended)
    assert rows(desk.bank, "select protection from participant") == [{"protection": 1}]


def test_an_import_shows_nothing_that_the_bank_holds_of_a_protected_person(desk: Desk, tmp_path: Path) -> None:
    make.participant(desk.bank, identity=make.number(), name="Hemlig Prov", protection=1, phone="070-1740699")
    review = read(desk, lines(tmp_path, "Personnummer;Namn;Telefon", f"{make.number()};Annan Prov;070-1740605"))
    assert HOLDS_HER.isdisjoint(str(review.outcomes[0].changes).split("'"))
    assert [c[0] for c in review.outcomes[0].changes] == ["name", "phone"]


@pytest.mark.parametrize(("said", "wanted"), [("Nivå 3", 3), ("ja, nivå 2", 2), ("nivå 1", 1), ("3", 3)])
def test_a_level_that_is_named_is_the_level(said: str, wanted: int) -> None:
    assert level(said) == wanted


def test_no_answer_lets_a_protection_go_and_it_is_said_so(desk: Desk, tmp_path: Path) -> None:
    head, who = "Personnummer;Namn;Sekretessmarkering", f"{make.number()};Hemlig Prov"
    store(desk, lines(tmp_path, head, f"{who};"))
    path = lines(tmp_path, head, f"{who};ja")
    staged = desk.imports.stage(path, "participants", answers={"difference:2:protected": "refuse"})
    review = desk.imports.review(staged)
    assert [str(n)[:37] for n in review.notices if "protection" in str(n)] == ["Row 2: a list only raises a protectio"]
    review.decide(2, "protected", accepted=False)
    desk.imports.store(review)
    assert rows(desk.bank, "select protection from participant") == [{"protection": 1}]


@pytest.mark.parametrize("answer", ["ignore", "case_number"])
def test_a_column_of_protection_that_is_said_to_be_something_else_is_told_of(
    desk: Desk, tmp_path: Path, answer: str
) -> None:
    path = lines(tmp_path, "Personnummer;Namn;Skydd", f"{make.number()};Bo Prov;skyddsskor")
    staged = desk.imports.stage(path, "participants", answers={"column:Skydd": answer})
    said = [str(n) for n in desk.imports.review(staged).notices]
    assert "The column “Skydd” is headed as protection and is not read as such: nobody is protected by it." in said


def test_a_list_that_is_read_as_it_is_headed_is_told_of_nothing(desk: Desk, tmp_path: Path) -> None:
    for n, head in enumerate(("Personnummer;Namn;Skydd", "Personnummer;Namn;Telefon;Anteckning")):
        folder = tmp_path / str(n)
        folder.mkdir()
        path = lines(folder, head, f"{make.number()};Bo Prov;")
        said = [str(one) for one in desk.imports.review(desk.imports.stage(path, "participants")).notices]
        assert not [one for one in said if "headed as protection" in one]


def test_a_lower_level_that_is_answered_does_not_lower_what_a_heading_says(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Personnummer;Namn;Fingerade personuppgifter", f"{make.number()};Bo Prov;ja")
    answers = {"column:Fingerade personuppgifter": "protected:1"}
    desk.imports.store(desk.imports.review(desk.imports.stage(path, "participants", answers=answers)))
    assert rows(desk.bank, "select protection from participant") == [{"protection": 3}]


@pytest.mark.parametrize("mark", ["Skyddad identitet", "Skyddade personuppgifter", "Sekretessmarkering", "Skyddad"])
@pytest.mark.parametrize(("rest", "why"), [("", "FIELD_COUNT"), (";", "PROTECTED_UNNAMED")])
def test_a_row_that_says_nothing_but_that_somebody_is_protected_is_told_and_no_heading(
    desk: Desk, tmp_path: Path, mark: str, rest: str, why: str
) -> None:
    path = lines(tmp_path, "Namn;Personnummer", f"Bo Prov;{make.number()}", f"{mark}{rest}", "Centrum;")
    review = read(desk, path)
    assert [(o.row, o.reason) for o in review.outcomes] == [(2, ""), (3, why)]
    assert review.staged.lone == [4]
