"""A week's list coming back from supervisors: its hidden head, and cells as they stand. Nothing is judged here."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

from amdesk.domain.booking.week.sheet import DAYS_ROW, NAMES_ROW, WEEK_META, WeekHead, WeekRow
from amdesk.domain.errors import BadFile
from amdesk.domain.plainjson import parsed
from amdesk.domain.texts import N_, text
from amdesk.imports.sheets import hidden_text, workbook


def read_week_list(path: Path) -> tuple[WeekHead, str, list[WeekRow]]:
    """(head, its check value, rows). Raises BadFile where the file is no week's list."""
    book = workbook(path)
    if WEEK_META not in book.sheetnames:
        raise BadFile(
            text(N_("{file} is no attendance list from AMDesk. Choose the file that was sent out."), file=path.name),
            "NO_SHEET",
        )
    try:
        meta = parsed(hidden_text(book[WEEK_META]))
        if not isinstance(meta, dict):
            raise TypeError(WEEK_META)
        days = tuple(date.fromisoformat(str(d)) for d in meta["days"])
        base = {str(k): str(v) for k, v in meta["base"].items()}
        head, check = WeekHead(tuple(int(j) for j in meta["jobs"]), days, base), str(meta["check"])
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        raise BadFile(
            text(N_("The hidden part of {file} was changed. Send the sheet out again."), file=path.name), "NO_SHEET"
        ) from error
    rows: list[WeekRow] = []
    for sheet in book.worksheets:
        if sheet.title == WEEK_META:
            continue
        columns: dict[int, date] = {}
        for cell in sheet[DAYS_ROW]:
            with suppress(ValueError):
                columns[cell.column - 1] = date.fromisoformat(str(cell.value))
        for line in sheet.iter_rows(min_row=NAMES_ROW + 1):
            key = str(line[0].value or "").strip()
            cells = [(day, line[i].value) for i, day in columns.items() if i < len(line)]
            if key or any(value not in {None, ""} for _, value in cells):
                rows.append(WeekRow(f"{sheet.title} {line[0].row}", key, cells))
    return head, check, rows
