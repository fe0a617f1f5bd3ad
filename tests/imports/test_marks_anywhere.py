"""A mark of protection in whichever cell of a row protects her: nobody may be shown because a sender wrote it in the wrong column."""

from __future__ import annotations

from pathlib import Path

import pytest

from amdesk.imports.protection import without_mark
from amdesk.services.desk import Desk
from amdesk.services.exchange.columns import list_kinds
from tests import make
from tests.imports.cases import lines

MUST = {
    "participants": {"name": "Ada Prov", "identity": make.number()},
    "employments": {
        "identity": make.number(), "name": "Ada Prov", "occupation": "Parkarbetare", "from_date": "2026-12-01", "extent": "100",
    },
    "measures": {"identity": make.number(), "name": "Kurs", "from_date": "2026-12-01"},
    "payments": {"identity": make.number(), "month": "2026-05", "amount": "8450"},
    "followups": {"identity": make.number(), "ended": "2026-05-31", "reason": "A1"},
}  # fmt: skip
PARTS = {"first_name", "last_name"}
"""Two cells that are one name."""
FIELDS = [(k, f.name) for k, must in MUST.items() for f in list_kinds()[k].fields if f.name not in {*must, *PARTS}]


def level(desk: Desk, tmp_path: Path, kind: str, cells: dict[str, str]) -> tuple[bool, int]:
    """Whether the row is masked, and the level that it says where it is accepted."""
    heads = {f.name: f.synonyms[0] for f in list_kinds()[kind].fields}
    path = lines(tmp_path, ";".join(heads.get(name, name) for name in cells), ";".join(cells.values()))
    review = desk.imports.review(desk.imports.stage(path, kind))
    [outcome] = review.outcomes
    return outcome.protected, outcome.said.protection if outcome.outcome == "accepted" else 0


@pytest.mark.thorough(72)
@pytest.mark.parametrize("mark", ["Skyddad identitet", "sekretessmarkering"])
@pytest.mark.parametrize(("kind", "field"), [*FIELDS, *((kind, "Anmärkning") for kind in MUST)])
def test_a_mark_in_any_cell_protects(desk: Desk, tmp_path: Path, kind: str, field: str, mark: str) -> None:
    if kind in {"measures", "payments", "followups"}:
        make.participant(desk.bank, name="Ada Prov", identity=MUST[kind]["identity"])
    masked, said = level(desk, tmp_path, kind, {**MUST[kind], field: mark})
    assert masked or said >= 1


@pytest.mark.parametrize("kind", ["participants", "employments"])
def test_a_row_without_any_mark_protects_nobody(desk: Desk, tmp_path: Path, kind: str) -> None:
    assert level(desk, tmp_path, kind, {**MUST[kind], "Anmärkning": "ringer på måndag"}) == (False, 0)


@pytest.mark.parametrize(
    ("said", "name", "least"),
    [
        ("Astrid Prov (skyddad identitet)", "Astrid Prov", 1),
        ("Skyddad identitet", "", 1),
        ("Astrid Prov, sekretessmarkering", "Astrid Prov", 1),
        ("skyddad folkbokföring Astrid Prov", "Astrid Prov", 2),
        ("Astrid Prov (kvarskrivning)", "Astrid Prov", 2),
        ("Astrid Prov (fingerade personuppgifter)", "Astrid Prov", 3),
        ("Astrid Prov (ej skyddad identitet)", "Astrid Prov (ej skyddad identitet)", 0),
        ("Astrid Prov", "Astrid Prov", 0),
    ],
)
def test_a_mark_in_a_name_is_taken_off_and_says_its_level(said: str, name: str, least: int) -> None:
    assert without_mark(said) == (name, least)
