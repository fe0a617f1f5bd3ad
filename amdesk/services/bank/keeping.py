"""What is done with the open bank as a whole, as acts of a user."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from amdesk.db.port import Bank
from amdesk.domain.bank.generations import CopySchedule, Folders
from amdesk.domain.clock import Clock
from amdesk.domain.texts import Text
from amdesk.services.bank import banks, generations, rehearsal, tries
from amdesk.services.bank.generations import Kept, Second
from amdesk.services.bank.tries import FailedTries
from amdesk.services.bank.work import Work


class Keeping:
    def __init__(self, work: Work) -> None:
        self.work = work

    def info(self) -> dict[str, object]:
        """What the bank is and how much it holds."""
        return banks.info(self.work.bank)

    def check(self, folders: Folders | None = None) -> banks.Proof:
        """Prove the rules, the file and the log, which is held against that of the copies in the folders."""
        found = banks.check(self.work.bank)
        if folders is not None and found["faults"]:
            from amdesk.services.bank import damage  # a whole bank does without

            found["act"] = banks.search_act(self.work.bank, found) or damage.way_out_of(self.work.bank, folders)
        if folders is not None and (unlike := generations.unlike(self.work.bank, folders)):
            found = {**found, "ok": False, "log": [*found["log"], *unlike]}
        return found

    def search_anew(self) -> None:
        """See banks.search_anew."""
        banks.search_anew(self.work.bank)

    def tries(self) -> FailedTries | None:
        """How often the bank was not opened since it was last, which is logged by this; None where never."""
        return tries.told(self.work.bank)

    def unmet(self) -> list[Text]:
        """See banks.unmet."""
        return banks.unmet(self.work.bank)

    def backup(self, target: Path) -> Path:
        """A whole, checked copy; see banks.backup."""
        return banks.backup(self.work.bank, target)

    def numbered(self, folders: Folders, clock: Clock) -> tuple[Path, Second]:
        """The next copy in the first folder, and what came of the second one; see generations.numbered and carry."""
        made = generations.numbered(self.work.bank, folders.first, clock)
        return made, generations.carry(self.work.bank, folders)

    def copies(self, folders: Folders) -> list[Kept]:
        """The bank's own copies, newest first; see generations.listed."""
        return generations.listed(self.work.bank, folders)

    def schedule(self) -> CopySchedule:
        """How many copies stay."""
        return generations.schedule(self.work.bank)

    def copy(self, target: Bank) -> int:
        """Every row to an empty bank; see banks.copy."""
        return banks.copy(self.work.bank, target)

    def rehearse(self, folders: Folders, code: str) -> Path:
        """The newest copy opened by the printed recovery code and proved; see rehearsal.rehearse."""
        return rehearsal.rehearse(self.work.bank, folders, code, self.work.clock)

    def rehearsed(self) -> tuple[date | None, bool]:
        """When a restore was rehearsed last, and whether it is time."""
        return rehearsal.proved_on(self.work.bank), rehearsal.is_due(self.work.bank, self.work.today)

    def restoring(self) -> None:
        """Whether I may have a backup put in this bank's place, which is done once it is closed."""
