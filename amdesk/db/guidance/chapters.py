"""Chapters of guidance in their versions, and which version was in force when somebody decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from amdesk.db.port import Bank, Row, day_of, hold, insert, one, rows, update, value
from amdesk.db.sql import LIVE
from amdesk.domain.guidance.versions import GuidanceVersion, UsedGuidance

COLUMNS = "select id, chapter, version, since, sv, en, why, made_by from guidance"


def versions(bank: Bank, chapter: str = "") -> list[GuidanceVersion]:
    """Every version, of one chapter where it is named: chapter by chapter, newest first, each with the day it was replaced."""
    where = " and chapter = :chapter" if chapter else ""
    found = rows(bank, f"{COLUMNS} where {LIVE}{where} order by chapter, version desc", chapter=chapter)
    return _until([_version(r) for r in found])


def version(bank: Bank, key: int) -> GuidanceVersion | None:
    """One version by its key."""
    found = one(bank, f"{COLUMNS} where id = :id and {LIVE}", id=key)
    if found is None:
        return None
    return next((v for v in versions(bank, found["chapter"]) if v.id == key), None)


def held_version(bank: Bank, key: int) -> GuidanceVersion | None:
    """The same, kept from others until the transaction ends. Inside a write()."""
    found = hold(bank, "guidance", key)
    return _version(found) if found and not found["void"] else None


def _version(r: Row) -> GuidanceVersion:
    return GuidanceVersion(
        r["id"], r["chapter"], r["version"], day_of(r["since"]), r["sv"], r["en"], r["why"], r["made_by"]
    )


def _until(found: list[GuidanceVersion]) -> list[GuidanceVersion]:
    """A version ends where the next that came in force begins."""
    out = []
    for v in found:
        begun = [
            (w.since, w.version)
            for w in found
            if w.chapter == v.chapter and w.since is not None and v.since is not None
            if (w.since, w.version) > (v.since, v.version)
        ]
        out.append(replace(v, until=min(begun)[0]) if begun else v)
    return out


def add(bank: Bank, chapter: str, sv: str, en: str, why: str, by: str, since: date | None = None) -> int:
    """The next version of a chapter, as a draft where `since` is None. Inside the caller's write()."""
    bank.one_at_a_time()
    last = value(bank, "select max(version) from guidance where chapter = :c", c=chapter)
    return insert(
        bank, "guidance", chapter=chapter, version=(last or 0) + 1, since=since, sv=sv, en=en, why=why, made_by=by
    )


def rewrite(bank: Bank, key: int, sv: str, en: str, why: str, by: str) -> None:
    """A draft's words. Inside the caller's write()."""
    update(bank, "guidance", key, sv=sv, en=en, why=why, made_by=by)


def begin(bank: Bank, key: int, since: date) -> None:
    """Inside the caller's write()."""
    update(bank, "guidance", key, since=since)


class InForce(NamedTuple):
    """A version that holds on a day, without its words."""

    id: int
    chapter: str
    version: int


def holding(bank: Bank, day: date) -> dict[str, InForce]:
    """By chapter the version that holds on a day."""
    found = rows(
        bank,
        f"select id, chapter, version from guidance where {LIVE} and since <= :day order by since, version",
        day=day.isoformat(),
    )
    return {r["chapter"]: InForce(r["id"], r["chapter"], r["version"]) for r in found}


def remember(bank: Bank, guidance: int, choice: str, person: int, subject: str, subject_id: int, day: date) -> None:
    """Inside the write() of what is decided."""
    insert(
        bank,
        "guidance_used",
        guidance_id=guidance,
        choice=choice,
        participant_id=person,
        subject=subject,
        subject_id=subject_id,
        on_date=day,
    )


def used(bank: Bank, subject: str, subject_id: int) -> list[UsedGuidance]:
    """What was in force at the decisions about one booking, employment, enrolment or person; the latest first."""
    found = rows(
        bank,
        "select u.guidance_id, g.chapter, g.version, u.choice, u.on_date from guidance_used u join guidance g on g.id = u.guidance_id "
        f"where u.{LIVE} and u.subject = :subject and u.subject_id = :key order by u.id desc",
        subject=subject,
        key=subject_id,
    )
    return [
        UsedGuidance(r["guidance_id"], r["chapter"], r["version"], r["choice"], date.fromisoformat(r["on_date"]))
        for r in found
    ]


def decisions(bank: Bank) -> dict[int, int]:
    """By version how many decisions were made under it."""
    found = rows(bank, f"select guidance_id, count(*) as n from guidance_used where {LIVE} group by guidance_id")
    return {r["guidance_id"]: r["n"] for r in found}


class PastDecision(NamedTuple):
    """A booking that was made: whose, on which day, at what kind of place, and the form of the employment that it began."""

    booking: int
    participant: int
    on: date
    place_kind: str
    form: str


def bookings_made(bank: Bank) -> list[PastDecision]:
    """Every booking with the day it was made, or began where that is not known; `form` is empty where it was booked into an
    employment that ran already."""
    found = rows(
        bank,
        "select b.id, b.participant_id, coalesce(b.made_on, b.from_date) as on_date, p.kind, "
        "case when b.id = (select min(c.id) from booking c where c.employment_id = b.employment_id) then e.form else '' end as form "
        f"from booking b join placement p on p.id = b.placement_id join employment e on e.id = b.employment_id where b.{LIVE} order by b.id",
    )
    return [
        PastDecision(r["id"], r["participant_id"], date.fromisoformat(r["on_date"]), r["kind"], r["form"])
        for r in found
    ]
