"""A new module with its meetings; a person's need of one; and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from amdesk.domain.change import Change
from amdesk.domain.competence.attendance import MARK_KINDS, MARKS_TAKEN, Mark, mark_name
from amdesk.domain.competence.modules import LANGUAGE_KINDS, Enrolment, Module
from amdesk.domain.record import declared
from amdesk.ui.guidance.beside import with_guidance
from amdesk.ui.kit.basic import CheckBox, label
from amdesk.ui.kit.dialog import Dialog, Spanned, grid, scrolled
from amdesk.ui.kit.fields import Choice, DateEdit, Field, number_box
from amdesk.ui.kit.records import Control, control_of, controls_of, label_of, labelled
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.whose import tell


def _number(value: int, most: int, name: str) -> QSpinBox:
    box = number_box(1, most, value)
    box.setAccessibleName(name)
    return box


def _guided(shell: Shell, shown: list[Spanned], kind: Control) -> list[Spanned]:
    """The same, the kind of a module with the unit's guidance about it."""
    for one in shown:
        field = one[0] if isinstance(one, tuple) else one
        if isinstance(field, Field) and field.control is kind.widget:
            with_guidance(shell, field, "module", lambda: str(kind.value()))
    return shown


def _kind(shell: Shell, kinds: Mapping[str, str]) -> Control:
    """There always is one."""
    box = Choice(shell, list(kinds.items()))
    return Control(box, box.code)


class ModuleDialog(Dialog):
    """Name, kind, place, and meetings once a week from a first day."""

    writes = True
    act = "modules.change"

    def __init__(self, parent: QWidget, shell: Shell, kinds: Mapping[str, str], made: Callable[[int], None]) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("New module"),
            t("Save"),
            sentence=t("It meets once a week, on the first day's weekday."),
            width=560,
        )
        self.made = made
        self.controls = controls_of(shell, Module, {}, own={"kind": _kind(shell, kinds)})
        self.meetings, self.first = _number(8, 60, t("Meetings")), DateEdit(shell)
        self.begins, self.ends = QLineEdit("13:00"), QLineEdit("16:00")
        fields = [
            *_guided(shell, labelled(shell, Module, self.controls, {"name"}), self.controls["kind"]),
            Field(t("First meeting"), self.first),
            Field(t("Meetings"), self.meetings),
            Field(t("Begins"), self.begins),
            Field(t("Ends"), self.ends),
        ]
        self.body.addLayout(grid(fields))
        self.controls["name"].widget.setFocus()

    def confirm(self) -> None:
        first = self.first.value()
        if first is None or any(one.wrong() for one in self.controls.values()):
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        times = [_time(x.text()) for x in (self.begins, self.ends)]
        if None in times:
            self.complain(self.t("Write the times as 09:00."))
            return
        meetings: list[tuple[date, str, str]] = [
            (first + timedelta(7 * i), str(times[0]), str(times[1])) for i in range(self.meetings.value())
        ]
        said = {name: one.value() for name, one in self.controls.items()}
        self.write(lambda desk: desk.modules.create(said, meetings), self._stored)

    def _stored(self, module: Module) -> None:
        self.made(module.id)
        self.shell.toast(self.t("The module is saved."), undo=True)


def _time(said: str) -> str | None:
    """ "9.30" and "09:30" as "09:30"; None where it is no time."""
    hour, _, minute = said.strip().replace(".", ":").partition(":")
    if not hour.isdigit() or not (minute or "0").isdigit() or int(hour) > 23 or int(minute or 0) > 59:
        return None
    return f"{int(hour):02d}:{int(minute or 0):02d}"


AT_END = ("level_after", "reason")
"""What of an enrolment is asked for when it ends."""


