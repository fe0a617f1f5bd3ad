"""An attendance list coming back: its hidden head, and cells as they stand. Nothing is judged here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from amdesk.domain.competence.attendance import ATTENDANCE_META, HEAD_ROW, KEYS_ROW, ListHead, ReturnedRow
from amdesk.domain.errors import BadFile
from amdesk.domain.plainjson import parsed
from amdesk.domain.texts import N_, text
from amdesk.imports.sheets import hidden_text, workbook


def read_attendance(path: Path) -> tuple[ListHead, str, list[ReturnedRow]]:
    """(head, its check value, rows). Raises BadFile where the file is no attendance list."""
    book = workbook(path)
    if ATTENDANCE_META not in book.sheetnames:
        raise BadFile(
            text(N_("{file} is no attendance list from AMDesk. Choose the file that was sent out."), file=path.name),
            "NO_SHEET",
        )
    try:
        meta = parsed(hidden_text(book[ATTENDANCE_META]))
        if not isinstance(meta, dict):
            raise TypeError(ATTENDANCE_META)
        base = {str(k): str(v) for k, v in meta["base"].items()}
        head = ListHead(
            int(meta["module"]),
            date.fromisoformat(str(meta["made_on"])),
            tuple(meta["enrolments"]),
            tuple(meta["meetings"]),
            base,
        )
        check = str(meta["check"])
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        raise BadFile(
            text(N_("The hidden part of {file} was changed. Send the sheet out again."), file=path.name), "NO_SHEET"
        ) from error
    sheet = next((s for s in book.worksheets if s.title != ATTENDANCE_META), book[ATTENDANCE_META])
    columns = {c.column - 1: c.value for c in sheet[KEYS_ROW] if isinstance(c.value, int)}
    rows = []
    for line in sheet.iter_rows(min_row=HEAD_ROW + 1):
        key = str(line[0].value or "").strip()
        if key or any(c.value not in {None, ""} for c in line[2:]):
            cells = [(occasion, line[i].value) for i, occasion in columns.items() if i < len(line)]
            rows.append(ReturnedRow(line[0].row, key, cells))
    return head, check, rows
