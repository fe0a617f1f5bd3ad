"""A report says one thing: JSON, PDF, Excel and screen agree cell by cell, over random banks, read back from the files."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from amdesk.db.port import Bank, insert
from amdesk.domain.overview.tasks import Task
from amdesk.domain.results import words as shown
from amdesk.domain.results.figures import percent, wilson
from amdesk.domain.results.report import Report
from amdesk.domain.texts import text
from amdesk.i18n import Words
from amdesk.services.desk import Desk
from tests import make

FIRST, LAST = date(2026, 1, 1), date(2026, 10, 31)
REASONS = ("A1", "A2", "S1", "B1", "O1", "O6", "A0", "")
SAY = Words("sv", make.TODAY)


def document(report: Report) -> dict[str, Any]:
    """The report as somebody reads it from its JSON."""
    found: dict[str, Any] = json.loads(json.dumps(report.document(SAY.say)))
    return found


def filled(seed: int, count: int) -> Desk:
    """A bank with so many random people, some with two employments, follow-ups, payments, measures and merged facts."""
    dice = random.Random(seed)
    desk = make.desk(make.memory())
    places = [make.placement(desk.bank, 9, name=f"Plats {i}", kind=("external", "in_house")[i % 2]) for i in range(4)]
    with desk.bank.write(text("random")):
        for i in range(count):
            _person(desk.bank, dice, i, places)
    return desk


def _person(bank: Bank, dice: random.Random, i: int, places: list[int]) -> None:
    from amdesk.db.booking import bookings
    from amdesk.db.people import participants as people

    gender = dice.choice(["woman", "woman", "man", "man", ""])
    person = people.add(
        bank,
        make.participant_values(name=f"Deltagare {i}", gender=gender, language=dice.choice(["A1", "B1", "C1", ""])),
    )
    for n in range(dice.choice([1, 1, 2])):
        start = date(2024, 6, 1) + timedelta(dice.randrange(800))
        last = start + timedelta(dice.randrange(30, 300))
        where = dice.randrange(5)
        key = bookings.add_employment(
            bank,
            {
                "ref": f"E-{i}-{n}",
                "participant_id": person,
                "form": "bea_visstid",
                "placement_id": places[where] if where < 4 else None,
                "kind": ("external", "in_house")[where % 2] if where < 4 else "",
                "from_date": start,
                "to_date": last,
                "extent": dice.choice([50, 75, 100]),
                "ended_on": last if last < make.TODAY else None,
                "end_reason": dice.choice(REASONS),
            },
        )
        if dice.random() < 0.7:
            reached = dice.random() < 0.8
            insert(
                bank,
                "followup",
                employment_id=key,
                participant_id=person,
                contact="contacted" if reached else "not_contacted",
                situation=dice.choice(["work", "studies", "unemployment_fund", "other", "not_known"]),
                plan_city=dice.choice(["yes", "no", "not_known"]),
                plan_pes=dice.choice(["yes", "no", "not_known"]),
            )
        for m in range(dice.randrange(6)):
            amount = dice.choice([845_000, 410_050, 0, -300_000])
            insert(
                bank,
                "payment",
                participant_id=person,
                month=f"{dice.choice((2024, 2025, 2026))}-{m + 1:02d}",
                amount=amount,
                role="applicant",
            )
        if dice.random() < 0.3:
            insert(
                bank,
                "measure",
                participant_id=person,
                name="Jobbcoachning",
                from_date="2025-03-01",
                to_date="2025-06-30",
            )


def every_report(desk: Desk) -> list[Report]:
    reports = desk.reports
    return [
        reports.followup(FIRST, LAST),
        reports.cohort(2025, desk.cohorts.window(2025)),
        reports.cohort(2024, desk.cohorts.window(2024, months=12)),
        reports.savings(FIRST, LAST),
        reports.committee(FIRST, LAST),
    ]


BANKS = given(st.integers(0, 10**6), st.integers(0, 70))
FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
BANDS = pytest.mark.parametrize(("least", "most"), [(0, 23), (24, 47), (48, 70)])
"""The same banks in three parts, for what takes long: two of each, so that none of the parts does."""
TWO = settings(FEW, max_examples=2)
HALVES = pytest.mark.parametrize("half", [0, 1])
"""Every second report, and the others: all are asked of as many banks."""


@BANKS
@FEW
def test_every_percentage_is_its_count_over_its_base(seed: int, count: int) -> None:
    for report in every_report(filled(seed, count)):
        for f in document(report)["figures"]:
            if f["count"] is None:
                continue
            assert f["percent"] == percent(f["count"], f["base"])
            assert (f["low"], f["high"]) == (wilson(f["count"], f["base"]) or (None, None))
            assert 0 <= f["count"] <= f["base"] or f["base"] == 0


def plain(said: str) -> str:
    """A no-break space is one glyph with the space in a PDF."""
    return said.replace("\u00a0", " ")


CELL = re.compile(r"(\d[\d ]*) \((\d+) %\)")


def asked_of_excel(desk: Desk, made: Report, path: Path) -> None:
    """Excel says what JSON says."""
    desk.reports.save(made, path)
    sheet = openpyxl.load_workbook(path)["Siffror"]
    got = {r[7]: r[2:7] for r in sheet.iter_rows(min_row=3, values_only=True) if r[7]}
    wanted = {f["id"]: (f["count"], f["base"], f["percent"], f["low"], f["high"]) for f in document(made)["figures"]}
    assert got == wanted


def asked_of_pdf(desk: Desk, made: Report, path: Path) -> None:
    """Every "49 (23 %)" in the tables, read back by pypdf, is a figure of the report, and each is printed as often as its tables say."""
    desk.reports.save(made, path)
    said = plain(" ".join(p.extract_text() for p in PdfReader(path).pages))
    printed = Counter(CELL.findall(said))
    cells = [shown.cell(f, "sv") for s in made.sections for _, row in s.grid() for f in row if f is not None]
    wanted = Counter(m for c in cells for m in CELL.findall(plain(c)))
    sentences = " ".join(SAY.say(t.text) for s in made.sections for t in s.sentences)
    assert printed - Counter(CELL.findall(plain(sentences))) == wanted


@BANDS
@HALVES
@given(st.data())
@TWO
def test_excel_and_the_pdf_say_the_figures_of_the_report_and_no_others(
    tmp_path: Path, least: int, most: int, half: int, data: st.DataObject
) -> None:
    """Both of the same banks: what may leave the unit takes longer to find than either file to write."""
    desk = filled(data.draw(st.integers(0, 10**6)), data.draw(st.integers(least, most)))
    for report in every_report(desk)[half::2]:
        for made in (report, desk.reports.outside(report)):
            asked_of_excel(desk, made, tmp_path / "r.xlsx")
            asked_of_pdf(desk, made, tmp_path / "r.pdf")


def test_what_is_withheld_is_in_no_file(tmp_path: Path) -> None:
    """Seven people: nearly everything is a small group. Nothing of it leaves the unit, not in words either."""
    desk = filled(3, 7)
    outside = desk.reports.outside(desk.reports.committee(FIRST, LAST))
    hidden = [f for f in outside.figures() if f.withheld]
    assert hidden
    assert outside.rows() == ()
    told = document(outside)
    assert all(f["percent"] is None and f["low"] is None for f in told["figures"] if f["withheld"])
    assert not [k for k in ("bounds", "comparison", "persons") if k in told]
    assert not any(0 < (f["count"] or 0) < 5 for f in told["figures"])


def test_the_rows_of_a_report_are_the_employments_that_it_counted_and_no_others() -> None:
    desk = filled(11, 60)
    report, now = desk.reports.followup(FIRST, LAST), desk.results.followup(FIRST, LAST)
    keys = {key for key, _, _ in now.rows.rows}
    refs = {e.ref for e in desk.booking.employments() if e.id in keys}
    found = [row[0] for row in report.rows()]
    assert (len(found), set(found)) == (len(keys), refs)
    ended = [str(row[1]) for row in report.rows()]
    assert ended == sorted(ended), "by their last day"
    outside = {e.ref for e in desk.booking.employments()} - refs
    assert outside, "there are others"


def test_the_rows_behind_a_figure_are_as_many_as_it_says() -> None:
    desk = filled(11, 60)
    now = desk.results.followup(FIRST, LAST)
    for f in (*now.figures, *now.kolada):
        assert len(now.behind(f.id)) == f.count
    rows = desk.results.behind(now.behind("work_or_studies.all"), "test")
    assert len(rows) == now.figure("work_or_studies.all").count
    assert [e for e in desk.history.access() if e.what == "figure_rows"]


def test_kolada_goes_by_the_end_and_never_mixes_with_day_90() -> None:
    """An employment that ended 30 October: in Kolada's period, not yet at day 90; language training alone is no studies there."""
    desk = filled(1, 0)
    person = make.participant(desk.bank)
    with desk.bank.write(text("x")):
        for i, (last, reason) in enumerate(
            (("2026-10-30", "A1"), ("2026-06-01", "O6"), ("2026-06-02", "O3"), ("2026-06-03", "S1"))
        ):
            insert(
                desk.bank,
                "employment",
                ref=f"E-{i}",
                participant_id=person,
                form="bea_visstid",
                kind="external",
                from_date="2026-01-07",
                to_date=last,
                extent=100,
                ended_on=last,
                end_reason=reason,
            )
    now = desk.results.followup(date(2026, 6, 1), date(2026, 11, 20))
    assert now.figure("reached_day90.all").count == 3
    assert now.figure("kolada_ended.all").count == 4
    assert now.figure("kolada_work_or_studies.all").count == 2
    assert now.figure("studies.all").count == 1


