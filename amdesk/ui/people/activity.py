"""The activity plan of a person on screen: what a decision asks for beside what was planned and attended; and the paper of it."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from amdesk.domain.overview.activity import ActivityWeek, hours_told, two_sided
from amdesk.i18n import Words
from amdesk.ui.kit.basic import button
from amdesk.ui.kit.dialog import Dialog, grid
from amdesk.ui.kit.fields import DateEdit, Field
from amdesk.ui.kit.reason import ask_then
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.paper import PageDialog, print_of
from amdesk.ui.people.whose import of_person

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from amdesk.domain.overview.activity import ActivityDemand, ActivityPage
    from amdesk.domain.people.participant import Person


class ActivityDialog(PageDialog):
    """Another button notes what a decision asks for."""

    act = "activity"

    def __init__(self, parent: QWidget, shell: Shell, found: ActivityPage, why: str = "") -> None:
        t, whose = shell.words, of_person(shell, found.person)
        super().__init__(parent, shell, whose, t("Activity plan"), _sentences(t, found), (760, 380))
        self.found, self.why = found, why
        self.note = button(shell, t("What a decision asks for"), self.ask, kind="soft", writes=True, act="activity")
        self.row.insertWidget(0, self.note)
        self._tell(found)

    def _tell(self, found: ActivityPage) -> None:
        self.found = found
        self.sentence.setText(_sentences(self.t, found))
        self.text.show_html(activity_html(found, self.shell))

    def ask(self) -> None:
        DemandDialog(self, self.shell, self.found.person, self.read, self.found.demands).open()

    def read(self) -> None:
        """Read anew what it shows."""
        key, why = self.found.person.id, self.why
        self.shell.tasks.run(lambda desk: desk.activities.of(key, why), self._tell, key="activity")

    def show_paper(self, over: QWidget) -> None:
        print_activity(over, self.shell, self.found, self.why)


class DemandDialog(Dialog):
    """Hours a week that a decision of the social committee asks for."""

    writes = True
    act = "activity"

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        person: Person,
        then: Callable[[], object] | None = None,
        seen: Sequence[ActivityDemand] = (),
    ) -> None:
        t = shell.words
        said = t("The board decides and judges what is an acceptable reason. One that is open ends the day before.")
        super().__init__(parent, shell, t("What a decision asks for"), t("Save"), sentence=said, width=520)
        self.person, self.then, self.seen = person.id, then, tuple(seen)
        self.belongs_to(of_person(shell, person))
        self.hours, self.by, self.number = QLineEdit(), QLineEdit(), QLineEdit()
        self.first, self.last = DateEdit(shell, shell.today), DateEdit(shell, None, base=lambda: self.first.value())
        self.on = DateEdit(shell, shell.today)
        fields = (
            (t("Hours a week"), self.hours),
            (t("Decided by"), self.by),
            (t("From"), self.first),
            (t("Until (empty: until further notice)"), self.last),
            (t("Decided on"), self.on),
            (t("Number of the decision"), self.number),
        )
        self.body.addLayout(grid([Field(name, box) for name, box in fields]))
        self.hours.setFocus()

    def confirm(self) -> None:
        t, first, on = self.t, self.first.value(), self.on.value()
        if first is None or on is None or self.last.wrong():
            self.complain(t("Write a date, for instance 2026-12-07 or +2v."))
            return
        plain = self.hours.text().strip().replace(",", ".")
        if not plain.replace(".", "", 1).isdecimal() or len(plain) > 6:
            self.complain(t("Write the hours a week that the decision asks for, for instance 20."))
            return
        key, minutes, last = self.person, round(float(plain) * 60), self.last.value()
        seen = self.seen
        decided = (on, self.by.text(), self.number.text())
        self.write(lambda desk: desk.activities.ask(key, minutes, first, last, decided, seen), lambda _: self._said())

    def _said(self) -> None:
        self.shell.toast(self.t("What the decision asks for is noted."), undo=True)
        if self.then is not None:
            self.then()


def _sentences(t: Words, found: ActivityPage) -> str:
    return f"{t.say(two_sided(found))} {t.say(hours_told(found))}"


def activity_html(found: ActivityPage, shell: Shell) -> str:
    """A line for each week, and under them the sum."""
    t = shell.words
    heads = (
        t("Week"),
        t("Asked for"),
        t("Planned"),
        t("Attended"),
        t("Valid reason"),
        t("Other absence"),
        t("Not known"),
    )
    head = "".join(f'<th align="{"right" if i else "left"}">&nbsp;{html.escape(h)}</th>' for i, h in enumerate(heads))
    rows = [_row(t, f"{t('week {week}', week=w.monday.isocalendar().week)}, {t.day(w.monday)}", w) for w in found.weeks]
    rows.append(_row(t, t("Together"), found.sums, "b"))
    return f'<table width="99%"><tr>{head}</tr>{"".join(rows)}</table>'


def _row(t: Words, name: str, week: ActivityWeek, tag: str = "span") -> str:
    cells = "".join(f'<td align="right">&nbsp;<{tag}>{t.hours(m)}</{tag}></td>' for m in week[1:])
    return f"<tr><td><{tag}>{html.escape(name)}</{tag}></td>{cells}</tr>"


def print_activity(over: QWidget, shell: Shell, found: ActivityPage, why: str = "") -> None:
    """The page as a paper, made anew when it is looked at."""
    person = found.person
    title = shell.words("Activity plan")
    print_of(
        over,
        shell,
        person,
        title,
        lambda desk, given: desk.activities.paper(person.id, shell.papers, given),
        "activity",
        why,
    )


def show(over: QWidget, shell: Shell, participant: int, why: str = "") -> None:
    """Read it, then show it; of a protected person for a reason."""

    def ask(reason: str) -> None:
        shell.tasks.run(
            lambda desk: desk.activities.of(participant, reason),
            lambda found: ActivityDialog(over, shell, found, reason).open(),
            failed=ask_then(over, shell, ask, shell.error),
        )

    ask(why)
