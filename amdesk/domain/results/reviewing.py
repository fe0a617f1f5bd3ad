"""What auditors recommended, what is answered and done, and what shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, NamedTuple

from amdesk.domain.errors import Refused
from amdesk.domain.record import Count, Day, Declared, Line, Named, Note
from amdesk.domain.results.frozen import FrozenFigure
from amdesk.domain.results.improving import ACTION_WORDS, ImprovementAction, too_long
from amdesk.domain.results.textcheck import rounded
from amdesk.domain.texts import N_, Text, text

RECEIVED, ANSWERED, FOLLOWED = "received", "answered", "followed"
RECOMMENDATION_STATES = {
    RECEIVED: N_("To be answered"),
    ANSWERED: N_("Answered"),
    FOLLOWED: N_("Followed up"),
}
REPORT, GUIDANCE, DOCUMENT = "report", "guidance", "document"
EVIDENCE_KINDS = {
    REPORT: N_("Frozen report"),
    GUIDANCE: N_("Guidance in a version"),
    DOCUMENT: N_("Document"),
}
"""What can show that something was done. A cohort is frozen as a report is."""


@dataclass(frozen=True, slots=True)
class ReviewEvidence:
    """What shows it: the number of a frozen report with the id of a figure, a chapter with its version, or a document by its name.
    Each field is declared once (see domain/record.py)."""

    id: int
    kind: Annotated[str, Declared(N_("What shows it"), Named(tuple(EVIDENCE_KINDS.items())))]
    reference: Annotated[str, Declared(N_("Reference"), Line())]
    said: Annotated[str, Declared(N_("In words"), Line())]
    added_on: Annotated[date, Declared(N_("Added"), Day(), typed=False)]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation of one review, in the reviewers' own words, with the unit's answer, measures and evidence. Each field is
    declared once; `review` is the review's own reference, as the reviewers write it, `record` the unit's own (diarienummer)."""

    id: int
    ref: str
    reviewer: Annotated[str, Declared(N_("Who recommended it"), Line())]
    review: Annotated[str, Declared(N_("The review's reference"), Line())]
    position: Annotated[int, Declared(N_("Number"), Count(1, 999, 1))]
    title: Annotated[str, Declared(N_("What it is called"), Line())]
    words: Annotated[str, Declared(N_("The recommendation's own words"), Note())]
    record: Annotated[str, Declared(N_("Our record number"), Line())]
    received: Annotated[date, Declared(N_("Received"), Day())]
    due: Annotated[date, Declared(N_("To be answered by"), Day())]
    answer: Annotated[str, Declared(N_("Our answer"), Note())] = ""
    not_shown: Annotated[str, Declared(N_("What we cannot show"), Note())] = ""
    answered_on: Annotated[date | None, Declared(N_("Answered on"), Day(), typed=False)] = None
    followed_on: Annotated[date | None, Declared(N_("Followed up on"), Day(), typed=False)] = None
    actions: tuple[int, ...] = ()
    evidence: tuple[ReviewEvidence, ...] = ()

    @property
    def state(self) -> str:
        return FOLLOWED if self.followed_on else ANSWERED if self.answered_on else RECEIVED

    def late(self, today: date) -> bool:
        return self.state == RECEIVED and self.due < today


class AnswerCheck(NamedTuple):
    """One check of an answer: whether it holds, and what it says."""

    holds: bool
    said: Text


class SaidFigure(NamedTuple):
    """A number of an answer: as it stands there, its value, how many decimals it has, and whether it is a share."""

    said: str
    value: Fraction
    decimals: int
    percent: bool


