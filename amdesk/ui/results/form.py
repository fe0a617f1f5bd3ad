"""Follow up day 90: one key per outcome, Enter saves; what is known of the work or studies below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QLineEdit, QWidget

from amdesk.domain.change import Change, changes
from amdesk.domain.results.followup import Due, known_of
from amdesk.ui.kit.basic import KeyButton
from amdesk.ui.kit.dialog import Dialog, grid
from amdesk.ui.kit.fields import Choice, DateEdit, Field
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

OUTCOMES = ("work", "studies", "unemployment_fund", "other", "not_known", "not_contacted")
MISSED = ("not_contacted", "not_known")
OPEN = ("", "not_due")
"""What the contact is called where nobody has followed up yet: then the form's proposals are stored with the rest."""
DETAILED = {"work": "A", "studies": "S"}
"""First letter of the end reasons that say what kind of work or studies it is."""


def end_reasons(desk: Desk, lang: str) -> list[tuple[str, str]]:
    """The end reasons as (code, words)."""
    return [(c.code, c.name(lang)) for c in desk.placements.codes("end_reasons")]


class FollowUpDialog(Dialog):
    writes = True

    def __init__(self, parent: QWidget, shell: Shell, name: str, reasons: Sequence[tuple[str, str]], due: Due) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Follow up day 90: {name}", name=name),
            t("Save"),
            sentence=t("What was the situation on day 90? Press 1 to 6."),
            width=600,
        )
        self.reasons, self.due = reasons, due
        self.body.addLayout(self._outcomes())
        plans = [("not_known", t("Not known")), ("yes", t("Yes")), ("no", t("No"))]
        self.city, self.pes = Choice(shell, plans), Choice(shell, plans)
        sources = (
            ("phone", t("Phone")),
            ("meeting", t("Meeting")),
            ("register", t("The unit's own system")),
            ("other", t("Other")),
            *([("file", t("File"))] if due.source == "file" else []),
        )
        if due.contact and not due.source:
            sources = (("", "–"), *sources)
        self.source = Choice(shell, sources)
        self.started, self.detail = DateEdit(shell), Choice(shell, [("", t("Not known"))])
        now = dict(reasons).get(due.end_reason, due.end_reason) or t("not recorded")
        self.reason = Choice(shell, [("", t("Unchanged: {reason}", reason=now)), *reasons])
        for one in (self.detail, self.reason):
            one.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            one.setMinimumContentsLength(12)
        self.on, self.note = DateEdit(shell, shell.today), QLineEdit()
        self.fields: list[Field | tuple[Field, int]] = [
            Field(t("Plan with the city"), self.city),
            Field(t("Plan with the employment service"), self.pes),
            Field(t("Kind of work or studies"), self.detail),
            Field(t("Began"), self.started),
            (Field(t("End reason of the employment"), self.reason), 2),
            Field(t("Source"), self.source),
            Field(t("Day of contact"), self.on),
            (Field(t("Note"), self.note), 2),
        ]
        self.body.addLayout(grid(self.fields))
        self._fill(due)
        self.shown = self._facts()
        self.setFocus()

    def _outcomes(self) -> QGridLayout:
        t = self.t
        words = (t("Work"), t("Studies"), t("Unemployment fund"), t("Other"), t("Not known"), t("Not reached"))
        box = QGridLayout()
        box.setSpacing(6)
        self.group = QButtonGroup(self)
        for i, (code, said) in enumerate(zip(OUTCOMES, words, strict=True), 1):
            one = KeyButton(self.shell, f"{i}   {said}", kind="chip")
            one.setCheckable(True)
            one.setProperty("code", code)
            one.toggled.connect(lambda _on: self._kinds())
            self.group.addButton(one, i)
            box.addWidget(one, (i - 1) // 2, (i - 1) % 2)
        return box

    def _fill(self, due: Due) -> None:
        """What is known already stands there."""
        for choice, code in ((self.city, due.plan_city), (self.pes, due.plan_pes), (self.source, due.source)):
            choice.choose(code)
        self.note.setText(due.note)
        self.started.set_value(due.started_on)
        if due.contact not in OPEN:
            self.on.set_value(due.on_date)
        if due.contact == "contacted" and due.situation in OUTCOMES:
            self.group.button(OUTCOMES.index(due.situation) + 1).setChecked(True)
        elif due.contact == "not_contacted":
            self.group.button(len(OUTCOMES)).setChecked(True)
        self._kinds()
        self.detail.choose(due.detail)

    def _kinds(self) -> None:
        """Only work has kinds of work, only studies kinds of studies."""
        if not hasattr(self, "detail"):
            return
        letter = DETAILED.get(self._code(), "")
        kinds = [(c, said) for c, said in self.reasons if letter and c.startswith(letter)]
        chosen = self.detail.code()
        self.detail.fill([("", self.t("Not known")), *kinds], chosen if chosen in dict(kinds) else "")
        for one in (self.detail, self.started):
            one.setEnabled(bool(letter))
        if self.due.contact == "not_contacted" and self._code() in OUTCOMES[:5] and self.on.value() == self.due.on_date:
            self.on.set_value(self.shell.today)  # reached now, not on the day of the attempt

    def _code(self) -> str:
        pressed = self.group.checkedButton()
        return str(pressed.property("code")) if pressed else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_0
        typing = self.band is not None or self.note.hasFocus() or self.started.hasFocus() or self.on.hasFocus()
        if 1 <= number <= len(OUTCOMES) and not typing:
            self.group.button(number).setChecked(True)
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.confirm()
            return
        super().keyPressEvent(event)

    def confirm(self) -> None:
        if not self._code():
            self.complain(self.t("Choose how contact was made and what the situation was."))
            return
        if self.started.wrong() or self.on.wrong():
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        answer = self.answer()
        if not answer:
            self.accept()
            return
        employment = self.due.employment
        self.store(
            answer,
            lambda desk, given: desk.results.follow_up(employment, given),
            lambda _: self.shell.toast(self.t("Day 90 is followed up."), undo=True),
            known_of(self.due),
        )

    def _facts(self) -> dict[str, object]:
        """What stands in the form, as it would be stored."""
        code, started, on = self._code(), self.started.value(), self.on.value()
        outcome = (
            (self.due.contact, self.due.situation)
            if not code
            else MISSED
            if code == "not_contacted"
            else ("contacted", code)
        )
        return {
            "contact": outcome[0],
            "situation": outcome[1],
            "plan_city": self.city.code(),
            "plan_pes": self.pes.code(),
            "source": self.source.code(),
            "note": self.note.text().strip(),
            "detail": self.detail.code(),
            "started_on": started if code in DETAILED else None,
            "on_date": on,
            "end_reason": self.reason.code() or self.due.end_reason,
        }

    def answer(self) -> dict[str, Change]:
        """What Results.follow_up takes: what was changed here, or all of it where day 90 was not followed up before."""
        stored, now = known_of(self.due), self._facts()
        return changes(stored, stored if self.due.contact in OPEN else self.shown, now)


def ask_and_store(parent: QWidget, shell: Shell, employment: int) -> None:
    """Ask about one ended employment and store the answer, from whichever page."""

    def show(found: tuple[Due, list[tuple[str, str]]]) -> None:
        due, reasons = found
        name = shell.name(shell.words(due.name))
        FollowUpDialog(parent, shell, name, reasons, due).open()

    shell.tasks.run(
        lambda desk: (desk.results.due(employment), end_reasons(desk, shell.words.lang)),
        show,
        key="followup",
        failed=shell.guarded(lambda said: shell.toast(said)),
    )
