"""What stands behind the figures: the employments and persons they count, where they worked, and what was known before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from amdesk.db.people.participants import ORDER
from amdesk.db.port import Bank, Row, iso_day, rows, tuples
from amdesk.db.sql import LIVE, last_day


class Begun(NamedTuple):
    """What was known of an employment as it began. `since` is the end of the employment before, or the registration."""

    employment: int
    language: str
    since: date | None
    begun: date
    extent: int
    born: date | None


class CountedEmployment(NamedTuple):
    """An employment that a figure counts. Nobody is masked; `name` is the number where there is none."""

    id: int
    participant: int
    number: str
    name: str
    protection: int
    place: str
    ended: date
    end_reason: str


class CountedPerson(NamedTuple):
    """A person that a figure counts. Nobody is masked; `name` is the number where there is none."""

    id: int
    number: str
    name: str
    protection: int


IN_SPAN = f"{last_day('e')} between :first and :last and e.{LIVE} and e.cancelled = 0"
# In order of key, so that the rows are read as they lie: half the time over ten years.
CASES = f"""
select e.id, q.language, coalesce((select max({last_day("x")}) from employment x where x.participant_id = e.participant_id
  and x.{LIVE} and x.cancelled = 0 and x.from_date < e.from_date), q.registered_on) as since, e.from_date, e.extent, q.born
from employment e join participant q on q.id = e.participant_id where {IN_SPAN} order by e.id
"""


def cases(bank: Bank, first: date, last: date) -> list[Begun]:
    """The employments whose last day falls between two days, both included."""
    found = tuples(bank, CASES, first=first.isoformat(), last=last.isoformat())
    return [
        Begun(key, language, iso_day(since) if since else None, iso_day(begun), extent, iso_day(born) if born else None)
        for key, language, since, begun, extent, born in found
    ]


def workplaces(bank: Bank, first: date, last: date) -> dict[int, tuple[str, str]]:
    """(name, kind) of the workplace of each employment whose last day falls between two days, both included."""
    found = tuples(
        bank,
        "select e.id, coalesce(h.name, e.placement_text) as place, e.kind from employment e left join placement h on h.id = e.placement_id "
        f"where {IN_SPAN}",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return {key: (place, kind) for key, place, kind in found}


class EndedRow(NamedTuple):
    """An employment behind a report, by its reference."""

    id: int
    ref: str
    ended: date
    protected: bool


def refs(bank: Bank, first: date, last: date) -> list[EndedRow]:
    """The employments whose last day falls between two days, by last day."""
    found = tuples(
        bank,
        f"select e.id, e.ref, {last_day('e')} as last, q.protection from employment e join participant q on q.id = e.participant_id "
        f"where e.{LIVE} and {last_day('e')} between :first and :last order by last, e.id",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return [EndedRow(key, ref, iso_day(ended), bool(level)) for key, ref, ended, level in found]


BEHIND = f"""
select e.id, e.participant_id as p, q.number, q.name, q.protection, coalesce(h.name, e.placement_text) as place, e.end_reason,
  {last_day("e")} as last
from employment e join participant q on q.id = e.participant_id left join placement h on h.id = e.placement_id
where e.id in ({{ids}}) order by last, e.id
"""
PEOPLE = (
    "select p.id, p.number, p.name, p.protection from participant p where p.id in ({ids}) order by " + ORDER + ", p.id"
)
AT_ONCE = 900


def employments(bank: Bank, ids: Sequence[int]) -> list[CountedEmployment]:
    """The employments named, by last day in each nine hundred of them."""
    return [
        CountedEmployment(
            r["id"],
            r["p"],
            r["number"],
            r["name"] or r["number"],
            r["protection"],
            r["place"],
            iso_day(r["last"]),
            r["end_reason"],
        )
        for r in _some(bank, BEHIND, ids)
    ]


def people(bank: Bank, ids: Sequence[int]) -> list[CountedPerson]:
    """The persons named, by name in each nine hundred of them; protected ones last."""
    found = _some(bank, PEOPLE, ids)
    return [CountedPerson(r["id"], r["number"], r["name"] or r["number"], r["protection"]) for r in found]


def _some(bank: Bank, sql: str, ids: Sequence[int]) -> Iterator[Row]:
    wanted = sorted(ids)
    for i in range(0, len(wanted), AT_ONCE):
        yield from rows(bank, sql.format(ids=", ".join(str(int(k)) for k in wanted[i : i + AT_ONCE])))
