"""Erasing personal data of people whose time has come: what identifies them goes, what is counted stays without them.

GDPR art. 5.1 e (storage limitation) and 17; the unit's own plan of retention decides when. What stays: employments, bookings
and follow-ups as dates and codes, the gender, frozen cohorts without their link, and the log of who did what.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from amdesk.db.bank import once
from amdesk.db.bank.access_log import log_read
from amdesk.db.bank.called import forget_called
from amdesk.db.catalogue import SEARCHED, erasing_sql
from amdesk.db.engine import chain
from amdesk.db.port import Bank, insert, rows, tuples, value
from amdesk.db.sql import LIVE, NEVER, TAKING, last_day
from amdesk.domain.people.telling import WHOLE_WORDS, WhoIsTold, telling, whole_name_in

LETTERS = 2
"""A beginning of a name that is longer than this tells whom somebody looked for."""
LAST = f"""
select p.id, p.uid, p.number, p.name, p.protection, coalesce((select max({last_day("e", NEVER)}) from employment e
  where e.participant_id = coalesce(k.id, p.id) and e.{LIVE} and e.cancelled = 0), k.registered_on, p.registered_on) as last,
  (select count(*) from booking b where b.participant_id = coalesce(k.id, p.id) and b.{LIVE}
    and (b.status = 'proposed' or b.status in {TAKING})) as open,
  case when coalesce(k.restricted_on, p.restricted_on) is null then 0 else 1 end as restricted, k.uid as into_uid, coalesce(k.void, 1) as alone
from participant p left join participant k on k.id = p.merged_into where p.{LIVE}
"""
"""What is a merged record's own has moved to the record that is kept, by which both are judged."""
RECORDS = """
with recursive hers (id) as (select id from participant where id = :p
  union select m.id from participant m join hers h on m.merged_into = h.id)
select id, uid from participant where id in (select id from hers) order by id
"""
"""A person's record and those that were merged into it, one into another."""


class Leaver(NamedTuple):
    """A person with the last day of her last employment; `open` are bookings that are not over."""

    id: int
    uid: str
    number: str
    name: str
    protection: int
    last: date
    open: int
    restricted: int
    """1 where her data may be stored and no more, so that it is not erased either (GDPR art. 18.1 b and c)."""
    into: str | None
    """The uid of the record that hers was merged into."""
    alone: bool
    """False for a merged record that leaves with the person it was merged into; true where she was erased without it."""


def _leavers(bank: Bank) -> list[Leaver]:
    return [
        Leaver(key, uid, number, name, protection, date.fromisoformat(last), under_way, restricted, into, bool(alone))
        for key, uid, number, name, protection, last, under_way, restricted, into, alone in tuples(bank, LAST)
    ]


def overdue(bank: Bank, before: date) -> list[Leaver]:
    """People whose last employment (or registration, without any) ended before a day and who have nothing open and whose processing
    is not restricted."""
    found = [p for p in _leavers(bank) if p.alone and p.last < before and not p.open and not p.restricted]
    return sorted(found, key=lambda p: (p.last, p.id))


def those(bank: Bank, uids: Collection[str]) -> list[Leaver]:
    """The people of these uids who are not erased; merged records among them where they do not leave with somebody."""
    return [p for p in _leavers(bank) if p.uid in uids and (p.alone or p.into not in uids)]


def uids_of(bank: Bank, key: int) -> list[str]:
    """A person's record and those that were merged into it."""
    return [str(r["uid"]) for r in rows(bank, RECORDS, p=key)]


def told_by(bank: Bank, people: Sequence[Leaver], said: str) -> Leaver | None:
    """The first of these people whose whole name, identity number or phone a text has, as she has it or had it."""
    for one in people:
        found = once.facts(bank, [int(r["id"]) for r in rows(bank, RECORDS, p=one.id)])
        names, identities, phones = ({str(f[n]) for f in found if f.get(n)} for n in ("name", "identity", "phone"))
        if any(whole_name_in(n, said) for n in names) or telling((), identities, phones).said_in(said, WHOLE_WORDS):
            return one
    return None


def set_by(bank: Bank, name: str) -> str:
    """Who set a setting last."""
    found = rows(
        bank,
        "select s.actor from step s join audit a on a.step_id = s.id join setting t on a.tbl = 'setting' and a.row_id = t.id "
        "where t.name = :name order by s.id desc limit 1",
        name=name,
    )
    return str(found[0]["actor"]) if found else ""


def erased(bank: Bank) -> list[str]:
    """The uids of everybody who was erased, in order."""
    return [uid for (uid,) in tuples(bank, f"select subject from erasure where {LIVE} order by id")]


class ErasedOnce(NamedTuple):
    """One erasure: its day, the decision or plan that it followed, who approved it, and the numbers of the records, in order."""

    day: date
    why: str
    approved_by: str
    numbers: tuple[str, ...]


