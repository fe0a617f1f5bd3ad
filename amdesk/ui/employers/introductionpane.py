"""Introduktioner: whom, to what, how far, and whether she is still there on day 90."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from amdesk.domain.change import Change
from amdesk.domain.employers.introduction import INTRODUCTION_STATUSES, NOT_REASONS, STAYED, Introduction, next_step
from amdesk.domain.employers.outcomes import IntroductionResult
from amdesk.domain.results.figures import Figure
from amdesk.ui.employers import panel
from amdesk.ui.employers.acts import NotDialog, take_step
from amdesk.ui.employers.rows import IntroductionLine, under_introduction
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Panel, button, clear, divider, label
from amdesk.ui.kit.menu import buttons_in, offer_acts
from amdesk.ui.kit.relay import in_columns
from amdesk.ui.kit.rows import Row, RowsModel, after_act, stand_on
from amdesk.ui.kit.saving import REPORT_FILTERS, ask_file, file_name
from amdesk.ui.kit.scrolled import Scrolled
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.states import EmptyState

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


YEAR = timedelta(days=364)
"""Before today, which is a day of the latest twelve months too."""


class IntroductionsFound(NamedTuple):
    """All introductions, and what came of those of the latest year."""

    introductions: Sequence[Introduction]
    result: IntroductionResult


class ShareBar(QWidget):
    """A count of a base as a bar, with both in words above it."""

    def __init__(self, shell: Shell, figure: Figure) -> None:
        super().__init__()
        self.shell, self.figure = shell, figure
        self.setMinimumHeight(shell.theme.px(28))
        self.setAccessibleName(self._said())

    def _said(self) -> str:
        t = self.shell.words
        return f"{t.say(self.figure.label)}: {t('{count} of {base}', count=self.figure.count, base=self.figure.base)}"

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, t, painter = self.shell.theme, self.shell.words, QPainter(self)
        words = QRect(0, 0, self.width(), self.height() - 9)
        count, base = self.figure.count or 0, self.figure.base or 0
        paint.say(painter, words, t.say(self.figure.label), theme.font("caption"), theme.color("text2"))
        told = t("{count} of {base}", count=count, base=base)
        paint.say(painter, words, told, theme.digits("label"), theme.color("text"), paint.RIGHT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        for role, wide in (("surface3", self.width()), ("accent", self.width() * count // base if base else 0)):
            painter.setBrush(theme.color(role))
            painter.drawRoundedRect(QRect(0, self.height() - 7, wide, 6), 3, 3)
        painter.end()


def fill_year(holder: QVBoxLayout, shell: Shell, result: IntroductionResult, save: Callable[[], None]) -> None:
    """The figures of a year, what may not be concluded, and the way to have both as a file."""
    holder.addWidget(divider())
    holder.addWidget(label(shell.words("The latest twelve months"), "label"))
    for one in result.figures:
        holder.addWidget(ShareBar(shell, one))
    for said in result.sentences():
        holder.addWidget(label(shell.words.say(said), "small", wrap=True))
    link = button(shell, shell.words("Save as a file …"), save, kind="link", icon="arrow_export", act="reports")
    holder.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)


class IntroductionPane(QWidget):
    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.t = shell, shell.words
        in_columns(self, (self._list(), 1), (self._right(), 0))

    def _list(self) -> QWidget:
        box = Panel(padding=0)
        box.body.setContentsMargins(0, 8, 0, 8)
        self.rows: RowsModel[Introduction] = RowsModel(self._spoken)
        self.list = QListView()
        self.list.setMouseTracking(True)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(IntroductionLine(self.shell, self.list))
        self.list.setAccessibleName(self.t("Introductions"))
        self.list.activated.connect(lambda _i: self.open_person())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_facts())
        offer_acts(self.list, lambda: list(buttons_in(self.acts)), self.shell)
        box.body.addWidget(self.list, 1)
        self.empty = QVBoxLayout()
        box.body.addLayout(self.empty)
        return box

    def _right(self) -> QWidget:
        box = Panel(padding=16)
        box.setFixedWidth(self.shell.theme.px(360))
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.facts, self.acts, self.year = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for part in (self.facts, self.acts, self.year):
            part.setSpacing(8)
            column.addLayout(part)
        column.addStretch(1)
        box.body.addWidget(Scrolled(inner), 1)
        return box

    def _spoken(self, row: Introduction) -> str:
        status = self.t(INTRODUCTION_STATUSES[row.status])
        return ", ".join((self.shell.name(row.participant), under_introduction(self.shell, row), status))

    def refresh(self) -> None:
        last = self.shell.today

        def read(desk: Desk) -> IntroductionsFound:
            return IntroductionsFound(desk.introductions.listing(), desk.introductions.results(last - YEAR, last))

        self.shell.tasks.run(read, self._show_all, key="introductions")

    def _show_all(self, found: IntroductionsFound) -> None:
        clear(self.year)
        if found.introductions:
            fill_year(self.year, self.shell, found.result, self.save_year)
        self._show(found.introductions)

    def _show(self, found: Sequence[Introduction]) -> None:
        here, stood = self.introduction(), [r.id for r in self.rows.rows]
        self.rows.set_rows(found)
        clear(self.empty)
        self.list.setVisible(bool(found))
        if not found:
            t = self.t
            said = t("Introduce somebody from Vacancies: what comes of it is kept here.")
            self.empty.addWidget(EmptyState(self.shell, "handshake", t("Nobody is introduced yet"), said))
        now = [r.id for r in found]
        wanted = after_act(stood, here.id if here else None, now)
        stand_on(self.list, self.rows, now.index(wanted) if wanted is not None else -1)
        self._show_facts()

    def introduction(self) -> Introduction | None:
        row = self.list.currentIndex().data(Row)
        return row if isinstance(row, Introduction) else None

    def _show_facts(self) -> None:
        t, one = self.t, self.introduction()
        clear(self.facts)
        clear(self.acts)
        if one is None:
            return
        self.facts.addWidget(label(self.shell.name(one.participant), "section", wrap=True))
        where = ", ".join(s for s in (self.shell.shown(one.vacancy), self.shell.shown(one.employer)) if s)
        self.facts.addWidget(label(where, "small", wrap=True))
        self.facts.addWidget(panel.StepBar(self.shell, one))
        lines = []
        # by its days, or by why not, the vacancy is known, and by that where a protected person is
        hidden = one.vacancy.hidden
        if one.reason and not hidden:
            lines.append(f"{t(INTRODUCTION_STATUSES[one.status])}: {t(NOT_REASONS[one.reason])}")
        if one.consent_on and not hidden:
            lines.append(t("Said yes to being introduced on {day}.", day=t.day(one.consent_on)))
        if one.certificate.seen:
            lines.append(t("Certificate {number} went along.", number=one.certificate.seen))
        if one.day90 is not None and not hidden:
            answer = t(STAYED[one.stayed]) if one.stayed else t("not asked yet")
            lines.append(t("Day 90 is {day}: {answer}", day=t.day(one.day90), answer=answer))
        for said in lines:
            self.facts.addWidget(label(said, "small", wrap=True))
        self._buttons(one)

    def _buttons(self, one: Introduction) -> None:
        t, act = self.t, "employers.introduce"
        if said := panel.act_said(self.shell, one) if one.goes_on else "":
            self.acts.addWidget(
                button(
                    self.shell,
                    said,
                    self.next_step,
                    kind="primary",
                    icon="handshake",
                    key="Ctrl Enter",
                    writes=True,
                    act=act,
                )
            )
            self.acts.addWidget(button(self.shell, t("Not hired …"), self.not_hired, writes=True, act=act))
        if one.day90 is not None and one.day90 <= self.shell.today:
            for code, answer in STAYED.items():
                self.acts.addWidget(button(self.shell, t(answer), partial(self._stayed, code), writes=True, act=act))
        if one.introduced_on:
            self.acts.addWidget(
                button(
                    self.shell, t("Notice to the participant"), self.notice, kind="link", icon="document_pdf", act=act
                )
            )
        self.acts.addWidget(
            button(self.shell, t("Open the person"), self.open_person, kind="link", icon="person", act="people.open")
        )

    # acts

    def save_year(self) -> None:
        """What came of the latest twelve months, for the unit itself, as PDF, Word or Excel."""
        t, last = self.t, self.shell.today
        name = file_name(self.shell, t("Introductions"), str(last - YEAR))
        path = ask_file(self, t("Save as a file …"), str(Path.home() / name), REPORT_FILTERS)
        if path is not None:
            self.save_year_to(path)

    def save_year_to(self, path: Path) -> None:
        """Write it. What is to leave the unit is made by the command, which withholds small groups."""
        last, lang = self.shell.today, self.shell.papers
        self.shell.tasks.run(
            lambda desk: desk.reports.save(desk.introductions.report(last - YEAR, last), path, lang),
            lambda _: self.shell.toast(self.t("Saved: {path}", path=str(path))),
            failed=self.shell.guarded(self.shell.toast),
        )

    def _whom(self, one: Introduction) -> str:
        return " · ".join(s for s in (self.shell.name(one.participant), one.number) if s)

    def next_step(self) -> None:
        one = self.introduction()
        step = next_step(one.status) if one is not None else ""
        if one is None or not step or self.shell.barred("employers.introduce") or self.shell.read_only:
            return
        take_step(self.shell, one.id, step)

    def not_hired(self) -> None:
        one = self.introduction()
        if one is not None and one.goes_on:
            what = (one.vacancy_id, self.shell.shown(one.vacancy))
            NotDialog(self, self.shell, (one.participant_id, self._whom(one)), what, one).open()

    def _stayed(self, answer: str) -> None:
        one = self.introduction()
        if one is not None:
            key, change = one.id, Change(one.stayed, answer)
            self.shell.tasks.write(
                lambda desk: desk.introductions.stayed(key, change),
                lambda _: self.shell.toast(self.t("The answer is noted."), undo=True),
                failed=self.shell.guarded(self.shell.toast),
            )

    def notice(self) -> None:
        from amdesk.ui.employers.notice import print_introduction  # nothing is printed before the first paint

        one = self.introduction()
        if one is not None:
            print_introduction(self, self.shell, one.id, self._whom(one))

    def open_person(self) -> None:
        one = self.introduction()
        if one is not None:
            self.shell.go("participants", participant=one.participant_id)
