"""New employer and its change, somebody to talk to there, and that somebody was in contact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from amdesk.domain.change import Change, changes
from amdesk.domain.employers.employer import Employer, EmployerContact, EmployerTalk
from amdesk.ui.kit.dialog import Dialog, grid
from amdesk.ui.kit.records import controls_of, facts, labelled
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


class EmployerDialog(Dialog):
    """An employer; `made` is told its key."""

    writes = True
    act = "employers.change"

    def __init__(
        self, parent: QWidget, shell: Shell, employer: Employer | None, made: Callable[[int], None] | None = None
    ) -> None:
        t = shell.words
        title = t("Change employer {number}", number=employer.number) if employer else t("New employer")
        super().__init__(parent, shell, title, t("Save"), width=560)
        self.employer, self.made = employer, made
        self.belongs_to(f"{employer.name} · {employer.number}" if employer else "")
        now = asdict(employer) if employer else {}
        self.controls = controls_of(shell, Employer, now)
        self.body.addLayout(grid(labelled(shell, Employer, self.controls, {"name", "note"})))
        self.controls["name"].widget.setFocus()
        self.shown = facts(self.controls)

    def confirm(self) -> None:
        said = facts(self.controls)
        if not said["name"]:
            self.complain(self.t("An employer has a name. Write it."))
            return
        if self.employer is None:
            self.write(lambda desk: desk.employers.create(said), self._stored)
            return
        key, before = self.employer.id, asdict(self.employer)
        changed = changes(before, self.shown, said)
        if not changed:
            self.accept()
            return

        def work(desk: Desk, given: Mapping[str, Change]) -> Employer:
            return desk.employers.change(key, given)

        self.store(changed, work, self._stored, {name: before[name] for name in self.shown})

    def _stored(self, employer: Employer) -> None:
        if self.made is not None:
            self.made(employer.id)
        self.shell.toast(self.t("{name} is saved.", name=employer.name), undo=True)


class ContactDialog(Dialog):
    """Somebody at an employer: what she is reached by at work."""

    writes = True
    act = "employers.change"

    def __init__(self, parent: QWidget, shell: Shell, employer: Employer, contact: EmployerContact | None) -> None:
        t = shell.words
        said = t("What she is reached by at work, and nothing else. She can be erased when she asks.")
        title = t("Change contact") if contact else t("New contact")
        super().__init__(parent, shell, title, t("Save"), sentence=said, width=520)
        self.employer, self.contact = employer, contact
        self.belongs_to(f"{employer.name} · {employer.number}")
        self.controls = controls_of(shell, EmployerContact, asdict(contact) if contact else {})
        self.body.addLayout(grid(labelled(shell, EmployerContact, self.controls)))
        self.controls["name"].widget.setFocus()
        self.shown = facts(self.controls)

    def confirm(self) -> None:
        said, key = facts(self.controls), self.employer.id
        if not said["name"]:
            self.complain(self.t("A contact has a name. Write it."))
            return
        done = self.t("The contact is saved.")
        if self.contact is None:
            self.write(lambda desk: desk.employers.add_contact(key, said), lambda _: self.shell.toast(done, undo=True))
            return
        whom, before = self.contact.id, asdict(self.contact)
        changed = changes(before, self.shown, said)
        if not changed:
            self.accept()
            return

        def work(desk: Desk, given: Mapping[str, Change]) -> EmployerContact:
            return desk.employers.change_contact(whom, given)

        opened = {name: before[name] for name in self.shown}
        self.store(changed, work, lambda _: self.shell.toast(done, undo=True), opened)


class TalkDialog(Dialog):
    """That somebody was in contact with an employer."""

    writes = True
    act = "employers.change"

    def __init__(self, parent: QWidget, shell: Shell, employer: Employer) -> None:
        t = shell.words
        super().__init__(parent, shell, t("In contact with an employer"), t("Save"), width=520)
        self.employer = employer
        self.belongs_to(f"{employer.name} · {employer.number}")
        self.controls = controls_of(shell, EmployerTalk, {"on_date": shell.today})
        self.body.addLayout(grid(labelled(shell, EmployerTalk, self.controls, {"words"})))
        self.controls["words"].widget.setFocus()

    def confirm(self) -> None:
        key, day = self.employer.id, self.controls["on_date"]
        if day.wrong() or day.value() is None:
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        said = facts(self.controls)
        way, words, on = str(said["way"]), str(said["words"]), said["on_date"]
        self.write(
            lambda desk: desk.employers.add_talk(key, way, words, on),  # type: ignore[arg-type]  # a day, tested above
            lambda _: self.shell.toast(self.t("The contact is noted."), undo=True),
        )
