"""Import och export: a file is dropped, it is said how it is read, its rows are looked at and stored; and every list that goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Unpack

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from amdesk.domain.values import sort_key
from amdesk.services.exchange.imports import Staged
from amdesk.services.exchange.profiles import OF_A_DIFFERENCE
from amdesk.services.exchange.rereading import LookedAt, Mended
from amdesk.services.exchange.review import Review
from amdesk.ui.exchange import said
from amdesk.ui.exchange.drop import DropArea, EarlierPanel, WaitingPanel, stacked
from amdesk.ui.exchange.exporting import ExportPanel
from amdesk.ui.exchange.file import READING, ROWS, FilePart
from amdesk.ui.exchange.mending import Mending
from amdesk.ui.exchange.standing import UNKNOWN_TITLE
from amdesk.ui.exchange.storing import Storing
from amdesk.ui.kit.basic import button
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.progress import ProgressLine
from amdesk.ui.kit.relay import in_columns
from amdesk.ui.kit.saving import hand_over
from amdesk.ui.kit.shell import Shell, Visit

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


class HeldImport(NamedTuple):
    """An import under way, for the window that takes over: cells that were mended, the part shown, and whether rows were."""

    staged: Staged
    mended: tuple[Mended, ...]
    which: str
    left: frozenset[int]
    rows: bool


class ExchangePage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Import and export"))
        t = self.t
        self.look: LookedAt | None = None
        self.staged: Staged | None = None
        self.kind = "participants"
        self.stores = Storing(self, self)
        self.mends = Mending(self)
        self.dotted = shell.names_hidden
        """Whether the file was shown without names."""
        self.setAcceptDrops(True)
        self.cancel_button = button(shell, t("Cancel"), self._cancel, key="Esc")
        self.store_button = button(
            shell, "", self.confirm, kind="primary", icon="arrow_import", key="Ctrl Enter", writes=True, act="import"
        )
        self.show_button = button(
            shell, t("Show the rows"), self.confirm, kind="primary", key="Ctrl Enter", act="import"
        )
        for one in (self.cancel_button, self.show_button, self.store_button):
            one.hide()
            self.actions_row.addWidget(one)
        self.exports = ExportPanel(shell, self._progress_off)
        self.stack = QStackedWidget()
        self.column.addWidget(self.stack, 1)
        self.home, self.file = self._home_page(), self._file_page()
        for page in (self.home, self.file):
            self.stack.addWidget(page)
        self.progress = ProgressLine(shell)
        self.progress.stopped.connect(self._stop_reading)
        self.column.addWidget(self.progress)
        shell.tasks.progressed.connect(self._progress)

    # the parts

    def _home_page(self) -> QWidget:
        page = QWidget(self.stack)
        self.area = DropArea(self.shell, self._set_kind)
        self.area.dropped.connect(self.open_file)
        self.choose, self.kinds, self.file_wrong = self.area.choose, self.area.kinds, self.area.wrong
        self.waiting = WaitingPanel(self.shell, self.take_up)
        self.earlier = EarlierPanel(self.shell)
        self.log = self.earlier.table
        left = stacked((self.area, 3), (self.waiting, 0))
        right = stacked((self.earlier, 1), (self.exports, 0))
        in_columns(page, (left, 60), (right, 40))
        return page

    def _file_page(self) -> FilePart:
        page = FilePart(
            self.stack,
            self.shell,
            self.show_reading,
            self.read_anew,
            self.mends.mend,
            self.mends.acted,
            self.mends.decide,
        )
        self.card, self.reading, self.columns, self.rows = page.card, page.reading, page.columns, page.rows
        self.table, self.model, self.which = self.rows.table, self.rows.model, self.rows.which
        return page

    # coming and going

    @property
    def review(self) -> Review | None:
        """The rows as they are shown; None while it is still said how the file is read."""
        return self.look.review if self.look is not None and self.part() == ROWS else None

    def part(self) -> str:
        """What of the page is shown: nothing of a file, how it is read, or its rows."""
        if self.stack.currentWidget() is self.home:
            return ""
        return self.file.part()

    def shown(self) -> tuple[str, ...]:
        return self.rows.shown_now

    @property
    def titles(self) -> Sequence[str]:
        return self.rows.titles

    def arrive(self, **arguments: Unpack[Visit]) -> None:
        if arguments.get("kind"):
            self.kinds.set_current(arguments["kind"])
            self._set_kind(arguments["kind"])
        if arguments.get("file"):
            self.open_file(Path(arguments["file"]))
        self.refresh()
        self.exports.chosen = arguments.get("chosen")
        export = self.exports.buttons.get(arguments.get("export", ""))
        (export or self.choose).setFocus()
        if export and arguments.get("look"):
            export.click()
        if arguments.get("pick"):
            self.area.pick()

    def refresh(self) -> None:
        if self.look is not None and self.part() and self.dotted != self.shell.names_hidden:
            self._hide_or_show(self.look)
        if self.part() == "":
            if self.dotted != self.shell.names_hidden:
                self.file_wrong.hide()  # it says what the file is called
            self.dotted = self.shell.names_hidden
            self.shell.tasks.run(lambda desk: desk.imports.log(), self.earlier.show_runs, key="imports")
            self.shell.tasks.run(lambda desk: desk.worklist.counts(), self.waiting.show_counts, key="waiting")

    def _hide_or_show(self, look: LookedAt) -> None:
        """Names in the file, too, when they are hidden for a screen that is shared, and again when they are not."""
        self.dotted = self.shell.names_hidden
        self.card.show_reading(look.staged, look.reading)
        self.reading.show_look(look)
        self.columns.show_look(look)
        self._head(look)
        if self.part() == ROWS:
            self.rows.show_rows(look)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc does as the cap on Cancel says, while it is there to be pressed; a cell that is written in takes it first."""
        digits = (
            Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6, Qt.Key.Key_7, Qt.Key.Key_8, Qt.Key.Key_9,
        )  # fmt: skip
        digit = 1 + digits.index(Qt.Key(event.key())) if event.key() in digits else 0
        asking = self.part() == READING and self.shell.settings.letters
        if asking and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and self.reading.asks.press(digit):
            return
        if event.key() == Qt.Key.Key_Escape and self.progress.reading:
            self._stop_reading()
        elif event.key() == Qt.Key.Key_Escape and self.cancel_button.isVisible() and self.cancel_button.isEnabled():
            self._cancel()
        else:
            super().keyPressEvent(event)

    def _cancel(self) -> None:
        """Back to the start; rows that are being stored are stopped first, and that is said."""
        if self.stores.under_way:
            self.shell.tasks.cancel()
        else:
            self.go_home()

    def go_home(self) -> None:
        self.look = self.staged = None
        self.mends.forget()
        self.shell.typed.emit()
        self.stack.setCurrentWidget(self.home)
        self.title.setText(self.t("Import and export"))
        self.subtitle.setText("")
        for one in (self.cancel_button, self.store_button, self.show_button):
            one.hide()
        self.refresh()

    def _set_kind(self, kind: str) -> None:
        self.kind = kind

    def unsaved(self) -> str:
        decided = self.staged is not None and any(k.startswith(OF_A_DIFFERENCE) for k in self.staged.answers)
        written = bool(self.mends.done or self.mends.waiting or decided)
        return self.t("Import: {file}", file=self.staged.file) if written and self.staged else ""

    def carried(self) -> HeldImport | None:
        """The file as it was read, with the cells that were mended, and those that are being mended."""
        if self.staged is None or self.part() == "":
            return None
        every = (*self.mends.done, *self.mends.waiting)
        return HeldImport(self.staged, every, self.which.current(), frozenset(self.rows.left), self.part() == ROWS)

    def carry(self, kept: object) -> None:
        assert isinstance(kept, HeldImport)
        self.kinds.set_current(kept.staged.kind.name)
        self._set_kind(kept.staged.kind.name)
        self.mends.done = list(kept.mended)

        def show(look: LookedAt) -> None:
            self._looked(look, rows=kept.rows)
            if self.part() == ROWS:
                self.rows.left = set(kept.left)
                self.which.set_current(kept.which)
                self.rows.show_rows(look)

        self._look_at(lambda _desk: kept.staged, show)

    # reading

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self.stores.under_way:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        if urls:
            self.open_file(Path(urls[0].toLocalFile()))

    def open_file(self, path: Path) -> None:
        """Read the file, as the chosen kind or as the one that it has the headings of, and go on to its rows where nothing hinders."""
        kind = self.kind
        self.file_wrong.hide()
        self.mends.done = []

        def staged(desk: Desk) -> Staged:
            first = desk.imports.stage(path, kind)
            found = desk.imports.reading(first).recognised if first.missing() else kind
            return first if found == kind else desk.imports.stage(path, found)

        self._look_at(staged, lambda look: self._looked(look, rows=None), failed=self._wrong_file)

    def take_up(self, kind: str) -> None:
        """The rows of the work list, as if they had been read."""
        self.mends.done = []
        self._look_at(lambda desk: desk.worklist.take_up(kind), lambda look: self._looked(look, rows=True))

    def read_anew(self, answers: Mapping[str, str], kind: str = "") -> None:
        """The file with what somebody has said of it; cells that were mended stay so where the rows are the same."""
        staged = self.staged
        if staged is None:
            return
        if kind or {"sheets", "headings"} & answers.keys():
            self.mends.done = []  # other rows stand at these numbers
        said = self.reading.asks.question is not None and self.reading.asks.question.key in answers
        self._look_at(
            lambda desk: desk.rereading.reread(staged, answers, kind),
            lambda look: self._looked(look, rows=None if said else False),
            failed=self._wrong_reading,
        )

    def _look_at(
        self,
        staged: Callable[[Desk], Staged],
        then: Callable[[LookedAt], None],
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Off the window's thread; it can be stopped, and then what was shown stays."""
        mended = tuple(self.mends.done)

        def done(look: LookedAt) -> None:
            if self.progress.reading:
                self.progress.over()
                then(look)

        def wrong(said: str) -> None:
            self.progress.over()
            (failed or self.shell.toast)(said)

        self.progress.begin_reading()
        self.shell.tasks.run(
            lambda desk: desk.rereading.look(staged(desk), mended),
            done,
            key="stage",
            failed=self.shell.guarded(wrong),
            long=self.t("The file is being read."),
        )

    def _stop_reading(self) -> None:
        """What is being read is not waited for; nothing was stored by reading it."""
        if self.progress.reading:
            self.progress.over()
            if self.look is not None:
                self.reading.show_look(self.look)
                self.columns.show_look(self.look)

    def _wrong_file(self, said: str) -> None:
        self.go_home()
        self.file_wrong.setText(said)
        self.file_wrong.show()

    def _wrong_reading(self, said: str) -> None:
        self._stop_reading()
        if self.look is not None:
            self.reading.show_look(self.look)
        self.columns.wrong.setText(said)
        self.columns.wrong.show()

    def _looked(self, look: LookedAt, *, rows: bool | None) -> None:
        """`rows` says whether they are shown; None where they are unless something is to be said of how the file is read."""
        anew = self.staged is None or self.staged.sha256 != look.staged.sha256 or bool(look.staged.waiting)
        self.look, self.staged, self.dotted = look, look.staged, self.shell.names_hidden
        self.card.show_reading(look.staged, look.reading)
        self.stack.setCurrentWidget(self.file)
        self.cancel_button.show()
        unread = len(look.reading.unread) > len(look.staged.mapping)
        ready = not look.asks or bool(look.staged.waiting)
        if ready and (rows or (rows is None and not unread)):
            self._show_rows(look, anew=anew)
        else:
            self.show_reading()

    def show_reading(self) -> None:
        """How the file is read, with what can be changed of it."""
        look = self.look
        if look is None or look.staged.waiting:
            return
        self.reading.show_look(look)
        self.columns.show_look(look)
        self._turn(READING)
        self._head(look)
        self.show_button.setEnabled(not look.asks)
        asks = self.reading.asks.buttons
        asks[0].setFocus() if asks else self.columns.focus_first()

    def _turn(self, part: str) -> None:
        self.file.turn(part, waiting=bool(self.staged and self.staged.waiting))
        self.show_button.setVisible(part == READING)
        self.store_button.setVisible(part == ROWS)

    # rows

    def _show_rows(self, look: LookedAt, *, anew: bool = False) -> None:
        review = look.review
        assert review is not None
        self._turn(ROWS)
        self._head(look)
        self.rows.show_rows(look, anew=anew)
        if any(o.reason == UNKNOWN_TITLE for o in review.outcomes):
            self.shell.tasks.run(_titles, self._offer_titles, key="titles", failed=lambda _e: None)
        self._say_store(look, review)
        self.rows.focus_rows()

    def _say_store(self, look: LookedAt, review: Review) -> None:
        words = said.store_button(self.t, look, review)
        self.store_button.setText(words)
        self.store_button.setAccessibleName(words)
        self.store_button.setEnabled(bool(review.count("accepted") or look.waits))

    def show_changed(self, found: LookedAt) -> None:
        """The rows as they are after somebody has changed one."""
        self.look = found
        self._show_rows(found)

    def decided(self, look: LookedAt, review: Review) -> None:
        self.rows.decided(look)
        self._say_store(look, review)

    @property
    def busy(self) -> bool:
        """Rows are being stored or read just now."""
        return self.stores.under_way or self.progress.reading

    def mend(self, row: int, field: str, value: str) -> None:
        self.mends.mend(row, field, value)

    def _offer_titles(self, titles: Sequence[str]) -> None:
        self.rows.titles = titles

    def _head(self, look: LookedAt) -> None:
        self.title.setText(said.title(self.t, look))
        self.subtitle.setText(said.subtitle(self.t, look))

    # storing

    def confirm(self) -> None:
        """Ctrl+Enter: on to the rows, or store them."""
        look = self.look
        if self.part() == READING:
            if look is not None and not look.asks:
                self._show_rows(look, anew=self.rows.look is None or self.rows.look.staged.sha256 != look.staged.sha256)
            return
        hand_over(self.table)
        if self.review is not None and self.mends.waiting:
            self.mends.store_when_mended = True
        elif self.review is not None and self.store_button.isEnabled():
            self.stores.store(self.review)

    def _progress(self, done: int, total: int, what: str) -> None:
        if self.isVisible():
            self.progress.show_done(done, total, what)

    def _progress_off(self) -> None:
        self.progress.over()

    def regions(self) -> list[QWidget]:
        if self.part() == ROWS:
            return [self.card.change, self.table] if self.card.isVisible() else [self.table]
        if self.part() == READING:
            first = next(iter(self.columns.choices.values()), self.reading.fields["kind"])
            return [self.reading.fields["kind"], first]
        return [self.choose, self.log, self.exports.buttons["supervisors"]]


def _titles(desk: Desk) -> list[str]:
    """What the occupations are called, in the words of a list."""
    return sorted((o.name(desk.work.lang) for o in desk.placements.occupations()), key=sort_key)
