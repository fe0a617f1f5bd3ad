"""What auditors recommended: answers, measures and evidence, and what has been promised, by when, and what shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from amdesk.db.guidance import chapters
from amdesk.db.results import frozen as reports
from amdesk.db.results import improving as db
from amdesk.domain.change import moved, settle, touched
from amdesk.domain.errors import Refused
from amdesk.domain.record import declared
from amdesk.domain.results.frozen import FrozenFigure, FrozenReport
from amdesk.domain.results.improving import ACTION_STATES, ImprovementAction, too_long
from amdesk.domain.results.report import Listing, Report, Said, Section
from amdesk.domain.results.reviewing import (
    ANSWERED,
    DOCUMENT,
    EVIDENCE_KINDS,
    FOLLOWED,
    GUIDANCE,
    RECEIVED,
    RECOMMENDATION_STATES,
    REPORT,
    AnswerCheck,
    Recommendation,
    ReviewEvidence,
    answer_checks,
    checked_recommendation,
)
from amdesk.domain.texts import N_, Text, text
from amdesk.i18n import LANGUAGES, Words
from amdesk.services.bank.words import in_words
from amdesk.services.bank.work import Work
from amdesk.services.results.improving import gone, kept_words
from amdesk.services.results.told import ToldFigures


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """A piece of evidence as it is shown: of a frozen report its figure, its day and its hash, and whether it still stands. What
    nobody wrote words for is called as the reader's language has it."""

    evidence: ReviewEvidence
    figure: str = ""
    on: date | None = None
    digest: str = ""
    unchanged: bool = True
    told: bool = False
    """Whether a report that was given out has told the figure."""


@dataclass(frozen=True, slots=True)
class ReviewList:
    """Every recommendation; the actions that answer them; and what each evidence shows."""

    recommendations: tuple[Recommendation, ...]
    actions: tuple[ImprovementAction, ...]
    cards: dict[int, ShownEvidence]
    checks: dict[int, list[AnswerCheck]]

    def actions_of(self, of: Recommendation) -> list[ImprovementAction]:
        return [a for a in self.actions if a.id in of.actions]


