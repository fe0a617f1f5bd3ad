"""What is told of weeks: an employment by its days, what was noted of a day and whose, and talks."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Protocol

from amdesk.domain.people.masked import Masked


class JobToday(Protocol):
    """Any record of an employment under way."""

    @property
    def id(self) -> int: ...
    @property
    def participant(self) -> int: ...
    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date | None: ...


class PlacedJob(NamedTuple):
    """An employment by what its week is counted from. `last` is the day it ended or will end."""

    id: int
    participant: int
    first: date
    last: date | None
    extent: int


class ListedDay(NamedTuple):
    """A noted day with whose it is and where. `present` in minutes."""

    participant: Masked
    number: str
    placement: Masked
    day: date
    code: str
    present: int
    employment: int
    ref: str


class Talk(NamedTuple):
    """A talk, by whom and what was said in a line."""

    day: date
    kind: str
    author: str
    words: str
