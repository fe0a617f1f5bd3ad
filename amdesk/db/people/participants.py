"""Participants: reading, writing, merging, search. What a protected person's row may show is decided in services."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from amdesk.db.bank.apart import APART
from amdesk.db.bank.numbers import numbers
from amdesk.db.catalogue import MOVED
from amdesk.db.port import Bank, Row, day_of, hold, insert, insert_many, one, rows, tuples, update, value
from amdesk.db.sql import LIVE, RUNS, TAKING, WAITS, last_day
from amdesk.domain.people.contact import ContactNote
from amdesk.domain.people.masked import Masked
from amdesk.domain.people.masks import HIDDEN
from amdesk.domain.people.participant import Participant, ParticipantRow, protection_in
from amdesk.domain.record import Declared, beside, columns, field_names, fields, made, made_of, stored
from amdesk.domain.values import fold, phone_key, sort_key, squash

WORKER = "coalesce(w.name, '') as case_worker"
FROM = "from participant p left join case_worker w on w.id = p.case_worker_id"
SELECT = f"select p.*, {WORKER} {FROM}"
PLAIN = f"select {', '.join(WORKER if n == 'case_worker' else f'p.{n}' for n in field_names(Participant))} {FROM}"
"""The same as plain rows, with nothing but what a person's record holds."""


def participant_of(r: Row) -> Participant:
    return made(Participant, r)


def get(bank: Bank, participant_id: int) -> Participant | None:
    """By key; whoever was taken back by undo is not there."""
    found = one(bank, f"{SELECT} where p.id = :id and p.{LIVE}", id=participant_id)
    return participant_of(found) if found else None


def many(bank: Bank, ids: Collection[int]) -> list[Participant]:
    """The people named, by number; nobody twice."""
    wanted = ", ".join(str(int(i)) for i in sorted(set(ids))) or "0"
    return list(made_of(Participant, tuples(bank, f"{PLAIN} where p.id in ({wanted}) order by p.number")))


def as_stored(bank: Bank, ids: Iterable[int], names: Sequence[str]) -> dict[int, tuple[object, ...]]:
    """Of people, by their keys: the key and some fields, as columns hold them."""
    wanted = ", ".join(str(int(i)) for i in sorted(set(ids))) or "0"
    said = ", ".join(WORKER if n == "case_worker" else f"p.{n}" for n in names)
    return {row[0]: row for row in tuples(bank, f"select p.id, {said} {FROM} where p.id in ({wanted})")}


def by_name_of_number(bank: Bank, number: str) -> int | None:
    """Key by the bank's number (D-0001), following merges."""
    found = value(bank, f"select id from participant where number = :number and {LIVE}", number=number)
    return living(bank, found) if found is not None else None


def living(bank: Bank, key: int) -> int:
    """The record that a merged one has become, through any number of merges; its own key where it is not merged."""
    into = value(bank, "select merged_into from participant where id = :id", id=key)
    return living(bank, into) if into is not None else key


def by_identity(bank: Bank, identity: str) -> int | None:
    """Key by personal identity number, the present one or an earlier one of the same person."""
    found = value(
        bank, f"select id from participant where identity = :i and {LIVE} and merged_into is null", i=identity
    )
    return int(found) if found is not None else _earlier(bank, "and h.identity = :i", i=identity).get(identity)


def identities(bank: Bank) -> dict[str, int]:
    """The person of every identity number that somebody has or had."""
    present = tuples(
        bank, f"select identity, id from participant where identity is not null and {LIVE} and merged_into is null"
    )
    return _earlier(bank) | dict(present)


def renumbered(bank: Bank) -> dict[str, str]:
    """Earlier identity numbers, each with the number that the person has now."""
    found = _earlier(bank)
    wanted = ", ".join(str(k) for k in sorted(set(found.values()))) or "0"
    present = dict(
        tuples(bank, f"select id, identity from participant where id in ({wanted}) and identity is not null")
    )
    again = (
        f"select identity from participant where {LIVE} and merged_into is null "
        f"and identity in (select identity from identity_history where {LIVE})"
    )
    taken = {number for (number,) in tuples(bank, again)}
    return {number: present[key] for number, key in found.items() if key in present and number not in taken}


