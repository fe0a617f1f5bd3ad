"""Modules, their occasions, who needs, takes and attends them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from amdesk.db.people.participants import ORDER
from amdesk.db.port import Bank, Row, hold, insert, rows, update, value
from amdesk.db.sql import LIVE
from amdesk.domain.booking.meetings import Occasion
from amdesk.domain.competence.modules import Enrolment, Module
from amdesk.domain.people.masked import Masked
from amdesk.domain.places.schedule import DAYS
from amdesk.domain.record import made, stored

MODULES = f"""
select m.*, coalesce(o.code, '') as occupation,
  (select count(*) from enrolment e where e.module_id = m.id and e.{LIVE} and e.status = 'enrolled') as taken
from module m left join occupation o on o.id = m.occupation_id where m.{LIVE}
"""
ENROLMENTS = f"""
select e.*, p.name as participant, p.number, p.protection, coalesce(m.name, '') as module
from enrolment e join participant p on p.id = e.participant_id left join module m on m.id = e.module_id where e.{LIVE}
"""


def modules(bank: Bank) -> list[Module]:
    return [made(Module, r) for r in rows(bank, f"{MODULES} order by m.id desc")]


def module(bank: Bank, key: int) -> Module | None:
    found = rows(bank, f"{MODULES} and m.id = :id", id=key)
    return made(Module, found[0]) if found else None


def add_module(
    bank: Bank,
    values: Mapping[str, object],
    meetings: Sequence[tuple[date, str, str]],
    occupation: int | None = None,
) -> int:
    """A module with its meetings (day, from, to). Inside the caller's write()."""
    key = insert(bank, "module", occupation_id=occupation, **stored(Module, values))
    for day, first, last in meetings:
        insert(bank, "module_occasion", module_id=key, on_date=day, from_time=first, to_time=last)
    return key


def occasions(bank: Bank, module_id: int) -> list[Occasion]:
    found = rows(
        bank,
        f"select id, module_id, on_date, from_time, to_time from module_occasion where module_id = :id and {LIVE} order by on_date, from_time",
        id=module_id,
    )
    return [
        Occasion(r["id"], r["module_id"], date.fromisoformat(r["on_date"]), r["from_time"], r["to_time"]) for r in found
    ]


def _enrolment(r: Row) -> Enrolment:
    name = Masked(r["participant"] or r["number"], r["participant_id"], r["protection"])
    return made(Enrolment, {**r, "participant": name, "protected": bool(r["protection"])})


def enrolments(bank: Bank, *, participant: int | None = None, module_id: int | None = None) -> list[Enrolment]:
    """By person, by module, or all; a protected name is masked."""
    found = rows(
        bank,
        f"{ENROLMENTS} and (:p is null or e.participant_id = :p) and (:m is null or e.module_id = :m) order by {ORDER}, e.id",
        p=participant,
        m=module_id,
    )
    return [_enrolment(r) for r in found]


def enrolment(bank: Bank, key: int) -> Enrolment | None:
    found = rows(bank, f"{ENROLMENTS} and e.id = :id", id=key)
    return _enrolment(found[0]) if found else None


def add_enrolment(bank: Bank, participant: int, values: Mapping[str, object]) -> int:
    """A need of a kind of module, or what has become of it. Inside the caller's write()."""
    return insert(bank, "enrolment", participant_id=participant, **stored(Enrolment, values))


def change_enrolment(bank: Bank, key: int, **values: object) -> None:
    """Inside the caller's write()."""
    update(bank, "enrolment", key, **stored(Enrolment, values))


def held_status(bank: Bank, key: int) -> str:
    """An enrolment's status as it is now, kept from others until the transaction ends. Inside a write()."""
    found = hold(bank, "enrolment", key) or {}
    return str(found.get("status", ""))


def attendance(bank: Bank, enrolment_id: int) -> dict[int, str]:
    """State by occasion."""
    found = rows(
        bank, f"select occasion_id, state from attendance where enrolment_id = :id and {LIVE}", id=enrolment_id
    )
    return {r["occasion_id"]: r["state"] for r in found}


def attendance_of(bank: Bank, module_id: int) -> dict[tuple[int, int], str]:
    """State by (enrolment, occasion) of one module."""
    found = rows(
        bank,
        "select a.enrolment_id, a.occasion_id, a.state from attendance a join module_occasion o on o.id = a.occasion_id "
        f"where o.module_id = :m and a.{LIVE}",
        m=module_id,
    )
    return {(r["enrolment_id"], r["occasion_id"]): r["state"] for r in found}


def attend(bank: Bank, enrolment_id: int, occasion_id: int, state: str) -> None:
    """One state for a person and an occasion. Inside the caller's write()."""
    kept = value(
        bank, "select id from attendance where enrolment_id = :e and occasion_id = :o", e=enrolment_id, o=occasion_id
    )
    if kept is None:
        insert(bank, "attendance", enrolment_id=enrolment_id, occasion_id=occasion_id, state=state)
    else:
        update(bank, "attendance", kept, state=state, void=0)


def coming(bank: Bank, participant: int, since: date) -> list[tuple[str, Occasion]]:
    """(module, occasion) of every meeting to come of the modules a person is enrolled in."""
    found = rows(
        bank,
        "select m.name, o.id, o.module_id, o.on_date, o.from_time, o.to_time from enrolment e join module m on m.id = e.module_id "
        f"join module_occasion o on o.module_id = m.id where e.participant_id = :p and e.{LIVE} and e.status = 'enrolled' "
        f"and o.{LIVE} and o.on_date >= :day order by o.on_date",
        p=participant,
        day=since.isoformat(),
    )
    return [
        (r["name"], Occasion(r["id"], r["module_id"], date.fromisoformat(r["on_date"]), r["from_time"], r["to_time"]))
        for r in found
    ]


def spans(bank: Bank, participant: int) -> list[tuple[str, date, date, str]]:
    """(module, first meeting, last meeting, status) of a person's modules, for the timeline."""
    found = rows(
        bank,
        "select m.name, e.status, min(o.on_date) as begins, max(o.on_date) as ends from enrolment e join module m on m.id = e.module_id "
        f"join module_occasion o on o.module_id = m.id and o.{LIVE} where e.participant_id = :p and e.{LIVE} and e.status <> 'declined' "
        "group by m.id, m.name, e.id, e.status order by begins",
        p=participant,
    )
    return [(r["name"], date.fromisoformat(r["begins"]), date.fromisoformat(r["ends"]), r["status"]) for r in found]


def weekly(bank: Bank, since: date) -> dict[int, str]:
    """By participant, the days and times of the modules to come: "tis 13:00-16:00 Yrkessvenska"."""
    found = rows(
        bank,
        "select distinct e.participant_id, m.name, o.on_date, o.from_time, o.to_time from enrolment e join module m on m.id = e.module_id "
        f"join module_occasion o on o.module_id = m.id where e.{LIVE} and e.status = 'enrolled' and o.{LIVE} and o.on_date >= :day "
        "order by o.on_date",
        day=since.isoformat(),
    )
    out: dict[int, dict[str, None]] = {}
    for r in found:
        day = DAYS[date.fromisoformat(r["on_date"]).weekday()]
        out.setdefault(r["participant_id"], {})[f"{day} {r['from_time']}-{r['to_time']} {r['name']}"] = None
    return {who: "; ".join(said) for who, said in out.items()}
