"""What papers for others tell of frozen reports: nothing that a report given out has not told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from amdesk.domain.results.frozen import FrozenFigure
from amdesk.services.desk import Desk
from tests.services.test_attacker import ends
from tests.services.test_improving import action, asked
from tests.services.test_reports import document

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
COUNT, TOLD = "studies.all", "work_or_studies.all"


@pytest.fixture
def cited(desk: Desk) -> Desk:
    """Thirty-three ended, three of them studies. A recommendation shown by both counts, an action that is to move them."""
    ends(desk, date(2026, 2, 1), 30, "A1")
    ends(desk, date(2026, 2, 1), 3, "S1")
    number = desk.frozen.freeze_period("followup", FIRST, LAST).number
    made = desk.reviews.add(asked(answer="Det var 3 av 33."))
    for figure in (COUNT, TOLD):
        made = desk.reviews.show(made, "report", f"{number} {figure}", figure)
        desk.improving.add(
            action(begins=date(2026, 7, 1), due=date(2027, 1, 1), report="followup", figure=figure, caution="x")
        )
    return desk


def papers(desk: Desk, folder: Path) -> str:
    """All that the papers of reviews and improvement tell to others, in each kind of file."""
    said = []
    for made in (desk.reviews.promised(), desk.reviews.answer_paper(desk.reviews.of("R-001"))):
        desk.reports.save(made, folder / "x.pdf")
        said += [p.extract_text() for p in PdfReader(folder / "x.pdf").pages]
        desk.reports.save(made, folder / "x.xlsx")
        said += cells(folder / "x.xlsx")
    desk.improving.save(folder / "a.xlsx", outside=True)
    return " ".join(" ".join([*said, *cells(folder / "a.xlsx")]).split())


def cells(path: Path) -> list[str]:
    return [str(v) for sheet in load_workbook(path) for row in sheet.values for v in row if v is not None]


@pytest.mark.thorough(long=True)
def test_a_frozen_figure_that_was_never_given_out_is_in_no_paper_for_others(cited: Desk, tmp_path: Path) -> None:
    said = papers(cited, tmp_path).replace("Det var 3 av 33.", "")
    assert "3 av 33" not in said
    assert "33 av 33" not in said
    assert "9 %" not in said
    assert "100 %" not in said
    assert "siffran är inte utlämnad än" in said
    assert "För enheten" not in said


@pytest.mark.thorough(long=True)
def test_what_a_report_told_is_in_them_and_what_it_withheld_is_not(cited: Desk, tmp_path: Path) -> None:
    ends(cited, date(2026, 2, 2), 30, "O1")
    number = cited.frozen.freeze_period("followup", FIRST, LAST).number
    made = cited.reviews.of("R-001")
    for figure in (COUNT, TOLD):
        made = cited.reviews.show(made, "report", f"{number} {figure}", f"nu {figure}")
    given = cited.reports.outside(cited.reports.followup(FIRST, LAST))
    told = {f["id"]: f["count"] for f in document(given)["figures"]}
    assert (told[COUNT], told[TOLD]) == (None, 33)
    cited.reports.gone_out(given, given_out=True, recipient="Nämnden")
    said = papers(cited, tmp_path)
    assert "33 av 63" in said
    assert "52 %" in said
    assert "3 av 63" not in said.replace("33 av 63", "")
    assert "33 av 33" not in said, "the count is the same, of another number"


@pytest.mark.thorough(long=True)
def test_a_report_of_other_days_or_kind_tells_nothing_of_it(cited: Desk, tmp_path: Path) -> None:
    for made in (cited.reports.followup(FIRST, date(2026, 6, 29)), cited.reports.savings(FIRST, LAST)):
        cited.reports.gone_out(cited.reports.outside(made), given_out=True, recipient="Nämnden")
    assert "33 av 33" not in papers(cited, tmp_path)


@pytest.mark.thorough(long=True)
def test_the_committees_report_tells_the_result_of_its_days(cited: Desk, tmp_path: Path) -> None:
    ends(cited, date(2026, 2, 2), 30, "O1")
    number = cited.frozen.freeze_period("followup", FIRST, LAST).number
    cited.reviews.show(cited.reviews.of("R-001"), "report", f"{number} {TOLD}", "nu")
    given = cited.reports.outside(cited.reports.committee(FIRST, LAST))
    cited.reports.gone_out(given, given_out=True, recipient="Nämnden")
    assert "33 av 63" in papers(cited, tmp_path)


def test_the_unit_is_told_of_a_number_of_few_in_its_answer(cited: Desk) -> None:
    (checks,) = cited.reviews.listed().checks.values()
    told = [c.said.params["number"] for c in checks if "counts few" in c.said.msgid]
    assert told == ["3"]


def test_a_sheet_for_the_unit_says_so_and_has_the_figures(cited: Desk, tmp_path: Path) -> None:
    cited.improving.save(tmp_path / "a.xlsx")
    said = cells(tmp_path / "a.xlsx")
    assert {"9 %", "100 %", "För enheten: inte för spridning"} <= set(said)


@pytest.mark.parametrize(
    ("count", "base", "few"),
    [
        (4, 40, True),
        (5, 40, False),
        (36, 40, True),
        (0, 19, True),
        (19, 19, True),
        (0, 20, False),
        (20, 20, False),
        (5, 10, False),
    ],
)
def test_what_is_of_few(count: int, base: int, few: bool) -> None:
    assert FrozenFigure("a.all", "A", count, base).of_few is few
    assert not FrozenFigure("a.all", "A", count, None).of_few
    assert FrozenFigure("reached_day90.all", "A", count, count).of_few is (count == 4)
