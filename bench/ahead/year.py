"""A year of weekly rounds in a city, under one policy. Everybody who waits and every open place meet each Monday."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from amdesk.domain.booking.ahead import AHEAD_DAYS, Prices
from amdesk.domain.booking.matching import Facts
from amdesk.domain.booking.rounds import Edge, Policy, RoundPeriod, RoundQuestion, Slot, edges_of, first_come
from amdesk.services.booking.outlook import NONE, priced
from amdesk.services.booking.solver import best, solve
from bench.ahead.worlds import TODAY, WEEKS, City, day

POLICIES = ("first come", "weekly", "look-ahead")
YEAR, AHEAD = 52, AHEAD_DAYS // 7


class Outcome(NamedTuple):
    """People placed in the year, the sum of their fit, and the weeks they had waited in all."""

    placed: int
    fit: int
    weeks: int


@dataclass(frozen=True)
class Town:
    """A city with its tables: when each person and place comes and goes, and the fit of each person at each placement."""

    city: City
    fit: NDArray[np.int64]
    here: NDArray[np.int64]
    gone: NDArray[np.int64]
    at: NDArray[np.int64]
    opens: NDArray[np.int64]
    closes: NDArray[np.int64]
    facts: Facts


def town(city: City) -> Town:
    facts = Facts(dict(city.groups), (), TODAY)
    slots = [Slot(p, 1, TODAY, TODAY + timedelta(400)) for p in city.placements]
    people = [a.asks.stand_in(i) for i, a in enumerate(city.arrivals)]
    fit = np.full((len(people), len(slots)), NONE, np.int64)
    for e in edges_of(people, slots, city.trips, facts, Policy(), RoundPeriod(TODAY, TODAY + timedelta(92))):
        fit[e.person, e.slot] = e.score
    weeks = np.array([(a.week, a.week + a.patience) for a in city.arrivals], np.int64).reshape(-1, 2)
    opens = np.array([(o.placement, o.week, o.week + o.weeks) for o in city.opens], np.int64).reshape(-1, 3)
    return Town(city, fit, weeks[:, 0], weeks[:, 1], opens[:, 0], opens[:, 1], opens[:, 2], facts)


def hindsight(t: Town) -> Outcome:
    """The most that could have been placed by somebody who knew the year, and the best fit that so many can have."""
    people, places = np.flatnonzero(t.here >= 0), np.flatnonzero(t.opens >= 0)
    marks = t.fit[people][:, t.at[places]]
    begins = np.maximum(t.here[people][:, None], t.opens[places][None])
    ends = np.minimum(np.minimum(t.gone[people][:, None], t.closes[places][None]), WEEKS)
    who, where = np.nonzero((marks > NONE) & (begins < ends))
    value = marks[who, where]
    chosen = solve(len(people), len(places), who.astype(np.int64), where.astype(np.int64), 100_000 + value)
    return Outcome(len(chosen), int(value[chosen].sum()), int((begins[who, where] - t.here[people][who])[chosen].sum()))


def simulate(t: Town, policy: str, strength: int = 100) -> Outcome:
    """A year under a policy of POLICIES."""
    free_people, free_places = t.here >= 0, t.opens >= 0
    placed = fit = weeks = 0
    for week in range(WEEKS):
        people = np.flatnonzero(free_people & (t.here <= week) & (t.gone > week))
        places = np.flatnonzero(free_places & (t.opens <= week) & (t.closes > week))
        q = _question(t, week, people, places, strength)
        if policy == "look-ahead":
            q = _ahead(t, week, people, places, q)
        for e in first_come(q) if policy == "first come" else best(q):
            who, where = people[e.person], places[e.slot]
            free_people[who] = free_places[where] = False
            placed, fit, weeks = placed + 1, fit + e.score, weeks + week - int(t.here[who])
    return Outcome(placed, fit, weeks)


def _question(t: Town, week: int, people: NDArray[np.int64], places: NDArray[np.int64], strength: int) -> RoundQuestion:
    marks = t.fit[people][:, t.at[places]]
    edges = [Edge(int(i), int(k), int(marks[i, k])) for i, k in zip(*np.nonzero(marks > NONE), strict=True)]
    on, far = day(week), day(WEEKS) + timedelta(400)
    slots = [Slot(t.city.placements[t.at[k]], n, on, far) for n, k in enumerate(places)]
    found = [t.city.arrivals[i].asks.stand_in(int(i), day(int(t.here[i]))) for i in people]
    waited = [7 * (week - int(t.here[i])) for i in people]
    policy = Policy(look_ahead=True, strength=strength)
    return RoundQuestion(
        found, slots, edges, policy, RoundPeriod(on, on + timedelta(92)), waited, t.city.trips, t.facts
    )


def _ahead(t: Town, week: int, people: NDArray[np.int64], places: NDArray[np.int64], q: RoundQuestion) -> RoundQuestion:
    """The question with the prices that the year before it gives. What is looked ahead to ends with the benchmark's year."""
    left = min(AHEAD, WEEKS - 1 - week)
    before = np.flatnonzero((t.here <= week) & (t.here > week - YEAR))
    season = np.count_nonzero(t.here[before] + YEAR <= week + left)
    expected = np.full(len(before), season / max(1, len(before)))
    began = np.bincount(t.at[(t.opens <= week) & (t.opens > week - YEAR)], minlength=t.fit.shape[1])
    now = np.bincount(t.at[places], minlength=t.fit.shape[1])
    of_place, of_waiting = priced(t.fit[people], t.fit[before], expected, now.astype(float), began * left / YEAR)
    return replace(q, ahead=Prices(dict(enumerate(of_place.tolist())), of_waiting.tolist()))
