"""New placement, change placement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from amdesk.domain.change import Change, changes
from amdesk.domain.places.placement import ClosedPeriod, DemandList, Placement
from amdesk.domain.record import Declared, WeekHours, declared, fields
from amdesk.ui.guidance.beside import with_guidance
from amdesk.ui.kit.basic import CheckBox, label
from amdesk.ui.kit.dialog import Dialog, grid, lay_out, scrolled
from amdesk.ui.kit.fieldarea import into_sight
from amdesk.ui.kit.fields import Choice, Field, number_box
from amdesk.ui.kit.lines import SayingLines, demand_lines, demand_sayings, demands_said
from amdesk.ui.kit.records import Control, Lists, control_of, label_of
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

ORDER = (
    "name", "kind", "occupation", "places", "hours", "schedule", "district", "department", "address", "open_from", "open_to", "language_min",
    "licence", "background_check", "min_age", "demands", "supervisor", "supervisor_phone", "supervisor_email",
)  # fmt: skip
"""How a placement is told of; what is declared besides follows, and the comment is last."""
WIDE = {"name", "supervisor_email", "comment", "demands"}


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER) + (name == "comment")


class PlacementDialog(Dialog):
    writes = True
    act = "places.change"

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        title: str,
        confirm: str,
        place: Placement | None,
        places: int,
        occupations: Sequence[tuple[str, str]],
        codes: Lists,
        closed: Sequence[ClosedPeriod],
    ) -> None:
        super().__init__(parent, shell, title, confirm, width=640)
        self.place, self.places_before, self.codes = place, places, codes
        self.belongs_to(f"{place.name} · {place.number}" if place else "")
        self.controls: dict[str, Control] = {}
        """What each field of the record stands in, by its name."""
        self.fields: dict[str, Field] = {}
        self.places = number_box(1, 500, places)
        self.occupation = Choice(shell, [("", self.t("Choose")), *occupations], place.occupation if place else "")
        self.hours = QLineEdit(f"{place.hours / 100:g}".replace(".", ",") if place else "40")
        form = QWidget()
        self.body.addWidget(scrolled(form, min(shell.theme.px(470), 520)))
        lay_out(form, self._grid())
        self.body.addWidget(self._shared())
        for period in closed:
            self.body.addWidget(label(self._closed(period), "small"))
        self.fields["name"].control.setFocus()
        self.shown = self._facts()

    def _control(self, of: Declared) -> Control:
        """What a field is typed in; of a new placement it stands at what is usual."""
        if of.name == "occupation":
            return Control(self.occupation, self.occupation.code)
        if isinstance(of.kind, WeekHours):
            return Control(self.hours, self._hours)
        if isinstance(of.kind, DemandList):
            return self._demands()
        new = self.shell.today if of.name == "open_from" else None
        return control_of(self.shell, of, getattr(self.place, of.name, new), self.codes)

    def _demands(self) -> Control:
        kept = self.place.demands if self.place else ()
        self.demands = SayingLines(self.shell, self.t("Demands"), demand_lines(kept), demand_sayings)
        shown = demands_said(self.demands.lines())

        def now() -> tuple[str, ...]:
            said = demands_said(self.demands.lines())
            return kept if said == shown else said

        return Control(self.demands, now)

    def _grid(self) -> QGridLayout:
        typed = sorted((f for f in fields(Placement) if f.typed and f.name != "shared"), key=lambda f: _place(f.name))
        for f in typed:
            control = self.controls[f.name] = self._control(f)
            self.fields[f.name] = Field(label_of(self.shell, f), control.widget)
        self.fields["places"] = Field(self.t("Number of places"), self.places)
        kind = self.controls["kind"]
        with_guidance(self.shell, self.fields["kind"], "place_kind", lambda: str(kind.value()))
        with_guidance(self.shell, self.fields["demands"], "demand", self.demands.here)
        names = sorted(("places", *(f.name for f in typed)), key=_place)
        return grid([(self.fields[n], 2) if n in WIDE else self.fields[n] for n in names])

    def _shared(self) -> QWidget:
        """Below the other fields: what its sentence says is no label."""
        self.shared = CheckBox(self.shell, label_of(self.shell, declared(Placement)["shared"]))
        self.shared.setChecked(bool(self.place and self.place.shared))
        self.controls["shared"] = Control(self.shared, self.shared.isChecked)
        return self.shared

    def _closed(self, period: ClosedPeriod) -> str:
        return self.t(
            "Closed {first} to {last}: {reason}", first=str(period.first), last=str(period.last), reason=period.reason
        )

    @classmethod
    def add(cls, parent: QWidget, shell: Shell, occupations: Sequence[tuple[str, str]], codes: Lists) -> None:
        t = shell.words
        cls(parent, shell, t("New placement"), t("Add placement"), None, 1, occupations, codes, ()).open()

    @classmethod
    def change(
        cls,
        parent: QWidget,
        shell: Shell,
        place: Placement,
        places: int,
        occupations: Sequence[tuple[str, str]],
        codes: Lists,
        closed: Sequence[ClosedPeriod],
        at: str = "",
    ) -> None:
        """`at` names the field where the keys are at first."""
        title, save = shell.words("Change placement {number}", number=place.number), shell.words("Save")
        dialog = cls(parent, shell, title, save, place, places, occupations, codes, closed)
        dialog.open()
        if at:
            dialog.fields[at].control.setFocus()
            into_sight(dialog.fields[at].control)

    def _values(self) -> dict[str, object] | None:
        t = self.t
        for field in self.fields.values():
            field.complain("")
        facts, date_wanted = self._facts(), t("Write a date, for instance 2026-12-07 or +2v.")
        wrong = [
            ("name", not facts["name"], t("Write the workplace or the team.")),
            ("occupation", not facts["occupation"], t("Choose one occupation.")),
            ("hours", not 100 <= self._hours() <= 4000, t("Write between 1 and 40 hours.")),
            ("open_from", facts["open_from"] is None, date_wanted),
            *((name, control.wrong(), date_wanted) for name, control in self.controls.items()),
        ]
        for name, bad, sentence in wrong:
            if bad:
                self.fields[name].complain(sentence)
                return None
        return facts

    def _facts(self) -> dict[str, object]:
        """What stands in the form, as it would be stored."""
        return {name: control.value() for name, control in self.controls.items()}

    def _hours(self) -> int:
        """Hundredths of an hour; 0 where it is no number."""
        try:
            return round(float(self.hours.text().replace(",", ".")) * 100)
        except (ValueError, OverflowError):
            return 0

    def confirm(self) -> None:
        values = self._values()
        if values is None or not self.ok.isEnabled():
            return
        places = self.places.value()
        if self.place is None:
            self.write(
                lambda desk: desk.placements.create(values, places),
                lambda made: self.shell.toast(self.t("{name} is added.", name=made.name), undo=True),
            )
            return
        key, before = self.place.id, {**self.place._asdict(), "places": self.places_before}
        shown = {**self.shown, "places": self.places_before}
        changed = changes(before, shown, {**values, "places": places})
        if not changed:
            self.accept()
            return

        def work(desk: Desk, given: Mapping[str, Change]) -> Placement:
            facts = dict(given)
            count = facts.pop("places", None)
            return desk.placements.change(key, facts, count)

        self.store(
            changed,
            work,
            lambda made: self.shell.toast(self.t("{name} is saved.", name=made.name), undo=True),
            {name: before[name] for name in shown},
        )
