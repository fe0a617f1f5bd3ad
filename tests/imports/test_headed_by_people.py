"""Headings and words that nobody has listed as they stand, and that mean one thing: made from those that are listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from amdesk.db.port import rows
from amdesk.imports.headings import TIGHT, header_key, headings
from amdesk.imports.people import CheckedPerson
from amdesk.services.desk import Desk
from amdesk.services.exchange.columns import list_kinds
from tests import make
from tests.imports.cases import lines, read, store

KINDS = list_kinds()


def several_ways(heading: str) -> list[str]:
    """The same heading with its spaces and signs set otherwise."""
    return [heading.replace("-", " "), heading.replace("-", ""), heading.replace(" ", ""), heading.replace(".", ". ")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_heading_is_known_however_its_spaces_are_set(kind: str) -> None:
    known = headings(KINDS[kind], {})
    listed = {s: f.name for f in KINDS[kind].fields for s in f.synonyms if len(header_key(s)) >= TIGHT}
    unknown = [
        (heading, way)
        for heading, field in listed.items()
        for way in several_ways(heading)
        if known.field(way) != known.field(heading) and known.field(heading) == field
    ]
    assert unknown == []


@pytest.mark.parametrize("word", ["Önskad", "Önskat", "Planerad", "Ev.", "Desired"])
@pytest.mark.parametrize(("plain", "field"), [("omfattning", "extent"), ("sysselsättningsgrad (%)", "extent"), ("startdatum", "available_from"), ("yrke", "wishes"), ("restid", "max_travel")])  # fmt: skip
def test_what_is_wished_is_headed_so_before_or_behind(word: str, plain: str, field: str) -> None:
    known = headings(KINDS["participants"], {})
    assert known.field(f"{word} {plain}") == field
    if word in {"Önskad", "Önskat"}:
        assert known.field(f"{plain} {word}".capitalize()) == field
    assert known.field(f"{word} telefon") is known.field(f"{word} personnummer") is None


@pytest.mark.parametrize("end", ["nr", "nummer", " no", " number", "-nummer"])
@pytest.mark.parametrize(
    ("kind", "plain", "field"),
    [
        ("participants", "Phone", "phone"),
        ("participants", "Telefon", "phone"),
        ("participants", "Mobil", "phone"),
        ("placements", "Telefon", "supervisor_phone"),
        ("participants", "Ärende", "case_number"),
    ],
)
def test_what_holds_numbers_is_headed_with_that_word_or_without(kind: str, plain: str, field: str, end: str) -> None:
    known = headings(KINDS[kind], {})
    assert known.field(f"{plain}{end}") == known.field(plain) == field
    assert known.field(f"Namn{end}") is None


def test_in_a_list_of_employments_a_wish_is_no_agreement() -> None:
    known = headings(KINDS["employments"], {})
    assert known.field("Önskad sysselsättningsgrad") is known.field("Önskat startdatum") is None


@pytest.mark.parametrize("heads", ["Önskat yrke 1;Önskat yrke 2;Önskat yrke 3", "Yrke 1;Yrke 2;Yrke 3", "Önskat arbete;Önskat arbete 2;Önskat arbete nr 3"])  # fmt: skip
def test_wishes_in_columns_of_their_own_are_all_read_in_their_order(desk: Desk, tmp_path: Path, heads: str) -> None:
    path = lines(
        tmp_path, f"Namn;Telefon;{heads}", "Bo Prov;070-1740601;Lager;Lokalvårdare;", "Cia Prov;070-1740602;;Park;"
    )
    one, two = (o.of(CheckedPerson).fields["wishes"] for o in read(desk, path).outcomes)
    assert (one, two) == (("LAG", "LOK"), ("PAR",))
    assert desk.imports.stage(path, "participants").unread() == []


@pytest.mark.parametrize("said", ["Pnr: {}", "Personnr {}", "personnummer:{}", "{} (pnr)"])
def test_a_number_that_says_what_it_is_is_a_number(desk: Desk, tmp_path: Path, said: str) -> None:
    number = make.number()
    path = lines(tmp_path, "Personnummer;Namn", f"{said.format(f'{number[:8]}-{number[8:]}')};Bo Prov")
    store(desk, path)
    assert rows(desk.bank, "select identity, name from participant") == [{"identity": number, "name": "Bo Prov"}]


@pytest.mark.parametrize(
    ("said", "code"), [("Städ", "LOK"), ("lokalvård", "LOK"), ("Lager", "LAG"), ("Vaktmästeri", "VAK")]
)
def test_a_place_is_of_the_occupation_that_everybody_calls_so(desk: Desk, tmp_path: Path, said: str, code: str) -> None:
    path = lines(tmp_path, "Arbetsplats;Yrkestitel;Antal platser;Tim/v", f"Eken;{said};2;40", "Gården;Trollkarl;1;40")
    review = store(desk, path, "placements")
    assert [o.reason for o in review.outcomes] == ["", "TITLE_UNKNOWN"]
    found = rows(desk.bank, "select o.code from placement p join occupation o on o.id = p.occupation_id")
    assert found == [{"code": code}]