def _earlier(bank: Bank, only: str = "", **params: object) -> dict[str, int]:
    """The person of each earlier identity number; none leads to a person of the highest protection level, for whom no
    link between the old and the new identity may exist (lag (1991:483) om fingerade personuppgifter)."""
    found = tuples(
        bank,
        "select h.identity, p.id from identity_history h join participant p on p.id = h.participant_id "
        f"where h.{LIVE} {only} order by h.id",
        **params,
    )
    whose = {number: living(bank, key) for number, key in found}
    wanted = ", ".join(str(k) for k in sorted(set(whose.values()))) or "0"
    sql = f"select id from participant where id in ({wanted}) and {LIVE} and protection < {APART}"
    open_ones = {key for (key,) in tuples(bank, sql)}
    return {number: key for number, key in whose.items() if key in open_ones}


def protected_ones(bank: Bank) -> tuple[set[int], set[str]]:
    """Keys of everybody who is protected, and every identity number they have or had."""
    found = rows(
        bank,
        "select p.id, p.identity from participant p where p.protection > 0 union all select p.id, h.identity "
        f"from identity_history h join participant p on p.id = h.participant_id where h.{LIVE} and p.protection > 0",
    )
    return {r["id"] for r in found}, {r["identity"] for r in found if r["identity"]}


def protected_met(bank: Bank) -> list[tuple[int, str, str]]:
    """Key, name and phone of everybody who is protected and to whom a name or a phone may lead: of the highest level nobody."""
    asked = f"select id, name, phone from participant where protection > 0 and protection < :apart and {LIVE} and merged_into is null"
    return [(key, fold(name), phone_key(phone)) for key, name, phone in tuples(bank, asked, apart=APART)]


class PhoneOf(NamedTuple):
    """Whose phone it is: key, name, and whether she has an identity number."""

    id: int
    name: str
    numbered: bool


def protected_numbers(bank: Bank) -> frozenset[str]:
    """By what number everybody goes who is protected."""
    return frozenset(n for (n,) in tuples(bank, f"select number from participant where protection > 0 and {LIVE}"))


def phones(bank: Bank) -> dict[str, list[PhoneOf]]:
    """By phone, however it is written, everybody who has it; of the highest protection level nobody."""
    out: dict[str, list[PhoneOf]] = {}
    found = tuples(
        bank,
        f"select id, name, identity is not null as n, phone from participant where phone <> '' and protection < :apart and {LIVE} and merged_into is null",
        apart=APART,
    )
    for key, name, numbered, phone in found:
        out.setdefault(phone_key(phone), []).append(PhoneOf(key, name, bool(numbered)))
    out.pop("", None)
    return out


def add(bank: Bank, values: Mapping[str, object]) -> int:
    """A new person, with the next number. Inside the caller's write()."""
    return add_many(bank, [values])[0]


def add_many(bank: Bank, people: Iterable[Mapping[str, object]]) -> list[int]:
    """New people with the numbers that follow; their keys, in the same order. Inside the caller's write()."""
    following = numbers(bank, "participant", "D")
    return insert_many(bank, "participant", [_numbered(next(following), _filled(values)) for values in people])


def _numbered(number: str, filled: dict[str, object]) -> dict[str, object]:
    return {"number": number, **filled, "search": search_text(number, filled)}


def change(bank: Bank, participant_id: int, values: Mapping[str, object]) -> None:
    kept = one(bank, "select * from participant where id = :id", id=participant_id) or {}
    filled = _filled(values)
    filled["search"] = search_text(kept["number"], {**kept, **filled})
    update(bank, "participant", participant_id, **filled)


