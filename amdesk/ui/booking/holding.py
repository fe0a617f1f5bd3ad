"""Holding a free place for those who are expected: until which day, what is held there, and its release."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from amdesk.domain.booking.holds import PlaceHold, usual_until
from amdesk.services.desk import Desk
from amdesk.ui.kit.basic import button, clear, label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import DateEdit, Field
from amdesk.ui.kit.shell import Shell


class HoldDialog(Dialog):
    """Holds one more place of a placement; those that are held stand below, each with its release."""

    writes = True
    act = "booking"

    def __init__(self, parent: QWidget, shell: Shell, placement: int, name: str, held: Sequence[PlaceHold]) -> None:
        t = shell.words
        said = t("Nobody is proposed for a free place there until the day. A booking all the same releases it.")
        super().__init__(parent, shell, t("Hold a place"), t("Hold"), sentence=said)
        self.belongs_to(name)
        self.placement = placement
        self.until = DateEdit(shell, usual_until(shell.today))
        self.body.addWidget(Field(t("Held until"), self.until))
        self.holder = QWidget()
        self.column = QVBoxLayout(self.holder)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.holder.hide()
        self.body.addWidget(self.holder)
        self.until.setFocus()
        self.show_held(held)
        shell.tasks.written.connect(self.read)

    def read(self) -> None:
        key = self.placement
        self.shell.tasks.run(
            lambda desk: desk.holds.of_placement(key),
            self.show_held,
            key="holds",
            failed=self.shell.guarded(self.complain),
        )

    def show_held(self, found: Sequence[PlaceHold]) -> None:
        clear(self.column)
        self.holder.setVisible(bool(found))
        for one in found:
            self.column.addLayout(self._row(one))
        self.adjustSize()

    def _row(self, one: PlaceHold) -> QHBoxLayout:
        t, row = self.t, QHBoxLayout()
        row.setSpacing(8)
        over = one.due(self.shell.today)
        said = t("Was held until {day}", day=one.until) if over else t("One place is held until {day}", day=one.until)
        row.addWidget(label(said, wrap=True), 1)
        release = partial(self._release, one.id)
        row.addWidget(button(self.shell, t("Release"), release, kind="soft", writes=True, act="booking"))
        return row

    def _release(self, key: int) -> None:
        placement = self.placement
        self.write(
            lambda desk: desk.holds.release(placement, key),
            lambda _: self.shell.toast(self.t("The place is no longer held."), undo=True),
        )

    def confirm(self) -> None:
        day, placement = self.until.value(), self.placement
        if day is None:
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        self.write(lambda desk: desk.holds.hold(placement, day), self._told)

    def _told(self, made: PlaceHold) -> None:
        self.shell.toast(
            self.t("A place at {name} is held until {day}.", name=made.placement, day=made.until), undo=True
        )


def hold_of_place(over: QWidget, shell: Shell, placement: int) -> None:
    """Hold a place of a placement, or see what is held there."""

    def read(desk: Desk) -> tuple[str, list[PlaceHold]]:
        return desk.placements.get(placement).name, desk.holds.of_placement(placement)

    def show(found: tuple[str, list[PlaceHold]]) -> None:
        HoldDialog(over, shell, placement, *found).open()

    shell.tasks.run(read, show, key="hold-of", failed=shell.guarded(shell.toast))
