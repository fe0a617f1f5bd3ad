"""Leaving while something is not stored or not done: said, and the user decides."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.basic import button
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tasks import AskedAbout


def without(parent: QWidget, shell: Shell, said: str, act: str, then: Callable[[], None]) -> None:
    """Tell why what was typed cannot be stored, or what nobody has stored; `act` goes on without it, Esc stays."""
    dialog = Dialog(parent, shell, shell.words("Not saved"), act, sentence=said, danger=True)
    dialog.accepted.connect(then)
    dialog.open()


class WorkDialog(Dialog):
    """Something takes its time and the window is to close: wait for it, stop it, or go on working while it is done."""

    def __init__(self, parent: QWidget, shell: Shell, then: Callable[[], None]) -> None:
        t = shell.words
        super().__init__(parent, shell, t("Work is under way"), t("Close when it is done"), width=560)
        self.then = then
        self.no.setText(t("Go on working"))
        self.stop = button(shell, t("Stop and close"), self._stop, kind="danger")
        self.row.insertWidget(self.row.count() - 1, self.stop)
        self._say(shell.tasks.in_hand(0))
        shell.tasks.worked.connect(self._worked)
        self.ok.setFocus()

    def _say(self, found: list[AskedAbout]) -> None:
        """What is being done. What is written in one piece cannot be stopped in its middle."""
        t = self.t
        said = list(dict.fromkeys(one.looks for one in found if one.looks))
        if said:
            said.append(t("It can be stopped: nothing is lost, and it can be done again."))
        if any(one.stop is not None for one in found):
            said.append(t("Rows are being imported or exported. Stopped now, nothing of it is stored in the bank."))
        whole = any(one.whole for one in found)
        if whole:
            said.append(t("Something is being stored. It is done whole and cannot be stopped."))
        self.sentence.setText(" ".join(said))
        self.sentence.setVisible(bool(said))
        self.stop.setVisible(not whole)

    def confirm(self) -> None:
        self.ok.setEnabled(False)
        self.complain(self.t("AMDesk closes when it is done."))

    def _stop(self) -> None:
        """What writes rolls back first, and what only looks is left where it is when the window goes."""
        self.stop.setEnabled(False)
        self.ok.setEnabled(False)
        if self.shell.tasks.working:
            self.shell.tasks.cancel()
        else:
            self._go()

    def done(self, result: int) -> None:
        self.shell.tasks.worked.disconnect(self._worked)
        super().done(result)

    def _worked(self, well: bool) -> None:
        """Over: done or stopped, and the window goes; refused, and the reason stands on the page."""
        left = self.shell.tasks.in_hand(0)
        stopped = not self.stop.isEnabled()
        if well and (self.shell.tasks.working if stopped else left):
            return
        if well:
            self._go()
        else:
            self.reject()

    def _go(self) -> None:
        self.accept()
        self.then()
