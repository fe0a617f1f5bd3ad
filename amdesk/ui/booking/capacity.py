"""Another number of places in a period; and the conflicts of what hosts want with what is booked, settled in one place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from amdesk.domain.booking.bookings import Booking
from amdesk.domain.change import Change
from amdesk.services.booking.board import Conflict
from amdesk.ui.booking.opening import opened_booking
from amdesk.ui.kit.basic import button, clear, divider, label
from amdesk.ui.kit.dialog import Dialog, grid
from amdesk.ui.kit.fields import DateEdit, Field, number_box
from amdesk.ui.kit.reason import why_open
from amdesk.ui.kit.shell import Shell


class CapacityDialog(Dialog):
    """The number of places from a day on. A reduction that does not fit is kept as wanted."""

    writes = True
    act = "places.change"

    def __init__(self, parent: QWidget, shell: Shell, placement_id: int, name: str, places: int) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Number of places"),
            t("Save"),
            sentence=t.plural(
                "{name} has {count} place today. Fewer than are booked is kept as wanted, and shown as a conflict until bookings have moved.",
                "{name} has {count} places today. Fewer than are booked is kept as wanted, and shown as a conflict until bookings have moved.",
                places,
                name=name,
                count=places,
            ),
        )
        self.placement_id, self.places = placement_id, places
        self.count = number_box(0, 500, places)
        self.count.setAccessibleName(t("Places"))
        self.first, self.last, self.reason = DateEdit(shell, shell.today), DateEdit(shell), QLineEdit()
        self.last.base = lambda: self.first.value()
        self.body.addLayout(
            grid(
                [
                    Field(t("Places"), self.count),
                    Field(t("From"), self.first),
                    Field(t("Until (empty: for good)"), self.last),
                    Field(t("Reason"), self.reason),
                ]
            )
        )
        self.count.setFocus()
        self.shown = self._facts()

    def _facts(self) -> tuple[object, ...]:
        return self.count.value(), self.first.value(), self.last.value(), self.reason.text().strip()

    def confirm(self) -> None:
        first, last, count, why, key = (
            self.first.value(),
            self.last.value(),
            self.count.value(),
            self.reason.text().strip(),
            self.placement_id,
        )
        if first is None or (last is None and self.last.text().strip()):
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        if self._facts() == self.shown:
            self.accept()
            return
        self.store(
            {"places": Change(self.places, count)},
            lambda desk, given: desk.board.set_capacity(key, first, last, given["places"], why),
            self._said,
        )

    def _said(self, fits: bool) -> None:
        t = self.t
        said = (
            t("The number of places is changed.")
            if fits
            else t("It does not fit what is booked yet. It is kept as wanted and shown as a conflict.")
        )
        self.shell.toast(said, undo=True)


class ConflictsDialog(Dialog):
    """Every wanted capacity that does not fit, with the bookings in its way and what can be done about each."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Conflicts"),
            t("Close"),
            sentence=t("Hosts want fewer places than are booked. Move or end bookings, or withdraw what is wanted."),
            width=640,
            only_shows=True,
        )
        self.holder = QWidget()
        self.list = grid([])
        self.body.addWidget(self.holder)
        self.rows: list[Conflict] = []
        from PySide6.QtWidgets import QVBoxLayout

        self.column = QVBoxLayout(self.holder)
        self.column.setContentsMargins(0, 0, 0, 0)
        shell.tasks.written.connect(self.read)
        self.read()

    def read(self) -> None:
        self.shell.tasks.run(lambda desk: desk.board.conflicts(), self.show_conflicts, key="conflicts")

    def show_conflicts(self, found: Sequence[Conflict]) -> None:
        t = self.t
        self.rows = list(found)
        clear(self.column)
        if not found:
            self.column.addWidget(label(t("There are no conflicts."), "muted"))
        for conflict in found:
            until = t("until further notice") if conflict.last.year >= 9999 else t.day(conflict.last)
            head = QHBoxLayout()
            said = t.plural(
                "{name}: {count} place wanted from {first}, {last}",
                "{name}: {count} places wanted from {first}, {last}",
                conflict.places,
                name=conflict.placement,
                count=conflict.places,
                first=conflict.first,
                last=until,
            )
            head.addWidget(label(said, "strong", wrap=True), 1)
            head.addWidget(
                button(self.shell, t("Withdraw"), partial(self._withdraw, conflict), writes=True, act="places.change")
            )
            self.column.addLayout(head)
            if conflict.reason:
                self.column.addWidget(label(conflict.reason, "small"))
            for booking in conflict.bookings:
                self.column.addLayout(self._booking(booking))
            self.column.addWidget(divider())
        self.adjustSize()

    def _booking(self, booking: Booking) -> QHBoxLayout:
        t, row = self.t, QHBoxLayout()
        name = self.shell.name(booking.participant)
        row.addWidget(label(f"{name} · {t.day(booking.from_date)} – {t.day(booking.to_date)}"), 1)
        row.addWidget(button(self.shell, t("Move or end"), lambda: self._open(booking), kind="soft"))
        return row

    def _open(self, booking: Booking) -> None:
        from amdesk.ui.booking.form import BookingDialog

        why = why_open(self, self.shell) if booking.protected else ""
        if why is not None:
            self.shell.tasks.run(
                lambda desk: opened_booking(desk, booking.ref, why),
                lambda found: BookingDialog(self, self.shell, found[0]).open(),
            )

    def _withdraw(self, conflict: Conflict) -> None:
        self.shell.tasks.write(
            lambda desk: desk.board.withdraw(conflict.wish),
            lambda _: self.shell.toast(self.t("What was wanted is withdrawn."), undo=True),
            failed=self.shell.guarded(self.complain),
        )

    def confirm(self) -> None:
        self.accept()