def search_text(number: str, values: Mapping[str, object]) -> str:
    """What finds the person. A protected person is found by number alone: a hit on the name would tell."""
    if protection_in(values):
        return number
    found = (values.get(f.name) for f in fields(Participant) if f.searchable)
    return squash(" ".join(str(said) for said in (number, *found) if said))


def _filled(values: Mapping[str, object]) -> dict[str, object]:
    out = stored(Participant, values)
    if "name" in out:
        out["sort_name"] = sort_key(str(out["name"]))
    return out


ORDER = "case when p.protection > 0 then 1 else 0 end, case when p.protection > 0 then '' else p.sort_name end"
"""By name, protected people last and by number: between two names the order would tell theirs."""
LIST = f"""
select {{more}} p.id, p.number, p.name, p.protection, p.wishes, p.registered_on, p.restricted_on, p.case_worker_id, coalesce(w.name, '') as case_worker,
  b.status as booking_status, b.from_date as b_from, b.to_date as b_to, b.placement, e.from_date as e_from, e.to_date as e_to,
  e.place_text, x.ended as ended_on, x.employment_id as last_employment,
  exists (select 1 from followup f where f.employment_id = x.employment_id and f.{LIVE} and f.contact <> 'not_due') as followed_up,
  exists (select 1 from certificate c where c.employment_id = x.employment_id and c.{LIVE} and c.revoked_on is null) as certified,
  exists (select 1 from assessment a where a.employment_id = x.employment_id and a.{LIVE} and a.occasion = 'final' and a.finished = 1) as assessed_final
from participant p
left join case_worker w on w.id = p.case_worker_id
left join (select participant_id, status, from_date, to_date, (select name from placement where id = booking.placement_id) as placement,
    row_number() over (partition by participant_id order by from_date) as n from booking
  where {LIVE} and status in {TAKING} and to_date >= :today) b on b.participant_id = p.id and b.n = 1
left join (select participant_id, from_date, to_date, coalesce((select name from placement where id = employment.placement_id), placement_text) as place_text,
    row_number() over (partition by participant_id order by from_date) as n from employment
  where {LIVE} and cancelled = 0 and ended_on is null and (to_date is null or to_date >= :today)) e on e.participant_id = p.id and e.n = 1
left join (select participant_id, id as employment_id, {last_day()} as ended,
    row_number() over (partition by participant_id order by {last_day()} desc) as n from employment
  where {LIVE} and cancelled = 0 and ({last_day()} < :today or ended_on is not null)) x on x.participant_id = p.id and x.n = 1
where p.{LIVE} and p.merged_into is null
"""


WAITING = f"""
select p.id from participant p
where {WAITS} order by {ORDER}, p.id
"""


def waiting(bank: Bank, today: date) -> list[int]:
    """Keys of everyone without a booking or an employment now or to come, and with none that ended since the referral."""
    return [r["id"] for r in rows(bank, WAITING, today=today.isoformat())]


def count_waiting(bank: Bank, today: date) -> int:
    return int(value(bank, f"select count(*) as n from participant p where {WAITS}", today=today.isoformat()))


class Standing(NamedTuple):
    """A participant with what is nearest about her: a booking and an employment now or to come, and the last that ended."""

    id: int
    number: str
    name: str
    protection: int
    wishes: tuple[str, ...]
    registered_on: date
    case_worker_id: int | None
    case_worker: str
    booking_status: str
    """Empty without a booking."""
    booked: tuple[date | None, date | None]
    employed: tuple[date | None, date | None]
    """(None, None) without an employment; the second None where it has no end."""
    place: str
    ended_on: date | None
    followed_up: bool
    certified: bool
    assessed_final: bool
    restricted: bool
    more: tuple[object, ...]
    """Values of the fields that are declared `listed`."""


