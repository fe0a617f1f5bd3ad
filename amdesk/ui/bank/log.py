"""The access log: who opened or changed whose record, searched by whose it was, and as Excel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit

from amdesk.domain.bank.access import AccessEntry, LogAsked
from amdesk.domain.errors import BadFile
from amdesk.ui.bank.logs import log_table
from amdesk.ui.bank.pane import Pane
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.picker import Picker
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.rows import TableModel
from amdesk.ui.kit.saving import ask_file, ask_pdf, file_name
from amdesk.ui.kit.shell import Shell

LATEST = 300
"""Rows that are shown; the Excel file holds all of them."""
SAMPLED = timedelta(30)
"""Of which days a spot check is."""
REST_MS = 200
"""Milliseconds after the last letter until the log of whoever was written is asked for."""


class AccessPane(Pane):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Access log"))
        t = self.t
        told = t("Every opened record and every change: who, when, what, whose. It cannot be edited.")
        self.body.addWidget(label(told, "muted", wrap=True))
        self.rows: TableModel[AccessEntry] = TableModel(
            [
                (t("When (local time)"), lambda r: t.moment(r.at), paint.LEFT),
                (t("Who"), lambda r: r.actor, paint.LEFT),
                (t("Account"), lambda r: r.account, paint.LEFT),
                (t("Whose"), self._whose_row, paint.LEFT),
                (t("What"), lambda r: shell.say(r.said), paint.LEFT),
                (t("Why"), lambda r: shell.say(r.because), paint.LEFT),
            ]
        )
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REST_MS)
        self._soon.timeout.connect(self._chosen)
        self.whose = Picker(shell, "participant")
        self.whose.setFixedWidth(shell.theme.px(280))
        self.whose.setClearButtonEnabled(True)
        self.whose.textChanged.connect(lambda _w: self._soon.start())
        self.whose.returnPressed.connect(self.search)
        row = Wrapping()
        row.addWidget(Field(t("Whose"), self.whose))
        self.words = QLineEdit()
        self.words.setFixedWidth(shell.theme.px(180))
        self.words.setClearButtonEnabled(True)
        self.words.returnPressed.connect(self.search)
        row.addWidget(Field(t("Words in who, what or why"), self.words))
        row.addStretch(1)
        row.addWidget(button(shell, t("Spot check"), self._sample, icon="document_pdf", act="log"))
        row.addWidget(button(shell, t("Export to Excel"), self._export, icon="arrow_export", act="log"))
        self.body.addLayout(row)
        self.wrong = label("", "bad", wrap=True)
        self.body.addWidget(self.wrong)
        self.body.addWidget(log_table(shell, self.rows, t("Access log"), 5), 1)

    def refresh(self) -> None:
        self.shell.tasks.run(lambda desk: desk.history.access(limit=LATEST), self._show, key="settings access")

    def _show(self, rows: Sequence[AccessEntry]) -> None:
        if not self.whose.text().strip() and not self.words.text().strip():  # else what was searched for stays
            self.rows.set_rows(rows)

    def _whose_row(self, entry: AccessEntry) -> str:
        """Whose record it was, the name before the number."""
        return " · ".join(x for x in (self.shell.name(entry.name), entry.number) if x)

    def _chosen(self) -> None:
        """Somebody was chosen or a number written; a name that is still being typed asks for nobody's log."""
        said = self.whose.code()
        if not said or any(letter.isdigit() for letter in said):
            self.search()

    def search(self) -> None:
        """The log of one person, by number, personal identity number included; or what has the words in it."""
        asked = LogAsked(self.whose.code(), words=self.words.text().strip())
        self.wrong.setText("")
        if asked == LogAsked():
            self.refresh()
            return
        self.shell.tasks.run(
            lambda desk: desk.log.found(asked, LATEST),
            self.rows.set_rows,
            key="access",
            failed=self.shell.guarded(self.wrong.setText),
        )

    def _sample(self) -> None:
        """Openings of the last month that chance chose, on one page to ask people by."""
        path = ask_pdf(self, self.shell, file_name(self.shell, self.t("Spot check"), self.t("Access log")))
        if path is not None:
            self.sample_to(path)

    def sample_to(self, path: Path) -> None:
        """Draw a sample and write its page."""
        from amdesk.services.bank import files  # nothing is saved before the first paint

        last, lang = self.shell.today, self.shell.papers
        first = last - SAMPLED

        def made(page: bytes) -> None:
            try:
                files.save(path, page)
            except BadFile as error:
                self.shell.guarded(self.wrong.setText)(error)
                return
            self.shell.toast(self.t("Saved: {path}", path=str(path)))

        self.shell.tasks.run(
            lambda desk: desk.log.sample_pdf(desk.log.sample(first, last), first, last, lang),
            made,
            failed=self.shell.guarded(self.wrong.setText),
        )

    def _export(self) -> None:
        from amdesk.ui.kit.filepassword import LockDialog  # nothing leaves before the first paint

        LockDialog(self, self.shell, self.t("Export to Excel"), self._where).open()

    def _where(self, password: str) -> None:
        suggested = str(Path.home() / f"{self.t('Access log')} {self.shell.today}.xlsx")
        name = ask_file(self, self.t("Save Excel"), suggested, "Excel (*.xlsx)")
        if name:
            self.export_to(name, password)

    def export_to(self, path: Path, password: str = "") -> None:
        """Write what the search shows, the whole of it."""
        said = self.whose.code()

        def done(finished: bool) -> None:
            self.shell.toast(self.t("Saved: {path}", path=str(path)) if finished else self.t("The export was stopped."))

        self.shell.tasks.long(
            lambda desk: desk.exports.access_log(path, self.shell.papers, said, password),
            done,
            file=True,
            failed=self.shell.guarded(self.wrong.setText),
        )
