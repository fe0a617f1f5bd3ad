"""The unit's guidance: chapters in versions, the paragraph of a choice, search, comparison, files in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from amdesk import resources
from amdesk.db.guidance import chapters as db
from amdesk.domain.change import Change, Moved, asked, settle
from amdesk.domain.errors import Refused
from amdesk.domain.guidance.choices import CHOICE_KINDS, GuidedChoice, anchor_of
from amdesk.domain.guidance.evidence import Evidence, evidence_of
from amdesk.domain.guidance.markdown import Block, GuidedSection, parse, sections, title_of
from amdesk.domain.guidance.seeking import sought
from amdesk.domain.guidance.versions import (
    GuidanceVersion,
    TextDifference,
    UsedGuidance,
    chapters_of,
    checked,
    compared,
    in_force,
    words_of,
)
from amdesk.domain.texts import N_, text
from amdesk.i18n import Words
from amdesk.services.bank.work import Work
from amdesk.services.guidance.choosing import choices_of
from amdesk.services.guidance.manual import MANUAL_PARTS
from amdesk.services.guidance.together import settled

PROCESSING = "processing"
"""The chapter that says how personal data is processed here; every extract has it (GDPR art. 15.1)."""
NO_CHAPTER = N_("There is no chapter {chapter} in the guidance. Choose one of: {known}.")


@dataclass(frozen=True, slots=True)
class GuidanceChapter:
    """A chapter with its versions, newest first; `now` is the one in force today, `decided` how many decisions each version
    was in force at."""

    name: str
    title: str
    versions: tuple[GuidanceVersion, ...]
    now: GuidanceVersion | None
    decided: Mapping[int, int]

    @property
    def shown(self) -> GuidanceVersion:
        """What is read first: the one in force, else the newest."""
        return self.now or self.versions[0]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What the guidance says of a choice: the chapter's question, the section of the choice, its evidence card; `before` is
    the version that this one replaced."""

    chapter: str
    question: str
    version: GuidanceVersion
    section: GuidedSection
    evidence: Evidence | None
    before: GuidanceVersion | None


@dataclass(frozen=True, slots=True)
class GuidanceHit:
    """A section that was found: the key of its version, its chapter, anchor and title, and words around what was sought."""

    version: int
    chapter: str
    anchor: str
    title: str
    around: str


