"""`python -m bench.ahead`: the policies side by side on the held-out maker of cities, 16 seeds, beside what the issue of a year asks for.

--maker tuning      the maker that the figures were chosen on
--seeds N           how many (16)
--city FILE ...     cities from files in place of a maker's (see cityfile.py)
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.ahead.cityfile import read
from bench.ahead.worlds import MAKERS, City
from bench.ahead.year import POLICIES, Outcome, hindsight, simulate, town

RATIOS = (0.7, 0.9, 1.1)
Row = dict[str, Outcome]


def years(cities: Iterable[City], strength: int) -> list[Row]:
    """What each policy, and hindsight, makes of each city: the same people and places for all."""
    out = []
    for city in cities:
        t = town(city)
        out.append({p: simulate(t, p, strength) for p in POLICIES} | {"hindsight": hindsight(t)})
    return out


def share(rows: Sequence[Row], policy: str, what: str) -> float:
    """The mean over cities of what a policy reached, in percent of hindsight."""
    return statistics.fmean(100 * getattr(r[policy], what) / max(1, getattr(r["hindsight"], what)) for r in rows)


def table(name: str, rows: Sequence[Row]) -> None:
    print(f"\n{name}: {len(rows)} cities; hindsight places {statistics.fmean(r['hindsight'].placed for r in rows):.1f}")
    print(f"  {'policy':12} {'places %':>9} {'worst':>6} {'fit %':>6} {'mean fit':>9} {'weeks':>6}")
    for p in POLICIES:
        worst = min(100 * r[p].placed / max(1, r["hindsight"].placed) for r in rows)
        mean = statistics.fmean(r[p].fit / max(1, r[p].placed) for r in rows)
        weeks = statistics.fmean(r[p].weeks / max(1, r[p].placed) for r in rows)
        said = f"{share(rows, p, 'placed'):9.2f} {worst:6.1f} {share(rows, p, 'fit'):6.2f} {mean:9.1f} {weeks:6.1f}"
        print(f"  {p:12} {said}", flush=True)


def held(rows: Sequence[Row], name: str, least: float = 0, gain: float = 0, fit: float = 0) -> bool:
    """Whether look-ahead reached so many percent of hindsight's places, so many points over the weekly round, and such a fit."""
    places, weekly = share(rows, "look-ahead", "placed"), share(rows, "weekly", "placed")
    good = places >= least and places - weekly >= gain - 1e-9 and share(rows, "look-ahead", "fit") >= fit
    print(f"{name:34} {places:6.2f} weekly {weekly:6.2f} {'ok' if good else 'UNDER'}")
    return good


def main(given: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.ahead")
    parser.add_argument("--maker", choices=MAKERS, default="held-out")
    parser.add_argument("--seeds", type=int, default=16)
    parser.add_argument("--strength", type=int, default=100)
    parser.add_argument("--city", type=Path, nargs="+", default=[])
    asked = parser.parse_args(given)
    if asked.city:
        for path in asked.city:
            table(str(path), years([read(path)], asked.strength))
        return 0
    make, good = MAKERS[asked.maker], []
    for shift in (False, True):
        for ratio in RATIOS:
            rows = years((make(seed, ratio, shift) for seed in range(asked.seeds)), asked.strength)
            name = f"{ratio} places each" + (", another mix from mid-year" if shift else "")
            table(name, rows)
            asks = (98.0, 3.0, 93.0) if ratio == 0.9 and not shift else ()
            good.append(held(rows, name, *asks))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
