"""What the bank's own refusals mean, one sentence each. Codes are raised by the triggers of rules.py."""

from __future__ import annotations

import os
from collections.abc import Iterable

from amdesk import plainfile
from amdesk.domain.errors import BankBusy, BankUnusable, Refused
from amdesk.domain.texts import N_, text

RULES = {
    "AM001": N_("The placement has no free place on every day of the period. Choose other dates or another placement."),
    "AM002": N_("The person already has a booking in that period. End that booking first or choose other dates."),
    "AM003": N_("A booking cannot take that step from where it is now. Open it to see what can be done."),
    "AM004": N_("A person keeps one case worker: a change needs a reason."),
    "AM005": N_("The identity number belongs to another person in the bank. Open that person, or merge the two."),
    "AM006": N_("The capacity is lower than what is booked in that period. Move or end bookings first."),
    "AM007": N_("The number is in use. Numbers are never used twice."),
    "AM009": N_("The log cannot be changed."),
    "AM010": N_("Nothing is deleted in the bank. Cancel it, or undo the step that made it."),
    "AM012": N_("The module is full. Choose another one, or make it larger."),
    "AM011": N_("The dates do not follow each other: the end lies before the start."),
    "AM014": N_(
        "The processing of the person's data is restricted (GDPR, article 18): it is stored, and nothing else is done with it until that is lifted on her page."
    ),
    "AM015": N_("Somebody else has noted the same day, or hours from it, meanwhile. Look at the week again."),
    "AM013": N_(
        "A booking stands on an employment that was cancelled, taken back or is another person’s. Cancel the booking."
    ),
}


class RuleBroken(Refused):
    """A rule that lives in the bank said no; `code` is one of RULES."""

    def __init__(self, code: str) -> None:
        super().__init__(text(RULES[code]), code)


class WrongKey(BankUnusable):
    """The passphrase or recovery code opens no slot."""


class BankDamaged(BankUnusable):
    """The file is no whole bank."""


def busy() -> BankBusy:
    return BankBusy(text(N_("The bank is busy or the disk is full. Nothing was changed; try again in a moment.")))


def full() -> BankBusy:
    return BankBusy(text(N_("The disk is full. Nothing was changed; make room, then try again.")), "FULL")


def readonly(path: str) -> BankBusy:
    return BankBusy(
        text(
            N_("The bank {path} cannot be changed: the file or its folder is read-only. Ask whoever looks after it."),
            path=path,
        ),
        "READONLY",
    )


def unkept() -> Refused:
    """A value that no bank can keep: an integer of more than 64 bits, a character that is none."""
    return Refused(text(N_("The bank cannot keep a number that large, or a character that is none.")), "VALUE")


def foreign() -> BankDamaged:
    return BankDamaged(
        text(
            N_(
                "The tables in the database are not those of a whole bank of AMDesk. Nothing was changed; ask whoever looks after the server."
            )
        ),
        "TABLES",
    )


def denied() -> BankUnusable:
    return BankUnusable(
        text(
            N_(
                "The bank's server does not let you do that. Check the user name and the password in the address, or ask the bank's owner for the rights."
            )
        ),
        "DENIED",
    )


def read_only() -> BankUnusable:
    return BankUnusable(
        text(
            N_(
                "The bank's server can only be read now. Nothing was changed; try again later, or use the address of the main server."
            )
        ),
        "READ_ONLY",
    )


def gone(path: str) -> BankUnusable:
    if (said := plainfile.odd(path)) is not None:
        return BankUnusable(said, "GONE")
    return BankUnusable(
        text(N_("There is no bank at {path}. Check the place, or make one with “amdesk bank create”."), path=path),
        "GONE",
    )


def refuse_odd(path: str, ends: Iterable[str] = ("", "-wal", "-journal", "-shm")) -> None:
    """Raise BankUnusable where a bank, or what SQLite opens beside it, is no file: it would wait for a pipe without an end."""
    for end in ends:
        if (said := plainfile.odd(path + end)) is not None:
            raise BankUnusable(said, "ODD")


def unreadable(path: str) -> BankUnusable:
    """Of a bank that may be read where nothing may be written: SQLite wants to note beside it who reads (sqlite.org/wal.html)."""
    if os.access(path, os.R_OK) and not os.access(os.path.dirname(os.path.abspath(path)), os.W_OK):
        return to_be_copied(path)
    return BankUnusable(
        text(N_("The bank {path} cannot be opened: you have no right to read it, or the disk is gone."), path=path),
        "RIGHTS",
    )


