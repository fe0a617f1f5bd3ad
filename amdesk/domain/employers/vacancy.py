"""A vacancy at an employer: what it is, what it asks for in the house's own words, and until when one applies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, ClassVar, NamedTuple

from amdesk.domain.errors import Refused
from amdesk.domain.people.wording import stated
from amdesk.domain.places.placement import LANGUAGE_LEVELS, LICENCES, DemandList
from amdesk.domain.plaintext import plain
from amdesk.domain.record import (
    Coded,
    CodeOf,
    Count,
    Day,
    Declared,
    KeyOf,
    Kind,
    LevelAsked,
    LicenceAsked,
    Line,
    Named,
    Note,
    OneOf,
    Percent,
    declared,
)
from amdesk.domain.sane import near
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.domain.values import fold

MOST_PLACES = 500
VACANCY_STATUSES = {"open": N_("Unfilled"), "filled": N_("Filled"), "closed": N_("Withdrawn")}
PASSED = N_("Last day passed")
"""What is said in place of the state of a vacancy that is open and can no longer be applied to."""
SOURCES = {
    "hand": N_("Written by hand"),
    "list": N_("List"),
    "advertisement": N_("Pasted advertisement"),
    "jobtech": N_("JobTech file"),
}


@dataclass(frozen=True, slots=True)
class AskedSkills(Kind):
    """Skills of the unit's profiles with the level that is asked for, "NAT-03=2"; in the column a JSON list."""

    words = True
    nothing: ClassVar[object] = ()

    def stored(self, value: object) -> object:
        return json.dumps(list(value), ensure_ascii=False) if isinstance(value, Iterable) else value

    def read(self, kept: object) -> object:
        return tuple(json.loads(str(kept)))


