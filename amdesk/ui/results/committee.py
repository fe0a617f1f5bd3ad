"""The committee's report: where, and for whom."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from amdesk.domain.results.report import REPORT_FILES
from amdesk.ui.kit.basic import CheckBox, button
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.saving import REPORT_FILTERS, ask_file
from amdesk.ui.kit.shell import Shell
from amdesk.ui.results.period import Period


class ReportWanted(NamedTuple):
    """Where a report goes (None to print it), whether it leaves the unit, and who is given it."""

    path: Path | None
    outside: bool
    recipient: str


class CommitteeDialog(Dialog):
    """Enter saves: the usual name in the usual folder, small groups withheld."""

    def __init__(self, parent: QWidget, shell: Shell, period: Period) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Report to the committee"),
            t("Save"),
            width=560,
            sentence=t(
                "{period}. The figures of the screen, what has changed since last time, and the definitions.",
                period=period.said(t),
            ),
        )
        name = f"{t('Report to the committee')} {period.first} {period.last}.pdf"
        self.path = QLineEdit(str(Path.home() / name))
        row = QHBoxLayout()
        row.addWidget(Field(t("File, .pdf, .docx or .xlsx"), self.path), 1)
        row.addWidget(button(shell, t("Browse"), self._browse))
        self.body.addLayout(row)
        self.outside = CheckBox(shell, t("Withhold groups under five: the report leaves the unit"))
        self.outside.setChecked(True)
        self.body.addWidget(self.outside)
        self.recipient = QLineEdit()
        self.recipient.setMaxLength(120)
        self.given_to = Field(t("Given out to"), self.recipient)
        self.body.addWidget(self.given_to)
        self.outside.toggled.connect(self.given_to.setEnabled)
        self.to_print = False
        """Whether it is to be looked at and printed, not saved at once."""
        self.row.insertWidget(1, button(shell, t("Preview and print"), self._print, icon="print", act="reports"))
        self.ok.setDefault(True)
        self.ok.setFocus()

    def _browse(self) -> None:
        name = ask_file(self, self.t("Report to the committee"), self.path.text(), REPORT_FILTERS)
        if name:
            self.path.setText(str(name))

    def _print(self) -> None:
        self.to_print = True
        self.accept()

    def confirm(self) -> None:
        path = Path(self.path.text().strip())
        if path.suffix.casefold() not in REPORT_FILES:
            self.complain(self.t("The name must end in .pdf, .docx or .xlsx."))
            return
        self.accept()

    @classmethod
    def ask(cls, parent: QWidget, shell: Shell, period: Period) -> ReportWanted | None:
        """What is wanted; or None."""
        dialog = cls(parent, shell, period)
        if not dialog.exec():
            return None
        outside = dialog.outside.isChecked()
        path = None if dialog.to_print else Path(dialog.path.text().strip())
        return ReportWanted(path, outside, dialog.recipient.text().strip() if outside else "")
