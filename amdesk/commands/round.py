"""amdesk match --all: a matching round as one document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from amdesk.commands.common import Call, put
from amdesk.domain.booking.rounds import Price, Proposal, RoundPeriod
from amdesk.domain.people.masks import HIDDEN
from amdesk.domain.texts import N_


def run_round(call: Call, policy: Path | None, first: date | None, last: date | None, as_json: bool) -> None:
    """Solve, explain and price a round, and keep it; nothing is booked."""
    with call.desk() as desk:
        usual = desk.rounds.period()
        period = RoundPeriod(first or usual.first, last or usual.last)
        answer = desk.rounds.solve(period=period, policy=desk.rounds.policy_of(policy) if policy else None)
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
            {"participant": u.person.number, "fitting": u.fitting, "why": [call.words.say(w) for w in u.why]}
            for u in left
        ],
        "prices": [_price(p) for p in prices],
    }
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
        where = say(HIDDEN) if p.person.protection else p.slot.placement.number
        line = f"{p.match.score:>3}  {p.person.number}  {where}  {p.from_date} – {p.to_date}"
        click.echo("  ".join([line, "; ".join(said)] if said else [line]))
    for u in left:
        click.echo(f"  –  {u.person.number}  {'; '.join(say.say(w) for w in u.why)}")


def _proposal(p: Proposal) -> dict[str, object]:
    """Of a protected person not where: matched by herself she is shown the places that fit."""
    from amdesk.services.booking.rounds import kept

    return kept(p) | ({"placement": None} if p.person.protection else {})


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
