"""The week of a placed person, over whatever page it was asked for: attendance by two keys, a talk by three."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from amdesk.domain.booking.week.hours import DAY_KINDS, DayCell, DayWish, minutes_present, monday_of
from amdesk.domain.errors import Refused
from amdesk.services.booking.week.attendance import PersonWeek
from amdesk.ui.booking.week.panel import WeekPanel
from amdesk.ui.booking.week.period import AgreedDialog, DaysDialog
from amdesk.ui.booking.week.talk import TalkPanel
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.reason import ask_then
from amdesk.ui.kit.relay import Turning
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.whose import of_person

if TYPE_CHECKING:
    from amdesk.domain.texts import Text
    from amdesk.services.desk import Desk

TALK = ("talk", "call")
"""Kinds of tasks that begin with the talk; the others begin on a day."""


class WeekDialog(Dialog):
    """Enter notes the talk; a day is noted as soon as its letter is pressed, and each can be undone."""

    writes = True
    act = "week.note"

    def __init__(
        self, parent: QWidget, shell: Shell, found: PersonWeek, why: str = "", kind: str = "", day: date | None = None
    ) -> None:
        t = shell.words
        super().__init__(parent, shell, t("The week"), t("Save contact"), width=900)
        self.no.setText(t("Close"))
        self.no.setAccessibleName(t("Close"))
        self.who, self.why, self.kind = found.person.id, why, kind
        self.belongs_to(f"{of_person(shell, found.person)} · {shell.shown(found.placement)}")
        self.monday, self.notes, self.sent = found.week.monday, 0, dict[date, str]()
        """The week that is asked for; notes under way; what a day will be noted as when they are answered."""
        self.week, self.talk = WeekPanel(shell), TalkPanel(shell)
        self.body.addWidget(Turning((self.week, 64), (self.talk, 36), gap=24))
        self.week.noted.connect(self._note)
        self.week.cleared.connect(self._take_away)
        self.week.turned.connect(self._turn)
        self.week.several.connect(lambda: self._ask(DaysDialog))
        self.week.agreeing.connect(lambda: self._ask(AgreedDialog))
        self.steps, self.undoing = 0, False
        """Steps that were stored here and not taken back; whether one is being taken back."""
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self).activated.connect(self._undo)
        shell.tasks.written.connect(self._undone)
        self.week.talk.connect(self.talk.take_keys)
        self.week.unread.connect(lambda: self.complain(t("A day has 0 to 24 hours. Write for instance 4 or 4,5.")))
        self.then: Callable[[], None] | None = None
        """What is done when the hours that waited for Enter are noted."""
        self.talk.saved.connect(self.confirm)
        self.week.tell(found, (day or shell.today).weekday())
        self.talk.tell(found)
        if kind in TALK:
            self.talk.take_keys()
        else:
            self.week.stand(self.week.here)

    def confirm(self) -> None:
        if not self.ok.isEnabled() or self._hours_first(self.confirm):
            return
        who, kind, words = self.who, self.talk.kind, self.talk.words.text()
        self.write(
            lambda desk: desk.week.talked(who, kind, words),
            lambda _: self.shell.toast(self.t("The contact is noted."), undo=True),
        )

    def reject(self) -> None:
        if not self._hours_first(self.reject):
            super().reject()

    def _hours_first(self, then: Callable[[], None]) -> bool:
        """Whether hours wait for Enter: they are noted, and `then` is done when they are; where they cannot be, it says so and
        stays."""
        if not self.week.waits:
            return False
        self.then = then
        if not self.week.settle():
            self.then = None
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What nothing that has the keys has taken, as the chips of a talk or a button: each letter stands on its own."""
        if not self.week.elsewhere(event):
            super().keyPressEvent(event)

    def _note(self, index: int, code: str, minutes: int | None) -> None:
        found, who = self.week.found, self.who
        if found is None:
            return
        cell = found.week.days[index]
        before = self._before(cell)
        self._day(
            cell,
            self.t(DAY_KINDS[code].label),
            _kept(cell, code, minutes, before),
            lambda desk: desk.week.note(who, code, cell.day, None, minutes, before),
        )

    def _take_away(self, index: int) -> None:
        found, who = self.week.found, self.who
        if found is None:
            return
        cell = found.week.days[index]
        before = self._before(cell)
        self._day(cell, self.t("nothing noted"), "", lambda desk: desk.week.clear(who, cell.day, None, before))

    def _before(self, cell: DayCell) -> str:
        return self.sent.get(cell.day, self.week.before_it())

    def _day(self, cell: DayCell, what: str, after: str, act: Callable[[Desk], int]) -> None:
        """One day, at once; what another has noted meanwhile is told and nothing is stored. `after` is what will be noted."""
        day, who = cell.day, self.who
        self.notes += 1
        self.sent[day] = after
        self.complain("")

        def work(desk: Desk) -> Text | None:
            return desk.week.told_before(who, day) if act(desk) else None

        def noted(told: Text | None) -> None:
            self.notes -= 1
            self.steps += 1
            said = self.t("{weekday}: {what}.", weekday=self.t.weekday(day).capitalize(), what=what)
            self.shell.toast(f"{said}\n{self.t.say(told)}" if told else said, undo=True)
            self._read(self.monday)
            then = self.then
            if then is not None and not self.notes:
                self.then = None
                then()

        def failed(error: Exception) -> None:
            self.notes -= 1
            self.then = None
            self.sent.pop(day, None)
            self._read(self.monday)
            self.shell.guarded(lambda said: self._wrong(cell, said))(error)

        self.shell.tasks.write(work, noted, failed=failed)

    def _wrong(self, cell: DayCell, said: str) -> None:
        """Why a day is not noted; which, where the keys have left it."""
        day = self.week.day()
        if day is None or day.day != cell.day:
            said = f"{self.t.weekday(cell.day).capitalize()} {self.t.day(cell.day)}: {said}"
        self.complain(said)

    def _ask(self, kind: type[DaysDialog | AgreedDialog]) -> None:
        """Of several days at once: beginning with the one that is chosen."""
        if self.week.found is not None:
            kind(self, self.shell, self.week.found, self.week.here, self._stored).open()

    def _stored(self) -> None:
        self.steps += 1
        self._read(self.monday)

    def _undo(self) -> None:
        """Ctrl+Z takes back what was noted here, a step at a time, and nothing that was done before it was opened."""
        if self.steps and not self.notes and not self.undoing:
            self.steps, self.undoing = self.steps - 1, True
            self.shell.undo_wanted.emit()

    def _undone(self) -> None:
        if self.undoing:
            self.undoing = False
            self._read(self.monday)

    def _turn(self, weeks: int) -> None:
        self.monday += timedelta(7 * weeks)
        self._read(self.monday)

    def _read(self, monday: date) -> None:
        who, why = self.who, self.why

        def show(found: PersonWeek) -> None:
            if not self.notes:
                self.sent.clear()
            self.week.tell(found)
            self.talk.tell(found)

        self.shell.tasks.run(lambda desk: desk.week.of(who, why, monday), show, key="week")


def _kept(cell: DayCell, code: str, minutes: int | None, before: str) -> str:
    """What is noted of a day once that is stored; what was before where it will be refused."""
    try:
        return f"{code}:{minutes_present(DayWish(code, minutes), cell.agreed)}"
    except Refused:
        return before


def show(over: QWidget, shell: Shell, participant: int, kind: str = "", day: date | None = None, why: str = "") -> None:
    """Open it: of a protected person for a reason. `kind` is the task that asked for it, `day` the day that it is about."""

    def ask(reason: str) -> None:
        shell.tasks.run(
            lambda desk: desk.week.of(participant, reason, monday_of(day) if day else None),
            lambda found: WeekDialog(over, shell, found, reason, kind, day).open(),
            failed=ask_then(over, shell, ask, shell.error),
        )

    ask(why)
