"""What is said beside the levels: the supervisor's words, which are printed, and the participant's own, which never are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.shell import Shell


class WordsDialog(Dialog):
    """Both texts are handed to `then`; Esc leaves them as they were."""

    def __init__(
        self, parent: QWidget, shell: Shell, remark: str, comment: str, then: Callable[[str, str], None]
    ) -> None:
        t = shell.words
        super().__init__(parent, shell, t("Words beside the levels"), t("Save"), width=520)
        self.then = then
        self.remark, self.comment = QPlainTextEdit(remark), QPlainTextEdit(comment)
        for box in (self.remark, self.comment):
            box.setFixedHeight(shell.theme.px(104))
            box.setTabChangesFocus(True)
        self.body.addWidget(
            Field(
                t("Supervisor's words"),
                self.remark,
                hint=t("Printed on the certificate. At most 420 characters look best."),
            )
        )
        self.body.addWidget(
            Field(t("The participant's own comment"), self.comment, hint=t("Kept with the assessment, never printed."))
        )
        self.remark.setFocus()

    def confirm(self) -> None:
        self.accept()
        self.then(self.remark.toPlainText().strip(), self.comment.toPlainText().strip())
