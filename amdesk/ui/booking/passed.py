"""Why not the first proposal: asked beside a booking that is not, by one key (the first letter of a reason)."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from amdesk.domain.booking.fairness import PASSED_REASONS
from amdesk.ui.kit.fields import Choice, Field
from amdesk.ui.kit.shell import Shell


class PassedOver(QWidget):
    def __init__(self, shell: Shell) -> None:
        super().__init__()
        t = shell.words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.choice = Choice(shell, [("", "–"), *((code, t(said)) for code, said in PASSED_REASONS.items())])
        column.addWidget(Field(t("Why not the first proposal?"), self.choice))
        self.hide()

    def offer(self, rank: int) -> None:
        """`rank` is the place in what is proposed, 1 for the first and 0 where nothing is known of it."""
        self.setVisible(rank > 1)

    def code(self) -> str:
        return "" if self.isHidden() else self.choice.code()