def erasures(bank: Bank, first: date, last: date) -> list[ErasedOnce]:
    """What was erased from one day to another, both included, in the order in which it was done."""
    found = tuples(
        bank,
        "select e.on_date, e.why, e.approved_by, p.number from erasure e left join participant p on p.uid = e.subject "
        f"where e.{LIVE} and e.on_date between :first and :last order by e.on_date, e.id",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    once: dict[tuple[str, str, str], list[str]] = {}
    for day, why, who, number in found:
        once.setdefault((str(day), why, who), []).append(number or "–")
    return [ErasedOnce(date.fromisoformat(day), why, who, tuple(numbers)) for (day, why, who), numbers in once.items()]


def last_done(bank: Bank) -> tuple[datetime, int]:
    """When something was last done in the bank (UTC), and the number of that step; the beginning of time where nothing was."""
    for at, step in tuples(bank, "select at, id from step order by id desc limit 1"):
        said = datetime.fromisoformat(at)
        return said if said.tzinfo else said.replace(tzinfo=UTC), step
    return datetime.min.replace(tzinfo=UTC), 0


def erase(bank: Bank, people: Sequence[Leaver], why: str, approved_by: str) -> None:
    """Erase the personal data of these people and of what was merged into them, inside the caller's write().

    Each record is noted by its own uid: in an older backup it may not be merged yet.
    """
    each = [rows(bank, RECORDS, p=p.id) for p in people]
    records = {r["id"]: r["uid"] for hers in each for r in hers}
    if not records:
        return
    chain.seal(bank)  # what they say is sealed while it is there
    sealed = chain.emptied(bank)
    noted = set(erased(bank))
    for uid in records.values():
        if uid not in noted:
            insert(bank, "erasure", subject=uid, on_date=bank.clock.today(), why=why, approved_by=approved_by)
    with bank.erasing():
        for hers in each:
            _person(bank, [r["id"] for r in hers])
    if lost := chain.witness(bank, sealed):
        log_read(bank, chain.ERASED, None, lost)
    _forget_words(bank)


def _forget_words(bank: Bank) -> None:
    """The search index of a bank of one's own keeps the words of a row that is gone, until its parts are written as one."""
    if bank.engine == "sqlite":
        for table in SEARCHED:
            bank.execute(f"insert into {table}_fts ({table}_fts) values ('optimize')")


def forget_writes(bank: Bank) -> bool:
    """Clear the log of writes of a bank of one's own; secure_delete has cleared the pages. After the write(). False where somebody
    reads just now, and what was erased stands there still."""
    if bank.engine != "sqlite":
        return True
    ((busy, _pages, _done),) = bank.execute("pragma wal_checkpoint(truncate)").fetchall()
    return not busy


def _person(bank: Bank, hers: Sequence[int]) -> None:
    """A person's record and those that were merged into it: what tells of any of them is taken from what is about each."""
    told, names = once.telling_of(bank, hers), {str(r["name"]) for r in once.facts(bank, hers) if r.get("name")}
    forget_called(bank, told)
    for key in hers:
        _asked(bank, key, told)
        _steps(bank, key, told, names)
    for key in hers:
        for statement in erasing_sql():
            bank.execute(statement, {"p": key})


def _steps(bank: Bank, key: int, told: WhoIsTold, names: Collection[str]) -> None:
    """Steps that touched the person keep who and when, lose her name, also within that of a file, and cannot be undone any more."""
    touched = rows(
        bank, "select id, params from step where id in (select step_id from audit where participant_id = :p)", p=key
    )
    for r in touched:
        said = {
            k: "–" if v in names or _is_hers(k, str(v), told, names) else v for k, v in json.loads(r["params"]).items()
        }
        params = {"params": json.dumps(said, ensure_ascii=False), "id": r["id"]}
        bank.execute("update step set params = :params, undoable = 0 where id = :id", params)


def _is_hers(key: str, said: str, told: WhoIsTold, names: Collection[str]) -> bool:
    """Whether a word of a step tells of her: the name of a file by any of her names, another by a whole name of several words. Who
    has one of her names alone is somebody else, or a place."""
    whole = any(whole_name_in(one, said) for one in names if len(one.split()) > 1)
    return whole or (key == "file" and told.in_file_name(said))


def _asked(bank: Bank, key: int, told: WhoIsTold) -> None:
    """What somebody asked or gave as a reason with her name, a part of it, a number of hers, her phone, e-mail or case number in it
    goes from the log."""
    number = value(bank, "select number from participant where id = :p", p=key)
    hers = re.compile(rf"\b{re.escape(str(number))}\b", re.IGNORECASE)
    asked = rows(
        bank, "select id, why, words from access_log where words <> '' or (why <> '' and participant_id is not null)"
    )
    for r in asked:
        if any(hers.search(said) or told.said_in(said, LETTERS + 1) for said in (r["why"], r["words"])):
            of = {"id": r["id"]}
            bank.execute("update access_log set why = '', words = '' where id = :id", of)
            bank.execute("update seal_row set salt = '' where tbl = 'access_log' and row_id = :id", of)