def test_a_period_is_compared_with_the_same_one_a_year_earlier_where_no_other_is_named() -> None:
    desk = filled(7, 60)
    a_year_before = (date(2025, 1, 1), date(2025, 10, 31))
    found = document(desk.reports.followup(FIRST, LAST))
    assert found == document(desk.reports.followup(FIRST, LAST, a_year_before))
    assert found != document(desk.reports.followup(FIRST, LAST, (date(2025, 1, 1), date(2025, 6, 30))))


def test_a_report_given_out_is_what_the_next_one_compares_with(tmp_path: Path) -> None:
    desk = filled(5, 40)
    desk.reports.save(desk.reports.committee(FIRST, date(2026, 6, 30)), tmp_path / "a.pdf", given_out=True)
    found = desk.reports.committee(FIRST, LAST)
    changes = next(x for s in found.sections for x in s.listings if x.name == "changes")
    assert changes.rows
    assert not [x for s in desk.reports.outside(found).sections for x in s.listings if x.name == "changes"]


def test_the_history_says_what_was_given_out_in_the_language_of_whoever_reads_it(tmp_path: Path) -> None:
    desk = filled(5, 40)
    assert desk.work.lang == "sv"
    desk.reports.save(desk.reports.committee(FIRST, LAST), tmp_path / "a.pdf", given_out=True)
    given = desk.history.steps(1)[0].what
    assert SAY.say(given).startswith("Rapport lämnad: Arbetsmarknadsanställningar, 2026-01-01")
    assert Words("en", FIRST).say(given).startswith("Report given out: Labour-market employments, 2026-01-01")
    task = Task("find:1", "day90", make.seen("Prov Ett"), make.seen(""), FIRST, None, None)
    desk.overviews.mark(task, None)
    assert SAY.say(desk.history.steps(1)[0].what) == f"Klart: {SAY.say(task.title)}"


def test_the_pdf_is_tagged_and_has_words_for_its_bars(tmp_path: Path) -> None:
    import pikepdf

    desk = filled(7, 60)
    desk.reports.save(desk.reports.committee(FIRST, LAST), tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked
        said = str(pdf.Root.Lang)
        kinds = Counter(
            str(o.S) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/StructElem"
        )
        figures = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
    assert said == "sv"
    assert {"/H1", "/H2", "/Table", "/TR", "/TH", "/TD", "/Figure"} <= set(kinds)
    assert kinds["/H1"] == 1
    assert figures


@pytest.mark.parametrize("name", ["r.docx", "r"])
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str) -> None:
    from amdesk.domain.errors import WrongUse

    desk = filled(1, 1)
    with pytest.raises(WrongUse):
        desk.reports.save(desk.reports.followup(FIRST, LAST), tmp_path / name)
    assert list(tmp_path.iterdir()) == []
