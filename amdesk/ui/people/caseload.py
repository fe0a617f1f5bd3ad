"""A hand-over page for everybody of a caseload, as one PDF: how far it has come, and Esc stops it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from amdesk.domain.exchange.leaving import left_out_text
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.progress import ProgressLine
from amdesk.ui.kit.saving import ask_file, file_name
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.overview.handover import CaseloadPages


class CaseloadPagesDialog(Dialog):
    """Shown while the pages are made; nothing is written where it is closed before that."""

    keeps = False
    act = "people.handover"

    def __init__(self, parent: QWidget, shell: Shell, found: CaseloadPages, path: Path) -> None:
        t, count = shell.words, len(found.people)
        said = t.plural("{count} page is made.", "{count} pages are made.", count, count=count)
        super().__init__(parent, shell, t("Hand-over pages"), t("Cancel"), sentence=said, only_shows=True)
        self.found, self.path = found, path
        self.progress = ProgressLine(shell)
        self.body.addWidget(self.progress)
        self.progress.run(
            said,
            lambda desk: desk.handovers.save(found.people, path, shell.papers),
            self._ended,
            shell.guarded(self.complain),
        )

    def confirm(self) -> None:
        self.reject()

    def give_up(self) -> None:
        """What is under way stops first, and closes this when it has."""
        if not self.progress.stop_work():
            super().give_up()

    def _ended(self, whole: bool) -> None:
        t, left = self.t, self.found.left_out
        if not whole:
            self.shell.toast(t("The export was stopped."))
            super().give_up()
            return
        said = [t("Saved: {path}", path=str(self.path))]
        if left:
            said.append(self.t.say(left_out_text(left)))
        self.shell.toast("\n".join(said))
        self.accept()


def save_pages(over: QWidget, shell: Shell, found: CaseloadPages) -> None:
    """Ask where, and make them."""
    t = shell.words
    if not found.people:
        shell.toast(t.say(left_out_text(found.left_out)))
        return
    suggested = file_name(shell, t("Hand-over pages"), str(shell.today))
    path = ask_file(over, t("Hand-over pages"), str(Path.home() / suggested), "PDF (*.pdf)")
    if path is not None:
        CaseloadPagesDialog(over, shell, found, path).open()
