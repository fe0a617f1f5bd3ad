"""When a restore is to be rehearsed; asked with the first screen, which knows no more of a rehearsal than that."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from amdesk.db.bank import settings
from amdesk.db.engine import keys
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.db.port import Bank

EVERY = timedelta(days=90)
PROVED_ON = "rehearsed_on"
"""The setting that says when."""


def proved_on(bank: Bank) -> date | None:
    """The day of the last rehearsal that went well."""
    return settings.day(bank, PROVED_ON)


def due_on(bank: Bank, today: date) -> date | None:
    """From which day on one is to be made, of a bank of one's own that has a recovery code; None where that day has not come."""
    last = proved_on(bank)
    due = today if last is None else last + EVERY
    if due > today or not isinstance(bank, SqliteBank):
        return None
    path = Path(bank.address)
    return due if path.is_file() and not keys.is_open(path) else None


def is_due(bank: Bank, today: date) -> bool:
    """Whether one is to be made now."""
    return due_on(bank, today) is not None
