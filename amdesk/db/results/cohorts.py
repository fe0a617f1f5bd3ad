"""Cohorts in the bank: who ended in a year, and what was frozen of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from amdesk.db.port import Bank, insert, iso_day, one, rows, tuples, value
from amdesk.db.sql import LIVE, last_day
from amdesk.domain.results.cohort import VERSION, Member


class FrozenWindow(NamedTuple):
    """A window as it was frozen: (assistance, measures) of each member, in the order of their positions."""

    frozen_on: date
    result: Sequence[tuple[str, str]]


def last_ends(bank: Bank, year: int, today: date) -> list[Member]:
    """Each person's last end in a year, of employments that have ended."""
    last = min(date(year, 12, 31), today)
    found = tuples(
        bank,
        f"select e.participant_id as p, q.gender, max({last_day('e')}) as last from employment e "
        f"join participant q on q.id = e.participant_id where e.{LIVE} and e.cancelled = 0 "
        f"and {last_day('e')} between :first and :last group by e.participant_id, q.gender order by e.participant_id",
        first=f"{year}-01-01",
        last=last.isoformat(),
    )
    return [Member(person, person, gender, iso_day(ended)) for person, gender, ended in found]


def years(bank: Bank, today: date) -> list[int]:
    """Years in which an employment has ended or that a frozen cohort holds, newest first."""
    found = rows(
        bank,
        f"select distinct substr({last_day()}, 1, 4) as y from employment where {LIVE} and cancelled = 0 "
        f"and {last_day()} <= :day union select cast(year as text) as y from cohort where {LIVE}",
        day=today.isoformat(),
    )
    return sorted((int(r["y"]) for r in found), reverse=True)


def frozen(bank: Bank, year: int) -> int | None:
    """The key of the year's frozen cohort; None where there is none."""
    found = value(bank, f"select id from cohort where year = :y and {LIVE}", y=year)
    return int(found) if found is not None else None


def members(bank: Bank, cohort: int) -> list[Member]:
    """The members of a frozen cohort by position. Of an end whose day is erased the month is kept: its first day is given."""
    found = rows(
        bank,
        f"select position, participant_id, gender, ended_on, ended_month from cohort_row where cohort_id = :c and {LIVE} "
        "order by position",
        c=cohort,
    )
    return [
        Member(r["position"], r["participant_id"], r["gender"], iso_day(r["ended_on"] or f"{r['ended_month']}-01"))
        for r in found
    ]


def window(bank: Bank, cohort: int, name: str) -> FrozenWindow | None:
    """A window of a frozen cohort by its name."""
    found = one(
        bank,
        f"select frozen_on, result from cohort_window where cohort_id = :c and name = :n and {LIVE}",
        c=cohort,
        n=name,
    )
    if found is None:
        return None
    return FrozenWindow(iso_day(found["frozen_on"]), [(a, m) for a, m in json.loads(found["result"])])


WINDOWS = f"from cohort_window w join cohort c on c.id = w.cohort_id where c.year = :year and w.{LIVE} and c.{LIVE}"


def window_names(bank: Bank, year: int) -> list[str]:
    """The windows that are frozen of a year's cohort."""
    return [r["name"] for r in rows(bank, f"select w.name {WINDOWS}", year=year)]


def window_digest(bank: Bank, year: int, name: str) -> str | None:
    """The hash that a window was frozen with; None where it is not frozen."""
    found = value(bank, f"select w.sha256 {WINDOWS} and w.name = :name", year=year, name=name)
    return None if found is None else str(found)


def keep(bank: Bank, year: int, found: Sequence[Member], digest: str, on: date) -> int:
    """A frozen cohort with its members; returns its key. Inside the caller's write()."""
    key = insert(
        bank, "cohort", year=year, definition=VERSION, frozen_on=on.isoformat(), frozen_by=bank.actor, sha256=digest
    )
    for position, m in enumerate(found):
        insert(
            bank,
            "cohort_row",
            cohort_id=key,
            position=position,
            participant_id=m.person,
            gender=m.gender,
            ended_month=f"{m.ended:%Y-%m}",
            ended_on=m.ended.isoformat(),
        )
    return key


def keep_window(bank: Bank, cohort: int, name: str, frozen: FrozenWindow, digest: str) -> None:
    """A window of a frozen cohort. Inside the caller's write()."""
    insert(
        bank,
        "cohort_window",
        cohort_id=cohort,
        name=name,
        definition=VERSION,
        frozen_on=frozen.frozen_on.isoformat(),
        result=json.dumps(frozen.result),
        sha256=digest,
    )
