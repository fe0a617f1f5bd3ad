"""Placements: reading, writing, availability."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from amdesk.db.bank.numbers import next_number
from amdesk.db.port import Bank, hold, insert, iso_day, one, tuples, update, value
from amdesk.db.sql import LIVE, TAKING
from amdesk.domain.clock import FAR
from amdesk.domain.places.placement import Availability, ClosedPeriod, Placement, Span, demands_of, next_day
from amdesk.domain.record import fields, stored, values_of
from amdesk.domain.values import sort_key, squash

if TYPE_CHECKING:
    from amdesk.domain.booking.matching import Must


def _columns(names: Iterable[str]) -> str:
    return ", ".join("o.code" if name == "occupation" else f"p.{name}" for name in names)


DETAILED = tuple(Placement._field_defaults)
"""What matching does not look at, but for the hours of a week."""
LOOKED_AT = _columns(Placement._fields[: -len(DETAILED) - 1])
MATCHED = f"{LOOKED_AT}, p.status"
DETAILS = _columns(DETAILED)
FROM = "from placement p join occupation o on o.id = p.occupation_id"
SELECT = f"select {MATCHED}, {DETAILS} {FROM}"
REST = tuple(Placement._field_defaults.values())


def _placement(r: tuple[object, ...]) -> Placement:
    return Placement._make(values_of(Placement, r))


def get(bank: Bank, placement_id: int) -> Placement | None:
    """By key; what was taken back by undo is not there."""
    found = tuples(bank, f"{SELECT} where p.id = :id and p.{LIVE}", id=placement_id)
    return _placement(found[0]) if found else None


def by_number(bank: Bank, number: str) -> Placement | None:
    """By the bank's own number or by the source system's id."""
    where = f"where p.{LIVE} and (p.number = :number or p.source_id = :number) order by p.id limit 1"
    found = tuples(bank, f"{SELECT} {where}", number=number)
    return _placement(found[0]) if found else None


def every(bank: Bank) -> list[Placement]:
    return [_placement(r) for r in tuples(bank, f"{SELECT} where p.{LIVE} order by p.id")]


MATCHING = f"select {LOOKED_AT.replace('o.code', 'p.occupation_id')}, p.hours from placement p where p.{LIVE} and p.status = 'open'"
NARROW = f"""
select p.id, case when p.shared = 0 and c.next_date >= p.open_to and c.from_date <= p.open_from and b.bookings = c.places and b.latest <= :day
    and not exists (select 1 from capacity x where x.placement_id = p.id and x.{LIVE} and x.to_date >= :day and x.id <> c.id)
  then b.ends end as ends from placement p
left join capacity c on c.placement_id = p.id and c.{LIVE} and c.to_date >= :day
left join (select placement_id, count(*) as bookings, sum(extent) as extents, min(to_date) as ends, max(from_date) as latest from booking
  where {LIVE} and status in {TAKING} and to_date >= :day group by placement_id) b on b.placement_id = p.id
where p.{LIVE} and p.status = 'open' and (c.id is null or c.next_date < p.open_to or c.from_date > p.open_from or 100 * c.places <
  case when p.shared = 1 then coalesce(b.extents, 0) + :extent else coalesce(b.bookings, 0) * 100 + 100 end
  or exists (select 1 from capacity x where x.placement_id = p.id and x.{LIVE} and x.to_date >= :day and x.id <> c.id))
