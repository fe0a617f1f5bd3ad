"""A week's list coming back from supervisors: its hidden head, and cells as they stand. Nothing is judged here."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from amdesk.domain.booking.week.sheet import WEEK_META, WeekHead, WeekRow
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import Cell
from amdesk.imports.returned import changed, filled_rows, hidden_part


def read_week_list(path: Path) -> tuple[WeekHead, str, list[WeekRow]]:
    """(head, its check value, rows). Raises BadFile where the file is no week's list, or nothing of it can be found."""
    meta, grids = hidden_part(path, WEEK_META)
    try:
        jobs, base = meta["jobs"], meta["base"]
        if not isinstance(jobs, list) or not isinstance(base, dict) or not isinstance(meta["days"], list):
            raise TypeError(WEEK_META)
        days = tuple(date.fromisoformat(str(d)) for d in meta["days"])
        whole = meta.get("whole", [])
        if not isinstance(whole, list):
            raise TypeError(WEEK_META)
        head = WeekHead(
            tuple(int(j) for j in jobs), days, {str(k): str(v) for k, v in base.items()}, [str(w) for w in whole]
        )
        check = str(meta["check"])
    except (ValueError, LookupError, TypeError, OverflowError) as error:
        raise changed(path) from error

    def day(cell: Cell) -> date | None:
        if isinstance(cell, date):
            cell = cell.date() if isinstance(cell, datetime) else cell
            return cell if cell in days else None
        with suppress(ValueError):
            found = date.fromisoformat(str(cell))
            return found if found in days else None
        return None

    found = filled_rows(path, grids, day, days)
    rows = [WeekRow(_where(sheet, one.row), one.key, one.cells, one.others, one.labels) for sheet, one in found]
    return head, check, rows


def _where(sheet: str, row: int) -> Text:
    return text(N_("Sheet “{sheet}”, row {row}"), sheet=sheet, row=row)
