"""Kompetens: what can she do now? Assessment grid, certificate beside it, archive, and the 24 profiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from amdesk.domain.booking.bookings import Employment
from amdesk.domain.change import Change, Moved, changes, found
from amdesk.domain.competence.assessments import LEVELS, Assessment, occasion_text, words_of
from amdesk.domain.errors import AmdeskError
from amdesk.domain.values import initials
from amdesk.services.competence.certificates import AssessmentSheet
from amdesk.ui.competence.archive import Archived, ArchivePane
from amdesk.ui.competence.certificate import CertificatePanel
from amdesk.ui.competence.grid import Grid, GridRow
from amdesk.ui.competence.list import DueDelegate
from amdesk.ui.competence.modules import ModulesPane
from amdesk.ui.competence.profiles import ProfilesPane
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Elided, Panel, Segments, button, clear, label
from amdesk.ui.kit.dialog import ClashDialog, ToStore
from amdesk.ui.kit.fields import Choice
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.reason import why_open
from amdesk.ui.kit.rows import Row, RowsModel
from amdesk.ui.kit.saving import Unsaved, file_name, to_file, who
from amdesk.ui.kit.shell import Shell, Visit
from amdesk.ui.kit.states import EmptyState, Skeleton

if TYPE_CHECKING:
    from amdesk.services.competence.due import Due
    from amdesk.services.competence.sheets import Sent
    from amdesk.services.desk import Desk

COLUMNS_SHOWN = 3
WIDE = 1380
AHEAD = timedelta(days=14)
PAUSE = 250
"""Milliseconds after the last key before the certificate beside the grid is drawn anew."""


class CompetencePage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Competence"))
        t = self.t
        self.sheet: AssessmentSheet | None = None
        self.participant: int | None = None
        self.opening: tuple[int, int | None] | None = None
        """The person asked for and not shown yet: what is typed until then belongs to nobody."""
        self.why = ""
        self.unsaved_levels = Unsaved(shell, self._storing, self._stored, self._choose)
        self.begun: dict[str, object] = {}
        """What stood in the bank of the assessment that is shown, by skill and words."""
        self.finished = False
        self.behind = False
        """The sheet that is shown is being read again: what it says of the certificate may be old."""
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(PAUSE)
        self.pause.timeout.connect(self._follow)
        self.after: list[tuple[int, Callable[[], None]]] = []
        self.beside = words_of(None)
        """What is said beside the levels, by the names of the fields."""
        self.occasion, self.on = "extra", shell.today
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
        self.who = Choice(shell, [], name=t("To assess and certify"))
        self.who.setFixedWidth(shell.theme.px(310))
        self.who.activated.connect(lambda i: self._choose_due(i))
        self.actions_row.addWidget(self.who)
        self.onwards = button(shell, t("Next person"), lambda: self.next_(1), icon="arrow_swap", key="Ctrl J")
        self.actions_row.addWidget(self.onwards)
        self.stack = QStackedWidget()
        self.assess_page = self._assess_page()
        self.archive = ArchivePane(shell)
        self.modules, self.profiles = ModulesPane(shell), ProfilesPane(shell)
        for page in (self.assess_page, self.archive, self.modules, self.profiles):
            self.stack.addWidget(page)
        self.column.addWidget(self.stack, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The list of people beside the grid where there is room, else a choice above it; neither off the grid's tab."""
        wide, assess = self.width() >= WIDE, self.stack.currentWidget() is self.assess_page
        self.due_panel.setVisible(wide)
        self.who.setVisible(assess and not wide)
        self.onwards.setVisible(assess)

    def _choose_due(self, index: int) -> None:
        found = self.due_rows.rows[index]
        self.load(found[0], found[5].id)

    def _assess_page(self) -> QWidget:
        t, shell = self.t, self.shell
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        due = self.due_panel = Panel(padding=0)
        due.setFixedWidth(shell.theme.px(288))
        self.due = QListView()
        self.due_rows: RowsModel[Due] = RowsModel(lambda r: f"{r[1]}, {r[3]}, {t.day(r[4])}")
        self.due.setModel(self.due_rows)
        self.due.setItemDelegate(DueDelegate(shell, self.due))
        self.due.setMouseTracking(True)
        self.due.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.due.setAccessibleName(t("To assess and certify"))
        self.due.clicked.connect(lambda i: self.load(i.data(Row)[0], i.data(Row)[5].id))
        self.due.activated.connect(lambda i: self.load(i.data(Row)[0], i.data(Row)[5].id))
        due.body.setContentsMargins(0, 8, 0, 8)
        due.body.addWidget(self.due)
        row.addWidget(due)
        middle = Panel(padding=0)
        self.head = QHBoxLayout()
        self.header_row = QHBoxLayout()
        self.header_row.setContentsMargins(16, 12, 12, 8)
        middle.body.addLayout(self.header_row)
        self.grid_stack = QStackedWidget()
        self.grid = Grid(self)
        self.grid_stack.addWidget(self.grid)
        self.instead: QWidget = Skeleton(shell)
        self.grid_stack.addWidget(self.instead)
        self.grid_stack.setCurrentWidget(self.instead)
        middle.body.addWidget(self.grid_stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 10)
        for level, said in LEVELS.items():
            foot.addWidget(label(str(level), "key"))
            foot.addWidget(label(t(said), "small"))
            foot.addSpacing(6)
        foot.addStretch(1)
        middle.body.addLayout(foot)
        row.addWidget(middle, 1)
        self.certificate = CertificatePanel(shell, self.up_to_date)
        self.certificate.wanted.connect(self._mend)
        row.addWidget(self.certificate)
        return page

    def _mend(self, what: str) -> None:
        """To where a line of the certificate's list is mended: who signs stands with the person and the placement."""
        if what == "assess" or self.sheet is None:
            self.grid.setFocus()
        elif what == "remark":
            self.note()
        elif (
            what == "signatures"
            and self.sheet.participant.case_worker_id is not None
            and self.sheet.employment.placement_id
        ):
            self.shell.go("placements", placement=self.sheet.employment.placement_id)
        else:
            self.shell.go("participants", participant=self.sheet.participant.id)

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
        self.grid.setFocus()

    def refresh(self) -> None:
        self.shell.tasks.run(_lists, self._show_lists, key="due")
        if self.stack.currentWidget() is self.modules:
            self.modules.refresh()
        if self.stack.currentWidget() is self.profiles:
            self.profiles.refresh()
        if self.changed:
            if self.sheet is not None:  # what is typed stays, and her name is shown or hidden as the others are
                self._fill_head(self.sheet)
        elif self.participant:
            self.load(*(self.opening or (self.participant, self.sheet.employment.id if self.sheet else None)))

    def _show_lists(self, answer: tuple[list[Due], list[Archived]]) -> None:
        due, archive = answer
        t = self.t
        self.due_rows.set_rows(due)
        self._fill_who(
            [
                (
                    str(r[0]),
                    f"{self.shell.name(r[1])} · {t('Certificate') if r[2] == 'certificate' else t.say(occasion_text(r[2], r[5].from_date, r[4]))}",
                )
                for r in due
            ]
        )
        waiting = sum(r[2] == "certificate" for r in due)
        self.subtitle.setText(
            " · ".join(
                (
                    t.plural(
                        "{count} assessment to make",
                        "{count} assessments to make",
                        len(due) - waiting,
                        count=len(due) - waiting,
                    ),
                    t.plural("{count} certificate to print", "{count} certificates to print", waiting, count=waiting),
                )
            )
        )
        self.archive.rows.set_rows(archive)
        if self.participant is None:
            if due:
                self.load(due[0][0], due[0][5].id)
            else:
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

    def _fill_who(self, choices: list[tuple[str, str]]) -> None:
        """The choice above the grid; somebody shown who is not due stands in it by her name, and cannot be chosen again."""
        self.who.fill(choices)
        self._name_in_choice()

    def _due_row(self) -> int:
        """Where the person shown, or being opened, stands among those due; -1 where she does not."""
        shown = (self.participant, self.sheet.employment.id if self.sheet else None)
        person, employment = self.opening or shown
        mine = [i for i, r in enumerate(self.due_rows.rows) if r[0] == person]
        return next((i for i in mine if self.due_rows.rows[i][5].id == employment), mine[0] if mine else -1)

    def _name_in_choice(self) -> None:
        due = self._due_row()
        person = self.sheet.participant if self.sheet and due < 0 else None
        said = "" if person is None else self.t.say(person.shown_name) if person.protection else person.name
        self.who.setPlaceholderText(self.shell.name(said or person.number) if person else "")
        self.who.setCurrentIndex(due)

    def _show_instead(self, state: QWidget) -> None:
        self.grid_stack.removeWidget(self.instead)
        self.instead.deleteLater()
        self.instead = state
        self.grid_stack.addWidget(state)
        self.grid_stack.setCurrentWidget(state)
        clear(self.header_row)
        self.sheet = None
        self.certificate.empty()

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
            self._name_in_choice()
            without(self, self.shell, said, self.t("Go on without it"), let_go)

        self.unsaved_levels.first(then, refused)

    def waits(self) -> bool:
        """Whether another person is being opened, which is said: nothing may be typed or done for who stands there still."""
        if self.opening:
            self.shell.toast(self.t("Another person is being opened. Wait until the grid shows who it is."))
        return self.opening is not None

    def _not_shown(self, error: Exception, participant: int, employment: int | None) -> None:
        self.opening, self.behind = None, False
        if not isinstance(error, AmdeskError) or error.code != "PROTECTED":
            self.shell.guarded(self._no_sheet)(error)
            return
        t = self.t

        def ask() -> None:
            if why := why_open(self, self.shell):
                self.load(participant, employment, why)

        act = (t("Open with a reason"), ask)
        said = t.say(error.text)
        self._show_instead(EmptyState(self.shell, "shield_lock", t("Protected personal data"), said, [act], role="bad"))

    def _no_sheet(self, said: str) -> None:
        self.sheet = None
        self.after.clear()
        self._show_instead(EmptyState(self.shell, "clipboard_task", self.t("Nothing to assess"), said))

    def _show_sheet(self, sheet: AssessmentSheet) -> None:
        if self.unsaved_levels.changed:  # typed after this was asked for
            if not self._shows(sheet.participant.id, sheet.employment.id):
                self._leave_person(lambda: self._show_sheet(sheet))
            return
        self.sheet, self.opening, self.behind = sheet, None, False
        self._name_in_choice()
        t = self.t
        if sheet.profile is None:
            self._no_sheet(t("The employment has no occupation with a profile. Choose the occupation first."))
            return
        self.occasion, self.on = self._now(sheet)
        earlier = [a for a in sheet.assessments if not self._is_current(a)][-COLUMNS_SHOWN + 1 :]
        current = next((a for a in sheet.assessments if self._is_current(a)), None)
        self.beside = words_of(current)
        self.finished = bool(current and current.finished)
        titles = [f"{self._occasion(sheet, a.occasion, a.on_date)}\n{t.day(a.on_date)}" for a in earlier]
        titles.append(f"{self._occasion(sheet, self.occasion, self.on)}\n{t.day(self.on)}")
        rows: list[GridRow] = []
        lang = "sv" if t.lang == "sv" else "en"
        for area in sheet.profile.areas:
            rows.append(GridRow(getattr(area, lang), None, [None] * len(titles)))
            for skill in area.skills:
                levels = [a.levels.get(skill.code) for a in earlier] + [
                    current.levels.get(skill.code) if current else None
                ]
                rows.append(GridRow(getattr(skill, lang), skill, levels))
        self._fill_head(sheet)
        self.grid_stack.setCurrentWidget(self.grid)
        self.grid.show_rows(titles, rows)
        self.begun = self._noted_now()
        self.certificate.show_sheet(sheet, self.why)
        self.show_progress()
        after, self.after = self.after, []
        for employment, then in after:
            if employment == sheet.employment.id:
                then()

    def _now(self, sheet: AssessmentSheet) -> tuple[str, date]:
        """Which occasion is assessed now: one begun, or the next planned one that is near."""
        done = {a.occasion for a in sheet.assessments if a.finished}
        begun = next((a for a in reversed(sheet.assessments) if not a.finished), None)
        if begun:
            return begun.occasion, begun.on_date
        last = sheet.employment.end or self.shell.today
        ripe = [k for k, day in sheet.planned if day <= self.shell.today + AHEAD]
        if ripe and ripe[-1] not in done and "final" not in done:
            return ripe[-1], min(self.shell.today, last)
        final = next((a for a in sheet.assessments if a.occasion == "final"), None)
        if final and sheet.employment.end and sheet.employment.end <= self.shell.today:
            return "final", final.on_date
        return "extra", self.shell.today

    def _occasion(self, sheet: AssessmentSheet, occasion: str, on: date) -> str:
        return self.t.say(occasion_text(occasion, sheet.employment.from_date, on, dict(sheet.planned).get(occasion)))

    def _is_current(self, a: Assessment) -> bool:
        return a.occasion == self.occasion and a.on_date == self.on

    def _fill_head(self, sheet: AssessmentSheet) -> None:
        t, person, e = self.t, sheet.participant, sheet.employment
        clear(self.header_row)
        mark = QLabel()
        mark.setPixmap(paint.avatar_pixmap(self.shell.theme, initials("" if person.protection else person.name), 36))
        self.header_row.addWidget(mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(
            label(
                t.say(person.shown_name) if person.protection else self.shell.name(person.name or person.number),
                "section",
            )
        )
        end = t("ends {day}", day=e.end) if e.end else t("until further notice")
        sub = Elided(f"{e.occupation} · {e.placement} · {end}", "small")
        words.addWidget(sub)
        self.header_row.addLayout(words, 1)
        self.header_row.addWidget(
            button(self.shell, t("Sheets"), self._sheets_menu, kind="link", icon="document_table")
        )
        self.header_row.addWidget(
            button(self.shell, t("Supervisor's words"), self.note, kind="link", icon="note", writes=True)
        )
        self.header_row.addWidget(
            button(self.shell, t("Mark done"), self.done, kind="primary", icon="checkmark", key="Ctrl D", writes=True)
        )

    def show_progress(self) -> None:
        """The header of the editable column says how far one has come."""
        rows = [r for r in self.grid.table.rows if r.skill is not None]
        given = sum(bool(r.levels[-1]) for r in rows)
        column = self.grid.editable_column()
        if rows and self.sheet and len(self.grid.table.columns) > column:
            said = f"{self._occasion(self.sheet, self.occasion, self.on)}\n{self.t('{done} of {total}', done=given, total=len(rows))}"
            _, spoken, align = self.grid.table.columns[column]
            columns = list(self.grid.table.columns)
            columns[column] = (said, spoken, align)
            self.grid.table.columns = columns
            self.grid.horizontalHeader().viewport().update()
        self.grid.viewport().update()

    def levels(self) -> dict[str, int]:
        return {r.skill.code: r.levels[-1] for r in self.grid.table.rows if r.skill is not None and r.levels[-1]}

    def typed(self) -> None:
        """A level or a word was changed: it is stored before anything is printed, and when the page or person is left."""
        self.unsaved_levels.touch()
        self.pause.start()

    def _follow(self) -> None:
        """The certificate beside the grid as it is with what was typed."""
        sheet = self.sheet
        if sheet is not None and self.changed:
            profile = sheet.profile.id if sheet.profile else 0
            self.certificate.follow(
                Assessment(
                    0,
                    sheet.employment.id,
                    profile,
                    self.occasion,
                    self.on,
                    self.shell.settings.user,
                    self.levels(),
                    finished=self.finished,
                    **self.beside,
                )
            )

    @property
    def changed(self) -> bool:
        return self.unsaved_levels.changed

    def store_first(self, then: Callable[[], None], otherwise: Callable[[str], None] | None = None) -> None:
        self.unsaved_levels.first(then, otherwise)

    def unsaved(self) -> str:
        return self.profiles.unsaved()

    def in_hand(self) -> bool:
        return self.changed or super().in_hand()

    def up_to_date(self, then: Callable[[], None]) -> None:
        """What was typed is stored, and what the certificate lacks is read again; then `then`."""
        sheet = self.sheet
        if self.waits():
            return
        if sheet is None or not (self.changed or self.behind):
            then()
            return
        person, employment = sheet.participant.id, sheet.employment.id

        def read() -> None:
            self.after.append((employment, then))
            self.load(person, employment)

        self.unsaved_levels.first(read)

    def _noted_now(self) -> dict[str, object]:
        """What stands in the grid, and the words: None for a skill that is not assessed."""
        found: dict[str, object] = {**self.beside}
        skills = (r for r in self.grid.table.rows if r.skill is not None)
        return found | {r.skill.code: r.levels[-1] or None for r in skills if r.skill is not None}

    def _asked(self) -> ToStore:
        """What stands in the grid now, as changes for the writing thread."""
        sheet, now = self.sheet, self._noted_now()
        changed = changes(self.begun, self.begun, now)
        if sheet is None:
            return ToStore({}, lambda _desk, _given: None, lambda _given: None)
        key, occasion, on, finished = sheet.employment.id, self.occasion, self.on, self.finished
        assessor = self._assessor(sheet.employment)

        def work(desk: Desk, given: Mapping[str, Change]) -> None:
            desk.competence.assess_changes(key, occasion, on, given, assessor=assessor, finished=finished)

        return ToStore(changed, work, self._chosen, dict(self.begun))

    def _storing(self) -> Callable[[Desk], object]:
        asked, sheet = self._asked(), self.sheet

        def work(desk: Desk) -> tuple[AssessmentSheet | None, Mapping[str, Change]]:
            asked.work(desk, found(asked.opened or {}, asked.changed))
            return sheet, asked.changed

        return work

    def _stored(self, answer: object) -> None:
        """What was typed is in the bank: what is typed next began with it."""
        self.behind = True
        if isinstance(answer, tuple) and answer[0] is self.sheet:
            self.begun |= {name: one.after for name, one in answer[1].items()}

    def _choose(self, error: Moved, then: Callable[[], None], otherwise: Callable[[], None]) -> None:
        """Somebody else has assessed the same on the same day: what is to stand is asked skill by skill."""
        dialog = ClashDialog(self, self.shell, self.t("Assessment"), self._asked(), error)
        dialog.accepted.connect(then)
        dialog.rejected.connect(otherwise)
        dialog.open()

    def _chosen(self, _given: Mapping[str, Change]) -> None:
        """The grid as it was chosen, which the bank has now."""
        sheet = self.sheet
        if sheet is not None and not self.opening:
            self.load(sheet.participant.id, sheet.employment.id, self.why)

    def _assessor(self, employment: Employment) -> str:
        return self.shell.settings.user

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
        WordsDialog(self, self.shell, self.beside, self._noted).open()

    def _noted(self, words: dict[str, str]) -> None:
        if words == self.beside:
            return
        self.beside = words
        self.typed()
        self.unsaved_levels.first(lambda: None)

    def _sheets_menu(self) -> None:
        """The supervisor's round trip: out for one or for all at the placement, blank on paper, and back."""
        sheet, t, menu = self.sheet, self.t, QMenu(self)
        if sheet is None:
            return
        key, place, why = sheet.employment.id, sheet.employment.placement_id, self.why
        person = sheet.participant
        whom = who(self.shell, person.name, person.number, protected=bool(person.protection))
        menu.addAction(t("Excel sheet for {name}", name=sheet.participant.number), lambda: self._send([key], whom))
        if place is not None:
            menu.addAction(
                t("Excel sheets for everybody at {place}", place=sheet.employment.placement),
                lambda: self._send(None, sheet.employment.placement),
            )
        menu.addAction(
            t("Blank form as PDF"),
            lambda: to_file(
                self,
                self.shell,
                file_name(self.shell, whom, t("Assessment")),
                lambda d: d.sheets.form(key, t.lang, why),
            ),
        )
        menu.addSeparator()
        menu.addAction(t("Read in a sheet"), self.read_sheet)
        menu.popup(self.mapToGlobal(self.header_row.geometry().bottomLeft()))

    def read_sheet(self) -> None:
        """A sheet that came back."""
        from amdesk.ui.competence.sheets import choose_and_read

        self.up_to_date(lambda: choose_and_read(self, self.shell))

    def _send(self, keys: list[int] | None, whom: str) -> None:
        """Excel sheets for those named, or for everybody at this person's placement."""
        self.up_to_date(lambda: self._send_now(keys, whom))

    def _send_now(self, keys: list[int] | None, whom: str) -> None:
        sheet = self.sheet
        suggested = file_name(self.shell, whom, self.t("Assessment"), ending="xlsx")
        name, _ = QFileDialog.getSaveFileName(self, self.t("Sheets"), str(Path.home() / suggested), "Excel (*.xlsx)")
        if not name or sheet is None:
            return
        path, place, lang, why = Path(name), sheet.employment.placement_id, "sv", self.why if keys else ""
        self.shell.tasks.run(
            lambda desk: desk.sheets.out(path, keys if keys is not None else desk.sheets.running(place), lang, why),
            lambda sent: self._sent(sent, path),
            failed=self.shell.guarded(lambda s: self.shell.toast(s)),
        )

    def _sent(self, sent: Sent, path: Path) -> None:
        """What was written, and who was left out of it: that is never said by the file's own silence."""
        said = self.t.plural(
            "{count} sheet is saved: {path}",
            "{count} sheets are saved: {path}",
            sent.count,
            count=sent.count,
            path=str(path),
        )
        self.shell.toast(f"{said}\n{self.t.say(sent.left)}" if sent.left else said)

    @property
    def _assessing(self) -> bool:
        """Whether the grid is shown: what is done to its person is done to nobody who is not seen."""
        return self.stack.currentWidget() is self.assess_page

    def print_(self) -> None:
        """Certificate, the issued one again, or a draft, whichever the button says; in the archive the one that is chosen."""
        if self._assessing:
            self.certificate.print_()
        elif self.stack.currentWidget() is self.archive:
            self.archive.print_()

    def next_(self, step: int) -> None:
        if not self._assessing:
            return
        row = max(0, min(self._due_row() + step, self.due_rows.rowCount() - 1))
        if self.due_rows.rowCount():
            self.due.setCurrentIndex(self.due_rows.index(row))
            self.who.setCurrentIndex(row)
            self._choose_due(row)

    def regions(self) -> list[QWidget]:
        if self.stack.currentWidget() is self.modules:
            return [self.modules.table, self.modules.grid]
        if self.stack.currentWidget() is self.profiles:
            return [self.profiles.table, self.profiles.tree]
        return [self.due, self.grid]


def _lists(desk: Desk) -> tuple[list[Due], list[Archived]]:
    """Whom to assess or certify, and what is issued."""
    archive = [
        Archived(
            r.id,
            r.number,
            r.issued_on,
            r.participant,
            r.name,
            r.protection,
            r.replaces,
            r.revoked_on,
            r.revoked_why,
            r.document_id,
            r.signed_document_id,
        )
        for r in desk.competence.archive()
    ]
    return desk.competence.due(), archive
