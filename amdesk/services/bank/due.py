"""When a restore is to be rehearsed; asked with the first screen, which knows no more of a rehearsal than that."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from amdesk.db.bank import history, settings
from amdesk.db.engine import keys
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.db.port import Bank

EVERY, FIRST = timedelta(days=90), timedelta(days=7)
PROVED_ON = "rehearsed_on"
"""The setting that says when."""


def proved_on(bank: Bank) -> date | None:
    """The day of the last rehearsal that went well."""
    return settings.day(bank, PROVED_ON)


def due_on(bank: Bank, today: date) -> date | None:
    """From which day on one is to be made; None where that day has not come. The first is due a week after the bank was made, when
    there are copies of it."""
    last = proved_on(bank)
    first = history.first_day(bank) if last is None else None
    due = last + EVERY if last else first + FIRST if first else None
    return due if due is not None and due <= today and _has_code(bank) else None


def is_due(bank: Bank, today: date) -> bool:
    """Whether one may well be made now: there was none, or it is time again."""
    last = proved_on(bank)
    return (last is None or today - last >= EVERY) and _has_code(bank)


def _has_code(bank: Bank) -> bool:
    """Whether it is a bank of one's own that has a recovery code."""
    if not isinstance(bank, SqliteBank):
        return False
    path = Path(bank.address)
    return path.is_file() and not keys.is_open(path)
