"""Profiles being written: what a good one is, codes for new skills, and what differs between two versions."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from amdesk.domain.competence.assessments import GENERAL, Area, Profile, Skill
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, Text, text

PROFILE_STATES = {"draft": N_("Draft"), "in_use": N_("In use"), "retired": N_("Retired"), "replaced": N_("Replaced")}
LONGEST = 160
"""A longer skill does not stay readable on the certificate."""


def own_areas(profile: Profile) -> list[Area]:
    """The areas that belong to the occupation: all but the general competences, which every profile shares."""
    return [a for a in profile.areas if not all(s.code.startswith(f"{GENERAL}-") for s in a.skills)]


def general_areas(profile: Profile) -> list[Area]:
    return [a for a in profile.areas if a.skills and all(s.code.startswith(f"{GENERAL}-") for s in a.skills)]


def checked(areas: Sequence[Area], occupation: str, taken: Collection[str]) -> list[Area]:
    """The areas with codes for new skills, none used before (`taken`: codes of every version). Raises Refused.

    A code stands for the same skill for ever: levels given under it are read back years later.
    """
    kept = [a for a in areas if a.sv.strip() or a.skills]
    if not kept or not any(a.skills for a in kept):
        raise Refused(text(N_("A profile has at least one area with one skill.")), "EMPTY")
    seen: set[str] = set()
    last = max((int(c.rpartition("-")[2]) for c in taken if c.rpartition("-")[2].isdigit()), default=0)
    out: list[Area] = []
    for area in kept:
        if not area.sv.strip() or not area.skills:
            raise Refused(text(N_("Every area has a name and at least one skill.")), "AREA")
        skills: list[Skill] = []
        for skill in area.skills:
            _check(skill, taken, seen)
            code = skill.code
            if not code:
                last += 1
                code = f"{occupation}-{last:02d}"
            seen.add(code)
            skills.append(Skill(code, skill.sv.strip(), skill.en.strip() or skill.sv.strip()))
        out.append(Area(area.sv.strip(), area.en.strip() or area.sv.strip(), tuple(skills)))
    return out


def _check(skill: Skill, taken: Collection[str], seen: Collection[str]) -> None:
    if not skill.sv.strip():
        raise Refused(text(N_("A skill has no Swedish text. Write it, or take the row away.")), "TEXT")
    if len(skill.sv.strip()) > LONGEST:
        raise Refused(
            text(
                N_("“{skill}” is longer than {most} characters. Make it shorter."),
                skill=skill.sv.strip()[:40],
                most=LONGEST,
            ),
            "LONG",
        )
    if skill.code and skill.code not in taken:
        raise Refused(
            text(N_("{code} is no skill of this profile. Leave the code empty for a new skill."), code=skill.code),
            "CODE",
        )
    if skill.code in seen:
        raise Refused(text(N_("{code} stands there twice. Each code stands for one skill."), code=skill.code), "TWICE")


def changes(before: Profile, after: Profile, lang: str = "sv") -> list[Text]:
    """What the newer version adds, takes away and words anew; skills are named in `lang`."""
    old, new = ({s.code: s for s in p.skills()} for p in (before, after))
    out = [text(N_("New: {skill}"), skill=s.sv if lang == "sv" else s.en) for c, s in new.items() if c not in old]
    out += [text(N_("Gone: {skill}"), skill=s.sv if lang == "sv" else s.en) for c, s in old.items() if c not in new]
    out += [
        text(N_("Now: {skill}"), skill=s.sv if lang == "sv" else s.en)
        for c, s in new.items()
        if c in old and (old[c].sv, old[c].en) != (s.sv, s.en)
    ]
    return out
