"""Two makers of cities for the benchmark. The strengths of the policy were chosen on `tuning` alone and are judged on `held_out`,
which has other workplaces, other people and other seasons. A seed gives the same city every time, on every machine."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from amdesk.domain.booking.ahead import Asks
from amdesk.domain.booking.needs import Trip
from amdesk.domain.clock import FAR
from amdesk.domain.people.participant import Need
from amdesk.domain.people.wording import demands_now
from amdesk.domain.places.placement import Placement

PEOPLE, WEEKS = 292, 52
BEFORE = 52
"""Weeks before the first, which are the unit's history and nothing else."""
TODAY = date(2026, 1, 5)


class Arrival(NamedTuple):
    """Somebody who is referred in a week (below 0: history) and waits at most so many weeks."""

    week: int
    asks: Asks
    patience: int


class Opens(NamedTuple):
    """One place of a placement that becomes free in a week and closes after so many weeks, where nobody has it."""

    week: int
    placement: int
    weeks: int


@dataclass(frozen=True)
class City:
    """Two years: what was, and what comes. Placements are numbered from 0."""

    placements: Sequence[Placement]
    trips: Mapping[tuple[str, str], Trip]
    groups: Mapping[str, str]
    arrivals: Sequence[Arrival]
    opens: Sequence[Opens]


class Dice(random.Random):
    def of(self, shares: Mapping[str, float]) -> str:
        """One of the words, each as often as its share says."""
        words, sums = list(shares), list(accumulate(shares.values()))
        return words[bisect(sums, self.random() * sums[-1])]


def place(
    key: int,
    occupation: str,
    district: str,
    schedule: str,
    level: str,
    *,
    licence: str = "",
    kind: str = "external",
    demands: tuple[str, ...] = (),
) -> Placement:
    """A placement with what matching looks at."""
    number = f"P-{key:04d}"
    return Placement(
        key,
        number,
        kind,
        number,
        district,
        occupation,
        schedule,
        level,
        licence,
        "none",
        16,
        demands,
        "",
        shared=False,
        open_from=date(2020, 1, 1),
        open_to=FAR,
        status="open",
    )


def towns(codes: Sequence[str], step: int) -> dict[tuple[str, str], Trip]:
    """Districts along a line, so many minutes by bus from one to the next."""
    out = {}
    for i, one in enumerate(codes):
        for k, other in enumerate(codes):
            bus = 10 + step * abs(i - k)
            out[one, other] = Trip(3 * bus, round(1.3 * bus), bus, 0 if abs(i - k) < 3 else 1)
    return out


def spread(dice: Dice, count: int, weight: Callable[[int], float]) -> list[int]:
    """`count` weeks from -BEFORE to WEEKS - 1, each week as often as its weight says."""
    weeks = range(-BEFORE, WEEKS)
    return sorted(dice.choices(weeks, [weight(w) for w in weeks], k=count))