class NeedDialog(Dialog):
    """What kind of module a person needs."""

    writes = True
    act = "competence.assess"

    def __init__(self, parent: QWidget, shell: Shell, participant: int, level: str, kinds: Mapping[str, str]) -> None:
        t = shell.words
        super().__init__(parent, shell, t("Need of a module"), t("Save"))
        self.participant = participant
        tell(self, participant)
        own = {"kind": _kind(shell, kinds)}
        self.controls = controls_of(shell, Enrolment, {"level_before": level}, own=own, but=AT_END)
        kind = self.controls["kind"]
        self.body.addLayout(grid(_guided(shell, labelled(shell, Enrolment, self.controls), kind)))
        kind.widget.setFocus()

    def confirm(self) -> None:
        key, said = self.participant, {name: one.value() for name, one in self.controls.items()}
        if any(one.wrong() for one in self.controls.values()):
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        kind, level = str(said.pop("kind")), str(said.pop("level_before"))
        self.write(
            lambda desk: desk.modules.need(key, kind, level_before=level, more=said),
            lambda _: self.shell.toast(self.t("The need is noted."), undo=True),
        )


class EndModuleDialog(Dialog):
    """Completed, with the level of Swedish where the module is about it; or interrupted, with why."""

    writes = True
    act = "competence.assess"

    def __init__(self, parent: QWidget, shell: Shell, enrolment: Enrolment, status: str, name: str) -> None:
        t = shell.words
        title = t("Completed") if status == "completed" else t("Interrupted")
        super().__init__(parent, shell, title, t("Save"), sentence=enrolment.module)
        self.belongs_to(name)
        self.enrolment, self.status = enrolment, status
        asks_level = status == "completed" and enrolment.kind in LANGUAGE_KINDS
        self.asks = "level_after" if asks_level else "reason"
        field = declared(Enrolment)[self.asks]
        self.control = control_of(shell, field, enrolment.level_before if asks_level else "", {})
        self.body.addWidget(Field(label_of(shell, field), self.control.widget))
        self.control.widget.setFocus()

    def confirm(self) -> None:
        key, status, said = self.enrolment.id, self.status, str(self.control.value())
        reason, level = ("", said) if self.asks == "level_after" else (said, "")
        self.write(
            lambda desk: desk.modules.step(key, status, reason=reason, level_after=level),
            lambda _: self.shell.toast(self.t("Saved."), undo=True),
        )


class AttendanceDialog(Dialog):
    """A list that came back: each difference ticked when it would be stored; a conflict is ticked by hand."""

    writes = True
    act = "competence.assess"

    def __init__(self, parent: QWidget, shell: Shell, module: str, found: Sequence[Mark]) -> None:
        t = shell.words
        count = sum(m.kind in MARKS_TAKEN for m in found)
        sentence = t.plural(
            "{module}: {count} difference to store. Nothing is stored before you say so.",
            "{module}: {count} differences to store. Nothing is stored before you say so.",
            count,
            module=module,
            count=count,
        )
        super().__init__(parent, shell, t("Returned attendance list"), t("Store"), sentence=sentence, width=620)
        self.checks: list[tuple[Mark, CheckBox]] = []
        inner = QWidget()
        self.body.addWidget(scrolled(inner, shell.theme.px(320)))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        if not found:
            column.addWidget(label(t("Nothing in this sheet differs."), "muted"))
        for mark in found:
            column.addLayout(self._row(mark))
        column.addStretch(1)
        self.ok.setFocus()

    def _row(self, mark: Mark) -> QHBoxLayout:
        row, said = QHBoxLayout(), self.t.say(mark.text)
        if mark.new is None:
            row.addWidget(label(said, "muted", wrap=True), 1)
        else:
            check = CheckBox(self.shell, said)
            check.setChecked(mark.kind in MARKS_TAKEN)
            check.setMinimumHeight(self.shell.theme.px(24))
            self.checks.append((mark, check))
            row.addWidget(check, 1)
        row.addWidget(label(self.t(MARK_KINDS[mark.kind]), "key"))
        return row

    def confirm(self) -> None:
        chosen = [mark for mark, check in self.checks if check.isChecked()]
        if not chosen:
            self.give_up()
            return
        self.store(
            {mark_name(m.enrolment, m.occasion): Change(m.old, m.new) for m in chosen if m.new},
            lambda desk, given: desk.attendance.store(given),
            lambda n: self.shell.toast(self.t("Attendance noted: {count}", count=n), undo=True),
        )
