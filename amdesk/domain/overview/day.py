"""What Översikt shows: figures, tasks, and whose employment ends soon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from amdesk.domain.overview.tasks import Task


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
    name: str
    place: str
    day: date
    assessed: int
    final: bool


class Overview(NamedTuple):
    figures: Figures
    tasks: Sequence[Task]
    ending: Sequence[Ending]
