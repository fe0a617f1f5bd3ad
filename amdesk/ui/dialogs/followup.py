"""Follow up day 90: one key per outcome, Enter saves."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QVBoxLayout, QWidget

from amdesk.ui.dialogs.base import Dialog, grid
from amdesk.ui.shell import Shell
from amdesk.ui.widgets.basic import KeyButton
from amdesk.ui.widgets.fields import Choice, Field

OUTCOMES = ("work", "studies", "unemployment_fund", "other", "not_known", "not_contacted")


class FollowUpDialog(Dialog):
    def __init__(self, parent: QWidget, shell: Shell, name: str) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Follow up day 90: {name}", name=name),
            t("Save"),
            sentence=t("What was the situation on day 90? Press 1 to 6."),
            width=520,
        )
        words = (t("Work"), t("Studies"), t("Unemployment fund"), t("Other"), t("Not known"), t("Not contacted"))
        column = QVBoxLayout()
        column.setSpacing(6)
        self.group = QButtonGroup(self)
        for i, (code, said) in enumerate(zip(OUTCOMES, words, strict=True), 1):
            one = KeyButton(shell, f"{i}   {said}", kind="chip")
            one.setCheckable(True)
            one.setProperty("code", code)
            self.group.addButton(one, i)
            column.addWidget(one)
        self.body.addLayout(column)
        plans = [("not_known", t("Not known")), ("yes", t("Yes")), ("no", t("No"))]
        self.city, self.pes = Choice(shell, plans), Choice(shell, plans)
        self.source = Choice(
            shell,
            [
                ("phone", t("Phone")),
                ("meeting", t("Meeting")),
                ("register", t("The unit's own system")),
                ("other", t("Other")),
            ],
        )
        self.note = QLineEdit()
        self.body.addLayout(grid([
            Field(t("Plan with the city"), self.city), Field(t("Plan with the employment service"), self.pes), Field(t("Source"), self.source), Field(t("Note"), self.note),
        ]))  # fmt: skip
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_0
        if 1 <= number <= len(OUTCOMES) and not self.note.hasFocus():
            self.group.button(number).setChecked(True)
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.confirm()
            return
        super().keyPressEvent(event)

    def confirm(self) -> None:
        if self.group.checkedButton() is None:
            self.complain(self.t("Choose how contact was made and what the situation was."))
            return
        self.accept()

    @classmethod
    def ask(cls, parent: QWidget, shell: Shell, name: str) -> dict[str, str] | None:
        """What follow_up takes, or None."""
        dialog = cls(parent, shell, name)
        if not dialog.exec():
            return None
        pressed = dialog.group.checkedButton()
        code = str(pressed.property("code")) if pressed else "not_contacted"
        missed = code == "not_contacted"
        return {
            "contact": "not_contacted" if missed else "contacted", "situation": "not_known" if missed else code, "plan_city": dialog.city.code(),
            "plan_pes": dialog.pes.code(), "source": dialog.source.code(), "note": dialog.note.text(),
        }  # fmt: skip
