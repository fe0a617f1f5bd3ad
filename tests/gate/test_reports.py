"""The rows behind a report for the unit: of a protected person none says what tells of few places where she worked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from amdesk.db.port import rows
from amdesk.services.desk import Desk
from tests.gate.people import Staged, open_desk
from tests.make import TODAY

FIRST = date(2020, 1, 1)
REPORTS = ("followup", "committee")


def behind(desk: Desk, kind: str, narrowed: dict[str, str], path: Path) -> list[tuple[object, ...]]:
    """The rows of the sheet as they are written, below its heads."""
    report = getattr(desk.reports, kind)(FIRST, TODAY, **narrowed)
    desk.reports.save(report, path, "en")
    book = openpyxl.load_workbook(path)
    found = [s for s in book.worksheets if s.title == "Rows behind"]
    return [tuple(c.value for c in row) for s in found for row in s.iter_rows()]


def hers(desk: Desk, column: str) -> list[dict[str, object]]:
    return rows(
        desk.bank,
        f"select e.ref, {column} as what, count(*) over (partition by {column}) as many from employment e "
        "join participant p on p.id = e.participant_id left join placement h on h.id = e.placement_id "
        "left join occupation o on o.id = e.occupation_id "
        f"where p.protection > 0 and e.void = 0 and e.cancelled = 0 and coalesce(e.ended_on, e.to_date) between '2020-01-01' and '2026-08-20' and {column} <> ''",
    )


@pytest.mark.thorough(4)
@pytest.mark.parametrize("kind", REPORTS)
@pytest.mark.parametrize(("by", "column"), [("occupation", "o.code"), ("department", "h.department")])
def test_a_report_of_one_occupation_or_department_names_no_employment_of_a_protected_person(
    kind: str, by: str, column: str, guarded: tuple[Path, Staged], tmp_path: Path
) -> None:
    desk = open_desk(guarded[0])
    protected = hers(desk, column)
    refs = {r["ref"] for r in protected}
    assert refs
    seen = set[object]()
    for what in {str(r["what"]) for r in protected}:
        seen |= {row[0] for row in behind(desk, kind, {by: what}, tmp_path / f"{what[:3]}.xlsx")}
    assert len(seen) > 3, "rows of others stand there"
    assert seen & refs == set()
    desk.close()


@pytest.mark.thorough(2)
@pytest.mark.parametrize("kind", REPORTS)
def test_a_report_of_everybody_says_of_a_protected_person_no_kind_of_place(
    kind: str, guarded: tuple[Path, Staged], tmp_path: Path
) -> None:
    desk = open_desk(guarded[0])
    refs = {r["ref"] for r in hers(desk, "e.kind")}
    found = {row[0]: row[2] for row in behind(desk, kind, {}, tmp_path / "r.xlsx")}
    assert {found.get(ref) for ref in refs} == {None}
    assert refs <= set(found)
    assert {kind for ref, kind in found.items() if ref not in refs} >= {"external", "in_house"}
    desk.close()
