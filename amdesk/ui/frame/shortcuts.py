"""All shortcuts, searchable."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableView, QWidget

from amdesk.domain.texts import N_
from amdesk.domain.values import fold
from amdesk.ui.kit import paint
from amdesk.ui.kit.command import Command
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.rows import TableModel
from amdesk.ui.kit.shell import Shell

MORE_KEYS = (
    (N_("Search or do …"), "Ctrl K"),
    (N_("Search in the page"), "Ctrl F"),
    (N_("Confirm the main action"), "Ctrl Enter"),
    (N_("Book tentatively"), "Ctrl Shift Enter"),
    (N_("Print"), "Ctrl P"),
    (N_("Mark done"), "Ctrl D"),
    (N_("Next person"), "Ctrl J"),
    (N_("Previous person"), "Ctrl Shift J"),
    (N_("Next region"), "F6"),
    (N_("Calendar in a date field"), "F4"),
    (N_("Larger, smaller, normal text"), "Ctrl + − 0"),
    (N_("Task: postpone"), "S"),
    (N_("The week of the person in the row"), "V"),
    (N_("Level of a skill"), "1 2 3 4"),
    (N_("Level as before"), "="),
    (N_("Guidance about a choice"), "Shift F1"),
)
"""Keys of what is no command of the palette."""


class ShortcutsDialog(Dialog):
    def __init__(self, parent: QWidget, shell: Shell, commands: Sequence[Command]) -> None:
        t = shell.words
        super().__init__(parent, shell, t("All shortcuts"), t("Close"), width=520, only_shows=True)
        known = [(c.text, c.key) for c in commands if c.key] + [(t(said), keys) for said, keys in MORE_KEYS]
        self.every = [(said, t.keys(keys)) for said, keys in known]
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
