"""Import och export: choose (or drop) a file, map columns, check rows, store; and every list that goes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Unpack

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QTableView,
    QWidget,
)

from amdesk.domain.people.identity import masked
from amdesk.domain.texts import Text
from amdesk.domain.values import squash
from amdesk.services.exchange.imports import FileQuestion, FileReading, ImportRun, RowOutcome, Staged
from amdesk.services.exchange.messages import message
from amdesk.services.exchange.review import Review
from amdesk.ui.exchange.exporting import ExportPanel
from amdesk.ui.exchange.list import CheckDelegate, CheckModel, CheckTable
from amdesk.ui.exchange.mapping import MappingPanel
from amdesk.ui.exchange.reading import QuestionPanel, ReadingLine, to_ask
from amdesk.ui.exchange.receipt import ReceiptDialog
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Panel, Segments, button, clear, label
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.relay import in_columns
from amdesk.ui.kit.rows import Column, TableModel
from amdesk.ui.kit.saving import hand_over
from amdesk.ui.kit.shell import Shell, Visit

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

SHOWN_FIELDS = {
    "placements": ("name", "occupation", "places", "supervisor"),
    "employments": ("identity", "name", "occupation", "from_date"),
    "participants": ("identity", "name", "wishes", "available_from"),
    "followups": ("identity", "ended", "reason", "status"),
    "payments": ("identity", "month", "amount"),
    "measures": ("identity", "name", "from_date", "to_date"),
}
Mended = tuple[int, str, str]
"""The row of the file, the field, and what somebody wrote there."""
DOTS = "••••"
"""Instead of what a protected person's row holds; the number of the row finds it in the file."""
MASKED = ("DUPLICATE", "NOT_PARTICIPANT")
"""Refused rows whose number nobody has to mend, so it is not shown."""


class HeldImport(NamedTuple):
    """An import under way, for the window that takes over: cells being mended, the part shown, columns as they are chosen."""

    staged: Staged
    mending: tuple[Mended, ...]
    mended: bool
    which: str
    chosen: dict[int, str] | None


UNKNOWN_TITLE = "TITLE_UNKNOWN"
"""Why a row is refused whose occupation the bank does not have: its title is chosen among those that it has."""


