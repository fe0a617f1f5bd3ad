"""Resultat: did it help? The share, what it is made of, how it moves, and what became of earlier years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from amdesk.domain.results import words as shown
from amdesk.domain.results.figures import Comparison, Figure
from amdesk.domain.results.outcomes import Result
from amdesk.domain.results.report import Report, Section
from amdesk.domain.texts import N_, Text
from amdesk.i18n import Words
from amdesk.services.results.cohorts import Seen
from amdesk.services.results.sections import GENDER_GROUPS, HOST_GROUPS
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Elided, Panel, button, divider, label
from amdesk.ui.kit.fieldarea import FieldArea
from amdesk.ui.kit.progress import ProgressLine
from amdesk.ui.kit.relay import Turning, Wrapping
from amdesk.ui.kit.rows import Column, Row, TableModel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.states import EmptyState
from amdesk.ui.kit.tables import PlainTable
from amdesk.ui.results.bars import BarRow, StackedBars
from amdesk.ui.results.copied import all_told, told_text, with_the_units
from amdesk.ui.results.heat import CohortTable
from amdesk.ui.results.lines import TrendChart, TrendLine
from amdesk.ui.results.period import Period

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

REASON_PARTS = (
    ("work", "c_work"),
    ("studies", "c_study"),
    ("interrupted", "c_stop"),
    ("other", "c_asf"),
    ("reason_unrecorded", "surface3"),
)
CONTACT = (("contacted", "c_study"), ("not_contacted", "surface3"))
PLANS = (("plan_both", "c_work"), ("plan_city_only", "c_study"), ("plan_pes_only", "c_asf"), ("plan_neither", "c_other"), ("plan_unknown", "surface3"))  # fmt: skip
WIDE = 1500


@dataclass(frozen=True, slots=True)
class ShownResult:
    """Everything of the page, read in one go."""

    period: Period
    before: Period
    now: Result
    compared: Comparison
    quarters: Sequence[tuple[date, Result]]
    table: Sequence[tuple[int, int, list[Seen]]]
    narrowed: tuple[str, str] = ("", "")
    """The occupation and the department that it is of, where it is of one."""
    of_whom: str = ""
    """The same by their names: the page's filters say it, and a picture that is copied must."""


