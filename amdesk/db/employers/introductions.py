"""Who was introduced to which vacancy, and who is soon done with what certified."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.db.port import Bank, Row, day_of, hold, insert, iso_day, rows, tuples, update
from amdesk.db.sql import LIVE, NEVER, UNDER_WAY, last_day
from amdesk.domain.employers.introduction import Introduction
from amdesk.domain.employers.matching import Certified
from amdesk.domain.employers.outcomes import IntroducedOne
from amdesk.domain.people.masked import Masked
from amdesk.domain.record import made, stored

MONTH = timedelta(days=30)
SELECT = f"""
select i.*, p.name as participant, p.number, p.protection, v.title as vacancy, v.number as vacancy_number, v.employer_id,
  e.name as employer from introduction i join participant p on p.id = i.participant_id
join vacancy v on v.id = i.vacancy_id join employer e on e.id = v.employer_id where i.{LIVE}
"""


def _introduction(r: Row) -> Introduction:
    said = {
        name: Masked(r[name], r["participant_id"], r["protection"])
        for name in ("vacancy", "vacancy_number", "employer", "certificate")
    }
    name = Masked(r["participant"] or r["number"], r["participant_id"], r["protection"])
    return made(Introduction, {**r, **said, "participant": name})


def introductions(bank: Bank, *, participant: int | None = None, vacancy: int | None = None) -> list[Introduction]:
    """By person, by vacancy, or all; the latest first. A protected name is masked."""
    found = rows(
        bank,
        f"{SELECT} and (:p is null or i.participant_id = :p) and (:v is null or i.vacancy_id = :v) order by i.id desc",
        p=participant,
        v=vacancy,
    )
    return [_introduction(r) for r in found]


def introduction(bank: Bank, key: int) -> Introduction | None:
    found = rows(bank, f"{SELECT} and i.id = :id", id=key)
    return _introduction(found[0]) if found else None


def pair(bank: Bank, participant: int, vacancy: int) -> Introduction | None:
    """What there is of one person and one vacancy."""
    found = introductions(bank, participant=participant, vacancy=vacancy)
    return found[0] if found else None


def add(bank: Bank, participant: int, vacancy: int, values: Mapping[str, object]) -> int:
    """Inside the caller's write()."""
    return insert(bank, "introduction", participant_id=participant, vacancy_id=vacancy, **stored(Introduction, values))


def change(bank: Bank, key: int, values: Mapping[str, object]) -> None:
    """Inside the caller's write()."""
    update(bank, "introduction", key, **stored(Introduction, values))


def held_status(bank: Bank, key: int) -> str:
    """Its status as it is now, kept from others until the transaction ends; "" where it was taken back. Inside a write()."""
    found = hold(bank, "introduction", key) or {}
    return "" if found.get("void") else str(found.get("status", ""))


class DoneSoon(NamedTuple):
    """An employment that ends, and whose."""

    employment: int
    participant: int
    occupation: str
    placement: str
    last: date
    assessed: bool
    """Whether its final assessment is finished."""


def done_soon(bank: Bank, since: date, until: date) -> list[DoneSoon]:
    """Employments under way whose last day is from `since` to `until`, the first to end first; of each person the last to end. Nobody
    whose processing is restricted (GDPR art. 18)."""
    found = tuples(
        bank,
        f"select e.id, e.participant_id, coalesce(o.code, '') as occupation, coalesce(w.name, e.placement_text) as placement, "
        f"{last_day('e')} as last, exists (select 1 from assessment a where a.employment_id = e.id and a.{LIVE} "
        "and a.occasion = 'final' and a.finished = 1) as assessed from employment e "
        f"join participant p on p.id = e.participant_id and p.{LIVE} and p.merged_into is null and p.restricted_on is null "
        "left join occupation o on o.id = e.occupation_id left join placement w on w.id = e.placement_id "
        f"where {UNDER_WAY} and e.from_date <= :day and {last_day('e')} between :day and :until "
        f"and not exists (select 1 from employment x where x.participant_id = e.participant_id and x.{LIVE} and x.cancelled = 0 "
        f"and x.id <> e.id and {last_day('x', else_=NEVER)} > {last_day('e')}) order by last, e.id",
        day=since.isoformat(),
        until=until.isoformat(),
    )
    out: dict[int, DoneSoon] = {}
    for key, person, job, place, last, assessed in found:
        out.setdefault(person, DoneSoon(key, person, job, place, iso_day(last), bool(assessed)))
    return list(out.values())


def certified(bank: Bank, participants: list[int]) -> dict[int, Certified]:
    """By person what her latest certificate that was not revoked says, as it was issued: levels by skill from its frozen pattern and
    the very version of the profile that it names."""
    wanted = ", ".join(str(int(p)) for p in participants) or "0"
    skills = _skills_of_versions(bank)
    out: dict[int, Certified] = {}
    for person, number, issued, content, document in tuples(
        bank,
        f"select participant_id, number, issued_on, content, document_id from certificate where {LIVE} and revoked_on is null "
        f"and participant_id in ({wanted}) order by issued_on desc, number desc",
    ):
        if person in out:
            continue
        said = json.loads(content)
        code, version = str(said.get("profile", "")), int(said.get("profile_version") or 0)
        pattern = said.get("pattern") or ()
        levels = {c: int(n) for c, n in zip(skills.get((code, version), ()), pattern, strict=False) if n}
        out[person] = Certified(number, iso_day(issued), code, levels, document)
    return out


def _skills_of_versions(bank: Bank) -> dict[tuple[str, int], tuple[str, ...]]:
    """Codes of the skills of every version of a profile, in its order."""
    found = tuples(
        bank, "select o.code, p.version, p.content from profile p join occupation o on o.id = p.occupation_id"
    )
    return {
        (code, version): tuple(s["code"] for area in json.loads(content) for s in area["skills"])
        for code, version, content in found
    }


def introduced_between(bank: Bank, first: date, last: date) -> list[IntroducedOne]:
    """The introductions that were made from one day to another, both included."""
    found = tuples(
        bank,
        "select participant_id, interview_on, offered_on, case when status = 'hired' then closed_on end as hired, stayed, id, introduced_on "
        f"from introduction where {LIVE} and introduced_on between :first and :last order by id",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return [
        IntroducedOne(who, bool(interview), bool(offered), day_of(hired), stayed, key, iso_day(on))
        for who, interview, offered, hired, stayed, key, on in found
    ]


def introduced_employments(bank: Bank) -> set[int]:
    """Employments during which, or within a month after which, the person was introduced to an employer."""
    found = tuples(
        bank,
        f"select e.id, {last_day('e')} as last, i.introduced_on from employment e join introduction i on i.participant_id = e.participant_id "
        f"where e.{LIVE} and i.{LIVE} and i.introduced_on >= e.from_date",
    )
    return {key for key, last, day in found if last is None or iso_day(day) <= iso_day(last) + MONTH}


def marks(bank: Bank, participant: int) -> list[tuple[date, str, date | None]]:
    """(day, employer, day on which she was hired) of each of her introductions, for the timeline."""
    found = tuples(
        bank,
        "select i.introduced_on, e.name, case when i.status = 'hired' then i.closed_on end as hired from introduction i "
        "join vacancy v on v.id = i.vacancy_id join employer e on e.id = v.employer_id "
        f"where i.participant_id = :p and i.{LIVE} and i.introduced_on is not null order by i.introduced_on, i.id",
        p=participant,
    )
    return [(iso_day(day), employer, day_of(hired)) for day, employer, hired in found]
