"""All shortcuts, searchable."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableView, QWidget

from amdesk.domain.values import fold
from amdesk.ui.kit import paint
from amdesk.ui.kit.command import Command
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.rows import TableModel
from amdesk.ui.kit.shell import Shell


class ShortcutsDialog(Dialog):
    def __init__(self, parent: QWidget, shell: Shell, commands: Sequence[Command]) -> None:
        t = shell.words
        super().__init__(parent, shell, t("All shortcuts"), t("Close"), width=520, only_shows=True)
        more = (
            (t("Search or do …"), "Ctrl K"),
            (t("Search in the page"), "Ctrl F"),
            (t("Confirm the main action"), "Ctrl Enter"),
            (t("Book tentatively"), "Ctrl Shift Enter"),
            (t("Print"), "Ctrl P"),
            (t("Mark done"), "Ctrl D"),
            (t("Next person"), "Ctrl J"),
            (t("Previous person"), "Ctrl Shift J"),
            (t("Next region"), "F6"),
            (t("Calendar in a date field"), "F4"),
            (t("Larger, smaller, normal text"), "Ctrl + − 0"),
            (t("Task: postpone"), "S"),
            (t("Level of a skill"), "1 2 3 4"),
            (t("Level as before"), "="),
        )
        self.every = [(c.text, c.key) for c in commands if c.key] + list(more)
        self.field = QLineEdit()
        self.field.setPlaceholderText(t("Search"))
        self.field.setAccessibleName(t("Search"))
        self.field.textChanged.connect(self._filter)
        self.rows: TableModel[tuple[str, str]] = TableModel(
            [(t("What"), lambda r: r[0], paint.LEFT), (t("Keys"), lambda r: r[1], paint.LEFT)]
        )
        view = QTableView()
        view.setTabKeyNavigation(False)
        view.setModel(self.rows)
        view.setShowGrid(False)
        view.verticalHeader().hide()
        view.setAccessibleName(t("All shortcuts"))
        view.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.setMinimumHeight(360)
        self.body.addWidget(self.field)
        self.body.addWidget(view)
        self._filter("")

    def _filter(self, words: str) -> None:
        self.rows.set_rows([r for r in self.every if fold(words) in fold(" ".join(r))])
