"""A report as Excel: sheets that are read and printed first, and every figure on a row of its own last."""

from __future__ import annotations

from collections.abc import Sequence

from amdesk.domain.results.report import AUDIENCES, Listing, Report, Section
from amdesk.domain.results.rounding import has_amount
from amdesk.domain.texts import N_, Text
from amdesk.domain.values import Cell
from amdesk.export.report_page import origin
from amdesk.export.xlsx import Column, SheetTable
from amdesk.i18n import Words

FIGURES = ((N_("Figure"), 34), (N_("For whom"), 24), (N_("Count"), 10), (N_("Of"), 10), (N_("Percent"), 9), (N_("Low"), 8), (N_("High"), 8), (N_("Id"), 34))  # fmt: skip
LISTS = {
    "assumptions": N_("Assumptions"), "estimate": N_("Estimate"), "changes": N_("Changes"), "comparison": N_("Comparison"), "places": N_("Occupancy"),
    "then_and_now": N_("Then and now"), "caseload": N_("Caseload"), "reasons": N_("Why the case worker changed"),
}  # fmt: skip

OF_PROTECTED = N_(
    "Of a protected person no row says the kind of place. In a report of one occupation or department she has no row."
)


def tables(report: Report, words: Words) -> list[SheetTable]:
    """The sheets of the workbook: words, tables and definitions as one prints them, and last what a program reads. What is
    withheld is an empty cell."""
    title = words.say(report.title)
    out = [_words(report, words, title)]
    out += [_grid(s, words, title) for s in report.sections if s.figures and s.groups and not s.front]
    if facts := report.facts():
        columns = [
            Column(words(N_("Fact")), 52, wraps=True),
            Column(words(N_("Value")), 16),
            Column(words(N_("Unit")), 14),
            Column(words(N_("Definition")), 70, wraps=True),
        ]
        rows = [
            [words.say(f.label), _amount(f.value, f.unit), _unit(f.unit, words), words.say(f.definition)] for f in facts
        ]
        below = " ".join(dict.fromkeys(words.say(t) for s in report.sections if s.facts for t in s.below))
        out.append(SheetTable(words(N_("Facts")), title, columns, rows, below))
    for s in report.sections:
        out += [_listing(x, s.below, words, title) for x in s.listings if x.rows]
    out.append(_definitions(report, words, title))
    if behind := report.rows():
        columns = [Column(words.say(c), 18) for c in report.row_columns]
        out.append(SheetTable(words(N_("Rows behind")), title, columns, behind, words(OF_PROTECTED)))
    return [*out, _figures(report, words, title)]


def _words(report: Report, words: Words, title: str) -> SheetTable:
    """What the report says in sentences, under its headings; what one must know stands last."""
    rows: list[list[Cell]] = []
    for s in report.sections:
        said = dict.fromkeys(words.say(t.text) for t in s.sentences)
        rows += [[words.say(s.title) if not n else "", one] for n, one in enumerate(said)]
    what = words(N_("What to know when reading"))
    rows += [[what if not n else "", words.say(one)] for n, one in enumerate(report.notes)]
    columns = [Column(words(N_("About")), 34, wraps=True), Column(words(N_("Said in words")), 96, wraps=True)]
    note = " · ".join((words(AUDIENCES[report.audience]), *origin(report, words)))
    return SheetTable(words(N_("In short")), title, columns, rows, note)


def _grid(section: Section, words: Words, title: str) -> SheetTable:
    """A section's figures as they are printed: a line for each question, count and percent of each group."""
    columns = [Column(words(N_("Figure")), 40, wraps=True)]
    for head in section.heads():
        whom = words.say(head)
        columns += [
            Column(words(N_("{whom}, count"), whom=whom), 14),
            Column(words(N_("{whom}, percent"), whom=whom), 14),
        ]
    rows: list[list[Cell]] = []
    for label, figures in section.grid():
        row: list[Cell] = [words.say(label)]
        for f in figures:
            row += [None, None] if f is None else [f.count, None if f.count == f.base else f.percent]
        rows.append(row)
    return SheetTable(words.say(section.title), title, columns, rows)


def _figures(report: Report, words: Words, title: str) -> SheetTable:
    rows: list[list[Cell]] = []
    for f in report.figures():
        low, high = f.interval or (None, None)
        rows.append([words.say(f.label), words.say(f.whom), f.count, f.base, f.percent, low, high, f.id])
    note = words(
        N_("Percent is rounded half up; low and high are the 95 % interval (Wilson). Data of {day}."),
        day=report.data_date.isoformat(),
    )
    return SheetTable(words(N_("Figures")), title, [Column(words(h), w) for h, w in FIGURES], rows, note)


def _definitions(report: Report, words: Words, title: str) -> SheetTable:
    columns = [Column(words(N_("Term")), 46, wraps=True), Column(words(N_("Definition")), 96, wraps=True)]
    rows = [[", ".join(words.say(t) for t in terms), words.say(said)] for terms, said in report.terms()]
    return SheetTable(words(N_("Definitions")), title, columns, rows)


def _listing(found: Listing, below: Sequence[Text], words: Words, title: str) -> SheetTable:
    """With what is said of its amounts, where it has any."""
    rows = [[words.say(v) if isinstance(v, Text) else v for v in row] for row in found.rows]
    columns = [Column(words.say(c), 60 if i == 0 else 16) for i, c in enumerate(found.columns)]
    note = " ".join(words.say(t) for t in below if has_amount(found.rows))
    return SheetTable(words(LISTS.get(found.name, found.name)), title, columns, rows, note)


def _amount(value: int | None, unit: str) -> float | int | None:
    return value / 100 if value is not None and unit == "öre" else value


def _unit(unit: str, words: Words) -> str:
    return words(N_("kronor")) if unit == "öre" else words(N_("days")) if unit == "days" else ""
