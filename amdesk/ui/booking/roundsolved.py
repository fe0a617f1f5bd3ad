"""What the page of a round is filled with: the answer and its sentences, read as one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from amdesk.domain.booking.rounds import Policy, Price, RoundPeriod, Unplaced, Wishes
from amdesk.domain.stopping import as_long_as_wanted
from amdesk.services.booking.rounds import Round
from amdesk.ui.booking.roundlist import ShownProposal

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


class KeptRound(NamedTuple):
    """A round that was accepted from."""

    on_date: date
    actor: str
    proposed: int
    accepted: int


class Solved(NamedTuple):
    """A round with its sentences, who is without a place and why, and the rounds that are kept."""

    answer: Round
    shown: list[ShownProposal]
    left: list[Unplaced]
    kept: list[KeptRound]


def solved_round(desk: Desk, period: RoundPeriod, policy: Policy | None, wishes: Wishes) -> Solved:
    answer = desk.rounds.solve(period=period, policy=policy, wishes=wishes)
    shown = [ShownProposal(p, said) for p, said in zip(answer.optimal, desk.rounds.reasons(answer), strict=True)]
    kept = [KeptRound(r.on_date, r.actor, len(r.result["optimal"]), r.accepted) for r in desk.rounds.latest()]
    return Solved(answer, shown, desk.rounds.unplaced(answer), kept)


def prices_of(desk: Desk, answer: Round) -> list[Price]:
    out: list[Price] = []
    for _ in as_long_as_wanted(desk.rounds.prices(answer, out)):
        pass
    return out


def whose_proposal(one: ShownProposal) -> int:
    return one.proposal.person.id
