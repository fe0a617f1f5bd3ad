"""How a file is read, in the window: the card above its rows, what of it can be changed, and what has to be answered first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from amdesk.domain.texts import Text
from amdesk.i18n import Words
from amdesk.services.exchange.imports import ColumnRead, FileQuestion, FileReading, Staged
from amdesk.services.exchange.rereading import LookedAt, heading_choices, taken
from amdesk.ui.exchange.kinds import kind_names
from amdesk.ui.exchange.owncalled import OwnCalled
from amdesk.ui.guidance.beside import open_beside
from amdesk.ui.kit.basic import KeyButton, Panel, button, clear, label
from amdesk.ui.kit.fields import Choice, Field
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.shell import Shell

ROWS_TOLD = 10
ORDERS = ("day first", "month first")


class ReadAnew(Protocol):
    """Read the file anew with these answers, or as another kind."""

    def __call__(self, answers: Mapping[str, str], kind: str = "") -> None: ...


def summary(t: Words, staged: Staged, reading: FileReading, own: OwnCalled) -> str:
    """The card in one line: sheet, heading rows, signs, and every column that is not read by its name."""
    said = []
    if len(reading.sheets) > 1:
        said.append(t("sheet {name}", name=own.sheet(staged.sheet)))
    if len(reading.heading_rows) > 1:
        said.append(t("headings in rows {rows}", rows=", ".join(str(n) for n in reading.heading_rows)))
    elif reading.heading_rows:
        said.append(t("headings in row {row}", row=reading.heading_rows[0]))
    said += [_signs(t, c, own) for c in reading.columns if c.dates or c.decimal]
    if unread := reading.unread:
        names = ", ".join(own.heading(c.index) for c in unread)
        said.append(
            t.plural(
                "{count} column is not read: {names}",
                "{count} columns are not read: {names}",
                len(unread),
                count=len(unread),
                names=names,
            )
        )
    if staged.answers:
        said.append(t("answers of {name}", name=own.sender()))
    return " · ".join(said)


def _signs(t: Words, column: ColumnRead, own: OwnCalled) -> str:
    name = own.heading(column.index)
    if column.decimal:
        return t("{name}: decimals after {sign}", name=name, sign=f"“{column.decimal}”")
    return (
        t("{name}: the day first", name=name)
        if column.dates == "day first"
        else t("{name}: the month first", name=name)
    )


class ReadingLine(Panel):
    """The card above the rows of a file, in one line."""

    def __init__(self, shell: Shell, change: Callable[[], object]) -> None:
        super().__init__(padding=0)
        self.shell, self.t = shell, shell.words
        row = QHBoxLayout()
        row.setContentsMargins(14, 6, 8, 6)
        mark = QLabel()
        size = shell.theme.mark(18)
        mark.setPixmap(shell.theme.pixmap("checkmark_circle", "ok", size, filled=True, dpr=self.devicePixelRatioF()))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(label(self.t("How we read the file"), "section"))
        self.said = label("", "muted", wrap=True)
        row.addWidget(self.said, 1)
        self.change = button(shell, self.t("Change"), change, kind="link")
        row.addWidget(self.change)
        self.body.addLayout(row)

    def show_reading(self, staged: Staged, reading: FileReading) -> None:
        self.said.setText(summary(self.t, staged, reading, OwnCalled(self.shell, staged)))


class QuestionBox(QFrame):
    """One question after the other, with its answers as buttons; the digits press them."""

    def __init__(self, shell: Shell, answered: Callable[[str, str], object]) -> None:
        """`answered` is told the key of a question and the answer to it."""
        super().__init__()
        self.shell, self.t, self.answered = shell, shell.words, answered
        self.setObjectName("clashband")
        self.question: FileQuestion | None = None
        self.buttons: list[KeyButton] = []
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 10, 16, 12)
        across.setSpacing(10)
        self.sign = QLabel()
        across.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        self.inner = QVBoxLayout()
        self.inner.setSpacing(6)
        across.addLayout(self.inner, 1)
        self.hide()

    def ask(self, reading: FileReading, own: OwnCalled) -> None:
        """The first of the questions; nothing where there is none."""
        t, questions = self.t, to_ask(reading)
        clear(self.inner)
        self.buttons = []
        self.question = questions[0] if questions else None
        self.setVisible(bool(questions))
        if self.question is None:
            return
        theme = self.shell.theme
        name = "shield_lock" if self.question.code.startswith("PROTECTION") else "question_circle"
        self.sign.setPixmap(theme.pixmap(name, "warn", theme.mark(20), filled=True, dpr=self.devicePixelRatioF()))
        self.inner.addWidget(label(t.say(own.said(self.question.said)), "section", wrap=True))
        if rows := self.question.rows:
            more = t.plural(
                "{count} row has something in it: {rows}. The rows are shown when you have answered.",
                "{count} rows have something in them: {rows}. The rows are shown when you have answered.",
                len(rows),
                count=len(rows),
                rows=", ".join(map(str, rows[:ROWS_TOLD])) + (" …" if len(rows) > ROWS_TOLD else ""),
            )
            self.inner.addWidget(label(more, wrap=True))
        line = Wrapping()
        for i, answer in enumerate(self.question.answers):
            one = button(
                self.shell,
                t.say(own.said(answer.said)),
                partial(self._chosen, answer.value),
                kind="primary" if i == 0 else "",
                key=str(i + 1) if i < 9 else "",
            )
            self.buttons.append(one)
            line.addWidget(one)
        if self.question.code == "PROTECTION_COLUMN":
            why = button(self.shell, t("What is the difference?"), self._explain, kind="link", icon="question_circle")
            line.addWidget(why)
        self.inner.addLayout(line)

    def _explain(self) -> None:
        """The unit's guidance about protected identity, over the page; the question stays."""
        open_beside(self, self.shell, "protection", "", self.buttons[0])

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


