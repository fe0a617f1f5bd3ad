"""Vacancies: reading and writing."""

from __future__ import annotations

import json
from collections.abc import Mapping

from amdesk.db.bank.numbers import next_number
from amdesk.db.bank.reference import occupation_id
from amdesk.db.port import Bank, Row, hold, one, rows, update, value
from amdesk.db.port import insert as insert_row
from amdesk.db.sql import LIVE
from amdesk.domain.employers.vacancy import Vacancy
from amdesk.domain.record import made, stored

SELECT = f"""
select v.*, coalesce(o.code, '') as occupation, e.name as employer, coalesce(h.hired, 0) as hired from vacancy v
left join (
  select i.vacancy_id, count(*) as hired from introduction i join participant p on p.id = i.participant_id and p.protection = 0
  where i.{LIVE} and i.status = 'hired' group by i.vacancy_id
) h on h.vacancy_id = v.id join employer e on e.id = v.employer_id and e.{LIVE} left join occupation o on o.id = v.occupation_id where v.{LIVE}
"""


def _vacancy(r: Row) -> Vacancy:
    return made(Vacancy, r)


def vacancies(bank: Bank, status: str = "") -> list[Vacancy]:
    """All, or those of a status, by number."""
    found = rows(bank, f"{SELECT} and (:s = '' or v.status = :s) order by v.id", s=status)
    return [_vacancy(r) for r in found]


def vacancy(bank: Bank, key: int) -> Vacancy | None:
    found = one(bank, f"{SELECT} and v.id = :id", id=key)
    return _vacancy(found) if found else None


def by_number(bank: Bank, number: str) -> int | None:
    found: int | None = value(bank, f"select id from vacancy where number = :n and {LIVE}", n=number)
    return found


def by_source(bank: Bank, source: str, source_id: str) -> int | None:
    """The vacancy that a source gave this id."""
    found: int | None = value(
        bank,
        f"select id from vacancy where source = :s and source_id = :i and {LIVE} order by id limit 1",
        s=source,
        i=source_id,
    )
    return found


def alike(bank: Bank, employer: int, title: str) -> list[int]:
    """Vacancies of this title at an employer, as they are called here or as their source called them last, for lists that give
    none an id: open ones first, of each kind the latest first."""
    query = f"select id, title, said from vacancy where employer_id = :e and {LIVE} order by status <> 'open', id desc"
    wanted = title.casefold()
    return [
        int(r["id"])
        for r in rows(bank, query, e=employer)
        if wanted in {str(r["title"]).casefold(), str(_read(r["said"]).get("title", "")).casefold()}
    ]


def add(bank: Bank, employer: int, values: Mapping[str, object]) -> int:
    """Inside the caller's write()."""
    number = next_number(bank, "vacancy", "V")
    return insert_row(bank, "vacancy", number=number, employer_id=employer, **_filled(bank, values))


def change(bank: Bank, key: int, values: Mapping[str, object]) -> None:
    """Inside the caller's write()."""
    update(bank, "vacancy", key, **_filled(bank, values))


def said(bank: Bank, key: int) -> dict[str, object]:
    """What its source said last of each field, as it is written there."""
    return _read(value(bank, "select said from vacancy where id = :id", id=key))


def _read(said: object) -> dict[str, object]:
    found: dict[str, object] = json.loads(str(said or "{}"))
    return found


def keep_said(bank: Bank, key: int, values: Mapping[str, object]) -> None:
    """Inside the caller's write()."""
    update(bank, "vacancy", key, said=json.dumps(values, ensure_ascii=False, sort_keys=True))


def hold_vacancy(bank: Bank, key: int) -> None:
    """Inside a write()."""
    hold(bank, "vacancy", key)


def _filled(bank: Bank, values: Mapping[str, object]) -> dict[str, object]:
    out = stored(Vacancy, values)
    if "occupation" in out:
        code = out.pop("occupation")
        out["occupation_id"] = occupation_id(bank, str(code)) if code else None
    return out
