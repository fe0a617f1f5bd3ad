"""A report as a tagged PDF in black, white and patterns: it says the same on any printer. What is in pictures and sentences fills
the first pages, every figure stands in the appendix, and each term is defined at the end."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import NamedTuple

from amdesk.domain.results import words as shown
from amdesk.domain.results.report import Fact, Listing, Report, Section
from amdesk.domain.texts import N_, Text
from amdesk.export.pdf import (
    GREY,
    INK,
    MARGIN,
    MM,
    draw,
    finished,
    width_of,
    wrap,
)
from amdesk.export.report_bars import bars
from amdesk.export.report_page import RIGHT_EDGE, ReportPaper
from amdesk.export.report_pictures import Picture, shares, spans
from amdesk.i18n import Words

WIDE = RIGHT_EDGE - MARGIN
BIG = 40.0


FRONT_PAGES = 2


class Setting(NamedTuple):
    """How the first pages are set: what their letters and gaps are multiplied by, and whether what happened and what changed
    have the first to themselves."""

    scale: float
    apart: bool


SETTINGS = [
    Setting(s, apart) for s, apart in ((1, True), (0.94, True), (1, False), (0.94, False), (0.88, False), (0.82, False))
]
"""From the airiest to the closest: whoever has five minutes reads two pages, whatever figures a period gives."""


def pdf(report: Report, words: Words, city: str, department: str) -> bytes:
    """Draw the report: once to know how many pages it has, and once with that on each."""
    setting = fitting(report, words, city, department)
    pages = _drawn(ReportPaper(report, words, city, department), setting).number
    page = _drawn(ReportPaper(report, words, city, department, pages), setting)
    assert isinstance(page.out, io.BytesIO)
    return finished(page.canvas, page.out)


def fitting(report: Report, words: Words, city: str, department: str) -> Setting:
    """The airiest setting in which the first pages are two; the closest where none is."""
    for setting in SETTINGS:
        if _fronts(ReportPaper(report, words, city, department), setting).number <= FRONT_PAGES:
            return setting
    return SETTINGS[-1]


def _fronts(page: ReportPaper, setting: Setting) -> ReportPaper:
    page.scale = setting.scale
    page.heading(page.title, 1)
    for at, section in enumerate(s for s in page.report.sections if s.front):
        if at == FRONT_PAGES and setting.apart:
            page.turned()
        _front(page, section)
    page.scale = 1
    return page


def _drawn(page: ReportPaper, setting: Setting) -> ReportPaper:
    report, words = page.report, page.words
    _fronts(page, setting)
    if page.fronted:
        page.turned()
        page.heading(words(N_("Appendix: every figure")), 2)
    for note in report.notes:
        page.paragraph(words.say(note), GREY)
    for section in report.sections:
        if not section.front:
            _section(page, section)
    _definitions(page)
    return page


def _front(page: ReportPaper, section: Section) -> None:
    """Large number and first sentence beside each other, the pictures, then the sentences."""
    words = page.words
    page.heading(words.say(section.title), 2)
    said = [words.say(s.text) for s in section.sentences]
    big = next((f for f in section.figures if f.id == section.big and f.percent is not None), None)
    if big is not None and said:
        _headline(page, shown.percent(big, words.lang), said.pop(0))
    for picture in shares(section, words):
        _picture(page, picture)
    for found in section.listings:
        _listing(page, found)
    if said:
        with page.canvas.tags.element("L"):
            for one in said:
                page.bullet(one)
    for picture in spans(section, words):
        _picture(page, picture)


def _picture(page: ReportPaper, picture: Picture) -> None:
    page.room(picture.height + 8)
    with page.canvas.tags.element("Figure", picture.said), page.canvas.tags.content():
        picture.drawn(page.canvas, MARGIN, page.y, WIDE)
    page.y -= picture.height + 10


def _headline(page: ReportPaper, number: str, said: str) -> None:
    big, size, leading = (n * page.scale for n in (BIG, 12.5, 16))
    left = width_of(number, "Inter-SemiBold", big) + 14
    lines = wrap(said, "Inter-Medium", size, WIDE - left)
    with page.canvas.tags.element("P"):
        draw(page.canvas, MARGIN, page.y - big * 0.72, f"{number} ", "Inter-SemiBold", big, INK)
        at = page.y - big * 0.36 - 4 + leading / 2 * (len(lines) - 1)
        for line in lines:
            draw(page.canvas, MARGIN + left, at, f"{line} ", "Inter-Medium", size)
            at -= leading
    page.y -= max(big, leading * len(lines)) + 8


def _section(page: ReportPaper, section: Section) -> None:
    words = page.words
    page.heading(words.say(section.title), 2 if not page.fronted else 3)
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
    for below in section.below:
        page.paragraph(words.say(below))


def _figures(page: ReportPaper, section: Section) -> None:
    """Counts are complete, so that they stand without an interval."""
    words = page.words
    first = 58 * MM if len(section.groups) > 1 else 92 * MM
    width = min(38 * MM, (WIDE - first) / len(section.groups))
    rows = [[words.say(label), *(shown.cell(f, words.lang) for f in cells)] for label, cells in section.grid()]
    heads = [words(N_("Figure")), *(words.say(h) for h in section.heads())]
    page.table(heads, rows, [first, *([width] * len(section.groups))])


def _facts(page: ReportPaper, facts: Sequence[Fact]) -> None:
    words = page.words
    rows = [[words.say(f.label), with_unit(f, words)] for f in facts]
    page.table([words(N_("Fact")), words(N_("Value"))], rows, [110 * MM, 40 * MM])


def with_unit(fact: Fact, words: Words) -> str:
    """A fact's value, with its unit where that is days."""
    said = shown.value(fact, words.lang)
    return f"{said} {words(N_('days'))}" if fact.unit == "days" and fact.value is not None else said


OF_WORDS = {"promised": (7, 26, 15, 20, 18, 16, 11, 25)}
"""Lists whose columns are words: how wide each is beside the others."""


def _listing(page: ReportPaper, found: Listing) -> None:
    if not found.rows:
        return
    words = page.words
    rows = [[said_in(v, words) for v in row] for row in found.rows]
    heads = [words.say(c) for c in found.columns]
    first = 62 * MM if len(heads) > 3 else 84 * MM
    if parts := OF_WORDS.get(found.name):
        page.table(heads, rows, [WIDE * p / sum(parts) for p in parts], words_only=True)
        return
    if found.name == "assumptions":
        widths = [56 * MM, 18 * MM, 18 * MM, 18 * MM, 18 * MM, WIDE - 128 * MM]
    else:
        widths = [first, *([(WIDE - first) / (len(heads) - 1)] * (len(heads) - 1))]
    page.table(heads, rows, widths)


def said_in(value: Text | str | int | None, words: Words) -> str:
    """A cell of a list in words."""
    if isinstance(value, Text):
        return words.say(value)
    if isinstance(value, int):
        return shown.number(value, words.lang)
    return value or ""


def _definitions(page: ReportPaper) -> None:
    words = page.words
    rows = [[", ".join(words.say(t) for t in terms), words.say(said)] for terms, said in page.report.terms()]
    if rows:
        page.heading(words(N_("Definitions")), 2)
        heads = [words(N_("Term")), words(N_("Definition"))]
        page.table(heads, rows, [58 * MM, WIDE - 58 * MM], words_only=True)
