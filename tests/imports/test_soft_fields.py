"""A soft field refuses nobody: in every field of every kind of list, words that no reader knows are kept, or said, and the row
is accepted. What is a must of its kind refuses the row with a reason, and the row waits to be mended."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from amdesk.imports import words
from amdesk.imports.kinds import LIST_KINDS
from amdesk.imports.model import Known, RawRow, RowOutcome, Staged
from amdesk.imports.results import RESULT_KINDS
from amdesk.imports.staging import check
from amdesk.services.desk import Desk
from amdesk.services.exchange.messages import TOLD, message
from tests import make
from tests.imports.cases import lines, read, store
from tests.make import TODAY

KINDS = {**LIST_KINDS, **RESULT_KINDS}
OTHER = make.number(TODAY.replace(year=1977))
NUMBER, ENDED = make.number(), TODAY - timedelta(200)
GOOD: dict[str, dict[str, Any]] = {
    "participants": {"identity": NUMBER, "name": "Bo Prov"},
    "placements": {"name": "Köket", "occupation": "lokalvårdare", "places": 2},
    "employments": {"identity": NUMBER, "occupation": "lokalvårdare", "from_date": "2026-12-01", "extent": 50, "to_date": "2027-05-31"},
    "followups": {"identity": NUMBER, "ended": ENDED, "reason": "Arbete"},
    "payments": {"identity": NUMBER, "month": "2026-02", "amount": 100},
    "measures": {"identity": NUMBER, "name": "Kurs", "from_date": "2026-12-01"},
}  # fmt: skip
MUSTS = {
    "participants": {"identity", "born"},  # whoever has a number has its birth date
    "placements": {"occupation"},
    "employments": {"identity", "occupation", "from_date", "to_date", "extent"},
    "followups": {"identity", "ended", "reason"},
    "payments": {"identity", "month", "amount"},
    "measures": {"identity", "from_date", "to_date"},
}
"""Fields that say what the row is: an employment is its days and its extent, and one of them that nobody understands is asked."""
NOT_KEPT = {
    "gender": "GENDER_UNKNOWN",  # words about somebody's gender are nothing to keep
    "co_applicant": "CO_APPLICANT_INVALID",  # of the other person nothing is kept
    "purpose": "",  # what money was paid for is nobody's matter here
    "department": "",  # of an employment: it tells the kind of its place alone
    "protected": "PROTECTED",  # whatever stands under such a heading protects
}
WORDS = ("enligt överenskommelse", "något konstigt", "se bilaga 3", "ca 3", "3-4", "20-40", "38,25 h/v", "ev. 2027", "hösten 2027", "1/2 – ?", "?", "-", "–", "x?")  # fmt: skip
SOFT = [(k, f.name) for k, kind in KINDS.items() for f in kind.fields if f.name not in {*MUSTS[k], "first_name", "last_name"}]  # fmt: skip


def checked(kind: str, cells: dict[str, Any]) -> RowOutcome:
    known = Known(
        TODAY,
        titles={"lokalvårdare": "LOK"},
        has_id_column=False,
        people={NUMBER: 1},
        ended={(NUMBER, ENDED): 1},
    )
    names = list(cells)
    staged = Staged(
        KINDS[kind], "x", "s", "0", names, dict(enumerate(names)), [RawRow(2, cells)], [], [], 0, ragged=False
    )
    ((outcome,), _) = check(staged, known)
    return outcome


@pytest.mark.thorough(728)
@pytest.mark.parametrize(("kind", "field"), SOFT)
@pytest.mark.parametrize("said", WORDS)
def test_no_words_in_a_soft_field_refuse_a_row_or_are_lost(kind: str, field: str, said: str) -> None:
    outcome = checked(kind, {**GOOD[kind], field: said})
    assert (outcome.outcome, outcome.reason) == ("accepted", "")
    kept = said in repr(outcome.said)
    if field in NOT_KEPT:
        assert kept or NOT_KEPT[field] in {*outcome.warnings, ""} or not said.strip(" -–?")
    elif not kept and said.strip(" -–?"):  # then it was understood: as the very value, or as one that is shown
        assert field in {*outcome.read, *outcome.said.worded} or said in {"38,25 h/v", "ca 3"}


@pytest.mark.parametrize(("kind", "field"), SOFT)
def test_words_that_were_kept_are_told(kind: str, field: str) -> None:
    plain = checked(kind, dict(GOOD[kind]))
    outcome = checked(kind, {**GOOD[kind], field: "något konstigt"})
    if outcome.said.worded:
        told = {*outcome.warnings} - {*plain.warnings}
        assert told & {*TOLD}
        assert all(message(code, lang) != code for code in told for lang in ("sv", "en"))


@pytest.mark.parametrize(
    ("said", "places", "other"),
    [
        ("ca 3", 3, "ca 3"),
        ("3-4", 3, "3-4"),
        ("2 eller 3", 2, "2 eller 3"),
        ("två till tre", 2, "två till tre"),
        ("max 2 st", 2, "max 2 st"),
        ("3 varav 1 deltid", 3, "3 varav 1 deltid"),
        ("4st", 4, ""),
        ("flera", 1, "flera"),
        ("efter behov", 1, "efter behov"),
        ("1+1", 1, "1+1"),
        ("från 1 mars", 1, "från 1 mars"),
    ],
)
def test_a_number_of_places_in_words_is_never_more_than_it_says(
    desk: Desk, tmp_path: Path, said: str, places: int, other: str
) -> None:
    path = lines(tmp_path, "Enhet;Yrke;Antal platser;Timmar/vecka", f"A;Lokalvårdare;{said};40")
    review = store(desk, path, "placements")
    (place,) = desk.placements.listing()
    assert (place.capacity, desk.placements.get(place.id).other) == (places, other and f"Antal platser: {other}")
    assert ("KEPT_AS_WORDS" in review.outcomes[0].warnings) == bool(other)
    assert store(desk, path, "placements").count("same") == 1


@pytest.mark.parametrize("said", ["fullt", "0", "-1", "", "-"])
def test_a_new_place_without_places_is_asked(desk: Desk, tmp_path: Path, said: str) -> None:
    path = lines(tmp_path, "Enhet;Yrke;Antal platser;Timmar/vecka", f"A;Lokalvårdare;{said};40")
    assert [o.reason for o in read(desk, path, "placements").outcomes] == ["CAPACITY_INVALID"]


@pytest.mark.parametrize("said", ["", "-", "efter behov"])
def test_a_place_that_is_known_keeps_its_number_and_hours_where_the_list_says_none(
    desk: Desk, tmp_path: Path, said: str
) -> None:
    head = "Enhet;Yrke;Antal platser;Timmar/vecka;Handledare"
    store(desk, lines(tmp_path, head, "A;Lokalvårdare;3;30;Eva Test"), "placements")
    review = store(desk, lines(tmp_path, head, f"A;Lokalvårdare;{said};{said};Bo Test"), "placements")
    assert review.reasons() == {}
    (place,) = desk.placements.listing()
    kept = desk.placements.get(place.id)
    assert (place.capacity, kept.hours, kept.supervisor) == (3, 3000, "Bo Test")


@pytest.mark.parametrize(
    ("said", "hours", "other"),
    [
        ("38,25 h/v", 3825, ""),
        ("37,5 tim/v", 3750, ""),
        ("40/v", 4000, ""),
        ("20-40", 4000, "20-40"),
        ("20–30 tim", 3000, "20–30 tim"),
        ("ca 30", 3000, "ca 30"),
        ("40 tim exkl. lunch", 4000, "40 tim exkl. lunch"),
        ("8 tim/dag", 4000, "8 tim/dag"),
        ("efter behov", 4000, "efter behov"),
        ("45", 4000, "45"),
        ("08.00-16.30", 4000, ""),
    ],
)
def test_hours_in_words_are_read_or_kept(desk: Desk, tmp_path: Path, said: str, hours: int, other: str) -> None:
    path = lines(tmp_path, "Enhet;Yrke;Antal platser;Timmar/vecka", f"A;Lokalvårdare;1;{said}", "B;Lokalvårdare;1;40")
    store(desk, path, "placements")
    kept = desk.placements.get(next(p.id for p in desk.placements.listing() if p.name == "A"))
    assert (kept.hours, kept.other) == (hours, other and f"Timmar/vecka: {other}")
    assert store(desk, path, "placements").count("same") == 2


def test_two_hours_in_a_cell_of_time_are_hours() -> None:
    assert words.hours(timedelta(hours=37.5)) == (37.5, True)


@pytest.mark.parametrize(("kind", "field"), SOFT)
@pytest.mark.parametrize("figure", [int(OTHER), float(OTHER), int(OTHER[2:])])
def test_an_identity_number_as_a_figure_in_a_soft_field_is_not_kept(kind: str, field: str, figure: float) -> None:
    outcome = checked(kind, {**GOOD[kind], field: figure})
    if field != "name" and outcome.outcome == "accepted":
        assert OTHER[2:] not in repr(outcome.said)


@pytest.mark.parametrize(
    ("column", "name", "first", "words_"),
    [
        ("Svenska", "language", "A2", "bra"),
        ("Max restid", "max_travel", "45", "korta resor"),
        ("Körkort", "licence", "B", "under prövning"),
        ("Kan börja", "available_from", "2027-01-04", "efter nyår"),
        ("Omfattning", "extent", "50", "deltid"),
    ],
)
def test_words_that_nobody_understands_offer_to_take_nothing_away(
    desk: Desk, tmp_path: Path, column: str, name: str, first: str, words_: str
) -> None:
    head = f"Personnummer;Namn;{column}"
    store(desk, lines(tmp_path, head, f"{NUMBER};Bo Prov;{first}"))
    review = read(desk, lines(tmp_path, head, f"{NUMBER};Bo Prov;{words_}"))
    assert [(d.field, d.kind) for o in review.outcomes for d in o.differences] == [("needs", "NEW")]
    assert name not in review.outcomes[0].stays


@pytest.mark.parametrize("said", ["8-17", "7–16", "kl 8-17", "08.00-16.30"])
def test_from_when_to_when_is_no_number_of_hours(desk: Desk, tmp_path: Path, said: str) -> None:
    path = lines(tmp_path, "Enhet;Yrke;Antal platser;Arbetstid", f"A;Lokalvårdare;1;{said}")
    review = store(desk, path, "placements")
    kept = desk.placements.get(next(p.id for p in desk.placements.listing()))
    assert (kept.hours, kept.schedule, review.outcomes[0].warnings) == (4000, said, ["HOURS_ASSUMED"])


def test_what_is_remembered_of_a_word_is_never_that_of_another_kind_of_cell() -> None:
    assert [words.extent(v)[0] for v in (1, True, 1.0, "1", True, 1)] == [100, None, 100, 100, None, 100]


def test_a_gender_that_a_list_says_stands_above_one_that_a_number_tells(desk: Desk, tmp_path: Path) -> None:
    number = make.number(date(1980, 1, 1))
    rows = (f"Ada Prov;{number};Man", f"Bo Prov;{make.number(date(1981, 1, 2))};")
    store(desk, lines(tmp_path, "Namn;Personnummer;Kön", *rows))
    told, counted = (desk.work.participant(n) for n in ("D-0001", "D-0002"))
    assert (told.gender, told.gender_source) == ("man", "register")
    assert counted.gender_source != "register"
    assert counted.gender != told.gender, "both numbers are a woman's"
