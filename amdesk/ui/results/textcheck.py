"""Granska text: paste or open a text; its figures are found and tested, faults are marked where they stand."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from amdesk.domain.results.claims import Claim
from amdesk.domain.results.textcheck import Checked, Fault
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Panel, button, label
from amdesk.ui.kit.relay import in_columns
from amdesk.ui.kit.rows import Row, TableModel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable


class TextCheckPane(QWidget):
    def __init__(self, shell: Shell, over: QWidget | None = None) -> None:
        super().__init__(over)
        self.shell, self.t = shell, shell.words
        self.found = Checked((), ())
        in_columns(self, (self._text(), 55), (self._list(), 45))
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(250)
        self.timer.timeout.connect(self.check)
        self.words.textChanged.connect(self.timer.start)

    def _text(self) -> QWidget:
        t = self.t
        panel = Panel(t("Text"))
        panel.head.addWidget(button(self.shell, t("Open a file"), self.open_file, kind="link", icon="folder_open"))
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(t("Text"))
        self.words.setPlaceholderText(
            t("Paste a text here, or open a .txt, .docx or .pdf. Every “n of m”, percentage and sum in it is tested.")
        )
        self.words.setTabChangesFocus(True)
        panel.body.addWidget(self.words, 1)
        return panel

    def _list(self) -> QWidget:
        t = self.t
        column = QVBoxLayout()
        panel = Panel(t("Faults"))
        self.verdict = panel.count
        self.faults: TableModel[Fault] = TableModel(
            [(t("What is wrong"), lambda f: f"“{' '.join(f.text.split())}”\n{t.say(f.reason)}", paint.LEFT)]
        )
        self.fault_table = PlainTable(self.shell, self.faults, t("Faults"), (0,), tall=62)
        self.fault_table.selectionModel().currentRowChanged.connect(lambda i, _o: self._show(i.data(Row)))
        panel.body.addWidget(self.fault_table, 5)
        panel.body.addWidget(label(t("Figures found"), "section"))
        self.claims: TableModel[Claim] = TableModel(
            [
                (t("In the text"), lambda c: " ".join(c.text.split()), paint.LEFT),
                (t("Verdict"), self._verdict, paint.LEFT),
            ]
        )
        self.claim_table = PlainTable(self.shell, self.claims, t("Figures found"), (0, 130), tall=28)
        self.claim_table.selectionModel().currentRowChanged.connect(lambda i, _o: self._show(i.data(Row)))
        panel.body.addWidget(self.claim_table, 5)
        column.addWidget(panel)
        return panel

    def _verdict(self, c: Claim) -> str:
        return {True: self.t("agrees"), False: self.t("does not agree"), None: self.t("cannot be tested")}[c.agrees]

    def typed(self) -> str:
        """The text, where it was written or pasted here and stands in no file."""
        return self.words.toPlainText() if self.words.document().isModified() else ""

    def carry(self, said: str) -> None:
        self.words.setPlainText(said)
        self.words.document().setModified(True)

    def check(self) -> None:
        said = self.words.toPlainText()
        self.shell.tasks.run(lambda desk: desk.texts.check(said), self.show_checked, key="textcheck")

    def show_checked(self, found: Checked) -> None:
        self.found = found
        self.faults.set_rows(found.faults)
        self.claims.set_rows(found.claims)
        if not found.claims:
            self.verdict.setText("")
        else:
            self.verdict.setText(
                self.t.plural(
                    "{faults} in {claims} figure",
                    "{faults} in {claims} figures",
                    len(found.claims),
                    faults=len(found.faults),
                    claims=len(found.claims),
                )
            )
        self.words.setExtraSelections([self._mark(f) for f in found.faults])

    def _mark(self, fault: Fault) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        theme, shape = self.shell.theme, QTextCharFormat()
        shape.setBackground(theme.color("bad_soft"))
        shape.setUnderlineColor(theme.color("bad"))
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        mark.format = shape
        mark.cursor = self._cursor(fault)
        return mark

    def _cursor(self, what: Fault | Claim) -> QTextCursor:
        cursor = self.words.textCursor()
        cursor.setPosition(what.position)
        cursor.setPosition(what.position + len(what.text), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _show(self, what: Fault | Claim | None) -> None:
        """The text scrolls to what the list is on."""
        if what is not None:
            cursor = self._cursor(what)
            cursor.setPosition(what.position)
            self.words.setTextCursor(cursor)
            self.words.centerCursor()

    def open_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.t("Open a file"), str(Path.home()), f"{self.t('Texts')} (*.txt *.md *.docx *.pdf)"
        )
        if name:
            self.load(Path(name))

    def load(self, path: Path) -> None:
        """Read a file into the field; the check follows by itself."""
        self.shell.tasks.run(
            lambda desk: desk.texts.check_file(path)[0],
            self.words.setPlainText,
            failed=self.shell.guarded(lambda s: self.shell.toast(s)),
            long=self.t("The file is being read."),
        )
