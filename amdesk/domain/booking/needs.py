"""What a need and a placement say about each other: met, not met or not known.

Not known is an answer of its own: a need in free words, a value that cannot be read, a placement whose hours, demands
or district nobody has recorded. It is never taken for met, and never for not met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from amdesk.domain.people.participant import Need, Person
from amdesk.domain.people.vocabulary import WorkWord
from amdesk.domain.people.wording import current, limit_of, stated, whole
from amdesk.domain.places.placement import PLACE_KINDS, Placement
from amdesk.domain.places.schedule import clock_minutes, read_schedule

NOT_MET: Final = 0
NOT_KNOWN: Final = 1
MET: Final = 2
ANSWERS = {NOT_MET: "not met", NOT_KNOWN: "not known", MET: "met"}
"""Numbers, since they are also the marks of a need in a score: what is not known stands half way."""

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
    kind, value = current(need.kind, need.value)
    if (found := limit_of(kind, value)) is not None:
        if kind == "extent":
            return _extent(*found)
        return _offers(*found) if found[0].offer else _burdens(*found)
    match kind:
        case "daytime":
            return lambda place, _trip: _daytime(place.schedule, place.demands)
        case "start_after" | "end_before":
            return _clock(kind, clock_minutes(value))
        case "max_travel":
            minutes = whole(value)
            return _never if minutes is None else _travels(minutes)
        case "district":
            return lambda place, _trip: _same(place.district, value)
        case "kind":
            return (lambda place, _trip: _same(place.kind, value)) if value in PLACE_KINDS else _never
        case "occupation":
            return lambda place, _trip: _same(place.occupation, value)
    return _never


def needs_of_person(person: Person, extent: int | None = None) -> tuple[Need, ...]:
    """A person's needs, with the one that follows from her extent where she does not work full time: a place that asks for
    more does not meet it, and of one that says nothing it is not known. `extent` is that of a booking, where it is less than hers."""
    least = person.extent if extent is None else min(extent, person.extent)
    return person.needs if least >= 100 else (*person.needs, Need("extent", str(least)))


OF_THE_PLACE = {"district", "kind", "occupation"}
"""Needs that ask a placement for something else than its demands, its schedule and the way there."""


def asks_the_place(needs: Iterable[Need]) -> bool:
    """Whether any of these needs does; where none does, two placements of the same demands, schedule and way answer alike."""
    return any(current(need.kind, need.value)[0] in OF_THE_PLACE for need in needs)


def asks_the_way(needs: Iterable[Need]) -> bool:
    """Whether any of these needs asks how far it is to the placement."""
    return any(current(need.kind, need.value)[0] == "max_travel" for need in needs)


def answer(need: Need, placement: Placement, trip: Trip | None) -> int:
    """NOT_MET, NOT_KNOWN or MET. `trip` is the way between home and placement, None where it is not known."""
    return asker(need)(placement, trip)


def _never(_place: Placement, _trip: Trip | None) -> int:
    """Free words, and values no vocabulary reads: a person has to read them."""
    return NOT_KNOWN


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
    regular = stated(demands).get("irregular", (0, 0))[1] == 0
    return MET if named and not hours.unread and regular else NOT_KNOWN


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


@lru_cache(maxsize=4096)
def _ends_before(schedule: str, limit: int) -> int:
    """A work day that ends too late is enough; a rolling scheme can end at any time."""
    hours = read_schedule(schedule)
    if hours.latest_end is None:
        return NOT_KNOWN
    if hours.latest_end > limit:
        return NOT_KNOWN if hours.unread else NOT_MET
    return NOT_KNOWN if hours.unread or hours.odd else MET


def _clock(kind: str, limit: int | None) -> Ask:
    if limit is None:
        return _never
    test = _starts_after if kind == "start_after" else _ends_before
    return lambda place, _trip: test(place.schedule, limit)


def _burdens(entry: WorkWord, limit: int) -> Ask:
    """At most so much of it. What nobody has filled in says nothing, and bounds say only what holds for all between them."""

    def ask(place: Placement, _trip: Trip | None) -> int:
        if (found := stated(place.demands).get(entry.id)) is None:
            return NOT_KNOWN
        return MET if found[1] <= limit else NOT_MET if found[0] > limit else NOT_KNOWN

    return ask


def _extent(entry: WorkWord, limit: int) -> Ask:
    """A place that is shared by hours takes any extent, unless it says otherwise."""
    ask = _burdens(entry, limit)
    return lambda place, trip: MET if place.shared and entry.id not in stated(place.demands) else ask(place, trip)


def _offers(entry: WorkWord, limit: int) -> Ask:
    """At least so much of it."""

    def ask(place: Placement, _trip: Trip | None) -> int:
        if (found := stated(place.demands).get(entry.id)) is None:
            return NOT_KNOWN
        return MET if found[0] >= limit else NOT_MET if found[1] < limit else NOT_KNOWN

    return ask


def _travels(minutes: int) -> Ask:
    def ask(_place: Placement, trip: Trip | None) -> int:
        return NOT_KNOWN if trip is None else MET if min(trip.bus, trip.cycle) <= minutes else NOT_MET

    return ask
