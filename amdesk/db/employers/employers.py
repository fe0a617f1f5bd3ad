"""Employers, who there is to talk to at them, and when somebody did."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from amdesk.db.bank import wordless
from amdesk.db.bank.numbers import next_number
from amdesk.db.employers.unnaming import unname
from amdesk.db.port import Bank, Row, day_of, hold, insert, one, rows, update, value
from amdesk.db.sql import LIVE
from amdesk.domain.employers.employer import Employer, EmployerContact, EmployerTalk
from amdesk.domain.record import made, stored
from amdesk.domain.values import sort_key

SELECT = f"""
select e.*, (select max(t.on_date) from employer_talk t where t.employer_id = e.id and t.{LIVE}) as last,
  (select count(*) from vacancy v where v.employer_id = e.id and v.{LIVE} and v.status = 'open') as open_vacancies
from employer e where e.{LIVE}
"""


def _employer(r: Row) -> Employer:
    return made(Employer, {**r, "last": day_of(r["last"])})


def employers(bank: Bank) -> list[Employer]:
    return [_employer(r) for r in rows(bank, f"{SELECT} order by e.sort_name, e.id")]


def employer(bank: Bank, key: int) -> Employer | None:
    found = one(bank, f"{SELECT} and e.id = :id", id=key)
    return _employer(found) if found else None


def by_number(bank: Bank, number: str) -> int | None:
    found: int | None = value(bank, f"select id from employer where number = :n and {LIVE}", n=number)
    return found


def known_as(bank: Bank, name: str, org_number: str = "") -> int | None:
    """The employer with this organisation number, or else with this name; None where there is none."""
    found: int | None = None
    if org_number:
        found = value(
            bank, f"select id from employer where org_number = :o and {LIVE} order by id limit 1", o=org_number
        )
    if found is None:
        found = value(
            bank,
            f"select id from employer where sort_name = :n and {LIVE} and (:o = '' or org_number = '') order by id limit 1",
            n=sort_key(name),
            o=org_number,
        )
    return found


def add_employer(bank: Bank, values: Mapping[str, object]) -> int:
    """Inside the caller's write()."""
    number = next_number(bank, "employer", "E")
    filled = stored(Employer, values)
    return insert(bank, "employer", number=number, sort_name=sort_key(str(filled["name"])), **filled)


def change_employer(bank: Bank, key: int, values: Mapping[str, object]) -> None:
    """Inside the caller's write()."""
    filled = stored(Employer, values)
    if "name" in filled:
        filled["sort_name"] = sort_key(str(filled["name"]))
    update(bank, "employer", key, **filled)


def hold_employer(bank: Bank, key: int) -> None:
    """Keep an employer from others until the transaction ends. Inside a write()."""
    hold(bank, "employer", key)


def contacts(bank: Bank, employer: int) -> list[EmployerContact]:
    found = rows(
        bank,
        f"select * from employer_contact where employer_id = :e and {LIVE} and name <> '' order by id",
        e=employer,
    )
    return [made(EmployerContact, r) for r in found]


def contact(bank: Bank, key: int) -> EmployerContact | None:
    found = one(bank, f"select * from employer_contact where id = :id and {LIVE} and name <> ''", id=key)
    return made(EmployerContact, found) if found else None


def add_contact(bank: Bank, employer: int, values: Mapping[str, object]) -> int:
    """Inside the caller's write()."""
    return insert(bank, "employer_contact", employer_id=employer, **stored(EmployerContact, values))


def change_contact(bank: Bank, key: int, values: Mapping[str, object]) -> None:
    """Inside the caller's write()."""
    hold(bank, "employer_contact", key)
    update(bank, "employer_contact", key, **stored(EmployerContact, values))


def forget_contact(bank: Bank, key: int) -> None:
    """Erase a contact person: the row, her name in what is written about her employer, and what the log and its steps have of both
    (GDPR art. 17). Inside the caller's write()."""
    of = {"id": key}
    who = one(bank, "select employer_id, name from employer_contact where id = :id", id=key)
    with wordless.erasing(bank):
        if who is not None:
            unname(bank, who["employer_id"], who["name"])
        wordless.forget(bank, "select id from audit where tbl = 'employer_contact' and row_id = :id", of)
        bank.execute(
            "update employer_contact set name = '', title = '', phone = '', email = '', void = 1 where id = :id", of
        )


def forgotten(bank: Bank) -> list[str]:
    """The uids of contact persons who were erased; nobody in a bank from before it had any."""
    if not bank.columns("employer_contact"):
        return []
    return [
        str(r["uid"]) for r in rows(bank, "select uid from employer_contact where void = 1 and name = '' order by id")
    ]


def to_forget(bank: Bank, uids: Collection[str]) -> list[int]:
    """The contact persons of these uids who stand in the bank, taken back or not."""
    found = rows(bank, "select id, uid from employer_contact where name <> '' order by id")
    return [int(r["id"]) for r in found if r["uid"] in uids]


def talks(bank: Bank, employer: int) -> list[EmployerTalk]:
    """The latest first."""
    found = rows(
        bank,
        f"select * from employer_talk where employer_id = :e and {LIVE} order by on_date desc, id desc",
        e=employer,
    )
    return [made(EmployerTalk, r) for r in found]


def add_talk(bank: Bank, employer: int, on: date, way: str, words: str, author: str) -> int:
    """Inside the caller's write()."""
    return insert(bank, "employer_talk", employer_id=employer, on_date=on, way=way, words=words, author=author)
