"""Close a period."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from amdesk.ui.dialogs.base import Dialog, grid
from amdesk.ui.shell import Shell
from amdesk.ui.widgets.fields import DateEdit, Field


class PeriodDialog(Dialog):
    def __init__(self, parent: QWidget, shell: Shell, names: str) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Close period"),
            t("Close period"),
            sentence=t("No places at {names} in the period. It is refused while somebody is booked then.", names=names),
        )
        self.first, self.last = DateEdit(shell), DateEdit(shell)
        self.last.base = lambda: self.first.value()
        self.reason = QLineEdit()
        self.fields = [
            Field(t("First day"), self.first),
            Field(t("Last day"), self.last),
            Field(t("Reason"), self.reason),
        ]
        self.body.addLayout(grid([self.fields[0], self.fields[1], (self.fields[2], 2)]))
        self.first.setFocus()

    def confirm(self) -> None:
        first, last = self.first.value(), self.last.value()
        for field in self.fields:
            field.complain("")
        if first is None:
            self.fields[0].complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
        elif last is None or last < first:
            self.fields[1].complain(self.t("The end is before the start. Choose a later end date."))
        elif not self.reason.text().strip():
            self.fields[2].complain(self.t("Write why, for instance summer closure."))
        else:
            self.accept()

    @classmethod
    def ask(cls, parent: QWidget, shell: Shell, names: str) -> tuple[date, date, str] | None:
        """First day, last day and reason, or None."""
        dialog = cls(parent, shell, names)
        if not dialog.exec():
            return None
        first, last = dialog.first.value(), dialog.last.value()
        return (first, last, dialog.reason.text().strip()) if first and last else None