def tuning(seed: int, ratio: float, shift: bool = False) -> City:
    """A city like the demo city: 60 workplaces in eight districts and 19 occupations, few drivers, many musts."""
    dice = Dice(f"tuning {seed}")
    districts, occupations = ["NH", "KV", "BJ", "SV", "SB", "FT", "VD", "OA"], _skewed("T", 19)
    hours = {"mån-fre 08.00-16.45": 21, "mån-fre 07.00-16.00": 11, "rullande schema, även kväll och helg": 11}
    hours |= {"mån-fre 06.30-15.15": 7, "mån-fre 06.00-14.30": 5, "tis-lör 13.00-20.30": 2, "mån-fre 09.00-15.30": 3}
    placements = [
        place(
            i,
            dice.of(occupations),
            dice.choice(districts),
            dice.of(hours),
            dice.of({"A1": 7, "A2": 27, "B1": 24, "B2": 4}),
            licence="B" if dice.random() < 0.15 else "",
            kind="in_house" if dice.random() < 0.25 else "external",
            demands=demands_now(
                [
                    w
                    for w, s in (("lyft", 0.6), ("gaende", 0.7), ("utomhus", 0.15), ("emotionellt", 0.25))
                    if dice.random() < s
                ]
            ),
        )
        for i in range(60)
    ]
    trips = towns(districts, 6)

    def asks(late: bool) -> Asks:
        wishes = tuple(dict.fromkeys(dice.of(occupations) for _ in range(dice.choice((1, 1, 2, 3)))))
        musts = [
            ("daytime", "", 0.35),
            ("max_travel", str(dice.choice((20, 30, 40))), 0.35),
            ("occupation", wishes[0], 0.55),
        ]
        musts += [("lift_max", "10", 0.4 if late else 0.2), ("start_after", "07.00", 0.2), ("outdoors", "0", 0.1)]
        musts += [("kind", "in_house", 0.12), ("stand_share", "50", 0.35 if late else 0.1)]
        many = 0.0 if dice.random() < 0.4 else 1.1
        needs = tuple(Need(kind, value, "must") for kind, value, share in musts if dice.random() < many * share)
        level = dice.of({"A0": 5, "A1": 30 if late else 15, "A2": 30, "B1": 30, "B2": 20})
        return Asks(wishes, needs, level, "B" if dice.random() < 0.3 else "", 100, dice.choice(districts), None)

    def season(week: int) -> float:
        return 0.5 if 24 <= week % 52 < 32 else 1.6 if week % 52 in range(33, 40) else 1.0

    arrivals = [
        Arrival(w, asks(shift and w >= WEEKS // 2), 52 + dice.randrange(52)) for w in spread(dice, 2 * PEOPLE, season)
    ]
    popular = [dice.choice((1, 1, 2, 3)) for _ in placements]
    opens = [
        Opens(w, dice.choices(range(60), popular)[0], 40 + dice.randrange(52))
        for w in spread(dice, round(2 * PEOPLE * ratio), lambda _: 1.0)
    ]
    return City(placements, trips, {o: o[:3] for o in occupations}, arrivals, opens)


def held_out(seed: int, ratio: float, shift: bool = False) -> City:
    """Another city: 90 workplaces in five districts far apart, 12 occupations of which three have most, referrals in two
    waves a year, places that open in batches, and people of three sorts: newcomers, those who need much, and those who can
    take nearly anything."""
    dice = Dice(f"held out {seed}")
    districts, occupations = ["A", "B", "C", "D", "E"], _skewed("H", 12, 0.75)
    hours = {"mån-fre 07.30-16.00": 30, "mån-fre 06.30-15.30": 30, "mån-sön 07.00-21.00": 25, "mån-fre 10.00-18.00": 15}
    placements = [
        place(
            i,
            dice.of(occupations),
            dice.of({"A": 5, "B": 3, "C": 2, "D": 1, "E": 1}),
            dice.of(hours),
            dice.of({"A1": 25, "A2": 25, "B1": 35, "B2": 15}),
            licence="B" if dice.random() < 0.2 else "",
            kind="in_house" if dice.random() < 0.15 else "external",
            demands=demands_now(
                [
                    w
                    for w, s in (("lyft", 0.5), ("knastaende", 0.4), ("buller", 0.3), ("hojd", 0.2))
                    if dice.random() < s
                ]
            ),
        )
        for i in range(90)
    ]

    def asks(late: bool) -> Asks:
        sort = dice.of({"new": 35, "much": 45 if late else 25, "any": 20 if late else 40})
        wishes = tuple(dict.fromkeys(dice.of(occupations) for _ in range(dice.choice((1, 2, 2)))))
        share = {"new": 0.3, "much": 0.6, "any": 0.03}[sort]
        musts = [
            ("daytime", ""),
            ("max_travel", str(dice.choice((25, 35)))),
            ("lift_max", "10"),
            ("kneel", "0"),
            ("noise", "1"),
        ]
        musts += [("height", "0"), ("start_after", "07.00"), ("occupation", wishes[0])]
        needs = tuple(Need(kind, value, "must") for kind, value in musts if dice.random() < share)
        level = dice.of({"A0": 3, "A1": 4, "A2": 3}) if sort == "new" else dice.of({"A2": 1, "B1": 4, "B2": 4, "C1": 2})
        return Asks(wishes, needs, level, "B" if dice.random() < 0.4 else "", 100, dice.choice(districts), None)

    arrivals = [
        Arrival(w, asks(shift and w >= WEEKS // 2), 52 + dice.randrange(52))
        for w in spread(dice, 2 * PEOPLE, lambda w: 2.5 if w % 26 < 6 else 0.6)
    ]
    opens: list[Opens] = []
    want = round(2 * PEOPLE * ratio)
    while len(opens) < want:
        week, where, batch = dice.randrange(-BEFORE, WEEKS), dice.randrange(90), dice.choice((1, 1, 2, 3))
        opens += [Opens(week, where, 40 + dice.randrange(52)) for _ in range(min(batch, want - len(opens)))]
    return City(placements, towns(districts, 11), {o: o[:3] for o in occupations}, arrivals, sorted(opens))


def _skewed(prefix: str, count: int, power: float = 0.5) -> dict[str, float]:
    """Codes of occupations, the first the commonest; three of a group share their first three characters."""
    return {f"{prefix}{k // 3:02d}{k % 3}": 1 / (k + 1) ** power for k in range(count)}


MAKERS: Mapping[str, Callable[..., City]] = {"tuning": tuning, "held-out": held_out}


def day(week: int) -> date:
    return TODAY + timedelta(7 * week)
