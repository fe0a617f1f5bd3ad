"""What reports read beside the figures, and the reports that were given out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from amdesk.db.port import Bank, insert, iso_day, one, tuples
from amdesk.db.sql import LIVE, NEVER, last_day
from amdesk.domain.results.figures import Figure

RUNS = f"{LIVE} and cancelled = 0 and from_date <= :day and {last_day(else_=NEVER)} >= :day"


class GivenOut(NamedTuple):
    """A report that left the unit: when, of which period, and (count, base) of each figure; a withheld one has none."""

    on: date
    first: date
    last: date
    figures: Mapping[str, tuple[int | None, int | None]]


def running(bank: Bank, day: date) -> dict[str, int]:
    """Employments that run on a day, by kind of place."""
    return dict(
        tuples(bank, f"select kind, count(*) as n from employment where {RUNS} group by kind", day=day.isoformat())
    )


def who_runs(bank: Bank, day: date) -> list[tuple[str, int]]:
    """(kind of place, participant) of the employments that run on a day, each pair once."""
    return tuples(bank, f"select distinct kind, participant_id as p from employment where {RUNS}", day=day.isoformat())


def latest(bank: Bank, kind: str) -> GivenOut | None:
    """The report of a kind that was given out last."""
    found = one(
        bank,
        f"select on_date, first, last, figures from report where kind = :kind and {LIVE} order by id desc limit 1",
        kind=kind,
    )
    if found is None:
        return None
    figures = {f["id"]: (f["count"], f["base"]) for f in json.loads(found["figures"])}
    return GivenOut(iso_day(found["on_date"]), iso_day(found["first"]), iso_day(found["last"]), figures)


def keep(bank: Bank, kind: str, period: tuple[date, date], on: date, audience: str, figures: Sequence[Figure]) -> None:
    """A report that is given out, with a hash of its figures. Inside the caller's write()."""
    said = json.dumps([{"id": f.id, "count": f.count, "base": f.base} for f in figures])
    insert(
        bank,
        "report",
        kind=kind,
        first=period[0].isoformat(),
        last=period[1].isoformat(),
        on_date=on.isoformat(),
        audience=audience,
        figures=said,
        sha256=hashlib.sha256(said.encode()).hexdigest(),
    )