def to_be_copied(path: str) -> BankUnusable:
    """Of a bank that would have to be written to, or its log, where nothing can be."""
    said = N_(
        "The bank {path} cannot be opened where it lies: its folder is read-only. Copy all files that begin with its name to a folder of your own and open it there."
    )
    return BankUnusable(text(said, path=path), "RIGHTS")


def damaged(path: str) -> BankDamaged:
    return BankDamaged(
        text(
            N_("The bank {path} is damaged or is no bank. It was left as it is; restore the latest backup."),
            path=path,
        ),
        "DAMAGED",
    )


def log_damaged(path: str) -> BankDamaged:
    """What was written last still stands in a log beside the bank, which is not as it was written."""
    said = N_(
        "The bank {path} is damaged: the log of what was written last in it. It was left as it is; rescue what can be read, or restore the latest backup."
    )
    return BankDamaged(text(said, path=path), "DAMAGED")


def search_odd(path: str) -> BankUnusable:
    """An index beside the rows, of which nothing is lost."""
    said = N_(
        "The search of the bank {path} does not say what its rows say. Nothing is lost; it is made anew by: {command}"
    )
    return BankUnusable(text(said, path=path, command=typed(path, "check", "--search-anew")), "SEARCH")


def typed(address: str, *words: str) -> str:
    """A command about a bank as it is typed in a shell."""
    import shlex  # the first paint has no use for it

    return shlex.join(["amdesk", "--bank", address, "bank", *words])


def rule_in(message: str) -> str | None:
    """The rule code inside a driver's message, if there is one."""
    for code in RULES:
        if code in message:
            return code
    return None


UNIQUE = {
    "participant.identity": "AM005",
    "participant_identity": "AM005",
    "certificate.number": "AM007",
    "booking.ref": "AM007",
    "workday_day": "AM015",
    "workday.employment_id, workday.on_date": "AM015",
    "subsidy_claim_month": "AM015",
    "subsidy_claim.subsidy_id, subsidy_claim.month": "AM015",
    "agreed_hours_from": "AM015",
    "agreed_hours.employment_id, agreed_hours.from_date": "AM015",
    "to_date >= from_date": "AM011",
    "employment_check": "AM011",
    "booking_check": "AM011",
}


LENGTHS = ("participant_identity_check", "length(identity) = 12")
"""How the servers call the check of an identity number's length: one of them has the index's name in it."""
BUSY, LOCKED, READONLY, IO, CORRUPT, FULL, NO_DATABASE = 5, 6, 8, 10, 11, 13, 26
"""Primary result codes (sqlite.org/rescode.html)."""
UNREADABLE = {IO | 1 << 8, IO | 2 << 8, IO | 32 << 8, IO | 33 << 8}
"""READ, SHORT_READ, DATA, CORRUPTFS: what was on the disk does not come back. Other disk errors are of writing."""


def _by_code(code: int, where: str) -> Exception | None:
    """What a result code of SQLite means. Its words do not tell damage from a full disk, its codes do."""
    primary = code & 0xFF
    if primary in {CORRUPT, NO_DATABASE} or code in UNREADABLE:
        return damaged(where)
    if primary == FULL:
        return full()
    if primary == READONLY:
        return readonly(where)
    if primary == IO:
        return BankBusy(busy().text, "IO")
    return busy() if primary in {BUSY, LOCKED} else None


CHECKED = ("CHECK constraint failed", "violates check constraint")
"""What SQLite and PostgreSQL say of a row that a table does not take."""


def translated(error: Exception, where: str) -> Exception:
    """A driver's error as one of ours; the error itself where it is none we know."""
    message = str(error)
    if code := rule_in(message):
        return RuleBroken(code)
    if any(mark in message for mark in LENGTHS):
        return Refused(text(N_("A personal identity number has twelve digits. Nothing was changed.")), "VALUE")
    for mark, code in UNIQUE.items():
        if mark in message:
            return RuleBroken(code)
    if any(mark in message for mark in CHECKED):
        said = N_(
            "What was written does not fit together, or is more than the bank can hold. Nothing was stored; look at the days and figures."
        )
        return Refused(text(said), "VALUE")
    if known := _by_code(getattr(error, "sqlite_errorcode", 0), where):
        return known
    low = message.casefold()
    if "unable to open" in low:
        return unreadable(where)
    if any(word in low for word in ("locked", "disk i/o error", "is full", "lock timeout", "deadlock", "readonly")):
        return busy()
    if any(word in low for word in ("malformed", "not a database", "hmac", "sql logic error")):
        return damaged(where)
    return error
