"""What reports read beside the figures, and the reports that were given out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from amdesk.db.port import Bank, insert, iso_day, one, rows, tuples
from amdesk.db.sql import LIVE, NEVER, last_day
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.releases import CountedRow, Release, apart

RUNS = f"{LIVE} and cancelled = 0 and from_date <= :day and {last_day(else_=NEVER)} >= :day"


class GivenOut(NamedTuple):
    """A report that left the unit: when, of which period, and (count, base) of each figure; a withheld one has none."""

    on: date
    first: date
    last: date
    figures: Mapping[str, tuple[int | None, int | None]]
    audience: str = "inside"


def running(bank: Bank, day: date) -> dict[str, int]:
    """Employments that run on a day, by kind of place."""
    return dict(
        tuples(bank, f"select kind, count(*) as n from employment where {RUNS} group by kind", day=day.isoformat())
    )


def who_runs(bank: Bank, day: date) -> list[tuple[str, int]]:
    """(kind of place, participant) of the employments that run on a day, each pair once."""
    return tuples(bank, f"select distinct kind, participant_id as p from employment where {RUNS}", day=day.isoformat())


def latest(bank: Bank, kind: str) -> GivenOut | None:
    """The report of a kind that was given out last: to others, where any was, else within the unit."""
    found = one(
        bank,
        f"""select on_date, first, last, figures, audience from report where kind = :kind and {LIVE}
            order by case audience when 'outside' then 1 else 0 end desc, id desc limit 1""",
        kind=kind,
    )
    if found is None:
        return None
    figures = {f["id"]: (f["count"], f["base"]) for f in json.loads(found["figures"])}
    return GivenOut(
        iso_day(found["on_date"]), iso_day(found["first"]), iso_day(found["last"]), figures, found["audience"]
    )


class Given(NamedTuple):
    """The act of giving a report out: to whom, and what proves what it counted."""

    recipient: str
    narrowed: tuple[str, str]
    reference: str
    salt: str
    commitment: str
    shown: Sequence[str]
    counted: str


def keep(
    bank: Bank,
    kind: str,
    period: tuple[date, date],
    on: date,
    audience: str,
    figures: Sequence[Figure],
    given: Given | None = None,
    counted: Sequence[CountedRow] = (),
) -> None:
    """A report that is given out, with a hash of its figures, and whose rows it counted apart. Inside the caller's write()."""
    said = json.dumps([{"id": f.id, "count": f.count, "base": f.base} for f in figures])
    more = {} if given is None else _columns(given)
    key = insert(
        bank,
        "report",
        kind=kind,
        first=period[0].isoformat(),
        last=period[1].isoformat(),
        on_date=on.isoformat(),
        audience=audience,
        figures=said,
        sha256=hashlib.sha256(said.encode()).hexdigest(),
        **more,
    )
    for r in counted:
        insert(
            bank,
            "report_row",
            report_id=key,
            counts=r.counts,
            row_key=r.key,
            participant_id=r.person,
            ended=r.ended.isoformat(),
            facts=json.dumps(r.facts),
        )


def _columns(given: Given) -> dict[str, str]:
    kept = given._asdict()
    occupation, department = kept.pop("narrowed")
    return {**kept, "shown": json.dumps(sorted(given.shown)), "occupation": occupation, "department": department}


RELEASED = f"from report where audience = 'outside' and reference <> '' and {LIVE}"


def releases(bank: Bank) -> list[Release]:
    """The reports that were given out, the oldest first, and apart from each the other period that it was compared with."""
    return [r for given in given_reports(bank) for r in apart(given)]


def given_reports(bank: Bank) -> list[Release]:
    """The reports that were given out, the oldest first, with the rows of those who are still known."""
    kept: dict[int, list[CountedRow]] = {}
    for r in rows(bank, f"select * from report_row where {LIVE} and report_id in (select id {RELEASED})"):
        row = CountedRow(
            r["counts"], r["row_key"], r["participant_id"], iso_day(r["ended"]), tuple(json.loads(r["facts"]))
        )
        kept.setdefault(r["report_id"], []).append(row)
    return [
        Release(
            r["reference"],
            iso_day(r["on_date"]),
            iso_day(r["first"]),
            iso_day(r["last"]),
            (r["occupation"], r["department"]),
            frozenset(json.loads(r["shown"])),
            kept.get(r["id"], []),
        )
        for r in rows(bank, f"select * {RELEASED} order by id")
    ]


class ToldReport(NamedTuple):
    """What a report that was given out told: (count, base) by id of its figures, and the years of its cohorts."""

    kind: str
    first: date
    last: date
    narrowed: tuple[str, str]
    figures: Mapping[str, tuple[int, int]]
    years: frozenset[str]


def told(bank: Bank) -> list[ToldReport]:
    """Of each report that was given out the figures that it printed with count and base."""
    sets = tuples(
        bank, f"select distinct report_id, counts from report_row where {LIVE} and report_id in (select id {RELEASED})"
    )
    return [
        ToldReport(
            r["kind"],
            iso_day(r["first"]),
            iso_day(r["last"]),
            (r["occupation"], r["department"]),
            {
                f["id"]: (f["count"], f["base"])
                for f in json.loads(r["figures"])
                if f["count"] is not None and f["base"] is not None
            },
            frozenset(c.split()[1] for i, c in sets if i == r["id"] and c.startswith("cohort ")),
        )
        for r in rows(bank, f"select * {RELEASED} order by id")
    ]


class GivenAct(NamedTuple):
    """One line of what was given out."""

    reference: str
    kind: str
    first: date
    last: date
    on: date
    recipient: str


def given_out(bank: Bank) -> list[GivenAct]:
    """What was given out, when and to whom, the newest first."""
    found = rows(bank, f"select * from report where reference <> '' and {LIVE} order by id desc")
    return [
        GivenAct(
            r["reference"],
            r["kind"],
            iso_day(r["first"]),
            iso_day(r["last"]),
            iso_day(r["on_date"]),
            r["recipient"],
        )
        for r in found
    ]


def opening(bank: Bank, reference: str) -> tuple[str, str, str] | None:
    """(salt, commitment, what was counted) of a report by its reference; None where there is none."""
    found = one(bank, f"select salt, commitment, counted from report where reference = :r and {LIVE}", r=reference)
    return None if found is None else (found["salt"], found["commitment"], found["counted"])


def erased(bank: Bank) -> set[int]:
    """Keys of people whose personal data is erased."""
    return {r["id"] for r in rows(bank, "select id from participant where void = 1")}
