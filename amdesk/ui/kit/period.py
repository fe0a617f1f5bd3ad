"""Dialogs that ask for a period: any two days, and closing a placement between them."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from amdesk.ui.kit.dialog import Dialog, grid
from amdesk.ui.kit.fields import DateEdit, Field
from amdesk.ui.kit.shell import Shell


class SpanDialog(Dialog):
    """Two days, both included; the second is not before the first."""

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        title: str,
        confirm: str,
        sentence: str,
        now: tuple[date, date] | None = None,
    ) -> None:
        t = shell.words
        super().__init__(parent, shell, title, confirm, sentence=sentence)
        first, last = now or (None, None)
        self.first, self.last = DateEdit(shell, first), DateEdit(shell, last)
        self.last.base = lambda: self.first.value()
        self.fields = [Field(t("First day"), self.first), Field(t("Last day"), self.last)]
        self.body.addLayout(grid(list(self.fields)))
        self.first.setFocus()

    def objects(self) -> bool:
        """True where the days are no period; says so where they stand."""
        first, last = self.first.value(), self.last.value()
        for field in self.fields:
            field.complain("")
        if first is None:
            self.fields[0].complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
        elif last is None or last < first:
            self.fields[1].complain(self.t("The end is before the start. Choose a later end date."))
        else:
            return False
        return True

    def confirm(self) -> None:
        if not self.objects():
            self.accept()

    def span(self) -> tuple[date, date] | None:
        first, last = self.first.value(), self.last.value()
        return (first, last) if first and last else None


class PeriodDialog(SpanDialog):
    def __init__(self, parent: QWidget, shell: Shell, names: str) -> None:
        t = shell.words
        sentence = t("No places at {names} in the period. It is refused while somebody is booked then.", names=names)
        super().__init__(parent, shell, t("Close period"), t("Close period"), sentence)
        self.reason = QLineEdit()
        self.fields.append(Field(t("Reason"), self.reason))
        self.body.addWidget(self.fields[2])

    def confirm(self) -> None:
        if self.objects():
            return
        if not self.reason.text().strip():
            self.fields[2].complain(self.t("Write why, for instance summer closure."))
        else:
            self.accept()

    @classmethod
    def ask(cls, parent: QWidget, shell: Shell, names: str) -> tuple[date, date, str] | None:
        """First day, last day and reason, or None."""
        dialog = cls(parent, shell, names)
        span = dialog.span() if dialog.exec() else None
        return (*span, dialog.reason.text().strip()) if span else None
