"""A report as a tagged PDF in black, white and patterns: it says the same on any printer."""

from __future__ import annotations

import io
from collections.abc import Sequence

from amdesk.domain.results import words as shown
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.report import Fact, Listing, Report, Section
from amdesk.domain.texts import N_, Text
from amdesk.export.pdf import (
    GREY,
    MARGIN,
    MM,
    finished,
)
from amdesk.export.report_bars import bars
from amdesk.export.report_page import RIGHT_EDGE, ReportPaper
from amdesk.i18n import Words


def pdf(report: Report, words: Words, city: str, department: str) -> bytes:
    """Draw the report."""
    page = ReportPaper(report, words, city, department)
    page.heading(page.title, 1)
    for note in report.notes:
        page.paragraph(words.say(note), GREY)
    for section in report.sections:
        _section(page, section)
    _definitions(page)
    canvas, out = page.canvas, page.out
    assert isinstance(out, io.BytesIO)
    return finished(canvas, out)


def _section(page: ReportPaper, section: Section) -> None:
    words = page.words
    page.heading(words.say(section.title), 2)
    for said in section.sentences:
        page.paragraph(words.say(said.text))
    if section.bars:
        bars(page, section)
    if section.figures and section.groups:
        _figures(page, section)
    if section.facts:
        _facts(page, section.facts)
    for found in section.listings:
        _listing(page, found)


def _figures(page: ReportPaper, section: Section) -> None:
    words = page.words
    first = 58 * MM if len(section.groups) > 1 else 92 * MM
    width = min(38 * MM, (RIGHT_EDGE - MARGIN - first) / len(section.groups))
    rows = [[words.say(label), *(_cell(f, words.lang) for f in cells)] for label, cells in section.grid()]
    heads = ["", *(words.say(h) for h in section.heads())]
    page.table(heads, rows, [first, *([width] * len(section.groups))])


def _cell(figure: Figure | None, lang: str) -> str:
    """49 (23 %) and under it the interval."""
    said = shown.cell(figure, lang)
    if figure is None or figure.count is None or figure.count == figure.base or not figure.base:
        return said
    return f"{said}\n{shown.interval(figure, lang)}"


def _facts(page: ReportPaper, facts: Sequence[Fact]) -> None:
    words = page.words
    rows = [[words.say(f.label), _with_unit(f, words)] for f in facts]
    page.table([words(N_("Fact")), words(N_("Value"))], rows, [110 * MM, 40 * MM])


def _with_unit(fact: Fact, words: Words) -> str:
    said = shown.value(fact, words.lang)
    return f"{said} {words(N_('days'))}" if fact.unit == "days" and fact.value is not None else said


def _listing(page: ReportPaper, found: Listing) -> None:
    if not found.rows:
        return
    words = page.words
    rows = [[_said(v, words) for v in row] for row in found.rows]
    heads = [words.say(c) for c in found.columns]
    first = 62 * MM if len(heads) > 3 else 84 * MM
    if found.name == "assumptions":
        widths = [56 * MM, 18 * MM, 18 * MM, 18 * MM, 18 * MM, RIGHT_EDGE - MARGIN - 128 * MM]
    else:
        widths = [first, *([(RIGHT_EDGE - MARGIN - first) / (len(heads) - 1)] * (len(heads) - 1))]
    page.table(heads, rows, widths)


def _said(value: Text | str | int | None, words: Words) -> str:
    if isinstance(value, Text):
        return words.say(value)
    if isinstance(value, int):
        return shown.number(value, words.lang)
    return value or ""


def _definitions(page: ReportPaper) -> None:
    words = page.words
    page.heading(words(N_("Definitions")), 2)
    kept = {words.say(f.definition): "" for f in page.report.figures()}
    kept |= {words.say(f.definition): "" for f in page.report.facts()}
    for said in kept:
        page.paragraph(said, GREY, 8.4)
