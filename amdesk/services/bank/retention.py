"""Retention: who is due to be erased, and the erasure itself, approved by somebody and logged."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from amdesk.db.bank import erasure, settings
from amdesk.db.port import Bank
from amdesk.domain.errors import BadFile, BankUnusable, Refused
from amdesk.domain.people.masked import Masked
from amdesk.domain.plainjson import parsed
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.domain.values import add_months
from amdesk.imports.reader import read_bytes
from amdesk.services.bank.work import Work

YEARS = 5
"""Years after the last employment; a setting of the unit, whose own plan of retention decides (arkivlagen 1990:782)."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """One person due to be erased."""

    id: int
    number: str
    name: Masked
    last: date


class Retention:
    def __init__(self, work: Work) -> None:
        self.work = work

    @property
    def years(self) -> int:
        return int(settings.setting(self.work.bank, "retention_years") or YEARS)

    def limit(self) -> date:
        """Whoever's last employment ended before this day is due."""
        return add_months(self.work.today, -12 * self.years)

    def overdue(self, before: date | None = None) -> list[Overdue]:
        """The list that somebody approves, the longest past first."""
        found = erasure.overdue(self.work.bank, before or self.limit())
        return [Overdue(p.id, p.number, Masked(p.name or p.number, p.id, p.protection), p.last) for p in found]

    def erase(self, before: date, approved_by: str, why: str) -> int:
        """Erase everybody on the list of that day, in one step that cannot be undone. Returns how many.

        Raises Refused without a name and a reason, and for a day that is not in the past.
        """
        if not approved_by.strip() or not why.strip():
            raise Refused(text(N_("Say who approved the erasure and why.")), "MISSING")
        if before > self.work.today:
            raise Refused(
                text(N_("Only people whose time has passed can be erased. Choose an earlier day.")), "NOT_OVER"
            )
        bank = self.work.bank
        found = erasure.overdue(bank, before)
        with bank.write(_erased(len(found)), undoable=False):
            erasure.erase(bank, found, why.strip(), approved_by.strip())
        if found:
            erasure.forget_writes(bank)
        remember(bank)
        return len(found)


def _erased(count: int) -> Text:
    """The step's words, of an erasure and of one that is done again on a copy."""
    return plural(
        "Personal data of {count} person erased", "Personal data of {count} people erased", count, count=count
    )


def list_of(path: str) -> Path:
    """Where the erased are listed beside a bank of one's own, so that an older backup cannot bring them back."""
    return Path(f"{path}.erased.json")


def remember(bank: Bank) -> None:
    """Write the list of erased uids beside the bank. It names nobody."""
    if bank.engine != "sqlite" or bank.address == ":memory:":
        return
    list_of(bank.address).write_text(json.dumps(erasure.erased(bank)), "utf-8")


def erased(path: Path) -> set[str]:
    """Who is on a list of the erased; nobody where there is none. Raises BankUnusable where it cannot be read."""
    if not path.exists():
        return set()
    try:
        found = parsed(read_bytes(path))
        if not isinstance(found, list):
            raise TypeError(found)
        return {str(uid) for uid in found}
    except (BadFile, ValueError, TypeError):
        said = N_(
            "The list {path} of people who were erased cannot be read, so no older copy can be put in place. Fetch the list from a backup."
        )
        raise BankUnusable(text(said, path=str(path)), "ERASED") from None


def replay(bank: Bank, path: Path) -> int:
    """On a backup that is being restored: erase again who is on the list, which is newer. Returns how many."""
    if not path.exists():
        return 0
    found = erasure.those(bank, erased(path))
    if found:
        with bank.write(_erased(len(found)), undoable=False):
            erasure.erase(bank, found, "restore", bank.actor)
    return len(found)
