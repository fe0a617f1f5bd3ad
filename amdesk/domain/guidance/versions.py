"""Versions of a chapter of guidance: a draft, in force from a day, or replaced by a later one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import takewhile
from typing import NamedTuple

from amdesk.domain.errors import Refused
from amdesk.domain.guidance.markdown import GuidedSection, links, parse, sections
from amdesk.domain.texts import N_, text

GUIDANCE_STATES = {
    "draft": N_("Draft"),
    "coming": N_("In force later"),
    "in_force": N_("In force"),
    "replaced": N_("Replaced"),
}
LONGEST_CHAPTER = 200_000
"""Characters; a longer text is no chapter."""


@dataclass(frozen=True, slots=True)
class GuidanceVersion:
    """One version of a chapter. `sv` and `en` are its Markdown; `since` is None of a draft; `until` is the day before which
    a later version took its place."""

    id: int
    chapter: str
    version: int
    since: date | None
    sv: str
    en: str
    why: str
    by: str
    until: date | None = None

    def said(self, lang: str) -> str:
        """Its Markdown in a language; where that is not written, in the other."""
        first, other = (self.sv, self.en) if lang == "sv" else (self.en, self.sv)
        return first or other

    def state(self, today: date) -> str:
        if self.since is None:
            return "draft"
        if self.since > today:
            return "coming"
        return "replaced" if self.until is not None and self.until <= today else "in_force"

    def section(self, anchor: str, lang: str) -> GuidedSection | None:
        return next((s for s in sections(self.said(lang)) if s.anchor == anchor), None)


class TextDifference(NamedTuple):
    """A line of two versions beside each other: `mark` is "+" (new), "-" (gone) or "" (the same)."""

    mark: str
    said: str


class UsedGuidance(NamedTuple):
    """Which version was in force when a choice was made: `subject` and `subject_id` say what was decided."""

    guidance: int
    chapter: str
    version: int
    choice: str
    on: date


def in_force(versions: Iterable[GuidanceVersion], day: date) -> GuidanceVersion | None:
    """Which version of a chapter holds on a day: the last that came in force, of several on one day the highest."""
    begun = [v for v in versions if v.since is not None and v.since <= day]
    return max(begun, key=lambda v: (v.since or day, v.version), default=None)


def checked(chapter: str, sv: str, en: str) -> None:
    """Raises Refused where a text cannot be a chapter: no Swedish, no heading with an anchor, one anchor twice, or a link
    within the chapter that leads nowhere."""
    if not sv.strip():
        raise Refused(text(N_("The Swedish text is empty. It is the one that holds; write it first.")), "EMPTY")
    for said in (sv, en):
        if len(said) > LONGEST_CHAPTER:
            raise Refused(text(N_("The text is longer than a chapter can be. Divide it into several.")), "LONG")
        anchors = [b.anchor for b in parse(said) if b.anchor]
        if said.strip() and not anchors:
            raise Refused(
                text(
                    N_("No heading says what it is about. Write for instance: ## BEA {example}."),
                    example="{#form.bea_visstid}",
                ),
                "ANCHOR",
            )
        twice = next((a for a in anchors if anchors.count(a) > 1), "")
        if twice:
            raise Refused(text(N_("Two headings are about {anchor}. Keep one of them."), anchor=twice), "TWICE")
        own = [t[1:] for t in links(said) if t.startswith(f"#{chapter}.")]
        lost = next((a for a in own if a not in anchors), "")
        if lost:
            raise Refused(
                text(N_("A link leads to {anchor}, which no heading is about."), anchor=lost),
                "LINK",
            )


def compared(before: str, now: str) -> list[TextDifference]:
    """Two texts block by block."""
    old, new = ([_line(b.level, b.kind, b.said) for b in parse(said)] for said in (before, now))
    out: list[TextDifference] = []
    for act, a1, a2, b1, b2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if act == "equal":
            out += [TextDifference("", said) for said in old[a1:a2]]
        else:
            out += [TextDifference("-", said) for said in old[a1:a2]]
            out += [TextDifference("+", said) for said in new[b1:b2]]
    return out


def _line(level: int, kind: str, said: str) -> str:
    mark = {"heading": "#" * level + " ", "item": "– ", "quote": "| "}.get(kind, "")
    return mark + said


def chapters_of(versions: Sequence[GuidanceVersion], order: Sequence[str]) -> list[str]:
    """The names of all chapters: those that the program knows in their order, then the unit's own."""
    found = {v.chapter for v in versions}
    return [*(c for c in order if c in found), *sorted(found - set(order))]


def words_of(newest: GuidanceVersion | None) -> dict[str, str]:
    """What a new draft begins from: the newest words, and of a draft why it was begun."""
    if newest is None:
        return {"sv": "", "en": "", "why": ""}
    return {"sv": newest.sv, "en": newest.en, "why": newest.why if newest.since is None else ""}


def passage(said: str, every: Sequence[str]) -> str:
    """The lines of a text that are not the same in all of them, from the first to the last of those."""
    lines = [one.splitlines() for one in every]
    head = _same(lines)
    tail = _same([one[head:][::-1] for one in lines])
    own = said.splitlines()
    return "\n".join(own[head : len(own) - tail]).strip()


def _same(texts: Sequence[Sequence[str]]) -> int:
    """How many lines all of them begin with."""
    return sum(1 for _ in takewhile(lambda beside: len(set(beside)) == 1, zip(*texts, strict=False)))
