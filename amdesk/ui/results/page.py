"""Uppföljning: did it help? Result, the day-90 desk, workplaces, cohorts, savings, management, and the text check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from amdesk.domain.results.cohort import Cohort
from amdesk.ui.kit.basic import Segments, button, label
from amdesk.ui.kit.fields import Choice
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.progress import ProgressLine
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.saving import ask_file
from amdesk.ui.kit.shell import Shell, Visit
from amdesk.ui.results import period as periods
from amdesk.ui.results.cohort import CohortPane
from amdesk.ui.results.compare import ComparePane
from amdesk.ui.results.copied import with_the_units
from amdesk.ui.results.desk import DeskPane
from amdesk.ui.results.ledger import LedgerPane
from amdesk.ui.results.manager import ManagerPane
from amdesk.ui.results.period import Period, choices
from amdesk.ui.results.result import ResultPane
from amdesk.ui.results.textcheck import TextCheckPane

if TYPE_CHECKING:
    from amdesk.domain.results.figures import Figure
    from amdesk.domain.results.report import Report
    from amdesk.services.desk import Desk
    from amdesk.services.results.outcomes import BehindRow
    from amdesk.ui.results.committee import ReportWanted

PERIODS = ("result", "compare", "savings", "management")
"""Tabs that show a period."""
OWN = "own"
NARROW = 1090


class FollowUpPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Follow-up"))
        t = self.t
        self.subtitle.setText(t("90 days after the employment"))
        self.periods = dict(choices(shell.today))
        self.period = next(iter(self.periods.values()))
        self.tabs = Segments(
            [
                ("result", t("Result")),
                ("desk", t("To follow up")),
                ("compare", t("Workplaces")),
                ("cohorts", t("Cohorts")),
                ("savings", t("Savings")),
                ("management", t("Management")),
                ("text", t("Text check")),
            ]
        )
        self.tabs.chosen.connect(self.show_tab)
        self.left.addWidget(self.tabs)
        self.excel = button(shell, t("Excel"), self.to_excel, icon="document_table", act="reports")
        self.excel.setToolTip(f"{t('Export to Excel')} (Ctrl E)")
        self.report = button(shell, t("Report"), self.print_, kind="primary", icon="document_pdf", act="reports")
        self.report.setToolTip(f"{t('Report to the committee')} (Ctrl P)")
        self.actions_row.addWidget(self.excel)
        self.actions_row.addWidget(self.report)
        self.filters = self._filters()
        self.column.addWidget(self.filters)
        over = self.stack = QStackedWidget()
        self.column.addWidget(self.stack, 1)
        self.progress = ProgressLine(shell)
        self.column.addWidget(self.progress)
        self.result = ResultPane(shell, over, self.progress)
        self.desk, self.compare = DeskPane(shell, over), ComparePane(shell, over)
        self.cohorts, self.savings, self.management, self.text = (
            CohortPane(shell, over),
            LedgerPane(shell, over),
            ManagerPane(shell, over),
            TextCheckPane(shell, over),
        )
        self.panes: dict[str, QWidget] = {
            "result": self.result,
            "desk": self.desk,
            "compare": self.compare,
            "cohorts": self.cohorts,
            "savings": self.savings,
            "management": self.management,
            "text": self.text,
        }
        for pane in self.panes.values():
            self.stack.addWidget(pane)
        self.result.opened.connect(self._behind)
        self.compare.opened.connect(self._behind)
        self.result.cohort.connect(self._to_cohort)
        self.cohorts.opened.connect(self._behind_cohort)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window gives the tabs the title's room, and the buttons their icons alone."""
        super().resizeEvent(event)
        narrow, t, px = self.width() < NARROW, self.t, self.shell.theme.px
        self.title.setVisible(not narrow)
        self.subtitle.setVisible(not narrow)
        self.excel.setText("" if narrow else t("Excel"))
        self.report.setText("" if narrow else t("Report"))
        for one, wide, slim in self.widths:
            one.setFixedWidth(px(slim if narrow else wide))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops a report that is being made."""
        if event.key() != Qt.Key.Key_Escape or not self.progress.stop_work():
            super().keyPressEvent(event)

    def _filters(self) -> QWidget:
        t, shell = self.t, self.shell
        holder = QWidget()
        row = Wrapping(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.when, self.against = Choice(shell, [], name=t("Period")), Choice(shell, [], name=t("Compare with"))
        self.occupation, self.department = (
            Choice(shell, [], name=t("Occupation")),
            Choice(shell, [], name=t("Department")),
        )
        self.widths = (
            (self.when, 220, 188),
            (self.against, 230, 180),
            (self.occupation, 190, 150),
            (self.department, 230, 170),
        )
        for one, wide, _ in self.widths:
            one.setFixedWidth(shell.theme.px(wide))
            one.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            row.addWidget(one)
        self.when.activated.connect(lambda _i: self._period_chosen())
        for one in (self.against, self.occupation, self.department):
            one.activated.connect(lambda _i: self.refresh())
        row.addStretch(1)
        self.rate = label("", "label")
        row.addWidget(self.rate)
        self._fill_periods()
        self.occupation.fill([("", t("All occupations"))])
        self.department.fill([("", t("All departments"))])
        return holder

    def _fill_periods(self) -> None:
        t = self.t
        codes = {p: c for c, p in self.periods.items()}
        entries = [(c, self._said(p)) for c, p in self.periods.items()]
        if self.period not in codes:
            entries.append(("shown", self._said(self.period)))
        self.when.fill([*entries, (OWN, t("Another period …"))], codes.get(self.period, "shown"))
        year, before = self.period.earlier(), self.period.before()
        said = {"year": year, "before": before} if year != before else {"year": year}
        self.against.fill([(c, t("Compare: {period}", period=p.said(t))) for c, p in said.items()], self.against.code())

    def _said(self, period: Period) -> str:
        """The result goes by day 90; what was paid, and how places were used, by the days themselves."""
        said = period.said(self.t)
        by_day90 = self.tabs.current() in {"result", "compare"}
        return self.t("Day 90: {period}", period=said) if by_day90 else self.t("Period: {period}", period=said)

    def _period_chosen(self) -> None:
        code = self.when.code()
        if code == OWN:
            found = periods.ask(self, self.shell, self.period)
            self.period = found or self.period
        elif code in self.periods:
            self.period = self.periods[code]
        self._fill_periods()
        self.refresh()

    @property
    def before(self) -> Period:
        return self.period.before() if self.against.code() == "before" else self.period.earlier()

    # showing

    def arrive(self, **arguments: Unpack[Visit]) -> None:
        if tab := arguments.get("tab"):
            self.tabs.set_current(tab)
        lang = self.t.lang
        self.shell.tasks.run(
            lambda desk: (_occupations(desk, lang), desk.management.departments()),
            self._show_filters,
            key="followup_filters",
        )
        self.show_tab(self.tabs.current())
        self.regions()[-1].setFocus()

    def _show_filters(self, found: tuple[list[tuple[str, str]], list[str]]) -> None:
        occupations, departments = found
        self.occupation.fill([("", self.t("All occupations")), *occupations], self.occupation.code())
        self.department.fill([("", self.t("All departments")), *((d, d) for d in departments)], self.department.code())

    def show_tab(self, tab: str) -> None:
        self.stack.setCurrentWidget(self.panes[tab])
        self.filters.setVisible(tab in PERIODS)
        self.against.setVisible(tab == "result")
        self.occupation.setVisible(tab in {"result", "compare"})
        self.department.setVisible(tab in {"result", "compare", "management"})
        self.excel.setVisible(tab in {"result", "compare", "cohorts", "savings"})
        self.report.setVisible(tab in PERIODS)
        self._fill_periods()
        self.refresh()

    def refresh(self) -> None:
        tab, occupation, department = self.tabs.current(), self.occupation.code(), self.department.code()
        if tab == "result":
            self.result.load(self.period, self.before, occupation, department)
        elif tab == "compare":
            self.compare.load(self.period, occupation, department)
        elif tab == "savings":
            self.savings.load(self.period)
        elif tab == "management":
            self.management.load(self.period, department)
        elif tab == "desk":
            self.desk.refresh()
        elif tab == "cohorts":
            self.cohorts.refresh()
        self._rate()

    def _rate(self) -> None:
        """How many of the period are followed up, and the number on the desk's tab."""
        first, last = self.period.first, self.period.last

        def read(desk: Desk) -> tuple[int, int, int]:
            now = desk.results.followup(first, last)
            return (
                now.figure("contacted.all").count or 0,
                now.figure("reached_day90.all").count or 0,
                desk.results.due_count(),
            )

        self.shell.tasks.run(read, self._show_rate, key="rate")

    def _show_rate(self, found: tuple[int, int, int]) -> None:
        reached, base, due = found
        t = self.t
        self.tabs.set_label("desk", t("To follow up {count}", count=due) if due else t("To follow up"))
        self.rate.setText(t("{count} of {base} reached", count=reached, base=base) if base else "")
        low = base and reached * 100 < base * 90
        self.rate.setStyleSheet(f"QLabel {{ color: {self.shell.theme.roles['warn' if low else 'ok']}; }}")

    def _to_cohort(self, year: int, seen_in: int) -> None:
        self.tabs.set_current("cohorts")
        self.show_tab("cohorts")
        self.cohorts.show_cohort(year, seen_in)

    # rows behind

    def _behind(self, figure: str) -> None:
        from amdesk.ui.results.behind import BehindDialog

        period, occupation, department = self.period, self.occupation.code(), self.department.code()
        t = self.t

        def read(desk: Desk) -> tuple[Figure, list[BehindRow]]:
            now = desk.results.followup(period.first, period.last, occupation=occupation, department=department)
            f = now.figure(figure)
            return f, desk.results.behind(now.behind(figure), figure)

        def show(found: tuple[Figure, list[BehindRow]]) -> None:
            f, rows = found
            BehindDialog(self, self.shell, f"{t.say(f.label)} – {t.say(f.whom)}", rows).open()

        self.shell.tasks.run(read, show, key="behind")

    def _behind_cohort(self, cohort: Cohort, figure: str) -> None:
        from amdesk.ui.results.behind import BehindDialog

        t, f = self.t, cohort.figure(figure)

        def show(rows: list[BehindRow]) -> None:
            BehindDialog(self, self.shell, f"{t.say(f.label)} – {t.say(f.whom)}", rows).open()

        self.shell.tasks.run(
            lambda desk: desk.results.people_behind(desk.cohorts.people(cohort, figure), figure), show, key="behind"
        )

    # files

    def _made(self) -> Callable[[Desk], Report]:
        """What makes the report of the tab that is shown."""
        tab, period, before = self.tabs.current(), self.period, self.before
        occupation, department = self.occupation.code(), self.department.code()
        if tab == "savings":
            return lambda desk: desk.reports.savings(period.first, period.last)
        span = (before.first, before.last)
        asked = self.cohorts.asked() if tab == "cohorts" else None

        def make(desk: Desk) -> Report:
            cohort = asked(desk) if asked is not None else None
            if cohort is not None:
                return desk.reports.cohort(*cohort)
            return desk.reports.followup(period.first, period.last, span, occupation, department)

        return make

    def export(self) -> bool:
        if self.excel.isVisible():
            self.to_excel()
        return self.excel.isVisible()

    def to_excel(self) -> None:
        """The figures of this tab, the rows behind them and the definitions."""
        t = self.t
        name = ask_file(
            self, t("Export to Excel"), str(Path.home() / f"{t('Follow-up')} {self.period.last}.xlsx"), "Excel (*.xlsx)"
        )
        if name:
            self._save(self._made(), name, outside=False)

    def print_(self) -> None:
        """The committee's report; small groups are withheld in it."""
        from amdesk.ui.results.committee import CommitteeDialog

        found = CommitteeDialog.ask(self, self.shell, self.period)
        if found is not None:
            period = self.period

            def make(desk: Desk) -> Report:
                return desk.reports.committee(period.first, period.last)

            if found.path is None:
                self._print(make, period, found)
            else:
                self._save(make, found.path, outside=found.outside, given_out=True, recipient=found.recipient)

    def _print(self, make: Callable[[Desk], Report], period: Period, wanted: ReportWanted) -> None:
        """Made first, with progress and the way to stop it; then shown as it is to be printed."""
        kept: list[Report] = []

        def work(desk: Desk) -> Iterator[tuple[int, int, str]]:
            made = make(desk)
            if wanted.outside:
                yield from desk.reports.making_outside(made, kept)
            else:
                kept.append(made)

        def done(whole: bool) -> None:
            if whole:
                self._show_paper(kept[0], period, wanted.recipient)
            else:
                self.shell.toast(self.t("Stopped. Nothing was printed."))

        self.progress.run(
            self.t("The report is being made."), work, done, self.shell.guarded(lambda s: self.shell.toast(s))
        )

    def _show_paper(self, made: Report, period: Period, recipient: str) -> None:
        """To be printed; it has gone out, and its figures are kept, when it is."""
        from amdesk.ui.kit.paper import Paper
        from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint

        t = self.t
        if told := made.for_the_unit():  # before it goes out: it can still be left
            self.shell.toast("\n".join(t.say(more) for more in told))
        said = t("Report to the committee")
        paper = Paper(
            said,
            period.said(t),
            f"{said} {period.first} {period.last}.pdf",
            lambda desk, _why: desk.reports.pdf(made, self.shell.papers),
            act="reports",
            out=lambda desk, _why: desk.reports.gone_out(made, given_out=True, recipient=recipient),
        )
        print_paper(self, self.shell, paper)

    def _save(
        self, make: Callable[[Desk], Report], path: Path, *, outside: bool, given_out: bool = False, recipient: str = ""
    ) -> None:
        lang = self.shell.papers
        kept: list[Report] = []

        def work(desk: Desk) -> Iterator[tuple[int, int, str]]:
            made = make(desk)
            if outside:
                yield from desk.reports.making_outside(made, kept)
            else:
                kept.append(made)
            desk.reports.save(kept[0], path, lang, given_out=given_out, recipient=recipient)

        def done(whole: bool) -> None:
            said = self.t("Saved: {path}", path=str(path)) if whole else self.t("Stopped. Nothing was saved.")
            self.shell.toast(with_the_units(self.t, said, kept[0]) if whole else said)

        self.progress.run(
            self.t("The report is being made."), work, done, self.shell.guarded(lambda s: self.shell.toast(s))
        )

    def unsaved(self) -> str:
        return self.t("The text that is being checked") if self.text.typed().strip() else ""

    def in_hand(self) -> bool:
        """A text that is checked is never in the bank."""
        return False

    def carried(self) -> object:
        said = self.text.typed()
        return (said, self.tabs.current()) if said else None

    def carry(self, kept: object) -> None:
        assert isinstance(kept, tuple)
        said, tab = kept
        self.text.carry(said)
        self.tabs.set_current(tab)

    def done(self) -> None:
        self.desk.follow_up()

    def confirm(self) -> None:
        if self.tabs.current() == "desk":
            self.desk.follow_up()

    def regions(self) -> list[QWidget]:
        inner: dict[str, QWidget] = {
            "result": self.result.bars,
            "desk": self.desk.list,
            "compare": self.compare.table,
            "cohorts": self.cohorts.table,
            "savings": self.savings.table,
            "management": self.management.place_table,
            "text": self.text.words,
        }
        return [self.tabs.button(self.tabs.current()), self.when, inner[self.tabs.current()]]


def _occupations(desk: Desk, lang: str) -> list[tuple[str, str]]:
    return [(o.code, o.name(lang)) for o in desk.placements.occupations()]
