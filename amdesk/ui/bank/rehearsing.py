"""When a restore was rehearsed last, and the rehearsal itself: the newest copy opened by the recovery code as it stands on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from amdesk.ui.bank.secrets import SecretDialog
from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.shell import Shell


class Rehearsing(QWidget):
    """One line with its button; nothing of a bank that has no recovery code. `say` tells what came of it, `done` is called after one
    that went well."""

    def __init__(self, shell: Shell, say: Callable[[str], None], done: Callable[[], None]) -> None:
        super().__init__()
        self.shell, self.t, self.say, self.done = shell, shell.words, say, done
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.when = label("", "", wrap=True)
        self.start = button(shell, self.t("Rehearse a restore"), self.ask, icon="shield", writes=True, act="backup")
        row.addWidget(self.when, 1)
        row.addWidget(self.start)
        self.hide()

    def show_when(self, last: date | None, *, due: bool) -> None:
        """When it was proved last, and whether it is time again."""
        t = self.t
        self.setVisible(due or last is not None)
        said = (
            t("No restore has been rehearsed yet.")
            if last is None
            else t("Proved on {day}: the newest copy then opened with the recovery code and was whole.", day=last)
        )
        time = t("It is time for a rehearsal: fetch the printed recovery code. It takes a minute.")
        self.when.setText(f"{said} {time}" if due else said)

    def ask(self) -> None:
        """The code is asked for, since only what is on the paper proves the paper."""
        dialog = SecretDialog(self, self.shell, self.t("Rehearse a restore"), said=self.t("Recovery code, as printed"))
        dialog.accepted.connect(lambda: self._rehearse(dialog.secret))
        dialog.open()

    def _rehearse(self, code: str) -> None:
        folders = self.shell.settings.folders()
        self.say(self.t("Opening and checking the newest copy …"))

        def proved(_copy: object) -> None:
            self.say("")
            self.done()

        self.shell.tasks.write(
            lambda desk: desk.keeping.rehearse(folders, code), proved, failed=self.shell.guarded(self.say)
        )
