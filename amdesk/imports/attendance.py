"""An attendance list coming back: its hidden head, and cells as they stand. Nothing is judged here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from amdesk.domain.competence.attendance import ATTENDANCE_META, ListHead, ReturnedRow
from amdesk.domain.values import Cell
from amdesk.imports.returned import changed, filled_rows, hidden_part


def read_attendance(path: Path) -> tuple[ListHead, str, list[ReturnedRow]]:
    """(head, its check value, rows). Raises BadFile where the file is no attendance list, or nothing of it can be found."""
    meta, grids = hidden_part(path, ATTENDANCE_META)
    try:
        enrolments, meetings, base = meta["enrolments"], meta["meetings"], meta["base"]
        if not (isinstance(enrolments, list) and isinstance(meetings, list) and isinstance(base, dict)):
            raise TypeError(ATTENDANCE_META)
        head = ListHead(
            int(str(meta["module"])),
            date.fromisoformat(str(meta["made_on"])),
            tuple(enrolments),
            tuple(meetings),
            {str(k): str(v) for k, v in base.items()},
        )
        check = str(meta["check"])
    except (ValueError, LookupError, TypeError, OverflowError) as error:
        raise changed(path) from error

    def meeting(cell: Cell) -> int | None:
        whole = isinstance(cell, int | float) and not isinstance(cell, bool) and cell == int(cell)
        return int(cell) if whole and isinstance(cell, int | float) and int(cell) in meetings else None

    found = filled_rows(path, grids, meeting, meetings)
    rows = [ReturnedRow(one.row, one.key, one.cells, one.others, one.labels) for _, one in found]
    return head, check, rows
