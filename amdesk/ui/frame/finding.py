"""Which bank the window opens, and what is done first: a backup put in its place, a rescue, another key, a first start."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from amdesk.domain.clock import Clock
from amdesk.i18n import Words
from amdesk.services.bank import access, banks, damage
from amdesk.settings import Settings
from amdesk.ui.bank.secrets import SecretDialog, UnlockDialog
from amdesk.ui.frame.start import Bare, DamagedBank, StartDialog
from amdesk.ui.kit.dialog import BareDialog
from amdesk.ui.kit.theme import look

RESCUE = "rescue:"
"""Before the address of a damaged bank: what can be read of it is put into a new one, which is opened."""
REKEY = "rekey:"
"""Before the address of a bank: it gets another key before it is opened."""
RESTORE = "restore:"
"""Before the path of a backup: instead of a bank's address, it is to be put in the bank's place first."""
FoundBank = tuple[str, str | None, Settings]
"""Address, raw key where one is needed, and the settings as they are now."""


class Finding:
    """What is known before there is a bank. `demo` makes the demo city and answers with its address."""

    def __init__(
        self, app: QApplication, settings: Settings, words: Words, clock: Clock, demo: Callable[[Clock], str]
    ) -> None:
        self.app, self.settings, self.words, self.clock, self.demo = app, settings, words, clock, demo

    def bare(self) -> Bare:
        return Bare(look(self.app, self.settings), self.words, self.settings)

    def find(self, address: str, secret: str | None = None) -> FoundBank | None:
        """Which bank to open and its key, asking where it must. None where the user gave up. `secret` opens the backup that is
        to be put in its place, or is the key of the bank that something is done to. Raises AmdeskError."""
        for before, then in ((RESTORE, self._restored), (RESCUE, self._rescued), (REKEY, self._with_new_key)):
            if address.startswith(before):
                return then(address.removeprefix(before), secret)
        where = "" if address == "choose" else address or self.settings.bank_path()
        if where and (access.is_shared(where) or os.path.isfile(where)):
            return self._there(where)
        missing = self.words("There is no bank at {path}.", path=where) if address and where else ""
        return self.start(missing)

    def _there(self, where: str) -> FoundBank | None:
        if access.is_shared(where):
            return where, None, self.settings
        secret = os.environ.get("AMDESK_PASSPHRASE")
        if access.needs_passphrase(where) and secret:
            return where, banks.unlock(where, secret), self.settings
        key = UnlockDialog.ask(None, self.bare(), where)
        return None if key is None else (where, key or None, self.settings)

    def start(self, said: str, damaged: tuple[str, str | None] | None = None) -> FoundBank | None:
        """The first screen, which says why it is shown; of a damaged bank, (address, key), with what can be done."""
        bare = self.bare()
        answer = StartDialog.ask(
            bare, self.clock, lambda: self.demo(self.clock), missing=said, damaged=damaged and self._trouble(*damaged)
        )
        if answer is None:
            return None
        if answer[0].startswith(RESCUE):
            return self._rescued(answer[0].removeprefix(RESCUE), answer[1])
        return answer[0], answer[1], bare.settings

    def _trouble(self, address: str, key: str | None) -> DamagedBank:
        """What is wrong with it and its newest whole copy; both are read through for that."""
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            own = key or banks.unlock(address, "")
            return DamagedBank(address, own, damage.trouble(address, own, self.settings.folders()))
        finally:
            QGuiApplication.restoreOverrideCursor()

    def _restored(self, path: str, secret: str | None) -> FoundBank:
        copy, target, bare = Path(path), Path(self.settings.bank_path()), self.bare()
        if secret is None and access.needs_passphrase(str(copy)):
            secret = SecretDialog.ask(None, bare, self.words("Passphrase of the backup"), str(copy), str(target))
        banks.restore(copy, target, secret, self.clock, access.who(self.settings.user))
        return str(target), banks.unlock(str(target), secret) if secret else None, self.settings

    def _rescued(self, address: str, key: str | None) -> FoundBank:
        """What could be read of a damaged bank in a new one, which is told of and then opened."""
        words, bank = self.words, Path(address)
        own = key or banks.unlock(address, "")
        found = damage.rescue(bank, damage.new_place(bank, self.clock), own, self.clock, access.who(self.settings.user))
        report = damage.write_report(found, words)
        said = [words("The new bank is here: {path}", path=str(found.path)), *(words.say(one) for one in found.said)]
        said.append(words("The damaged bank stays as it is. This is also in the file {path}.", path=str(report)))
        title = words("What was rescued")
        BareDialog(None, self.bare(), title, words("Go on"), sentence="\n".join(said), only_shows=True).exec()
        return str(found.path), key or None, self.settings

    def _with_new_key(self, bank: str, key: str | None) -> FoundBank:
        """The bank with another key, or as it was where somebody gave up."""
        from amdesk.ui.bank.rekeying import RekeyDialog

        dialog = RekeyDialog(None, self.bare(), bank, self.settings.folders())
        dialog.exec()
        return bank, dialog.key or key, self.settings
