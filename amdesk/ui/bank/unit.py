"""The unit as it stands on every paper, when assessments are due, and which case worker sits here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QWidget

from amdesk.domain.booking.plan import Plan, read_plan
from amdesk.domain.change import Change, changes
from amdesk.domain.competence.assessments import LEVELS, PRINT_FROM
from amdesk.ui.bank.pane import Pane
from amdesk.ui.kit.basic import CheckBox, button, label
from amdesk.ui.kit.dialog import ToStore, store
from amdesk.ui.kit.fields import Choice, Field, NumberBox
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

NAMES = ("city", "department", "unit", "place", "phone", "certificate_address")
"""The settings that are words, as the bank calls them."""


class Shown(NamedTuple):
    """The unit's settings by name, and who works here as (key, name)."""

    unit: dict[str, str]
    workers: Sequence[tuple[str, str]]


class UnitPane(Pane):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("The unit"))
        t = self.t
        self.body.addWidget(label(t("Printed on certificates and notices."), "muted"))
        self.fields: dict[str, QLineEdit] = {}
        self.shown: dict[str, str] = {}
        said = (
            t("City"),
            t("Department"),
            t("Unit"),
            t("Place of signing"),
            t("Phone for questions"),
            t("Address of the page for checking"),
        )
        for name, words in zip(NAMES, said, strict=True):
            self.fields[name] = QLineEdit()
            self.fields[name].textEdited.connect(lambda _said: shell.typed.emit())
            self.add_field(words, self.fields[name], 420)
        levels = [(str(n), f"{n} · {t(said)}") for n, said in LEVELS.items()]
        self.lowest = Choice(shell, levels, str(PRINT_FROM))
        self.birth = CheckBox(shell, t("Birth date on certificates"))
        self.lowest.activated.connect(lambda _i: shell.typed.emit())
        self.birth.clicked.connect(lambda _on: shell.typed.emit())
        self.add_field(t("Lowest level printed on certificates"), self.lowest, 420)
        self.body.addWidget(self._plan())
        self.body.addWidget(self.birth)
        self.add_button(button(shell, t("Save"), self.save, kind="primary", writes=True, act="settings"))
        self.me = Choice(shell, [("", "–")])
        self.me.activated.connect(lambda _i: self._save_me())
        self.body.addSpacing(12)
        self.add_field(t("I am this case worker"), self.me, 420)
        self.body.addStretch(1)

    def _plan(self) -> QWidget:
        """Weeks of the two assessments on the way, and how long before the end the final one is."""
        t, holder = self.t, QWidget()
        holder.setMaximumWidth(self.shell.theme.px(420))
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        names = (t("Assessment 1, week"), t("Assessment 2, week"), t("Final, days before end"))
        self.plan: list[QSpinBox] = []
        for said, most in zip(names, (51, 52, 60), strict=True):
            box = NumberBox(0 if most == 60 else 1, most)
            box.setAccessibleName(said)
            box.valueChanged.connect(lambda _weeks: self.shell.typed.emit())
            self.plan.append(box)
            row.addWidget(Field(said, box))
        return holder

    def refresh(self) -> None:
        self.shell.tasks.run(_read, self._show, key="settings unit")

    def _show(self, answer: Shown) -> None:
        self._take(answer.unit)
        self.me.fill([("", "–"), *answer.workers], str(self.shell.case_worker_id or ""))

    def _take(self, unit: dict[str, str]) -> None:
        """Show what the bank holds, but for what somebody has written and not saved: that stays, with what it was written over."""
        now = self._values()
        for name, kept in unit.items():
            if now[name] == self.shown.get(name, now[name]):
                self.shown[name] = now[name] = kept
        for name, field in self.fields.items():
            if field.text().strip() != now[name]:
                field.setText(now[name])
        self.lowest.choose(now["certificate_lowest"])
        self.birth.setChecked(now["certificate_birth_date"] == "yes")
        for box, weeks in zip(self.plan, now["assessment_plan"].split(","), strict=True):
            box.setMaximum(max(box.maximum(), int(weeks)))
            box.setValue(int(weeks))

    def _values(self) -> dict[str, str]:
        values = {name: field.text().strip() for name, field in self.fields.items()}
        values["certificate_lowest"] = self.lowest.code()
        values["assessment_plan"] = Plan(*(box.value() for box in self.plan)).document()
        values["certificate_birth_date"] = "yes" if self.birth.isChecked() else "no"
        return values

    def typed(self) -> bool:
        return bool(self.shown) and any(self.shown.get(name) != value for name, value in self._values().items())

    def save(self) -> None:
        self._store(lambda: None, self.shell.toast)

    def _store(self, then: Callable[[], None], otherwise: Callable[[str], None]) -> None:
        values = self._values()
        changed = changes(self.shown, self.shown, values)

        def stored(given: Mapping[str, Change]) -> None:
            self.shown |= {name: values[name] for name in changed}  # and then shows what the bank has
            self.refresh()
            if given:
                self.shell.plan = read_plan(str(given["assessment_plan"].after))
                self.shell.toast(self.t("Saved."), undo=True)
            then()

        asked = ToStore(changed, lambda desk, given: desk.set_settings(given), stored, dict(self.shown))
        store(self, self.shell, self.t("The unit"), asked, self.shell.guarded(otherwise))

    def store_first(self, then: Callable[[], None], otherwise: Callable[[str], None] | None = None) -> None:
        """The unit's settings are printed on every paper: what was written here is stored when the page is left."""
        if self.typed():
            self._store(then, otherwise or self.shell.toast)
        else:
            then()

    def _save_me(self) -> None:
        key = int(self.me.code()) if self.me.code() else None
        self.shell.case_worker_id = key
        self.shell.tasks.write(lambda desk: desk.set_case_worker(key), lambda _: self.shell.toast(self.t("Saved.")))


def _read(desk: Desk) -> Shown:
    unit = {name: desk.setting(name) for name in NAMES}
    unit["certificate_lowest"] = desk.setting("certificate_lowest") or str(PRINT_FROM)
    unit["assessment_plan"] = desk.work.plan.document()
    unit["certificate_birth_date"] = desk.setting("certificate_birth_date") or "yes"
    return Shown(unit, [(str(w.id), w.name) for w in desk.participants.case_workers()])
