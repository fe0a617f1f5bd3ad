"""Lists that AMDesk itself sent out to be filled in: each goes back in where it came from, and is none that an import reads."""

from __future__ import annotations

from collections.abc import Iterable

from amdesk.domain.booking.week.sheet import WEEK_META
from amdesk.domain.competence.attendance import ATTENDANCE_META
from amdesk.domain.competence.sheets import SHEET_META
from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, text
from amdesk.imports.reader import ReadSheet

SENT_OUT = {
    WEEK_META: N_(
        "{file} is a week's list of attendance that AMDesk has sent out. Read it in under Attendance and payroll, or by `amdesk attendance import`."
    ),
    SHEET_META: N_(
        "{file} holds assessment sheets that AMDesk has sent out. Read them in on Competence, or by `amdesk import assessments`."
    ),
    ATTENDANCE_META: N_(
        "{file} is a module's list of attendance that AMDesk has sent out. Read it in at the module, or by `amdesk module import`."
    ),
}
"""Where to go with a file, by the hidden sheet that it was sent out with."""


def refuse_sent_out(sheets: Iterable[ReadSheet], file: str) -> None:
    """Raises BadFile, with the way in, for a file in which such a sheet is hidden."""
    for name in (name for sheet in sheets for name in sheet.away):
        if name in SENT_OUT:
            raise BadFile(text(SENT_OUT[name], file=file), "SENT_OUT")
