"""A step that cannot be taken back because of what was built upon it."""

from __future__ import annotations

from amdesk.domain.errors import Refused
from amdesk.domain.texts import Text


class BuiltUpon(Refused):
    """Names what was built upon the step. `booking` is the key of the booking it is about, where there is one: it has steps of
    its own that lead to the same."""

    def __init__(self, text: Text, booking: int | None = None) -> None:
        super().__init__(text, "MOVED_ON")
        self.booking = booking
