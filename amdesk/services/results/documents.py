"""The parts of a report's JSON that belong to its kind alone, each with what must not leave the unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from amdesk.domain.results.figures import Comparison
from amdesk.domain.results.outcomes import Result
from amdesk.domain.results.report import Part, Say
from amdesk.domain.results.rounding import Ore
from amdesk.domain.results.savings import Estimate, Ledger
from amdesk.domain.texts import Text
from amdesk.services.results.layer import LEDGER_AMOUNTS
from amdesk.services.results.sections import BOUND, ledger_stays, tells_persons


def ledger(found: Ledger, say: Say) -> dict[str, object]:
    """The ledger; amounts in öre."""
    few = ledger_stays(found)

    def one_of(e: Estimate) -> dict[str, int]:
        found = {"saved": e.saved, "job": e.job, "fund": e.fund, "net": e.net, "net_of_fund": e.net_of_fund}
        return {name: Ore(amount) for name, amount in found.items()}

    return {
        "covered": Part(list(found.covered)) if found.covered else None,
        **{
            name: Part(one_of(e), [LEDGER_AMOUNTS], few)
            for name, e in (("low", found.low), ("middle", found.middle), ("high", found.high))
        },
        "assumptions": Part(
            [
                {
                    "id": a.id,
                    "label": say(Text(a.label)),
                    "low": a.low,
                    "value": a.value,
                    "high": a.high,
                    "unit": a.unit,
                    "source": say(Text(a.source)),
                }
                for a in found.assumptions
            ]
        ),
        "sensitivity": Part(
            [{"id": a.id, "low": Ore(low), "high": Ore(high)} for a, low, high in found.swings], [LEDGER_AMOUNTS], few
        ),
        "decisive": Part(found.decisive.id, [LEDGER_AMOUNTS], few),
    }


def persons(now: Result, groups: Sequence[str]) -> dict[str, Part]:
    """Persons of each group; beside the employments they may tell of a few who ended twice."""
    return {g: Part(now.persons(g), [f"reached_day90.{g}"], tells_persons(now, g)) for g in groups}


def bound(now: Result, group: str) -> Part:
    """Outside only for everyone: those of a group who were not reached are in no figure that is withheld for them."""
    b = now.bound(group)
    said = {"id": b.figure.id, "not_reached": b.unknown, "low": b.low, "high": b.high}
    return Part(said, BOUND, inside=group != "all")


def comparison(c: Comparison, span: tuple[date, date] | None, say: Say) -> dict[str, object]:
    """Two shares beside each other, with their periods where `span` is that of the second."""
    return {
        **({"from": span[0], "to": span[1]} if span else {}),
        "first": {"id": c.first.id, "count": c.first.count, "base": c.first.base, "percent": c.first.percent},
        "second": {"id": c.second.id, "count": c.second.count, "base": c.second.base, "percent": c.second.percent},
        "points": c.points,
        "low": c.low,
        "high": c.high,
        "distinct": c.distinct,
        "needed": c.needed,
        "sentence": say(c.sentence),
    }
