"""Kompetens: what can she do now? Assessment grid, certificate beside it, archive, and the 24 profiles."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListView,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from amdesk.domain.booking import Employment
from amdesk.domain.competence import LEVELS, Assessment, occasion_text, ready
from amdesk.domain.participant import initials
from amdesk.services import files
from amdesk.services.competence import Sheet
from amdesk.ui import paint
from amdesk.ui.models.rows import Row, RowsModel, TableModel
from amdesk.ui.pages.page import Page
from amdesk.ui.shell import Shell
from amdesk.ui.widgets.basic import Elided, Panel, Segments, button, clear, label
from amdesk.ui.widgets.duelist import DueDelegate
from amdesk.ui.widgets.fields import Choice
from amdesk.ui.widgets.grid import Grid, GridRow
from amdesk.ui.widgets.modules import ModulesPane
from amdesk.ui.widgets.people import avatar_pixmap
from amdesk.ui.widgets.profiles import ProfilesPane
from amdesk.ui.widgets.states import EmptyState, Skeleton

COLUMNS_SHOWN = 3
WIDE = 1380
AHEAD = timedelta(days=14)


class CompetencePage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Competence"))
        t = self.t
        self.sheet: Sheet | None = None
        self.participant: int | None = None
        self.changed = False
        self.remark = self.comment = ""
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
        self.archive_page = self._archive_page()
        self.modules, self.profiles = ModulesPane(shell), ProfilesPane(shell)
        for page in (self.assess_page, self.archive_page, self.modules, self.profiles):
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
        self.due_rows = RowsModel(lambda r: f"{r[1]}, {r[3]}, {t.day(r[4])}")
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
        row.addWidget(self._certificate_panel())
        return page

    def _certificate_panel(self) -> QWidget:
        t = self.t
        panel = Panel(t("Certificate"))
        panel.setFixedWidth(self.shell.theme.px(300))
        self.state = label("", "small")
        panel.head.addWidget(self.state)
        self.preview = QLabel()
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setMinimumHeight(80)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.preview)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        panel.body.addWidget(area, 1)
        self.ready_list = QVBoxLayout()
        self.ready_list.setSpacing(5)
        panel.body.addLayout(self.ready_list)
        self.certificate_buttons = QHBoxLayout()
        panel.body.addLayout(self.certificate_buttons)
        return panel

    def _archive_page(self) -> QWidget:
        t = self.t
        panel = Panel(padding=1)
        self.archive = QTableView()
        self.archive_rows = TableModel([
            (t("Number"), lambda r: r["number"], paint.LEFT), (t("Issued"), lambda r: r["issued_on"], paint.LEFT),
            (t("Participant"), lambda r: self.shell.name(r["name"]) or t("Protected personal data"), paint.LEFT),
            (t("Replaces"), lambda r: r["replaces"], paint.LEFT), (t("State"), lambda r: t("Revoked: {why}", why=r["revoked_why"]) if r["revoked_on"] else t("Valid"), paint.LEFT),
        ])  # fmt: skip
        self.archive.setModel(self.archive_rows)
        self.archive.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.archive.setShowGrid(False)
        self.archive.verticalHeader().hide()
        self.archive.verticalHeader().setDefaultSectionSize(self.shell.theme.px(36))
        self.archive.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.archive.setTabKeyNavigation(False)
        self.archive.setAccessibleName(t("Certificates"))
        self.archive.activated.connect(lambda i: self._save_issued(i.data(Row)))
        panel.body.addWidget(self.archive, 1)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 12)
        row.addWidget(
            button(
                self.shell, t("Save PDF again"), lambda: self._with_certificate(self._save_issued), icon="document_pdf"
            )
        )
        row.addWidget(
            button(self.shell, t("Revoke"), lambda: self._with_certificate(self._revoke), icon="dismiss_circle")
        )
        self.more = button(self.shell, t("More"), lambda: self._with_certificate(self._more), icon="more_horizontal")
        row.addWidget(self.more)
        row.addWidget(button(self.shell, t("Check a certificate"), self._check, kind="link", icon="shield"))
        row.addStretch(1)
        panel.body.addLayout(row)
        return panel

    def arrive(self, **arguments: Any) -> None:
        if arguments.get("tab"):
            self.tabs.set_current(arguments["tab"])
            self._tab(arguments["tab"])
            self.refresh()
            return
        if arguments.get("participant"):
            self.tabs.set_current("assess")
            self._tab("assess")
            self.load(int(arguments["participant"]))
        self.refresh()
        self.grid.setFocus()

    def refresh(self) -> None:
        self.shell.tasks.run(
            lambda desk: (desk.competence.due(), desk.competence.archive()), self._show_lists, key="due"
        )
        if self.stack.currentWidget() is self.modules:
            self.modules.refresh()
        if self.stack.currentWidget() is self.profiles:
            self.profiles.refresh()
        if self.participant and not self.changed:
            self.load(self.participant, self.sheet.employment.id if self.sheet else None)

    def _show_lists(self, answer: Any) -> None:
        due, archive = answer
        t = self.t
        self.due_rows.set_rows(due)
        self.who.fill(
            [
                (
                    str(r[0]),
                    f"{self.shell.name(r[1])} · {t('Certificate') if r[2] == 'certificate' else t.say(occasion_text(r[2], r[5].from_date, r[4]))}",
                )
                for r in due
            ],
            str(self.participant or ""),
        )
        waiting = sum(r[2] == "certificate" for r in due)
        self.subtitle.setText(
            t(
                "{count} assessments to make · {certificates} certificates to print",
                count=len(due) - waiting,
                certificates=waiting,
            )
        )
        self.archive_rows.set_rows(archive)
        if self.participant is None:
            if due:
                self.load(due[0][0], due[0][5].id)
            else:
                self._show_instead(
                    EmptyState(
                        self.shell,
                        "checkmark_circle",
                        t("Nothing to assess now"),
                        t("The first assessment is in week {week} of an employment.", week=self.shell.plan.first),
                        role="ok",
                    )
                )

    def _show_instead(self, state: QWidget) -> None:
        self.grid_stack.removeWidget(self.instead)
        self.instead.deleteLater()
        self.instead = state
        self.grid_stack.addWidget(state)
        self.grid_stack.setCurrentWidget(state)
        clear(self.header_row)
        clear(self.ready_list)
        clear(self.certificate_buttons)
        self.preview.clear()

    def _tab(self, code: str) -> None:
        self.stack.setCurrentIndex({"assess": 0, "archive": 1, "modules": 2, "profiles": 3}[code])
        self._fit()
        if code == "modules":
            self.modules.refresh()
            self.modules.focus_grid()
        if code == "profiles":
            self.profiles.refresh()
            self.profiles.table.setFocus()

    def load(self, participant: int, employment: int | None = None) -> None:
        """Show one person's grid; what was not saved is saved first."""
        if self.changed and self.sheet and self.sheet.participant.id != participant:
            self._save(finished=False, then=lambda: self.load(participant, employment))
            return
        self.participant = participant
        self.shell.tasks.run(
            lambda desk: desk.competence.sheet(participant, employment),
            self._show_sheet,
            key="sheet",
            failed=self.shell.guarded(self._no_sheet),
        )

    def _no_sheet(self, said: str) -> None:
        self._show_instead(EmptyState(self.shell, "clipboard_task", self.t("Nothing to assess"), said))

    def _show_sheet(self, sheet: Sheet) -> None:
        self.sheet, self.changed = sheet, False
        t = self.t
        if sheet.profile is None:
            self._no_sheet(t("The employment has no occupation with a profile. Choose the occupation first."))
            return
        self.occasion, self.on = self._now(sheet)
        earlier = [a for a in sheet.assessments if not self._is_current(a)][-COLUMNS_SHOWN + 1 :]
        current = next((a for a in sheet.assessments if self._is_current(a)), None)
        self.remark, self.comment = (current.remark, current.comment) if current else ("", "")
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
        self._show_certificate(sheet)
        self.show_progress()

    def _now(self, sheet: Sheet) -> tuple[str, Any]:
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

    def _occasion(self, sheet: Sheet, occasion: str, on: date) -> str:
        return self.t.say(occasion_text(occasion, sheet.employment.from_date, on, dict(sheet.planned).get(occasion)))

    def _is_current(self, a: Assessment) -> bool:
        return a.occasion == self.occasion and a.on_date == self.on

    def _fill_head(self, sheet: Sheet) -> None:
        t, person, e = self.t, sheet.participant, sheet.employment
        clear(self.header_row)
        mark = QLabel()
        mark.setPixmap(avatar_pixmap(self.shell, initials("" if person.protection else person.name), 36))
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
        self.header_row.addWidget(button(self.shell, t("Supervisor's words"), self.note, kind="link", icon="note"))
        self.header_row.addWidget(
            button(self.shell, t("Mark done"), self.done, kind="primary", icon="checkmark", key="Ctrl D")
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

    def _show_certificate(self, sheet: Sheet) -> None:
        t, theme = self.t, self.shell.theme
        clear(self.ready_list)
        clear(self.certificate_buttons)
        issued = next((c for c in sheet.certificates if not c["revoked_on"]), None)
        all_ready = ready(sheet.readiness)
        self.state.setText(
            t("Issued {number}", number=issued["number"]) if issued else t("Ready") if all_ready else t("Draft")
        )
        for line in sheet.readiness:
            row = QHBoxLayout()
            row.setSpacing(8)
            mark = QLabel()
            mark.setPixmap(
                theme.pixmap(
                    "checkmark_circle" if line.ok else "error_circle",
                    "ok" if line.ok else "warn",
                    16,
                    filled=True,
                    dpr=self.devicePixelRatioF(),
                )
            )
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(t.say(line.text), "small", wrap=True), 1)
            if not line.ok and line.jump in {"assess", "remark"}:
                row.addWidget(
                    button(
                        self.shell,
                        t("Go there"),
                        self.grid.setFocus if line.jump == "assess" else self.note,
                        kind="link",
                    )
                )
            self.ready_list.addLayout(row)
        said = t("Print certificate") if all_ready and not issued else t("Print again") if issued else t("Print draft")
        self.certificate_buttons.addWidget(
            button(
                self.shell,
                said,
                self.print_,
                kind="primary" if all_ready and not issued else "",
                icon="print",
                key="Ctrl P",
            ),
            1,
        )
        if issued and all_ready:
            self.certificate_buttons.addWidget(button(self.shell, t("Reissue"), self._issue))
        key = sheet.employment.id
        if issued:
            document = issued["document_id"]
            self.shell.tasks.run(lambda desk: _raster(desk.competence.pdf(document)[1]), self._show_page, key="preview")
        else:
            self.shell.tasks.run(
                lambda desk: _raster(desk.competence.draft(key)),
                self._show_page,
                key="preview",
                failed=lambda _e: self.preview.clear(),
            )

    def _show_page(self, page: tuple[bytes, int, int, int]) -> None:
        raw, width, height, stride = page
        image = QImage(raw, width, height, stride, QImage.Format.Format_RGB888).copy()
        wide = self.shell.theme.px(266)
        dpr = self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(image).scaledToWidth(round(wide * dpr), Qt.TransformationMode.SmoothTransformation)
        pixmap.setDevicePixelRatio(dpr)
        self.preview.setPixmap(pixmap)
        self.preview.setAccessibleName(self.t("Preview of the certificate"))

    # acts

    def levels(self) -> dict[str, int]:
        return {r.skill.code: r.levels[-1] for r in self.grid.table.rows if r.skill is not None and r.levels[-1]}

    def _save(self, *, finished: bool, then: Any = None) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        comment = self.comment
        key, occasion, on, levels, remark, assessor = (
            sheet.employment.id,
            self.occasion,
            self.on,
            self.levels(),
            self.remark,
            self._assessor(sheet.employment),
        )
        self.changed = False

        def failed(said: str) -> None:
            self.changed = True
            self.shell.toast(said)

        self.shell.tasks.write(
            lambda desk: desk.competence.assess(key, occasion, on, levels, assessor=assessor, remark=remark, comment=comment, finished=finished),
            lambda _: then() if then else None, failed=self.shell.guarded(failed),
        )  # fmt: skip

    def _assessor(self, employment: Employment) -> str:
        return self.shell.settings.user

    def done(self) -> None:
        if self.sheet is None or not self.levels():
            self.shell.toast(self.t("Give at least one level first."))
            return
        self._save(finished=True, then=lambda: self.shell.toast(self.t("The assessment is saved."), undo=True))

    def note(self) -> None:
        """The supervisor's words and the participant's own."""
        from amdesk.ui.dialogs.words import WordsDialog

        WordsDialog(self, self.shell, self.remark, self.comment, self._noted).open()

    def _noted(self, remark: str, comment: str) -> None:
        self.remark, self.comment, self.changed = remark, comment, True
        self._save(
            finished=bool(self.sheet and any(self._is_current(a) and a.finished for a in self.sheet.assessments))
        )

    def _sheets_menu(self) -> None:
        """The supervisor's round trip: out for one or for all at the placement, blank on paper, and back."""
        sheet, t, menu = self.sheet, self.t, QMenu(self)
        if sheet is None:
            return
        key, place = sheet.employment.id, sheet.employment.placement_id
        menu.addAction(t("Excel sheet for {name}", name=sheet.participant.number), lambda: self._send([key]))
        if place is not None:
            menu.addAction(
                t("Excel sheets for everybody at {place}", place=sheet.employment.placement), lambda: self._send(None)
            )
        menu.addAction(
            t("Blank form as PDF"),
            lambda: self._to_file(
                f"{t('Assessment')} {sheet.participant.number}.pdf", lambda d: d.sheets.form(key, t.lang)
            ),
        )
        menu.addSeparator()
        menu.addAction(t("Read in a sheet"), self.read_sheet)
        menu.popup(self.mapToGlobal(self.header_row.geometry().bottomLeft()))

    def read_sheet(self) -> None:
        """A sheet that came back."""
        from amdesk.ui.dialogs.sheets import choose_and_read

        choose_and_read(self, self.shell)

    def _send(self, keys: list[int] | None) -> None:
        """Excel sheets for those named, or for everybody at this person's placement."""
        sheet = self.sheet
        name, _ = QFileDialog.getSaveFileName(
            self, self.t("Sheets"), str(Path.home() / f"{self.t('Assessment')}.xlsx"), "Excel (*.xlsx)"
        )
        if not name or sheet is None:
            return
        path, place, lang = Path(name), sheet.employment.placement_id, "sv"
        self.shell.tasks.run(
            lambda desk: desk.sheets.out(path, keys if keys is not None else desk.sheets.running(place), lang),
            lambda n: self.shell.toast(self.t("{count} sheets are saved: {path}", count=n, path=str(path))),
            failed=self.shell.guarded(lambda s: self.shell.toast(s)),
        )

    def print_(self) -> None:
        """Certificate, the issued one again, or a draft, whichever the button says."""
        sheet = self.sheet
        if sheet is None:
            return
        issued = next((c for c in sheet.certificates if not c["revoked_on"]), None)
        if issued:
            self._save_issued(issued)
        elif ready(sheet.readiness):
            self._issue()
        else:
            key = sheet.employment.id
            self._to_file(f"{self.t('Draft')} {sheet.participant.number}.pdf", lambda desk: desk.competence.draft(key))

    def _issue(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        path = self._path(f"{self.t('Certificate')} {sheet.participant.number}.pdf")
        if path is None:
            return
        person, ref = sheet.participant.id, sheet.employment.ref

        def work(desk: Any) -> str:
            files.check(path)
            row, pdf = desk.competence.issue(person, ref)
            files.save(path, pdf)
            return str(row["number"])

        self.shell.tasks.write(
            work,
            lambda number: self.shell.toast(self.t("Certificate {number}: {path}", number=number, path=str(path))),
            failed=self.shell.guarded(lambda s: self.shell.toast(s)),
        )

    def _path(self, suggested: str) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(self, self.t("Save PDF"), str(Path.home() / suggested), "PDF (*.pdf)")
        return Path(name) if name else None

    def _to_file(self, suggested: str, make: Any) -> None:
        path = self._path(suggested)
        if path is not None:
            self.shell.tasks.run(
                lambda desk: files.save(path, make(desk)),
                lambda _: self.shell.toast(self.t("Saved: {path}", path=str(path))),
                failed=self.shell.guarded(lambda s: self.shell.toast(s)),
            )

    def _save_issued(self, row: Any) -> None:
        document = row["document_id"]
        self._to_file(f"{row['number']}.pdf", lambda desk: desk.competence.pdf(document)[1])

    def _with_certificate(self, act: Any) -> None:
        row = self.archive.currentIndex().data(Row)
        if row:
            act(row)

    def _more(self, row: Any) -> None:
        """What else can be done with an issued certificate."""
        t, menu, key, number = self.t, QMenu(self), row["id"], row["number"]
        menu.addAction(
            t("English translation"), lambda: self._to_file(f"{number} en.pdf", lambda d: d.competence.translation(key))
        )
        menu.addAction(
            t("Copy as text"), lambda: self.shell.tasks.run(lambda d: d.competence.as_text(key), self._copied)
        )
        menu.addAction(t("Open Badges credential"), lambda: self._credential(key, number))
        menu.addSeparator()
        menu.addAction(t("Attach the signed scan"), lambda: self._attach(key))
        if row["signed_document_id"]:
            scan = row["signed_document_id"]
            menu.addAction(
                t("Save the signed scan"),
                lambda: self._to_file(f"{number} signerat.pdf", lambda d: d.competence.pdf(scan)[1]),
            )
        menu.popup(self.more.mapToGlobal(self.more.rect().topLeft()))

    def _copied(self, said: str) -> None:
        QGuiApplication.clipboard().setText(said)
        self.shell.toast(self.t("The certificate is copied as text."))

    def _credential(self, key: int, number: str) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.t("Open Badges credential"), str(Path.home() / f"{number}.json"), "JSON (*.json)"
        )
        if name:
            path = Path(name)
            self.shell.tasks.write(
                lambda d: files.save(
                    path, json.dumps(d.competence.credential(key), ensure_ascii=False, indent=1).encode()
                ),
                lambda _: self.shell.toast(self.t("Saved: {path}", path=str(path))),
                failed=self.shell.guarded(lambda s: self.shell.toast(s)),
            )

    def _attach(self, key: int) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.t("Attach the signed scan"), str(Path.home()), "PDF, PNG, JPEG (*.pdf *.png *.jpg *.jpeg)"
        )
        if name:
            path = Path(name)
            self.shell.tasks.write(
                lambda d: d.competence.attach_signed(key, path.name, path.read_bytes()),
                lambda _: self.shell.toast(self.t("The scan is kept with the certificate.")),
                failed=self.shell.guarded(lambda s: self.shell.toast(s)),
            )

    def _check(self) -> None:
        """Check any certificate or picture of one against the city's own key."""
        name, _ = QFileDialog.getOpenFileName(
            self, self.t("Check a certificate"), str(Path.home()), "PDF, PNG, JPEG (*.pdf *.png *.jpg *.jpeg)"
        )
        if name:
            path = Path(name)
            self.shell.tasks.write(
                lambda d: d.competence.check(path),
                lambda verdict: self.shell.toast(verdict.text),
                failed=self.shell.guarded(lambda s: self.shell.toast(s)),
            )

    def _revoke(self, row: Any) -> None:
        from amdesk.ui.dialogs.people import ReasonDialog

        t = self.t
        why = ReasonDialog.ask(
            self,
            self.shell,
            t("Revoke {number}", number=row["number"]),
            t("It stays in the register as revoked. This cannot be undone."),
            t("Revoke"),
        )
        if why:
            self.shell.tasks.write(
                lambda desk: desk.competence.revoke(row["id"], why),
                lambda _: self.shell.toast(t("The certificate is revoked.")),
            )

    def next_(self, step: int) -> None:
        here = next((i for i, r in enumerate(self.due_rows.rows) if r[0] == self.participant), -1)
        row = max(0, min(here + step, self.due_rows.rowCount() - 1))
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


def _raster(pdf: bytes) -> tuple[bytes, int, int, int]:
    """The first page as RGB bytes, twice the size it is shown in."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    bitmap = document[0].render(scale=1.4, rev_byteorder=True)
    answer = bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride
    document.close()
    return answer
