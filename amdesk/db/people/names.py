"""Who somebody is, without the record: what lists of many people need."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from amdesk.db.port import Bank, tuples
from amdesk.db.sql import LIVE


class NamedPerson(NamedTuple):
    """Who somebody is, and whose."""

    id: int
    number: str
    name: str
    protection: int
    case_worker_id: int | None


def named(bank: Bank, ids: Iterable[int]) -> dict[int, NamedPerson]:
    """Number, name, protection and case worker of the people named; merged and void records are left out."""
    wanted = ", ".join(str(int(i)) for i in sorted(set(ids))) or "0"
    found = tuples(
        bank,
        "select id, number, name, protection, case_worker_id from participant "
        f"where {LIVE} and merged_into is null and id in ({wanted})",
    )
    return {key: NamedPerson(key, *rest) for key, *rest in found}


def restricted_ones(bank: Bank) -> set[int]:
    """Keys of everybody whose data may be stored and no more."""
    return {key for (key,) in tuples(bank, "select id from participant where restricted_on is not null")}