LONGEST_TITLE = 160
"""Characters: a title is what a list shows in a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """Each field declared once (see domain/record.py). `ssyk` is four figures of SSYK 2012 or empty; `start` None is at once or by
    agreement; `apply_by` None is running. `hired` is how many were hired by introductions; protected people are not counted, since how
    many they are would tell where they will be."""

    id: int
    number: str
    employer_id: Annotated[int, Declared(N_("Employer"), KeyOf("employer"), typed=False)]
    employer: str = ""
    hired: int = 0
    title: Annotated[str, Declared(N_("Title"), Line(), required=True, searchable=True)]
    occupation: Annotated[str, Declared(N_("Occupation"), CodeOf("occupation"), column=False)] = ""
    ssyk: Annotated[str, Declared(N_("SSYK code"), Line())] = ""
    places: Annotated[int, Declared(N_("Number of places"), Count(1, MOST_PLACES, 1))] = 1
    extent: Annotated[int, Declared(N_("Extent"), Percent())] = 100
    start: Annotated[date | None, Declared(N_("Starts"), Day())] = None
    apply_by: Annotated[date | None, Declared(N_("Apply by"), Day())] = None
    district: Annotated[str, Declared(N_("District"), OneOf("districts"))] = ""
    place: Annotated[str, Declared(N_("Place"), Line(), searchable=True)] = ""
    schedule: Annotated[str, Declared(N_("Working hours"), Line())] = ""
    language_min: Annotated[str, Declared(N_("Swedish level"), LevelAsked())] = ""
    licence: Annotated[str, Declared(N_("Driving licence"), LicenceAsked())] = ""
    demands: Annotated[tuple[str, ...], Declared(N_("Demands"), DemandList())] = ()
    skills: Annotated[tuple[str, ...], Declared(N_("Skills asked for"), AskedSkills())] = ()
    body: Annotated[str, Declared(N_("Text"), Note())] = ""
    link: Annotated[str, Declared(N_("Link"), Line())] = ""
    source: Annotated[str, Declared(N_("Source"), Named(tuple(SOURCES.items()), "hand"), typed=False)] = "hand"
    source_id: Annotated[str, Declared(N_("Id at the source"), Coded(), typed=False)] = ""
    concept: Annotated[str, Declared(N_("Taxonomy id"), Coded(), typed=False)] = ""
    status: Annotated[str, Declared(N_("State"), Named(tuple(VACANCY_STATUSES.items()), "open"), typed=False)] = "open"

    def applies(self, today: date) -> bool:
        """Whether somebody can still be introduced to it."""
        return self.status == "open" and (self.apply_by is None or self.apply_by >= today)

    def state_on(self, today: date) -> Text:
        """Its state as it is said everywhere: open is what can be applied to."""
        return Text(PASSED if self.status == "open" and not self.applies(today) else VACANCY_STATUSES[self.status])

    def state_told(self, today: date) -> Text:
        """Its state, and that more are hired than it has places."""
        if self.hired <= self.places:
            return self.state_on(today)
        return plural(
            "{state}, {hired} hired to {count} place",
            "{state}, {hired} hired to {count} places",
            self.places,
            state=self.state_on(today),
            hired=self.hired,
            count=self.places,
        )


def crowded(vacancy: Vacancy) -> Text | None:
    """That more were hired than a vacancy has places: told and not prevented, since an employer may have more than was said."""
    if vacancy.hired <= vacancy.places:
        return None
    return plural(
        "{hired} are hired to {title}, which has {places} place. Check the number of places.",
        "{hired} are hired to {title}, which has {places} places. Check the number of places.",
        vacancy.places,
        hired=vacancy.hired,
        title=vacancy.title,
        places=vacancy.places,
    )


@lru_cache(maxsize=4096)
def asked_levels(skills: tuple[str, ...]) -> Mapping[str, int]:
    """By code the level that is asked for of each skill."""
    return {code: int(level) for code, _, level in (s.partition("=") for s in skills)}


ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?:[\w.+@-]*[\w@])?")
PHONE = re.compile(r"(?<![\w-])(?:\+46|0)[\s-]?(?:\(0\))?\d(?:[\s/-]?\d){6,10}(?!\d)")
"""Each begins where a word does, so that a text of one long word is gone through as fast as any other."""
WITHOUT = "…"
WORD = re.compile(r"[^\W_]+")


def without_people(said: str) -> str:
    """A text as a person reads it, without e-mail addresses and phone numbers: of an advertisement no contact person is kept (GDPR
    art. 5.1 c)."""
    return PHONE.sub(WITHOUT, ADDRESS.sub(WITHOUT, plain(said)))


class HeldAgainst(NamedTuple):
    """What a vacancy is held against: the skills of the profiles by code, the code of each district by its code and name in small
    letters, and the day."""

    skills: Mapping[str, str]
    districts: Mapping[str, str]
    today: date


def checked_vacancy(values: Mapping[str, object], known: HeldAgainst) -> dict[str, object]:
    """The values of a vacancy as they may stand. Raises Refused for what no vacancy can be."""
    out = {n: v.strip() if isinstance(v, str) else v for n, v in values.items()}
    _checked_numbers(out)
    for name in ("start", "apply_by"):
        if isinstance(day := out.get(name), date):
            near(day, known.today)
    if out.get("district"):
        out["district"] = _district(str(out["district"]), known.districts)
    if "title" in out and not out["title"]:
        raise Refused(text(N_("A vacancy has a title. Write what the work is called.")), "MISSING_TITLE")
    if len(str(out.get("title") or "")) > LONGEST_TITLE:
        said = N_("A title has {most} characters at most. Write what the work is called, and the rest in the text.")
        raise Refused(text(said, most=LONGEST_TITLE), "LONG_TITLE")
    if out.get("ssyk") and not re.fullmatch(r"\d{4}", str(out["ssyk"])):
        raise Refused(
            text(N_("{code} is no SSYK code. Write four figures, or leave it empty."), code=out["ssyk"]), "SSYK"
        )
    if out.get("language_min") and out["language_min"] not in LANGUAGE_LEVELS:
        said = N_("{level} is no level of Swedish. Use one of {known}.")
        raise Refused(text(said, level=out["language_min"], known=", ".join(LANGUAGE_LEVELS)), "LEVEL")
    if out.get("licence") and out["licence"] not in LICENCES:
        said = N_("{licence} is no class of driving licence. Use one of {known}.")
        raise Refused(text(said, licence=out["licence"], known=", ".join(LICENCES)), "LICENCE_CLASS")
    link = str(out.get("link") or "")
    if link and not re.match(r"https?://[^\s]+$", link):
        raise Refused(text(N_("{link} is no address of a page. It begins with https://."), link=link), "LINK")
    if "demands" in out:
        out["demands"] = tuple(
            d if d.startswith("words=") or stated((d,)) else f"words={d}" for d in _listed(out["demands"])
        )
    if "skills" in out:
        out["skills"] = checked_skills(_listed(out["skills"]), known.skills)
    return out


def _checked_numbers(values: Mapping[str, object]) -> None:
    """Raises Refused for places or an extent that a form would not offer."""
    for name, most in (("places", MOST_PLACES), ("extent", 100)):
        said = values.get(name, 1)
        if not isinstance(said, int) or not 1 <= said <= most:
            told = N_("{field}: {said} is none of 1 to {most}.")
            raise Refused(text(told, field=Text(declared(Vacancy)[name].label), said=said, most=most), name.upper())


def _district(said: str, known: Mapping[str, str]) -> str:
    """The code of a district by its code or name; any words where the city has no list of them. Raises Refused."""
    if not known:
        return said
    if (code := known.get(fold(said))) is None:
        told = N_("{said} is no district of the city. Use one of {known}, or leave it empty.")
        raise Refused(text(told, said=said, known=", ".join(sorted(set(known.values())))), "DISTRICT")
    return code


def _listed(value: object) -> Sequence[str]:
    return [str(v) for v in value] if isinstance(value, list | tuple) else []


def checked_skills(skills: Sequence[str], known: Mapping[str, str]) -> tuple[str, ...]:
    """Skills as "code=level", each once. Raises Refused where no profile has one, or for a level that is none."""
    out: dict[str, str] = {}
    for said in skills:
        code, _, level = (part.strip() for part in said.upper().partition("="))
        if code not in known or level not in {"1", "2", "3", "4"}:
            raise Refused(
                text(N_("{skill} is no skill of a profile with a level 1–4. Write it as PAR-03=2."), skill=said),
                "SKILL",
            )
        out[code] = level
    return tuple(f"{code}={level}" for code, level in out.items())


def _plain_words(said: str) -> str:
    return f" {' '.join(WORD.findall(said.casefold()))} "


def occupation_in(said: str, occupations: Sequence[tuple[str, Sequence[str]]]) -> str:
    """The one occupation whose name or other name stands in a text as whole words; "" where none does, or several do.

    Of the occupations (code, names) are given.
    """
    there = _plain_words(said)
    found = {code for code, names in occupations for name in names if name.strip() and _plain_words(name) in there}
    return found.pop() if len(found) == 1 else ""