class ReadingBand(Panel):
    """Kind, sheet, heading rows, order of dates and decimal sign as they were recognised; each may be changed."""

    def __init__(self, shell: Shell, change: ReadAnew) -> None:
        super().__init__(shell.words("How we read the file"))
        self.shell, self.t, self.change = shell, shell.words, change
        self.left = label("", "asked")
        self.head.insertWidget(1, self.left)
        self.kept = label("", "small")
        self.head.addWidget(self.kept)
        t, line = self.t, Wrapping()
        self.fields = {name: Choice(shell, []) for name in ("kind", "sheet", "rows", "dates", "decimal")}
        titles = {"kind": t("Contents"), "sheet": t("Sheet"), "rows": t("Headings"), "dates": t("Dates"), "decimal": t("Decimal sign")}  # fmt: skip
        for name, one in self.fields.items():
            field = Field(titles[name], one)
            field.setMinimumWidth(shell.theme.px(170))
            line.addWidget(field, 1)
            one.activated.connect(partial(self._changed, name))
        self.body.addLayout(line)
        self.asks = QuestionBox(shell, lambda key, answer: change({key: answer}))
        self.body.addWidget(self.asks)
        self.unread = QWidget()
        column = QVBoxLayout(self.unread)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(label(t("Columns that are not read"), "label"))
        self.chips = Wrapping()
        column.addLayout(self.chips)
        self.body.addWidget(self.unread)
        self.look: LookedAt | None = None

    def show_look(self, look: LookedAt) -> None:
        self.look = look
        t, staged, reading = self.t, look.staged, look.reading
        own = OwnCalled(self.shell, staged)
        count = len(to_ask(reading))
        self.left.setText(
            t.plural("{count} question left", "{count} questions left", count, count=count) if count else ""
        )
        self.left.setVisible(bool(count))
        self.kept.setText(t("The answers are kept for {name}.", name=own.sender()))
        self.fields["kind"].fill(list(kind_names(t).items()), staged.kind.name)
        sheets = [(s.name, own.sheet(s.name)) for s in reading.sheets if s.rows] or [
            (staged.sheet, own.sheet(staged.sheet))
        ]
        whole = staged.sheet not in dict(sheets)  # several were read as one
        self.fields["sheet"].fill(
            [*sheets, *([("*", own.sheet(staged.sheet))] if whole else [])], "*" if whole else staged.sheet
        )
        self.fields["sheet"].setEnabled(len(sheets) > 1)
        rows = [(code, _rows(t, numbers)) for code, numbers in heading_choices(staged)]
        self.fields["rows"].fill(rows, taken(staged))
        self._signs(
            "dates",
            {c.dates for c in reading.columns if c.dates},
            dict(zip(ORDERS, (t("day/month/year"), t("month/day/year")), strict=True)),
        )
        self._signs("decimal", {c.decimal for c in reading.columns if c.decimal}, {",": t("comma"), ".": t("point")})
        self.asks.ask(reading, own)
        self._show_unread(look, own)

    def _signs(self, name: str, found: set[str], words: Mapping[str, str]) -> None:
        choices = list(words.items())
        now = found.pop() if len(found) == 1 else ""
        if now not in words:
            choices.insert(0, ("", "–"))
        self.fields[name].fill(choices, now if now in words else "")
        self.fields[name].setEnabled(bool(found) or bool(now))

    def _show_unread(self, look: LookedAt, own: OwnCalled) -> None:
        clear(self.chips)
        self.unread.setVisible(bool(look.reading.unread))
        asked = {q.column for q in look.reading.questions if q.code == "PROTECTION_COLUMN"}
        for column in look.reading.unread:
            self.chips.addWidget(
                self._chip(look, column, own.heading(column.index), stops=look.staged.called(column.index) in asked)
            )

    def _chip(self, look: LookedAt, column: ColumnRead, shown: str, *, stops: bool) -> KeyButton:
        t, name = self.t, look.staged.called(column.index)
        said = t.plural(
            "{name} · {count} row · read as …",
            "{name} · {count} rows · read as …",
            column.filled,
            name=shown,
            count=column.filled,
        )
        chip = KeyButton(self.shell, said, kind="chip", icon="warning" if stops else "eye_off")
        chip.setIcon(self.shell.theme.icon(chip.icon_name, "warn", self.shell.theme.mark(18), filled=stops))
        chip.setProperty("warn", "stops" if stops else "true")
        chip.setToolTip(said)
        chip.clicked.connect(lambda: self._offer(chip, look, name))
        return chip

    def _offer(self, chip: KeyButton, look: LookedAt, name: str) -> None:
        menu = QMenu(chip)
        used = set(look.staged.mapping.values())
        for field in sorted(look.staged.kind.fields, key=lambda f: f.name in used):
            act = menu.addAction(self.t.say(Text(field.label)))
            act.triggered.connect(lambda _=False, f=field.name: self.change({f"column:{name}": f}))
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def _changed(self, name: str, _index: int = 0) -> None:
        look, code = self.look, self.fields[name].code()
        if look is None or not code:
            return
        if name == "kind":
            self.change({}, code)
        elif name in {"sheet", "rows"}:
            self.change({"sheets" if name == "sheet" else "headings": code})
        else:
            columns = [c for c in look.reading.columns if (c.dates if name == "dates" else c.decimal)]
            self.change({f"{name}:{look.staged.called(c.index)}": code for c in columns})


def _rows(t: Words, numbers: tuple[int, ...]) -> str:
    if len(numbers) > 1:
        return t("Rows {rows} together", rows=", ".join(map(str, numbers)))
    return t("Row {row}", row=str(numbers[0]))


def to_ask(reading: FileReading) -> list[FileQuestion]:
    """The questions of the page; a column that is missing is pointed out among all columns instead."""
    return [q for q in reading.questions if q.code != "COLUMN_MISSING"]
