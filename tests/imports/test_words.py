"""Words where a number or a code is asked for: understood, or kept as words and said, and nobody is refused for them."""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from amdesk.db.port import rows
from amdesk.domain.values import parse_amount
from amdesk.imports import days, words
from amdesk.imports.fields import CellRow
from amdesk.imports.model import Known, RawRow
from amdesk.imports.needs import needs_of
from amdesk.imports.places import CheckedPlacement
from amdesk.imports.results import _situation
from amdesk.services.desk import Desk
from tests import make
from tests.imports.cases import lines, read, store
from tests.make import TODAY


def kept(desk: Desk, column: str) -> dict[str, tuple[object, list[str]]]:
    """Of each person the field as it is stored, and the words that were kept."""
    found = rows(desk.bank, f"select name, {column} as said, needs from participant order by id")
    return {r["name"].split()[0]: (r["said"], [n["value"] for n in json.loads(r["needs"])]) for r in found}


@pytest.mark.parametrize("name", ["dates_as_text", "extent_words", "licence_words", "travel_words", "wish_words"])
def test_a_soft_field_refuses_nobody_and_read_again_changes_nothing(desk: Desk, name: str) -> None:
    review = store(desk, f"{name}.xlsx")
    assert review.count("rejected") == 0
    assert store(desk, f"{name}.xlsx").count("same") == len(review.outcomes)


def test_extent_in_words_is_understood_or_kept(desk: Desk) -> None:
    review = store(desk, "extent_words.xlsx")
    found = kept(desk, "extent")
    numbers = (100, 100, 50, 100, 75, 75, 75, 75, 100, 100, 100, 100, 100, 50, 100, 50, 100, 50, 33, 100, 100, 100)
    assert [found[f"P{i}"][0] for i in range(22)] == list(numbers)
    assert {p: said[0] for p, (_, said) in found.items() if said} == {
        "P1": "Omfattning: Deltid",
        "P3": "Omfattning: 75-100 %",
        "P4": "Omfattning: 50–75%",
        "P10": "Omfattning: 0",
        "P14": "Omfattning: 100% (ev 75)",
        "P15": "Omfattning: upp till 50 %",
        "P16": "Omfattning: enligt läkare",
        "P17": "Omfattning: 50.4",
        "P18": "Omfattning: 33,333",
        "P19": "Omfattning: 150",
    }
    said = {o.row for o in review.outcomes if "KEPT_AS_WORDS" in o.warnings}
    assert said == {int(p[1:]) + 2 for p, (_, words_) in found.items() if words_}


def test_travel_in_hours_is_minutes(desk: Desk) -> None:
    store(desk, "travel_words.xlsx")
    assert [m for m, _ in kept(desk, "max_travel").values()] == [60, 60, 60, 90, 60, 60, 60]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("1 h 30 min", 90), ("halvtimme", 30), ("30", 30), (45.0, 45), ("kort", None), ("-", None), ("max 40 min", 40)],
)
def test_travel_that_is_no_time_is_none(said: object, wanted: int | None) -> None:
    assert words.minutes(said) == wanted


def test_licences_hold_each_class_that_is_named(desk: Desk) -> None:
    store(desk, "licence_words.xlsx")
    found = kept(desk, "licence")
    assert [found[f"P{i}"][0] for i in range(14)] == [
        "B",
        "B",
        "",
        "AM",
        "B C",
        "C1E",
        "B",
        "A B",
        "",
        "",
        "",
        "B",
        "",
        "",
    ]
    assert [p for p, (_, said) in found.items() if said] == ["P10", "P12", "P13"]


def test_wishes_are_understood_and_a_denied_one_is_no_wish(desk: Desk) -> None:
    store(desk, "wish_words.xlsx")
    found = {p: (json.loads(str(w)), said) for p, (w, said) in kept(desk, "wishes").items()}
    assert [found[f"P{i}"][0] for i in range(17)] == [
        ["LOK"],
        ["LOK", "VAK"],
        ["LOK"],
        ["LOK"],
        ["MAT"],
        ["VBI"],
        ["ITT"],
        ["LAG", "TRP"],
        [],
        ["BUT"],
        [],
        [],
        [],
        ["LOK"],
        ["LOK"],
        ["LOK", "VAK"],
        ["LOK", "VAK"],
    ]
    assert found["P5"][1] == ["Önskat yrke: undersköterska"]
    assert all(found[p][1] for p in ("P8", "P10", "P11", "P12"))


