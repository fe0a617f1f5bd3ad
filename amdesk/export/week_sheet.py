"""The week's list to supervisors as Excel: a sheet a supervisor, a row a person, a column a day; everything but the days locked."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from amdesk.domain.booking.week.hours import DAY_KINDS
from amdesk.domain.booking.week.sheet import DAYS_ROW, NAMES_ROW, WEEK_META, WeekHead, job_key, sign
from amdesk.domain.texts import N_
from amdesk.domain.values import cells_of, harmless
from amdesk.export.xlsx import new_book, save_bytes, writable
from amdesk.i18n import Words


class SheetPerson(NamedTuple):
    """A row: whose, and what stands in her cell of each day."""

    job: int
    name: str
    cells: Mapping[date, str]


def write_week(
    path: Path, groups: Mapping[str, Sequence[SheetPerson]], head: WeekHead, secret: str, words: Words
) -> None:
    """Write the workbook. Raises BadFile where it cannot be written."""
    writable(path)
    book = new_book()
    book.remove(book.worksheets[0])
    for number, (supervisor, people) in enumerate(groups.items(), 1):
        _sheet(book.create_sheet(f"{number} {_plain(supervisor)}"[:31]), supervisor, people, head, secret, words)
    hidden = book.create_sheet(WEEK_META)
    hidden.sheet_state = "veryHidden"
    said = {
        "jobs": head.jobs,
        "days": [str(d) for d in head.days],
        "base": dict(head.base),
        "whole": list(head.whole),
        "check": sign(secret, head),
    }
    for row, piece in enumerate(cells_of(json.dumps(said)), 1):
        hidden.cell(row, 1, piece)
    out = io.BytesIO()
    book.save(out)
    save_bytes(path, out.getvalue())


def _plain(said: str) -> str:
    return "".join(ch if ch.isalnum() or ch in " -" else " " for ch in said).strip()


def _sheet(
    sheet: object, supervisor: str, people: Sequence[SheetPerson], head: WeekHead, secret: str, words: Words
) -> None:
    from openpyxl.styles import Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet

    assert isinstance(sheet, Worksheet)
    letters = ", ".join(f"{k.letter} {words(k.label)}" for k in DAY_KINDS.values())
    sheet["B1"] = harmless(supervisor)
    sheet["B1"].font = Font(bold=True, size=14)
    sheet["B2"] = words(
        N_("{letters}. A figure is hours present: 4, or S 2 for two hours and then sick."), letters=letters
    )
    bold, fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0B5F66")
    answer = PatternFill("solid", fgColor="FFF7E0")
    for i, day in enumerate(head.days):
        sheet.cell(DAYS_ROW, 3 + i, str(day))
    for column, said in enumerate(
        [words(N_("Participant")), *(f"{words.weekday(d)[:3]} {d.day}/{d.month}" for d in head.days)], 2
    ):
        cell = sheet.cell(NAMES_ROW, column, said)
        cell.font, cell.fill = bold, fill
        sheet.column_dimensions[get_column_letter(column)].width = 30 if column == 2 else 9
    for n, person in enumerate(people, NAMES_ROW + 1):
        sheet.cell(n, 1, job_key(secret, person.job))
        sheet.cell(n, 2, harmless(person.name))
        for i, day in enumerate(head.days):
            cell = sheet.cell(n, 3 + i, person.cells.get(day))
            cell.fill, cell.protection = answer, Protection(locked=False)
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[DAYS_ROW].hidden = True
    sheet.freeze_panes = f"C{NAMES_ROW + 1}"
    sheet.protection.sheet = True
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
