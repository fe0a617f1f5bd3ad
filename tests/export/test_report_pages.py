"""How a report is divided into pages: the first two hold what is said in words whatever figures a period gives, and no row of a
table stands alone on a page."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from amdesk.db.results.reports import GivenOut
from amdesk.domain.results.casemix import Mix
from amdesk.domain.results.cohort import Cohort
from amdesk.domain.results.figures import compare
from amdesk.domain.results.outcomes import Ended, Result, result
from amdesk.domain.results.report import Report
from amdesk.domain.results.savings import Ledger
from amdesk.domain.texts import Text
from amdesk.export import report_pdf
from amdesk.export.pdf import finished
from amdesk.export.report_page import ReportPaper
from amdesk.i18n import Words
from amdesk.services.results.front import TOLD, FrontParts, front
from amdesk.services.results.sections import running_section
from tests.services.test_sections import FIRST, GROUPS, LAST, NOBODY, TODAY, cohort, figure, outcome, paid

LONG = "Ekhamra och Norra Sjöbygdens gemensamma kommunalförbund för arbetsmarknad och vuxenutbildning"
HOSTS = ("external", "in_house", "")


def mixed(each: int, shift: int, reached: str) -> Result:
    """A result of people of every kind of place and every gender, some of whom are known, some not, some without a reason."""
    genders, reasons = ("woman", "man", ""), ("A1", "O1", "S1", "")
    rows = [
        Ended(i, i, FIRST, HOSTS[i % 3], genders[i // 3 % 3], reasons[(i + shift) % 4], reached, *["not_known"] * 3)
        for i in range(each)
    ]
    return result(rows, [], FIRST, LAST, TODAY, GROUPS, GROUPS)


def of(now: Result, earlier: Result, people: Cohort, money: Ledger, before: GivenOut | None) -> FrontParts:
    external, own = now.figure("work_or_studies.external"), now.figure("work_or_studies.in_house")
    plain = compare(replace(external, whom=Text("External places")), replace(own, whom=Text("In-house teams")))
    compared = compare(now.figure("work_or_studies.all"), earlier.figure("work_or_studies.all"))
    running = running_section({"external": 30123, "in_house": 40123}).figures
    return FrontParts(now, earlier, compared, Mix(plain, [], None, None, None, 0, 0), people, money, running, before)


def report(made_of: FrontParts) -> Report:
    sections = [*front(made_of, LAST, TODAY), running_section({"external": 30, "in_house": 40})]
    title = Text(
        "{what}, {first} – {last}", {"what": "Labour-market employments", "first": "2026-01-01", "last": "2026-12-31"}
    )
    return Report("committee", title, FIRST, LAST, TODAY, sections)


def pages(of: Report, lang: str, city: str) -> list[str]:
    found = PdfReader(io.BytesIO(report_pdf.pdf(of, Words(lang), city, city))).pages
    return [p.extract_text() for p in found]


EARLIER = {f"{what}.all": (12345, 20123) for what in TOLD}
GIVEN = [None, *(GivenOut(date(2026, 4, 1), FIRST, last, EARLIER, "outside") for last in (LAST, date(2026, 3, 31)))]


@pytest.mark.thorough(long=True)
@settings(max_examples=25)
@given(
    lang=st.sampled_from(["sv", "en"]),
    each=st.sampled_from([0, 5, 40, 400]),
    shift=st.integers(0, 3),
    reached=st.sampled_from(["contacted", "not_reached"]),
    earlier=st.sampled_from([0, 8, 300]),
    people=st.sampled_from([cohort(0), cohort(20), cohort(20000)]),
    money=st.sampled_from([NOBODY, paid(1000, 100), paid(100, 900000, 40), paid(1000, 100, 3)]),
    before=st.sampled_from(GIVEN),
    city=st.sampled_from(["", "Ekhamra", LONG]),
)
def test_what_is_said_in_words_takes_two_pages_whatever_the_figures_are(
    lang: str, each: int, shift: int, reached: str, earlier: int, city: str, **rest: Any
) -> None:
    made = report(
        of(mixed(each, shift, reached), outcome(earlier, earlier), rest["people"], rest["money"], rest["before"])
    )
    found = pages(made, lang, city)
    begins = [i for i, p in enumerate(found) if "Appendix: every figure" in p or "Bilaga: alla siffror" in p]
    assert begins == [2]


def test_the_first_pages_are_as_airy_as_they_can_be() -> None:
    """Closer letters are for those that need them."""
    words = Words("sv")
    little = report(of(mixed(40, 0, "contacted"), outcome(0, 0), cohort(0), NOBODY, None))
    much = report(of(mixed(400, 0, "not_reached"), outcome(300, 300), cohort(20000), paid(100, 900000, 40), GIVEN[2]))
    assert report_pdf.fitting(little, words, "Ekhamra", "") == report_pdf.Setting(1, True)
    assert report_pdf.fitting(much, words, LONG, LONG) != report_pdf.Setting(1, True)


@pytest.mark.thorough(long=True)
@settings(max_examples=40)
@given(rows=st.integers(1, 90), down=st.integers(0, 60), tall=st.booleans())
def test_no_row_of_a_table_stands_alone_on_a_page(rows: int, down: int, tall: bool) -> None:
    """Neither its head without two rows of its own, nor its last row without the one before."""
    page = ReportPaper(report(of(outcome(9, 9), outcome(9, 9), cohort(9), NOBODY, None)), Words("sv"), "Ekhamra", "")
    for _ in range(down):
        page.paragraph("before")
    named = [
        [f"row{i}." + (" more words than a column holds" if tall else ""), str(figure("a", i, i).count)]
        for i in range(rows)
    ]
    page.table(["heads", "of it"], named, [60, 60])
    assert isinstance(page.out, io.BytesIO)
    found = [p.extract_text() for p in PdfReader(io.BytesIO(finished(page.canvas, page.out))).pages]
    drawn = [{w for w in p.split() if w.startswith("row")} for p in found]
    counts = [len(p) for p in drawn if p]
    assert sum(counts) == rows
    assert rows == 1 or min(counts) >= 2
    assert ["heads" in p for p in found] == [bool(p) for p in drawn]
