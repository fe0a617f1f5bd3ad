"""Why the chosen proposal of a round is not at each of the other places: one row a place, solved anew in the background."""

from __future__ import annotations

from PySide6.QtCore import Signal

from amdesk.domain.booking.rounds import Proposal
from amdesk.services.booking.instead import NotThere, every_other
from amdesk.services.booking.rounds import Round
from amdesk.ui.kit import paint
from amdesk.ui.kit.rows import Row, TableModel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable


class WhyNotTable(PlainTable):
    """Nothing here touches the bank. The sentence of the row one stands on is told whole to whoever hears `told`."""

    told = Signal(str)

    def __init__(self, shell: Shell) -> None:
        t = shell.words
        self.found: TableModel[NotThere] = TableModel(
            [
                (t("Not at"), lambda n: n.that.slot.placement.name, paint.LEFT),
                (t("Why"), lambda n: t.say(n.text), paint.LEFT),
            ]
        )
        super().__init__(shell, self.found, t("Why not"), (130, 0), tall=52)
        self.tasks, self.say = shell.tasks, t.say
        self.selectionModel().currentChanged.connect(lambda now, _before: self._tell(now.data(Row)))

    def ask(self, answer: Round, chosen: Proposal | None) -> None:
        """Fill the table for a proposal; empty without one, and for somebody who is protected."""
        self.found.set_rows([])
        if chosen is not None:
            self.tasks.run(lambda _: every_other(answer, chosen), self._show, key="instead")

    def _show(self, found: list[NotThere]) -> None:
        self.found.set_rows(found)
        if found:
            self.setCurrentIndex(self.found.index(0, 0))

    def _tell(self, row: object) -> None:
        if isinstance(row, NotThere):
            self.told.emit(self.say(row.text))
