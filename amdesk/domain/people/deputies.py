"""Who stands in for a case worker who is away."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

FOR = "for: "
"""Before the name of the case worker for whom whoever opened or wrote stood in, in brackets after the reason in the log."""


class Deputyship(NamedTuple):
    """`worker` is away from `first` to `last`, both included, and `deputy` stands in."""

    id: int
    worker_id: int
    worker: str
    deputy_id: int
    deputy: str
    first: date
    last: date
