"""A case worker is away and another one stands in: who, for whom, from when and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.dialog import Dialog, grid
from amdesk.ui.kit.fields import Choice, DateEdit, Field
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amdesk.domain.people.deputies import Deputyship
    from amdesk.services.desk import Desk


class DeputyDialog(Dialog):
    """It opens on oneself, from today."""

    writes = True
    act = "people.worker"

    def __init__(
        self, parent: QWidget, shell: Shell, workers: Sequence[tuple[str, str]], found: Sequence[Deputyship]
    ) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Away: who stands in"),
            t("Save"),
            sentence=t("Whoever stands in sees the tasks among her own. Nobody's case worker is another for it."),
            width=560,
        )
        self.who = Choice(shell, list(workers), str(shell.case_worker_id or ""))
        self.deputy = Choice(shell, [("", t("Choose")), *workers])
        self.first = DateEdit(shell, shell.today)
        self.last = DateEdit(shell, None, base=lambda: self.first.value())
        fields = (
            Field(t("Case worker who is away"), self.who),
            Field(t("Stands in"), self.deputy),
            Field(t("First day away"), self.first),
            Field(t("Last day away"), self.last),
        )
        self.body.addLayout(grid(list(fields)))
        for one in found:
            self.body.addLayout(self._row(one))
        self.deputy.setFocus()

    def _row(self, one: Deputyship) -> QHBoxLayout:
        """One that stands, and the button that ends it."""
        t, row = self.t, QHBoxLayout()
        said = t(
            "{deputy} stands in for {name}, {first} to {last}",
            deputy=one.deputy,
            name=one.worker,
            first=one.first,
            last=one.last,
        )
        row.addWidget(label(said, wrap=True), 1)
        end = button(self.shell, t("Back today"), lambda: self._back(one), kind="link", writes=True, act=self.act)
        end.setAccessibleName(t("{name} is back today", name=one.worker))
        row.addWidget(end)
        return row

    def _back(self, one: Deputyship) -> None:
        said = self.t("{name} is back today.", name=one.worker)
        self.write(lambda desk: desk.deputies.back(one.id), lambda _: self.shell.toast(said, undo=True))

    def confirm(self) -> None:
        first, last = self.first.value(), self.last.value()
        if not self.deputy.code() or not self.who.code():
            self.complain(self.t("Choose who is away and who stands in."))
            return
        if first is None or last is None:
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        who, deputy = int(self.who.code()), int(self.deputy.code())

        def stored(made: Deputyship) -> None:
            self.shell.toast(self.t("{deputy} stands in for {name}.", deputy=made.deputy, name=made.worker), undo=True)

        self.write(lambda desk: desk.deputies.away(who, deputy, first, last), stored)

    @classmethod
    def run(cls, parent: QWidget, shell: Shell) -> None:
        def read(desk: Desk) -> tuple[list[tuple[str, str]], Sequence[Deputyship]]:
            return [(str(w.id), w.name) for w in desk.participants.case_workers()], desk.deputies.listing()

        shell.tasks.run(read, lambda read_: cls(parent, shell, *read_).open(), failed=shell.guarded(shell.toast))
