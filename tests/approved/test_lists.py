"""Lists as people send them, read, stored in an empty bank and read again: what becomes of each row is what was approved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from amdesk.db import catalogue
from amdesk.db.port import rows
from amdesk.domain.errors import AmdeskError
from amdesk.services.desk import Desk
from tests import make
from tests.approved.telling import approved, lines
from tests.conftest import SAMPLES
from tests.imports.cases import CASES

KINDS = {"pl": "placements", "02": "placements", "emp": "employments", "01": "employments", "payment": "payments", "04": "payments", "03": "followups", "followup": "followups"}  # fmt: skip
"""What a list is of, by how its name begins; the others are of people."""
LISTS = [*sorted(CASES.iterdir()), *sorted(p for p in SAMPLES.iterdir() if p.suffix != ".json")]
LONG = 40
"""Lines of one reading that stand as they are."""


def kind_of(path: Path) -> str:
    return next((kind for begin, kind in KINDS.items() if path.name.startswith(begin)), "participants")


def read_and_stored(desk: Desk, path: Path) -> Iterator[str]:
    """The list as it is understood, what is asked of it, what becomes of its rows, and what is stored of them."""
    staged = desk.imports.stage(path, kind_of(path))
    staged.profile = "Provenheten"
    yield f"== {staged.mapping}"
    found = desk.rereading.look(staged)
    yield from lines(found.reading)
    yield from lines([(row, ours) for row, ours in found.ours.items()])
    yield from lines(found.first)
    review = desk.imports.review(staged)
    yield from lines(
        [(o.row, o.outcome, o.reason, o.column, o.action, o.warnings, o.said, o.differences) for o in review.outcomes]
    )
    yield f"== stored {desk.imports.store(review)}"
    yield from lines([*review.notices, *review.missing, *review.gone])
    for table in catalogue.LOGGED:
        held = rows(desk.bank, f"select * from {table} order by id")
        if (
            table
            not in {"audit", "audit_value", "step", "seal", "seal_row", "code", "occupation", "profile", "setting"}
            and held
        ):
            yield f"== {table}"
            yield from lines(held)


@pytest.mark.thorough(10)
@pytest.mark.parametrize("path", LISTS, ids=lambda p: p.name)
def test_a_list_is_read_and_stored_as_was_approved(path: Path) -> None:
    said = list[str]()
    with closing(make.desk(make.memory())) as desk:
        for turn in ("first", "again"):
            try:
                said += [f"=== {turn}", *read_and_stored(desk, path)]
            except AmdeskError as error:
                said += [f"refused: {error.text}"]
    approved(f"lists/{path.name}", said, LONG)
