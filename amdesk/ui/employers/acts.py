"""Introducing somebody, why not, and the vacancies of a file before they are stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from amdesk.domain.change import Change
from amdesk.domain.employers.brought import BROUGHT, ReadVacancies
from amdesk.domain.employers.introduction import NOT_REASONS, REASON_KEYS, Introduction
from amdesk.domain.employers.vacancy import Vacancy
from amdesk.services.employers.soon import DonePerson
from amdesk.ui.kit.basic import CheckBox, button, label
from amdesk.ui.kit.dialog import Dialog, scrolled
from amdesk.ui.kit.reason import ask_then
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.domain.texts import Text
    from amdesk.services.desk import Desk


class IntroduceDialog(Dialog):
    """That she has said yes, and what is sent: both are said before the button."""

    writes = True
    act = "employers.introduce"

    def __init__(
        self, parent: QWidget, shell: Shell, whom: tuple[int, str], what: tuple[int, str], done: DonePerson
    ) -> None:
        """`whom` is the person's key and name, `what` the vacancy's key, title and employer."""
        t = shell.words
        sent = (
            t("Certificate {number} goes along. Nothing about absence, needs or support.", number=done.certificate.seen)
            if done.certificate.seen
            else t("Only the certificate goes along. Nothing about absence or support.")
            if done.issued
            else t("No certificate is issued, so only the name goes along. Nothing about absence, needs or support.")
        )
        super().__init__(
            parent, shell, t("Introduce to {what}", what=what[1]), t("Introduce"), sentence=sent, width=520
        )
        self.belongs_to(whom[1])
        self.whom, self.what, self.over = whom, what, parent
        self.consent = CheckBox(shell, t("Has been asked and has said yes to being introduced"))
        self.body.addWidget(self.consent)
        self.consent.setFocus()

    def confirm(self) -> None:
        if not self.consent.isChecked():
            self.complain(self.t("Ask first, and tick that the answer was yes."))
            return
        self._store("")

    def _store(self, why: str) -> None:
        whom, what = self.whom[0], self.what[0]
        self.asked = why
        self.write(
            lambda desk: desk.introductions.introduce(whom, what, consent=True, why=why),
            lambda _: self.shell.toast(self.t("The introduction is noted."), undo=True),
        )

    def refused(self, error: Exception) -> None:
        """Of a protected person why is asked, and is logged."""
        ask_then(self, self.shell, self._store, lambda _e: None)(error)


class NotDialog(Dialog):
    """Why it came to nothing: one key each."""

    writes = True
    act = "employers.introduce"

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        whom: tuple[int, str],
        what: tuple[int, str],
        introduction: Introduction | None,
    ) -> None:
        """`introduction` is the one that ends; without one the vacancy is set aside for her."""
        t = shell.words
        title = t("Why not?") if introduction else t("Why is {what} not relevant?", what=what[1])
        super().__init__(
            parent, shell, title, t("Save"), sentence=t("One key each. Never a reason about health."), width=460
        )
        self.belongs_to(whom[1])
        self.whom, self.what, self.introduction = whom, what, introduction
        self.keys_of = dict(zip(REASON_KEYS, NOT_REASONS, strict=True))
        column = QVBoxLayout()
        column.setSpacing(4)
        for key, code in self.keys_of.items():
            column.addWidget(
                button(shell, t(NOT_REASONS[code]), partial(self.choose, code), key=key, writes=True, act=self.act)
            )
        self.body.addLayout(column)
        self.ok.hide()
        first = column.itemAt(0)
        widget = first.widget() if first is not None else None
        if widget is not None:
            widget.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        code = self.keys_of.get(event.text())
        if code and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.choose(code)
        else:
            super().keyPressEvent(event)

    def confirm(self) -> None:
        self.complain(self.t("Choose why."))

    def choose(self, code: str) -> None:
        whom, what, one = self.whom[0], self.what[0], self.introduction
        if self.storing or self.shell.barred(self.act):
            return
        self.write(
            lambda desk: (
                desk.introductions.step(one.id, "not", code)
                if one
                else desk.introductions.not_relevant(whom, what, code)
            ),
            lambda _: self.shell.toast(self.t("The reason is noted."), undo=True),
        )


class BroughtDialog(Dialog):
    """The vacancies of a file: what becomes of each row, and what was not read. Nothing is stored before somebody says so."""

    writes = True
    act = "employers.change"

    def __init__(
        self, parent: QWidget, shell: Shell, read: ReadVacancies, then: Callable[[], None] = lambda: None
    ) -> None:
        t = shell.words
        count = sum(read.count(x) for x in ("new", "changed", "removed"))
        each = ", ".join(f"{t(said)}: {read.count(code)}" for code, said in BROUGHT.items() if read.count(code))
        confirm = t.plural("Store {count} vacancy", "Store {count} vacancies", count, count=count)
        super().__init__(parent, shell, t("Vacancies in {file}", file=read.file), confirm, sentence=each, width=640)
        self.read, self.count, self.then = read, count, then
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        for name, rows in read.unread.items():
            said = t.plural(
                "Not read: {name}, in {count} row", "Not read: {name}, in {count} rows", rows, name=name, count=rows
            )
            column.addWidget(label(said, "warn", wrap=True))
        if read.headings:
            column.addWidget(label(t.say(read.headings), "warn", wrap=True))
        for row in read.rows[:SHOWN]:
            what = ", ".join(x for x in (str(row.values.get("title") or ""), row.employer) if x) or row.at
            told = "; ".join(t.say(one) for one in row.told(shell.today))
            why = f" – {told}" if told else ""
            column.addWidget(label(f"{t(BROUGHT[row.outcome])}: {what}{why}", "small", wrap=True))
        if len(read.rows) > SHOWN:
            column.addWidget(label(t("and {count} more", count=len(read.rows) - SHOWN), "muted"))
        column.addStretch(1)
        self.body.addWidget(scrolled(inner, shell.theme.px(300)))
        self.ok.setFocus()

    def confirm(self) -> None:
        if not self.count:
            self.give_up()
            return
        read = self.read
        self.write(lambda desk: desk.vacancies.store(read), self._stored)

    def _stored(self, count: int) -> None:
        self.shell.toast(
            self.t.plural("{count} vacancy stored", "{count} vacancies stored", count, count=count), undo=True
        )
        self.then()


SHOWN = 200
"""Rows of a file that the dialog shows; the button counts all."""


def set_state(shell: Shell, vacancy: Vacancy, status: str) -> None:
    """A vacancy is filled, withdrawn or open again, at once; it can be undone."""
    state = shell.say(replace(vacancy, status=status).state_on(shell.today))
    said = shell.words("{title}: {status}.", title=vacancy.title, status=state.lower())

    def work(desk: Desk) -> Text | None:
        desk.vacancies.close(vacancy.id, Change(vacancy.status, status))
        return desk.introductions.waiting(vacancy.id)

    shell.tasks.write(
        work,
        lambda waiting: shell.toast(f"{said}\n{shell.say(waiting)}" if waiting else said, undo=True),
        failed=shell.guarded(shell.toast),
    )


def take_step(shell: Shell, introduction: int, step: str) -> None:
    """The next step of an introduction, at once; it can be undone. That more are hired than there are places is told with it."""

    def work(desk: Desk) -> Sequence[Text | None]:
        desk.introductions.step(introduction, step)
        return desk.introductions.crowded(introduction), desk.introductions.elsewhere(introduction)

    def done(warned: Sequence[Text | None]) -> None:
        said = [shell.words("The step is noted."), *(shell.say(one) for one in warned if one)]
        shell.toast("\n".join(said), undo=True)

    shell.tasks.write(work, done, failed=shell.guarded(shell.toast))


def over_buttons(shell: Shell, vacancy: Vacancy) -> Wrapping:
    """What ends a vacancy that is open, in the middle of what is left to each as the buttons above them are."""
    t, row = shell.words, Wrapping()
    for status, said in (("filled", t("Mark as filled")), ("closed", t("Mark as withdrawn"))):
        then = partial(set_state, shell, vacancy, status)
        row.addWidget(button(shell, said, then, kind="link", writes=True, act="employers.change"), 1)
    return row
