"""Another passphrase where somebody may know the one of now: the bank gets a new key with it, while it is open nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Thread

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from amdesk.domain.bank.generations import Folders
from amdesk.domain.clock import Clock
from amdesk.domain.errors import AmdeskError
from amdesk.services.bank import banks
from amdesk.ui.bank.recovery import print_code
from amdesk.ui.bank.secrets import Closing
from amdesk.ui.kit.basic import CheckBox, KeyButton, label
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.shell import BareShell

NAMED = 6
"""Copies that are named one by one."""


class RekeyDialog(Closing):
    """Asks for the passphrase of now and a new one twice; then shows the new recovery code, which must be seen, and which copies
    still open with their old key file. `key` opens the bank then; it is "" where nothing was done."""

    keeps = False
    told = Signal(int, int)
    ended = Signal(object)

    def __init__(self, parent: QWidget | None, shell: BareShell, address: str, folders: Folders) -> None:
        t = shell.words
        said = t(
            "For when somebody may have seen your passphrase or copied the files of the bank. The bank gets a new key, and a stolen key file opens nothing in it any more. The recovery code of now stops working; a new one is shown."
        )
        super().__init__(parent, shell, t("New key for the bank"), t("Make the new key"), sentence=said, width=540)
        self.address, self.folders, self.key, self.made = address, folders, "", False
        self.old, self.new, self.again, self.name = (QLineEdit() for _ in range(4))
        self.asked = QWidget()
        self.whose_field = Field(t("Whose passphrase it is, where you come with the recovery code"), self.name)
        self._ask()
        self.working = label("", "", wrap=True)
        self.working.hide()
        self.body.addWidget(self.working)
        self.told.connect(self._tell)
        self.ended.connect(self._end)
        self.old.setFocus()

    def _ask(self) -> None:
        from PySide6.QtWidgets import QVBoxLayout

        t, column = self.t, QVBoxLayout(self.asked)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        names = (t("Present passphrase or recovery code"), t("New passphrase"), t("The new one again"))
        for said, one in zip(names, (self.old, self.new, self.again), strict=True):
            one.setEchoMode(QLineEdit.EchoMode.Password)
            column.addWidget(Field(said, one))
        self.again.returnPressed.connect(self.confirm)
        column.addWidget(self.whose_field)
        self.whose_field.setVisible(self._several())
        self.body.addWidget(self.asked)

    def _several(self) -> bool:
        try:
            return banks.has_several(self.address)
        except AmdeskError:  # said when the key is made
            return False

    def confirm(self) -> None:
        t = self.t
        if self.made:
            self._leave()
        elif not self.storing:
            if len(self.new.text()) < banks.SHORTEST or self.new.text() != self.again.text():
                self.complain(t("Write the same new passphrase twice, at least eight characters."))
                return
            self._begin(self.old.text(), self.new.text(), self.name.text().strip())

    def _begin(self, old: str, new: str, whose: str) -> None:
        self.storing = True
        self.complain("")
        self.ok.setEnabled(False)
        self.asked.setEnabled(False)
        self.working.setText(self.t("The bank is being written with its new key …"))
        self.working.show()

        def work() -> None:
            """Off the window's thread; what came of it is told to the window."""
            try:
                answer: object = banks.rekey(self.address, old, new, self.folders, whose, self.told.emit)
                self.key = banks.unlock(self.address, new)
            except Exception as error:  # noqa: BLE001 - raised again where somebody sees it
                answer = error
            self.ended.emit(answer)

        Thread(target=work, name="new key").start()

    def _tell(self, done: int, every: int) -> None:
        self.working.setText(
            self.t("The bank has its new key. Copies written anew: {done} of {count}.", done=done, count=every)
        )

    def _end(self, answer: object) -> None:
        self.storing = False
        self.ok.setEnabled(True)
        self.working.hide()
        if isinstance(answer, tuple):
            self._show(answer[0], answer[2])
            return
        self.asked.setEnabled(True)
        self.old.setFocus()
        self.old.selectAll()
        if not isinstance(answer, AmdeskError):
            raise answer if isinstance(answer, BaseException) else TypeError(answer)
        self.complain(self.t.say(answer.text))

    def _show(self, code: str, left: Sequence[Path]) -> None:
        """The code alone: what was asked before it is answered."""
        t = self.t
        self.made = True
        self.asked.hide()
        self.sentence.setText(
            t(
                "The bank has a new key. The recovery code opens it when the passphrase is forgotten; the former one opens nothing any more."
            )
        )
        self.body.addWidget(label(t("Recovery code, shown this once"), "label"))
        words = label(code, "title")
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(words)
        show = KeyButton(self.shell, t("Preview and print"), icon="print")
        show.clicked.connect(lambda: print_code(self, self.shell, Clock(), code, self.address, str))
        self.body.addWidget(show)
        self._name(left)
        self.printed = CheckBox(self.shell, t("I have printed or written down the recovery code and locked it away"))
        self.body.addWidget(self.printed)
        self.no.hide()
        self.ok.setText(t("Go on"))
        show.setFocus()
        QTimer.singleShot(0, self, self._fit)  # what was added is shown, and then counted

    def _name(self, left: Sequence[Path]) -> None:
        if not left:
            return
        t, names = self.t, [str(one) for one in left[:NAMED]]
        said = t(
            "These copies could not be reached or changed. They open with their former key file and passphrase still; remove them where that may be known:"
        )
        more = [t("… and {count} more", count=len(left) - NAMED)] if len(left) > NAMED else []
        self.body.addWidget(label("\n".join([said, *names, *more]), "warn", wrap=True))

    def _fit(self) -> None:
        self.count_anew()
        self.resize(self.width(), self.outer.totalHeightForWidth(self.width()))

    def _leave(self) -> None:
        if self.printed.isChecked():
            self.accept()
        else:
            self.complain(self.t("Write down the recovery code first; it is shown this once."))

    def reject(self) -> None:
        if self.storing:
            self.complain(self.t("The bank is being given its new key. Wait until that is done."))
        elif self.made:
            self._leave()
        else:
            super().reject()
