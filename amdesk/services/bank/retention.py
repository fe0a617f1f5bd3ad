"""Retention: who is due to be erased, and the erasure itself, approved by somebody and logged."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from amdesk.db.bank import erasure, settings
from amdesk.db.port import Bank
from amdesk.domain.bank.generations import Folders
from amdesk.domain.errors import BadFile, BankUnusable, Refused
from amdesk.domain.names import ERASED_LIST
from amdesk.domain.people.masked import Masked
from amdesk.domain.plainjson import parsed
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.domain.values import add_months, parse_date
from amdesk.imports.reader import read_bytes
from amdesk.services.bank.users import me
from amdesk.services.bank.work import Work

YEARS = 5
"""Years after the last employment; a setting of the unit, whose own plan of retention decides (arkivlagen 1990:782)."""


LINGERS = N_(
    "Another window reads the bank, so its log of writes may hold them still. It is cleared when that window is closed."
)
TWO, PROPOSED = "retention_two", "retention_proposed"
"""Settings: whether a second user approves, and what waits for her."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """One person due to be erased."""

    id: int
    number: str
    name: Masked
    last: date
    uid: str


class ErasureProposal(NamedTuple):
    """An erasure that waits for a second user: who proposed it, of whom (by uid), and why."""

    by: str
    before: date
    why: str
    people: frozenset[str]


class Retention:
    def __init__(self, work: Work) -> None:
        self.work = work
        self.lingers = False
        """Whether the log of writes could not be cleared yet of who was erased."""

    @property
    def years(self) -> int:
        return int(settings.setting(self.work.bank, "retention_years") or YEARS)

    def limit(self) -> date:
        """Whoever's last employment ended before this day is due."""
        return add_months(self.work.today, -12 * self.years)

    def overdue(self, before: date | None = None) -> list[Overdue]:
        """The list that somebody approves, the longest past first."""
        found = erasure.overdue(self.work.bank, before or self.limit())
        return [Overdue(p.id, p.number, Masked(p.name or p.number, p.id, p.protection), p.last, p.uid) for p in found]

    @property
    def two(self) -> bool:
        """Whether the unit wants a second user to approve what one has proposed."""
        return settings.setting(self.work.bank, TWO) == "yes"

    def proposal(self) -> ErasureProposal | None:
        """What somebody proposed and nobody has approved yet."""
        said = settings.setting(self.work.bank, PROPOSED)
        if not said:
            return None
        kept = parsed(said.encode())
        assert isinstance(kept, dict)
        people, before = kept["people"], parse_date(str(kept["before"]))[0]
        assert isinstance(people, list)
        return ErasureProposal(str(kept["by"]), before, str(kept["why"]), frozenset(map(str, people)))

    def propose(self, why: str, before: date | None = None) -> int:
        """The list as it is today, for a second user to approve. Returns how many are on it. Raises Refused without a reason, for a
        day that is not in the past, where nobody is on it, and in a bank whose users are not named."""
        before, bank = before or self.limit(), self.work.bank
        self._refuse(before, why)
        self._named()
        found = erasure.overdue(bank, before)
        if not found:
            raise Refused(text(N_("Nobody is due to be erased.")), "NOBODY")
        said = {"by": bank.actor, "before": before, "why": why.strip(), "people": [p.uid for p in found]}
        with bank.write(_proposed(len(found)), undoable=False):
            settings.set_setting(bank, PROPOSED, json.dumps(said, default=str))
        return len(found)

    def erase(self, before: date | None = None, why: str = "") -> int:
        """Erase everybody on the list of that day (or of the unit's limit), in one step that cannot be undone; where the unit wants a
        second user, those whom somebody else has proposed and who are due still. Whoever does it is who approved it: the user by whose
        slot the bank was opened. Returns how many.

        Raises Refused without a reason, for a day that is not in the past, and to whoever proposed it herself.
        """
        bank, on = self.work.bank, self.proposal()
        if self.two:
            self._named()
            if on is None:
                raise Refused(
                    text(N_("Nobody has proposed an erasure yet. Propose it; another user approves it.")), "TWO"
                )
            if on.by == bank.actor:
                said = N_("You proposed this erasure yourself. Another user is to approve it.")
                raise Refused(text(said), "TWO")
            before, why = on.before, on.why
        before = before or self.limit()
        self._refuse(before, why)
        found = erasure.overdue(bank, before)
        if self.two and on is not None:
            found = [p for p in found if p.uid in on.people]
        with bank.write(_erased(len(found)), undoable=False):
            erasure.erase(bank, found, why.strip(), bank.actor)
            if on is not None:
                settings.set_setting(bank, PROPOSED, "")
        self.lingers = bool(found) and not erasure.forget_writes(bank)
        remember(bank)
        return len(found)

    def protocol(self, first: date, last: date, lang: str = "sv") -> bytes:
        """What was erased from one day to another, as a paper that names nobody. Raises Refused (EMPTY) where nothing was."""
        from amdesk.services.bank.protocol import protocol_pdf

        return protocol_pdf(self.work, first, last, self.years, lang)

    def forget(self) -> bool:
        """Whether nothing of whom was erased is left in the log of writes: while another window reads the bank it may be."""
        self.lingers = self.lingers and not erasure.forget_writes(self.work.bank)
        return not self.lingers

    def holding(self, folders: Folders) -> list[Path]:
        """Copies within reach that hold somebody who is erased."""
        from amdesk.services.bank import holders

        return holders.holding(self.work.bank, folders)

    def _refuse(self, before: date, why: str) -> None:
        if not why.strip():
            raise Refused(text(N_("Say by which decision or plan they are erased.")), "MISSING")
        if before > self.work.today:
            raise Refused(
                text(N_("Only people whose time has passed can be erased. Choose an earlier day.")), "NOT_OVER"
            )

    def _named(self) -> None:
        """Two names that anybody types are not two users."""
        if not me(self.work.bank).named:
            said = N_(
                "A second user is to approve erasures, and the bank has no named users. Add them under Users first."
            )
            raise Refused(text(said), "TWO")


def _proposed(count: int) -> Text:
    return plural("Erasure of {count} person proposed", "Erasure of {count} people proposed", count, count=count)


def _erased(count: int) -> Text:
    """The step's words, of an erasure and of one that is done again on a copy."""
    return plural(
        "Personal data of {count} person erased", "Personal data of {count} people erased", count, count=count
    )


def list_of(path: str) -> Path:
    """Where the erased are listed beside a bank of one's own, so that an older backup cannot bring them back."""
    return Path(f"{path}{ERASED_LIST}")


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


def extend(target: Path, known: Collection[str]) -> None:
    """Whom other files knew as erased is on the list beside the bank from now on."""
    listed = list_of(str(target))
    if every := erased(listed) | set(known):
        listed.write_text(json.dumps(sorted(every)), "utf-8")


def replay(bank: Bank, known: Collection[str]) -> int:
    """On a backup that is being restored: erase again whom something newer knows as erased. Returns how many."""
    found = erasure.those(bank, known)
    if found:
        with bank.write(_erased(len(found)), undoable=False):
            erasure.erase(bank, found, "restore", bank.actor)
    return len(found)