def test_days_in_words_are_found_and_one_cell_tells_the_order_of_its_column(desk: Desk) -> None:
    store(desk, "dates_as_text.xlsx")
    found = kept(desk, "available_from")
    other = {
        "P21": "2026-12-31",
        "P22": "2026-03-04",
        "P26": "2026-11-30",
        "P27": "2026-11-30",
        "P28": None,
        "P29": None,
        "P30": None,
    }
    assert {p: day for p, (day, _) in found.items() if day != "2026-12-01"} == other
    assert found["P30"][1] == ["Kan börja: efter nyår"]


def test_without_a_cell_that_tells_slashed_dates_are_day_first(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn;Kan börja", f"{make.number()};P0 Prov;03/04/2027"))
    assert kept(desk, "available_from")["P0"][0] == "2027-04-03"


@pytest.mark.parametrize("said", ["2026-02-30", "31 februari", "v 60", "13/13", "2026-13"])
def test_a_day_that_does_not_exist_is_no_day(said: str) -> None:
    assert days.day(said, TODAY) == (None, False)


def test_words_are_added_to_needs_and_take_none_away(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Personnummer;Namn;Omfattning;Behov", f"{make.number()};P0 Prov;Deltid;dagtid")
    store(desk, path)
    (_, said) = kept(desk, "extent")["P0"]
    assert said == ["", "Omfattning: Deltid"]
    assert store(desk, path).count("same") == 1


def test_units_at_a_placements_numbers_are_understood(desk: Desk) -> None:
    review = store(desk, "pl_units.xlsx", "placements")
    found = {p.name: p.capacity for p in desk.placements.listing()}
    assert found == {"Norra köket": 2, "A": 1, "B": 2, "C": 2, "D": 2, "E": 2, "F": 1, "Total Städ": 1, "Summa Kök": 1}
    kept = [desk.placements.get(p.id) for p in desk.placements.listing()]
    assert {p.hours for p in kept} == {3750, 3825, 4000}
    assert {p.name: p.other for p in kept if p.other} == {
        "A": "Antal platser: 1-2",
        "D": "Timmar/vecka: 08:00:00",
        "E": "Antal platser: 2.5",
        "F": "Timmar/vecka: 20-40",
    }
    assert all({"KEPT_AS_WORDS"} <= {*o.warnings} for o in review.outcomes if o.row in {3, 6, 7, 8})
    assert [(o.row, o.reason) for o in review.outcomes if o.reason] == [(9, "CAPACITY_INVALID")]


def test_a_list_without_hours_gives_forty_and_says_so_and_changes_no_hours_that_are_known(desk: Desk) -> None:
    review = store(desk, "pl_no_hours.xlsx", "placements")
    (place,) = desk.placements.listing()
    assert (desk.placements.get(place.id).hours, review.outcomes[0].warnings) == (4000, ["HOURS_ASSUMED"])
    desk.placements.change(place.id, {"hours": 2000})
    assert store(desk, "pl_no_hours.xlsx", "placements").count("same") == 1


def test_no_under_licence_is_no_licence_and_nothing_odd(desk: Desk) -> None:
    assert [o.warnings for o in read(desk, "places_total.csv", "placements").outcomes] == [[], []]
    assert date(2026, 11, 1) == read(desk, "places_total.csv", "placements").outcomes[0].of(CheckedPlacement).open_from


@pytest.mark.parametrize(
    ("others", "wanted"), [("40,00;38,25", "HOURS_INVALID"), ("40;38,25", ""), ("40 tim;37,5 tim", "")]
)
def test_full_time_in_words_is_forty_hours_but_a_fault_among_figures_that_a_system_wrote(
    desk: Desk, tmp_path: Path, others: str, wanted: str
) -> None:
    first, second = others.split(";")
    path = lines(
        tmp_path,
        "Enhet;Yrke;Antal platser;Timmar/vecka",
        f"A;Lokalvårdare;1;{first}",
        f"B;Lokalvårdare;1;{second}",
        "C;Lokalvårdare;1;heltid",
    )
    assert store(desk, path, "placements").outcomes[2].reason == wanted


def test_swedish_in_words_is_kept_and_said_and_never_taken_for_none_asked(desk: Desk, tmp_path: Path) -> None:
    said = ("god svenska", "minst B1", "B 1", "Nej", "", "modersmål", "okänd")
    rows_ = (f"P{i};Lokalvårdare;1;40;{s}" for i, s in enumerate(said))
    store(desk, lines(tmp_path, "Enhet;Yrke;Antal platser;Timmar/vecka;Språknivå", *rows_), "placements")
    levels = [r["language_min"] for r in rows(desk.bank, "select language_min from placement order by id")]
    assert levels == ["god svenska", "B1", "B1", "", "", "C1", "okänd"]
    who = make.participant(desk.bank, wishes=("LOK",), language="A1")
    place = next(p.id for p in desk.placements.listing() if p.name == "P0")
    why = desk.matching.why(who, place)
    sentence = "Not known: Swedish god svenska (words that a person has to read)"
    assert sentence in {str(r.text) for r in why.rules if not r.known}
    assert sentence in {str(w.text) for w in why.warnings}
    assert place in {m.opening.placement.id for m in desk.matching.for_participant(who).ranked}
    receipt = desk.booking.book(who, place, TODAY, TODAY.replace(year=2027))
    assert sentence in {str(w.text) for w in receipt.warnings}


def test_a_participants_swedish_in_words_is_kept_among_the_needs(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Personnummer;Namn;Svenska", f"{make.number()};P0 Prov;B1/B2")
    review = store(desk, path)
    assert kept(desk, "language")["P0"] == ("", ["Svenska: B1/B2"])
    assert "KEPT_AS_WORDS" in review.outcomes[0].warnings
    assert store(desk, path).count("same") == 1


@pytest.mark.parametrize(("licence", "stored"), [("C", "C"), ("B, C", "B, C"), ("truckkort", "truckkort"), ("Nej", "")])
def test_a_licence_that_a_place_asks_for_is_never_taken_for_none_needed(
    desk: Desk, tmp_path: Path, licence: str, stored: str
) -> None:
    path = lines(tmp_path, "Enhet;Yrke;Antal platser;Timmar/vecka;Körkort", f'P0;Lokalvårdare;1;40;"{licence}"')
    store(desk, path, "placements")
    (place,) = desk.placements.listing()
    assert desk.placements.get(place.id).licence == stored
    why = desk.matching.why(make.participant(desk.bank), place.id)
    assert ("No driving licence needed" in {str(r.text) for r in why.rules}) is (licence == "Nej")
    assert store(desk, path, "placements").count("same") == 1


def test_a_no_and_an_at_once_take_away_what_stood_there_and_an_empty_cell_does_not(desk: Desk, tmp_path: Path) -> None:
    head, who = "Personnummer;Namn;Körkort;Kan börja", f"{make.number()};P0 Prov"
    store(desk, lines(tmp_path, head, f"{who};B;2027-01-04"))
    assert store(desk, lines(tmp_path, head, f"{who};;")).count("same") == 1
    store(desk, lines(tmp_path, head, f"{who};Nej;omgående"))
    assert rows(desk.bank, "select licence, available_from from participant") == [
        {"licence": "", "available_from": None}
    ]
    assert store(desk, lines(tmp_path, head, f"{who};Nej;omgående")).count("same") == 1


@pytest.mark.parametrize("said", ["-", "nej", "Inga", "inget behov"])
def test_a_cell_that_says_no_needs_is_no_need(desk: Desk, tmp_path: Path, said: str) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn;Behov", f"{make.number()};P0 Prov;{said}"))
    assert kept(desk, "identity")["P0"][1] == []


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        *(
            (w, "in_house")
            for w in (
                "in_house",
                "In-house",
                "intern",
                "Internt",
                "intern plats",
                "eget lag",
                "Eget arbetslag",
                "i egen regi",
            )
        ),
        *((w, "external") for w in ("extern", "Externt", "external", "extern plats")),
    ],
)
def test_the_kind_of_a_place_is_read_however_it_is_written(desk: Desk, tmp_path: Path, said: str, kind: str) -> None:
    head = "Plats-id;Arbetsplats;Yrkestitel;Antal platser;Timmar per vecka;Förvaltning;Typ"
    review = store(desk, lines(tmp_path, head, f"A1;Enhet;Lokalvårdare;2;40;Parkförvaltningen;{said}"), "placements")
    assert [p.kind for p in desk.placements.listing()] == [kind]
    assert "KIND_UNKNOWN" not in review.outcomes[0].warnings


@pytest.mark.parametrize("said", ["förslag", "tillfällig", "ej intern", "intern/extern"])
def test_a_kind_of_place_that_is_no_known_word_is_said(desk: Desk, tmp_path: Path, said: str) -> None:
    head = "Plats-id;Arbetsplats;Yrkestitel;Antal platser;Timmar per vecka;Förvaltning;Typ"
    row = f"A1;Enhet;Lokalvårdare;2;40;Arbetsmarknadsförvaltningen;{said}"
    (outcome,) = read(desk, lines(tmp_path, head, row), "placements").outcomes
    assert (outcome.of(CheckedPlacement).fields["kind"], "KIND_UNKNOWN" in outcome.warnings) == ("in_house", True)


@pytest.mark.parametrize(
    ("said", "situation"),
    [
        ("arbetar", "work"),
        ("Studerar", "studies"),
        ("anställd", "work"),
        ("utbildning", "studies"),
        ("Arbetar heltid", "work"),
        ("i arbete, 75 %", "work"),
        ("Studerar (deltid)", "studies"),
        ("Nystartsjobb", "work"),
        ("Komvux", "studies"),
        ("deltid", "not_known"),
        ("söker arbete heltid", "not_known"),
        ("arbetslös", "not_known"),
        ("flyttat", "not_known"),
    ],
)
def test_a_status_on_day_90_is_read_and_an_unknown_word_is_said(said: str, situation: str) -> None:
    warnings: set[str] = set()
    found = _situation(CellRow(RawRow(2, {"status": said}), Known(TODAY), warnings), TODAY - timedelta(200))
    assert (found["situation"], "STATUS_UNKNOWN" in warnings) == (situation, situation == "not_known")


HUGE = "9" * 5000
SAID = (
    "{n}", "{n} tim", "{n} h/v", "{n} och en halvtimme", "{n} halvtimme", "{n},{n}", "v{n}", "{n}-{n} %", "max {n} min", "börjar tidigast {n}",
    "kl {n}.30 eller senare", "lyfter max {n} kg", "{n}/{n}/{n}", "den {n} maj", "maj {n}", "skyddsnivå {n}", "1e{n}",
)  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_no_number_of_any_length_stops_a_reader(said: str) -> None:
    cell = said.format(n=HUGE)
    assert words.extent(cell) == (None, False)
    assert words.minutes(cell) is None
    assert days.day(cell, TODAY)[0] is None
    assert words.level(cell) is None
    assert {n.kind for n in needs_of(cell)} == {"words"}
    with pytest.raises(ValueError):
        parse_amount(cell)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("hel tid", 100),
        ("heltid (40 h)", 100),
        ("100 % heltid", 100),
        ("halv tid", 50),
        ("75 procent", 75),
        ("deltid 75 %", 75),
        ("deltid (50%)", 50),
        ("deltid (25 %)", 25),
        ("deltid 45", 45),
        ("50 halvtid", 50),
        ("tre fjärdedelar", 75),
        ("30 timmar i veckan", 75),
    ],
)
def test_an_extent_in_words_is_understood(said: str, wanted: int) -> None:
    assert words.extent(said) == (wanted, True)