class Reviews:
    def __init__(self, work: Work) -> None:
        self.work = work
        self._words = Words(work.lang, work.today)

    # reading

    def listed(self) -> ReviewList:
        """Review by review, those received last first."""
        bank = self.work.bank
        with bank.read():
            found, actions = db.recommendations(bank), db.actions(bank)
            frozen = {r.number: r for r in reports.listed(bank)}
            told = ToldFigures(bank)
        cards = {e.id: self._card(e, frozen, told) for r in found for e in r.evidence}
        checks = {}
        for r in found:
            known, kept = self._known(r, frozen, told)
            checks[r.id] = answer_checks(r, known, [a for a in actions if a.id in r.actions], kept)
        return ReviewList(tuple(found), tuple(actions), cards, checks)

    def _card(self, e: ReviewEvidence, frozen: dict[str, FrozenReport], told: ToldFigures) -> ShownEvidence:
        number, _, ident = e.reference.partition(" ")
        report = frozen.get(number) if e.kind == REPORT else None
        if report is None:
            return ShownEvidence(e)
        figure = report.figure(ident, self.work.lang) if ident else None
        said = ""
        if figure is not None and figure.count is not None:
            of = text(N_("{count} of {base}"), count=figure.count, base=figure.base)
            said = self._words.say(of) if figure.base is not None else str(figure.count)
        own = e.said not in {_called(report, ident, lang) for lang in LANGUAGES}
        shown = e if own else replace(e, said=_called(report, ident, self.work.lang))
        return ShownEvidence(shown, said, report.on, report.digest, report.unchanged, told.tells(report, ident))

    def _known(
        self, of: Recommendation, frozen: dict[str, FrozenReport], told: ToldFigures
    ) -> tuple[list[FrozenFigure], list[FrozenFigure]]:
        """The figures of the frozen reports that show it, and those of them that count few and that no report has told to others."""
        known: list[FrozenFigure] = []
        kept: list[FrozenFigure] = []
        for e in of.evidence:
            report = frozen.get(e.reference.partition(" ")[0]) if e.kind == REPORT else None
            mine = report.figures(self.work.lang) if report else []
            known += mine
            kept += [f for f in mine if report and f.of_few and not told.tells(report, f.id)]
        return known, kept

    def of(self, ref: str) -> Recommendation:
        """Raises Refused for one that there is not."""
        every = db.recommendations(self.work.bank)
        found = next((r for r in every if r.ref == ref.strip().upper()), None)
        if found is None:
            known = ", ".join(r.ref for r in every[:5]) or "–"
            said = N_("There is no recommendation {ref}. There are: {known}.")
            raise Refused(text(said, ref=ref, known=known), "NO_RECOMMENDATION")
        return found

    def promised(self) -> Report:
        """What we have promised, by when, and what shows it: one page, which a report's PDF, Word and Excel are made of. It is read
        by others: of the frozen reports it tells what a report that was given out has told."""
        found = self.listed()
        sections = [
            Section(
                text(N_("{reviewer} {review}"), reviewer=one[0].reviewer, review=one[0].review),
                listings=[_promises(one, found)],
            )
            for one in _by_review(found.recommendations)
        ]
        title = Text(N_("What we have promised, by when, and what shows it"))
        today = self.work.today
        made = Report("promised", title, today, today, today, sections, made=self.work.clock.now())
        return _for_others(made, found.recommendations, found)

    def answer_paper(self, of: Recommendation) -> Report:
        """One recommendation with its answer, its measures, what shows it and what cannot be shown, for whoever recommended it."""
        found, today = self.listed(), self.work.today
        title = text(
            N_("Answer to {reviewer} {review}, recommendation {number}"),
            reviewer=of.reviewer,
            review=of.review,
            number=of.position,
        )
        parts = [
            (N_("The recommendation"), [of.words]),
            (N_("Our answer"), of.answer.splitlines()),
            (N_("What we cannot show"), of.not_shown.splitlines()),
        ]
        sections = [Section(Text(name), sentences=_written(lines)) for name, lines in parts]
        sections.insert(2, Section(Text(N_("Measures and evidence")), listings=[_promises([of], found)]))
        made = Report("answer", title, today, today, today, sections, made=self.work.clock.now())
        return _for_others(made, [of], found)

    # writing

    def add(self, made: Recommendation) -> Recommendation:
        """A recommendation that came in; its key and reference are given here. Raises Refused."""
        checked_recommendation(made)
        bank = self.work.bank
        with bank.write(text(N_("Recommendation added: {title}"), title=made.title)):
            ref = db.next_ref(bank, "recommendation", "R")
            db.add(bank, "recommendation", {"ref": ref, **kept_words(made)})
        return self.of(ref)

    def change(self, of: Recommendation, given: Mapping[str, object]) -> Recommendation:
        """Facts of a recommendation, its answer among them, each a Change as a form sends it, or what is to stand there. Raises
        Refused, also where somebody else has changed one of them."""
        if touched(given):
            with self._held(of, text(N_("Recommendation changed: {title}"), title=of.title)):
                now = self.of(of.ref)
                left: dict[str, object] = settle(given, {n: getattr(now, n) for n in given}, self._say)
                if left:
                    after = replace(now, **left)  # type: ignore[arg-type]  # of its own fields
                    checked_recommendation(after)
                    wanted = kept_words(after)
                    db.change(self.work.bank, "recommendation", of.id, {n: wanted[n] for n in left})
        return self.of(of.ref)

    def _say(self, name: str, now: object) -> tuple[Text, object]:
        field = declared(Recommendation)[name]
        return Text(field.label), in_words(self.work, field.kind, now)

    def set_state(self, of: Recommendation, state: str) -> Recommendation:
        """Answered or followed up today, or to be answered after all. Raises Refused for an answer that is not written."""
        if state != RECEIVED and not of.answer.strip():
            raise Refused(text(N_("Write the answer first.")), "NO_ANSWER")
        if state == FOLLOWED and of.answered_on is None:
            raise Refused(text(N_("It is followed up after it was answered.")), "NOT_ANSWERED")
        today = self.work.today
        answered = None if state == RECEIVED else of.answered_on or today
        said = text(N_("Recommendation {title}: {state}"), title=of.title, state=Text(RECOMMENDATION_STATES[state]))
        with self._held(of, said) as row:
            for name, label in (("answered_on", N_("Answered")), ("followed_on", N_("Followed up"))):
                if str(row[name] or "") != str(getattr(of, name) or ""):
                    raise moved(Text(label), row[name])
            values = {"answered_on": answered, "followed_on": today if state == FOLLOWED else None}
            db.change(self.work.bank, "recommendation", of.id, values)
        return self.of(of.ref)

    def tie(self, of: Recommendation, action: ImprovementAction) -> Recommendation:
        """An action answers the recommendation. Raises Refused where it does already."""
        with self._held(of, text(N_("{title}: action {action} answers it"), title=of.title, action=action.title)):
            if action.id in self.of(of.ref).actions:
                raise Refused(text(N_("That action answers the recommendation already.")), "THERE")
            db.add(self.work.bank, "recommendation_action", {"recommendation_id": of.id, "improvement_id": action.id})
        return self.of(of.ref)

    def untie(self, of: Recommendation, action: ImprovementAction) -> Recommendation:
        """An action does not answer the recommendation after all. Raises Refused where it does not."""
        with self._held(
            of, text(N_("{title}: action {action} does not answer it"), title=of.title, action=action.title)
        ):
            if not db.untie(self.work.bank, of.id, action.id):
                raise gone()
        return self.of(of.ref)

    def take_away(self, of: Recommendation, evidence: ReviewEvidence) -> Recommendation:
        """A piece of evidence does not show it after all. Raises Refused where it is gone already."""
        with self._held(of, text(N_("{title}: evidence taken away: {what}"), title=of.title, what=evidence.said)):
            if db.held(self.work.bank, "evidence", evidence.id) is None:
                raise gone()
            db.change(self.work.bank, "evidence", evidence.id, {"void": 1})
        return self.of(of.ref)

    def show(self, of: Recommendation, kind: str, reference: str, said: str = "") -> Recommendation:
        """One more piece of evidence: the number of a frozen report with the id of a figure ("F-2026-003 reached_day90.all"), a chapter
        of guidance with its version ("assess 4"), or a document by its name. Raises Refused for what there is not, and for what
        shows it already."""
        kept, words = self._evidence(kind, reference.strip(), said.strip())
        with self._held(of, text(N_("{title}: evidence {what}"), title=of.title, what=words)):
            if (kind, kept) in {(e.kind, e.reference) for e in self.of(of.ref).evidence}:
                raise Refused(text(N_("{what} shows the recommendation already."), what=words), "THERE")
            made = ReviewEvidence(0, kind, kept, words, self.work.today)
            db.add(self.work.bank, "evidence", {"recommendation_id": of.id, **kept_words(made)})
        return self.of(of.ref)

    def _evidence(self, kind: str, reference: str, said: str) -> tuple[str, str]:
        """(reference, words) as they are kept."""
        too_long((reference, 200), (said, 200))
        if kind == REPORT:
            return self._reported(reference, said)
        if kind == GUIDANCE:
            return self._guided(reference, said)
        if kind != DOCUMENT or not reference:
            raise Refused(text(N_("Write which document shows it, with its number or date.")), "EVIDENCE")
        return reference, said or reference

    def _reported(self, reference: str, said: str) -> tuple[str, str]:
        number, _, ident = reference.partition(" ")
        found = reports.of(self.work.bank, number)
        if found is None:
            raise Refused(
                text(N_("There is no frozen report {number}. Freeze it first."), number=number or "–"), "NO_REPORT"
            )
        figure = found.figure(ident.strip(), self.work.lang) if ident.strip() else None
        if ident.strip() and figure is None:
            told = N_("The frozen report {number} has no figure {figure}.")
            raise Refused(text(told, number=number, figure=ident.strip()), "NO_FIGURE")
        return reference, said or _called(found, ident.strip(), self.work.lang)

    def _guided(self, reference: str, said: str) -> tuple[str, str]:
        name, _, number = reference.partition(" ")
        held = next((v for v in chapters.versions(self.work.bank, name) if str(v.version) == number.strip()), None)
        if held is None or held.since is None or held.since > self.work.today:
            told = N_("No version {version} of the chapter {chapter} was ever in force.")
            raise Refused(text(told, version=number.strip() or "–", chapter=name or "–"), "NO_VERSION")
        words = self._words.say(text(N_("Guidance {chapter}, version {version}"), chapter=name, version=held.version))
        return reference, said or words

    @contextmanager
    def _held(self, of: Recommendation, said: Text) -> Iterator[db.Values]:
        bank = self.work.bank
        with bank.write(said):
            row = db.held(bank, "recommendation", of.id)
            if row is None:
                raise gone()
            yield row


