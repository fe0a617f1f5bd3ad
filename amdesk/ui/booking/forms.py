"""What other rooms open of bookings. A form is imported when it is first opened: the first paint waits for none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from datetime import date

    from amdesk.domain.booking.bookings import Booking
    from amdesk.services.booking.taking_back import WayBack


def register(shell: Shell) -> None:
    shell.offer("booking.steps", steps)
    shell.offer("booking.step", step)
    shell.offer("booking.take_back", take_back)
    shell.offer("week.of", week)
    shell.offer("queue.of_person", queue_of_person)
    shell.offer("queue.of_place", queue_of_place)
    shell.offer("hold.of_place", hold_of_place)
    shell.offer("subsidies", subsidies)
    shell.offer("week.lists", week_lists)


def steps(over: QWidget, shell: Shell, booking: Booking) -> None:
    """One booking and every step it can take now."""
    from amdesk.ui.booking.form import BookingDialog

    BookingDialog(over, shell, booking).open()


def step(over: QWidget, shell: Shell, booking: Booking, act: str) -> None:
    """One step of a booking, in a dialog of its own."""
    from amdesk.ui.booking.steps import open_step

    open_step(over, shell, booking, act)


def take_back(over: QWidget, shell: Shell, back: WayBack) -> None:
    """The step of a booking that leads to the same as undo would."""
    step(over, shell, back.booking, back.act)


def week(over: QWidget, shell: Shell, participant: int, kind: str = "", day: date | None = None, why: str = "") -> None:
    """The week of a placed person; `kind` is the task that asked for it, and `day` the day that it is about."""
    from amdesk.ui.booking.week.dialog import show

    show(over, shell, participant, kind, day, why)


def queue_of_person(over: QWidget, shell: Shell, participant: int, why: str = "") -> None:
    """The queues somebody stands in."""
    from amdesk.ui.booking.queue import of_person

    of_person(over, shell, participant, why)


def queue_of_place(over: QWidget, shell: Shell, placement: int) -> None:
    """Who waits for a place there."""
    from amdesk.ui.booking.queue import of_place

    of_place(over, shell, placement)


def hold_of_place(over: QWidget, shell: Shell, placement: int) -> None:
    """Hold a place there, or see what is held."""
    from amdesk.ui.booking import holding

    holding.hold_of_place(over, shell, placement)


def subsidies(over: QWidget, shell: Shell, participant: int | None = None, why: str = "") -> None:
    """What is to be claimed of subsidies, of everybody or of one person with her decisions."""
    from amdesk.ui.booking.week.subsidies import show

    show(over, shell, participant, why)


def week_lists(over: QWidget, shell: Shell) -> None:
    """A week's form and list of attendance, and a month to the payroll office."""
    from amdesk.ui.booking.week.lists import WeekListsDialog

    WeekListsDialog(over, shell).open()
