"""What Översikt shows: figures, tasks, and whose employment ends soon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from amdesk.domain.overview.tasks import Task
from amdesk.domain.people.masked import Masked


class Figures(NamedTuple):
    """The five figures of the band and what is said under them."""

    free: int
    free_own: int
    free_external: int
    waiting: int
    longest_wait: int
    running: int
    running_own: int
    running_external: int
    ending: int
    ending_unassessed: int
    day90: int
    day90_late: int


class Ending(NamedTuple):
    """One person whose employment ends soon."""

    participant_id: int
    name: Masked
    place: Masked
    day: date
    assessed: int
    final: bool


class FirstHour(NamedTuple):
    """How far a new bank has come: whose it is, who is named as case worker in its lists by (key, name), and how many
    placements, participants and bookings or employments it holds."""

    city: str
    unit: str
    workers: Sequence[tuple[int, str]]
    places: int
    people: int
    booked: int

    @property
    def going(self) -> bool:
        """Whether there is one of everything that work needs."""
        return bool(self.places and self.people and self.booked)


class Overview(NamedTuple):
    """`begun` is there until a bank has what work needs."""

    figures: Figures
    tasks: Sequence[Task]
    ending: Sequence[Ending]
    begun: FirstHour | None = None
