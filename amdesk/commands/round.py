"""amdesk match --all: a matching round as one document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from amdesk.commands.common import Call, put
from amdesk.domain.booking.ahead import THIN
from amdesk.domain.booking.rounds import Policy, Price, Proposal, RoundPeriod
from amdesk.domain.errors import Refused
from amdesk.domain.people.masks import HIDDEN
from amdesk.domain.texts import N_, text

if TYPE_CHECKING:
    from amdesk.services.booking.rounds import Round
    from amdesk.services.desk import Desk


class NotThereDocument(TypedDict):
    """Why one proposal is not at the place of another, and how much less of which aim there would be."""

    this: str
    that: str
    text: str
    aim: str
    less: int


@dataclass(frozen=True, slots=True)
class RoundWanted:
    """What was asked for on the command line; None is as the unit's own policy and period say."""

    policy: Path | None = None
    first: date | None = None
    last: date | None = None
    ahead: bool | None = None
    strength: int | None = None
    why_not: tuple[str, str] | None = None
    """Numbers of two participants."""
    by_wishes: bool | None = None

    def policy_in(self, desk: Desk) -> Policy:
        found = desk.rounds.policy_of(self.policy) if self.policy else desk.rounds.policy()
        ahead = found.look_ahead if self.ahead is None else self.ahead
        wished = found.by_wishes and not self.ahead if self.by_wishes is None else self.by_wishes
        return replace(
            found, look_ahead=ahead and not wished, strength=self.strength or found.strength, by_wishes=wished
        )


def run_round(call: Call, wanted: RoundWanted, as_json: bool) -> None:
    """Solve, explain and price a round, and keep it; nothing is booked."""
    with call.desk() as desk:
        usual = desk.rounds.period()
        period = RoundPeriod(wanted.first or usual.first, wanted.last or usual.last)
        answer = desk.rounds.solve(period=period, policy=wanted.policy_in(desk))
        not_there = _why_not(call, answer, wanted.why_not) if wanted.why_not else None
        warned = [[call.words.say(r.text) for r in said if r.warns] for said in desk.rounds.reasons(answer)]
        left = desk.rounds.unplaced(answer)
        prices: list[Price] = []
        for _ in desk.rounds.prices(answer, prices):
            pass
        ref = desk.rounds.keep(answer)
    document = {
        "round": ref,
        "policy": answer.question.policy.document(),
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "people": len(answer.question.people),
        "places": len(answer.question.slots),
        "optimal": {
            "placed": len(answer.optimal),
            "score": answer.score,
            "assignments": [_proposal(p) | {"warnings": w} for p, w in zip(answer.optimal, warned, strict=True)],
        },
        "first_come": {"placed": len(answer.first_come), "score": sum(p.match.score for p in answer.first_come)},
        "unplaced": [
            {
                "participant": u.person.number,
                "fitting": None if u.person.protection else u.fitting,
                "why": [call.words.say(w) for w in u.why],
            }
            for u in left
        ],
        "prices": [_price(p) for p in prices],
    }
    if not_there is not None:
        document["why_not"] = not_there
    if as_json:
        put(document)
        return
    say = call.words
    placed, before = len(answer.optimal), len(answer.first_come)
    click.echo(
        say(
            N_("{placed} of {people} are placed; one at a time it would be {before}."),
            placed=placed,
            people=len(answer.question.people),
            before=before,
        )
    )
    for p, said in zip(answer.optimal, warned, strict=True):
        if p.person.protection:
            click.echo(f"  ?  {p.person.number}  {say(HIDDEN)}")
            continue
        line = f"{p.match.score:>3}  {p.person.number}  {p.slot.placement.number}  {p.from_date} – {p.to_date}"
        click.echo("  ".join([line, "; ".join(said)] if said else [line]))
    for u in left:
        click.echo(f"  –  {u.person.number}  {'; '.join(say.say(w) for w in u.why)}")
    if answer.question.policy.look_ahead and answer.outlook is None:
        click.echo(say(THIN))
    if not_there is not None:
        click.echo(not_there["text"])


def _why_not(call: Call, answer: Round, pair: tuple[str, str]) -> NotThereDocument:
    """Why the first of two is not proposed where the second is. Of protected people nobody is told where they would be."""
    from amdesk.services.booking.instead import why_not

    found = {p.person.number: p for p in answer.optimal}
    this, that = (_proposed(found, number) for number in pair)
    said = why_not(answer, this, that)
    return {
        "this": this.person.number,
        "that": that.person.number,
        "text": call.words.say(said.text),
        "aim": said.aim,
        "less": said.less,
    }


def _proposed(found: Mapping[str, Proposal], number: str) -> Proposal:
    p = found.get(number.strip().upper())
    if p is None:
        raise Refused(text(N_("{number} has no proposal in this round."), number=number), "NO_PROPOSAL")
    if p.person.protection:
        raise Refused(
            text(N_("The record of {number} is protected: no place is told here."), number=number), "PROTECTED"
        )
    return p


def _proposal(p: Proposal) -> dict[str, object]:
    """Of a protected person neither where nor when, since a day tells which bar of the board is hers, nor how well it fits: matched
    by herself, for a reason, she is shown the places that fit."""
    from amdesk.services.booking.rounds import kept

    return kept(p) | (dict.fromkeys(("placement", "from", "to", "score")) if p.person.protection else {})


def _price(p: Price) -> dict[str, object]:
    return {
        "occupation": p.kind.occupation,
        "district": p.kind.district,
        "language_min": p.kind.language_min,
        "licence": p.kind.licence,
        "placement": p.placement.number,
        "places": p.places,
        "fitting": p.fitting,
        "one_more": {"placed": p.more_placed, "score": p.more_fit},
        "one_less": {"placed": p.less_placed, "score": p.less_fit},
    }
