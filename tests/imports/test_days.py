"""Days as lists write them, whatever the kind of list: read in full, worked out and shown, or kept as words."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from amdesk.db.port import rows
from amdesk.domain.values import parse_date
from amdesk.imports import days
from amdesk.services.desk import Desk
from tests import make
from tests.imports.cases import lines, read, store
from tests.make import TODAY

FIRST = date(2026, 12, 1)


@pytest.mark.parametrize(
    "said",
    ["2026/12/01", "2026-12-01T08:00:00", "2026-12-01 00:00:00.000", "2026-12-01T00:00:00Z", "1/12-26", "1/12 -26", "1/12/26", "1.12.26", "1-12-2026",
     "26-12-01", "01-12-26", "261201", 261201.0, 20261201, 20261201.0, "2026 12 01", "1 dec -26", "1-dec-26", "1 dec. 2026", "tis 1 dec 2026", "1:a december 2026",
     "December 1st, 2026", "2026—12—01"],
)  # fmt: skip
def test_a_full_day_is_a_day_however_it_is_written(said: object) -> None:
    assert days.day(said, TODAY) == (FIRST, True)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (w, FIRST)
        for w in (
            "1/12",
            "1.12",
            "1 december",
            "den 1:a dec",
            "tisdag 1/12",
            "från 1/12",
            "fr.o.m. 1 dec",
            "tidigast 1/12",
            "2026-12-01 eller senare",
            "1/12 kl 8",
            "dec 2026",
            "december",
            "12/2026",
            "2026-12",
            "ca 1/12",
            "2026-12-01 (prel)",
        )
    ]
    + [(w, date(2026, 11, 30)) for w in ("v 49", "v49", "vecka 49", "v 49-26", "v49 2026", "2026-W49", "v. 49/2026")]
    + [("torsdag v 49", date(2026, 12, 3)), ("15 maj", date(2027, 5, 15))],
)
def test_a_day_that_is_not_said_in_full_is_worked_out(said: str, wanted: date) -> None:
    assert days.day(said, TODAY) == (wanted, False)


@pytest.mark.parametrize(
    "said",
    [
        "2026-11-31",
        "31/11-26",
        "efter nyår",
        "ht 2026",
        "49",
        49,
        "2026",
        "v 60",
        "v 49/50",
        "01-02-03",
        "mitten av dec",
        "-",
        "?",
        "12/31/2026",
        "070-1740605",
    ],
)
def test_what_names_no_single_day_is_not_guessed(said: object) -> None:
    assert days.day(said, TODAY) == (None, False)


@pytest.mark.parametrize(
    "said",
    ["2026-12-01 - 2027-05-31", "2026-12-01–2027-05-31", "2026-12-01-2027-05-31", "2026-12-01/2027-05-31", "1/12-31/5", "1/12 - 31/5 2027", "1/12-26 - 31/5-27",
     "dec 2026 - maj 2027", "december–maj", "fr.o.m. 2026-12-01 t.o.m. 2027-05-31", "2026-12-01 till och med 2027-05-31", "2026-12-01\n2027-05-31",
     "20261201-20270531", "261201-270531", "1 dec - 31 maj 2027"],
)  # fmt: skip
def test_two_days_in_a_cell_are_the_first_and_the_last(said: str) -> None:
    assert days.two_days(said, TODAY) == (FIRST, date(2027, 5, 31))


@pytest.mark.parametrize(
    "said", ["2026-12-01", "1/12-26", "2027-05-31 - 2026-12-01", "70-100", "2026-12-01 -", "v 49-22", 46357, None]
)
def test_one_day_is_not_two(said: object) -> None:
    assert days.two_days(said, TODAY) is None


def begins(desk: Desk, folder: Path, said: str) -> tuple[object, list[str], list[str]]:
    path = lines(folder, "Personnummer;Namn;Kan börja", f'{make.number()};Bo Prov;"{said}"')
    review = store(desk, path)
    (r,) = rows(desk.bank, "select available_from, needs from participant")
    assert store(desk, path).count("same") == 1
    return r["available_from"], [n["value"] for n in json.loads(r["needs"])], review.outcomes[0].warnings


def test_a_day_that_was_worked_out_is_shown(desk: Desk, tmp_path: Path) -> None:
    review = read(desk, lines(tmp_path, "Personnummer;Namn;Kan börja", f"{make.number()};Bo Prov;1/12"))
    assert (review.outcomes[0].read, review.outcomes[0].warnings) == ({"available_from": "2026-12-01"}, ["VALUE_READ"])


@pytest.mark.parametrize(
    "said", ["ca 1/12", "2026-12-01 (prel)", "2026-12-01?", "efter 1 dec", "2026-12-01 - 2027-05-31"]
)
def test_what_a_cell_says_beside_the_day_is_kept_as_words(desk: Desk, tmp_path: Path, said: str) -> None:
    day, words, warnings = begins(desk, tmp_path, said)
    assert (day, words) == ("2026-12-01", [f"Kan börja: {said}"])
    assert {"KEPT_AS_WORDS", "VALUE_READ"} <= set(warnings)


JOBS = "Personnummer;Yrkestitel;Placering;Startdatum;Slutdatum;Omfattning"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("1/12", "31/5"),
        ("2026-12-01 - 2027-05-31", ""),
        ("", "1/12-26 - 31/5-27"),
        ("1/12–31/5", "2027-05-31"),
        ("dec", "maj"),
        ("1 december", "maj 2027"),
    ],
)
def test_an_employment_may_say_its_two_days_without_years_and_in_one_cell(
    desk: Desk, tmp_path: Path, start: str, end: str
) -> None:
    path = lines(tmp_path, JOBS, f"{make.number()};Lokalvårdare;X;{start};{end};heltid")
    review = store(desk, path, "employments")
    assert rows(desk.bank, "select from_date, to_date, extent from employment") == [
        {"from_date": "2026-12-01", "to_date": "2027-05-31", "extent": 100}
    ]
    assert (review.outcomes[0].read["from_date"], "VALUE_READ" in review.outcomes[0].warnings) == ("2026-12-01", True)
    assert store(desk, path, "employments").count("same") == 1


def test_two_cells_that_contradict_each_other_are_no_days(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, JOBS, f"{make.number()};Lokalvårdare;X;1/12-31/5;2027-06-30;50")
    assert [(o.reason, o.column) for o in read(desk, path, "employments").outcomes] == [("DATE_INVALID", "from_date")]


def test_a_start_without_a_year_is_the_nearest(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, JOBS, f"{make.number()};Lokalvårdare;X;1/9;31/8;50")
    store(desk, path, "employments")
    assert rows(desk.bank, "select from_date, to_date from employment") == [
        {"from_date": "2026-09-01", "to_date": "2027-08-31"}
    ]


def test_a_place_may_say_from_and_to_in_one_cell(desk: Desk, tmp_path: Path) -> None:
    head = "Enhet;Yrke;Antal platser;Timmar/vecka;Öppen fr.o.m."
    path = lines(tmp_path, head, "Enheten;Lokalvårdare;2;40;2026-12-01–2027-05-31")
    review = store(desk, path, "placements")
    (place,) = desk.placements.listing()
    assert (place.open_from, place.open_to) == (FIRST, date(2027, 5, 31))
    assert "VALUE_READ" in review.outcomes[0].warnings
    assert store(desk, path, "placements").count("same") == 1


@pytest.mark.parametrize(
    ("said", "born"),
    [(w, "1986-04-12") for w in ("1986-04-12", "860412", "86-04-12", "12/4-86", "12 april 1986", "19860412")]
    + [("030412", "2003-04-12")],
)
def test_a_birth_date_is_in_the_past(desk: Desk, tmp_path: Path, said: str, born: str) -> None:
    store(desk, lines(tmp_path, "Namn;Född;Telefon", f"Bo Prov;{said};070-1740605"))
    assert rows(desk.bank, "select born from participant") == [{"born": born}]


def test_a_birth_in_the_future_is_refused(desk: Desk, tmp_path: Path) -> None:
    tomorrow = make.number(date(2026, 12, 3))
    rows_ = ("Bo Prov;2027-01-01;", f"Cia Prov;;{tomorrow}", f"Dan Prov;;{tomorrow[:8]}-{tomorrow[8:]}")
    found = read(desk, lines(tmp_path, "Namn;Född;Personnummer", *rows_)).outcomes
    assert [(o.reason, o.column) for o in found] == [("BIRTH_FUTURE", "born")] + [("PNR_DATE", "identity")] * 2


def test_a_birth_date_in_words_refuses_nobody(desk: Desk, tmp_path: Path) -> None:
    review = store(desk, lines(tmp_path, "Namn;Född;Telefon", "Bo Prov;våren 1986;1"))
    (r,) = rows(desk.bank, "select born, needs from participant")
    assert (r["born"], [n["value"] for n in json.loads(r["needs"])]) == (None, ["Födelsedag: våren 1986"])
    assert "BIRTH_UNKNOWN" in review.outcomes[0].warnings


def test_a_year_of_two_digits_is_the_nearest_one() -> None:
    assert parse_date("1/12-98", TODAY)[0] == date(1998, 12, 1)
    assert parse_date("1/12-31", TODAY)[0] == date(2031, 12, 1)
