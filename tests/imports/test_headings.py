"""What a list says under each heading comes into the field that the heading is of, and how old somebody is at the start."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from amdesk.imports.headings import headings, map_columns
from amdesk.imports.kinds import LIST_KINDS
from amdesk.imports.results import RESULT_KINDS
from amdesk.services.desk import Desk
from tests import make
from tests.imports.cases import lines, read

HEADED: Mapping[str, Mapping[str, str]] = {
    "placements": {
        "source_id": "PlatsID", "department": "Förvaltning", "name": "Arbetsplats", "address": "Besöksadress", "postcode": "Postnummer", "district": "Stadsdel",
        "occupation": "Yrkestitel", "places": "Antal platser", "hours": "Timmar/vecka", "schedule": "Arbetstider", "pay": "Ersättning kr/mån",
        "background_check": "Registerutdrag", "licence": "Körkort", "language_min": "Språkkrav", "supervisor": "Handledare",
        "supervisor_phone": "Telefon", "supervisor_email": "E-post", "open_from": "Ledig från", "kind": "Platstyp", "comment": "Kommentar",
        "open_to": "Öppen till", "demands": "Krav i arbetet",
    },
    "employments": {
        "identity": "Personnummer", "name": "Deltagare", "occupation": "Befattning", "placement": "Placering", "department": "Förvaltning",
        "from_date": "Startdatum", "to_date": "Slutdatum", "extent": "Sysselsättningsgrad", "form": "Anställningsform", "protected": "Sekretess",
        "gender": "Kön",
    },
    "participants": {
        "identity": "Personnummer", "name": "Deltagarens namn", "born": "Födelsedatum", "phone": "Mobilnummer", "email": "E-post",
        "case_worker": "Ansvarig", "case_number": "Diarienummer", "wishes": "Önskat yrke", "language": "Sfi", "languages": "Andra språk",
        "licence": "Körkort", "extent": "Omfattning", "available_from": "Kan börja från", "district": "Bostadsområde", "max_travel": "Restid",
        "needs": "Behov", "protected": "Skyddad", "gender": "Kön",
    },
    "followups": {
        "identity": "Personnummer", "ended": "Slutdatum", "reason": "Avslutsorsak", "status": "Status dag 90", "contact_date": "Kontaktdatum",
        "comment": "Kommentar", "protected": "Sekretess",
    },
    "payments": {
        "identity": "Sökande", "co_applicant": "Medsökande", "month": "Månad", "amount": "Belopp", "purpose": "Ändamål", "protected": "Sekretess",
    },
    "measures": {
        "identity": "Personnummer", "name": "Insats", "from_date": "Fr.o.m.", "to_date": "T.o.m.", "protected": "Sekretess",
    },
}  # fmt: skip
"""A heading of each field as cities write it, by field: said here once more, for the program's own lists are what is judged."""
NAMED = {"first_name", "last_name"}
"""Two columns that are one name."""


def test_every_field_of_every_kind_of_list_is_headed_here() -> None:
    kinds = {**LIST_KINDS, **RESULT_KINDS}
    assert {name: {f.name for f in kind.fields} - NAMED for name, kind in kinds.items()} == {
        name: set(headed) for name, headed in HEADED.items()
    }


def test_a_column_is_read_that_is_headed_as_forms_call_the_day_a_place_opens() -> None:
    assert map_columns(["Öppen från"], headings(LIST_KINDS["placements"], {})) == {0: "open_from"}


@pytest.mark.parametrize("kind", HEADED)
def test_a_list_under_the_headings_of_cities_is_read_into_its_fields(kind: str) -> None:
    found = {**LIST_KINDS, **RESULT_KINDS}[kind]
    said = list(HEADED[kind].values())
    mapped = map_columns(said, headings(found, {}))
    assert {mapped.get(i, ""): said[i] for i in range(len(said))} == HEADED[kind]


@pytest.mark.parametrize("kind", HEADED)
def test_no_heading_is_of_two_fields(kind: str) -> None:
    found = {**LIST_KINDS, **RESULT_KINDS}[kind]
    said = [word.casefold() for f in found.fields for word in dict.fromkeys(w.casefold() for w in f.synonyms)]
    assert [word for word in dict.fromkeys(said) if said.count(word) > 1] == []


@pytest.mark.parametrize(
    ("turns", "day", "warned"),
    [
        (15, -1, "AGE_UNUSUAL"), (15, 0, "MINOR"), (18, -1, "MINOR"), (18, 0, ""), (71, -1, ""), (71, 0, "AGE_UNUSUAL"),
    ],
)  # fmt: skip
def test_an_age_at_the_start_is_said_from_the_birthday_on(
    desk: Desk, tmp_path: Path, turns: int, day: int, warned: str
) -> None:
    """A start on the birthday, or the day before it; seventy is no odd age, over seventy is."""
    start = date(2026, 11, 16 + day)
    born = date(2026 - turns, 11, 16)
    row = f"{make.number(born)};Parkarbetare;{start};2027-03-31;100"
    file = lines(tmp_path, "Personnummer;Yrkestitel;Startdatum;Slutdatum;Sysselsättningsgrad", row)
    (outcome,) = read(desk, file, "employments").outcomes
    assert outcome.outcome == "accepted"
    assert {"AGE_UNUSUAL", "MINOR"} & set(outcome.warnings) == ({warned} if warned else set())
