"""Leaving while something is not stored or not done: said, and the user decides."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.basic import button
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.shell import Shell


def without(parent: QWidget, shell: Shell, said: str, act: str, then: Callable[[], None]) -> None:
    """Tell why what was typed cannot be stored, or what nobody has stored; `act` goes on without it, Esc stays."""
    dialog = Dialog(parent, shell, shell.words("Not saved"), act, sentence=said, danger=True)
    dialog.accepted.connect(then)
    dialog.open()


class WorkDialog(Dialog):
    """Long work is under way and the window is to close: wait for it, stop it, or go on working."""

    def __init__(self, parent: QWidget, shell: Shell, then: Callable[[], None]) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Work is under way"),
            t("Close when it is done"),
            sentence=t("Rows are being imported or exported. Stopped now, nothing of it is stored in the bank."),
            width=520,
        )
        self.then = then
        self.stop = button(shell, t("Stop and close"), self._stop, kind="danger")
        self.row.insertWidget(self.row.count() - 1, self.stop)
        shell.tasks.worked.connect(self._worked)
        self.ok.setFocus()

    def confirm(self) -> None:
        self.ok.setEnabled(False)
        self.complain(self.t("AMDesk closes when it is done."))

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.ok.setEnabled(False)
        self.shell.tasks.cancel()

    def done(self, result: int) -> None:
        self.shell.tasks.worked.disconnect(self._worked)
        super().done(result)

    def _worked(self, well: bool) -> None:
        """Over: done or stopped, and the window goes; refused, and the reason stands on the page."""
        if self.shell.tasks.working and well:
            return
        if well:
            self.accept()
            self.then()
        else:
            self.reject()