def _standing(r: Row) -> Standing:
    return Standing(
        r["id"],
        r["number"],
        r["name"],
        r["protection"],
        tuple(json.loads(r["wishes"])),
        date.fromisoformat(r["registered_on"]),
        r["case_worker_id"],
        r["case_worker"],
        r["booking_status"] or "",
        (day_of(r["b_from"]), day_of(r["b_to"])),
        (day_of(r["e_from"]), day_of(r["e_to"])),
        r["placement"] or r["place_text"] or "",
        day_of(r["ended_on"]),
        bool(r["followed_up"]),
        bool(r["certified"]),
        bool(r["assessed_final"]),
        r["restricted_on"] is not None,
        tuple(f.kind.read(r[f.name]) for f in beside(Participant)),
    )


def listing(bank: Bank, today: date, ids: list[int] | None = None) -> list[Standing]:
    """All participants (or those named) with what a list needs, by Swedish name order."""
    more = f" and p.id in ({', '.join(str(int(i)) for i in ids)})" if ids is not None else ""
    if ids == []:
        return []
    extra = "".join(f"p.{f.name}, " for f in beside(Participant))
    found = rows(bank, f"{LIST.format(more=extra)}{more} order by {ORDER}, p.id", today=today.isoformat())
    return [_standing(r) for r in found]


def status_of(r: Standing, today: date) -> str:
    """waiting, booked, working or ended."""
    begins, _ = r.employed
    if r.booking_status == "started" or (begins and begins <= today and r.booking_status not in {"reserved", "booked"}):
        return "working"
    if r.booking_status or begins:
        return "booked"
    return "ended" if r.ended_on and r.ended_on >= r.registered_on else "waiting"


def listed(r: Standing, today: date, wishes: Mapping[str, str]) -> ParticipantRow:
    """A participant as lists show her; `wishes` are the names of occupations by code."""
    first = next(iter(r.wishes), "")
    from_date, to_date = r.booked if r.booked[0] else r.employed
    protected = bool(r.protection)
    return ParticipantRow(
        r.id,
        r.number,
        Masked(r.name or r.number, r.id, r.protection),
        protected,
        wishes.get(first, ""),
        r.case_worker,
        status_of(r, today),
        r.registered_on,
        from_date,
        to_date,
        Masked(r.place, r.id, r.protection, HIDDEN),
        r.booking_status,
        r.ended_on,
        r.followed_up,
        r.certified,
        r.assessed_final,
        r.restricted,
        tuple((f.name, None if protected else said) for f, said in zip(beside(Participant), r.more, strict=True)),
    )


class HeldParticipant(NamedTuple):
    """What of a person two people may change at once, as it is now."""

    number: str
    identity: str | None
    protection: int
    case_worker_id: int | None
    merged_into: int | None
    restricted_on: date | None


def held(bank: Bank, participant_id: int) -> HeldParticipant | None:
    """The person as she is now, kept from others until the transaction ends; None where she was taken back or erased.
    Inside a write()."""
    r = hold(bank, "participant", participant_id)
    if r is None or r["void"]:
        return None
    since = day_of(r["restricted_on"])
    return HeldParticipant(r["number"], r["identity"], r["protection"], r["case_worker_id"], r["merged_into"], since)


def ending(bank: Bank, day: date, until: date) -> dict[int, date]:
    """Everybody whose employment is under way on `day` and ends by `until`, and its last day; of several the first."""
    found = tuples(
        bank,
        "select e.participant_id, min(e.to_date) from employment e join participant p on p.id = e.participant_id "
        f"where {RUNS} and e.to_date <= :until and p.{LIVE} and p.merged_into is null group by e.participant_id",
        day=day.isoformat(),
        until=until.isoformat(),
    )
    return {key: date.fromisoformat(last) for key, last in found}


def counts(bank: Bank, case_worker: int | None) -> tuple[int, int]:
    """(all people, those of one case worker)."""
    alive = f"{LIVE} and merged_into is null"
    return (
        int(value(bank, f"select count(*) as n from participant where {alive}")),
        int(value(bank, f"select count(*) as n from participant where {alive} and case_worker_id = :w", w=case_worker)),
    )


