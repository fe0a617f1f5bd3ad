"""Ledning: continuity, occupancy and days vacant, waiting, caseload and value, by department and period."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from amdesk.domain.results import words as shown
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.report import Fact
from amdesk.services.results.management import Load, Management, PlaceUse
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Panel, button, divider
from amdesk.ui.kit.kpi import Kpi
from amdesk.ui.kit.menu import MenuAct, offer_acts
from amdesk.ui.kit.relay import Beside
from amdesk.ui.kit.rows import Row, TableModel
from amdesk.ui.kit.saving import ask_file
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable
from amdesk.ui.results.period import Period

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class ShownManagement:
    management: Management
    value: tuple[list[Figure], list[Fact]]


class ManagerPane(QWidget):
    def __init__(self, shell: Shell, over: QWidget | None = None) -> None:
        super().__init__(over)
        self.shell, self.t = shell, shell.words
        self.period: Period | None = None
        self.department = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._band())
        beside = QWidget()
        right = QVBoxLayout(beside)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(12)
        right.addWidget(self._loads(), 60)
        right.addWidget(self._changes(), 40)
        both = Beside()
        column.addWidget(both, 1)
        both.add((self._places(), 55), (beside, 45))

    def _band(self) -> QWidget:
        t = self.t
        panel = Panel(padding=8)
        row = QHBoxLayout()
        row.setSpacing(8)
        names = (
            ("person", t("Continuity")),
            ("calendar_person", t("Occupancy")),
            ("person_clock", t("Median wait, days")),
            ("calendar_add", t("Need to booking, days")),
            ("star", t("Skills gained")),
            ("briefcase", t("Days of service")),
        )
        self.kpis = [Kpi(self.shell, icon, said, lambda: None) for icon, said in names]
        for i, one in enumerate(self.kpis):
            if i:
                row.addWidget(divider(upright=True))
            row.addWidget(one, 1)
        panel.body.addLayout(row)
        panel.setFixedHeight(self.shell.theme.px(90))
        return panel

    def _places(self) -> QWidget:
        t = self.t
        panel = Panel(t("Occupancy"), more=t("days of places in the period"))
        panel.head.addWidget(
            button(self.shell, t("To Excel"), self._to_excel, kind="link", icon="arrow_export", act="reports")
        )
        self.places: TableModel[PlaceUse] = TableModel(
            [
                (t("Placement"), lambda p: p.placement, paint.LEFT),
                (t("Open days"), lambda p: self._n(p.open_days), paint.RIGHT),
                (t("Taken"), lambda p: self._n(p.taken_days), paint.RIGHT),
                (t("Vacant"), lambda p: self._n(p.vacant), paint.RIGHT),
                (t("Occupancy"), self._occupancy, paint.RIGHT),
            ]
        )
        self.place_table = PlainTable(self.shell, self.places, t("Occupancy"), (0, 90, 80, 80, 96), tall=30)
        offer_acts(self.place_table, self._acts_here, self.shell)
        panel.body.addWidget(self.place_table, 1)
        return panel

    def _acts_here(self) -> list[MenuAct]:
        found, go = self.place_table.currentIndex().data(Row), self.shell.go
        key = found.placement_id if isinstance(found, PlaceUse) else None
        return (
            []
            if key is None
            else [MenuAct(self.t("Open the placement"), lambda: go("placements", placement=key), act="places.see")]
        )

    def _loads(self) -> QWidget:
        t = self.t
        panel = Panel(t("Caseload"), more=t("people on the day"))
        self.loads: TableModel[Load] = TableModel(
            [
                (t("Name"), lambda w: w.worker or t("nobody"), paint.LEFT),
                (t("Waiting"), lambda w: str(w.waiting), paint.RIGHT),
                (t("Booked"), lambda w: str(w.booked), paint.RIGHT),
                (t("Working"), lambda w: str(w.working), paint.RIGHT),
                (t("Sum"), lambda w: str(w.total), paint.RIGHT),
            ]
        )
        self.load_table = PlainTable(self.shell, self.loads, t("Caseload"), (0, 76, 76, 76, 64), tall=30)
        panel.body.addWidget(self.load_table, 1)
        return panel

    def _changes(self) -> QWidget:
        t = self.t
        panel = Panel(t("Why the case worker changed"))
        self.reasons: TableModel[tuple[str, int]] = TableModel(
            [(t("Reason"), lambda r: r[0] or "–", paint.LEFT), (t("Changes"), lambda r: str(r[1]), paint.RIGHT)]
        )
        self.reason_table = PlainTable(self.shell, self.reasons, t("Why the case worker changed"), (0, 90), tall=30)
        panel.body.addWidget(self.reason_table, 1)
        return panel

    def _n(self, value: int) -> str:
        return shown.number(value, self.t.lang)

    def _occupancy(self, p: PlaceUse) -> str:
        return self.t.percent((200 * p.taken_days + p.open_days) // (2 * p.open_days)) if p.open_days else "–"

    def load(self, period: Period, department: str) -> None:
        self.period, self.department = period, department

        def read(desk: Desk) -> ShownManagement:
            found = desk.management.management(period.first, period.last, department)
            return ShownManagement(found, desk.management.value(period.first, period.last))

        self.shell.tasks.run(read, self.show_found, key="management")

    def show_found(self, data: ShownManagement) -> None:
        t, m = self.t, data.management
        figures, facts = data.value
        waits = {f.id: f for f in m.waits}
        for kpi, figure in ((self.kpis[0], m.continuity.kept), (self.kpis[1], m.occupancy), (self.kpis[4], figures[0])):
            kpi.show_text(
                shown.percent(figure, t.lang) or "–",
                t("{count} of {base}", count=figure.count or 0, base=figure.base or 0),
            )
            kpi.define(t.say(figure.definition))
        for kpi, fact in (
            (self.kpis[2], waits["wait_median"]),
            (self.kpis[3], waits["need_to_booking_median"]),
            (self.kpis[5], facts[0]),
        ):
            kpi.show_text(shown.value(fact, t.lang), "")
            kpi.define(t.say(fact.definition))
        days = m.continuity.stood_in.value or 0
        self.kpis[0].add(t.plural("deputy: {count} day", "deputy: {count} days", days, count=days))
        started = waits["started"].value or 0
        self.kpis[2].add(t.plural("{count} begun", "{count} begun", started, count=started))
        self.kpis[4].add(t("modules: {count}", count=figures[1].count or 0))
        self.places.set_rows(m.places)
        self.loads.set_rows(m.loads)
        self.reasons.set_rows(m.reasons)

    def _to_excel(self) -> None:
        if self.period is None:
            return
        t, period, department = self.t, self.period, self.department
        path = ask_file(
            self,
            t("Occupancy"),
            str(Path.home() / f"{t('Management')} {period.last}.xlsx"),
            "Excel (*.xlsx)",
        )
        if path:
            self.shell.tasks.run(
                lambda desk: desk.reports.save_management(
                    period.first, period.last, department, path, self.shell.papers
                ),
                lambda _: self.shell.toast(t("Saved: {path}", path=str(path))),
                failed=self.shell.guarded(lambda s: self.shell.toast(s)),
            )
