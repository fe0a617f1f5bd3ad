"""Arbetsgivare: vacancies for those who are soon done, the employers, and what came of introductions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from amdesk.domain.employers.vacancy import Vacancy
from amdesk.ui.employers.employerpane import EmployerPane
from amdesk.ui.employers.introductionpane import IntroductionPane
from amdesk.ui.employers.vacancypane import VacancyPane
from amdesk.ui.kit.basic import Segments, button
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.saving import ask_file, file_name
from amdesk.ui.kit.shell import Shell, Visit

if TYPE_CHECKING:
    from amdesk.domain.employers.brought import ReadVacancies
    from amdesk.services.desk import Desk
    from amdesk.ui.employers.vacancyform import VacancyLists

WIDE = 1400
"""Pixels at text 100 percent from which there is room for all buttons."""
TABS = ("vacancies", "employers", "introductions")


class EmployersPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Employers"))
        t = self.t
        self.tabs = Segments(
            [("vacancies", t("Vacancies")), ("employers", t("Employers")), ("introductions", t("Introductions"))],
            "vacancies",
        )
        self.tabs.chosen.connect(self._tab)
        self.left.addWidget(self.tabs)
        act = "employers.change"
        self.load = button(shell, t("Read in vacancies"), self.import_, icon="arrow_import", writes=True, act=act)
        self.paste = button(shell, t("Paste advertisement"), self._paste, icon="copy", writes=True, act=act)
        self.new = button(shell, t("New vacancy"), self.add, kind="primary", icon="add", writes=True, act=act)
        self.excel = button(shell, t("To Excel"), self.export, icon="arrow_export", act="export")
        for one in (self.excel, self.load, self.paste, self.new):
            self.actions_row.addWidget(one)
        self.vacancies = VacancyPane(shell, self._counted, self.change)
        self.employers = EmployerPane(shell, self.change)
        self.introductions = IntroductionPane(shell)
        self.stack = QStackedWidget()
        for pane in (self.vacancies, self.employers, self.introductions):
            self.stack.addWidget(pane)
        self.column.addWidget(self.stack, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reading a file in stands in the palette too; its button has room in a wide window alone."""
        super().resizeEvent(event)
        self.load.setVisible(self.width() >= self.shell.theme.px(WIDE))
        self._fit_excel()

    def _fit_excel(self) -> None:
        """The lists of vacancies and of introductions; where there is little room it stands with the latter, which nothing is read into."""
        introductions = self.stack.currentIndex() == 2
        self.excel.setVisible(introductions or (self.stack.currentIndex() == 0 and not self.load.isHidden()))
        self.paste.setVisible(not introductions)

    def _counted(self, counts: tuple[int, int], soon: int) -> None:
        t, (vacancies, places) = self.t, counts
        said = (
            t.plural("{count} vacancy", "{count} vacancies", vacancies, count=vacancies),
            t.plural("{count} place in them", "{count} places in them", places, count=places),
            t("{count} done within {days} days", count=soon, days=self.vacancies.days),
        )
        self.subtitle.setText(" · ".join(said))

    def arrive(self, **arguments: Unpack[Visit]) -> None:
        """`participant` is whom the vacancies are shown for, `employer` which employer is shown, `tab` one of TABS; `new` opens the
        form of a vacancy, `pick` asks for a file of them."""
        whom, tab = arguments.get("participant"), arguments.get("tab", "")
        if whom is not None:
            self.vacancies.wanted, tab = whom, "vacancies"
            self.vacancies.days = "90"
            self.vacancies.period.set_current("90")
        if (key := arguments.get("employer")) is not None:
            self.employers.wanted, tab = key, "employers"
            self.employers.search.clear()
            self.employers.words = ""
        if tab in TABS:
            self.tabs.set_current(tab)
            self.stack.setCurrentIndex(TABS.index(tab))
            self._say_new()
        self.refresh()
        self._list().setFocus()
        if arguments.get("new"):
            self.add()
        elif arguments.get("pick"):
            self.import_()

    def _list(self) -> QWidget:
        return (self.vacancies.soon, self.employers.list, self.introductions.list)[self.stack.currentIndex()]

    def _tab(self, tab: str) -> None:
        self.stack.setCurrentIndex(TABS.index(tab))
        self._say_new()
        self.refresh()

    def _say_new(self) -> None:
        t, employers = self.t, self.stack.currentIndex() == 1
        said = t("New employer") if employers else t("New vacancy")
        self._fit_excel()
        self.new.setText(said)
        self.new.setAccessibleName(said)
        self.new.updateGeometry()

    def refresh(self) -> None:
        (self.vacancies, self.employers, self.introductions)[self.stack.currentIndex()].refresh()

    def confirm(self) -> None:
        """Ctrl+Enter: the next step of the introduction."""
        if self.stack.currentIndex() == 0:
            self.vacancies.next_step()
        elif self.stack.currentIndex() == 2:
            self.introductions.next_step()

    def focus_search(self) -> None:
        if self.stack.currentIndex() == 1:
            self.employers.search.setFocus()

    def regions(self) -> list[QWidget]:
        if self.stack.currentIndex() == 0:
            return [self.vacancies.soon, self.vacancies.list]
        return (
            [self.employers.search, self.employers.list]
            if self.stack.currentIndex() == 1
            else [self.introductions.list]
        )

    # acts

    def add(self) -> None:
        """A vacancy, or where the employers are shown one of those."""
        if self.stack.currentIndex() == 1:
            self.employers.add()
            return
        self._with_lists(None)

    def change(self, vacancy: Vacancy) -> None:
        self._with_lists(vacancy)

    def _with_lists(self, vacancy: Vacancy | None) -> None:
        from amdesk.ui.employers.vacancyform import (  # no form is opened before the first paint
            VacancyDialog,
            vacancy_lists,
        )

        lang = self.t.lang

        def opened(lists: VacancyLists) -> None:
            VacancyDialog(self, self.shell, vacancy, lists).open()

        self.shell.tasks.run(lambda desk: vacancy_lists(desk, lang), opened, key="vacancy form")

    def _paste(self) -> None:
        from amdesk.ui.employers.vacancyform import PasteDialog  # the same

        PasteDialog(self, self.shell).open()

    def export(self) -> bool:
        """The list of vacancies, or where the introductions are shown that of those, as Excel."""
        if self.stack.currentIndex() == 1 or self.shell.barred("export"):
            return False
        t, introductions = self.t, self.stack.currentIndex() == 2
        name = file_name(
            self.shell, t("Introductions") if introductions else t("Vacancies"), str(self.shell.today), ending="xlsx"
        )
        path = ask_file(self, t("Save Excel"), str(Path.home() / name), "Excel (*.xlsx)")
        if path is not None:
            self.export_to(path, introductions=introductions)
        return True

    def export_to(self, path: Path, *, introductions: bool) -> None:
        """Write one of the two lists."""
        lang = self.shell.papers
        self.shell.tasks.long(
            lambda desk: (desk.introductions if introductions else desk.vacancies).save(path, lang),
            lambda whole: self.shell.toast(
                self.t("Saved: {path}", path=str(path)) if whole else self.t("The export was stopped.")
            ),
            file=True,
            failed=self.shell.guarded(self.shell.toast),
        )

    def import_(self) -> None:
        kinds = self.t("Lists and JSON (*.xlsx *.xls *.ods *.csv *.txt *.json)")
        name, _ = QFileDialog.getOpenFileName(self, self.t("Read in vacancies"), "", kinds)
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Show what a file would bring."""
        from amdesk.ui.employers.acts import BroughtDialog  # the same

        def work(desk: Desk) -> ReadVacancies:
            return desk.vacancies.read_file(path)

        self.shell.tasks.run(
            work,
            lambda read: BroughtDialog(self, self.shell, read).open(),
            failed=self.shell.guarded(self.shell.toast),
            long=self.t("The file is being read."),
        )
