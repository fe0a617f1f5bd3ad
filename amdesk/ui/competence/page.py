"""Kompetens: what can she do now? People, assessment grid, certificate beside it, archive, and the 24 profiles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Unpack

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QStackedWidget, QWidget

from amdesk.domain.competence.due import ToAssess
from amdesk.domain.errors import AmdeskError
from amdesk.services.competence.certificates import AssessmentSheet
from amdesk.ui.competence.archive import Archived, ArchivePane
from amdesk.ui.competence.assess import AssessingPage
from amdesk.ui.competence.modules import ModulesPane
from amdesk.ui.competence.profiles import ProfilesPane
from amdesk.ui.kit.basic import Segments, button
from amdesk.ui.kit.fieldarea import FieldArea
from amdesk.ui.kit.reason import closed, why_open
from amdesk.ui.kit.shell import Shell, Visit
from amdesk.ui.kit.states import EmptyState

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

LIST, LIST_WIDE, MIDDLE, BESIDE, GAP = 236, 288, 420, 272, 12
"""Widths at a text size of 100 percent: of the list, the least of the grid, of the certificate; and between them."""
WIDE = 1380
"""From this width of the page on the list has more room, and the grid says how a skill has developed."""
LEAST = {"people": 250, "middle": 400, "certificate": 420}
"""Heights that panels have at least where they stand under each other."""


class CompetencePage(AssessingPage):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        t = self.t
        self.participant: int | None = None
        self.tabs = Segments(
            [
                ("assess", t("Assess")),
                ("archive", t("Certificates")),
                ("modules", t("Modules")),
                ("profiles", t("Profiles")),
            ]
        )
        self.tabs.chosen.connect(self._tab)
        self.left.addWidget(self.tabs)
        self.onwards = button(shell, t("Next person"), lambda: self.next_(1), icon="arrow_right", key="Ctrl J")
        self.actions_row.addWidget(self.onwards)
        self.people.opened.connect(self._chosen_person)
        self.people.came.connect(self._list_came)
        over = self.stack = QStackedWidget()
        self.column.addWidget(self.stack, 1)
        self.assess_page = self._assess_page()
        self.archive = ArchivePane(shell, over)
        self.modules, self.profiles = ModulesPane(shell, over), ProfilesPane(shell, over)
        for page in (self.assess_page, self.archive, self.modules, self.profiles):
            self.stack.addWidget(page)

    # laying out

    def _assess_page(self) -> QWidget:
        page = QWidget(self.stack)
        self.row = QHBoxLayout(page)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(GAP)
        self.row.addWidget(self.people)
        holder = QWidget()
        holder.setObjectName("scrolled")
        holder.setMinimumWidth(1)  # as wide as there is room, and never scrolled sideways
        self.inner = QBoxLayout(QBoxLayout.Direction.LeftToRight, holder)
        self.inner.setContentsMargins(0, 0, 0, 0)
        self.inner.setSpacing(GAP)
        self.inner.addWidget(self.middle, 1)
        self.inner.addWidget(self.certificate)
        self.area = FieldArea(page)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(holder)
        self.row.addWidget(self.area, 1)
        return page

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Three columns where there is room; else the certificate under the grid, and both under the list."""
        px, room, wide = self.shell.theme.px, self.width() - 40, self.width() >= self.shell.theme.px(WIDE)
        three = room >= px(LIST + MIDDLE + BESIDE) + 2 * GAP
        two = three or room >= px(LIST + MIDDLE) + GAP
        self.inner.setDirection(QBoxLayout.Direction.LeftToRight if three else QBoxLayout.Direction.TopToBottom)
        if two != (self.row.indexOf(self.people) >= 0):
            (self.row if two else self.inner).insertWidget(0, self.people)
        self._hold(self.people, px(LIST_WIDE if wide else LIST) if two else 0)
        self._hold(self.certificate, px(300 if wide else BESIDE) if three else 0)
        self.people.setMinimumHeight(0 if two else px(LEAST["people"]))
        self.middle.setMinimumHeight(0 if three else px(LEAST["middle"]))
        self.certificate.setMinimumHeight(0 if three else px(LEAST["certificate"]))
        self.certificate.fit(roomy=wide or not three)
        self.header_row.fit(roomy=wide)
        self.grid.fit(roomy=wide)
        self.onwards.setVisible(self._assessing)

    @staticmethod
    def _hold(panel: QWidget, width: int) -> None:
        """As wide as that; 0 is as wide as there is room."""
        panel.setMinimumWidth(width)
        panel.setMaximumWidth(width or 16_777_215)

    # reading

    def arrive(self, **arguments: Unpack[Visit]) -> None:
        self.why = ""
        if arguments.get("tab"):
            self.tabs.set_current(arguments["tab"])
            self._tab(arguments["tab"])
            self.refresh()
            return
        if participant := arguments.get("participant"):
            self.tabs.set_current("assess")
            self._tab("assess")
            self.load(participant, why=arguments.get("why", ""))
        self.refresh()
        self.to_grid()

    def to_grid(self) -> None:
        """The keys go to the grid, which is in sight."""
        self.grid.setFocus()
        self.area.ensureWidgetVisible(self.middle)

    def refresh(self) -> None:
        self.people.refresh()
        self.shell.tasks.run(_archive, self._show_archive, key="archive")
        if self.stack.currentWidget() is self.modules:
            self.modules.refresh()
        if self.stack.currentWidget() is self.profiles:
            self.profiles.refresh()
        self.certificate.hide_or_show()
        if self.changed:
            if self.sheet is not None:  # what is typed stays, and her name is shown or hidden as the others are
                self.header_row.show_sheet(self.sheet)
            self._follow()  # what the certificate lacks may have come elsewhere
        elif self.participant:
            self.load(*(self.opening or (self.participant, self.sheet.employment.id if self.sheet else None)))

    def _show_archive(self, archive: list[Archived]) -> None:
        self.archive.rows.set_rows(archive)

    def _list_came(self) -> None:
        """How many there are; while nobody is shown, the first of them."""
        t, waiting = self.t, self.people.certificates
        left = self.people.due - waiting
        self.subtitle.setText(
            " · ".join(
                (
                    t.plural("{count} assessment to make", "{count} assessments to make", left, count=left),
                    t.plural("{count} certificate to print", "{count} certificates to print", waiting, count=waiting),
                )
            )
        )
        if self.participant is not None:
            return
        first = next(iter(self.people.people()), None)
        if first is not None:
            self.load(first.participant, first.employment.id)
        elif not self.people.due:
            self._nobody()

    def _nobody(self) -> None:
        t = self.t
        self._show_instead(
            EmptyState(
                self.shell,
                "checkmark_circle",
                t("Nothing to assess now"),
                t(
                    "The first assessment is in week {week} of an employment. Choose a participant to assess earlier.",
                    week=self.shell.plan.first,
                ),
                [(t("Participants"), lambda: self.shell.go("participants"))],
                role="ok",
            )
        )

    def _chosen_person(self, row: ToAssess) -> None:
        """From the list straight into the grid; whoever is shown already is not opened once more."""
        if self.opening or not self._shows(row.participant, row.employment.id):
            self.load(row.participant, row.employment.id)
        self.to_grid()

    def _tab(self, code: str) -> None:
        def refused(said: str) -> None:
            self.shell.toast(said)
            self._show_tab(code)

        self.store_first(lambda: self._show_tab(code), refused)

    def _show_tab(self, code: str) -> None:
        self.stack.setCurrentIndex({"assess": 0, "archive": 1, "modules": 2, "profiles": 3}[code])
        self._fit()
        if code == "modules":
            self.modules.refresh()
            self.modules.focus_grid()
        if code == "profiles":
            self.profiles.refresh()
            self.profiles.table.setFocus()

    def load(self, participant: int, employment: int | None = None, why: str = "") -> None:
        """Show one person's grid; what was not saved is saved first. A protected person is shown for a reason alone, which
        holds as long as she stays on the page."""
        self.opening = None if self._shows(participant, employment) else (participant, employment)
        if self.unsaved_levels.changed and self.opening:
            self._leave_person(lambda: self.load(participant, employment, why))
            return
        self.why = why = why or (self.why if participant == self.participant else "")
        self.participant, self.behind = participant, True
        self.people.show_person(participant, employment)
        self.shell.tasks.run(
            lambda desk: desk.competence.sheet(participant, employment, why),
            self._show_sheet,
            key="sheet",
            failed=lambda error: self._not_shown(error, participant, employment),
        )

    def _shows(self, participant: int, employment: int | None) -> bool:
        shown = self.sheet
        return shown is not None and shown.participant.id == participant and employment in {None, shown.employment.id}

    def _leave_person(self, then: Callable[[], None]) -> None:
        """What was typed is stored, or the user lets go of it; then `then`."""
        from amdesk.ui.kit.leaving import without

        def let_go() -> None:
            self.unsaved_levels.forget()
            then()

        def refused(said: str) -> None:
            self.opening = None
            if self.sheet is not None:
                self.people.show_person(self.sheet.participant.id, self.sheet.employment.id)
            without(self, self.shell, said, self.t("Go on without it"), let_go)

        self.unsaved_levels.first(then, refused)

    def _not_shown(self, error: Exception, participant: int, employment: int | None) -> None:
        self.opening, self.behind = None, False
        if not isinstance(error, AmdeskError) or not closed(error):
            self.shell.guarded(self._no_sheet)(error)
            return
        t = self.t

        def ask() -> None:
            if why := why_open(self, self.shell, error):
                self.load(participant, employment, why)

        act = (t("Open with a reason"), ask)
        said = t.say(error.text)
        self._show_instead(EmptyState(self.shell, "shield_lock", t(closed(error)), said, [act], role="bad"))

    def _show_sheet(self, sheet: AssessmentSheet) -> None:
        if self.unsaved_levels.changed:  # typed after this was asked for
            if not self._shows(sheet.participant.id, sheet.employment.id):
                self._leave_person(lambda: self._show_sheet(sheet))
            return
        self.sheet, self.opening, self.behind = sheet, None, False
        self.people.show_person(sheet.participant.id, sheet.employment.id)
        if sheet.profile is None:
            self._no_sheet(self.t("The employment has no occupation with a profile. Choose the occupation first."))
            return
        self._fill_sheet(sheet, sheet.profile)
        after, self.after = self.after, []
        for employment, then in after:
            if employment == sheet.employment.id:
                then()

    # what the window asks of a page

    def unsaved(self) -> str:
        return self.profiles.unsaved()

    @property
    def _assessing(self) -> bool:
        return self.stack.currentWidget() is self.assess_page

    def print_(self) -> None:
        """Certificate, the issued one again, or a draft, whichever the button says; in the archive the one that is chosen."""
        if self._assessing:
            self.certificate.print_()
        elif self.stack.currentWidget() is self.archive:
            self.archive.print_()

    def next_(self, step: int) -> None:
        row = self.people.beside(step) if self._assessing else None
        if row is not None:
            self.load(row.participant, row.employment.id)

    def focus_search(self) -> None:
        if self._assessing:
            self.people.search.setFocus()
            self.people.search.selectAll()

    def regions(self) -> list[QWidget]:
        if self.stack.currentWidget() is self.modules:
            return [self.modules.table, self.modules.grid]
        if self.stack.currentWidget() is self.profiles:
            return [self.profiles.table, self.profiles.tree]
        return [self.people.search, self.people.list, self.grid]


def _archive(desk: Desk) -> list[Archived]:
    """What is issued."""
    return [
        Archived(
            r.id,
            r.number,
            r.issued_on,
            r.participant,
            r.name,
            r.replaces,
            r.revoked_on,
            r.revoked_why,
            r.document_id,
            r.signed_document_id,
        )
        for r in desk.competence.archive()
    ]
