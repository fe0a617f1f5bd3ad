"""amdesk chain: which moves would open a place for somebody no place is open to, and making them."""

from __future__ import annotations

import click

from amdesk.commands.common import Call, booking_document, json_option, put, why_option
from amdesk.domain.booking.chains import Chain
from amdesk.domain.texts import N_


@click.group()
def chain() -> None:
    """Chains of moves: one or two others move, and a place opens."""


def _document(call: Call, c: Chain) -> dict[str, object]:
    moves = [
        {
            "booking": m.what.booking.ref,
            "participant": m.what.person.number,
            "from": m.what.place.number,
            "to": m.to.number,
            "since": m.what.since.isoformat(),
            "score_before": m.before,
            "score_after": m.after,
        }
        for m in c.moves
    ]
    days = {"from": c.first.isoformat(), "to": c.last.isoformat()}
    said = call.words.say(c.text)
    return {"key": c.key, "placement": c.place.number, **days, "score": c.score, "moves": moves, "text": said}


@chain.command("list")
@click.argument("participant")
@why_option
@json_option
@click.pass_obj
def list_(call: Call, participant: str, why: str, as_json: bool) -> None:
    """The moves that would open a place, fewest first; none where a place is open already."""
    with call.desk() as desk:
        found = desk.chains.find(participant, why)
    if as_json:
        put({"open": found.open, "chains": [_document(call, c) for c in found.chains]})
        return
    for c in found.chains:
        click.echo(f"{c.key}  {call.words.say(c.text)}")
    if found.open:
        said = call.words.plural(
            "{count} placement is open already.", "{count} placements are open already.", found.open, count=found.open
        )
        click.echo(said)
    elif not found.chains:
        click.echo(call.words(N_("No one or two moves would open a place.")))


@chain.command()
@click.argument("participant")
@click.argument("key")
@why_option
@json_option
@click.pass_obj
def accept(call: Call, participant: str, key: str, why: str, as_json: bool) -> None:
    """Make the moves of a chain, by its key of `chain list`, and the booking: all of it, as one undo step."""
    with call.desk() as desk:
        made = desk.chains.accept(participant, key, why)
    if as_json:
        put(booking_document(made.booking))
        return
    b = made.booking
    said = N_("{ref}: {participant} at {placement}, {first} to {last}")
    click.echo(
        call.words(
            said, ref=b.ref, participant=b.participant_number, placement=b.placement, first=b.from_date, last=b.to_date
        )
    )
