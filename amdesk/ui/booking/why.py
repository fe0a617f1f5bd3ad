"""Why not: every rule for one pair, kept or broken, and the smallest change that would open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from amdesk.domain.booking.needs import MET, NOT_KNOWN, NOT_MET
from amdesk.domain.people.participant import Person
from amdesk.services.booking.matching import Answer
from amdesk.ui.booking.queue import QueueUp
from amdesk.ui.kit.basic import clear, label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.picker import Picker
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.whose import of_person

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

LOOKS = {MET: ("checkmark_circle", "ok"), NOT_KNOWN: ("question_circle", "info"), NOT_MET: ("dismiss_circle", "bad")}


class WhyDialog(Dialog):
    keeps = False

    def __init__(self, parent: QWidget, shell: Shell, person: Person, suggested: str, why: str = "") -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Why does a placement fit or not?"),
            t("Show"),
            width=560,
        )
        self.belongs_to(of_person(shell, person))
        self.person, self.why = person, why
        self.place = Picker(shell, "placement", suggested)
        self.body.addWidget(Field(t("Placement, by name or number"), self.place))
        self.answer = QVBoxLayout()
        self.body.addLayout(self.answer)
        self.queue = QueueUp(shell)
        self.body.addWidget(self.queue)
        self.place.returnPressed.connect(self.confirm)
        self.place.setFocus()
        if suggested:
            self.confirm()

    def confirm(self) -> None:
        key, said, why = self.person.id, self.place.code(), self.why
        self.complain("")
        self.shell.tasks.run(
            lambda desk: _answer(desk, key, said, why), self._show, key="why", failed=self.shell.guarded(self.complain)
        )

    def _show(self, answer: Answer) -> None:
        name, rules = answer.pair.placement.name, answer.rules
        t, theme = self.t, self.shell.theme
        clear(self.answer)
        broken = [r for r in rules if not r.kept]
        said = (
            t("{name} fits.", name=name)
            if not broken
            else t.plural(
                "{name} does not fit: one rule stops it.",
                "{name} does not fit: {count} rules stop it.",
                len(broken),
                name=name,
                count=len(broken),
            )
        )
        self.answer.addWidget(label(said, "section"))
        for rule in sorted(rules, key=lambda r: r.answer):
            row = QHBoxLayout()
            mark = QLabel()
            mark.setPixmap(
                theme.pixmap(
                    *LOOKS[rule.answer],
                    theme.mark(18),
                    filled=True,
                    dpr=self.devicePixelRatioF(),
                )
            )
            row.addWidget(mark)
            row.addWidget(label(t.say(rule.text), wrap=True), 1)
            self.answer.addLayout(row)
            if rule.change:
                said = t("What would open it: {change}", change=rule.change.text)
                self.answer.addWidget(label(said, "small", wrap=True))
        shown = [r.change for r in rules]
        for change in answer.changes:
            if change not in shown:
                self.answer.addWidget(label(t("And then: {change}", change=change.text), "small", wrap=True))
        said_already = {t.say(r.text) for r in rules}
        for sentence in dict.fromkeys(t.say(c.text) for c in answer.warnings):
            if sentence not in said_already:
                self.answer.addWidget(label(t("To think of: {what}", what=sentence), "small", wrap=True))
        self.queue.setVisible(not answer.fits)
        if not answer.fits:
            self.queue.offer(self.person.id, answer.pair.placement.id)
        self.adjustSize()


def _answer(desk: Desk, participant: int, said: str, why: str) -> Answer:
    hits = desk.bank.search("placement", said, 1)
    answer: Answer = desk.matching.why(participant, hits[0] if hits else said, why)
    return answer
