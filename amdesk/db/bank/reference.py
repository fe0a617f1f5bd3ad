"""What a new bank holds: occupations with their profiles, code lists, travel times."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NotRequired, TypedDict

from amdesk.db.port import Bank, Row, day_of, insert, one, rows, value
from amdesk.db.sql import LIVE
from amdesk.domain.texts import N_

if TYPE_CHECKING:
    from amdesk.domain.booking.needs import Trip
    from amdesk.domain.competence.assessments import Area, Profile

LISTS = (
    "end_reason_groups", "end_reasons", "employment_forms", "swedish_levels", "sfi_courses", "background_checks",
    "protection_levels", "teaching_modules", "physical_demands", "day90_situation", "day90_contact", "day90_plan",
)  # fmt: skip
GENERAL_NAME = ("På arbetsplatsen", N_("At the workplace"))


@dataclass(frozen=True, slots=True)
class Worded:
    """A code and its name in both languages."""

    code: str
    sv: str
    en: str

    def name(self, lang: str) -> str:
        """Its name in Swedish or English."""
        return self.sv if lang == "sv" else self.en


@dataclass(frozen=True, slots=True)
class Code(Worded):
    """An entry of a code list."""

    group: str = ""
    """Of an end reason: the group it belongs to."""
    kolada: str = "unknown"
    """Of an end reason: Kolada's class."""
    months_at_a_time: int | None = None
    """Of a form of employment."""
    max_months: int | None = None
    aliases: tuple[str, ...] = ()
    """Of a form of employment: other words that lists have for it."""
    closed: bool = False
    """Of a form of employment: there are no new ones of it."""


@dataclass(frozen=True, slots=True)
class Occupation(Worded):
    id: int
    ssyk: str
    aliases: tuple[str, ...]


class SkillItem(TypedDict):
    code: str
    sv: str
    en: str


class AreaItem(TypedDict):
    sv: str
    en: str
    skills: list[SkillItem]


class OccupationItem(TypedDict):
    code: str
    ssyk: str
    sv: str
    en: str
    aliases: NotRequired[list[str]]
    areas: list[AreaItem]


class OccupationFile(TypedDict):
    """The program's own list of occupations, and what all of them have."""

    levels: list[dict[str, object]]
    general: list[SkillItem]
    occupations: list[OccupationItem]


CodeFile = dict[str, list[dict[str, object]]]
"""The program's own code lists by name."""


def load(bank: Bank, occupations: OccupationFile, codelists: CodeFile) -> None:
    """Fill a new bank inside the caller's write()."""
    general = [{"code": g["code"], "sv": g["sv"], "en": g["en"]} for g in occupations["general"]]
    for position, job in enumerate(occupations["occupations"]):
        key = insert(
            bank,
            "occupation",
            code=job["code"],
            ssyk=job["ssyk"],
            sv=job["sv"],
            en=job["en"],
            aliases=_json(job.get("aliases", [])),
            position=position,
        )
        areas = [*job["areas"], {"sv": GENERAL_NAME[0], "en": GENERAL_NAME[1], "skills": general}]
        insert(bank, "profile", occupation_id=key, version=1, content=_json(areas), in_use_from=None)
    lists: dict[str, Sequence[Mapping[str, object]]] = {name: codelists[name] for name in LISTS}
    lists["levels"] = [{**item, "code": str(item["value"])} for item in occupations["levels"]]
    for name, items in lists.items():
        for position, item in enumerate(items):
            code = str(item.get("code") or item.get("course"))
            extra = {k: v for k, v in item.items() if k not in {"code", "sv", "en"}}
            insert(
                bank,
                "code",
                list=name,
                code=code,
                sv=item.get("sv", code),
                en=item.get("en", code),
                position=position,
                extra=_json(extra),
            )


def add_code(bank: Bank, name: str, code: str, sv: str) -> None:
    """A new code at the end of a list, for instance a district first met in a file. Inside the caller's write()."""
    bank.one_at_a_time()
    position = value(bank, "select count(*) as n from code where list = :name", name=name)
    insert(bank, "code", list=name, code=code, sv=sv, en=sv, position=position, extra="{}")


