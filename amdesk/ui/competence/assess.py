"""The assessment of one person: who she is, her grid, and the certificate that follows from it."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from amdesk.domain.competence.assessments import Assessment, Profile, occasion_text, words_of
from amdesk.services.competence.certificates import AssessmentSheet
from amdesk.ui.competence.certificate import CertificatePanel
from amdesk.ui.competence.grid import Grid, GridRow, LevelKeys
from amdesk.ui.competence.head import SheetHead
from amdesk.ui.competence.inhand import InHand
from amdesk.ui.competence.people import PeoplePanel
from amdesk.ui.competence.sending import Sending
from amdesk.ui.guidance.beside import asked
from amdesk.ui.kit.basic import Panel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.states import EmptyState, Skeleton

COLUMNS_SHOWN = 3
AHEAD = timedelta(days=14)


class AssessingPage(InHand):
    """`people` beside the grid, `middle` with the grid and the certificate's panel are put on the page by who lays it out."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.people = PeoplePanel(shell)
        self.sending = Sending(self)
        self.header_row = SheetHead(shell, self.done, self.note, self.sending)
        self.grid = Grid(self)
        self.grid_stack = QStackedWidget()
        self.instead: QWidget = Skeleton(shell)
        self.grid_stack.addWidget(self.grid)
        self.grid_stack.addWidget(self.instead)
        self.grid_stack.setCurrentWidget(self.instead)
        self.certificate = CertificatePanel(shell, self.up_to_date)
        self.certificate.wanted.connect(self._mend)
        self.middle = self._middle()

    def _middle(self) -> Panel:
        middle = Panel(padding=0)
        middle.body.addLayout(self.header_row)
        middle.body.addWidget(self.grid_stack, 1)
        levels = LevelKeys(self.shell)
        levels.given.connect(self.grid.give)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 12, 6)
        row.addWidget(levels, 1)
        row.addWidget(asked(self.shell, middle, self.t("Level of assessment"), "level", str, self.grid))
        middle.body.addLayout(row)
        return middle

    @property
    def _assessing(self) -> bool:
        """Whether the grid is shown: what is done to its person is done to nobody who is not seen."""
        raise NotImplementedError

    def _mend(self, what: str) -> None:
        """To where a line of the certificate's list is mended: who signs stands with the person and the placement."""
        if what == "assess" or self.sheet is None:
            self.grid.setFocus()
        elif what == "remark":
            self.note()
        elif what == "signatures" and self.sheet.participant.case_worker_id is None and not self.shell.read_only:
            person = self.sheet.participant  # what was typed is stored first: the list is read again when she has one
            self.up_to_date(lambda: self.shell.open("participant.change", self, person, "case_worker_id"))
        elif what == "signatures" and self.sheet.employment.placement_id:
            place = self.sheet.employment.placement_id
            if self.shell.read_only:
                self.shell.go("placements", placement=place)
            else:
                self.up_to_date(lambda: self.shell.open("placement.edit", self, place, "supervisor"))
        else:
            self.shell.go("participants", participant=self.sheet.participant.id)

    def _show_instead(self, state: QWidget) -> None:
        self.grid_stack.removeWidget(self.instead)
        self.instead.deleteLater()
        self.instead = state
        self.grid_stack.addWidget(state)
        self.grid_stack.setCurrentWidget(state)
        self.header_row.empty()
        self.sheet = None
        self.people.show_progress("")
        self.certificate.empty()

    def _no_sheet(self, said: str) -> None:
        self.sheet = None
        self.after.clear()
        self._show_instead(EmptyState(self.shell, "clipboard_task", self.t("Nothing to assess"), said))

    def _fill_sheet(self, sheet: AssessmentSheet, profile: Profile) -> None:
        """What her grid and the certificate beside it show; it is what the bank has."""
        t = self.t
        self.occasion, self.on = self._now(sheet)
        earlier = [a for a in sheet.assessments if not self._is_current(a)][-COLUMNS_SHOWN + 1 :]
        current = next((a for a in sheet.assessments if self._is_current(a)), None)
        self.beside = words_of(current)
        self.finished = bool(current and current.finished)
        self.stood = current.occasion if current else None
        titles = [f"{self._occasion(sheet, a.occasion, a.on_date)}\n{t.day(a.on_date)}" for a in earlier]
        titles.append(f"{self._occasion(sheet, self.occasion, self.on)}\n{t.day(self.on)}")
        rows: list[GridRow] = []
        lang = "sv" if t.lang == "sv" else "en"
        for area in profile.areas:
            rows.append(GridRow(getattr(area, lang), None, [None] * len(titles)))
            for skill in area.skills:
                levels = [a.levels.get(skill.code) for a in earlier] + [
                    current.levels.get(skill.code) if current else None
                ]
                rows.append(GridRow(getattr(skill, lang), skill, levels))
        self.header_row.show_sheet(sheet)
        self.grid_stack.setCurrentWidget(self.grid)
        self.grid.show_rows(titles, rows)
        self.begun = self._noted_now()
        self.certificate.show_sheet(sheet, self.why)
        self.show_progress()

    def _now(self, sheet: AssessmentSheet) -> tuple[str, date]:
        """Which occasion is assessed now: one begun, or the next planned one that is near."""
        done = {a.occasion for a in sheet.assessments if a.finished}
        begun = next((a for a in reversed(sheet.assessments) if not a.finished), None)
        last = sheet.employment.end or self.shell.today
        ripe = [k for k, day in sheet.planned if day <= self.shell.today + AHEAD]
        wanted = bool(ripe) and ripe[-1] not in done and "final" not in done
        if begun and not (wanted and begun.occasion == "extra" and begun.on_date == self.shell.today):
            return begun.occasion, begun.on_date
        if wanted:
            return ripe[-1], min(self.shell.today, last)
        final = next((a for a in sheet.assessments if a.occasion == "final"), None)
        if final and sheet.employment.end and sheet.employment.end <= self.shell.today:
            return "final", final.on_date
        return "extra", self.shell.today

    def _occasion(self, sheet: AssessmentSheet, occasion: str, on: date) -> str:
        return self.t.say(occasion_text(occasion, sheet.employment.from_date, on, dict(sheet.planned).get(occasion)))

    def _is_current(self, a: Assessment) -> bool:
        """The bank has one assessment of a day: what is typed now changes it, whatever it was called before."""
        return a.on_date == self.on

    def show_progress(self) -> None:
        """The header of the editable column says how far one has come."""
        rows = [r for r in self.grid.table.rows if r.skill is not None]
        given = sum(bool(r.levels[-1]) for r in rows)
        self.people.show_progress(self.t("{done} of {total}", done=given, total=len(rows)) if rows else "")
        column = self.grid.editable_column()
        if rows and self.sheet and len(self.grid.table.columns) > column:
            said = f"{self._occasion(self.sheet, self.occasion, self.on)}\n{self.t('{done} of {total}', done=given, total=len(rows))}"
            _, spoken, align = self.grid.table.columns[column]
            columns = list(self.grid.table.columns)
            columns[column] = (said, spoken, align)
            self.grid.table.columns = columns
            self.grid.horizontalHeader().viewport().update()
        self.grid.viewport().update()

    def done(self) -> None:
        if not self._assessing or self.waits():
            return
        if self.sheet is None or not self.levels():
            self.shell.toast(self.t("Give at least one level first."))
            return
        before, self.finished = self.finished, True

        def refused(said: str) -> None:
            self.finished = before
            self.shell.toast(said)

        self.typed()
        self.unsaved_levels.first(lambda: self.shell.toast(self.t("The assessment is saved."), undo=True), refused)

    def note(self) -> None:
        """The supervisor's words and the participant's own."""
        from amdesk.ui.competence.words import WordsDialog

        if self.waits():
            return
        WordsDialog(self, self.shell, self.beside, self._noted, self.whose()).open()

    def _noted(self, words: dict[str, str]) -> None:
        if words == self.beside:
            return
        self.beside = words
        self.typed()
        self.unsaved_levels.first(lambda: None)
