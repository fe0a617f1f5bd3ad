"""Cities from files: one JSON object, so that anybody can try the policies on other years.

    {"placements": [{"occupation": "MAT1", "district": "NH", "schedule": "mån-fre 08.00-16.45", "language_min": "A2",
                     "licence": "", "kind": "external", "demands": ["lift_max=0-15"]}, ...],
     "travel": [{"from": "NH", "to": "KV", "walk_min": 19, "cycle_min": 7, "bus_min": 13, "changes": 0}, ...],
     "groups": {"MAT1": "51"},
     "arrivals": [{"week": -3, "wishes": ["MAT1"], "needs": [{"kind": "daytime", "value": "", "weight": "must"}],
                   "language": "B1", "licence": "", "extent": 100, "district": "NH", "max_travel": null, "patience": 40}, ...],
     "opens": [{"week": 0, "placement": 0, "weeks": 30}, ...]}

Weeks run from 0 to 51; below 0 (to -52) is the history that looking ahead counts. `placement` is the place in the list, from 0;
`patience` and `weeks` say how long a person waits and a place is open at most. Only `week`, `wishes` and `placement` must be said;
`groups` gives occupations the first digits of their SSYK code, without which each is a group of its own. Way and needs are as in the
program: a way that is not said is not known.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from amdesk.domain.booking.ahead import Asks
from amdesk.domain.booking.needs import Trip
from amdesk.domain.people.participant import Need
from amdesk.domain.people.wording import demands_now
from bench.ahead.worlds import BEFORE, Arrival, City, Opens, place

LONG = 104
"""Weeks of whoever waits, or whatever is open, without an end."""


def read(path: Path) -> City:
    """The city of a file. Raises SystemExit with a sentence where it cannot be read."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        placements = [_placement(i, p) for i, p in enumerate(said["placements"])]
        trips = {
            (t["from"], t["to"]): Trip(t["walk_min"], t["cycle_min"], t["bus_min"], t["changes"])
            for t in said.get("travel", ())
        }
        opens = [Opens(int(o["week"]), int(o["placement"]), int(o.get("weeks", LONG))) for o in said["opens"]]
        if not all(0 <= o.placement < len(placements) and o.week >= -BEFORE for o in opens):
            raise SystemExit(f"{path}: a place opens at a placement that is not in the list, or before week -{BEFORE}.")
        return City(placements, trips, said.get("groups", {}), [_arrival(a) for a in said["arrivals"]], opens)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SystemExit(
            f"{path} is no city file: {error!r}. See bench/ahead/cityfile.py for what it holds."
        ) from error


def _placement(key: int, said: Mapping[str, Any]) -> Any:
    return place(
        key,
        said["occupation"],
        said.get("district", ""),
        said.get("schedule", ""),
        said.get("language_min", ""),
        licence=said.get("licence", ""),
        kind=said.get("kind", "external"),
        demands=demands_now(said.get("demands", ())),
    )


def _arrival(said: Mapping[str, Any]) -> Arrival:
    needs = tuple(Need(n["kind"], n.get("value", ""), n.get("weight", "important")) for n in said.get("needs", ()))
    asks = Asks(
        tuple(said["wishes"]),
        needs,
        said.get("language", ""),
        said.get("licence", ""),
        int(said.get("extent", 100)),
        said.get("district", ""),
        said.get("max_travel"),
    )
    return Arrival(int(said["week"]), asks, int(said.get("patience", LONG)))


def written(city: City) -> dict[str, Any]:
    """A city as a file holds it."""
    return {
        "placements": [
            {k: getattr(p, k) for k in ("occupation", "district", "schedule", "language_min", "licence", "kind")} | {"demands": list(p.demands)}
            for p in city.placements
        ],
        "travel": [
            {"from": a, "to": b, "walk_min": t.walk, "cycle_min": t.cycle, "bus_min": t.bus, "changes": t.changes}
            for (a, b), t in city.trips.items()
        ],
        "groups": dict(city.groups),
        "arrivals": [
            {"week": a.week, "patience": a.patience, **a.asks._asdict(), "needs": [n.__dict__ if hasattr(n, "__dict__") else {"kind": n.kind, "value": n.value, "weight": n.weight} for n in a.asks.needs]}
            for a in city.arrivals
        ],
        "opens": [o._asdict() for o in city.opens],
    }  # fmt: skip