def _by_review(found: Sequence[Recommendation]) -> list[list[Recommendation]]:
    out: dict[tuple[str, str], list[Recommendation]] = {}
    for r in found:
        out.setdefault((r.reviewer, r.review), []).append(r)
    return list(out.values())


def _promises(of: Sequence[Recommendation], found: ReviewList) -> Listing:
    """A line for each measure of each recommendation; where there is none, the recommendation alone."""
    heads = (
        N_("No."),
        N_("Recommendation"),
        N_("Answer"),
        N_("Measure"),
        N_("Whose"),
        N_("By when"),
        N_("State"),
        N_("What shows it"),
    )
    lines: list[Sequence[Text | str | int | None]] = []
    for r in of:
        cards = [found.cards[e.id] for e in r.evidence]
        shown = _all([_card_said(c) for c in cards]) if cards else Text("–")
        state = text(N_("{state}, by {day}"), state=Text(RECOMMENDATION_STATES[r.state]), day=r.due)
        actions = found.actions_of(r)
        for i, a in enumerate(actions):
            first = (r.position, r.title, state) if i == 0 else (None, None, None)
            more = (a.title, a.owner, str(a.due), Text(ACTION_STATES[a.state]), shown if i == 0 else None)
            lines.append((*first, *more))
        if not actions:
            lines.append((r.position, r.title, state, None, None, None, None, shown))
    return Listing([Text(h) for h in heads], lines, "promised")


