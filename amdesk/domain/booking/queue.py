"""The queue to a placement: who was refused a place there, why and since when, and whose turn it is when one is free.

A turn is by the day on which somebody came into the queue, between those of one day by who came first. A no is about what is free
at that time: whoever says no keeps her turn, and is asked again as soon as anything about the placement's places is another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from amdesk.domain.booking.bookings import Check
from amdesk.domain.people.masked import Masked, Token
from amdesk.domain.texts import N_

QUEUE_REASONS = {
    "FULL": N_("there was no free place"),
    "CLOSED": N_("the placement is closed"),
    "DOUBLE": N_("booked elsewhere at that time"),
    "AGE": N_("too young for the work so far"),
    "MUST": N_("a must is not met so far"),
    "OTHER": N_("another rule stopped the booking"),
}
"""Why a booking was refused."""
LEAVE_REASONS = {
    "BOOKED": N_("got a place here"),
    "OWN": N_("does not want to wait here any longer"),
    "OTHER": N_("other reason"),
}


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Somebody's place in a placement's queue; `turn` 1 is the first. `no_on` is when she said no last."""

    id: int
    participant_id: int
    participant: Masked
    participant_number: str
    placement_id: int
    placement: Masked
    placement_number: Masked
    since: date
    reason: str
    turn: int
    no_on: date | None = None
    no_about: str = ""
    restricted: bool = False
    """Her data may be stored and no more: she keeps her turn and is not asked."""

    @property
    def hidden(self) -> bool:
        """Whether her record is protected: where she waits is as secret as her address."""
        return self.participant.level > 0

    def opened(self, token: Token) -> QueuePlace:
        """The same as it is shown to whoever has opened the person."""
        name, place, number = (m.opened(token) for m in (self.participant, self.placement, self.placement_number))
        return replace(self, participant=name, placement=place, placement_number=number)


class Turn(NamedTuple):
    """A free place and whose turn it is: the first of the queue for whom every rule holds, both days included."""

    place: QueuePlace
    first: date
    last: date
    warnings: Sequence[Check]
    key: str
    """Stands for what is free at the placement; another one where anything of it is changed."""


def reason_of(found: Iterable[Check]) -> str:
    """Why these checks refuse a booking: a code of QUEUE_REASONS; "" where they do not."""
    checks = list(found)
    stop = next((c.code for c in checks if c.level == "stop"), "")
    if stop.startswith("MINOR_"):
        return "AGE"
    if stop:
        return stop if stop in QUEUE_REASONS else "OTHER"
    return "MUST" if any(c.must for c in checks) else ""


def state_key(rows: Iterable[Sequence[object]]) -> str:
    """What is taken and what there is of a placement's places, in a few characters."""
    said = repr(sorted(tuple(map(str, row)) for row in rows))
    return hashlib.sha256(said.encode()).hexdigest()[:12]
