"""The steps of a booking that need an answer first, each in a small dialog of its own: move, another last day, cancel, interrupt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from amdesk.domain.booking.bookings import CANCEL_REASONS, INTERRUPT_REASONS, Booking
from amdesk.domain.booking.statuses import ASKING, BOOKING_STATUSES
from amdesk.domain.change import Change, changes
from amdesk.domain.errors import AmdeskError
from amdesk.domain.people.masks import MASK
from amdesk.domain.texts import N_
from amdesk.ui.booking.opening import with_employment
from amdesk.ui.guidance.beside import with_guidance
from amdesk.ui.kit.dialog import Dialog, grid
from amdesk.ui.kit.fields import Choice, DateEdit, Field
from amdesk.ui.kit.picker import Picker
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from datetime import date

    from amdesk.domain.booking.bookings import Employment
    from amdesk.services.desk import Desk

BY_PROGRAM = {"EXPIRED", "MOVED", "NO_SHOW"}
"""Reasons for a cancelled booking that nobody chooses: other acts give them."""
END = N_("End employment")
"""The end of all of it, not of the placing alone."""


def whose(shell: Shell, booking: Booking) -> str:
    """Whose a booking is, where, when and how it stands."""
    t = shell.words
    return t(
        "{name}: {place}, {first} to {last}, {extent} %. {status}.",
        name=f"{t(MASK)} {booking.participant_number}" if booking.protected else shell.name(booking.participant),
        place=booking.placement,
        first=booking.from_date,
        last=booking.to_date,
        extent=booking.extent,
        status=t(BOOKING_STATUSES[booking.status]),
    )


def open_step(over: QWidget, shell: Shell, booking: Booking, step: str) -> None:
    """The dialog of a step."""
    kinds: dict[str, type[StepDialog]] = {
        "move": MoveDialog,
        "last_day": LastDayDialog,
        "cancel": CancelDialog,
        "interrupt": InterruptDialog,
    }
    kinds[step](over, shell, booking).open()


def end_employment(over: QWidget, shell: Shell, booking: Booking) -> None:
    """The dialog that ends the employment with its booking."""

    def ask(found: tuple[Booking, Employment | None]) -> None:
        if found[1] is not None:
            shell.open("employment.end", over, found[1], found[0])

    shell.tasks.run(lambda desk: with_employment(desk, booking), ask)


class StepDialog(Dialog):
    """Says whose booking it is; `step` names it."""

    step = ""

    def __init__(self, parent: QWidget, shell: Shell, booking: Booking) -> None:
        said = shell.words(ASKING[self.step])
        super().__init__(parent, shell, said, said, sentence=whose(shell, booking))
        self.booking = booking
        self.despite = QLineEdit()
        self.asked = Field(self.t("Reason to go on all the same"), self.despite)
        self.asked.hide()

    def refused(self, error: Exception) -> None:
        """A must that is not met: it is gone on with for a reason alone."""
        if isinstance(error, AmdeskError) and error.code == "MUST":
            self.asked.show()
            self.despite.setFocus()

    def why(self) -> str:
        return self.despite.text().strip()

    def no_date(self) -> None:
        self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))

    def _closed(self, work: Callable[[Desk], Booking], said: str) -> None:
        """It is no more: whoever got its notice is to hear that."""
        self.write(
            lambda d: d.booking.noticed(work(d).ref),
            lambda day: self.shell.toast(with_notice(self.shell, said, day), undo=True),
        )

    def _moved(
        self,
        changed: Mapping[str, Change],
        work: Callable[[Desk, Mapping[str, Change]], Booking],
        said: str,
        opened: Mapping[str, object] | None = None,
    ) -> None:
        """A move or another last day: what is to be thought of at the new place and time is said with it."""
        self.store(
            changed,
            lambda d, given: d.booking.warnings(work(d, given).ref),
            lambda found: self.shell.toast(self.shell.with_warnings(said, found), undo=True),
            opened,
        )


class MoveDialog(StepDialog):
    """Another placement, from a day on."""

    writes = True
    act = "booking"
    step = "move"

    def __init__(self, parent: QWidget, shell: Shell, booking: Booking) -> None:
        super().__init__(parent, shell, booking)
        t = self.t
        self.place, self.on = Picker(shell, "placement"), DateEdit(shell)
        self.body.addLayout(
            grid([(Field(t("Move to placement, by name or number"), self.place), 2), Field(t("From"), self.on)], 3)
        )
        self.body.addWidget(self.asked)
        self.place.setFocus()

    def confirm(self) -> None:
        b, place, on = self.booking, self.place.code(), self.on.value()
        if self.on.wrong():
            self.no_date()
        elif place or on:
            opened = {"placement_id": b.placement_id, "to_date": b.to_date} | ({"from_date": b.from_date} if on else {})
            now = {"placement_id": place or b.placement_id, "from_date": on, "to_date": b.to_date}
            why = self.why()
            self._moved(
                changes(opened, opened, {name: now[name] for name in opened}),
                lambda d, given: d.booking.move(
                    b.ref, given["placement_id"], given.get("from_date"), given["to_date"], why
                ),
                self.t("The booking is moved."),
                opened,
            )
        else:
            self.accept()


class LastDayDialog(StepDialog):
    """A later last day extends, an earlier one shortens."""

    writes = True
    act = "booking"
    step = "last_day"

    def __init__(self, parent: QWidget, shell: Shell, booking: Booking) -> None:
        super().__init__(parent, shell, booking)
        self.last = DateEdit(shell, booking.to_date, base=lambda: booking.to_date)
        self.body.addWidget(Field(self.t("Last day (a later one extends)"), self.last))
        self.body.addWidget(self.asked)
        self.last.setFocus()

    def confirm(self) -> None:
        b, last = self.booking, self.last.value()
        if last is None:
            self.no_date()
        elif last == b.to_date:
            self.accept()
        else:
            why = self.why()
            self._moved(
                {"to_date": Change(b.to_date, last)},
                lambda d, given: d.booking.extend(b.ref, given["to_date"], why),
                self.t("The last day is changed."),
            )


class CancelDialog(StepDialog):
    """For a reason, before anybody has come."""

    writes = True
    act = "booking"
    step = "cancel"

    def __init__(self, parent: QWidget, shell: Shell, booking: Booking) -> None:
        super().__init__(parent, shell, booking)
        self.choice = Choice(shell, [(k, self.t(v)) for k, v in CANCEL_REASONS.items() if k not in BY_PROGRAM])
        self.body.addWidget(Field(self.t("Reason"), self.choice))
        self.choice.setFocus()

    def confirm(self) -> None:
        ref, reason = self.booking.ref, self.choice.code()
        self._closed(
            lambda d: d.booking.cancel(ref, reason), self.t("The booking is cancelled. The place is free again.")
        )


class InterruptDialog(StepDialog):
    """The placing ends for a reason and the employment goes on."""

    writes = True
    act = "booking"
    step = "interrupt"

    def __init__(self, parent: QWidget, shell: Shell, booking: Booking) -> None:
        super().__init__(parent, shell, booking)
        self.choice = Choice(shell, [(k, self.t(v)) for k, v in INTERRUPT_REASONS.items()])
        self.on = DateEdit(shell, shell.today)
        reason = with_guidance(shell, Field(self.t("Reason"), self.choice), "interruption", self.choice.code)
        self.body.addLayout(grid([reason, Field(self.t("Last day"), self.on)]))
        self.choice.setFocus()

    def confirm(self) -> None:
        ref, code, on = self.booking.ref, self.choice.code(), self.on.value()
        if on is None:
            self.no_date()
            return
        self._closed(
            lambda d: d.booking.interrupt(ref, on, code),
            self.t("The booking is interrupted; the employment goes on."),
        )


def with_notice(shell: Shell, said: str, noticed: date | None) -> str:
    """A sentence about a booking that is no more, and that a notice of it has gone out."""
    if noticed is None:
        return said
    return shell.words(
        "{said} Its booking notice was made {day}: tell whoever got it that it no longer holds.", said=said, day=noticed
    )
