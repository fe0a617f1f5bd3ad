"""The dialog that protects somebody's personal data, or lowers the protection."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from amdesk.domain.change import Change
from amdesk.domain.people.participant import Participant, Person
from amdesk.domain.people.protection import FOLLOWS
from amdesk.ui.guidance.beside import with_guidance
from amdesk.ui.kit.basic import label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import Choice, Field
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.whose import of_person


class ProtectDialog(Dialog):
    """It opens on the level that stands, or on the lowest where there is none, and says what follows from the one chosen."""

    writes = True
    act = "people.protect"

    def __init__(self, parent: QWidget, shell: Shell, person: Participant, levels: list[tuple[int, str]]) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Protect personal data"),
            t("Save"),
            sentence=t("The level is lowered here alone, with a reason: undo, lists and merging never do."),
        )
        self.person = person
        self.belongs_to(of_person(shell, person))
        self.level = Choice(shell, [(str(n), said) for n, said in levels], str(person.protection or 1))
        self.follows = label("", wrap=True)
        self.why = QLineEdit()
        self.reason = Field(
            t("Decision or reason"), self.why, hint=t("It is logged. Write nothing about where the person is.")
        )
        self.body.addWidget(with_guidance(shell, Field(t("Level"), self.level), "protection", self.level.code))
        self.body.addWidget(self.follows)
        self.body.addWidget(self.reason)
        self.level.currentIndexChanged.connect(lambda _i: self._chosen())
        self._chosen()
        self.level.setFocus()

    def _chosen(self) -> None:
        self.reason.complain("")
        said = " ".join(self.t(one) for one in FOLLOWS[int(self.level.code())])
        self.follows.setText(said)
        self.level.setAccessibleDescription(said)
        if self.isVisible():
            self.make_room()

    def confirm(self) -> None:
        key, before, level = self.person.id, self.person.protection, int(self.level.code())
        why = self.why.text().strip()
        if level < before and not why:
            self.reason.complain(self.t("Write why it is lowered."))
            return
        if level == before:
            self.accept()
            return
        self.write(lambda desk: desk.participants.protect(key, Change(before, level), why), self._stored)

    def _stored(self, now: Person) -> None:
        if now.protection < self.person.protection:
            self.shell.toast(self.t("The protection of {number} is lowered.", number=now.number), undo=True)
        else:  # undo does not take it away
            self.shell.toast(self.t("{number} is protected.", number=now.number))

    @classmethod
    def run(cls, parent: QWidget, shell: Shell, person: Participant) -> None:
        shell.tasks.run(
            lambda desk: desk.participants.protections(), lambda levels: cls(parent, shell, person, levels).open()
        )