NUMBER = re.compile(
    r"(?<![\w,.:§–/-])(\d{1,3}(?:[ \u00a0,.]\d{3})+|\d+(?:[.,]\d+)?)(?![\w:/]|[-.,]\d)([ \u00a0]?(?:%|procent\b|per\s?cent\b))?",
    re.IGNORECASE,
)
GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0,.]\d{3})+")
MONTHS = (
    "jan(?:uari|uary)?|feb(?:ruari|ruary)?|mars?|march|apr(?:il)?|maj|may|june?|juni|july?|juli|aug(?:ust|usti)?|sept?(?:ember)?|okt(?:ober)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
COUNTED = r"(?!\s+(?:deltagare|personer|anställningar|participants|people|employments|kronor|kr)\b)"
NO_FIGURES = re.compile(
    rf"\b\d{{1,2}} (?:{MONTHS})\b|§+ ?\d+|\b\d{{4}}-\d{{2}}(?:-\d{{2}})?\b|\b(?:19|20)\d\d\b{COUNTED}|\b(?:dag|day)[ \u00a0]90\b|\b90[ \u00a0](?:dagar|days)\b",
    re.IGNORECASE,
)
"""Dates, paragraphs, years, and day 90 count nothing."""


def numbers_in(said: str) -> list[SaidFigure]:
    """The numbers of a text that count something, Swedish or English: 1 204, 1,204, 81,9 %."""
    out = []
    for m in NUMBER.finditer(NO_FIGURES.sub(lambda gone: " " * len(gone[0]), said)):
        number, share = m[1], bool(m[2])
        if GROUPED.fullmatch(number):
            value, decimals = Fraction(re.sub(r"\D", "", number)), 0
        else:
            value, decimals = (
                Fraction(number.replace(",", ".")),
                len(re.split(r"[.,]", number)[1]) if re.search(r"[.,]", number) else 0,
            )
        out.append(SaidFigure(m[0].strip(), value, decimals, share))
    return out


def stands(figure: SaidFigure, known: Iterable[FrozenFigure]) -> bool:
    """Whether a frozen figure has the number: as its count or base, or as its share, rounded as it is said."""
    for f in known:
        if f.count is None:
            continue
        if figure.percent:
            if f.base and rounded(f.count, f.base, figure.decimals) == figure.value:
                return True
        elif figure.value in {f.count, f.base}:
            return True
    return False


def answer_checks(
    of: Recommendation,
    known: Sequence[FrozenFigure],
    actions: Sequence[ImprovementAction],
    kept: Sequence[FrozenFigure] = (),
) -> list[AnswerCheck]:
    """What is to be green, or explained, before an answer is given: `known` are the figures of its frozen reports, `kept` those of
    them that count few people and that no report has told to others."""
    out, said = [_said(of)], numbers_in(of.answer)
    loose = [n for n in said if not stands(n, known)]
    if loose:
        told = N_("No frozen report of the evidence has the figure {number}.")
        out.append(AnswerCheck(False, text(told, number=loose[0].said)))
    elif said:
        out.append(AnswerCheck(True, Text(N_("Every figure of the answer stands in a frozen report."))))
    if own := [n for n in said if stands(n, kept) and not stands(n, [f for f in known if f not in kept])]:
        sentence = N_("{number} counts few people and stands in no report that was given out.")
        out.append(AnswerCheck(False, text(sentence, number=own[0].said)))
    if not of.evidence:
        out.append(AnswerCheck(False, Text(N_("Nothing is there yet that shows it."))))
    after = [a for a in actions if a.open and a.due > of.due]
    if after:
        told = N_("“{title}” is done {day}, after the answer.")
        out.append(AnswerCheck(False, text(told, title=after[0].title, day=after[0].due)))
    if not of.not_shown.strip():
        out.append(AnswerCheck(False, Text(N_("What cannot be shown is not written."))))
    return out


def _said(of: Recommendation) -> AnswerCheck:
    if of.answer.strip():
        return AnswerCheck(True, Text(N_("The answer is written.")))
    return AnswerCheck(False, Text(N_("The answer is not written.")))


def checked_recommendation(of: Recommendation) -> None:
    """Raises Refused for a recommendation that cannot be kept."""
    for said, what in (
        (of.reviewer, N_("who recommended it")),
        (of.review, N_("the review's reference")),
        (of.title, N_("what it is called")),
        (of.words, N_("the recommendation's own words")),
    ):
        if not said.strip():
            raise Refused(text(N_("The recommendation does not say {what}. Write it."), what=Text(what)), "EMPTY")
    if of.due < of.received:
        told = N_("The answer is due {due}, before the recommendation was received {received}. Change one of the days.")
        raise Refused(text(told, due=of.due, received=of.received), "ORDER")
    too_long(
        (of.reviewer, 120),
        (of.review, 60),
        (of.title, 120),
        (of.record, 60),
        (of.words, ACTION_WORDS),
        (of.answer, 4 * ACTION_WORDS),
        (of.not_shown, ACTION_WORDS),
    )
