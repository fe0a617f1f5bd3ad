"""A report frozen as it is today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from amdesk.domain.results.frozen import REPORT_KINDS
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import Choice, DateEdit, Field
from amdesk.ui.results.improve_form import beside

if TYPE_CHECKING:
    from amdesk.domain.results.frozen import FrozenReport
    from amdesk.ui.kit.shell import Shell

KINDS = ("followup", "committee", "savings")


class FreezeDialog(Dialog):
    """Which report, of which days; the month before this one where nothing else is said."""

    writes = True
    act = "figures.change"

    def __init__(
        self, parent: QWidget, shell: Shell, stored: Callable[[], None], span: tuple[date, date] | None = None
    ) -> None:
        t = shell.words
        said = t(
            "Its figures and definitions are kept as they are today, with a hash that shows whether they still stand. Nobody is in it."
        )
        super().__init__(parent, shell, t("Freeze a report"), t("Freeze"), sentence=said, width=520)
        self.stored = stored
        last = shell.today.replace(day=1) - timedelta(1)
        first, last = span or (last.replace(day=1), last)
        self.kind = Choice(shell, [(k, t(REPORT_KINDS[k])) for k in KINDS], "followup")
        self.first, self.last = DateEdit(shell, first), DateEdit(shell, last)
        self.body.addWidget(Field(t("Report"), self.kind))
        self.body.addLayout(beside(Field(t("From"), self.first), Field(t("To"), self.last)))
        self.kind.setFocus()

    def confirm(self) -> None:
        kind, first, last = self.kind.code() or "followup", self.first.value(), self.last.value()
        if first is None or last is None:
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        self.write(lambda desk: desk.frozen.freeze_period(kind, first, last), self._done)

    def _done(self, made: FrozenReport) -> None:
        self.shell.toast(self.t("Frozen as {number}.", number=made.number))
        self.stored()
