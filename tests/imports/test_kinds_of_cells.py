"""Small words of a list that say much: which protection a name is marked with, what a phrase avoids, when two days end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from amdesk.domain.errors import BadFile
from amdesk.imports.days import two_days
from amdesk.imports.files import read_file
from amdesk.imports.needs import needs_of
from amdesk.imports.protection import without_mark
from amdesk.imports.reader import read_bytes
from amdesk.services.desk import Desk
from tests import make
from tests.imports import books
from tests.imports.cases import lines, read


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
