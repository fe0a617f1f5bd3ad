"""What one search over everything finds: people and placements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from amdesk.db.people import participants as people
from amdesk.db.places import placements as places
from amdesk.db.port import Bank
from amdesk.domain.places.placement import Placement


class PersonHit(NamedTuple):
    """A person found. Nobody is masked; `status` is waiting, booked, working or ended."""

    id: int
    number: str
    name: str
    protection: int
    status: str
    registered_on: date


def persons(bank: Bank, today: date, ids: Sequence[int]) -> list[PersonHit]:
    """The people named, by name, protected ones last."""
    return [
        PersonHit(
            r.id,
            r.number,
            r.name or r.number,
            r.protection,
            people.status_of(r, today),
            r.registered_on,
        )
        for r in people.listing(bank, today, list(ids))
    ]


def placements(bank: Bank, words: str, limit: int) -> list[Placement]:
    """The first placements that the words find."""
    found = (places.get(bank, key) for key in bank.search("placement", words, limit))
    return [p for p in found if p is not None]
