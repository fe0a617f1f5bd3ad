"""When a restore was rehearsed last, and the rehearsal itself: the newest copy opened by the recovery code as it stands on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from amdesk.ui.bank.secrets import forget
from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.shell import Shell


class Rehearsing(QWidget):
    """One line with its button; nothing of a bank that has no recovery code. `done` is called after one that went well."""

    def __init__(self, shell: Shell, done: Callable[[], None]) -> None:
        super().__init__()
        self.shell, self.t, self.done = shell, shell.words, done
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
        RehearseDialog(self, self.shell, self.done).open()


class RehearseDialog(Dialog):
    """The code is asked for, since only what is on the paper proves the paper. `done` is called after one that went well."""

    writes = True
    keeps = False
    act = "backup"

    def __init__(self, parent: QWidget, shell: Shell, done: Callable[[], object]) -> None:
        t = shell.words
        said = t(
            "Fetch the paper with the recovery code. The newest copy is opened with it and checked, as after a loss; nothing in the bank changes."
        )
        super().__init__(parent, shell, t("Rehearse a restore"), t("Rehearse"), sentence=said)
        self.well = done
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.body.addWidget(Field(t("Recovery code, as printed"), self.field))
        self.field.returnPressed.connect(self.confirm)
        self.field.setFocus()

    def confirm(self) -> None:
        if not self.ok.isEnabled():
            return
        folders, code, day = self.shell.settings.folders(), self.field.text(), self.shell.today

        def proved(_copy: object) -> None:
            said = self.t("Proved on {day}: the newest copy opens with the recovery code and is whole.", day=day)
            self.shell.toast(said)
            self.well()

        self.write(lambda desk: desk.keeping.rehearse(folders, code), proved)

    def refused(self, error: Exception) -> None:
        self.field.selectAll()
        self.field.setFocus()

    def done(self, answer: int) -> None:
        super().done(answer)
        forget(self)
