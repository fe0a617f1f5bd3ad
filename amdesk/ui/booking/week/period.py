"""Of several days at once: an absence from one day to another, and the hours agreed by weekday from a day on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from amdesk.domain.booking.week.hours import AWAY, DAY_KINDS, WeekMinutes, agreed_week, read_week
from amdesk.domain.change import Change
from amdesk.domain.errors import Refused
from amdesk.services.booking.week.attendance import PersonWeek
from amdesk.ui.kit.dialog import Dialog, grid
from amdesk.ui.kit.fields import Choice, DateEdit, Field
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.whose import of_person

if TYPE_CHECKING:
    from amdesk.domain.texts import Text
    from amdesk.services.desk import Desk


class DaysDialog(Dialog):
    """An absence, or attendance, of every day with hours from one to another."""

    writes = True
    act = "week.note"

    def __init__(
        self, parent: QWidget, shell: Shell, found: PersonWeek, index: int, then: Callable[[], object]
    ) -> None:
        t = shell.words
        said = t(
            "Only days with hours agreed are noted: weekends, public holidays and free days stay as they are. What was noted "
            "before is replaced."
        )
        super().__init__(parent, shell, t("Several days"), t("Save"), sentence=said, width=520)
        self.who, self.then = found.person.id, then
        self.belongs_to(of_person(shell, found.person))
        self.first = DateEdit(shell, found.week.days[index].day)
        self.last = DateEdit(shell, None, base=lambda: self.first.value())
        self.code = Choice(shell, [(code, t(DAY_KINDS[code].label)) for code in (*AWAY, "present")])
        fields = (
            Field(t("First day"), self.first),
            Field(t("Last day"), self.last),
            Field(t("What it was"), self.code),
        )
        self.body.addLayout(grid(list(fields)))
        self.last.setFocus()

    def confirm(self) -> None:
        if not self.ok.isEnabled():
            return
        first, last, code, who = self.first.value(), self.last.value(), self.code.code(), self.who
        if first is None or last is None:
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return

        def work(desk: Desk) -> tuple[int, Text | None]:
            count = desk.week.note(who, code, first, last)
            return count, desk.week.told_before(who, first, last) if count else None

        self.write(work, lambda done: self._said(*done))

    def _said(self, count: int, told: Text | None) -> None:
        said = self.t.plural("{count} day is noted.", "{count} days are noted.", count, count=count)
        self.shell.toast(f"{said}\n{self.t.say(told)}" if told else said, undo=count > 0)
        if count:
            self.then()


class AgreedDialog(Dialog):
    """The hours agreed by weekday, of the employment that is under way on the day. Where somebody else has agreed others for it since
    the week was read, it is asked which are to stand."""

    writes = True
    act = "week.note"

    def __init__(
        self, parent: QWidget, shell: Shell, found: PersonWeek, index: int, then: Callable[[], object]
    ) -> None:
        t = shell.words
        said = t("From that day until something else is agreed. Days that were noted stay as they were noted.")
        super().__init__(parent, shell, t("Hours agreed"), t("Save"), sentence=said, width=520)
        self.who, self.then, self.terms = found.person.id, then, found.terms
        self.belongs_to(of_person(shell, found.person))
        self.first = DateEdit(shell, found.week.days[index].day)
        self.week = QLineEdit(" ".join(map(t.hours, found.agreed)).removesuffix(" 0 0"))
        self.week.setPlaceholderText(t("Days from Monday, for instance 6 6 6 6 4,5"))
        self.body.addLayout(
            grid([Field(t("From"), self.first), Field(t("Hours of each day from Monday on"), self.week)])
        )
        self.week.setFocus()
        self.week.selectAll()

    def confirm(self) -> None:
        if not self.ok.isEnabled():
            return
        first, who = self.first.value(), self.who
        if first is None:
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        try:
            week = read_week(self.week.text())
        except Refused as wrong:
            self.complain(self.shell.say(wrong.text))
            return

        def work(desk: Desk, wanted: WeekMinutes | Change) -> Text | None:
            desk.week.agree(who, wanted, first)
            return desk.week.told_before(who, first, self.shell.today)

        def stored(told: Text | None) -> None:
            said = self.t("The hours agreed are noted.")
            self.shell.toast(f"{said}\n{self.t.say(told)}" if told else said, undo=True)
            self.then()

        if not self.terms.covers(first):  # of another employment, or of none, which the bank says
            self.write(lambda desk: work(desk, week), stored)
            return
        opened = agreed_week(first, self.terms.usual, self.terms.agreements)
        if week == opened:
            self.accept()
            return
        self.store({"week": Change(opened, week)}, lambda desk, given: work(desk, given["week"]), stored)
