"""Looking ahead in a matching round: what a place is worth to those who are not here yet, counted from the unit's own history.

A round that places everybody it can today gives somebody with many chances the only place that somebody next month could have
taken. So a place that many will ask for has a price, and who has chances to come can wait for one. Nothing here knows a person:
history enters as counts of needs (how many were referred who asked for the same) and of places (how often one became free).

    claims    each person, here, placed less than a week ago or expected, has one claim in all, divided over the places, free or expected, that she fits:
              less where more claims lie (ROUNDS times); the claims on a place divided by how many there are of it
    place     its price is CLAIMED * its claims, at most CLAIMED * CROWDED
    waiting   what the best of her chances to come is worth: (CHANCE + CHANCE_FIT * (fit - MIDDLE)) * the part of those places that is
              still to come, divided by the claims on them to the power of STEEP where they are more than 1
    worth     WHOLE + strength * (MARK * (fit - MIDDLE) - place - waiting * claims), in thousandths of a person placed; claims of
              the place as above, at most 1: nobody waits beside a place that nobody else will ask for

A pair that is worth nothing is held: the place waits for somebody, and the person for a place. Then the round is solved exactly
as without it, with the worth of its pairs in the place of their number and their fit. The figures were chosen on one maker of
cities and judged on another (bench/ahead).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from amdesk.domain.people.participant import Need, Participant, Person
from amdesk.domain.record import blank
from amdesk.domain.texts import N_, Text, text

WHOLE = 1000
"""What one person placed is worth: the measure of all prices."""
FULL_STRENGTH = 100
MIDDLE = 70
"""The fit from which marks count for and against."""
MARK = 8
CLAIMED = 650
CROWDED = 1.1
CHANCE = 600
CHANCE_FIT = 8
STEEP = 3
ROUNDS = 3
YEAR = 364
"""Days of history that are counted."""
AHEAD_DAYS = 182
"""How far ahead is looked."""
LEAST_REFERRALS, LEAST_HISTORY = 20, 90
"""Referrals, and days since the first of them, under which history says nothing."""
MOST_KINDS = 300
"""Kinds of referral that are weighed; of a larger city a fixed sample of so many stands for all."""
FUTURES = 12
WEEK = 7
"""Days in which whoever was placed counts as if she waited still, and her place as free: the prices were chosen for one round a week,
and would fall with each that is accepted, so that the next round on the same day would give away what the first one held."""


class Asks(NamedTuple):
    """What somebody who was referred asked for: what matching looks at, and nothing of who it was."""

    wishes: tuple[str, ...]
    needs: tuple[Need, ...]
    language: str
    licence: str
    extent: int
    district: str
    max_travel: int | None

    def stand_in(self, key: int = 0, since: date = date.max) -> Person:
        """A person of whom nothing else is known, so that the rules of matching can be asked about her."""
        return replace(
            NOBODY,
            id=key,
            registered_on=since,
            wishes=self.wishes,
            needs=self.needs,
            language=self.language,
            licence=self.licence,
            extent=self.extent,
            district=self.district,
            max_travel=self.max_travel,
        )


NOBODY = blank(Participant, id=0, number="", extent=100, registered_on=date.max)


class Referred(NamedTuple):
    """How many were referred who asked for the same."""

    asks: Asks
    times: int


class JustPlaced(NamedTuple):
    """Somebody who was booked less than a week ago."""

    person: Person
    placement: int
    from_date: date


@dataclass(frozen=True, slots=True)
class YearBehind:
    """What the unit has seen in the year before a round: counts alone, nobody in it."""

    days: int
    """Since the first referral, at most a year."""
    referred: Sequence[Referred]
    coming: float
    """Referrals expected on the days that are looked ahead to: as many as a year ago in the same season, where that is known."""
    opened: Mapping[int, int]
    """How often a place was begun at a placement, by its key."""

    @property
    def enough(self) -> bool:
        return self.days >= LEAST_HISTORY and sum(r.times for r in self.referred) >= LEAST_REFERRALS


@dataclass(frozen=True, slots=True)
class Prices:
    """What looking ahead puts on a round, in thousandths of a person placed at full strength."""

    of_place: Mapping[int, int]
    """By the placement's key."""
    of_waiting: Sequence[int]
    """By the person's position in the round: what waiting is worth to her."""


class PairTerms(NamedTuple):
    """What a pair is worth, in hundred thousandths of a person placed: whole + mark * fit - price * (the place's, and that of
    waiting as far as the place is claimed)."""

    whole: int
    mark: int
    price: int


def terms(strength: int) -> PairTerms:
    """The terms at a strength in percent. One mark of fit stays at any strength, as what decides between equals."""
    return PairTerms(WHOLE * FULL_STRENGTH - strength * MARK * MIDDLE, 1 + strength * MARK, strength)


def worth(fit: int, place: int, waiting: int, strength: int) -> int:
    """What a pair of this fit is worth under the prices of its place and of waiting; at or below 0 it is held."""
    of = terms(strength)
    return of.whole + of.mark * fit - of.price * (place + waiting * min(place, CLAIMED) // CLAIMED)


def held_text(count: int) -> Text:
    """What stands beside a proposal of a place that the futures give to somebody else."""
    said = N_(
        "Hold this place: in {count} of {futures} futures it goes to somebody who is not here yet and for whom nothing else is left"
    )
    return text(said, count=count, futures=FUTURES)


THIN = N_("Nothing is held: looking ahead needs at least three months of referrals, and twenty of them.")
"""Said where the policy looks ahead and the unit's history says too little."""
