"""A mark of protection that stands over several people, or may: nobody below it is read unprotected before somebody has said so."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

from amdesk.db.port import rows
from amdesk.imports.protection import without_mark
from amdesk.services.desk import Desk
from amdesk.services.exchange.review import Review
from tests import make
from tests.imports.cases import lines, read

A, B, C = (make.fresh_number() for _ in range(3))
MARKS = ["Sekretess", "Skyddad", "Skyddad identitet", "Skyddade personuppgifter", "Skydd", "Skyddade klienter"]


def asked(desk: Desk, path: Path, kind: str = "participants") -> list[tuple[str, str]]:
    reading = desk.imports.reading(desk.imports.stage(path, kind))
    return [(q.key, q.code) for q in reading.questions if q.code.startswith("PROTECTION")]


def answered(desk: Desk, path: Path, answers: Mapping[str, str], kind: str = "participants") -> Review:
    staged = desk.imports.stage(path, kind, answers=answers)
    assert not desk.imports.reading(staged).questions
    review = desk.imports.review(staged)
    desk.imports.store(review)
    return review


def levels(desk: Desk) -> dict[str, int]:
    return {str(r["name"]): int(r["protection"]) for r in rows(desk.bank, "select name, protection from participant")}


@pytest.mark.thorough(18)
@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("columns", ["Namn;Personnummer;Telefon", "Namn", "Nr;Namn;Personnummer"])
def test_a_mark_alone_among_names_is_asked_and_those_below_are_protected_until_then(
    desk: Desk, tmp_path: Path, mark: str, columns: str
) -> None:
    names = {"Bo Prov": A, mark: "", "Ada Prov": B, "Cia Prov": C}
    rest = columns.partition("Namn")[2]
    said = [
        f"{';' * columns.startswith('Nr')}{n}{f';{i}' if rest else ''}{';' if rest.count(';') > 1 else ''}"
        for n, i in names.items()
    ]
    path = lines(tmp_path, columns, *said)
    assert asked(desk, path) == [(f"mark:{mark.casefold()}", "PROTECTION_ROW")]
    found = {o.row: (o.outcome, o.protected) for o in read(desk, path).outcomes}
    assert found == {2: ("accepted", False), 3: ("rejected", True), 4: ("accepted", True), 5: ("accepted", True)}


@pytest.mark.parametrize(("answer", "wanted", "waits"), [("below", 1, 0), ("one", 0, 1)])
def test_what_is_answered_of_a_mark_alone_is_done(
    desk: Desk, tmp_path: Path, answer: str, wanted: int, waits: int
) -> None:
    path = lines(tmp_path, "Namn;Personnummer", f"Bo Prov;{A}", "Sekretess;", f"Ada Prov;{B}", "Norr;", f"Cia Prov;{C}")
    review = answered(desk, path, {"mark:sekretess": answer})
    assert levels(desk) == {"Bo Prov": 0, "Ada Prov": wanted, "Cia Prov": 0}
    assert review.count("rejected") == waits == len(desk.worklist.rows("participants"))


def test_the_answer_about_a_mark_alone_is_not_kept_for_the_next_list(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;Personnummer", f"Bo Prov;{A}", "Sekretess;", f"Ada Prov;{B}")
    answered(desk, path, {"mark:sekretess": "one"})
    assert asked(desk, path) == [("mark:sekretess", "PROTECTION_ROW")]


@pytest.mark.parametrize("row", ["Sekretess;;", ";Sekretess;"])
def test_a_mark_that_nobody_stands_below_is_asked_of_nobody(desk: Desk, tmp_path: Path, row: str) -> None:
    path = lines(tmp_path, "Namn;Personnummer;Telefon", f"Bo Prov;{A};", row, "Norr;;", f"Cia Prov;{C};")
    assert asked(desk, path) == []
    assert [(o.row, o.protected) for o in read(desk, path).outcomes if o.outcome == "accepted"] == [
        (2, False),
        (5, False),
    ]


def test_a_mark_with_a_running_number_beside_it_is_somebody(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Nr;Namn;Personnummer", "1;Sekretess;", f"2;Ada Prov;{B}")
    assert asked(desk, path) == []
    assert [(o.reason, o.protected) for o in read(desk, path).outcomes] == [("PROTECTED_UNNAMED", True), ("", False)]


def test_a_mark_alone_in_a_list_of_employments_is_asked_too(desk: Desk, tmp_path: Path) -> None:
    head, job = "Personnummer;Namn;Yrkestitel;Startdatum;Omfattning", "Lokalvårdare;2026-10-01;50"
    path = lines(tmp_path, head, ";Sekretess;;;", f"{A};Ada Prov;{job}")
    assert asked(desk, path, "employments") == [("mark:sekretess", "PROTECTION_ROW")]
    assert read(desk, path, "employments").outcomes[-1].protected


@pytest.mark.parametrize(
    "title",
    ["Skyddade personuppgifter", "Deltagare med skyddad identitet", "SEKRETESS", "Lista över skyddade personer v. 47"],
)
@pytest.mark.parametrize(("answer", "wanted"), [("yes", 1), ("no", 0)])
def test_a_title_over_the_whole_list_is_asked(desk: Desk, tmp_path: Path, title: str, answer: str, wanted: int) -> None:
    path = lines(tmp_path, f"{title};", "Namn;Personnummer", f"Ada Prov;{A}")
    key = f"title:{title.casefold()}"
    assert asked(desk, path) == [(key, "PROTECTION_TITLE")]
    assert read(desk, path).outcomes[0].protected
    answered(desk, path, {key: answer})
    assert levels(desk) == {"Ada Prov": wanted}


@pytest.mark.parametrize(
    "title",
    [
        "Sekretess enligt 26 kap. OSL",
        "Deltagare utan skyddad identitet",
        "Remisslista",
        "Skyddat arbete",
        "* = skyddad identitet",
    ],
)
def test_a_title_that_says_nothing_of_those_below_asks_nothing(desk: Desk, tmp_path: Path, title: str) -> None:
    assert asked(desk, lines(tmp_path, f"{title};", "Namn;Personnummer", f"Ada Prov;{A}")) == []


def test_what_a_file_is_called_by_asks_nothing(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;Personnummer", f"Ada Prov;{A}").rename(tmp_path / "Skyddade_personuppgifter_v47.csv")
    assert asked(desk, path) == []


def test_a_sheet_that_is_called_by_a_mark_is_asked_about(desk: Desk, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Skyddade"
    for row in (("Namn", "Personnummer"), ("Ada Prov", A)):
        sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    assert asked(desk, tmp_path / "list.xlsx") == [("title:skyddade", "PROTECTION_TITLE")]
    assert read(desk, tmp_path / "list.xlsx").outcomes[0].protected


NOBODY = [
    "Skyddad person nr2", "Skyddad person A", "Skyddad person B.", "Skyddad kvinna", "Skyddad man 2", "Person med skyddad identitet", "Skyddad klient 3",
    "Sekretess 1", "Okänd skyddad", "NN (skyddad identitet)", "X skyddad identitet", "A.P. (skyddad identitet)", "Hemlig person 2", "Skyddad individ II",
    "Sekretess, kontakta chef", "Skyddad Skyddad",
]  # fmt: skip


@pytest.mark.parametrize("said", NOBODY)
def test_what_tells_one_protected_person_from_another_is_nobodys_name(desk: Desk, tmp_path: Path, said: str) -> None:
    assert without_mark(said) == ("", 1)
    path = lines(tmp_path, "Namn;Telefon", f"{said};070-1740601", f'"{said}";')
    assert {(o.reason, o.protected) for o in read(desk, path).outcomes} == {("PROTECTED_UNNAMED", True)}


@pytest.mark.parametrize(
    ("said", "name"),
    [("Bo Prov (sekretess)", "Bo Prov"), ("Bo Prov - skyddad", "Bo Prov"), ("Skyddad person (Anna)", "Anna")],
)
def test_a_mark_beside_a_name_leaves_the_name(said: str, name: str) -> None:
    assert without_mark(said) == (name, 1)


@pytest.mark.parametrize("said", ["Hemlig Prov", "Bo Prov, ej sekretess", "Bo Man", "Skyddad verkstad", "Ada Id"])
def test_a_name_without_a_mark_stays(said: str) -> None:
    assert without_mark(said) == (said, 0)


@pytest.mark.thorough(28)
@pytest.mark.parametrize(
    "second",
    [
        f"Ada Prov;{A};070-1740601;Ja", f"Ada Prov;{A};;Ja", "Ada Prov;;070-1740601;Ja", f"Skyddad person;{A};;", f"Bo Prov & Ada Prov;{A};;Ja",
        "Ada Prov;;;Ja", "Ada Maria Prov;;+46 70 174 06 01;Ja",
    ],
)  # fmt: skip
@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("first", [False, True])
def test_a_refused_row_that_says_somebody_is_protected_protects_her_in_the_others(
    desk: Desk, tmp_path: Path, second: str, *, known: bool, first: bool
) -> None:
    row = f"Ada Prov;{A};070-1740601;"
    head = "Namn;Personnummer;Telefon;Sekretessmarkering"
    if known:
        desk.imports.store(read(desk, lines(tmp_path, head, row)))
    review = read(desk, lines(tmp_path, head, *((second, row) if first else (row, second))))
    desk.imports.store(review)
    assert {o.protected for o in review.outcomes} == {True}
    assert rows(desk.bank, "select protection from participant") == [{"protection": 1}]


@pytest.mark.parametrize(
    ("note", "level"),
    [
        ("OBS! skyddad", 1), ("Skyddad - se pärm", 1), ("obs: sekretess!", 1), ("Ja, skyddad", 1), ("arbetar på skyddad verkstad", 0), ("ej skyddad", 0),
        ("sekretessavtal", 0), ("skyddat arbete", 0), ("behöver skyddad arbetsplats", 0),
    ],
)  # fmt: skip
def test_a_note_that_says_nothing_but_a_mark_is_one(desk: Desk, tmp_path: Path, note: str, level: int) -> None:
    review = read(desk, lines(tmp_path, "Namn;Telefon;Noteringar", f"Ada Prov;070-1740601;{note}"))
    assert review.outcomes[0].said.protection == level


def test_one_figure_with_decimals_among_words_is_no_system_that_wrote_the_hours(desk: Desk, tmp_path: Path) -> None:
    rows_ = ("Köket;Lokalvårdare;2;37,5", "Disken;Lokalvårdare;1;heltid", "Parken;Parkarbetare;1;20-40")
    review = read(desk, lines(tmp_path, "Enhet;Yrke;Antal platser;Timmar/vecka", *rows_), "placements")
    assert review.reasons() == {}
