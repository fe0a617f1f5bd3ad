"""Inställningar: the parts at the left, the chosen one at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from amdesk.ui.bank.about import AboutPane
from amdesk.ui.bank.copies import CopiesPane
from amdesk.ui.bank.keeping import BankPane
from amdesk.ui.bank.log import AccessPane
from amdesk.ui.bank.look import LookPane
from amdesk.ui.bank.pane import Pane
from amdesk.ui.bank.past import HistoryPane
from amdesk.ui.bank.retention import RetentionPane
from amdesk.ui.bank.unit import UnitPane
from amdesk.ui.bank.users import UsersPane
from amdesk.ui.bank.weights import WeightsPane
from amdesk.ui.kit.basic import Panel
from amdesk.ui.kit.fields import Choice
from amdesk.ui.kit.layouts import Turned
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.relay import Beside
from amdesk.ui.kit.shell import Shell, Visit


class SettingsPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Settings"))
        t = self.t
        self.menu = QListWidget()
        self.menu.setAccessibleName(t("Settings"))
        panel = Panel(padding=8)
        panel.setFixedWidth(shell.theme.px(200))
        panel.body.addWidget(self.menu)
        self.beside, self.stack = Beside(), Turned()
        self.column.addWidget(self.beside, 1)
        self.beside.add((panel, 0), (self.stack, 1))
        self.beside.turning.low = panel
        self.look, self.unit, self.weights = LookPane(shell), UnitPane(shell), WeightsPane(shell)
        self.bank, self.access, self.about = BankPane(shell), AccessPane(shell), AboutPane(shell)
        self.copies, self.users = CopiesPane(shell), UsersPane(shell)
        self.history, self.retention = HistoryPane(shell, self.store_first), RetentionPane(shell)
        self.parts: dict[str, tuple[str, Pane]] = {
            "appearance": (t("Appearance"), self.look),
            "unit": (t("The unit"), self.unit),
            "weights": (t("Matching weights"), self.weights),
            "bank": (t("The bank"), self.bank),
            "users": (t("Users"), self.users),
            "copies": (t("Backups"), self.copies),
            "history": (t("History"), self.history),
            "access": (t("Access log"), self.access),
            "retention": (t("Retention"), self.retention),
            "about": (t("About"), self.about),
        }
        for name, pane in self.parts.values():
            item = QListWidgetItem(name)
            # a hint of its own: before the style sheet is there, rows have no padding
            item.setSizeHint(QSize(0, shell.theme.px(34)))
            self.menu.addItem(item)
            self.stack.addWidget(pane)
        self.menu.currentRowChanged.connect(self._turn)
        self.menu.setCurrentRow(0)
        self.folded = Choice(shell, [(code, name) for code, (name, _) in self.parts.items()], name=t("Settings"))
        self.folded.activated.connect(self.menu.setCurrentRow)
        self.menu.currentRowChanged.connect(self.folded.setCurrentIndex)
        self.folded.hide()
        panel.body.addWidget(self.folded)
        self.beside.turned.connect(self._fold)

    def _fold(self, under: bool) -> None:
        """Where the part that is chosen stands below, the names of the others are behind one of them: it is in sight then."""
        had = self.menu.hasFocus() or self.folded.hasFocus()
        self.menu.setVisible(not under)
        self.folded.setVisible(under)
        if had:
            self.names.setFocus()

    @property
    def names(self) -> QWidget:
        """What one chooses a part by."""
        return self.menu if self.folded.isHidden() else self.folded

    def arrive(self, **arguments: Unpack[Visit]) -> None:
        if (part := arguments.get("part")) in self.parts:
            self.menu.setCurrentRow(list(self.parts).index(part))
        self.refresh()
        self.names.setFocus()

    def regions(self) -> list[QWidget]:
        return [self.names, self.stack]

    def _turn(self, row: int) -> None:
        self.store_first(lambda: None)
        self.stack.setCurrentIndex(row)
        self.refresh()

    def refresh(self) -> None:
        """The part that is shown alone: the others are read when they are turned to."""
        shown = self.stack.currentWidget()
        if isinstance(shown, Pane):
            shown.refresh()

    def store_first(self, then: Callable[[], None], otherwise: Callable[[str], None] | None = None) -> None:
        self.unit.store_first(then, otherwise)

    def unsaved(self) -> str:
        return ", ".join(
            self.parts[part][0] for part in ("weights", "copies", "retention") if self.parts[part][1].typed()
        )

    def in_hand(self) -> bool:
        return self.unit.typed() or super().in_hand()
