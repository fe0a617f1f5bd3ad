"""The file for the payroll office: one line of headings and the rows, as the program that reads it asks for; Excel or csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from amdesk.domain.booking.week.payroll import PAYROLL_COLUMNS, PayrollColumn, PayrollLine, said_in_file
from amdesk.domain.values import Cell, harmless
from amdesk.export.xlsx import new_book, save_bytes
from amdesk.i18n import Words


def write_payroll(path: Path, columns: Sequence[PayrollColumn], lines: Sequence[PayrollLine], words: Words) -> None:
    """By the end of the file's name csv (semicolons, decimal comma, UTF-8 with its mark, as a Swedish Excel reads it) or Excel.
    Raises BadFile where it cannot be written."""
    head = [harmless(c.heading or words.say(PAYROLL_COLUMNS[c.name])) for c in columns]
    rows = [[_plain(line.value(c.name)) for c in columns] for line in lines]
    save_bytes(path, _csv(head, rows) if path.suffix.lower() == ".csv" else _xlsx(head, rows))


def _plain(value: Cell) -> Cell:
    return harmless(value) if isinstance(value, str) else value


def _csv(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([[said_in_file(v) for v in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    book = new_book(write_only=True)
    sheet = book.create_sheet("AMDesk")
    for row in (head, *rows):
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