class ResultPane(QWidget):
    opened = Signal(str)
    cohort = Signal(int, int)

    def __init__(self, shell: Shell, over: QWidget | None = None, progress: ProgressLine | None = None) -> None:
        """`progress` is the page's line that says how far the report is that is copied, and stops it."""
        super().__init__(over)
        self.shell, self.t, self.progress = shell, shell.words, progress
        self.data: ShownResult | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        area = FieldArea(self.stack)  # a low window scrolls rather than cuts
        area.setWidgetResizable(True)
        area.setFrameShape(FieldArea.Shape.NoFrame)
        body = self._body()
        body.setObjectName("scrolled")
        area.setWidget(body)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys, and scrolls it
        self.stack.addWidget(area)
        self.nobody = EmptyState(
            shell,
            "data_trending",
            self.t("Nobody reached day 90 in this period."),
            self.t("Whoever has ended an employment is counted here 90 days later. Another period may have some."),
        )
        self.stack.addWidget(self.nobody)
        QShortcut(QKeySequence("Ctrl+Shift+T"), self, activated=self.turn)  # type: ignore[call-overload]  # as in Dialog

    def _body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._headline(), 56)
        self.groups = self._groups()
        column.addWidget(Turning((self._trend(), 57), (self._cohorts(), 42), (self.groups, 28)), 44)
        return body

    def _headline(self) -> QWidget:
        t, shell = self.t, self.shell
        panel = self.panel = Panel(padding=16)
        head = Wrapping()
        head.setSpacing(18)
        self.big = label("", "")
        font = QFont(shell.theme.font("kpi"))
        font.setPixelSize(shell.theme.px(38))
        self.big.setFont(font)
        self.big.setStyleSheet(f"QLabel {{ color: {shell.theme.roles['accent_text']}; }}")
        head.addWidget(self.big)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(Elided(t("went to work or studies 90 days after the employment"), "section"))
        self.said, self.chance = Elided("", "muted"), label("", "small", wrap=True)
        words.addWidget(self.said)
        words.addWidget(self.chance)
        words.addStretch(1)
        head.addLayout(words, 1)
        head.addWidget(divider(upright=True))
        head.addWidget(self._kolada())
        self.switch = button(shell, t("As a table"), self.turn, kind="link", icon="table")
        acts = QHBoxLayout()
        acts.setAlignment(Qt.AlignmentFlag.AlignTop)
        acts.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignTop)
        copy = button(shell, t("Copy"), self.copy, kind="link", icon="copy", writes=True, act="reports")
        copy.setToolTip(t("The report for others, without small groups; it is kept as given out"))
        acts.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(acts)
        panel.body.addLayout(head)
        self.turned = QStackedWidget()
        self.bars = StackedBars(shell, t("Result 90 days after the employment"))
        self.bars.opened.connect(self.opened)
        self.turned.addWidget(self.bars)
        self.figures: TableModel[tuple[Text, list[Figure | None]]] = TableModel(
            [(t("Figure"), lambda r: t.say(r[0]), paint.LEFT)]
        )
        self.table = PlainTable(shell, self.figures, t("Result 90 days after the employment"), (0,), tall=28)
        self.table.activated.connect(lambda i: self._open_cell(i.row(), i.column()))
        self.turned.addWidget(self.table)
        panel.body.addWidget(self.turned, 1)
        return panel

    def _kolada(self) -> QWidget:
        """The other ruler, beside and never mixed: at the end of the employment."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(2)
        self.kolada = label("", "section")
        self.kolada_base = label("", "small")
        column.addStretch(1)
        column.addWidget(label(self.t("At the end of the employment"), "label"))
        column.addWidget(self.kolada)
        column.addWidget(self.kolada_base)
        column.addStretch(1)
        return holder

    def _trend(self) -> QWidget:
        t = self.t
        panel = Panel(t("Work or studies on day 90"), more=t("rolling 12 months · the shade is 95 % uncertainty"))
        self.trend = TrendChart(self.shell, t("Work or studies on day 90"))
        panel.body.addWidget(self.trend, 1)
        note = QHBoxLayout()
        self.note = Elided(t("The groups differ. The difference may come from who gets which place."), "small")
        note.addWidget(self.note, 1)
        panel.body.addLayout(note)
        return panel

    def _cohorts(self) -> QWidget:
        t = self.t
        panel = Panel(t("Cohorts"), more=t("without economic assistance"))
        self.heat = CohortTable(self.shell)
        self.heat.opened.connect(self.cohort)
        panel.body.addWidget(self.heat, 1)
        return panel

    def _groups(self) -> QWidget:
        t = self.t
        panel = Panel(t("By gender"), more=t("share · number"))
        self.gender = StackedBars(self.shell, t("By gender"))
        self.gender.opened.connect(self.opened)
        panel.body.addWidget(self.gender, 1)
        return panel

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.groups.setVisible(self.width() >= WIDE)
        if self.data is not None:
            self.bars.show_rows(self._rows(self.data.now))

    # showing

    def load(self, period: Period, before: Period, occupation: str, department: str) -> None:
        def read(desk: Desk) -> ShownResult:
            results = desk.results
            with desk.bank.read():
                now = results.followup(period.first, period.last, occupation=occupation, department=department)
                earlier = results.followup(before.first, before.last, occupation=occupation, department=department)
                quarters = results.quarters(
                    min(period.last, desk.clock.today()), occupation=occupation, department=department
                )
                return ShownResult(
                    period,
                    before,
                    now,
                    results.compared(now, earlier),
                    quarters,
                    desk.cohorts.table(5, 3),
                    (occupation, department),
                    ", ".join(filter(None, [_name(desk, occupation, self.t.lang), department])),
                )

        self.shell.tasks.run(read, self.show_result, key="result")

    def show_result(self, data: ShownResult) -> None:
        self.data = data
        t, now = self.t, data.now
        share = now.figure("work_or_studies.all")
        self.stack.setCurrentIndex(0 if share.base else 1)
        if not share.base:
            return
        self.big.setText(shown.percent(share, t.lang))
        self.big.setToolTip(t.say(now.bound().sentence))
        self._show_kolada(now)
        then = data.compared.second
        said = t(
            "{count} of {base} ended employments that reached day 90 {period}.",
            count=share.count or 0,
            base=share.base,
            period=data.period.said(t),
        )
        self.said.setText(said)
        compared = t.say(data.compared.sentence)
        if then.base:
            before = data.before.said(t)
            share_then = shown.percent(then, t.lang)
            beside = t("Compared with {period}: {share} of {base}.", period=before, share=share_then, base=then.base)
            compared = f"{beside} {compared}"
        if data.of_whom:
            compared = f"{t('The figures are of these alone: {what}.', what=data.of_whom)} {compared}"
        self.chance.setText(compared)
        self.said.setToolTip(self.said.text())
        self.bars.show_rows(self._rows(now))
        self.gender.show_rows([bar_row(self.t, now, g, REASON_PARTS[:2], total=True) for g in GENDER_GROUPS[1:]])
        self._show_table(now)
        self._show_trend(data)
        self.heat.show_table(data.table)

    def _show_kolada(self, now: Result) -> None:
        f, t = now.figure("kolada_work_or_studies.all"), self.t
        self.kolada.setText(shown.percent(f, t.lang) or "–")
        self.kolada_base.setText(t("{count} of {base} who ended", count=f.count or 0, base=f.base or 0))
        for one in (self.kolada, self.kolada_base):
            one.setToolTip(t.say(f.definition))

    def _rows(self, now: Result) -> list[BarRow]:
        groups = [g for g in HOST_GROUPS if g == "all" or now.figure(f"reached_day90.{g}").count]
        rows = [bar_row(self.t, now, g, REASON_PARTS, total=True) for g in groups]
        tall = self.shell.theme.px(24)
        b = now.bound()
        note = (
            self.t("with those not reached as none and as all: {low}–{high} %", low=b.low or 0, high=b.high or 0)
            if b.unknown
            else ""
        )
        rows.append(self._part(now, self.t("Contact"), CONTACT, tall, note))
        rows.append(self._part(now, self.t("Ongoing plan"), PLANS, tall))
        return rows

    def _part(self, now: Result, name: str, parts: Sequence[tuple[str, str]], tall: int, note: str = "") -> BarRow:
        return BarRow(name, "", [(now.figure(f"{p}.all"), role) for p, role in parts], None, tall, note)

    def _show_table(self, now: Result) -> None:
        """Every figure by kind of place: the same cells as the report's."""
        t = self.t
        section = self._section(now.figures)
        heads = [t.say(h) for h in section.heads()]
        self.figures.beginResetModel()
        self.figures.columns = self._columns(heads)
        self.figures.rows = section.grid()
        self.figures.endResetModel()
        self.table.set_widths((0, *([112] * len(heads))))

    def _columns(self, heads: Sequence[str]) -> list[Column[tuple[Text, list[Figure | None]]]]:
        columns: list[Column[tuple[Text, list[Figure | None]]]] = [
            (self.t("Figure"), lambda r: self.t.say(r[0]), paint.LEFT)
        ]
        return [*columns, *((h, partial(self._in_column, i), paint.RIGHT) for i, h in enumerate(heads))]

    def _in_column(self, column: int, row: tuple[Text, list[Figure | None]]) -> str:
        return shown.cell(row[1][column], self.t.lang)

    def _section(self, figures: Sequence[Figure]) -> Section:
        return Section(self._title(), list(figures), (*HOST_GROUPS[:3], *GENDER_GROUPS[1:]))

    def _title(self) -> Text:
        return Text(N_("Result 90 days after the employment"))

    def _open_cell(self, row: int, column: int) -> None:
        cells = self.table.model().index(row, 0).data(Row)[1]
        figure: Figure | None = cells[max(0, column - 1)]
        if figure is not None:
            self.opened.emit(figure.id)

    def _show_trend(self, data: ShownResult) -> None:
        t = self.t
        days = [d for d, _ in data.quarters]
        lines = [
            TrendLine(
                t("External places"), "c_ext", False, [r.figure("work_or_studies.external") for _, r in data.quarters]
            ),
            TrendLine(
                t("In-house teams"), "c_own", True, [r.figure("work_or_studies.in_house") for _, r in data.quarters]
            ),
        ]
        self.trend.show_lines(days, lines)

    # acts

    def turn(self) -> None:
        """Picture or table."""
        self.turned.setCurrentIndex(1 - self.turned.currentIndex())
        table = self.turned.currentIndex() == 1
        self.switch.setText(self.t("As a picture") if table else self.t("As a table"))
        (self.table if table else self.bars).setFocus()

    def copy(self) -> None:
        """The picture at twice its size, and the report as text, together on the clipboard.

        What is copied leaves the unit, and is remembered as given out: small groups are withheld, and a picture that shows them
        stays.
        """
        data, progress, kept = self.data, self.progress, list[Report]()
        if data is None or progress is None or progress.working:
            return
        days, then = (data.period.first, data.period.last), (data.before.first, data.before.last)

        def done(whole: bool) -> None:
            if whole:
                self.put(kept[0], data)
            else:
                self.shell.toast(self.t("Stopped. Nothing was copied."))

        progress.run(
            self.t("The report is being made."),
            lambda desk: desk.reports.copying(*days, then, *data.narrowed, into=kept),
            done,
            self.shell.guarded(lambda said: self.shell.toast(said)),
            file=False,
        )

    def put(self, made: Report, of: ShownResult) -> None:
        """On the clipboard. The picture goes along where it is still of the same result: another may have been chosen meanwhile."""
        mime = QMimeData()
        mime.setText(told_text(self.t, made))
        drawn = [f for bar in self.bars.rows for f, _ in bar.parts]
        if self.data is not of or not all_told(made, of.now, drawn):
            QGuiApplication.clipboard().setMimeData(mime)
            self._copied(self._without_picture(of), made)
            return
        size = self.panel.size()
        picture = QPixmap(size * 2)
        picture.setDevicePixelRatio(2)
        self.panel.render(picture)
        mime.setImageData(picture.toImage())
        QGuiApplication.clipboard().setMimeData(mime)
        self._copied(self.t("Picture and text are on the clipboard, and are kept as given out."), made)

    def _without_picture(self, of: ShownResult) -> str:
        if self.data is not of:
            return self.t(
                "The report of {period} is on the clipboard as text, without small groups, and is kept as given out. The picture is of other figures by now and was not copied.",
                period=of.period.said(self.t),
            )
        return self.t(
            "The report is on the clipboard as text, without small groups, and is kept as given out. The picture shows more and was not copied."
        )

    def _copied(self, said: str, made: Report) -> None:
        self.shell.toast(with_the_units(self.t, said, made))

    def as_text(self) -> str:
        """The table of the screen with tabs."""
        columns, found = self.figures.columns, self.figures.rows
        return "\n".join(
            "\t".join(line) for line in [[c[0] for c in columns], *([c[1](r) for c in columns] for r in found)]
        )


def _name(desk: Desk, occupation: str, lang: str) -> str:
    """What an occupation is called, by its code."""
    return next((o.name(lang) for o in desk.placements.occupations() if o.code == occupation), occupation)


def bar_row(t: Words, now: Result, group: str, parts: Sequence[tuple[str, str]], *, total: bool) -> BarRow:
    """The bar of one group; with `total` the share to work or studies stands at its end."""
    whole = now.figure(f"reached_day90.{group}")
    found = [(now.figure(f"{p}.{group}"), role) for p, role in parts]
    reached = now.figure(f"work_or_studies.{group}") if total else None
    return BarRow(
        t.say(whole.whom),
        t.plural("{count} ended", "{count} ended", whole.count or 0, count=whole.count or 0),
        found,
        reached,
    )