"""


def narrow(bank: Bank, since: date, extent: int) -> dict[int, date | None]:
    """Placements where a booking of `extent` percent may meet a full or closed day from `since` on.

    At all others there are more places than bookings and one capacity for the whole period, so that nobody has to
    walk through their days. A day is given where every place is taken by a booking that has begun: the last day of the
    first of them to end, after which there is room for good.
    """
    found = tuples(bank, NARROW, day=since.isoformat(), extent=extent)
    return {key: iso_day(ends) if ends else None for key, ends in found}


MUST_COLUMNS = {
    "licence": "p.licence",
    "language_min": "p.language_min",
    "district": "p.district",
    "kind": "p.kind",
    "occupation": "(select code from occupation o where o.id = p.occupation_id)",
}


def _must_sql(musts: Sequence[Must]) -> tuple[list[str], dict[str, str]]:
    """A condition for each must, and the parameters of all."""
    params = {f"m{i}_{k}": said for i, m in enumerate(musts) for k, said in enumerate(m.allowed or m.barred)}
    marks = [", ".join(f":m{i}_{k}" for k in range(len(m.allowed or m.barred))) for i, m in enumerate(musts)]
    within = [f"{MUST_COLUMNS[m.column]} {'in' if m.allowed else 'not in'}" for m in musts]
    return [f"({column} ({said}))" for column, said in zip(within, marks, strict=True)], params


def left_out(bank: Bank, musts: Sequence[Must]) -> dict[str, int]:
    """How many open placements each must leaves out; one that several would leave out counts for the first."""
    tests, params = _must_sql(musts)
    codes = " ".join(f"when not {test} then '{m.code}'" for m, test in zip(musts, tests, strict=True))
    sql = (
        f"select code, count(*) from (select case {codes} end as code from placement p where p.{LIVE} and p.status = 'open') x "
        "where code is not null group by code"
    )
    return dict(tuples(bank, sql, **params))


def for_matching(bank: Bank, musts: Sequence[Must]) -> list[Placement]:
    """Every open placement that meets the musts, with what matching looks at, and no more: half the time where
    there are thousands."""
    tests, params = _must_sql(musts)
    sql = " and ".join([MATCHING, *tests]) + " order by p.id"
    make, at = tuple.__new__, DETAILED.index("hours")  # the hours of a week bind whoever is under 18
    before, after = REST[:at], REST[at + 1 :]
    codes = dict(tuples(bank, "select id, code from occupation"))
    return [
        make(
            Placement,
            (
                key,
                number,
                kind,
                name,
                district,
                codes[job],
                schedule,
                language,
                licence,
                check,
                age,
                demands_of(demands),
                supervisor,
                shared == 1,
                iso_day(first),
                iso_day(last),
                "open",
                *before,
                hours,
                *after,
            ),
        )
        for key, number, kind, name, district, job, schedule, language, licence, check, age, demands, supervisor, shared, first, last, hours in tuples(
            bank, sql, **params
        )
    ]


def availabilities(
    bank: Bank,
    since: date,
    placement_id: int | None = None,
    known: Collection[Placement] | None = None,
    only: Collection[int] | None = None,
) -> dict[int, Availability]:
    """Availability of each placement (or the one named) from `since` on; earlier loads are left out.

    `known` are placements read already in the same snapshot, so that they are not read twice; of no others. `only` are
    keys, of no others either.
    """
    keys = [placement_id] if placement_id is not None else [p.id for p in known] if known is not None else only
    listed = "" if keys is None else f"({', '.join(str(int(k)) for k in keys) or 'null'})"
    one_only = f" and placement_id in {listed}" if listed else ""
    day = {"day": since.isoformat()}
    if known is None:
        sql = f"select id, open_from, open_to, shared from placement where {LIVE}" + (
            f" and id in {listed}" if listed else ""
        )
        periods = [(key, iso_day(first), iso_day(last), bool(shared)) for key, first, last, shared in tuples(bank, sql)]
    else:
        periods = [(p.id, p.open_from, p.open_to, p.shared) for p in known]
    sharing = {key for key, _, _, shared in periods if shared}
    capacity: dict[int, list[Span]] = {}
    loads: dict[int, list[Span]] = {}
    for key, first, last, places in tuples(
        bank,
        f"select placement_id, from_date, to_date, places from capacity where {LIVE} "
        f"and to_date >= :day{one_only} order by id",
        **day,
    ):
        capacity.setdefault(key, []).append(Span(iso_day(first), iso_day(last), 100 * places))
    for key, first, last, extent in tuples(
        bank,
        f"select placement_id, from_date, to_date, extent from booking where {LIVE} "
        f"and status in {TAKING} and to_date >= :day{one_only}",
        **day,
    ):
        loads.setdefault(key, []).append(Span(iso_day(first), iso_day(last), extent if key in sharing else 100))
    return {
        key: Availability(first, last, capacity.get(key, ()), loads.get(key, ())) for key, first, last, _ in periods
    }


def add(bank: Bank, values: Mapping[str, object], places: int) -> int:
    """A new placement with its capacity; `values` by column, occupation as `occupation_id`."""
    opened, filled = values["open_from"], _filled(bank, values)
    assert isinstance(opened, date)
    number = next_number(bank, "placement", "P")
    filled["search"] = search_text(number, filled)
    key = insert(bank, "placement", number=number, **filled)
    set_capacity(bank, key, opened, FAR, places, "")
    return key


def hold_placement(bank: Bank, placement_id: int) -> None:
    """Keep a placement from others until the transaction ends. Inside a write()."""
    hold(bank, "placement", placement_id)


def of_name(bank: Bank, occupation: str, name: str) -> int | None:
    """Key of a placement by its occupation's code and its name."""
    found: int | None = value(
        bank,
        f"select p.id from placement p join occupation o on o.id = p.occupation_id where p.{LIVE} and o.code = :o and lower(p.name) = lower(:n)",
        o=occupation,
        n=name,
    )
    return found


