"""The dialog of a participant: new and change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QLineEdit, QWidget

from amdesk.domain.booking.findings import need_text
from amdesk.domain.booking.matching import Facts
from amdesk.domain.booking.wishes import MOST_WISHES
from amdesk.domain.change import changes
from amdesk.domain.people.participant import Need, Participant, Person
from amdesk.domain.record import Declared, fields
from amdesk.domain.texts import text
from amdesk.domain.values import sort_key
from amdesk.ui.guidance.beside import with_guidance
from amdesk.ui.kit.basic import CheckBox, label
from amdesk.ui.kit.dialog import Dialog, Spanned, grid, lay_out, scrolled
from amdesk.ui.kit.fields import Choice, Field
from amdesk.ui.kit.lines import Saying, SayingLines, need_sayings
from amdesk.ui.kit.records import Control, Lists, code_lists, control_of, label_of
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.whose import of_person

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


FIRST = ("name", "identity", "case_number")
"""Who somebody is stands first; the other fields follow as her record has them."""


class ParticipantLists(NamedTuple):
    """Choices of the form, each (code, name); `codes` by the list that a field takes its codes from."""

    workers: Sequence[tuple[str, str]]
    occupations: Sequence[tuple[str, str]]
    codes: Lists


class ParticipantDialog(Dialog):
    writes = True
    act = "people.change"

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        person: Participant | None,
        lists: ParticipantLists,
        made: Callable[[Person], None] | None = None,
    ) -> None:
        t = shell.words
        title = t("Change participant") if person else t("New participant")
        super().__init__(parent, shell, title, t("Save") if person else t("Add participant"), width=640)
        self.person, self.made, self.lists = person, made, lists
        self.belongs_to(of_person(shell, person) if person else "")
        self.controls: dict[str, Control] = {}
        """What each field of the record stands in, by its name."""
        self.fields: dict[str, Field] = {}
        self.identity = QLineEdit()
        special = {
            "identity": self._identity_field,
            "case_worker_id": self._worker_field,
            "wishes": self._wish_fields,
            "needs": self._need_fields,
            "protection": self._protection_field,
        }
        typed = sorted((f for f in fields(Participant) if f.typed), key=_place)
        shown = [item for f in typed for item in special.get(f.name, partial(self._plain_field, f))()]
        form = QWidget()
        self.body.addWidget(scrolled(form, min(shell.theme.px(470), 520)))
        lay_out(form, grid(shown))
        if "protection" in self.controls:
            self.body.addWidget(self.controls["protection"].widget)
        self.fields["name"].control.setFocus()
        self.shown_needs = self._controls()
        self.shown = self._facts()

    def _stored(self, name: str) -> Any:  # type: ignore[explicit-any]  # what a field holds its kind knows
        """What stands in the bank; None of somebody new."""
        return getattr(self.person, name, None)

    def _plain_field(self, of: Declared) -> list[Spanned]:
        control = self.controls[of.name] = control_of(self.shell, of, self._stored(of.name), self.lists.codes)
        field = self.fields[of.name] = Field(label_of(self.shell, of), control.widget)
        return [(field, 2) if of.name == "name" else field]

    def _identity_field(self) -> list[Spanned]:
        """Of somebody new alone: another number is an act of its own."""
        field = self.fields["identity"] = Field(self.t("Personal identity number (may be empty)"), self.identity)
        return [] if self.person else [field]

    def _worker_field(self) -> list[Spanned]:
        """Chosen once: another one is an act of its own. Whoever adds somebody is offered first."""
        p, workers = self.person, [("", "–"), *self.lists.workers]
        if p and p.case_worker_id and str(p.case_worker_id) not in dict(workers):
            workers.append((str(p.case_worker_id), p.case_worker))
        box = self.worker = Choice(
            self.shell, workers, str((p.case_worker_id if p else self.shell.case_worker_id) or "")
        )
        box.setEnabled(p is None or p.case_worker_id is None)
        self.controls["case_worker_id"] = Control(box, lambda: int(box.code()) if box.code() else None)
        return [Field(self.t("Case worker"), box)]

    def _wish_fields(self) -> list[Spanned]:
        t, wishes = self.t, self.person.wishes if self.person else ()
        wishes += ("",) * (MOST_WISHES - len(wishes))
        boxes = self.wishes = [Choice(self.shell, [("", "–"), *self.lists.occupations], wish) for wish in wishes]
        self.controls["wishes"] = Control(
            boxes[0], lambda: tuple(dict.fromkeys(box.code() for box in boxes if box.code()))
        )
        said = [t("Goal occupation"), t("Second wish"), t("Third wish"), t("Fourth wish"), t("Fifth wish")]
        return [Field(words, box) for words, box in zip(said, boxes, strict=True)]

    def _protection_field(self) -> list[Spanned]:
        """Below the other fields, where it is always seen; of somebody who is there already it is an act of its own."""
        if self.person is None:
            box = CheckBox(self.shell, self.t("Protected personal data (name hidden everywhere, reason asked)"))
            self.controls["protection"] = Control(box, lambda: int(box.isChecked()))
        return []

    def _need_fields(self) -> list[Spanned]:
        """Needs with Must, Important, Nice; about the work, never why."""
        t, p = self.t, self.person
        weights = [("", t("No")), ("must", t("Must")), ("important", t("Important")), ("nice", t("Nice to have"))]
        self.kept: dict[tuple[str, str], Need] = {}
        for n in p.needs if p else ():
            self.kept.setdefault(_slot(n), n)
        kept = self.kept

        def at(k: str, v: str = "") -> str:
            return kept[k, v].weight if (k, v) in kept else ""

        self.need_daytime = Choice(self.shell, weights, at("daytime"))
        self.need_start = Choice(self.shell, weights, at("start_after"))
        start = kept.get(("start_after", ""))
        self.start_hour = QLineEdit(start.value if start else "08:00")
        self.need_travel = Choice(self.shell, weights, at("max_travel"))
        self.others = [n for n in (p.needs if p else ()) if kept[_slot(n)] is not n or n.kind not in FIXED]
        lines = [Saying(n.kind, n.value, n.weight) for n in self.others]
        names = dict(self.lists.occupations) | dict(self.lists.codes["districts"])
        self.more = SayingLines(
            self.shell,
            t("Other needs"),
            lines,
            need_sayings,
            weights[1:],
            lambda n: need_text(Need(n.kind, n.value), Facts({}, names=names)),
        )
        self.controls["needs"] = Control(self.need_daytime, self._needs)
        out: list[Spanned] = [(label(t("Needs about the work"), "section"), 2)]
        out += [
            self._guided(Field(t("Daytime on weekdays"), self.need_daytime), "need", "daytime"),
            self._guided(Field(t("Travel within the limit"), self.need_travel), "need", "max_travel"),
        ]
        hour = self._guided(Field(t("Start no earlier than"), self.start_hour), "need", "start_after")
        out += [hour, Field(t("How much it matters"), self.need_start)]
        out.append((with_guidance(self.shell, Field(t("Other needs"), self.more), "need", self.more.here), 2))
        return out

    def _guided(self, field: Field, kind: str, code: str) -> Field:
        return with_guidance(self.shell, field, kind, lambda: code)

    def _controls(self) -> dict[tuple[str, str], Need | None]:
        """What each control of a need says."""
        limit = self._limit()
        hour = self.start_hour.text().strip().replace(".", ":")
        out: dict[tuple[str, str], Need | None] = {}
        for kind, value, weight in (
            ("daytime", "", self.need_daytime.code()),
            ("start_after", hour, self.need_start.code()),
            ("max_travel", limit, self.need_travel.code() if limit else ""),
        ):
            need = Need(kind, value, weight)
            out[_slot(need)] = need if weight else None
        return out

    def _limit(self) -> str:
        """The minutes of the need of a limit: it follows the longest travel as long as it said the same."""
        before = self.person.max_travel if self.person else None
        need, now = self.kept.get(("max_travel", "")), self.controls["max_travel"].value()
        if need is not None and (now == before or need.value != str(before)):
            return need.value
        return str(now or "")

    def _needs(self) -> tuple[Need, ...]:
        """The person's needs with those that were changed here; what no control shows, or nobody touched, stays as it is."""
        now = self._controls()
        changed = {slot: need for slot, need in now.items() if need != self.shown_needs[slot]}
        lines = self.more.lines()
        said = dict(zip(map(id, self.others), lines[: len(self.others)], strict=True))
        out: list[Need] = []
        for need in self.person.needs if self.person else ():
            if id(need) in said:
                line = said[id(need)]
                out += [Need(*line)] if line else []
                continue
            mine = self.kept[_slot(need)] is need and _slot(need) in changed
            new = changed.pop(_slot(need)) if mine else need
            out += [new] if new else []
        added = [Need(*line) for line in lines[len(self.others) :] if line]
        return (*out, *(need for need in changed.values() if need), *added)

    def _facts(self) -> dict[str, object]:
        """What stands in the form, as it would be stored."""
        return {name: control.value() for name, control in self.controls.items()}

    def confirm(self) -> None:
        t = self.t
        for field in self.fields.values():
            field.complain("")
        if not self.controls["name"].value() and (self.person is None or self.person.name):
            self.fields["name"].complain(t("Write first name and family name."))
            return
        for name, control in self.controls.items():
            if control.wrong():
                self.fields[name].complain(t("Write a date, for instance 2026-12-07 or +2v."))
                return
        values, said, person, made = self._facts(), self.identity.text(), self.person, self.made
        if person is None:
            self.write(lambda desk: desk.participants.create(values, said), lambda new: made(new) if made else None)
            return
        changed = changes({name: getattr(person, name) for name in values}, self.shown, values)
        if not changed:
            self.accept()
            return
        self.store(
            changed,
            lambda desk, given: desk.participants.change(person.id, given),
            lambda new: self.shell.toast(text("{name} is saved.", name=new.shown_name), undo=True),
            {name: getattr(person, name) for name in values},
        )

    @classmethod
    def add(cls, parent: QWidget, shell: Shell, made: Callable[[Person], None]) -> None:
        shell.tasks.run(
            lambda desk: lists_of(desk, shell.words.lang), lambda lists: cls(parent, shell, None, lists, made).open()
        )

    @classmethod
    def change(cls, parent: QWidget, shell: Shell, person: Participant, at: str = "") -> None:
        """`at` names the field where the keys are at first."""

        def show(lists: ParticipantLists) -> None:
            dialog = cls(parent, shell, person, lists)
            dialog.open()
            if at:
                dialog.controls[at].widget.setFocus()

        shell.tasks.run(lambda desk: lists_of(desk, shell.words.lang), show)


FIXED = {"daytime", "start_after", "max_travel"}
"""Needs with a control of their own; all others are lines."""


def _slot(need: Need) -> tuple[str, str]:
    """Which control a need stands at."""
    return need.kind, "" if need.kind in FIXED else need.value


def _place(of: Declared) -> int:
    return FIRST.index(of.name) if of.name in FIRST else len(FIRST)


def lists_of(desk: Desk, lang: str) -> ParticipantLists:
    key = "sv" if lang == "sv" else "en"
    return ParticipantLists(
        workers=[(str(w.id), w.name) for w in desk.participants.case_workers()],
        occupations=sorted(
            ((o.code, o.name(key)) for o in desk.placements.occupations()), key=lambda o: sort_key(o[1])
        ),
        codes=code_lists(desk, Participant, key),
    )
