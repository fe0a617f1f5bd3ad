"""A column is known by what our own forms and lists call its field, in either language; and our own list is read back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from amdesk.domain.clock import FAR
from amdesk.domain.record import Declared, fields
from amdesk.i18n import LANGUAGES, Words
from amdesk.imports.headings import header_key, headings
from amdesk.services.desk import Desk
from amdesk.services.exchange.columns import RECORDS, list_kinds
from tests import make
from tests.imports.cases import lines

DECLARED = [(kind, f) for kind, record in RECORDS.items() for f in fields(record) if f.headings]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", list_kinds())
def test_what_an_import_calls_a_field_heads_its_column(kind: str, lang: str) -> None:
    known, t = headings(list_kinds()[kind], {}), Words(lang)
    said = {t(f.label): f.name for f in list_kinds()[kind].fields}
    wrong = {s: known.field(s) for s, name in said.items() if known.field(s) != name}
    assert wrong == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("kind", "field"), DECLARED, ids=[f"{k}-{f.name}" for k, f in DECLARED])
def test_what_a_form_calls_a_field_that_a_list_may_fill_heads_its_column(kind: str, field: Declared, lang: str) -> None:
    assert headings(list_kinds()[kind], {}).field(Words(lang)(field.label)) == field.cell


@pytest.mark.parametrize("kind", list_kinds())
def test_no_heading_stands_for_two_fields_of_one_list(kind: str) -> None:
    heads: dict[str, set[str]] = {}
    for f in list_kinds()[kind].fields:
        for said in f.synonyms:
            heads.setdefault(header_key(said), set()).add(f.name)
    assert {key: names for key, names in heads.items() if len(names) > 1} == {}


OURS_ALONE = {"Nummer", "Lediga", "Nästa lediga", "Number", "Free", "Next free"}
"""Columns of our own list that no import fills: what the bank counts itself."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_our_own_list_of_places_is_read_back_and_changes_nothing(desk: Desk, tmp_path: Path, lang: str) -> None:
    head = "Arbetsplats;Yrkestitel;Antal platser;Timmar per vecka;Öppen från;Öppen till;Arbetstider;Svensknivå;Körkort;Handledare"
    path = lines(
        tmp_path,
        head,
        "Parklag Prov;Parkarbetare;2;40;2026-12-01;2027-05-31;07.00-16.00;B1;B;Bo Prov",
        "Köket Prov;Lokalvårdare;1;37,5;2026-12-01;tills vidare;;;;",
    )
    desk.imports.store(desk.imports.review(desk.imports.stage(path, "placements")))
    out = tmp_path / "ut.xlsx"
    for _ in desk.exports.placements(out, lang):
        pass
    staged = desk.imports.stage(out, "placements")
    assert set(staged.unread()) <= OURS_ALONE
    review = desk.imports.review(staged)
    assert [(o.action, o.reason, [(d.field, d.before, d.after) for d in o.differences]) for o in review.outcomes] == [
        ("same", "", []),
        ("same", "", []),
    ]


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("2027-05-31", date(2027, 5, 31)),
        ("tills vidare", FAR),
        ("", FAR),
        ("31/5", date(2027, 5, 31)),
        ("sen vår", FAR),
    ],
)
def test_the_last_day_of_a_place_stands_in_a_column_of_its_own(
    desk: Desk, tmp_path: Path, said: str, last: date
) -> None:
    head = "Arbetsplats;Yrkestitel;Antal platser;Timmar per vecka;Startdatum;Slutdatum"
    path = lines(tmp_path, head, f"Parklag Prov;Parkarbetare;2;40;2026-12-01;{said}")
    review = desk.imports.review(desk.imports.stage(path, "placements"))
    desk.imports.store(review)
    place = desk.placements.get(desk.placements.listing()[0].id)
    assert (place.open_from, place.open_to) == (date(2026, 12, 1), last)
    assert place.other == ("Öppen t.o.m.: sen vår" if said == "sen vår" else "")


def test_a_place_that_closes_before_it_opens_is_refused(desk: Desk, tmp_path: Path) -> None:
    head = "Arbetsplats;Yrkestitel;Antal platser;Timmar per vecka;Startdatum;Slutdatum"
    path = lines(tmp_path, head, "Parklag Prov;Parkarbetare;2;40;2026-12-01;2026-11-01")
    [row] = desk.imports.review(desk.imports.stage(path, "placements")).outcomes
    assert (row.reason, row.column) == ("END_BEFORE_START", "open_to")


def test_a_label_of_our_own_is_no_heading_that_somebody_had_to_point_out(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;Personnummer;Längsta resa minuter;Bor i", f"Bo Prov;{make.number()};45;Norr")
    review = desk.imports.review(desk.imports.stage(path, "participants"))
    assert review.staged.unread() == []
    assert review.outcomes[0].said.fields["max_travel"] == 45  # type: ignore[attr-defined]  # a person's row
