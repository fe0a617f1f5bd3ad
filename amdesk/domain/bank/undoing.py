"""A step that cannot be taken back: because of what was built upon it, or because it is revoked instead."""

from __future__ import annotations

from amdesk.domain.errors import Refused
from amdesk.domain.texts import Text


class BuiltUpon(Refused):
    """Names what was built upon the step. `booking` is the key of the booking it is about, where there is one: it has steps of
    its own that lead to the same."""

    def __init__(self, text: Text, booking: int | None = None) -> None:
        super().__init__(text, "MOVED_ON")
        self.booking = booking


class CertificateStands(Refused):
    """My latest act was to issue a certificate: it is revoked, not undone. `before` is the step that undo would take back else,
    and `what` it did; None where there is none."""

    def __init__(self, text: Text, certificate: int, number: str, before: int | None, what: Text | None) -> None:
        super().__init__(text, "ISSUED")
        self.certificate, self.number, self.before, self.what = certificate, number, before, what
