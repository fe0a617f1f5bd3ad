"""amdesk match and amdesk why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NotRequired, TypedDict

import click

from amdesk.commands.common import REASON, Call, date_option, json_option, put, why_option
from amdesk.commands.round import RoundWanted, run_round
from amdesk.domain.booking.matching import LEFT_OUT, PARTS, Scored, score_text
from amdesk.domain.booking.needs import ANSWERS, MET, NOT_KNOWN, NOT_MET
from amdesk.domain.errors import WrongUse
from amdesk.domain.texts import N_, text

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

KEPT = {MET: True, NOT_MET: False, NOT_KNOWN: None}
MARKS = {MET: "+", NOT_MET: "–", NOT_KNOWN: "?"}


class Score(TypedDict):
    """How well a person and a placement fit, and when the placement is free for her; None where that is told for a reason alone."""

    score: int | None
    parts: dict[str, int | None]
    free_from: str | None
    free_to: str | None


class Sentences(TypedDict):
    """Why, in words."""

    reasons: list[str]
    warnings: list[str]


class Explained(TypedDict):
    """How the score comes about, where that is asked for."""

    explained: NotRequired[str]


class PlaceRow(Score, Sentences, Explained):
    """A placement ranked for a person."""

    placement: str
    name: str


class PersonRow(Score, Sentences):
    """A waiting person ranked for a placement."""

    participant: str
    name: str
    waited: int


@click.command()
@click.argument("participant", required=False)
@click.option("--placement", help="Rank waiting people for this placement instead.")
@click.option("--all", "everybody", is_flag=True, help="A matching round: all who wait, all free places.")
@click.option(
    "--policy", type=click.Path(path_type=Path), help="A policy for the round as JSON; without it the unit's own."
)
@click.option(
    "--look-ahead/--no-look-ahead",
    "ahead",
    default=None,
    help="Hold scarce places for those who are expected, by counts of the year before; without it as the policy says.",
)
@click.option(
    "--strength", type=click.IntRange(1, 100), help="How much looking ahead counts, in percent; needs --look-ahead."
)
@click.option(
    "--by-wishes/--no-by-wishes",
    "wished",
    default=None,
    help="Whoever has waited longest chooses first, by her own wishes; without it as the policy says.",
)
@click.option(
    "--why-not",
    nargs=2,
    metavar="THIS THAT",
    help="Two participants with a proposal: why the first is not where the second is, by solving the round anew.",
)
@date_option("--from", "first", help="The first day on which a round's bookings may begin.")
@date_option("--to", "last", help="The last one.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--explain", is_flag=True, help="Say of each placement how its score comes about.")
@why_option
@json_option
@click.pass_obj
def match(
    call: Call,
    participant: str | None,
    placement: str | None,
    everybody: bool,
    policy: Path | None,
    ahead: bool | None,
    strength: int | None,
    wished: bool | None,
    why_not: tuple[str, str] | None,
    first: date | None,
    last: date | None,
    limit: int,
    explain: bool,
    why: str,
    as_json: bool,
) -> None:
    """Rank placements for a participant, with reasons; or find the best for all who wait."""
    if everybody and not participant and not placement:
        if strength and not ahead:
            raise WrongUse(text(N_("--strength says how much looking ahead counts: add --look-ahead.")))
        if wished and ahead:
            raise WrongUse(text(N_("Choose one of --by-wishes and --look-ahead: turns hold nothing back.")))
        run_round(call, RoundWanted(policy, first, last, ahead, strength, why_not, wished), as_json)
        return
    if (
        bool(participant) == bool(placement)
        or everybody
        or policy
        or ahead is not None
        or strength
        or why_not
        or wished is not None
    ):
        raise WrongUse(text(N_("Name a participant, or a placement with --placement, or --all.")))
    with call.desk() as desk:
        found: Sequence[PlaceRow | PersonRow] = (
            _people(desk, str(placement), limit, call)
            if placement
            else _places(desk, str(participant), limit, call, why, explain=explain)
        )
    if as_json:
        put(found)
        return
    for row in found:
        who = row.get("placement") if participant else row.get("participant")
        score = "?" if row["score"] is None else row["score"]
        click.echo(f"{score:>3}  {who}  {row['name']}  {'; '.join([*row['warnings'], *row['reasons']])}")
        if said := row.get("explained"):
            click.echo(f"     {said}")


def _sentences(desk: Desk, person: int, match: Scored, call: Call, why: str = "") -> Sentences:
    found = desk.matching.reasons(person, [match], why)[0]
    return {
        "reasons": [call.words.say(r.text) for r in found if not r.warns],
        "warnings": [call.words.say(r.text) for r in found if r.warns],
    }


UNTOLD = Score(score=None, parts=dict.fromkeys(PARTS), free_from=None, free_to=None)


def _row(m: Scored) -> Score:
    return {
        "score": m.score,
        "parts": dict(zip(PARTS, m.parts, strict=True)),
        "free_from": m.opening.free_from.isoformat(),
        "free_to": m.opening.free_to.isoformat(),
    }


def _places(desk: Desk, participant: str, limit: int, call: Call, why: str, *, explain: bool) -> list[PlaceRow]:
    matches = desk.matching.for_participant(participant, limit, why)
    person, weights = desk.person(participant), desk.matching.weights()
    if not matches.ranked and matches.left_out:
        said = ", ".join(f"{call.words(LEFT_OUT[c])} ({n})" for c, n in matches.left_out.items())
        click.echo(call.words(N_("No placement fits: {reasons}"), reasons=said), err=True)
    return [
        {
            "placement": m.opening.placement.number,
            "name": m.opening.placement.name,
            **_row(m),
            **_sentences(desk, person.id, m, call, why),
            **(Explained(explained=call.words.say(score_text(m, weights))) if explain else Explained()),
        }
        for m in matches.ranked
    ]


def _people(desk: Desk, placement: str, limit: int, call: Call) -> list[PersonRow]:
    _place, found, _left = desk.matching.for_placement(placement, limit)
    return [
        {
            "participant": m.participant.number,
            "name": call.words.say(m.participant.shown_name),
            "waited": m.waited,
            **(UNTOLD if m.untold else _row(m.match)),
            **_sentences(desk, m.participant.id, m.match, call),
        }
        for m in found
    ]


@click.command()
@click.argument("participant")
@click.argument("placement")
@click.option("--why", "reason", default="", metavar="TEXT", help=REASON)
@json_option
@click.pass_obj
def why(call: Call, participant: str, placement: str, reason: str, as_json: bool) -> None:
    """Every rule for one pair, kept (+), broken (–) or not known (?), the smallest change that would open it, and what to
    think of before booking (!)."""
    with call.desk() as desk:
        answer = desk.matching.why(participant, placement, reason)
    pair, rules = answer.pair, answer.rules
    document = {
        "participant": pair.person.number,
        "placement": None if pair.person.protection else pair.placement.number,
        "match": answer.fits,
        "rules": [
            {
                "code": r.code,
                "kept": KEPT[r.answer],
                "answer": ANSWERS[r.answer],
                "rule": call.words.say(r.text),
                "change": call.words.say(r.change.text) if r.change else None,
            }
            for r in rules
        ],
        "smallest_change": [call.words.say(c.text) for c in answer.changes],
        "warnings": [call.words.say(c.text) for c in answer.warnings],
    }
    if as_json:
        put(document)
        return
    for r in rules:
        click.echo(
            f"{MARKS[r.answer]} {call.words.say(r.text)}" + (f" → {call.words.say(r.change.text)}" if r.change else "")
        )
    known = [call.words.say(r.text) for r in rules]
    for said in [call.words.say(c.text) for c in answer.warnings]:
        if said not in known:
            click.echo(f"! {said}")
