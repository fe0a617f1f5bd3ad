"""Arbetsplatser: external places beside in-house teams, what the groups are made of, what may be concluded; workplaces by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from amdesk.domain.results import words as shown
from amdesk.domain.results.casemix import FEWEST_SHOWN, Mix
from amdesk.domain.results.figures import percent
from amdesk.domain.results.outcomes import Result
from amdesk.services.results.outcomes import HostResult
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Panel, clear, label
from amdesk.ui.kit.relay import in_columns
from amdesk.ui.kit.rows import TableModel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable
from amdesk.ui.results.bars import StackedBars
from amdesk.ui.results.period import Period
from amdesk.ui.results.result import REASON_PARTS, bar_row

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class CaseMixLine:
    """One line of the case mix: a heading with its difference, or a band with its shares."""

    name: str
    external: str
    in_house: str
    heading: bool
    difference: str = ""


class ComparePane(QWidget):
    opened = Signal(str)

    def __init__(self, shell: Shell, over: QWidget | None = None) -> None:
        super().__init__(over)
        self.shell, self.t = shell, shell.words
        in_columns(self, (self._mix(), 62), (self._hosts(), 38))

    def _mix(self) -> QWidget:
        t = self.t
        panel = Panel(t("External places beside in-house teams"))
        self.bars = StackedBars(self.shell, t("External places beside in-house teams"))
        self.bars.opened.connect(self.opened)
        panel.body.addWidget(self.bars)
        self.sentences = QVBoxLayout()
        self.sentences.setSpacing(4)
        panel.body.addLayout(self.sentences)
        self.lines: TableModel[CaseMixLine] = TableModel(
            [
                (t("Who got which place"), lambda r: r.name if r.heading else f"    {r.name}", paint.LEFT),
                (t("External places"), lambda r: r.external, paint.RIGHT),
                (t("In-house teams"), lambda r: r.in_house, paint.RIGHT),
                (t("Standardised difference"), lambda r: r.difference, paint.RIGHT),
            ]
        )
        self.table = PlainTable(self.shell, self.lines, t("Who got which place"), (0, 120, 120, 190), tall=28)
        panel.body.addWidget(self.table, 1)
        return panel

    def _hosts(self) -> QWidget:
        t = self.t
        panel = Panel(t("Workplaces"))
        panel.body.addWidget(
            label(
                t("By name, never ranked. A share is shown from {count} ended employments.", count=FEWEST_SHOWN),
                "small",
                wrap=True,
            )
        )
        self.host_rows: TableModel[HostResult] = TableModel(
            [
                (t("Workplace"), lambda r: r.name or t("not recorded"), paint.LEFT),
                (t("Ended"), lambda r: str(r.ended), paint.RIGHT),
                (t("Work or studies"), self._reached, paint.RIGHT),
            ]
        )
        self.host_table = PlainTable(self.shell, self.host_rows, t("Workplaces"), (0, 70, 130), tall=30)
        panel.body.addWidget(self.host_table, 1)
        return panel

    def _reached(self, r: HostResult) -> str:
        if r.ended < FEWEST_SHOWN:
            return str(r.reached)
        return f"{r.reached} ({self.t.percent(percent(r.reached, r.ended) or 0)})"

    def load(self, period: Period, occupation: str, department: str) -> None:
        def read(desk: Desk) -> tuple[Result, Mix, list[HostResult]]:
            with desk.bank.read():
                now = desk.results.followup(period.first, period.last, occupation=occupation, department=department)
                return now, desk.results.mix(period.first, period.last, now), desk.results.hosts(now)

        self.shell.tasks.run(read, self.show_compared, key="compare")

    def show_compared(self, found: tuple[Result, Mix, list[HostResult]]) -> None:
        now, mix, hosts = found
        self.bars.show_rows([bar_row(self.t, now, g, REASON_PARTS, total=True) for g in ("external", "in_house")])
        clear(self.sentences)
        for said in mix.sentences():
            self.sentences.addWidget(label(self.t.say(said), "", wrap=True))
        self.lines.set_rows(self._lines(mix))
        self.host_rows.set_rows(hosts)

    def _lines(self, mix: Mix) -> list[CaseMixLine]:
        t, out = self.t, []
        for v in mix.variables:
            said = "–" if v.difference is None else shown.signed(v.difference, t.lang)
            out.append(CaseMixLine(t(v.label), "", "", True, said if v.alike else t("{value}, differs", value=said)))
            sums = sum(a for _, a, _ in v.bands), sum(b for _, _, b in v.bands)
            out += [
                CaseMixLine(t(name), self._share(a, sums[0]), self._share(b, sums[1]), False) for name, a, b in v.bands
            ]
        return out

    def _share(self, count: int, base: int) -> str:
        found = percent(count, base)
        return str(count) if found is None else f"{count} ({self.t.percent(found)})"
