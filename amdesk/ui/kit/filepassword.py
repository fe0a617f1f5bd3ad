"""A password for one file that leaves: two fields, both empty where none is wanted, and a dialog that asks for nothing else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from amdesk.domain.errors import Refused
from amdesk.domain.exchange.secret import checked
from amdesk.ui.kit.basic import label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.shell import Shell


class PasswordFields(QWidget):
    """`password` answers what was written, or None where it cannot be used: that is said at the field."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.t = t = shell.words
        self.first, self.again = QLineEdit(), QLineEdit()
        for one in (self.first, self.again):
            one.setEchoMode(QLineEdit.EchoMode.Password)
        self.field = Field(t("Password of the file (may be left empty)"), self.first)
        self.second = Field(t("The same once more"), self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.second)
        column.addWidget(
            label(t("Nobody opens the file without it. Tell it another way than by the file."), "small", wrap=True)
        )

    def password(self) -> str | None:
        for one in (self.field, self.second):
            one.complain("")
        said = self.first.text()
        try:
            checked(said)
        except Refused as refused:
            self.field.complain(self.t.say(refused.text))
            return None
        if said != self.again.text():
            self.second.complain(self.t("The two are not the same."))
            return None
        return said


class LockDialog(Dialog):
    """Whether a file that is about to be saved is locked by a password."""

    keeps = False

    def __init__(self, parent: QWidget, shell: Shell, title: str, then: Callable[[str], None]) -> None:
        super().__init__(parent, shell, title, shell.words("Choose where …"))
        self.then, self.fields = then, PasswordFields(shell)
        self.body.addWidget(self.fields)

    def confirm(self) -> None:
        password = self.fields.password()
        if password is not None:
            self.accept()
            self.then(password)
