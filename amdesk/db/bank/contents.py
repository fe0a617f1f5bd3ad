"""How much a bank holds."""

from __future__ import annotations

from typing import NamedTuple

from amdesk.db.port import Bank, value
from amdesk.db.sql import LIVE


class Contents(NamedTuple):
    """How many of each the bank has, what was undone left out."""

    placements: int
    participants: int
    bookings: int
    employments: int
    certificates: int


def contents(bank: Bank) -> Contents:
    tables = ("placement", "participant", "booking", "employment", "certificate")
    return Contents(*(int(value(bank, f"select count(*) as n from {table} where {LIVE}")) for table in tables))
