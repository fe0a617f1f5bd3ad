"""Two rows of a list that turned out to be one person: once their records are merged the list may say both again, month after month."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from amdesk.db.port import rows
from amdesk.services.desk import Desk
from tests import make
from tests.imports.cases import lines, read, store

HEAD = "Personnummer;Namn;Telefon;E-post;Område"
FIRST = ";Anna Prov;070-1740601;anna@example.org;Norra hamnen"


def people(desk: Desk) -> list[dict[str, Any]]:
    return rows(
        desk.bank,
        "select id, name, phone, email, district from participant where void = 0 and merged_into is null order by id",
    )


def news(desk: Desk, path: Path) -> list[tuple[str, str]]:
    """What a list says that the bank is to hear; what was changed in the bank since is kept and no news."""
    review = read(desk, path)
    assert {o.reason for o in review.outcomes} <= {"", "DUPLICATE"}, "nobody is asked about what was decided"
    assert "new" not in {o.action for o in review.outcomes}
    return [(d.field, d.kind) for o in review.outcomes for d in o.differences if d.kind != "KEPT"]


@pytest.fixture(params=["neither", "one", "other", "both"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The list, where neither row, one or both have a number."""
    numbers = [make.fresh_number() if request.param in {which, "both"} else "" for which in ("one", "other")]
    second = f"{numbers[1]};Anna P Prov;070-1740602;anna.p@example.org;Södra berget"
    return lines(tmp_path, HEAD, numbers[0] + FIRST, second)


@pytest.mark.parametrize(("keep", "gone"), [(1, 2), (2, 1)])
def test_the_list_said_again_makes_nobody_anew_and_changes_nothing(
    desk: Desk, path: Path, keep: int, gone: int
) -> None:
    store(desk, path)
    desk.participants.merge(keep, gone)
    before = people(desk)
    assert [p["id"] for p in before] == [keep]
    assert news(desk, path) == []
    for _ in range(2):
        store(desk, path)
        assert people(desk) == before


def test_what_the_list_says_otherwise_of_either_row_is_told_of_that_row_alone(desk: Desk, path: Path) -> None:
    store(desk, path)
    desk.participants.merge(1, 2)
    changed = path.with_name("changed.csv")
    changed.write_text(path.read_text("utf-8").replace("Norra hamnen", "Västra dalen"), "utf-8")
    assert news(desk, changed) == [("district", "CHANGED")]
    store(desk, changed)
    assert [p["district"] for p in people(desk)] == ["Västra dalen"]


def test_once_the_merge_is_taken_back_each_row_is_its_own_record_again(desk: Desk, path: Path) -> None:
    store(desk, path)
    desk.participants.merge(1, 2)
    store(desk, path)
    undone = next(s for s in desk.history.steps() if "merge" in s.what.msgid.lower())
    desk.history.undo(undone.id)
    before = people(desk)
    assert [p["id"] for p in before] == [1, 2]
    store(desk, path)
    assert people(desk) == before