def merge(bank: Bank, keep: int, gone: int, on: date) -> None:
    """Move everything the one record owns to the other; the emptied record stays, pointing at the one that is kept.

    The kept record takes what it lacks from the other, the needs of both, and the higher protection.
    """
    kept, old = (one(bank, "select * from participant where id = :id", id=key) or {} for key in (keep, gone))
    update(bank, "participant", gone, merged_into=keep, search="")
    for table in MOVED:
        for r in rows(bank, f"select id from {table} where participant_id = :id order by id", id=gone):
            update(bank, table, r["id"], participant_id=keep)
    for r in rows(bank, "select id from participant where merged_into = :id order by id", id=gone):
        update(bank, "participant", r["id"], merged_into=keep)
    if kept["identity"] and old["identity"]:
        insert(bank, "identity_history", participant_id=keep, identity=old["identity"], until=on)
    _complete(bank, kept, old)


def _complete(bank: Bank, kept: Row, old: Row) -> None:
    taken = {f.name: _merged(f, kept[f.name], old[f.name]) for f in columns(Participant) if f.merge != "keep"}
    taken["sort_name"] = sort_key(taken["name"])
    taken["search"] = search_text(kept["number"], {**kept, **taken})
    changed = {name: new for name, new in taken.items() if new != kept[name]}
    if changed:
        update(bank, "participant", kept["id"], **changed)


def _merged(field: Declared, mine: Any, other: Any) -> Any:  # type: ignore[explicit-any]  # a column's type is the engine's
    """What stands in a column of the kept record after a merge."""
    if field.merge == "highest":
        return max(mine, other)
    if field.merge == "join":  # what one of them must not lift, nobody may forget
        items, more = json.loads(mine), json.loads(other)
        beside = [one for one in more if one not in items]
        return json.dumps([*items, *beside], ensure_ascii=False) if beside else mine
    return other if mine in (None, field.empty) else mine


def replace_identity(bank: Bank, participant_id: int, identity: str, born: date | None, on: date) -> None:
    """A new number on the same person; the old one still finds her, but at the highest protection level."""
    before = one(bank, "select identity, protection from participant where id = :id", id=participant_id) or {}
    if before["identity"] and before["protection"] < APART:
        insert(bank, "identity_history", participant_id=participant_id, identity=before["identity"], until=on)
    update(bank, "participant", participant_id, identity=identity, born=born)


def add_earlier_identity(bank: Bank, participant_id: int, identity: str, on: date) -> None:
    """A number that lists still have of somebody: it finds her from now on. Inside the caller's write()."""
    insert(bank, "identity_history", participant_id=participant_id, identity=identity, until=on)


def notes(bank: Bank, participant_id: int) -> list[ContactNote]:
    """Notes of contacts with a person, newest first."""
    found = rows(
        bank,
        f"select * from note where participant_id = :id and {LIVE} order by on_date desc, id desc",
        id=participant_id,
    )
    return [made(ContactNote, r) for r in found]


def add_note(bank: Bank, participant_id: int, values: Mapping[str, object]) -> None:
    """Inside the caller's write()."""
    insert(bank, "note", participant_id=participant_id, **stored(ContactNote, values))


def add_extract(bank: Bank, participant_id: int, kind: str, on: date, seen_by: str) -> None:
    """That a register extract was shown, when and to whom. Inside the caller's write()."""
    insert(bank, "check_shown", participant_id=participant_id, kind=kind, shown_on=on, seen_by=seen_by)


def shown_extracts(bank: Bank, participant_id: int) -> list[tuple[str, date]]:
    found = rows(
        bank, f"select kind, shown_on from check_shown where participant_id = :id and {LIVE}", id=participant_id
    )
    return [(r["kind"], date.fromisoformat(r["shown_on"])) for r in found]
