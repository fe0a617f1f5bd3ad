"""Kohorter: those who ended in a year, and whether assistance or measures came back. Frozen, they stay as they were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from amdesk.domain.results import words as shown
from amdesk.domain.results.cohort import Cohort, Window
from amdesk.domain.results.figures import Figure
from amdesk.domain.texts import Text
from amdesk.services.results.sections import GENDER_GROUPS, cohort_section
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Panel, button, label
from amdesk.ui.kit.fields import Choice
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.rows import Column, Row, TableModel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable
from amdesk.ui.kit.within import Inside
from amdesk.ui.results.bars import BarRow, StackedBars

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

PARTS = (
    ("no_assistance_no_measures", "c_work"), ("measures_only", "c_study"), ("assistance_only", "c_stop"), ("assistance_and_measures", "c_asf"), ("erased", "surface3"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownCohort:
    years: list[int]
    cohort: Cohort
    notes: list[Text]


class CohortPane(QWidget):
    opened = Signal(object, str)

    def __init__(self, shell: Shell, over: QWidget | None = None) -> None:
        super().__init__(over)
        self.shell, self.t = shell, shell.words
        self.data: ShownCohort | None = None
        self.year, self.seen_in, self.months = 0, 0, 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        panel = Panel(padding=16)
        panel.body.addLayout(self._choices())
        self.title, self.notes = label("", "section"), label("", "small", wrap=True)
        panel.body.addWidget(self.title)
        panel.body.addWidget(self.notes)
        self.bars = StackedBars(shell, self.t("Cohorts"))
        self.bars.opened.connect(lambda name: self.opened.emit(self.data.cohort if self.data else None, name))
        panel.body.addWidget(self.bars)
        self.rows: TableModel[tuple[Text, list[Figure | None]]] = TableModel(
            [(self.t("Figure"), lambda r: self.t.say(r[0]), paint.LEFT)]
        )
        self.table = PlainTable(shell, self.rows, self.t("Cohorts"), (0,), tall=30)
        self.table.activated.connect(lambda i: self._open(i.row(), i.column()))
        panel.body.addWidget(self.table, 1)
        self.table.setMinimumHeight(shell.theme.px(150))
        row.addWidget(Inside(panel, self))

    def _choices(self) -> Wrapping:
        t, shell = self.t, self.shell
        row = Wrapping()
        row.setSpacing(8)
        self.years, self.windows = Choice(shell, [], name=t("Ended in")), Choice(shell, [], name=t("Seen in"))
        for said, one, wide in ((t("Ended in"), self.years, 110), (t("Seen in"), self.windows, 250)):
            one.setFixedWidth(shell.theme.px(wide))
            row.addWidget(label(said, "label"))
            row.addWidget(one)
            row.addSpacing(8)
        self.years.activated.connect(lambda _i: self._chosen(new_year=True))
        self.windows.activated.connect(lambda _i: self._chosen(new_year=False))
        row.addStretch(1)
        self.frozen = label("", "small")
        row.addWidget(self.frozen)
        self.freeze_button = button(
            shell, t("Freeze"), self.freeze, icon="lock_closed", writes=True, act="figures.change"
        )
        row.addWidget(self.freeze_button)
        return row

    def _chosen(self, *, new_year: bool) -> None:
        self.year = int(self.years.code() or 0)
        code = "" if new_year else self.windows.code()
        self.months = int(code[1:]) if code.startswith("+") else 0
        self.seen_in = int(code) if code and not self.months else self.year + 1
        self.data = None  # what is shown is not what is chosen any more
        self.refresh()

    def show_cohort(self, year: int, seen_in: int) -> None:
        """Another cohort, from wherever it was asked for."""
        self.year, self.seen_in, self.months = year, seen_in, 0
        self.data = None
        self.refresh()

    def asked(self) -> Callable[[Desk], tuple[int, Window] | None]:
        """The cohort that is chosen, shown already or not: its year, and when its people are seen. None where there is none."""
        year, seen_in, months = self.year, self.seen_in, self.months

        def find(desk: Desk) -> tuple[int, Window] | None:
            years = desk.cohorts.years()
            past = [y for y in years if y < desk.clock.today().year]
            if not years:
                return None
            wanted = year or (past[1] if len(past) > 1 else years[0])
            return wanted, desk.cohorts.window(wanted, seen_in or wanted + 1, months)

        return find

    def refresh(self) -> None:
        asked = self.asked()

        def read(desk: Desk) -> ShownCohort | None:
            wanted = asked(desk)
            if wanted is None:
                return None
            found = desk.cohorts.cohort(*wanted)
            return ShownCohort(desk.cohorts.years(), found, desk.cohorts.notes(found))

        self.shell.tasks.run(read, self.show_found, key="cohort")

    def show_found(self, data: ShownCohort | None) -> None:
        self.data = data
        t = self.t
        if data is None:
            self.title.setText(t("No employment has ended yet."))
            return
        c = data.cohort
        self.year = c.year
        self.years.fill([(str(y), str(y)) for y in data.years], str(c.year))
        windows = [(str(c.year + i), str(c.year + i)) for i in range(1, 6)]
        windows += [
            (f"+{m}", t.plural("{months} month after each end", "{months} months after each end", m, months=m))
            for m in (12, 24, 36)
        ]
        self.windows.fill(windows, f"+{c.window.months}" if c.window.months else c.window.name)
        section = cohort_section(c)
        self.title.setText(t.say(section.title))
        self.notes.setText(" ".join(t.say(n) for n in data.notes))
        self.notes.setVisible(bool(data.notes))
        self.frozen.setText(
            t("Frozen {day} · check sum {hash}", day=c.frozen_on, hash=c.digest[:12]) if c.frozen_on else ""
        )
        self.freeze_button.setVisible(c.frozen_on is None)
        groups = [g for g in GENDER_GROUPS if g == "all" or c.figure(f"ended.{g}").count]
        self.bars.show_rows([self._bar(c, g) for g in groups])
        heads = [t.say(h) for h in section.heads()]
        columns: list[Column[tuple[Text, list[Figure | None]]]] = [(t("Figure"), lambda r: t.say(r[0]), paint.LEFT)]
        columns += [(h, partial(self._in_column, i), paint.RIGHT) for i, h in enumerate(heads)]
        self.rows.beginResetModel()
        self.rows.columns, self.rows.rows = columns, section.grid()
        self.rows.endResetModel()
        self.table.set_widths((0, *([190] * len(heads))))

    def _bar(self, c: Cohort, group: str) -> BarRow:
        whole = c.figure(f"ended.{group}")
        parts = [(c.figure(f"{p}.{group}"), role) for p, role in PARTS]
        return BarRow(
            self.t.say(whole.whom),
            self.t.plural("1 person", "{count} people", whole.count or 0, count=whole.count or 0),
            parts,
        )

    def _in_column(self, column: int, row: tuple[Text, list[Figure | None]]) -> str:
        return self._cell(row[1][column])

    def _cell(self, figure: Figure | None) -> str:
        said = shown.cell(figure, self.t.lang)
        part = figure is not None and figure.base and figure.count != figure.base
        return f"{said}   {shown.interval(figure, self.t.lang)}" if figure and part else said

    def _open(self, row: int, column: int) -> None:
        figure = self.table.model().index(row, 0).data(Row)[1][max(0, column - 1)]
        if figure is not None and self.data is not None:
            self.opened.emit(self.data.cohort, figure.id)

    def freeze(self) -> None:
        """Keep the cohort and this window unchanged from now on. It cannot be undone, so it asks."""
        from amdesk.ui.kit.dialog import Dialog

        if self.data is None:
            return
        c, t = self.data.cohort, self.t
        sentence = t.plural(
            "The one person of {year} and what is seen are kept as they are today, without a name. It cannot be undone.",
            "The {count} people of {year} and what is seen of them are kept as they are today, without names. It cannot be undone.",
            len(c.members),
            count=len(c.members),
            year=str(c.year),
        )
        dialog = Dialog(self, self.shell, t("Freeze the cohort"), t("Freeze"), sentence=sentence)
        if dialog.exec():
            self.shell.tasks.write(
                lambda desk: desk.cohorts.freeze(c.year, c.window),
                lambda _: self.shell.toast(t("The cohort is frozen.")),
                failed=self.shell.guarded(lambda s: self.shell.toast(s)),
            )