class Guidance:
    def __init__(self, work: Work) -> None:
        self.work = work

    # reading

    def chapters(self) -> list[GuidanceChapter]:
        """All chapters in the order of the handbook."""
        found, decided = db.versions(self.work.bank), db.decisions(self.work.bank)
        return [self._chapter(c, found, decided) for c in chapters_of(found, tuple(CHOICE_KINDS))]

    def of(self, chapter: str) -> GuidanceChapter:
        """Raises Refused for a chapter that there is not."""
        found = next((c for c in self.chapters() if c.name == chapter), None)
        if found is None:
            known = ", ".join(c.name for c in self.chapters()) or "–"
            raise Refused(text(NO_CHAPTER, chapter=chapter, known=known), "CHAPTER")
        return found

    def _chapter(self, name: str, found: Sequence[GuidanceVersion], decided: Mapping[int, int]) -> GuidanceChapter:
        own = tuple(v for v in found if v.chapter == name)
        now = in_force(own, self.work.today)
        return GuidanceChapter(name, title_of((now or own[0]).said(self.work.lang)) or name, own, now, decided)

    def version(self, key: int) -> GuidanceVersion:
        """Raises Refused where what added it was undone."""
        found = db.version(self.work.bank, key)
        if found is None:
            raise Refused(text(N_("That version of the guidance is no longer in the bank.")), "GONE")
        return found

    def paragraph(self, kind: str, code: str = "", version: int | None = None, lang: str = "") -> Paragraph | None:
        """What is said of a choice, in the version that holds today or in the one named by its key; of a choice without a
        section of its own, and of a kind as a whole, the chapter. None where the unit has no guidance of that kind."""
        found = db.versions(self.work.bank, kind)
        one = next((v for v in found if v.id == version), None) if version else in_force(found, self.work.today)
        if one is None:
            return None
        said = lang or self.work.lang
        section = (one.section(anchor_of(kind, code), said) if code else None) or _whole(one, kind, said)
        if section is None:
            return None
        before = max((v for v in found if v.until == one.since and v.id != one.id), key=_age, default=None)
        question = title_of(one.said(said)) or section.title
        return Paragraph(kind, question, one, section, evidence_of(section.blocks), before)

    def every_choice(self) -> list[GuidedChoice]:
        """Every choice of the program that guidance can be bound to, named in the reader's language."""
        return choices_of(self.work)

    def without(self, lang: str) -> list[GuidedChoice]:
        """Choices that no section in force speaks of, in a language."""
        anchors = {s.anchor for c in self.chapters() if c.now for s in sections(_own(c.now, lang))}
        return [c for c in self.every_choice() if c.anchor not in anchors]

    def search(self, words: str, limit: int = 12) -> list[GuidanceHit]:
        """Sections in force that have all the words; those with them in their title first."""
        if not words.strip():
            return []
        whose = {s: c for c in self.chapters() if c.now for s in sections(c.now.said(self.work.lang))}
        found = sought(whose, words)[:limit]
        return [GuidanceHit(whose[s].shown.id, whose[s].name, s.anchor, s.title, around) for s, around in found]

    def kept_with_booking(self, ref: str) -> list[UsedGuidance]:
        """Which versions were in force at the decisions about a booking."""
        from amdesk.db.booking import bookings

        found = bookings.by_ref(self.work.bank, ref)
        return db.used(self.work.bank, "booking", found.id) if found else []

    def compare(self, chapter: str, before: int, now: int, lang: str = "") -> list[TextDifference]:
        """Two versions of a chapter by their numbers. Raises Refused."""
        one, other = (self._numbered(chapter, n) for n in (before, now))
        said = lang or self.work.lang
        return compared(one.said(said), other.said(said))

    def _numbered(self, chapter: str, number: int) -> GuidanceVersion:
        found = next((v for v in self.of(chapter).versions if v.version == number), None)
        if found is None:
            said = N_("The chapter {chapter} has no version {version}.")
            raise Refused(text(said, chapter=chapter, version=number), "VERSION")
        return found

    # writing

    def draft(self, chapter: str, sv: str, en: str, why: str = "") -> GuidanceVersion:
        """The words of a chapter as a draft: a new version, or the draft that is there already. Raises Refused for what no
        chapter can be, and where nothing differs."""
        return self._write(chapter, {"sv": sv, "en": en, "why": why}, alone=False)

    def rewrite(self, chapter: str, given: Mapping[str, Change]) -> GuidanceVersion:
        """What was changed of the newest words of a chapter (`sv`, `en`) and of `why`, as a form sends it. Raises Refused, also
        where somebody else has changed the same."""
        return self._write(chapter, given, alone=True)

    def _write(self, chapter: str, given: Mapping[str, str | Change], *, alone: bool) -> GuidanceVersion:
        """`alone`: what is given as why a draft is written is a change also where its words are not changed."""
        bank = self.work.bank
        with bank.write(
            text(N_("Guidance written: {chapter}"), chapter=title_of(asked(given.get("sv", ""))) or chapter)
        ):
            bank.one_at_a_time()
            newest = next(iter(db.versions(bank, chapter)), None)
            now = words_of(newest)
            left = settled(chapter, given, now)
            said = {**now, **left}
            begun = newest is not None and newest.since is None
            if newest is not None and not (left if alone and begun else left.keys() & {"sv", "en"}):
                if alone:
                    return newest
                raise Refused(text(N_("Nothing differs from version {version}."), version=newest.version), "SAME")
            checked(chapter, said["sv"], said["en"])
            if newest is not None and begun:
                key = newest.id
                db.rewrite(bank, key, said["sv"], said["en"], said["why"], bank.actor)
            else:
                key = db.add(bank, chapter, said["sv"], said["en"], said["why"], bank.actor)
        return self.version(key)

    def use(self, key: int, since: date | Change, seen: GuidanceVersion | None = None) -> GuidanceVersion:
        """A draft comes in force from a day on, today or later: what was decided before was decided without it. Raises
        Refused, also where somebody else has chosen another day, or changed its words since they were `seen`."""
        bank, found = self.work.bank, self.version(key)
        if asked(since) < self.work.today:
            raise Refused(
                text(N_("Guidance cannot come in force on a day that has passed. Choose today or a later day.")), "PAST"
            )
        said = text(N_("Guidance in force from {day}: {chapter}"), day=asked(since), chapter=title_of(found.sv))
        with bank.write(said):
            held = db.held_version(bank, key)
            if held is None or (held.since is not None and held.since <= self.work.today):
                raise Refused(text(N_("That version is in force already. Write a new one to change it.")), "IN_FORCE")
            if seen is not None and (held.sv, held.en) != (seen.sv, seen.en):
                told = N_("{name} changed the draft meanwhile. Nothing is stored: read it, then put it in force.")
                raise Moved(text(told, name=held.by))
            left: dict[str, date] = settle(
                {"since": since}, {"since": held.since}, lambda _name, day: (text(N_("In force from")), day)
            )
            for day in left.values():
                db.begin(bank, key, day)
        return self.version(key)

    def first(self) -> int:
        """The program's own handbook as drafts, for a unit that has none; returns how many chapters. Raises Refused."""
        bank = self.work.bank
        if db.versions(bank):
            raise Refused(text(N_("The unit has guidance already. Import a chapter to add to it.")), "THERE")
        with bank.write(text(N_("The program's handbook taken as drafts"))):
            for name in (*CHOICE_KINDS, PROCESSING):
                db.add(bank, name, shipped("sv", name), shipped("en", name), "", bank.actor)
        return len(CHOICE_KINDS) + 1

    # files

    def read(self, path: Path, chapter: str, lang: str) -> GuidanceVersion:
        """A .md or .docx as a draft of a chapter in one language, the other as it stands. Raises BadFile, Refused."""
        from amdesk.imports.guidance import read_chapter

        return self._write(chapter, {"sv" if lang == "sv" else "en": read_chapter(path)}, alone=False)

    def markdown(self, chapter: str, version: int | None = None, lang: str = "") -> str:
        """The words of a chapter: of the version in force or of that number. Raises Refused."""
        found = self._numbered(chapter, version) if version else self.of(chapter).shown
        return found.said(lang or self.work.lang)

    def pdf(self, chapter: str = "", lang: str = "") -> bytes:
        """What is in force as one paper: the whole handbook, or one chapter. Raises Refused."""
        from amdesk.db.bank import settings
        from amdesk.export.handbook import handbook_pdf

        said = lang or self.work.lang
        chosen = [self.of(chapter)] if chapter else self.chapters()
        shown = [c.shown if chapter else c.now for c in chosen]
        words = Words(said, self.work.today)
        parts = [
            (
                parse(v.said(said)),
                words.say(
                    text(N_("Version {version}, in force from {day}"), version=v.version, day=words.long_day(v.since))
                )
                if v.since
                else words(N_("Draft")),
            )
            for v in shown
            if v is not None
        ]
        if not parts:  # a paper without a word would look like one that failed
            parts = [([Block("heading", words(N_("No guidance is in force yet")), 1)], "")]
        unit = [settings.setting(self.work.bank, name) for name in ("city", "department")]
        return handbook_pdf(words(N_("Handbook")), parts, unit, words, self.work.today)

    def manual_pdf(self, lang: str = "") -> bytes:
        """The manual of the program as one paper."""
        from amdesk.export.handbook import handbook_pdf

        said = lang or self.work.lang
        words = Words(said, self.work.today)
        parts = [(parse(resources.manual(said, part)), "") for part in MANUAL_PARTS]
        return handbook_pdf(
            words(N_("Manual")),
            parts,
            ["AMDesk"],
            words,
            self.work.today,
            lambda name: resources.manual_file(said, name),
        )


def shipped(lang: str, chapter: str) -> str:
    """The program's own words of a chapter."""
    return (resources.folder() / "guidance" / lang / f"{chapter}.md").read_text("utf-8")


def _whole(version: GuidanceVersion, kind: str, lang: str) -> GuidedSection | None:
    """A chapter as one section: what is said of its kind, and of each choice."""
    found = parse(version.said(lang))
    return GuidedSection(kind, found[0].plain, found[0].level, tuple(found[1:])) if found else None


def _own(version: GuidanceVersion, lang: str) -> str:
    return version.sv if lang == "sv" else version.en


def _age(v: GuidanceVersion) -> tuple[date, int]:
    return v.since or date.min, v.version
