"""What is said beside the levels: the supervisor's words, which are printed, and the participant's own, which never are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from amdesk.domain.competence.assessments import Assessment
from amdesk.domain.record import declared
from amdesk.domain.texts import N_
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.records import controls_of, label_of
from amdesk.ui.kit.shell import Shell

HINTS = {
    "remark": N_("Printed on the certificate. At most 420 characters look best."),
    "comment": N_("Kept with the assessment, never printed."),
}


class WordsDialog(Dialog):
    """The words by the names of their fields are handed to `then`; Esc leaves them as they were."""

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        words: Mapping[str, str],
        then: Callable[[dict[str, str]], None],
        whose: str = "",
    ) -> None:
        t = shell.words
        super().__init__(parent, shell, t("Words beside the levels"), t("Save"), width=520)
        self.belongs_to(whose)
        self.then = then
        self.controls = controls_of(shell, Assessment, words)
        for name, one in self.controls.items():
            if isinstance(one.widget, QPlainTextEdit):
                one.widget.setFixedHeight(shell.theme.px(104))
                one.widget.setTabChangesFocus(True)
            hint = t(HINTS[name]) if name in HINTS else ""
            self.body.addWidget(Field(label_of(shell, declared(Assessment)[name]), one.widget, hint=hint))
        self.controls["remark"].widget.setFocus()

    def confirm(self) -> None:
        self.accept()
        self.then({name: str(one.value()) for name, one in self.controls.items()})
