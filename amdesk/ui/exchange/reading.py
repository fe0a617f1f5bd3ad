"""How a file is read, in the window: the card above its rows, and what is asked before there are any."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from amdesk.i18n import Words
from amdesk.services.exchange.imports import ColumnRead, FileQuestion, FileReading, Staged
from amdesk.ui.kit.basic import KeyButton, Panel, button, clear, label
from amdesk.ui.kit.shell import Shell

ROWS_TOLD = 10


def summary(t: Words, staged: Staged, reading: FileReading) -> str:
    """The card in one line: sheet, heading rows, signs, and every column that is not read by its name."""
    said = []
    if len(reading.sheets) > 1:
        said.append(t("sheet {name}", name=staged.sheet))
    if len(reading.heading_rows) > 1:
        said.append(t("headings in rows {rows}", rows=", ".join(str(n) for n in reading.heading_rows)))
    elif reading.heading_rows:
        said.append(t("headings in row {row}", row=reading.heading_rows[0]))
    said += [_signs(t, c) for c in reading.columns if c.dates or c.decimal]
    if unread := reading.unread:
        names = ", ".join(c.heading or c.letters for c in unread)
        said.append(
            t.plural("{count} column is not read: {names}", "{count} columns are not read: {names}", len(unread), count=len(unread), names=names)
        )  # fmt: skip
    if staged.answers:
        said.append(t("answers of {name}", name=staged.profile))
    return " · ".join(said)


def _signs(t: Words, column: ColumnRead) -> str:
    name = column.heading or column.letters
    if column.decimal:
        return t("{name}: decimals after {sign}", name=name, sign=f"“{column.decimal}”")
    return (
        t("{name}: the day first", name=name)
        if column.dates == "day first"
        else t("{name}: the month first", name=name)
    )


class ReadingLine(QWidget):
    """The card above the rows of a file."""

    def __init__(self, shell: Shell, change: Callable[[], object]) -> None:
        super().__init__()
        self.t = shell.words
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 12, 0)
        row.addWidget(label(self.t("How we read the file"), "section"))
        self.said = label("", "muted", wrap=True)
        row.addWidget(self.said, 1)
        self.change = button(shell, self.t("Change"), change, kind="link")
        row.addWidget(self.change)

    def show_reading(self, staged: Staged, reading: FileReading) -> None:
        self.said.setText(summary(self.t, staged, reading))


class QuestionPanel(Panel):
    """One question after the other; the rows of the file are shown when the last one is answered."""

    def __init__(self, shell: Shell, answered: Callable[[str, str], object]) -> None:
        """`answered` is told the key of a question and the answer to it."""
        super().__init__(shell.words("How we read the file"))
        self.shell, self.t, self.answered = shell, shell.words, answered
        self.question: FileQuestion | None = None
        self.buttons: list[KeyButton] = []
        self.inner = QVBoxLayout()
        self.body.addLayout(self.inner)
        self.body.addStretch(1)

    def ask(self, staged: Staged, reading: FileReading, questions: list[FileQuestion]) -> None:
        """The first of the questions, with its answers as buttons."""
        t, self.question = self.t, questions[0]
        clear(self.inner)
        count = len(questions)
        self.inner.addWidget(
            label(t.plural("{count} question left", "{count} questions left", count, count=count), "muted")
        )
        self.inner.addWidget(label(t.say(self.question.said), "strong", wrap=True))
        if rows := self.question.rows:
            more = t.plural(
                "{count} row has something in it: {rows}. The rows are shown when you have answered.",
                "{count} rows have something in them: {rows}. The rows are shown when you have answered.",
                len(rows),
                count=len(rows),
                rows=", ".join(map(str, rows[:ROWS_TOLD])) + (" …" if len(rows) > ROWS_TOLD else ""),
            )
            self.inner.addWidget(label(more, "muted", wrap=True))
        self.buttons = [
            button(
                self.shell,
                t.say(answer.said),
                partial(self._chosen, answer.value),
                kind="primary" if i == 0 else "",
                key=str(i + 1) if i < 9 else "",
            )
            for i, answer in enumerate(self.question.answers)
        ]
        for one in self.buttons:
            self.inner.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
        if reading.unread:
            names = ", ".join(c.heading or c.letters for c in reading.unread)
            self.inner.addWidget(label(t("Columns that are not read: {names}", names=names), "muted", wrap=True))
        self.inner.addWidget(label(t("The answers are kept for {name}.", name=staged.profile), "small", wrap=True))
        self.buttons[0].setFocus()

    def press(self, number: int) -> bool:
        """The answer that a digit stands for; false where there is none."""
        if not 1 <= number <= len(self.buttons):
            return False
        self.buttons[number - 1].click()
        return True

    def _chosen(self, value: str) -> None:
        if self.question is not None:
            for one in self.buttons:
                one.setEnabled(False)
            self.answered(self.question.key, value)


def to_ask(reading: FileReading) -> list[FileQuestion]:
    """The questions of the page; a column that is missing is pointed out among all columns instead."""
    return [q for q in reading.questions if q.code != "COLUMN_MISSING"]
