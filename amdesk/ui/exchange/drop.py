"""The page before there is a file: one area to drop it on, rows that wait from another day, and what was imported before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from amdesk.services.exchange.imports import ImportRun
from amdesk.ui.exchange.kinds import kind_names
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Panel, Segments, button, clear, label
from amdesk.ui.kit.rows import TableModel
from amdesk.ui.kit.shell import Shell

NARROWEST = 84
"""A column of counts: their headings stand apart from each other."""
KINDS_READ = "(*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.txt)"


class DropArea(QFrame):
    """Takes a file that is dropped, or chosen by its button."""

    dropped = Signal(object)

    def __init__(self, shell: Shell, picked: Callable[[str], None]) -> None:
        super().__init__()
        t, theme = shell.words, shell.theme
        self.shell = shell
        self.setObjectName("dropzone")
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addStretch(1)
        mark = QLabel()
        mark.setPixmap(theme.pixmap("arrow_import", "accent_text", theme.mark(40), dpr=self.devicePixelRatioF()))
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(mark)
        said = label(t("Drop a list here"), "title")
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(said)
        more = label(
            t("Excel, LibreOffice or csv, as it was sent. Nothing is stored before you say so."), "muted", wrap=True
        )
        more.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(more)
        self.choose = button(shell, t("Choose file"), self.pick, kind="primary", icon="folder_open", act="import")
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        kinds_said = label(t("Where the file does not tell, it holds"), "label")
        column.addWidget(kinds_said, 0, Qt.AlignmentFlag.AlignHCenter)
        self.kinds = Segments(list(kind_names(t).items()), columns=3)
        self.kinds.chosen.connect(picked)
        column.addWidget(self.kinds, 0, Qt.AlignmentFlag.AlignHCenter)
        self.wrong = label("", "bad", wrap=True)
        self.wrong.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.wrong.hide()
        column.addWidget(self.wrong)
        column.addStretch(1)

    def pick(self) -> None:
        t = self.shell.words
        name, _ = QFileDialog.getOpenFileName(self, t("Choose file"), "", f"{t('Spreadsheets')} {KINDS_READ}")
        if name:
            self.dropped.emit(Path(name))

    def light(self, *, on: bool) -> None:
        """That a file held over it is taken."""
        if self.property("lit") != str(on).lower():
            self.setProperty("lit", str(on).lower())
            self.style().unpolish(self)
            self.style().polish(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.light(on=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.light(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.light(on=False)
        urls = event.mimeData().urls()
        if urls:
            self.dropped.emit(Path(urls[0].toLocalFile()))


class WaitingPanel(Panel):
    """How many rows wait in the work list, by kind, each with what takes them up; not there where none wait."""

    def __init__(self, shell: Shell, take_up: Callable[[str], None]) -> None:
        super().__init__(shell.words("Work list"))
        self.shell, self.take_up = shell, take_up
        self.lines = QVBoxLayout()
        self.body.addLayout(self.lines)
        self.hide()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        t = self.shell.words
        clear(self.lines)
        for kind, name in kind_names(t).items():
            if count := counts.get(kind, 0):
                said = t.plural("{kind}: {count} row waits", "{kind}: {count} rows wait", count, kind=name, count=count)
                one = button(
                    self.shell, said, partial(self.take_up, kind), kind="soft", icon="clipboard_task", act="import"
                )
                self.lines.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(counts))


class EarlierPanel(Panel):
    """The latest imports."""

    def __init__(self, shell: Shell) -> None:
        t = shell.words
        super().__init__(t("Earlier imports"))
        self.table = QTableView()
        self.rows: TableModel[ImportRun] = TableModel(
            [
                (t("Day"), lambda r: str(r.on_date), paint.LEFT),
                (t("File"), lambda r: shell.name(r.file), paint.LEFT),
                (t("Accepted"), lambda r: str(r.accepted), paint.RIGHT),
                (t("Rejected"), lambda r: str(r.rejected), paint.RIGHT),
                (t("New"), lambda r: str(r.stored), paint.RIGHT),
            ]
        )
        self.table.setModel(self.rows)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName(t("Earlier imports"))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setMinimumSectionSize(shell.theme.px(NARROWEST))
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.body.addWidget(self.table, 1)
        self.none = label(t("Nothing has been imported yet."), "muted")
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.none, 1)
        self.none.hide()

    def show_runs(self, found: Sequence[ImportRun]) -> None:
        self.rows.set_rows(found)
        self.table.setVisible(bool(found))
        self.none.setVisible(not found)


def stacked(*parts: tuple[QWidget, int]) -> QWidget:
    """One below the other, each with its share of the room."""
    out = QWidget()
    column = QVBoxLayout(out)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for part, share in parts:
        column.addWidget(part, share)
    return out
