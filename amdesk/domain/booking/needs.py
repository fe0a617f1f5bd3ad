"""What a need and a placement say about each other: met, not met or not known.

Not known is an answer of its own: a need in free words, a value that cannot be read, a placement whose hours, demands
or district nobody has recorded. It is never taken for met, and never for not met.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from amdesk.domain.people.participant import Need
from amdesk.domain.places.placement import PLACE_KINDS, Placement
from amdesk.domain.places.schedule import clock_minutes, read_schedule

NOT_MET: Final = 0
NOT_KNOWN: Final = 1
MET: Final = 2
ANSWERS = {NOT_MET: "not met", NOT_KNOWN: "not known", MET: "met"}
"""Numbers, since they are also the marks of a need in a score: what is not known stands half way."""

DEMANDS = frozenset(
    {
        "lyft", "gaende", "utomhus", "knastaende", "hojd", "buller", "damm", "vatarbete", "stillasittande",
        "emotionellt", "oregelbunden",
    }
)  # fmt: skip
"""Codes of the list physical_demands: a word that is none of them is compared with nothing."""
HEAVY_KG = 15
"""From here on lifting is called heavy: a sensible upper limit at many lifts (advice to AFS 2023:10 chapter 6)."""
DAY_BEGINS, DAY_ENDS = 6 * 60, 19 * 60
"""Daytime, in minutes after midnight: evening allowance begins at 19 in the municipal agreement (AB)."""


class Trip(NamedTuple):
    """Between two districts, in minutes; `changes` counts changes of bus."""

    walk: int
    cycle: int
    bus: int
    changes: int


Ask = Callable[[Placement, Trip | None], int]


@lru_cache(maxsize=2048)
def asker(need: Need) -> Ask:
    """The comparison of one need with placements, made once and asked thousands of times."""
    value = need.value
    match need.kind:
        case "daytime":
            return lambda place, _trip: _daytime(place.schedule, place.demands)
        case "start_after":
            limit = clock_minutes(value)
            return _never if limit is None else lambda place, _trip: _starts_after(place.schedule, limit)
        case "avoid":
            return _avoids(value) if value in DEMANDS else _never
        case "lift_max":
            kilos = _number(value)
            return _never if kilos is None else _lifts(kilos)
        case "max_travel":
            minutes = _number(value)
            return _never if minutes is None else _travels(minutes)
        case "district":
            return lambda place, _trip: _same(place.district, value)
        case "kind":
            return (lambda place, _trip: _same(place.kind, value)) if value in PLACE_KINDS else _never
        case "occupation":
            return lambda place, _trip: _same(place.occupation, value)
    return _never


def answer(need: Need, placement: Placement, trip: Trip | None) -> int:
    """NOT_MET, NOT_KNOWN or MET. `trip` is the way between home and placement, None where it is not known."""
    return asker(need)(placement, trip)


def _never(_place: Placement, _trip: Trip | None) -> int:
    """Free words, and values no vocabulary reads: a person has to read them."""
    return NOT_KNOWN


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 5 else None


def _same(there: str, wanted: str) -> int:
    return NOT_KNOWN if not there or not wanted else MET if there == wanted else NOT_MET


@lru_cache(maxsize=4096)
def _daytime(schedule: str, demands: tuple[str, ...]) -> int:
    hours = read_schedule(schedule)
    late = hours.latest_end is not None and hours.latest_end > DAY_ENDS
    early = hours.earliest_start is not None and hours.earliest_start < DAY_BEGINS
    if hours.odd or late or early or hours.days & {5, 6}:
        return NOT_MET
    named = hours.days and (hours.latest_end is not None or "kontorstid" in schedule.casefold())
    return MET if named and not hours.unread and "oregelbunden" not in demands else NOT_KNOWN


@lru_cache(maxsize=4096)
def _starts_after(schedule: str, limit: int) -> int:
    """A work day that begins too early is enough, unless words that nobody read may offer another. A rolling scheme can
    begin at any time."""
    hours = read_schedule(schedule)
    if hours.earliest_start is None or hours.latest_start is None:
        return NOT_KNOWN
    if hours.earliest_start < limit:
        return NOT_KNOWN if hours.unread and hours.latest_start >= limit else NOT_MET
    return NOT_KNOWN if hours.unread or hours.odd else MET


def _avoids(demand: str) -> Ask:
    """A list of demands that nobody has filled in says nothing."""

    def ask(place: Placement, _trip: Trip | None) -> int:
        return NOT_KNOWN if not place.demands else NOT_MET if demand in place.demands else MET

    return ask


def _lifts(kilos: int) -> Ask:
    """Placements say whether lifting is heavy, not how many kilos: between the two the answer is not known."""

    def ask(place: Placement, _trip: Trip | None) -> int:
        if not place.demands:
            return NOT_KNOWN
        if "lyft" in place.demands:
            return NOT_MET if kilos <= HEAVY_KG else NOT_KNOWN
        return MET if kilos >= HEAVY_KG else NOT_KNOWN

    return ask


def _travels(minutes: int) -> Ask:
    def ask(_place: Placement, trip: Trip | None) -> int:
        return NOT_KNOWN if trip is None else MET if min(trip.bus, trip.cycle) <= minutes else NOT_MET

    return ask