@pytest.mark.parametrize("said", ["30 deltid", "deltid 30", "deltid (30)", "30 (deltid)"])
def test_a_figure_of_part_time_that_may_be_hours_is_said(said: str) -> None:
    assert words.extent(said) == (30, False)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("3/4", 75), ("50 eller 75", 75), ("75 el 100", 100), ("från 50 till 75 %", 75), ("ca 50", 50), ("minst 50", 50), ("4 tim/dag", 50), ("20-25 tim", 62), ("100 %, ev mindre", 100),
     ("Deltid", None), ("heltid/deltid", None), ("enligt läkare", None), ("deltid 100 %", None), ("150 %", None)],
)  # fmt: skip
def test_an_extent_that_says_more_or_less_keeps_its_words(said: str, wanted: int | None) -> None:
    assert words.extent(said) == (wanted, False)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("1:30", 90), ("01:15", 75), (time(1, 30), 90), ("90 min enkel väg", 90), ("60 min/väg", 60), ("en och en halv timme", 90), ("1 ½ tim", 90), ("½ timme", 30),
     ("3/4 timme", 45), ("tre kvart", 45), ("upp till en timme", 60), ("≤ 45 min", 45), ("60 min max", 60), ("1h15", 75), ("1 timmes resa", 60), (60.0, 60)],
)  # fmt: skip
def test_a_travel_in_words_is_understood(said: object, wanted: int) -> None:
    assert words.travel(said) == (wanted, True)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("1,5", 90),
        (1.5, 90),
        ("45 min med buss", 45),
        ("1", None),
        (2, None),
        ("2 tim t/r", None),
        ("minst 30", None),
        ("obegränsat", None),
        ("0", None),
        ("20 tim", None),
    ],
)
def test_a_travel_that_says_more_or_less_keeps_its_words(said: object, wanted: int | None) -> None:
    """A lone figure under five counts nobody's minutes: those who write it mean hours."""
    assert words.travel(said) == (wanted, False)


