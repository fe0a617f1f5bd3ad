"""How a file is read is said before any row of it: sheets, headings, signs, columns that nobody reads; and what is asked."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from amdesk.db.port import rows
from amdesk.services.desk import Desk
from amdesk.services.exchange.imports import FileQuestion, FileReading, Staged
from tests import make
from tests.imports.cases import CASES, lines

TWO_SHEETS = CASES / "two_sheets_same_headings.xlsx"


def staged(desk: Desk, path: Path, kind: str = "participants", profile: str = "", **answers: str) -> Staged:
    return desk.imports.stage(
        path, kind, answers={k.replace("_", ":", 1): v for k, v in answers.items()}, profile=profile
    )


def reading(desk: Desk, path: Path, kind: str = "participants", **answers: str) -> FileReading:
    return desk.imports.reading(staged(desk, path, kind, **answers))


def asked(desk: Desk, path: Path, kind: str = "participants", **answers: str) -> list[tuple[str, str]]:
    return [(q.code, q.key) for q in reading(desk, path, kind, **answers).questions]


def the_question(desk: Desk, path: Path, kind: str = "participants") -> FileQuestion:
    (found,) = reading(desk, path, kind).questions
    return found


# the card


def test_the_card_names_sheet_headings_signs_and_every_column_read_or_not(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(
        "Lista;;;;\nKontakt;;;;\nNamn;Kan börja;Kostnadsställe;;Tom\nÅsa Prov;13/12/2026;12;x;\n".encode("cp1252")
    )
    card = reading(desk, path)
    assert (card.encoding, card.delimiter, card.heading_rows, card.recognised) == ("cp1252", ";", (3,), "participants")
    assert [(c.letters, c.field, c.filled, c.dates) for c in card.columns] == [
        ("A", "name", 1, ""),
        ("B", "available_from", 1, "day first"),
    ]
    assert [(c.letters, c.heading, c.filled) for c in card.unread] == [("C", "Kostnadsställe", 1), ("D", "", 1)]
    assert staged(desk, path).unread() == ["Kostnadsställe", "D"]
    assert card.questions == ()


def test_headings_joined_of_two_rows_are_told_with_both(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;Kontakt;", ";Telefon;E-post", "Bo Prov;070-1740605;bo@x.example")
    assert reading(desk, path).heading_rows == (1, 2)


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        ("placements", "PlatsID;Enhet;Yrke;Antal platser"),
        ("payments", "Personnummer;Period;Belopp"),
        ("participants", "Namn;Telefon"),
    ],
)
def test_the_kind_of_a_list_is_recognised_by_its_headings(desk: Desk, tmp_path: Path, kind: str, head: str) -> None:
    path = lines(tmp_path, head, ";".join("1" * len(head.split(";"))))
    assert reading(desk, path).recognised == kind


# sheets


def test_sheets_with_the_same_table_are_named_and_asked_about(desk: Desk) -> None:
    question = the_question(desk, TWO_SHEETS)
    assert (question.code, [a.value for a in question.answers]) == ("SHEETS", ["Norr", "Söder", "*"])
    card = reading(desk, TWO_SHEETS)
    assert [(s.name, s.rows, s.alike, s.taken) for s in card.sheets] == [
        ("Norr", 1, True, True),
        ("Söder", 2, True, False),
    ]


@pytest.mark.parametrize(
    ("answer", "people"),
    [("Norr", ["Astrid Prov"]), ("Söder", ["Bo Prov", "Cia Prov"]), ("*", ["Astrid Prov", "Bo Prov", "Cia Prov"])],
)
def test_the_sheets_that_were_chosen_are_read_and_no_other(desk: Desk, answer: str, people: list[str]) -> None:
    found = staged(desk, TWO_SHEETS, sheets=answer)
    assert desk.imports.reading(found).questions == ()
    desk.imports.store(desk.imports.review(found))
    assert [r["name"] for r in rows(desk.bank, "select name from participant order by id")] == people


def test_rows_of_several_sheets_are_told_by_sheet_and_row(desk: Desk) -> None:
    found = staged(desk, TWO_SHEETS, sheets="*")
    assert [found.place(r.number) for r in found.rows] == [("Norr", 2), ("Söder", 2), ("Söder", 3)]


def test_sheets_whose_columns_stand_in_another_order_are_read_by_their_headings(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, table in (
        ("Jan", [["Namn", "Telefon", "Not"], ["Bo Prov", "070-1740605", "a"]]),
        ("Feb", [["Not", "Telefon", "Namn", "Mer"], ["b", "070-1740606", "Cia Prov", "c"]]),
    ):
        sheet = book.create_sheet(name)
        for row in table:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.active = book["Feb"]
    book.save(tmp_path / "list.xlsx")
    assert [s.name for s in reading(desk, tmp_path / "list.xlsx").sheets if s.taken] == ["Feb"]
    found = staged(desk, tmp_path / "list.xlsx", sheets="*")
    assert [(r.cells["name"], r.cells["phone"]) for r in found.rows] == [
        ("Cia Prov", "070-1740606"),
        ("Bo Prov", "070-1740605"),
    ]
    assert found.unread() == ["Not", "Mer"]


# protection


@pytest.mark.parametrize("heading", ["Spärrmarkering", "Spärrad", "Hemligstämplad", "Skyddsklass", "Konfidentiell"])
def test_a_column_that_may_be_about_protection_is_asked_about_with_its_rows(
    desk: Desk, tmp_path: Path, heading: str
) -> None:
    path = lines(tmp_path, f"Namn;{heading};Telefon", "Bo Prov;Ja;1", "Cia Prov;;2")
    question = the_question(desk, path)
    assert (question.code, question.column, question.rows) == ("PROTECTION_COLUMN", heading, (2,))


@pytest.mark.parametrize("heading", ["Sekretessavtal", "Skyddsombud", "Skyddat arbete", "Kostnadsställe", "Skyddsskor"])
def test_a_column_that_is_about_something_else_is_asked_nothing(desk: Desk, tmp_path: Path, heading: str) -> None:
    assert asked(desk, lines(tmp_path, f"Namn;{heading};Telefon", "Bo Prov;Ja;1")) == []


def test_a_column_about_protection_with_nothing_in_it_is_asked_nothing(desk: Desk, tmp_path: Path) -> None:
    assert asked(desk, lines(tmp_path, "Namn;Spärrmarkering;Telefon", "Bo Prov;;1")) == []


@pytest.mark.parametrize(
    ("answer", "level"), [("protected:1", 1), ("protected:2", 2), ("protected:3", 3), ("ignore", 0)]
)
def test_what_is_answered_about_protection_is_how_the_column_is_read(
    desk: Desk, tmp_path: Path, answer: str, level: int
) -> None:
    path = lines(tmp_path, "Namn;Spärr;Telefon", "Bo Prov;x;1", "Cia Prov;nej;2")
    found = desk.imports.stage(path, "participants", answers={"column:Spärr": answer})
    assert desk.imports.reading(found).questions == ()
    desk.imports.store(desk.imports.review(found))
    assert [r["protection"] for r in rows(desk.bank, "select protection from participant order by id")] == [level, 0]


# musts


def test_a_must_without_a_column_is_asked_for_with_the_likest_heading_first(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Personnummer;Period;Kommentar;Belop i kr", f"{make.number()};2026-01;a;100")
    question = the_question(desk, path, "payments")
    assert (question.code, question.key) == ("COLUMN_MISSING", "field:amount")
    assert [a.value for a in question.answers] == ["Belop i kr", "Kommentar"]
    found = desk.imports.stage(path, "payments", answers={"field:amount": "Belop i kr"})
    assert desk.imports.reading(found).questions == ()
    assert found.rows[0].cells["amount"] == "100"


# signs that only the column tells


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["03/04/2026", "13/04/2026"], "day first"),
        (["03/04/2026", "04/13/2026"], "month first"),
        (["03/04/2026", "2026-05-01"], "?"),
        (["03/04/2026", "7/12-26"], "day first"),
        (["03/04/2026", "den 1 mars 2026"], "day first"),
        (["03-04-2026"], ""),
        (["03/04/26"], "?"),
        (["05/05/2026"], ""),
        (["3.4.2026"], ""),
        (["1/3 2026"], ""),
    ],
)
def test_the_order_of_day_and_month_is_that_of_the_whole_column_or_is_asked(
    desk: Desk, tmp_path: Path, dates: list[str], order: str
) -> None:
    path = lines(tmp_path, "Namn;Kan börja", *(f"P{i} Prov;{d}" for i, d in enumerate(dates)))
    card = reading(desk, path)
    assert [c.dates for c in card.columns if c.field == "available_from"] == [order]
    assert [q.code for q in card.questions] == (["DATE_ORDER"] if order == "?" else [])


@pytest.mark.parametrize(("answer", "day"), [("day first", "2027-04-03"), ("month first", "2027-03-04")])
def test_an_order_that_was_answered_is_that_of_the_column(desk: Desk, tmp_path: Path, answer: str, day: str) -> None:
    path = lines(tmp_path, "Namn;Kan börja", "Bo Prov;03/04/2027")
    desk.imports.store(desk.imports.review(staged(desk, path, **{"dates_Kan börja": answer})))
    assert [r["available_from"] for r in rows(desk.bank, "select available_from from participant")] == [day]


@pytest.mark.parametrize(
    ("amounts", "asks"),
    [
        (["8.450", "12.500"], True),
        (["8,450"], True),
        (["8.450", "950"], False),
        (["8.450", "8 450,00"], False),
        (["8.450,00"], False),
    ],
)
def test_amounts_that_may_be_thousands_or_decimals_are_asked_about_where_the_column_does_not_tell(
    desk: Desk, tmp_path: Path, amounts: list[str], asks: bool
) -> None:
    rows_of = (f"{make.number()};2026-0{i};{a}" for i, a in enumerate(amounts, 1))
    path = lines(tmp_path, "Personnummer;Period;Belopp", *rows_of)
    assert [c for c, _ in asked(desk, path, "payments")] == (["DECIMAL_SIGN"] if asks else [])


@pytest.mark.parametrize(("answer", "amount"), [(",", 845000), (".", 845)])
def test_a_sign_that_was_answered_is_that_of_the_column(desk: Desk, tmp_path: Path, answer: str, amount: int) -> None:
    make.participant(desk.bank, identity=make.number())
    path = lines(tmp_path, "Personnummer;Period;Belopp", f"{make.number()};2026-01;8.450")
    found = staged(desk, path, "payments", decimal_Belopp=answer)
    assert desk.imports.reading(found).questions == ()
    desk.imports.store(desk.imports.review(found))
    assert [r["amount"] for r in rows(desk.bank, "select amount from payment")] == [amount]


def test_an_answer_that_answers_nothing_leaves_the_question(desk: Desk, tmp_path: Path) -> None:
    wrong = {"sheets": "Öst", "column:Spärr": "perhaps", "dates:Kan börja": "never"}
    path = lines(tmp_path, "Namn;Spärr;Kan börja", "Bo Prov;x;03/04/2027")
    found = desk.imports.stage(path, "participants", answers=wrong)
    assert [q.code for q in desk.imports.reading(found).questions] == ["PROTECTION_COLUMN", "DATE_ORDER"]
    assert [
        q.code for q in desk.imports.reading(desk.imports.stage(TWO_SHEETS, "participants", answers=wrong)).questions
    ] == ["SHEETS"]


# what was answered is kept for the sender

LIST = ("Namn;Spärr;Telefon", "Bo Prov;x;1")


def answered(desk: Desk, path: Path, profile: str = "") -> None:
    found = desk.imports.stage(path, "participants", answers={"column:Spärr": "protected:2"}, profile=profile)
    desk.imports.store(desk.imports.review(found))


def test_what_was_answered_is_used_for_the_next_list_with_the_same_headings(desk: Desk, tmp_path: Path) -> None:
    answered(desk, lines(tmp_path, *LIST))
    later = lines(tmp_path, LIST[0], "Cia Prov;x;2").rename(tmp_path / "Anvisningar vecka 48.csv")
    found = staged(desk, later)
    assert (desk.imports.reading(found).questions, found.profile, found.levels) == ((), "list", {1: 2})
    other = lines(tmp_path, f"{LIST[0]};Mer", "Dan Prov;x;2;y")
    assert [q.code for q in desk.imports.reading(staged(desk, other)).questions] == ["PROTECTION_COLUMN"]


def test_a_profile_has_the_name_it_was_given_or_one_made_of_the_file(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, *LIST).rename(tmp_path / "Anvisningar vecka 48 (2).csv")
    assert staged(desk, path).profile == "Anvisningar"
    answered(desk, path, "AF Ekhamra")
    other = lines(tmp_path, f"{LIST[0]};Mer", "Dan Prov;x;2;y")
    found = staged(desk, other, profile="AF Ekhamra")
    assert (desk.imports.reading(found).questions, found.profile) == ((), "AF Ekhamra")


def test_the_same_list_with_the_same_answers_changes_nothing_the_second_time(desk: Desk, tmp_path: Path) -> None:
    answered(desk, path := lines(tmp_path, *LIST))
    before = rows(desk.bank, "select * from setting"), rows(desk.bank, "select * from import_run")
    desk.imports.store(desk.imports.review(staged(desk, path)))
    assert (rows(desk.bank, "select * from setting"), rows(desk.bank, "select * from import_run")) == before


def test_answers_are_undone_with_the_import_they_came_with(desk: Desk, tmp_path: Path) -> None:
    answered(desk, path := lines(tmp_path, *LIST))
    desk.history.undo()
    assert [q.code for q in desk.imports.reading(staged(desk, path)).questions] == ["PROTECTION_COLUMN"]
