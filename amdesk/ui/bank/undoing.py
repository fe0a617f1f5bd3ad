"""A step taken back, and what stands in its place where others were built upon it: what they are, and the counter-act."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QWidget

from amdesk.domain.bank.undoing import BuiltUpon, CertificateStands
from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.booking.taking_back import WayBack
    from amdesk.services.desk import Desk

T = TypeVar("T")


def step_back(over: QWidget, shell: Shell, work: Callable[[Desk], T], then: Callable[[T], object]) -> None:
    """Undo or redo by `work`; where it cannot be so, what was built upon it is shown with what can be done instead."""

    def failed(error: Exception) -> None:
        if isinstance(error, BuiltUpon):
            _explain(over, shell, error)
        elif isinstance(error, CertificateStands):
            IssuedDialog(over, shell, error).open()
        else:
            shell.guarded(lambda said: shell.toast(said))(error)

    shell.tasks.write(work, then, failed=failed)


def _explain(over: QWidget, shell: Shell, error: BuiltUpon) -> None:
    key = error.booking
    if key is None:
        BuiltUponDialog(over, shell, error, None).open()
    else:
        shell.tasks.run(
            lambda desk: desk.booking.way_back(key), lambda back: BuiltUponDialog(over, shell, error, back).open()
        )


class BuiltUponDialog(Dialog):
    """What was built upon the step. Its primary button is the booking's own way back, or else leads to the earlier steps."""

    def __init__(self, parent: QWidget, shell: Shell, error: BuiltUpon, back: WayBack | None) -> None:
        t, self.back = shell.words, back if back is not None and back.act else None
        history = t("Choose another step in the history")
        said = {
            ("cancel", False): t("Cancel the booking"),
            ("cancel", True): t("Cancel the booking and withdraw the notice"),
            ("interrupt", False): t("Interrupt the booking"),
            ("interrupt", True): t("Interrupt the booking and withdraw the notice"),
        }
        confirm = said[self.back.act, self.back.noticed is not None] if self.back else history
        sentence = shell.words.say(error.text)
        super().__init__(parent, shell, t("It cannot be undone as it is"), confirm, sentence=sentence, width=640)
        self.ok.setEnabled(not (self.back and shell.read_only))
        if self.back:
            row = QHBoxLayout()
            row.addWidget(button(shell, history, self._history, icon="history", act="history"))
            row.addStretch(1)
            self.body.addLayout(row)

    def confirm(self) -> None:
        if not self.ok.isEnabled():
            return
        self.accept()
        if self.back:
            self.shell.open("booking.take_back", self.parentWidget() or self, self.back)
        else:
            self._history()

    def _history(self) -> None:
        self.accept()
        self.shell.go("settings", part="history")


class IssuedDialog(Dialog):
    """An issued certificate is revoked; the step before it is undone from here all the same."""

    def __init__(self, parent: QWidget, shell: Shell, error: CertificateStands) -> None:
        t, self.error = shell.words, error
        sentence = t.say(error.text)
        super().__init__(
            parent, shell, t("It cannot be undone as it is"), t("Revoke the certificate"), sentence=sentence, width=640
        )
        self.ok.setEnabled(not shell.read_only)
        if error.what is not None:
            said = t("Undo what was done before it")
            self.body.addWidget(label(t("Before it: {what}", what=t.say(error.what)), "small", wrap=True))
            row = QHBoxLayout()
            row.addWidget(button(shell, said, self._before, icon="arrow_undo", writes=True, act="undo"))
            row.addStretch(1)
            self.body.addLayout(row)

    def confirm(self) -> None:
        if self.ok.isEnabled():
            self.accept()
            self.shell.open(
                "certificate.revoke", self.parentWidget() or self, self.error.certificate, self.error.number
            )

    def _before(self) -> None:
        step = self.error.before
        self.accept()
        over = self.parentWidget() or self
        step_back(over, self.shell, lambda desk: desk.history.undo(step), lambda said: self.shell.toast(said))
