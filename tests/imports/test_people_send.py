"""Lists as colleagues send them: headings in other words, marks of protection where a phone or an address stands, sections of
protected people, words for nothing, and the numbers and stars of a margin."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amdesk.db.port import rows
from amdesk.imports.headings import headings
from amdesk.services.desk import Desk
from amdesk.services.exchange.columns import list_kinds
from amdesk.services.exchange.messages import message
from tests import make
from tests.imports.cases import lines, read, store

A, B, C = (make.number(date(y, 3, 4)) for y in (1980, 1985, 1990))


def people(desk: Desk) -> list[dict[str, Any]]:
    return [dict(r) for r in rows(desk.bank, "select * from participant order by id")]


@pytest.mark.parametrize(
    ("kind", "heading", "field"),
    [
        ("participants", "Mobil/hem", "phone"),
        ("participants", "Tfn dagtid", "phone"),
        ("participants", "B-körkort (ja/nej)", "licence"),
        ("participants", "Kk", "licence"),
        ("participants", "Namn på sökande", "name"),
        ("participants", "Klientens personnr", "identity"),
        ("participants", "Önskat yrke/bransch", "wishes"),
        ("participants", "Kan arbeta fr.o.m", "available_from"),
        ("participants", "Work extent", "extent"),
        ("participants", "Anhörigs telefon", None),
        ("participants", "Handläggares e-post", None),
        ("participants", "Startdatum SFI", None),
        ("placements", "Tel kontaktperson", "supervisor_phone"),
        ("employments", "Anställd som", "occupation"),
        ("followups", "Situation efter 90 dagar", "status"),
    ],
)
def test_a_heading_in_other_words_heads_its_field_and_nobody_elses(kind: str, heading: str, field: str | None) -> None:
    assert headings(list_kinds()[kind], {}).field(heading) == field


@pytest.mark.thorough(13)
@pytest.mark.parametrize(
    ("heading", "said", "level"),
    [
        ("Telefon", "Skyddad", 1),
        ("Telefonnummer", "Skyddat", 1),
        ("Telefon", "hemligt", 0),
        ("Adress", "adressen är skyddad", 1),
        ("Adress", "adressen är inte skyddad", 0),
        ("Anteckning", "Skyddad adress: nej", 0),
        ("Anteckning", "Skyddade personuppgifter? Nej.", 0),
        ("Anteckning", "Skyddad adress: ja", 1),
        ("Adress", "Skyddad adress", 1),
        ("Adress", "hemlig adress", 1),
        ("Adress", "ej skyddad adress", 0),
        ("Adress", "Skyddsvägen 1", 0),
        ("Behov", "skydd", 0),
    ],
)
def test_a_mark_of_protection_in_place_of_a_phone_or_an_address_protects(
    tmp_path: Path, desk: Desk, heading: str, said: str, level: int
) -> None:
    store(desk, lines(tmp_path, f"Personnummer;Namn;{heading}", f"{A};Astrid Prov;{said}", f"{B};Bo Prov;"))
    assert [p["protection"] for p in people(desk)] == [level, 0]


def test_a_mark_beside_a_name_protects_and_is_no_part_of_the_name(tmp_path: Path, desk: Desk) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn", f"{A};Astrid Prov (skyddad id)"))
    assert [(p["name"], p["protection"]) for p in people(desk)] == [("Astrid Prov", 1)]


@pytest.mark.parametrize(("mark", "level"), [("Skyddade personuppgifter", 1), ("Skyddad folkbokföring", 2)])
def test_everybody_below_a_heading_of_protection_is_protected_until_the_next_heading(
    tmp_path: Path, desk: Desk, mark: str, level: int
) -> None:
    said = ("Personnummer;Namn", f"{A};Astrid Prov", f"{mark};", f"{B};Bo Prov", "Norr;", f"{C};Cia Prov")
    store(desk, lines(tmp_path, *said))
    assert [(p["name"], p["protection"]) for p in people(desk)] == [
        ("Astrid Prov", 0),
        ("Bo Prov", level),
        ("Cia Prov", 0),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Personer med skyddade personuppgifter", "Skyddade personuppgifter (2)", "Skyddad identitet - 2 st", "Sekretess:",
        "Deltagare med skyddad identitet (2 st):", "Participants with protected identity",
    ],
)  # fmt: skip
@pytest.mark.parametrize("columns", ["Personnummer;Namn", "Namn;Personnummer"])
def test_a_heading_that_speaks_of_several_protects_them_in_whatever_column_it_stands(
    tmp_path: Path, desk: Desk, heading: str, columns: str
) -> None:
    said = [(A, "Astrid Prov"), (heading, ""), (B, "Bo Prov"), ("Norr", ""), (C, "Cia Prov")]
    if columns.startswith("Namn"):
        said = [(one, other) if not other else (other, one) for one, other in said]
    store(desk, lines(tmp_path, columns, *(";".join(row) for row in said)))
    found = [(p["name"], p["protection"]) for p in people(desk)]
    assert found == [("Astrid Prov", 0), ("Bo Prov", 1), ("Cia Prov", 0)]


@pytest.mark.parametrize("said", ["Skyddad person 1", "Skyddad person nr2", "Skyddad kvinna A"])
def test_one_of_whom_nothing_else_may_be_said_is_nobodys_heading(tmp_path: Path, desk: Desk, said: str) -> None:
    store(desk, lines(tmp_path, "Namn;Personnummer", f"{said};", f"Bo Prov;{B}"))
    assert [p["protection"] for p in people(desk) if p["identity"] == B] == [0]


@pytest.mark.parametrize("heading", ["Personer med skyddade personuppgifter", "Skyddade personuppgifter", "Sekretess:"])
@pytest.mark.parametrize(
    ("kind", "columns", "said"),
    [
        ("payments", "Personnummer;Månad;Belopp", ";2026-10;8450"),
        ("measures", "Personnummer;Insats;Startdatum;Slutdatum", ";Jobbcoach;2026-09-01;2026-10-31"),
    ],
)
def test_a_heading_protects_also_in_a_list_that_names_nobody(
    tmp_path: Path, desk: Desk, heading: str, kind: str, columns: str, said: str
) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn", f"{A};Astrid Prov", f"{B};Bo Prov", f"{C};Cia Prov"))
    empty = ";" * columns.count(";")
    rows_ = [f"{A}{said}", f"{heading}{empty}", f"{B}{said}", f"Norr{empty}", f"{C}{said}"]
    review = store(desk, lines(tmp_path, columns, *rows_), kind)
    assert [o.outcome for o in review.outcomes] == ["accepted"] * 3
    assert [p["protection"] for p in people(desk)] == [0, 1, 0]


@pytest.mark.parametrize("name", ["Skyddad person 1", "Skyddad identitet nr 2", "1 (skyddade personuppgifter)"])
def test_a_figure_beside_a_mark_is_nobodys_name(tmp_path: Path, desk: Desk, name: str) -> None:
    review = store(desk, lines(tmp_path, "Namn;Telefon", f"{name};070-1740609", "Bo Prov;070-1740602"))
    assert [o.reason for o in review.outcomes if o.outcome == "rejected"] == ["PROTECTED_UNNAMED"]
    assert [p["name"] for p in people(desk)] == ["Bo Prov"]


@pytest.mark.parametrize("where", ["above", "below"])
def test_a_star_that_a_note_explains_as_a_mark_protects_and_no_other_star_does(
    tmp_path: Path, desk: Desk, where: str
) -> None:
    rows_ = ["Namn;Personnummer", f"Astrid Prov *;{A}", f"Bo Prov **;{B}", f"Cia Prov;{C}"]
    notes = ["* frånvarande;", "** = skyddade personuppgifter;"]
    store(desk, lines(tmp_path, *(notes + rows_ if where == "above" else rows_ + notes)))
    found = [(p["name"], p["protection"]) for p in people(desk)]
    assert found == [("Astrid Prov", 0), ("Bo Prov", 1), ("Cia Prov", 0)]


@pytest.mark.parametrize("heads", ["Telefon hem;Mobil", "Hemtelefon;Mobiltelefon", "Tel bostad;Telefon"])
def test_a_phone_at_home_is_read_where_there_is_no_other(tmp_path: Path, desk: Desk, heads: str) -> None:
    other, both = heads.split(";", maxsplit=1)[0], f"Personnummer;Namn;{heads}"
    store(desk, lines(tmp_path, both, f"{A};Astrid Prov;0155-123;070-1740601", f"{B};Bo Prov;;070-1740602"))
    store(desk, lines(tmp_path, f"Personnummer;Namn;{other}", f"{C};Cia Prov;0155-456"))
    assert [p["phone"] for p in people(desk)] == ["070-1740601", "070-1740602", "0155-456"]


def test_a_mark_below_everybody_is_no_heading_and_is_said(tmp_path: Path, desk: Desk) -> None:
    review = read(desk, lines(tmp_path, "Personnummer;Namn", f"{A};Astrid Prov", "Skyddade personuppgifter;"))
    assert [o.outcome for o in review.outcomes] == ["accepted", "rejected"]


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ("saknar telefon", ""),
        ("ej tel", ""),
        ("Ingen", ""),
        ("finns ej", ""),
        ("hemligt", "hemligt"),
        ("nås via Ines", "nås via Ines"),
    ],
)
def test_words_for_nothing_are_no_phone(tmp_path: Path, desk: Desk, said: str, phone: str) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn;Telefon", f"{A};Astrid Prov;{said}"))
    assert [p["phone"] for p in people(desk)] == [phone]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("1. Astrid Prov", "Astrid Prov"),
        ("12) Prov, Astrid", "Astrid Prov"),
        ("Astrid Prov *", "Astrid Prov"),
        ("Astrid Prov**", "Astrid Prov"),
    ],
)
def test_the_number_and_the_star_of_a_margin_are_no_part_of_a_name(
    tmp_path: Path, desk: Desk, said: str, name: str
) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn", f"{A};{said}"))
    assert [p["name"] for p in people(desk)] == [name]


@pytest.mark.parametrize(
    ("said", "hours"), [("heltid 38,25", 3825), ("heltid (37,5 tim)", 3750), ("deltid 20 h", 2000), ("20-30", 3000)]
)
def test_hours_beside_the_word_for_them_are_the_hours(tmp_path: Path, desk: Desk, said: str, hours: int) -> None:
    path = lines(tmp_path, "Enhet;Yrke;Antal platser;Timmar/vecka", f"Köket;Lokalvårdare;2;{said}")
    store(desk, path, "placements")
    assert [r["hours"] for r in rows(desk.bank, "select hours from placement")] == [hours]


@pytest.mark.parametrize(
    ("said", "contact", "situation"),
    [
        ("inte nåbar", "not_contacted", "not_known"),
        ("svarar ej", "not_contacted", "not_known"),
        ("Studier (komvux)", "contacted", "studies"),
        ("arbetar (vikariat)", "contacted", "work"),
        ("arbetar (ej längre)", "contacted", "not_known"),
        ("studier (avbrutna)", "contacted", "not_known"),
        ("arbete (kanske?)", "contacted", "not_known"),
    ],
)
def test_day_90_in_a_clerks_words_is_heard(tmp_path: Path, desk: Desk, said: str, contact: str, situation: str) -> None:
    job = "Personnummer;Namn;Anställd som;Startdatum;Slutdatum;Omfattning"
    store(desk, lines(tmp_path, job, f"{A};Astrid Prov;Lokalvårdare;2026-02-01;2026-07-31;75"), "employments")
    path = lines(
        tmp_path, "Personnummer;Slutdatum;Avslutsorsak;Situation efter 90 dagar", f"{A};2026-07-31;Arbete;{said}"
    )
    store(desk, path, "followups")
    found = rows(desk.bank, "select contact, situation from followup")
    assert [(r["contact"], r["situation"]) for r in found] == [(contact, situation)]


def test_a_bare_name_that_somebody_has_is_asked_and_makes_nobody_twice(tmp_path: Path, desk: Desk) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn;Telefon", f"{A};Astrid Prov;070-1740601"))
    bare = ("Namn;Omfattning", "Astrid Prov;50")
    review = store(desk, lines(tmp_path, *bare))
    assert [o.reason for o in review.outcomes] == ["SAME_NAME"]
    assert len(people(desk)) == 1
    store(desk, lines(tmp_path, "Personnummer;Namn;Telefon", f"{B};Astrid Prov;070-1740602"))
    assert [o.reason for o in store(desk, lines(tmp_path, *bare)).outcomes] == ["SAME_NAME"]
    assert [p["identity"] for p in people(desk)] == [A, B]


def test_a_bare_name_that_one_has_is_hers_once_that_is_said(tmp_path: Path, desk: Desk) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn", f"{A};Astrid Prov"))
    bare = lines(tmp_path, "Namn;Omfattning", "Astrid Prov;50")
    desk.imports.store(desk.imports.review(desk.imports.stage(bare, "participants", answers={"same:2": "same"})))
    assert [(p["identity"], p["extent"]) for p in people(desk)] == [(A, 50)]


def test_a_bare_name_that_several_have_is_not_asked_over_and_over(tmp_path: Path, desk: Desk) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn", f"{A};Astrid Prov", f"{B};Astrid Prov"))
    bare = lines(tmp_path, "Namn;Omfattning", "Astrid Prov;50")
    reasons = {}
    for answer in ("same", "new"):
        review = desk.imports.review(desk.imports.stage(bare, "participants", answers={"same:2": answer}))
        reasons[answer] = [(o.reason, o.action) for o in review.outcomes]
    assert reasons == {"same": [("NAMESAKES", "")], "new": [("", "new")]}


@pytest.mark.parametrize(("heading", "said"), [("Personnummer", A), ("Född", "1980-03-04")])
def test_what_is_advised_of_a_bare_name_makes_nobody_twice(tmp_path: Path, desk: Desk, heading: str, said: str) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn", f"{A};Astrid Prov"))
    told = store(desk, lines(tmp_path, "Namn;Omfattning", "Astrid Prov;50")).outcomes[0]
    assert "that her record has" in message(told.reason, "en", told.column)
    store(desk, lines(tmp_path, f"{heading};Namn;Omfattning", f"{said};Astrid Prov;50"))
    assert [(p["identity"], p["extent"]) for p in people(desk)] == [(A, 50)]
