"""Competence: profiles, assessments, and what a certificate says. No level is ever averaged."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, TypedDict, cast

from amdesk.domain.record import Coded, Day, Declared, Kind, Named, Note, YesNo, fields
from amdesk.domain.texts import N_, Text, plural, text

LEVELS = {1: N_("Has tried"), 2: N_("Manages with support"), 3: N_("Manages independently"), 4: N_("Can show others")}
OCCASIONS = {"week4": N_("Assessment 1"), "week12": N_("Assessment 2"), "final": N_("Final"), "extra": N_("Extra")}
PRINT_FROM = 2
"""Levels below this are not printed on the certificate (default of the unit)."""
GENERAL = "GEN"

NEAR = 21
"""Days within which an assessment counts as the planned one of its week."""


def occasion_text(occasion: str, began: date, on: date, planned: date | None = None) -> Text:
    """ "Week 4", counted from the employment's first day: by the plan where it was made near it, else by its own day."""
    if occasion not in {"week4", "week12"}:
        return Text(OCCASIONS[occasion])
    day = planned if planned is not None and abs((planned - on).days) <= NEAR else on
    return text(N_("Week {week}"), week=(day - began).days // 7 + 1)


@dataclass(frozen=True, slots=True)
class Skill:
    code: str
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class Area:
    sv: str
    en: str
    skills: tuple[Skill, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """The skills of one occupation, in one version, the general competences as its last area."""

    id: int
    occupation: str
    version: int
    sv: str
    en: str
    areas: tuple[Area, ...]

    def skills(self) -> list[Skill]:
        return [s for area in self.areas for s in area.skills]


@dataclass(frozen=True, slots=True)
class SkillLevels(Kind):
    """Levels 1-4 by skill code; in the column a JSON object."""

    nothing = None

    def stored(self, value: object) -> object:
        return json.dumps(dict(value)) if isinstance(value, Mapping) else value

    def read(self, kept: object) -> object:
        return json.loads(str(kept))


@dataclass(frozen=True, slots=True)
class Assessment:
    """One dated statement of levels 1-4 by skill code; a skill that is not there was not assessed. Each field is declared once
    (see domain/record.py); what is typed of it are the words beside the levels, which have a grid of their own."""

    id: int
    employment_id: int
    profile_id: int
    occasion: Annotated[str, Declared(N_("Occasion"), Named(tuple(OCCASIONS.items())), typed=False)]
    on_date: Annotated[date, Declared(N_("Day"), Day(), typed=False)]
    assessor: Annotated[str, Declared(N_("Assessed by"), Coded(), typed=False)]
    levels: Annotated[Mapping[str, int], Declared(N_("Levels"), SkillLevels(), typed=False)]
    remark: Annotated[str, Declared(N_("Supervisor's words"), Note())]
    finished: Annotated[bool, Declared(N_("Finished"), YesNo(), typed=False)]
    comment: Annotated[str, Declared(N_("The participant's own comment"), Note())] = ""
    """Never printed."""


def words_of(assessment: Assessment | None) -> dict[str, str]:
    """What is said beside the levels, by the names of the fields; nothing where there is no assessment."""
    return {f.name: getattr(assessment, f.name, "") for f in fields(Assessment) if f.typed}


@dataclass(frozen=True, slots=True)
class Readiness:
    """One line of the list beside the certificate: `jump` names where to mend it."""

    code: str
    ok: bool
    text: Text
    jump: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    name: str
    title: str
    place: str


@dataclass(frozen=True, slots=True)
class CertificateContent:
    """Everything a certificate says, frozen at issue. Never: personal number, health, absence, assistance, form of
    subsidy, averages or what was not assessed (facts on certificates; the paper is the participant's)."""

    number: str
    issued_on: date
    city: str
    department: str
    name: str
    born: date | None
    occupation: str
    host: str
    host_department: str
    from_date: date
    to_date: date
    extent: int
    occasions: int
    areas: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    remark: str
    modules: tuple[tuple[str, int], ...]
    signatures: tuple[Signature, Signature]
    place: str
    phone: str
    replaces: str = ""
    check: str = ""
    levels: Mapping[int, str] = field(default_factory=dict)
    draft: bool = False
    lang: str = "sv"
    """sv, or en for a translation of an issued certificate, which says that it is one."""
    profile: str = ""
    """The occupation whose profile it is, and below the profile's version, the digest of its words, and the printed level of
    each of its skills in their order, 0 where none is printed: what the code says of the areas above."""
    profile_version: int = 0
    wording: str = ""
    pattern: tuple[int, ...] = ()
    link: str = ""
    """Address of the page that checks it, up to its #; empty where the unit has none."""


def latest_levels(assessments: Sequence[Assessment]) -> dict[str, int]:
    """The last level given for each skill, by date."""
    out: dict[str, int] = {}
    for assessment in sorted(assessments, key=lambda a: (a.on_date, a.id)):
        out.update(assessment.levels)
    return out


def printed_areas(
    profile: Profile, levels: Mapping[str, int], lowest: int = PRINT_FROM, lang: str = "sv"
) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """Areas and skills at a printed level, in the profile's order; empty areas are left out."""
    out = []
    for area in profile.areas:
        rows = tuple((getattr(s, lang), levels[s.code]) for s in area.skills if levels.get(s.code, 0) >= lowest)
        if rows:
            out.append((getattr(area, lang), rows))
    return tuple(out)


def printed_pattern(profile: Profile, levels: Mapping[str, int], lowest: int = PRINT_FROM) -> tuple[int, ...]:
    """The printed level of every skill in the profile's order, 0 where none is printed."""
    found = (levels.get(s.code, 0) for s in profile.skills())
    return tuple(level if level >= lowest else 0 for level in found)


def readiness(
    profile: Profile | None,
    assessments: Sequence[Assessment],
    ended: bool,
    supervisor: str,
    case_worker: str,
    lowest: int = PRINT_FROM,
) -> list[Readiness]:
    """What a certificate still lacks, in the order one would mend it."""
    final = next((a for a in assessments if a.occasion == "final"), None)
    levels = latest_levels(assessments)
    count = len(profile.skills()) if profile else 0
    missing = count - sum(1 for s in profile.skills() if final and s.code in final.levels) if profile else 0
    out = [
        Readiness("PROFILE", profile is not None, text(N_("Occupation with a profile")), "occupation"),
        Readiness("FINAL", bool(final and final.levels), text(N_("Final assessment made")), "assess"),
    ]
    if final and missing:
        out.append(_partly(missing))
    if profile and not any(v >= lowest for v in levels.values()):
        out.append(Readiness("LEVELS", False, text(N_("At least one skill at a level that is printed")), "assess"))
    out.append(Readiness("ENDED", ended, text(N_("The employment has ended or ends within 30 days")), "employment"))
    out.append(
        Readiness(
            "REMARK",
            True,
            text(N_("The supervisor's words")) if final and final.remark else text(N_("No words from the supervisor")),
            "remark",
        )
    )
    signed = bool(supervisor and case_worker)
    out.append(
        Readiness(
            "SIGN",
            signed,
            text(N_("Signatures: {supervisor}, {worker}"), supervisor=supervisor or "–", worker=case_worker or "–"),
            "signatures",
        )
    )
    return out


def _partly(missing: int) -> Readiness:
    said = plural(
        "One skill without a final level is left out",
        "{count} skills without a final level are left out",
        missing,
        count=missing,
    )
    return Readiness("PARTLY", True, said, "assess")


def as_typed(lines: Sequence[Readiness], profile: Profile | None, typed: Assessment) -> list[Readiness]:
    """What is lacking after one more key, told before the bank is asked: only what the levels of a final assessment say."""
    if profile is None or typed.occasion != "final":
        return list(lines)
    missing = sum(1 for s in profile.skills() if s.code not in typed.levels)
    out = []
    for line in lines:
        if line.code == "FINAL":
            out.append(replace(line, ok=bool(typed.levels)))
            out += [_partly(missing)] if missing else []
        elif line.code != "PARTLY":
            out.append(line)
    return out


def ready(lines: Sequence[Readiness]) -> bool:
    return all(line.ok for line in lines)


class FrozenSignature(TypedDict):
    name: str
    title: str
    place: str


class Frozen(TypedDict):
    """What a text or a credential is made of in a CertificateContent that was kept as JSON: keys of levels are texts there,
    days ISO texts."""

    number: str
    issued_on: str
    city: str
    department: str
    name: str
    born: str | None
    occupation: str
    host: str
    from_date: str
    to_date: str
    extent: int
    areas: list[tuple[str, list[tuple[str, int]]]]
    remark: str
    modules: list[tuple[str, int]]
    signatures: list[FrozenSignature]
    replaces: str
    levels: dict[str, str]


def read_frozen(content: Mapping[str, object]) -> Frozen:
    """The content of an issued certificate as the bank has kept it: nothing but its issue writes it, so it is not tested."""
    return cast("Frozen", content)


def certificate_text(content: Mapping[str, object]) -> str:
    """A certificate as plain text, in reading order, from its frozen content."""
    frozen = read_frozen(content)
    levels = {int(k): v for k, v in frozen["levels"].items()}
    lines = [
        frozen["city"],
        frozen["department"],
        "",
        "Kompetensintyg",
        f"Intyg nr {frozen['number']}, utfärdat {frozen['issued_on']}",
        *([f"Ersätter intyg nr {frozen['replaces']}"] if frozen["replaces"] else []),
        "",
        frozen["name"] + (f", född {frozen['born']}" if frozen["born"] else ""),
        f"{frozen['occupation']} vid {frozen['host']}, {frozen['from_date']} till {frozen['to_date']}, {frozen['extent']} procent",
        "",
    ]
    for area, rows in frozen["areas"]:
        lines += [
            area,
            *(f"- {skill}: {level}, {levels.get(level, '').lower()}".rstrip(", ") for skill, level in rows),
            "",
        ]
    if frozen["remark"]:
        lines += ["Omdöme", frozen["remark"], ""]
    if frozen["modules"]:
        lines += [
            "Genomfört under anställningen",
            *(f"- {name}: {hours} timmar" for name, hours in frozen["modules"]),
            "",
        ]
    lines += [", ".join(filter(None, (s["name"], s["title"], s["place"]))) for s in frozen["signatures"]]
    return "\n".join(line for line in lines).strip() + "\n"
