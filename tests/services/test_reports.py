"""A report says one thing: JSON, PDF, Excel and screen agree cell by cell, over random banks, read back from the files."""

from __future__ import annotations

import io
import json
import random
import re
import shutil
import subprocess
from collections import Counter
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Any

import docx
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
from amdesk.domain.values import printable
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
BANDS = pytest.mark.parametrize(("least", "most"), [(0, 11), (12, 23), (24, 35), (36, 47), (48, 59), (60, 70)])
"""The same banks in six parts, for what takes long: one of each, so that none of the parts does."""
ONE = settings(FEW, max_examples=1)
EACH = pytest.mark.parametrize("at", range(5))
"""One report after the other: all are asked of as many banks."""


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
    """The last sheet says what JSON says, and the sheets that are printed say the same of each of their lines and columns."""
    desk.reports.save(made, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == "I korthet"
    assert book.sheetnames[-1] == "Siffror"
    got = {r[7]: r[2:7] for r in book["Siffror"].iter_rows(min_row=3, values_only=True) if r[7]}
    wanted = {f["id"]: (f["count"], f["base"], f["percent"], f["low"], f["high"]) for f in document(made)["figures"]}
    assert got == wanted
    printed = [s for s in book.worksheets if str(s["B2"].value).endswith(", antal")]
    told = [s for s in made.sections if s.figures and s.groups and not s.front]
    for sheet, section in zip(printed, told, strict=True):
        lines = [list(r[1:]) for r in sheet.iter_rows(min_row=3, values_only=True)]
        assert lines == [
            [v for f in row for v in ((f.count, None if f.count == f.base else f.percent) if f else (None, None))]
            for _, row in section.grid()
        ]
        assert (sheet.page_setup.paperSize, sheet.sheet_properties.pageSetUpPr.fitToPage) == (9, True)


def cells_of(made: Report) -> Counter[Any]:
    """Every "49 (23 %)" that the tables of a report hold, as often as they do."""
    tables = [s for s in made.sections if not s.front]
    cells = [shown.cell(f, "sv") for s in tables for _, row in s.grid() for f in row if f is not None]
    return Counter(m for c in cells for m in CELL.findall(plain(c)))


def sentences_of(made: Report) -> Counter[Any]:
    return Counter(CELL.findall(plain(" ".join(SAY.say(t.text) for s in made.sections for t in s.sentences))))


def shares_of(made: Report) -> list[tuple[str, str]]:
    """The shares that the pictures of the first pages hold: percent, and "49 av 214"."""
    out = []
    for s in made.sections:
        known = {f.id: f for f in s.figures}
        ids = [i for _, i in s.rows] or [f"{s.shares[0]}.{g}" for g in s.groups] if s.shares else []
        out += [(plain(shown.percent(f, "sv")), shown.of(f, "sv")) for i in ids if (f := known.get(i)) and f.base]
    return [x for x in out if x[1]]


def asked_of_pdf(desk: Desk, made: Report, path: Path) -> None:
    """Every "49 (23 %)" in the tables, read back by pypdf, is a figure of the report, and each is printed as often as its tables
    say; so is every share of the pictures."""
    desk.reports.save(made, path)
    said = plain(" ".join(p.extract_text() for p in PdfReader(path).pages))
    assert Counter(CELL.findall(said)) - sentences_of(made) == cells_of(made)
    drawn = re.findall(r"(\d+ %)\s+(\d[\d ]* av \d[\d ]*\d|\d av \d)", said)
    assert Counter((a, b.strip()) for a, b in drawn) >= Counter(shares_of(made))


def asked_of_word(desk: Desk, made: Report, path: Path) -> None:
    """The tables and sentences of the document that the unit edits are those of the report, and its pictures say the same."""
    desk.reports.save(made, path)
    paper = docx.Document(str(path))
    cells = "\n".join(c.text for t in paper.tables for r in t.rows for c in r.cells)
    assert Counter(CELL.findall(plain(cells))) == cells_of(made)
    said = {p.text for p in paper.paragraphs}
    assert {printable(SAY.say(t.text)) for s in made.sections for t in s.sentences} <= said
    pictures = [plain(p._inline.docPr.get("descr")) for p in paper.inline_shapes]
    for percent_, of in shares_of(made):
        assert any(f"{percent_}, {of}" in told for told in pictures), (percent_, of)


@BANDS
@EACH
@given(st.data())
@ONE
@pytest.mark.thorough(long=True)
def test_excel_word_and_the_pdf_say_the_figures_of_the_report_and_no_others(
    tmp_path: Path, least: int, most: int, at: int, data: st.DataObject
) -> None:
    """Both of the same banks: what may leave the unit takes longer to find than either file to write."""
    desk = filled(data.draw(st.integers(0, 10**6)), data.draw(st.integers(least, most)))
    report = every_report(desk)[at]
    for made in (report, desk.reports.outside(report)):
        asked_of_excel(desk, made, tmp_path / "r.xlsx")
        asked_of_pdf(desk, made, tmp_path / "r.pdf")
        asked_of_word(desk, made, tmp_path / "r.docx")


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


@pytest.mark.thorough(long=True)
def test_a_report_given_out_is_what_the_next_one_compares_with(tmp_path: Path) -> None:
    desk = filled(5, 40)
    desk.reports.save(desk.reports.committee(FIRST, date(2026, 6, 30)), tmp_path / "a.pdf", given_out=True)
    found = desk.reports.committee(FIRST, LAST)
    changes = next(x for s in found.sections for x in s.listings if x.name == "changes")
    assert changes.rows
    assert not [x for s in desk.reports.outside(found).sections for x in s.listings if x.name == "changes"]


@pytest.mark.thorough(long=True)
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


@pytest.fixture(scope="module")
def committee() -> tuple[Desk, Report]:
    """A committee's report as it is given out, of a bank that has something to say under every heading."""
    desk = filled(7, 60)
    return desk, desk.reports.outside(desk.reports.committee(FIRST, LAST))


@pytest.mark.thorough(long=True)
def test_the_pdf_is_tagged_with_heads_of_columns_and_rows_and_words_for_its_pictures(
    committee: tuple[Desk, Report], tmp_path: Path
) -> None:
    import pikepdf

    from tests.export.test_tagging import findings

    desk, made = committee
    content = desk.reports.pdf(made)
    assert findings(content, tmp_path) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        parts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/StructElem"]
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "sv"
        kinds = Counter(str(o.S) for o in parts)
        assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/LBody", "/Table", "/TR", "/TH", "/TD", "/Figure"} <= set(
            kinds
        )
        assert kinds["/H1"] == 1
        assert all(str(o.Alt) for o in parts if str(o.S) == "/Figure")
        for table in (o for o in parts if str(o.S) == "/Table"):
            head, *rows = [[(str(c.S), str(c.A.Scope) if "/A" in c else "") for c in r.K] for r in table.K]
            assert set(head) == {("/TH", "/Column")}
            assert all(row[0] == ("/TH", "/Row") and set(row[1:]) <= {("/TD", "")} for row in rows)
            assert all(len(row) == len(head) for row in rows)