def codes(bank: Bank, name: str) -> list[Code]:
    """A code list in its order."""
    found = rows(
        bank, f"select code, sv, en, extra from code where list = :name and {LIVE} order by position", name=name
    )
    return [_code(r) for r in found]


def _code(r: Row) -> Code:
    extra = json.loads(r["extra"])
    return Code(
        r["code"],
        r["sv"],
        r["en"],
        extra.get("group", ""),
        extra.get("kolada", "unknown"),
        extra.get("months_at_a_time"),
        extra.get("max_months"),
        tuple(extra.get("aliases", ())),
        extra.get("status") == "closed",
    )


def occupations(bank: Bank) -> list[Occupation]:
    """All occupations in their order."""
    found = rows(bank, f"select id, code, ssyk, sv, en, aliases from occupation where {LIVE} order by position")
    return [Occupation(r["code"], r["sv"], r["en"], r["id"], r["ssyk"], tuple(json.loads(r["aliases"]))) for r in found]


def occupation_id(bank: Bank, code: str) -> int | None:
    """The key of an occupation by its code."""
    found: int | None = value(bank, "select id from occupation where code = :c", c=code)
    return found


PROFILES = f"""
select p.id, p.version, p.content, p.state, p.in_use_from, o.code, o.sv, o.en from profile p join occupation o on o.id = p.occupation_id
where p.{LIVE}
"""


def profile(bank: Bank, occupation: str) -> Profile | None:
    """The newest version of an occupation's profile that is in use today."""
    found = one(
        bank,
        f"{PROFILES} and o.code = :code and p.state = 'in_use' and coalesce(p.in_use_from, '') <= :day order by p.version desc limit 1",
        code=occupation,
        day=bank.clock.today().isoformat(),
    )
    return _profile(found) if found else None


def profile_by_id(bank: Bank, profile_id: int) -> Profile | None:
    """One version, whatever its state: what was assessed with it is read with it."""
    found = one(bank, f"{PROFILES} and p.id = :id", id=profile_id)
    return _profile(found) if found else None


def profile_versions(bank: Bank) -> list[tuple[Profile, str, date | None]]:
    """(profile, state, in use from) of every version, in the order of the occupations, newest first."""
    found = rows(bank, f"{PROFILES} order by o.position, p.version desc")
    return [(_profile(r), r["state"], day_of(r["in_use_from"])) for r in found]


def add_profile(bank: Bank, occupation: str, areas: Sequence[Area]) -> int:
    """A new version, as a draft. Inside the caller's write()."""
    bank.one_at_a_time()
    job = occupation_id(bank, occupation)
    last = value(bank, "select max(version) from profile where occupation_id = :o", o=job)
    content = [
        {"sv": a.sv, "en": a.en, "skills": [{"code": s.code, "sv": s.sv, "en": s.en} for s in a.skills]} for a in areas
    ]
    return insert(
        bank,
        "profile",
        occupation_id=job,
        version=(last or 0) + 1,
        content=_json(content),
        in_use_from=None,
        state="draft",
    )


def _profile(r: Row) -> Profile:
    from amdesk.domain.competence.assessments import Area, Profile, Skill

    areas = tuple(
        Area(a["sv"], a["en"], tuple(Skill(s["code"], s["sv"], s["en"]) for s in a["skills"]))
        for a in json.loads(r["content"])
    )
    return Profile(r["id"], r["code"], r["version"], r["sv"], r["en"], areas)


def travel(bank: Bank) -> dict[tuple[str, str], Trip]:
    """Travel times between districts, both directions."""
    from amdesk.domain.booking.needs import Trip

    out = {}
    for r in rows(bank, f"select from_district, to_district, walk, cycle, bus, changes from travel where {LIVE}"):
        trip = Trip(r["walk"], r["cycle"], r["bus"], r["changes"])
        out[r["from_district"], r["to_district"]] = out[r["to_district"], r["from_district"]] = trip
    return out


def add_travel(bank: Bank, item: Mapping[str, object]) -> None:
    insert(
        bank,
        "travel",
        from_district=item["from"],
        to_district=item["to"],
        walk=item["walk_min"],
        cycle=item["cycle_min"],
        bus=item["bus_min"],
        changes=item["changes"],
    )


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)
