"""Dialogs about one person: note, reason, identity number, case worker, merge, extract, decision, end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from amdesk.domain.booking.bookings import Booking, Employment
from amdesk.domain.change import Change
from amdesk.domain.people.contact import ContactNote
from amdesk.domain.people.participant import Participant, Person
from amdesk.domain.places.placement import BACKGROUND_CHECKS
from amdesk.domain.record import declared
from amdesk.ui.guidance.beside import with_guidance
from amdesk.ui.kit.basic import CheckBox
from amdesk.ui.kit.dialog import Dialog, grid
from amdesk.ui.kit.fields import Choice, DateEdit, Field
from amdesk.ui.kit.picker import Picker
from amdesk.ui.kit.records import controls_of, label_of, labelled
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.caseload import save_pages
from amdesk.ui.people.whose import of_employment, of_person, tell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk
    from amdesk.services.overview.handover import CaseloadPages


class NoteDialog(Dialog):
    writes = True
    act = "people.change"

    def __init__(self, parent: QWidget, shell: Shell, participant: int) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("New note"),
            t("Save note"),
            sentence=t("Write what was agreed about the work. Nothing about health."),
        )
        self.participant = participant
        tell(self, participant)
        self.controls = controls_of(shell, ContactNote, {"on_date": shell.today})
        words = self.controls["body"].widget
        words.setFixedHeight(shell.theme.px(110))
        self.body.addLayout(grid(labelled(shell, ContactNote, self.controls, {"body"})))
        words.setFocus()

    def confirm(self) -> None:
        key, said = self.participant, {name: one.value() for name, one in self.controls.items()}
        if said["on_date"] is None or any(one.wrong() for one in self.controls.values()):
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        self.write(
            lambda desk: desk.participants.add_note(key, said),
            lambda _: self.shell.toast(self.t("The note is saved."), undo=True),
        )

    @classmethod
    def run(cls, parent: QWidget, shell: Shell, participant: int) -> None:
        cls(parent, shell, participant).open()


class IdentityDialog(Dialog):
    writes = True
    act = "people.change"

    def __init__(self, parent: QWidget, shell: Shell, person: Participant) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("New identity number"),
            t("Replace number"),
            sentence=t("It is the same person. The old number still finds the record."),
        )
        self.person = person
        self.belongs_to(of_person(shell, person))
        self.number = QLineEdit()
        self.body.addWidget(Field(t("Personal identity number"), self.number))
        self.number.setFocus()

    def confirm(self) -> None:
        key, said = self.person.id, Change(self.person.identity, self.number.text())
        self.store(
            {"identity": said},
            lambda desk, given: desk.participants.replace_identity(key, given["identity"]),
            lambda _: self.shell.toast(self.t("The number is replaced."), undo=True),
        )

    @classmethod
    def run(cls, parent: QWidget, shell: Shell, person: Participant) -> None:
        cls(parent, shell, person).open()


class WorkerDialog(Dialog):
    """Another case worker, for one person or the whole caseload; with a reason, counted."""

    writes = True
    act = "people.worker"

    def __init__(self, parent: QWidget, shell: Shell, person: Participant, workers: list[tuple[str, str]]) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Change case worker"),
            t("Change"),
            sentence=t("A participant keeps the same case worker unless there is a reason."),
        )
        self.person = person
        self.belongs_to(of_person(shell, person))
        self.to = Choice(shell, workers)
        self.reason = QLineEdit()
        self.whole = CheckBox(shell, t("Everyone who has {name}", name=person.case_worker or "–"))
        self.whole.setEnabled(bool(person.case_worker_id))
        self.body.addLayout(grid([Field(t("New case worker"), self.to), Field(t("Reason"), self.reason)]))
        self.body.addWidget(self.whole)
        self.pages = CheckBox(shell, t("A hand-over page for each, in one PDF"))
        self.pages.setEnabled(False)
        self.whole.toggled.connect(self._whole)
        self.body.addWidget(self.pages)
        self.to.setFocus()

    def _whole(self, on: bool) -> None:
        """Of one person the page stands in her menu."""
        wanted = on and not self.shell.barred("people.handover")
        self.pages.setEnabled(wanted)
        self.pages.setChecked(wanted)

    def confirm(self) -> None:
        if not self.to.code():
            self.complain(self.t("There is no other case worker."))
            return
        person, to, reason, whole = self.person, int(self.to.code()), self.reason.text(), self.whole.isChecked()

        worker, pages = person.case_worker_id, self.pages.isChecked()

        def work(desk: Desk, given: Mapping[str, Change]) -> tuple[int, CaseloadPages | None]:
            every = whole and worker is not None
            who = desk.participants.caseload(worker) if every and worker is not None else [person.id]
            found = desk.handovers.of_caseload(worker) if every and pages and worker is not None else None
            return int(desk.participants.change_case_worker(who, given["case_worker_id"], reason)), found

        self.store({"case_worker_id": Change(worker, to)}, work, self._changed)

    def _changed(self, answer: tuple[int, CaseloadPages | None]) -> None:
        count, found = answer
        self.shell.toast(
            self.t.plural(
                "{count} person has a new case worker.",
                "{count} people have a new case worker.",
                count,
                count=count,
            ),
            undo=True,
        )
        if found is not None:
            save_pages(self.parentWidget() or self, self.shell, found)

    @classmethod
    def run(cls, parent: QWidget, shell: Shell, person: Participant) -> None:
        def others(desk: Desk) -> list[tuple[str, str]]:
            found = desk.participants.case_workers()
            return [(str(w.id), w.name) for w in found if w.id != person.case_worker_id]

        shell.tasks.run(others, lambda workers: cls(parent, shell, person, workers).open())


class MergeDialog(Dialog):
    writes = True
    act = "people.merge"

    def __init__(self, parent: QWidget, shell: Shell, person: Participant) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Merge with another record"),
            t("Merge"),
            sentence=t(
                "Everything of the other record moves to {name}; what the two say otherwise stands as it does here, and what the other said is kept as a note. It can be undone.",
                name=of_person(shell, person),
            ),
        )
        self.person = person
        self.belongs_to(of_person(shell, person))
        self.other = Picker(shell, "participant")
        self.body.addWidget(Field(t("The other record, by name or number"), self.other))
        self.other.setFocus()

    def confirm(self) -> None:
        keep, other = self.person.id, self.other.code()

        def work(desk: Desk) -> Person:
            return desk.participants.merge(keep, desk.person(other).id)

        self.write(work, lambda _: self.shell.toast(self.t("The records are merged."), undo=True))

    @classmethod
    def run(cls, parent: QWidget, shell: Shell, person: Participant) -> None:
        cls(parent, shell, person).open()


class ExtractDialog(Dialog):
    writes = True
    act = "people.change"

    def __init__(self, parent: QWidget, shell: Shell, person: Participant) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Register extract shown"),
            t("Save"),
            sentence=t("Only that it was shown is kept: when, and who saw it. Never what it says."),
        )
        self.person = person
        self.belongs_to(of_person(shell, person))
        self.kind = Choice(
            shell,
            [(code, t(said)) for code, said in BACKGROUND_CHECKS.items() if code != "none"],
        )
        self.on = DateEdit(shell, shell.today)
        self.body.addLayout(grid([Field(t("Kind"), self.kind), Field(t("Day"), self.on)]))

    def confirm(self) -> None:
        key, kind, on = self.person.id, self.kind.code(), self.on.value()
        if on is None:
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        self.write(
            lambda desk: desk.participants.extract_shown(key, kind, on),
            lambda _: self.shell.toast(self.t("Noted."), undo=True),
        )

    @classmethod
    def run(cls, parent: QWidget, shell: Shell, person: Participant) -> None:
        cls(parent, shell, person).open()


class DecisionDialog(Dialog):
    """The subsidy's decision period beside the employment's; warned 60 and 30 days before either ends."""

    writes = True
    act = "booking"

    def __init__(self, parent: QWidget, shell: Shell, employment: Employment) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Decision period of the subsidy"),
            t("Save"),
            sentence=t("You are warned 60 and 30 days before it ends."),
        )
        self.employment = employment
        tell(self, employment.participant_id, lambda own, person: of_employment(own, person, employment))
        new = not (employment.decision_from or employment.decision_to)
        self.first = DateEdit(shell, employment.from_date if new else employment.decision_from)
        self.last = DateEdit(shell, employment.decision_to, base=lambda: self.first.value())
        known = declared(Employment)
        boxes = (known["decision_from"], self.first), (known["decision_to"], self.last)
        self.body.addLayout(grid([Field(label_of(shell, of), box) for of, box in boxes]))
        self.shown = self.first.text(), self.last.text()

    def confirm(self) -> None:
        if self.first.wrong() or self.last.wrong():
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        if (self.first.text(), self.last.text()) == self.shown:
            self.accept()
            return
        e = self.employment
        key, first, last = e.id, Change(e.decision_from, self.first.value()), Change(e.decision_to, self.last.value())
        self.store(
            {"decision_from": first, "decision_to": last},
            lambda desk, given: desk.booking.set_decision(key, given["decision_from"], given["decision_to"]),
            lambda _: self.shell.toast(self.t("The decision period is saved."), undo=True),
        )

    @classmethod
    def change(cls, parent: QWidget, shell: Shell, employment: Employment) -> None:
        cls(parent, shell, employment).open()


class EndDialog(Dialog):
    writes = True
    act = "booking"

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        employment: Employment,
        booking: Booking | None,
        reasons: list[tuple[str, str]],
        person: Person,
    ) -> None:
        t = shell.words
        said = t("The 90 days run from this end.")
        super().__init__(parent, shell, t("End employment"), t("End employment"), sentence=said)
        self.belongs_to(of_employment(shell, person, employment))
        self.employment, self.booking = employment, booking
        last = min(shell.today, employment.to_date) if employment.to_date else shell.today
        self.on = DateEdit(shell, last)
        self.reason = Choice(shell, [("", t("Choose")), *reasons])
        ended = label_of(shell, declared(Employment)["ended_on"])
        reason = with_guidance(shell, Field(t("Reason"), self.reason), "end_reason", self.reason.code)
        self.body.addLayout(grid([Field(ended, self.on), reason]))
        self.on.setFocus()

    def confirm(self) -> None:
        on, reason, booking, employment = self.on.value(), self.reason.code(), self.booking, self.employment
        if on is None or not reason:
            self.complain(self.t("Write the last day and choose a reason."))
            return

        def work(desk: Desk, given: Mapping[str, Change]) -> None:
            if booking is not None and booking.status == "started":
                desk.booking.end(booking.ref, on, reason)
            else:
                desk.booking.end_employment(employment.id, given["ended_on"], given["end_reason"])

        self.store(
            {"ended_on": Change(employment.ended_on, on), "end_reason": Change(employment.end_reason, reason)},
            work,
            lambda _: self.shell.toast(self.t("The employment has ended."), undo=True),
        )

    @classmethod
    def run(cls, parent: QWidget, shell: Shell, employment: Employment, booking: Booking | None) -> None:
        lang = "sv" if shell.words.lang == "sv" else "en"

        def read(desk: Desk) -> tuple[list[tuple[str, str]], Person]:
            reasons = [(c.code, c.name(lang)) for c in desk.placements.codes("end_reasons")]
            return reasons, desk.person(employment.participant_id)

        shell.tasks.run(read, lambda found: cls(parent, shell, employment, booking, *found).open())


def restrict(parent: QWidget, shell: Shell, person: Participant) -> None:
    """Ask why, and restrict what is done with her data, or lift that (GDPR art. 18)."""
    from amdesk.ui.kit.reason import ReasonDialog

    t, lift = shell.words, person.restricted_on is not None
    if lift:
        title, go = t("Lift the restriction of processing"), t("Lift it")
        said = t("The person is to be told before it is lifted. Write when and how that was done; it is logged.")
    else:
        title, go = t("Restrict processing"), t("Restrict")
        said = t(
            "The data is stored and nothing else is done with it: no matching, booking, list, import, certificate or erasure. What runs can be ended. Write the person's request; it is logged."
        )
    why = ReasonDialog.ask(parent, shell, title, said, go, of_person(shell, person))
    if not why:
        return
    wish = Change(lift, not lift)

    def stored(now: Person) -> None:
        lifted = t("The restriction of {number} is lifted.", number=now.number)
        shell.toast(lifted if lift else t("The processing of {number} is restricted.", number=now.number))

    shell.tasks.write(
        lambda desk: desk.participants.restrict(person.id, wish, why),
        stored,
        failed=shell.guarded(lambda s: shell.toast(s)),
    )
