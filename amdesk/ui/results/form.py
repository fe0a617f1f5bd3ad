"""Follow up day 90: one key per outcome, Enter saves; what is known of the work or studies below."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QWidget

from amdesk.domain.change import Change, changes
from amdesk.domain.guidance.choices import OUTCOMES
from amdesk.domain.record import Declared, fields
from amdesk.domain.results.followup import PAIR, SOURCES, Due, FollowUp, known_of
from amdesk.ui.guidance.beside import asked, with_guidance
from amdesk.ui.kit.basic import KeyButton
from amdesk.ui.kit.dialog import Dialog, grid
from amdesk.ui.kit.fields import Choice, DateEdit, Field
from amdesk.ui.kit.reason import ask_then
from amdesk.ui.kit.records import Control, Lists, code_lists, control_of, labelled
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

MISSED = ("not_contacted", "not_known")
OPEN = ("", "not_due")
"""What the contact is called where nobody has followed up yet: then the form's proposals are stored with the rest."""
DETAILED = {"work": "A", "studies": "S"}
"""First letter of the end reasons that say what kind of work or studies it is."""
WIDE = {"end_reason", "note"}


def lists_of(desk: Desk, lang: str) -> Lists:
    """The code lists that the form offers, the end reasons among them."""
    reasons = [(c.code, c.name(lang)) for c in desk.placements.codes("end_reasons")]
    return {**code_lists(desk, FollowUp, lang), "end_reasons": reasons}


def _narrow(box: Choice) -> Choice:
    """Long names do not widen the form."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box


class FollowUpDialog(Dialog):
    writes = True
    act = "followup"

    def __init__(self, parent: QWidget, shell: Shell, name: str, lists: Lists, due: Due) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Follow up day 90: {name}", name=name),
            t("Save"),
            sentence=t("What was the situation on day 90? Press 1 to 6."),
            width=600,
        )
        self.belongs_to(", ".join(x for x in (shell.shown(due.place), t("ended {day}", day=due.ended)) if x))
        self.lists, self.due, self.reasons = lists, due, lists["end_reasons"]
        self.controls: dict[str, Control] = {}
        """What each field of the record stands in, by its name; contact and situation are one choice."""
        self.body.addLayout(self._outcomes())
        special = {
            "detail": self._detail,
            "started_on": self._started,
            "end_reason": self._reason,
            "source": self._source,
            "on_date": self._on,
        }
        for f in (f for f in fields(FollowUp) if f.typed and f.name not in PAIR):
            self.controls[f.name] = special.get(f.name, partial(self._plain, f))()
        shown = labelled(shell, FollowUp, self.controls, WIDE)
        for field in (one[0] for one in shown if isinstance(one, tuple)):
            if isinstance(field, Field) and field.control is self.controls["end_reason"].widget:
                with_guidance(shell, field, "end_reason", lambda: str(self.controls["end_reason"].value()))
        self.body.addLayout(grid(shown))
        self._chosen()
        self.shown = self._facts()
        self.setFocus()

    def _plain(self, of: Declared) -> Control:
        return control_of(self.shell, of, getattr(self.due, of.name), self.lists)

    def _detail(self) -> Control:
        """Its kinds follow from the outcome."""
        self.detail = Choice(self.shell, [("", self.t("Not known"))])
        return Control(_narrow(self.detail), self.detail.code)

    def _started(self) -> Control:
        self.started = DateEdit(self.shell, self.due.started_on)
        value = self.started.value
        return Control(self.started, lambda: value() if self._code() in DETAILED else None, self.started.wrong)

    def _reason(self) -> Control:
        """The employment's: left alone where no other is chosen."""
        now = self.due.end_reason
        said = dict(self.reasons).get(now, now) or self.t("not recorded")
        box = Choice(self.shell, [("", self.t("Unchanged: {reason}", reason=said)), *self.reasons])
        return Control(_narrow(box), lambda: box.code() or now)

    def _source(self) -> Control:
        """That it is from a file nobody says by hand, and of whom nothing is known some source is."""
        due, t = self.due, self.t
        sources = [(code, t(said)) for code, said in SOURCES.items() if code != "file" or due.source == "file"]
        box = Choice(self.shell, [*([("", "–")] if due.contact and not due.source else []), *sources], due.source)
        return Control(box, box.code)

    def _on(self) -> Control:
        self.on = DateEdit(self.shell, self.shell.today if self.due.contact in OPEN else self.due.on_date)
        return Control(self.on, self.on.value, self.on.wrong)

    def _outcomes(self) -> QGridLayout:
        t = self.t
        words = (t("Work"), t("Studies"), t("Unemployment fund"), t("Other"), t("Not known"), t("Not reached"))
        box = QGridLayout()
        box.setSpacing(6)
        self.group = QButtonGroup(self)
        for i, (code, said) in enumerate(zip(OUTCOMES, words, strict=True), 1):
            one = KeyButton(self.shell, f"{i}   {said}", kind="chip")
            one.setCheckable(True)
            one.setAutoExclusive(True)  # a screen reader says radio button, not check box
            one.setProperty("code", code)
            one.toggled.connect(lambda _on: self._kinds())
            self.group.addButton(one, i)
            box.addWidget(one, (i - 1) // 2, (i - 1) % 2)
        box.addWidget(asked(self.shell, self, t("Outcome on day 90"), "outcome", self._code), 0, 2)
        return box

    def _chosen(self) -> None:
        """What is known already stands there."""
        due = self.due
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
        boxes = (one.widget for one in self.controls.values() if not isinstance(one.widget, Choice))
        typing = self.band is not None or any(box.hasFocus() for box in boxes)
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if 1 <= number <= len(OUTCOMES) and plain and not typing:  # with Ctrl it is a page's
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
        if any(one.wrong() for one in self.controls.values()):
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
        code = self._code()
        outcome = (
            (self.due.contact, self.due.situation)
            if not code
            else MISSED
            if code == "not_contacted"
            else ("contacted", code)
        )
        return dict(zip(PAIR, outcome, strict=True)) | {name: one.value() for name, one in self.controls.items()}

    def answer(self) -> dict[str, Change]:
        """What Results.follow_up takes: what was changed here, or all of it where day 90 was not followed up before."""
        stored, now = known_of(self.due), self._facts()
        return changes(stored, stored if self.due.contact in OPEN else self.shown, now)


def ask_and_store(parent: QWidget, shell: Shell, employment: int, why: str = "") -> None:
    """Ask about one ended employment and store the answer, from whichever page. What was said of a protected person before is
    opened for a reason."""

    def show(found: tuple[Due, Lists]) -> None:
        due, lists = found
        name = shell.name(due.name)
        FollowUpDialog(parent, shell, name, lists, due).open()

    shell.tasks.run(
        lambda desk: (desk.results.due(employment, why), lists_of(desk, shell.words.lang)),
        show,
        key="followup",
        failed=ask_then(
            parent,
            shell,
            lambda reason: ask_and_store(parent, shell, employment, reason),
            shell.guarded(lambda said: shell.toast(said)),
        ),
    )
