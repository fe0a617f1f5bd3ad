"""Introducing somebody to a vacancy: its steps, why it ended, and whether she is still there on day 90."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from amdesk.domain.booking.plan import STILL_THERE_AFTER
from amdesk.domain.errors import Refused
from amdesk.domain.people.masked import Masked, Token
from amdesk.domain.record import Coded, Day, Declared, KeyOf, Named
from amdesk.domain.texts import N_, Text, plural, text

INTRODUCTION_STATUSES = {
    "introduced": N_("Introduced"),
    "interview": N_("Interview"),
    "offered": N_("Offered the work"),
    "hired": N_("Hired"),
    "not": N_("Not hired"),
    "not_relevant": N_("Not relevant"),
}
STEPS_OF = ("introduced", "interview", "offered", "hired")
"""In their order; a step may be passed over, none is gone back to but by undo."""
STILL = ("introduced", "interview", "offered")
"""Where it can still go on."""
NOT_REASONS = {
    "OTHER_CHOSEN": N_("Somebody else was chosen"),
    "SKILLS": N_("Skills were not enough"),
    "LANGUAGE": N_("Swedish was not enough"),
    "LICENCE": N_("A licence was missing"),
    "TRAVEL": N_("The way was too long"),
    "HOURS": N_("The hours did not suit"),
    "DECLINED": N_("The participant declined"),
    "WITHDRAWN": N_("The vacancy was withdrawn"),
    "NO_ANSWER": N_("The employer did not answer"),
    "OTHER_WORK": N_("The participant got other work or studies"),
    "OTHER": N_("Other reason"),
}
"""One key each, in this order: 1–9, then 0 and - (design of the page). Never a reason about health."""
REASON_KEYS = "1234567890-"
STAYED = {"yes": N_("Still there"), "no": N_("No longer there"), "unknown": N_("Not reached")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """One person introduced to one vacancy, each field declared once. Where a protected person is introduced tells where she will be,
    so that is masked with her name. `certificate` is the number of the one that went along; it says in which occupation she works."""

    id: int
    participant_id: int
    participant: Masked
    number: str
    vacancy_id: Annotated[int, Declared(N_("Vacancy"), KeyOf("vacancy"), typed=False, erase=False)]
    vacancy: Masked
    vacancy_number: Masked
    employer: Masked
    employer_id: int
    status: Annotated[
        str, Declared(N_("Status"), Named(tuple(INTRODUCTION_STATUSES.items())), typed=False, erase=False)
    ]
    reason: Annotated[str, Declared(N_("Reason"), Named(tuple(NOT_REASONS.items())), typed=False, erase=False)]
    consent_on: Annotated[date | None, Declared(N_("Has said yes on"), Day(), typed=False, erase=False)]
    introduced_on: Annotated[date | None, Declared(N_("Introduced"), Day(), typed=False, erase=False)]
    interview_on: Annotated[date | None, Declared(N_("Interview"), Day(), typed=False, erase=False)]
    offered_on: Annotated[date | None, Declared(N_("Offered the work"), Day(), typed=False, erase=False)]
    closed_on: Annotated[date | None, Declared(N_("Closed on"), Day(), typed=False, erase=False)]
    stayed: Annotated[str, Declared(N_("Day 90"), Named(tuple(STAYED.items())), typed=False, erase=False)]
    stayed_on: Annotated[date | None, Declared(N_("Asked on"), Day(), typed=False, erase=False)]
    certificate: Annotated[Masked, Declared(N_("Certificate"), Coded(), typed=False)]

    def opened(self, token: Token) -> Introduction:
        """The same as it is shown to whoever has opened the person."""
        name, what, number, where, paper = (
            one.opened(token)
            for one in (self.participant, self.vacancy, self.vacancy_number, self.employer, self.certificate)
        )
        return replace(self, participant=name, vacancy=what, vacancy_number=number, employer=where, certificate=paper)

    @property
    def goes_on(self) -> bool:
        return self.status in STILL

    @property
    def day90(self) -> date | None:
        """When it is asked whether she is still there; None where she was not hired."""
        return self.closed_on + STILL_THERE_AFTER if self.status == "hired" and self.closed_on else None


def elsewhere_text(name: Masked, going: Sequence[Masked], hired: Sequence[Masked]) -> Text | None:
    """What is left of somebody who was hired: the vacancies where an answer is waited for, and those where she is noted as hired."""
    said = [
        text(sentence, name=name, vacancies=_listed(titles))
        for sentence, titles in (
            (N_("{name} is noted as hired to {vacancies}, too. Check which it is."), hired),
            (N_("{name} is still introduced to {vacancies}. Note what came of it."), going),
        )
        if titles
    ]
    return text("{one} {more}", one=said[0], more=said[1]) if len(said) > 1 else said[0] if said else None


def _listed(names: Sequence[Masked]) -> Text:
    return Text(", ".join(f"{{name{i}}}" for i in range(len(names))), {f"name{i}": n for i, n in enumerate(names)})


def waiting_text(title: str, count: int) -> Text | None:
    """That somebody waits for an answer of a vacancy that is over."""
    if not count:
        return None
    return plural(
        "{count} is still introduced to {title}. Note what came of it.",
        "{count} are still introduced to {title}. Note what came of it.",
        count,
        count=count,
        title=title,
    )


def next_step(status: str) -> str:
    """The step after a status; "" where there is none."""
    return STEPS_OF[STEPS_OF.index(status) + 1] if status in STILL else ""


def checked_step(now: str, wanted: str) -> None:
    """Raises Refused where the step cannot be taken from where the introduction is."""
    forward = now in STILL and wanted in STEPS_OF and STEPS_OF.index(wanted) > STEPS_OF.index(now)
    if not forward and not (now in STILL and wanted == "not"):
        raise Refused(
            text(
                N_("The introduction is: {status}. The step {wanted} cannot be taken from there."),
                status=Text(INTRODUCTION_STATUSES[now]),
                wanted=Text(INTRODUCTION_STATUSES.get(wanted, wanted)),
            ),
            "STEP",
        )


def checked_reason(reason: str) -> str:
    """A reason by its code. Raises Refused for one that is none."""
    if reason not in NOT_REASONS:
        raise Refused(
            text(N_("Choose why: {reasons}."), reasons=", ".join(NOT_REASONS)),
            "REASON",
        )
    return reason