def names(bank: Bank) -> list[tuple[str, int]]:
    """(name, key) of every placement, the newest first."""
    return tuples(bank, f"select name, id from placement where {LIVE} order by id desc")


class SourcedPlacement(NamedTuple):
    """A placement that a list brought, by the source system's id."""

    id: int
    source_id: str
    department: str


def sourced(bank: Bank) -> list[SourcedPlacement]:
    """Placements with a source system's id that are not flagged yet."""
    sql = f"select id, source_id, department from placement where {LIVE} and source_id <> '' and flagged = ''"
    return [SourcedPlacement(*r) for r in tuples(bank, sql)]


def flag(bank: Bank, placement_id: int, on: date) -> None:
    """The source's list has it no more. Inside the caller's write()."""
    update(bank, "placement", placement_id, flagged=on)


def change(bank: Bank, placement_id: int, values: Mapping[str, object], places: int | None = None) -> None:
    """Change columns; `places` gives a new usual capacity from the placement's opening on. What a period within it was given
    (a closure, say) stays as it is: its rows are laid over the new one again, in the order they came."""
    kept = one(bank, "select * from placement where id = :id", id=placement_id) or {}
    filled = _filled(bank, values)
    whole = {**kept, **filled}
    filled["search"] = search_text(kept["number"], whole)
    update(bank, "placement", placement_id, **filled)
    if places is not None:
        periods = tuples(
            bank,
            f"select c.from_date, c.to_date, c.places, c.reason from capacity c where c.{LIVE} and c.placement_id = :id and c.to_date < :far "
            f"and not exists (select 1 from capacity u where u.{LIVE} and u.placement_id = :id and u.to_date >= :far "
            "and u.id > c.id and u.from_date <= c.from_date) order by c.id",
            id=placement_id,
            far=(FAR - timedelta(1)).isoformat(),
        )
        set_capacity(bank, placement_id, date.fromisoformat(whole["open_from"]), FAR, places, "")
        for first, last, given, reason in periods:
            set_capacity(bank, placement_id, date.fromisoformat(first), date.fromisoformat(last), given, reason)


def set_capacity(bank: Bank, placement_id: int, first: date, last: date, places: int, reason: str) -> int:
    """A capacity row; it stands over all earlier rows on its days."""
    end = min(last, FAR - timedelta(1))
    return insert(
        bank,
        "capacity",
        placement_id=placement_id,
        from_date=first,
        to_date=end,
        next_date=next_day(end),
        places=places,
        reason=reason,
    )


def closed_periods(bank: Bank, placement_id: int) -> list[ClosedPeriod]:
    found = tuples(
        bank,
        f"select from_date, to_date, reason from capacity where {LIVE} and places = 0 and placement_id = :id order by from_date",
        id=placement_id,
    )
    return [ClosedPeriod(iso_day(first), iso_day(last), reason) for first, last, reason in found]


def _filled(bank: Bank, values: Mapping[str, object]) -> dict[str, object]:
    out = stored(Placement, values)
    if "occupation" in out:
        out["occupation_id"] = value(bank, "select id from occupation where code = :code", code=out.pop("occupation"))
    if "name" in out:
        out["sort_name"] = sort_key(str(out["name"]))
    return out


def search_text(number: str, values: Mapping[str, object]) -> str:
    found = (values.get(f.name) for f in fields(Placement) if f.searchable)
    return squash(" ".join(str(said) for said in (number, *found) if said))
