"""What other rooms open of people. A form is imported when it is first opened: the first paint waits for none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.domain.booking.bookings import Booking, Employment
    from amdesk.domain.people.participant import Participant


def register(shell: Shell) -> None:
    shell.offer("participant.change", change)
    shell.offer("employment.end", end)
    shell.offer("people.away", away)


def change(over: QWidget, shell: Shell, person: Participant, at: str = "") -> None:
    """A person's facts; `at` names the field where the keys are at first."""
    from amdesk.ui.people.form import ParticipantDialog

    ParticipantDialog.change(over, shell, person, at)


def end(over: QWidget, shell: Shell, employment: Employment, booking: Booking | None) -> None:
    """The end of an employment, and of its booking."""
    from amdesk.ui.people.acts import EndDialog

    EndDialog.run(over, shell, employment, booking)


def away(over: QWidget, shell: Shell) -> None:
    """Who is away and who stands in."""
    from amdesk.ui.people.deputy import DeputyDialog

    DeputyDialog.run(over, shell)
