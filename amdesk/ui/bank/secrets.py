"""Dialogs that ask for a passphrase or a word typed in full."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from amdesk.domain.clock import Clock
from amdesk.domain.errors import AmdeskError
from amdesk.services.bank import access, banks
from amdesk.ui.bank.recovery import print_code
from amdesk.ui.kit.basic import CheckBox, button, label
from amdesk.ui.kit.dialog import BareDialog
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.shell import BareShell


def forget(dialog: QWidget) -> None:
    """A dialog that is closed and had a secret in it."""
    for field in dialog.findChildren(QLineEdit):
        if field.echoMode() != QLineEdit.EchoMode.Normal:
            field.clear()
    dialog.deleteLater()


class Closing(BareDialog):
    """One that has a secret in it: closed it is gone, and no aid that reads windows finds it, or how long it was."""

    def done(self, answer: int) -> None:
        super().done(answer)
        forget(self)


class SecretDialog(Closing):
    """The passphrase of a file, which is opened with it before anything else is asked; a wrong one is said so. Of a backup that is
    to be put in the place of `bank` that bank's passphrase of now will do, where it has given the backup's key up."""

    def __init__(self, parent: QWidget | None, shell: BareShell, title: str, path: str = "", bank: str = "") -> None:
        super().__init__(parent, shell, title, shell.words("Go on"), sentence=path)
        self.path, self.bank, self.secret = path, bank, ""
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.body.addWidget(Field(shell.words("Passphrase or recovery code"), self.field))
        self.field.returnPressed.connect(self.confirm)
        self.field.setFocus()

    def confirm(self) -> None:
        try:
            if self.path and self.bank:
                banks.unlock_copy(self.path, self.bank, self.field.text())
            elif self.path:
                banks.unlock(self.path, self.field.text())
        except AmdeskError as error:
            self.complain(self.t.say(error.text))
            self.field.selectAll()
            return
        self.secret = self.field.text()
        self.accept()

    @classmethod
    def ask(cls, parent: QWidget | None, shell: BareShell, title: str, path: str = "", bank: str = "") -> str | None:
        dialog = cls(parent, shell, title, path, bank)
        return dialog.secret if dialog.exec() else None


class UnlockDialog(Closing):
    """The passphrase of a bank; wrong ones are said so and nothing else happens."""

    def __init__(self, parent: QWidget | None, shell: BareShell, address: str) -> None:
        t = shell.words
        super().__init__(parent, shell, t("Open the bank"), t("Open"), sentence=address)
        self.address, self.key = address, ""
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.keep = CheckBox(shell, t("Remember on this computer (in the system's key store)"))
        self.body.addWidget(Field(t("Passphrase or recovery code"), self.field))
        self.body.addWidget(self.keep)
        self.field.returnPressed.connect(self.confirm)
        self.field.setFocus()

    def confirm(self) -> None:
        try:
            self.key = banks.unlock(self.address, self.field.text())
        except AmdeskError as error:
            self.complain(self.t.say(error.text))
            self.field.selectAll()
            return
        if self.keep.isChecked():
            access.remember_key(self.address, self.key)
        self.accept()

    @classmethod
    def ask(cls, parent: QWidget | None, shell: BareShell, address: str) -> str | None:
        """The raw key; empty where the bank needs none; None where the user gave up."""
        if not access.needs_passphrase(address):
            return ""
        if (kept := access.saved_key(address)) is not None:
            return kept
        dialog = cls(parent, shell, address)
        return dialog.key if dialog.exec() else None


def _has_several(shell: BareShell) -> bool:
    with suppress(AmdeskError):  # said when it is changed
        return banks.has_several(shell.settings.bank_path())
    return False


class PassphraseDialog(Closing):
    """A new passphrase for the open bank; a new recovery code comes with it."""

    def __init__(self, parent: QWidget, shell: BareShell) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("New passphrase"),
            t("Change"),
            sentence="" if _has_several(shell) else t("The old recovery code stops working; a new one is shown."),
        )
        self.old, self.new, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        for said, one in (
            (t("Present passphrase or recovery code"), self.old),
            (t("New passphrase"), self.new),
            (t("The new one again"), self.again),
        ):
            one.setEchoMode(QLineEdit.EchoMode.Password)
            self.body.addWidget(Field(said, one))
        self.done_ = False

    def confirm(self) -> None:
        t = self.t
        if self.done_:
            self.accept()
            return
        if len(self.new.text()) < banks.SHORTEST or self.new.text() != self.again.text():
            self.complain(t("Write the same new passphrase twice, at least eight characters."))
            return
        try:
            code = banks.new_passphrase(self.shell.settings.bank_path(), self.old.text(), self.new.text())
        except AmdeskError as error:
            self.complain(t.say(error.text))
            return
        self.complain("")
        self.done_ = True
        if code:
            self._show(code)
        else:
            said = t("Your passphrase is changed. The recovery code is the unit's and stays as it was.")
            self.body.addWidget(label(said, "label", wrap=True))
            self.ok.setFocus()
        self.ok.setText(t("Close"))

    def _show(self, code: str) -> None:
        t = self.t
        self.body.addWidget(label(t("New recovery code, shown this once. Write it down."), "label"))
        words = label(code, "section")
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(words)
        address = self.shell.settings.bank_path()
        show = button(
            self.shell,
            t("Preview and print"),
            lambda: print_code(self, self.shell, Clock(), code, address, str),
            icon="print",
        )
        self.body.addWidget(show)
        show.setFocus()


class TypeDialog(BareDialog):
    """For what cannot be undone: a word to type."""

    keeps = False

    def __init__(self, parent: QWidget, shell: BareShell, title: str, sentence: str, word: str) -> None:
        super().__init__(parent, shell, title, title, sentence=sentence, danger=True)
        self.word = word
        self.field = QLineEdit()
        self.body.addWidget(Field(shell.words("Type {word}", word=word), self.field))
        self.field.textChanged.connect(lambda s: self.ok.setEnabled(s.strip().casefold() == word.casefold()))
        self.ok.setEnabled(False)
        self.field.setFocus()

    @classmethod
    def ask(cls, parent: QWidget, shell: BareShell, title: str, sentence: str, word: str) -> bool:
        return bool(cls(parent, shell, title, sentence, word).exec())
