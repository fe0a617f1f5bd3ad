"""The bank itself: what it holds, its check, its passphrase, and when the window locks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from amdesk.ui.bank.pane import Pane
from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.fields import Choice
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

LOCK_AFTER = (5, 10, 15, 30)
"""Minutes to choose from."""


class BankPane(Pane):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("The bank"))
        t = self.t
        self.info = label("", "muted", wrap=True)
        self.info.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.info)
        self.add_button(button(shell, t("Check the bank"), self._check, icon="shield", act="bank"))
        self.answer = label("", "", wrap=True)
        self.body.addWidget(self.answer)
        self.rescue = button(shell, t("Rescue what can be read"), lambda: self.shell.bank_wanted.emit("rescue"))
        self.rescue.hide()
        self.add_button(self.rescue)
        self.search = button(shell, t("Make the search anew"), self._search_anew, writes=True, act="bank")
        self.search.hide()
        self.add_button(self.search)
        self.add_button(button(shell, t("New passphrase"), self._passphrase, icon="key", writes=True, act="bank"))
        self.rekey = button(
            shell, t("Somebody may know my passphrase"), self._rekey, icon="shield", writes=True, act="users"
        )
        self.add_button(self.rekey)
        self.add_button(button(shell, t("Open another bank"), lambda: self.shell.bank_wanted.emit(""), icon="database"))
        self.remove_demo = button(
            shell, t("Remove the demo city"), self._remove_demo, icon="delete", writes=True, act="bank"
        )
        self.remove_demo.hide()  # until it is known that it is one: of a damaged bank that may never be
        self.add_button(self.remove_demo)
        self._locking()
        self.body.addStretch(1)

    def _locking(self) -> None:
        """After how long without a key or the mouse the window locks itself; it counts at once."""
        t, now = self.t, self.shell.settings.lock_after
        choices = [(str(n), t.plural("{minutes} minute", "{minutes} minutes", n, minutes=n)) for n in LOCK_AFTER]
        self.lock_after = Choice(self.shell, [("0", t("Never")), *choices], str(now))
        self.lock_after.activated.connect(lambda _i: self._save_lock_after())
        said = t("Lock AMDesk when nobody has used it for")
        self.add_field(said, self.lock_after, 320, hint=t("Ctrl L locks at once."))

    def _save_lock_after(self) -> None:
        self.shell.settings = self.shell.settings._replace(lock_after=int(self.lock_after.code()))
        if self.shell.keep_settings():
            self.shell.toast(self.t("Saved."))

    def refresh(self) -> None:
        self.shell.tasks.run(lambda desk: desk.keeping.info(), self._show, key="settings bank")

    def _show(self, info: Mapping[str, object]) -> None:
        t = self.t
        counted = {name: info[name] for name in ("address", "placements", "participants", "bookings", "certificates")}
        self.info.setText(
            t(
                "{address}\nPlacements: {placements}, participants: {participants}, bookings: {bookings}, certificates: {certificates}.",
                **counted,
            )
        )
        self.remove_demo.setVisible(bool(info["demo"]))
        self.rekey.setVisible(not info["demo"] and info["engine"] == "sqlite")

    def _check(self) -> None:
        self.answer.setText(self.t("Checking …"))

        def faults(desk: Desk) -> tuple[list[str], bool]:
            found = desk.keeping.check(self.shell.settings.folders())
            if found["faults"] and not found["search"]:
                self.shell.tasks.damaged.emit()  # it is told above, with the one act, where it is damage
            return [*found["faults"], *(self.t.say(one) for one in found["log"])], found["search"]

        def show(found: tuple[list[str], bool]) -> None:
            said, search = found
            if search:
                said = [self.t("The search does not say what the rows say. Nothing is lost: make it anew.")]
            self.answer.setText("\n".join(said[:8]) if said else self.t("The bank is whole."))
            self.rescue.setVisible(bool(said) and not search)
            self.search.setVisible(search)

        said = self.t("The bank is being checked.")
        self.shell.tasks.run(faults, show, failed=self.shell.guarded(self.answer.setText), long=said)

    def _search_anew(self) -> None:
        failed = self.shell.guarded(self.answer.setText)
        self.shell.tasks.write(lambda desk: desk.keeping.search_anew(), lambda _none: self._check(), failed=failed)

    def _passphrase(self) -> None:
        from amdesk.ui.bank.secrets import PassphraseDialog

        PassphraseDialog(self, self.shell).open()

    def _rekey(self) -> None:
        """The window closes for it, and comes again: the bank is open nowhere meanwhile."""
        self.shell.bank_wanted.emit("rekey")

    def _remove_demo(self) -> None:
        self.shell.bank_wanted.emit("remove-demo")
