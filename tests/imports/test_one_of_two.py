"""Two rows of one list that may be one person are asked about, and never become two people in silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from amdesk.services.desk import Desk
from tests import make
from tests.imports.cases import lines, read

A = make.number(date(1980, 1, 1))
HEAD = "Namn;Personnummer;Telefon;E-post;Född;Skydd"
NUMBERED = f"Ada Prov;{A};070-1740601;a@x.example;;"


@pytest.mark.thorough(60)
@pytest.mark.parametrize(
    ("bare", "why"),
    [
        ("Ada Prov;;070-1740601;;;", "SAME_PERSON"), ("Ada Prov;;;;1980-01-01;", "SAME_PERSON"), ("Prov, Ada;;+46 70 174 06 01;;;", "SAME_PERSON"),
        ("Prov Ada;;0701740601;;;", "SAME_PERSON"), ("Ada Maria Prov;;0701740601;;;", "SAME_PERSON"), ("Ada Prov;800101-XXXX;;;;", "SAME_PERSON"),
        ("Ada Prov;;08-12 34 56 / 070-1740601;;;", "SAME_PERSON"), ("Ada Prov;;;a@x.example;;", "SAME_CASE"), ("Ada Prov;;;;;", "SAME_NAME"),
        ("Prov Ada;;;;;", "SAME_NAME"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("level", ["", "Ja", "Fingerade"])
def test_a_numbered_and_a_bare_row_of_one_name_are_asked(
    desk: Desk, tmp_path: Path, bare: str, why: str, level: str, *, first: bool
) -> None:
    rows = (bare, NUMBERED + level) if first else (NUMBERED + level, bare)
    review = read(desk, lines(tmp_path, HEAD, *rows))
    assert [o.reason for o in review.outcomes] == ([why, ""] if first else ["", why])
    again = desk.imports.answer(review.staged, f"same:{2 if first else 3}", "new")
    assert desk.imports.review(again).count("new") == 2
    again = desk.imports.answer(review.staged, f"same:{2 if first else 3}", "same")
    assert desk.imports.review(again).reasons() == {"DUPLICATE": 1}


@pytest.mark.parametrize("other", ["Bo Prov;;070-1740601;;;", "Ada Testgren;;;;1980-01-01;", "Bo Prov;;;;;"])
def test_two_who_share_a_phone_or_a_birthday_are_two(desk: Desk, tmp_path: Path, other: str) -> None:
    assert read(desk, lines(tmp_path, HEAD, NUMBERED, other)).count("new") == 2
