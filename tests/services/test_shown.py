"""What a later list changes is shown cell by cell in the reader's words, and of somebody protected nothing but her level."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amdesk.domain.clock import FAR
from amdesk.domain.people.participant import Need
from amdesk.domain.texts import Text
from amdesk.services.desk import Desk
from amdesk.services.exchange.rereading import LookedAt
from amdesk.services.exchange.shown import TouchedCell
from tests import make
from tests.imports.cases import lines, store

HEAD = "Namn;Personnr;Telefon;Omfattning;Önskat yrke;Svenska;Körkort;Max restid;Kan börja;Behov"
FIRST = "070-1740601;75;Lokalvårdare;B1;B;45;2026-12-07;dagtid"
LATER = "070-1740609;50;Parkarbetare;B2;;60;2026-12-08;inga tunga lyft"


def said(one: object) -> str:
    """A piece of a cell as text, a sentence with what is filled in."""
    return one.msgid.format(**one.params) if isinstance(one, Text) else str(one)


def told(cell: TouchedCell) -> list[tuple[list[str], list[str]]]:
    return [([said(s) for s in part.before], [said(s) for s in part.after]) for part in cell.parts]


def look(desk: Desk, path: Path, kind: str = "participants", lang: str = "en") -> LookedAt:
    reader = Desk(desk.bank, make.CLOCK, lang)
    return reader.rereading.look(reader.imports.stage(path, kind))


def touched(found: LookedAt, row: int = 0) -> dict[str, TouchedCell]:
    assert found.review is not None
    return found.telling.cells(found.review.staged.kind.name, found.review.outcomes[row])


@pytest.mark.parametrize(("lang", "cleaner", "park", "lifting"), [
    ("sv", "Lokalvårdare", "Parkarbetare", "Lifts at most 15 kg"), ("en", "Cleaner", "Park worker", "Lifts at most 15 kg"),
])  # fmt: skip
def test_each_cell_says_what_stands_and_what_comes_in_the_readers_words(
    desk: Desk, tmp_path: Path, lang: str, cleaner: str, park: str, lifting: str
) -> None:
    number = make.number()
    store(desk, lines(tmp_path, HEAD, f"Bo Prov;{number};{FIRST}"))
    names = {o.code: o.name(lang) for o in desk.placements.occupations()}
    assert {cleaner, park} <= set(names.values())
    cells = touched(look(desk, lines(tmp_path, HEAD, f"Bo Prov;{number};{LATER}"), lang=lang))
    assert {name: told(cell) for name, cell in cells.items() if name not in {"wishes", "needs"}} == {
        "phone": [(["070-1740601"], ["070-1740609"])],
        "extent": [(["75 %"], ["50 %"])],
        "language": [(["B1"], ["B2"])],
        "licence": [(["B"], [])],
        "max_travel": [(["45 min"], ["60 min"])],
        "available_from": [(["2026-12-07"], ["2026-12-08"])],
    }
    both = [(before, after) for before, after in told(cells["wishes"])]
    assert [x for before, _ in both for x in before] == [cleaner]
    assert [x for _, after in both for x in after] == [park]
    needs = told(cells["needs"])
    assert [x for _, after in needs for x in after] == [lifting]
    assert "Daytime on weekdays" in [x for before, _ in needs for x in before]
    assert not any(part.locked for cell in cells.values() for part in cell.parts)


def test_of_somebody_protected_only_the_rise_is_shown_and_it_is_not_refused_in_passing(
    desk: Desk, tmp_path: Path
) -> None:
    hers = make.number()
    store(desk, lines(tmp_path, HEAD, f"Ada Prov;{hers};{FIRST}"))
    later = lines(tmp_path, f"{HEAD};Ort", f"Ada Prov (skyddad identitet);{hers};{LATER};x")
    cells = touched(look(desk, later))
    assert {part.locked for part in cells["protected"].parts} == {True}
    assert {part.locked for name, cell in cells.items() if name != "protected" for part in cell.parts} <= {False}
    shown = " ".join(
        said(s)
        for name, cell in cells.items()
        if name != "protected"
        for part in cell.parts
        for s in (*part.before, *part.after)
    )
    assert set(shown) <= {"•", " "}, "neither what stands nor what comes"
    assert all(cell.stays == () for cell in cells.values())


def test_what_a_list_leaves_unsaid_is_shown_as_staying_and_what_it_takes_away_is_not(
    desk: Desk, tmp_path: Path
) -> None:
    number, head = make.number(), "Namn;Personnr;Önskat yrke;Körkort"
    store(desk, lines(tmp_path, head, f"Bo Prov;{number};Lokalvårdare, Parkarbetare;B"))
    person = desk.participants.listing()[0].id
    desk.participants.change(person, {"licence": "C"})
    cells = touched(look(desk, lines(tmp_path, head, f"Bo Prov;{number};Parkarbetare;")))
    stay = {name: [said(s) for s in cell.stays] for name, cell in cells.items() if cell.stays}
    away = {s for before, _ in told(cells["wishes"]) for s in before}
    assert away == {"Cleaner"}
    assert "Cleaner" not in stay.get("wishes", [])


WORDS: list[tuple[str, str, object, list[str]]] = [
    ("participants", "wishes", ("PAR", "LOK"), ["Park worker", "Cleaner"]),
    ("participants", "needs", (Need("own words", "lugnt"), Need("avoid", "lyft"), Need("occupation", "PAR")), ["lugnt", "Lifts at most 15 kg", "Only park worker"]),
    ("participants", "phone", None, []),
    ("participants", "phone", "", []),
    ("participants", "extent", 75, ["75 %"]),
    ("participants", "max_travel", "45", ["45 min"]),
    ("participants", "available_from", "2026-12-07", ["2026-12-07"]),
    ("placements", "open_to", str(FAR), ["until further notice"]),
    ("placements", "open_to", "2027-05-31", ["2027-05-31"]),
    ("placements", "hours", "3825", ["38,25"]),
    ("placements", "hours", "4000", ["40"]),
    ("placements", "shared", "True", ["yes"]),
    ("placements", "shared", "False", ["no"]),
    ("participants", "wishes", "XXX", ["XXX"]),
    ("nothing", "phone", "PAR", ["PAR"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "field", "value", "words"), WORDS, ids=[f"{k}-{f}-{v}" for k, f, v, _ in WORDS])
def test_a_value_of_a_field_is_said_in_words(desk: Desk, kind: str, field: str, value: Any, words: list[str]) -> None:
    from amdesk.services.exchange.shown import Telling

    assert [said(s) for s in Telling(Desk(desk.bank, make.CLOCK, "en").work).told(kind, field, value)] == words


PLACES = "Arbetsplats;Yrkestitel;Antal platser;Timmar per vecka;Startdatum"


@pytest.mark.parametrize("protection", [0, 1])
def test_whom_a_list_is_without_is_named_by_number_and_her_name_only_where_it_may_be(
    desk: Desk, tmp_path: Path, protection: int
) -> None:
    head, born = "Namn;Personnr", [make.number(date(1986, 4, d)) for d in (12, 13)]
    store(desk, lines(tmp_path, head, f"Bo Prov;{born[0]}", f"Ada Prov;{born[1]}"))
    ada = next(p for p in desk.participants.listing() if p.name.seen == "Ada Prov")
    if protection:
        desk.participants.protect(ada.id, protection)
    found = look(desk, lines(tmp_path, head, f"Bo Prov;{born[0]}"))
    [gone] = found.absent
    assert gone.number == ada.number
    assert (gone.name.seen == "Ada Prov") == (protection == 0)


def test_a_place_that_a_list_is_without_is_named_with_its_department(desk: Desk, tmp_path: Path) -> None:
    head = f"{PLACES};Förvaltning;Platsnummer"
    rows = [f"Parklag {name};Parkarbetare;2;40;2026-12-01;Gata och park;{name}" for name in ("Ett", "Två")]
    store(desk, lines(tmp_path, head, *rows), "placements")
    found = look(desk, lines(tmp_path, head, rows[0]), "placements")
    second = next(p for p in desk.placements.listing() if p.name == "Parklag Två")
    assert [(a.number, a.name.seen, a.first) for a in found.absent] == [(second.number, "Parklag Två", None)]
    assert found.absent[0].place.seen == desk.placements.get(second.id).department