def _written(lines: Sequence[str]) -> list[Said]:
    """A line for each that says something; a heading over nothing would look like a page that was lost."""
    said = [Said(text("{said}", said=line)) for line in lines if line.strip()]
    return said or [Said(Text(N_("Not written yet.")))]


def _called(report: FrozenReport, ident: str, lang: str) -> str:
    """What a frozen report, or a figure of it, is called in a language where nobody wrote other words for it."""
    figure = report.figure(ident, lang) if ident else None
    return f"{figure.label}, {report.first} – {report.last}" if figure else str(report.said(lang)["title"])


def _card_said(card: ShownEvidence) -> Text:
    if not card.figure:
        return text("{said}", said=card.evidence.said)
    if not card.told:
        return text(N_("{what} (the figure is not given out yet)"), what=card.evidence.said)
    return text("{said}: {figure}", said=card.evidence.said, figure=card.figure)


def _all(said: Sequence[Text]) -> Text:
    """Several beside each other."""
    names = [f"part{i}" for i in range(len(said))]
    return Text("; ".join(f"{{{n}}}" for n in names), dict(zip(names, said, strict=True)))


def _for_others(made: Report, of: Sequence[Recommendation], found: ReviewList) -> Report:
    """A paper that leaves the unit; it says so where a figure of a frozen report does not."""
    cards = [found.cards[e.id] for r in of for e in r.evidence]
    said = Text(N_("A figure that is not given out yet stands in no paper before its report is given out."))
    kept = any(c.figure and not c.told for c in cards)
    return replace(made, audience="outside", notes=[said] if kept else [])


__all__ = ["ANSWERED", "EVIDENCE_KINDS", "ReviewList", "Reviews", "ShownEvidence"]
