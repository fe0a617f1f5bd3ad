"""New placement, change placement."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from amdesk.domain.change import Change, changes
from amdesk.domain.places.placement import LANGUAGE_LEVELS, PLACE_KINDS, ClosedPeriod, Placement
from amdesk.domain.values import FAR
from amdesk.ui.kit.basic import CheckBox, label
from amdesk.ui.kit.dialog import Dialog, grid, scrolled
from amdesk.ui.kit.fields import Choice, DateEdit, Field, number_box
from amdesk.ui.kit.shell import Shell

CHECKS = ("none", "school_act", "children_act_2013", "home_care_act_2026", "lss_children", "hvb_children")


class PlacementDialog(Dialog):
    writes = True

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        title: str,
        confirm: str,
        place: Placement | None,
        places: int,
        occupations: Sequence[tuple[str, str]],
        districts: Sequence[tuple[str, str]],
        closed: Sequence[ClosedPeriod],
    ) -> None:
        super().__init__(parent, shell, title, confirm, width=640)
        self.place, self.places_before = place, places
        self._make_work(place, places, occupations, districts)
        self._make_demands(place)
        self._make_contact(place)
        form = QWidget()
        form.setLayout(self._grid())
        self.body.addWidget(scrolled(form, min(shell.theme.px(470), 520)))
        self.body.addWidget(self.shared)
        for period in closed:
            self.body.addWidget(label(self._closed(period), "small"))
        self.name.setFocus()
        self.shown = self._facts()

    def _make_work(
        self,
        p: Placement | None,
        places: int,
        occupations: Sequence[tuple[str, str]],
        districts: Sequence[tuple[str, str]],
    ) -> None:
        """What the work is, how much of it there is, and where."""
        shell, t = self.shell, self.t
        self.kind = Choice(shell, [(k, t(v)) for k, v in PLACE_KINDS.items()], p.kind if p else "external")
        self.name = QLineEdit(p.name if p else "")
        self.department = QLineEdit(p.department if p else "")
        self.occupation = Choice(shell, [("", t("Choose")), *occupations], p.occupation if p else "")
        self.places = number_box(1, 500, places)
        self.hours = QLineEdit(f"{p.hours / 100:g}".replace(".", ",") if p else "40")
        self.schedule = QLineEdit(p.schedule if p else "")
        self.district = Choice(shell, [("", "–"), *districts], p.district if p else "")
        self.address = QLineEdit(p.address if p else "")

    def _make_demands(self, p: Placement | None) -> None:
        """What is asked of who comes."""
        shell, t = self.shell, self.t
        levels = [("", t("No requirement")), *((x, x) for x in LANGUAGE_LEVELS[1:])]
        self.language = Choice(shell, levels, p.language_min if p else "")
        self.licence = Choice(shell, [("", t("No requirement")), ("B", "B")], p.licence if p else "")
        checks = [
            t("No extract required"),
            t("Education Act (school, preschool)"),
            t("Act 2013:852 (children)"),
            t("Act 2026:43 (home care)"),
            t("Act 2010:479 (LSS, children)"),
            t("Act 2007:171 (HVB)"),
        ]
        self.check = Choice(shell, list(zip(CHECKS, checks, strict=True)), p.background_check if p else "none")
        self.age = number_box(13, 25, p.min_age if p else 16)

    def _make_contact(self, p: Placement | None) -> None:
        """Who answers for the place, when it is open, and the rest."""
        shell, t = self.shell, self.t
        self.supervisor = QLineEdit(p.supervisor if p else "")
        self.phone = QLineEdit(p.supervisor_phone if p else "")
        self.email = QLineEdit(p.supervisor_email if p else "")
        self.open_from = DateEdit(shell, p.open_from if p else shell.today)
        self.open_to = DateEdit(shell, p.open_to if p else None)
        self.shared = CheckBox(shell, t("Part-time employments may share a place by hours"))
        self.shared.setChecked(bool(p and p.shared))
        self.comment = QPlainTextEdit(p.comment if p else "")
        self.comment.setFixedHeight(shell.theme.px(54))

    def _grid(self) -> QGridLayout:
        t = self.t
        self.fields = f = {
            "name": Field(t("Workplace or team"), self.name),
            "kind": Field(t("Kind of place"), self.kind),
            "occupation": Field(t("Occupation"), self.occupation),
            "places": Field(t("Number of places"), self.places),
            "hours": Field(t("Hours per week"), self.hours),
            "open_from": Field(t("Open from"), self.open_from),
            "open_to": Field(t("Open to (empty: until further notice)"), self.open_to),
        }
        return grid(
            [
                (f["name"], 2),
                f["kind"],
                f["occupation"],
                f["places"],
                f["hours"],
                Field(t("Working hours"), self.schedule),
                Field(t("District"), self.district),
                Field(t("Department"), self.department),
                Field(t("Address"), self.address),
                f["open_from"],
                f["open_to"],
                Field(t("Swedish level"), self.language),
                Field(t("Driving licence"), self.licence),
                Field(t("Register extract"), self.check),
                Field(t("Minimum age"), self.age),
                Field(t("Supervisor"), self.supervisor),
                Field(t("Supervisor's phone"), self.phone),
                (Field(t("Supervisor's e-mail"), self.email), 2),
                (Field(t("Comment"), self.comment), 2),
            ]
        )

    def _closed(self, period: ClosedPeriod) -> str:
        return self.t(
            "Closed {first} to {last}: {reason}", first=str(period.first), last=str(period.last), reason=period.reason
        )

    @classmethod
    def add(
        cls, parent: QWidget, shell: Shell, occupations: Sequence[tuple[str, str]], districts: Sequence[tuple[str, str]]
    ) -> None:
        t = shell.words
        cls(parent, shell, t("New placement"), t("Add placement"), None, 1, occupations, districts, ()).open()

    @classmethod
    def change(
        cls,
        parent: QWidget,
        shell: Shell,
        place: Placement,
        places: int,
        occupations: Sequence[tuple[str, str]],
        districts: Sequence[tuple[str, str]],
        closed: Sequence[ClosedPeriod],
    ) -> None:
        t = shell.words
        cls(
            parent,
            shell,
            t("Change placement {number}", number=place.number),
            t("Save"),
            place,
            places,
            occupations,
            districts,
            closed,
        ).open()

    def _values(self) -> dict[str, object] | None:
        t = self.t
        for field in self.fields.values():
            field.complain("")
        hours = self._hours()
        wrong = [
            ("name", not self.name.text().strip(), t("Write the workplace or the team.")),
            ("occupation", not self.occupation.code(), t("Choose one occupation.")),
            ("hours", not 100 <= hours <= 4000, t("Write between 1 and 40 hours.")),
            ("open_from", self.open_from.value() is None, t("Write a date, for instance 2026-12-07 or +2v.")),
            ("open_to", self.open_to.wrong(), t("Write a date, for instance 2026-12-07 or +2v.")),
        ]
        for name, bad, sentence in wrong:
            if bad:
                self.fields[name].complain(sentence)
                return None
        return self._facts()

    def _facts(self) -> dict[str, object]:
        """What stands in the form, as it would be stored."""
        return {
            "kind": self.kind.code(),
            "name": self.name.text().strip(),
            "department": self.department.text().strip(),
            "occupation": self.occupation.code(),
            "hours": self._hours(),
            "schedule": self.schedule.text().strip(),
            "district": self.district.code(),
            "address": self.address.text().strip(),
            "language_min": self.language.code(),
            "licence": self.licence.code(),
            "background_check": self.check.code(),
            "min_age": self.age.value(),
            "supervisor": self.supervisor.text().strip(),
            "supervisor_phone": self.phone.text().strip(),
            "supervisor_email": self.email.text().strip(),
            "open_from": self.open_from.value(),
            "open_to": self.open_to.value() or FAR,
            "shared": int(self.shared.isChecked()),
            "comment": self.comment.toPlainText().strip(),
        }

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
        key, count = self.place.id, Change(self.places_before, places) if places != self.places_before else None
        changed = changes(self.place._asdict(), self.shown, values)
        if not changed and count is None:
            self.accept()
            return
        self.write(
            lambda desk: desk.placements.change(key, changed, count),
            lambda made: self.shell.toast(self.t("{name} is saved.", name=made.name), undo=True),
        )
