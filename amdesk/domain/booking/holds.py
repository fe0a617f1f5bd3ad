"""Places that a case worker holds for those who are expected: nobody is proposed for one until its day, and nobody is named by it.

A hold is of one place of a placement: of the first period of at least four weeks in which one is free; a second hold of the
period in which a second is. Where nothing will be free as soon as matching looks there is nothing to hold. On its day the place is
to be given again, and that is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from amdesk.domain.booking.bookings import Check
from amdesk.domain.booking.matching import HORIZON_DAYS, LEAST_DAYS, LOOK_AHEAD
from amdesk.domain.clock import FAR
from amdesk.domain.places.placement import Availability, Span
from amdesk.domain.texts import N_, Text, text

HELD_DAYS = 7
"""How long a place is held where nothing else is said: until the round of the next week."""
MOST_HELD_DAYS = 182
"""How long at most: as far as a round looks ahead."""


@dataclass(frozen=True, slots=True)
class PlaceHold:
    """One place that is held. `until` is the day on which it is to be given again."""

    id: int
    placement_id: int
    placement: str
    placement_number: str
    held_on: date
    until: date

    def due(self, today: date) -> bool:
        """Whether its day has come: it holds nothing any more."""
        return self.until <= today


def held_periods(free: Availability, count: int, today: date) -> list[Span]:
    """What so many holds take of what is free from today on."""
    out: list[Span] = []
    far = today + LOOK_AHEAD
    for level in range(1, count + 1):
        found = free.next_free(today, far, 100 * level, LEAST_DAYS)
        if found is None or (found[0] - today).days > HORIZON_DAYS:
            break
        out.append(Span(found[0], FAR if found[1] >= far else found[1], 100))
    return out


def beside_holds(free: Availability, count: int, today: date) -> Availability:
    """What is free beside the places that are held."""
    taken = held_periods(free, count, today) if count else []
    return free._replace(loads=[*free.loads, *taken]) if taken else free


def held_until(holds: Sequence[PlaceHold]) -> Text:
    """What stands beside a placement whose free place is held."""
    return text(N_("Held until {day} for those who are expected"), day=min(h.until for h in holds))


def hold_check(holds: Sequence[PlaceHold]) -> Check:
    """What is to be thought of before a place that is held is booked."""
    said = N_("The place is held until {day} for those who are expected: a booking releases it")
    return Check("HOLD", "warn", text(said, day=min(h.until for h in holds)))


def usual_until(today: date) -> date:
    """Until when a place is held where nothing else is said."""
    return today + timedelta(HELD_DAYS)
