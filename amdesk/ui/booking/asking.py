"""What is not known of a placement is asked there once: the answer is noted on the placement, and known from then on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from amdesk.domain.booking.findings import asked_of_place
from amdesk.domain.texts import N_
from amdesk.ui.kit.basic import button, label

if TYPE_CHECKING:
    from amdesk.domain.booking.matching import Opening
    from amdesk.domain.people.participant import Person
    from amdesk.ui.kit.shell import Shell


class AskThePlace(QWidget):
    """Shown beside a booking where a need asks about what nobody has recorded of the work."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.t = shell, shell.words
        self.placement, self.at = 0, ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.said = label("", "small", wrap=True)
        column.addWidget(self.said)
        self.note = button(
            shell, self.t("Note the answer"), self.press, kind="soft", key="F", writes=True, act="places.change"
        )
        self.note.setToolTip(self.t("The answer is kept with the placement, so that nobody asks again."))
        self.asks = False
        column.addWidget(self.note)
        self.hide()

    def offer(self, person: Person, opening: Opening) -> None:
        t, asked = self.t, asked_of_place(person, opening.placement, opening.trip)
        self.placement, self.at = opening.placement.id, field_of(asked)
        self.said.setText(t("Ask the workplace: {what}", what=", ".join(t(name) for name in asked)))
        self.asks = bool(asked)
        self.setVisible(self.asks)

    def press(self) -> None:
        self.shell.open("placement.edit", self.window(), self.placement, self.at)


def field_of(asked: Sequence[str]) -> str:
    """The field of a placement in which the first answer is noted, by what is asked; all that is no field of its own is a demand."""
    own = {N_("Working hours"): "schedule", N_("District"): "district"}
    return own.get(asked[0], "demands") if asked else ""
