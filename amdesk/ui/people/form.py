"""The dialog of a participant: new and change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QLineEdit, QWidget

from amdesk.domain.change import changes
from amdesk.domain.people.participant import Need, Participant
from amdesk.domain.places.placement import LANGUAGE_LEVELS
from amdesk.ui.kit.basic import CheckBox, label
from amdesk.ui.kit.dialog import Dialog, Spanned, grid, scrolled
from amdesk.ui.kit.fields import Choice, DateEdit, Field, number_box
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


class ParticipantLists(NamedTuple):
    """Choices of the form, each (code, name)."""

    workers: Sequence[tuple[str, str]]
    occupations: Sequence[tuple[str, str]]
    districts: Sequence[tuple[str, str]]
    demands: Sequence[tuple[str, str]]


class ParticipantDialog(Dialog):
    writes = True

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        person: Participant | None,
        lists: ParticipantLists,
        made: Callable[[Participant], None] | None = None,
    ) -> None:
        t = shell.words
        title = t("Change participant") if person else t("New participant")
        super().__init__(parent, shell, title, t("Save") if person else t("Add participant"), width=640)
        self.person, self.made, self.lists = person, made, lists
        p = person
        self.name, self.identity = QLineEdit(p.name if p else ""), QLineEdit()
        self.case = QLineEdit(p.case_number if p else "")
        self.phone, self.email = QLineEdit(p.phone if p else ""), QLineEdit(p.email if p else "")
        workers = [("", "–"), *lists.workers]
        if p and p.case_worker_id and str(p.case_worker_id) not in dict(workers):
            workers.append((str(p.case_worker_id), p.case_worker))
        self.worker = Choice(shell, workers, str(p.case_worker_id or "") if p else "")
        wishes = p.wishes if p else ()
        wishes += ("",) * (3 - len(wishes))
        self.wishes = [Choice(shell, [("", "–"), *lists.occupations], wish) for wish in wishes]
        self.language = Choice(
            shell, [("", t("Not known")), *((x, x) for x in LANGUAGE_LEVELS)], p.language if p else ""
        )
        self.languages = QLineEdit(p.languages if p else "")
        self.licence = Choice(shell, [("", t("None")), ("B", "B")], p.licence if p else "")
        extents = sorted({50, 60, 75, 80, 90, 100, p.extent if p else 100})
        self.extent = Choice(shell, [(str(x), t.percent(x)) for x in extents], str(p.extent if p else 100))
        self.available = DateEdit(shell, p.available_from if p else None)
        self.district = Choice(shell, [("", "–"), *lists.districts], p.district if p else "")
        self.travel = number_box(0, 180, (p.max_travel or 0) if p else 0)
        self.travel.setSpecialValueText("–")
        self.protected = CheckBox(shell, t("Protected personal data (name hidden everywhere, reason asked)"))
        self.protected.setChecked(bool(p and p.protection))
        self.f_name, self.f_identity = (
            Field(t("Name"), self.name),
            Field(t("Personal identity number (may be empty)"), self.identity),
        )
        self.f_available = Field(t("Available from"), self.available)
        fields: list[Spanned] = [(self.f_name, 2)]
        if p is None:
            fields += [self.f_identity]
        fields += [
            Field(t("Case number"), self.case),
            Field(t("Phone"), self.phone),
            Field(t("E-mail"), self.email),
            Field(t("Case worker"), self.worker),
            Field(t("Goal occupation"), self.wishes[0]),
            Field(t("Second wish"), self.wishes[1]),
            Field(t("Third wish"), self.wishes[2]),
            *(Field(t("Wish {number}", number=i), wish) for i, wish in enumerate(self.wishes[3:], 4)),
            Field(t("Swedish level"), self.language),
            Field(t("Other languages"), self.languages),
            Field(t("Driving licence"), self.licence),
            Field(t("Extent"), self.extent),
            self.f_available,
            Field(t("Lives in"), self.district),
            Field(t("Longest travel, minutes"), self.travel),
        ]
        fields += self._need_fields()
        form = QWidget()
        form.setLayout(grid(fields))
        self.body.addWidget(scrolled(form, min(shell.theme.px(470), 520)))
        self.body.addWidget(self.protected)
        self.worker.setEnabled(p is None or p.case_worker_id is None)
        self.name.setFocus()
        self.shown_needs = self._controls()
        self.shown = self._facts()

    def _need_fields(self) -> list[Spanned]:
        """Needs with Must, Important, Nice; about the work, never why."""
        t, p = self.t, self.person
        weights = [("", t("No")), ("must", t("Must")), ("important", t("Important")), ("nice", t("Nice to have"))]
        self.kept: dict[tuple[str, str], Need] = {}
        for n in p.needs if p else ():
            self.kept.setdefault(_slot(n), n)
        kept, demands = self.kept, self.lists.demands
        unknown = [(v, v) for k, v in kept if k == "avoid" and v not in dict(demands)]
        self.lists = self.lists._replace(demands=[*demands, *unknown])

        def at(k: str, v: str = "") -> str:
            return kept[k, v].weight if (k, v) in kept else ""

        self.need_daytime = Choice(self.shell, weights, at("daytime"))
        self.need_start = Choice(self.shell, weights, at("start_after"))
        start = kept.get(("start_after", ""))
        self.start_hour = QLineEdit(start.value if start else "08:00")
        self.need_travel = Choice(self.shell, weights, at("max_travel"))
        self.need_avoid = [(code, Choice(self.shell, weights, at("avoid", code))) for code, _ in self.lists.demands]
        out: list[Spanned] = [(label(t("Needs about the work"), "section"), 2)]
        out += [
            Field(t("Daytime on weekdays"), self.need_daytime),
            Field(t("Travel within the limit"), self.need_travel),
        ]
        out += [Field(t("Start no earlier than"), self.start_hour), Field(t("How much it matters"), self.need_start)]
        out += [
            Field(t("Not {demand}", demand=said.lower()), choice)
            for (_, said), (_, choice) in zip(self.lists.demands, self.need_avoid, strict=True)
        ]
        return out

    def _controls(self) -> dict[tuple[str, str], Need | None]:
        """What each control of a need says."""
        limit = self._limit()
        hour = self.start_hour.text().strip().replace(".", ":")
        out: dict[tuple[str, str], Need | None] = {}
        for kind, value, weight in (
            ("daytime", "", self.need_daytime.code()),
            ("start_after", hour, self.need_start.code()),
            ("max_travel", limit, self.need_travel.code() if limit else ""),
            *(("avoid", code, c.code()) for code, c in self.need_avoid),
        ):
            need = Need(kind, value, weight)
            out[_slot(need)] = need if weight else None
        return out

    def _limit(self) -> str:
        """The minutes of the need of a limit: it follows the longest travel as long as it said the same."""
        before = self.person.max_travel if self.person else None
        need, now = self.kept.get(("max_travel", "")), self.travel.value() or None
        if need is not None and (now == before or need.value != str(before)):
            return need.value
        return str(now or "")

    def _needs(self) -> tuple[Need, ...]:
        """The person's needs with those that were changed here; what no control shows, or nobody touched, stays as it is."""
        now = self._controls()
        changed = {slot: need for slot, need in now.items() if need != self.shown_needs[slot]}
        out: list[Need] = []
        for need in self.person.needs if self.person else ():
            mine = self.kept[_slot(need)] is need and _slot(need) in changed
            new = changed.pop(_slot(need)) if mine else need
            out += [new] if new else []
        return (*out, *(need for need in changed.values() if need))

    def _facts(self) -> dict[str, object]:
        """What stands in the form, as it would be stored."""
        return {
            "name": self.name.text().strip(),
            "case_number": self.case.text().strip(),
            "phone": self.phone.text().strip(),
            "email": self.email.text().strip(),
            "wishes": tuple(dict.fromkeys(w.code() for w in self.wishes if w.code())),
            "language": self.language.code(),
            "languages": self.languages.text().strip(),
            "licence": self.licence.code(),
            "extent": int(self.extent.code()),
            "available_from": self.available.value(),
            "district": self.district.code(),
            "max_travel": self.travel.value() or None,
            "needs": self._needs(),
            "protection": int(self.protected.isChecked()),
            "case_worker_id": int(self.worker.code()) if self.worker.code() else None,
        }

    def confirm(self) -> None:
        t = self.t
        for field in (self.f_name, self.f_identity, self.f_available):
            field.complain("")
        if not self.name.text().strip() and (self.person is None or self.person.name):
            self.f_name.complain(t("Write first name and family name."))
            return
        if self.available.wrong():
            self.f_available.complain(t("Write a date, for instance 2026-12-07 or +2v."))
            return
        values, said, person, made = self._facts(), self.identity.text(), self.person, self.made
        if person is None:
            self.write(lambda desk: desk.participants.create(values, said), lambda new: made(new) if made else None)
            return
        changed = changes({name: getattr(person, name) for name in values}, self.shown, values)
        if not changed:
            self.accept()
            return
        self.write(
            lambda desk: desk.participants.change(person.id, changed),
            lambda new: self.shell.toast(t("{name} is saved.", name=t.say(new.shown_name)), undo=True),
        )

    @classmethod
    def add(cls, parent: QWidget, shell: Shell, made: Callable[[Participant], None]) -> None:
        shell.tasks.run(
            lambda desk: lists_of(desk, shell.words.lang), lambda lists: cls(parent, shell, None, lists, made).open()
        )

    @classmethod
    def change(cls, parent: QWidget, shell: Shell, person: Participant) -> None:
        shell.tasks.run(
            lambda desk: lists_of(desk, shell.words.lang), lambda lists: cls(parent, shell, person, lists).open()
        )


def _slot(need: Need) -> tuple[str, str]:
    """Which control a need stands at."""
    return need.kind, need.value if need.kind == "avoid" else ""


def lists_of(desk: Desk, lang: str) -> ParticipantLists:
    key = "sv" if lang == "sv" else "en"
    return ParticipantLists(
        workers=[(str(w.id), w.name) for w in desk.participants.case_workers()],
        occupations=sorted(((o.code, o.name(key)) for o in desk.placements.occupations()), key=lambda o: o[1]),
        districts=desk.placements.districts(),
        demands=[(c.code, c.name(key)) for c in desk.placements.codes("physical_demands")],
    )
