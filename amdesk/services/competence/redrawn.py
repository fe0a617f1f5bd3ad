"""A certificate drawn again from what its code says and the city signed, as text: to compare with the paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from amdesk import resources
from amdesk.db.bank.reference import GENERAL_NAME, OccupationFile
from amdesk.domain.competence.assessments import certificate_text
from amdesk.domain.competence.statement import Statement, Wording
from amdesk.domain.values import visible

JOINERS = "\u200c\u200d"
"""What Persian and the scripts of India need inside words; every other invisible character is left out."""


@cache
def own_words() -> dict[str, Wording]:
    """The words of the program's own profiles, by their digest."""
    known = resources.read_json("reference/occupations.json", OccupationFile)
    levels = tuple(str(level["sv"]) for level in sorted(known["levels"], key=lambda level: str(level["value"])))
    general = GENERAL_NAME[0], tuple(s["sv"] for s in known["general"])
    found = (
        Wording(levels, (*((a["sv"], tuple(s["sv"] for s in a["skills"])) for a in job["areas"]), general))
        for job in known["occupations"]
    )
    return {w.digest(): w for w in found}


def seen(said: str) -> str:
    """Words without what nobody sees, but for the joiners."""
    return visible(said, JOINERS)


def areas_of(statement: Statement, words: Wording | None) -> list[tuple[str, list[tuple[str, int]]]]:
    """Areas with the skills that are printed and their levels; skills by their place where their words are not known."""
    count = sum(len(skills) for _, skills in words.areas) if words else 0
    if words is None or count != len(statement.levels):
        rows = [(f"Nr {i}", level) for i, level in enumerate(statement.levels, 1) if level]
        return [(f"Färdigheter i profilen {statement.profile} {statement.version}", rows)]
    left = iter(statement.levels)
    areas = [(title, [(skill, next(left)) for skill in skills]) for title, skills in words.areas]
    shown = [(title, [(skill, level) for skill, level in rows if level]) for title, rows in areas]
    return [(title, rows) for title, rows in shown if rows]


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What was signed, in the parts in which it is drawn; words without what nobody sees. `levels` are the words of the levels
    from 1 on, empty where the profile is not known; `modules` have their hours, `signers` are whole lines."""

    number: str
    issued_on: date
    replaces: str
    name: str
    born: date | None
    occupation: str
    extent: int
    host: str
    from_date: date
    to_date: date
    areas: Sequence[tuple[str, Sequence[tuple[str, int]]]]
    levels: Sequence[str]
    modules: Sequence[tuple[str, int]]
    remark: str
    remark_on_paper: bool
    """Whether the words are too long for the code, which holds their digest."""
    signers: Sequence[str]


def redrawn(statement: Statement, words: Mapping[str, Wording]) -> Redrawn:
    """A certificate to be drawn again beside the paper."""
    s, found = statement, words.get(statement.wording)
    return Redrawn(
        s.number,
        s.issued_on,
        s.replaces,
        seen(s.name),
        s.born,
        seen(s.occupation),
        s.extent,
        seen(_host(s)),
        s.from_date,
        s.to_date,
        [(seen(title), [(seen(skill), level) for skill, level in rows]) for title, rows in areas_of(s, found)],
        [seen(word) for word in (found.levels if found else ())],
        [(seen(name), hours) for name, hours in s.modules],
        seen(s.remark),
        bool(s.remark_digest),
        [seen(", ".join(filter(None, (p.name, p.title, p.place)))) for p in s.signatures if p.name],
    )


def _host(statement: Statement) -> str:
    return ", ".join(part for part in (statement.host, statement.host_department) if part)


def lines(statement: Statement, city: str, words: Mapping[str, Wording]) -> list[str]:
    """The certificate as the code says it, in Swedish as the paper is."""
    found = words.get(statement.wording)
    remark = statement.remark or (
        f"Står på papperet. Kontrollsumma {statement.remark_digest}." if statement.remark_digest else ""
    )
    content = {
        "number": statement.number,
        "issued_on": statement.issued_on,
        "city": city,
        "department": "",
        "name": statement.name,
        "born": statement.born,
        "occupation": statement.occupation,
        "host": _host(statement),
        "from_date": statement.from_date,
        "to_date": statement.to_date,
        "extent": statement.extent,
        "areas": areas_of(statement, found),
        "remark": remark,
        "modules": statement.modules,
        "signatures": [{"name": s.name, "title": s.title, "place": s.place} for s in statement.signatures],
        "replaces": statement.replaces,
        "levels": dict(enumerate(found.levels if found else (), 1)),
    }
    return [seen(line) for line in certificate_text(content).strip().split("\n") if line]
