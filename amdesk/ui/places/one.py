"""One placement as its form shows it, read when it is asked for by its key alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from amdesk.domain.places.placement import ClosedPeriod, Placement
from amdesk.domain.values import sort_key
from amdesk.ui.kit.records import Lists, code_lists

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


class OnePlace(NamedTuple):
    """What the form of a placement shows."""

    place: Placement
    places: int
    closed: Sequence[ClosedPeriod]
    occupations: list[tuple[str, str]]
    codes: Lists


def occupation_names(desk: Desk) -> list[tuple[str, str]]:
    found = [(o.code, o.name(desk.work.lang)) for o in desk.placements.occupations()]
    return sorted(found, key=lambda o: sort_key(o[1]))


def one_place(desk: Desk, placement_id: int, lang: str) -> OnePlace:
    place = desk.placements.get(placement_id)
    closed = desk.placements.closed_periods(placement_id)
    codes = code_lists(desk, Placement, lang)
    return OnePlace(place, desk.placements.places_now(place), closed, occupation_names(desk), codes)
