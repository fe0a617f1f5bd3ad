"""Whether there is anything of a kind at all: asked before what is about it is loaded and read."""

from __future__ import annotations

from amdesk.db.port import Bank, tuples
from amdesk.db.sql import LIVE


def any_queue(bank: Bank) -> bool:
    """Whether anybody stands in a queue: the first screen asks for nothing more where nobody does."""
    return bool(tuples(bank, f"select 1 from queue_place where {LIVE} and left_on is null limit 1"))


def any_subsidy(bank: Bank) -> bool:
    """Whether any employment has a decision on subsidy: the first screen asks for nothing more where none has."""
    return bool(tuples(bank, f"select 1 from subsidy where {LIVE} limit 1"))
