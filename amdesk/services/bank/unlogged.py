"""Openings of records where the bank cannot be written to (a full disk, a disk or a server that can only be read): noted in a
journal beside the settings, which comes into the log later. A protected person is not opened then."""

from __future__ import annotations

from pathlib import Path

from amdesk.db.bank import access_log
from amdesk.db.engine import journal
from amdesk.db.port import Bank
from amdesk.domain.errors import BankBusy, BankUnusable
from amdesk.domain.texts import N_, text
from amdesk.settings import data_folder

CANNOT = frozenset({"FULL", "READONLY", "READ_ONLY", "IO"})
"""By the codes of errors: that the bank cannot be written to, and will not be in a moment."""
DELIVERED = "delivered"
"""The act by which the log says that rows came from the journal."""


def _folder() -> Path:
    return data_folder() / "journal"


def log_opening(bank: Bank, what: str, person: int, why: str, *, protected: bool) -> None:
    """Log that somebody is opened, before she is; where the bank takes nothing, in the journal.

    Raises BankBusy (code UNLOGGED) where she is protected and the bank takes nothing, or the journal does not either.
    """
    try:
        access_log.log_read(bank, what, person, why)
    except BankUnusable as error:
        if error.code not in CANNOT:
            raise
        _noted(bank, what, person, why, protected=protected)
        return
    folder = _folder()
    journal.prepare(bank, folder)
    deliver(bank, folder)


def _noted(bank: Bank, what: str, person: int, why: str, *, protected: bool) -> None:
    if protected:
        said = N_(
            "The bank cannot be written to now, so it could not be logged that you open a protected person. She is opened when the bank takes changes again."
        )
        raise BankBusy(text(said), "UNLOGGED")
    if not journal.note(bank, _folder(), journal.opening(bank, what, person, why)):
        said = N_(
            "The bank cannot be written to now, and there is nowhere to note that you open a record. It is opened when the bank takes changes again."
        )
        raise BankBusy(text(said), "UNLOGGED")


def deliver(bank: Bank, folder: Path | None = None) -> int:
    """Put into the log what was noted meanwhile; a row that is there already is not put in twice. Returns how many. Raises BankBusy
    where the bank still takes nothing, and what waits goes on waiting."""
    folder = folder or _folder()
    if not journal.waits(bank, folder):
        return 0
    found = journal.rows(bank, folder)
    done = access_log.deliver(bank, found, DELIVERED)
    journal.clear(bank, folder, found)
    return done
