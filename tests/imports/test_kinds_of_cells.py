"""Small words of a list that say much: which protection a name is marked with, what a phrase avoids, when two days end."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from amdesk.domain.errors import BadFile
from amdesk.imports.calamine import given
from amdesk.imports.days import day, two_days
from amdesk.imports.files import read_file
from amdesk.imports.needs import AVOIDED, needs_of
from amdesk.imports.protection import marked, without_mark
from amdesk.imports.reader import read_bytes
from amdesk.imports.text import read_text
from amdesk.imports.words import count
from amdesk.services.desk import Desk
from tests import make
from tests.imports import books
from tests.imports.cases import lines, read, store


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("(skyddad identitet)", 1),
        ("- sekretessmarkering", 1),
        ("(skyddad folkbokföring)", 2),
        ("(fingerade personuppgifter)", 3),
    ],
)
def test_a_mark_behind_a_name_protects_as_high_as_its_words_say(said: str, level: int) -> None:
    assert without_mark(f"Astrid Prov {said}") == ("Astrid Prov", level)


@pytest.mark.parametrize("said", ["helst inga", "ej", "undvik"])
def test_a_phrase_that_says_no_to_nothing_is_kept_in_its_words(said: str) -> None:
    assert [(n.kind, n.value) for n in needs_of(said)] == [("words", said)]


@pytest.mark.parametrize("said", ["1 mars 2026 - maj 2026", "2026-03-01 - 2026-05", "1/3 2026 till och med maj"])
def test_a_month_that_ends_a_time_ends_on_its_last_day(said: str) -> None:
    assert two_days(said, make.TODAY) == (date(2026, 3, 1), date(2026, 5, 31))


def test_a_folder_without_a_name_is_no_file() -> None:
    for path in (Path("/"), Path()):
        with pytest.raises(BadFile) as refused:
            read_bytes(path)
        assert refused.value.code == "NO_FILE"


def test_a_workbook_whose_sheets_are_gone_is_damaged_and_no_packed_archive(tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_bytes(books.packed({"[Content_Types].xml": books.TYPES, "docProps/app.xml": "<a/>"}))
    with pytest.raises(BadFile) as refused:
        read_file(tmp_path / "list.xlsx")
    assert "archive" not in str(refused.value)


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_sixteen_bits_without_their_mark_are_read_and_zeros_everywhere_are_no_text(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("Namn;Telefon\nÅsa Prov;070-1740605\n".encode(mark))
    (sheet,) = read_file(path)
    assert [list(cells) for _, cells, _ in sheet.rows] == [["Namn", "Telefon"], ["Åsa Prov", "070-1740605"]]
    path.write_bytes(b"N\0\0\0" * 40)
    with pytest.raises(BadFile):
        read_file(path)


def test_how_many_have_needs_in_words_of_their_own_is_said_once_of_those_that_are_taken(
    desk: Desk, tmp_path: Path
) -> None:
    head = "Namn;Personnummer;Behov"
    two = [f"{name};{make.fresh_number()};vill ha egen kaffekopp" for name in ("Bo Prov", "Siv Prov")]
    refused = "Ulf Prov;19910431-2380;vill ha egen kaffekopp"
    plain = f"Åsa Prov;{make.fresh_number()};dagtid"

    def said(*rows: str) -> list[str]:
        return [str(n) for n in read(desk, lines(tmp_path, head, *rows)).notices if "words of" in str(n)]

    assert said(plain) == []
    assert [n.split(" ")[0] for n in said(two[0], plain)] == ["1"]
    assert [n.split(" ")[0] for n in said(*two, refused, plain)] == ["2"]


def test_jul_alone_is_christmas_and_with_a_year_it_is_a_month() -> None:
    assert day("jul", make.TODAY)[0] is None
    for said in ("jul 27", "jul 2027", "juli 2027"):
        assert day(said, make.TODAY)[0] == date(2027, 7, 1)


@pytest.mark.parametrize("name", list(AVOIDED))
def test_whatever_can_be_avoided_is_known_by_its_whole_name(name: str) -> None:
    """Also where a shorter name stands in it, which would say another thing."""
    assert [(n.kind, n.value) for n in needs_of(f"inga {name}")] == [AVOIDED[name]]


@pytest.mark.parametrize(
    ("second", "warned"),
    [
        ("2026-06-30;2026-12-31;50", False),  # together a hundred
        ("2026-06-30;2026-12-31;51", True),  # begins on the last day of the other
        ("2026-07-01;2026-12-31;100", False),
        ("2025-06-01;2026-01-01;51", True),  # ends on the first day of the other
        ("2025-06-01;2025-12-31;100", False),
    ],
)
def test_two_employments_are_too_much_on_a_day_that_both_have(
    desk: Desk, tmp_path: Path, second: str, warned: bool
) -> None:
    head = "Personnummer;Namn;Yrke;Anställningsform;Startdatum;Slutdatum;Omfattning"
    her = f"{make.number()};Siv Prov;Städare;BEA visstid"
    review = read(desk, lines(tmp_path, head, f"{her};2026-01-01;2026-06-30;50", f"{her};{second}"), "employments")
    assert ["OVERLAP" in o.warnings for o in review.outcomes] == [False, warned]


def test_two_numbers_in_a_name_or_another_than_in_its_own_column_are_nobodys(desk: Desk, tmp_path: Path) -> None:
    one, two = make.fresh_number(), make.fresh_number()

    def reason(name: str, number: str = "") -> str:
        (found,) = read(desk, lines(tmp_path, "Namn;Personnummer;Telefon", f"{name};{number};070-1740605")).outcomes
        return found.reason

    assert {reason(f"Bo Prov {one}"), reason(f"Bo Prov {one}", one), reason(f"Bo Prov {one}", one[2:])} == {""}
    assert {reason(f"Bo Prov {one} {two}"), reason(f"Bo Prov {one}", two)} == {"PNR_IN_TEXT"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (";Arbete;A1", "DATE_MISSING"),
        ("2026-05-31;Arbete;", "REASON_UNKNOWN"),
        ("2026-05-31;Arbete;hej", "REASON_UNKNOWN"),
    ],
)
def test_a_followup_without_its_last_day_or_its_reason_says_which_is_missing(
    desk: Desk, tmp_path: Path, row: str, reason: str
) -> None:
    head = "Personnummer;Namn;Slutdatum;Status dag 90;Avslutsorsak"
    (found,) = read(desk, lines(tmp_path, head, f"{make.number()};Siv Prov;{row}"), "followups").outcomes
    assert found.reason == reason


@pytest.mark.thorough(long=True)
def test_a_word_document_that_grows_without_measure_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "text.docx").write_bytes(books.packed({"word/document.xml": b" " * (120 << 20)}))
    with pytest.raises(BadFile, match="far more than"):
        read_text(tmp_path / "text.docx")


def test_whoever_stops_a_reading_is_not_told_that_the_file_is_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_content: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("python_calamine.CalamineWorkbook", SimpleNamespace(from_filelike=stopped))
    with pytest.raises(KeyboardInterrupt):
        given(b"", ["Blad1"])


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("har skyddad identitet", 1),
        ("sekretessmarkering sedan våren", 1),
        ("skyddad folkbokföring", 2),
        ("fingerade personuppgifter", 3),
        ("ej skyddad identitet", 0),
        ("ringer på morgonen", 0),
    ],
)
def test_running_text_protects_as_high_as_it_says_and_no_higher(said: str, level: int) -> None:
    assert marked(["Ringde", said]) == level
    assert marked([said, "har skyddad identitet"]) == max(level, 1)


@pytest.mark.parametrize(
    ("said", "born"), [("300412", date(1930, 4, 12)), ("860412", date(1986, 4, 12)), ("120412", date(2012, 4, 12))]
)
def test_a_birth_date_without_its_century_lies_in_the_past(desk: Desk, tmp_path: Path, said: str, born: date) -> None:
    store(desk, lines(tmp_path, "Namn;Födelsedatum;Telefon", f"Siv Prov;{said};070-1740605"))
    (her,) = desk.participants.listing()
    assert desk.work.participant(her.id).born == born


@pytest.mark.parametrize("said", ["från 2026", "inte nu", "8:30", "50 %", "1/2", "kl 12/4"])
def test_what_is_no_number_of_places_says_none_and_no_unit(said: str) -> None:
    assert count(said) == (None, False, False)
