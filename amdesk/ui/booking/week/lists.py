"""Attendance of everybody: a week's form on paper, its list to supervisors and back, and a month to the payroll office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from amdesk.domain.booking.week.hours import monday_of
from amdesk.domain.booking.week.payroll import PAYROLL_COLUMNS, PayrollColumn
from amdesk.domain.booking.week.sheet import TAKEN, DayMark
from amdesk.domain.exchange.leaving import left_out_text
from amdesk.domain.people.masked import Masked
from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.dialog import Dialog, scrolled
from amdesk.ui.kit.reason import ask_whom
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.saving import ask_file, file_name
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.domain.exchange.leaving import LeavingForms
    from amdesk.domain.texts import Text
    from amdesk.services.booking.week.sheet import ListSent
    from amdesk.services.desk import Desk


class WeekListsDialog(Dialog):
    """Enter prints the form of the week that is chosen; Page Up and Page Down choose another."""

    keeps = False
    act = "week.see"

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        t = shell.words
        said = t("Whoever has protected data, or whose processing is restricted, is in none of these.")
        super().__init__(
            parent, shell, t("Attendance and payroll"), t("Close"), sentence=said, width=640, only_shows=True
        )
        self.monday = monday_of(shell.today)
        self.month = _month_before(shell.today)
        """The first day of the month that is chosen: at first the one that is over, which payroll asks for."""
        self.which, self.of_month = label("", "muted"), label("", "muted")
        made = partial(button, shell, kind="soft")
        self.body.addLayout(
            self._chosen(t("Attendance of a week"), self.which, self.turn, t("The week before"), t("The week after"))
        )
        self.form = made(t("Print the form"), self.print_, icon="print", act="export", key="Enter")
        self.list = made(t("Excel list to supervisors"), self.send, icon="arrow_export", act="export")
        self.back = made(t("Read in a list"), self.ask_list, icon="arrow_import", act="week.note", writes=True)
        self.body.addWidget(_row((self.form, self.list, self.back)))
        self.body.addSpacing(8)
        self.body.addLayout(
            self._chosen(
                t("Payroll of a month"), self.of_month, self.turn_month, t("The month before"), t("The month after")
            )
        )
        self.columns = label("", "small", wrap=True)
        self.body.addWidget(self.columns)
        self.pay = made(t("Save the file for payroll"), self.payroll, icon="arrow_export", act="export")
        self.choose = made(t("Choose the columns …"), self.choose_columns, icon="settings", act="settings")
        self.body.addWidget(_row((self.pay, self.choose)))
        self._tell()
        self._read_columns()
        self.form.setFocus()

    def _chosen(self, title: str, said: QLabel, turn: Callable[[int], None], before: str, after: str) -> QHBoxLayout:
        """What is chosen, between what lies before and after it."""
        row = QHBoxLayout()
        row.addWidget(label(title, "section"))
        row.addWidget(said)
        row.addStretch(1)
        for step, icon, name in ((-1, "chevron_left", before), (1, "chevron_right", after)):
            one = button(self.shell, "", partial(turn, step), kind="link", icon=icon)
            one.setToolTip(name)
            one.setAccessibleName(name)
            row.addWidget(one)
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        weeks = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        if weeks is None:
            super().keyPressEvent(event)
        else:
            self.turn(weeks)

    def turn(self, weeks: int) -> None:
        """Another week."""
        self.monday += timedelta(7 * weeks)
        self._tell()

    def turn_month(self, months: int) -> None:
        """Another month."""
        self.month = _month_before(self.month) if months < 0 else (self.month + timedelta(31)).replace(day=1)
        self._tell()

    def _tell(self) -> None:
        t, first = self.t, self.monday
        number = first.isocalendar().week
        self.which.setText(t("week {week}, {days}", week=number, days=t.days(first, first + timedelta(6))))
        self.of_month.setText(f"{self.month:%Y-%m}")

    def _read_columns(self) -> None:
        self.shell.tasks.run(lambda desk: desk.week.payroll_columns(), self._tell_columns)

    def _tell_columns(self, found: Sequence[PayrollColumn]) -> None:
        heads = [c.heading or self.t.say(PAYROLL_COLUMNS[c.name]) for c in found]
        said = [self.t("Columns: {columns}", columns=", ".join(heads))]
        if "agreed" in {c.name for c in found}:
            said.append(self.t("Hours agreed count leave and holiday that was granted, too; a person's week does not."))
        self.columns.setText("\n".join(said))
        self.make_room()

    # the week

    def print_(self) -> None:
        """The form on paper, a page for each placement, to be looked at first."""
        from amdesk.ui.kit.paper import Paper
        from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint

        title, monday, lang = self.t("Attendance"), self.monday, self.shell.papers
        whom = self.which.text()
        name = file_name(self.shell, title, self._week(), monday)
        print_paper(
            self, self.shell, Paper(title, whom, name, lambda desk, _why: desk.week.form(monday, lang)[0], act="export")
        )

    def _week(self) -> str:
        return self.t("w. {week}", week=self.monday.isocalendar().week)

    def send(self) -> None:
        """The list to supervisors: what leaves is told first, and to whom it goes is asked."""
        monday, lang = self.monday, self.shell.papers
        name = file_name(self.shell, self.t("Attendance"), self._week(), monday, "xlsx")
        self._leave(
            lambda desk: desk.week.leaving(monday),
            self.list.text(),
            (name, "Excel (*.xlsx)"),
            lambda desk, path, to: desk.week.lists(path, monday, lang, to),
        )

    def payroll(self) -> None:
        """A month to the payroll office."""
        month, lang = f"{self.month:%Y-%m}", self.shell.papers
        name = file_name(self.shell, self.t("Payroll"), month, ending="xlsx")
        self._leave(
            lambda desk: desk.week.payroll_leaving(month, lang),
            self.pay.text(),
            (name, "Excel (*.xlsx);;CSV (*.csv)"),
            lambda desk, path, to: desk.week.payroll(path, month, lang, to),
        )

    def choose_columns(self) -> None:
        """Which columns payroll gets, over the first rows of the month that is chosen."""
        from amdesk.ui.booking.week.columns import PayrollColumnsDialog  # most who come here never change them

        month = f"{self.month:%Y-%m}"
        self.shell.tasks.run(
            lambda desk: desk.week.payroll_columns(),
            lambda found: PayrollColumnsDialog(self, self.shell, found, month, self._read_columns).open(),
        )

    def _leave(
        self,
        look: Callable[[Desk], LeavingForms],
        title: str,
        file: tuple[str, str],
        write: Callable[[Desk, Path, str], ListSent],
    ) -> None:
        """Tell what would leave, ask to whom and where, and write it. `file` is a proposed name and its kinds."""

        def looked(forms: LeavingForms) -> None:
            whom = [(name or Masked(self.t("No supervisor"), 0, 0), count) for name, count in forms.whom]
            to = ask_whom(self, self.shell, title, forms._replace(whom=tuple(whom)))
            path = None if to is None else ask_file(self, title, str(Path.home() / file[0]), file[1])
            if path is not None:
                self.shell.tasks.run(
                    lambda desk: write(desk, path, to or ""),
                    lambda sent: self._sent(sent, path),
                    failed=self.shell.guarded(self.complain),
                )

        self.complain("")
        self.shell.tasks.run(look, looked, failed=self.shell.guarded(self.complain))

    def _sent(self, sent: ListSent, path: Path) -> None:
        said = self.t.plural(
            "{count} person is on the list: {path}",
            "{count} people are on the list: {path}",
            sent.people,
            count=sent.people,
            path=str(path),
        )
        left = [self.t.say(left_out_text(sent.left_out))] if sent.left_out else []
        told = [self.shell.say(sent.told)] if sent.told else []
        self.shell.toast("\n".join([said, *left, *told]))

    def ask_list(self) -> None:
        """A list that came back, whichever week it is of."""
        name, _ = QFileDialog.getOpenFileName(self, self.t("Read in a list"), str(Path.home()), "Excel (*.xlsx *.ods)")
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Show what a list that came back would change."""
        self.complain("")
        self.shell.tasks.run(
            lambda desk: desk.week.returned(path),
            lambda found: ReturnedWeekDialog(self, self.shell, path.name, found).open(),
            failed=self.shell.guarded(self.complain),
        )


