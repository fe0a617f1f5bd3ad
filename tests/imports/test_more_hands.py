"""More of what lists say: a heading of two words, shares of full time, a supervisor with her phone, a reason by its code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from amdesk.db.port import rows
from amdesk.domain.errors import BadFile
from amdesk.imports import days, words
from amdesk.services.desk import Desk
from tests import make
from tests.imports.cases import lines, store
from tests.make import TODAY

NUMBER = make.number()


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("1 sept -26", date(2026, 9, 1)),
        ("3 febr 2027", date(2027, 2, 3)),
        ("sept 2027", date(2027, 9, 1)),
        ("sista juni 2027", date(2027, 6, 30)),
        ("sista dagen i februari 2028", date(2028, 2, 29)),
        ("ultimo mars 2027", date(2027, 3, 31)),
        ("sista ansökan", None),
    ],
)
def test_a_day_in_words_is_that_day(said: str, day: date | None) -> None:
    assert days.day(said, TODAY)[0] == day


@pytest.mark.parametrize("said", ["slutet av maj 2027", "ca 1 maj 2027"])
def test_what_is_near_a_day_says_more_than_the_day(said: str) -> None:
    assert days.day(said, TODAY)[0] is not None
    assert days.says_more(said)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Anpassningar/behov", "needs"),
        ("Mobil / telefon", "phone"),
        ("Körkort ja/nej", "licence"),
        ("Namn/telefon", None),
        ("Telefon/arbetsplats", None),
    ],
)
def test_a_heading_of_two_words_is_a_field_where_both_are(
    desk: Desk, tmp_path: Path, heading: str, field: str | None
) -> None:
    staged = desk.imports.stage(lines(tmp_path, f"Namn;Personnr;{heading}", f"Bo Prov;{NUMBER};x"), "participants")
    assert staged.mapping.get(2) == field


def test_a_list_that_lies_on_its_side_is_refused_and_nobody_is_called_by_a_heading(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;Astrid Prov", f"Personnummer;{NUMBER}", "Telefon;070-1740601", "Namn;Bo Prov")
    with pytest.raises(BadFile) as caught:
        desk.imports.stage(path, "participants")
    assert caught.value.code == "TURNED"


def test_needs_that_are_called_as_headings_lay_no_list_on_its_side(desk: Desk, tmp_path: Path) -> None:
    rows_of = [f"Bo Prov;{NUMBER};Körkort", "Cia Prov;;Svenska", "Namn;Personnr;Behov", "Dan Prov;;Telefon"]
    staged = desk.imports.stage(lines(tmp_path, "Namn;Personnr;Behov", *rows_of), "participants")
    assert [r.cells["name"] for r in staged.rows] == ["Bo Prov", "Cia Prov", "Dan Prov"]


@pytest.mark.parametrize(
    ("kind", "heads", "fields"),
    [
        ("placements", "Namn på arbetsplats;Yrkesroll;Antal", {"name", "occupation", "places"}),
        ("employments", "Pnr;Yrke;Tillträde;Grad", {"identity", "occupation", "from_date", "extent"}),
        ("followups", "Pnr;Slutade;Orsak;Status efter 90 dagar", {"identity", "ended", "reason", "status"}),
        ("measures", "Pnr;Insats;Startar;Slutar", {"identity", "name", "from_date", "to_date"}),
    ],
)
def test_a_heading_in_other_words_is_known(desk: Desk, tmp_path: Path, kind: str, heads: str, fields: set[str]) -> None:
    staged = desk.imports.stage(lines(tmp_path, heads, ";".join("x" for _ in heads.split(";"))), kind)
    assert (set(staged.mapping.values()), staged.unread()) == (fields, [])


PLACE = "Enhet;Yrke;Antal platser;"


@pytest.mark.parametrize(
    ("heads", "cells", "hours"),
    [
        ("Tjänstgöringsgrad", "75%", 3000),
        ("Tjänstgöringsgrad", "75", 3000),
        ("Syss.grad", "40", 1600),
        ("Sysselsättningsgrad", "0,5", 2000),
        ("Sysselsättningsgrad", "75,00", 3000),
        ("Sysselsättningsgrad", "heltid", 4000),
        ("Timmar", "30", 3000),
        ("Timmar (100 % är 40)", "38", 3800),
        ("Timmar/v", "38 tim 15 min", 3825),
        ("Tjänstgöringsgrad;Timmar/vecka", "50;38", 3800),
        ("Timmar/vecka;Tjänstgöringsgrad", "38;50", 3800),
    ],
)
def test_the_hours_of_a_place_are_its_share_of_full_time_where_the_heading_says_so(
    desk: Desk, tmp_path: Path, heads: str, cells: str, hours: int
) -> None:
    store(desk, lines(tmp_path, PLACE + heads, f"Parklag Prov;Parkarbetare;2;{cells}"), "placements")
    assert rows(desk.bank, "select hours from placement") == [{"hours": hours}]


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("Nils Modellberg, 070-1740690, n@x.example", ["Nils Modellberg", "070-1740690", "n@x.example"]),
        ("Modellberg, Nils (tel. 070-1740690)", ["Nils Modellberg", "070-1740690", ""]),
        ("Nils 070-1740690, Eva 070-1740691", ["Nils 070-1740690, Eva 070-1740691", "", ""]),
        ("070-1740690", ["070-1740690", "", ""]),
    ],
)
def test_how_a_supervisor_is_reached_stands_in_its_own_field(
    desk: Desk, tmp_path: Path, said: str, right: list[str]
) -> None:
    store(desk, lines(tmp_path, PLACE + "Handledare", f'Parklag Prov;Parkarbetare;2;"{said}"'), "placements")
    [found] = rows(desk.bank, "select supervisor, supervisor_phone, supervisor_email from placement")
    assert list(found.values()) == right


def test_a_phone_beside_a_supervisor_never_takes_the_place_of_the_one_in_its_column(desk: Desk, tmp_path: Path) -> None:
    head = PLACE + "Handledare;Telefon handledare"
    row = "Parklag Prov;Parkarbetare;2;Nils Modellberg 070-1740690;070-1740691"
    store(desk, lines(tmp_path, head, row), "placements")
    found = rows(desk.bank, "select supervisor, supervisor_phone from placement")
    assert found == [{"supervisor": "Nils Modellberg, 070-1740690", "supervisor_phone": "070-1740691"}]


@pytest.mark.parametrize(("said", "percent", "whole"), [("62,5 %", 63, False), (0.625, 63, False), ("75,0", 75, True)])
def test_half_a_percent_is_rounded_up_and_told(said: object, percent: int, whole: bool) -> None:
    assert words.extent(said) == (percent, whole)


@pytest.mark.parametrize(
    ("said", "reason"),
    [("A2", "A2"), ("arbete utan stöd, tidsbegränsat", "A2"), ("Work without subsidy, fixed term", "A2")],
)
def test_an_end_reason_by_its_code_or_name_is_that_reason(desk: Desk, tmp_path: Path, said: str, reason: str) -> None:
    head = "Personnummer;Namn;Yrke;Startdatum;Slutdatum;Omfattning"
    store(desk, lines(tmp_path, head, f"{NUMBER};Bo Prov;Parkarbetare;2026-02-01;2026-07-31;100"), "employments")
    path = lines(tmp_path, "Personnummer;Avslutad;Avslutsorsak", f'{NUMBER};2026-07-31;"{said}"')
    store(desk, path, "followups")
    assert rows(desk.bank, "select end_reason from employment") == [{"end_reason": reason}]
    assert store(desk, path, "followups").outcomes[0].action == "same"
