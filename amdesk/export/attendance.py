"""An attendance list as Excel: a row a person, a column a meeting, drop-downs, everything but the answers locked."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from amdesk.domain.booking.meetings import Occasion
from amdesk.domain.competence.attendance import ATTENDANCE_META, HEAD_ROW, KEYS_ROW, ListHead, list_check, person_key
from amdesk.domain.competence.modules import ATTENDANCE, Enrolment, Module
from amdesk.domain.texts import N_
from amdesk.domain.values import cells_of, harmless
from amdesk.export.xlsx import new_book, save_bytes, writable
from amdesk.i18n import Words

FIRST_COLUMN = 3
"""Meetings begin in column C; A holds the rows' keys, row 3 the columns'."""


def write_attendance(
    path: Path,
    module: Module,
    meetings: Sequence[Occasion],
    people: Sequence[Enrolment],
    head: ListHead,
    secret: str,
    words: Words,
) -> None:
    """Write the workbook. Raises BadFile where it cannot be written."""
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    writable(path)
    book = new_book()
    sheet = book.active
    assert sheet is not None
    sheet.title = words(N_("Attendance"))
    sheet["B1"] = f"{harmless(module.name)} · {harmless(module.place)}"
    sheet["B1"].font = Font(bold=True, size=14)
    bold, fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0B5F66")
    answer = PatternFill("solid", fgColor="FFF7E0")
    # the commas part the list's words, so there can be none within one
    states = {code: words(said).replace(",", "") for code, said in ATTENDANCE.items()}
    drop = DataValidation(type="list", formula1='"' + ",".join(states.values()) + '"', allow_blank=True)
    sheet.add_data_validation(drop)
    for column, said in [(2, words(N_("Participant")))] + [
        (FIRST_COLUMN + i, f"{o.on_date:%Y-%m-%d}\n{o.from_time}–{o.to_time}") for i, o in enumerate(meetings)
    ]:
        cell = sheet.cell(HEAD_ROW, column, said)
        cell.font, cell.fill, cell.alignment = bold, fill, Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = 30 if column == 2 else 22
    for i, o in enumerate(meetings):
        sheet.cell(KEYS_ROW, FIRST_COLUMN + i, o.id)
    for n, e in enumerate(people, HEAD_ROW + 1):
        sheet.cell(n, 1, person_key(secret, module.id, e.id))
        sheet.cell(n, 2, harmless(words.say(e.participant.text)))
        for i, o in enumerate(meetings):
            state = head.base.get(f"{e.id}.{o.id}")
            cell = sheet.cell(n, FIRST_COLUMN + i, states[state] if state else None)
            cell.fill, cell.protection = answer, Protection(locked=False)
            drop.add(cell)
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[KEYS_ROW].hidden = True
    sheet.row_dimensions[HEAD_ROW].height = 32
    sheet.freeze_panes = f"C{HEAD_ROW + 1}"
    sheet.protection.sheet = True
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    hidden = book.create_sheet(ATTENDANCE_META)
    hidden.sheet_state = "veryHidden"
    for row, piece in enumerate(
        cells_of(json.dumps(asdict(head) | {"check": list_check(secret, head)}, default=str)), 1
    ):
        hidden.cell(row, 1, piece)
    out = io.BytesIO()
    book.save(out)
    save_bytes(path, out.getvalue())