class ReturnedWeekDialog(Dialog):
    """A week's list that came back: what is new or changed is stored, what is newer here stays."""

    writes = True
    act = "week.note"

    def __init__(self, parent: QWidget, shell: Shell, file: str, found: Sequence[DayMark]) -> None:
        t = shell.words
        count = sum(m.kind in TAKEN for m in found)
        sentence = t.plural(
            "{file}: {count} day to store. Nothing is stored before you say so.",
            "{file}: {count} days to store. Nothing is stored before you say so.",
            count,
            file=file,
            count=count,
        )
        super().__init__(parent, shell, t("Returned attendance list"), t("Store"), sentence=sentence, width=620)
        self.found = list(found)
        inner = QWidget()
        self.body.addWidget(scrolled(inner, shell.theme.px(320)))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        for mark in found:
            column.addWidget(label(t.say(mark.text), "" if mark.kind in TAKEN else "muted", wrap=True))
        if not found:
            column.addWidget(label(t("Nothing in this sheet differs."), "muted"))
        column.addStretch(1)
        self.ok.setFocus()

    def confirm(self) -> None:
        if not any(m.kind in TAKEN for m in self.found):
            self.give_up()
            return

        def work(desk: Desk) -> tuple[int, Text | None]:
            count = desk.week.take(self.found)
            return count, desk.week.told_before_list(self.found) if count else None

        wanted = sum(m.kind in TAKEN for m in self.found)

        def stored(count: int, told: Text | None) -> None:
            said = [self.t.plural("{count} day stored.", "{count} days stored.", count, count=count)]
            if left := wanted - count:
                said[0] += " " + self.t.plural(
                    "{count} day was changed here meanwhile, by a note or by an end of the employment, and stays as it is.",
                    "{count} days were changed here meanwhile, by a note or by an end of the employment, and stay as they are.",
                    left,
                    count=left,
                )
            self.shell.toast("\n".join([*said, *([self.t.say(told)] if told else [])]), undo=bool(count))

        self.write(work, lambda done: stored(*done))


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(1)).replace(day=1)


def _row(parts: Sequence[QWidget]) -> QWidget:
    holder = QWidget()
    row = Wrapping(holder)
    row.setContentsMargins(0, 0, 0, 0)  # the buttons begin where the text does
    for one in parts:
        row.addWidget(one)
    return holder
