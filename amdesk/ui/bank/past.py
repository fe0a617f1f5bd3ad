"""What was done in the bank, step by step, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTableView

from amdesk.ui.bank.logs import log_table
from amdesk.ui.bank.pane import Pane
from amdesk.ui.bank.undoing import step_back
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import button
from amdesk.ui.kit.rows import TableModel
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.domain.texts import Text
    from amdesk.services.bank.history import Step
    from amdesk.services.desk import Desk

LATEST = 300
"""Steps that are shown."""


class HistoryPane(Pane):
    """`first` stores what is written elsewhere on the page, before a step is taken back."""

    def __init__(self, shell: Shell, first: Callable[[Callable[[], None]], None]) -> None:
        super().__init__(shell, shell.words("History"))
        t, self._first = self.t, first
        self.head.addWidget(
            button(shell, t("Undo latest"), self._undo, icon="arrow_undo", key="Ctrl Z", writes=True, act="undo")
        )
        self.head.addWidget(
            button(shell, t("Redo"), self._redo, icon="arrow_redo", key="Ctrl Y", writes=True, act="undo")
        )
        self.back = button(
            shell, t("Take back the chosen step"), self._take_back, icon="arrow_undo", writes=True, act="undo"
        )
        self.head.addWidget(self.back)
        kinds = {"do": "", "undo": t("Undone: "), "redo": t("Redone: "), "system": ""}
        self.rows: TableModel[Step] = TableModel(
            [
                (t("When (local time)"), lambda s: t.moment(s.at), paint.LEFT),
                (t("Who"), lambda s: s.actor, paint.LEFT),
                (
                    t("What"),
                    lambda s: kinds[s.kind] + shell.say(s.what) + ("  – " + t("taken back") if s.undone else ""),
                    paint.LEFT,
                ),
                (t("Rows"), lambda s: str(s.changes), paint.RIGHT),
            ]
        )
        self.table = log_table(shell, self.rows, t("History"), 2)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._offer())
        self.rows.modelReset.connect(self._offer)
        self.table.activated.connect(lambda _: self._take_back())
        self.body.addWidget(self.table, 1)
        self._offer()

    def refresh(self) -> None:
        self.shell.tasks.run(lambda desk: desk.history.steps(LATEST), self.rows.set_rows, key="settings history")

    def chosen(self) -> Step | None:
        at = self.table.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None

    def _offer(self) -> None:
        """One's own step that stands may be taken back out of its turn."""
        step = self.chosen()
        self.back.setEnabled(step is not None and step.mine and not self.shell.read_only)

    def _take_back(self) -> None:
        step = self.chosen()
        if step is not None and self.back.isEnabled():
            self._first(lambda: self._step_back(lambda desk: desk.history.undo(step.id)))

    def _undo(self) -> None:
        self._first(lambda: self._step_back(lambda desk: desk.history.undo()))

    def _redo(self) -> None:
        self._first(lambda: self._step_back(lambda desk: desk.history.redo()))

    def _step_back(self, work: Callable[[Desk], Text]) -> None:
        if self.shell.tasks.working:  # it would wait its turn and then take back the very import that runs
            self.shell.toast(self.t("Rows are being imported or exported. Undo when it is done, or stop it."))
            return
        step_back(self, self.shell, work, lambda said: self.shell.toast(said))