@pytest.mark.parametrize(
    ("said", "wanted", "more"),
    [("B-kort", "B", False), ("Yes, B", "B", False), ("B (automat)", "B", True), ("Ja, manuell", "B", True), ("inget körkort", "", False), ("har inte körkort", "", False), ("finns ej", "", False),
     ("Nej (övningskör)", "", True), ("nej, men truckkort", "", True), ("B och C", "B C", False), ("övningskör", None, False), ("pågår", None, False), ("utländskt B", None, False), ("B+släp", None, False)],
)  # fmt: skip
def test_a_licence_in_words_is_understood_or_kept(said: str, wanted: str | None, more: bool) -> None:
    assert (words.licence(said), words.licence_says_more(said)) == (wanted, more)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("SFI 3C", "A2"), ("sfi-d", "B1"), ("SFI kurs D", "B1"), ("C-kurs sfi", "A2"), ("sfi 2B", "A1"), ("3D", "B1"), ("SFI D godkänd", "B1"), ("Sfi (B)", "A1"), ("B1.1", "B1"),
     ("SFI C (pågår)", ""), ("läser SFI C", ""), ("SFI", ""), ("SFI C/D", ""), ("SVA grund", ""), ("flytande", "")],
)  # fmt: skip
def test_a_course_of_swedish_is_the_level_it_ends_at_once_it_is_done(
    desk: Desk, tmp_path: Path, said: str, wanted: str
) -> None:
    store(desk, lines(tmp_path, "Personnummer;Namn;Svenska", f"{make.number()};P0 Prov;{said}"))
    assert kept(desk, "language")["P0"] == (wanted, [] if wanted else [f"Svenska: {said}"])