@pytest.mark.thorough(long=True)
def test_two_pages_say_it_in_words_and_the_appendix_begins_on_the_third(committee: tuple[Desk, Report]) -> None:
    desk, made = committee
    pages = [plain(p.extract_text()) for p in PdfReader(io.BytesIO(desk.reports.pdf(made))).pages]
    assert "Vad hände?" in pages[0]
    assert "Vad har ändrats?" in pages[0]
    assert "Hur säkert är det?" in pages[1]
    assert "Vad kostade det netto?" in pages[1]
    assert "Vad händer härnäst?" in pages[1]
    assert "Bilaga: alla siffror" in pages[2]
    assert made.proof is not None
    for number, page in enumerate(pages, 1):
        assert f"Sida {number} ({len(pages)})" in page
        assert made.proof.reference in page
        assert "Skapad 2026-11-23" in page
    appendix = " ".join(pages[2:])
    assert not re.search(r"\) \d+,\d–\d", appendix), "a complete count has no interval"
    assert "Koladas mått" not in appendix
    assert "ledde till" not in " ".join(pages)


@pytest.mark.thorough(long=True)
def test_a_document_says_when_it_was_really_made(committee: tuple[Desk, Report], tmp_path: Path) -> None:
    desk, made = committee
    about = PdfReader(io.BytesIO(desk.reports.pdf(made))).metadata
    assert about is not None
    assert about.creation_date is not None
    assert made.made is not None
    assert about.creation_date == made.made
    desk.reports.save(made, tmp_path / "a.docx")
    word = docx.Document(str(tmp_path / "a.docx")).core_properties
    assert word.created is not None
    assert word.created.replace(tzinfo=UTC) == made.made
    assert word.language == "sv"


@pytest.mark.thorough(long=True)
def test_a_document_of_word_has_headings_heads_of_tables_and_swedish_for_its_language(
    committee: tuple[Desk, Report], tmp_path: Path
) -> None:
    desk, made = committee
    desk.reports.save(made, tmp_path / "a.docx")
    paper = docx.Document(str(tmp_path / "a.docx"))
    levels = [p.style.name for p in paper.paragraphs if p.style and p.style.name.startswith(("Title", "Heading"))]
    assert levels[:2] == ["Title", "Heading 1"]
    assert all(t.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for t in paper.tables)
    assert 'w:val="sv-SE"' in paper.styles.element.xml
    assert "NUMPAGES" in paper.sections[0].footer._element.xml
    assert all(p._inline.docPr.get("descr") for p in paper.inline_shapes)


@pytest.mark.thorough(long=True)
def test_a_heading_of_a_sheet_is_as_high_as_its_words_need(committee: tuple[Desk, Report], tmp_path: Path) -> None:
    """A word is not broken: "Egna arbetslag, antal" takes three lines of a narrow column, and was cut off on paper."""
    desk, report = committee
    desk.reports.save(report, tmp_path / "r.xlsx")
    sheets = [s for s in openpyxl.load_workbook(tmp_path / "r.xlsx") if s["E2"].value == "Externa platser, procent"]
    assert sheets
    assert min(s.row_dimensions[2].height for s in sheets) >= 45


@pytest.mark.thorough(long=True)
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_document_and_the_workbook(committee: tuple[Desk, Report], tmp_path: Path) -> None:
    """What it makes of both has the headings, and the first sheets fit their pages."""
    desk, made = committee
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    for name in ("a.docx", "b.xlsx"):
        desk.reports.save(made, tmp_path / name)
        words = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / name)]
        subprocess.run(words, check=True, capture_output=True, timeout=120)
    word = [plain(p.extract_text()) for p in PdfReader(tmp_path / "a.pdf").pages]
    assert "Vad hände?" in word[0]
    assert any("Bilaga: alla siffror" in p for p in word)
    assert f"Sida 1 ({len(word)})" in word[0]
    sheets = PdfReader(tmp_path / "b.pdf").pages
    assert "I ord" in sheets[0].extract_text()
    assert {round(max(p.mediabox.width, p.mediabox.height)) for p in sheets} == {842}, "A4"


@pytest.mark.parametrize("name", ["r.odt", "r"])
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str) -> None:
    from amdesk.domain.errors import WrongUse

    desk = filled(1, 1)
    with pytest.raises(WrongUse):
        desk.reports.save(desk.reports.followup(FIRST, LAST), tmp_path / name)
    assert list(tmp_path.iterdir()) == []
