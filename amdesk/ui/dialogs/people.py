"""Dialogs about one person: new and change, note, reason, identity number, case worker, merge, extract, decision, end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from amdesk.domain.booking import Booking, Employment
from amdesk.domain.participant import Need, Participant
from amdesk.domain.placement import LANGUAGES
from amdesk.ui.dialogs.base import Dialog, grid, scrolled
from amdesk.ui.shell import Shell
from amdesk.ui.widgets.basic import Check, label
from amdesk.ui.widgets.fields import Choice, DateEdit, Field

WEIGHT_CODES = ("", "must", "important", "nice")


class ParticipantDialog(Dialog):
    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        person: Participant | None,
        lists: dict[str, Any],
        made: Callable[[Any], None] | None = None,
    ) -> None:
        t = shell.words
        title = t("Change participant") if person else t("New participant")
        super().__init__(parent, shell, title, t("Save") if person else t("Add participant"), width=640)
        self.person, self.made, self.lists = person, made, lists
        p = person
        self.name, self.identity = QLineEdit(p.name if p else ""), QLineEdit()
        self.case = QLineEdit(p.case_number if p else "")
        self.phone, self.email = QLineEdit(p.phone if p else ""), QLineEdit(p.email if p else "")
        self.worker = Choice(shell, [("", "–"), *lists["workers"]], str(p.case_worker_id or "") if p else "")
        wishes = [*(p.wishes if p else ()), "", "", ""]
        self.wishes = [Choice(shell, [("", "–"), *lists["occupations"]], wishes[i]) for i in range(3)]
        self.language = Choice(shell, [("", t("Not known")), *((x, x) for x in LANGUAGES)], p.language if p else "")
        self.languages = QLineEdit(p.languages if p else "")
        self.licence = Choice(shell, [("", t("None")), ("B", "B")], p.licence if p else "")
        self.extent = Choice(
            shell, [(str(x), f"{x} %") for x in (50, 60, 75, 80, 90, 100)], str(p.extent if p else 100)
        )
        if p and str(p.extent) != self.extent.code():
            self.extent.addItem(f"{p.extent} %", str(p.extent))
            self.extent.choose(str(p.extent))
        self.available = DateEdit(shell, p.available_from if p else None)
        self.district = Choice(shell, [("", "–"), *lists["districts"]], p.district if p else "")
        self.travel = QSpinBox()
        self.travel.setRange(0, 180)
        self.travel.setSpecialValueText("–")
        self.travel.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.travel.setValue(p.max_travel or 0 if p else 0)
        self.protected = Check(shell, t("Protected personal data (name hidden everywhere, reason asked)"))
        self.protected.setChecked(bool(p and p.protection))
        self.f_name, self.f_identity = (
            Field(t("Name"), self.name),
            Field(t("Personal identity number (may be empty)"), self.identity),
        )
        self.f_available = Field(t("Available from"), self.available)
        fields: list[Any] = [(self.f_name, 2)]
        if p is None:
            fields += [self.f_identity]
        fields += [
            Field(t("Case number"), self.case), Field(t("Phone"), self.phone), Field(t("E-mail"), self.email), Field(t("Case worker"), self.worker),
            Field(t("Goal occupation"), self.wishes[0]), Field(t("Second wish"), self.wishes[1]), Field(t("Third wish"), self.wishes[2]),
            Field(t("Swedish level"), self.language), Field(t("Other languages"), self.languages), Field(t("Driving licence"), self.licence),
            Field(t("Extent"), self.extent), self.f_available, Field(t("Lives in"), self.district), Field(t("Longest travel, minutes"), self.travel),
        ]  # fmt: skip
        fields += self._need_fields()
        form = QWidget()
        form.setLayout(grid(fields))
        self.body.addWidget(scrolled(form, min(shell.theme.px(470), 520)))
        self.body.addWidget(self.protected)
        self.worker.setEnabled(p is None or p.case_worker_id is None)
        self.name.setFocus()

    def _need_fields(self) -> list[Any]:
        """Needs with Must, Important, Nice; about the work, never why."""
        t, p = self.t, self.person
        weights = [("", t("No")), ("must", t("Must")), ("important", t("Important")), ("nice", t("Nice to have"))]
        kept = {(n.kind, n.value if n.kind == "avoid" else ""): n for n in (p.needs if p else ())}
        self.kept_needs = [
            n for n in (p.needs if p else ()) if n.kind not in {"daytime", "start_after", "avoid", "max_travel"}
        ]

        def at(k: str, v: str = "") -> str:
            return kept[k, v].weight if (k, v) in kept else ""

        self.need_daytime = Choice(self.shell, weights, at("daytime"))
        self.need_start = Choice(self.shell, weights, at("start_after"))
        start = kept.get(("start_after", ""))
        self.start_hour = QLineEdit(start.value if start else "08:00")
        self.need_travel = Choice(self.shell, weights, at("max_travel"))
        self.need_avoid = [(code, Choice(self.shell, weights, at("avoid", code))) for code, _ in self.lists["demands"]]
        out: list[Any] = [(label(t("Needs about the work"), "section"), 2)]
        out += [
            Field(t("Daytime on weekdays"), self.need_daytime),
            Field(t("Travel within the limit"), self.need_travel),
        ]
        out += [Field(t("Start no earlier than"), self.start_hour), Field(t("How much it matters"), self.need_start)]
        out += [
            Field(t("Not {demand}", demand=said.lower()), choice)
            for (_, said), (_, choice) in zip(self.lists["demands"], self.need_avoid, strict=True)
        ]
        return out

    def _needs(self) -> tuple[Need, ...]:
        out = list(self.kept_needs)
        if self.need_daytime.code():
            out.append(Need("daytime", "", self.need_daytime.code()))
        if self.need_start.code():
            out.append(Need("start_after", self.start_hour.text().strip().replace(".", ":"), self.need_start.code()))
        if self.need_travel.code() and self.travel.value():
            out.append(Need("max_travel", str(self.travel.value()), self.need_travel.code()))
        out += [Need("avoid", code, choice.code()) for code, choice in self.need_avoid if choice.code()]
        return tuple(out)

    def confirm(self) -> None:
        t = self.t
        for field in (self.f_name, self.f_identity, self.f_available):
            field.complain("")
        if not self.name.text().strip():
            self.f_name.complain(t("Write first name and family name."))
            return
        if self.available.wrong():
            self.f_available.complain(t("Write a date, for instance 2026-12-07 or +2v."))
            return
        values: dict[str, Any] = {
            "name": self.name.text().strip(), "case_number": self.case.text().strip(), "phone": self.phone.text().strip(), "email": self.email.text().strip(),
            "wishes": tuple(dict.fromkeys(w.code() for w in self.wishes if w.code())), "language": self.language.code(), "languages": self.languages.text().strip(),
            "licence": self.licence.code(), "extent": int(self.extent.code()), "available_from": self.available.value(), "district": self.district.code(),
            "max_travel": self.travel.value() or None, "needs": self._needs(),
        }  # fmt: skip
        before = self.person.protection if self.person else 0
        values["protection"] = (before or 1) if self.protected.isChecked() else 0
        if self.worker.isEnabled():
            values["case_worker_id"] = int(self.worker.code()) if self.worker.code() else None
        said, person, made = self.identity.text(), self.person, self.made
        if person is None:
            self.write(lambda desk: desk.participants.create(values, said), lambda new: made(new) if made else None)
        else:
            self.write(
                lambda desk: desk.participants.change(person.id, values),
                lambda new: self.shell.toast(t("{name} is saved.", name=t.say(new.shown_name)), undo=True),
            )

    @classmethod
    def add(cls, parent: QWidget, shell: Shell, made: Callable[[Any], None]) -> None:
        shell.tasks.run(
            lambda desk: lists_of(desk, shell.words.lang), lambda lists: cls(parent, shell, None, lists, made).open()
        )

    @classmethod
    def change(cls, parent: QWidget, shell: Shell, person: Participant) -> None:
        shell.tasks.run(
            lambda desk: lists_of(desk, shell.words.lang), lambda lists: cls(parent, shell, person, lists).open()
        )


def lists_of(desk: Any, lang: str) -> dict[str, Any]:
    """Choices of the form: workers, occupations, districts, demands."""
    key = "sv" if lang == "sv" else "en"
    return {
        "workers": [(str(w["id"]), w["name"]) for w in desk.participants.case_workers()],
        "occupations": sorted(((o["code"], o[key]) for o in desk.placements.occupations()), key=lambda o: o[1]),
        "districts": desk.placements.districts(),
        "demands": [(c["code"], c[key]) for c in desk.placements.codes("physical_demands")],
    }


class ReasonDialog(Dialog):
    """One sentence that is needed, and logged."""

    def __init__(self, parent: QWidget, shell: Shell, title: str, sentence: str, confirm: str) -> None:
        super().__init__(parent, shell, title, confirm, sentence=sentence)
        self.reason = QLineEdit()
        self.body.addWidget(Field(shell.words("Reason"), self.reason))
        self.reason.setFocus()

    def confirm(self) -> None:
        if not self.reason.text().strip():
            self.complain(self.t("Write a reason."))
            return
        self.accept()

    @classmethod
    def ask(cls, parent: QWidget, shell: Shell, title: str, sentence: str, confirm: str) -> str | None:
        dialog = cls(parent, shell, title, sentence, confirm)
        return dialog.reason.text().strip() if dialog.exec() else None


class NoteDialog(Dialog):
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
        self.kind = Choice(shell, [("phone", t("Phone call")), ("meeting", t("Meeting")), ("note", t("Note"))])
        self.on = DateEdit(shell, shell.today)
        self.words = QPlainTextEdit()
        self.words.setFixedHeight(shell.theme.px(110))
        self.body.addLayout(
            grid([Field(t("Kind"), self.kind), Field(t("Day"), self.on), (Field(t("Note"), self.words), 2)])
        )
        self.words.setFocus()

    def confirm(self) -> None:
        key, kind, said, on = self.participant, self.kind.code(), self.words.toPlainText(), self.on.value()
        self.write(
            lambda desk: desk.participants.add_note(key, kind, said, on),
            lambda _: self.shell.toast(self.t("The note is saved."), undo=True),
        )

    @classmethod
    def run(cls, parent: QWidget, shell: Shell, participant: int) -> None:
        cls(parent, shell, participant).open()


class IdentityDialog(Dialog):
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
        self.number = QLineEdit()
        self.body.addWidget(Field(t("Personal identity number"), self.number))
        self.number.setFocus()

    def confirm(self) -> None:
        key, said = self.person.id, self.number.text()
        self.write(
            lambda desk: desk.participants.replace_identity(key, said),
            lambda _: self.shell.toast(self.t("The number is replaced."), undo=True),
        )

    @classmethod
    def run(cls, parent: QWidget, shell: Shell, person: Participant) -> None:
        cls(parent, shell, person).open()


class WorkerDialog(Dialog):
    """Another case worker, for one person or the whole caseload; with a reason, counted."""

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
        self.to = Choice(shell, workers)
        self.reason = QLineEdit()
        self.whole = Check(shell, t("Everyone who has {name}", name=person.case_worker or "–"))
        self.whole.setEnabled(bool(person.case_worker_id))
        self.body.addLayout(grid([Field(t("New case worker"), self.to), Field(t("Reason"), self.reason)]))
        self.body.addWidget(self.whole)
        self.to.setFocus()

    def confirm(self) -> None:
        person, to, reason, whole = self.person, int(self.to.code()), self.reason.text(), self.whole.isChecked()

        def work(desk: Any) -> int:
            who = desk.participants.caseload(person.case_worker_id) if whole else [person.id]
            return int(desk.participants.change_case_worker(who, to, reason))

        self.write(
            work,
            lambda count: self.shell.toast(self.t("{count} people have a new case worker.", count=count), undo=True),
        )

    @classmethod
    def run(cls, parent: QWidget, shell: Shell, person: Participant) -> None:
        def show(found: list[Any]) -> None:
            cls(
                parent, shell, person, [(str(w["id"]), w["name"]) for w in found if w["id"] != person.case_worker_id]
            ).open()

        shell.tasks.run(lambda desk: desk.participants.case_workers(), show)


class MergeDialog(Dialog):
    def __init__(self, parent: QWidget, shell: Shell, person: Participant) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Merge with another record"),
            t("Merge"),
            sentence=t(
                "Everything of the other record moves to {name} ({number}). It can be undone.",
                name=t.say(person.shown_name),
                number=person.number,
            ),
        )
        self.person = person
        self.other = QLineEdit()
        self.body.addWidget(Field(t("Number of the other record, for instance D-0042"), self.other))
        self.other.setFocus()

    def confirm(self) -> None:
        keep, other = self.person.id, self.other.text()

        def work(desk: Any) -> Any:
            return desk.participants.merge(keep, desk.participants.work.participant(other).id)

        self.write(work, lambda _: self.shell.toast(self.t("The records are merged."), undo=True))

    @classmethod
    def run(cls, parent: QWidget, shell: Shell, person: Participant) -> None:
        cls(parent, shell, person).open()


class ExtractDialog(Dialog):
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
        self.kind = Choice(
            shell,
            [
                ("school_act", t("Education Act (school, preschool)")),
                ("children_act_2013", t("Act 2013:852 (children)")),
                ("home_care_act_2026", t("Act 2026:43 (home care)")),
                ("lss_children", t("Act 2010:479 (LSS, children)")),
                ("hvb_children", t("Act 2007:171 (HVB)")),
            ],
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
        self.first = DateEdit(shell, employment.decision_from or employment.from_date)
        self.last = DateEdit(shell, employment.decision_to, base=lambda: self.first.value())
        self.body.addLayout(grid([Field(t("From"), self.first), Field(t("To"), self.last)]))

    def confirm(self) -> None:
        key, first, last = self.employment.id, self.first.value(), self.last.value()
        self.write(
            lambda desk: desk.booking.set_decision(key, first, last),
            lambda _: self.shell.toast(self.t("The decision period is saved."), undo=True),
        )

    @classmethod
    def change(cls, parent: QWidget, shell: Shell, employment: Employment) -> None:
        cls(parent, shell, employment).open()


class EndDialog(Dialog):
    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        employment: Employment,
        booking: Booking | None,
        reasons: list[tuple[str, str]],
    ) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("End employment"),
            t("End employment"),
            sentence=t(
                "{place}, since {day}. The 90 days run from this end.",
                place=employment.placement,
                day=employment.from_date,
            ),
        )
        self.employment, self.booking = employment, booking
        last = min(shell.today, employment.to_date) if employment.to_date else shell.today
        self.on = DateEdit(shell, last)
        self.reason = Choice(shell, [("", t("Choose")), *reasons])
        self.body.addLayout(grid([Field(t("Last day"), self.on), Field(t("Reason"), self.reason)]))
        self.on.setFocus()

    def confirm(self) -> None:
        on, reason, booking, employment = self.on.value(), self.reason.code(), self.booking, self.employment
        if on is None or not reason:
            self.complain(self.t("Write the last day and choose a reason."))
            return

        def work(desk: Any) -> None:
            if booking is not None and booking.status == "started":
                desk.booking.end(booking.ref, on, reason)
            else:
                desk.booking.end_employment(employment.id, on, reason)

        self.write(work, lambda _: self.shell.toast(self.t("The employment has ended."), undo=True))

    @classmethod
    def run(cls, parent: QWidget, shell: Shell, employment: Employment, booking: Booking | None) -> None:
        lang = "sv" if shell.words.lang == "sv" else "en"

        def show(found: list[dict[str, Any]]) -> None:
            cls(parent, shell, employment, booking, [(c["code"], c[lang]) for c in found]).open()

        shell.tasks.run(lambda desk: desk.placements.codes("end_reasons"), show)