KNOWN_TITLES = {
    **words.EVERYDAY,
    "lokalvårdare": "LOK",
    "park worker": "PAR",
    "cleaner": "LOK",
    "servicevärd i äldreomsorg": "SRV",
}


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("städ, lager\nbutik", "LOK LAG BUT"), ("1. städ 2. lager", "LOK LAG"), ("1) städ 2) lager", "LOK LAG"), ("helst städ, gärna lager", "LOK LAG"), ("städ el. lager", "LOK LAG"),
     ("städ - lager", "LOK LAG"), ("- städ\n- lager", "LOK LAG"), ("• städ • lager", "LOK LAG"), ("Cleaner or park worker", "LOK PAR"), ("IT-support samt lager", "ITT LAG"),
     ("I första hand städ, i andra hand lager", "LOK LAG"), ("Servicevärd i äldreomsorg", "SRV"), ("jobba med städ", "LOK"), ("städ & lager", "LOK LAG")],
)  # fmt: skip
def test_several_wishes_in_one_cell_are_each_understood(said: str, wanted: str) -> None:
    assert words.titles(said, KNOWN_TITLES) == (wanted.split(), [])


@pytest.mark.parametrize("said", ["Allt utom städ", "ej städ", "vad som helst", "städ (ej kök)", "inte lager"])
def test_a_wish_that_is_no_plain_one_is_kept_as_it_stands(said: str) -> None:
    assert words.titles(said, KNOWN_TITLES) == ([], [said])


@pytest.mark.parametrize(
    ("said", "wanted"), [("1-1,5 tim", 90), ("45-60 min", 60), ("20-40", 40), ("3-4", None), ("1 - 2", None)]
)
def test_of_two_travels_the_longer_is_taken_and_the_words_are_kept(said: str, wanted: int | None) -> None:
    assert words.travel(said) == (wanted, False)


@pytest.mark.parametrize(
    ("said", "code"), [("Naturvårdare", "NAT"), ("lokalvård", "LOK"), ("Astronaut", ""), ("Are", ""), ("vårdare", "")]
)
def test_somebody_is_named_by_her_work_and_work_by_who_does_it(said: str, code: str) -> None:
    known = {**words.EVERYDAY, "lokalvårdare": "LOK"}
    assert words.titles(said, known) == (([code], []) if code else ([], [said]))
