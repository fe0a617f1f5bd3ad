"""A reason that an act wants before it is done."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from amdesk.ui.dialogs.base import Dialog
from amdesk.ui.shell import Shell
from amdesk.ui.widgets.fields import Field


class ReasonDialog(Dialog):
    """One sentence that is needed, and logged."""

    def __init__(self, parent: QWidget, shell: Shell, title: str, sentence: str, confirm: str) -> None:
        super().__init__(parent, shell, title, confirm, sentence=sentence)
        self.reason = QLineEdit()
        self.body.addWidget(Field(shell.words("Reason"), self.reason))
        self.reason.setFocus()

    def confirm(self) -> None:
        if not self.reason.text().strip():
            self.complain(self.t("Write a reason."))
            return
        self.accept()

    @classmethod
    def ask(cls, parent: QWidget, shell: Shell, title: str, sentence: str, confirm: str) -> str | None:
        dialog = cls(parent, shell, title, sentence, confirm)
        return dialog.reason.text().strip() if dialog.exec() else None
