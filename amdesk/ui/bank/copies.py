"""The bank's copies on a line of time, with what each holds more or less than the bank; where they go, and how many stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QTableView, QVBoxLayout, QWidget

from amdesk.domain.bank.generations import COPIES_KEPT, MOST, CopySchedule, Folders, said
from amdesk.domain.change import Change, changes
from amdesk.services.bank.generations import Kept, Second
from amdesk.ui.bank.logs import log_table
from amdesk.ui.bank.pane import Pane
from amdesk.ui.bank.rehearsing import Rehearsing
from amdesk.ui.bank.spans import Spans
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.dialog import ToStore, store
from amdesk.ui.kit.fields import Field, number_box
from amdesk.ui.kit.rows import TableModel
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk
    from amdesk.settings import Settings


class CopiesShown(NamedTuple):
    demo: bool
    copies: Sequence[Kept]
    schedule: CopySchedule
    rehearsed: tuple[date | None, bool]
    """When a restore was rehearsed last, and whether it is time."""


class CopiesPane(Pane):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Backups"))
        t = self.t
        self.head.addWidget(button(shell, t("Copy now"), self.back_up, kind="primary", icon="save", act="backup"))
        self.chosen = button(
            shell, t("Restore the chosen copy"), self._restore_chosen, icon="arrow_undo", writes=True, act="backup"
        )
        self.head.addWidget(self.chosen)
        self.head.addWidget(
            button(shell, t("Restore a file"), self._restore_file, icon="arrow_undo", writes=True, act="backup")
        )
        self.promise = label(t("Reading the copies …"), "muted", wrap=True)
        self.body.addWidget(self.promise)
        self.answer = label("", "", wrap=True)
        self.answer.hide()
        self.body.addWidget(self.answer)
        self.rehearsing = Rehearsing(shell, self.refresh)
        self.body.addWidget(self.rehearsing)
        self.spans = Spans(shell)
        self.body.addWidget(self.spans)
        self.rows: TableModel[Kept] = TableModel(
            [
                (t("As the bank stood"), lambda k: t.moment(k.at), paint.LEFT),
                (t("Kept as"), self._why, paint.LEFT),
                (t("Compared with the bank"), self._apart, paint.LEFT),
                (t("Lies in"), self._where, paint.LEFT),
                (t("Number"), lambda k: str(k.number or "–"), paint.RIGHT),
            ]
        )
        self.table = log_table(shell, self.rows, t("Backups"), 2)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._choose())
        self.table.setMinimumHeight(shell.theme.px(120))
        self.rows.modelReset.connect(self._choose)
        self.spans.clicked.connect(lambda row: self.table.setCurrentIndex(self.rows.index(row, 0)))
        self.body.addWidget(self.table, 1)
        self._folders()
        self._schedule()
        self._choose()

    def _folders(self) -> None:
        t, row = self.t, QHBoxLayout()
        row.setSpacing(24)
        self.first, self.second = label("", "", wrap=True), label("", "", wrap=True)
        self.without = button(self.shell, t("No second folder"), self._no_second)
        first, second = t("Folder of the copies"), t("Second folder, also on a network drive")
        row.addLayout(self._folder_field(first, self.first, self._choose_first), 1)
        row.addLayout(self._folder_field(second, self.second, self._choose_second, self.without), 1)
        self.body.addLayout(row)

    def _folder_field(self, name: str, shown: QLabel, choose: Callable[[], None], *more: QWidget) -> QVBoxLayout:
        field, column = QHBoxLayout(), QVBoxLayout()
        other = button(self.shell, self.t("Choose"), choose)
        other.setAccessibleName(f"{self.t('Choose')}: {name}")
        field.addWidget(shown, 1)
        for one in (other, *more):
            field.addWidget(one)
        column.setSpacing(2)
        column.addWidget(label(name, "label"))
        column.addLayout(field)
        return column

    def _schedule(self) -> None:
        t = self.t
        row = QHBoxLayout()
        names = (t("Latest"), t("Hourly"), t("Daily"), t("Weekly"), t("Monthly"))
        self.boxes = [number_box(0, most, now) for most, now in zip(MOST, CopySchedule(), strict=True)]
        self.boxes[0].setMinimum(1)
        self.shown = CopySchedule()
        for name, box in zip(names, self.boxes, strict=True):
            box.valueChanged.connect(lambda _n: self.shell.typed.emit())
            row.addWidget(Field(name, box))
        row.addSpacing(8)
        self.save_button = button(self.shell, t("Save how many are kept"), self.save, writes=True, act="settings")
        row.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.body.addLayout(row)

    # reading

    def refresh(self) -> None:
        folders = self.shell.settings.folders()
        self.first.setText(str(folders.first))
        self.second.setText(str(folders.second) if folders.second else "–")
        self.without.setVisible(folders.second is not None)
        self.shell.tasks.run(lambda desk: _read(desk, folders), self._show, key="copies")

    def _show(self, found: CopiesShown) -> None:
        t = self.t
        self.promise.setText(
            t("Of the demo city no copy is made by itself.")
            if found.demo
            else t(
                "A checked copy is made when you close AMDesk, and every hour in which something was changed. Of each hour, day, week and month the last one stays, as many as is said below."
            )
        )
        self.rehearsing.show_when(found.rehearsed[0], due=found.rehearsed[1])
        now = self.table.currentIndex().row()
        before = self.rows.rows[now].name if 0 <= now < len(self.rows.rows) else ""
        self.rows.set_rows(list(found.copies))
        self.spans.show_copies(found.copies)
        at = next((i for i, k in enumerate(found.copies) if k.name == before), 0)
        if found.copies:
            self.table.setCurrentIndex(self.rows.index(at, 0))
        if not self.typed():
            self._take(found.schedule)

    def _take(self, schedule: CopySchedule) -> None:
        self.shown = schedule
        for box, n in zip(self.boxes, schedule, strict=True):
            box.setValue(n)

    def _why(self, kept: Kept) -> str:
        t = self.t
        words = {
            "latest": t("one of the latest"), "hours": t("last of its hour"), "days": t("last of its day"), "weeks": t("last of its week"),
            "months": t("last of its month"), "beyond": t("holds changes of its own"),
        }  # fmt: skip
        return words.get(kept.why, t("goes with the next copy"))

    def _apart(self, kept: Kept) -> str:
        t = self.t
        parts = []
        if kept.newer:
            parts.append(t.plural("lacks {count} change", "lacks {count} changes", kept.newer, count=kept.newer))
        if kept.more:
            parts.append(
                t.plural(
                    "has {count} change that the bank lacks",
                    "has {count} changes that the bank lacks",
                    kept.more,
                    count=kept.more,
                )
            )
        return ", ".join(parts) or t("holds all that the bank does")

    def _where(self, kept: Kept) -> str:
        t = self.t
        if kept.first and kept.second:
            return t("both folders")
        return t("the first folder") if kept.first else t("the second folder")

    # acts

    def here(self) -> Kept | None:
        """The chosen copy."""
        at = self.table.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None

    def _choose(self) -> None:
        kept = self.here()
        self.chosen.setEnabled(kept is not None and not self.shell.read_only)
        self.spans.choose(self.table.currentIndex().row())

    def back_up(self) -> None:
        folders, clock = self.shell.settings.folders(), self.shell.clock
        self._say(self.t("Copying and checking …"))

        self.shell.tasks.run(
            lambda desk: desk.keeping.numbered(folders, clock),
            self._backed_up,
            failed=self.shell.guarded(self._say),
            long=self.t("A backup is being made and checked."),
        )

    def _backed_up(self, made: tuple[Path, Second]) -> None:
        path, second = made
        lines = [self.t("The copy is made and proved: {path}", path=str(path))]
        if second.why is not None:
            lines.append(self.t.say(second.why))
        self._say("\n".join(lines))
        self.refresh()

    def _say(self, sentence: str) -> None:
        self.answer.setText(sentence)
        self.answer.setVisible(bool(sentence))

    def _restore_chosen(self) -> None:
        kept = self.here()
        if kept is not None and (path := kept.first or kept.second):
            self.shell.bank_wanted.emit(f"restore:{path}")

    def _restore_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.t("Restore a backup"), str(self.shell.settings.backups()), "AMDesk (*.amdesk)"
        )
        if name:
            self.shell.bank_wanted.emit(f"restore:{name}")

    def _choose_first(self) -> None:
        if name := self._folder(self.t("Folder of the copies"), self.shell.settings.folders().first):
            self._save_folders(self.shell.settings._replace(backup_folder=name))

    def _choose_second(self) -> None:
        now = self.shell.settings.folders()
        if name := self._folder(self.t("Second folder, also on a network drive"), now.second or now.first):
            self._save_folders(self.shell.settings._replace(second_folder=name))

    def _no_second(self) -> None:
        self._save_folders(self.shell.settings._replace(second_folder=""))

    def _folder(self, title: str, now: Path) -> str:
        return QFileDialog.getExistingDirectory(self, title, str(now))

    def _save_folders(self, wanted: Settings) -> None:
        if _same(wanted.folders()):
            self._say(self.t("The second folder is the first one: choose another, on another disk."))
            return
        self.shell.settings = wanted
        wanted.save()
        self._say("")
        self.refresh()

    # how many stay

    def _written(self) -> CopySchedule:
        return CopySchedule(*(box.value() for box in self.boxes))

    def typed(self) -> bool:
        return self._written() != self.shown

    def save(self) -> None:
        before, written = {COPIES_KEPT: said(self.shown)}, self._written()
        changed = changes(before, before, {COPIES_KEPT: said(written)})

        def stored(given: Mapping[str, Change]) -> None:
            self.shown = written
            self.refresh()
            if given:
                self.shell.toast(self.t("Saved."), undo=True)

        asked = ToStore(changed, lambda desk, given: desk.set_settings(given), stored, before)
        store(self, self.shell, self.t("Backups"), asked, self.shell.guarded(self._say))


def _same(folders: Folders) -> bool:
    first, second = folders
    try:
        return second is not None and first.resolve() == second.resolve()
    except OSError:
        return False


def _read(desk: Desk, folders: Folders) -> CopiesShown:
    demo, keeping = desk.setting("demo") == "yes", desk.keeping
    return CopiesShown(demo, keeping.copies(folders), keeping.schedule(), keeping.rehearsed())
