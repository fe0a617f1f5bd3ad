"""Lists of vacancies as employers send them: read as every other list is, whatever stands around the table and in its cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from amdesk.domain.employers.vacancy import Vacancy
from amdesk.domain.errors import BadFile
from amdesk.services.desk import Desk
from tests import make
from tests.imports.cases import lines


def book(folder: Path, *table: Sequence[object], merged: Sequence[str] = ()) -> Path:
    made = openpyxl.Workbook()
    sheet = made.create_sheet("lista", 0)
    for row in table:
        sheet.append(row)
    for span in merged:
        sheet.merge_cells(span)
    made.save(folder / "lista.xlsx")
    return folder / "lista.xlsx"


def stored(desk: Desk, path: Path) -> list[Vacancy]:
    """Read and stored; read once more it stores nothing."""
    desk.vacancies.store(desk.vacancies.read_file(path))
    assert desk.vacancies.store(desk.vacancies.read_file(path)) == 0
    return sorted(desk.vacancies.listing(), key=lambda v: v.number)


def test_headings_over_two_rows_and_headings_once_more_are_no_vacancy(desk: Desk, tmp_path: Path) -> None:
    path = book(
        tmp_path,
        ["Lediga jobb v 48", None, None, None],
        ["Kund", "Tjänst", None, None],
        [None, "Titel", "Antal", "Arbetstid"],
        ["Prov AB", "Lagerarbetare", "två", "dagtid"],
        ["Kund", "Titel", "Antal", "Arbetstid"],
        ["Test AB", "Kock", 1, "kväll"],
        ["Summa", None, 3, None],
        ["Sammanställt av:", "Eva Test", None, None],
        merged=["A2:A3", "B2:D2"],
    )
    found = [(v.employer, v.title, v.places, v.schedule) for v in stored(desk, path)]
    assert found == [("Prov AB", "Lagerarbetare", 2, "dagtid"), ("Test AB", "Kock", 1, "kväll")]


def test_an_employer_that_is_said_once_is_that_of_the_rows_below(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Företag;Tjänst;Antal", "Prov AB;Kock;2", ";Lokalvårdare;", "Test AB;Vaktmästare;1")
    found = [(v.employer, v.title) for v in stored(desk, path)]
    assert found == [("Prov AB", "Kock"), ("Prov AB", "Lokalvårdare"), ("Test AB", "Vaktmästare")]


def test_a_vacancy_without_an_employer_is_refused_where_others_say_theirs_each_time(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Företag;Tjänst;Antal", "Prov AB;Kock;2", "Prov AB;Vaktmästare;2", ";Lokalvårdare;")
    assert [r.outcome for r in desk.vacancies.read_file(path).rows] == ["new", "new", "refused"]


READ = [
    ("Antal", "3 st", {"places": 3}, ""),
    ("Antal", "ca 3", {"places": 3}, "Antal platser: ca 3"),
    ("Antal", "flera", {"places": 1}, "Antal platser: flera"),
    ("Omfattning", "heltid", {"extent": 100}, ""),
    ("Omfattning", "62,5 %", {"extent": 63}, "Omfattning: 62,5 %"),
    ("Tillträde", "1 sept -26", {"start": date(2026, 9, 1)}, ""),
    ("Tillträde", "omgående", {"start": None}, "Tillträde: omgående"),
    ("Sök senast", "30/11", {"apply_by": date(2026, 11, 30)}, "Sök senast: 30/11"),
    ("Sök senast", "12/31/2026", {"apply_by": date(2026, 12, 31)}, ""),
    ("Sök senast", "sista december 2026", {"apply_by": date(2026, 12, 31)}, "Sök senast: sista december 2026"),
    ("Körkort", "Ja (B)", {"licence": "B"}, ""),
    ("Körkort", "Krävs ej", {"licence": ""}, ""),
    ("Körkort", "truckkort", {"licence": ""}, "Körkort: truckkort"),
    ("Svenska", "minst B1", {"language_min": "B1"}, ""),
    ("Svenska", "god", {"language_min": ""}, "Svenska: god"),
    ("Yrkeskategori", "Lokalvårdare", {"occupation": "LOK"}, ""),
]


@pytest.mark.parametrize(("head", "said", "right", "body"), READ)
def test_a_cell_is_understood_or_kept_as_words(
    desk: Desk, tmp_path: Path, head: str, said: str, right: dict[str, object], body: str
) -> None:
    [found] = stored(desk, lines(tmp_path, f"Arbetsgivarens namn;Befattning;{head}", f"Prov AB;Sökes;{said}"))
    assert {n: getattr(found, n) for n in right} == right
    assert found.body == body


def test_an_occupation_is_the_title_where_there_is_no_other(desk: Desk, tmp_path: Path) -> None:
    [found] = stored(desk, lines(tmp_path, "Arbetsgivare;Yrke", "Prov AB;Lokalvårdare"))
    assert (found.title, found.occupation) == ("Lokalvårdare", "LOK")
    with pytest.raises(BadFile) as caught:
        desk.vacancies.read_file(lines(tmp_path, "Arbetsgivare;Antal", "Prov AB;2"))
    assert caught.value.code == "NO_HEADINGS"


@pytest.mark.parametrize("said", ['=A2&""', "#N/A", "#REF!"])
def test_a_formula_without_a_value_and_a_cell_in_error_refuse_their_row_alone(
    desk: Desk, tmp_path: Path, said: str
) -> None:
    path = book(tmp_path, ["Arbetsgivare", "Titel"], ["Prov AB", "Kock"], [said, "Lokalvårdare"])
    read = desk.vacancies.read_file(path)
    assert [(r.at, r.outcome, r.why is None) for r in read.rows] == [("2", "new", True), ("3", "refused", False)]
    assert [(v.employer, v.title) for v in stored(desk, path)] == [("Prov AB", "Kock")]


def test_nobodys_number_stays_in_a_vacancy_and_a_number_of_an_employer_does(desk: Desk, tmp_path: Path) -> None:
    head = "Arbetsgivare;Org.nr;Titel;Ort;Beskrivning;Länk"
    path = lines(
        tmp_path,
        head,
        f"Prov AB;556012-5790;Kock;hos {make.number()};Fråga {make.number()};https://x.example/1234567890",
    )
    [found] = stored(desk, path)
    assert make.number() not in f"{found.place} {found.body}"
    assert (found.link, desk.employers.get(found.employer_id).org_number) == (
        "https://x.example/1234567890",
        "556012-5790",
    )


def test_days_of_a_spreadsheet_are_days(desk: Desk, tmp_path: Path) -> None:
    path = book(tmp_path, ["Arbetsgivare", "Titel", "Startdatum"], ["Prov AB", "Kock", datetime(2026, 12, 1)])
    assert [v.start for v in stored(desk, path)] == [date(2026, 12, 1)]


def test_a_row_with_an_employer_alone_is_told_as_a_heading_of_which_nothing_comes(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Företag;Tjänst;Antal", "Prov AB;Kock;2", "Ekhamra Bygg AB;;", "Test AB;Vaktmästare;1")
    read = desk.vacancies.read_file(path)
    assert [r.at for r in read.rows] == ["2", "4"]
    assert str(read.headings) == "Row 3 has one cell alone and is taken for a heading: no vacancy comes of it."
    assert desk.vacancies.read_file(lines(tmp_path, "Företag;Tjänst", "Prov AB;Kock")).headings is None