class ExchangePage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Import and export"))
        t = self.t
        self.review: Review | None = None
        self.staged: Staged | None = None
        self.kind = "participants"
        self.storing = False
        self.store_when_mended = 0
        self.mending: list[Mended] = []
        self.mended = False
        """A cell of the list was written in here, which the file does not say."""
        self.setAcceptDrops(True)
        self.cancel_button = button(shell, t("Cancel"), self._cancel, key="Esc")
        self.store_button = button(
            shell, "", self.confirm, kind="primary", icon="arrow_import", key="Ctrl Enter", writes=True
        )
        for one in (self.cancel_button, self.store_button):
            one.hide()
            self.actions_row.addWidget(one)
        self.steps = label("", "muted")
        self.steps.hide()
        self.column.addWidget(self.steps)
        self.stack = QStackedWidget()
        self.exports = ExportPanel(shell, self._progress_off)
        self.home = self._home_page()
        self.map_page = MappingPanel(shell)
        self.ask_page = QuestionPanel(shell, self._answered)
        self.check_page = self._check_page()
        for page in (self.home, self.map_page, self.ask_page, self.check_page):
            self.stack.addWidget(page)
        self.column.addWidget(self.stack, 1)
        self.progress = QProgressBar()
        self.progress.hide()
        self.progress_words = QHBoxLayout()
        self.progress_label = label("", "small")
        self.stop_button = button(shell, t("Stop"), shell.tasks.cancel, kind="link")
        self.progress_label.hide()
        self.stop_button.hide()
        self.progress_words.addWidget(self.progress_label)
        self.progress_words.addStretch(1)
        self.progress_words.addWidget(self.stop_button)
        self.column.addLayout(self.progress_words)
        self.column.addWidget(self.progress)
        shell.tasks.progressed.connect(self._progress)

    # home

    def _home_page(self) -> QWidget:
        t, shell = self.t, self.shell
        page = QWidget()
        left = Panel(t("Import"))
        left.body.addWidget(
            label(
                t(
                    "Choose what the file holds, then the file. Drop it here if you like. Nothing is stored before you say so."
                ),
                "muted",
                wrap=True,
            )
        )
        self.kinds = Segments(
            [
                ("participants", t("Participants")),
                ("placements", t("Placements")),
                ("employments", t("Employments")),
                ("followups", t("Follow-ups")),
                ("payments", t("Assistance payments")),
                ("measures", t("Municipal measures")),
            ],
            columns=3,
        )
        self.kinds.chosen.connect(self._set_kind)
        left.body.addWidget(self.kinds)
        self.choose = button(shell, t("Choose file"), self._choose, kind="primary", icon="folder_open")
        left.body.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.file_wrong = label("", "bad", wrap=True)
        self.file_wrong.hide()
        left.body.addWidget(self.file_wrong)
        left.body.addSpacing(8)
        left.body.addWidget(label(t("Earlier imports"), "label"))
        self.log = QTableView()
        self.log_rows: TableModel[ImportRun] = TableModel(
            [
                (t("Day"), lambda r: str(r.on_date), paint.LEFT),
                (t("File"), lambda r: r.file, paint.LEFT),
                (t("Accepted"), lambda r: str(r.accepted), paint.RIGHT),
                (t("Rejected"), lambda r: str(r.rejected), paint.RIGHT),
                (t("New"), lambda r: str(r.stored), paint.RIGHT),
            ]
        )
        self.log.setModel(self.log_rows)
        self.log.setShowGrid(False)
        self.log.verticalHeader().hide()
        self.log.setTabKeyNavigation(False)
        self.log.setAccessibleName(t("Earlier imports"))
        self.log.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.log.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        left.body.addWidget(self.log, 1)
        self.no_log = label(t("Nothing has been imported yet."), "muted")
        self.no_log.setAlignment(Qt.AlignmentFlag.AlignTop)
        left.body.addWidget(self.no_log, 1)
        self.no_log.hide()
        in_columns(page, (left, 55), (self.exports, 45))
        return page

    def arrive(self, **arguments: Unpack[Visit]) -> None:
        if arguments.get("kind"):
            self.kinds.set_current(arguments["kind"])
            self._set_kind(arguments["kind"])
        if arguments.get("file"):
            self.open_file(Path(arguments["file"]))
        self.refresh()
        self.exports.chosen = arguments.get("chosen")
        (self.exports.buttons[arguments["export"]] if arguments.get("export") else self.choose).setFocus()
        if arguments.get("pick"):
            self._choose()

    def refresh(self) -> None:
        if self.review is None:
            self.shell.tasks.run(lambda desk: desk.imports.log(), self._show_log, key="imports")

    def _show_log(self, rows: Sequence[ImportRun]) -> None:
        self.log_rows.set_rows(rows)
        self.log.setVisible(bool(rows))
        self.no_log.setVisible(not rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc does as the cap on Cancel says, while it is there to be pressed; a cell that is written in takes it first."""
        digit = event.key() - Qt.Key.Key_0
        asking = self.stack.currentWidget() is self.ask_page and self.shell.settings.letters
        if asking and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and self.ask_page.press(digit):
            return
        if event.key() == Qt.Key.Key_Escape and self.cancel_button.isVisible() and self.cancel_button.isEnabled():
            self._cancel()
        else:
            super().keyPressEvent(event)

    def _cancel(self) -> None:
        """Back to the start; rows that are being stored are stopped first, and that is said."""
        if self.storing:
            self.shell.tasks.cancel()
        else:
            self._home()

    def _home(self) -> None:
        self.review = self.staged = None
        self.mended = False
        self.shell.typed.emit()
        self.stack.setCurrentWidget(self.home)
        self.title.setText(self.t("Import and export"))
        self.subtitle.setText("")
        self.steps.hide()
        self.cancel_button.hide()
        self.store_button.hide()
        self.refresh()

    def _set_kind(self, kind: str) -> None:
        self.kind = kind

    def unsaved(self) -> str:
        return self.t("Import: {file}", file=self.staged.file) if self.mended and self.staged else ""

    def carried(self) -> HeldImport | None:
        """The file as it was read, with the cells that were mended, and those that are being mended."""
        if self.staged is None or self.stack.currentWidget() is self.home:
            return None
        chosen = self.map_page.chosen() if self.stack.currentWidget() is self.map_page else None
        return HeldImport(self.staged, tuple(self.mending), self.mended, self.which.current(), chosen)

    def carry(self, kept: object) -> None:
        assert isinstance(kept, HeldImport)
        staged, mending, self.mended, which, chosen = kept
        self.kinds.set_current(staged.kind.name)
        self._set_kind(staged.kind.name)
        self.staged = staged
        if chosen is not None:
            self._show_mapping()
            self.map_page.choose(chosen)
            return
        self.which.set_current(which)
        self._asked_or(lambda: self._check(mending))

    # step 1

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.t("Choose file"), "", self.t("Spreadsheets") + " (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.txt)"
        )
        if name:
            self.open_file(Path(name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        if urls:
            self.open_file(Path(urls[0].toLocalFile()))

    def open_file(self, path: Path) -> None:
        """Read the file for the chosen kind and go on to mapping, or straight to checking where every column is known."""
        kind = self.kind
        self.file_wrong.hide()
        self.shell.tasks.run(
            lambda desk: desk.imports.stage(path, kind),
            self._staged,
            key="stage",
            failed=self.shell.guarded(self._wrong_file),
        )

    def _wrong_file(self, said: str) -> None:
        self._home()
        self.file_wrong.setText(said)
        self.file_wrong.show()

    def _staged(self, staged: Staged) -> None:
        self.staged, self.mended = staged, False
        self._asked_or(self._first_rows)

    def _asked_or(self, then: Callable[[], None]) -> None:
        """What has to be asked about the file, or on where nothing is left to ask."""
        staged = self.staged

        def show(reading: FileReading) -> None:
            if staged is None or self.staged is not staged:
                return
            self.card.show_reading(staged, reading)
            if questions := to_ask(reading):
                self._ask(staged, reading, questions)
            else:
                then()

        if staged is not None:
            self.shell.tasks.run(lambda desk: desk.imports.reading(staged), show, key="reading")

    def _ask(self, staged: Staged, reading: FileReading, questions: list[FileQuestion]) -> None:
        self._step(2)
        self.stack.setCurrentWidget(self.ask_page)
        self.store_button.hide()
        self.cancel_button.show()
        self.ask_page.ask(staged, reading, questions)

    def _answered(self, key: str, answer: str) -> None:
        staged = self.staged
        if staged is not None:
            self.shell.tasks.run(
                lambda desk: desk.imports.answer(staged, key, answer),
                self._staged,
                key="stage",
                failed=self.shell.guarded(self._wrong_file),
            )

    def _first_rows(self) -> None:
        staged = self.staged
        if staged is None:
            return
        unknown = [h for i, h in enumerate(staged.headers) if h and i not in staged.mapping]
        if staged.missing() or (len(unknown) > len(staged.mapping)):
            self._show_mapping()
        else:
            self._check()

    # step 2

    def _show_mapping(self) -> None:
        self._step(2)
        if self.staged is not None:
            self.map_page.show_file(self.staged)
        self.stack.setCurrentWidget(self.map_page)
        self.store_button.setText(self.t("Check rows"))
        self.store_button.setEnabled(True)
        self.store_button.show()
        self.cancel_button.show()
        self.map_page.focus_first()

    def _mapped(self) -> None:
        staged, mapping = self.staged, self.map_page.mapping()
        if staged is not None and mapping is not None:
            self.shell.tasks.run(
                lambda desk: desk.imports.remap(staged, mapping), lambda _: self._asked_or(self._check), key="stage"
            )

    # step 3

    def _check_page(self) -> QWidget:
        t = self.t
        panel = Panel(padding=0)
        self.card = ReadingLine(self.shell, self._show_mapping)
        panel.body.addWidget(self.card)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 12, 8)
        self.counts = QHBoxLayout()
        head.addLayout(self.counts)
        head.addStretch(1)
        self.which = Segments([("all", t("All")), ("bad", t("To review"))])
        self.which.chosen.connect(self._filter)
        head.addWidget(self.which)
        panel.body.addLayout(head)
        self.titles: Sequence[str] = ()
        self.table = CheckTable(self)
        self.model = CheckModel(self)
        self.table.setModel(self.model)
        self.table.setItemDelegate(CheckDelegate(self, self.table))
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.shell.theme.px(38))
        self.table.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.table.setEditTriggers(
            QTableView.EditTrigger.DoubleClicked
            | QTableView.EditTrigger.EditKeyPressed
            | QTableView.EditTrigger.AnyKeyPressed
        )
        self.table.setAccessibleName(t("Rows of the file"))
        panel.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 10)
        self.foot = label("", "small", wrap=True)
        foot.addWidget(self.foot)
        panel.body.addLayout(foot)
        return panel

    def _check(self, mending: Sequence[Mended] = ()) -> None:
        """Check every row, and write the cells in `mending` first."""
        staged = self.staged
        if staged is None:
            return
        self.shell.tasks.run(
            lambda desk: _reviewed(desk, staged, mending),
            self._show_review,
            key="review",
            failed=self.shell.guarded(self._needs_mapping),
        )

    def _needs_mapping(self, said: str) -> None:
        self._show_mapping()
        self.map_page.wrong.setText(said)

    def shown(self) -> tuple[str, ...]:
        """Fields of the columns: the usual ones, and those in which a row is to be mended."""
        if self.staged is None:
            return ()
        mapped = set(self.staged.mapping.values())
        if mapped & {"first_name", "last_name"}:
            mapped.add("name")  # read as one
        usual = SHOWN_FIELDS[self.staged.kind.name]
        bad = {o.column for o in self.review.outcomes if o.outcome == "rejected"} if self.review else set()
        return tuple(f for f in (*usual, *sorted(bad.difference(usual))) if f in mapped)

    def field_at(self, column: int) -> str:
        fields = self.shown()
        return fields[column - 1] if 1 <= column <= len(fields) else ""

    def raw(self, number: int, field: str) -> str:
        """The cell as the file has it."""
        rows = self.staged.rows if self.staged else []
        row = next((r for r in rows if r.number == number), None)
        value = row.cells.get(field) if row else None
        return "" if value is None else squash(value)

    def _said_row(self, outcome: RowOutcome) -> str:
        """The row as its sheet numbers it, with the sheet where several are read."""
        sheet, row = self.staged.place(outcome.row) if self.staged else ("", outcome.row)
        return f"{sheet} {row}".strip()

    def _said(self, outcome: RowOutcome, field: str) -> str:
        if outcome.protected:
            return DOTS
        if field == "identity" and outcome.said.identity:
            return masked(outcome.said.identity.number)
        found = self.raw(outcome.row, field)
        if field == "identity" and outcome.reason in MASKED:
            return found[:8] + "••••"
        return found

    def _show_review(self, review: Review) -> None:
        here = self._stands_on() if self.review is not None else 0
        self.review = review
        t, staged = self.t, review.staged
        self._step(3)
        self.title.setText(
            t(
                "Import {kind}",
                kind={
                    "participants": t("participants"),
                    "placements": t("placements"),
                    "employments": t("employments"),
                    "followups": t("follow-ups"),
                    "payments": t("assistance payments"),
                    "measures": t("municipal measures"),
                }[staged.kind.name],
            )
        )
        self.subtitle.setText(
            t.plural(
                "{file} · sheet “{sheet}” · {count} row",
                "{file} · sheet “{sheet}” · {count} rows",
                len(review.outcomes),
                file=staged.file,
                sheet=staged.sheet,
                count=len(review.outcomes),
            )
        )
        fields = self.shown()
        columns: list[Column[RowOutcome]] = [(t("Row"), self._said_row, paint.LEFT)]
        columns += [(t.say(Text(staged.kind.field(f).label)), partial(self._said, field=f), paint.LEFT) for f in fields]
        columns += [("", lambda _o: "", paint.LEFT), (t("What is said about the row"), self._remark, paint.LEFT)]
        self.model.columns = columns
        self._filter(self.which.current())
        head = self.table.horizontalHeader()
        for i in range(len(columns)):
            head.setSectionResizeMode(
                i, QHeaderView.ResizeMode.Stretch if i == len(columns) - 1 else QHeaderView.ResizeMode.Interactive
            )
        for i, wide in enumerate([76, *([146] * len(fields)), 116]):
            self.table.setColumnWidth(i, max(self.shell.theme.px(wide), head.sectionSizeHint(i)))
        if any(o.reason == UNKNOWN_TITLE for o in review.outcomes):
            self.shell.tasks.run(_titles, self._offer_titles, key="titles", failed=lambda _e: None)
        self._counts(review)
        count = review.count("accepted")
        self.store_button.setText(t.plural("Import {count} row", "Import {count} rows", count, count=count))
        self.store_button.setEnabled(count > 0)
        self.store_button.show()
        self.cancel_button.show()
        notices = [t.say(n) for n in review.notices]
        if review.gone:
            notices.append(
                t.plural(
                    "{count} placement is gone from the list and will be flagged, not removed.",
                    "{count} placements are gone from the list and will be flagged, not removed.",
                    len(review.gone),
                    count=len(review.gone),
                )
            )
        self.foot.setText(
            " ".join([*notices, t("The file itself is not changed. The import is one step and can be undone.")])
        )
        self.stack.setCurrentWidget(self.check_page)
        self.table.setFocus()
        self._to_mend(fields, here)

    def _stands_on(self) -> int:
        """The row of the file that the keys are on; 0 for none."""
        at = self.table.currentIndex().row()
        return self.model.rows[at].row if 0 <= at < len(self.model.rows) else 0

    def _to_mend(self, fields: Sequence[str], here: int) -> None:
        """The next row to mend from where the keys are; behind the last one the first."""
        wrong = [i for i, o in enumerate(self.model.rows) if o.outcome == "rejected"]
        bad = next((i for i in wrong if self.model.rows[i].row >= here), wrong[0] if wrong else None)
        same = next((i for i, o in enumerate(self.model.rows) if o.row == here), None)
        if bad is None and same is not None:
            self.table.setCurrentIndex(self.model.index(same, 1))
        elif bad is not None:
            column = 1 + fields.index(self.model.rows[bad].column) if self.model.rows[bad].column in fields else 1
            self.table.setCurrentIndex(self.model.index(bad, column))

    def _remark(self, outcome: RowOutcome) -> str:
        t = self.t
        if outcome.outcome == "rejected":
            said = message(outcome.reason, t.lang)
            more = t("Press Enter and choose one that is there.") if outcome.reason == UNKNOWN_TITLE else ""
            return f"{said}. {more}" if more else said
        told = [message(w, t.lang) for w in outcome.warnings]
        changes = [(f, DOTS, DOTS) for f, _, _ in outcome.changes] if outcome.protected else outcome.changes
        told += [
            t("{field}: {before} → {after}", field=self._label(f), before=b or "–", after=a) for f, b, a in changes
        ]
        return "; ".join(told)

    def _offer_titles(self, titles: Sequence[str]) -> None:
        self.titles = titles

    def _label(self, name: str) -> str:
        fields = self.staged.kind.fields if self.staged else ()
        found = next((f for f in fields if f.name == name), None)
        return self.t.say(Text(found.label)) if found else name

    def _counts(self, review: Review) -> None:
        t = self.t
        clear(self.counts)
        for icon, role, count, said in (
            ("person_add", "ok", review.count("new"), t("new")),
            ("arrow_sync", "warn", review.count("update"), t("updated")),
            ("error_circle", "bad", review.count("rejected") - review.dropped(), t("to mend")),
            ("checkmark_circle", "ok", review.count("same"), t("already there")),
        ):
            mark = QLabel()
            mark.setPixmap(
                self.shell.theme.pixmap(
                    icon, role, self.shell.theme.mark(18), filled=role == "bad", dpr=self.devicePixelRatioF()
                )
            )
            self.counts.addWidget(mark)
            self.counts.addWidget(label(str(count), "title"))
            self.counts.addWidget(label(said, "muted"))
            self.counts.addSpacing(18)
        review_count = sum(o.outcome == "rejected" or bool(o.warnings or o.changes) for o in review.outcomes)
        self.which.set_label("all", t("All {count}", count=len(review.outcomes)))
        self.which.set_label("bad", t("To review {count}", count=review_count))

    def _filter(self, which: str) -> None:
        if self.review is None:
            return
        rows = self.review.outcomes
        self.model.set_rows([o for o in rows if which == "all" or o.outcome == "rejected" or o.warnings or o.changes])

    def mend(self, row: int, field: str, value: str) -> None:
        review = self.review
        if review is None:
            return
        cell = (row, field, value)
        self.mending.append(cell)
        self.mended = True
        self.shell.typed.emit()

        def mended(found: Review) -> None:
            self.mending.remove(cell)
            if self.review is None:
                return
            self._show_review(found)
            wanted, self.store_when_mended = self.store_when_mended, 0
            if wanted and found.count("accepted") > wanted - 1:  # else the cell is still wrong, and seen to be
                self.confirm()

        def failed(said: str) -> None:
            self.mending.remove(cell)
            self.shell.toast(said)

        self.shell.tasks.run(
            lambda desk: desk.imports.mend(review, row, field, value), mended, failed=self.shell.guarded(failed)
        )

    def confirm(self) -> None:
        if self.stack.currentWidget() is self.map_page:
            self._mapped()
            return
        hand_over(self.table)
        if self.review is not None and self.mending:
            self.store_when_mended = self.review.count("accepted") + 1
        elif self.review is not None and self.store_button.isEnabled():
            self._store(self.review)

    def _store(self, review: Review) -> None:
        self.store_button.setEnabled(False)
        self.storing = True
        count = review.count("accepted")

        def done(finished: bool) -> None:
            self.storing = False
            self._progress_off()
            if finished:
                self.shell.toast(
                    self.t.plural(
                        "{count} row is imported; new: {new}.",
                        "{count} rows are imported, {new} of them new.",
                        count,
                        count=count,
                        new=review.count("new"),
                    ),
                    undo=True,
                )
                if review.staged.kind.name == "payments":
                    ReceiptDialog(self, self.shell, review.receipt()).open()
                self._home()
            else:
                self.shell.toast(self.t("The import was stopped. Nothing was stored."))
                self.store_button.setEnabled(True)

        def failed(error: Exception) -> None:
            self.storing = False
            self._progress_off()
            self.store_button.setEnabled(True)
            self.shell.guarded(self.foot.setText)(error)

        self.shell.tasks.long(lambda desk: desk.imports.storing(review), done, failed=failed)

    def _progress(self, done: int, total: int, what: str) -> None:
        if not self.isVisible():
            return
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        said = (
            self.t("{done} of {total}: {what}", done=done, total=total, what=what)
            if total
            else self.t.plural("{done} row: {what}", "{done} rows: {what}", done, done=done, what=what)
        )
        self.progress_label.setText(said)
        for one in (self.progress, self.progress_label, self.stop_button):
            one.show()

    def _progress_off(self) -> None:
        for one in (self.progress, self.progress_label, self.stop_button):
            one.hide()

    def _step(self, number: int) -> None:
        t = self.t
        names = (t("Choose file"), t("Map columns"), t("Check"))
        self.steps.show()
        self.steps.setText("   ———   ".join(f"{'✓' if i < number else i} {n}" for i, n in enumerate(names, 1)))

    def regions(self) -> list[QWidget]:
        return (
            [self.choose, self.table] if self.review else [self.choose, self.log, self.exports.buttons["supervisors"]]
        )


def _reviewed(desk: Desk, staged: Staged, mending: Sequence[Mended]) -> Review:
    review: Review = desk.imports.review(staged)
    for row, field, value in mending:
        review = desk.imports.mend(review, row, field, value)
    return review


def _titles(desk: Desk) -> list[str]:
    """What the occupations are called, in the words of a list."""
    return sorted(o.name(desk.work.lang) for o in desk.placements.occupations())
