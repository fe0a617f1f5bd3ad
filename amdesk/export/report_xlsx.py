"""A report as Excel: every figure on a row, the other facts, lists, the rows behind, and the definitions."""

from __future__ import annotations

from amdesk.domain.results.report import Listing, Report
from amdesk.domain.texts import N_, Text
from amdesk.domain.values import Cell
from amdesk.export.xlsx import Column, SheetTable
from amdesk.i18n import Words

FIGURES = ((N_("Figure"), 34), (N_("For whom"), 24), (N_("Count"), 10), (N_("Of"), 10), (N_("Percent"), 9), (N_("Low"), 8), (N_("High"), 8), (N_("Id"), 34))  # fmt: skip
LISTS = {
    "assumptions": N_("Assumptions"), "estimate": N_("Estimate"), "changes": N_("Changes"), "comparison": N_("Comparison"), "places": N_("Occupancy"),
    "caseload": N_("Caseload"), "reasons": N_("Why the case worker changed"),
}  # fmt: skip


def tables(report: Report, words: Words) -> list[SheetTable]:
    """The sheets of the workbook. What is withheld is an empty cell."""
    title = words.say(report.title)
    said = [words.say(t.text) for s in report.sections for t in s.sentences]
    out = [_figures(report, words, title), _definitions(report, words, title)]
    if facts := report.facts():
        columns = [
            Column(words(N_("Fact")), 52),
            Column(words(N_("Value")), 16),
            Column(words(N_("Unit")), 14),
            Column(words(N_("Definition")), 90),
        ]
        rows = [
            [words.say(f.label), _amount(f.value, f.unit), _unit(f.unit, words), words.say(f.definition)] for f in facts
        ]
        out.insert(1, SheetTable(words(N_("Facts")), title, columns, rows))
    for s in report.sections:
        out += [_listing(x, words, title) for x in s.listings if x.rows]
    if behind := report.rows():
        columns = [Column(words.say(c), 18) for c in report.row_columns]
        out.append(SheetTable(words(N_("Rows behind")), title, columns, behind))
    notes = [[x] for x in (*said, *(words.say(n) for n in report.notes))]
    out.append(SheetTable(words(N_("Notes")), title, [Column(words(N_("What to know when reading")), 140)], notes))
    return out


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
    kept = {f.what: (words.say(f.label), words.say(f.definition)) for f in report.figures()}
    columns = [Column(words(N_("Figure")), 34), Column(words(N_("Definition")), 120), Column(words(N_("Id")), 30)]
    return SheetTable(
        words(N_("Definitions")), title, columns, [[label, said, what] for what, (label, said) in kept.items()]
    )


def _listing(found: Listing, words: Words, title: str) -> SheetTable:
    rows = [[words.say(v) if isinstance(v, Text) else v for v in row] for row in found.rows]
    columns = [Column(words.say(c), 60 if i == 0 else 16) for i, c in enumerate(found.columns)]
    return SheetTable(words(LISTS.get(found.name, found.name)), title, columns, rows)


def _amount(value: int | None, unit: str) -> float | int | None:
    return value / 100 if value is not None and unit == "öre" else value


def _unit(unit: str, words: Words) -> str:
    return words(N_("kronor")) if unit == "öre" else words(N_("days")) if unit == "days" else ""
